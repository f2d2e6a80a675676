//! Earlier versions of documents: which are kept, what differs from the present, and how one comes back.

use std::{collections::HashMap, path::PathBuf, sync::Arc};

use crate::{
    edit::{restoration, same_but_for_history},
    model::{Document, Incident, Revision},
    store::{Report, Shelf, Version},
};

use super::{
    Effect, Session, Tone, WayOut,
    state::{File, Mode},
};

/// Numbers of records that differ between a version and the present.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Only in the present.
    pub added: usize,
    /// Only in the version.
    pub removed: usize,
    pub changed: usize,
}

impl Differences {
    /// What happened from `before` to `after`.
    pub fn between(before: &Document, after: &Document) -> Self {
        let removed = before.ids().filter(|id| !after.contains(id)).count();
        let added = after.ids().filter(|id| !before.contains(id)).count();
        let is_changed =
            |now: &Arc<Incident>| before.get(&now.id).is_some_and(|then| !same_but_for_history(&then, now));
        let changed = after.incidents().filter(is_changed).count();
        Self { added, removed, changed }
    }
}

impl std::fmt::Display for Differences {
    /// `2 added, 1 removed since`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = [(self.added, "added"), (self.removed, "removed"), (self.changed, "changed")];
        let words: Vec<String> = counts
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, what)| format!("{count} {what}"))
            .collect();
        if words.is_empty() { f.write_str("as now") } else { write!(f, "{} since", words.join(", ")) }
    }
}

/// What to do with a version once it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionUse {
    /// Show it as a copy without a file.
    Open,
    /// Make the present document equal to it.
    Restore,
    /// Count what differs.
    Compare,
}

/// What is known of kept versions.
#[derive(Debug, Default)]
pub struct Versions {
    /// `None` until they have been looked for.
    shelves: Option<Result<Vec<Shelf>, String>>,
    /// For which state of the document, and which answer.
    compared: HashMap<PathBuf, (Revision, Result<Differences, String>)>,
    under_way: bool,
    /// The document that could not be opened.
    wanted: Option<PathBuf>,
}

impl Session {
    /// Versions of all documents, those kept last first; `None` until they are listed.
    pub fn shelves(&self) -> Option<&Result<Vec<Shelf>, String>> {
        self.versions.shelves.as_ref()
    }

    /// The full path of the present document.
    pub fn own_document(&self) -> Option<PathBuf> {
        self.file_path().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.clone()))
    }

    /// The document that could not be opened last, of which there are versions.
    pub fn wanted_versions(&self) -> Option<PathBuf> {
        self.versions.wanted.clone()
    }

    /// A file could not be opened; where earlier versions are kept, they are offered.
    pub fn open_failed(&mut self, path: PathBuf, why: String, has_versions: bool) {
        if has_versions {
            self.versions.wanted = Some(std::path::absolute(&path).unwrap_or(path));
            self.say_with(Tone::Trouble, why, WayOut::EarlierVersions);
        } else {
            self.say(Tone::Trouble, why);
        }
    }

    /// What differs between a version and the present, where it is known.
    pub fn differences(&self, version: &Version) -> Option<&Result<Differences, String>> {
        let (revision, answer) = self.versions.compared.get(&version.path)?;
        (*revision == self.document().revision()).then_some(answer)
    }

    /// The next version whose differences are to be counted; one at a time, so that saves need not wait.
    pub fn should_compare<'a>(&self, versions: &'a [Version]) -> Option<&'a Version> {
        if self.versions.under_way {
            return None;
        }
        versions.iter().find(|version| !version.is_damaged() && self.differences(version).is_none())
    }

    /// Looks for versions anew.
    pub(super) fn list_versions(&mut self) -> Vec<Effect> {
        self.versions.shelves = None;
        vec![Effect::ListVersions]
    }

    pub(super) fn read_version(&mut self, version: Version, wanted: VersionUse) -> Vec<Effect> {
        self.versions.under_way |= wanted == VersionUse::Compare;
        vec![Effect::ReadVersion { version, wanted, present: self.document().clone() }]
    }

    pub fn versions_listed(&mut self, shelves: Result<Vec<Shelf>, String>) {
        self.versions.shelves = Some(shelves);
    }

    pub fn version_compared(
        &mut self,
        version: PathBuf,
        revision: Revision,
        answer: Result<Differences, String>,
    ) {
        self.versions.under_way = false;
        self.versions.compared.insert(version, (revision, answer));
    }

    /// A version was read to be looked at: it becomes a document without a file.
    pub fn version_opened(
        &mut self,
        version: &Version,
        document: Document,
        mut report: Report,
    ) -> Vec<Effect> {
        let when = when(version);
        report.read_only = Some(format!(
            "This is a copy of the version kept on {when}. To keep it, save it as a file of its own."
        ));
        self.replace(document, File::Untitled, Some(report));
        self.say(
            Tone::Note,
            format!("A copy of the version kept on {when}, to look at. Save as… makes it a file of its own."),
        );
        self.refresh();
        std::mem::take(&mut self.outbox)
    }

    /// A version was read to be brought back: one step, which undo takes back.
    pub fn version_restored(&mut self, version: &Version, document: &Document) -> Vec<Effect> {
        let when = when(version);
        match restoration(self.document(), document, format!("restore the version kept on {when}")) {
            Some(action) => {
                self.mode = Mode::Browse;
                self.perform(action);
                self.say(Tone::Done, format!("The version kept on {when} is back. Undo takes that back."));
            }
            None => self.say(Tone::Note, format!("The version kept on {when} is as the document is now.")),
        }
        self.refresh();
        std::mem::take(&mut self.outbox)
    }
}

/// The day and time of a version, in UTC.
pub fn when(version: &Version) -> String {
    version.at.strftime("%-d %b %Y, %H:%M:%S UTC").to_string()
}
