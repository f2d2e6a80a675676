//! Where the document lives: opening, saving, and the question before changes would be lost.

use std::{path::PathBuf, sync::Arc};

use crate::{
    analysis::{self, Index, Window},
    edit::History,
    model::{Document, Revision, grouped},
    store::{Entry, FileStamp, Origin, Report, Work},
};

use super::{
    Close, Command, Effect, Session, Tone, WayOut,
    evidence::EvidenceDesk,
    state::{File, Mode},
};

impl Session {
    /// A file was read: it becomes the document.
    pub fn opened(
        &mut self,
        path: PathBuf,
        document: Document,
        report: Report,
        stamp: FileStamp,
    ) -> Vec<Effect> {
        let name = path.display().to_string();
        self.replace(document, File::Path { path: path.clone(), stamp: Some(stamp) }, Some(report));
        let problems = self.report.as_ref().map_or(0, |report| report.lines.len());
        if let Some(damage) = self.report.as_ref().and_then(|report| report.damage.as_ref()) {
            let whole = self.document().len();
            self.say(
                Tone::Trouble,
                format!("The file is damaged: {damage}. {whole} whole incidents are here; File → What was read… shows the rest as text. A copy of the damaged file is kept before anything is saved over it.\n{name}"),
            );
        } else if problems > 0 {
            self.say(
                Tone::Note,
                format!("{problems} things in {name} could not be read as they stand; they are kept. File → What was read… lists them."),
            );
        }
        self.tell_of_conflicts();
        vec![Effect::RememberFile(path)]
    }

    /// The state `revision` is safely in `path`.
    pub fn saved(&mut self, path: PathBuf, revision: Revision, stamp: FileStamp) -> Vec<Effect> {
        self.saves_under_way = self.saves_under_way.saturating_sub(1);
        let mark = self.save_marks.pop_front();
        let written = self.write_ended();
        if revision < self.opened_at {
            // Another document was opened meanwhile: this file is not its own.
            self.say(Tone::Done, format!("Saved to {}", path.display()));
            return vec![Effect::RememberFile(path)];
        }
        self.saved = revision;
        if let Some(report) = &mut self.report {
            // From here on it is a file of this program.
            report.read_only = None;
        }
        self.say(
            Tone::Done,
            format!("Saved {} incidents to {}", grouped(self.document().len()), path.display()),
        );
        self.file_holds(&path, written);
        self.file = File::Path { path: path.clone(), stamp: Some(stamp) };
        let origin = Origin::File { path: path.clone(), stamp: Some(stamp) };
        let later = self.entries.saturating_sub(mark.unwrap_or(self.entries));
        let mut effects = vec![Effect::RememberFile(path), Effect::RecordSaved { origin, later }];
        if !self.is_changed()
            && let Some(pending) = self.pending.take()
        {
            effects.extend(self.handle_now(*pending));
        }
        effects
    }

    /// The save did not work: the file is as it was, the changes are still here.
    pub fn save_failed(&mut self, why: &str) {
        self.saves_under_way = self.saves_under_way.saturating_sub(1);
        self.save_marks.pop_front();
        self.write_ended();
        self.pending = None;
        self.say_with(Tone::Trouble, why, WayOut::SaveElsewhere);
    }

    /// A dialog for a file name was closed without one.
    pub fn dialog_cancelled(&mut self) {
        self.pending = None;
        self.given_up = None;
    }

    pub(super) fn save(&mut self) -> Vec<Effect> {
        // A newer program's file must not be written over with what this one understood of it.
        if let Some(why) = self.report.as_ref().and_then(|report| report.read_only.clone()) {
            self.say(Tone::Note, why);
            return vec![self.save_dialog()];
        }
        if let Some(who) = self.held_by() {
            let words = format!("{} is in use by {who}: changes are saved as a copy.", self.file_name());
            self.say(Tone::Note, words);
            return vec![self.save_dialog()];
        }
        match &self.file {
            File::Path { path, .. } => vec![self.write_to(path.clone(), false)],
            File::Example | File::Untitled => vec![self.save_dialog()],
        }
    }

    /// Starts writing the present state to `path`.
    pub fn write_to(&mut self, path: PathBuf, overwrite_changed: bool) -> Effect {
        self.saves_under_way += 1;
        self.save_marks.push_back(self.entries);
        let document = self.document().clone();
        let revision = document.revision();
        self.write_begins(document.clone());
        Effect::Write { path, document: Arc::new(document), revision, overwrite_changed }
    }

    pub(super) fn save_dialog(&self) -> Effect {
        let suggested = match &self.file {
            File::Path { .. } => self.file_name(),
            File::Example => "frontier.geojson".to_owned(),
            File::Untitled => "incidents.geojson".to_owned(),
        };
        Effect::SaveDialog { suggested }
    }

    pub(super) fn answer_unsaved(&mut self, answer: Close) -> Vec<Effect> {
        match answer {
            Close::Save => self.save(),
            Close::Discard => {
                let Some(command) = self.pending.take() else { return Vec::new() };
                // Until another document is here, these changes are unsaved as before.
                self.given_up = matches!(*command, Command::Open).then_some(self.document().revision());
                self.carry_out(*command)
            }
            Close::Stay => {
                self.pending = None;
                Vec::new()
            }
        }
    }

    /// Where the document lives, in the words of the journal.
    fn origin(&self) -> Origin {
        match &self.file {
            File::Example => Origin::Example,
            File::Untitled => Origin::Untitled,
            File::Path { path, stamp } => Origin::File { path: path.clone(), stamp: *stamp },
        }
    }

