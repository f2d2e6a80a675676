//! The native file: `*.geojson`, an RFC 7946 `FeatureCollection` with one incident a feature, one feature a
//! line.
//!
//! It opens in QGIS with a column for every attribute, diffs in git, and merges by line. Features stand in the
//! order of their ids, then kept foreign features in the order they had. What Marz does not understand is
//! kept and written back: unknown members, values of the wrong type, lines and polygons, points that are none. A
//! file that was cut or damaged is read as far as it is whole.
//!
//! # Source
//! RFC 7946, "The GeoJSON Format"; foreign members by its section 6.1.

mod guess;
mod lines;
mod mark;
mod quick;
mod read;
mod report;
mod row;
mod salvage;
mod write;

pub(in crate::store) use guess::without_a_table;
pub use lines::Lines;
pub use mark::{can_be_added, is_written_by_marz};
pub use read::{ReadError, read, read_damaged};
pub use report::{Damage, DamagedPiece, Report, ReportLine};
pub(in crate::store) use write::properties_of;
pub use write::{fingerprint, write, write_records, write_to};

use std::sync::Arc;

use serde_json::Value;

use crate::model::{DatePrecision, DaySpan, Incident, IncidentId, LonLat, Precision, TollKind};

/// The version this program writes. A reader of the same major number keeps what a newer minor one added.
const MAJOR: u32 = 1;
const MINOR: u32 = 2;

/// The properties of an incident, in the order they are written.
const KEYS: [&str; 58] = [
    "title",
    "event_type",
    "date_start",
    "date_end",
    "date_precision",
    "date_edtf",
    "time",
    "time_zone",
    "time_approx",
    "time_local",
    "date_note",
    "place",
    "district",
    "province",
    "country",
    "place_precision",
    "place_radius_m",
    "place_method",
    "gazetteer",
    "gazetteer_id",
    "border_distance_km",
    "side",
    "killed_low",
    "killed_best",
    "killed_high",
    "killed_by_group",
    "killed_note",
    "wounded_low",
    "wounded_best",
    "wounded_high",
    "wounded_by_group",
    "wounded_note",
    "abducted_low",
    "abducted_best",
    "abducted_high",
    "abducted_by_group",
    "abducted_note",
    "arrested_low",
    "arrested_best",
    "arrested_high",
    "arrested_by_group",
    "arrested_note",
    "weapons",
    "summary",
    "notes",
    "acled_event_type",
    "acled_sub_event_type",
    "actors",
    "sources",
    "tags",
    "status",
    "handling",
    "assignee",
    "links",
    "positions",
    "ignored",
    "evidence",
    "history",
];

/// Whether Marz itself reads and writes this property.
pub fn is_native_key(key: &str) -> bool {
    KEYS.contains(&key)
}

/// Where a property stands among those that Marz itself writes.
pub(in crate::store) fn place_of_key(key: &str) -> Option<usize> {
    KEYS.iter().position(|known| *known == key)
}

/// Whether the property is a number.
pub(in crate::store) fn is_number_key(key: &str) -> bool {
    let is_count = TollKind::ALL.into_iter().any(|kind| toll_keys(kind)[..3].contains(&key));
    is_count || ["place_radius_m", "gazetteer_id", "border_distance_km"].contains(&key)
}

/// One feature as the incident that it is, without its id, and what was not understood.
///
/// # Errors
/// When it is no incident.
pub(in crate::store) fn incident_of(feature: Value) -> Result<(Incident, Vec<String>), String> {
    match row::read_row(feature) {
        row::Row::Incident(found) => {
            let mut incident = Arc::unwrap_or_clone(found.incident);
            incident.id = IncidentId::new("");
            Ok((incident, found.problems))
        }
        row::Row::Kept(_, problem) => Err(problem.unwrap_or_else(|| "it is a line or an area".to_owned())),
    }
}

/// The keys of a toll: low, best, high, by group, note.
fn toll_keys(kind: TollKind) -> [&'static str; 5] {
    match kind {
        TollKind::Killed => ["killed_low", "killed_best", "killed_high", "killed_by_group", "killed_note"],
        TollKind::Wounded => {
            ["wounded_low", "wounded_best", "wounded_high", "wounded_by_group", "wounded_note"]
        }
        TollKind::Abducted => {
            ["abducted_low", "abducted_best", "abducted_high", "abducted_by_group", "abducted_note"]
        }
        TollKind::Arrested => {
            ["arrested_low", "arrested_best", "arrested_high", "arrested_by_group", "arrested_note"]
        }
    }
}

/// The precision of a date whose file does not state one.
fn unstated_date_precision(span: Option<DaySpan>) -> DatePrecision {
    match span {
        Some(span) if span.days() > 1 => DatePrecision::Range,
        Some(_) | None => DatePrecision::Day,
    }
}

/// The precision of a place whose file does not state one: a point is shown as a pin, but not called exact.
fn unstated_place_precision(position: Option<LonLat>) -> Precision {
    match position {
        Some(_) => Precision::Near,
        None => Precision::None,
    }
}

/// A version as `major.minor`.
fn version_numbers(text: &str) -> Option<(u32, u32)> {
    let (major, minor) = text.split_once('.')?;
    Some((major.parse().ok()?, minor.parse().ok()?))
}
