//! Taking a copy of a content: read once, hashed on the way, on the disk before it has its name.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use sha2::{Digest as _, Sha256};

use crate::model::{Digest, MediaType};
use crate::store::folders::sync_folder;

use super::kind::{HEAD, TAIL, media_type};
use super::{EvidenceError, Watch};

/// Bytes of one content at most.
pub const MOST_BYTES: u64 = 512 << 20;

const BLOCK: usize = 256 * 1024;

/// A content that is safely in the folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    pub digest: Digest,
    pub media_type: MediaType,
    /// Bytes.
    pub size: u64,
    pub path: PathBuf,
    /// The folder had it already, whole.
    pub was_there: bool,
}

/// Copies a file into the folder. The original is only read.
///
/// # Errors
/// When it is no file, too large, cannot be read or the copy not be written; the folder is as it was then.
pub fn keep(original: &Path, folder: &Path, watch: Watch) -> Result<Kept, EvidenceError> {
    let fail = |error: &io::Error| EvidenceError::read(original, error);
    // Looked at before it is opened: opening a pipe would wait for ever.
    let metadata = fs::metadata(original).map_err(|error| fail(&error))?;
    if !metadata.is_file() {
        let reason = if metadata.is_dir() { "it is a folder" } else { "it is a device or pipe" };
        return Err(EvidenceError::Read { path: original.to_owned(), reason: reason.to_owned() });
    }
    if metadata.len() > MOST_BYTES {
        return Err(EvidenceError::TooLarge { path: original.to_owned() });
    }
    let file = File::open(original).map_err(|error| fail(&error))?;
    keep_reader(file, (original, metadata.len()), folder, watch)
}

/// Puts a text or other bytes into the folder.
///
/// # Errors
/// As [`keep`].
pub fn keep_bytes(bytes: &[u8], name: &Path, folder: &Path) -> Result<Kept, EvidenceError> {
    let mut watch = |_, _| std::ops::ControlFlow::Continue(());
    keep_reader(bytes, (name, bytes.len() as u64), folder, &mut watch)
}

/// Copies what a reader gives, `total` bytes by what is known of it. `name` is for messages only.
///
/// # Errors
/// As [`keep`].
pub fn keep_reader(
    reader: impl Read,
    (name, total): (&Path, u64),
    folder: &Path,
    watch: Watch,
) -> Result<Kept, EvidenceError> {
    let part = Part::of(reader, (name, total), MOST_BYTES, folder, watch)?;
    put_in_place(&part, folder)
}

/// A copy that has no name yet; dropped, it is gone.
#[derive(Debug)]
pub(in crate::store) struct Part {
    path: PathBuf,
    pub digest: Digest,
    pub media_type: MediaType,
    pub size: u64,
}

impl Part {
    /// Copies at most `most` bytes into a new file of the folder and brings them to the disk.
    pub(in crate::store) fn of(
        mut reader: impl Read,
        (name, total): (&Path, u64),
        most: u64,
        folder: &Path,
        watch: Watch,
    ) -> Result<Self, EvidenceError> {
        let write_error = |error: &io::Error| EvidenceError::write(folder, error);
        fs::create_dir_all(folder).map_err(|error| write_error(&error))?;
        let (path, mut file) = new_part(folder).map_err(|error| write_error(&error))?;
        // From here on an early return drops the part, and with it the file.
        let mut part = Self { path, digest: Digest([0; 32]), media_type: MediaType::Bytes, size: 0 };
        let mut hash = Sha256::new();
        let (mut head, mut tail) = (Vec::new(), Vec::new());
        let mut block = vec![0; BLOCK];
        loop {
            let read = match reader.read(&mut block) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) => return Err(EvidenceError::read(name, &error)),
            };
            let bytes = &block[..read];
            part.size += read as u64;
            if part.size > most {
                return Err(EvidenceError::TooLarge { path: name.to_owned() });
            }
            hash.update(bytes);
            head.extend_from_slice(&bytes[..read.min(HEAD - head.len())]);
            tail.extend_from_slice(bytes);
            if tail.len() > 2 * TAIL {
                tail.drain(..tail.len() - TAIL);
            }
            file.write_all(bytes).map_err(|error| write_error(&error))?;
            if watch(part.size, total.max(part.size)).is_break() {
                return Err(EvidenceError::Stopped);
            }
        }
        file.sync_all().map_err(|error| write_error(&error))?;
        part.digest = Digest(hash.finalize().into());
        part.media_type = media_type(&head, &tail);
        Ok(part)
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Gone already when it was given its name; what cannot be removed is a stranger that nothing lists.
        let _removed = fs::remove_file(&self.path);
    }
}

