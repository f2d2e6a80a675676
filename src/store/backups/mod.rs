//! Earlier versions of documents, kept beside the crash journals: the last ten and one a day for thirty days.
//!
//! One folder for each document, named after it and the hash of its full path, holds the path itself and each version
//! as a compressed native file, whose name says when it was kept and what is in it. So a document that was moved is
//! still found, and a version can be unpacked by any program. A version is on the disk before an older one goes, and
//! none of them is ever the only copy of what the user has in hand.
//!
//! Nothing here asks or tells the user; the time comes from outside.

mod rotation;
mod shelf;

use std::fs;
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use jiff::Timestamp;

use super::files::{StoreError, write_bytes};
use super::native;
use crate::store::folders::make_private_folder;

pub use shelf::{Shelf, Version};

/// Why a version was not kept, found or read. No document is touched by any of them.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("No copy of the file was kept in its history: {reason}.\n{}", .path.display())]
    Keep { path: PathBuf, reason: String },
    #[error("The kept version could not be read: {reason}.\n{}", .path.display())]
    Read { path: PathBuf, reason: String },
}

/// Keeps what a document holds as a version of now, unless it is kept already; older ones are rotated out.
///
/// # Errors
/// When it cannot be brought to the disk. Those kept before stay then.
pub fn keep(root: &Path, document: &Path, bytes: &[u8], now: Timestamp) -> Result<(), BackupError> {
    let fail = |reason: String| BackupError::Keep { path: document.to_owned(), reason };
    let document = &std::path::absolute(document).map_err(|error| fail(error.to_string()))?;
    let hash = shelf::hash_of(bytes);
    let folder = shelf::folder_of(root, document);
    let mut versions = shelf::versions_in(&folder).map_err(|error| fail(error.to_string()))?;
    if versions.iter().any(|version| version.hash == hash) {
        return Ok(());
    }
    make_private_folder(&folder).map_err(|error| fail(error.to_string()))?;
    shelf::write_card(&folder, document).map_err(fail)?;
    // What is no sound file is kept as well: it is about to be saved over.
    let read = native::read_damaged(bytes).ok();
    let incidents = read.filter(|(_, report)| report.damage.is_none()).map(|(document, _)| document.len());
    let version = Version::new(&folder, now, incidents, bytes.len() as u64, hash);
    let packed = pack(bytes).map_err(|error| fail(error.to_string()))?;
    write_bytes(&version.path, &packed).map_err(|error| fail(reason_of(error)))?;
    versions.push(version);
    for old in rotation::superfluous(&versions, now) {
        // One that stays for now is superfluous the next time as well.
        let _removed = fs::remove_file(&old.path);
    }
    Ok(())
}

/// The versions kept of every document; those kept last come first.
///
/// # Errors
/// When the folder cannot be looked into; where there is none, nothing was kept.
pub fn shelves(root: &Path) -> Result<Vec<Shelf>, BackupError> {
    let fail = |error: &io::Error| BackupError::Read { path: root.to_owned(), reason: error.to_string() };
    let listing = match fs::read_dir(root) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        listing => listing.map_err(|error| fail(&error))?,
    };
    // A folder that makes no sense is not ours: the others are shown.
    let mut found: Vec<Shelf> =
        listing.filter_map(|entry| Shelf::read(&entry.ok()?.path()).ok().flatten()).collect();
    found.sort_by_key(|shelf| std::cmp::Reverse(shelf.versions.first().map(|version| version.at)));
    Ok(found)
}

/// Whether any version of this document is kept.
pub fn has_versions(root: &Path, document: &Path) -> bool {
    std::path::absolute(document)
        .and_then(|document| shelf::versions_in(&shelf::folder_of(root, &document)))
        .is_ok_and(|versions| !versions.is_empty())
}

/// The bytes of a version, as they were in the file.
///
/// # Errors
/// When it cannot be read, or is not what was kept.
pub fn read(version: &Version) -> Result<Vec<u8>, BackupError> {
    let fail = |reason: String| BackupError::Read { path: version.path.clone(), reason };
    let packed = fs::read(&version.path).map_err(|error| fail(error.to_string()))?;
    let mut bytes = Vec::new();
    let mut unpacked = GzDecoder::new(packed.as_slice()).take(version.bytes + 1);
    unpacked.read_to_end(&mut bytes).map_err(|error| fail(format!("it is damaged ({error})")))?;
    if shelf::hash_of(&bytes) == version.hash {
        Ok(bytes)
    } else {
        Err(fail("it is damaged, its bytes are not those that were kept".to_owned()))
    }
}

fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
    packed.write_all(bytes)?;
    packed.finish()
}

/// Why a file of ours was not written, without the words about the user's own.
fn reason_of(error: StoreError) -> String {
    match error {
        StoreError::Read { reason, .. }
        | StoreError::Write { reason, .. }
        | StoreError::Unconfirmed { reason, .. } => reason,
        StoreError::NotNative { source, .. } => source.to_string(),
        StoreError::Changed { .. } => "somebody else has changed it".to_owned(),
    }
}
