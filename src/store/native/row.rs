//! One feature of a native file as an incident, or as a feature that is kept as it stands.

use std::sync::Arc;

use jiff::civil::Date;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use crate::model::{
    AcledLabels, Actor, ClockTime, DatePrecision, DaySpan, Edtf, Gazetteer, Handling, Incident, IncidentId,
    KeptFeature, List, LonLat, Members, Metres, Place, Precision, Records, Source, Status, Toll, TollKind,
    When, Zone, read_when,
};

use super::{KEYS, place_of_key, toll_keys, unstated_date_precision, unstated_place_precision};

/// Letters of a value that are quoted in a message.
const QUOTED_LETTERS: usize = 60;

/// What one feature turned out to be.
pub(super) enum Row {
    Incident(FoundIncident),
    /// A line or area, or what is no feature: then with a sentence that says so.
    Kept(Box<KeptFeature>, Option<String>),
}

/// Features that follow one another.
pub(super) enum Part {
    One(Row),
    /// Incidents of which nothing is to be told.
    Plain(Records),
}

/// An incident whose id is not settled yet.
pub(super) struct FoundIncident {
    /// With the id in the file; an empty one where that has none of use. Where it is now, it stays: a million of them
    /// are not to be moved from the memory of one thread to that of another.
    pub incident: Arc<Incident>,
    /// What was not understood, one sentence each.
    pub problems: Vec<String>,
    /// The file gives a point without saying how precise it is.
    pub precision_assumed: bool,
    /// A member is missing that every feature of a native file has.
    pub lacks: Option<&'static str>,
}

impl FoundIncident {
    /// Of which nothing is to be told.
    pub fn plain(incident: Arc<Incident>) -> Self {
        Self { incident, problems: Vec::new(), precision_assumed: false, lacks: None }
    }

    /// Whether there is nothing to be told of it.
    pub fn is_plain(&self) -> bool {
        self.problems.is_empty() && !self.precision_assumed && self.lacks.is_none()
    }
}

/// Reads one member of `features`.
pub(super) fn read_row(feature: Value) -> Row {
    let Value::Object(mut members) = feature else {
        let problem = format!("{} is no feature: kept as it stands, not shown", quoted(&feature));
        return Row::Kept(Box::new(KeptFeature(feature)), Some(problem));
    };
    let kind = members.get("type").unwrap_or(&Value::Null);
    let has_properties = matches!(members.get("properties"), None | Some(Value::Null | Value::Object(_)));
    let problem = if kind.as_str() != Some("Feature") {
        Some(format!("its type is {}, not “Feature”: kept as it stands, not shown", quoted(kind)))
    } else if !has_properties {
        Some("its properties are no object: kept as it stands, not shown".to_owned())
    } else {
        None
    };
    if problem.is_some() || is_line_or_area(members.get("geometry")) {
        return Row::Kept(Box::new(KeptFeature(Value::Object(members))), problem);
    }
    let lacks = ["properties", "geometry"].into_iter().find(|key| !members.contains_key(*key));
    members.shift_remove("type");
    let id = members.shift_remove("id");
    let geometry = members.shift_remove("geometry");
    let properties = match members.shift_remove("properties") {
        Some(Value::Object(properties)) => properties,
        Some(_) | None => Map::new(),
    };
    let (mut known, mut rest) = (Vec::new(), Map::new());
    for (key, value) in properties {
        match place_of_key(&key) {
            Some(place) => known.push((place, value)),
            None => drop(rest.insert(key, value)),
        }
    }
    let mut fields = Fields { known, rest: rest.into(), ..Fields::default() };
    let geometry = geometry.map_or(Geometry::None, Geometry::Value);
    incident_of_parts(&mut fields, id, geometry, members.into(), lacks)
}

/// The geometry of a feature that is no line and no area.
pub(super) enum Geometry {
    None,
    Point(LonLat),
    Value(Value),
}

