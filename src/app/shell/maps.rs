//! Maps from elsewhere: files that are given, sources and areas that are remembered, news of their tiles.

use std::path::PathBuf;

use eframe::egui;

use crate::{
    app::tiles::{AreaNews, CareOutcome, Loaded},
    session::{Command, Sheetlet, Tone},
    store,
};

use super::Shell;

impl Shell {
    /// A file of tiles becomes a source of the map.
    pub(in crate::app) fn take_map_file(&mut self, path: PathBuf) {
        let name = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let kind = store::tiles::SourceKind::of_file(path);
        let source = store::tiles::TileSource::new(String::new(), name, kind);
        self.ask(Command::SetSource(Box::new(source)));
        if !self.panes.is_open(Sheetlet::Sources) {
            self.ask(Command::ToggleSheetlet(Sheetlet::Sources));
        }
    }

    pub(super) fn remember_areas(&mut self) {
        let Some(folder) = &self.settings_folder else { return };
        if let Err(error) = store::tiles::save_areas(folder, &self.session.areas().plans()) {
            self.session.say(Tone::Trouble, error.to_string());
        }
    }

    /// How far the area is that is being saved.
    pub(super) fn take_area_news(&mut self, ctx: &egui::Context) {
        for news in self.area_saver.news() {
            match news {
                AreaNews::Requests(requests) => self.session.note_requests(requests),
                AreaNews::Progress(plan, progress) => self.session.note_area(&plan, progress),
                AreaNews::Stopped(plan, why) => self.session.note_area_stopped(&plan, why),
                AreaNews::Finished(plan, failed) => {
                    let effects = self.session.note_area_finished(&plan, failed);
                    self.do_effects(ctx, effects);
                }
            }
        }
    }

    pub(super) fn remember_sources(&mut self) {
        let Some(folder) = &self.settings_folder else { return };
        if let Err(error) = store::tiles::save_sources(folder, self.session.map_sources().list()) {
            self.session.say(Tone::Trouble, error.to_string());
        }
    }

    pub(super) fn take_care(&mut self, outcome: CareOutcome) {
        match outcome {
            CareOutcome::Measured(id, size) => self.session.note_cache(&id, size),
            CareOutcome::Wiped(id, Ok(size)) => {
                self.session.note_cache(&id, size);
                self.session.say(Tone::Done, "The kept tiles are wiped from this disk.");
            }
            CareOutcome::Wiped(_, Err(why)) => {
                self.session.say(Tone::Trouble, format!("The kept tiles could not be wiped: {why}"));
            }
            CareOutcome::Sampled(id, bytes, requests) => {
                self.session.note_requests(requests);
                self.session.note_sample(&id, bytes);
            }
            CareOutcome::Offered(address, offered, requests) => {
                self.session.note_requests(requests);
                self.session.note_offered(&address, offered);
            }
            CareOutcome::Tested(id, result, requests) => {
                self.session.note_requests(requests);
                self.session.note_test(&id, result);
            }
        }
    }

    /// What came from the source that is on, beside tiles.
    pub(super) fn take_tile_news(&mut self, ctx: &egui::Context) {
        for news in self.ground.news() {
            match news {
                Loaded::Requests(requests) => self.session.note_requests(requests),
                Loaded::Trouble { why, .. } => self.session.note_trouble(why),
                Loaded::About { about, .. } => {
                    let Some(id) = self.ground.source_id().map(str::to_owned) else { continue };
                    self.ground.learn(&about);
                    let effects = self.session.learn_of_source(&id, &about);
                    self.do_effects(ctx, effects);
                }
                Loaded::Tile { .. } | Loaded::Failed { .. } => {}
            }
        }
    }
}
