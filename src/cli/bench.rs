//! How long the program's own work takes on a file, beside other programs on the same work.
//!
//! Each errand goes the way that the window goes: the same readers, the same session, the same Scene, the same painters.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use jiff::{ToSpan, civil::Date};
use serde_json::{Map, Value, json};

use crate::{
    analysis::{ShownRows, Spots, Window, crowd::Clusters, fold, projected},
    carto::{Point, Scene, Sheet, View, Viewport, compose, compose_basemap, compose_with},
    edit::{Action, Change},
    export::{self, PictureRequest},
    model::{DaySpan, Document, Extent, Facts, IncidentId, LonLat, day_from_number, day_number},
    session::{Command, Environment, File, Session},
    store::{
        self, Entry, FileStamp, Journal, Origin,
        formats::{codebook::Codebook, table::Wishes},
        meter,
    },
};

use super::{
    CliError,
    convert::{import, is_native},
    read_extent, read_size,
};

/// What is timed.
#[derive(Debug, clap::Subcommand)]
pub enum Bench {
    /// From the file to the first answers: a table of ACLED, UCDP GED or GTD, or a native file.
    Import(Import),
    /// Frames of a map as the window composes them, and painted.
    Render(Render),
    /// A time window that moves: all that the session answers, the rows of the list, and the Scene.
    Scrub(Scrub),
    /// Saving, durably.
    Save(Save),
    /// A picture: drawn and coded.
    Export(Picture),
    /// Clusters of all incidents: what is made once, what one screen costs while the map moves, and while rows change.
    Cluster(Cluster),
    /// Words in the text of all records, as they are typed into the filter.
    Search(Search),
}

#[derive(Debug, clap::Args)]
pub struct Input {
    /// The file.
    pub file: PathBuf,
    /// The one line of JSON, which is printed always.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Import {
    #[command(flatten)]
    pub input: Input,
}

#[derive(Debug, clap::Args)]
pub struct Render {
    #[command(flatten)]
    pub input: Input,
    /// What the map shows: region, khorog, or west,south,east,north in degrees.
    #[arg(long, default_value = "region", value_parser = read_place, allow_hyphen_values = true)]
    pub view: Extent,
    #[arg(long, value_name = "WIDTHxHEIGHT", default_value = "1920x1080", value_parser = read_size)]
    pub size: (u32, u32),
    #[arg(long, default_value_t = 9, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub frames: u32,
    /// Where the last frame goes, as a PNG.
    #[arg(long, value_name = "OUT")]
    pub out: Option<PathBuf>,
}

#[derive(Debug, clap::Args)]
pub struct Scrub {
    #[command(flatten)]
    pub input: Input,
    /// How long the window is, in days: 30d; `all` for all of time.
    #[arg(long, default_value = "30d", value_parser = read_length)]
    pub window: Length,
    /// How far it moves each frame.
    #[arg(long, default_value = "30d", value_parser = read_length)]
    pub step: Length,
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..=10_000))]
    pub frames: u32,
    #[arg(long, value_name = "WIDTHxHEIGHT", default_value = "1920x1080", value_parser = read_size)]
    pub size: (u32, u32),
    /// Only the session's answers, without the map.
    #[arg(long)]
    pub answers_only: bool,
}

#[derive(Debug, clap::Args)]
pub struct Save {
    #[command(flatten)]
    pub input: Input,
    /// A new native file, beside the one that is read.
    #[arg(long, value_name = "FORMAT", value_parser = ["geojson", "native"], default_value = "native")]
    pub to: String,
    /// The system is waited for until all is on the disk: it always is.
    #[arg(long)]
    pub fsync: bool,
    /// One change of one record instead: from the command to its safety on the disk.
    #[arg(long)]
    pub edit_one: bool,
}

#[derive(Debug, clap::Args)]
pub struct Picture {
    #[command(flatten)]
    pub input: Input,
    #[arg(long, value_name = "WIDTHxHEIGHT", default_value = "3840x2160", value_parser = read_size)]
    pub size: (u32, u32),
    /// Where the picture goes.
    #[arg(long, value_name = "OUT")]
    pub out: PathBuf,
}

#[derive(Debug, clap::Args)]
pub struct Cluster {
    #[command(flatten)]
    pub input: Input,
    /// How far apart clusters are, in logical pixels.
    #[arg(long, default_value_t = 60.0)]
    pub radius: f64,
    /// The closest zoom of tiles of 512 pixels.
    #[arg(long, default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=18))]
    pub max_zoom: u32,
}

