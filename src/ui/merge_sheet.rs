//! Two records beside each other, to be made one part by part.

use eframe::egui;

use crate::session::{Command, Session};

use super::sheets::sheet;

/// The state of the window while it is open.
#[derive(Default)]
pub struct MergeSheet;

impl MergeSheet {
    pub fn show(&mut self, ctx: &egui::Context, _session: &Session, _commands: &mut Vec<Command>) -> bool {
        sheet(ctx, "merge_sheet", "Merge two records", 760.0, |ui| {
            ui.weak("…");
        })
    }
}
