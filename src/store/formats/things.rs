//! Things on a map as a table: GeoJSON, KML, GPX, shapefiles, `GeoPackage`s and `FlatGeobuf`, one thing a row, its
//! properties the columns, its shape one column more.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
};

use serde_json::{Value, json};

use super::{
    Skills,
    shapes::{self, Feature, LeftOut, Limits, Part, ShapeLayer, ShapesError},
    table::{HeadingWish, Origin, Table, TableRow, Wishes},
};

/// The column of shapes.
pub(super) const SHAPE: &str = "geometry";

/// Reads the layer that is wished for, or the one with the most things. The folders of a KML are one table.
///
/// # Errors
/// When the file cannot be read, is of no known kind, or is damaged.
pub(super) fn read(path: &Path, wishes: &Wishes, skills: &Skills) -> Result<Table, ShapesError> {
    let wanted = wishes.part.as_deref();
    let mut layers = shapes::layers(path, wanted, Limits::WHOLE, &skills.to_degrees)?;
    let parts: Vec<(String, usize)> = layers.iter().map(|layer| (layer.name.clone(), layer.rows)).collect();
    if layers.len() > 1 && layers.iter().all(|layer| layer.format == "KML") && wanted.is_none() {
        let mut table = table(layers);
        table.parts = parts;
        return Ok(table);
    }
    let largest = parts.iter().enumerate().max_by_key(|(place, (_, rows))| (*rows, usize::MAX - place));
    let chosen = match wanted {
        Some(name) => parts.iter().position(|(own, _)| own == name),
        None => largest.map(|(place, _)| place),
    };
    let Some(chosen) = chosen else {
        let why = match wanted {
            Some(name) => format!("it has no layer “{}”", crate::model::shown_line(name)),
            None => "it holds nothing".to_owned(),
        };
        return Err(ShapesError::Refused { path: path.to_owned(), why });
    };
    let mut layer = layers.swap_remove(chosen);
    if layer.features.is_empty() && layer.rows > 0 && layer.left_out.is_empty() && wanted.is_none() {
        // Of a database with several layers only their things were counted.
        let again = shapes::layers(path, Some(&layer.name), Limits::WHOLE, &skills.to_degrees)?;
        layer = again.into_iter().find(|again| again.name == layer.name).unwrap_or(layer);
    }
    let mut table = table(vec![layer]);
    if parts.len() > 1 {
        table.parts = parts;
    }
    Ok(table)
}

/// One table of layers of the same kind.
fn table(layers: Vec<ShapeLayer>) -> Table {
    let format = layers.first().map(|layer| layer.format.clone()).unwrap_or_default();
    let several = layers.len() > 1;
    let name = if several { String::new() } else { layers[0].name.clone() };
    let mut columns = Columns::default();
    let mut rows = Vec::new();
    let (mut unread, mut notes) = (Vec::new(), Vec::new());
    let mut before = 0;
    for layer in layers {
        for feature in &layer.features {
            let mut cells = Cells { columns: &mut columns, texts: Vec::new() };
            if several {
                cells.put("folder", &layer.name);
            }
            // These keep the name of a thing beside its properties.
            if matches!(format.as_str(), "KML" | "GPX")
                && let Some(name) = &feature.name
            {
                cells.put("name", name);
            }
            for (key, value) in &feature.properties {
                cells.put(key, value);
            }
            if let Some(shape) = shape(feature) {
                cells.put(SHAPE, &shape);
            }
            let texts = cells.texts;
            rows.push(TableRow::new(before + feature.row, texts.iter().map(String::as_str)));
        }
        unread.extend(layer.left_out.into_iter().map(|LeftOut { row, why }| (before + row, why)));
        notes.extend(layer.notes);
        before += layer.rows;
    }
    // An empty thing is still one: what is not in a row is not there.
    let mut table = Table::of_rows(Origin::Things { format, layer: name }, Vec::new(), HeadingWish::Missing);
    table.columns = columns.names;
    if let Some(name) = columns.beyond.first() {
        notes.push(format!(
            "It has more different properties than a table can have columns: {} are not kept, the first of them “{}”.",
            columns.beyond.len(),
            crate::model::shown_line(name)
        ));
    }
    let (full, blank): (Vec<_>, Vec<_>) = rows.into_iter().partition(|row| !row.is_blank());
    unread
        .extend(blank.into_iter().map(|row| (row.line, "it has neither a shape nor properties".to_owned())));
    (table.rows, table.unread, table.notes) = (full, unread, notes);
    table
}

#[derive(Default)]
struct Columns {
    names: Vec<String>,
    places: HashMap<String, usize>,
    /// Names that there was no room for.
    beyond: BTreeSet<String>,
}

struct Cells<'a> {
    columns: &'a mut Columns,
    texts: Vec<String>,
}

impl Cells<'_> {
    /// A second value of one name in one thing stands behind the first.
    fn put(&mut self, name: &str, text: &str) {
        const MOST_COLUMNS: usize = 5_000;
        let columns = &mut *self.columns;
        let place = match columns.places.get(name) {
            Some(place) => *place,
            None if columns.names.len() < MOST_COLUMNS => {
                columns.names.push(name.to_owned());
                columns.places.insert(name.to_owned(), columns.names.len() - 1);
                columns.names.len() - 1
            }
            None => {
                columns.beyond.insert(name.to_owned());
                return;
            }
        };
        if self.texts.len() <= place {
            self.texts.resize(place + 1, String::new());
        }
        let cell = &mut self.texts[place];
        if !cell.is_empty() && !text.is_empty() {
            cell.push_str("; ");
        }
        cell.push_str(text);
    }
}

/// The shape as GeoJSON, in degrees to seven decimals, with the heights that it has.
fn shape(feature: &Feature) -> Option<String> {
    let mut heights = feature.heights.iter();
    let mut at = |[x, y]: &[f64; 2]| {
        let keep = |degrees: f64| (degrees * 1e7).round() / 1e7;
        match heights.next().copied().flatten() {
            Some(height) => json!([keep(*x), keep(*y), height]),
            None => json!([keep(*x), keep(*y)]),
        }
    };
    let mut list = |points: &[[f64; 2]]| Value::from(points.iter().map(&mut at).collect::<Vec<_>>());
    let mut one = |part: &Part| match part {
        Part::Point(point) => json!({"type": "Point", "coordinates": list(&[*point])[0]}),
        Part::Line(points) => json!({"type": "LineString", "coordinates": list(points)}),
        Part::Area(rings) => {
            let rings: Vec<Value> = rings.iter().map(|ring| list(ring)).collect();
            json!({"type": "Polygon", "coordinates": rings})
        }
    };
    match feature.parts.as_slice() {
        [] => None,
        [part] => Some(one(part).to_string()),
        parts => {
            let are_lines = parts.iter().all(|part| matches!(part, Part::Line(_)));
            let geometries: Vec<Value> = parts.iter().map(&mut one).collect();
            if are_lines {
                let lines: Vec<&Value> = geometries.iter().map(|line| &line["coordinates"]).collect();
                return Some(json!({"type": "MultiLineString", "coordinates": lines}).to_string());
            }
            Some(json!({"type": "GeometryCollection", "geometries": geometries}).to_string())
        }
    }
}
