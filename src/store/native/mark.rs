//! Whether a file of GeoJSON is one of ours, by its first lines.

use std::{fs::File, io::Read as _, path::Path};

/// Bytes that are looked at: our mark stands before the first feature.
const HEAD: u64 = 64 << 10;

/// Whether Marz wrote the file, or somebody with the same columns. A file that cannot be read is left to whoever opens
/// it, to say so.
pub fn is_written_by_marz(path: &Path) -> bool {
    let mut head = Vec::new();
    if File::open(path).and_then(|file| file.take(HEAD).read_to_end(&mut head)).is_err() {
        return true;
    }
    let head = String::from_utf8_lossy(&head);
    head.contains("\"marz\"") || (head.contains("\"event_type\"") && head.contains("\"date_start\""))
}
