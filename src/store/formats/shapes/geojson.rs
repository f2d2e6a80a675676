//! GeoJSON, whole or line by line: one feature after the other, so that a large file is never held twice.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Coordinate, Feature, Limits, OwnLook, Part, Plane, Problem, collect::Collector};

/// # Errors
/// When the text is no JSON, or JSON of another kind.
///
/// # Source
/// RFC 7946; `crs` of its forerunner of 2008; RFC 8142 for texts with one feature a line; simplestyle 1.1.
pub(super) fn read(text: &str, limits: Limits) -> Result<Vec<Collector>, Problem> {
    // The mark between the texts of RFC 8142 may stand nowhere else.
    let parted;
    let text = if text.contains('\u{1e}') {
        parted = text.replace('\u{1e}', " ");
        &parted
    } else {
        text
    };
    let mut found = Collector::new("", "GeoJSON", limits);
    let mut reader = serde_json::Deserializer::from_str(text);
    let damaged = |error: &serde_json::Error| Problem::refused(format!("it is no whole JSON ({error})"));
    let mut texts = 0_usize;
    loop {
        let end = reader.end();
        if end.is_ok() {
            break;
        }
        let (rest, taken) =
            Top { found: &mut found }.deserialize(&mut reader).map_err(|error| damaged(&error))?;
        texts += 1;
        loose(rest, taken, &mut found)?;
    }
    if texts == 0 {
        return Err(Problem::refused("it is empty"));
    }
    if found.plane.is_none() {
        found.plane = Some(Plane::Degrees);
    }
    Ok(vec![found])
}

/// What stands in a text beside the list of features: a feature or a geometry by itself, or another kind of file.
fn loose(rest: Map<String, Value>, taken: bool, found: &mut Collector) -> Result<(), Problem> {
    if let Some(name) =
        rest.get("crs").and_then(|crs| crs.pointer("/properties/name")).and_then(Value::as_str)
    {
        found.plane = Some(Plane::of_name(name));
    }
    if let Some(name) = rest.get("name").and_then(Value::as_str).filter(|_| taken) {
        name.clone_into(&mut found.name);
    }
    match rest.get("type").and_then(Value::as_str) {
        _ if taken => Ok(()),
        Some("Feature") => {
            feature(Value::Object(rest), found);
            Ok(())
        }
        Some("FeatureCollection") => Err(Problem::refused("its list of features is missing")),
        Some("Topology") => Err(Problem::refused("it is TopoJSON; save it as GeoJSON")),
        Some(_) => {
            let mut wrapped = Map::new();
            wrapped.insert("type".to_owned(), Value::from("Feature"));
            wrapped.insert("geometry".to_owned(), Value::Object(rest));
            feature(Value::Object(wrapped), found);
            Ok(())
        }
        None => Err(Problem::refused("it is JSON, but no GeoJSON: it has no type")),
    }
}

/// The outermost object: features are taken as they come, all else is kept. Tells whether there was a list of features.
struct Top<'a> {
    found: &'a mut Collector,
}

impl<'de> DeserializeSeed<'de> for Top<'_> {
    type Value = (Map<String, Value>, bool);

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Self::Value, D::Error> {
        reader.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Top<'_> {
    type Value = (Map<String, Value>, bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of GeoJSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        const MOST_MEMBERS: usize = 10_000;
        let mut rest = Map::new();
        let mut taken = false;
        while let Some(key) = map.next_key::<String>()? {
            if key == "features" {
                map.next_value_seed(Features { found: self.found })?;
                taken = true;
            } else if rest.len() < MOST_MEMBERS {
                rest.insert(key, map.next_value()?);
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok((rest, taken))
    }
}

struct Features<'a> {
    found: &'a mut Collector,
}

impl<'de> DeserializeSeed<'de> for Features<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Features<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(value) = list.next_element::<Value>()? {
            feature(value, self.found);
        }
        Ok(())
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        Err(E::custom("the list of features is null"))
    }

    fn visit_map<A: MapAccess<'de>>(self, _map: A) -> Result<(), A::Error> {
        Err(A::Error::custom("the list of features is an object"))
    }
}

