//! What the validator queries, with what can be done about it.

use eframe::egui;

use crate::session::{Command, Session};

use super::sheets::sheet;

/// The state of the window while it is open.
#[derive(Default)]
pub struct ReviewSheet;

impl ReviewSheet {
    pub fn show(&mut self, ctx: &egui::Context, _session: &Session, _commands: &mut Vec<Command>) -> bool {
        sheet(ctx, "review_sheet", "Things to check", 760.0, |ui| {
            ui.weak("…");
        })
    }
}
