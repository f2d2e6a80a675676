//! The bytes of a native file as a document, with a report of what was not understood.
//!
//! Features are taken one at a time, so that a large file is never in memory as a tree.

use std::{collections::HashSet, sync::Arc};

use serde::Deserialize;
use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use crate::model::{Document, Facts, Gathering, IncidentId, KeptFeature, Records};

use super::quick::QuickList;
use super::row::{FoundIncident, Part, Row, quoted, read_row};
use super::salvage::salvage;
use super::{MAJOR, MINOR, Report, guess, version_numbers};

/// Why bytes are no native file. Line and column count from 1.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error("the file is empty: open another file, or restore this one from a copy")]
    Empty,
    #[error("the file seems to be {what}: Marz opens incidents as GeoJSON (*.geojson, *.json); {advice}")]
    SomethingElse { what: &'static str, advice: &'static str },
    #[error(
        "the file is not UTF-8 text (line {line}, byte {byte} of the line): it may be compressed, a table or \
         in another encoding; save it as UTF-8 GeoJSON and open it again"
    )]
    NotUtf8 { line: usize, byte: usize },
    #[error(
        "the file is not valid JSON (line {line}, column {column}: {problem}): it may be cut short or not be \
         GeoJSON; restore it from a copy, or mend it there with a text editor"
    )]
    NotJson { line: usize, column: usize, problem: String },
    #[error(
        "the file is JSON but not a GeoJSON FeatureCollection ({problem}): export it as a GeoJSON \
         FeatureCollection and open it again"
    )]
    NotACollection { problem: String },
}

/// Reads a native file, or any GeoJSON `FeatureCollection`. A byte-order mark is tolerated.
///
/// # Errors
/// When the bytes are not UTF-8, not JSON, or no `FeatureCollection`. Anything wrong inside a feature is no
/// error but a line of the report, and kept in the document.
pub fn read(bytes: &[u8]) -> Result<(Document, Report), ReadError> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let before = &bytes[..error.valid_up_to()];
        let line_start = before.iter().rposition(|&byte| byte == b'\n').map_or(0, |end| end + 1);
        let line = before.split(|&byte| byte == b'\n').count();
        ReadError::NotUtf8 { line, byte: before.len() - line_start + 1 }
    })?;
    if text.trim().is_empty() {
        return Err(ReadError::Empty);
    }
    // Whatever the quick reading stumbles over, the slow one reads or tells of.
    let top = collection(text, true).or_else(|_| collection(text, false));
    top.map_err(|error| not_json(&error))?.into_document()
}

pub(super) fn collection(text: &str, is_quick: bool) -> Result<Collection, serde_json::Error> {
    let mut json = serde_json::Deserializer::from_str(text);
    let top = json.deserialize_any(TopLevel { is_quick })?;
    json.end()?;
    Ok(top)
}

/// Reads a file that may be cut or damaged: as [`read`], and where that fails, as far as it is whole; the report
/// then holds what could not be read.
///
/// # Errors
/// As [`read`], when not one feature is whole, or when the bytes are something else.
pub fn read_damaged(bytes: &[u8]) -> Result<(Document, Report), ReadError> {
    if let Some((what, advice)) = guess::by_first_bytes(bytes) {
        return Err(ReadError::SomethingElse { what, advice });
    }
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    read(bytes).or_else(|error| match &error {
        // Sound JSON of another kind is no damage, unless the frame is that of a collection.
        ReadError::NotACollection { .. } if !guess::has_frame(bytes) => Err(error),
        ReadError::NotUtf8 { .. } | ReadError::NotJson { .. } | ReadError::NotACollection { .. } => {
            salvage(bytes).ok_or_else(|| match guess::by_text(bytes) {
                Some((what, advice)) => ReadError::SomethingElse { what, advice },
                None => error,
            })
        }
        ReadError::Empty | ReadError::SomethingElse { .. } => Err(error),
    })
}

fn not_json(error: &serde_json::Error) -> ReadError {
    let (line, column) = (error.line(), error.column());
    let mut problem = error.to_string();
    // serde_json ends its messages with the place, which ours say first.
    if let Some(end) = problem.rfind(" at line ") {
        problem.truncate(end);
    }
    if error.is_data() {
        ReadError::NotACollection { problem }
    } else {
        ReadError::NotJson { line, column, problem }
    }
}

/// The members of the top-level object, features already read.
#[derive(Default)]
pub(super) struct Collection {
    pub kind: Option<Value>,
    pub marz: Option<Value>,
    pub members: Map<String, Value>,
    pub has_features: bool,
    pub features_repeated: bool,
    pub features: Vec<Part>,
}

struct TopLevel {
    is_quick: bool,
}

impl<'de> Visitor<'de> for TopLevel {
    type Value = Collection;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an object with a list of features")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Collection, A::Error> {
        let mut found = Collection::default();
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "type" => found.kind = Some(map.next_value()?),
                "marz" => found.marz = Some(map.next_value()?),
                "features" => {
                    found.features_repeated |= found.has_features;
                    found.has_features = true;
                    if self.is_quick {
                        map.next_value_seed(QuickList(&mut found.features))?;
                    } else {
                        map.next_value_seed(FeatureList(&mut found.features))?;
                    }
                }
                _ => {
                    let value = map.next_value()?;
                    found.members.insert(key, value);
                }
            }
        }
        Ok(found)
    }
}