    /// Notes what the history has just done, to be made safe from a crash.
    pub(super) fn record(&mut self, entry: Entry) {
        self.entries += 1;
        self.outbox.push(Effect::Record {
            origin: self.origin(),
            base: self.base.clone(),
            entry: Box::new(entry),
        });
    }

    /// Whether this session goes on with changes that a crash had left.
    pub fn has_recovered(&self) -> bool {
        self.recovered && self.is_changed()
    }

    /// Goes on where a session that crashed was: its document, its steps and where it lived.
    pub fn recover(&mut self, work: &Work) {
        let file = match &work.origin {
            Origin::Example => File::Example,
            Origin::Untitled => File::Untitled,
            Origin::File { path, stamp } => File::Path { path: path.clone(), stamp: *stamp },
        };
        self.replace(work.base.clone(), file, Some(work.report.clone()));
        // The journal that these changes stand in goes on: it is not ended.
        self.outbox.clear();
        self.history = work.history.clone();
        // Its revisions are those of another session: they tell nothing about the index that is here.
        self.index = Arc::new(Index::new(self.history.document()));
        self.timeline.set_data_span(analysis::natural_axis(&self.index));
        self.base = work.base.clone();
        self.opened_at = work.base.revision();
        // No state of this history is in a file: a revision that no state will have.
        self.saved = work.saved.unwrap_or(Revision(u64::MAX));
        self.recovered = true;
        self.guard.read(self.state_at(self.saved).unwrap_or_else(|| work.base.clone()));
        self.refresh();
        self.recompute();
        let last = work.last_step.as_deref().map(|label| format!(", the last: {label}")).unwrap_or_default();
        let unsaved = work.unsaved();
        let changes = if unsaved == 1 { "1 change".to_owned() } else { format!("{unsaved} changes") };
        let when = work.last_change.strftime("%-d %b %Y, %H:%M UTC");
        self.say(
            Tone::Note,
            format!(
                "Recovered {changes} to {} that no file held ({when}{last}). Save keeps them; File → After a crash → Discard recovered changes goes back.",
                self.file_name()
            ),
        );
        if let Some(problem) = &work.problem {
            self.say(Tone::Trouble, format!("Not everything could be recovered: {problem}"));
        }
    }

    /// A crash left changes in another document than the present one.
    pub fn found_elsewhere(&mut self, work: &Work) {
        self.waits = true;
        let name = match &work.origin {
            Origin::Example => "the example".to_owned(),
            Origin::Untitled => "a new document".to_owned(),
            Origin::File { path, .. } => path.display().to_string(),
        };
        let when = work.last_change.strftime("%-d %b %Y, %H:%M UTC");
        let words =
            format!("An earlier session ended with unsaved changes to {name} ({when}). They are kept.");
        self.say_with(Tone::Note, words, WayOut::Recover);
    }

    /// Whether this is the document that the work belongs to, with nothing of its own that could be lost.
    pub fn is_unchanged_state_of(&self, work: &Work) -> bool {
        let same = match (&self.file, &work.origin) {
            (File::Example, _) => true,
            (File::Path { path: open, .. }, Origin::File { path, .. }) => open == path,
            (File::Path { .. } | File::Untitled, _) => false,
        };
        same && !self.is_changed()
    }

    /// Work of an earlier session was moved aside, because it had ended the program.
    pub fn found_set_aside(&mut self, why: &str) {
        self.set_aside = true;
        self.say(
            Tone::Trouble,
            format!("{why}. File → After a crash → Open what was moved aside tries once more."),
        );
    }

    /// The state of this history with that revision.
    fn state_at(&self, revision: Revision) -> Option<Document> {
        let mut walk = self.history.clone();
        while walk.document().revision() != revision {
            walk.undo()?;
        }
        Some(walk.document().clone())
    }

    /// Back to the state that the file holds. Redo brings the changes back.
    pub(super) fn discard_recovered(&mut self) {
        while self.is_changed() && self.history.undo().is_some() {
            self.record(Entry::Undid);
        }
        self.recovered = false;
        self.say(Tone::Done, "The recovered changes are undone. Redo brings them back.");
    }

    pub(super) fn replace(&mut self, document: Document, file: File, report: Option<Report>) {
        // A fresh history must not reuse revisions of the old one: saves under way and pictures compare them.
        let document = document.at_revision(self.history.next_revision());
        self.saved = document.revision();
        self.opened_at = document.revision();
        self.base = document.clone();
        self.guard_anew(document.clone(), &file);
        self.entries = 0;
        self.comparison = None;
        self.recovered = false;
        self.evidence = EvidenceDesk::default();
        self.export_by = super::ProfileChoice::default();
        if self.presenting.take().is_some() {
            self.outbox.push(Effect::Present(false));
        }
        self.outbox.push(Effect::EndRecord);
        self.index = Arc::new(Index::new(&document));
        self.timeline.set_data_span(analysis::natural_axis(&self.index));
        self.timeline.zoom_to(None);
        self.timeline.playback.stop();
        self.history = History::new(document);
        self.file = file;
        self.report = report;
        self.mode = Mode::Browse;
        self.pointed = None;
        self.marked.clear();
        self.last_mark = None;
        self.merging = None;
        self.view.selected = None;
        self.view.hovered = None;
        self.view.opened = None;
        self.view.window = Window::ALL;
        self.drop_frontier_filter();
        self.view.filter = crate::analysis::Filter::default();
        self.recompute();
    }
}
