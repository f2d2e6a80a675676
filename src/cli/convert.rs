//! Tables of other collections as a native file, with a word on every row that was not taken.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::json;

use crate::{
    analysis::{SKILLS, ring},
    model::{Document, Facts, Gathering, Incident, IncidentId},
    store::{
        self,
        formats::{
            Imported, Skipped,
            child::{self, Cage, ChildError},
            mapping::Mapping,
            read_table_apart, stem,
            table::Wishes,
            write::{BOM, FileFormat, Layout, write},
        },
        native::is_written_by_marz,
    },
};

use super::{CliError, about::About, selection::Selection};

/// What `marz convert` is told.
#[derive(Debug, clap::Args)]
pub struct Convert {
    /// Tables (CSV, XLSX, XLS, ODS …), GeoJSON, KML, KMZ, GPX, shapefiles, `GeoPackage`s, `FlatGeobuf` and native files
    /// to be put together, and last, the new file: a native one, or where its name ends in .csv, .xlsx, .gpkg,
    /// .kml, .kmz or .gpx, such a one.
    #[arg(required = true, num_args = 2.., value_names = ["IN", "OUT"])]
    pub files: Vec<PathBuf>,
    /// The encoding of the tables, where it is found out wrongly: windows-1251, KOI8-R, IBM866, UTF-16LE …
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// A mapping saved in the import window: what the columns of the files become.
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// The sheet or layer to be read, where a file has several.
    #[arg(long, value_name = "NAME")]
    pub part: Option<String>,
    /// What the new file is, where its name does not say it.
    #[arg(long = "as", value_name = "FORMAT", value_enum)]
    pub format: Option<Wanted>,
    #[command(flatten)]
    pub selection: Selection,
    /// A CSV file without the mark at its beginning by which spreadsheets know UTF-8.
    #[arg(long)]
    pub no_bom: bool,
    /// The report for programs.
    #[arg(long)]
    pub json: bool,
}

/// What a new file is to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Wanted {
    /// CSV with Marz's own fields.
    Plain,
    /// CSV with ACLED's 31 columns.
    Acled,
    /// CSV with UCDP GED's 49 columns.
    Ucdp,
    /// `GeoJSON` with nothing of Marz's own, areas for places that are known roughly.
    Geojson,
    /// For Google Earth: dates, fields, a colour for each kind.
    Kml,
    /// The same, packed.
    Kmz,
    /// Waypoints for receivers in the field.
    Gpx,
    /// A workbook.
    Xlsx,
    /// A `GeoPackage` for QGIS and other GIS.
    Gpkg,
    /// Shapefiles in a ZIP, for older GIS.
    Shp,
    /// A data package of Cursor on Target, for ATAK.
    Cot,
}

impl From<Wanted> for FileFormat {
    fn from(wanted: Wanted) -> Self {
        match wanted {
            Wanted::Plain => Self::Table(Layout::Plain),
            Wanted::Acled => Self::Table(Layout::Acled),
            Wanted::Ucdp => Self::Table(Layout::Ucdp),
            Wanted::Geojson => Self::GeoJson,
            Wanted::Kml => Self::Kml,
            Wanted::Kmz => Self::Kmz,
            Wanted::Gpx => Self::Gpx,
            Wanted::Xlsx => Self::Workbook,
            Wanted::Gpkg => Self::GeoPackage,
            Wanted::Shp => Self::Shapefile,
            Wanted::Cot => Self::CursorOnTarget,
        }
    }
}

/// What `marz info` is told.
#[derive(Debug, clap::Args)]
pub struct Info {
    /// The file.
    pub file: PathBuf,
    /// A mapping saved in the import window.
    #[arg(long, value_name = "FILE")]
    pub map: Option<PathBuf>,
    /// The sheet or layer to be read, where the file has several.
    #[arg(long, value_name = "NAME")]
    pub part: Option<String>,
    /// Its encoding, where it is found out wrongly.
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// The report for programs.
    #[arg(long)]
    pub json: bool,
}

/// Incidents that are put together, each id once.
#[derive(Default)]
struct Gathered {
    incidents: Gathering,
    facts: Option<Facts>,
    has_native: bool,
    /// Which file, by its place, brought each.
    owners: HashMap<IncidentId, usize>,
    files: Vec<PathBuf>,
    repeated: Vec<String>,
}

impl Gathered {
    fn credit(&mut self, credit: &str) {
        let credits = &mut self.facts.get_or_insert_default().attribution;
        if !credits.iter().any(|known| known == credit) {
            credits.push(credit.to_owned());
        }
    }

    /// The title and all else of the first native file, the credits of all.
    fn take_facts(&mut self, facts: &Facts) {
        let credits = self.facts.take().map(|facts| facts.attribution).unwrap_or_default();
        if self.has_native {
            for credit in &facts.attribution {
                self.credit(credit);
            }
        } else {
            self.facts = Some(facts.clone());
            self.has_native = true;
        }
        for credit in credits {
            self.credit(&credit);
        }
    }

    fn take_all(&mut self, incidents: impl Iterator<Item = Arc<Incident>>, from: &Path) {
        let file = self.files.len();
        self.files.push(from.to_owned());
        for incident in incidents {
            if let Some(owner) = self.owners.get(&incident.id) {
                let (id, owner) = (&incident.id, self.files[*owner].display());
                self.repeated.push(format!("{id} of {} is in {owner} already", from.display()));
                continue;
            }
            self.owners.insert(incident.id.clone(), file);
            self.incidents.push(incident);
        }
    }
}

