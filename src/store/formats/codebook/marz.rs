//! Marz's own fields as columns: what went out as a table, a workbook or a layer of QGIS comes back as it was.

use serde_json::{Map, Value, json};

use crate::{
    model::{Incident, IncidentId},
    store::native::{incident_of, is_native_key, is_number_key},
};

use super::rows::Cells;

/// Reads a row as the feature of a native file that it was.
///
/// # Errors
/// When there is nothing that names the record.
pub(super) fn read(row: &mut Cells<'_>) -> Result<Incident, String> {
    let mut properties = Map::new();
    let (mut id, mut geometry) = ("", Value::Null);
    for (column, text) in row.named() {
        match column {
            "id" | "fid" if id.is_empty() => id = text,
            "geometry" => geometry = serde_json::from_str(text).unwrap_or(Value::Null),
            "latitude" | "longitude" => {}
            column => {
                properties.insert(column.to_owned(), value(column, text));
            }
        }
    }
    if id.is_empty() {
        return Err("the row has no id: nothing names the record".to_owned());
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
