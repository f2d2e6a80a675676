//! One incident as a thing on a map with named values: what KML, GPX, GeoJSON, workbooks and databases have in common.
//!
//! The values have the names and the forms of the native file, so that a file which comes back is read as what it was.

use std::sync::Arc;

use serde_json::{Map, Value};

use crate::{
    model::{Bound, EndRole, FarDay, Incident, LonLat, Metres, Precision, References, Zone},
    store::native,
};

/// The ring of places so far from a point, lent by the room that measures the ground.
pub type Ring = fn(LonLat, Metres) -> Vec<LonLat>;

/// Where an incident lies, as far as that is known.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Ground {
    Point(LonLat),
    /// Somewhere along it.
    Line(Vec<LonLat>),
    /// Somewhere within it; its last place is its first.
    Area(Vec<LonLat>),
}

/// An incident as it leaves.
pub(super) struct Record {
    pub incident: Arc<Incident>,
    /// `None` where nobody can defend a place.
    pub ground: Option<Ground>,
    /// The native names and values, the id first.
    pub fields: Map<String, Value>,
    pub losses: Vec<&'static str>,
}

impl Record {
    pub fn new(incident: Arc<Incident>, ring: Ring) -> Self {
        let (held, mut losses) = held(&incident);
        let mut fields = Map::new();
        fields.insert("id".to_owned(), Value::from(incident.id.as_str()));
        for key in ["title", "event_type", "place_precision"] {
            fields.insert(key.to_owned(), Value::from(""));
        }
        fields["place_precision"] = Value::from(incident.place.precision.code());
        if let Some(at) = incident.place.position {
            fields.insert("latitude".to_owned(), Value::from(at.lat()));
            fields.insert("longitude".to_owned(), Value::from(at.lon()));
        }
        for (key, value) in native::properties_of(&held) {
            if ["id", "latitude", "longitude", "geometry", "fid"].contains(&key.as_str()) {
                losses.push("own fields that bear the name of a place or an id");
            } else {
                fields.insert(key, value);
            }
        }
        Self { ground: ground(&incident, ring), incident, fields, losses }
    }

    pub fn lose(&mut self, what: &'static str) {
        self.losses.push(what);
    }

    /// Leaves out the fields whose names the format uses for something else.
    pub fn keep(&mut self, is_kept: impl Fn(&str) -> bool, loss: &'static str) {
        let before = self.fields.len();
        self.fields.retain(|key, _| is_kept(key));
        if self.fields.len() < before {
            self.lose(loss);
        }
    }

    /// The fields as words, for formats that know nothing else.
    pub fn words(&mut self) -> Vec<(String, String)> {
        let mut words = Vec::with_capacity(self.fields.len());
        let mut losses = Vec::new();
        for (key, value) in &self.fields {
            let is_own = !native::is_native_key(key);
            let text = match value {
                Value::String(text) => {
                    if text.trim() != text {
                        losses.push("spaces at the ends of texts");
                    }
                    if text.starts_with(['[', '{']) && serde_json::from_str::<Value>(text).is_ok() {
                        losses.push("that a text in brackets is no list");
                    }
                    text.clone()
                }
                Value::Null => {
                    losses.push("own fields without a value");
                    continue;
                }
                Value::Number(_) | Value::Bool(_) => {
                    if is_own && !["latitude", "longitude"].contains(&key.as_str()) {
                        losses.push("that own fields are numbers or yes and no");
                    }
                    value.to_string()
                }
                Value::Array(_) | Value::Object(_) => value.to_string(),
            };
            words.push((key.clone(), text));
        }
        self.losses.append(&mut losses);
        words
    }
}

/// The incident without what no other program has a place for.
fn held(incident: &Incident) -> (Incident, Vec<&'static str>) {
    let is_lost = [
        (!incident.history.is_empty(), "history of the record"),
        (!incident.ignored.is_empty(), "findings that were set aside"),
        (
            !incident.evidence.is_empty()
                || incident.sources.iter().any(|source| !source.evidence.is_empty()),
            "attachments",
        ),
        (
            !incident.feature_rest.is_empty() || !incident.geometry_rest.is_empty(),
            "members of other programs",
        ),
        (incident.unread_geometry.is_some(), "a place that could not be read"),
        (!incident.extra_coordinates.is_empty(), "heights"),
    ];
    let mut held = incident.clone();
    held.history.clear();
    held.ignored.clear();
    held.evidence.clear();
    held.sources.iter_mut().for_each(|source| source.evidence = References::default());
    held.feature_rest.clear();
    held.geometry_rest.clear();
    held.unread_geometry = None;
    held.extra_coordinates.clear();
    (held, is_lost.into_iter().filter_map(|(is_lost, what)| is_lost.then_some(what)).collect())
}

/// The very place where it is known, else the ring or the line that it lies in: never a pin for an area.
fn ground(incident: &Incident, ring: Ring) -> Option<Ground> {
    let place = &incident.place;
    if place.precision == Precision::Stretch {
        let mut way = Vec::new();
        for role in EndRole::CHOICES {
            let drawn =
                incident.ends.iter().filter(|end| end.role == role && end.precision != Precision::None);
            way.extend(drawn.map(|end| end.position));
        }
        if way.len() == 1 {
            way.extend(place.position);
        }
        way.dedup();
        if way.len() > 1 {
            return Some(Ground::Line(way));
        }
    }
    let at = place.drawn_at()?;
    if place.precision.is_point() {
        return Some(Ground::Point(at));
    }
    let radius = place.radius.or(place.precision.usual_radius()).filter(|radius| radius.0 > 0.0)?;
    let mut around = ring(at, radius);
    around.extend(around.first().copied());
    (around.len() > 3).then_some(Ground::Area(around))
}

/// A date as KML and JSON-FG write it: cut off where it is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Stamp {
    /// `2025`, `2025-11`, `2025-11-26`.
    Date(String),
    /// `2025-11-26T18:30:00+05:00`.
    Moment(String),
    /// Days; an end that is open or unknown is `None`.
    Span(Option<String>, Option<String>),
}

impl Stamp {
    /// `None` where no date is known.
    pub fn of(incident: &Incident) -> Option<Self> {
        let date = incident.when.date.as_ref()?;
        let civil = |bound: Bound| bound.day().and_then(FarDay::civil);
        let (first, last) = (civil(date.earliest()), civil(date.latest()));
        let (Some(from), Some(to)) = (first, last) else {
            let text = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
            return (first.is_some() || last.is_some()).then(|| Self::Span(text(first), text(last)));
        };
        if from == to {
            let clock = incident.when.clock.filter(|clock| !clock.approximate);
            return Some(match clock {
                Some(clock) => {
                    let zone = match clock.zone {
                        Zone::Utc => "Z".to_owned(),
                        zone @ (Zone::Dushanbe | Zone::Kabul | Zone::Offset(_)) => zone.offset_text(),
                    };
                    Self::Moment(format!("{from}T{}{zone}", clock.time.strftime("%H:%M:%S")))
                }
                None => Self::Date(from.to_string()),
            });
        }
        if (from.first_of_year(), from.last_of_year()) == (from, to) {
            return Some(Self::Date(format!("{:04}", from.year())));
        }
        if (from.first_of_month(), from.last_of_month()) == (from, to) {
            return Some(Self::Date(format!("{:04}-{:02}", from.year(), from.month())));
        }
        Some(Self::Span(Some(from.to_string()), Some(to.to_string())))
    }
}
