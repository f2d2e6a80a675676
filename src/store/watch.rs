//! What happens to an open file from outside: changed, replaced, gone; and copies that programs leave which keep
//! folders in step.

use std::fs;
use std::path::{Path, PathBuf};

use super::{FileStamp, files::real_file};

/// What was seen of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sighting {
    /// It holds this, which is not what was known, nor what was told before.
    Changed(FileStamp),
    Gone,
}

/// A file that is looked at from time to time. It is read only when it looks different from outside.
#[derive(Debug)]
pub struct Watch {
    path: PathBuf,
    /// What this program read or wrote last.
    known: Option<FileStamp>,
    /// What it looked like the last time; `None` where it was not there.
    seen: Option<FileStamp>,
    /// What was told already.
    told: Option<FileStamp>,
    is_gone: bool,
}

impl Watch {
    pub fn new(path: PathBuf, known: Option<FileStamp>) -> Self {
        let seen = known.map(|known| FileStamp { content: None, ..known });
        Self { path, known, seen, told: None, is_gone: false }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// This program read or wrote this state.
    pub fn know(&mut self, stamp: FileStamp) {
        self.known = Some(stamp);
        // What was told before is past: should the file ever hold it again, that is news.
        self.told = None;
        self.is_gone = false;
    }

    /// Looks once. What cannot be looked at now, as on a network that is away, is looked at again later.
    pub fn look(&mut self) -> Option<Sighting> {
        let now = FileStamp::of(&self.path).ok()?;
        let Some(outside) = now else {
            self.seen = None;
            return (!std::mem::replace(&mut self.is_gone, true)).then_some(Sighting::Gone);
        };
        self.is_gone = false;
        if self.seen == Some(outside) {
            return None;
        }
        let read = FileStamp::read(&self.path).ok()??;
        self.seen = Some(outside);
        let is_one = |stamp: &FileStamp| stamp.holds_the_same(&read);
        if self.known.as_ref().is_some_and(is_one) || self.told.as_ref().is_some_and(is_one) {
            return None;
        }
        self.told = Some(read);
        Some(Sighting::Changed(read))
    }
}

/// Names of files beside a document that look like the other side of a conflict that a program could not solve which
/// keeps folders in step.
///
/// # Source
/// Dropbox and Nextcloud: `NAME (N. N.'s conflicted copy 2026-11-23).geojson`; Syncthing:
/// `NAME.sync-conflict-20261123-031000-ABCDEFG.geojson`; `OneDrive`: `NAME-HOST.geojson`, where only the names that
/// Windows gives a host are known: `NAME-GBAO.geojson` is a document of its own.
pub fn conflicted_copies(document: &Path) -> Vec<String> {
    let Some(file) = real_file(document).ok() else { return Vec::new() };
    let (Some(stem), Some(folder)) = (file.file_stem().and_then(|stem| stem.to_str()), file.parent()) else {
        return Vec::new();
    };
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let ending = file.extension();
    let mut found: Vec<String> = fs::read_dir(folder)
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension() == ending)
        .filter_map(|path| {
            let after = path.file_stem()?.to_str()?.strip_prefix(stem)?.to_owned();
            is_conflict(&after).then(|| path.file_name()?.to_str().map(str::to_owned))?
        })
        .collect();
    found.sort();
    found
}

fn is_conflict(after_name: &str) -> bool {
    after_name.contains("conflicted copy")
        || [".sync-conflict-", "-DESKTOP-", "-LAPTOP-"].iter().any(|sign| after_name.starts_with(sign))
}