impl Convert {
    pub(super) fn run(mut self) -> Result<String, CliError> {
        let out = self.files.pop().unwrap_or_default();
        let is_same = |path: &PathBuf| {
            path.canonicalize().is_ok_and(|one| out.canonicalize().is_ok_and(|two| one == two))
        };
        if let Some(same) = self.files.iter().find(|path| is_same(path)) {
            return Err(CliError::OntoItself { path: same.clone() });
        }
        let format = self.format.map(FileFormat::from).or_else(|| FileFormat::of_name(&out));
        if let Some(format) = format.filter(|format| !format.may_be_called(&out)) {
            let why = format!(
                "The new file would not be what its name says: give it a name that ends in .{}.\n{}",
                format.ending(),
                out.display(),
            );
            return Err(CliError::Foreign { why });
        }
        let mapping = self.map.as_deref().map(Mapping::open).transpose()?;
        let wishes = Wishes { encoding: self.encoding.clone(), part: self.part.clone(), ..Wishes::default() };
        let mut gathered = Gathered::default();
        let (mut said, mut reports) = (Vec::new(), Vec::new());
        for path in &self.files {
            if is_native(path) {
                let opened = store::open(path)?;
                said.push(format!("{}: {} incidents", path.display(), opened.document.len()));
                reports.push(json!({"file": path, "format": "Marz", "kept": opened.document.len()}));
                gathered.take_facts(opened.document.facts());
                gathered.take_all(opened.document.incidents(), path);
            } else {
                let imported = import(path, &wishes, mapping.as_ref())?;
                said.push(path.display().to_string());
                said.extend(imported.lines());
                reports.push(report(path, &imported));
                if let Some(credit) = imported.mapping.credited() {
                    gathered.credit(credit);
                }
                gathered.take_all(imported.coded.incidents.iter(), path);
            }
        }
        let Gathered { incidents, facts, repeated, .. } = gathered;
        let document =
            Document::of(&incidents.finish(), facts.unwrap_or_default(), Vec::new(), serde_json::Map::new());
        // A file of Marz's own goes on as the work itself: what the document withholds stays in it unless it is told
        // otherwise.
        let obeys = format.is_some() || self.selection.profile.is_some();
        let (document, gate) = self.selection.part_of(document, obeys)?;
        let (mut losses, mut rows) = (BTreeMap::new(), document.len());
        if let Some(format) = format {
            let written = write(&document, format, ring)
                .map_err(|why| CliError::Foreign { why: format!("{why}\n{}", out.display()) })?;
            let bytes = written.bytes.strip_prefix(BOM).filter(|_| self.no_bom).unwrap_or(&written.bytes);
            store::write_bytes(&out, bytes)?;
            (losses, rows) = (written.losses, written.rows);
        } else {
            store::save(&out, &document)?;
        }
        if self.json {
            let whole = json!({
                "out": out,
                "incidents": rows,
                "repeated": repeated,
                "files": reports,
                "lost": losses,
                "withheld": gate,
            });
            return Ok(whole.to_string());
        }
        said.extend(repeated);
        said.extend(gate);
        let lost = losses.iter();
        said.extend(
            lost.map(|(what, times)| format!("the file does not hold, of {times} incidents: {what}")),
        );
        said.push(format!("{rows} incidents written to {}", out.display()));
        Ok(said.join("\n"))
    }
}

impl Info {
    pub(super) fn run(self) -> Result<String, CliError> {
        if is_native(&self.file) && self.map.is_none() && self.part.is_none() {
            let about = About::of(&self.file)?;
            return Ok(if self.json {
                about.for_programs(&self.file).to_string()
            } else {
                about.lines().join("\n")
            });
        }
        let mapping = self.map.as_deref().map(Mapping::open).transpose()?;
        let wishes = Wishes { encoding: self.encoding, part: self.part, ..Wishes::default() };
        let imported = import(&self.file, &wishes, mapping.as_ref())?;
        Ok(if self.json { report(&self.file, &imported).to_string() } else { imported.lines().join("\n") })
    }
}

/// Native files are GeoJSON that Marz wrote, or that has its columns.
pub(super) fn is_native(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| matches!(ending.as_str(), "geojson" | "json")) && is_written_by_marz(path)
}

/// Reads a file in a child and understands it here.
pub(super) fn import(path: &Path, wishes: &Wishes, mapping: Option<&Mapping>) -> Result<Imported, CliError> {
    let said = |error: ChildError| {
        let why = match error {
            // Its own sentence names the file already.
            ChildError::Refused(why) => why,
            error => format!("{error}\n{}", path.display()),
        };
        CliError::Foreign { why }
    };
    let bytes = store::FileStamp::of(path).ok().flatten().map_or(0, |stamp| stamp.len);
    let program = child::this_program().map_err(said)?;
    let reader = read_table_apart(&program, Cage::for_file(bytes), path, wishes).map_err(said)?;
    Imported::from_child(reader, mapping, &stem(path), &SKILLS).map_err(said)
}

/// The report for programs.
fn report(path: &Path, imported: &Imported) -> serde_json::Value {
    let Imported { origin, heading, rows, beside, notes, mapping, coded } = imported;
    let columns: serde_json::Map<String, serde_json::Value> =
        coded.columns.iter().map(|(column, became)| (column.clone(), json!(became))).collect();
    let skipped: Vec<_> = coded
        .skipped
        .iter()
        .map(|Skipped { line, reason, cells }| json!({"line": line, "reason": reason, "cells": cells}))
        .collect();
    let doubts: Vec<_> =
        coded.doubts.iter().map(|(line, doubt)| json!({"line": line, "doubt": doubt})).collect();
    json!({
        "file": path,
        "format": imported.format(),
        "origin": origin,
        "mapping": mapping,
        "notes": notes,
        "heading_line": heading,
        "rows": rows,
        "rows_beside": beside,
        "kept": coded.incidents.len(),
        "columns": columns,
        "derived": coded.derived,
        "doubts": doubts,
        "skipped": skipped,
    })
}
