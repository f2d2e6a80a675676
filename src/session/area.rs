//! Areas of a map from elsewhere that are saved for use without a network: what is being saved, what waits to be gone on
//! with, and what it may come to.

use crate::{
    carto::tiles_of_extent,
    model::Extent,
    store::tiles::{AreaPlan, MOST_AREA_TILES, SourceKind, TileSource},
};

use super::{Effect, Session, Sheetlet, Tone};

/// How far an area is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AreaProgress {
    /// Places that were looked at, of how many.
    pub done: u64,
    pub total: u64,
    pub tiles: u64,
    pub bytes: u64,
    /// The server is left in peace for a while.
    pub rests: bool,
}

/// An area that is being saved or waits.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    pub plan: AreaPlan,
    pub progress: Option<AreaProgress>,
    pub is_running: bool,
    /// Why it stopped.
    pub trouble: Option<String>,
}

/// What a tile of a source weighs, as far as is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sample {
    pub source: String,
    /// Bytes of a tile, on average; `None` while some are asked for.
    pub bytes: Option<Result<u64, String>>,
}

/// The areas, and the questions about one.
#[derive(Clone, Debug, Default)]
pub struct Areas {
    list: Vec<Area>,
    /// The plan whose file is being chosen.
    chosen: Option<AreaPlan>,
    sample: Option<Sample>,
}

impl Areas {
    pub fn list(&self) -> &[Area] {
        &self.list
    }

    /// The area that is being saved.
    pub fn running(&self) -> Option<&Area> {
        self.list.iter().find(|area| area.is_running)
    }

    pub fn sample(&self, source: &str) -> Option<&Sample> {
        self.sample.as_ref().filter(|sample| sample.source == source)
    }

    fn get_mut(&mut self, plan: &AreaPlan) -> Option<&mut Area> {
        self.list.iter_mut().find(|area| area.plan == *plan)
    }

    /// What is to be written down.
    pub fn plans(&self) -> Vec<AreaPlan> {
        self.list.iter().map(|area| area.plan.clone()).collect()
    }
}

/// The tiles of an area between two zooms.
pub fn count_tiles(extent: Extent, zooms: (u8, u8)) -> u64 {
    (zooms.0..=zooms.1)
        .map(|z| {
            let (columns, rows) = tiles_of_extent(extent, z);
            columns.count() as u64 * rows.count() as u64
        })
        .fold(0, u64::saturating_add)
}

/// Why an area cannot be saved as it is planned, and what to do.
pub fn area_problem(source: &TileSource, extent: Extent, zooms: (u8, u8)) -> Option<String> {
    if let Some(problem) = source.problem() {
        return Some(problem);
    }
    if !source.is_web() {
        return Some("This source is on this disk already.".to_owned());
    }
    if let Some(why) = source.saving_forbidden() {
        return Some(why.to_owned());
    }
    if !source.may_be_saved {
        return Some(
            "Say in Map sources, under Edit, that the owner of the server permits saving whole areas."
                .to_owned(),
        );
    }
    if extent.west >= extent.east || extent.south >= extent.north {
        return Some("West must lie before east, and south before north.".to_owned());
    }
    if zooms.0 > zooms.1 {
        return Some("The first zoom lies beyond the last.".to_owned());
    }
    if zooms.0 < source.min_zoom || zooms.1 > source.max_zoom {
        return Some(format!("The source has the zooms from {} to {}.", source.min_zoom, source.max_zoom));
    }
    let tiles = count_tiles(extent, zooms);
    (tiles > MOST_AREA_TILES).then(|| {
        format!(
            "That is {tiles} tiles; {MOST_AREA_TILES} are taken at most. Choose a smaller area or a lower last zoom."
        )
    })
}

impl Session {
    pub fn areas(&self) -> &Areas {
        &self.areas
    }

    /// Takes the areas that an earlier run left unfinished; none goes on by itself.
    pub fn begin_with_areas(&mut self, plans: Vec<AreaPlan>) {
        let waiting = |plan| Area { plan, progress: None, is_running: false, trouble: None };
        self.areas.list = plans.into_iter().map(waiting).collect();
        if !self.areas.list.is_empty() {
            self.say(
                Tone::Note,
                "An area of a map was not saved to its end: Save an area for offline shows how to go on.",
            );
        }
    }

    pub(super) fn save_area(&mut self, plan: AreaPlan) -> Vec<Effect> {
        let Some(source) = self.maps.get(&plan.source) else { return Vec::new() };
        if let Some(problem) = area_problem(source, plan.extent, (plan.min_zoom, plan.max_zoom)) {
            self.say(Tone::Note, problem);
            return Vec::new();
        }
        let letters = |c: char| if c.is_alphanumeric() { c } else { '_' };
        let suggested = format!("{}.mbtiles", source.name.chars().map(letters).collect::<String>());
        self.areas.chosen = Some(plan);
        vec![Effect::AreaDialog { suggested }]
    }

