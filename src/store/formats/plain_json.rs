//! Plain JSON as a table: a list of objects, one a row; also objects one after the other, and a list within an object.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::table::{HeadingWish, Origin, Table, TableRow};

/// Objects within objects are columns with a name such as `place.name`, so deep.
const DEEPEST: usize = 4;
const MOST_COLUMNS: usize = 2_000;

/// # Errors
/// When it is no JSON, or nothing in it is a list of objects.
pub(super) fn read(text: &str) -> Result<Table, String> {
    let mut objects = Vec::new();
    let mut last: Option<bool> = None;
    for value in serde_json::Deserializer::from_str(text).into_iter::<Value>() {
        let value = value.map_err(|error| format!("it is no whole JSON ({error})"))?;
        // Nothing but objects stands one after the other: whatever else follows a value is garbage.
        if last.is_some_and(|was_object| !(was_object && value.is_object())) {
            return Err("it is no whole JSON (something follows its end)".to_owned());
        }
        last = Some(value.is_object());
        rows_of(value, &mut objects);
    }
    if objects.is_empty() {
        return Err("it is JSON, but nothing in it is a list of objects".to_owned());
    }
    let mut columns: Vec<String> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    let mut rows = Vec::with_capacity(objects.len());
    for (number, object) in (1..).zip(objects) {
        let mut cells: Vec<String> = Vec::new();
        flatten(&object, "", 0, &mut |name, text| {
            let place = match places.get(&name) {
                Some(place) => *place,
                None if columns.len() < MOST_COLUMNS => {
                    columns.push(name.clone());
                    places.insert(name, columns.len() - 1);
                    columns.len() - 1
                }
                None => return,
            };
            if cells.len() <= place {
                cells.resize(place + 1, String::new());
            }
            cells[place] = text;
        });
        rows.push(TableRow::new(number, cells.iter().map(String::as_str)));
    }
    let origin = Origin::Things { format: "JSON".to_owned(), layer: String::new() };
    let mut table = Table::of_rows(origin, rows, HeadingWish::Missing);
    table.columns = columns;
    Ok(table)
}

/// The objects of a list, of an object that holds a list of objects, or the object itself.
fn rows_of(value: Value, into: &mut Vec<Map<String, Value>>) {
    match value {
        Value::Array(list) => into.extend(list.into_iter().filter_map(|one| match one {
            Value::Object(object) => Some(object),
            _ => None,
        })),
        Value::Object(object) => {
            let is_rows = |value: &Value| {
                value.as_array().is_some_and(|list| !list.is_empty() && list.iter().all(Value::is_object))
            };
            // The longest list is the table; the rest says something about it.
            let longest = object
                .iter()
                .filter(|(_, value)| is_rows(value))
                .max_by_key(|(_, value)| value.as_array().map_or(0, Vec::len))
                .map(|(key, _)| key.clone());
            match longest.filter(|_| into.is_empty()) {
                Some(key) => rows_of(object.get(&key).cloned().unwrap_or_default(), into),
                None => into.push(object),
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Each value with the path to it; lists of texts as one text, other lists as JSON.
fn flatten(object: &Map<String, Value>, path: &str, depth: usize, on: &mut dyn FnMut(String, String)) {
    for (key, value) in object {
        let name = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
        match value {
            Value::Null => {}
            Value::Object(inner) if depth < DEEPEST && !is_shape(inner) => {
                flatten(inner, &name, depth + 1, on);
            }
            Value::Array(list) if !list.is_empty() && list.iter().all(Value::is_string) => {
                on(name, list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("; "));
            }
            Value::String(text) => on(name, text.clone()),
            Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
                on(name, value.to_string());
            }
        }
    }
}

fn is_shape(object: &Map<String, Value>) -> bool {
    object.contains_key("type") && (object.contains_key("coordinates") || object.contains_key("geometries"))
}
