//! Incidents as tables for other programs, with a word on everything that a table cannot hold.

mod acled;
mod cell;
mod plain;
mod ucdp;

use std::collections::{BTreeMap, HashMap};

use crate::model::{Incident, TollKind};

use super::{
    codebook::{self, Cells, Codebook},
    table::TableRow,
};

pub use cell::formula_safe;

/// How a table is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Layout {
    /// Our own fields, one a column.
    Plain,
    /// The 31 columns of ACLED.
    Acled,
    /// The 49 columns of UCDP GED.
    Ucdp,
}

/// A table as bytes, and what it could not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub bytes: Vec<u8>,
    pub rows: usize,
    /// What was lost, and in how many records.
    pub losses: BTreeMap<&'static str, usize>,
}

/// The record as a row of a layout.
struct RowOf<'a> {
    incident: &'a Incident,
    /// The cells that it was read from, where it came from that very collection, and what they say.
    origin: Option<Origin<'a>>,
    losses: Vec<&'static str>,
}

struct Origin<'a> {
    cells: HashMap<&'a str, &'a str>,
    was: Incident,
}

impl<'a> RowOf<'a> {
    fn new(incident: &'a Incident, book: Option<Codebook>) -> Self {
        let origin = book.and_then(|book| Origin::of(incident, book));
        Self { incident, origin, losses: Vec::new() }
    }

    /// The cell as it stood in the file the record came from, where what it says still holds.
    fn as_it_stood(&self, column: &str, holds: impl Fn(&Incident, &Incident) -> bool) -> Option<String> {
        let origin = self.origin.as_ref()?;
        holds(&origin.was, self.incident)
            .then(|| origin.cells.get(column).map_or_else(String::new, |cell| (*cell).to_owned()))
    }

    fn lose(&mut self, what: &'static str) {
        self.losses.push(what);
    }
}

impl<'a> Origin<'a> {
    fn of(incident: &'a Incident, book: Codebook) -> Option<Self> {
        let cells: HashMap<&str, &str> = incident
            .rest
            .iter()
            .filter_map(|(key, value)| Some((key.strip_prefix("orig.")?, value.as_str()?)))
            .collect();
        let (names, texts): (Vec<&str>, Vec<&str>) = cells.iter().unzip();
        let places = names.iter().enumerate().map(|(place, name)| (name.to_lowercase(), place)).collect();
        let was = codebook::read_row(&mut Cells::new(&places, &TableRow::new(0, texts)), book).ok()?;
        // A record of another collection may have a column of the same name, but not its own id in it.
        (was.id == incident.id).then_some(Self { cells, was })
    }
}

/// What every table of a collection cannot hold.
fn common_losses(row: &mut RowOf<'_>, has_wounded: bool) {
    let incident = row.incident;
    for (kind, loss) in
        [(TollKind::Wounded, "wounded"), (TollKind::Abducted, "abducted"), (TollKind::Arrested, "arrested")]
    {
        if incident.toll(kind).is_stated() && !(has_wounded && kind == TollKind::Wounded) {
            row.lose(loss);
        }
    }
    let is_lost = [
        (!incident.weapons.is_empty(), "weapons"),
        (!incident.links.is_empty(), "links to other incidents"),
        (!incident.ends.is_empty(), "further positions"),
        (incident.status.is_some() || !incident.assignee.is_empty(), "state of the coding"),
        (incident.handling.is_some(), "handling mark"),
        (incident.when.clock.is_some() || incident.when.time_text.is_some(), "time of day"),
        (incident.attachments().next().is_some(), "attachments"),
        (!incident.history.is_empty(), "history of the record"),
    ];
    row.losses.extend(is_lost.into_iter().filter_map(|(is_lost, what)| is_lost.then_some(what)));
}

/// Writes incidents as CSV: UTF-8 with the mark that spreadsheets ask for, commas, CRLF, formulas made harmless.
pub fn csv<'a>(incidents: impl Iterator<Item = &'a Incident>, layout: Layout) -> Written {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    let (heading, book): (&[&str], _) = match layout {
        Layout::Plain => (&plain::COLUMNS, None),
        Layout::Acled => (&acled::COLUMNS, Some(Codebook::Acled)),
        Layout::Ucdp => (&codebook::UCDP_COLUMNS, Some(Codebook::Ucdp)),
    };
    let mut losses: BTreeMap<&'static str, usize> = BTreeMap::new();
    let mut rows = 0;
    // A vector takes everything that is written to it.
    let _written = writer.write_record(heading);
    for incident in incidents {
        let mut row = RowOf::new(incident, book);
        let cells = match layout {
            Layout::Plain => plain::row(&mut row),
            Layout::Acled => acled::row(&mut row),
            Layout::Ucdp => ucdp::row(&mut row),
        };
        let _written = writer.write_record(cells.iter().map(|cell| formula_safe(cell).into_owned()));
        row.losses.sort_unstable();
        row.losses.dedup();
        for loss in row.losses {
            *losses.entry(loss).or_default() += 1;
        }
        rows += 1;
    }
    let bytes = writer.into_inner().unwrap_or_default();
    Written { bytes, rows, losses }
}
