//! The command line: no arguments opens the window, a verb works without one.

mod bench;
mod convert;
mod overlay;
mod read_foreign;
mod whereabouts;

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use clap::{Parser, Subcommand};

use crate::{
    analysis::{Index, Window, review::review},
    carto::{Caption, Half, MapStyle, Point, Scene, Theme, View, Viewport, window_words},
    export::{self, PictureRequest},
    model::{DaySpan, Document, Extent, read_days, shown_line},
    store::{
        self,
        evidence::{State, evidence_folder, verify},
        package,
    },
};

/// The map pane that a picture from the command line pretends to show, in logical pixels.
const MAP_SIZE: Point = Point { x: 1280.0, y: 640.0 };

/// The same for each half of a comparison.
const HALF_SIZE: Point = Point { x: 640.0, y: 600.0 };

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
    Export(Export),
    /// Reads a document and says what it holds and what could not be read.
    Check {
        /// The document; without one, the example.
        file: Option<PathBuf>,
    },
    /// Makes one native file of ACLED, UCDP GED and GTD tables and native files.
    Convert(convert::Convert),
    /// Says what a table of ACLED, UCDP GED or GTD holds, and what would become of it.
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
    /// Where the picture goes.
    #[arg(long, value_name = "OUT")]
    pub png: PathBuf,
    /// Width and height in pixels.
    #[arg(long, value_name = "WIDTHxHEIGHT", default_value = "1920x1080", value_parser = read_size)]
    pub size: (u32, u32),
    /// Dots per inch, written in the file for printers.
    #[arg(long)]
    pub dpi: Option<u32>,
    /// Only incidents of these days, both included: 2025-01-01..2025-12-31, 2025-11, 2025, 2024-01-01.. (open).
    #[arg(long, value_name = "FIRST..LAST", value_parser = read_window)]
    pub window: Option<Window>,
    /// The part of the map: west,south,east,north in degrees; without it, the whole frontier.
    #[arg(long, value_name = "W,S,E,N", value_parser = read_extent, allow_hyphen_values = true)]
    pub bbox: Option<ShownExtent>,
    /// The title; without one, the document's.
    #[arg(long)]
    pub title: Option<String>,
    /// The style of the map: day, night, or print, which is legible without colours.
    #[arg(long, value_name = "STYLE", value_parser = read_style, conflicts_with = "dark")]
    pub style: Option<MapStyle>,
    /// The night style, as `--style night`.
    #[arg(long)]
    pub dark: bool,
    /// A layer from this file over the map (GeoJSON, KML, KMZ, GPX, shapefile, `GeoPackage`); may be given several times.
    #[arg(long, value_name = "FILE")]
    pub overlay: Vec<PathBuf>,
    /// Without the legend.
    #[arg(long)]
    pub no_legend: bool,
    /// With a small map in a free corner that shows where the large one lies.
    #[arg(long)]
    pub inset: bool,
    /// A second map at the right, of these days; the first is then at the left.
    #[arg(long, value_name = "FIRST..LAST", value_parser = read_window)]
    pub compare: Option<Window>,
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
    Import(#[from] store::formats::ImportError),
    #[error("{why}")]
    Overlay { why: String },
    #[error("The new file would take the place of one that is read: name another.\n{}", .path.display())]
    OntoItself { path: PathBuf },
    #[error("{0}")]
    Point(String),
}

