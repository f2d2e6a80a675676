//! How a stranger's table becomes records: which column is what, which of their words are which of ours.
//!
//! A mapping is proposed from names and values, changed by the user, saved as a small file and used again.

mod dates;
mod field;
mod names;
mod places;
mod propose;
mod row;
mod survey;
mod words;

use std::{
    borrow::Borrow,
    collections::{BTreeMap, HashMap},
    fs,
    io::Read as _,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    model::Precision,
    store::{self, StoreError},
};

use super::{
    Skills,
    codebook::{self, Codebook},
    coded::{self, Coded, OnRows, RowRead},
    table::{Table, TableRow},
};

pub use dates::{DateClass, DateRule, DatesSeen, DayOrder};
pub use field::Field;
pub use places::PlaceClass;
pub use propose::propose;
pub use survey::{Question, Survey, WordSeen};

/// How a table becomes records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Mapping {
    /// A collection with a codebook, which then reads the table; all that follows is not used.
    pub book: Option<Codebook>,
    /// What each column becomes, by its name. A column that is not named is only kept.
    pub columns: BTreeMap<String, Field>,
    pub dates: DateRule,
    /// Where both coordinates stand in one cell: longitude comes first.
    pub longitude_first: bool,
    /// Their word for a kind of incident → our code; empty leaves the kind open. A word that is not named stays as it
    /// is.
    pub kinds: BTreeMap<String, String>,
    pub date_precisions: BTreeMap<String, DateClass>,
    pub place_precisions: BTreeMap<String, PlaceClass>,
    /// How well points are known of which the table does not say it.
    pub points: PlaceClass,
    /// Stands before each id, so that the plain numbers of two tables are not the same incident.
    pub id_prefix: String,
    /// Who is to be credited on pictures, and is the source of rows that name none.
    pub credit: String,
}

impl Default for Mapping {
    fn default() -> Self {
        Self {
            book: None,
            columns: BTreeMap::new(),
            dates: DateRule::default(),
            longitude_first: false,
            kinds: BTreeMap::new(),
            date_precisions: BTreeMap::new(),
            place_precisions: BTreeMap::new(),
            points: PlaceClass::of(Precision::Near),
            id_prefix: String::new(),
            credit: String::new(),
        }
    }
}

/// Why a mapping file cannot be used. The message says what happened and what to do; last, which file.
#[derive(Debug, thiserror::Error)]
pub enum MappingError {
    #[error("The mapping cannot be read ({reason}).\n{}", .path.display())]
    Read { path: PathBuf, reason: String },
    #[error("This is no mapping of Marz: {reason}. Save one in the import window.\n{}", .path.display())]
    NoMapping { path: PathBuf, reason: String },
    #[error(transparent)]
    Write(#[from] StoreError),
}

/// The file of a mapping.
#[derive(Serialize, Deserialize)]
struct MappingFile {
    marz_mapping: u32,
    #[serde(flatten)]
    mapping: Mapping,
}

const VERSION: u32 = 1;

impl Mapping {
    /// What the column becomes.
    pub fn field(&self, column: &str) -> Field {
        self.columns.get(column).copied().unwrap_or_default()
    }

    /// The columns of a table that become this, in the order of the table.
    pub fn places_of(&self, table: &Table, field: Field) -> Vec<usize> {
        let columns = table.columns.iter().enumerate();
        columns.filter(|(_, column)| self.field(column) == field).map(|(place, _)| place).collect()
    }

    /// Lets a column become something; a field that only one column can be is taken from the other.
    pub fn set(&mut self, column: &str, field: Field) {
        if !field.takes_many() {
            self.columns.retain(|_, other| *other != field);
        }
        match field {
            Field::Kept => self.columns.remove(column),
            field => self.columns.insert(column.to_owned(), field),
        };
    }

    /// Exchanges the columns of latitude and longitude, and their order where both stand in one cell.
    pub fn exchange(&mut self) {
        for field in self.columns.values_mut() {
            *field = match *field {
                Field::Latitude => Field::Longitude,
                Field::Longitude => Field::Latitude,
                other => other,
            };
        }
        self.longitude_first = !self.longitude_first;
    }

