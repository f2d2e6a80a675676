//! The command line: no arguments opens the window, a verb works without one.

mod about;
mod answer;
mod bench;
mod brief;
mod check;
mod convert;
mod differ;
mod outputs;
mod overlay;
mod read_foreign;
mod selection;
mod shots;
mod shell;
mod whereabouts;

pub use answer::Answer;
pub use check::Check;
pub use differ::{Diff, Merge};
pub use shell::Completions;

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand};

use crate::{
    analysis::{
        Index, Window,
        publication::{GateError, Gated},
    },
    carto::{
        Camera, Caption, Crowds, Half, MAX_ZOOM, MIN_ZOOM, MapStyle, Point, Scene, Theme, View, Viewport,
        window_words,
    },
    export::{self, Leaving, PictureRequest},
    model::{DaySpan, Document, Extent, LonLat, Zoom, read_days, shown_line},
    store::{self, evidence::evidence_folder, package},
};

/// The map pane that a brief from the command line pretends to stand in, in logical pixels.
const MAP_SIZE: Point = Point { x: 1280.0, y: 640.0 };

/// The size of a picture where none is told.
const USUAL_SIZE: (u32, u32) = (1920, 1080);

/// The same of a moving picture.
const USUAL_MOVING_SIZE: (u32, u32) = (1280, 720);

/// The incident atlas of the Tajik–Afghan frontier.
#[derive(Debug, Parser)]
#[command(name = "marz", version, about, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub verb: Option<Verb>,
    /// A file to open in the window; without one, the example is shown.
    pub file: Option<PathBuf>,
}

#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Paints a picture of a document; needs no display.
    Export(Box<Export>),
    /// Reads a document and says what it holds, what could not be read and what is doubtful; ends with 1 where something
    /// is wrong.
    Check(Check),
    /// Makes one native file of tables, GeoJSON, KML, GPX, shapefiles, `GeoPackage`s, `FlatGeobuf` and native files.
    Convert(convert::Convert),
    /// Says what one file has otherwise than another: ends with 0 where they hold the same, with 1 where they differ.
    Diff(Diff),
    /// Brings two files together that grew out of a third, as git asks for it (%O %A %B): ends with 1 where conflicts
    /// wait to be settled in the window.
    Merge(Merge),
    /// Prints the completions for a shell.
    Completions(Completions),
    /// Prints the manual page.
    Man,
    /// Says what a file holds; of another program's, what would become of it.
    Info(convert::Info),
    /// Puts a document and its evidence into one file.
    Pack {
        /// The document.
        file: PathBuf,
        /// The package, a ZIP.
        out: PathBuf,
    },
    /// Reads a file of strangers for another run of this program.
    #[command(name = store::formats::child::VERB, hide = true)]
    ReadForeign(read_foreign::ReadForeign),
    /// Unpacks a package into a folder; every file is checked against the package's list.
    Unpack { package: PathBuf, folder: PathBuf },
    /// Tells of a point how far the border is, on which bank it lies, in which districts, where along the river.
    Where(whereabouts::Where),
    /// Times this program's own work on a file, and prints one line of JSON.
    #[command(subcommand)]
    Bench(bench::Bench),
}

