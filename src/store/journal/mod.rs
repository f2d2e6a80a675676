//! The crash journal: every change is on the disk as soon as it is made, apart from the file, which only Save
//! touches.
//!
//! One `SQLite` file for each editing session holds the document as it was, and then, in order, what the history
//! did. After a crash [`find_unfinished`] does it again. It never depends on the document's own file, which may
//! have changed or vanished since.
//!
//! The journal is in WAL mode with `synchronous=FULL`: a change costs one append and one fsync, a quarter
//! of what a rollback journal costs, and a change cut short by a power cut is recognised by its checksum
//! and left out. The lock is exclusive for as long as the journal is open, so no shared memory is needed (it
//! works in a home on a network disk) and no other instance takes a living session for a dead one.
//!
//! Nothing here asks or tells the user, and nothing is ever deleted that was not saved or given up: damaged and
//! discarded journals are moved aside.

mod apart;
mod base;
mod origin;
mod process;
mod recover;
mod sheet;
mod wal;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::edit::{Action, History};
use crate::model::{Document, Revision};

use super::FileStamp;

pub(super) use process::Process;
use sheet::{Base, Cause, Dated, Head, Sheet, now};

pub use base::{BasePiece, cut};
pub use origin::Origin;
pub use recover::{Unfinished, Work, bring_back, find_unfinished};

/// What the history did, in the order it did it. An action that failed was not done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "few live at a time, each on its way to the disk")]
pub enum Entry {
    Did(Action),
    Undid,
    Redid,
}

/// Why the journal could not do its part. The document in memory is not touched by any of them.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    #[error(
        "Changes are not safe from a crash: {reason}. Save often, and free the folder of its trouble.\n{}",
        .folder.display()
    )]
    Begin { folder: PathBuf, reason: String },
    #[error("The last change is not safe from a crash: {reason}. Save now.\n{}", .path.display())]
    Record { path: PathBuf, reason: String },
    /// After one failure nothing more is taken: a row without its predecessor would tell another story.
    #[error("Changes are not safe from a crash since an earlier failure. Save now.\n{}", .path.display())]
    Stopped { path: PathBuf },
    #[error(
        "The journal does not know of the save ({reason}): after a crash, changes would be offered that the \
         file has already.\n{}", .path.display()
    )]
    Saved { path: PathBuf, reason: String },
    #[error(
        "The recovered changes are not safe from another crash: {reason}. Save now. The journal they came \
         from is kept.\n{}", .path.display()
    )]
    Adopt { path: PathBuf, reason: String },
    #[error(
        "The journal of finished work could not be put away: {reason}. It will be offered again at the next \
         start.\n{}", .path.display()
    )]
    PutAway { path: PathBuf, reason: String },
    #[error("The work that was moved aside could not be opened again: {reason}. It is kept.\n{}", .path.display())]
    BringBack { path: PathBuf, reason: String },
}

/// The journal of one editing session. Dropped without [`Journal::finish`] it stays on the disk, as after a
/// crash.
#[derive(Debug)]
pub struct Journal {
    sheet: Sheet,
    has_failed: bool,
}

impl Journal {
    /// Makes the journal of a document that a file holds as it is, or that is new or the example. Call this at
    /// the first change, away from the interface, not at opening.
    ///
    /// A small document is written into it at once. A large one would keep the first change waiting for a second:
    /// the file that it was opened from gets a second name beside the journal, and its copy
    /// [follows](Self::lacks_base).
    ///
    /// # Errors
    /// When it cannot be brought to the disk; nothing is left behind.
    pub fn begin(folder: &Path, origin: Origin, base: &Document) -> Result<Self, JournalError> {
        /// Incidents. So many are written in less time than a key takes to come up.
        const SMALL: usize = 5_000;
        if base.len() > SMALL
            && let Origin::File { path, stamp: Some(stamp) } = &origin
            && matches!(FileStamp::of(path), Ok(Some(now)) if now == *stamp)
        {
            let head = Head { linked: Some(*stamp), ..head(origin.clone(), Some(0)) };
            // Files on another disk have no second name here.
            if let Ok(sheet) = Sheet::create(folder, head, &Base::Linked(path), &[]) {
                return Ok(Self { sheet, has_failed: false });
            }
        }
        Self::begin_with(folder, head(origin, Some(0)), base, &[])
    }

    /// Whether the document it begins with is not in it yet. Its parts are to follow soon by [`Self::add_base`].
    pub fn lacks_base(&self) -> bool {
        self.sheet.head.linked.is_some() && !self.has_failed
    }

