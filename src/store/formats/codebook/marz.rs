//! Marz's own fields as columns: what went out as a table, a workbook or a layer of QGIS comes back as it was.

use serde_json::{Map, Value, json};

use crate::{
    model::{Incident, IncidentId},
    store::{
        formats::{shapes::BESIDE_IN_KML, table::Origin},
        native::{incident_of, is_native_key, is_number_key},
    },
};

use super::rows::Cells;

/// What stands in a KML beside the fields: made from them, and read from them alone.
const KML_OWN: [&str; 6] = ["name", "folder", "Description", "When", "From", "Until"];

/// What the reader makes of the date of JSON-FG.
pub const GEOJSON_OWN: [&str; 1] = ["date"];

/// What stands in a GPX beside the fields, with the names of its elements that no field may bear.
pub const GPX_OWN: [&str; 20] = [
    "name",
    "Comment",
    "Description",
    "Type",
    "Symbol",
    "Time",
    "Elevation, m",
    "src",
    "text",
    "link",
    "wpt",
    "rte",
    "trk",
    "trkseg",
    "cmt",
    "desc",
    "type",
    "sym",
    "ele",
    "extensions",
];

/// Whether a column of a KML was made from the fields, or is the look of a place.
pub fn is_kml_own(column: &str) -> bool {
    KML_OWN.contains(&column) || column.starts_with(BESIDE_IN_KML)
}

/// Whether a column of a file was made from the fields and is none of them.
pub(super) fn is_made(origin: &Origin, column: &str) -> bool {
    match origin {
        Origin::Things { format, .. } if format == "KML" => is_kml_own(column),
        Origin::Things { format, .. } if format == "GeoJSON" => GEOJSON_OWN.contains(&column),
        Origin::Things { format, .. } if format == "GPX" => GPX_OWN.contains(&column),
        Origin::Things { .. } | Origin::Text { .. } | Origin::Sheet { .. } => false,
    }
}

/// Reads a row as the feature of a native file that it was.
///
/// # Errors
/// When there is nothing that names the record.
pub(super) fn read(row: &mut Cells<'_>) -> Result<Incident, String> {
    let mut properties = Map::new();
    let (mut id, mut fid, mut geometry, mut has_position) = ("", "", Value::Null, false);
    for (column, text) in row.named() {
        match column {
            "id" => id = text,
            "fid" => fid = text,
            "geometry" => geometry = serde_json::from_str(text).unwrap_or(Value::Null),
            "latitude" | "longitude" => has_position = true,
            column => {
                properties.insert(column.to_owned(), value(column, text));
            }
        }
    }
    // A database numbers its rows besides.
    let id = if id.is_empty() { fid } else { id };
    if id.is_empty() {
        return Err("the row has no id: nothing names the record".to_owned());
    }
    // A place that is known roughly is drawn as the area or the line that it lies in; its numbers stand beside.
    if geometry["type"] != "Point" && (geometry.is_null() || has_position) {
        geometry = Value::Null;
    }
    if geometry.is_null()
        && let Some(at) = row.position()
    {
        geometry = json!({"type": "Point", "coordinates": [at.lon(), at.lat()]});
    }
    let feature = json!({"type": "Feature", "geometry": geometry, "properties": properties});
    let (mut incident, problems) = incident_of(feature)?;
    incident.id = IncidentId::new(id);
    for problem in problems {
        row.doubt(problem);
    }
    Ok(incident)
}

/// A cell as the value that it was written from.
fn value(column: &str, text: &str) -> Value {
    let is_known = is_native_key(column);
    let looks_listed = text.starts_with(['[', '{']);
    if is_known && (is_number_key(column) || matches!(text, "true" | "false")) || looks_listed {
        // A whole number that a program has written as `3.0` is the same number.
        let plain = text.strip_suffix(".0").unwrap_or(text);
        if let Ok(value) = serde_json::from_str(plain) {
            return value;
        }
    }
    Value::from(text)
}
