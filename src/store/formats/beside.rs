//! Any file that can stand beside a document: a native one, or a table that reads as incidents.

use std::{fs::File, io::Read as _, ops::ControlFlow, path::Path};

use crate::model::{Document, Facts};

use super::{
    super::{FileStamp, Opened, Report, StoreError, open},
    Imported, Skills,
    child::{Cage, ChildError, Stop},
    mapping::propose,
    read_table_apart, stem,
    table::Wishes,
};

/// A file that was read to be held against a document.
#[derive(Clone, Debug)]
pub struct Beside {
    pub opened: Opened,
    /// Whether the file can say something of the document as a whole; a table cannot, and says nothing by it.
    pub is_native: bool,
}

impl Beside {
    /// What the file says; of the whole it says what the document says, where it has no place for it.
    pub fn document(&self, document: &Document) -> Document {
        if self.is_native {
            return self.opened.document.clone();
        }
        self.opened
            .document
            .with_facts(document.facts().clone())
            .with_members(document.members().clone())
            .with_kept_features(document.kept_features().to_vec())
    }
}

/// Why a file cannot stand beside a document.
#[derive(Debug, thiserror::Error)]
pub enum BesideError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{why}")]
    Foreign { why: String },
}

/// How far the reading of a file of others is.
pub enum BesideStep {
    /// A child reads it, which can be ended by this.
    Started(Stop),
    /// So much of so much was read.
    Read(u64, u64),
    /// So many of so many rows have become incidents.
    Understood(u64, u64),
}

/// Reads a native file, or else, in a child of `program`, any file that becomes incidents. `on` is told how far it is,
/// and breaks it off.
///
/// # Errors
/// When it is neither, or cannot be read.
pub fn open_beside(
    path: &Path,
    skills: &Skills,
    program: &Path,
    on: &mut dyn FnMut(BesideStep) -> ControlFlow<()>,
) -> Result<Beside, BesideError> {
    // What can be no native file is not read as one first: that takes long, and memory.
    if may_be_native(path) {
        match open(path) {
            Ok(opened) => return Ok(Beside { opened, is_native: true }),
            Err(StoreError::NotNative { .. }) if !is_json(path) => {}
            Err(error) => return Err(error.into()),
        }
    }
    let stamp = FileStamp::read(path)?.unwrap_or(FileStamp { modified: None, len: 0, content: None });
    let said = |error: ChildError| BesideError::Foreign {
        why: match error {
            // Its own sentence names the file already.
            ChildError::Refused(why) => why,
            error => format!("{error}\n{}", path.display()),
        },
    };
    let cage = Cage::for_file(stamp.len);
    let reader = read_table_apart(program, cage, path, &Wishes::default()).map_err(said)?;
    if on(BesideStep::Started(reader.stop())).is_break() {
        return Err(said(ChildError::Cancelled));
    }
    let told = &mut |done, all| {
        // Whoever breaks it off ends the child.
        let _ended = on(BesideStep::Read(done, all));
    };
    let table = reader.answer(told).map_err(said)?;
    let mapping = propose(&table, &stem(path), skills);
    let read =
        Imported::from_table(table, mapping, skills, &mut |done, all| on(BesideStep::Understood(done, all)));
    let incidents = read.ok_or_else(|| said(ChildError::Cancelled))?.coded.incidents;
    let report = Report { incidents: incidents.len(), ..Report::default() };
    let document = Document::of(&incidents, Facts::default(), Vec::new(), serde_json::Map::new());
    Ok(Beside { opened: Opened { document, report, stamp }, is_native: false })
}

/// Whether it begins as a native file does, or says that it is one; also where nobody can tell.
fn may_be_native(path: &Path) -> bool {
    let mut head = [0; 64];
    let read = File::open(path).and_then(|mut file| file.read(&mut head));
    let text = String::from_utf8_lossy(&head);
    let first = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n', '\0']).chars().next();
    is_json(path) || read.is_err() || first == Some('{')
}

/// What calls itself JSON is told about as such: a table it is not.
fn is_json(path: &Path) -> bool {
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    ending.is_some_and(|ending| matches!(ending.as_str(), "geojson" | "json"))
}