    /// Adds the next piece of the document it begins with. In pieces, so that changes made meanwhile need not wait.
    ///
    /// # Errors
    /// As [`Self::record`].
    pub fn add_base(&mut self, piece: &BasePiece) -> Result<(), JournalError> {
        self.write(|sheet| sheet.add_base(piece), |path, reason| JournalError::Record { path, reason })
    }

    /// Makes the journal of a session that is under way, with all it can undo and redo: after a failure, or
    /// when there was no place for one before. `saved` is the state that the file holds.
    ///
    /// # Errors
    /// As [`Journal::begin`].
    pub fn begin_from(
        folder: &Path,
        origin: Origin,
        history: &History,
        saved: Revision,
    ) -> Result<Self, JournalError> {
        let mut walk = history.clone();
        while walk.undo().is_some() {}
        let base = walk.document().clone();
        let mut states = vec![base.revision()];
        while walk.redo().is_some() {
            states.push(walk.document().revision());
        }
        let undone = walk.steps().len() - history.steps().len();
        let all = walk.steps().iter().map(|step| Entry::Did(step.action.clone()));
        let entries: Vec<Dated> =
            all.chain((0..undone).map(|_| Entry::Undid)).map(|entry| (now(), entry)).collect();
        let saved = if saved == history.document().revision() {
            Some(entries.len())
        } else {
            states.iter().position(|&state| state == saved)
        };
        Self::begin_with(folder, head(origin, saved.map(|place| place as u64)), &base, &entries)
    }

    fn begin_with(
        folder: &Path,
        head: Head,
        base: &Document,
        entries: &[Dated],
    ) -> Result<Self, JournalError> {
        let sheet = Sheet::create(folder, head, &Base::Whole(base), entries)
            .map_err(|cause| JournalError::Begin { folder: folder.to_owned(), reason: cause.to_string() })?;
        Ok(Self { sheet, has_failed: false })
    }

    /// Adds what the history has just done. When this returns, neither kill −9 nor a power cut takes it away.
    ///
    /// # Errors
    /// When the disk did not confirm it. A failed fsync is never tried again into success: the journal takes
    /// nothing more, and the way on is a new one by [`Journal::begin_from`].
    pub fn record(&mut self, entry: &Entry) -> Result<(), JournalError> {
        self.write(|sheet| sheet.append(entry), |path, reason| JournalError::Record { path, reason })
    }

    /// The state before the last `later` entries is in a file now, which is where the document lives from here
    /// on. With none later, there is nothing to recover. Entries stay, because undo goes back past a save.
    ///
    /// # Errors
    /// When the disk did not confirm it: after a crash the journal would offer more than is needed, never less.
    pub fn saved(&mut self, origin: Origin, later: usize) -> Result<(), JournalError> {
        self.write(
            |sheet| {
                let saved = sheet.len.saturating_sub(later as u64);
                sheet.change_head(|head| {
                    head.origin = origin;
                    head.saved = Some(saved);
                    head.attempts = 0;
                })
            },
            |path, reason| JournalError::Saved { path, reason },
        )
    }

    /// The program has lived with recovered work for a while, so that work does not crash it. To be called some
    /// seconds after [`Work::adopt`]; recording or saving says the same.
    ///
    /// # Errors
    /// As [`Journal::saved`].
    pub fn survived(&mut self) -> Result<(), JournalError> {
        if self.sheet.head.attempts == 0 {
            return Ok(());
        }
        self.write(
            |sheet| sheet.change_head(|head| head.attempts = 0),
            |path, reason| JournalError::Record { path, reason },
        )
    }

    /// Everything is saved, or given up by the user's own word: the journal is removed.
    ///
    /// # Errors
    /// When the file can neither be emptied nor removed.
    pub fn finish(self) -> Result<(), JournalError> {
        let path = self.sheet.path.clone();
        self.sheet.delete().map_err(|cause| JournalError::PutAway { path, reason: cause.to_string() })
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.sheet.path
    }

    /// Whether a failure has ended it.
    pub fn has_failed(&self) -> bool {
        self.has_failed
    }

    fn write(
        &mut self,
        write: impl FnOnce(&mut Sheet) -> Result<(), Cause>,
        error: impl FnOnce(PathBuf, String) -> JournalError,
    ) -> Result<(), JournalError> {
        if self.has_failed {
            return Err(JournalError::Stopped { path: self.sheet.path.clone() });
        }
        write(&mut self.sheet).map_err(|cause| {
            self.has_failed = true;
            error(self.sheet.path.clone(), cause.to_string())
        })
    }
}

fn head(origin: Origin, saved: Option<u64>) -> Head {
    Head {
        origin,
        saved,
        attempts: 0,
        process: Process::this(),
        begun: now(),
        program: env!("CARGO_PKG_VERSION").to_owned(),
        base_len: 0,
        linked: None,
    }
}
