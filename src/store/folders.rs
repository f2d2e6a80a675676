//! Folders: made for their owner alone, and brought to the disk.

use std::fs::{DirBuilder, File};
use std::io;
use std::path::Path;

/// Makes the folder, with those above it, so that nobody else on the machine can look into it.
pub(super) fn make_private_folder(folder: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Makes new and vanished names in a folder survive a power cut.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Elsewhere folders cannot be opened as files, and names are safe with the file.
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}
