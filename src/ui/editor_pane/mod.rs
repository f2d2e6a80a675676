//! The editor: every field of the selected record, with checks as one types.

use eframe::egui::{self, RichText};

use crate::{
    analysis::review::review_one,
    edit::Action,
    model::Incident,
    session::{Command, Session},
};

use super::{
    fields::{self, Draft},
    theme::{self, Palette},
};

mod form;
mod twins;
mod typed;

use form::Form;
use typed::{Key, changed};

/// What the pane keeps between frames.
#[derive(Default)]
pub struct EditorPane {
    draft: Option<Draft<Key>>,
    focus_title: bool,
    focus_report: bool,
}

impl EditorPane {
    pub fn focus_title(&mut self) {
        self.focus_title = true;
    }

    /// Brings the keyboard to the box for the text of a report.
    pub fn focus_report(&mut self) {
        self.focus_report = true;
    }

    /// What is being typed, as a command, so that nothing typed is lost when something else happens.
    pub fn flush(&mut self, session: &Session) -> Vec<Command> {
        let Some(draft) = self.draft.take() else { return Vec::new() };
        if draft.text == draft.original {
            return Vec::new();
        }
        let Some(incident) = session.document().get(&draft.key.id) else { return Vec::new() };
        if let Ok(change) = changed(incident, &draft.key.field, &draft.text, session.today()) {
            vec![Command::Perform(Action::Edit { id: draft.key.id, change })]
        } else {
            // What cannot be read stays in the field until it is corrected.
            self.draft = Some(draft);
            Vec::new()
        }
    }

    pub fn show(&mut self, ui: &mut egui::Ui, session: &Session) -> Vec<Command> {
        let mut commands = Vec::new();
        // The selection went elsewhere while a field was open: finish it for its own record.
        let stray = self.draft.as_ref().is_some_and(|draft| session.selected() != Some(&draft.key.id));
        if stray {
            commands.extend(self.flush(session));
            // What could not be read is not thrown away in silence.
            if let Some(draft) = self.draft.take() {
                commands.push(Command::Say(crate::session::Message {
                    tone: crate::session::Tone::Trouble,
                    text: format!(
                        "“{}” could not be read and was not taken into {}.",
                        draft.text, draft.key.id
                    ),
                    age: 0,
                }));
            }
        }
        let Some(incident) = session.selected_incident().cloned() else {
            self.focus_title = false;
            nothing_selected(ui, &mut commands);
            return commands;
        };
        ui.add_space(theme::GAP);
        head(ui, session, &incident, &mut commands);
        twins::show(ui, session, &incident, &mut commands);
        ui.separator();
        egui::ScrollArea::vertical()
            .id_salt(("editor", incident.id.as_str()))
            .auto_shrink([false, false])
            .show(ui, |ui| {
                ui.set_width(ui.available_width() - 10.0);
                let (incident, today) = (&incident, session.today());
                let mut form = Form { pane: self, incident, today, commands: &mut commands };
                form.show(ui, session);
                ui.add_space(theme::GROUP_GAP);
            });
        commands
    }
}

/// Buttons over the form, and what an editor would query.
fn head(ui: &mut egui::Ui, session: &Session, incident: &Incident, commands: &mut Vec<Command>) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        for (symbol, command, words) in [
            (theme::icons::UP, Command::SelectPrevious, "Previous incident (K)"),
            (theme::icons::DOWN, Command::SelectNext, "Next incident (J)"),
            (theme::icons::TARGET, Command::ZoomToSelection, "Zoom to it (Z)"),
            (theme::icons::COPY, Command::Duplicate, "Duplicate (Ctrl+D)"),
            (theme::icons::TRASH, Command::Delete, "Delete (Del)"),
        ] {
            let refusal = command.refusal(session);
            let response = ui
                .add_enabled(refusal.is_none(), egui::Button::new(theme::icon(symbol, 15.0)))
                .on_hover_text(words);
            fields::name(&response, words);
            if response.clicked() {
                commands.push(command);
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let findings = review_one(session.document(), &incident.id, session.today());
            if !findings.is_empty() {
                let words =
                    findings.iter().map(|f| format!("{}: {}", f.field, f.message)).collect::<Vec<_>>();
                let count = if findings.len() == 1 {
                    "1 thing to check".to_owned()
                } else {
                    format!("{} things to check", findings.len())
                };
                ui.label(RichText::new(count).small().color(palette.warn)).on_hover_text(words.join("\n"));
            }
        });
    });
    ui.label(RichText::new(incident.id.as_str()).small().color(palette.weak)).on_hover_text("Permanent id");
}

fn nothing_selected(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    ui.add_space(40.0);
    ui.vertical_centered(|ui| {
        ui.label(theme::bold("No incident selected"));
        ui.weak("Click a marker or a row of the list,\nor step through them with J and K.");
        ui.add_space(theme::GROUP_GAP);
        if ui.button("New incident (Ctrl+I)").clicked() {
            commands.push(Command::NewIncident);
        }
    });
}
