//! Another state beside the document: what it has otherwise, on the map and in a list, taken or left piece by piece.

use std::{
    collections::BTreeSet,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use crate::{
    carto::{Compared, ComparedSpot},
    edit::{Action, Difference, Sort, settlement, taken, three_way, three_way_told, unsettled},
    model::{Document, Revision},
    store::{Damage, Entry, Opened, Origin, formats::Beside},
};

use super::{Effect, Progress, Session, Sheetlet, Tone, WayOut, state::File};

/// What stands beside the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Other {
    /// What its own file holds, changed by somebody else.
    OwnFile,
    AnotherFile,
    /// The other side of a merge, as far as it waits to be chosen.
    Merge,
}

/// Another state beside the document.
pub struct Comparing {
    pub other: Other,
    /// The file that was read; that of the document itself after a merge.
    pub path: PathBuf,
    pub differences: Vec<Difference>,
    /// What was read; nothing after a merge.
    read: Option<Beside>,
    /// The state of ours that was compared.
    ours: Revision,
}

impl Comparing {
    /// What is missing of the other state because its file is damaged.
    pub fn damage(&self) -> Option<&Damage> {
        self.read.as_ref()?.opened.report.damage.as_ref()
    }

    /// The last part of the path.
    pub fn name(&self) -> String {
        match self.other {
            Other::Merge => "the other side of the merge".to_owned(),
            Other::OwnFile | Other::AnotherFile => {
                self.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
            }
        }
    }

    /// One spot a record: where it moved is more than what else it says.
    fn spots(&self) -> Compared {
        let mut spots: Vec<ComparedSpot> = Vec::new();
        let mut last = None;
        for difference in &self.differences {
            let Some(id) = &difference.incident else { continue };
            if last == Some(id) {
                if let Some(spot) = spots.last_mut().filter(|_| difference.sort == Sort::Moved) {
                    spot.sort = Sort::Moved;
                }
                continue;
            }
            last = Some(id);
            let Difference { sort, ours_at, theirs_at, .. } = difference;
            spots.push(ComparedSpot { sort: *sort, here: *ours_at, there: *theirs_at });
        }
        Compared { name: self.name(), spots: spots.into() }
    }
}

/// The two states that a file is held against; cheap to carry to another thread.
#[derive(Clone, Debug)]
pub struct Sides {
    base: Document,
    ours: Document,
}

/// What was found in a file that was held against the document.
#[derive(Clone, Debug)]
pub struct HeldAgainst {
    read: Beside,
    differences: Vec<Difference>,
    ours: Revision,
}

impl Sides {
    /// Works out what the file has otherwise; takes long in large ones.
    pub fn against(&self, read: Beside) -> HeldAgainst {
        let found = three_way(&self.base, &self.ours, &read.document(&self.ours));
        self.found(read, found)
    }

    /// The same; `on` is told how many of how many records were looked at, and breaks it off: then there is no answer.
    pub fn against_told(
        &self,
        read: Beside,
        on: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
    ) -> Option<HeldAgainst> {
        let found = three_way_told(&self.base, &self.ours, &read.document(&self.ours), on)?;
        Some(self.found(read, found))
    }

    fn found(&self, read: Beside, mut differences: Vec<Difference>) -> HeldAgainst {
        if read.opened.report.damage.is_some() {
            // What a cut file has no more was deleted by nobody.
            for missing in differences.iter_mut().filter(|difference| difference.sort == Sort::Removed) {
                missing.conflicts = true;
            }
        }
        HeldAgainst { read, differences, ours: self.ours.revision() }
    }
}

impl Session {
    /// What is being compared with the document.
    pub fn comparing(&self) -> Option<&Comparing> {
        self.guard.comparing.as_ref()
    }

    /// How far a file is that is being held against the document.
    pub fn compare_progress(&self) -> Option<&Progress> {
        self.guard.under_way.as_ref()
    }

    pub fn compare_under_way(&mut self, progress: Progress) {
        self.guard.under_way = Some(progress);
    }

    fn is_own(&self, path: &Path) -> bool {
        self.file_path().is_some_and(|own| own == path)
    }

    /// What a file at this path is to be held against.
    pub fn sides(&self, path: &Path) -> Sides {
        let ours = self.document().clone();
        let base = if self.is_own(path) { self.guard.on_disk.clone() } else { ours.clone() };
        Sides { base, ours }
    }

    /// A file was read and held against the document.
    pub fn compared(&mut self, path: &Path, found: Result<HeldAgainst, String>) -> Vec<Effect> {
        self.guard.under_way = None;
        let HeldAgainst { read, differences, ours } = match found {
            Ok(found) => found,
            Err(why) => {
                self.say(Tone::Trouble, why);
                return Vec::new();
            }
        };
        let is_own = self.is_own(path);
        let known = match &self.file {
            File::Path { stamp, .. } if is_own => *stamp,
            File::Path { .. } | File::Example | File::Untitled => None,
        };
        if known.is_some_and(|known| known.holds_the_same(&read.opened.stamp)) {
            self.end_comparing();
            self.say(Tone::Done, "The file holds what was last read or saved here.");
            return Vec::new();
        }
        if ours != self.document().revision() {
            // Somebody went on working meanwhile.
            return vec![Effect::ReadToCompare(path.to_owned())];
        }
        let other = if is_own { Other::OwnFile } else { Other::AnotherFile };
        let comparing = Comparing { other, path: path.to_owned(), differences, read: Some(read), ours };
        if comparing.differences.is_empty() {
            if is_own {
                // Nothing to ask: what it says otherwise, we changed ourselves.
                self.agree(comparing);
                return Vec::new();
            }
            self.end_comparing();
            self.say(Tone::Done, "Both hold the same.");
            return Vec::new();
        }
        self.show_differences(comparing)
    }