/// The incident that the parts of a feature make.
pub(super) fn incident_of_parts(
    fields: &mut Fields,
    id: Option<Value>,
    geometry: Geometry,
    feature_rest: Members,
    lacks: Option<&'static str>,
) -> Row {
    let id = fields.id(id);
    let mut incident = Incident::new(IncidentId::new(id.unwrap_or_default()));
    incident.feature_rest = feature_rest;
    let position = match geometry {
        Geometry::None => None,
        Geometry::Point(position) => Some(position),
        Geometry::Value(geometry) => fields.geometry(geometry, &mut incident),
    };
    incident.title = fields.text("title").unwrap_or_default();
    incident.event_type = fields.text("event_type").unwrap_or_default();
    incident.when = fields.when();
    let precision_assumed = position.is_some() && !fields.has("place_precision");
    incident.place = fields.place(position);
    for kind in TollKind::ALL {
        *incident.toll_mut(kind) = fields.toll(toll_keys(kind));
    }
    incident.weapons = fields.list("weapons", "a list of words");
    incident.summary = fields.text("summary").unwrap_or_default();
    incident.notes = fields.text("notes").unwrap_or_default();
    incident.acled = AcledLabels {
        event_type: fields.text("acled_event_type"),
        sub_event_type: fields.text("acled_sub_event_type"),
    };
    incident.actors = fields.actors.take().unwrap_or_else(|| fields.list("actors", "a list of actors"));
    incident.sources = fields.sources.take().unwrap_or_else(|| fields.list("sources", "a list of sources"));
    incident.tags = fields.list("tags", "a list of words");
    incident.status = fields.read(
        "status",
        "one of to_do, in_progress, for_review, verified, disputed, rejected",
        |value| Status::from_code(value.as_str()?),
    );
    incident.handling = fields.read("handling", "one of public, internal, restricted", |value| {
        Handling::from_code(value.as_str()?)
    });
    incident.assignee = fields.text("assignee").unwrap_or_default();
    incident.links = fields.list("links", "a list of links");
    incident.ends = fields.list("positions", "a list of positions");
    incident.ignored = fields.list("ignored", "a list of findings");
    incident.evidence = fields.list("evidence", "a list of SHA-256 digests");
    incident.history = fields.list("history", "a list of changes");
    let (rest, unread) = (std::mem::take(&mut fields.rest), std::mem::take(&mut fields.unread));
    incident.rest = if unread.is_empty() { rest } else { rest.to_map().into_iter().chain(unread).collect() };
    let problems = std::mem::take(&mut fields.problems);
    Row::Incident(FoundIncident { incident: Arc::new(incident), problems, precision_assumed, lacks })
}

pub(super) fn is_line_or_area(geometry: Option<&Value>) -> bool {
    let kind = geometry.and_then(|geometry| geometry.get("type")).and_then(Value::as_str);
    matches!(
        kind,
        Some(
            "MultiPoint"
                | "LineString"
                | "MultiLineString"
                | "Polygon"
                | "MultiPolygon"
                | "GeometryCollection"
        )
    )
}

/// The properties of one feature while they are being read. What is taken and understood is gone; what is
/// taken and not understood goes to `unread`.
#[derive(Default)]
pub(super) struct Fields {
    /// Those that Marz itself writes, by their places among [`KEYS`]; `null` is the same as absent. They are too few
    /// for a map.
    pub known: Vec<(usize, Value)>,
    /// Where they were understood while they were read.
    pub actors: Option<List<Actor>>,
    pub sources: Option<List<Source>>,
    /// All others.
    pub rest: Members,
    unread: Map<String, Value>,
    problems: Vec<String>,
}

impl Fields {
    /// None yet, with room that others have had.
    pub fn in_room(known: Vec<(usize, Value)>) -> Self {
        Self { known, ..Self::default() }
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        let (_, value) = self.known.iter_mut().find(|(known, _)| KEYS[*known] == key)?;
        Some(value.take()).filter(|value| !value.is_null())
    }

