//! Files on disk: opening a document, and saving one so that the old file stays until the new one is whole.
//!
//! Opening writes nothing. Nothing here asks or tells the user: it returns what happened.

use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use atomic_write_file::AtomicWriteFile;
use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};

use crate::model::Document;

use super::look::Look;
use super::meter;
use super::native::{self, Lines, ReadError, Report, read_damaged};

/// Names one state of a file on disk, to notice that another program has changed it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct FileStamp {
    /// `None` where the file system keeps no times.
    #[serde(serialize_with = "write_time", deserialize_with = "read_time")]
    pub modified: Option<SystemTime>,
    /// Bytes.
    pub len: u64,
    /// SHA-256 of the bytes; `None` where they were only looked at from outside.
    #[serde(default)]
    pub content: Option<[u8; 32]>,
}

/// The same as far as both tell.
impl PartialEq for FileStamp {
    fn eq(&self, other: &Self) -> bool {
        let contents = self.content.zip(other.content);
        self.modified == other.modified && self.len == other.len && contents.is_none_or(|(a, b)| a == b)
    }
}

impl Eq for FileStamp {}

impl FileStamp {
    /// The present state of the file; `None` when there is none.
    ///
    /// # Errors
    /// When the file cannot be looked at.
    pub fn of(path: &Path) -> Result<Option<Self>, StoreError> {
        match fs::metadata(path) {
            Ok(metadata) => Ok(Some(Self::from_metadata(&metadata))),
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(StoreError::read(path, &error)),
        }
    }

    /// The present state of the file with its content; `None` when there is none. Reads all of it, piece by piece.
    ///
    /// # Errors
    /// When it cannot be read, or is a folder, device or pipe.
    pub fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        Ok(Look::at(path)?.map(|look| look.stamp))
    }

    /// Whether the file holds what it held: a mere touch changes nothing, the same size and time prove nothing.
    pub fn holds_the_same(&self, other: &Self) -> bool {
        match self.content.zip(other.content) {
            Some((one, other)) => one == other,
            None => self == other,
        }
    }

    pub(super) fn from_metadata(metadata: &Metadata) -> Self {
        Self { modified: metadata.modified().ok(), len: metadata.len(), content: None }
    }

    pub(super) fn holding(self, content: [u8; 32]) -> Self {
        Self { content: Some(content), ..self }
    }
}

/// A time beyond the calendar is written as none, so that the file counts as changed rather than as the same.
#[expect(clippy::ref_option, reason = "the shape that serde asks for")]
fn write_time<S: Serializer>(time: &Option<SystemTime>, serializer: S) -> Result<S::Ok, S::Error> {
    time.and_then(|time| Timestamp::try_from(time).ok()).serialize(serializer)
}

fn read_time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SystemTime>, D::Error> {
    Ok(Option::<Timestamp>::deserialize(deserializer)?.map(SystemTime::from))
}

/// A document that was read from a file.
#[derive(Clone, Debug)]
pub struct Opened {
    pub document: Document,
    pub report: Report,
    /// The state of the file when it was read.
    pub stamp: FileStamp,
}

/// Why a file could not be read or written. The message says what happened, what to do, and last, which file.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("The file could not be opened: {reason}.\n{}", .path.display())]
    Read { path: PathBuf, reason: String },
    #[error("The file could not be opened: {source}.\n{}", .path.display())]
    NotNative { path: PathBuf, source: ReadError },
    #[error(
        "The file was not saved: somebody else has changed it since it was read here. Nothing was changed on disk; \
         File → What changed on disk… shows what, and brings both together.\n{}", .path.display()
    )]
    Changed { path: PathBuf },
    #[error("The file was not saved: {reason}. Nothing was changed on disk.\n{}", .path.display())]
    Write { path: PathBuf, reason: String },
    #[error(
        "The file was saved, but the disk did not confirm that it will survive a power cut ({reason}). Save \
         a second copy in another place.\n{}", .path.display()
    )]
    Unconfirmed { path: PathBuf, reason: String },
}

