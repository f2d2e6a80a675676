//! The editor: every field of the selected record, with checks as one types.

use std::collections::BTreeMap;

use eframe::egui;

use crate::{
    edit::Action,
    session::{Command, Message, Session, Tone},
};

use super::{fields::Draft, theme};

mod actors;
mod attachments;
mod form;
mod frontier;
mod head;
mod history;
mod known;
mod labels;
mod links;
mod offers;
mod pick;
mod place;
mod sources;
mod toll;
mod twins;
mod typed;
mod what;
mod when;

use form::{Form, Section};
use known::Known;
use pick::Pick;
use typed::{Around, Key, TextFieldOf, changed};

/// What the pane keeps between frames.
#[derive(Default)]
pub struct EditorPane {
    draft: Option<Draft<Key>>,
    /// Texts that could not be read: they stay in their fields until they are corrected.
    stuck: Vec<(Key, String)>,
    /// The field that the keyboard is to be brought to.
    wanted: Option<TextFieldOf>,
    /// The field that was left last, where Tab goes on from.
    left: Option<egui::Id>,
    focus_report: bool,
    report_open: bool,
    report_draft: Option<offers::ReportDraft>,
    /// Sections that were folded or unfolded by hand.
    unfolded: BTreeMap<Section, bool>,
    pick: Option<Pick>,
    known: Option<Known>,
}

impl EditorPane {
    pub fn focus_title(&mut self) {
        self.wanted = Some(TextFieldOf::Title);
    }

    /// Brings the keyboard to the box for the text of a report.
    pub fn focus_report(&mut self) {
        self.focus_report = true;
        self.report_open = true;
    }

    /// Tab goes on from the field that Enter finished, and not from the top of the window.
    pub fn resume(&self, ctx: &egui::Context) {
        if let Some(left) = self.left
            && ctx.memory(|memory| memory.focused().is_none())
            && ctx.input(|input| input.key_pressed(egui::Key::Tab))
        {
            ctx.memory_mut(|memory| memory.request_focus(left));
        }
    }

    /// What is being typed, as a command, so that nothing typed is lost when something else happens.
    pub fn flush(&mut self, session: &Session) -> Vec<Command> {
        let mut commands = Vec::new();
        commands.extend(self.report_draft.take().and_then(offers::ReportDraft::finished));
        let Some(draft) = self.draft.take() else { return commands };
        if draft.text == draft.original {
            return commands;
        }
        let Some(incident) = session.document().get(&draft.key.id) else { return commands };
        match changed(&incident, &draft.key.field, &draft.text, around(session)) {
            Ok(change) => commands.push(Command::Perform(Action::Edit { id: draft.key.id, change })),
            // What cannot be read stays in the field until it is corrected.
            Err(_) => self.keep_stuck(draft.key, draft.text),
        }
        commands
    }

    fn keep_stuck(&mut self, key: Key, text: String) {
        self.stuck.retain(|(other, _)| *other != key);
        self.stuck.push((key, text));
    }

    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session) -> Vec<Command> {
        let mut commands = Vec::new();
        // The selection went elsewhere while a field was open: finish it for its own record.
        if self.draft.as_ref().is_some_and(|draft| session.selected() != Some(&draft.key.id)) {
            commands.extend(self.flush(session));
        }
        // What could not be read is not thrown away in silence.
        let (here, elsewhere): (Vec<_>, Vec<_>) = std::mem::take(&mut self.stuck)
            .into_iter()
            .partition(|(key, _)| session.selected() == Some(&key.id));
        self.stuck = here;
        for (key, text) in elsewhere {
            let text = format!("“{text}” could not be read and was not taken into {}.", key.id);
            commands.push(Command::Say(Message::new(Tone::Trouble, text)));
        }
        let Some(incident) = session.selected_incident() else {
            self.wanted = None;
            head::nothing_selected(ui, &mut commands);
            self.report_box(ui, session, &mut commands);
            return commands;
        };
        if self.known.as_ref().is_none_or(|known| !known.is_of(session, &incident.id)) {
            self.known = Some(Known::of(session, &incident));
        }
        let known = self.known.take().unwrap_or_else(|| Known::of(session, &incident));
        ui.add_space(theme::GAP);
        head::show(ui, session, &incident, &known, &mut commands);
        twins::show(ui, session, &incident, &mut commands);
        ui.separator();
        egui::ScrollArea::vertical()
            .id_salt(("editor", incident.id.as_str()))
            .auto_shrink([false, false])
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - 10.0);
                self.report_box(ui, session, &mut commands);
                let incident = &*incident;
                let mut form = Form { pane: self, incident, session, known: &known, commands: &mut commands };
                form.show(ui);
                ui.add_space(theme::GROUP_GAP);
            });
        self.known = Some(known);
        commands
    }
}

fn around(session: &Session) -> Around<'_> {
    Around { document: session.document(), today: session.today(), near: session.view().camera.centre }
}
