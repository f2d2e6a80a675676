//! The list of sources on disk: `map_sources.json` beside the settings, for its owner's eyes only, since it holds
//! keys.

use std::{
    fs,
    io::{self, ErrorKind},
    path::Path,
};

use super::{
    super::files::{StoreError, write_bytes},
    TileSource,
};

const FILE: &str = "map_sources.json";
const DAMAGED_FILE: &str = "map_sources.damaged.json";

/// The sources kept in this folder; the presets where there are none. The text, if any, says what went wrong.
pub fn load_sources(folder: &Path) -> (Vec<TileSource>, Option<String>) {
    let path = folder.join(FILE);
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            return (TileSource::presets(), None);
        }
        Err(error) => {
            let problem = format!("The map sources could not be read ({error}).\n{}", path.display());
            return (TileSource::presets(), Some(problem));
        }
    };
    match serde_json::from_slice::<Vec<TileSource>>(&bytes) {
        Ok(mut sources) => {
            let mut seen = std::collections::BTreeSet::new();
            sources.retain(|source| !source.id.is_empty() && seen.insert(source.id.clone()));
            for source in &mut sources {
                source.max_zoom = source.max_zoom.min(22);
            }
            (sources, None)
        }
        Err(error) => {
            let aside = folder.join(DAMAGED_FILE);
            let done = match fs::rename(&path, &aside) {
                Ok(()) => format!("the old file is kept as {DAMAGED_FILE}"),
                Err(rename) => format!("the old file could not be moved aside, {rename}"),
            };
            let problem = format!(
                "The list of map sources was damaged ({error}): the usual ones are offered, and {done}.\n{}",
                path.display()
            );
            (TileSource::presets(), Some(problem))
        }
    }
}

/// Writes the list; nobody but its owner may read it.
///
/// # Errors
/// When the file cannot be written; the old one stays.
pub fn save_sources(folder: &Path, sources: &[TileSource]) -> Result<(), StoreError> {
    let path = folder.join(FILE);
    let failed = |reason: String| StoreError::Write { path: path.clone(), reason };
    fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    let mut bytes = serde_json::to_vec_pretty(sources).map_err(|error| failed(error.to_string()))?;
    bytes.push(b'\n');
    // A file that is replaced keeps its permissions: they are right before the keys are in it.
    make_private(&path).map_err(|error| failed(error.to_string()))?;
    write_bytes(&path, &bytes).map(|_| ())
}

#[cfg(unix)]
fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
    match fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path) {
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            fs::set_permissions(path, fs::Permissions::from_mode(0o600))
        }
        Err(error) => Err(error),
    }
}

/// Elsewhere a user's own settings folder is private already.
#[cfg(not(unix))]
fn make_private(_path: &Path) -> io::Result<()> {
    Ok(())
}