    /// The file of the area is chosen.
    pub(super) fn save_area_to(&mut self, path: std::path::PathBuf) -> Vec<Effect> {
        let Some(plan) = self.areas.chosen.take().map(|plan| AreaPlan { path, ..plan }) else {
            return Vec::new();
        };
        // The same name is the same file.
        self.areas.list.retain(|area| area.plan.path != plan.path);
        let area = Area { plan: plan.clone(), progress: None, is_running: false, trouble: None };
        self.areas.list.insert(0, area);
        self.go_on_with_area(0)
    }

    pub(super) fn go_on_with_area(&mut self, place: usize) -> Vec<Effect> {
        let Some(area) = self.areas.list.get(place) else { return Vec::new() };
        let Some(source) = self.maps.get(&area.plan.source).cloned() else {
            self.say(Tone::Note, "The source of this area is no longer in the list of map sources.");
            return Vec::new();
        };
        let plan = area.plan.clone();
        if let Some(problem) = area_problem(&source, plan.extent, (plan.min_zoom, plan.max_zoom)) {
            self.say(Tone::Note, problem);
            return Vec::new();
        }
        for (other, area) in self.areas.list.iter_mut().enumerate() {
            area.is_running = other == place;
            if other == place {
                area.trouble = None;
            }
        }
        vec![Effect::RememberAreas, Effect::SaveArea(Box::new((plan, source)))]
    }

    /// Stops what runs; it can be gone on with.
    pub(super) fn stop_area() -> Vec<Effect> {
        vec![Effect::StopArea]
    }

    /// Throws away what was gathered for an area.
    pub(super) fn drop_area(&mut self, place: usize) -> Vec<Effect> {
        if self.areas.list.get(place).is_none_or(|area| area.is_running) {
            return Vec::new();
        }
        let area = self.areas.list.remove(place);
        vec![Effect::RememberAreas, Effect::DropArea(Box::new(area.plan))]
    }

    /// Asks for a few tiles of the area, to know what they weigh.
    pub(super) fn sample_area(&mut self, plan: AreaPlan) -> Vec<Effect> {
        let Some(source) = self.maps.get(&plan.source).cloned() else { return Vec::new() };
        if let Some(problem) = area_problem(&source, plan.extent, (plan.min_zoom, plan.max_zoom)) {
            self.say(Tone::Note, problem);
            return Vec::new();
        }
        self.areas.sample = Some(Sample { source: plan.source.clone(), bytes: None });
        vec![Effect::SampleArea(Box::new((plan, source)))]
    }

    // What the shell reports

    pub fn note_sample(&mut self, source: &str, bytes: Result<u64, String>) {
        if let Some(sample) = self.areas.sample.as_mut().filter(|sample| sample.source == source) {
            sample.bytes = Some(bytes);
        }
    }

    pub fn note_area(&mut self, plan: &AreaPlan, progress: AreaProgress) {
        if let Some(area) = self.areas.get_mut(plan) {
            area.progress = Some(progress);
        }
    }

    pub fn note_area_stopped(&mut self, plan: &AreaPlan, why: Option<String>) {
        let Some(area) = self.areas.get_mut(plan) else { return };
        area.is_running = false;
        area.trouble.clone_from(&why);
        match why {
            Some(why) => self.say(
                Tone::Trouble,
                format!("Saving the area stopped: {why} What came so far is kept; go on in Save an area for offline."),
            ),
            None => self.say(Tone::Note, "Saving the area stopped. What came so far is kept."),
        }
    }

    /// The file is there: it becomes a source beside the others.
    pub fn note_area_finished(&mut self, plan: &AreaPlan, failed: u64) -> Vec<Effect> {
        self.areas.list.retain(|area| area.plan != *plan);
        let missing = match failed {
            0 => String::new(),
            1 => " One tile could not be had.".to_owned(),
            count => format!(" {count} tiles could not be had."),
        };
        self.say(
            Tone::Done,
            format!("The area is saved and stands among the map sources.{missing} {}", plan.path.display()),
        );
        let mut effects = vec![Effect::RememberAreas];
        let kind = SourceKind::of_file(plan.path.clone());
        if !self.maps.list().iter().any(|source| source.kind == kind) {
            let server = self.maps.get(&plan.source);
            let name = plan.path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let source = TileSource {
                attribution: server.map(|server| server.attribution.clone()).unwrap_or_default(),
                has_names: server.is_none_or(|server| server.has_names),
                ..TileSource::new(String::new(), name, kind)
            };
            effects.extend(self.set_source(source));
        }
        effects
    }

    pub(super) fn show_areas(&self) -> Vec<Effect> {
        vec![Effect::Show(Sheetlet::SaveArea), self.measuring()]
    }
}
