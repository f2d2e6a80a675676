//! UCDP GED: 49 columns, 41 in older and national extracts, and candidate releases without a heading.
//!
//! # Source
//! The UCDP GED codebook: `where_prec` 1–7, `date_prec` 1–5, `type_of_violence` 1–3.

use crate::model::{Actor, DaySpan, GroupToll, Incident, IncidentId, Metres, Precision, Source, Toll, When};

use super::rows::{Cells, on};
use crate::store::formats::table::Table;

/// The columns of a release without a heading, in their order.
pub(in crate::store::formats) const COLUMNS: [&str; 49] = [
    "id",
    "relid",
    "year",
    "active_year",
    "code_status",
    "type_of_violence",
    "conflict_dset_id",
    "conflict_new_id",
    "conflict_name",
    "dyad_dset_id",
    "dyad_new_id",
    "dyad_name",
    "side_a_dset_id",
    "side_a_new_id",
    "side_a",
    "side_b_dset_id",
    "side_b_new_id",
    "side_b",
    "number_of_sources",
    "source_article",
    "source_office",
    "source_date",
    "source_headline",
    "source_original",
    "where_prec",
    "where_coordinates",
    "where_description",
    "adm_1",
    "adm_2",
    "latitude",
    "longitude",
    "geom_wkt",
    "priogrid_gid",
    "country",
    "country_id",
    "region",
    "event_clarity",
    "date_prec",
    "date_start",
    "date_end",
    "deaths_a",
    "deaths_b",
    "deaths_civilians",
    "deaths_unknown",
    "best",
    "high",
    "low",
    "gwnoa",
    "gwnob",
];

/// Whether the rows of a table without names are those of a candidate release: numbers, points and dates where they
/// must be.
pub(super) fn is_without_heading(table: &Table) -> bool {
    const LOOKED_AT: usize = 20;
    let column = |name| COLUMNS.iter().position(|column| *column == name).unwrap_or_default();
    let (id, point, start) = (column("id"), column("geom_wkt"), column("date_start"));
    let rows = || table.rows.iter().take(LOOKED_AT);
    table.columns.len() == COLUMNS.len()
        && rows().next().is_some()
        && rows().all(|row| {
            let cell = |place: usize| row.cell(place).trim();
            cell(id).parse::<u64>().is_ok()
                && cell(point).starts_with("POINT")
                && cell(start).get(..10).is_some_and(|day| day.parse::<jiff::civil::Date>().is_ok())
        })
}

/// What our record takes from a column.
pub(super) fn becomes(column: &str) -> Option<&'static str> {
    Some(match column {
        "id" => "id",
        "type_of_violence" => "kind of incident",
        "side_a" | "side_b" => "actors, title",
        "source_article" | "source_office" | "source_date" | "source_headline" => "sources",
        "where_prec" => "precision",
        "where_coordinates" => "place, title",
        "where_description" => "notes",
        "adm_1" => "province",
        "adm_2" => "district",
        "latitude" | "longitude" => "position",
        "country" => "country",
        "date_prec" | "date_start" | "date_end" => "date",
        "deaths_a" | "deaths_b" | "deaths_civilians" | "deaths_unknown" => "killed by group",
        "best" | "high" | "low" => "killed",
        _ => return None,
    })
}

