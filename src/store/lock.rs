//! Who has a document open: a small plain file beside it, so that two people do not write over each other.
//!
//! No lock of the operating system is asked for: those do not work on network disks and are not carried by programs
//! that keep folders in step. Where no file can be made there is no lock and no trouble: what a file holds is compared
//! before every save anyway.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{files::real_file, journal::Process};

/// Whose a lock is that cannot be read.
pub const UNKNOWN: &str = "somebody whose name cannot be read";

/// Who holds a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// The author's name, or that of the system's user.
    owner: String,
    host: String,
    /// The machine, where it has a number of its own: a name of a host may be given twice.
    #[serde(default)]
    machine: Option<u32>,
    process: Process,
    since: Timestamp,
}

impl fmt::Display for Holder {
    /// `N. N. on host, since 23 Nov 2026, 03:10 UTC`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let since = self.since.strftime("%-d %b %Y, %H:%M UTC");
        write!(f, "{} on {}, since {since}", self.owner, self.host)
    }
}

/// What became of asking for a document.
#[derive(Debug)]
pub enum Claim {
    Ours {
        lock: Lock,
        /// Whose lock it was before.
        instead_of: Option<Holder>,
    },
    /// Somebody else has it; `None` where the lock does not say who.
    Held(Option<Holder>),
    /// No lock can be made in its folder.
    Impossible,
}

/// Our lock; dropped, it is given back.
#[derive(Debug)]
pub struct Lock {
    path: PathBuf,
    holder: Holder,
}

/// Asks for a document in the name of `owner`. A lock whose process on this machine has ended is taken over.
pub fn claim(document: &Path, owner: &str) -> Claim {
    let Some(path) = lock_path(document) else { return Claim::Impossible };
    match make(&path, owner) {
        Ok(lock) => Claim::Ours { lock, instead_of: None },
        Err(ErrorKind::AlreadyExists) => match Standing::of(&path) {
            Standing::Readable(holder) if holder.is_gone() => replace(&path, owner, Some(holder)),
            Standing::Readable(holder) => Claim::Held(Some(holder)),
            // One that went in this moment is asked for again at the next look.
            Standing::Unreadable | Standing::None => Claim::Held(None),
        },
        Err(_) => Claim::Impossible,
    }
}

/// Takes a document over from whoever has it, because the user says so.
pub fn take_over(document: &Path, owner: &str) -> Claim {
    let Some(path) = lock_path(document) else { return Claim::Impossible };
    match Standing::of(&path) {
        Standing::Readable(holder) => replace(&path, owner, Some(holder)),
        Standing::Unreadable | Standing::None => replace(&path, owner, None),
    }
}

/// Who else has a document open, as far as its lock tells; `None` where nobody has, or this program.
pub fn used_by(document: &Path) -> Option<String> {
    match Standing::of(&lock_path(document)?) {
        Standing::Readable(holder) if holder.process == Process::this() || holder.is_gone() => None,
        Standing::Readable(holder) => Some(holder.to_string()),
        Standing::Unreadable => Some(UNKNOWN.to_owned()),
        Standing::None => None,
    }
}

/// Where the lock of a document is: beside the file itself, also when it was opened by a link.
pub fn lock_path(document: &Path) -> Option<PathBuf> {
    let file = real_file(document).ok()?;
    let name = file.file_name()?.to_string_lossy().into_owned();
    Some(file.with_file_name(format!(".~lock.{name}#")))
}

impl Lock {
    /// Whether the lock still stands in our name. One that vanished, as a program that keeps folders in step may
    /// make it, is set up again.
    ///
    /// # Errors
    /// When it stands in another name: whose, where it says so.
    pub fn check(&self) -> Result<(), Option<Holder>> {
        match Standing::of(&self.path) {
            Standing::Readable(holder) if holder == self.holder => Ok(()),
            Standing::Readable(holder) => Err(Some(holder)),
            Standing::Unreadable => Err(None),
            Standing::None => {
                // What cannot be written now stands no worse than no lock at all.
                let _written = write_new(&self.path, &self.holder);
                Ok(())
            }
        }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        if matches!(Standing::of(&self.path), Standing::Readable(holder) if holder == self.holder) {
            // A lock that stays behind is taken over at the next start: our process will have ended.
            let _removed = fs::remove_file(&self.path);
        }
    }
}

