//! Rows and columns as they stand in a file: texts only, nothing understood yet.
//!
//! Delimited text is read here whatever its letters, its separator and the row of its heading; spreadsheets and
//! things on a map become the same table elsewhere.

mod dialect;
mod encoding;
mod heading;
mod long;
mod row;

use serde::{Deserialize, Serialize};

pub use encoding::{Decoded, ENCODINGS, EncodingError, How, decode};
pub use row::TableRow;

pub(super) use long::LongText;

use dialect::Stretch;

/// A table as it stands in the file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Table {
    pub origin: Origin,
    /// Names of the columns; numbered where the file gives none.
    pub columns: Vec<String>,
    /// What a row below the heading says that each column holds (HXL: `#date +start`); empty without such a row.
    pub tags: Vec<String>,
    /// The line of the heading, counted from 1; `None` where the file has none.
    pub heading: Option<usize>,
    /// How many rows beside the heading hold no data: notes above it, tags below it.
    pub beside: usize,
    /// Rows of which nothing can be read: their line, and why.
    pub unread: Vec<(usize, String)>,
    /// What else is worth knowing.
    pub notes: Vec<String>,
    /// The sheets or layers of the file, where there are several, with their rows as far as they were counted.
    pub parts: Vec<(String, usize)>,
    #[serde(skip)]
    pub rows: Vec<TableRow>,
}

/// What the table is in its file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Origin {
    /// Delimited text.
    Text {
        /// The name of the encoding, as the web knows it: `UTF-8`, `windows-1251`.
        encoding: String,
        how: How,
        separator: char,
    },
    /// A sheet of a workbook.
    Sheet { format: String, name: String },
    /// Things on a map, one a row.
    Things { format: String, layer: String },
}

/// What the user said of a table where it would be found out wrongly.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Wishes {
    /// The encoding of delimited text.
    pub encoding: Option<String>,
    /// The sheet or layer, where there are several.
    pub part: Option<String>,
    pub heading: HeadingWish,
}

/// Which row names the columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HeadingWish {
    /// Found out by its looks.
    #[default]
    Found,
    /// The row on this line.
    Line(usize),
    /// There is none.
    Missing,
}

/// Why bytes are no table.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    #[error(transparent)]
    Encoding(#[from] EncodingError),
    #[error("the file is empty")]
    Empty,
    #[error("line {line} is longer than a row can be ({limit} MB): this is no table of incidents")]
    TooLong { line: usize, limit: usize },
    #[error("the file could not be read to its end: {0}")]
    Read(String),
}

/// Reads delimited text. `encoding` is a name that the user gave; without one it is found out.
///
/// # Errors
/// When the letters cannot be told or nothing is there.
pub fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Table, TableError> {
    let wishes = Wishes { encoding: encoding.map(str::to_owned), ..Wishes::default() };
    read_as(bytes, &wishes, &mut |_, _| {})
}

/// The same as the user wishes it; `on` is told how many of how many bytes are read.
pub(super) fn read_as(
    bytes: &[u8],
    wishes: &Wishes,
    on: &mut dyn FnMut(u64, u64),
) -> Result<Table, TableError> {
    whole(Text::Decoded(&decode(bytes, wishes.encoding.as_deref())?), wishes, on)
}

/// The table that stands in a text, such as that of the clipboard.
///
/// # Errors
/// When nothing is there.
pub fn of_text(text: &str, wishes: &Wishes) -> Result<Table, TableError> {
    let decoded = Decoded { text: text.into(), encoding: "UTF-8", how: How::Given };
    whole(Text::Decoded(&decoded), wishes, &mut |_, _| {})
}

/// Where delimited text comes from.
pub(super) enum Text<'a> {
    Decoded(&'a Decoded<'a>),
    Long(&'a mut LongText),
}

/// All rows of it; `on` is told how many of how many bytes are read.
pub(super) fn whole(
    text: Text<'_>,
    wishes: &Wishes,
    on: &mut dyn FnMut(u64, u64),
) -> Result<Table, TableError> {
    let (mut table, mut rest) = begin(text, wishes)?;
    while let Some(row) = rest.next(on) {
        table.rows.push(row?);
    }
    Ok(table)
}

/// Rows in which a heading is looked for.
const HEAD: usize = 1_000;

/// The table with its first rows, in which the heading was found, and the rest of them, one after the other: a long
/// table need never be in memory whole.
pub(super) fn begin<'a>(text: Text<'a>, wishes: &Wishes) -> Result<(Table, Rest<'a>), TableError> {
    let (encoding, how, text, long) = match text {
        Text::Decoded(Decoded { text, encoding, how }) => (*encoding, *how, Stretch::All(text), None),
        Text::Long(long) => {
            let mut first = String::new();
            long.append_to(&mut first)?;
            ("UTF-8", long.how, Stretch::Part(first.into()), Some(long))
        }
    };
    if text.trim().is_empty() {
        return Err(TableError::Empty);
    }
    let separator = dialect::separator(&text);
    let mut rest = Rest { rows: dialect::Rows::of(text, separator, long), passed: 0 };
    let mut head: Vec<TableRow> = Vec::new();
    let has_heading = |head: &[TableRow]| match wishes.heading {
        HeadingWish::Line(line) => head.last().is_some_and(|row| row.line > line),
        HeadingWish::Found | HeadingWish::Missing => true,
    };
    while head.len() < HEAD || !has_heading(&head) {
        let Some(row) = rest.rows.next() else { break };
        head.push(row?);
    }
    let origin = Origin::Text { encoding: encoding.to_owned(), how, separator };
    Ok((Table::of_rows(origin, head, wishes.heading), rest))
}

/// The rows of a text that have not been read yet.
pub(super) struct Rest<'a> {
    rows: dialect::Rows<'a>,
    passed: usize,
}

impl Rest<'_> {
    /// The next row with something in it; `on` is told how many of how many bytes are read.
    pub fn next(&mut self, on: &mut dyn FnMut(u64, u64)) -> Option<Result<TableRow, TableError>> {
        const TOLD_EVERY: usize = 20_000;
        loop {
            let row = self.rows.next()?;
            self.passed += 1;
            if self.passed.is_multiple_of(TOLD_EVERY) {
                let (done, all) = self.rows.progress();
                on(done, all);
            }
            match row {
                Ok(row) if row.is_blank() => {}
                row => return Some(row),
            }
        }
    }
}

impl Table {
    /// The table of these rows, its heading found among them.
    pub(super) fn of_rows(origin: Origin, mut rows: Vec<TableRow>, wish: HeadingWish) -> Self {
        let heading = heading::find(&rows, wish);
        let heading::Taken { mut columns, tags, line, beside } = heading.take(&mut rows);
        rows.retain(|row| !row.is_blank());
        if !matches!(origin, Origin::Text { .. }) {
            // Nothing can be out of place but what a person has put there.
            let width = rows.iter().map(TableRow::len).max().unwrap_or(0);
            columns.extend((columns.len() + 1..=width).map(|number| format!("column {number}")));
        }
        let (unread, notes, parts) = (Vec::new(), Vec::new(), Vec::new());
        Self { origin, columns, tags, heading: line, beside, unread, notes, parts, rows }
    }

    /// Rows of data, also those of which nothing could be read.
    pub fn all_rows(&self) -> usize {
        self.rows.len() + self.unread.len()
    }

    /// The place of a column, whatever the case of its letters.
    pub fn place_of(&self, column: &str) -> Option<usize> {
        let exact = self.columns.iter().position(|name| name == column);
        exact.or_else(|| self.columns.iter().position(|name| name.to_lowercase() == column.to_lowercase()))
    }
}
