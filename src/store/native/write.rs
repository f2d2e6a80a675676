//! A document as the bytes of a native file: the same document always gives the same bytes.

use std::fmt::Write as _;
use std::io;
use std::sync::Arc;

use serde::Serialize;
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};

use crate::model::{
    ClockTime, DatePrecision, Document, Edtf, Extent, Handling, Incident, LonLat, Members, Records, Status,
    Toll, TollKind, When,
};

use super::{
    KEYS, MAJOR, MINOR, toll_keys, unstated_date_precision, unstated_place_precision, version_numbers,
};

/// The bytes of the native file, ending with a line feed.
pub fn write(document: &Document) -> Vec<u8> {
    let mut out = Vec::with_capacity(256 + 1500 * document.len());
    write_to(document, &mut out).expect("memory does not fail");
    out
}

/// Writes the native file piece by piece, so that a large one is never whole in memory.
///
/// # Errors
/// When `file` takes no more.
pub fn write_to(document: &Document, file: &mut impl io::Write) -> io::Result<()> {
    write_collection(document, document.incidents(), file)
}

/// Writes a native file of nothing but these records, in their order.
///
/// # Errors
/// When `file` takes no more.
pub fn write_records(records: &Records, file: &mut impl io::Write) -> io::Result<()> {
    write_collection(&Document::default(), records.iter(), file)
}

/// The document with these incidents.
fn write_collection(
    document: &Document,
    incidents: impl Iterator<Item = Arc<Incident>>,
    file: &mut impl io::Write,
) -> io::Result<()> {
    /// Bytes that go to the file at once.
    const PIECE: usize = 256 << 10;
    let mut out = Vec::with_capacity(2 * PIECE);
    out.extend_from_slice(b"{\"type\":\"FeatureCollection\",\n\"marz\":");
    write_facts(&mut out, document);
    let holds = |bbox: &Value| document.outlines().all(|i| still_holds(bbox, i.place.position));
    write_rest(&mut out, ",\n", &document.members().clone().into(), &["type", "marz", "features"], holds);
    out.extend_from_slice(b",\n\"features\":[");
    let mut separator: &[u8] = b"\n";
    let mut next = |out: &mut Vec<u8>| {
        if out.len() >= PIECE {
            file.write_all(out)?;
            out.clear();
        }
        out.extend_from_slice(std::mem::replace(&mut separator, b",\n"));
        io::Result::Ok(())
    };
    for incident in incidents {
        next(&mut out)?;
        write_incident(&mut out, &incident);
    }
    for feature in document.kept_features() {
        next(&mut out)?;
        push_json(&mut out, &feature.0);
    }
    out.extend_from_slice(b"\n]}\n");
    file.write_all(&out)
}

/// Names this state of a document: the first twelve digits of the SHA-256 of its native file, as `sha256sum` tells them
/// of a saved one.
pub fn fingerprint(document: &Document) -> String {
    let mut hasher = Sha256::new();
    write_to(document, &mut hasher).expect("a digest takes everything");
    hasher.finalize().iter().take(6).fold(String::new(), |mut name, byte| {
        let _ = write!(name, "{byte:02x}");
        name
    })
}

/// The members that are written here.
const FACTS: [&str; 11] = [
    "version",
    "title",
    "attribution",
    "actors",
    "fields",
    "shots",
    "layouts",
    "evidence",
    "storyboards",
    "publication",
    "published",
];

fn write_facts(out: &mut Vec<u8>, document: &Document) {
    let facts = document.facts();
    let unread = facts.rest.clone().into();
    let mut object = Object::open(out, &unread);
    let newer = facts.rest.get("version").and_then(Value::as_str).filter(|version| {
        // What a newer program added is kept, so its version must stay too.
        version_numbers(version).is_some_and(|numbers| numbers > (MAJOR, MINOR))
    });
    match newer {
        Some(version) => object.member("version", version),
        None => object.member("version", &format!("{MAJOR}.{MINOR}")),
    }
    object.text("title", &facts.title);
    object.list("attribution", &facts.attribution);
    object.list("actors", &facts.actors);
    object.list("fields", &facts.fields);
    object.list("shots", &facts.shots);
    object.list("layouts", &facts.layouts);
    object.list("evidence", &facts.evidence);
    object.list("storyboards", &facts.storyboards);
    object.optional("publication", (!facts.publication.is_empty()).then_some(&facts.publication));
    object.optional("published", facts.published.as_ref());
    object.rest(&FACTS);
    object.close();
}