#[derive(Debug, clap::Args)]
pub struct Search {
    #[command(flatten)]
    pub input: Input,
    /// The words, each timed by itself.
    #[arg(required = true)]
    pub words: Vec<String>,
}

/// Days; `None` is all of time.
#[derive(Clone, Copy, Debug)]
pub struct Length(Option<i64>);

/// Where the peers' own measurements begin to scrub.
const FIRST_DAY: Date = jiff::civil::date(2012, 1, 1);

/// What has been used since the beginning of something.
struct Watch {
    began: Instant,
    processor: Option<Duration>,
}

impl Watch {
    fn start() -> Self {
        Self { began: Instant::now(), processor: meter::processor_time() }
    }

    fn seconds(&self) -> f64 {
        self.began.elapsed().as_secs_f64()
    }

    fn processor_seconds(&self) -> Option<f64> {
        Some(meter::processor_time()?.checked_sub(self.processor?)?.as_secs_f64())
    }
}

/// The fields of the one line.
struct Line(Map<String, Value>);

impl Line {
    fn new() -> Self {
        Self(Map::from_iter([("version".to_owned(), env!("CARGO_PKG_VERSION").into())]))
    }

    fn set(&mut self, key: &str, value: impl Into<Value>) {
        self.0.insert(key.to_owned(), value.into());
    }

    /// Median, least, and the 99th of a hundred.
    fn times(&mut self, mut times: Vec<Duration>, watch: &Watch) {
        let count = times.len().max(1);
        times.sort();
        let at = |part: f64| {
            let row = ((count - 1) as f64 * part).round() as usize;
            times.get(row).copied().unwrap_or_default().as_secs_f64() * 1e3
        };
        self.set("ms", at(0.5));
        self.set("ms_min", at(0.0));
        self.set("p99_ms", at(0.99));
        self.set("cpu_ms", watch.processor_seconds().map(|seconds| seconds * 1e3 / count as f64));
        self.set("frames", count);
    }

    fn memory(&mut self) {
        const MIB: f64 = 1024.0 * 1024.0;
        if let Some((now, most)) = meter::memory() {
            self.set("rss_mb", most as f64 / MIB);
            self.set("rest_mb", now as f64 / MIB);
        }
    }

    fn say(self) -> String {
        Value::Object(self.0).to_string()
    }
}

impl Bench {
    pub(super) fn run(self) -> Result<String, CliError> {
        match self {
            Self::Import(import) => import.run(),
            Self::Render(render) => render.run(),
            Self::Scrub(scrub) => scrub.run(),
            Self::Save(save) => save.run(),
            Self::Export(picture) => picture.run(),
            Self::Cluster(cluster) => cluster.run(),
            Self::Search(search) => search.run(),
        }
    }
}

/// A document of any file that Marz reads.
fn read(path: &Path) -> Result<Document, CliError> {
    if is_native(path) {
        return Ok(store::open(path)?.document);
    }
    let imported = import(path, &Wishes::default(), None)?;
    let credit = imported.book().and_then(Codebook::credit).map(str::to_owned);
    let facts = Facts { attribution: credit.into_iter().collect(), ..Facts::default() };
    Ok(Document::of(&imported.coded.incidents, facts, Vec::new(), Map::new()))
}

/// A session on the file, as the window has it.
fn open(path: &Path) -> Result<(Session, Line), CliError> {
    let watch = Watch::start();
    let mut line = Line::new();
    let document = read(path)?;
    line.set("read_s", watch.seconds());
    let environment = Environment {
        today: super::today(),
        now: Box::new(jiff::Timestamp::now),
        author: String::new(),
        new_id: Box::new(|| IncidentId::new("new")),
    };
    let session = Session::on(environment, document, File::Untitled, None);
    line.set("first_usable_s", watch.seconds());
    line.set("load_s", watch.seconds());
    line.set("load_cpu_s", watch.processor_seconds());
    line.set("n", session.document().len());
    Ok((session, line))
}

