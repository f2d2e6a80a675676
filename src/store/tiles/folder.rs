//! A folder of tiles: `z/x/y.png`, `.jpg`, `.jpeg` or `.webp`.

use std::{
    fs::File,
    io::{ErrorKind, Read as _},
    path::Path,
};

use super::{MOST_BODY, MbTiles, TileFileError, TilePlace};

/// The bytes of a tile; `None` where the folder has none.
///
/// # Errors
/// When there is a file that cannot be read or is too large for a tile.
pub fn tile_of_folder(folder: &Path, tms: bool, place: TilePlace) -> Result<Option<Vec<u8>>, TileFileError> {
    let row = if tms { place.row_from_south() } else { place.y };
    let column = folder.join(place.z.to_string()).join(place.x.to_string());
    for ending in ["png", "jpg", "jpeg", "webp"] {
        let path = column.join(format!("{row}.{ending}"));
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => continue,
            Err(error) => return Err(TileFileError::Read { path, reason: error.to_string() }),
        };
        let read = |file: &File| {
            if !file.metadata()?.is_file() {
                return Err(std::io::Error::other("it is no file"));
            }
            let mut bytes = Vec::new();
            file.take(MOST_BODY + 1).read_to_end(&mut bytes)?;
            Ok(bytes)
        };
        let bytes = read(&file)
            .map_err(|error| TileFileError::Read { path: path.clone(), reason: error.to_string() })?;
        if bytes.len() as u64 > MOST_BODY {
            return Err(MbTiles::too_large(&path));
        }
        return Ok(Some(bytes));
    }
    Ok(None)
}