    fn has(&self, key: &str) -> bool {
        self.known.iter().any(|(known, value)| KEYS[*known] == key && !value.is_null())
    }

    fn keep(&mut self, key: &str, value: Value, is_not: &str) {
        self.problems.push(format!("{key} {} is not {is_not}: kept as it stands", quoted(&value)));
        self.unread.insert(key.to_owned(), value);
    }

    fn text(&mut self, key: &str) -> Option<String> {
        match self.take(key)? {
            Value::String(text) => Some(text),
            other => {
                self.keep(key, other, "text");
                None
            }
        }
    }

    /// The value under `key` if `understood` makes something of it.
    fn read<T>(
        &mut self,
        key: &str,
        is_not: &str,
        understood: impl FnOnce(&Value) -> Option<T>,
    ) -> Option<T> {
        let value = self.take(key)?;
        let read = understood(&value);
        if read.is_none() {
            self.keep(key, value, is_not);
        }
        read
    }

    /// A list, also one that a program without lists has turned into text.
    fn list<T: DeserializeOwned>(&mut self, key: &str, is_not: &str) -> List<T> {
        self.read(key, is_not, |value| match value {
            Value::Array(_) => Vec::<T>::deserialize_from(value),
            // Short only: what nests deeper than a reader allows could not be read again.
            Value::String(text) if text.trim_start().starts_with('[') && brackets(text) < 64 => {
                Vec::<T>::deserialize_from(&serde_json::from_str(text).ok()?)
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_) => None,
        })
        .unwrap_or_default()
        .into()
    }

