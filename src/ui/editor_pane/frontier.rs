//! Where the place of a record lies at the frontier: asked of the map, never written into the record.

use eframe::egui;

use crate::{session::Command, ui::frontier_words::fix_ui};

use super::form::{Form, Section, quiet};

impl Form<'_> {
    pub(super) fn frontier(&mut self, ui: &mut egui::Ui) {
        if !self.section(ui, Section::Frontier, "Frontier", true) {
            return;
        }
        let Some(fix) = &self.known.fix else {
            quiet(ui, "Without a point that can be defended there is nothing to tell.");
            return;
        };
        fix_ui(ui, fix);
        if ui.small_button("Copy all of this").clicked() {
            self.commands.push(Command::CopyText(fix.text()));
        }
    }
}
