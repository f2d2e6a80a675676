//! Journals of sessions that ended without a word: what was in them, and what becomes of them.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;

use crate::edit::History;
use crate::model::{Document, Revision};
use crate::store::native::Report;

use super::sheet::{
    Base, Closed, Dated, EXTENSION, LINK_EXTENSION, Sheet, UNBORN_EXTENSION, move_into, remove,
};
use super::{Entry, Journal, JournalError, Origin, head};

const DAMAGED: &str = "damaged";
const DISCARDED: &str = "discarded";
/// Discarded journals that are kept, and as many damaged ones.
const MOST_KEPT: usize = 10;
/// Work that has ended the program so often is not opened again.
const MOST_ATTEMPTS: u32 = 2;

/// What a session left behind.
#[derive(Debug)]
pub enum Unfinished {
    Work(Box<Work>),
    /// Nothing could be made of it. It is kept.
    Damaged {
        /// Where it lies now.
        kept_at: PathBuf,
        problem: String,
    },
    /// The program ended while it was opening this, more than once, so it is not opened again by itself. It is kept
    /// and can be [brought back](bring_back).
    Suspect {
        /// Where it lies now.
        kept_at: PathBuf,
        problem: String,
    },
}

/// Changes that were in no file when the program ended. While the value lives no other instance can take them;
/// dropped, they are found again at the next start.
#[derive(Debug)]
pub struct Work {
    /// The journal.
    pub path: PathBuf,
    /// Where the document lived. Untitled, too, when what was recovered is older than what the file holds.
    pub origin: Origin,
    /// When the last recovered change was made.
    pub last_change: Timestamp,
    /// How many entries were done again: what was done, undone and redone since the base.
    pub steps: usize,
    /// What the last of them did, in words.
    pub last_step: Option<String>,
    /// The state that was recovered, with everything before it to undo and after it to redo.
    pub history: History,
    /// The document that the changes began with, as it was read again.
    pub base: Document,
    /// What the reader had to say about the base; it may forbid saving over the file.
    pub report: Report,
    /// The state that the file of `origin` holds; `None` when it is none of this history.
    pub saved: Option<Revision>,
    /// Where it stopped, when not everything could be done again.
    pub problem: Option<String>,
    entries: Vec<Dated>,
    saved_after: Option<u64>,
    sheet: Sheet,
}

/// Looks for journals that no running program is writing, and does their changes again; the newest first, then
/// the damaged ones, which are moved into the folder `damaged`, where the last ten are kept. Journals without
/// anything unsaved are removed.
///
/// This reads whole documents: call it away from the interface. Should it end the program, the attempt is
/// counted in the journal, and the third time that one is moved aside.
pub fn find_unfinished(folder: &Path) -> Vec<Unfinished> {
    let listing = match fs::read_dir(folder) {
        Ok(listing) => listing,
        Err(error) if error.kind() == ErrorKind::NotFound => return Vec::new(),
        Err(error) => {
            let problem = format!("the folder of the crash journals could not be looked into: {error}");
            return vec![Unfinished::Damaged { kept_at: folder.to_owned(), problem }];
        }
    };
    let mut found = Vec::new();
    for path in listing.filter_map(|entry| Some(entry.ok()?.path())) {
        match path.extension().and_then(|extension| extension.to_str()) {
            Some(EXTENSION) => found.extend(look_at(&path, folder)),
            Some(UNBORN_EXTENSION) => clear_unborn(&path),
            Some(LINK_EXTENSION) if matches!(path.with_extension(EXTENSION).try_exists(), Ok(false)) => {
                clear_unborn(&path);
            }
            Some(_) | None => {}
        }
    }
    found.sort_by_key(|unfinished| match unfinished {
        Unfinished::Work(work) => std::cmp::Reverse(work.last_change),
        Unfinished::Damaged { .. } | Unfinished::Suspect { .. } => std::cmp::Reverse(Timestamp::MIN),
    });
    found
}

/// Puts work that was moved aside back into the folder of journals, by the user's own word: the next
/// [`find_unfinished`] opens it as if it had never ended the program.
///
/// # Errors
/// When it is no longer there, is in use, or cannot be moved; it stays where it is.
pub fn bring_back(kept_at: &Path, folder: &Path) -> Result<(), JournalError> {
    let fail = |reason: String| JournalError::BringBack { path: kept_at.to_owned(), reason };
    let mut sheet = Sheet::open(kept_at).map_err(|closed| {
        fail(match closed {
            Closed::InUse => "another program is using it, or it is no longer there".to_owned(),
            Closed::Newer => "a newer program made it".to_owned(),
            Closed::Damaged(problem) | Closed::OutOfReach(problem) => problem,
        })
    })?;
    sheet.count_attempts(|_| 0);
    drop(sheet);
    move_into(folder, kept_at).map_err(|error| fail(error.to_string()))?;
    Ok(())
}