struct FeatureList<'a>(&'a mut Vec<Part>);

impl<'de> DeserializeSeed<'de> for FeatureList<'_> {
    type Value = ();

    fn deserialize<D: de::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for FeatureList<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a list of features")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        while let Some(feature) = list.next_element::<Value>()? {
            self.0.push(Part::One(read_row(feature)));
        }
        Ok(())
    }
}

impl Collection {
    pub fn into_document(self) -> Result<(Document, Report), ReadError> {
        match self.kind.as_ref().and_then(Value::as_str) {
            Some("FeatureCollection") => {}
            Some(other) => {
                let problem = format!("its type is {}", quoted(&Value::from(other)));
                return Err(ReadError::NotACollection { problem });
            }
            None => {
                return Err(ReadError::NotACollection { problem: "it does not state its type".to_owned() });
            }
        }
        if !self.has_features {
            return Err(ReadError::NotACollection { problem: "it has no list of features".to_owned() });
        }
        let mut report = Report::default();
        let (incidents, kept_features) = settle(self.features, self.marz.is_some(), &mut report);
        if self.features_repeated {
            let message = "the file has several lists of features: they were joined to one";
            report.say(None, None, message.to_owned());
        }
        let facts = facts(self.marz, &mut report);
        let document = Document::of(&incidents, facts, kept_features, self.members);
        report.count(&document);
        Ok((document, report))
    }
}

/// Gives every incident its id and every problem its row. In a file of this program's own every feature has all its
/// members: one without was damaged.
fn settle(features: Vec<Part>, is_own: bool, report: &mut Report) -> (Records, Vec<KeptFeature>) {
    let mut ids = Ids::of(&features);
    let are_settled = matches!(ids, Ids::Settled);
    let (mut incidents, mut kept) = (Gathering::default(), Vec::new());
    let mut assumed = 0_usize;
    let mut number = 0;
    let mut settle = |found: FoundIncident, number: usize, incidents: &mut Gathering, report: &mut Report| {
        let FoundIncident { mut incident, mut problems, precision_assumed, lacks } = found;
        if let Some(key) = lacks.filter(|_| is_own) {
            problems.push(format!("there is no member “{key}”: the record may be damaged"));
        }
        if let Some((new, problem)) = ids.new_for(&incident.id, number) {
            problems.push(problem);
            Arc::make_mut(&mut incident).id = IncidentId::new(new);
        }
        assumed += usize::from(precision_assumed);
        for problem in problems {
            report.say(Some(number), Some(incident.id.clone()), problem);
        }
        incidents.push(incident);
    };
    for row in features {
        match row {
            Part::One(Row::Incident(found)) => {
                number += 1;
                settle(found, number, &mut incidents, report);
            }
            Part::Plain(records) if are_settled => {
                number += records.len();
                incidents.append(records);
            }
            Part::Plain(records) => {
                for incident in &records {
                    number += 1;
                    settle(FoundIncident::plain(incident), number, &mut incidents, report);
                }
            }
            Part::One(Row::Kept(feature, problem)) => {
                number += 1;
                if let Some(problem) = problem {
                    report.say(Some(number), None, problem);
                }
                kept.push(*feature);
            }
        }
    }
    if assumed > 0 {
        let message = format!(
            "{assumed} of {} incidents have a point and do not state how precise it is: it is taken as near \
             the place, not as exact",
            incidents.len()
        );
        report.say(None, None, message);
    }
    (incidents.finish(), kept)
}

/// The ids of a file, where two may be the same or one be missing.
enum Ids {
    /// All there, and no two the same.
    Settled,
    Any {
        taken: HashSet<String>,
        used: HashSet<String>,
    },
}

impl Ids {
    fn of(features: &[Part]) -> Self {
        let mut ids: Vec<&str> = Vec::with_capacity(features.len());
        for row in features {
            match row {
                Part::One(Row::Incident(found)) => ids.push(found.incident.id.as_str()),
                Part::Plain(records) => ids.extend(records.ids().map(IncidentId::as_str)),
                Part::One(Row::Kept(..)) => {}
            }
        }
        let are_sorted = ids.is_sorted_by(|one, next| one < next);
        let mut seen: HashSet<&str, foldhash::fast::RandomState> = HashSet::default();
        if ids.iter().all(|id| !id.is_empty()) && (are_sorted || ids.iter().all(|id| seen.insert(id))) {
            return Self::Settled;
        }
        let taken = ids.into_iter().filter(|id| !id.is_empty()).map(str::to_owned).collect();
        Self::Any { taken, used: HashSet::new() }
    }