fn feature(value: Value, found: &mut Collector) {
    let Value::Object(mut row) = value else {
        found.skip("it is no feature");
        return;
    };
    if row.get("type").and_then(Value::as_str) != Some("Feature") {
        found.skip("it is no feature");
        return;
    }
    let mut parts = Vec::new();
    match row.get("geometry") {
        None | Some(Value::Null) => {}
        Some(given) => {
            if let Err(why) = geometry(given, &mut parts) {
                found.skip(why);
                return;
            }
        }
    }
    let mut made = Feature { parts, ..Feature::default() };
    let is_whole = found.is_whole();
    if is_whole {
        heights(row.get("geometry"), &mut made.heights);
        if made.heights.iter().all(Option::is_none) {
            made.heights.clear();
        }
        made.properties = beside(&mut row);
    }
    match row.remove("properties") {
        Some(Value::Object(properties)) => {
            made.look = look(&properties);
            made.name = name(&properties);
            let shown = properties.into_iter().filter(|(key, _)| is_whole || !is_look(key));
            for (key, value) in shown {
                let value = words(value);
                // The name is the property's; another value beside the properties is kept by a longer one.
                if let Some(place) = made.properties.iter().position(|(other, _)| *other == key) {
                    let (_, other) = made.properties.remove(place);
                    if other != value {
                        made.properties.push((format!("{BESIDE}{key}"), other));
                    }
                }
                made.properties.push((key, value));
            }
        }
        Some(other) if is_whole && !other.is_null() => {
            made.properties.push((format!("{BESIDE}properties"), words(other)));
        }
        Some(_) | None => {}
    }
    found.take(made);
}

/// What stands in a feature beside its properties and has the name of one of them.
const BESIDE: &str = "feature:";

/// The third number of every position of a geometry, in the order of its parts.
fn heights(value: Option<&Value>, found: &mut Vec<Option<f64>>) {
    match value {
        Some(Value::Array(list)) if list.first().is_some_and(Value::is_number) => {
            found.push(list.get(2).and_then(Value::as_f64));
        }
        Some(Value::Array(list)) => list.iter().for_each(|inner| heights(Some(inner), found)),
        Some(Value::Object(members)) => {
            heights(members.get("coordinates").or_else(|| members.get("geometries")), found);
        }
        Some(Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) | None => {}
    }
}

/// What a feature says beside its properties: its id, its time, and members of the file's own. Its bounds are those of
/// its geometry.
///
/// # Source
/// RFC 7946 for `id`, JSON-FG (OGC 21-045r1) for `time`, the draft geojson-events for `when`.
fn beside(row: &mut Map<String, Value>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    if let Some(id) = row.remove("id").filter(|id| id.is_string() || id.is_number()) {
        found.push(("id".to_owned(), words(id)));
    }
    let key = if row.get("time").is_some_and(Value::is_object) { "time" } else { "when" };
    if let Some(time) = row.get(key).filter(|time| time.is_object()) {
        let text =
            |key: &str| time.get(key).and_then(Value::as_str).filter(|text| *text != "..").map(str::to_owned);
        let end = |place: usize| {
            let ends = time.get("interval").and_then(Value::as_array);
            ends.and_then(|ends| ends.get(place)?.as_str()).filter(|text| *text != "..").map(str::to_owned)
        };
        let first = text("timestamp").or_else(|| text("date")).or_else(|| text("start")).or_else(|| end(0));
        let last = text("end").or_else(|| end(1));
        // What two cells do not hold is kept as it stands.
        let is_told = |(key, value): (&String, &Value)| match key.as_str() {
            "interval" => {
                value.as_array().is_some_and(|ends| ends.len() <= 2 && ends.iter().all(Value::is_string))
            }
            "type" => true,
            _ => value.as_str().is_some_and(|text| {
                text == ".." || [&first, &last].into_iter().flatten().any(|told| told == text)
            }),
        };
        let is_whole = time.as_object().is_some_and(|time| time.iter().all(is_told))
            && !(time.get("interval").is_some() && time.as_object().is_some_and(|time| time.len() > 1));
        found.extend(first.map(|first| ("date".to_owned(), first)));
        found.extend(last.map(|last| ("date_end".to_owned(), last)));
        if is_whole {
            row.remove(key);
        }
    }
    let more = row.iter().filter(|(key, value)| {
        !["type", "geometry", "properties", "bbox"].contains(&key.as_str()) && !value.is_null()
    });
    found.extend(more.map(|(key, value)| (format!("{BESIDE}{key}"), words(value.clone()))));
    found
}

/// The name, by the words that most files use.
fn name(properties: &Map<String, Value>) -> Option<String> {
    ["name", "title", "label", "name_en"].iter().find_map(|wanted| {
        let (_, value) = properties.iter().find(|(key, _)| key.eq_ignore_ascii_case(wanted))?;
        match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        }
    })
}

