//! Words replaced in many records at once.

use eframe::egui;

use crate::session::{Command, Session};

use super::sheets::sheet;

/// The state of the window while it is open.
#[derive(Default)]
pub struct ReplaceSheet;

impl ReplaceSheet {
    pub fn show(&mut self, ctx: &egui::Context, _session: &Session, _commands: &mut Vec<Command>) -> bool {
        sheet(ctx, "replace_sheet", "Find and replace", 760.0, |ui| {
            ui.weak("…");
        })
    }
}
