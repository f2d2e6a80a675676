//! Features as incidents straight from the text, without a tree of values in between.
//!
//! What is unusual in a feature ends the quick reading: the slow one then reads the whole file, and tells of it.

use std::{borrow::Cow, collections::HashMap, fmt};

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value, value::RawValue};

use crate::model::{Actor, List, LonLat, Members, Source};

use super::KEYS;
use super::row::{Fields, Geometry, Part, Row, brackets, incident_of_parts, is_line_or_area, read_row};

/// Beyond this, the slow reading decides whether the whole file nests too deeply.
const DEEPEST: usize = 64;

/// The members of `features`.
pub(super) struct QuickList<'a>(pub &'a mut Vec<Part>);

impl<'de> DeserializeSeed<'de> for QuickList<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for QuickList<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut known = Known::default();
        while let Some(row) = list.next_element_seed(Feature(&mut known))? {
            self.0.push(Part::One(row));
        }
        Ok(())
    }
}

/// One feature that stands by itself.
pub(super) fn row_of(text: &str, known: &mut Known) -> serde_json::Result<Row> {
    let mut json = serde_json::Deserializer::from_str(text);
    let row = Feature(known).deserialize(&mut json)?;
    json.end()?;
    Ok(row)
}

/// What a reader keeps from one feature to the next.
#[derive(Default)]
pub(super) struct Known {
    /// Lists that were read before, by their text: what records have alike is in memory once.
    actors: Lists<Actor>,
    sources: Lists<Source>,
    /// Room that is used again.
    fields: Vec<(usize, Value)>,
    values: String,
}

type Lists<T> = HashMap<Box<str>, List<T>, foldhash::fast::RandomState>;

/// The list that the text stands for; `None` where it is no such list.
fn list_of<T: Clone + DeserializeOwned + 'static>(known: &mut Lists<T>, text: &str) -> Option<List<T>> {
    const MOST: usize = 1 << 16;
    if let Some(list) = known.get(text) {
        return Some(list.clone());
    }
    let list: List<T> = serde_json::from_str(text).ok()?;
    if known.len() < MOST {
        known.insert(text.into(), list.clone());
    }
    Some(list)
}

/// One feature.
struct Feature<'a>(&'a mut Known);

impl<'de> DeserializeSeed<'de> for Feature<'_> {
    type Value = Row;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Row, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Feature<'_> {
    type Value = Row;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feature")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Row, A::Error> {
        // All members but the properties, where those are of an incident.
        let mut members: Vec<(Cow<'de, str>, &'de RawValue)> = Vec::with_capacity(4);
        let mut fields = None;
        let mut is_kept = false;
        while let Some(Key(key)) = map.next_key()? {
            if key == "properties" && !is_kept {
                if fields.replace(map.next_value_seed(Properties(self.0))?).is_some() {
                    return Err(unusual());
                }
                continue;
            }
            let value: &RawValue = map.next_value()?;
            if members.iter().any(|(known, _)| *known == key) {
                return Err(unusual());
            }
            is_kept |= key == "geometry" && is_no_point(value.get()).map_err(de::Error::custom)?;
            members.push((key, value));
        }
        let mut take = |key: &str| {
            let at = members.iter().position(|(known, _)| known == key)?;
            Some(members.remove(at).1.get())
        };
        if is_kept {
            if fields.is_some() {
                return Err(unusual());
            }
            let members = members.into_iter().map(|(key, raw)| Ok((key.into_owned(), value_of(raw.get())?)));
            let members: Result<Map<_, _>, A::Error> = members.collect();
            return Ok(read_row(Value::Object(members?)));
        }
        if take("type") != Some("\"Feature\"") {
            return Err(unusual());
        }
        let id = take("id").map(value_of).transpose()?;
        let geometry = take("geometry");
        let lacks = match (&fields, geometry) {
            (None, _) => Some("properties"),
            (Some(_), None) => Some("geometry"),
            (Some(_), Some(_)) => None,
        };
        let geometry = match geometry {
            None => Geometry::None,
            Some(text) => match plain_point(text) {
                Some(position) => Geometry::Point(position),
                None => Geometry::Value(value_of(text)?),
            },
        };
        let mut rest = Packing::new(&mut self.0.values);
        for (key, raw) in members {
            rest.push(key, raw.get())?;
        }
        let rest = rest.packed();
        let mut fields = fields.unwrap_or_default();
        let row = incident_of_parts(&mut fields, id, geometry, rest, lacks);
        fields.known.clear();
        self.0.fields = fields.known;
        Ok(row)
    }
}

/// The properties of one feature.
struct Properties<'a>(&'a mut Known);

impl<'de> DeserializeSeed<'de> for Properties<'_> {
    type Value = Fields;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Fields, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Properties<'_> {
    type Value = Fields;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("properties")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Fields, E> {
        Ok(Fields::default())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Fields, A::Error> {
        let Known { actors, sources, fields, values } = self.0;
        let mut fields = Fields::in_room(std::mem::take(fields));
        let mut rest = Packing::new(values);
        let mut next = 0;
        while let Some(Key(key)) = map.next_key()? {
            let Some(place) = place_after(next, &key) else {
                rest.push(key, map.next_value::<&RawValue>()?.get())?;
                continue;
            };
            next = place + 1;
            let is_list = key == "actors" || key == "sources";
            if fields.known.iter().any(|(known, _)| *known == place) {
                return Err(unusual());
            }
            let value = if is_list {
                let text = map.next_value::<&RawValue>()?.get();
                if brackets(text) < DEEPEST {
                    match &*key {
                        "actors" => fields.actors = list_of(actors, text),
                        _ => fields.sources = list_of(sources, text),
                    }
                }
                let is_read =
                    if key == "actors" { fields.actors.is_some() } else { fields.sources.is_some() };
                if is_read { Value::Null } else { value_of(text)? }
            } else {
                map.next_value()?
            };
            fields.known.push((place, value));
        }
        fields.rest = rest.packed();
        Ok(fields)
    }
}

