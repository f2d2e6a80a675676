//! Whether a file of GeoJSON is one of ours, and whether one of another kind may hold incidents, by its first bytes.

use std::{
    fs::File,
    io::{self, Read as _},
    path::Path,
};

use super::guess;

/// Bytes that are looked at: our mark stands before the first feature.
const HEAD: u64 = 64 << 10;

/// Whether Marz wrote the file, or somebody with the same columns. A file that cannot be read is left to whoever opens
/// it, to say so.
pub fn is_written_by_marz(path: &Path) -> bool {
    let Ok(head) = head_of(path) else { return true };
    let head = String::from_utf8_lossy(&head);
    head.contains("\"marz\"") || (head.contains("\"event_type\"") && head.contains("\"date_start\""))
}

/// Whether it is no document, but a table, workbook or other file whose incidents can be added to one.
pub fn can_be_added(path: &Path) -> bool {
    head_of(path).is_ok_and(|head| guess::can_be_added(&head))
}

fn head_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    File::open(path)?.take(HEAD).read_to_end(&mut head)?;
    Ok(head)
}