/// What one journal has to tell; `None` when it is in use or has nothing unsaved.
fn look_at(path: &Path, folder: &Path) -> Option<Unfinished> {
    let mut sheet = match Sheet::open(path) {
        Ok(sheet) => sheet,
        Err(Closed::InUse) => return None,
        Err(Closed::Newer) => {
            let problem = "a newer program made it: open it with that one".to_owned();
            return Some(Unfinished::Damaged { kept_at: path.to_owned(), problem });
        }
        Err(Closed::OutOfReach(problem)) => {
            return Some(Unfinished::Damaged { kept_at: path.to_owned(), problem });
        }
        Err(Closed::Damaged(problem)) => return Some(set_aside(folder, path, problem)),
    };
    if sheet.head.process.is_alive() {
        return None;
    }
    let fault = sheet.fault();
    if sheet.head.saved == Some(sheet.len) && fault.is_none() {
        // All is in the file. Should this fail, the next start comes here again.
        let _ = sheet.delete();
        return None;
    }
    let attempts = sheet.head.attempts;
    if attempts >= MOST_ATTEMPTS {
        let problem = format!("the program ended {attempts} times while it was opening this work");
        return Some(match set_aside_open(folder, sheet, problem) {
            Unfinished::Damaged { kept_at, problem } => Unfinished::Suspect { kept_at, problem },
            other => other,
        });
    }
    sheet.count_attempts(|attempts| attempts + 1);
    let (base, report) = match sheet.base() {
        Ok(base) => base,
        Err(problem) => return Some(set_aside_open(folder, sheet, problem)),
    };
    let (entries, end) = sheet.entries();
    let fault =
        fault.map(|fault| format!("the journal is damaged, changes at its end may be missing: {fault}"));
    let work = replay(sheet, base, report, entries, end.or(fault));
    Some(match work {
        Ok(work) => Unfinished::Work(Box::new(work)),
        Err((sheet, problem)) => set_aside_open(folder, *sheet, problem),
    })
}

/// Does the entries again. Without a single one there is no work, only a problem.
fn replay(
    mut sheet: Sheet,
    base: Document,
    report: Report,
    mut entries: Vec<Dated>,
    mut problem: Option<String>,
) -> Result<Work, (Box<Sheet>, String)> {
    let mut history = History::new(base.clone());
    let saved_after = sheet.head.saved;
    let mut saved = (saved_after == Some(0)).then(|| base.revision());
    let mut last_step = None;
    let mut steps = 0_u64;
    for (_, entry) in &entries {
        match redo(&mut history, entry) {
            Ok(label) => last_step = Some(label),
            Err(why) => {
                problem = Some(format!("step {} could not be done again: {why}", steps + 1));
                break;
            }
        }
        steps += 1;
        if saved_after == Some(steps) {
            saved = Some(history.document().revision());
        }
    }
    entries.truncate(usize::try_from(steps).unwrap_or(usize::MAX));
    let Some(&(last_change, _)) = entries.last() else {
        let problem = problem.unwrap_or_else(|| "it holds no changes".to_owned());
        return Err((Box::new(sheet), problem));
    };
    let mut origin = sheet.head.origin.clone();
    if saved_after.is_some_and(|saved_after| saved_after > steps) {
        let told = problem.take().unwrap_or_else(|| "later steps are missing".to_owned());
        let file = match &origin {
            Origin::File { path, .. } => path.display().to_string(),
            Origin::Example | Origin::Untitled => "the file".to_owned(),
        };
        problem = Some(format!("{told}; {file} holds a later state than this one"));
        origin = Origin::Untitled;
    }
    // It is through without ending the program; what was counted before stays counted.
    sheet.count_attempts(|attempts| attempts.saturating_sub(1));
    Ok(Work {
        path: sheet.path.clone(),
        origin,
        last_change,
        steps: entries.len(),
        last_step,
        history,
        base,
        report,
        saved,
        problem,
        saved_after: saved_after.filter(|&after| after <= steps),
        entries,
        sheet,
    })
}

