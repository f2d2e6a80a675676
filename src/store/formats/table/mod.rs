//! Delimited text as a table: whatever its letters, its separator and the row of its heading.

mod dialect;
mod encoding;
mod heading;

pub use encoding::{Decoded, EncodingError, How, decode};

/// A table as it stands in the file: texts only, nothing understood yet.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// The name of the encoding, as the web knows it: `UTF-8`, `windows-1251`.
    pub encoding: &'static str,
    pub how: How,
    pub separator: char,
    /// Names of the columns; numbered where the file gives none.
    pub columns: Vec<String>,
    /// The line of the heading, counted from 1; `None` where the file has none.
    pub heading: Option<usize>,
    /// Rows between heading and data that say what the columns hold (HXL tags), and rows before the heading.
    pub beside: Vec<TableRow>,
    pub rows: Vec<TableRow>,
}

/// One row of a table.
#[derive(Clone, Debug, PartialEq)]
pub struct TableRow {
    /// Where it begins in the file, counted from 1.
    pub line: usize,
    pub cells: Vec<String>,
}

impl TableRow {
    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }
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
}

/// Reads a table. `encoding` is a name that the user gave; without one it is found out.
///
/// # Errors
/// When the letters cannot be told or nothing is there.
pub fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Table, TableError> {
    let decoded = decode(bytes, encoding)?;
    if decoded.text.trim().is_empty() {
        return Err(TableError::Empty);
    }
    let separator = dialect::separator(&decoded.text);
    let mut rows = dialect::rows(&decoded.text, separator)?;
    let heading = heading::find(&rows);
    let (columns, line, beside) = heading.take(&mut rows);
    rows.retain(|row| !row.is_blank());
    let Decoded { encoding, how, text: _ } = decoded;
    Ok(Table { encoding, how, separator, columns, heading: line, beside, rows })
}
