//! ACLED's 31 columns. What came from ACLED and was not changed here goes out as it came in.

use crate::model::{Actor, DaySpan, Incident, Precision, taxonomy};

use super::{RowOf, common_losses};

/// In the order of ACLED's export.
pub(super) const COLUMNS: [&str; 31] = [
    "event_id_cnty",
    "event_date",
    "year",
    "time_precision",
    "disorder_type",
    "event_type",
    "sub_event_type",
    "actor1",
    "assoc_actor_1",
    "inter1",
    "actor2",
    "assoc_actor_2",
    "inter2",
    "interaction",
    "civilian_targeting",
    "iso",
    "region",
    "country",
    "admin1",
    "admin2",
    "admin3",
    "location",
    "latitude",
    "longitude",
    "geo_precision",
    "source",
    "source_scale",
    "notes",
    "fatalities",
    "tags",
    "timestamp",
];

pub(super) fn row(row: &mut RowOf<'_>) -> Vec<String> {
    common_losses(row, false);
    COLUMNS.into_iter().map(|column| cell(row, column)).collect()
}

fn cell(row: &mut RowOf<'_>, column: &str) -> String {
    let incident = row.incident;
    let holds: fn(&Incident, &Incident) -> bool = match column {
        "event_id_cnty" => |was, is| was.id == is.id,
        "event_date" | "year" | "time_precision" => |was, is| was.when == is.when,
        "event_type" | "sub_event_type" | "disorder_type" => |was, is| was.acled == is.acled,
        "actor1" | "assoc_actor_1" | "inter1" | "actor2" | "assoc_actor_2" | "inter2" | "interaction" => {
            |was, is| was.actors == is.actors
        }
        "iso" | "region" | "country" => |was, is| was.place.country == is.place.country,
        "admin1" => |was, is| was.place.province == is.place.province,
        "admin2" | "admin3" => |was, is| was.place.district == is.place.district,
        "location" => |was, is| was.place.name == is.place.name,
        "latitude" | "longitude" => |was, is| was.place.position == is.place.position,
        "geo_precision" => {
            |was, is| (was.place.precision, was.place.radius) == (is.place.precision, is.place.radius)
        }
        "source" | "source_scale" => |was, is| was.sources == is.sources,
        "notes" => |was, is| was.summary == is.summary,
        "fatalities" => |was, is| was.killed == is.killed,
        "tags" => |was, is| was.tags == is.tags,
        _ => |_, _| true,
    };
    row.as_it_stood(column, holds).unwrap_or_else(|| made(row, incident, column))
}

fn made(row: &mut RowOf<'_>, incident: &Incident, column: &str) -> String {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let actor = |place: usize| incident.actors.get(place);
    match column {
        "event_id_cnty" => incident.id.to_string(),
        "event_date" => when(row).map(|(span, _)| middle(span).to_string()).unwrap_or_default(),
        "year" => when(row).map(|(span, _)| middle(span).year().to_string()).unwrap_or_default(),
        "time_precision" => when(row).map(|(_, precision)| precision.to_string()).unwrap_or_default(),
        "event_type" | "sub_event_type" => label(row, column),
        "actor1" => actor(0).map(|actor| actor.name.clone()).unwrap_or_default(),
        "actor2" => actor(1).map(|actor| actor.name.clone()).unwrap_or_default(),
        "inter1" => actor(0).map(kind).unwrap_or_default().to_owned(),
        "inter2" => actor(1).map(kind).unwrap_or_default().to_owned(),
        "assoc_actor_2" => {
            let others: Vec<&str> = incident.actors.iter().skip(2).map(|actor| actor.name.as_str()).collect();
            if !others.is_empty() {
                row.lose("roles of the third and further actors");
            }
            others.join("; ")
        }
        "country" => some(&incident.place.country),
        "admin1" => some(&incident.place.province),
        "admin2" => some(&incident.place.district),
        "location" => some(&incident.place.name),
        "latitude" => incident.place.position.map(|at| at.lat().to_string()).unwrap_or_default(),
        "longitude" => incident.place.position.map(|at| at.lon().to_string()).unwrap_or_default(),
        "geo_precision" => precision(row).to_owned(),
        "source" => {
            if incident.sources.iter().any(|source| source.url.is_some() || source.grade.is_some()) {
                row.lose("addresses and grades of sources");
            }
            incident.sources.iter().map(crate::model::Source::short_name).collect::<Vec<_>>().join("; ")
        }
        "notes" => {
            if !incident.notes.is_empty() {
                row.lose("notes of the coder");
            }
            incident.summary.clone()
        }
        "fatalities" => {
            if incident.killed.low != incident.killed.best || incident.killed.high != incident.killed.best {
                row.lose("low and high counts of killed");
            }
            let stated = incident.killed.low.or(incident.killed.best);
            if stated.is_none() {
                row.lose("that killed is not stated: ACLED writes 0");
            }
            stated.unwrap_or(0).to_string()
        }
        "tags" => incident.tags.join("; "),
        // The rest is ACLED's own: left empty rather than made up.
        _ => String::new(),
    }
}

/// The days and ACLED's `time_precision` for them.
fn when(row: &mut RowOf<'_>) -> Option<(DaySpan, u8)> {
    let Some(span) = row.incident.when.span() else {
        row.lose("that there is no date: ACLED has one in every row");
        return None;
    };
    Some(match span.days() {
        1 => (span, 1),
        2..=7 => (span, 2),
        8..=31 => (span, 3),
        _ => {
            row.lose("dates longer than a month");
            (span, 3)
        }
    })
}

fn middle(span: DaySpan) -> jiff::civil::Date {
    let half = jiff::Span::new().days((span.days() - 1) / 2);
    span.first().checked_add(half).unwrap_or(span.first())
}

/// ACLED's label: the coder's own, or what the kind alone decides.
fn label(row: &mut RowOf<'_>, column: &str) -> String {
    let acled = &row.incident.acled;
    let own = if column == "event_type" { &acled.event_type } else { &acled.sub_event_type };
    if let Some(own) = own {
        return own.clone();
    }
    let certain = taxonomy::event_type(&row.incident.event_type).and_then(|kind| kind.acled.certain());
    let Some((event, sub_event)) = certain else {
        row.lose("kinds of incident that ACLED has no certain label for");
        return String::new();
    };
    if column == "event_type" { event.to_owned() } else { sub_event.to_owned() }
}

fn kind(actor: &Actor) -> &'static str {
    match actor.kind.as_str() {
        "state_force" | "border_guard" | "police" | "de_facto_authority" => "State forces",
        "rebel" => "Rebel group",
        "militia" => "Political militia",
        "civilian" | "refugee" | "worker" | "aid_worker" | "journalist" => "Civilians",
        "foreign_force" | "international" => "External/Other forces",
        _ => "",
    }
}

fn precision(row: &mut RowOf<'_>) -> &'static str {
    let place = &row.incident.place;
    if place.position.is_none() {
        row.lose("that there is no defensible point");
        return "";
    }
    match place.precision {
        Precision::Exact | Precision::Vicinity => {
            row.lose("that the very place is known");
            "1"
        }
        Precision::Locality => "1",
        Precision::Near | Precision::Area => "2",
        Precision::District | Precision::Stretch => {
            row.lose("whether the district, the province or a stretch is known");
            "3"
        }
        Precision::Province => "3",
        Precision::None => {
            row.lose("that there is no defensible point");
            "3"
        }
    }
}
