//! The sample: every fact of the curated rows, and nothing else.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use marz::model::{Incident, IncidentId};
use marz::store::native::{read, write};
use marz::store::sample;
use serde_json::{Value, json};

use crate::documents::shared;

/// `value` without null members and empty lists, at every depth: what it states.
fn stated(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let members = members.into_iter().map(|(key, value)| (key, stated(value)));
            let says = |value: &Value| !value.is_null() && *value != json!([]) && *value != json!({});
            Value::Object(members.filter(|(_, value)| says(value)).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(stated).collect()),
        Value::Number(number) => json!(number.as_f64()),
        Value::Null | Value::Bool(_) | Value::String(_) => value,
    }
}

/// An incident in the words of the curated list: the way back of `assets/build/make_sample.py`.
fn as_row(incident: &Incident) -> Value {
    let (when, place) = (&incident.when, &incident.place);
    let day = |day: Option<jiff::civil::Date>| day.map(|day| day.to_string());
    let toll = |toll: &marz::model::Toll| {
        json!({
            "best": toll.best, "low": toll.low, "high": toll.high, "note": toll.note,
            "by_group": toll.by_group,
        })
    };
    assert!(incident.rest.is_empty() && incident.feature_rest.is_empty());
    assert_eq!((&incident.unread_geometry, place.radius), (&None, None));
    assert!(incident.extra_coordinates.is_empty() && incident.geometry_rest.is_empty());
    json!({
        "id": incident.id,
        "title": incident.title,
        "date": {
            "start": day(when.span().map(marz::model::DaySpan::first)),
            "end": day(when.span().map(marz::model::DaySpan::last)),
            "precision": when.precision().code(),
            "time_local": when.time_text,
            "note": when.note,
        },
        "place": place.name, "district": place.district, "province": place.province, "country": place.country,
        "geo": {
            "lat": place.position.map(marz::model::LonLat::lat),
            "lon": place.position.map(marz::model::LonLat::lon),
            "precision": place.precision.code(),
            "method": place.method,
            "gazetteer": place.gazetteer.name,
            "gazetteer_id": place.gazetteer.id,
            "distance_to_border_km": place.border_distance_km,
            "side_by_polygon": place.side,
        },
        "event_type": incident.event_type,
        "acled_like": {
            "event_type": incident.acled.event_type, "sub_event_type": incident.acled.sub_event_type,
        },
        "actors": incident.actors,
        "fatalities": toll(&incident.killed),
        "injuries": toll(&incident.wounded),
        "summary": incident.summary,
        "notes": Some(&incident.notes).filter(|notes| !notes.is_empty()),
        "sources": incident.sources,
        "tags": incident.tags,
    })
}

#[test]
fn the_sample_holds_every_fact_of_its_rows() {
    let Some(path) = shared("data/incidents.json") else { return };
    let data: Value = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    let (document, _) = sample();
    let rows = data["incidents"].as_array().unwrap();
    assert_eq!(rows.len(), document.len());
    for row in rows {
        let id = IncidentId::new(row["id"].as_str().unwrap());
        let incident = document.get(&id).unwrap();
        assert_eq!(stated(as_row(&incident)), stated(row.clone()), "{id}");
    }
    // The facts of the whole, but for the count, which counts itself.
    let mut meta = data["meta"].as_object().unwrap().clone();
    assert_eq!(meta.shift_remove("count"), Some(json!(document.len())));
    let facts = document.facts();
    let mut held = facts.rest.clone();
    held.insert("title".to_owned(), json!(facts.title));
    held.insert("attribution".to_owned(), json!(facts.attribution));
    assert_eq!(held, meta);
    assert!(document.members().is_empty() && document.kept_features().is_empty());
}

#[test]
fn the_sample_has_sixty_incidents_with_sources_and_seven_on_the_shelf() {
    let (document, report) = sample();
    assert!(report.is_clean(), "{:?}", report.lines);
    assert_eq!((report.incidents, report.without_point, report.undated, report.kept_features), (60, 7, 0, 0));
    let ids: BTreeSet<_> = document.incidents().map(|incident| incident.id.clone()).collect();
    assert_eq!(ids.len(), 60);
    for incident in document.incidents() {
        assert!(!incident.sources.is_empty(), "{}", incident.id);
        assert!(!incident.title.is_empty() && !incident.summary.is_empty(), "{}", incident.id);
        assert!(marz::model::taxonomy::event_type(&incident.event_type).is_some(), "{}", incident.id);
    }
    assert!(document.facts().title.contains("frontier"));
    assert_eq!(document.facts().attribution.len(), 4);
}

#[test]
fn saving_the_sample_unchanged_gives_the_same_bytes() {
    let asset = include_bytes!("../../assets/incidents/frontier.geojson");
    let (document, _) = read(asset).unwrap();
    assert_eq!(String::from_utf8(write(&document)).unwrap(), String::from_utf8(asset.to_vec()).unwrap());
}

/// What a command prints; prints a word where the command is not installed.
fn gdal(command: &mut Command) -> Option<Vec<u8>> {
    let Ok(output) = command.output() else {
        println!("skipped: GDAL is not installed");
        return None;
    };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(output.stdout)
}

#[test]
fn qgis_sees_every_incident_with_its_attributes() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("saved.geojson");
    marz::store::save(&path, &sample().0).unwrap();
    let Some(output) = gdal(Command::new("ogrinfo").args(["-ro", "-al"]).arg(&path)) else { return };
    let text = String::from_utf8(output).unwrap();
    assert!(text.contains("Feature Count: 60"), "{text}");
    for (column, kind) in [
        ("title", "String"),
        ("date_start", "Date"),
        ("date_end", "Date"),
        ("place_precision", "String"),
        ("gazetteer_id", "Integer"),
        ("border_distance_km", "Real"),
        ("killed_best", "Integer"),
        ("sources", "String(JSON)"),
        ("tags", "StringList"),
    ] {
        assert!(text.contains(&format!("\n{column}: {kind}")), "{column} is no {kind}");
    }
    assert_eq!(text.matches("\n  POINT (").count(), 53);
}

#[test]
fn a_file_that_went_through_gdal_holds_the_same_incidents() {
    let folder = tempfile::tempdir().unwrap();
    let (saved, through) = (folder.path().join("saved.geojson"), folder.path().join("through.geojson"));
    let (document, _) = sample();
    marz::store::save(&saved, &document).unwrap();
    if gdal(Command::new("ogr2ogr").args(["-f", "GeoJSON"]).arg(&through).arg(&saved)).is_none() {
        return;
    }
    let again = marz::store::open(&through).unwrap();
    assert!(again.report.is_clean(), "{:?}", again.report.lines);
    for incident in document.incidents() {
        let mut back = Incident::clone(&again.document.get(&incident.id).unwrap());
        // GDAL repeats the id as a property and gives every feature a column for every key.
        back.rest.clear();
        assert_eq!(back, *incident);
    }
}