impl Import {
    fn run(self) -> Result<String, CliError> {
        let (session, mut line) = open(&self.input.file)?;
        line.memory();
        // The same question to every program: how many incidents of 2015 lie in this box, and how many were killed.
        let year = DaySpan::new(jiff::civil::date(2015, 1, 1), jiff::civil::date(2015, 12, 31));
        let window = year.map_or(Window::ALL, Window::of);
        let document = session.document();
        let shown = session.index().shown(&session.view().filter, window).ids;
        let inside = |at: LonLat| (70.0..72.0).contains(&at.lon()) && (36.5..38.5).contains(&at.lat());
        // Other programs know one day of each: that in the middle of a week or month. We show all that may have been.
        let (mut by_day, mut found) = ((0_usize, 0_u64), (0_usize, 0_u64));
        for incident in shown.iter().filter_map(|id| document.get(id)) {
            if incident.place.drawn_at().is_some_and(inside) {
                let killed = u64::from(incident.killed.best.unwrap_or(0));
                found = (found.0 + 1, found.1 + killed);
                let middle = incident.when.span().map(|span| {
                    let (first, last) = (day_number(span.first()), day_number(span.last()));
                    day_from_number(i64::midpoint(first, last))
                });
                if middle.is_some_and(|day| day.year() == 2015) {
                    by_day = (by_day.0 + 1, by_day.1 + killed);
                }
            }
        }
        line.set("check", format!("{}/{}", by_day.0, by_day.1));
        line.set("check_with_overlapping", format!("{}/{}", found.0, found.1));
        Ok(line.say())
    }
}

/// The map pane's part of a frame: the Scene over a ground that is kept while the camera stands still.
struct MapPane {
    sheet: Sheet,
    ground: Option<crate::carto::Ground>,
}

impl MapPane {
    fn new(size: Point) -> Self {
        Self { sheet: Sheet::window(size), ground: None }
    }

    fn compose(&mut self, session: &Session, view: &View) -> Scene {
        let viewport = Viewport { camera: view.camera, size: self.sheet.size };
        let document = session.document();
        let ground = self.ground.get_or_insert_with(|| compose_basemap(document, view, viewport)).clone();
        match session.shown_rows() {
            Some(rows) => compose_with(Some(ground), &rows, document.len(), view, &self.sheet),
            None => compose(document, session.shown(), document.len(), view, &self.sheet),
        }
    }
}

fn points((width, height): (u32, u32)) -> Point {
    Point { x: width as f32, y: height as f32 }
}

impl Render {
    fn run(self) -> Result<String, CliError> {
        let (session, mut line) = open(&self.input.file)?;
        let size = points(self.size);
        let view = View { camera: Viewport::fit(self.view, size, 0.0), ..session.view().clone() };
        let mut pane = MapPane::new(size);
        let watch = Watch::start();
        let mut scene = None;
        let times = (0..self.frames)
            .map(|_| {
                let began = Instant::now();
                scene = Some(pane.compose(&session, &view));
                began.elapsed()
            })
            .collect();
        line.times(times, &watch);
        line.memory();
        if let Some(scene) = scene {
            let marks: usize = scene.parts.iter().map(|(_, marks)| marks.len()).sum();
            line.set("marks", marks);
            line.set("targets", scene.targets.len());
        }
        if let Some(out) = &self.out {
            let watch = Watch::start();
            let sheet =
                compose(session.document(), session.shown(), session.document().len(), &view, &pane.sheet);
            store::write_bytes(out, &export::png(&sheet, self.size, None)?)?;
            line.set("png_ms", watch.seconds() * 1e3);
        }
        Ok(line.say())
    }
}

impl Scrub {
    fn run(self) -> Result<String, CliError> {
        let (mut session, mut line) = open(&self.input.file)?;
        let size = points(self.size);
        session.set_map_size(size);
        let view = View { camera: Viewport::fit(Extent::FRONTIER, size, 0.0), ..session.view().clone() };
        let mut pane = MapPane::new(size);
        // The ground of the map is there before anything is scrubbed.
        pane.ground =
            Some(compose_basemap(session.document(), &view, Viewport { camera: view.camera, size }));
        let watch = Watch::start();
        let mut shown = (0_usize, 0_u64);
        let (mut of_session, mut of_map) = (Vec::new(), Vec::new());
        let mut times = Vec::new();
        for frame in 0..self.frames {
            let began = Instant::now();
            let _effects = session.handle(Command::SetWindow(self.window_of(frame)));
            of_session.push(began.elapsed());
            let rows = session.listed().iter().take(40).filter_map(|id| session.document().get(id)).count();
            std::hint::black_box(rows);
            if !self.answers_only {
                let drawn = Instant::now();
                let view = View { window: session.view().window, ..view.clone() };
                std::hint::black_box(pane.compose(&session, &view));
                of_map.push(drawn.elapsed());
            }
            times.push(began.elapsed());
            shown.0 += session.shown().len();
            shown.1 += session.summary().killed.best;
        }
        line.times(times, &watch);
        for (key, mut parts) in [("session_ms", of_session), ("map_ms", of_map)] {
            parts.sort();
            line.set(key, parts.get(parts.len() / 2).map(|part| part.as_secs_f64() * 1e3));
        }
        line.set("check", format!("{}/{}", shown.0, shown.1));
        line.memory();
        Ok(line.say())
    }