impl StoreError {
    /// The file it is about.
    pub fn path(&self) -> &Path {
        match self {
            Self::Read { path, .. }
            | Self::NotNative { path, .. }
            | Self::Changed { path }
            | Self::Write { path, .. }
            | Self::Unconfirmed { path, .. } => path,
        }
    }

    pub(super) fn read(path: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                "it is not there; it may have been moved or renamed, or its drive is not connected".to_owned()
            }
            ErrorKind::PermissionDenied => {
                "you are not allowed to read it; ask its owner, or open a copy".to_owned()
            }
            ErrorKind::IsADirectory => "it is a folder; choose a file inside it".to_owned(),
            _ => format!("the disk says “{error}”; try again, or open a copy from another place"),
        };
        Self::Read { path: path.to_owned(), reason }
    }

    fn write(path: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => {
                "its folder is no longer there; connect the drive again or save in another place".to_owned()
            }
            ErrorKind::PermissionDenied => {
                "you are not allowed to write in this folder; save in another place".to_owned()
            }
            ErrorKind::ReadOnlyFilesystem => "the disk is read-only; save in another place".to_owned(),
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                "there is no room left on the disk; free some space or save in another place".to_owned()
            }
            ErrorKind::IsADirectory => "a folder has this name; choose another name".to_owned(),
            ErrorKind::InvalidFilename => {
                "the disk does not accept this name; choose a shorter or plainer one".to_owned()
            }
            _ => format!("the disk says “{error}”; save in another place"),
        };
        Self::Write { path: path.to_owned(), reason }
    }
}

/// Bytes. A file of more is read only in lines, and only where the memory is sure to hold what is in it.
const MOST_WHOLE: u64 = 2 << 30;

/// Bytes as people say them.
fn gib(bytes: u64) -> f64 {
    bytes as f64 / (1_u64 << 30) as f64
}

/// All bytes of the file; no more than are read at once.
fn read_whole(file: &mut File, path: &Path, len: u64) -> Result<Vec<u8>, StoreError> {
    if len > MOST_WHOLE {
        let reason = format!(
            "it has {:.1} GiB, and of a file that does not stand as Marz writes it, 2 GiB are opened at most; split \
             it into several",
            gib(len)
        );
        return Err(StoreError::Read { path: path.to_owned(), reason });
    }
    let mut bytes = Vec::new();
    file.rewind().map_err(|error| StoreError::read(path, &error))?;
    // It may be growing.
    file.take(MOST_WHOLE).read_to_end(&mut bytes).map_err(|error| StoreError::read(path, &error))?;
    Ok(bytes)
}

/// Whether the memory that is free holds the incidents of a large file.
fn fits_in_memory(path: &Path, len: u64) -> Result<(), StoreError> {
    // A record takes about as much as its text, and an index of them all comes to it.
    let needed = len.saturating_add(len / 2);
    match meter::free_memory() {
        Some(free) if len > MOST_WHOLE && free < needed => {
            let reason = format!(
                "it has {:.1} GiB, for which about {:.1} GiB of memory are needed, and {:.1} GiB are free; close other \
                 programs, or split it into several",
                gib(len),
                gib(needed),
                gib(free)
            );
            Err(StoreError::Read { path: path.to_owned(), reason })
        }
        None if len > MOST_WHOLE => {
            let reason = format!(
                "it has {:.1} GiB, and 2 GiB are opened at most on this system; split it into several",
                gib(len)
            );
            Err(StoreError::Read { path: path.to_owned(), reason })
        }
        Some(_) | None => Ok(()),
    }
}

/// A reader or writer, and the digest of all that went through it.
pub(super) struct Digesting<T> {
    inner: T,
    digest: Sha256,
}

impl<T> Digesting<T> {
    pub fn new(inner: T) -> Self {
        Self { inner, digest: Sha256::new() }
    }

