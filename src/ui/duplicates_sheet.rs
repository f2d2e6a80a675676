//! Pairs of records that may be one incident.

use eframe::egui;

use crate::session::{Command, Session};

use super::sheets::sheet;

/// The state of the window while it is open.
#[derive(Default)]
pub struct DuplicatesSheet;

impl DuplicatesSheet {
    pub fn show(&mut self, ctx: &egui::Context, _session: &Session, _commands: &mut Vec<Command>) -> bool {
        sheet(ctx, "duplicates_sheet", "Possible duplicates", 760.0, |ui| {
            ui.weak("…");
        })
    }
}
