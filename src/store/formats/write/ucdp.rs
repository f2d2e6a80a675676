//! UCDP GED's 49 columns. What came from UCDP and was not changed here goes out as it came in.

use crate::model::{Incident, Precision, taxonomy};
use crate::store::formats::codebook::UCDP_COLUMNS;

use super::{RowOf, common_losses};

pub(super) fn row(row: &mut RowOf<'_>) -> Vec<String> {
    common_losses(row, false);
    UCDP_COLUMNS.into_iter().map(|column| cell(row, column)).collect()
}

fn cell(row: &mut RowOf<'_>, column: &str) -> String {
    let incident = row.incident;
    let holds: fn(&Incident, &Incident) -> bool = match column {
        "type_of_violence" => |was, is| was.event_type == is.event_type,
        "side_a" | "side_b" | "dyad_name" | "conflict_name" => |was, is| was.actors == is.actors,
        "source_article" | "source_office" | "source_date" | "source_headline" | "source_original"
        | "number_of_sources" => |was, is| was.sources == is.sources,
        "where_prec" => {
            |was, is| (was.place.precision, was.place.radius) == (is.place.precision, is.place.radius)
        }
        "where_coordinates" => |was, is| was.place.name == is.place.name,
        "where_description" => |was, is| was.notes == is.notes,
        "adm_1" => |was, is| was.place.province == is.place.province,
        "adm_2" => |was, is| was.place.district == is.place.district,
        "latitude" | "longitude" | "geom_wkt" | "priogrid_gid" => {
            |was, is| was.place.position == is.place.position
        }
        "country" | "country_id" | "region" => |was, is| was.place.country == is.place.country,
        "year" | "date_prec" | "date_start" | "date_end" => |was, is| was.when == is.when,
        "deaths_a" | "deaths_b" | "deaths_civilians" | "deaths_unknown" | "best" | "high" | "low" => {
            |was, is| was.killed == is.killed
        }
        _ => |_, _| true,
    };
    row.as_it_stood(column, holds).unwrap_or_else(|| made(row, incident, column))
}

fn made(row: &mut RowOf<'_>, incident: &Incident, column: &str) -> String {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |people: Option<u32>| people.map(|people| people.to_string()).unwrap_or_default();
    let span = incident.when.span();
    let actor = |place: usize| incident.actors.get(place).map(|actor| actor.name.clone()).unwrap_or_default();
    match column {
        "id" => incident.id.to_string(),
        "year" => span.map(|span| span.first().year().to_string()).unwrap_or_default(),
        "type_of_violence" => {
            let kind = taxonomy::event_type(&incident.event_type);
            let number = kind.and_then(|kind| kind.ucdp.type_of_violence).map(taxonomy::ViolenceType::number);
            if number.is_none() {
                row.lose("kinds of incident that are no organised violence");
            }
            number.map(|number| number.to_string()).unwrap_or_default()
        }
        "side_a" => actor(0),
        "side_b" => {
            if incident.actors.len() > 2 {
                row.lose("the third and further actors");
            }
            actor(1)
        }
        "number_of_sources" => incident.sources.len().to_string(),
        "source_office" => listed(incident, |source| source.publisher.as_deref()),
        "source_date" => listed(incident, |source| source.date.as_deref()),
        "source_headline" => {
            if incident.sources.iter().any(|source| source.url.is_some() || source.grade.is_some()) {
                row.lose("addresses and grades of sources");
            }
            listed(incident, |source| source.title.as_deref())
        }
        "where_prec" => precision(row).to_owned(),
        "where_coordinates" => some(&incident.place.name),
        "where_description" => {
            if !incident.summary.is_empty() {
                row.lose("summary");
            }
            incident.notes.clone()
        }
        "adm_1" => some(&incident.place.province),
        "adm_2" => some(&incident.place.district),
        "latitude" => incident.place.position.map(|at| at.lat().to_string()).unwrap_or_default(),
        "longitude" => incident.place.position.map(|at| at.lon().to_string()).unwrap_or_default(),
        "geom_wkt" => {
            let point = |at: crate::model::LonLat| format!("POINT ({} {})", at.lon(), at.lat());
            incident.place.position.map(point).unwrap_or_default()
        }
        "country" => some(&incident.place.country),
        "date_prec" => span.map(|span| date_precision(span.days()).to_string()).unwrap_or_default(),
        "date_start" => {
            if span.is_none() {
                row.lose("that there is no date");
            }
            span.map(|span| span.first().to_string()).unwrap_or_default()
        }
        "date_end" => span.map(|span| span.last().to_string()).unwrap_or_default(),
        "best" => {
            if !incident.killed.by_group.is_empty() {
                row.lose("killed by group");
            }
            number(incident.killed.best)
        }
        "high" => number(incident.killed.high),
        "low" => number(incident.killed.low),
        // The rest is UCDP's own: left empty rather than made up.
        _ => String::new(),
    }
}

fn listed(incident: &Incident, part: impl Fn(&crate::model::Source) -> Option<&str>) -> String {
    incident.sources.iter().map(|source| part(source).unwrap_or_default()).collect::<Vec<_>>().join("; ")
}

fn date_precision(days: i64) -> u8 {
    match days {
        1 => 1,
        2..=6 => 2,
        7 => 3,
        8..=31 => 4,
        _ => 5,
    }
}

fn precision(row: &mut RowOf<'_>) -> &'static str {
    match row.incident.place.precision {
        Precision::Exact | Precision::Vicinity => {
            row.lose("that the very place is known");
            "1"
        }
        Precision::Locality => "1",
        Precision::Near | Precision::Area => "2",
        Precision::District => "3",
        Precision::Province => "4",
        Precision::Stretch => "5",
        Precision::None => {
            row.lose("that there is no defensible point");
            ""
        }
    }
}
