//! Rows of the great incident collections as records, by their own codebooks.
//!
//! Each cell of the file is kept with the record under `orig.` and the name of its column, so that a reading can be
//! done again and nothing is lost; what we make of it is told column by column.

mod acled;
mod gtd;
mod marz;
mod rows;
mod ucdp;

use std::borrow::Borrow;

use serde::{Deserialize, Serialize};

use crate::model::Incident;

use super::{
    coded::{self, OnRows, RowRead},
    table::{Table, TableRow},
};

pub use super::coded::{Coded, Skipped};

pub(in crate::store::formats) use marz::{GEOJSON_OWN, GPX_OWN, is_kml_own};
pub use rows::Cells;
pub(in crate::store::formats) use rows::{Places, on};
pub(in crate::store::formats) use ucdp::COLUMNS as UCDP_COLUMNS;

/// A collection with a codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Codebook {
    /// Armed Conflict Location and Event Data.
    Acled,
    /// The Uppsala Conflict Data Program's Georeferenced Event Dataset.
    Ucdp,
    /// The Global Terrorism Database.
    Gtd,
    /// Marz's own fields, by the names that they have in its files.
    Marz,
}

impl Codebook {
    pub const ALL: [Self; 4] = [Self::Acled, Self::Ucdp, Self::Gtd, Self::Marz];

    pub fn label(self) -> &'static str {
        match self {
            Self::Acled => "ACLED",
            Self::Ucdp => "UCDP GED",
            Self::Gtd => "GTD",
            Self::Marz => "Marz",
        }
    }

    /// Who is to be credited on pictures with its incidents.
    pub fn credit(self) -> Option<&'static str> {
        match self {
            Self::Acled => Some("Armed Conflict Location & Event Data (ACLED), acleddata.com"),
            Self::Ucdp => Some("UCDP Georeferenced Event Dataset, Uppsala Conflict Data Program (CC BY 4.0)"),
            Self::Gtd => Some("Global Terrorism Database, START, University of Maryland"),
            Self::Marz => None,
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
            Self::Marz => &["id", "title", "event_type", "place_precision"],
        }
    }

    /// What our record takes from a column, by its name in small letters; `None` where it is only kept.
    pub fn becomes(self, column: &str) -> Option<&'static str> {
        match self {
            Self::Acled => acled::becomes(column),
            Self::Ucdp => ucdp::becomes(column),
            Self::Gtd => gtd::becomes(column),
            Self::Marz => Some("the same field"),
        }
    }

    /// The collection that a table is of.
    pub fn of(table: &Table) -> Option<Self> {
        let names: Vec<String> = table.columns.iter().map(|name| name.to_lowercase()).collect();
        Self::ALL
            .into_iter()
            .find(|book| book.marks().iter().all(|mark| names.iter().any(|name| name == mark)))
    }

    /// Names the columns of a file of UCDP without a heading, which is known by its 49 columns.
    pub fn name_columns(table: &mut Table) {
        if table.heading.is_none() && ucdp::is_without_heading(table) {
            table.columns = ucdp::COLUMNS.map(str::to_owned).into();
        }
    }
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
        Codebook::Marz => marz::read(row),
    }
}

/// Reads these rows of a table by a codebook. Kept and skipped rows together are all rows; `None` where it was broken
/// off.
pub(super) fn read<Row: Borrow<TableRow>>(
    table: &Table,
    rows: (impl Iterator<Item = Row>, usize),
    book: Codebook,
    on: OnRows<'_>,
) -> Option<Coded> {
    // Fields of the project's own are told apart by the case of their letters.
    let is_own = book == Codebook::Marz;
    let named = |name: &String| if is_own { name.clone() } else { name.to_lowercase() };
    let columns = table.columns.iter().enumerate();
    let places: Places = columns
        .filter(|(_, name)| !is_own || !marz::is_made(&table.origin, name))
        .map(|(place, name)| (named(name), place))
        .collect();
    let row = |row: &TableRow| {
        let mut cells = Cells::new(&places, row);
        let incident = read_row(&mut cells, book)?;
        let (doubts, derived) = cells.into_notes();
        Ok(RowRead { incident, is_named: true, keeps_cells: !is_own, doubts, derived })
    };
    coded::code(table, rows, |name| book.becomes(&name.to_lowercase()), row, on)
}
