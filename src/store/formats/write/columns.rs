//! The columns of a table of incidents: the fields that any of them has, in the order of the native file.

use std::collections::BTreeMap;

use crate::store::native::{is_number_key, place_of_key};

use super::record::Record;

/// What the cells of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cell {
    Words,
    Whole,
    Number,
    Date,
}

/// A column, by its name.
#[derive(Clone, Debug)]
pub(super) struct Column {
    pub name: String,
    pub cell: Cell,
}

/// The columns of these records. Own fields whose names differ from another column's in nothing but large and small
/// letters, or are one of `taken`, are left out of the records, for databases take them for the same.
pub(super) fn columns(records: &mut [Record], taken: &[&str]) -> Vec<Column> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    // What Marz itself writes goes first, whichever record has it.
    for own in [false, true] {
        for record in records.iter() {
            for key in record.fields.keys().filter(|key| (rank(key) == usize::MAX) == own) {
                names.entry(key.to_lowercase()).or_insert_with(|| key.clone());
            }
        }
    }
    for name in taken {
        names.insert((*name).to_owned(), String::new());
    }
    for record in records {
        record.keep(
            |key| names.get(&key.to_lowercase()).is_some_and(|name| name == key),
            "own fields whose names a table has already, but for large letters",
        );
    }
    let mut columns: Vec<Column> = names
        .into_values()
        .filter(|name| !name.is_empty())
        .map(|name| Column { cell: cell(&name), name })
        .collect();
    columns.sort_by(|a, b| (rank(&a.name), &a.name).cmp(&(rank(&b.name), &b.name)));
    columns
}

fn rank(key: &str) -> usize {
    match key {
        "id" => 0,
        "latitude" => 1_000,
        "longitude" => 1_001,
        key => place_of_key(key).map_or(usize::MAX, |place| place + 1),
    }
}

fn cell(key: &str) -> Cell {
    match key {
        "latitude" | "longitude" | "place_radius_m" | "border_distance_km" => Cell::Number,
        "date_start" | "date_end" => Cell::Date,
        key if is_number_key(key) => Cell::Whole,
        _ => Cell::Words,
    }
}
