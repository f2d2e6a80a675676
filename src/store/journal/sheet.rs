//! What stands in the file of a journal: a head, the base document in parts, a row for every entry.
//!
//! Each of them carries its checksum, because `SQLite` itself would not notice a flipped bit inside a text.
//! Nothing here knows what the entries mean.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use flate2::Crc;
use jiff::Timestamp;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags, params};
use serde::{Deserialize, Serialize};

use crate::model::Document;
use crate::store::FileStamp;
use crate::store::folders::{make_private_folder, sync_folder};
use crate::store::native::{self, Lines, Report};

use super::base::{BasePiece, base_of, cut};
use super::process::Process;
use super::{Entry, Origin, apart, wal};

/// "Marz", where the command `file` and `SQLite`'s own tools look for it.
const APPLICATION: i32 = 0x4D61_727A;
/// 2: the base may be a link to the file it is in, until its bytes are here. What is written [apart] makes it 3.
const VERSION: i32 = 2;
pub(super) const EXTENSION: &str = "journal";
/// A file that is being made.
pub(super) const UNBORN_EXTENSION: &str = "unborn";
/// `SQLite` keeps these beside a file that is in use or was left by a crash.
const SIDECARS: [&str; 4] = [WAL, "-journal", "-shm", LINK];
const WAL: &str = "-wal";
/// The file that a large document was opened from, under a second name.
const LINK: &str = "-base";
/// A link whose journal was never made.
pub(super) const LINK_EXTENSION: &str = "journal-base";

/// What is true of the journal as a whole.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Head {
    pub origin: Origin,
    /// After so many entries the state was the one the file holds; `None` when it was after none.
    pub saved: Option<u64>,
    /// Times that the work was opened and the program did not live to tell.
    pub attempts: u32,
    pub process: Process,
    pub begun: Timestamp,
    /// The version of the program that began it.
    pub program: String,
    /// Bytes.
    pub base_len: u64,
    /// The base is not in here yet: it is in the linked file, as long as that is in this state.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub linked: Option<FileStamp>,
}