impl Holder {
    fn this(owner: &str) -> Self {
        let owner = match owner.trim() {
            "" => system_user(),
            name => name.to_owned(),
        };
        Self { owner, host: host(), machine: machine(), process: Process::this(), since: Timestamp::now() }
    }

    fn is_gone(&self) -> bool {
        let is_here = self.host == host();
        // After a power cut the same machine runs again, and nothing of what ran before.
        let is_this_machine = is_here && self.machine.is_some() && self.machine == machine();
        is_here && self.process.is_dead() || is_this_machine && self.process.is_of_another_boot()
    }
}

/// What stands where a lock would be.
enum Standing {
    Readable(Holder),
    Unreadable,
    None,
}

impl Standing {
    fn of(path: &Path) -> Self {
        /// Bytes. Ours are a few hundred.
        const MOST: u64 = 16 * 1024;
        match fs::symlink_metadata(path) {
            Ok(metadata) if metadata.is_file() && metadata.len() <= MOST => {
                let read = fs::read(path).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
                read.map_or(Self::Unreadable, Self::Readable)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Self::None,
            Ok(_) | Err(_) => Self::Unreadable,
        }
    }
}

fn make(path: &Path, owner: &str) -> Result<Lock, ErrorKind> {
    let holder = Holder::this(owner);
    write_new(path, &holder)?;
    Ok(Lock { path: path.to_owned(), holder })
}

fn write_new(path: &Path, holder: &Holder) -> Result<(), ErrorKind> {
    let text = serde_json::to_vec(holder).map_err(|_| ErrorKind::InvalidData)?;
    let mut file =
        OpenOptions::new().write(true).create_new(true).open(path).map_err(|error| error.kind())?;
    file.write_all(&text).map_err(|error| {
        // Half a lock would be somebody's of unknown name.
        let _removed = fs::remove_file(path);
        error.kind()
    })
}

/// Puts our lock in the place of another. Of two who do so at once, one moves the old lock away and the other does
/// not find it: only one has it then.
fn replace(path: &Path, owner: &str, instead_of: Option<Holder>) -> Claim {
    let aside = path.with_file_name(format!(
        "{}.{}",
        path.file_name().unwrap_or_default().to_string_lossy(),
        std::process::id()
    ));
    if fs::rename(path, &aside).is_ok() {
        let moved = Standing::of(&aside);
        if let (Standing::Readable(moved), Some(expected)) = (&moved, &instead_of)
            && moved != expected
        {
            // Somebody was quicker, and this is theirs: it goes back where it was.
            let _restored = fs::hard_link(&aside, path);
            let _removed = fs::remove_file(&aside);
            return Claim::Held(Some(moved.clone()));
        }
        let _removed = fs::remove_file(&aside);
    }
    match make(path, owner) {
        Ok(lock) => Claim::Ours { lock, instead_of },
        Err(ErrorKind::AlreadyExists) => match Standing::of(path) {
            Standing::Readable(holder) => Claim::Held(Some(holder)),
            Standing::Unreadable | Standing::None => Claim::Held(None),
        },
        Err(_) => Claim::Impossible,
    }
}

fn host() -> String {
    fs::read_to_string("/proc/sys/kernel/hostname")
        .ok()
        .map(|name| name.trim().to_owned())
        .or_else(|| std::env::var("COMPUTERNAME").ok())
        .or_else(|| std::env::var("HOSTNAME").ok())
        .filter(|name| !name.is_empty())
        .unwrap_or_else(|| "an unnamed computer".to_owned())
}

/// A name for this machine that tells nobody its number.
///
/// # Source
/// `machine-id(5)`: the number is to be hashed with a word of the program before it is shown to others.
fn machine() -> Option<u32> {
    let number = fs::read_to_string("/etc/machine-id").ok().filter(|number| !number.trim().is_empty())?;
    let hashed = Sha256::new().chain_update("marz lock ").chain_update(number.trim()).finalize();
    hashed.first_chunk().copied().map(u32::from_be_bytes)
}

fn system_user() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|name| !name.trim().is_empty()))
        .unwrap_or_else(|| "somebody".to_owned())
}