    /// The SHA-256 of it all.
    pub fn digest(self) -> [u8; 32] {
        self.finish().1
    }

    pub fn finish(self) -> (T, [u8; 32]) {
        (self.inner, self.digest.finalize().into())
    }
}

impl<T: Read> Read for Digesting<T> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(room)?;
        self.digest.update(&room[..read]);
        Ok(read)
    }
}

impl<T: Write> Write for Digesting<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.digest.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// The bytes of a small file, such as a layout.
///
/// # Errors
/// When the file cannot be read, or is larger than any such file.
pub fn read_small(path: &Path) -> Result<Vec<u8>, StoreError> {
    const MOST: u64 = 1 << 20;
    let size = fs::metadata(path).map_err(|error| StoreError::read(path, &error))?.len();
    if size > MOST {
        let reason = "it is far larger than what is kept in such a file".to_owned();
        return Err(StoreError::Read { path: path.to_owned(), reason });
    }
    fs::read(path).map_err(|error| StoreError::read(path, &error))
}

/// Opens a native file, or any GeoJSON `FeatureCollection`. A damaged one is opened as far as it is whole; the report
/// says what is missing.
///
/// # Errors
/// When the file cannot be read or is no `FeatureCollection`.
pub fn open(path: &Path) -> Result<Opened, StoreError> {
    let fail = |error: &io::Error| StoreError::read(path, error);
    // Looked at before it is opened: opening a pipe would wait for ever.
    if let Some(problem) = not_a_file(&fs::metadata(path).map_err(|error| fail(&error))?) {
        return Err(StoreError::Read { path: path.to_owned(), reason: problem.to_owned() });
    }
    let mut file = File::open(path).map_err(|error| fail(&error))?;
    // The stamp is taken before the bytes, so a change in between is noticed later, never missed.
    let stamp = FileStamp::from_metadata(&file.metadata().map_err(|error| fail(&error))?);
    if let Some((document, report, content)) = read_lines(&file, path, stamp.len)? {
        return Ok(Opened { document, report, stamp: stamp.holding(content) });
    }
    let bytes = read_whole(&mut file, path, stamp.len)?;
    let stamp = stamp.holding(Sha256::digest(&bytes).into());
    let (document, report) =
        read_damaged(&bytes).map_err(|source| StoreError::NotNative { path: path.to_owned(), source })?;
    Ok(Opened { document, report, stamp })
}

/// A file that stands as this program writes it, without its whole text in memory; `None` where it is another. Tells
/// the digest of its bytes too.
fn read_lines(
    file: &File,
    path: &Path,
    len: u64,
) -> Result<Option<(Document, Report, [u8; 32])>, StoreError> {
    let fail = |error: &io::Error| StoreError::read(path, error);
    let mut bytes = Digesting::new(file);
    let Some(lines) = Lines::begin(&mut bytes).map_err(|error| fail(&error))? else { return Ok(None) };
    fits_in_memory(path, len)?;
    let read = lines.read().map_err(|error| fail(&error))?;
    Ok(read.map(|(document, report)| (document, report, bytes.digest())))
}

/// What a file holds, without its incidents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It is whole, with so many incidents.
    Sound(usize),
    /// It was cut or damaged.
    Damaged,
    /// It is no document, or cannot be read.
    Foreign,
}

impl Condition {
    /// Reads the file, as [`open`] does, to know only that. One of ours is never whole in memory.
    pub fn of(path: &Path) -> Self {
        let Ok(mut file) = File::open(path) else { return Self::Foreign };
        let counted = Lines::begin(&file).and_then(|lines| lines.map_or(Ok(None), Lines::count));
        if let Ok(Some(incidents)) = counted {
            return Self::Sound(incidents);
        }
        match file.metadata() {
            // Nobody can tell, so it is treated with the care that a damaged one needs.
            Ok(metadata) if metadata.len() > MOST_WHOLE => Self::Damaged,
            Ok(metadata) => {
                match read_whole(&mut file, path, metadata.len()).map(|bytes| read_damaged(&bytes)) {
                    Ok(Ok((document, report))) => Self::read(&document, &report),
                    Ok(Err(_)) | Err(_) => Self::Foreign,
                }
            }
            Err(_) => Self::Foreign,
        }
    }

