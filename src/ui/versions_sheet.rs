//! Earlier versions of the file: when each was kept, what it holds, what changed since, and the way back.

use std::path::{Path, PathBuf};

use eframe::egui::{self, RichText, vec2};

use crate::{
    session::{Command, Session, VersionUse, kept_when},
    store::{Shelf, Version},
};

use super::{
    fields, sheets,
    theme::{self, Palette},
};

/// What the window shows while it is open.
#[derive(Default)]
pub struct VersionsSheet {
    is_listed: bool,
    /// The document whose versions are shown, where another than the present one was chosen.
    chosen: Option<PathBuf>,
}

impl VersionsSheet {
    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        if !std::mem::replace(&mut self.is_listed, true) {
            commands.push(Command::ListVersions);
        }
        let asked = commands.len();
        let closed =
            sheets::sheet(ctx, "versions", "History of the file", 700.0, |ui| match session.shelves() {
                None => {
                    ui.weak("Looking for earlier versions…");
                }
                Some(Err(why)) => fields::complaint(ui, why),
                Some(Ok(shelves)) => self.shelves(ctx, ui, session, shelves, commands),
            });
        // A version that was asked for takes the place of this window.
        let is_used = commands[asked..]
            .iter()
            .any(|command| matches!(command, Command::UseVersion(_, VersionUse::Open | VersionUse::Restore)));
        closed || is_used
    }

    fn shelves(
        &mut self,
        ctx: &egui::Context,
        ui: &mut egui::Ui,
        session: &Session,
        shelves: &[Shelf],
        commands: &mut Vec<Command>,
    ) {
        let own = session.own_document();
        let shown = self.chosen.clone().or_else(|| session.wanted_versions()).or_else(|| own.clone());
        let shown = shown.or_else(|| shelves.first().map(|shelf| shelf.document.clone()));
        ui.label("Marz keeps the last ten versions of each file, and one a day for thirty days.");
        ui.horizontal(|ui| {
            let label = ui.label("Versions of");
            let words = shown.as_deref().map_or_else(|| "no file yet".to_owned(), name_of);
            let documents = egui::ComboBox::from_id_salt("document of the versions")
                .width(380.0)
                .selected_text(words)
                .show_ui(ui, |ui| {
                    for shelf in shelves {
                        let is_shown = Some(&shelf.document) == shown.as_ref();
                        let row = ui.selectable_label(is_shown, name_of(&shelf.document));
                        if row.on_hover_text(shelf.document.display().to_string()).clicked() {
                            self.chosen = Some(shelf.document.clone());
                        }
                    }
                });
            documents.response.labelled_by(label.id);
        });
        if let Some(document) = &shown {
            let path = RichText::new(document.display().to_string()).small();
            ui.add(egui::Label::new(path.color(Palette::of(ui).weak)).truncate());
        }
        ui.separator();
        let Some(shelf) = shelves.iter().find(|shelf| Some(&shelf.document) == shown.as_ref()) else {
            ui.weak("No version of this file has been kept yet: the first is kept when it is saved.");
            return;
        };
        let is_own = own.as_ref() == Some(&shelf.document);
        if is_own && let Some(version) = session.should_compare(&shelf.versions) {
            commands.push(Command::UseVersion(version.clone(), VersionUse::Compare));
        }
        sheets::scrolled(ctx, ui, |ui| {
            egui::Grid::new("versions").num_columns(5).spacing(vec2(18.0, 7.0)).striped(true).show(
                ui,
                |ui| {
                    for heading in ["Kept on", "Incidents", "Since then", "Size", ""] {
                        ui.label(theme::bold(heading));
                    }
                    ui.end_row();
                    for version in &shelf.versions {
                        row(ui, session, version, is_own, commands);
                        ui.end_row();
                    }
                },
            );
        });
    }
}

fn row(ui: &mut egui::Ui, session: &Session, version: &Version, is_own: bool, commands: &mut Vec<Command>) {
    let palette = Palette::of(ui);
    let when = kept_when(version);
    ui.label(&when);
    match version.incidents {
        Some(count) => ui.label(count.to_string()),
        None => ui.label(RichText::new("damaged").color(palette.trouble)),
    };
    match session.differences(version) {
        Some(Ok(differences)) => ui.label(differences.to_string()),
        Some(Err(why)) => ui.label(RichText::new("unreadable").color(palette.trouble)).on_hover_text(why),
        None => ui.label(RichText::new("–").color(palette.weak)),
    };
    ui.label(size_of(version.bytes));
    ui.horizontal(|ui| {
        for wanted in [VersionUse::Open, VersionUse::Restore] {
            // What is not whole would take sound records away; another file's version is no state of this one.
            if wanted == VersionUse::Restore && (!is_own || version.is_damaged()) {
                continue;
            }
            let command = Command::UseVersion(version.clone(), wanted);
            let button = ui.button(command.label());
            fields::name(&button, &format!("{}: {when}", command.label()));
            if button.clicked() {
                commands.push(command);
            }
        }
    });
}

fn name_of(document: &Path) -> String {
    document
        .file_name()
        .map_or_else(|| document.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// `106 kB`.
fn size_of(bytes: u64) -> String {
    if bytes < 1_000_000 {
        format!("{} kB", bytes.div_ceil(1000))
    } else {
        format!("{:.1} MB", bytes as f64 / 1e6)
    }
}
