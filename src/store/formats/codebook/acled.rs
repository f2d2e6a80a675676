//! ACLED: 31 columns, one row an event, or one an actor in the monadic export.
//!
//! # Source
//! The ACLED codebook; names and numbers of `inter` as both spellings of its exports have them.

use jiff::ToSpan;

use crate::model::{Actor, DatePrecision, DaySpan, Incident, IncidentId, Metres, Precision, Toll, When};

use super::rows::{Cells, named, on, parts};

/// What our record takes from a column.
pub(super) fn becomes(column: &str) -> Option<&'static str> {
    Some(match column {
        "event_id_cnty" => "id",
        "event_date" | "time_precision" => "date",
        "event_type" | "sub_event_type" => "kind of incident, ACLED labels, title",
        "actor1" | "actor2" | "assoc_actor_1" | "assoc_actor_2" | "inter1" | "inter2" => "actors",
        "country" => "country",
        "admin1" => "province",
        "admin2" => "district",
        "location" => "place, title",
        "latitude" | "longitude" => "position",
        "geo_precision" => "precision",
        "source" => "sources",
        "notes" => "summary",
        "fatalities" => "killed",
        "tags" => "tags",
        _ => return None,
    })
}

/// Reads a row.
///
/// # Errors
/// When there is nothing that names the event.
pub(super) fn read(row: &mut Cells<'_>) -> Result<Incident, String> {
    let id = match row.text("event_id_cnty") {
        "" => return Err("the row has no event_id_cnty: nothing names the event".to_owned()),
        id => id.to_owned(),
    };
    let mut incident = Incident::new(IncidentId::new(id));
    let (kind, sub_kind) = (row.text("event_type"), row.text("sub_event_type"));
    incident.acled.event_type = row.some("event_type");
    incident.acled.sub_event_type = row.some("sub_event_type");
    kind_of(kind, sub_kind).clone_into(&mut incident.event_type);
    if !incident.event_type.is_empty() {
        row.derive("kind of incident from ACLED's event and sub-event type");
    }
    incident.when = when(row);
    place(row, &mut incident);
    incident.title = match (sub_kind, row.text("location")) {
        ("", place) => place.to_owned(),
        (kind, "") => kind.to_owned(),
        (kind, place) => format!("{kind}, {place}"),
    };
    row.derive("title from sub-event type and location");
    for (name, with, number) in [("actor1", "assoc_actor_1", "inter1"), ("actor2", "assoc_actor_2", "inter2")]
    {
        incident.actors.extend(actor(row, name, with, number));
    }
    let fatalities = row.people("fatalities");
    incident.killed = match fatalities {
        // "No information" is written as 0.
        Some(0) => {
            row.derive("killed “not stated” from ACLED's 0, which is “0 or not stated”");
            Toll { note: Some("ACLED: 0 or not stated".to_owned()), ..Toll::default() }
        }
        best => Toll { best, ..Toll::default() },
    };
    incident.sources = parts(row.text("source")).map(named).collect();
    incident.tags = parts(row.text("tags")).map(str::to_owned).collect();
    row.text("notes").clone_into(&mut incident.summary);
    Ok(incident)
}

/// Our kind for ACLED's; empty where the report would have to decide.
fn kind_of(kind: &str, sub_kind: &str) -> &'static str {
    match sub_kind.to_lowercase().as_str() {
        "armed clash" => "armed_clash",
        "government regains territory"
        | "non-state actor overtakes territory"
        | "non-violent transfer of territory" => "territorial_capture",
        "air/drone strike" => "air_or_drone_strike",
        "shelling/artillery/missile attack" => "shelling_or_rocket",
        "suicide bomb" | "grenade" | "remote explosive/landmine/ied" => "bombing",
        "attack" | "sexual violence" => "attack_on_civilians",
        "abduction/forced disappearance" => "abduction",
        "agreement" => "talks",
        "arrests" => "arrest",
        "disrupted weapons use" => "weapons_found",
        "headquarters or base established" => "troop_movement",
        "looting/property destruction" => "robbery",
        _ => match kind.to_lowercase().as_str() {
            "protests" | "riots" => "protest",
            _ => "",
        },
    }
}

fn when(row: &mut Cells<'_>) -> When {
    let Some(day) = row.day("event_date") else { return When::unknown() };
    match row.number("time_precision") {
        Some(2) => {
            row.derive("a week around the day that ACLED sets for “some time in a week”");
            let ends = day.checked_sub(3.days()).ok().zip(day.checked_add(3.days()).ok());
            ends.and_then(|(first, last)| DaySpan::new(first, last).ok()).map_or_else(When::unknown, on)
        }
        Some(3) => {
            row.derive("the month of the day that ACLED sets for “some time in a month”");
            let month = DaySpan::new(day.first_of_month(), day.last_of_month());
            month.map_or_else(|_| When::unknown(), |month| When::on(month, DatePrecision::Month))
        }
        Some(1) | None => on(DaySpan::day(day)),
        Some(other) => {
            row.doubt(format!("time_precision {other} is not in the codebook: the day is taken as given"));
            on(DaySpan::day(day))
        }
    }
}

fn place(row: &mut Cells<'_>, incident: &mut Incident) {
    let place = &mut incident.place;
    place.position = row.position();
    place.name = row.some("location");
    place.district = row.some("admin2");
    place.province = row.some("admin1");
    place.country = row.some("country");
    let precision = row.number("geo_precision");
    if place.position.is_none() {
        return;
    }
    (place.precision, place.radius) = match precision {
        Some(1) => (Precision::Locality, None),
        Some(2) => (Precision::Area, Some(Metres(15_000.0))),
        Some(3) => (Precision::Province, None),
        Some(_) | None => {
            row.doubt("geo_precision is not 1, 2 or 3: only the province is taken as known".to_owned());
            (Precision::Province, None)
        }
    };
    row.derive("precision from geo_precision");
}

fn actor(row: &mut Cells<'_>, name: &str, with: &str, number: &str) -> Option<Actor> {
    let name = row.some(name)?;
    let kind = match row.text(number).to_lowercase().as_str() {
        "1" | "state forces" => "state_force",
        "2" | "rebel group" | "rebel groups" | "rebel forces" => "rebel",
        "3"
        | "4"
        | "political militia"
        | "political militias"
        | "identity militia"
        | "identity militias"
        | "militia groups"
        | "communal / identity groups" => "militia",
        "7" | "civilians" => "civilian",
        _ => "",
    };
    let note = row.some(with).map(|with| format!("with {with}"));
    Some(Actor { name, kind: kind.to_owned(), note, ..Actor::default() })
}