    /// That of a file from which this was read.
    pub fn read(document: &Document, report: &Report) -> Self {
        match report.damage {
            Some(_) => Self::Damaged,
            None => Self::Sound(document.len()),
        }
    }

    /// How many incidents are in a sound file.
    pub fn incidents(self) -> Option<usize> {
        match self {
            Self::Sound(incidents) => Some(incidents),
            Self::Damaged | Self::Foreign => None,
        }
    }
}

/// Saves the document as a native file in place of what is there; returns the state of the new file.
///
/// # Errors
/// As [`write_bytes`].
pub fn save(path: &Path, document: &Document) -> Result<FileStamp, StoreError> {
    write_unless(path, |file| native::write_to(document, file), |_| Ok(()))
}

/// Writes a file whole or not at all: a new file in the same folder, brought to the disk, then given the
/// name, then the folder brought to the disk. Permissions stay; a symbolic link stays and the file it points
/// to is replaced.
///
/// # Errors
/// [`StoreError::Write`] when the bytes could not be written: what was there is untouched.
/// [`StoreError::Unconfirmed`] when the new file is in place but the disk failed to confirm it.
pub fn write_bytes(path: &Path, bytes: &[u8]) -> Result<FileStamp, StoreError> {
    write_unless(path, |file| file.write_all(bytes), |_| Ok(()))
}

/// As [`save`], but only over a file that holds one of these states, or where there is none. It is looked at before
/// anything is written, unless `first` is that look, and again right before the new file gets the name.
///
/// # Errors
/// [`StoreError::Changed`] when it holds another state, which is untouched; otherwise as [`write_bytes`].
pub fn save_over(
    path: &Path,
    document: &Document,
    known: &[FileStamp],
    first: Option<Look>,
) -> Result<FileStamp, StoreError> {
    let check = |present: Option<&Look>| match present {
        Some(present) if !present.is_one_of(known) => Err(StoreError::Changed { path: path.to_owned() }),
        Some(_) | None => Ok(()),
    };
    let first = first.map_or_else(|| Look::at(path), |first| Ok(Some(first)))?;
    check(first.as_ref())?;
    let last_look = |target: &Path| match first {
        Some(first) if first.still_holds(target) => Ok(()),
        Some(_) | None => check(Look::at(target)?.as_ref()),
    };
    write_unless(path, |file| native::write_to(document, file), last_look)
}

fn write_unless(
    path: &Path,
    write: impl FnOnce(&mut Digesting<&mut AtomicWriteFile>) -> io::Result<()>,
    last_look: impl FnOnce(&Path) -> Result<(), StoreError>,
) -> Result<FileStamp, StoreError> {
    let digested = |file: &mut AtomicWriteFile| {
        let mut file = Digesting::new(file);
        write(&mut file)?;
        Ok(file.digest())
    };
    let (stamp, content) = put_in_place(path, digested, last_look)?;
    Ok(stamp.holding(content))
}

