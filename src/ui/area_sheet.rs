//! An area of a map from elsewhere is saved for use without a network: which part, which zooms, what it comes to, how far
//! it is.

use std::path::PathBuf;

use eframe::egui::{self, RichText, vec2};

use crate::{
    carto::Viewport,
    model::Extent,
    session::{Area, Command, Session, area_problem, bytes_words, count_tiles},
    store::tiles::{AreaPlan, TileSource},
};

use super::{
    fields,
    sources_sheet::scrolled,
    theme::{self, Palette},
    tool_window::tool_window,
};

/// The state of the window while it is open.
#[derive(Default)]
pub struct AreaSheet {
    draft: Option<Draft>,
}

struct Draft {
    source: String,
    extent: Extent,
    zooms: (u8, u8),
}

impl AreaSheet {
    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        tool_window(ctx, "area_sheet", "Save an area for offline", vec2(560.0, 400.0), |ui| {
            scrolled(ui, |ui| {
                waiting_ui(ui, session, commands);
                self.plan_ui(ui, session, commands);
            });
        })
    }

    fn plan_ui(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let servers: Vec<&TileSource> =
            session.map_sources().list().iter().filter(|source| source.is_web()).collect();
        let Some(first) = servers.iter().find(|source| source.areas_may_be_saved()).or(servers.first())
        else {
            ui.weak("There is no server among the map sources.");
            return;
        };
        let draft = self.draft.get_or_insert_with(|| {
            let shown = session.map_sources().shown().filter(|source| source.is_web());
            Draft::of(shown.unwrap_or(first), seen(session), session.view().camera.zoom.0)
        });
        let source = servers.iter().find(|source| source.id == draft.source).unwrap_or(first);
        draft.source.clone_from(&source.id);
        draft.fields_ui(ui, session, &servers, source);
        let problem = area_problem(source, draft.extent, draft.zooms);
        ui.add_space(theme::GAP);
        match &problem {
            Some(problem) => fields::complaint(ui, problem),
            None => estimate_ui(ui, session, draft, source, commands),
        }
        ui.add_space(theme::GAP);
        let free = problem.is_none() && session.areas().running().is_none();
        if ui.add_enabled(free, egui::Button::new("Save the area…")).clicked() {
            commands.push(Command::SaveArea(Box::new(draft.plan())));
        }
    }
}

/// What the map shows.
fn seen(session: &Session) -> Extent {
    let viewport = Viewport { camera: session.view().camera, size: session.map_size() };
    let extent = viewport.extent();
    let tidy = |degrees: f64| (degrees * 1e4).round() / 1e4;
    Extent {
        west: tidy(extent.west),
        south: tidy(extent.south),
        east: tidy(extent.east),
        north: tidy(extent.north),
    }
}

impl Draft {
    fn of(source: &TileSource, extent: Extent, zoom: f64) -> Self {
        let here = (zoom.round().clamp(0.0, 22.0) as u8).clamp(source.min_zoom, source.max_zoom);
        let zooms = (here.saturating_sub(2).max(source.min_zoom), (here + 2).min(source.max_zoom));
        Self { source: source.id.clone(), extent, zooms }
    }

    fn plan(&self) -> AreaPlan {
        AreaPlan {
            source: self.source.clone(),
            extent: self.extent,
            min_zoom: self.zooms.0,
            max_zoom: self.zooms.1,
            path: PathBuf::new(),
        }
    }

    fn fields_ui(
        &mut self,
        ui: &mut egui::Ui,
        session: &Session,
        servers: &[&TileSource],
        source: &TileSource,
    ) {
        ui.horizontal(|ui| {
            ui.label("From");
            let chosen = egui::ComboBox::from_id_salt("area source")
                .selected_text(&source.name)
                .width(260.0)
                .show_ui(ui, |ui| {
                    for server in servers {
                        ui.selectable_value(&mut self.source, server.id.clone(), &server.name);
                    }
                });
            fields::name(&chosen.response, "Source of the area");
        });
        ui.add_space(theme::GAP);
        ui.horizontal_wrapped(|ui| {
            let Extent { west, south, east, north } = &mut self.extent;
            for (name, value, most) in
                [("West", west, 180.0), ("South", south, 85.0), ("East", east, 180.0), ("North", north, 85.0)]
            {
                ui.label(name);
                let drag =
                    egui::DragValue::new(value).range(-most..=most).speed(0.01).max_decimals(4).suffix("°");
                fields::name(&ui.add(drag), &format!("{name} of the area"));
            }
        });
        ui.horizontal(|ui| {
            if ui.button("What the map shows").clicked() {
                self.extent = seen(session);
            }
            if ui.button("The whole frontier").clicked() {
                self.extent = Extent::FRONTIER;
            }
        });
        ui.add_space(theme::GAP);
        ui.horizontal(|ui| {
            ui.label("Zoom from");
            let first = ui.add(egui::DragValue::new(&mut self.zooms.0).range(0..=22));
            fields::name(&first, "First zoom of the area");
            ui.label("to");
            let last = ui.add(egui::DragValue::new(&mut self.zooms.1).range(0..=22));
            fields::name(&last, "Last zoom of the area");
        });
    }
}

