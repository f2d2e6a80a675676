//! What of an incident is compared: its days, its place with its error, its words, actors and addresses.

use std::collections::{BTreeSet, HashMap};

use crate::model::{DatePrecision, Incident, IncidentId, LonLat, Metres, Precision, Source, day_number};

use super::super::fold;

/// Beyond this no stated radius is believed, so that one record does not touch the whole map.
const MOST_RADIUS: f64 = 200_000.0;

/// Days that a date taken from a report may be off.
const APPROXIMATE_DAYS: i64 = 3;

/// Days apart beyond which two dates have nothing to do with each other.
pub(super) const MOST_DAYS_APART: i64 = 7;

#[derive(Clone, Copy, Debug)]
pub(super) struct Days {
    /// Days since 1970-01-01; both inclusive.
    pub first: i64,
    pub last: i64,
    /// The day itself is stated.
    pub exact: bool,
}

#[derive(Clone, Copy, Debug)]
pub(super) struct Where {
    pub position: LonLat,
    /// How far the true place may be.
    pub error: Metres,
    /// The point is the place itself or a named place beside it.
    pub exact: bool,
}

pub(super) struct Traits {
    pub id: IncidentId,
    pub days: Option<Days>,
    pub place: Option<Where>,
    pub event_type: String,
    pub words: BTreeSet<String>,
    pub place_words: BTreeSet<String>,
    pub actors: BTreeSet<String>,
    pub addresses: BTreeSet<String>,
    pub killed: Option<u32>,
}

impl Traits {
    pub fn of(incident: &Incident) -> Self {
        let place = &incident.place;
        let named = [&place.name, &place.district].into_iter().flatten().map(String::as_str);
        let place_words: BTreeSet<String> = named.flat_map(words).collect();
        let told = words(&incident.title).chain(words(first_part(&incident.summary)));
        Self {
            id: incident.id.clone(),
            days: days(incident),
            place: position(incident),
            event_type: incident.event_type.clone(),
            // The place is compared by itself.
            words: told.filter(|word| !place_words.contains(word)).take(60).collect(),
            place_words,
            actors: incident
                .actors
                .iter()
                .take(20)
                .map(|actor| fold(actor.name.trim()))
                .filter(|n| !n.is_empty())
                .collect(),
            addresses: incident.sources.iter().filter_map(address).collect(),
            killed: incident.killed.best,
        }
    }

    /// Whether the days of the other allow it to be the same; undated ones always do.
    pub fn may_be_near(&self, other: &Incident) -> bool {
        match (self.days, days(other)) {
            (Some(own), Some(other)) => days_apart(own, other) <= MOST_DAYS_APART,
            (None, _) | (_, None) => true,
        }
    }
}

/// 0 where the days may be the same.
pub(super) fn days_apart(a: Days, b: Days) -> i64 {
    (a.first - b.last).max(b.first - a.last).max(0)
}

fn days(incident: &Incident) -> Option<Days> {
    let span = incident.when.span()?;
    let (first, last) = (day_number(span.first()), day_number(span.last()));
    Some(match incident.when.precision() {
        DatePrecision::Day | DatePrecision::Range => Days { first, last, exact: last - first <= 3 },
        DatePrecision::Approx => {
            Days { first: first - APPROXIMATE_DAYS, last: last + APPROXIMATE_DAYS, exact: false }
        }
        DatePrecision::Month | DatePrecision::Year => Days { first, last, exact: false },
    })
}

fn position(incident: &Incident) -> Option<Where> {
    let place = &incident.place;
    let position = place.drawn_at()?;
    let usual = match place.precision {
        Precision::Exact | Precision::Vicinity => Metres(1_000.0),
        Precision::Locality => Metres(5_000.0),
        Precision::Near => Metres(10_000.0),
        Precision::Area
        | Precision::District
        | Precision::Province
        | Precision::Stretch
        | Precision::None => place.precision.usual_radius().unwrap_or(Metres(25_000.0)),
    };
    let stated = place.radius.filter(|radius| radius.0.is_finite() && radius.0 >= 0.0).unwrap_or(usual);
    let exact = place.precision.is_point();
    Some(Where { position, error: Metres(stated.0.min(MOST_RADIUS)), exact })
}

fn first_part(text: &str) -> &str {
    &text[..text.floor_char_boundary(1_000)]
}

/// The words that tell one incident from another: folded, in their stem, without those that every record has.
fn words(text: &str) -> impl Iterator<Item = String> {
    let folded = fold(text);
    let found: Vec<String> = folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() >= 4 && !COMMON.iter().any(|common| word.starts_with(common)))
        .map(stem)
        .collect();
    found.into_iter()
}

/// The first six letters: enough to tell words apart, short enough to forget their endings.
fn stem(word: &str) -> String {
    word.chars().take(6).collect()
}

/// What stands in almost every record of this frontier, as folded stems.
const COMMON: &[&str] = &[
    "border",
    "tajik",
    "afghan",
    "attack",
    "kill",
    "wound",
    "injur",
    "clash",
    "guard",
    "district",
    "province",
    "from",
    "with",
    "were",
    "that",
    "this",
    "near",
    "after",
    "into",
    "when",
    "which",
    "their",
    "they",
    "have",
    "been",
    "people",
    "incident",
    "report",
    "said",
    "says",
    "armed",
    "force",
    "group",
    "about",
    "between",
    "against",
    "during",
    "three",
    "four",
    "five",
    "seven",
    "eight",
    "other",
    "more",
    "than",
    "over",
    "under",
    "also",
    "crossed",
    "crossing",
    "januar",
    "februar",
    "march",
    "april",
    "june",
    "july",
    "august",
    "septemb",
    "octob",
    "novemb",
    "decemb",
    "2019",
    "202",
    "201",
    "200",
    "199",
    "ucdp",
    "record",
    "граница",
    "границ",
    "погран",
    "таджик",
    "афган",
    "убит",
    "ранен",
    "погиб",
    "напад",
    "район",
    "област",
    "были",
    "было",
    "после",
    "через",
    "человек",
    "сообщ",
    "вооруж",
    "январ",
    "феврал",
    "март",
    "апрел",
    "июн",
    "июл",
    "август",
    "сентяб",
    "октяб",
    "нояб",
    "декаб",
];

/// A source's address without what changes nothing: scheme, `www.`, fragment, tracking, final slash.
pub(super) fn address(source: &Source) -> Option<String> {
    let written = source.url.as_deref()?.trim();
    let bare = written.split_once("://").map_or(written, |(_, rest)| rest);
    let bare = bare.split('#').next().unwrap_or_default();
    let (path, query) = bare.split_once('?').unwrap_or((bare, ""));
    let kept: Vec<&str> = query
        .split('&')
        .filter(|part| {
            !part.is_empty() && !["utm_", "fbclid", "gclid"].iter().any(|mark| part.starts_with(mark))
        })
        .collect();
    let path = path.trim_end_matches('/').to_lowercase();
    let path = path.strip_prefix("www.").unwrap_or(&path);
    // A host alone is the front page of a paper.
    let front_page = !path.contains('/') && kept.is_empty();
    (!path.is_empty() && !front_page)
        .then(|| if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) })
}

/// Whether the incident has one of these addresses.
pub(super) fn any_address(incident: &Incident, addresses: &HashMap<String, usize>) -> bool {
    !addresses.is_empty()
        && incident.sources.iter().filter_map(address).any(|address| addresses.contains_key(&address))
}