/// What `marz export` is told.
#[derive(Debug, clap::Args)]
pub struct Export {
    /// The document; without one, the example.
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub outputs: outputs::Outputs,
    #[command(flatten)]
    pub motion: outputs::Motion,
    /// Width and height in pixels; without it, 1920x1080 (moving: 1280x720), or what the sheet of a brief asks for.
    #[arg(long, value_name = "WIDTHxHEIGHT", value_parser = read_size)]
    pub size: Option<(u32, u32)>,
    /// Dots per inch, written in the file for printers.
    #[arg(long)]
    pub dpi: Option<u32>,
    /// Signs and words in per cent of their usual size: with 50 the map tells more, with 200 it can be read from afar.
    #[arg(long, value_name = "PER CENT", default_value = "100", value_parser = clap::value_parser!(u16).range(10..=400))]
    pub signs: u16,
    #[command(flatten)]
    pub selection: selection::Selection,
    /// A view that the document keeps, by its name: its place, days, filter, layers and words.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["storyboard", "bbox", "window", "filters", "compare", "brief"])]
    pub shot: Option<String>,
    /// A storyboard of the document, by its name: a page for each of its views.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["bbox", "window", "filters", "compare", "brief"])]
    pub storyboard: Option<String>,
    /// The part of the map: west,south,east,north in degrees; without it, the whole frontier.
    #[arg(long, value_name = "W,S,E,N", value_parser = read_extent, allow_hyphen_values = true)]
    pub bbox: Option<ShownExtent>,
    /// The middle of the map in degrees, and its zoom: 70.2,37.6,9.
    #[arg(long, value_name = "LON,LAT,ZOOM", value_parser = read_camera, allow_hyphen_values = true, conflicts_with_all = ["bbox", "shot", "storyboard"])]
    pub view: Option<Camera>,
    /// The title; without one, the document's.
    #[arg(long)]
    pub title: Option<String>,
    /// The style of the map: day, night, or print, which is legible without colours.
    #[arg(long, value_name = "STYLE", value_parser = read_style, conflicts_with = "dark")]
    pub style: Option<MapStyle>,
    /// The night style, as `--style night`.
    #[arg(long)]
    pub dark: bool,
    /// A layer from this file over the map (GeoJSON, KML, KMZ, GPX, shapefile, `GeoPackage`, `FlatGeobuf`); may be given several times.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Without the legend.
    #[arg(long)]
    pub no_legend: bool,
    /// With a small map in a free corner that shows where the large one lies.
    #[arg(long)]
    pub inset: bool,
    /// How incidents are drawn that are too many to be told apart: circles, density or hexagons.
    #[arg(long, value_name = "WAY", default_value = "circles", value_parser = read_crowds)]
    pub crowds: Crowds,
    /// A second map at the right, of these days; the first is then at the left.
    #[arg(long, value_name = "FIRST..LAST", value_parser = read_window)]
    pub compare: Option<Window>,
    #[command(flatten)]
    pub brief: brief::BriefArguments,
}

/// An extent as it was typed.
#[derive(Clone, Copy, Debug)]
pub struct ShownExtent(Extent);