/// What the entries begin with.
pub(super) enum Base<'a> {
    Whole(&'a Document),
    /// A file in the state that the head names. It gets a second name beside the journal, so that it stays when
    /// a save puts another in its place. The bytes follow by [`Sheet::add_base`].
    Linked(&'a Path),
}

/// Why a journal was not opened.
pub(super) enum Closed {
    /// Another process, or another part of this one, is using it.
    InUse,
    /// A newer program made it.
    Newer,
    Damaged(String),
    /// The disk did not let us look.
    OutOfReach(String),
}

/// Why something was not written.
#[derive(Debug, thiserror::Error)]
pub(super) enum Cause {
    #[error("{}", in_words(.0.kind(), .0))]
    Disk(#[from] io::Error),
    #[error("{}", sqlite_in_words(.0))]
    Sqlite(#[from] rusqlite::Error),
    #[error("this change cannot be written down so that it could be read again ({0})")]
    Unwritable(String),
}

/// An entry with the time it was made.
pub(super) type Dated = (Timestamp, Entry);

/// An open journal. While it is open nobody else can open it.
#[derive(Debug)]
pub(super) struct Sheet {
    connection: Connection,
    pub path: PathBuf,
    pub head: Head,
    /// How many entries it holds.
    pub len: u64,
    /// What was wrong with its newest part before it was opened.
    wal_damage: Option<String>,
}

impl Sheet {
    /// Makes a journal in the folder: whole, on the disk, or not at all.
    pub fn create(folder: &Path, mut head: Head, base: &Base<'_>, entries: &[Dated]) -> Result<Self, Cause> {
        make_private_folder(folder)?;
        // Sorted by time in any file manager, and nobody else's.
        let name = format!("{}-{}", now().strftime("%Y-%m-%dT%H-%M-%S-%6f"), std::process::id());
        let unborn = folder.join(&name).with_extension(UNBORN_EXTENSION);
        let path = unborn.with_extension(EXTENSION);
        let whole = match base {
            Base::Whole(document) => Some(*document),
            Base::Linked(file) => {
                fs::hard_link(file, beside(&path, LINK))?;
                None
            }
        };
        let made = fill(&unborn, &mut head, whole, entries).and_then(|()| Ok(fs::rename(&unborn, &path)?));
        if let Err(cause) = made {
            // What stays is cleared away at a later start.
            let _ = remove(&unborn);
            let _ = fs::remove_file(beside(&path, LINK));
            return Err(cause);
        }
        sync_folder(folder)?;
        let connection = connect(&path)?;
        // Takes the lock, which is kept until the end.
        connection.query_row("SELECT count(*) FROM head", [], |_| Ok(()))?;
        Ok(Self { connection, path, head, len: entries.len() as u64, wal_damage: None })
    }

    /// Opens a journal to look at it: closing it again leaves the file as it was.
    pub fn open(path: &Path) -> Result<Self, Closed> {
        let opened = Self::look(path);
        opened.map_err(|closed| match closed {
            // One that was finished a moment ago.
            Closed::OutOfReach(_) if matches!(path.try_exists(), Ok(false)) => Closed::InUse,
            other => other,
        })
    }

    fn look(path: &Path) -> Result<Self, Closed> {
        let wal_damage = wal::damage(&beside(path, WAL));
        let connection = connect(path)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
        let number = |pragma: &str| connection.pragma_query_value(None, pragma, |row| row.get::<_, i32>(0));
        if number("application_id")? != APPLICATION {
            return Err(Closed::Damaged("it is not a journal, or its beginning is lost".to_owned()));
        }
        if number("user_version")? > VERSION.max(apart::VERSION) {
            return Err(Closed::Newer);
        }
        let (text, checksum) = connection.query_row("SELECT text, checksum FROM head", [], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, u32>(1)?))
        })?;
        if checksum_of(&[text.as_bytes()]) != checksum {
            return Err(Closed::Damaged("its first lines are damaged".to_owned()));
        }
        let head = serde_json::from_str(&text)
            .map_err(|error| Closed::Damaged(format!("its first lines are not understood, {error}")))?;
        let len = connection
            .query_row("SELECT ifnull(max(number), 0) FROM entry", [], |row| row.get::<_, i64>(0))?;
        Ok(Self { connection, path: path.to_owned(), head, len: len.unsigned_abs(), wal_damage })
    }

    /// Counts the coming attempt to open the work, or takes it back when it went well.
    pub fn count_attempts(&mut self, count: impl FnOnce(u32) -> u32) {
        // The next write would go over damaged changes, which are to be kept.
        if self.wal_damage.is_none() {
            // On a full or read-only disk it is not counted: better to see the work than to count.
            let _ = self.change_head(|head| head.attempts = count(head.attempts));
        }
    }

    /// From here on it is this process that writes it, and its end that counts.
    pub fn take_over(&mut self) -> Result<(), Cause> {
        self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
        let process = Process::this();
        self.change_head(|head| {
            head.process = process;
            head.attempts += 1;
        })
    }

    /// Adds an entry; it is on the disk when this returns. The program has lived on, so no attempt failed.
    pub fn append(&mut self, entry: &Entry) -> Result<(), Cause> {
        let number = self.len + 1;
        let entry = &*apart::write(&self.connection, number, entry)?;
        let head = (self.head.attempts > 0).then(|| Head { attempts: 0, ..self.head.clone() });
        let all = self.connection.transaction()?;
        insert_entry(&all, number, now(), entry)?;
        if let Some(head) = &head {
            write_head(&all, head)?;
        }
        all.commit()?;
        self.len = number;
        if let Some(head) = head {
            self.head = head;
        }
        Ok(())
    }

    /// Changes the head; it is on the disk when this returns, and as it was on error.
    pub fn change_head(&mut self, change: impl FnOnce(&mut Head)) -> Result<(), Cause> {
        let mut head = self.head.clone();
        change(&mut head);
        write_head(&self.connection, &head)?;
        self.head = head;
        Ok(())
    }

    /// Adds a piece of the base that was only linked so far; it is on the disk when this returns.
    pub fn add_base(&mut self, piece: &BasePiece) -> Result<(), Cause> {
        insert_part(&self.connection, piece)?;
        if piece.is_last { self.complete_base(piece.end) } else { Ok(()) }
    }

    /// All parts of the base are here: the link has done its work.
    fn complete_base(&mut self, base_len: u64) -> Result<(), Cause> {
        self.change_head(|head| {
            head.base_len = base_len;
            head.linked = None;
        })?;
        // Should it stay, it goes with the journal.
        let _ = fs::remove_file(beside(&self.path, LINK));
        Ok(())
    }

    /// The base document, or what is wrong with it. As this program writes it, its text is never whole in memory.
    pub fn base(&self) -> Result<(Document, Report), String> {
        let in_words = |error: &dyn std::fmt::Display| error.to_string();
        let lines = Lines::begin(self.base_text()?).and_then(|lines| lines.map_or(Ok(None), Lines::read));
        if let Some(read) = lines.map_err(|error| in_words(&error))? {
            return Ok(read);
        }
        let mut bytes = Vec::new();
        self.base_text()?.read_to_end(&mut bytes).map_err(|error| in_words(&error))?;
        native::read(&bytes).map_err(|error| in_words(&error))
    }

    fn base_text(&self) -> Result<Box<dyn Read + '_>, String> {
        match &self.head.linked {
            Some(stamp) => Ok(Box::new(self.linked_base(stamp)?)),
            None => Ok(Box::new(base_of(&self.connection, self.head.base_len))),
        }
    }

    fn linked_base(&self, stamp: &FileStamp) -> Result<File, String> {
        let file = beside(&self.path, LINK);
        let problem = |why: &dyn std::fmt::Display| {
            format!(
                "the program ended before it had a copy of the file that the changes belong to, and that file {why}"
            )
        };
        let found =
            FileStamp::of(&file).map_err(|error| problem(&format_args!("cannot be read: {error}")))?;
        if found.as_ref() != Some(stamp) {
            return Err(problem(&"was written over in place by another program"));
        }
        File::open(&file).map_err(|error| problem(&format_args!("cannot be read: {error}")))
    }

    /// The entries in order, as far as they are whole, and what ended them too early.
    pub fn entries(&self) -> (Vec<Dated>, Option<String>) {
        let mut entries = Vec::new();
        let end = self.each("SELECT number, at, text, checksum FROM entry ORDER BY number", |row| {
            let next = (entries.len() as u64 + 1).cast_signed();
            let (number, at) = (row.get::<_, i64>(0)?, row.get::<_, i64>(1)?);
            let (text, checksum) = (row.get_ref(2)?.as_bytes()?, row.get::<_, u32>(3)?);
            if number != next {
                return Ok(Some(format!("step {next} is missing")));
            }
            if checksum_of(&[&number.to_le_bytes(), &at.to_le_bytes(), text]) != checksum {
                return Ok(Some(format!("step {next} is damaged")));
            }
            let entry =
                serde_json::from_slice(text).map_err(|error| error.to_string()).and_then(|mut entry| {
                    apart::join(&self.connection, number, &mut entry)?;
                    Ok(entry)
                });
            match (Timestamp::from_millisecond(at), entry) {
                (Ok(at), Ok(entry)) => entries.push((at, entry)),
                (Err(error), _) => return Ok(Some(format!("the time of step {next} is none ({error})"))),
                (_, Err(error)) => return Ok(Some(format!("step {next} is not understood ({error})"))),
            }
            Ok(None)
        });
        (entries, end.err())
    }

    /// What `SQLite` finds wrong with the file as a whole: rows may be missing at the end.
    pub fn fault(&self) -> Option<String> {
        if self.wal_damage.is_some() {
            return self.wal_damage.clone();
        }
        match self.connection.query_row("PRAGMA quick_check(1)", [], |row| row.get::<_, String>(0)) {
            Ok(answer) if answer == "ok" => None,
            Ok(answer) => Some(answer),
            Err(error) => Some(error.to_string()),
        }
    }

    /// Gives every row to `see` until it finds a problem.
    fn each(
        &self,
        query: &str,
        mut see: impl FnMut(&rusqlite::Row) -> rusqlite::Result<Option<String>>,
    ) -> Result<(), String> {
        let mut problem = None;
        let mut go = || {
            let mut statement = self.connection.prepare(query)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                problem = see(row)?;
                if problem.is_some() {
                    break;
                }
            }
            Ok(())
        };
        go().map_err(|error: rusqlite::Error| error.to_string())?;
        problem.map_or(Ok(()), Err)
    }

    /// Closes it, with all that it holds in the one file; a damaged one stays as it is.
    pub fn close(self) -> PathBuf {
        let Self { connection, path, wal_damage, .. } = self;
        // What SQLite leaves beside the file goes wherever the file goes.
        let _ = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, wal_damage.is_some());
        drop(connection);
        path
    }

    /// Takes the journal away. A crash in the middle leaves none that has anything to tell.
    pub fn delete(mut self) -> Result<(), Cause> {
        let emptied = self.empty();
        let path = self.close();
        match remove(&path) {
            Ok(()) => Ok(()),
            // It stays, but says nothing.
            Err(_) if emptied.is_ok() => Ok(()),
            Err(error) => Err(error.into()),
        }
    }

    fn empty(&mut self) -> Result<(), Cause> {
        let head = Head { saved: Some(0), ..self.head.clone() };
        let all = self.connection.transaction()?;
        all.execute("DELETE FROM entry", [])?;
        write_head(&all, &head)?;
        Ok(all.commit()?)
    }
}

