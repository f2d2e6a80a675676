//! What a reader has to say about a file it could open.

use crate::model::{Document, IncidentId};

/// Lines beyond this number are only counted: a file of a million bad rows must not become a report of one.
const MOST_LINES: usize = 2_000;

/// What was found in a file: counts, and a line for everything that was not understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub incidents: usize,
    /// Incidents that are not on the map: without a position, or with a precision that defends none.
    pub without_point: usize,
    pub undated: usize,
    /// Features that are no incidents, kept and written back.
    pub kept_features: usize,
    /// In the order of the file; those about the file as a whole come last.
    pub lines: Vec<ReportLine>,
    /// Further lines that were left out.
    pub left_out: usize,
    /// A sentence that says why the file must not be saved over, where that is so.
    pub read_only: Option<String>,
    /// What could not be read of a file that was cut or damaged.
    pub damage: Option<Damage>,
}

/// What could not be read of a damaged file. The document holds none of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// About how many records the pieces held.
    pub records: usize,
    /// The end of the file is missing, and nobody knows how much stood there.
    pub is_cut: bool,
    /// In the order of the file.
    pub pieces: Vec<DamagedPiece>,
}

/// Bytes between two whole records that make no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DamagedPiece {
    /// Where it begins, counted from 1.
    pub line: usize,
    /// All of it; what is no text is written as `\xNN`.
    pub text: String,
}

/// One thing that was not understood. Nothing of it is lost unless the message says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReportLine {
    /// The feature, counted from 1; `None` when the line is about the file as a whole.
    pub row: Option<usize>,
    /// The incident it became.
    pub id: Option<IncidentId>,
    pub message: String,
}

impl Report {
    /// Whether all was understood.
    pub fn is_clean(&self) -> bool {
        self.lines.is_empty() && self.left_out == 0 && self.read_only.is_none() && self.damage.is_none()
    }

    pub(super) fn say(&mut self, row: Option<usize>, id: Option<IncidentId>, message: String) {
        if self.lines.len() < MOST_LINES {
            self.lines.push(ReportLine { row, id, message });
        } else {
            self.left_out += 1;
        }
    }

    pub(super) fn count(&mut self, document: &Document) {
        self.incidents = document.len();
        for incident in document.outlines() {
            self.without_point += usize::from(incident.place.drawn_at().is_none());
            self.undated += usize::from(incident.when.span().is_none());
        }
        self.kept_features = document.kept_features().len();
    }
}

impl std::fmt::Display for Damage {
    /// `2 records are damaged and were left out, and the end of the file is missing`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let records = match (self.records, self.pieces.len()) {
            (0, 0) => None,
            (0, 1) => Some("a line that is no record is damaged".to_owned()),
            (0, pieces) => Some(format!("{pieces} lines that are no records are damaged")),
            (1, _) => Some("1 record is damaged and was left out".to_owned()),
            (records, _) => Some(format!("{records} records are damaged and were left out")),
        };
        match (records, self.is_cut) {
            (Some(records), false) => f.write_str(&records),
            (Some(records), true) => write!(f, "{records}, and the end of the file is missing"),
            (None, true) => f.write_str("the end of the file is missing"),
            (None, false) => f.write_str("its first or last line is damaged"),
        }
    }
}

impl std::fmt::Display for ReportLine {
    /// `row 7 (TAF-…): the date is not understood …`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.row, &self.id) {
            (Some(row), Some(id)) => write!(f, "row {row} ({id}): {}", self.message),
            (Some(row), None) => write!(f, "row {row}: {}", self.message),
            (None, Some(id)) => write!(f, "{id}: {}", self.message),
            (None, None) => f.write_str(&self.message),
        }
    }
}