impl Verb {
    /// Does the work; returns what to print.
    ///
    /// # Errors
    /// When the document cannot be read or the picture not be written.
    pub fn run(self) -> Result<String, CliError> {
        match self {
            Self::Export(export) => export.run(),
            Self::Convert(convert) => convert.run(),
            Self::Info(info) => info.run(),
            Self::Check { file } => check(file.as_ref()),
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
        let (document, report) = read_document(self.file.as_ref())?;
        let window = self.window.unwrap_or(Window::ALL);
        let mut view = View { window, ..View::frontier() };
        view.theme = self.style.unwrap_or_default().theme(if self.dark { Theme::Dark } else { Theme::Light });
        view.layers.legend = !self.no_legend;
        view.layers.inset = self.inset;
        let overlaid = overlay::lay(&self.overlay, &mut view)?;
        let extent = self.bbox.map_or(Extent::FRONTIER, |extent| extent.0);
        let map_size = if self.compare.is_some() { HALF_SIZE } else { MAP_SIZE };
        view.camera = Viewport::fit(extent, map_size, 8.0);
        let shown = Index::new(&document).shown(&view.filter, view.window);
        let request = PictureRequest {
            pixels: self.size,
            dpi: self.dpi,
            title: self.title,
            subtitle: None,
            made_on: Some(DaySpan::day(jiff::Zoned::now().date()).to_string()),
        };
        let scene = match self.compare {
            None => export::picture(&document, &shown.ids, document.len(), &view, MAP_SIZE, &request),
            Some(window) => pair(&document, &view, window, &request),
        };
        let png = export::png(&scene, request.pixels, request.dpi)?;
        store::write_bytes(&self.png, &png)?;
        let mut said = format!(
            "{}: {} of {} incidents, {}×{} pixels",
            self.png.display(),
            shown.ids.len(),
            document.len(),
            self.size.0,
            self.size.1
        );
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
fn pair(document: &Document, left: &View, window: Window, request: &PictureRequest) -> Scene {
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
    export::pair_picture(document, sides, document.len(), HALF_SIZE, request)
}

fn check(file: Option<&PathBuf>) -> Result<String, CliError> {
    let (document, report) = read_document(file)?;
    let mut lines = vec![format!(
        "{} incidents, {} without a point on the map, {} without a date, {} further shapes kept",
        report.incidents, report.without_point, report.undated, report.kept_features
    )];
    lines.extend(report.read_only.clone());
    if let Some(damage) = &report.damage {
        lines.push(format!("The file is damaged: {damage}."));
        lines.extend(damage.pieces.iter().map(|piece| format!("line {}: {}", piece.line, piece.text)));
    }
    lines.extend(report.lines.iter().map(ToString::to_string));
    if report.left_out > 0 {
        lines.push(format!("and {} more", report.left_out));
    }
    lines.extend(file.map(|path| evidence_lines(&document, path)).unwrap_or_default());
    for finding in review(&document, jiff::Zoned::now().date()) {
        let severity = finding.rule.severity().label();
        lines.push(format!("{severity}: {}: {}: {}", finding.incident, finding.field, finding.message));
    }
    Ok(lines.join("\n"))
}

/// How each copy is that the document lists.
fn evidence_lines(document: &Document, path: &Path) -> Vec<String> {
    let listed = &document.facts().evidence;
    let verdict = verify(listed, &evidence_folder(path), &mut on);
    if listed.is_empty() && verdict.strangers.is_empty() {
        return Vec::new();
    }
    let mut lines =
        vec![format!("{} attachments, {} of them whole", listed.len(), listed.len() - verdict.bad().count())];
    for (digest, state) in verdict.bad() {
        let name = document.facts().evidence_of(digest).map(|evidence| shown_line(&evidence.name));
        let how = match state {
            State::Whole => continue,
            State::Damaged => "damaged: its bytes are not those that were attached".to_owned(),
            State::Missing => "missing".to_owned(),
            State::Unreadable(why) => format!("cannot be read ({why})"),
        };
        let users: Vec<String> = document
            .incidents()
            .filter(|incident| incident.attachments().any(|(_, one)| one == *digest))
            .map(|incident| incident.id.to_string())
            .collect();
        let used = if users.is_empty() {
            "used by no incident".to_owned()
        } else {
            format!("used by {}", users.join(", "))
        };
        lines.push(format!("attachment “{}” ({}): {how}; {used}", name.unwrap_or_default(), digest.short()));
    }
    lines.extend(verdict.strangers.iter().map(|name| {
        format!("“{}” in the folder of the evidence is not listed; it is left alone", shown_line(name))
    }));
    lines
}

fn pack(file: &Path, out: &Path) -> Result<String, CliError> {
    let opened = store::open(file)?;
    let packed = package::pack(&opened.document, &evidence_folder(file), out, &mut on)?;
    Ok(format!(
        "{}: {} incidents, {} attachments, {} bytes before packing",
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
    let corners = [(west, south), (east, north)].map(|(lon, lat)| crate::model::LonLat::new(lon, lat));
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

#[cfg(test)]
mod tests {
    use super::*;

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