/// A connection that keeps every transaction on the disk and the file to itself.
fn connect(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    connection.busy_timeout(Duration::ZERO)?;
    // Exclusive before anything else: SQLite then needs no shared memory, which network disks have not.
    connection.pragma_update(None, "locking_mode", "EXCLUSIVE")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "cell_size_check", true)?;
    connection.pragma_update(None, "trusted_schema", false)?;
    connection.pragma_update(None, "journal_size_limit", 4 << 20)?;
    Ok(connection)
}

/// Writes all of a new journal into a file of its own and brings it to the disk; the head learns how long the base is.
fn fill(path: &Path, head: &mut Head, base: Option<&Document>, entries: &[Dated]) -> Result<(), Cause> {
    private_file(path)?;
    let mut connection = connect(path)?;
    // Nobody can have the file before it has its name, so only the end result need be safe.
    connection.pragma_update(None, "synchronous", "OFF")?;
    connection.pragma_update(None, "journal_mode", "OFF")?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    connection.pragma_update(None, "user_version", VERSION)?;
    let all = connection.transaction()?;
    all.execute_batch(
        "CREATE TABLE head (only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
                            text TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT;
         CREATE TABLE base (part INTEGER PRIMARY KEY,
                            bytes BLOB NOT NULL, checksum INTEGER NOT NULL) STRICT;
         CREATE TABLE entry (number INTEGER PRIMARY KEY, at INTEGER NOT NULL,
                             text TEXT NOT NULL, checksum INTEGER NOT NULL) STRICT;",
    )?;
    if let Some(base) = base {
        let mut failed = None;
        let cut = cut(base, |piece| {
            head.base_len = piece.end;
            insert_part(&all, &piece).map_err(|error| {
                failed = Some(error);
                io::Error::other("the journal takes no more")
            })
        });
        failed.map_or(Ok(()), Err)?;
        cut?;
    }
    write_head(&all, head)?;
    for (number, (at, entry)) in (1..).zip(entries) {
        let entry = apart::write(&all, number, entry)?;
        insert_entry(&all, number, *at, &entry)?;
    }
    all.commit()?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.close().map_err(|(_, error)| error)?;
    Ok(File::open(path)?.sync_all()?)
}

