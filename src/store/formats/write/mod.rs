//! Incidents as files for other programs, with a word on everything that a file cannot hold.
//!
//! The same incidents give the same bytes: no time, name or machine is written into them.

mod acled;
mod cell;
mod columns;
mod cursor;
mod geojson;
mod geopackage;
mod gpx;
mod kind;
mod kml;
mod plain;
mod qgis_style;
mod record;
mod shapefile;
mod tour;
mod ucdp;
mod workbook;
mod xml;

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    io::{Cursor, Write as _},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::model::{Document, Incident, Source, TollKind};

use super::{
    codebook::{self, Cells, Codebook},
    table::TableRow,
};

pub use cell::formula_safe;
pub use kind::FileFormat;
pub use record::Ring;
pub use tour::{TourStop, tour};

/// How a table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Our own fields, one a column.
    Plain,
    /// The 31 columns of ACLED.
    Acled,
    /// The 49 columns of UCDP GED.
    Ucdp,
}

/// The mark by which spreadsheets know UTF-8.
pub const BOM: &[u8] = b"\xEF\xBB\xBF";

/// A file as bytes, and what it could not hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub bytes: Vec<u8>,
    pub rows: usize,
    /// What was lost, and in how many records.
    pub losses: BTreeMap<&'static str, usize>,
}

/// A writing as it is seen from another thread: how far it is, and whether it is to stop.
#[derive(Debug, Default)]
pub struct Watch {
    done: AtomicUsize,
    stopped: AtomicBool,
}

impl Watch {
    /// How many records are in the file so far.
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// The file is not wanted any more.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// What went into a file so far, and what could not.
struct Tally<'w> {
    rows: usize,
    losses: BTreeMap<&'static str, usize>,
    watch: &'w Watch,
}

impl<'w> Tally<'w> {
    fn new(watch: &'w Watch) -> Self {
        Self { rows: 0, losses: BTreeMap::new(), watch }
    }

    /// The incidents of a document, as long as the file is wanted.
    fn wanted<'d>(&self, document: &'d Document) -> impl Iterator<Item = Arc<Incident>> + use<'d, 'w> {
        let watch = self.watch;
        document.incidents().take_while(|_| !watch.is_stopped())
    }

    /// One more record, and what it lost.
    fn take(&mut self, mut losses: Vec<&'static str>) {
        self.rows += 1;
        self.watch.done.fetch_add(1, Ordering::Relaxed);
        losses.sort_unstable();
        losses.dedup();
        for loss in losses {
            *self.losses.entry(loss).or_default() += 1;
        }
    }

    /// A record that the file cannot hold at all.
    fn leave_out(&mut self, why: &'static str) {
        *self.losses.entry(why).or_default() += 1;
    }
}

/// Writes a document as a file for other programs.
///
/// # Errors
/// When a workbook or a database cannot be made in memory; the words say why.
pub fn write(document: &Document, format: FileFormat, ring: Ring) -> Result<Written, String> {
    let watch = Watch::default();
    // Nobody else has the watch: it cannot be stopped.
    Ok(write_watched(document, format, ring, &watch)?.unwrap_or_default())
}

/// The same, seen from another thread; `None` when it was stopped.
///
/// # Errors
/// Those of [`write()`].
pub fn write_watched(
    document: &Document,
    format: FileFormat,
    ring: Ring,
    watch: &Watch,
) -> Result<Option<Written>, String> {
    let mut tally = Tally::new(watch);
    let bytes = match format {
        FileFormat::Table(layout) => table(tally.wanted(document), layout, &mut tally),
        FileFormat::GeoJson => geojson::write(document, ring, &mut tally).into_bytes(),
        FileFormat::Kml => kml::write(document, ring, &mut tally).into_bytes(),
        FileFormat::Kmz => {
            zipped([("doc.kml".to_owned(), kml::write(document, ring, &mut tally).into_bytes())])
        }
        FileFormat::Shapefile => zipped(shapefile::write(document, ring, &mut tally)?),
        FileFormat::CursorOnTarget => zipped(cursor::write(document, &mut tally)),
        FileFormat::Gpx => gpx::write(document, ring, &mut tally).into_bytes(),
        FileFormat::Workbook => workbook::write(document, ring, &mut tally)?,
        FileFormat::GeoPackage => geopackage::write(document, ring, &mut tally)?,
    };
    let written = Written { bytes, rows: tally.rows, losses: tally.losses };
    Ok((!watch.is_stopped()).then_some(written))
}

/// Files in an archive, always of the same date and rights.
fn zipped(files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Vec<u8> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        // Memory takes everything that is written to it.
        let _begun = zip.start_file(name, options);
        let _written = zip.write_all(&bytes);
    }
    zip.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// What a person reads of an incident where there is room for a few lines.
fn balloon(incident: &Incident) -> String {
    let place = &incident.place;
    let named = [&place.name, &place.district, &place.province, &place.country];
    let named: Vec<&str> = named.into_iter().flatten().map(String::as_str).collect();
    let radius = place.radius.map(|radius| format!(" ({} km)", radius.0 / 1000.0)).unwrap_or_default();
    let mut lines = vec![
        format!("{}{radius}", place.precision.label()),
        format!("{}: {}", crate::model::taxonomy::label(&incident.event_type), incident.when),
    ];
    lines.extend(incident.when.clocks());
    lines.extend((!named.is_empty()).then(|| named.join(", ")));
    lines.extend((!incident.summary.is_empty()).then(|| incident.summary.clone()));
    lines.extend(incident.sources.iter().map(source_line));
    lines.join("\n")
}