    fn window_of(&self, frame: u32) -> Window {
        let Length(Some(days)) = self.window else {
            // Two windows in turn, or the answer would be there already.
            let last = (frame % 2 == 1).then(|| jiff::civil::date(2026, 6, 1));
            return Window { first: None, last };
        };
        let Length(Some(step)) = self.step else { return Window::ALL };
        let first = FIRST_DAY.saturating_add((step * i64::from(frame)).days());
        DaySpan::new(first, first.saturating_add((days - 1).days())).map_or(Window::ALL, Window::of)
    }
}

impl Save {
    fn run(self) -> Result<String, CliError> {
        let (mut session, mut line) = open(&self.input.file)?;
        let failed =
            |error: &dyn std::fmt::Display| CliError::Point(format!("The bench could not write: {error}."));
        let watch = Watch::start();
        if self.edit_one {
            let Some(id) = session.document().ids().next().cloned() else {
                return Err(CliError::Point("There is no incident to be changed.".to_owned()));
            };
            let origin =
                Origin::File { path: self.input.file.clone(), stamp: FileStamp::of(&self.input.file)? };
            let mut journal =
                Journal::begin(&self.input.file.with_extension("journals"), origin, session.document())
                    .map_err(|error| failed(&error))?;
            line.set("journal_begin_ms", watch.seconds() * 1e3);
            let watch = Watch::start();
            let (mut times, mut of_session) = (Vec::new(), Vec::new());
            for number in 0..20 {
                let began = Instant::now();
                let change = Change::Notes(format!("Seen again, {number}"));
                let effects =
                    session.handle(Command::Perform(Action::Edit { id: id.clone(), change: change.clone() }));
                of_session.push(began.elapsed());
                std::hint::black_box(effects);
                journal
                    .record(&Entry::Did(Action::Edit { id: id.clone(), change }))
                    .map_err(|error| failed(&error))?;
                times.push(began.elapsed());
            }
            line.times(times, &watch);
            of_session.sort();
            line.set("session_ms", of_session[of_session.len() / 2].as_secs_f64() * 1e3);
        } else {
            store::save(&self.input.file.with_extension("saved.geojson"), session.document())?;
            line.set("save_s", watch.seconds());
            line.set("save_cpu_s", watch.processor_seconds());
        }
        line.memory();
        Ok(line.say())
    }
}

impl Picture {
    fn run(self) -> Result<String, CliError> {
        let (session, mut line) = open(&self.input.file)?;
        let request = PictureRequest {
            pixels: self.size,
            dpi: None,
            title: None,
            subtitle: None,
            made_on: Some(session.today().to_string()),
            caption: None,
            signs: 100,
        };
        let (document, view) = (session.document(), session.view());
        let watch = Watch::start();
        let scene =
            export::picture(document, session.shown(), document.len(), view, super::MAP_SIZE, &request);
        line.set("compose_ms", watch.seconds() * 1e3);
        let watch = Watch::start();
        let png = export::png(&scene, request.pixels, request.dpi)?;
        line.set("draw_and_encode_ms", watch.seconds() * 1e3);
        line.set("cpu_ms", watch.processor_seconds().map(|seconds| seconds * 1e3));
        store::write_bytes(&self.out, &png)?;
        line.set("bytes", png.len());
        line.memory();
        Ok(line.say())
    }
}

/// The screen that the peers look at: 1920 × 1080 around Khorog, on tiles of 512 pixels, so many of its widths east.
fn peers_screen(zoom: u32, widths: f64) -> [f64; 4] {
    let across = 1920.0 / 512.0 * 360.0 / f64::from(1_u32 << zoom) / 2.0;
    let down = across * 9.0 / 16.0 * 0.79;
    let middle = 71.5 + widths * 2.0 * across;
    let [west, north] = projected::mercator(middle - across, 37.5 + down);
    let [east, south] = projected::mercator(middle + across, 37.5 - down);
    [west, north, east, south]
}