/// Why a verb failed, in a sentence for the terminal.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error(transparent)]
    Store(#[from] store::StoreError),
    #[error(transparent)]
    Export(#[from] export::ExportError),
    #[error(transparent)]
    Package(#[from] package::PackageError),
    #[error(transparent)]
    Mapping(#[from] store::formats::mapping::MappingError),
    #[error("{why}")]
    Foreign { why: String },
    #[error("{why}")]
    Overlay { why: String },
    #[error("The new file would take the place of one that is read: name another.\n{}", .path.display())]
    OntoItself { path: PathBuf },
    #[error("No incident has a date: there are no steps of time to be shown.")]
    NoDays,
    #[error("{0}")]
    Point(String),
    #[error(
        "The document has no profile of publication named “{}”: nothing was written. Name one that it has, or `--profile none` to let all leave.",
        shown_line(.0)
    )]
    Profile(String),
    #[error("{0}")]
    Filter(String),
    #[error("{0}")]
    Shot(String),
    #[error(transparent)]
    Gate(#[from] GateError),
    #[error("{0}")]
    Brief(String),
    #[error(transparent)]
    Beside(#[from] store::formats::BesideError),
    #[error("Not merged: {why}. No file was changed.\n{}", .path.display())]
    NotMerged { why: String, path: PathBuf },
    #[error("The manual page could not be written: {0}.")]
    Manual(String),
}

impl Verb {
    /// Does the work; says what came of it, and the number to end with.
    pub fn answer(self) -> Answer {
        match self {
            Self::Check(check) => check.answer(),
            Self::Diff(diff) => diff.answer(),
            Self::Merge(merge) => merge.answer(),
            verb => verb.run().map_or_else(|error| Answer::failed(&error, 1), Answer::yes),
        }
    }

    /// Does the work; returns what to print.
    ///
    /// # Errors
    /// When the document cannot be read or the picture not be written.
    pub fn run(self) -> Result<String, CliError> {
        match self {
            Self::Export(export) => export.run(),
            Self::Convert(convert) => convert.run(),
            Self::Info(info) => info.run(),
            Self::Check(check) => Ok(check.answer().words),
            Self::Diff(diff) => Ok(diff.answer().words),
            Self::Merge(merge) => Ok(merge.answer().words),
            Self::Completions(asked) => Ok(asked.run()),
            Self::Man => shell::manual(),
            Self::Pack { file, out } => pack(&file, &out),
            Self::Unpack { package, folder } => unpack(&package, &folder),
            Self::Where(asked) => asked.run(),
            Self::Bench(bench) => bench.run(),
            // It speaks in frames, not in words: `main` lets it speak for itself.
            Self::ReadForeign(_) => Ok(String::new()),
        }
    }
}

fn read_document(file: Option<&PathBuf>) -> Result<(Document, store::Report), CliError> {
    match file {
        Some(path) => {
            let opened = store::open(path)?;
            Ok((opened.document, opened.report))
        }
        None => Ok(store::sample()),
    }
}

impl Export {
    fn run(self) -> Result<String, CliError> {
        let (whole, report) = read_document(self.file.as_ref())?;
        let leaving = Leaving::of(&whole, self.selection.profile_of(&whole)?)?;
        let document = leaving.document().clone();
        let (window, filter) = (self.selection.window(), self.selection.filter(&document)?);
        let mut view = View { window, filter, ..View::frontier() };
        view.theme = self.style.unwrap_or_default().theme(if self.dark { Theme::Dark } else { Theme::Light });
        view.layers.legend = !self.no_legend;
        view.layers.inset = self.inset;
        view.layers.crowds = self.crowds;
        let overlaid = overlay::lay(&self.overlay, &mut view)?;
        let extent = self.bbox.map_or(Extent::FRONTIER, |extent| extent.0);
        let usual = if self.outputs.only_move() { USUAL_MOVING_SIZE } else { USUAL_SIZE };
        let pixels = self.size.unwrap_or(usual);
        let map_size = if self.brief.brief.is_some() {
            MAP_SIZE
        } else {
            export::usual_map(pixels, if self.compare.is_some() { 2 } else { 1 })
        };
        view.camera = self.view.unwrap_or_else(|| Viewport::fit(extent, map_size, 8.0));
        view.signs = self.brief.signs(view.signs);
        if let Some(name) = &self.storyboard {
            return self.write_storyboard(&leaving, &whole, name, &view);
        }
        let shot =
            self.shot.as_ref().map(|name| Self::frame_of(&leaving, &whole, name, &view)).transpose()?;
        let view = shot.as_ref().map_or_else(|| leaving.view(&view), |shot| shot.view.clone());
        let map_size = shot.as_ref().map_or(map_size, |shot| shot.map_size);
        if let Some(name) = &self.brief.brief {
            return self.write_brief(&whole, &leaving, &view, name);
        }
        let shown = leaving.shown(&view);
        let request = PictureRequest {
            pixels,
            dpi: self.dpi,
            title: self.title.clone(),
            subtitle: None,
            made_on: Some(DaySpan::day(today()).to_string()),
            caption: shot.map(|shot| shot.caption).filter(|words| !words.trim().is_empty()),
            signs: self.signs,
        };
        let scene = match self.compare {
            None => export::picture(&document, &shown, document.len(), &view, map_size, &request),
            Some(window) => pair(&document, &view, window, map_size, &request),
        };
        let mut said = self.write_picture(&document, &view, &scene, (map_size, &request))?;
        said.push(format!("{} of {} incidents", shown.len(), document.len()));
        said.extend(leaving.gated().map(Gated::lines).unwrap_or_default());
        let mut said = said.join("\n");
        for line in overlaid {
            said = format!("{said}\n{line}");
        }
        if let Some(damage) = &report.damage {
            said = format!("{said}\nThe file is damaged: {damage}; `marz check` shows what is left of it.");
        } else if !report.is_clean() {
            let problems = report.lines.len() + report.left_out;
            said = format!(
                "{said}\n{problems} things could not be read as they stand; `marz check` lists them."
            );
        }
        Ok(said)
    }
}

/// The picture of a view and of the same ground in another window.
fn pair(document: &Document, left: &View, window: Window, map: Point, request: &PictureRequest) -> Scene {
    let right = View { window, ..left.clone() };
    let index = Index::new(document);
    let [of_left, of_right] = [left, &right].map(|view| index.shown(&view.filter, view.window).ids);
    let half = |shown, view: &'_ View| Caption {
        title: window_words(view.window, None),
        detail: format!("{shown} of {} incidents", document.len()),
        ..Caption::default()
    };
    let sides = [
        Half { caption: half(of_left.len(), left), shown: &of_left, view: left },
        Half { caption: half(of_right.len(), &right), shown: &of_right, view: &right },
    ];
    export::pair_picture(document, sides, document.len(), map, request)
}

/// The day that is printed on pictures.
fn today() -> jiff::civil::Date {
    jiff::Zoned::now().date()
}

fn pack(file: &Path, out: &Path) -> Result<String, CliError> {
    let opened = store::open(file)?;
    let packed = package::pack(&opened.document, &evidence_folder(file), out, &mut on)?;
    let whole = if opened.document.facts().publication.default.is_some() {
        "; everything is in it, whatever the profile of publication says"
    } else {
        ""
    };
    Ok(format!(
        "{}: {} incidents, {} attachments, {} bytes before packing{whole}",
        out.display(),
        opened.document.len(),
        packed.evidence,
        packed.bytes
    ))
}

fn unpack(file: &Path, folder: &Path) -> Result<String, CliError> {
    let unpacked = package::unpack(file, folder, package::Limits::USUAL, &mut on)?;
    let mut lines = vec![format!("{}: with {} attachments", unpacked.document.display(), unpacked.evidence)];
    lines.extend(unpacked.notes);
    Ok(lines.join("\n"))
}

/// A terminal stops a program by its own means.
fn on(_done: u64, _total: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn read_crowds(text: &str) -> Result<Crowds, String> {
    match text {
        "circles" => Ok(Crowds::Clusters),
        "density" => Ok(Crowds::Density),
        "hexagons" => Ok(Crowds::Hexagons),
        other => Err(format!("“{other}” is no way: choose circles, density or hexagons")),
    }
}

fn read_style(text: &str) -> Result<MapStyle, String> {
    match text {
        "day" => Ok(MapStyle::Day),
        "night" => Ok(MapStyle::Night),
        "print" => Ok(MapStyle::Print),
        _ => Err(format!("“{text}” is not a style: choose day, night or print")),
    }
}

fn read_size(text: &str) -> Result<(u32, u32), String> {
    let wrong = || format!("“{text}” is not a size: write 1920x1080");
    let (width, height) = text.split_once(['x', '×']).ok_or_else(wrong)?;
    let pixels = |part: &str| part.trim().parse::<u32>().map_err(|_| wrong());
    let size = (pixels(width)?, pixels(height)?);
    let sensible = 320..=7680;
    if !sensible.contains(&size.0) || !sensible.contains(&size.1) {
        return Err(format!(
            "{}×{} is out of range: each side must lie between 320 and 7680",
            size.0, size.1
        ));
    }
    Ok(size)
}

/// A window; an end that is left out is open.
fn read_window(text: &str) -> Result<Window, String> {
    let say = |error: crate::model::DateError| error.to_string();
    let Some((first, last)) = text.split_once("..") else {
        return read_days(text, None).map(Window::of).map_err(say);
    };
    let end = |part: &str| match part.trim() {
        "" => Ok(None),
        part => read_days(part, None).map(Some).map_err(say),
    };
    let window = Window { first: end(first)?.map(DaySpan::first), last: end(last)?.map(DaySpan::last) };
    match (window.first, window.last) {
        (Some(first), Some(last)) if last < first => {
            Err(format!("the window ends ({last}) before it begins ({first})"))
        }
        (_, _) => Ok(window),
    }
}

fn read_extent(text: &str) -> Result<ShownExtent, String> {
    let wrong = || format!("“{text}” is not a box: write west,south,east,north, as in 69.5,37,71,38.5");
    let sides: Vec<f64> =
        text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().map_err(|_| wrong())?;
    let [west, south, east, north] = sides[..] else { return Err(wrong()) };
    let corners = [(west, south), (east, north)].map(|(lon, lat)| LonLat::new(lon, lat));
    for corner in &corners {
        if let Err(error) = corner {
            return Err(error.to_string());
        }
    }
    if west >= east || south >= north {
        return Err(wrong());
    }
    Ok(ShownExtent(Extent { west, south, east, north }))
}

fn read_camera(text: &str) -> Result<Camera, String> {
    let wrong = || {
        let (least, most) = (MIN_ZOOM.0, MAX_ZOOM.0);
        format!(
            "“{text}” is not a view: write longitude,latitude,zoom with a zoom from {least} to {most}, as in 70.2,37.6,9"
        )
    };
    let parts: Vec<f64> =
        text.split(',').map(|part| part.trim().parse()).collect::<Result<_, _>>().map_err(|_| wrong())?;
    let [lon, lat, zoom] = parts[..] else { return Err(wrong()) };
    let centre = LonLat::new(lon, lat).map_err(|error| error.to_string())?;
    let is_zoom = (MIN_ZOOM.0..=MAX_ZOOM.0).contains(&zoom);
    is_zoom.then_some(Camera { centre, zoom: Zoom(zoom) }).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_view_is_a_place_and_a_zoom_and_what_is_none_is_named() {
        let camera = read_camera("70.2, 37.6, 9.5").expect("a view");
        assert_eq!((camera.centre.lon(), camera.centre.lat(), camera.zoom.0), (70.2, 37.6, 9.5));
        for wrong in ["70.2,37.6", "70.2,37.6,40", "200,37.6,9", "east,37.6,9", "70.2,37.6,NaN"] {
            assert!(
                read_camera(wrong)
                    .expect_err("no view")
                    .contains(wrong.split(',').next().unwrap_or_default())
            );
        }
    }

    #[test]
    fn windows_are_read_with_open_ends_and_whole_months() {
        let window = read_window("2025-02..").expect("an open end");
        assert_eq!(window.first.map(|d| d.to_string()).as_deref(), Some("2025-02-01"));
        assert_eq!(window.last, None);
        let month = read_window("2024-02").expect("a month");
        assert_eq!(month.last.map(|d| d.to_string()).as_deref(), Some("2024-02-29"));
        assert!(read_window("2025-12-31..2025-01-01").is_err());
    }

    #[test]
    fn sizes_and_boxes_that_make_no_picture_are_refused() {
        assert_eq!(read_size("1920x1080"), Ok((1920, 1080)));
        assert!(read_size("1920").is_err());
        assert!(read_size("99999x10").is_err());
        assert!(read_extent("71,38.5,69.5,37").is_err());
        assert!(read_extent("69.5,37,71,138").is_err());
    }
}
