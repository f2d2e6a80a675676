//! Rows of a table become records one by one; each is kept, or skipped with a reason.

use std::{
    borrow::Borrow,
    collections::{BTreeMap, HashMap},
    ops::ControlFlow,
    sync::Arc,
};

use crate::model::{Gathering, Incident, IncidentId, MembersOfRows, Records};

use super::table::{Table, TableRow};

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
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Coded {
    pub incidents: Records,
    pub skipped: Vec<Skipped>,
    /// A record that was kept with something not understood in it: its line and what.
    pub doubts: Vec<(usize, String)>,
    /// Each column of the file and what it became; `None` where it is kept under `orig.` only.
    pub columns: Vec<(String, Option<&'static str>)>,
    /// How many records had a value made from others, by what was made of what.
    pub derived: BTreeMap<&'static str, usize>,
}

/// What one row gave.
pub(super) struct RowRead {
    pub incident: Incident,
    /// Whether the row itself names the event. Rows that do not may be alike; both are kept.
    pub is_named: bool,
    /// Whether the cells are kept with the record as they stand, as all that it does not know.
    pub keeps_cells: bool,
    pub doubts: Vec<String>,
    pub derived: Vec<&'static str>,
}

/// Told how many of how many rows are done; breaks where the user does not want it any more.
pub type OnRows<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Reads these rows of a table, so many in all as far as that is known, each by `read`; a row that is given away is
/// gone as soon as it is a record. Kept and skipped rows together are all rows; `None` where it was broken off.
pub(super) fn code<Row: Borrow<TableRow>>(
    table: &Table,
    (rows, all): (impl Iterator<Item = Row>, usize),
    became: impl Fn(&str) -> Option<&'static str>,
    mut read: impl FnMut(&TableRow) -> Result<RowRead, String>,
    on: OnRows<'_>,
) -> Option<Coded> {
    const TOLD_EVERY: usize = 5_000;
    let keys = table.columns.iter().map(|name| format!("orig.{name}")).collect();
    let mut members = MembersOfRows::new(keys);
    let mut coded = Coded {
        columns: table.columns.iter().map(|name| (name.clone(), became(name))).collect(),
        ..Coded::default()
    };
    let mut incidents = Gathering::expecting(all);
    let mut first_lines: HashMap<IncidentId, usize, foldhash::fast::RandomState> = HashMap::default();
    let all = all as u64;
    for (done, row) in rows.enumerate() {
        let row = row.borrow();
        if done % TOLD_EVERY == 0 && on(done as u64, all).is_break() {
            return None;
        }
        let line = row.line;
        let mut skip = |reason: String| {
            let cells = row.cells().map(str::to_owned).collect();
            coded.skipped.push(Skipped { line, reason, cells });
        };
        if !table.tags.is_empty() && row.is_tags() {
            skip("the row holds tags, no data".to_owned());
            continue;
        }
        if row.cells().skip(table.columns.len()).any(|cell| !cell.trim().is_empty()) {
            skip(format!(
                "the row has {} cells and the heading {}: a separator or a quotation mark may be out of place",
                row.len(),
                table.columns.len()
            ));
            continue;
        }
        let RowRead { mut incident, is_named, keeps_cells, doubts, derived } = match read(row) {
            Ok(read) => read,
            Err(reason) => {
                skip(reason);
                continue;
            }
        };
        if let Some(first) = first_lines.get(&incident.id) {
            if is_named {
                skip(format!("the event {} stands on line {first} already", incident.id));
                continue;
            }
            let alike = (2..).map(|number| IncidentId::new(format!("{}-{number}", incident.id)));
            incident.id = alike.into_iter().find(|id| !first_lines.contains_key(id)).unwrap_or(incident.id);
        }
        first_lines.insert(incident.id.clone(), line);
        coded.doubts.extend(doubts.into_iter().map(|doubt| (line, doubt)));
        for what in derived {
            *coded.derived.entry(what).or_default() += 1;
        }
        if keeps_cells {
            incidents.push_row(incident, &mut members, row.cells());
        } else {
            incidents.push(Arc::new(incident));
        }
    }
    coded.incidents = incidents.finish();
    let unread = table.unread.iter();
    coded.skipped.extend(unread.map(|(line, reason)| Skipped {
        line: *line,
        reason: reason.clone(),
        cells: Vec::new(),
    }));
    Some(coded)
}
