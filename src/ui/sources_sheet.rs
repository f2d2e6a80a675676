//! The maps from elsewhere: which there are, which one is on, what they keep on this disk. The window stays open
//! beside the map.

use std::path::PathBuf;

use eframe::egui::{self, RichText, vec2};

use crate::{
    session::{Command, Session, Sheetlet, SourceNotes, age_words, bytes_words},
    store::tiles::{CacheSize, SourceKind, TileSource},
};

use super::{
    fields,
    source_form::form,
    theme::{self, Palette},
    tool_window::tool_window,
};

/// The state of the window while it is open.
#[derive(Default)]
pub struct SourcesSheet {
    /// The source being written or changed.
    draft: Option<TileSource>,
    fresh: bool,
}

impl SourcesSheet {
    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        tool_window(ctx, "sources_sheet", "Map sources", vec2(620.0, 430.0), |ui| match self.draft.take() {
            Some(draft) => {
                self.draft = form(ui, session, draft, std::mem::take(&mut self.fresh), commands);
            }
            None => self.list_ui(ui, session, commands),
        })
    }

    fn list_ui(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let palette = Palette::of(ui);
        let sources = session.map_sources();
        ui.horizontal_wrapped(|ui| {
            let words = if sources.is_online() {
                "Each tile in view is asked of its server, which so learns where you look."
            } else {
                "No request leaves this program until you switch a server on."
            };
            ui.label(theme::bold(sources.standing()));
            ui.label(RichText::new(words).color(palette.weak));
        });
        self.add_ui(ui, session, commands);
        ui.separator();
        scrolled(ui, |ui| {
            if sources.list().is_empty() {
                ui.weak("There is no source. Add a server, a file or a folder.");
            }
            for source in sources.list() {
                let is_on = sources.shown().is_some_and(|shown| shown.id == source.id);
                ui.push_id(&source.id, |ui| {
                    let (notes, now) = (sources.notes(&source.id), session.now());
                    self.source_ui(ui, source, (&notes, is_on, now), commands);
                });
                ui.separator();
            }
        });
    }

    fn add_ui(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        ui.horizontal_wrapped(|ui| {
            let empty = |kind| TileSource::new(String::new(), String::new(), kind);
            let template = String::new();
            for (words, kind) in [
                ("Add a server…", SourceKind::Web { template }),
                ("Add a folder…", SourceKind::Folder { path: PathBuf::new(), tms: false }),
            ] {
                if ui.button(words).clicked() {
                    self.edit(empty(kind));
                }
            }
            if ui.button("Add a file…").clicked() {
                commands.push(Command::AddTileFile);
            }
            if ui.button("What was sent…").clicked() {
                commands.push(Command::ToggleSheetlet(Sheetlet::Requests));
            }
            if let Some(removed) = session.map_sources().removed()
                && ui.button(format!("Put back {}", removed.name)).clicked()
            {
                commands.push(Command::PutBackSource);
            }
        });
    }

    fn edit(&mut self, source: TileSource) {
        self.draft = Some(source);
        self.fresh = true;
    }

    fn source_ui(
        &mut self,
        ui: &mut egui::Ui,
        source: &TileSource,
        (notes, is_on, now): (&SourceNotes, bool, jiff::Timestamp),
        commands: &mut Vec<Command>,
    ) {
        let palette = Palette::of(ui);
        let id = &source.id;
        ui.horizontal(|ui| {
            ui.label(theme::bold(&source.name));
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let button = |ui: &mut egui::Ui, words: &str| {
                    let response = ui.button(words);
                    fields::name(&response, &format!("{words} {}", source.name));
                    response
                };
                if button(ui, "Remove").clicked() {
                    commands.push(Command::RemoveSource(id.clone()));
                }
                if button(ui, "Edit").clicked() {
                    self.edit(source.clone());
                }
                let test = button(ui, "Test").on_hover_text(if source.is_web() {
                    "Asks the server for one tile, also while you are offline."
                } else {
                    "Reads one tile."
                });
                if test.clicked() {
                    commands.push(Command::TestSource(id.clone()));
                }
                let words = if is_on { "Switch off" } else { "Switch on" };
                let switch = ui.add(egui::Button::new(words).selected(is_on));
                fields::name(&switch, &format!("{words} {}", source.name));
                if switch.clicked() {
                    commands.push(Command::ShowSource((!is_on).then(|| id.clone())));
                }
            });
        });
        let small =
            |text: String| egui::Label::new(RichText::new(text).size(12.0).color(palette.weak)).truncate();
        let place = match &source.kind {
            SourceKind::Web { .. } => {
                format!("Server {}", source.host().unwrap_or_else(|| "(address incomplete)".to_owned()))
            }
            SourceKind::MbTiles { path } | SourceKind::PmTiles { path } => {
                format!("File {}", path.display())
            }
            SourceKind::Folder { path, .. } => format!("Folder {}", path.display()),
        };
        let at_start = if source.on_at_start { " · switched on at each start" } else { "" };
        ui.add(small(format!("{place} · zoom {} to {}{at_start}", source.min_zoom, source.max_zoom)));
        if source.is_web() {
            ui.horizontal(|ui| {
                ui.add(small(kept_words(notes.cache, now)));
                let has_tiles = notes.cache.is_some_and(|cache| cache.tiles > 0);
                if has_tiles && !notes.wiping {
                    let wipe = ui.small_button("Wipe");
                    fields::name(&wipe, &format!("Wipe the kept tiles of {}", source.name));
                    if wipe.clicked() {
                        commands.push(Command::WipeTiles(id.clone()));
                    }
                }
            });
        }
        let sentence = |ui: &mut egui::Ui, colour: egui::Color32, words: &str| {
            ui.add(egui::Label::new(RichText::new(words).size(12.5).color(colour)).wrap());
        };
        if let Some(problem) = source.problem() {
            sentence(ui, palette.warn, &problem);
        } else if let Some(why) = notes.trouble.as_ref().filter(|_| is_on) {
            sentence(ui, palette.warn, why);
        }
        match &notes.tested {
            _ if notes.testing => sentence(ui, palette.weak, "Testing…"),
            Some(Ok(words)) => sentence(ui, palette.done, words),
            Some(Err(why)) => sentence(ui, palette.trouble, why),
            None => {}
        }
    }
}

/// `214 tiles kept on this disk, 3.1 MB, 2 hours to 5 days old`
fn kept_words(cache: Option<CacheSize>, now: jiff::Timestamp) -> String {
    let Some(cache) = cache else { return "Counting the tiles kept on this disk…".to_owned() };
    if cache.tiles == 0 {
        return "No tile is kept on this disk.".to_owned();
    }
    let age = match (cache.newest, cache.oldest) {
        (Some(newest), Some(oldest)) => {
            let (newest, oldest) = (age_words(newest, now), age_words(oldest, now));
            if newest == oldest { format!(", {oldest} old") } else { format!(", {newest} to {oldest} old") }
        }
        (_, _) => String::new(),
    };
    let count = if cache.tiles == 1 { "1 tile".to_owned() } else { format!("{} tiles", cache.tiles) };
    format!("{count} kept on this disk, {}{age}", bytes_words(cache.bytes))
}

/// The content of the window, which keeps its size whatever stands in it.
pub(super) fn scrolled(ui: &mut egui::Ui, content: impl FnOnce(&mut egui::Ui)) {
    let height = ui.available_height();
    egui::ScrollArea::vertical()
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, false])
        .show(ui, |ui| {
            // Room for the bar.
            ui.set_max_width(ui.available_width() - 12.0);
            content(ui);
        });
}