    /// The id of the feature, or failing that, the property `id`, where GDAL puts text ids.
    fn id(&mut self, id: Option<Value>) -> Option<String> {
        let as_text = |value: &Value| match value {
            Value::String(text) => Some(text.clone()).filter(|text| !text.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => None,
        };
        match id {
            None | Some(Value::Null) => self.rest.get("id").as_ref().and_then(as_text),
            Some(value) => {
                let text = as_text(&value);
                if text.is_none() {
                    self.problems.push(format!("the id {} is neither text nor a number", quoted(&value)));
                }
                text
            }
        }
    }

    fn geometry(&mut self, geometry: Value, incident: &mut Incident) -> Option<LonLat> {
        if geometry.is_null() {
            return None;
        }
        match point(&geometry) {
            Ok((position, extra)) => {
                incident.extra_coordinates = extra.into();
                if let Value::Object(mut members) = geometry {
                    members.shift_remove("type");
                    members.shift_remove("coordinates");
                    incident.geometry_rest = members.into();
                }
                Some(position)
            }
            Err(problem) => {
                self.problems.push(format!("{problem}: the geometry is kept, the incident has no point"));
                incident.unread_geometry = Some(Box::new(geometry));
                None
            }
        }
    }

    fn when(&mut self) -> When {
        let edtf = self.read("date_edtf", "a date in EDTF", |value| Edtf::parse(value.as_str()?).ok());
        let (start, end) = (self.take("date_start"), self.take("date_end"));
        let dated = days(start.as_ref(), end.as_ref());
        if let Some(edtf) = &edtf {
            self.compare(edtf, &dated);
        }
        let dated = match (dated, edtf) {
            (Ok(None), None) => None,
            (Ok(found), None) => found,
            (Ok(_), Some(edtf)) => Some(When::of(edtf)),
            (Err(problem), edtf) => {
                let consequence =
                    if edtf.is_some() { "the date is that of date_edtf" } else { "the incident has no date" };
                self.problems.push(format!("{problem}: kept as it stands, {consequence}"));
                self.unread.extend(start.map(|value| ("date_start".to_owned(), value)));
                self.unread.extend(end.map(|value| ("date_end".to_owned(), value)));
                edtf.map(When::of)
            }
        };
        let was_given = self.has("date_precision");
        let given = self.read("date_precision", "one of day, range, approx, month, year", |value| {
            DatePrecision::from_code(value.as_str()?)
        });
        let dated = dated.unwrap_or_else(When::unknown);
        let dated = match given {
            Some(precision) => dated.with_precision(precision),
            // The unreadable one is kept only beside a precision that no file states.
            None if was_given && dated.beyond_days().is_none() => {
                dated.with_precision(unstated_date_precision(dated.span()))
            }
            None => dated,
        };
        When {
            clock: self.clock(),
            time_text: self.text("time_local"),
            note: self.text("date_note"),
            ..dated
        }
    }

    /// Says where `date_start` and `date_end` are not those of `date_edtf`, which goes before them.
    fn compare(&mut self, edtf: &Edtf, dated: &Result<Option<When>, String>) {
        let Ok(Some(dated)) = dated else { return };
        if dated.span() != edtf.days() {
            self.problems.push(format!(
                "date_start and date_end ({}) are not the days of date_edtf “{edtf}”: the date is that of \
                 date_edtf, and saving writes its days",
                dated.span().map_or_else(String::new, |span| span.to_string()),
            ));
        }
    }

    /// The time of day; without a zone it is none, for it could be either bank's.
    fn clock(&mut self) -> Option<ClockTime> {
        let time = self.take("time");
        let zone =
            self.read("time_zone", "Asia/Dushanbe, Asia/Kabul, UTC or an offset such as +05:00", |value| {
                Zone::from_code(value.as_str()?)
            });
        let approximate = self.read("time_approx", "true or false", Value::as_bool);
        let clock = match (&time, zone) {
            (Some(Value::String(text)), Some(zone)) => {
                // The zone stands beside it; one inside the text as well could be another.
                ClockTime::read(text, Some(zone))
                    .ok()
                    .filter(|clock| clock.zone == zone && !clock.approximate)
            }
            (_, _) => None,
        };
        match (time, zone, clock) {
            (Some(_), _, Some(clock)) => {
                return Some(ClockTime { approximate: approximate.unwrap_or(false), ..clock });
            }
            (Some(time), Some(zone), None) => {
                self.keep("time", time, "a time of day such as 18:30");
                self.unread.insert("time_zone".to_owned(), Value::from(zone.code()));
            }
            (Some(time), None, _) => self.keep("time", time, "a time with its time_zone beside it"),
            (None, Some(zone), _) => {
                self.keep("time_zone", Value::from(zone.code()), "with a time beside it");
            }
            (None, None, _) => {}
        }
        if let Some(approximate) = approximate {
            self.unread.insert("time_approx".to_owned(), Value::from(approximate));
        }
        None
    }

    fn place(&mut self, position: Option<LonLat>) -> Place {
        let precision = self
            .read(
                "place_precision",
                "one of exact, vicinity, locality, near, area, district, province, stretch, none",
                |value| Precision::from_code(value.as_str()?),
            )
            .unwrap_or_else(|| unstated_place_precision(position));
        Place {
            position,
            precision,
            radius: self
                .read("place_radius_m", "a length in metres", |value| value.as_f64().filter(|&r| r >= 0.0))
                .map(Metres),
            method: self.text("place_method"),
            name: self.text("place"),
            district: self.text("district"),
            province: self.text("province"),
            country: self.text("country"),
            gazetteer: Gazetteer {
                name: self.text("gazetteer"),
                id: self.read("gazetteer_id", "a whole number", whole),
            },
            border_distance_km: self.read("border_distance_km", "a number", Value::as_f64),
            side: self.text("side"),
        }
    }

    fn toll(&mut self, [low, best, high, by_group, note]: [&str; 5]) -> Toll {
        let people = |value: &Value| u32::try_from(whole(value)?).ok();
        Toll {
            low: self.read(low, "a number of people", people),
            best: self.read(best, "a number of people", people),
            high: self.read(high, "a number of people", people),
            by_group: self.list(by_group, "a list of groups with numbers of people"),
            note: self.text(note),
        }
    }
}

/// `serde_json::from_value` without giving the value away.
trait DeserializeFrom: DeserializeOwned {
    fn deserialize_from(value: &Value) -> Option<Self> {
        Self::deserialize(value).ok()
    }
}

impl<T: DeserializeOwned> DeserializeFrom for T {}

/// A position with the numbers after longitude and latitude.
fn point(geometry: &Value) -> Result<(LonLat, Vec<f64>), String> {
    if geometry.get("type").and_then(Value::as_str) != Some("Point") {
        return Err(format!("{} is no GeoJSON geometry", quoted(geometry)));
    }
    let numbers: Option<Vec<f64>> = geometry
        .get("coordinates")
        .and_then(Value::as_array)
        .and_then(|list| list.iter().map(Value::as_f64).collect());
    match numbers.as_deref() {
        Some([lon, lat, extra @ ..]) => match LonLat::new(*lon, *lat) {
            Ok(position) => Ok((position, extra.to_vec())),
            Err(problem) => Err(problem.to_string()),
        },
        Some(_) | None => Err("the point has no longitude and latitude".to_owned()),
    }
}

/// The date from `start` to `end`, or what the notation of `start` alone says. Both or neither are understood:
/// one half alone would be another date.
fn days(start: Option<&Value>, end: Option<&Value>) -> Result<Option<When>, String> {
    let read = |key: &str, value: &Value| {
        let text = value.as_str().ok_or_else(|| format!("{key} {} is not text", quoted(value)))?;
        day_or_date(text).map_err(|problem| format!("{key}: {problem}"))
    };
    let span = |key: &str, value: &Value| {
        let beyond = || format!("{key} {} lies beyond the calendar", quoted(value));
        read(key, value)?.days().ok_or_else(beyond)
    };
    match (start, end) {
        (None, None) => Ok(None),
        (None, Some(end)) => Err(format!("date_end {} has no date_start", quoted(end))),
        (Some(start), None) => Ok(Some(When::of(read("date_start", start)?))),
        (Some(start), Some(end)) => {
            let (first, last) = (span("date_start", start)?.first(), span("date_end", end)?.last());
            let span = DaySpan::new(first, last).map_err(|problem| problem.to_string())?;
            Ok(Some(When::on(span, unstated_date_precision(Some(span)))))
        }
    }
}

/// A date as this program writes it, or as people do; not one with a time, which would be lost.
fn day_or_date(text: &str) -> Result<Edtf, String> {
    let read = match text.parse::<Date>() {
        Ok(day) if day.to_string() == text => {
            return Ok(day.into());
        }
        Ok(_) | Err(_) => read_when(text, None).map_err(|problem| problem.to_string())?,
    };
    match read.clock {
        None => Ok(read.date),
        Some(_) => Err(format!("“{text}” is a date with a time of day")),
    }
}

/// A whole number, also when it is written with a fraction of zero.
fn whole(value: &Value) -> Option<i64> {
    /// Beyond this, floating-point numbers skip whole ones.
    const LIMIT: f64 = 9_007_199_254_740_992.0;
    value.as_i64().or_else(|| {
        let number = value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < LIMIT)?;
        Some(number as i64)
    })
}

/// How deep the brackets in a text stand in one another; those in texts inside it count as well.
pub(super) fn brackets(text: &str) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text.bytes() {
        match byte {
            b'[' | b'{' => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    deepest
}

/// A value for a message: short, in quotation marks.
pub(super) fn quoted(value: &Value) -> String {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_) => {
            value.to_string()
        }
    };
    let mut letters = text.chars();
    let start: String = letters.by_ref().take(QUOTED_LETTERS).collect();
    let dots = if letters.next().is_some() { "…" } else { "" };
    format!("“{start}{dots}”")
}