fn write_incident(out: &mut Vec<u8>, incident: &Incident) {
    out.extend_from_slice(b"{\"type\":\"Feature\",\"id\":");
    push_json(out, &incident.id);
    out.extend_from_slice(b",\"geometry\":");
    write_geometry(out, incident);
    out.extend_from_slice(b",\"properties\":");
    write_properties(out, incident);
    let known = ["type", "id", "geometry", "properties"];
    let holds = |bbox: &Value| still_holds(bbox, incident.place.position);
    write_rest(out, ",", &incident.feature_rest, &known, holds);
    out.push(b'}');
}

/// The members that Marz does not know, but no bounding box that `holds` no longer.
fn write_rest(
    out: &mut Vec<u8>,
    separator: &str,
    rest: &Members,
    known: &[&str],
    holds: impl Fn(&Value) -> bool,
) {
    for (key, json) in rest.json() {
        let stays = || key != "bbox" || rest.get(key).is_none_or(|value| holds(&value));
        if !known.contains(&key) && stays() {
            out.extend_from_slice(separator.as_bytes());
            push_json(out, key);
            out.push(b':');
            out.extend_from_slice(json.as_bytes());
        }
    }
}

fn write_geometry(out: &mut Vec<u8>, incident: &Incident) {
    let Some(position) = incident.place.position else {
        return push_json(out, &incident.unread_geometry);
    };
    // A position is kept to 1e-7 of a degree, so its shortest decimals are seven at most.
    let (lon, lat) = (position.lon(), position.lat());
    out.extend_from_slice(format!("{{\"type\":\"Point\",\"coordinates\":[{lon},{lat}").as_bytes());
    for &number in incident.extra_coordinates.iter().filter(|number| number.is_finite()) {
        out.push(b',');
        push_json(out, &plain_number(number));
    }
    out.push(b']');
    let holds = |bbox: &Value| still_holds(bbox, Some(position));
    write_rest(out, ",", &incident.geometry_rest, &["type", "coordinates"], holds);
    out.push(b'}');
}

/// The properties of an incident as they stand in the native file.
pub(in crate::store) fn properties_of(incident: &Incident) -> Map<String, Value> {
    let mut out = Vec::new();
    write_properties(&mut out, incident);
    serde_json::from_slice(&out).expect("what is written here is an object")
}

fn write_properties(out: &mut Vec<u8>, incident: &Incident) {
    let place = &incident.place;
    let mut object = Object::open(out, &incident.rest);
    object.text("title", &incident.title);
    object.text("event_type", &incident.event_type);
    object.when(&incident.when);
    object.optional("place", place.name.as_ref());
    object.optional("district", place.district.as_ref());
    object.optional("province", place.province.as_ref());
    object.optional("country", place.country.as_ref());
    object.unless(
        false,
        place.precision == unstated_place_precision(place.position),
        "place_precision",
        place.precision.code(),
    );
    object.number("place_radius_m", place.radius.map(|radius| radius.0));
    object.optional("place_method", place.method.as_ref());
    object.optional("gazetteer", place.gazetteer.name.as_ref());
    object.optional("gazetteer_id", place.gazetteer.id.as_ref());
    object.number("border_distance_km", place.border_distance_km);
    object.optional("side", place.side.as_ref());
    for kind in TollKind::ALL {
        object.toll(toll_keys(kind), incident.toll(kind));
    }
    object.list("weapons", &incident.weapons);
    object.text("summary", &incident.summary);
    object.text("notes", &incident.notes);
    object.optional("acled_event_type", incident.acled.event_type.as_ref());
    object.optional("acled_sub_event_type", incident.acled.sub_event_type.as_ref());
    object.list("actors", &incident.actors);
    object.list("sources", &incident.sources);
    object.list("tags", &incident.tags);
    object.optional("status", incident.status.map(Status::code));
    object.optional("handling", incident.handling.map(Handling::code));
    object.text("assignee", &incident.assignee);
    object.list("links", &incident.links);
    object.list("positions", &incident.ends);
    object.list("ignored", &incident.ignored);
    object.list("evidence", &incident.evidence);
    object.list("history", &incident.history);
    object.rest(&KEYS);
    object.close();
}

/// One JSON object being written. Where a typed value is absent, the value that could not be read under its
/// key is written instead.
struct Object<'a> {
    out: &'a mut Vec<u8>,
    unread: &'a Members,
    is_empty: bool,
}

