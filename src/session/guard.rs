//! Two people, one file: who has it, what another has changed in it, and how both are brought together.

use std::{
    collections::{BTreeSet, VecDeque},
    path::{Path, PathBuf},
};

use crate::{
    edit::{Action, Difference, Sort, taken, three_way},
    model::{Document, Revision},
    store::{Damage, Entry, FileStamp, Opened, Origin, Report},
};

use super::{Effect, Session, Sheetlet, Tone, WayOut, state::File};

/// What became of the lock beside the file. Names are as the lock tells them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LockNews {
    /// It is ours; whose it was, where its owner had gone without giving it back.
    Ours { instead_of: Option<String> },
    /// Somebody else has the file.
    Held(String),
    /// Somebody took the file over from us.
    Lost(String),
}

/// What is known of the file beside the document.
#[derive(Default)]
pub(super) struct Guard {
    /// Who else has the file: here it is for reading.
    held_by: Option<String>,
    /// What the file held when it was last read or written here.
    on_disk: Document,
    /// What the saves under way write, oldest first.
    writing: VecDeque<Document>,
    comparing: Option<Comparing>,
}

impl Guard {
    /// The file holds this document.
    pub fn read(&mut self, document: Document) {
        self.on_disk = document;
    }
}

/// Another state beside the document: of its own file, or of any other.
pub struct Comparing {
    pub path: PathBuf,
    /// Whether it is the document's own file, changed by somebody else.
    pub is_own: bool,
    pub differences: Vec<Difference>,
    theirs: Document,
    report: Report,
    stamp: FileStamp,
    /// The state of ours that was compared.
    ours: Revision,
}

impl Comparing {
    /// What is missing of the other state because its file is damaged.
    pub fn damage(&self) -> Option<&Damage> {
        self.report.damage.as_ref()
    }
}

impl Session {
    /// Who else has the file, where it is here for reading.
    pub fn held_by(&self) -> Option<&str> {
        self.guard.held_by.as_deref()
    }

    /// What is being compared with the document.
    pub fn comparing(&self) -> Option<&Comparing> {
        self.guard.comparing.as_ref()
    }

    /// Something became known of the lock beside the file.
    pub fn lock_news(&mut self, news: LockNews) {
        let name = self.file_name();
        match news {
            LockNews::Ours { instead_of } => {
                let before = self.guard.held_by.take();
                match (before, instead_of) {
                    (Some(_), None) => {
                        self.say(Tone::Note, format!("{name} is free now: it may be edited and saved here."));
                    }
                    (Some(_), Some(who)) => {
                        self.say(Tone::Done, format!("{name} was taken over from {who}."));
                    }
                    (None, Some(who)) => self.say(
                        Tone::Done,
                        format!("{name} was left locked by {who}, whose program has ended. It is yours now."),
                    ),
                    (None, None) => {}
                }
            }
            LockNews::Held(who) => {
                self.say(
                    Tone::Note,
                    format!("{name} is in use by {who}. It is open here for reading: changes can be saved as a copy, and File → Take over the file makes it yours."),
                );
                self.guard.held_by = Some(who);
            }
            LockNews::Lost(who) => {
                self.say(
                    Tone::Note,
                    format!("{name} was taken over by {who}. It is open here for reading now: changes can be saved as a copy."),
                );
                self.guard.held_by = Some(who);
            }
        }
    }

    /// The file was seen to hold something else than this program read or wrote last. Nobody is interrupted: it is
    /// shown when asked for, and before anything would be saved over it.
    pub fn seen_changed(&mut self, seen: &FileStamp) {
        if matches!(&self.file, File::Path { stamp: Some(known), .. } if known.holds_the_same(seen)) {
            // Our own save, seen before it was known to be ours.
            return;
        }
        let name = self.file_name();
        let words = format!("{name} was changed on disk by somebody else. Nothing here is changed yet.");
        self.say_with(Tone::Note, words, WayOut::WhatChanged);
    }

    /// What the document's own file holds is to be compared with the document.
    pub fn changed_outside(&self) -> Vec<Effect> {
        self.file_path().cloned().map(Effect::ReadToCompare).into_iter().collect()
    }

    /// The file is no longer where it was.
    pub fn vanished(&mut self) {
        let name = self.file_name();
        self.say(
            Tone::Note,
            format!("{name} is no longer where it was: moved, renamed, deleted, or its drive is away. Everything is still here; Save as… keeps it in another place."),
        );
    }

    /// Files beside the document that look like the other side of a conflict.
    pub fn found_copies(&mut self, names: &[String]) {
        if names.is_empty() {
            return;
        }
        self.say(
            Tone::Note,
            format!("Beside this file there may be another state of it: {}. File → Compare with another file… shows what differs.", names.join(", ")),
        );
    }

