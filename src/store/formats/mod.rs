//! Files of other programs as incidents: each reader with a report of what was kept, derived and left out.
//!
//! Nothing here writes to the file it reads.

mod beside;
pub mod child;
pub mod codebook;
pub mod shapes;
pub mod table;
mod words;
pub mod write;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

pub use beside::{Beside, BesideError, open_beside};

use codebook::{Codebook, Coded};
use table::TableError;

/// Bytes beyond which a table is not read: narratives of some million events.
const LARGEST: u64 = 4 << 30;

/// A table that was read by a codebook.
#[derive(Clone, Debug)]
pub struct Imported {
    pub book: Codebook,
    /// `UTF-8`, `windows-1251` …, and how it is known.
    pub encoding: &'static str,
    pub how: table::How,
    pub separator: char,
    /// The line of the heading, counted from 1.
    pub heading: Option<usize>,
    /// Rows of data: kept and skipped ones together.
    pub rows: usize,
    /// Rows beside the heading that are no data.
    pub beside: usize,
    pub coded: Coded,
}

/// Why a file gave no incidents. The message says what happened, what to do, and last, which file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("The file could not be read: {reason}.\n{}", .path.display())]
    Read { path: PathBuf, reason: String },
    #[error("The file could not be read as a table: {source}.\n{}", .path.display())]
    NoTable { path: PathBuf, source: TableError },
    #[error(
        "No codebook known here has these columns: {columns}. Marz knows ACLED, UCDP GED and GTD; of another table, \
         name the columns as one of them does.\n{}", .path.display()
    )]
    NoCodebook { path: PathBuf, columns: String },
}

/// Reads a table of a known collection. `encoding` is a name that the user gave.
///
/// # Errors
/// When the file cannot be read, is no table, or no codebook fits its columns.
pub fn import(path: &Path, encoding: Option<&str>) -> Result<Imported, ImportError> {
    let failed = |reason: String| ImportError::Read { path: path.to_owned(), reason };
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|error| failed(error.to_string()))?;
    file.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| failed(error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(failed(format!("it is larger than {} GB", LARGEST >> 30)));
    }
    read(&bytes, encoding).map_err(|problem| match problem {
        Problem::NoTable(source) => ImportError::NoTable { path: path.to_owned(), source },
        Problem::NoCodebook(columns) => ImportError::NoCodebook { path: path.to_owned(), columns },
    })
}

/// Why bytes gave no incidents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    NoTable(TableError),
    /// The names of the columns, as many as fit a sentence.
    NoCodebook(String),
}

/// Reads the bytes of a table of a known collection.
///
/// # Errors
/// When the bytes are no table, or no codebook fits its columns.
pub fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Imported, Problem> {
    const NAMED: usize = 12;
    let mut table = table::read(bytes, encoding).map_err(Problem::NoTable)?;
    let Some(book) = Codebook::of(&mut table) else {
        let mut columns = table.columns.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
        if table.columns.len() > NAMED {
            columns = format!("{columns} and {} more", table.columns.len() - NAMED);
        }
        return Err(Problem::NoCodebook(columns));
    };
    Ok(Imported {
        book,
        encoding: table.encoding,
        how: table.how,
        separator: table.separator,
        heading: table.heading,
        rows: table.rows.len(),
        beside: table.beside.len(),
        coded: codebook::read(table, book),
    })
}
