//! Documents to test with: small ones made by hand, and random ones.

use std::path::PathBuf;

use jiff::civil::Date;
use marz::edit::{Action, Change};
use marz::model::{
    AcledLabels, Actor, ClockTime, DatePrecision, DaySpan, Document, Facts, Gazetteer, GroupToll, Incident,
    IncidentId, KeptFeature, LonLat, Metres, Place, Precision, Source, Toll, When, Zone, day_from_number,
};
use proptest::collection::{btree_map, btree_set, vec};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

/// A day written `2025-11-26`.
pub fn day(text: &str) -> Date {
    text.parse().unwrap()
}

pub fn days(first: &str, last: &str) -> DaySpan {
    DaySpan::new(day(first), day(last)).unwrap()
}

pub fn id(text: &str) -> IncidentId {
    IncidentId::new(text)
}

/// An incident of these days, both ends inclusive.
pub fn incident(name: &str, first: &str, last: &str) -> Incident {
    let span = days(first, last);
    let precision = if first == last { DatePrecision::Day } else { DatePrecision::Range };
    Incident { title: name.to_owned(), when: When::on(span, precision), ..Incident::new(id(name)) }
}

pub fn undated(name: &str) -> Incident {
    Incident { title: name.to_owned(), ..Incident::new(id(name)) }
}

pub fn document(incidents: impl IntoIterator<Item = Incident>) -> Document {
    Document::new(incidents, Facts::default(), Vec::new(), Map::new())
}

/// A folder that all developers share and a fresh clone has not; prints a word where it is missing.
pub fn shared(path: &str) -> Option<PathBuf> {
    let found = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared").join(path);
    if found.exists() {
        Some(found)
    } else {
        println!("skipped: {path} is not here");
        None
    }
}

/// Any Unicode, with the letters that break writers more often than chance gives them.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<String>(),
        2 => "[a-zа-яғӣқӯҳҷ\"\\\\\n\r\t\u{2028}\u{0}{}\\[\\],:]{0,12}",
        1 => Just(String::new()),
    ]
}

fn stated() -> impl Strategy<Value = Option<String>> {
    proptest::option::of(text())
}

/// A key of no field.
fn foreign_key() -> impl Strategy<Value = String> {
    "x_[a-zA-Zа-я \"]{0,6}"
}

pub fn json_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e300..1e300_f64).prop_map(Value::from),
        text().prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(Value::from),
            btree_map(text(), inner, 0..4).prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

fn rest() -> impl Strategy<Value = Map<String, Value>> {
    btree_map(foreign_key(), json_value(), 0..3).prop_map(|members| members.into_iter().collect())
}

fn position() -> impl Strategy<Value = LonLat> {
    (-180.0..=180.0_f64, -90.0..=90.0_f64).prop_map(|(lon, lat)| LonLat::new(lon, lat).unwrap())
}

pub fn any_span() -> impl Strategy<Value = DaySpan> {
    let near = (0..20_000_i64, prop_oneof![3 => Just(0_i64), 2 => 0..40_i64, 1 => 0..900_i64]);
    let far = (-4_371_587..=2_932_896_i64, 0..900_i64);
    prop_oneof![9 => near, 1 => far].prop_map(|(first, more)| {
        let first = day_from_number(first);
        let last = day_from_number(marz::model::day_number(first) + more);
        DaySpan::new(first, last).unwrap()
    })
}

fn when() -> impl Strategy<Value = When> {
    let days = proptest::option::weighted(0.9, any_span())
        .prop_map(|span| span.map_or_else(When::unknown, |span| When::on(span, DatePrecision::Day)));
    let edtf = crate::edtf::any_edtf().prop_map(When::of);
    let clock = proptest::option::weighted(0.3, any_clock());
    let precision = proptest::option::weighted(0.8, proptest::sample::select(&DatePrecision::ALL[..]));
    (prop_oneof![3 => days, 1 => edtf], precision, clock, stated(), stated())
        .prop_map(|(dated, precision, clock, time_text, note)| {
            let dated = precision.map_or_else(|| dated.clone(), |precision| dated.with_precision(precision));
            When { clock, time_text, note, ..dated }
        })
        .boxed()
}

