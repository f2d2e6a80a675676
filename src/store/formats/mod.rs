//! Files of other programs as incidents, and incidents as files of other programs; each with a report of what was
//! kept, derived and left out.
//!
//! Any file becomes a [`Table`] first ([`read_table`], in the window and on the command line by a child process:
//! [`read_table_apart`]), and by a [`Mapping`] incidents. Nothing here writes to the file it reads.

mod apart;
mod beside;
mod book;
pub mod child;
pub mod codebook;
mod coded;
pub mod mapping;
mod photo;
mod plain_json;
pub mod shapes;
pub mod table;
mod things;
mod words;
pub mod write;

use std::{
    fs::{self, File},
    io::Read,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use child::ChildError;
use codebook::Codebook;
use mapping::Mapping;
use shapes::{Plane, ShapesError};
use table::{LongText, Origin, Table, TableError, Text, Wishes};

use super::native;

pub use apart::{KIND as TABLE_KIND, TableReader, read_table_apart, say_table_of};
pub use beside::{Beside, BesideError, BesideStep, open_beside};
pub use coded::{Coded, OnRows, Skipped};
pub use photo::{PHOTO_ENDINGS, Photo, PhotoError, Taken, is_photo_by_name, read_photo, read_photo_apart};
pub use words::described;

/// Bytes beyond which a file is not read: narratives of some million events.
const LARGEST: u64 = 2 << 30;

/// What the readers here are lent by rooms below: how positions are written.
#[derive(Clone, Copy)]
pub struct Skills {
    /// Coordinates of a plane as degrees.
    pub to_degrees: fn(&Plane, f64, f64) -> Option<[f64; 2]>,
    /// One angle, as minutes and seconds too.
    pub angle: fn(&str) -> Option<f64>,
    /// A position in one text, where it can be read in one way only.
    pub position: fn(&str) -> Option<crate::model::LonLat>,
}

impl Skills {
    /// Degrees in plain numbers, and nothing else.
    pub const PLAIN: Self = Self {
        to_degrees: |plane, x, y| matches!(plane, Plane::Degrees).then_some([x, y]),
        angle: |_| None,
        position: |_| None,
    };
}

/// A file that was read, and how.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    pub origin: Origin,
    /// The line of the heading, counted from 1.
    pub heading: Option<usize>,
    /// Rows of data: kept and skipped ones together.
    pub rows: usize,
    /// Rows beside the heading that are no data.
    pub beside: usize,
    /// What else is worth knowing of the file.
    pub notes: Vec<String>,
    /// How its columns were read.
    pub mapping: Mapping,
    pub coded: Coded,
}

impl Imported {
    /// What a table became, by a mapping; `None` where it was broken off.
    pub fn of(table: &Table, mapping: Mapping, skills: &Skills, on: OnRows<'_>) -> Option<Self> {
        let coded = mapping.read(table, skills, on)?;
        Some(Self { coded, ..Self::head(table, mapping) })
    }

    /// The same of a table that nobody needs any more: it takes half the memory.
    pub fn from_table(table: Table, mapping: Mapping, skills: &Skills, on: OnRows<'_>) -> Option<Self> {
        let head = Self::head(&table, mapping);
        let coded = head.mapping.read_away(table, skills, on)?;
        Some(Self { coded, ..head })
    }

    /// The same of a table whose rows are still coming from the child that reads it, where its first rows tell how
    /// they are to be read; else all rows are waited for.
    ///
    /// # Errors
    /// When the file is refused, or the child was ended or died.
    pub fn from_child(
        reader: TableReader,
        mapping: Option<&Mapping>,
        name: &str,
        skills: &Skills,
    ) -> Result<Self, ChildError> {
        let (mut table, mut rest) = reader.begin(&mut |_, _| {})?;
        if mapping.is_none() && Codebook::of(&table).is_none() {
            while let Some(row) = rest.next(&mut |_, _| {})? {
                table.rows.push(row);
            }
            return Ok(understand(table, None, name, skills));
        }
        let mut head = Self::head(&table, mapping_for(&table, mapping, name, skills));
        let mut failure = None;
        let mut coming = 0;
        let rows = std::iter::from_fn(|| match rest.next(&mut |_, _| {}) {
            Ok(row) => row.inspect(|_| coming += 1),
            Err(error) => {
                failure = Some(error);
                None
            }
        });
        let go_on = &mut |_, _| ControlFlow::Continue(());
        let coded = head.mapping.read_coming(table, rows, skills, go_on).expect("nobody breaks it off");
        if let Some(error) = failure {
            return Err(error);
        }
        head.rows += coming;
        Ok(Self { coded, ..head })
    }