/// Does one entry again and says what it did.
fn redo(history: &mut History, entry: &Entry) -> Result<String, String> {
    match entry {
        Entry::Did(action) => {
            let label = action.label(history.document());
            history.perform(action.clone()).map_err(|error| error.to_string())?;
            Ok(label)
        }
        Entry::Undid => {
            let label = history.undo().ok_or("there is nothing before it to undo")?;
            Ok(format!("undo “{label}”"))
        }
        Entry::Redid => {
            let label = history.redo().ok_or("there is nothing undone before it")?;
            Ok(format!("redo “{label}”"))
        }
    }
}

impl Work {
    /// The state that was recovered.
    pub fn document(&self) -> &Document {
        self.history.document()
    }

    /// How many of the steps no file holds.
    pub fn unsaved(&self) -> usize {
        let saved = self.saved_after.and_then(|after| usize::try_from(after).ok()).unwrap_or(0);
        self.steps - saved.min(self.steps)
    }

    /// Goes on with the journal in this process; take the history first. Until the program has recorded, saved
    /// or said that it [survived](Journal::survived), a crash counts as caused by this work.
    ///
    /// A journal that was not whole is moved aside as it is, and what was recovered goes on in a new one.
    ///
    /// # Errors
    /// When the disk does not take it. The journal lies where it was; the history is as good as ever.
    pub fn adopt(self) -> Result<Journal, JournalError> {
        let Self { mut sheet, path, problem, origin, base, entries, saved_after, .. } = self;
        let fail = |reason: String| JournalError::Adopt { path: path.clone(), reason };
        if problem.is_none() {
            sheet.take_over().map_err(|cause| fail(cause.to_string()))?;
            return Ok(Journal { sheet, has_failed: false });
        }
        let folder = path.parent().unwrap_or(Path::new(""));
        let mut head = head(origin, saved_after);
        head.attempts = sheet.head.attempts + 1;
        let whole = Sheet::create(folder, head, &Base::Whole(&base), &entries)
            .map_err(|cause| fail(cause.to_string()))?;
        // The new one is on the disk. Should the old one not move, it is offered once more.
        drop(sheet);
        put_away(&folder.join(DAMAGED), &path).map_err(|error| fail(error.to_string()))?;
        Ok(Journal { sheet: whole, has_failed: false })
    }

    /// Gives the work up by the user's own word. The journal goes into the folder `discarded`, where the last
    /// ten are kept.
    ///
    /// # Errors
    /// When it cannot be moved; it will be offered again.
    pub fn discard(self) -> Result<(), JournalError> {
        let path = self.sheet.close();
        let fail =
            |error: &std::io::Error| JournalError::PutAway { path: path.clone(), reason: error.to_string() };
        let folder = path.parent().unwrap_or(Path::new("")).join(DISCARDED);
        put_away(&folder, &path).map_err(|error| fail(&error))?;
        Ok(())
    }
}

/// Moves a closed journal into a folder where the last ten are kept.
fn put_away(folder: &Path, path: &Path) -> std::io::Result<PathBuf> {
    // Room is made before, so that this one stays whatever its date.
    make_room(folder)?;
    move_into(folder, path)
}

/// Leaves one journal fewer than are kept.
fn make_room(folder: &Path) -> std::io::Result<()> {
    let listing = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        listing => listing?,
    };
    let mut kept = Vec::new();
    for entry in listing {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == EXTENSION) {
            kept.push(path);
        }
    }
    // Their names begin with the time.
    kept.sort();
    let too_many = (kept.len() + 1).saturating_sub(MOST_KEPT);
    kept.iter().take(too_many).try_for_each(|path| remove(path))
}

fn set_aside_open(folder: &Path, sheet: Sheet, problem: String) -> Unfinished {
    let path = sheet.path.clone();
    // Not closed in order: what lies beside the file may be all that is whole.
    drop(sheet);
    set_aside(folder, &path, problem)
}

fn set_aside(folder: &Path, path: &Path, problem: String) -> Unfinished {
    match put_away(&folder.join(DAMAGED), path) {
        Ok(kept_at) => Unfinished::Damaged { kept_at, problem },
        Err(error) => {
            let problem = format!("{problem}; it could not be moved aside: {error}");
            Unfinished::Damaged { kept_at: path.to_owned(), problem }
        }
    }
}

/// A journal that was cut short while it was made had acknowledged nothing. One that another instance is making
/// right now is younger than this.
fn clear_unborn(path: &Path) {
    const SURELY_DEAD: Duration = Duration::from_hours(24);
    let age =
        fs::metadata(path).and_then(|metadata| metadata.modified()).ok().and_then(|at| at.elapsed().ok());
    if age.is_some_and(|age| age > SURELY_DEAD) {
        // It is nobody's, and will be tried again.
        let _ = remove(path);
    }
}