/// What the area comes to, and what that is known from.
fn estimate_ui(
    ui: &mut egui::Ui,
    session: &Session,
    draft: &Draft,
    source: &TileSource,
    commands: &mut Vec<Command>,
) {
    let palette = Palette::of(ui);
    let tiles = count_tiles(draft.extent, draft.zooms);
    let count = if tiles == 1 { "1 tile".to_owned() } else { format!("{tiles} tiles") };
    let sample = session.areas().sample(&source.id);
    let cache = session.map_sources().notes(&source.id).cache.filter(|cache| cache.tiles >= 20);
    let (each, from) = match (sample.and_then(|sample| sample.bytes.as_ref()), cache) {
        (Some(Ok(each)), _) => (Some(*each), "from a sample"),
        (_, Some(cache)) => (Some(cache.bytes / cache.tiles), "from the tiles kept on this disk"),
        (_, None) => (None, ""),
    };
    let size = match each {
        Some(each) => format!(", about {} ({from})", bytes_words(tiles.saturating_mul(each))),
        None => String::new(),
    };
    ui.label(theme::bold(format!("{count}{size}")));
    // Ten requests a second at most.
    let minutes = tiles.div_ceil(600);
    let time =
        if minutes <= 1 { "a minute or less".to_owned() } else { format!("{minutes} minutes or more") };
    let words = format!(
        "Two requests at a time, ten a second at most: {time}. The server learns which area you look at."
    );
    ui.add(egui::Label::new(RichText::new(words).color(palette.weak)).wrap());
    match sample.map(|sample| &sample.bytes) {
        Some(None) => {
            ui.weak("Asking for a few tiles…");
        }
        Some(Some(Err(why))) => fields::complaint(ui, why),
        Some(Some(Ok(_))) => {}
        None => {
            let ask =
                ui.button("Estimate the size").on_hover_text("Asks the server for six tiles of the area.");
            if ask.clicked() {
                commands.push(Command::SampleArea(Box::new(draft.plan())));
            }
        }
    }
}

/// The areas that are being saved, or wait to be gone on with.
fn waiting_ui(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    for (place, area) in session.areas().list().iter().enumerate() {
        ui.push_id(("area", place), |ui| area_ui(ui, session, (place, area), commands));
        ui.separator();
    }
}

fn area_ui(ui: &mut egui::Ui, session: &Session, (place, area): (usize, &Area), commands: &mut Vec<Command>) {
    let palette = Palette::of(ui);
    let name = area.plan.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    ui.horizontal(|ui| {
        ui.label(theme::bold(&name));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let button = |ui: &mut egui::Ui, words: &str| {
                let response = ui.button(words);
                fields::name(&response, &format!("{words} {name}"));
                response.clicked()
            };
            if area.is_running {
                if button(ui, "Stop") {
                    commands.push(Command::StopArea);
                }
                return;
            }
            if button(ui, "Throw away") {
                commands.push(Command::DropArea(place));
            }
            if session.areas().running().is_none() && button(ui, "Go on") {
                commands.push(Command::GoOnWithArea(place));
            }
        });
    });
    let progress = area.progress.unwrap_or_default();
    if progress.total > 0 {
        let part = progress.done as f32 / progress.total as f32;
        let words = format!("{} of {} · {}", progress.done, progress.total, bytes_words(progress.bytes));
        ui.add(egui::ProgressBar::new(part).text(words));
    } else if area.is_running {
        ui.weak("Beginning…");
    }
    let sentence = match (&area.trouble, area.is_running, progress.rests) {
        (Some(why), _, _) => Some((why.clone(), palette.warn)),
        (None, true, true) => Some((
            "The server asked for peace, or had trouble: it goes on by itself.".to_owned(),
            palette.warn,
        )),
        (None, true, false) => None,
        (None, false, _) => Some(("Not finished. What came so far is kept.".to_owned(), palette.weak)),
    };
    if let Some((words, colour)) = sentence {
        ui.add(egui::Label::new(RichText::new(words).color(colour)).wrap());
    }
}