    /// What is known of it before its rows are read.
    fn head(table: &Table, mapping: Mapping) -> Self {
        Self {
            origin: table.origin.clone(),
            heading: table.heading,
            rows: table.all_rows(),
            beside: table.beside,
            notes: table.notes.clone(),
            mapping,
            coded: Coded::default(),
        }
    }

    /// The collection whose codebook read it.
    pub fn book(&self) -> Option<Codebook> {
        self.mapping.book
    }
}

/// Why a file gave no incidents. The message says what happened, what to do, and last, which file.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    #[error("The file could not be read: {reason}.\n{}", .path.display())]
    Read { path: PathBuf, reason: String },
    #[error("The file could not be read as a table: {reason}.\n{}", .path.display())]
    NoTable { path: PathBuf, reason: String },
    #[error("Nothing in the file could be read as incidents: {why}.\n{}", .path.display())]
    Things { path: PathBuf, why: String },
}

/// Reads any file as incidents, in this process: as its codebook says, or by a mapping, or by the one that its names
/// and values propose.
///
/// # Errors
/// When the file cannot be read or is none of the known kinds.
pub fn import(
    path: &Path,
    wishes: &Wishes,
    mapping: Option<&Mapping>,
    skills: &Skills,
) -> Result<Imported, ImportError> {
    let table = read_table(path, wishes, skills, &mut |_, _| {})?;
    Ok(understand(table, mapping, &stem(path), skills))
}

/// What a table becomes by a mapping, or by the one that its names and values propose.
pub fn understand(table: Table, mapping: Option<&Mapping>, name: &str, skills: &Skills) -> Imported {
    let mapping = mapping_for(&table, mapping, name, skills);
    let all = Imported::from_table(table, mapping, skills, &mut |_, _| ControlFlow::Continue(()));
    all.expect("nobody breaks it off")
}

fn mapping_for(table: &Table, mapping: Option<&Mapping>, name: &str, skills: &Skills) -> Mapping {
    match mapping {
        Some(mapping) => mapping.clone().fitted(table).0,
        None => mapping::propose(table, name, skills),
    }
}