    /// Whatever was chosen of others is forgotten: the window is opened anew where it is open.
    fn show_differences(&mut self, comparing: Comparing) -> Vec<Effect> {
        self.view.compared = comparing.spots();
        self.guard.comparing = Some(comparing);
        vec![Effect::Hide(Sheetlet::Differences), Effect::Show(Sheetlet::Differences)]
    }

    /// Nothing stands beside the document any more, and its marks leave the map.
    pub(super) fn end_comparing(&mut self) {
        if self.guard.under_way.take().is_some() {
            self.outbox.push(Effect::StopComparing);
        }
        self.guard.comparing = None;
        self.view.compared = Compared::default();
    }

    /// Takes the chosen differences as one step; after that the document knows what its own file holds, and what was
    /// chosen or refused of a merge waits no more.
    pub(super) fn take_differences(
        &mut self,
        chosen: &BTreeSet<usize>,
        refused: &BTreeSet<usize>,
    ) -> Vec<Effect> {
        let Some(mut comparing) = self.guard.comparing.take() else { return Vec::new() };
        self.view.compared = Compared::default();
        if comparing.ours != self.document().revision() {
            comparing.differences = match &comparing.read {
                Some(read) => self.sides(&comparing.path).against(read.clone()).differences,
                None => unsettled(self.document()),
            };
            comparing.ours = self.document().revision();
            self.say(Tone::Note, "The document changed meanwhile: the differences are worked out anew.");
            return self.show_differences(comparing);
        }
        let name = comparing.name();
        let action = match comparing.other {
            Other::OwnFile | Other::AnotherFile => {
                let is_chosen = |place: usize| chosen.contains(&place);
                let actions = taken(self.document(), &comparing.differences, is_chosen);
                Action::Together { label: format!("take changes of {name}"), actions }
            }
            Other::Merge => {
                settlement(self.document(), chosen, refused, "settle conflicts of the merge".to_owned())
            }
        };
        let before = self.document().revision();
        // Not signed: the records bring what was noted where the changes were made.
        match self.history.perform(action.clone()) {
            Ok(()) if self.document().revision() != before => self.record(Entry::Did(action)),
            Ok(()) => {}
            Err(error) => {
                self.say(Tone::Trouble, format!("Not changed: {error}."));
                return Vec::new();
            }
        }
        let (of, all) = (chosen.len(), comparing.differences.len());
        let effects = vec![Effect::Hide(Sheetlet::Differences)];
        match comparing.other {
            Other::OwnFile => self.agree(comparing),
            Other::AnotherFile => {}
            Other::Merge => {
                let decided = chosen.union(refused).count();
                let words = format!("Settled {decided} of {all} conflicts. Ctrl+Z takes that back.");
                self.say(Tone::Done, words);
                return effects;
            }
        }
        self.say(Tone::Done, format!("Took {of} of {all} differences of {name}. Ctrl+Z takes them back."));
        effects
    }

    /// What the file holds has been seen: from here on it is the known state, and Save writes over it.
    fn agree(&mut self, comparing: Comparing) {
        let Some(Beside { opened: Opened { document: theirs, report, stamp }, .. }) = comparing.read else {
            return;
        };
        let path = comparing.path;
        self.file = File::Path { path: path.clone(), stamp: Some(stamp) };
        self.report = Some(report);
        let is_the_same = *self.document() == theirs;
        // No state of this history is in the file: a revision that no state will have.
        self.saved = if is_the_same { self.document().revision() } else { Revision(u64::MAX) };
        self.guard.on_disk = theirs;
        if is_the_same {
            let origin = Origin::File { path, stamp: Some(stamp) };
            self.outbox.push(Effect::RecordSaved { origin, later: 0 });
        }
    }

    /// How many conflicts of a merge wait to be settled.
    pub fn unsettled_conflicts(&self) -> usize {
        unsettled(self.document()).len()
    }

    /// Shows what waits to be chosen since a merge.
    pub(super) fn settle_conflicts(&mut self) -> Vec<Effect> {
        let comparing = Comparing {
            other: Other::Merge,
            path: self.file_path().cloned().unwrap_or_default(),
            differences: unsettled(self.document()),
            read: None,
            ours: self.document().revision(),
        };
        self.show_differences(comparing)
    }

    /// A document with conflicts of a merge was opened.
    pub(super) fn tell_of_conflicts(&mut self) {
        let words = match self.unsettled_conflicts() {
            0 => return,
            1 => "1 conflict of a merge waits to be settled".to_owned(),
            count => format!("{count} conflicts of a merge wait to be settled"),
        };
        let words =
            format!("{words}: until then the record says what our side says. Nothing of the other is lost.");
        self.say_with(Tone::Note, words, WayOut::SettleConflicts);
    }
}