pub fn any_clock() -> impl Strategy<Value = ClockTime> {
    let zone = prop_oneof![
        Just(Zone::Dushanbe),
        Just(Zone::Kabul),
        Just(Zone::Utc),
        (-1439..=1439_i16).prop_map(Zone::Offset),
    ];
    (0..24_i8, 0..60_i8, prop_oneof![Just(0_i8), 0..60_i8], any::<bool>(), zone).prop_map(
        |(hour, minute, second, approximate, zone)| ClockTime {
            time: jiff::civil::time(hour, minute, second, 0),
            approximate,
            zone,
        },
    )
}

fn place() -> impl Strategy<Value = Place> {
    let texts = (stated(), stated(), stated(), stated(), stated(), stated(), stated());
    let numbers = (
        proptest::option::of(0.0..1e9_f64),
        proptest::option::of(any::<i64>()),
        proptest::option::of(-1e9..1e9_f64),
    );
    let precision = proptest::sample::select(&Precision::ALL[..]);
    (proptest::option::of(position()), precision, texts, numbers).prop_map(
        |(position, precision, texts, (radius, id, border_distance_km))| Place {
            position,
            precision,
            radius: radius.map(Metres),
            method: texts.0,
            name: texts.1,
            district: texts.2,
            province: texts.3,
            country: texts.4,
            gazetteer: Gazetteer { name: texts.5, id },
            border_distance_km,
            side: texts.6,
        },
    )
}

fn toll() -> impl Strategy<Value = Toll> {
    let count = || proptest::option::of(any::<u32>());
    let group = (text(), count(), count(), count(), rest())
        .prop_map(|(group, low, best, high, rest)| GroupToll { group, low, best, high, rest });
    (count(), count(), count(), vec(group, 0..3), stated())
        .prop_map(|(low, best, high, by_group, note)| Toll { low, best, high, by_group, note })
}

fn actor() -> impl Strategy<Value = Actor> {
    (text(), text(), stated(), rest()).prop_map(|(name, role, note, rest)| Actor { name, role, note, rest })
}

fn source() -> impl Strategy<Value = Source> {
    ((stated(), stated(), stated(), stated(), stated()), rest()).prop_map(|(texts, rest)| Source {
        title: texts.0,
        publisher: texts.1,
        date: texts.2,
        url: texts.3,
        lang: texts.4,
        rest,
    })
}

/// Geometries that are no point, but do not make a line or area of the feature either.
fn unread_geometry() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(json!({"type": "Point", "coordinates": [70.0, 95.0]})),
        Just(json!({"type": "Point", "coordinates": []})),
        Just(json!({"type": "Point", "coordinates": [70.0, "37"], "bbox": [1]})),
        Just(json!({"type": "Circle"})),
        Just(json!("somewhere")),
    ]
}

/// An incident that is like one read from a file: what its typed fields hold is not in the rest too.
pub fn any_incident() -> impl Strategy<Value = Incident> {
    let texts = (text(), text(), text(), text(), stated(), stated());
    let lists = (vec(actor(), 0..3), vec(source(), 0..3), vec(text(), 0..3));
    let rests = (rest(), rest(), rest());
    let geometry = (proptest::option::of(unread_geometry()), vec(-1e4..1e4_f64, 0..2));
    let name = prop_oneof!["[a-e]", any::<String>().prop_filter("an id", |id| !id.is_empty())];
    (name, texts, when(), place(), (toll(), toll()), lists, rests, geometry)
        .prop_map(|(name, texts, when, place, (killed, wounded), lists, rests, (unread, extra))| {
            let has_point = place.position.is_some();
            Incident {
                id: id(&name),
                title: texts.0,
                event_type: texts.1,
                acled: AcledLabels { event_type: texts.4, sub_event_type: texts.5 },
                when,
                place,
                actors: lists.0,
                killed,
                wounded,
                summary: texts.2,
                notes: texts.3,
                sources: lists.1,
                tags: lists.2,
                rest: rests.0,
                feature_rest: rests.1,
                geometry_rest: if has_point { rests.2 } else { Map::new() },
                unread_geometry: if has_point { None } else { unread },
                extra_coordinates: if has_point { extra } else { Vec::new() },
            }
        })
        // A strategy of this size does not fit the stack of a test.
        .boxed()
}

