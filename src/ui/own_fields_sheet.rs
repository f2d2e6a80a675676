//! The project's own fields: their names and what values they take.

use eframe::egui;

use crate::session::{Command, Session};

use super::sheets::sheet;

/// The state of the window while it is open.
#[derive(Default)]
pub struct OwnFieldsSheet;

impl OwnFieldsSheet {
    pub fn show(&mut self, ctx: &egui::Context, _session: &Session, _commands: &mut Vec<Command>) -> bool {
        sheet(ctx, "own_fields_sheet", "Fields of your own", 760.0, |ui| {
            ui.weak("…");
        })
    }
}