/// As [`write_bytes`], whatever `write` gives the file. What it returns comes back with the state of the new file as
/// it is from outside; when it fails, what was there is untouched.
pub(super) fn put_in_place<T>(
    path: &Path,
    write: impl FnOnce(&mut AtomicWriteFile) -> io::Result<T>,
    last_look: impl FnOnce(&Path) -> Result<(), StoreError>,
) -> Result<(FileStamp, T), StoreError> {
    let fail = |error: &io::Error| StoreError::write(path, error);
    let target = real_file(path).map_err(|error| fail(&error))?;
    if let Ok(metadata) = fs::metadata(&target) {
        if metadata.is_dir() {
            return Err(fail(&ErrorKind::IsADirectory.into()));
        }
        if !metadata.is_file() {
            let reason = "its name belongs to a device or pipe, not a file; choose another name".to_owned();
            return Err(StoreError::Write { path: path.to_owned(), reason });
        }
    }
    let mut file = begin(&target).map_err(|error| fail(&error))?;
    // Until the commit, dropping the file takes it away again.
    let written = write(&mut file).map_err(|error| fail(&error))?;
    file.sync_all().map_err(|error| fail(&error))?;
    let stamp = FileStamp::from_metadata(&file.metadata().map_err(|error| fail(&error))?);
    last_look(&target)?;
    file.commit().map_err(|error| match FileStamp::of(&target) {
        Ok(Some(present)) if present == stamp => {
            StoreError::Unconfirmed { path: path.to_owned(), reason: error.to_string() }
        }
        Ok(_) | Err(_) => fail(&error),
    })?;
    // The file is saved, whatever comes now: the standard library panics where the disk fails to close a folder.
    let _cleared = std::panic::catch_unwind(|| clear_litter(&target));
    Ok((stamp, written))
}

/// A new file beside the target, with its permissions, and its owner where the disk knows owners.
fn begin(target: &Path) -> io::Result<AtomicWriteFile> {
    AtomicWriteFile::open(target).or_else(|error| match error.kind() {
        #[cfg(unix)]
        ErrorKind::PermissionDenied | ErrorKind::InvalidInput | ErrorKind::Unsupported => {
            use atomic_write_file::unix::OpenOptionsExt;
            let ownerless = AtomicWriteFile::options().preserve_owner(false).open(target);
            ownerless.map_err(|_| error)
        }
        _ => Err(error),
    })
}

/// Takes away what saves of this file left beside it when they were killed. What is younger may be a save of another
/// instance under way.
fn clear_litter(target: &Path) {
    const SURELY_DEAD: Duration = Duration::from_hours(1);
    /// The letters after the name, as the crate that saves makes them.
    const LETTERS: usize = 6;
    let (Some(folder), Some(name)) = (target.parent(), target.file_name()) else { return };
    let Ok(listing) = fs::read_dir(if folder.as_os_str().is_empty() { Path::new(".") } else { folder })
    else {
        return;
    };
    let begins = [b".", name.as_encoded_bytes(), b"."].concat();
    for entry in listing.filter_map(Result::ok) {
        let name = entry.file_name();
        let letters = name.as_encoded_bytes().strip_prefix(begins.as_slice());
        let is_ours = letters.is_some_and(|l| l.len() == LETTERS && l.iter().all(u8::is_ascii_alphanumeric));
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if is_ours && age().is_some_and(|age| age > SURELY_DEAD) {
            // What stays is tried again by the next save.
            let _removed = fs::remove_file(entry.path());
        }
    }
}

/// Why this is nothing to read.
pub(super) fn not_a_file(metadata: &Metadata) -> Option<&'static str> {
    if metadata.is_file() {
        None
    } else if metadata.is_dir() {
        Some("it is a folder; choose a file inside it")
    } else {
        Some("it is a device or pipe, not a file; choose a file")
    }
}

/// The file that a chain of symbolic links ends at; it need not exist yet.
pub(super) fn real_file(path: &Path) -> io::Result<PathBuf> {
    /// As many links as Linux follows.
    const MOST_LINKS: usize = 40;
    let mut target = path.to_owned();
    for _ in 0..MOST_LINKS {
        match fs::symlink_metadata(&target) {
            Ok(metadata) if metadata.is_symlink() => {
                let next = fs::read_link(&target)?;
                // A relative link is relative to the folder of the link; `join` keeps an absolute one.
                target = target.parent().map_or_else(|| next.clone(), |folder| folder.join(&next));
            }
            Ok(_) | Err(_) => return Ok(target),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}
