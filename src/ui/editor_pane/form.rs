//! The form from top to bottom, and what all its parts share: fields, sections, cards, complaints.

use eframe::egui::{self, RichText};

use crate::{
    edit::{Action, Change},
    model::{Incident, TollKind, shown_line, shown_text},
    session::{Command, Message, Session, Tone},
    ui::{
        fields::{self, FieldLook, text_field},
        theme::{self, Palette},
    },
};

use super::{
    EditorPane, around,
    known::Known,
    typed::{Key, TextFieldOf, changed},
};

/// A part of the form that can be folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    When,
    Where,
    Frontier,
    Toll(TollKind),
    Texts,
    Actors,
    Sources,
    Work,
    Links,
    Labels,
    OwnFields,
    Rest,
    History,
}

/// One pass over the form of one record.
pub(super) struct Form<'a> {
    pub pane: &'a mut EditorPane,
    pub incident: &'a Incident,
    pub session: &'a Session,
    pub known: &'a Known,
    pub commands: &'a mut Vec<Command>,
}

impl Form<'_> {
    pub(super) fn show(&mut self, ui: &mut egui::Ui) {
        self.what(ui);
        self.when(ui);
        self.place(ui);
        self.frontier(ui);
        for kind in TollKind::ALL {
            self.toll(ui, kind);
        }
        self.texts(ui);
        self.actors(ui);
        self.sources(ui);
        self.work(ui);
        self.links(ui);
        self.labels(ui);
        self.own_fields(ui);
        self.rest(ui);
        self.history(ui);
    }

    pub(super) fn perform(&mut self, change: Change) {
        self.commands.push(Command::Perform(Action::Edit { id: self.incident.id.clone(), change }));
    }

    /// A heading that folds what stands under it; returns whether that is to be shown.
    pub(super) fn section(
        &mut self,
        ui: &mut egui::Ui,
        section: Section,
        title: &str,
        open_at_first: bool,
    ) -> bool {
        ui.add_space(theme::GROUP_GAP);
        let open = self.pane.unfolded.get(&section).copied().unwrap_or(open_at_first);
        let sign = if open { theme::icons::DOWN } else { theme::icons::STEP_FORWARD };
        let heading =
            egui::Button::new((theme::icon(sign, 12.0), theme::bold(title).size(14.0))).frame(false);
        let response = ui.add(heading).on_hover_text(if open { "Fold" } else { "Unfold" });
        fields::name(&response, title);
        if response.clicked() {
            self.pane.unfolded.insert(section, !open);
        }
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        open
    }

    /// A text field whose finished text becomes a change; what cannot be read is said under it.
    pub(super) fn field(&mut self, ui: &mut egui::Ui, look: &FieldLook<'_>, field: TextFieldOf, value: &str) {
        let key = Key { id: self.incident.id.clone(), field };
        let shown = self.stuck_text(&key).unwrap_or_else(|| value.to_owned());
        let look = FieldLook { focus: look.focus || self.is_wanted(&key.field), ..*look };
        let (response, finished) = text_field(ui, &look, &key, &shown, &mut self.pane.draft);
        if response.gained_focus() {
            response.scroll_to_me(None);
        }
        if response.lost_focus() {
            self.left_at(&response);
            if ui.input(|input| input.key_pressed(egui::Key::Escape)) {
                self.forget_stuck(&key);
            }
        }
        match finished {
            Some(text) => self.finish(key, look.label, text),
            None => self.complaint_of(ui, &key),
        }
    }

    pub(super) fn captioned(
        &mut self,
        ui: &mut egui::Ui,
        look: &FieldLook<'_>,
        field: TextFieldOf,
        value: &str,
    ) {
        fields::caption(ui, look.label);
        self.field(ui, look, field, value);
        self.findings(ui, look.label);
    }

    /// What an editor would query in the field of this name.
    pub(super) fn findings(&self, ui: &mut egui::Ui, label: &str) {
        let palette = Palette::of(ui);
        for finding in self.known.findings.iter().filter(|f| f.field == label && f.ignored.is_none()) {
            ui.label(RichText::new(shown_line(&finding.message)).size(11.5).color(palette.warn));
        }
    }

    /// Takes a finished text into the record, or keeps it in its field with what is wrong.
    pub(super) fn finish(&mut self, key: Key, label: &str, text: String) {
        match changed(self.incident, &key.field, &text, around(self.session)) {
            Ok(change) => {
                self.forget_stuck(&key);
                self.perform(change);
            }
            Err(problem) => {
                let said = format!("{label} was not changed: {problem}");
                self.commands.push(Command::Say(Message::new(Tone::Refused, said)));
                self.pane.keep_stuck(key, text);
            }
        }
    }

    /// The text of a field as it is typed, or as it could not be read.
    pub(super) fn typed_text(&self, field: &TextFieldOf) -> Option<String> {
        let draft = self.pane.draft.as_ref();
        let draft = draft.filter(|draft| draft.key.field == *field && draft.key.id == self.incident.id);
        let key = Key { id: self.incident.id.clone(), field: field.clone() };
        draft.map(|draft| draft.text.clone()).or_else(|| self.stuck_text(&key))
    }

    pub(super) fn stuck_text(&self, key: &Key) -> Option<String> {
        self.pane.stuck.iter().find(|(stuck, _)| stuck == key).map(|(_, text)| text.clone())
    }

    pub(super) fn forget_stuck(&mut self, key: &Key) {
        self.pane.stuck.retain(|(stuck, _)| stuck != key);
    }

    pub(super) fn complaint_of(&self, ui: &mut egui::Ui, key: &Key) {
        let Some(text) = self.typed_text(&key.field) else { return };
        if let Err(problem) = changed(self.incident, &key.field, &text, around(self.session)) {
            fields::complaint(ui, &problem);
        }
    }

    /// Remembers where the keyboard was, for the next Tab.
    pub(super) fn left_at(&mut self, response: &egui::Response) {
        self.pane.left = Some(response.id);
    }

    /// Whether the keyboard is to be brought to this field; asked once.
    pub(super) fn is_wanted(&mut self, field: &TextFieldOf) -> bool {
        self.pane.wanted.take_if(|wanted| wanted == field).is_some()
    }

    /// Puts a text into a field and reads it, as a button beside the field asks.
    pub(super) fn type_into(&mut self, field: TextFieldOf, label: &str, text: String) {
        let key = Key { id: self.incident.id.clone(), field };
        self.pane.draft.take_if(|draft| draft.key == key);
        // The click took the keyboard from the field, and what was in it is being corrected now.
        self.commands
            .retain(|command| !matches!(command, Command::Say(said) if said.text.starts_with(label)));
        self.finish(key, label, text);
    }
}

pub(super) fn card(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui)) {
    let palette = Palette::of(ui);
    egui::Frame::new()
        .fill(palette.raised)
        .stroke(egui::Stroke::new(1.0, palette.line))
        .corner_radius(5.0)
        .inner_margin(6.0)
        .show(ui, content);
}

pub(super) fn remove_button(ui: &mut egui::Ui, words: &str) -> bool {
    let response =
        ui.add(egui::Button::new(theme::icon(theme::icons::CLOSE, 12.0)).small()).on_hover_text(words);
    fields::name(&response, words);
    response.clicked()
}

/// A line of small grey words.
pub(super) fn quiet(ui: &mut egui::Ui, words: impl Into<String>) {
    let palette = Palette::of(ui);
    let words = words.into();
    ui.label(RichText::new(shown_text(&words)).size(11.5).color(palette.weak));
}

/// An optional text, empty where there is none.
pub(super) fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}