    /// The same mapping for another table of the same making: columns by their names whatever their case. Tells which
    /// of its columns the table does not have.
    #[must_use]
    pub fn fitted(mut self, table: &Table) -> (Self, Vec<String>) {
        let mut missing = Vec::new();
        let columns = std::mem::take(&mut self.columns);
        for (column, field) in columns {
            match table.place_of(&column) {
                Some(place) => {
                    self.columns.insert(table.columns[place].clone(), field);
                }
                None => missing.push(column),
            }
        }
        (self, missing)
    }

    /// Who is to be credited on pictures.
    pub fn credited(&self) -> Option<&str> {
        match self.book {
            Some(book) => book.credit(),
            None => Some(self.credit.trim()).filter(|credit| !credit.is_empty()),
        }
    }

    /// Reads all rows; `None` where it was broken off.
    pub fn read(&self, table: &Table, skills: &Skills, on: OnRows<'_>) -> Option<Coded> {
        self.read_rows(table, (table.rows.iter(), table.rows.len()), skills, on)
    }

    /// The same of a table that nobody needs any more: each row is gone as soon as it is a record.
    pub fn read_away(&self, mut table: Table, skills: &Skills, on: OnRows<'_>) -> Option<Coded> {
        let rows = std::mem::take(&mut table.rows);
        let all = rows.len();
        self.read_rows(&table, (rows.into_iter(), all), skills, on)
    }

    /// The same of rows as they come, behind those that the table has already.
    pub fn read_coming(
        &self,
        mut table: Table,
        coming: impl Iterator<Item = TableRow>,
        skills: &Skills,
        on: OnRows<'_>,
    ) -> Option<Coded> {
        let rows = std::mem::take(&mut table.rows);
        self.read_rows(&table, (rows.into_iter().chain(coming), 0), skills, on)
    }

    fn read_rows<Row: Borrow<TableRow>>(
        &self,
        table: &Table,
        rows: (impl Iterator<Item = Row>, usize),
        skills: &Skills,
        on: OnRows<'_>,
    ) -> Option<Coded> {
        if let Some(book) = self.book {
            return codebook::read(table, rows, book, on);
        }
        let plan = row::Plan::new(self, table, skills);
        let became = |column: &str| match self.field(column) {
            Field::Kept => None,
            field => Some(field.label()),
        };
        coded::code(table, rows, became, |row: &TableRow| plan.read(row), on)
    }

    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it cannot be read or is none.
    pub fn open(path: &Path) -> Result<Self, MappingError> {
        const LARGEST: u64 = 4 << 20;
        let failed = |reason: String| MappingError::Read { path: path.to_owned(), reason };
        let mut bytes = Vec::new();
        let file = fs::File::open(path).map_err(|error| failed(error.to_string()))?;
        file.take(LARGEST).read_to_end(&mut bytes).map_err(|error| failed(error.to_string()))?;
        Self::from_bytes(&bytes).map_err(|reason| MappingError::NoMapping { path: path.to_owned(), reason })
    }

    fn from_bytes(bytes: &[u8]) -> Result<Self, String> {
        let file: MappingFile = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if file.marz_mapping > VERSION {
            return Err(format!("it is of a newer version, {}", file.marz_mapping));
        }
        Ok(file.mapping)
    }

    /// The text of a mapping file.
    pub fn to_text(&self) -> String {
        let file = MappingFile { marz_mapping: VERSION, mapping: self.clone() };
        // Texts and numbers alone: nothing that JSON could not hold.
        serde_json::to_string_pretty(&file).unwrap_or_default() + "\n"
    }

    /// Writes a mapping file.
    ///
    /// # Errors
    /// When it cannot be written; the old file is left as it was.
    pub fn save(&self, path: &Path) -> Result<(), MappingError> {
        store::write_bytes(path, self.to_text().as_bytes())?;
        Ok(())
    }
}

/// A mapping by the places of its columns: fields → places in the order of the table.
fn by_field(mapping: &Mapping, table: &Table) -> HashMap<Field, Vec<usize>> {
    let mut places: HashMap<Field, Vec<usize>> = HashMap::new();
    for (place, column) in table.columns.iter().enumerate() {
        places.entry(mapping.field(column)).or_default().push(place);
    }
    places
}

/// What stands for nothing in tables of many makers.
fn filled(cell: &str) -> &str {
    match cell.trim() {
        "No information" | "no information" | "NA" | "N/A" | "n/a" | "NULL" | "null" | "NaN" | "nan"
        | "#N/A" | "-" | "—" => "",
        text => text,
    }
}