/// Where the key stands among ours. Files have them in our order, so it is looked for from there on.
fn place_after(next: usize, key: &str) -> Option<usize> {
    // The columns of other tables, of which there are many.
    if key.starts_with("orig.") {
        return None;
    }
    let is_it = |place: &usize| KEYS[*place] == key;
    (next..KEYS.len()).find(is_it).or_else(|| (0..next).find(is_it))
}

/// Members that are kept as they stand.
struct Packing<'a, 'de> {
    keys: Vec<Cow<'de, str>>,
    values: &'a mut String,
}

impl<'a, 'de> Packing<'a, 'de> {
    fn new(values: &'a mut String) -> Self {
        values.clear();
        Self { keys: Vec::new(), values }
    }

    fn push<E: de::Error>(&mut self, key: Cow<'de, str>, text: &str) -> Result<(), E> {
        if self.keys.is_empty() {
            self.keys.reserve(32);
        } else {
            self.values.push('\n');
        }
        self.keys.push(key);
        if is_compact(text) {
            self.values.push_str(text);
        } else {
            self.values.push_str(&value_of::<E>(text)?.to_string());
        }
        Ok(())
    }

    fn packed(self) -> Members {
        Members::packed(&self.keys, self.values)
    }
}

/// Whether the value is surely written as this program would write it.
fn is_compact(json: &str) -> bool {
    /// Digits of a number that is surely a whole one.
    const DIGITS: usize = 15;
    match json.as_bytes() {
        [b'"', inside @ .., b'"'] => !inside.contains(&b'\\'),
        b"true" | b"false" | b"null" | b"0" => true,
        [b'1'..=b'9', more @ ..] => more.len() < DIGITS && more.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

fn value_of<E: de::Error>(json: &str) -> Result<Value, E> {
    if brackets(json) >= DEEPEST {
        return Err(unusual());
    }
    serde_json::from_str(json).map_err(E::custom)
}

/// Whether the geometry is a line or an area, so that the feature is no incident.
fn is_no_point(json: &str) -> Result<bool, serde_json::Error> {
    if json == "null" || plain_point(json).is_some() {
        return Ok(false);
    }
    Ok(is_line_or_area(Some(&value_of(json)?)))
}

/// The position where the geometry is a point and nothing else.
fn plain_point(json: &str) -> Option<LonLat> {
    let numbers = json.strip_prefix("{\"type\":\"Point\",\"coordinates\":[")?.strip_suffix("]}")?;
    let (lon, lat) = numbers.split_once(',')?;
    LonLat::new(lon.trim().parse().ok()?, lat.trim().parse().ok()?).ok()
}

fn unusual<E: de::Error>() -> E {
    E::custom("something unusual")
}

/// A key, borrowed where it has no escapes.
struct Key<'de>(Cow<'de, str>);

impl<'de> de::Deserialize<'de> for Key<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct KeyVisitor;

        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_borrowed_str<E>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }
        }

        deserializer.deserialize_str(KeyVisitor)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::store::native::read::read_this_way;

    /// Whether both readings give the same document and the same report; tells whether the quick one was enough.
    fn agrees(text: &str) -> bool {
        let Some(quick) = read_this_way(text, true) else { return false };
        let slow = read_this_way(text, false).expect("what is read quickly is read slowly too");
        assert_eq!(quick, slow, "{text}");
        true
    }

    fn feature(properties: &str) -> String {
        format!(
            "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"id\":7,\"bbox\":[1, 2],\n\
             \"properties\":{properties},\"geometry\":{{\"type\":\"Point\",\"coordinates\":[70.5,37]}}}}]}}"
        )
    }

    #[test]
    fn what_is_read_quickly_is_what_the_slow_reading_gives() {
        let (sample, _) = crate::store::sample();
        assert!(agrees(&String::from_utf8(crate::store::native::write(&sample)).unwrap()));
        for properties in [
            "null",
            "{}",
            r#"{"title": 5, "own": -0.0, "big": 123456789012345678, "e": 1E2, "orig.a": "\u0041\/б", "z": [1, {"b" : null}]}"#,
            r#"{"own": 1, "other": 2, "own": 3, "id": "a"}"#,
            r#"{"actors": [{"name": "Taliban", "x": 1}], "sources": "[{\"title\":\"t\"}]", "tags": 7}"#,
            r#"{"actors": null, "sources": [5], "date_start": "2025-11", "date_end": 3, "time": "5"}"#,
        ] {
            assert!(agrees(&feature(properties)), "{properties}");
        }
    }

    #[test]
    fn what_is_unusual_is_left_to_the_slow_reading() {
        let line = json!({"type": "LineString", "coordinates": [[70, 37], [71, 38]]});
        let of = |feature: serde_json::Value| {
            json!({"type": "FeatureCollection", "features": [feature]}).to_string()
        };
        assert!(agrees(&of(json!({"type": "Feature", "geometry": line, "properties": {"b": 1, "a": 2}}))));
        assert!(!agrees(&of(json!({"type": "Feature", "properties": {"a": 2}, "geometry": line}))));
        for odd in [json!(5), json!({"type": "Else"}), json!({"type": "Feature", "properties": [1]})] {
            assert!(!agrees(&of(odd)));
        }
        assert!(!agrees(&feature(r#"{"own": "\ud800"}"#)), "half of a letter");
        assert!(!agrees(&feature(&format!("{{\"own\":{}{}}}", "[".repeat(100), "]".repeat(100)))));
    }
}
