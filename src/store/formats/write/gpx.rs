//! GPX 1.1: a waypoint for each incident that has a place.
//!
//! # Source
//! The schema of GPX 1.1: the order of elements; `time` is a moment in UTC, so a day alone is not written there.

use std::{fmt::Write as _, sync::Arc};

use crate::{
    model::{Document, Incident, Precision, Zone, taxonomy},
    store::formats::codebook::GPX_OWN,
};

use super::{
    Tally,
    record::{Record, Ring},
    xml::{self, element},
};

pub(super) fn write(document: &Document, ring: Ring, tally: &mut Tally<'_>) -> String {
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<gpx version=\"1.1\" creator=\"Marz\" xmlns=\"http://www.topografix.com/GPX/1/1\" ",
        "xmlns:marz=\"urn:marz:incident\">\n",
    ));
    let facts = document.facts();
    if !facts.title.is_empty() || !facts.attribution.is_empty() {
        out += "<metadata>";
        if !facts.title.is_empty() {
            element(&mut out, "name", &facts.title);
        }
        if !facts.attribution.is_empty() {
            element(&mut out, "desc", &facts.attribution.join("\n"));
        }
        out += "</metadata>\n";
    }
    for incident in tally.wanted(document) {
        if incident.place.drawn_at().is_none() {
            tally.leave_out("the whole incident, where it has no place: a waypoint must have one");
            continue;
        }
        let mut record = Record::new(incident, ring);
        waypoint(&mut out, &mut record);
        tally.take(record.losses);
    }
    out += "</gpx>\n";
    out
}

fn waypoint(out: &mut String, record: &mut Record) {
    let incident = Arc::clone(&record.incident);
    let Some(at) = incident.place.drawn_at() else { return };
    let _ = write!(out, "<wpt lat=\"{}\" lon=\"{}\">", at.lat(), at.lon());
    if let Some(moment) = moment(&incident) {
        element(out, "time", &moment);
    }
    element(out, "name", &incident.display_title());
    let mut about = super::balloon(&incident);
    if !incident.place.precision.is_point() {
        record.lose("that the place is an area or a line: a waypoint is a point, its description says so");
        about = format!("NOT A POINT. {about}");
    }
    element(out, "desc", &about);
    let sources: Vec<String> = incident.sources.iter().map(super::source_line).collect();
    if !sources.is_empty() {
        element(out, "src", &sources.join("; "));
    }
    for source in &incident.sources {
        if let Some(address) = source.url.as_deref().filter(|address| is_address(address)) {
            let _ = write!(out, "<link href=\"{}\"/>", xml::text(address));
        }
    }
    element(out, "type", &taxonomy::label(&incident.event_type));
    *out += "<extensions>";
    record.keep(|key| is_name(key) && !GPX_OWN.contains(&key), "own fields with names that GPX cannot hold");
    for (key, words) in record.words() {
        if !words.chars().all(xml::is_held) {
            record.lose(xml::LETTERS);
        }
        let _ = write!(out, "<marz:{key}>{}</marz:{key}>", xml::text(&words));
    }
    *out += "</extensions></wpt>\n";
}

/// The moment in UTC, where day, hour and place are known.
fn moment(incident: &Incident) -> Option<String> {
    let clock = incident.when.clock.filter(|clock| !clock.approximate)?;
    let day = incident.when.span().filter(|span| span.days() == 1)?;
    if incident.place.precision == Precision::None {
        return None;
    }
    let seen = clock.seen_from(day.first(), Zone::Utc)?;
    Some(format!("{}T{}Z", seen.day, seen.time.strftime("%H:%M:%S")))
}

fn is_address(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| ["http", "https"].contains(&url.scheme()))
}

/// Whether an element may be called so.
fn is_name(key: &str) -> bool {
    key.starts_with(|first: char| first.is_ascii_alphabetic() || first == '_')
        && key.chars().all(|letter| letter.is_ascii_alphanumeric() || "_-.".contains(letter))
}