/// A source in a few words, with its grade and its address.
fn source_line(source: &Source) -> String {
    let grade = source.grade.map(|grade| format!(" [{grade}]")).unwrap_or_default();
    let address = source.url.as_deref().map(|url| format!(" {url}")).unwrap_or_default();
    format!("{}{grade}{address}", source.short_name())
}

/// The record as a row of a layout.
struct RowOf<'a> {
    incident: &'a Incident,
    /// The cells that it was read from, where it came from that very collection, and what they say.
    origin: Option<Origin<'a>>,
    losses: Vec<&'static str>,
}

struct Origin<'a> {
    cells: HashMap<&'a str, Cow<'a, str>>,
    was: Incident,
}

impl<'a> RowOf<'a> {
    fn new(incident: &'a Incident, book: Option<Codebook>) -> Self {
        let origin = book.and_then(|book| Origin::of(incident, book));
        Self { incident, origin, losses: Vec::new() }
    }

    /// The cell as it stood in the file the record came from, where what it says still holds.
    fn as_it_stood(&self, column: &str, holds: impl Fn(&Incident, &Incident) -> bool) -> Option<String> {
        let origin = self.origin.as_ref()?;
        holds(&origin.was, self.incident)
            .then(|| origin.cells.get(column).map_or_else(String::new, |cell| cell.clone().into_owned()))
    }

    fn lose(&mut self, what: &'static str) {
        self.losses.push(what);
    }
}

impl<'a> Origin<'a> {
    fn of(incident: &'a Incident, book: Codebook) -> Option<Self> {
        let cells: HashMap<&str, Cow<'_, str>> = incident
            .rest
            .texts()
            .filter_map(|(key, text)| Some((key.strip_prefix("orig.")?, text)))
            .collect();
        let (names, texts): (Vec<&str>, Vec<&str>) =
            cells.iter().map(|(name, text)| (*name, &**text)).unzip();
        let places = names.iter().enumerate().map(|(place, name)| (name.to_lowercase(), place)).collect();
        let was = codebook::read_row(&mut Cells::new(&places, &TableRow::new(0, texts)), book).ok()?;
        // A record of another collection may have a column of the same name, but not its own id in it.
        (was.id == incident.id).then_some(Self { cells, was })
    }
}

/// What every table of a collection cannot hold.
fn common_losses(row: &mut RowOf<'_>, has_wounded: bool) {
    let incident = row.incident;
    for (kind, loss) in
        [(TollKind::Wounded, "wounded"), (TollKind::Abducted, "abducted"), (TollKind::Arrested, "arrested")]
    {
        if incident.toll(kind).is_stated() && !(has_wounded && kind == TollKind::Wounded) {
            row.lose(loss);
        }
    }
    let is_lost = [
        (!incident.weapons.is_empty(), "weapons"),
        (!incident.links.is_empty(), "links to other incidents"),
        (!incident.ends.is_empty(), "further positions"),
        (incident.status.is_some() || !incident.assignee.is_empty(), "state of the coding"),
        (incident.handling.is_some(), "handling mark"),
        (incident.when.clock.is_some() || incident.when.time_text.is_some(), "time of day"),
        (incident.attachments().next().is_some(), "attachments"),
        (!incident.history.is_empty(), "history of the record"),
    ];
    row.losses.extend(is_lost.into_iter().filter_map(|(is_lost, what)| is_lost.then_some(what)));
}

/// Writes incidents as CSV: UTF-8 with the mark that spreadsheets ask for, commas, CRLF, formulas made harmless.
pub fn csv(incidents: impl Iterator<Item = Arc<Incident>>, layout: Layout) -> Written {
    let watch = Watch::default();
    let mut tally = Tally::new(&watch);
    let bytes = table(incidents, layout, &mut tally);
    Written { bytes, rows: tally.rows, losses: tally.losses }
}

fn table(incidents: impl Iterator<Item = Arc<Incident>>, layout: Layout, tally: &mut Tally<'_>) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(BOM.to_vec());
    let (heading, book): (&[&str], _) = match layout {
        Layout::Plain => (&plain::COLUMNS, None),
        Layout::Acled => (&acled::COLUMNS, Some(Codebook::Acled)),
        Layout::Ucdp => (&codebook::UCDP_COLUMNS, Some(Codebook::Ucdp)),
    };
    // A vector takes everything that is written to it.
    let _written = writer.write_record(heading);
    for incident in incidents {
        let mut row = RowOf::new(&incident, book);
        let cells = match layout {
            Layout::Plain => plain::row(&mut row),
            Layout::Acled => acled::row(&mut row),
            Layout::Ucdp => ucdp::row(&mut row),
        };
        let _written = writer.write_record(cells.iter().map(|cell| formula_safe(cell).into_owned()));
        tally.take(row.losses);
    }
    writer.into_inner().unwrap_or_default()
}
