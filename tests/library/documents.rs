//! Documents to test with: small ones made by hand, and random ones.

use std::path::PathBuf;

use jiff::civil::Date;
use marz::edit::{Action, Change};
use marz::model::{
    AcledLabels, Actor, ClockTime, Credibility, DatePrecision, DaySpan, Digest, Document, End, EndRole,
    Evidence, Facts, FieldChange, FieldDefinition, FieldKind, Gazetteer, Grade, GroupToll, Handling,
    HistoryEntry, IgnoredFinding, Incident, IncidentId, KeptFeature, KnownActor, Link, LinkKind, LonLat,
    MediaType, Metres, Place, Positions, Precision, Profile, Publication, References, Reliability, Shot,
    Source, Stamp, Status, Storyboard, Texts, Toll, When, Zone, day_from_number,
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
fn text() -> BoxedStrategy<String> {
    prop_oneof![
        4 => any::<String>(),
        2 => "[a-zа-яғӣқӯҳҷ\"\\\\\n\r\t\u{2028}\u{0}{}\\[\\],:]{0,12}",
        1 => Just(String::new()),
    ]
    .boxed()
}

fn stated() -> BoxedStrategy<Option<String>> {
    proptest::option::of(text()).boxed()
}

/// A key of no field.
fn foreign_key() -> impl Strategy<Value = String> {
    "x_[a-zA-Zа-я \"]{0,6}"
}

pub fn json_value() -> BoxedStrategy<Value> {
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
    .boxed()
}

fn rest() -> BoxedStrategy<Map<String, Value>> {
    btree_map(foreign_key(), json_value(), 0..3).prop_map(|members| members.into_iter().collect()).boxed()
}

fn position() -> BoxedStrategy<LonLat> {
    (-180.0..=180.0_f64, -90.0..=90.0_f64).prop_map(|(lon, lat)| LonLat::new(lon, lat).unwrap()).boxed()
}

pub fn any_span() -> BoxedStrategy<DaySpan> {
    let near = (0..20_000_i64, prop_oneof![3 => Just(0_i64), 2 => 0..40_i64, 1 => 0..900_i64]);
    let far = (-4_371_587..=2_932_896_i64, 0..900_i64);
    prop_oneof![9 => near, 1 => far]
        .prop_map(|(first, more)| {
            let first = day_from_number(first);
            let last = day_from_number(marz::model::day_number(first) + more);
            DaySpan::new(first, last).unwrap()
        })
        .boxed()
}

fn when() -> BoxedStrategy<When> {
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

fn place() -> BoxedStrategy<Place> {
    let texts = (stated(), stated(), stated(), stated(), stated(), stated(), stated());
    let numbers = (
        proptest::option::of(0.0..1e9_f64),
        proptest::option::of(any::<i64>()),
        proptest::option::of(-1e9..1e9_f64),
    );
    let precision = proptest::sample::select(&Precision::ALL[..]);
    (proptest::option::of(position()), precision, texts, numbers)
        .prop_map(|(position, precision, texts, (radius, id, border_distance_km))| Place {
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
        })
        .boxed()
}

fn toll() -> BoxedStrategy<Toll> {
    let count = || proptest::option::of(any::<u32>());
    let group = (text(), count(), count(), count(), rest())
        .prop_map(|(group, low, best, high, rest)| GroupToll { group, low, best, high, rest });
    (count(), count(), count(), vec(group, 0..3), stated())
        .prop_map(|(low, best, high, by_group, note)| Toll {
            low,
            best,
            high,
            by_group: by_group.into(),
            note,
        })
        .boxed()
}

fn actor() -> BoxedStrategy<Actor> {
    (text(), text(), text(), stated(), rest())
        .prop_map(|(name, role, kind, note, rest)| Actor { name, role, kind, note, rest: rest.into() })
        .boxed()
}

fn grade() -> BoxedStrategy<Grade> {
    use proptest::sample::select;
    (select(&Reliability::ALL[..]), select(&Credibility::ALL[..]))
        .prop_map(|(reliability, credibility)| Grade { reliability, credibility })
        .boxed()
}

pub fn digest() -> BoxedStrategy<Digest> {
    (0..5_u8).prop_map(|byte| Digest([byte; 32])).boxed()
}

fn evidence() -> BoxedStrategy<Evidence> {
    let media = proptest::sample::select(vec!["application/pdf", "text/plain", "model/x-newer"]);
    (digest(), text(), media, 0..1_u64 << 40, text(), stated(), stated(), rest())
        .prop_map(|(sha256, name, media, size, captured, origin, note, rest)| Evidence {
            sha256,
            name,
            media_type: MediaType::from(media.to_owned()),
            size,
            captured,
            origin,
            note,
            rest,
        })
        .boxed()
}

fn source() -> BoxedStrategy<Source> {
    let report = (stated(), stated(), stated(), stated(), stated(), stated());
    let copies = (stated(), stated(), stated(), stated(), stated(), stated());
    let references = prop_oneof![4 => vec(digest(), 0..3).prop_map(References::List), 1 => Just(References::Unread("photo 7".into()))];
    (report, copies, proptest::option::of(grade()), references, rest())
        .prop_map(|(report, copies, grade, evidence, rest)| Source {
            title: report.0,
            publisher: report.1,
            author: report.2,
            date: report.3,
            url: report.4,
            lang: report.5,
            accessed: copies.0,
            archived_url: copies.1,
            quote: copies.2,
            note: copies.3,
            local_copy: copies.4,
            derived_from: copies.5,
            grade,
            evidence,
            rest: rest.into(),
        })
        .boxed()
}

fn link() -> BoxedStrategy<Link> {
    let kind = prop_oneof![
        4 => proptest::sample::select(&LinkKind::CHOICES[..]),
        1 => "x [a-z]{1,9}".prop_map(LinkKind::Other),
    ];
    (kind, "[a-e]", stated(), rest())
        .prop_map(|(kind, to, note, rest)| Link { kind, to: id(&to), note, rest })
        .boxed()
}

fn end() -> BoxedStrategy<End> {
    let role = proptest::sample::select(&EndRole::CHOICES[..]);
    let precision = proptest::sample::select(&Precision::ALL[..]);
    let radius = proptest::option::of((0.0..1e9_f64).prop_map(Metres));
    (role, stated(), position(), precision, radius, rest())
        .prop_map(|(role, name, position, precision, radius, rest)| End {
            role,
            name,
            position,
            precision,
            radius,
            rest,
        })
        .boxed()
}

fn past() -> BoxedStrategy<HistoryEntry> {
    let value = || proptest::option::of(json_value());
    let change = (text(), value(), value()).prop_map(|(path, old, new)| FieldChange { path, old, new });
    (text(), text(), stated(), vec(change, 0..3), rest())
        .prop_map(|(at, by, why, set, rest)| HistoryEntry { stamp: Stamp { at, by, why }, set, rest })
        .boxed()
}

/// What coding adds to a record beside its content.
fn workflow() -> BoxedStrategy<Incident> {
    let ignored =
        (text(), text(), rest()).prop_map(|(rule, reason, rest)| IgnoredFinding { rule, reason, rest });
    let lists =
        (vec(text(), 0..3), vec(link(), 0..3), vec(end(), 0..3), vec(ignored, 0..2), vec(past(), 0..2));
    let evidence = vec(digest(), 0..3);
    let marks = (
        proptest::option::of(proptest::sample::select(&Status::ALL[..])),
        proptest::option::of(proptest::sample::select(&Handling::ALL[..])),
        text(),
    );
    (toll(), toll(), lists, marks, evidence)
        .prop_map(|(abducted, arrested, lists, marks, evidence)| Incident {
            abducted,
            arrested,
            weapons: lists.0.into(),
            links: lists.1.into(),
            ends: lists.2.into(),
            ignored: lists.3.into(),
            history: lists.4.into(),
            status: marks.0,
            handling: marks.1,
            assignee: marks.2,
            evidence: evidence.into(),
            ..Incident::new(id(""))
        })
        .boxed()
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
pub fn any_incident() -> BoxedStrategy<Incident> {
    let texts = (text(), text(), text(), text(), stated(), stated());
    let lists = (vec(actor(), 0..3), vec(source(), 0..3), vec(text(), 0..3));
    let rests = (rest(), rest(), rest());
    let geometry = (proptest::option::of(unread_geometry()), vec(-1e4..1e4_f64, 0..2));
    let name = prop_oneof!["[a-e]", any::<String>().prop_filter("an id", |id| !id.is_empty())];
    let coding = workflow().boxed();
    (name, texts, when(), place(), (toll(), toll()), lists, (rests, coding), geometry)
        .prop_map(|(name, texts, when, place, (killed, wounded), lists, (rests, coding), (unread, extra))| {
            let has_point = place.position.is_some();
            Incident {
                id: id(&name),
                title: texts.0,
                event_type: texts.1,
                acled: AcledLabels { event_type: texts.4, sub_event_type: texts.5 },
                when,
                place,
                actors: lists.0.into(),
                killed,
                wounded,
                summary: texts.2,
                notes: texts.3,
                sources: lists.1.into(),
                tags: lists.2.into(),
                rest: rests.0.into(),
                feature_rest: rests.1.into(),
                geometry_rest: if has_point { rests.2.into() } else { marz::model::Members::new() },
                unread_geometry: if has_point { None } else { unread.map(Box::new) },
                extra_coordinates: if has_point { extra.into() } else { marz::model::List::new() },
                ..coding
            }
        })
        // A strategy of this size does not fit the stack of a test.
        .boxed()
}

fn kept_feature() -> BoxedStrategy<KeptFeature> {
    let line = json!({"type": "LineString", "coordinates": [[70.0, 37.0], [71.5, 38.25]]});
    prop_oneof![
        json_value().prop_filter("no feature", |value| value.get("type").is_none()),
        rest().prop_map(move |rest| {
            json!({"type": "Feature", "id": 3, "geometry": line.clone(), "properties": rest})
        }),
    ]
    .prop_map(KeptFeature)
    .boxed()
}

/// An action on the incidents a to e, which need not fit the document.
pub fn any_action() -> BoxedStrategy<Action> {
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
    prop_oneof![6 => one, 1 => several].boxed()
}

/// How many kinds of change [`change_to`] knows.
pub const CHANGES: usize = 24;

/// Values of one random incident, as the change of one field.
pub fn change_to(of: Incident, field: usize) -> Change {
    match field % CHANGES {
        0 => Change::Title(of.title),
        1 => Change::EventType(of.event_type),
        2 => Change::Acled(of.acled),
        3 => Change::When(of.when),
        4 => Change::Place(Box::new(of.place)),
        5 => Change::Actors(of.actors),
        6 => Change::Killed(of.killed),
        7 => Change::Wounded(of.wounded),
        8 => Change::Summary(of.summary),
        9 => Change::Notes(of.notes),
        10 => Change::Sources(of.sources),
        11 => Change::Abducted(of.abducted),
        12 => Change::Arrested(of.arrested),
        13 => Change::Weapons(of.weapons),
        14 => Change::Status(of.status),
        15 => Change::Handling(of.handling),
        16 => Change::Assignee(of.assignee),
        17 => Change::Links(of.links),
        18 => Change::Ends(of.ends),
        19 => Change::Ignored(of.ignored),
        20 => Change::Property { key: "x_bridge".to_owned(), value: Some(of.title.into()) },
        21 => Change::Property { key: "x_bridge".to_owned(), value: None },
        22 => Change::Reason(Some(of.title)),
        _ => Change::Tags(of.tags),
    }
}

pub fn any_change() -> BoxedStrategy<Change> {
    (0..CHANGES, any_incident().boxed()).prop_map(|(field, from)| change_to(from, field)).boxed()
}

/// A profile with a name that is empty as often as not.
pub fn any_profile() -> BoxedStrategy<Profile> {
    let sizes = (0..Positions::SIZES.len()).prop_map(|place| Positions::SIZES[place]);
    let positions = prop_oneof![
        Just(Positions::Exact),
        sizes.clone().prop_map(Positions::Grid),
        sizes.prop_map(Positions::Displaced),
        Just(Positions::Withheld),
    ];
    let least = proptest::option::of(proptest::sample::select(&Status::ALL[..]));
    let marks = (proptest::sample::select(&Handling::ALL[..]), any::<bool>());
    let words = (proptest::sample::select(&Texts::ALL[..]), any::<bool>(), any::<bool>(), any::<bool>());
    (text(), least, marks, positions, words, rest())
        .prop_map(|(name, least_status, (greatest_handling, unmarked), positions, words, rest)| {
            let (texts, hides_sources, own_fields, keeps_ids) = words;
            Profile {
                name,
                least_status,
                greatest_handling,
                unmarked,
                positions,
                texts,
                hides_sources,
                own_fields,
                keeps_ids,
                rest,
            }
        })
        .boxed()
}

pub fn any_document() -> BoxedStrategy<Document> {
    let known = (text(), text(), vec(text(), 0..3), stated(), rest())
        .prop_map(|(name, kind, aliases, note, rest)| KnownActor { name, kind, aliases, note, rest });
    let field =
        (text(), text(), vec(text(), 0..2), rest()).prop_map(|(key, label, words, rest)| FieldDefinition {
            key,
            label,
            kind: if words.is_empty() { FieldKind::Number } else { FieldKind::Choice(words) },
            rest,
        });
    let shot = (text(), text(), json_value(), vec(text(), 0..2), rest()).prop_map(
        |(name, caption, view, highlights, rest)| Shot {
            name,
            caption,
            view,
            highlights: highlights.iter().map(|name| id(name)).collect(),
            written: [("n".to_owned(), 3)].into(),
            rest,
        },
    );
    let lists = (vec(known, 0..2), vec(field, 0..2), vec(shot, 0..2), vec(evidence(), 0..3));
    let board =
        (text(), vec(text(), 0..3), rest()).prop_map(|(name, shots, rest)| Storyboard { name, shots, rest });
    let publication = (vec(any_profile(), 0..3), stated(), "[0-9a-f]{0,8}", rest())
        .prop_map(|(profiles, default, secret, rest)| Publication { profiles, default, secret, rest });
    let facts = (text(), vec(text(), 0..3), lists, (vec(board, 0..2), publication), rest()).prop_map(
        |(title, attribution, (actors, fields, shots, evidence), (storyboards, publication), rest)| Facts {
            storyboards,
            publication: Box::new(publication),
            published: None,
            layouts: Vec::new(),
            title,
            attribution,
            actors,
            fields,
            shots,
            evidence,
            rest,
        },
    );
    (vec(any_incident(), 0..6), facts, vec(kept_feature(), 0..3), rest())
        .prop_map(|(incidents, facts, kept, members)| Document::new(incidents, facts, kept, members))
        .boxed()
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