/// The name of a file without its ending.
pub fn stem(path: &Path) -> String {
    path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// Reads delimited text of which the positions are plain degrees.
///
/// # Errors
/// When the bytes are no table.
pub fn read(bytes: &[u8], encoding: Option<&str>) -> Result<Imported, TableError> {
    let mut table = table::read(bytes, encoding)?;
    Codebook::name_columns(&mut table);
    Ok(understand(table, None, "table", &Skills::PLAIN))
}

/// Reads any file as a table, by its content and not by its name; `on` is told how far it is, of how much.
///
/// # Errors
/// When the file cannot be read or is none of the known kinds.
pub fn read_table(
    path: &Path,
    wishes: &Wishes,
    skills: &Skills,
    on: &mut dyn FnMut(u64, u64),
) -> Result<Table, ImportError> {
    match content(path, wishes, skills, on)? {
        Content::Table(table) => Ok(table),
        Content::Text(bytes) => {
            let read = table::read_as(&bytes, wishes, on);
            named(path, read)
        }
        Content::Long(mut text) => named(path, table::whole(Text::Long(&mut text), wishes, on)),
    }
}

/// The table that was read, with the columns that it does not name itself named.
fn named(path: &Path, read: Result<Table, TableError>) -> Result<Table, ImportError> {
    let mut table = read.map_err(|error| no_table(path, error.to_string()))?;
    Codebook::name_columns(&mut table);
    Ok(table)
}

fn no_table(path: &Path, reason: String) -> ImportError {
    ImportError::NoTable { path: path.to_owned(), reason }
}

/// What a file holds.
enum Content {
    Table(Table),
    /// The bytes of delimited text, whose rows can be taken one after the other.
    Text(Vec<u8>),
    /// The same, too long to be in memory whole.
    Long(LongText),
}

/// Opens a file by its content: delimited text is left as it is.
fn content(
    path: &Path,
    wishes: &Wishes,
    skills: &Skills,
    on: &mut dyn FnMut(u64, u64),
) -> Result<Content, ImportError> {
    let failed = |reason: String| ImportError::Read { path: path.to_owned(), reason };
    let things = |path: &Path| {
        things::read(path, wishes, skills).map_err(|error| match error {
            ShapesError::Read { path, reason } => ImportError::Read { path, reason },
            ShapesError::Refused { path, why } => ImportError::Things { path, why },
        })
    };
    // A pipe would be waited for, and a folder has no bytes.
    let metadata = fs::metadata(path).map_err(|error| failed(error.to_string()))?;
    if !metadata.is_file() {
        return Err(failed("it is no file".to_owned()));
    }
    if metadata.len() > LARGEST {
        return Err(failed(format!("it is larger than {} GB", LARGEST >> 30)));
    }
    // Read where it lies, with the files beside it.
    if shapes::is_read_in_place(path) {
        return things(path).map(Content::Table);
    }
    let open = || File::open(path).map_err(|error| failed(error.to_string()));
    /// Bytes. Shorter text is faster read at once.
    const LONG: u64 = 16 << 20;
    const A_PART: usize = 1 << 20;
    if metadata.len() >= LONG && wishes.encoding.is_none() && !calls_itself_json(path) {
        let is_other = |head: &[u8]| {
            book::is_book(head) || Looks::of(head) != Looks::Text || native::without_a_table(head).is_some()
        };
        let long = LongText::of(open()?, A_PART, is_other).map_err(|error| failed(error.to_string()))?;
        if let Some(long) = long {
            return Ok(Content::Long(long));
        }
    }
    // As large as it is, and not twice that while it grows.
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    open()?.take(LARGEST + 1).read_to_end(&mut bytes).map_err(|error| failed(error.to_string()))?;
    if book::is_book(&bytes) {
        return book::read(bytes, wishes, on).map(Content::Table).map_err(|why| no_table(path, why));
    }
    let looks = Looks::of(&bytes);
    if looks == Looks::Things {
        drop(bytes);
        return things(path).map(Content::Table);
    }
    // What calls itself JSON and is none is broken, not a table of one cell.
    if looks == Looks::Json || calls_itself_json(path) {
        let read = read_json(path, &bytes, wishes, &things);
        return read.map(Content::Table).map_err(|why| no_table(path, why));
    }
    // Some of them begin with letters, and would be a table of nonsense.
    if let Some((what, advice)) = native::without_a_table(&bytes) {
        let why = format!("it seems to be {what}; {advice}");
        return Err(ImportError::Things { path: path.to_owned(), why });
    }
    Ok(Content::Text(bytes))
}

/// Things on a map where it is GeoJSON, else plain JSON.
fn read_json(
    path: &Path,
    bytes: &[u8],
    wishes: &Wishes,
    things: &dyn Fn(&Path) -> Result<Table, ImportError>,
) -> Result<Table, String> {
    const HEAD: usize = 256 << 10;
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let signs = ["\"FeatureCollection\"", "\"Feature\"", "\"features\"", "\"coordinates\"", "\"Topology\""];
    let is_geojson = signs.iter().any(|sign| head.contains(sign)) && !head.trim_start().starts_with('[');
    let refusal = match is_geojson.then(|| things(path)) {
        Some(Ok(table)) => return Ok(table),
        Some(Err(ImportError::Things { why, .. })) => Some(why),
        Some(Err(error)) => Some(error.to_string()),
        None => None,
    };
    let read = table::decode(bytes, wishes.encoding.as_deref())
        .map_err(|error| error.to_string())
        .and_then(|decoded| plain_json::read(&decoded.text));
    read.map_err(|why| refusal.unwrap_or(why))
}

fn calls_itself_json(path: &Path) -> bool {
    path.extension().is_some_and(|ending| {
        ["json", "geojson", "geojsonl", "jsonl"].iter().any(|one| ending.eq_ignore_ascii_case(one))
    })
}

/// What the first bytes of a file look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Looks {
    Things,
    Json,
    Text,
}

impl Looks {
    fn of(bytes: &[u8]) -> Self {
        match shapes::FileKind::of(bytes) {
            Some(shapes::FileKind::GeoJson) => Self::Json,
            Some(
                shapes::FileKind::Kml
                | shapes::FileKind::Gpx
                | shapes::FileKind::Shapefile
                | shapes::FileKind::GeoPackage
                | shapes::FileKind::FlatGeobuf
                | shapes::FileKind::Zip,
            ) => Self::Things,
            None => Self::Text,
        }
    }
}
