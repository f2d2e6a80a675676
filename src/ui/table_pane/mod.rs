//! All records as a table, in the place of the map.

use eframe::egui;

use crate::session::{Command, Session};

/// What the table remembers between frames.
#[derive(Default)]
pub struct TablePane;

impl TablePane {
    pub fn show(&mut self, ui: &mut egui::Ui, _session: &Session) -> Vec<Command> {
        ui.weak("…");
        Vec::new()
    }
}
