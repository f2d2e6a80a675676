//! One look at a file that is to be saved over: all its bytes pass by once, and afterwards it is known at a glance
//! whether it is still the same.
//!
//! Opening and saving are not done here.

use std::fs::{self, File, Metadata};
use std::io::{self, BufRead, BufReader, ErrorKind};
use std::path::Path;

use jiff::Timestamp;

use super::files::{Digesting, FileStamp, StoreError, not_a_file};

/// What a file held when it was looked at.
#[derive(Clone, Debug)]
pub struct Look {
    /// With the content.
    pub stamp: FileStamp,
    pub content: [u8; 32],
    trace: Option<Trace>,
}

impl Look {
    /// Looks at all that the file holds, piece by piece; `None` when there is none.
    ///
    /// # Errors
    /// When it cannot be read, or is a folder, device or pipe.
    pub fn at(path: &Path) -> Result<Option<Self>, StoreError> {
        let is_gone =
            |error: &io::Error| matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory);
        // Looked at before it is opened: opening a pipe would wait for ever.
        let metadata = match fs::metadata(path) {
            Ok(metadata) => metadata,
            Err(error) if is_gone(&error) => return Ok(None),
            Err(error) => return Err(StoreError::read(path, &error)),
        };
        if let Some(problem) = not_a_file(&metadata) {
            return Err(StoreError::Read { path: path.to_owned(), reason: problem.to_owned() });
        }
        match File::open(path).and_then(Self::through) {
            Ok(look) => Ok(Some(look)),
            Err(error) if is_gone(&error) => Ok(None),
            Err(error) => Err(StoreError::read(path, &error)),
        }
    }

    fn through(file: File) -> io::Result<Self> {
        // Before the bytes, so that a change in between is noticed later, never missed.
        let metadata = file.metadata()?;
        let trace = Trace::of(&metadata).filter(|trace| trace.is_settled());
        let content = digest_of(file)?;
        let stamp = FileStamp::from_metadata(&metadata).holding(content);
        Ok(Self { stamp, content, trace })
    }

    /// Whether it is one of these states.
    pub fn is_one_of(&self, known: &[FileStamp]) -> bool {
        known.iter().any(|known| known.holds_the_same(&self.stamp))
    }

    /// Whether the file is surely untouched since: nothing of it is read. Where that cannot be told it is not.
    pub(super) fn still_holds(&self, path: &Path) -> bool {
        // Opened, because a network disk says of a file that is not what it was some seconds ago.
        let now = || Trace::of(&File::open(path).ok()?.metadata().ok()?);
        self.trace.is_some() && fs::metadata(path).is_ok_and(|now| now.is_file()) && self.trace == now()
    }
}

/// The SHA-256 of all that a file holds, which may be more than the memory does.
fn digest_of(file: File) -> io::Result<[u8; 32]> {
    let mut file = BufReader::with_capacity(256 << 10, Digesting::new(file));
    loop {
        match file.fill_buf() {
            Ok([]) => return Ok(file.into_inner().digest()),
            Ok(piece) => {
                let read = piece.len();
                file.consume(read);
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// Which file it is and when the system last saw it changed, a time that no program can set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Trace {
    device: u64,
    number: u64,
    len: u64,
    /// Seconds since 1970 and nanoseconds of the last change to the bytes, and to anything of the file.
    modified: (i64, i64),
    changed: (i64, i64),
}

impl Trace {
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems keep no such time")]
    fn of(metadata: &Metadata) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self {
            device: metadata.dev(),
            number: metadata.ino(),
            len: metadata.len(),
            modified: (metadata.mtime(), metadata.mtime_nsec()),
            changed: (metadata.ctime(), metadata.ctime_nsec()),
        })
    }

    #[cfg(not(unix))]
    fn of(_metadata: &Metadata) -> Option<Self> {
        None
    }

    /// Whether the last change is so long ago that another one would have another time: disks count it in steps of
    /// up to two seconds. One that is yet to come, by our clock, never is.
    fn is_settled(self) -> bool {
        /// Seconds.
        const STEP: i64 = 3;
        Timestamp::now().as_second().saturating_sub(self.changed.0) > STEP
    }
}

#[cfg(test)]
#[cfg(unix)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// A look that trusts the times of a file made just now.
    fn look_at(path: &Path) -> Look {
        let look = Look::at(path).unwrap().unwrap();
        assert!(look.trace.is_none(), "it was changed just now: another change could have the same time");
        let look = Look { trace: Trace::of(&fs::metadata(path).unwrap()), ..look };
        // Until the disk counts another time.
        std::thread::sleep(Duration::from_millis(50));
        look
    }

    #[test]
    fn a_change_is_seen_at_a_glance_whatever_size_and_time_the_file_has_after_it() {
        let folder = tempfile::tempdir().unwrap();
        let (path, other) = (folder.path().join("a"), folder.path().join("b"));
        fs::write(&path, "mine").unwrap();
        let look = look_at(&path);
        assert!(look.still_holds(&path));
        let modified = look.stamp.modified.unwrap();
        fs::write(&path, "them").unwrap();
        File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
        assert_eq!(FileStamp::of(&path).unwrap(), Some(look.stamp));
        assert!(!look.still_holds(&path), "written in place");
        let look = look_at(&path);
        fs::write(&other, "else").unwrap();
        File::options().write(true).open(&other).unwrap().set_modified(modified).unwrap();
        fs::rename(&other, &path).unwrap();
        assert!(!look.still_holds(&path), "another file in its place");
        let look = look_at(&path);
        fs::remove_file(&path).unwrap();
        assert!(!look.still_holds(&path), "gone");
    }
}
