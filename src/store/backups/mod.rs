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

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use atomic_write_file::AtomicWriteFile;
use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use jiff::Timestamp;

use crate::model::Document;

use super::files::{Digesting, StoreError, put_in_place};
use super::folders::make_private_folder;
use super::native::{self, Lines, Report};

pub use shelf::{Shelf, Version};

/// Why a version was not kept, found or read. No document is touched by any of them.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("No copy of the file was kept in its history: {reason}.\n{}", .path.display())]
    Keep { path: PathBuf, reason: String },
    #[error("No copy of the file was kept in its history: it was changed while it was copied.\n{}", .path.display())]
    Changed { path: PathBuf },
    #[error("The kept version could not be read: {reason}.\n{}", .path.display())]
    Read { path: PathBuf, reason: String },
}

/// What is to be kept, told without its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Content {
    /// The SHA-256 of the bytes.
    pub digest: [u8; 32],
    pub bytes: u64,
    /// `None` when they are damaged, or none of ours: they may be about to be saved over, so they are kept as well.
    pub incidents: Option<usize>,
}

/// The version that is kept of this content already.
pub fn kept(root: &Path, document: &Path, digest: &[u8; 32]) -> Option<Version> {
    let document = std::path::absolute(document).ok()?;
    let versions = shelf::versions_in(&shelf::folder_of(root, &document)).ok()?;
    let hash = shelf::name_of(digest);
    versions.into_iter().find(|version| version.hash == hash)
}

/// Keeps what a document holds as a version of now, unless it is kept already; older ones are rotated out. `copy`
/// gives the bytes, which are never whole in memory.
///
/// # Errors
/// When it cannot be brought to the disk, or `copy` gives other bytes. Those kept before stay then.
pub fn keep(
    root: &Path,
    document: &Path,
    content: &Content,
    now: Timestamp,
    copy: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), BackupError> {
    let fail = |reason: String| BackupError::Keep { path: document.to_owned(), reason };
    let absolute = &std::path::absolute(document).map_err(|error| fail(error.to_string()))?;
    let hash = shelf::name_of(&content.digest);
    let folder = shelf::folder_of(root, absolute);
    let mut versions = shelf::versions_in(&folder).map_err(|error| fail(error.to_string()))?;
    if versions.iter().any(|version| version.hash == hash) {
        return Ok(());
    }
    make_private_folder(&folder).map_err(|error| fail(error.to_string()))?;
    shelf::write_card(&folder, absolute).map_err(fail)?;
    let version = Version::new(&folder, now, content.incidents, content.bytes, hash);
    let mut is_other = false;
    let pack = |file: &mut AtomicWriteFile| {
        let packed = GzEncoder::new(BufWriter::with_capacity(256 << 10, file), Compression::fast());
        let mut bytes = Digesting::new(packed);
        copy(&mut bytes)?;
        let (packed, digest) = bytes.finish();
        packed.finish()?.flush()?;
        is_other = digest != content.digest;
        // Not one under a wrong name.
        if is_other { Err(ErrorKind::InvalidData.into()) } else { Ok(()) }
    };
    if let Err(error) = put_in_place(&version.path, pack, |_| Ok(())) {
        let changed = BackupError::Changed { path: document.to_owned() };
        return Err(if is_other { changed } else { fail(reason_of(error)) });
    }
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
    let mut unpacked = Digesting::new(unpack(version)?);
    let mut bytes = Vec::new();
    unpacked.read_to_end(&mut bytes).map_err(|error| damaged(version, &error))?;
    check(version, &unpacked.digest())?;
    Ok(bytes)
}

/// The document of a version, as far as it is whole. Where it stands as this program writes it, its bytes are never
/// whole in memory.
///
/// # Errors
/// As [`read`], or when it is no document.
pub fn open(version: &Version) -> Result<(Document, Report), BackupError> {
    let mut unpacked = Digesting::new(unpack(version)?);
    let lines = Lines::begin(&mut unpacked).and_then(|lines| lines.map_or(Ok(None), Lines::read));
    if let Some(read) = lines.map_err(|error| damaged(version, &error))? {
        check(version, &unpacked.digest())?;
        return Ok(read);
    }
    let read = native::read_damaged(&read(version)?);
    read.map_err(|error| BackupError::Read { path: version.path.clone(), reason: error.to_string() })
}

fn unpack(version: &Version) -> Result<impl Read, BackupError> {
    let packed = File::open(&version.path)
        .map_err(|error| BackupError::Read { path: version.path.clone(), reason: error.to_string() })?;
    Ok(GzDecoder::new(BufReader::new(packed)).take(version.bytes + 1))
}

fn damaged(version: &Version, error: &io::Error) -> BackupError {
    BackupError::Read { path: version.path.clone(), reason: format!("it is damaged ({error})") }
}

/// Whether this is the digest of what was kept.
fn check(version: &Version, digest: &[u8; 32]) -> Result<(), BackupError> {
    if shelf::name_of(digest) == version.hash {
        return Ok(());
    }
    let reason = "it is damaged, its bytes are not those that were kept".to_owned();
    Err(BackupError::Read { path: version.path.clone(), reason })
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
