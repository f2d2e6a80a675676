//! Rows of the great incident collections as records, by their own codebooks.
//!
//! Each cell of the file is kept with the record under `orig.` and the name of its column, so that a reading can be
//! done again and nothing is lost; what we make of it is told column by column.

mod acled;
mod gtd;
mod rows;
mod ucdp;

use std::collections::{BTreeMap, HashMap};

use crate::model::{Incident, IncidentId};

use super::table::{Table, TableRow};

pub use rows::Cells;
pub(in crate::store::formats) use ucdp::COLUMNS as UCDP_COLUMNS;

/// A collection with a codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Codebook {
    /// Armed Conflict Location and Event Data.
    Acled,
    /// The Uppsala Conflict Data Program's Georeferenced Event Dataset.
    Ucdp,
    /// The Global Terrorism Database.
    Gtd,
}

impl Codebook {
    pub const ALL: [Self; 3] = [Self::Acled, Self::Ucdp, Self::Gtd];

    pub fn label(self) -> &'static str {
        match self {
            Self::Acled => "ACLED",
            Self::Ucdp => "UCDP GED",
            Self::Gtd => "GTD",
        }
    }

    /// Who is to be credited on pictures with its incidents.
    pub fn credit(self) -> &'static str {
        match self {
            Self::Acled => "Armed Conflict Location & Event Data (ACLED), acleddata.com",
            Self::Ucdp => "UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program (CC BY 4.0)",
            Self::Gtd => "Global Terrorism Database, START, University of Maryland",
        }
    }

    /// The columns that make it that collection, in any case of letters.
    fn marks(self) -> &'static [&'static str] {
        match self {
            Self::Acled => &["event_date", "sub_event_type", "actor1", "fatalities", "latitude", "longitude"],
            Self::Ucdp => {
                &["id", "type_of_violence", "where_prec", "date_prec", "date_start", "date_end", "best"]
            }
            Self::Gtd => &["eventid", "iyear", "imonth", "iday", "specificity", "nkill"],
        }
    }

    /// What our record takes from a column, for the report; `None` where it is only kept.
    fn becomes(self, column: &str) -> Option<&'static str> {
        match self {
            Self::Acled => acled::becomes(column),
            Self::Ucdp => ucdp::becomes(column),
            Self::Gtd => gtd::becomes(column),
        }
    }

    /// The collection that a table is of. A file of UCDP without a heading is known by its 49 columns; then its
    /// columns are named.
    pub fn of(table: &mut Table) -> Option<Self> {
        let names: Vec<String> = table.columns.iter().map(|name| name.to_lowercase()).collect();
        let has = |mark: &&&str| names.iter().any(|name| name == **mark);
        let known = Self::ALL.into_iter().find(|book| book.marks().iter().all(|mark| has(&mark)));
        known.or_else(|| {
            let is_candidate = table.heading.is_none() && ucdp::is_without_heading(table);
            is_candidate.then(|| {
                table.columns = ucdp::COLUMNS.map(str::to_owned).into();
                Self::Ucdp
            })
        })
    }
}

/// A row that became no record, with its text.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    /// Counted from 1, in the file.
    pub line: usize,
    pub reason: String,
    /// The cells as they stood.
    pub cells: Vec<String>,
}

/// What became of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct Coded {
    pub incidents: Vec<Incident>,
    pub skipped: Vec<Skipped>,
    /// A record that was kept with something not understood in it: its line and what.
    pub doubts: Vec<(usize, String)>,
    /// Each column of the file and what it became; `None` where it is kept under `orig.` only.
    pub columns: Vec<(String, Option<&'static str>)>,
    /// How many records had a value made from others, by what was made of what.
    pub derived: BTreeMap<&'static str, usize>,
}

/// Reads one row.
///
/// # Errors
/// When there is nothing that names the event.
pub(super) fn read_row(row: &mut Cells<'_>, book: Codebook) -> Result<Incident, String> {
    match book {
        Codebook::Acled => acled::read(row),
        Codebook::Ucdp => ucdp::read(row),
        Codebook::Gtd => gtd::read(row),
    }
}

/// Reads all rows of a table by a codebook. Kept and skipped rows together are all rows.
pub fn read(table: Table, book: Codebook) -> Coded {
    let places: HashMap<String, usize> =
        table.columns.iter().enumerate().map(|(place, name)| (name.to_lowercase(), place)).collect();
    let columns = table.columns.iter().map(|name| (name.clone(), book.becomes(&name.to_lowercase())));
    let mut coded = Coded {
        incidents: Vec::with_capacity(table.rows.len()),
        skipped: Vec::new(),
        doubts: Vec::new(),
        columns: columns.collect(),
        derived: BTreeMap::new(),
    };
    let mut first_lines: HashMap<IncidentId, usize> = HashMap::new();
    for row in table.rows {
        let TableRow { line, cells } = row;
        if cells.len() > table.columns.len() {
            let reason = format!(
                "the row has {} cells and the heading {}: a separator or a quotation mark may be out of place",
                cells.len(),
                table.columns.len()
            );
            coded.skipped.push(Skipped { line, reason, cells });
            continue;
        }
        let mut row = Cells::new(&places, &cells);
        let read = read_row(&mut row, book);
        let (doubts, derived) = row.into_notes();
        let mut incident = match read {
            Ok(incident) => incident,
            Err(reason) => {
                coded.skipped.push(Skipped { line, reason, cells });
                continue;
            }
        };
        if let Some(first) = first_lines.get(&incident.id) {
            let reason = format!("the event {} stands on line {first} already", incident.id);
            coded.skipped.push(Skipped { line, reason, cells });
            continue;
        }
        first_lines.insert(incident.id.clone(), line);
        for (name, cell) in table.columns.iter().zip(cells).filter(|(_, cell)| !cell.is_empty()) {
            incident.rest.insert(format!("orig.{name}"), cell.into());
        }
        coded.doubts.extend(doubts.into_iter().map(|doubt| (line, doubt)));
        for what in derived {
            *coded.derived.entry(what).or_default() += 1;
        }
        coded.incidents.push(incident);
    }
    coded
}