fn write_head(connection: &Connection, head: &Head) -> Result<(), Cause> {
    let text = serde_json::to_string(head).map_err(|error| Cause::Unwritable(error.to_string()))?;
    let checksum = checksum_of(&[text.as_bytes()]);
    connection.execute("INSERT OR REPLACE INTO head VALUES (1, ?1, ?2)", params![text, checksum])?;
    Ok(())
}

/// One that an earlier, unfinished copy left gives way.
fn insert_part(connection: &Connection, piece: &BasePiece) -> rusqlite::Result<()> {
    let checksum = checksum_of(&[&piece.part.to_le_bytes(), &piece.bytes]);
    let row = params![piece.part, piece.bytes, checksum];
    connection.execute("INSERT OR REPLACE INTO base VALUES (?1, ?2, ?3)", row)?;
    Ok(())
}

fn insert_entry(connection: &Connection, number: u64, at: Timestamp, entry: &Entry) -> Result<(), Cause> {
    let unwritable = |error: serde_json::Error| Cause::Unwritable(error.to_string());
    let text = serde_json::to_string(entry).map_err(unwritable)?;
    // Better told now than found out after the crash: numbers that are none, nesting too deep for the reader.
    if serde_json::from_str::<Entry>(&text).map_err(unwritable)? != *entry {
        return Err(Cause::Unwritable("it reads as another".to_owned()));
    }
    let (number, at) = (number.cast_signed(), at.as_millisecond());
    let checksum = checksum_of(&[&number.to_le_bytes(), &at.to_le_bytes(), text.as_bytes()]);
    connection.execute("INSERT INTO entry VALUES (?1, ?2, ?3, ?4)", params![number, at, text, checksum])?;
    Ok(())
}