impl<'a> Object<'a> {
    fn open(out: &'a mut Vec<u8>, unread: &'a Members) -> Self {
        out.push(b'{');
        Self { out, unread, is_empty: true }
    }

    fn close(self) {
        self.out.push(b'}');
    }

    fn member<T: Serialize + ?Sized>(&mut self, key: &str, value: &T) {
        self.key(key);
        push_json(self.out, value);
    }

    /// A member whose value was not understood.
    fn unread(&mut self, key: &str, json: &str) {
        self.key(key);
        self.out.extend_from_slice(json.as_bytes());
    }

    fn key(&mut self, key: &str) {
        if !self.is_empty {
            self.out.push(b',');
        }
        self.is_empty = false;
        push_json(self.out, key);
        self.out.push(b':');
    }

    fn optional<T: Serialize + ?Sized>(&mut self, key: &str, value: Option<&T>) {
        if let Some(value) = value {
            self.member(key, value);
        } else if let Some(json) = self.unread.json_of(key) {
            self.unread(key, json);
        }
    }

    fn text(&mut self, key: &str, text: &str) {
        self.optional(key, (!text.is_empty()).then_some(text));
    }

    fn list<T: Serialize>(&mut self, key: &str, list: &[T]) {
        self.optional(key, (!list.is_empty()).then_some(list));
    }

    fn number(&mut self, key: &str, number: Option<f64>) {
        self.optional(key, number.filter(|number| number.is_finite()).map(plain_number).as_ref());
    }

    /// A code that always has a value: left out where it says nothing, and where it is only what a reader
    /// assumes, a value that could not be read goes before it.
    fn unless(&mut self, says_nothing: bool, is_assumed: bool, key: &str, code: &str) {
        if (is_assumed && self.unread.contains_key(key)) || says_nothing {
            self.optional::<str>(key, None);
        } else {
            self.member(key, code);
        }
    }

    fn when(&mut self, when: &When) {
        let (span, precision, edtf) = (when.span(), when.precision(), when.beyond_days());
        self.optional("date_start", span.map(|span| span.first().to_string()).as_ref());
        self.optional("date_end", span.map(|span| span.last().to_string()).as_ref());
        let says_nothing = when.date.is_none() && precision == DatePrecision::Day;
        let assumed = edtf.map_or(unstated_date_precision(span), Edtf::precision);
        self.unless(says_nothing, precision == assumed, "date_precision", precision.code());
        self.optional("date_edtf", edtf);
        self.optional("time", when.clock.map(ClockTime::clock_text).as_ref());
        self.optional("time_zone", when.clock.map(|clock| clock.zone).as_ref());
        self.optional("time_approx", when.clock.filter(|clock| clock.approximate).map(|_| &true));
        self.optional("time_local", when.time_text.as_ref());
        self.optional("date_note", when.note.as_ref());
    }

    fn toll(&mut self, [low, best, high, by_group, note]: [&str; 5], toll: &Toll) {
        self.optional(low, toll.low.as_ref());
        self.optional(best, toll.best.as_ref());
        self.optional(high, toll.high.as_ref());
        self.list(by_group, &toll.by_group);
        self.optional(note, toll.note.as_ref());
    }

    /// The members that are nobody's typed value.
    fn rest(&mut self, known: &[&str]) {
        let unread = self.unread;
        for (key, json) in unread.json().filter(|(key, _)| !known.contains(key)) {
            self.unread(key, json);
        }
    }
}

/// Whole numbers without a fraction, as people write them.
fn plain_number(number: f64) -> Value {
    /// Up to here every whole number is one of its own.
    const WHOLE: f64 = 9_007_199_254_740_992.0;
    if number.fract() == 0.0 && number.abs() < WHOLE {
        return Value::from(number as i64);
    }
    Value::from(number)
}

/// Whether a bounding box still encloses the position: one that does not was made before the point moved.
/// What is no box of four or six numbers is left as it stands.
fn still_holds(bbox: &Value, position: Option<LonLat>) -> bool {
    let Some(position) = position else { return true };
    let numbers: Option<Vec<f64>> = bbox.as_array().and_then(|list| list.iter().map(Value::as_f64).collect());
    let (west, south, east, north) = match numbers.as_deref() {
        Some([west, south, east, north] | [west, south, _, east, north, _]) => (*west, *south, *east, *north),
        Some(_) | None => return true,
    };
    // West of its own east: a box across the antimeridian.
    west > east || Extent { west, south, east, north }.contains(position)
}

fn push_json<T: Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(out, value).expect("memory does not fail, and every key of ours is text");
}
