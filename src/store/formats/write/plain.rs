//! Our own fields, one a column: for spreadsheets and for QGIS.

use crate::model::{Toll, taxonomy};

use super::RowOf;

pub(super) const COLUMNS: [&str; 30] = [
    "id",
    "title",
    "event_type",
    "event_type_label",
    "date",
    "date_start",
    "date_end",
    "date_precision",
    "time",
    "latitude",
    "longitude",
    "precision",
    "radius_m",
    "place",
    "district",
    "province",
    "country",
    "killed_low",
    "killed_best",
    "killed_high",
    "wounded_low",
    "wounded_best",
    "wounded_high",
    "actors",
    "weapons",
    "sources",
    "grades",
    "summary",
    "notes",
    "tags",
];

pub(super) fn row(row: &mut RowOf<'_>) -> Vec<String> {
    let incident = row.incident;
    let is_lost = [
        (incident.abducted.is_stated(), "abducted"),
        (incident.arrested.is_stated(), "arrested"),
        (!incident.killed.by_group.is_empty(), "killed by group"),
        (!incident.links.is_empty(), "links to other incidents"),
        (!incident.ends.is_empty(), "further positions"),
        (incident.attachments().next().is_some(), "attachments"),
        (!incident.history.is_empty(), "history of the record"),
        (!incident.rest.is_empty(), "further properties"),
    ];
    row.losses.extend(is_lost.into_iter().filter_map(|(is_lost, what)| is_lost.then_some(what)));
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    let number = |people: Option<u32>| people.map(|people| people.to_string()).unwrap_or_default();
    let toll = |toll: &Toll| [number(toll.low), number(toll.best), number(toll.high)];
    let (when, place) = (&incident.when, &incident.place);
    let actors = incident.actors.iter().map(|actor| match actor.role.as_str() {
        "" => actor.name.clone(),
        role => format!("{} ({role})", actor.name),
    });
    let span = when.span();
    let mut cells = vec![
        incident.id.to_string(),
        incident.title.clone(),
        incident.event_type.clone(),
        taxonomy::label(&incident.event_type),
        when.typed(),
        span.map(|span| span.first().to_string()).unwrap_or_default(),
        span.map(|span| span.last().to_string()).unwrap_or_default(),
        span.map(|_| when.precision().code().to_owned()).unwrap_or_default(),
        when.clocks().or_else(|| when.time_text.clone()).unwrap_or_default(),
        place.position.map(|at| at.lat().to_string()).unwrap_or_default(),
        place.position.map(|at| at.lon().to_string()).unwrap_or_default(),
        place.precision.code().to_owned(),
        place.radius.map(|radius| radius.0.to_string()).unwrap_or_default(),
        some(&place.name),
        some(&place.district),
        some(&place.province),
        some(&place.country),
    ];
    cells.extend(toll(&incident.killed));
    cells.extend(toll(&incident.wounded));
    cells.push(actors.collect::<Vec<_>>().join("; "));
    cells.push(incident.weapons.join("; "));
    let sources = incident.sources.iter().map(|source| {
        let address = source.url.as_deref().unwrap_or_default();
        format!("{} {address}", source.short_name()).trim_end().to_owned()
    });
    cells.push(sources.collect::<Vec<_>>().join("; "));
    let grades = incident.sources.iter().filter_map(|source| Some(source.grade?.to_string()));
    cells.push(grades.collect::<Vec<_>>().join("; "));
    cells.extend([incident.summary.clone(), incident.notes.clone(), incident.tags.join("; ")]);
    cells
}
