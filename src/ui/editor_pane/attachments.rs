//! Under each source: what is attached to it, how the copies are, and how to attach more.

use eframe::egui::{self, RichText};

use crate::{
    edit::Action,
    model::{Attachment, Digest, shown_line},
    session::{Command, EvidenceCommand},
    store::evidence::State,
    ui::{evidence_words as words, fields, theme::Palette},
};

use super::form::{Form, remove_button};

impl Form<'_> {
    /// What is attached to a source, or to the incident itself.
    pub(super) fn attachments(&mut self, ui: &mut egui::Ui, source: Option<usize>) {
        let at = Attachment { incident: self.incident.id.clone(), source };
        let digests = match source {
            Some(row) => self.incident.sources[row].evidence.list(),
            None => &self.incident.evidence,
        };
        for digest in digests {
            ui.scope(|ui| self.attachment(ui, &at, *digest));
        }
        let of = source.map_or_else(|| "the incident".to_owned(), |row| format!("source {}", row + 1));
        ui.horizontal_wrapped(|ui| {
            for (words, command) in [
                ("Attach files…", EvidenceCommand::AttachTo(at.clone())),
                ("Attach text…", EvidenceCommand::AttachTextTo(at.clone())),
            ] {
                let button = ui.add(egui::Button::new(RichText::new(words).size(11.5)).small());
                fields::name(&button, &format!("{words} to {of}"));
                if button.clicked() {
                    self.commands.push(command.into());
                }
            }
        });
    }

    fn attachment(&mut self, ui: &mut egui::Ui, at: &Attachment, digest: Digest) {
        let palette = Palette::of(ui);
        let state = self.session.evidence_state(&digest);
        let listed = self.session.document().facts().evidence_of(&digest);
        let name = listed.map_or_else(|| digest.short().into(), |evidence| shown_line(&evidence.name));
        let facts = listed.map_or_else(|| "not listed in the document".to_owned(), words::facts);
        ui.spacing_mut().item_spacing.y = 2.0;
        let row = egui::vec2(ui.available_width(), ui.spacing().interact_size.y);
        let buttons_first = egui::Layout::right_to_left(egui::Align::Center);
        ui.allocate_ui_with_layout(row, buttons_first, |ui| {
            if remove_button(ui, &format!("Detach {name}")) {
                self.commands.push(Command::Perform(Action::Detach { from: at.clone(), digest }));
            }
            let folder = ui.add(egui::Button::new(RichText::new("Folder").size(11.5)).small());
            fields::name(&folder, &format!("Show {name} in its folder"));
            if folder.on_hover_text("Show in its folder").clicked() {
                self.commands.push(EvidenceCommand::ShowInFolder(digest).into());
            }
            ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                let bad = state.is_some_and(|state| *state != State::Whole);
                let ink = if bad { palette.trouble } else { palette.text };
                let label = RichText::new(name.as_ref()).size(12.0).color(ink);
                let button = ui.add(egui::Button::new(label).truncate().frame(false));
                let response = button.on_hover_text(format!("{name}\n{facts}\nShow all evidence"));
                fields::name(&response, &format!("Attachment {name}"));
                if response.clicked() {
                    self.commands.push(EvidenceCommand::Show(digest).into());
                }
            });
        });
        let (line, colour) = match state {
            Some(state) if *state != State::Whole => {
                (format!("{} · {facts}", words::state_name(state)), palette.trouble)
            }
            Some(_) | None => (facts, palette.weak),
        };
        ui.add(egui::Label::new(RichText::new(line).size(11.5).color(colour)).truncate());
    }
}