/// A new file with a name that nobody else has.
fn new_part(folder: &Path) -> io::Result<(PathBuf, File)> {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    loop {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let path = folder.join(format!(".part-{}-{number}", std::process::id()));
        match File::options().write(true).create_new(true).open(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
}

/// Gives a copy its name, beside a damaged file of that name, never over it.
pub(in crate::store) fn put_in_place(part: &Part, folder: &Path) -> Result<Kept, EvidenceError> {
    let write_error = |error: &io::Error| EvidenceError::write(folder, error);
    let path = folder.join(format!("{}.{}", part.digest, part.media_type.safe_extension()));
    let mut kept = Kept {
        digest: part.digest,
        media_type: part.media_type.clone(),
        size: part.size,
        path: path.clone(),
        was_there: false,
    };
    if fs::symlink_metadata(&path).is_ok() {
        if is_whole(&path, &part.digest) {
            kept.was_there = true;
            return Ok(kept);
        }
        set_aside(&path).map_err(|error| write_error(&error))?;
    }
    name_it(&part.path, &path).map_err(|error| write_error(&error))?;
    sync_folder(folder).map_err(|error| write_error(&error))?;
    // The folder itself may be new.
    if let Some(parent) = folder.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        sync_folder(parent).map_err(|error| write_error(&error))?;
    }
    Ok(kept)
}

/// Gives the file its name unless something has it: a link fails where a rename would replace.
fn name_it(part: &Path, path: &Path) -> io::Result<()> {
    match fs::hard_link(part, path) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(error),
        // A stick without hard links: nothing has the name, as was seen just now.
        Err(_) => fs::rename(part, path),
    }
}

/// Moves a damaged file out of the way and keeps it.
fn set_aside(path: &Path) -> io::Result<()> {
    for number in 1..1000 {
        let mut name = path.file_name().unwrap_or_default().to_owned();
        name.push(format!(".damaged-{number}"));
        let aside = path.with_file_name(name);
        if fs::symlink_metadata(&aside).is_err() {
            return fs::rename(path, aside);
        }
    }
    Err(io::Error::other("too many damaged copies lie in the folder"))
}

pub(super) fn is_whole(path: &Path, digest: &Digest) -> bool {
    let mut watch = |_, _| std::ops::ControlFlow::Continue(());
    matches!(digest_of(path, &mut watch), Ok(Some(found)) if found == *digest)
}

/// The digest of a file; `None` where the watch stopped it.
pub(super) fn digest_of(path: &Path, watch: Watch) -> io::Result<Option<Digest>> {
    // A link could lead anywhere, a pipe would wait for ever.
    let metadata = fs::symlink_metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::new(ErrorKind::InvalidData, "it is a link or folder, not a file"));
    }
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut block = vec![0; BLOCK];
    let mut done = 0;
    loop {
        match file.read(&mut block) {
            Ok(0) => return Ok(Some(Digest(hash.finalize().into()))),
            Ok(read) => {
                hash.update(&block[..read]);
                done += read as u64;
                if watch(done, metadata.len()).is_break() {
                    return Ok(None);
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
