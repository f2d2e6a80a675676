//! All actors of the document: how often they occur, what they are called, who is the same.

use eframe::egui;

use crate::session::{Command, Session};

use super::sheets::sheet;

/// The state of the window while it is open.
#[derive(Default)]
pub struct ActorsSheet;

impl ActorsSheet {
    pub fn show(&mut self, ctx: &egui::Context, _session: &Session, _commands: &mut Vec<Command>) -> bool {
        sheet(ctx, "actors_sheet", "Actors", 760.0, |ui| {
            ui.weak("…");
        })
    }
}