    /// A file was read to be compared with the document.
    pub fn compared(&mut self, path: &Path, read: Result<Opened, String>) -> Vec<Effect> {
        let opened = match read {
            Ok(opened) => opened,
            Err(why) => {
                self.say(Tone::Trouble, why);
                return Vec::new();
            }
        };
        let known = match &self.file {
            File::Path { path: own, stamp } if own == path => Some(*stamp),
            File::Path { .. } | File::Example | File::Untitled => None,
        };
        let is_own = known.is_some();
        if known.flatten().is_some_and(|known| known.holds_the_same(&opened.stamp)) {
            self.guard.comparing = None;
            self.say(Tone::Done, "The file holds what was last read or saved here.");
            return Vec::new();
        }
        let base = if is_own { &self.guard.on_disk } else { self.document() };
        let mut differences = three_way(base, self.document(), &opened.document);
        if opened.report.damage.is_some() {
            // What a cut file has no more was deleted by nobody.
            for missing in differences.iter_mut().filter(|difference| difference.sort == Sort::Removed) {
                missing.conflicts = true;
            }
        }
        let comparing = Comparing {
            path: path.to_owned(),
            is_own,
            differences,
            theirs: opened.document,
            report: opened.report,
            stamp: opened.stamp,
            ours: self.document().revision(),
        };
        if comparing.differences.is_empty() {
            if is_own {
                // Nothing to ask: what it says otherwise, we changed ourselves.
                return self.agree(comparing);
            }
            self.say(Tone::Done, "Both hold the same.");
            return Vec::new();
        }
        self.show_differences(comparing)
    }

    /// Whatever was chosen of others is forgotten: the window is opened anew where it is open.
    fn show_differences(&mut self, comparing: Comparing) -> Vec<Effect> {
        self.guard.comparing = Some(comparing);
        vec![Effect::Hide(Sheetlet::Differences), Effect::Show(Sheetlet::Differences)]
    }

    /// Takes the chosen differences as one step; after that the document knows what the file holds.
    pub(super) fn take_differences(&mut self, chosen: &BTreeSet<usize>) -> Vec<Effect> {
        let Some(mut comparing) = self.guard.comparing.take() else { return Vec::new() };
        if comparing.ours != self.document().revision() {
            let base = if comparing.is_own { &self.guard.on_disk } else { self.document() };
            comparing.differences = three_way(base, self.document(), &comparing.theirs);
            comparing.ours = self.document().revision();
            self.say(Tone::Note, "The document changed meanwhile: the differences are worked out anew.");
            return self.show_differences(comparing);
        }
        let actions = taken(self.document(), &comparing.differences, |place| chosen.contains(&place));
        let name =
            comparing.path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let action = Action::Together { label: format!("take changes of {name}"), actions };
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
        self.say(Tone::Done, format!("Took {of} of {all} differences of {name}. Ctrl+Z takes them back."));
        let mut effects = vec![Effect::Hide(Sheetlet::Differences)];
        if comparing.is_own {
            effects.extend(self.agree(comparing));
        }
        effects
    }

    /// What the file holds has been seen: from here on it is the known state, and Save writes over it.
    fn agree(&mut self, comparing: Comparing) -> Vec<Effect> {
        let Comparing { path, theirs, report, stamp, .. } = comparing;
        self.file = File::Path { path: path.clone(), stamp: Some(stamp) };
        self.report = Some(report);
        let is_the_same = *self.document() == theirs;
        // No state of this history is in the file: a revision that no state will have.
        self.saved = if is_the_same { self.document().revision() } else { Revision(u64::MAX) };
        self.guard.on_disk = theirs;
        if !is_the_same {
            return Vec::new();
        }
        let origin = Origin::File { path, stamp: Some(stamp) };
        self.outbox.push(Effect::RecordSaved { origin, later: 0 });
        Vec::new()
    }

    /// Another document lives here now, in this file. Who has the same file is not forgotten when it is read again.
    pub(super) fn guard_anew(&mut self, on_disk: Document, file: &File) {
        match (&self.file, file) {
            (File::Path { path: before, .. }, File::Path { path, .. }) if before == path => {}
            (File::Path { .. } | File::Example | File::Untitled, _) => self.guard.held_by = None,
        }
        self.guard.comparing = None;
        self.guard.read(on_disk);
    }

    pub(super) fn write_begins(&mut self, document: Document) {
        self.guard.writing.push_back(document);
    }

    /// The oldest save under way has come back.
    pub(super) fn write_ended(&mut self) -> Option<Document> {
        self.guard.writing.pop_front()
    }

    /// The file at this path holds this document now.
    pub(super) fn file_holds(&mut self, path: &Path, document: Option<Document>) {
        if self.file_path().is_none_or(|own| own != path) {
            self.guard.held_by = None;
        }
        if let Some(document) = document {
            self.guard.on_disk = document;
        }
        self.guard.comparing = None;
    }
}