fn words(value: Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text,
        other => other.to_string(),
    }
}

fn is_look(key: &str) -> bool {
    [
        "marker-color",
        "marker-size",
        "marker-symbol",
        "stroke",
        "stroke-opacity",
        "stroke-width",
        "fill",
        "fill-opacity",
    ]
    .contains(&key)
}

/// # Source
/// simplestyle-spec 1.1.
fn look(properties: &Map<String, Value>) -> OwnLook {
    let colour = |key: &str| properties.get(key).and_then(Value::as_str).and_then(hex);
    let share = |key: &str| {
        let value = properties.get(key)?;
        value.as_f64().or_else(|| value.as_str()?.parse().ok()).filter(|share| (0.0..=1.0).contains(share))
    };
    let with = |colour: Option<[u8; 3]>, share: f64| colour.map(|[r, g, b]| [r, g, b, (share * 255.0) as u8]);
    OwnLook {
        colour: with(
            colour("stroke").or_else(|| colour("marker-color")),
            share("stroke-opacity").unwrap_or(1.0),
        ),
        fill: with(colour("fill"), share("fill-opacity").unwrap_or(0.6)),
        width: properties
            .get("stroke-width")
            .and_then(Value::as_f64)
            .filter(|width| (0.0..=40.0).contains(width))
            .map(|width| width as f32),
    }
}

/// `#ff8800`, `f80`.
pub(super) fn hex(text: &str) -> Option<[u8; 3]> {
    let digits = text.trim().trim_start_matches('#');
    let number = u32::from_str_radix(digits, 16).ok()?;
    match digits.len() {
        6 => Some([(number >> 16) as u8, (number >> 8) as u8, number as u8]),
        3 => Some(
            [(number >> 8) as u8 & 15, (number >> 4) as u8 & 15, number as u8 & 15].map(|digit| digit * 17),
        ),
        _ => None,
    }
}

fn geometry(value: &Value, parts: &mut Vec<Part>) -> Result<(), String> {
    let Value::Object(given) = value else { return Err("its geometry is no object".to_owned()) };
    let kind = given.get("type").and_then(Value::as_str).unwrap_or_default();
    if kind == "GeometryCollection" {
        let Some(Value::Array(members)) = given.get("geometries") else {
            return Err("its collection of geometries is no list".to_owned());
        };
        return members
            .iter()
            .filter(|member| !member.is_null())
            .try_for_each(|member| geometry(member, parts));
    }
    let Some(coordinates) = given.get("coordinates") else {
        return Err(if kind.is_empty() {
            "its geometry has no type".to_owned()
        } else {
            "its geometry has no coordinates".to_owned()
        });
    };
    let list = coordinates.as_array().ok_or("its coordinates are no list")?;
    if list.is_empty() {
        return Ok(());
    }
    match kind {
        "Point" => parts.push(Part::Point(position(coordinates)?)),
        "MultiPoint" => {
            for point in list {
                parts.push(Part::Point(position(point)?));
            }
        }
        "LineString" => parts.push(Part::Line(positions(coordinates)?)),
        "MultiLineString" => {
            for line in list {
                parts.push(Part::Line(positions(line)?));
            }
        }
        "Polygon" => area(coordinates, parts)?,
        "MultiPolygon" => list.iter().try_for_each(|polygon| area(polygon, parts))?,
        other => return Err(format!("“{}” is no kind of geometry", crate::model::shown_line(other))),
    }
    parts.retain(|part| part.coordinates().next().is_some());
    Ok(())
}

fn area(value: &Value, parts: &mut Vec<Part>) -> Result<(), String> {
    let rings = value.as_array().ok_or("its coordinates are no list")?;
    let rings = rings.iter().map(positions).collect::<Result<Vec<_>, _>>()?;
    parts.push(Part::Area(rings));
    Ok(())
}

fn positions(value: &Value) -> Result<Vec<Coordinate>, String> {
    value.as_array().ok_or("its coordinates are no list")?.iter().map(position).collect()
}

fn position(value: &Value) -> Result<Coordinate, String> {
    let list = value.as_array().ok_or("a position is no list of numbers")?;
    match (list.first().and_then(Value::as_f64), list.get(1).and_then(Value::as_f64)) {
        (Some(x), Some(y)) => Ok([x, y]),
        (_, _) => Err("a position is not two numbers".to_owned()),
    }
}
