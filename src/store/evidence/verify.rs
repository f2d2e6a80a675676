//! Whether every copy is there and is what it was: each is read whole and its digest compared.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::model::{Digest, Evidence};

use super::Watch;
use super::keep::digest_of;

/// How a copy is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    Whole,
    /// Its bytes are not those that were attached.
    Damaged,
    Missing,
    /// It is there and could not be read: why.
    Unreadable(String),
}

/// What a look at all copies found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verdict {
    pub states: BTreeMap<Digest, State>,
    /// Names of files in the folder that the document does not list. They are left alone.
    pub strangers: Vec<String>,
    /// It was stopped before all were seen.
    pub stopped: bool,
}

impl Verdict {
    /// Those that are not whole.
    pub fn bad(&self) -> impl Iterator<Item = (&Digest, &State)> {
        self.states.iter().filter(|(_, state)| **state != State::Whole)
    }
}

/// Reads all listed copies. The folder need not exist where nothing is listed.
pub fn verify(listed: &[Evidence], folder: &Path, watch: Watch) -> Verdict {
    let shelf = Shelf::of(folder);
    let mut verdict = Verdict::default();
    let total = Evidence::total_size(listed);
    let mut before = 0_u64;
    let mut used = BTreeSet::new();
    for evidence in listed {
        let Some(path) = shelf.find(evidence) else {
            verdict.states.insert(evidence.sha256, State::Missing);
            continue;
        };
        used.insert(path.clone());
        let mut part = |done: u64, _| {
            let done = before.saturating_add(done);
            watch(done, total.max(done))
        };
        let state = match digest_of(&path, &mut part) {
            Ok(Some(found)) if found == evidence.sha256 => State::Whole,
            Ok(Some(_)) => State::Damaged,
            Ok(None) => {
                verdict.stopped = true;
                break;
            }
            Err(error) => State::Unreadable(error.to_string()),
        };
        before = before.saturating_add(evidence.size);
        verdict.states.insert(evidence.sha256, state);
        if watch(before, total.max(before)) == ControlFlow::Break(()) {
            verdict.stopped = true;
            break;
        }
    }
    if !verdict.stopped {
        let stranger = |path: &PathBuf| !used.contains(path);
        let name = |path: &PathBuf| path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        verdict.strangers = shelf.all().filter(|path| stranger(path)).map(name).collect();
        verdict.strangers.sort();
    }
    verdict
}

/// Where the copy of this content lies in the folder, if it is there.
pub fn find_file(evidence: &Evidence, folder: &Path) -> Option<PathBuf> {
    let usual = folder.join(evidence.file_name());
    if fs::symlink_metadata(&usual).is_ok() {
        return Some(usual);
    }
    Shelf::of(folder).find(evidence)
}

/// The files of a folder as they were at one look, by the part of their names before the first point.
pub(super) struct Shelf {
    pub folder: PathBuf,
    files: BTreeMap<String, Vec<PathBuf>>,
}

impl Shelf {
    /// A folder that is not there is empty.
    pub fn of(folder: &Path) -> Self {
        let mut files: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        let entries = fs::read_dir(folder).into_iter().flatten();
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let whole = !name.contains(".damaged-");
            let stem = name.split('.').next().filter(|_| whole).unwrap_or(&name);
            files.entry(stem.to_owned()).or_default().push(path);
        }
        for list in files.values_mut() {
            list.sort();
        }
        Self { folder: folder.to_owned(), files }
    }

    /// The copy of this content. Another program's version may know its kind by another ending.
    pub fn find(&self, evidence: &Evidence) -> Option<PathBuf> {
        let usual = self.folder.join(evidence.file_name());
        let of_this = self.files.get(&evidence.sha256.to_string())?;
        of_this.iter().find(|path| **path == usual).or_else(|| of_this.first()).cloned()
    }

    fn all(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.values().flatten()
    }
}
