//! GTD: 135 columns; months and days of 0 are unknown, −9 and −99 are no numbers.
//!
//! # Source
//! The GTD codebook: `specificity` 1–5, `iday` and `imonth` 0.

use jiff::civil::Date;

use crate::model::{Actor, DatePrecision, DaySpan, Incident, IncidentId, Precision, Source, Toll, When};

use super::rows::{Cells, on};

/// What our record takes from a column.
pub(super) fn becomes(column: &str) -> Option<&'static str> {
    Some(match column {
        "eventid" => "id",
        "iyear" | "imonth" | "iday" | "resolution" => "date",
        "approxdate" => "note on the date",
        "country_txt" => "country",
        "provstate" => "province",
        "city" => "place, title",
        "latitude" | "longitude" => "position",
        "specificity" => "precision",
        "location" => "notes",
        "summary" => "summary",
        "attacktype1_txt" => "kind of incident, title",
        "gname" | "target1" => "actors",
        "nkill" => "killed",
        "nwound" => "wounded",
        "scite1" | "scite2" | "scite3" => "sources",
        _ => return None,
    })
}

/// Reads a row.
///
/// # Errors
/// When there is nothing that names the event.
pub(super) fn read(row: &mut Cells<'_>) -> Result<Incident, String> {
    let id = match row.text("eventid") {
        "" => return Err("the row has no eventid: nothing names the event".to_owned()),
        id => format!("GTD-{id}"),
    };
    let mut incident = Incident::new(IncidentId::new(id));
    let attack = row.text("attacktype1_txt");
    kind_of(attack).clone_into(&mut incident.event_type);
    incident.when = when(row);
    place(row, &mut incident);
    let attack_words = if attack.is_empty() { "Attack" } else { attack };
    incident.title = match incident.place.name.as_deref() {
        Some(place) => format!("{attack_words}, {place}"),
        None => attack_words.to_owned(),
    };
    row.derive("title from type of attack and city");
    for (column, role) in [("gname", "perpetrator"), ("target1", "target")] {
        if let Some(name) = row.some(column) {
            incident.actors.push(Actor { name, role: role.to_owned(), ..Actor::default() });
        }
    }
    incident.killed = toll(row, "nkill");
    incident.wounded = toll(row, "nwound");
    row.text("summary").clone_into(&mut incident.summary);
    row.text("location").clone_into(&mut incident.notes);
    incident.sources = ["scite1", "scite2", "scite3"]
        .into_iter()
        .filter_map(|column| row.some(column))
        .map(|title| Source { title: Some(title), ..Source::default() })
        .collect();
    Ok(incident)
}

fn kind_of(attack: &str) -> &'static str {
    match attack {
        "Bombing/Explosion" => "bombing",
        "Armed Assault" | "Assassination" | "Unarmed Assault" => "attack_on_civilians",
        "Hostage Taking (Kidnapping)" | "Hostage Taking (Barricade Incident)" => "abduction",
        _ => "",
    }
}

/// −9 and −99 stand for "unknown".
fn toll(row: &mut Cells<'_>, column: &str) -> Toll {
    if row.text(column).starts_with('-') {
        return Toll::default();
    }
    Toll { best: row.people(column), ..Toll::default() }
}

fn when(row: &mut Cells<'_>) -> When {
    let whole = |number: Option<i64>| i8::try_from(number.unwrap_or(0)).unwrap_or(-1);
    let Some(year) = row.number("iyear").and_then(|year| i16::try_from(year).ok()) else {
        return When::unknown();
    };
    let (month, day) = (whole(row.number("imonth")), whole(row.number("iday")));
    let first = Date::new(year, month.max(1), day.max(1));
    let Ok(first) = first else {
        row.doubt(format!("iyear {year}, imonth {month}, iday {day} is no date"));
        return When::unknown();
    };
    let mut when = match (month, day) {
        (1.., 1..) => match row.some("resolution").and(row.day("resolution")) {
            Some(last) => DaySpan::new(first, last).map_or_else(|_| on(DaySpan::day(first)), on),
            None => on(DaySpan::day(first)),
        },
        (1.., _) => DaySpan::new(first, first.last_of_month())
            .map_or_else(|_| When::unknown(), |span| When::on(span, DatePrecision::Month)),
        (_, _) => DaySpan::new(first.first_of_year(), first.last_of_year())
            .map_or_else(|_| When::unknown(), |span| When::on(span, DatePrecision::Year)),
    };
    when.note = row.some("approxdate");
    when
}

fn place(row: &mut Cells<'_>, incident: &mut Incident) {
    let place = &mut incident.place;
    place.position = row.position();
    place.name = row.some("city").filter(|city| city != "Unknown");
    place.province = row.some("provstate");
    place.country = row.some("country_txt");
    let precision = row.number("specificity");
    if place.position.is_none() {
        return;
    }
    place.precision = match precision {
        Some(1) => Precision::Locality,
        Some(2 | 3) => Precision::District,
        Some(4) => Precision::Province,
        Some(_) | None => Precision::None,
    };
    row.derive("precision from specificity");
}