/// The time that the user is told; nothing is decided by it.
pub(super) fn now() -> Timestamp {
    Timestamp::now()
}

pub(super) fn checksum_of(pieces: &[&[u8]]) -> u32 {
    let mut crc = Crc::new();
    for piece in pieces {
        crc.update(piece);
    }
    crc.sum()
}

impl From<rusqlite::Error> for Closed {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::FileLockingProtocolFailed,
            ) => Self::InUse,
            Some(
                ErrorCode::PermissionDenied
                | ErrorCode::ReadOnly
                | ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::DiskFull
                | ErrorCode::OutOfMemory,
            ) => Self::OutOfReach(sqlite_in_words(&error)),
            Some(_) | None => Self::Damaged(error.to_string()),
        }
    }
}

fn sqlite_in_words(error: &rusqlite::Error) -> String {
    let kind = match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => io::ErrorKind::StorageFull,
        Some(ErrorCode::ReadOnly) => io::ErrorKind::ReadOnlyFilesystem,
        Some(ErrorCode::PermissionDenied) => io::ErrorKind::PermissionDenied,
        Some(_) | None => io::ErrorKind::Other,
    };
    in_words(kind, error)
}

fn in_words(kind: io::ErrorKind, error: &dyn std::error::Error) -> String {
    match kind {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "there is no room left on the disk".to_owned()
        }
        io::ErrorKind::ReadOnlyFilesystem => "the disk is read-only".to_owned(),
        io::ErrorKind::PermissionDenied => "you are not allowed to write there".to_owned(),
        _ => format!("the disk says “{error}”"),
    }
}

/// Removes a journal and what `SQLite` keeps beside it.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    for sidecar in sidecars(path) {
        match fs::remove_file(&sidecar) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    path.parent().map_or(Ok(()), sync_folder)
}

/// Moves a closed journal into a folder, with what `SQLite` keeps beside it, under a name that is free there.
pub(super) fn move_into(folder: &Path, path: &Path) -> io::Result<PathBuf> {
    make_private_folder(folder)?;
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let mut target = folder.join(path.file_name().unwrap_or_default());
    let mut number = 2;
    while target.try_exists()? {
        target = folder.join(format!("{name}-{number}.{EXTENSION}"));
        number += 1;
    }
    fs::rename(path, &target)?;
    for (from, to) in sidecars(path).zip(sidecars(&target)) {
        match fs::rename(&from, &to) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    sync_folder(folder)?;
    path.parent().map_or(Ok(()), sync_folder)?;
    Ok(target)
}

fn sidecars(path: &Path) -> impl Iterator<Item = PathBuf> {
    SIDECARS.into_iter().map(|ending| beside(path, ending))
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn private_file(path: &Path) -> io::Result<File> {
    let mut options = File::options();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}