    /// Another id for the incident in this row, and why it needs one.
    fn new_for(&mut self, id: &IncidentId, number: usize) -> Option<(String, String)> {
        let Self::Any { taken, used } = self else { return None };
        let id = id.as_str();
        if id.is_empty() {
            let new = free_id(&format!("row-{number:06}"), taken);
            let problem = format!("there is no id: the incident is now “{new}”");
            return Some((new, problem));
        }
        if used.insert(id.to_owned()) {
            return None;
        }
        let new = free_id(&format!("{id}-row-{number}"), taken);
        let problem = format!("the id “{id}” stands on an earlier row too: this one is now “{new}”");
        Some((new, problem))
    }
}

/// The wanted id, or the first of its followers that nobody has.
fn free_id(wanted: &str, taken: &mut HashSet<String>) -> String {
    let mut id = wanted.to_owned();
    let mut next = 2_usize;
    while !taken.insert(id.clone()) {
        id = format!("{wanted}-{next}");
        next += 1;
    }
    id
}

/// The project facts in the member `marz`.
fn facts(marz: Option<Value>, report: &mut Report) -> Facts {
    let mut rest = match marz {
        None | Some(Value::Null) => return Facts::default(),
        Some(Value::Object(rest)) => rest,
        Some(other) => {
            let message = format!("the member marz {} is no object: kept as marz.unread", quoted(&other));
            report.say(None, None, message);
            return Facts { rest: Map::from_iter([("unread".to_owned(), other)]), ..Facts::default() };
        }
    };
    if let Some(value) = rest.shift_remove("version").filter(|value| !value.is_null()) {
        if let Some(numbers @ (major, minor)) = value.as_str().and_then(version_numbers) {
            if major > MAJOR {
                report.read_only = Some(format!(
                    "The file was made by a newer program (format {major}.{minor}; this one writes \
                     {MAJOR}.{MINOR}): it may hold things not shown here. Look at it, but save changes with \
                     the newer program."
                ));
            }
            if numbers > (MAJOR, MINOR) {
                rest.insert("version".to_owned(), value);
            }
        } else {
            let message = format!(
                "the format version {} is not understood: the file is read as {MAJOR}.{MINOR}",
                quoted(&value)
            );
            report.say(None, None, message);
        }
    }
    let mut unread = Map::new();
    let mut take = |key: &str, is_not: &str, report: &mut Report| {
        let value = rest.shift_remove(key).filter(|value| !value.is_null())?;
        let strings = match &value {
            Value::String(text) if key == "title" => Some(vec![text.clone()]),
            Value::Array(list) if key == "attribution" => {
                list.iter().map(|credit| credit.as_str().map(str::to_owned)).collect()
            }
            Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Array(_)
            | Value::Object(_) => None,
        };
        if strings.is_none() {
            report.say(
                None,
                None,
                format!("marz.{key} {} is not {is_not}: kept as it stands", quoted(&value)),
            );
            unread.insert(key.to_owned(), value);
        }
        strings
    };
    let title = take("title", "text", report).unwrap_or_default().concat();
    let attribution = take("attribution", "a list of texts", report).unwrap_or_default();
    let actors = list(&mut rest, "actors", &mut unread, report);
    let fields = list(&mut rest, "fields", &mut unread, report);
    let shots = list(&mut rest, "shots", &mut unread, report);
    let layouts = list(&mut rest, "layouts", &mut unread, report);
    let evidence = list(&mut rest, "evidence", &mut unread, report);
    let storyboards = list(&mut rest, "storyboards", &mut unread, report);
    let publication = one(&mut rest, "publication", &mut unread, report).unwrap_or_default();
    let published = one(&mut rest, "published", &mut unread, report);
    rest.extend(unread);
    Facts {
        title,
        attribution,
        actors,
        fields,
        shots,
        layouts,
        evidence,
        storyboards,
        publication,
        published,
        rest,
    }
}

/// One of the project facts; one that is not understood is kept as it stands.
fn one<T: DeserializeOwned>(
    members: &mut Map<String, Value>,
    key: &str,
    unread: &mut Map<String, Value>,
    report: &mut Report,
) -> Option<T> {
    let value = members.shift_remove(key).filter(|value| !value.is_null())?;
    match T::deserialize(&value) {
        Ok(read) => Some(read),
        Err(error) => {
            let words = format!("marz.{key} {} cannot be read ({error}): kept as it stands", quoted(&value));
            report.say(None, None, words);
            unread.insert(key.to_owned(), value);
            None
        }
    }
}

/// A list of the project facts; one that is not understood is kept as it stands.
fn list<T: DeserializeOwned>(
    members: &mut Map<String, Value>,
    key: &str,
    unread: &mut Map<String, Value>,
    report: &mut Report,
) -> Vec<T> {
    let Some(value) = members.shift_remove(key).filter(|value| !value.is_null()) else { return Vec::new() };
    Vec::<T>::deserialize(&value).unwrap_or_else(|_| {
        report.say(
            None,
            None,
            format!("marz.{key} {} is not a list of {key}: kept as it stands", quoted(&value)),
        );
        unread.insert(key.to_owned(), value);
        Vec::new()
    })
}

/// What the quick or the slow reading makes of a text, where it reads it.
#[cfg(test)]
pub(super) fn read_this_way(text: &str, is_quick: bool) -> Option<(Document, Report)> {
    collection(text, is_quick).ok()?.into_document().ok()
}