impl Cluster {
    fn run(self) -> Result<String, CliError> {
        /// The map is moved so often at each zoom: a screen to the east and back, 24 pixels at a time.
        const MOVES: u32 = 160;
        let (session, mut line) = open(&self.input.file)?;
        let zooms = 5..=self.max_zoom.min(12);
        // Our own tiles have half the side: the same screen is one level closer.
        let screen = |rows: &ShownRows<'_>, zoom, widths| {
            Clusters::on_screen(rows, peers_screen(zoom, widths), zoom + 1, self.radius)
        };
        let watch = Watch::start();
        let spots = Spots::of(session.document().outlines());
        std::hint::black_box(spots);
        line.set("spots_ms", watch.seconds() * 1e3);
        // Asked for once more, the same rows are those that a map moves over.
        let (Some(_), Some(rows)) = (session.shown_rows(), session.shown_rows()) else {
            return Ok(line.say());
        };
        for zoom in zooms.clone().rev() {
            let [west, north, east, south] = peers_screen(zoom, 0.0);
            let clusters = screen(&rows, zoom, 0.0);
            let on_screen = clusters.all.iter().filter(|cluster| {
                let [x, y] = cluster.tally.middle();
                (west..=east).contains(&x) && (north..=south).contains(&y)
            });
            line.set(&format!("z{zoom}_n"), on_screen.count());
        }
        line.set("load_ms", watch.seconds() * 1e3);
        line.set("load_cpu_ms", watch.processor_seconds().map(|seconds| seconds * 1e3));
        let (mut moving, mut changed) = (Vec::new(), Vec::new());
        let mut processor = Some(0.0);
        for zoom in zooms {
            // The time window moves: all rows are others than in the last frame.
            let began = Instant::now();
            std::hint::black_box(Clusters::of(&rows, peers_screen(zoom, 0.0), zoom + 1, self.radius));
            changed.push(began.elapsed());
            std::hint::black_box(screen(&rows, zoom, 0.0));
            let watch = Watch::start();
            let mut times: Vec<Duration> = (1..=MOVES)
                .map(|step| {
                    let began = Instant::now();
                    let widths = f64::from(step.min(MOVES - step)) * 24.0 / 1920.0;
                    std::hint::black_box(screen(&rows, zoom, widths));
                    began.elapsed()
                })
                .collect();
            processor = processor.zip(watch.processor_seconds()).map(|(all, more)| all + more);
            times.sort();
            line.set(&format!("z{zoom}_ms"), times[times.len() / 2].as_secs_f64() * 1e3);
            line.set(&format!("z{zoom}_max_ms"), times[times.len() - 1].as_secs_f64() * 1e3);
            moving.extend(times);
        }
        changed.sort();
        line.set("changed_ms", changed[changed.len() / 2].as_secs_f64() * 1e3);
        let count = moving.len() as f64;
        let mean = moving.iter().sum::<Duration>().as_secs_f64() * 1e3 / count;
        line.times(moving, &watch);
        line.set("mean_ms", mean);
        line.set("cpu_ms", processor.map(|seconds: f64| seconds * 1e3 / count));
        // All incidents with a place, in the clusters of the whole world.
        let mut placed = 0_u64;
        rows.each(|_, spot| placed += u64::from(spot.is_placed()));
        let whole = Clusters::of(&rows, [0.0, 0.0, 1.0, 1.0], 4, self.radius);
        let counted: u64 = whole.all.iter().map(|cluster| u64::from(cluster.tally.count)).sum();
        line.set("check", format!("{counted}/{placed}"));
        line.memory();
        Ok(line.say())
    }
}

impl Search {
    fn run(self) -> Result<String, CliError> {
        let (mut session, mut line) = open(&self.input.file)?;
        // In the window a thread of its own does this after a file is opened.
        let reading = Watch::start();
        if let Some(index) = session.unread_words() {
            index.read_words();
        }
        session.words_read();
        line.set("words_s", reading.seconds());
        line.set("words_cpu_s", reading.processor_seconds());
        line.memory();
        let watch = Watch::start();
        let mut times = Vec::new();
        let mut found = Vec::new();
        for word in &self.words {
            let began = Instant::now();
            let _effects = session.handle(Command::SetSearch(word.clone()));
            times.push(began.elapsed());
            found.push(json!({
                "word": fold(word),
                "shown": session.shown().len(),
                "ms": times.last().map(|time: &Duration| time.as_secs_f64() * 1e3),
            }));
        }
        line.times(times, &watch);
        line.set("found", found);
        Ok(line.say())
    }
}

fn read_place(text: &str) -> Result<Extent, String> {
    match text {
        "region" => Ok(Extent { west: 64.0, south: 34.0, east: 77.0, north: 41.3 }),
        "khorog" => Ok(Extent { west: 71.0, south: 37.0, east: 72.6, north: 37.9 }),
        _ => read_extent(text).map(|shown| shown.0),
    }
}

fn read_length(text: &str) -> Result<Length, String> {
    if text == "all" {
        return Ok(Length(None));
    }
    let days = text.strip_suffix('d').unwrap_or(text).parse().ok().filter(|days| *days > 0);
    days.map(|days| Length(Some(days)))
        .ok_or_else(|| format!("“{text}” is no length: write a number of days, as in 30d, or all"))
}
