//! Tables of other collections as a native file, with a word on every row that was not taken.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use serde_json::json;

use crate::{
    model::{Document, Facts, Incident, IncidentId},
    store::{
        self,
        formats::{Imported, codebook::Skipped, import, table::How},
    },
};

use super::CliError;

/// What `marz convert` is told.
#[derive(Debug, clap::Args)]
pub struct Convert {
    /// ACLED, UCDP GED or GTD tables (CSV, TSV …) and native files to be put together, and last, the new file.
    #[arg(required = true, num_args = 2.., value_names = ["IN", "OUT"])]
    pub files: Vec<PathBuf>,
    /// The encoding of the tables, where it is found out wrongly: windows-1251, KOI8-R, IBM866, UTF-16LE …
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// The report for programs.
    #[arg(long)]
    pub json: bool,
}

/// What `marz info` is told.
#[derive(Debug, clap::Args)]
pub struct Info {
    /// The table.
    pub file: PathBuf,
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
    incidents: Vec<Incident>,
    facts: Option<Facts>,
    owners: HashMap<IncidentId, PathBuf>,
    repeated: Vec<String>,
}

impl Gathered {
    fn take(&mut self, incident: Incident, from: &Path) {
        if let Some(owner) = self.owners.get(&incident.id) {
            let id = &incident.id;
            self.repeated.push(format!("{id} of {} is in {} already", from.display(), owner.display()));
            return;
        }
        self.owners.insert(incident.id.clone(), from.to_owned());
        self.incidents.push(incident);
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
        let mut gathered = Gathered::default();
        let (mut said, mut reports) = (Vec::new(), Vec::new());
        for path in &self.files {
            if is_native(path) {
                let opened = store::open(path)?;
                said.push(format!("{}: {} incidents", path.display(), opened.document.len()));
                reports.push(json!({"file": path, "format": "Marz", "kept": opened.document.len()}));
                gathered.facts.get_or_insert_with(|| opened.document.facts().clone());
                opened.document.incidents().for_each(|incident| gathered.take((**incident).clone(), path));
            } else {
                let imported = import(path, self.encoding.as_deref())?;
                said.extend(lines(path, &imported));
                reports.push(report(path, &imported));
                imported.coded.incidents.into_iter().for_each(|incident| gathered.take(incident, path));
            }
        }
        let Gathered { incidents, facts, repeated, .. } = gathered;
        let document =
            Document::new(incidents, facts.unwrap_or_default(), Vec::new(), serde_json::Map::new());
        store::save(&out, &document)?;
        if self.json {
            let whole =
                json!({"out": out, "incidents": document.len(), "repeated": repeated, "files": reports});
            return Ok(whole.to_string());
        }
        said.extend(repeated);
        said.push(format!("{} incidents written to {}", document.len(), out.display()));
        Ok(said.join("\n"))
    }
}

impl Info {
    pub(super) fn run(self) -> Result<String, CliError> {
        let imported = import(&self.file, self.encoding.as_deref())?;
        Ok(if self.json {
            report(&self.file, &imported).to_string()
        } else {
            lines(&self.file, &imported).join("\n")
        })
    }
}

/// Native files are GeoJSON; tables are not.
fn is_native(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| matches!(ending.as_str(), "geojson" | "json"))
}

fn separator_words(separator: char) -> &'static str {
    match separator {
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "bars",
        _ => "commas",
    }
}

fn how_words(how: How) -> &'static str {
    match how {
        How::Asked => "as you said",
        How::Mark => "by its mark",
        How::Valid => "by its bytes",
        How::Guessed => "by its letters; name another with --encoding where words look wrong",
    }
}

/// The report in words.
fn lines(path: &Path, imported: &Imported) -> Vec<String> {
    let Imported { book, encoding, how, separator, heading, rows, beside, coded } = imported;
    let heading = match heading {
        Some(line) => format!("heading on line {line}"),
        None => "without a heading".to_owned(),
    };
    let mut lines = vec![
        format!(
            "{}: {}, {encoding} ({}), separated by {}, {heading}",
            path.display(),
            book.label(),
            how_words(*how),
            separator_words(*separator)
        ),
        format!("{rows} rows: {} kept, {} skipped", coded.incidents.len(), coded.skipped.len()),
    ];
    if *beside > 0 {
        lines.push(format!("{beside} rows beside the heading hold no data"));
    }
    let became = coded.columns.iter().filter_map(|(column, became)| Some((column, (*became)?)));
    lines.extend(became.map(|(column, became)| format!("column {column}: {became}")));
    let only_kept: Vec<&str> = coded
        .columns
        .iter()
        .filter(|(_, became)| became.is_none())
        .map(|(column, _)| column.as_str())
        .collect();
    if !only_kept.is_empty() {
        lines.push(format!("kept as they stand, under orig.: {}", only_kept.join(", ")));
    }
    lines.extend(coded.derived.iter().map(|(what, times)| format!("derived {times} times: {what}")));
    lines.extend(coded.doubts.iter().map(|(line, doubt)| format!("line {line}: {doubt}")));
    lines.extend(
        coded.skipped.iter().map(|Skipped { line, reason, .. }| format!("line {line} skipped: {reason}")),
    );
    lines
}

/// The report for programs.
fn report(path: &Path, imported: &Imported) -> serde_json::Value {
    let Imported { book, encoding, how, separator, heading, rows, beside, coded } = imported;
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
        "format": book.label(),
        "encoding": encoding,
        "encoding_known": how_words(*how),
        "separator": separator.to_string(),
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
