//! Incidents on the map, made by hand: one of each precision and a stack.

use marz::model::{Document, Facts, Incident, IncidentId, LonLat, Place, Precision, Toll, When};
use serde_json::Map;

pub fn id(text: &str) -> IncidentId {
    IncidentId::new(text)
}

pub fn incident(
    name: &str,
    event_type: &str,
    date: &str,
    position: Option<(f64, f64)>,
    precision: Precision,
) -> Incident {
    let mut incident = Incident::new(id(name));
    incident.title = format!("The incident of {name}");
    event_type.clone_into(&mut incident.event_type);
    incident.when = When::of(marz::model::read_when(date, None).unwrap().date);
    incident.place = Place {
        position: position.map(|(lon, lat)| LonLat::new(lon, lat).unwrap()),
        precision,
        ..Place::default()
    };
    incident
}

pub fn document(incidents: Vec<Incident>) -> Document {
    let facts = Facts {
        title: "Incidents on the Tajik–Afghan frontier".to_owned(),
        attribution: vec!["A newspaper (with permission)".to_owned(), "A data set (CC BY 4.0)".to_owned()],
        ..Facts::default()
    };
    Document::new(incidents, facts, Vec::new(), Map::new())
}

pub fn all_ids(document: &Document) -> Vec<IncidentId> {
    document.incidents().map(|incident| incident.id.clone()).collect()
}

/// One of each precision and a stack of four, around Shamsiddin Shohin and Khorog.
pub fn frontier() -> Document {
    let mut with_radius =
        incident("area", "shelling_or_rocket", "2022-05-07", Some((69.42, 37.07)), Precision::Area);
    with_radius.place.radius = Some(marz::model::Metres(20_000.0));
    let mut deadly =
        incident("near", "security_operation", "2012-07-24", Some((71.5534, 37.4904)), Precision::Near);
    deadly.killed = Toll { low: Some(40), best: Some(42), high: Some(60), ..Toll::default() };
    document(vec![
        incident("exact", "armed_clash", "2019-12-23", Some((68.3721, 36.9864)), Precision::Exact),
        deadly,
        with_radius,
        incident(
            "district",
            "cross_border_attack",
            "2025-11-26",
            Some((70.1891, 37.7604)),
            Precision::District,
        ),
        incident(
            "province",
            "troop_retreat_across_border",
            "2021-07-05",
            Some((72.2, 38.2)),
            Precision::Province,
        ),
        incident("stack-1", "smuggling_clash", "2004-04-06", Some((69.6285, 37.661)), Precision::District),
        incident(
            "stack-2",
            "air_or_drone_strike",
            "2025-11-20",
            Some((69.6285, 37.661)),
            Precision::District,
        ),
        incident("stack-3", "smuggling_clash", "2016-10-20", Some((69.6285, 37.661)), Precision::District),
        incident("stack-4", "armed_clash", "1995-04-16", Some((69.6285, 37.661)), Precision::Near),
        incident("nowhere", "bombing", "1997-06-09", None, Precision::None),
        incident("undefended", "arrest", "2026-02-10", Some((69.5, 37.5)), Precision::None),
    ])
}
