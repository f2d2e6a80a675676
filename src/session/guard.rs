//! Two people, one file: who has it, what another has changed in it, and how both are brought together.

use std::{collections::VecDeque, path::Path};

use crate::{model::Document, store::FileStamp};

use super::{Comparing, Effect, Progress, Session, Tone, WayOut, state::File};

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
    pub(super) on_disk: Document,
    /// What the saves under way write, oldest first.
    writing: VecDeque<Document>,
    pub(super) comparing: Option<Comparing>,
    /// How far a file is that is being compared.
    pub(super) under_way: Option<Progress>,
}

impl Guard {
    /// The file holds this document.
    pub fn read(&mut self, document: Document) {
        self.on_disk = document;
    }
}

impl Session {
    /// Who else has the file, where it is here for reading.
    pub fn held_by(&self) -> Option<&str> {
        self.guard.held_by.as_deref()
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
            format!("Beside this file there may be another state of it: {}. File → Compare with… shows what differs.", names.join(", ")),
        );
    }

    /// Another document lives here now, in this file. Who has the same file is not forgotten when it is read again.
    pub(super) fn guard_anew(&mut self, on_disk: Document, file: &File) {
        match (&self.file, file) {
            (File::Path { path: before, .. }, File::Path { path, .. }) if before == path => {}
            (File::Path { .. } | File::Example | File::Untitled, _) => self.guard.held_by = None,
        }
        self.end_comparing();
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
        self.end_comparing();
    }
}