fn kept_feature() -> impl Strategy<Value = KeptFeature> {
    let line = json!({"type": "LineString", "coordinates": [[70.0, 37.0], [71.5, 38.25]]});
    prop_oneof![
        json_value().prop_filter("no feature", |value| value.get("type").is_none()),
        rest().prop_map(move |rest| {
            json!({"type": "Feature", "id": 3, "geometry": line.clone(), "properties": rest})
        }),
    ]
    .prop_map(KeptFeature)
}

/// An action on the incidents a to e, which need not fit the document.
pub fn any_action() -> impl Strategy<Value = Action> {
    let facts = (text(), vec(text(), 0..3))
        .prop_map(|(title, attribution)| Action::SetFacts(Facts { title, attribution, ..Facts::default() }));
    let one = prop_oneof![
        2 => any_incident().boxed().prop_map(|incident| Action::Insert(Box::new(incident))),
        1 => "[a-e]".prop_map(|name| Action::Remove(id(&name))),
        5 => ("[a-e]", any_change()).prop_map(|(name, change)| Action::Edit { id: id(&name), change }),
        1 => facts,
    ]
    // A strategy of this size does not fit the stack of a test.
    .boxed();
    let several =
        (text(), vec(one.clone(), 0..3)).prop_map(|(label, actions)| Action::Together { label, actions });
    prop_oneof![6 => one, 1 => several]
}

fn any_change() -> impl Strategy<Value = Change> {
    (0..12, any_incident().boxed()).prop_map(|(field, from)| match field {
        0 => Change::Title(from.title),
        1 => Change::EventType(from.event_type),
        2 => Change::Acled(from.acled),
        3 => Change::When(from.when),
        4 => Change::Place(Box::new(from.place)),
        5 => Change::Actors(from.actors),
        6 => Change::Killed(from.killed),
        7 => Change::Wounded(from.wounded),
        8 => Change::Summary(from.summary),
        9 => Change::Notes(from.notes),
        10 => Change::Sources(from.sources),
        _ => Change::Tags(from.tags),
    })
}

pub fn any_document() -> impl Strategy<Value = Document> {
    let facts = (text(), vec(text(), 0..3), rest()).prop_map(|(title, attribution, rest)| Facts {
        title,
        attribution,
        rest,
    });
    (vec(any_incident(), 0..6), facts, vec(kept_feature(), 0..3), rest())
        .prop_map(|(incidents, facts, kept, members)| Document::new(incidents, facts, kept, members))
}

/// Incidents with few words and values, so that filters meet some and miss some.
pub fn few_words() -> impl Strategy<Value = Vec<Incident>> {
    let word = || proptest::sample::select(vec!["", "Хатлон", "GBAO", "Badakhshan"]);
    let one = (
        proptest::option::weighted(0.85, any_span()),
        word(),
        vec(word(), 0..3),
        proptest::sample::select(&Precision::ALL[..]),
        proptest::sample::select(vec!["drugs", "drone strike", "Ҳамла бо дрон", ""]),
    );
    vec(one, 0..40).prop_map(|rows| {
        (0..)
            .zip(rows)
            .map(|(number, (span, province, actors, precision, title))| {
                let number: i32 = number;
                let mut incident = Incident::new(id(&format!("{number:03}")));
                incident.when = span.map_or_else(When::unknown, |span| When::on(span, DatePrecision::Day));
                title.clone_into(&mut incident.title);
                incident.place.precision = precision;
                incident.place.province = Some(province.to_owned()).filter(|name| !name.is_empty());
                incident.actors = actors
                    .into_iter()
                    .map(|name| Actor { name: name.to_owned(), ..Actor::default() })
                    .collect();
                incident
            })
            .collect()
    })
}

/// Values of one facet, perhaps none.
pub fn some_values() -> impl Strategy<Value = std::collections::BTreeSet<String>> {
    btree_set(proptest::sample::select(vec!["", "Хатлон", "GBAO", "exact", "none", "1999", "2001"]), 0..3)
        .prop_map(|values| values.into_iter().map(str::to_owned).collect())
}