/// Reads a row.
///
/// # Errors
/// When there is nothing that names the event.
pub(super) fn read(row: &mut Cells<'_>) -> Result<Incident, String> {
    let id = match row.text("id") {
        "" => return Err("the row has no id: nothing names the event".to_owned()),
        id => format!("UCDP-{id}"),
    };
    let mut incident = Incident::new(IncidentId::new(id));
    let kind = match row.number("type_of_violence") {
        Some(1 | 2) => "armed_clash",
        Some(3) => "attack_on_civilians",
        Some(_) | None => {
            row.doubt("type_of_violence is not 1, 2 or 3: the kind of incident is left open".to_owned());
            ""
        }
    };
    kind.clone_into(&mut incident.event_type);
    row.derive("kind of incident from type_of_violence");
    let (side_a, side_b) = (row.text("side_a"), row.text("side_b"));
    for side in [side_a, side_b].into_iter().filter(|side| !side.is_empty()) {
        let kind = match side {
            "Civilians" => "civilian",
            side if side.starts_with("Government of") => "state_force",
            _ => "",
        };
        incident.actors.push(Actor { name: side.to_owned(), kind: kind.to_owned(), ..Actor::default() });
    }
    incident.when = when(row);
    place(row, &mut incident);
    let sides: Vec<&str> = [side_a, side_b].into_iter().filter(|side| !side.is_empty()).collect();
    incident.title = match incident.place.name.as_deref() {
        Some(place) => format!("{}, {place}", sides.join(" – ")),
        None => sides.join(" – "),
    };
    row.derive("title from both sides and the place");
    incident.killed = killed(row, side_a, side_b);
    incident.sources = sources(row).into();
    row.text("where_description").clone_into(&mut incident.notes);
    Ok(incident)
}

fn when(row: &mut Cells<'_>) -> When {
    let (start, end) = (row.day("date_start"), row.day("date_end"));
    let Some((first, last)) = start.or(end).zip(end.or(start)) else { return When::unknown() };
    if let Ok(span) = DaySpan::new(first, last) {
        return on(span);
    }
    row.doubt(format!("date_end {last} is before date_start {first}: the start alone is taken"));
    on(DaySpan::day(first))
}

fn place(row: &mut Cells<'_>, incident: &mut Incident) {
    let place = &mut incident.place;
    place.position = row.position();
    place.name = row.some("where_coordinates");
    place.district = row.some("adm_2");
    place.province = row.some("adm_1");
    place.country = row.some("country");
    let precision = row.number("where_prec");
    if place.position.is_none() {
        return;
    }
    (place.precision, place.radius) = match precision {
        Some(1) => (Precision::Locality, None),
        // "Within about 25 km of the point."
        Some(2) => (Precision::Area, Some(Metres(25_000.0))),
        Some(3) => (Precision::District, None),
        Some(4) => (Precision::Province, None),
        // A stretch without its ends, a country, the sea: no point stands for it, the coordinates are kept.
        Some(5..=7) => (Precision::None, None),
        Some(_) | None => {
            row.doubt("where_prec is not 1 to 7: the place is taken as unknown".to_owned());
            (Precision::None, None)
        }
    };
    row.derive("precision from where_prec");
}

fn killed(row: &mut Cells<'_>, side_a: &str, side_b: &str) -> Toll {
    let mut toll = Toll {
        low: row.people("low"),
        best: row.people("best"),
        high: row.people("high"),
        ..Toll::default()
    };
    for (column, group) in [
        ("deaths_a", side_a),
        ("deaths_b", side_b),
        ("deaths_civilians", "Civilians"),
        ("deaths_unknown", "Unknown"),
    ] {
        if let Some(best) = row.people(column).filter(|people| *people > 0) {
            let group = if group.is_empty() { column } else { group };
            toll.by_group.push(GroupToll {
                group: group.to_owned(),
                best: Some(best),
                ..GroupToll::default()
            });
        }
    }
    toll
}

/// One source for each article where the lists agree, otherwise the whole as it stands.
fn sources(row: &mut Cells<'_>) -> Vec<Source> {
    let article = row.text("source_article");
    let list = |text: &'static str| -> Vec<&str> {
        match row.text(text) {
            "" => Vec::new(),
            text => text.split(';').map(str::trim).collect(),
        }
    };
    let (offices, dates, headlines) = (list("source_office"), list("source_date"), list("source_headline"));
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    if !offices.is_empty() && offices.len() == dates.len() && dates.len() == headlines.len() {
        return offices
            .iter()
            .zip(dates)
            .zip(headlines)
            .map(|((office, date), headline)| Source {
                publisher: some(office),
                date: some(date),
                title: some(headline),
                ..Source::default()
            })
            .collect();
    }
    let title = some(article).or_else(|| some(&offices.join("; ")));
    title.map(|title| Source { title: Some(title), ..Source::default() }).into_iter().collect()
}
