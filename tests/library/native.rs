//! The native file: what is written is read back, and what is not understood is not lost.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use marz::model::{DatePrecision, Document, Incident, IncidentId, LonLat, Precision, When};
use marz::store::native::{read, write};
use marz::store::{ReadError, Report};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::documents::{any_document, day, days, id, json_value, shared};

fn opened(text: &str) -> (Document, Report) {
    read(text.as_bytes()).unwrap()
}

/// A collection of these features.
fn collection(features: &[Value]) -> String {
    json!({"type": "FeatureCollection", "features": features}).to_string()
}

/// An incident `a` with these properties, at a point.
fn with_properties(properties: &Value) -> (Document, Report) {
    opened(&collection(&[json!({
        "type": "Feature", "id": "a", "properties": properties,
        "geometry": {"type": "Point", "coordinates": [70.0, 37.5]},
    })]))
}

fn only(document: &Document) -> Arc<Incident> {
    document.incidents().next().unwrap()
}

/// The file that saving the document would make, as JSON.
fn saved(document: &Document) -> Value {
    serde_json::from_slice(&write(document)).unwrap()
}

fn messages(report: &Report) -> String {
    report.lines.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(crate::chance::cases(300))]

    #[test]
    fn a_saved_document_opens_as_the_same_document(document in any_document()) {
        let bytes = write(&document);
        let (again, _) = read(&bytes).unwrap();
        prop_assert_eq!(&again, &document);
        prop_assert_eq!(write(&again), bytes);
    }

    #[test]
    fn one_feature_stands_on_one_line(document in any_document()) {
        let text = String::from_utf8(write(&document)).unwrap();
        let is_closed = text.ends_with("]}\n");
        prop_assert!(is_closed);
        let features = document.len() + document.kept_features().len();
        prop_assert_eq!(text.split("\"features\":[\n").last().unwrap().lines().count(), features + 1);
    }

    #[test]
    fn arbitrary_bytes_open_or_are_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }

    #[test]
    fn a_damaged_file_opens_or_is_refused(
        document in any_document(),
        damage in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = write(&document);
        for (place, byte) in damage {
            let place = place.index(bytes.len());
            bytes[place] = byte;
        }
        if let Ok((document, _)) = read(&bytes) {
            let once = write(&document);
            prop_assert_eq!(write(&read(&once).unwrap().0), once);
        }
        bytes.truncate(cut.index(bytes.len()));
        let _ = read(&bytes);
    }

    /// Whatever stands under the keys of our fields: nothing of it is lost by opening and saving.
    #[test]
    fn values_of_the_wrong_type_survive_a_save(
        key in prop::sample::select(vec![
            "title", "event_type", "date_start", "date_end", "date_precision", "place", "place_precision",
            "place_radius_m", "gazetteer_id", "border_distance_km", "killed_low", "killed_by_group",
            "wounded_note", "summary", "actors", "sources", "tags", "marz",
        ]),
        value in json_value(),
        other in json_value(),
    ) {
        let (document, report) = with_properties(&json!({key: value.clone(), "x": other.clone()}));
        let file = saved(&document);
        let properties = &file["features"][0]["properties"];
        prop_assert_eq!(properties.get("x"), Some(&other));
        let understood = value.is_null() || !messages(&report).contains("kept as it stands");
        if !understood {
            prop_assert_eq!(properties.get(key), Some(&value));
        }
        let (again, _) = read(&write(&document)).unwrap();
        prop_assert_eq!(again, document);
    }
}

#[test]
fn all_a_foreign_file_holds_is_written_back() {
    let text = r#"{"type":"FeatureCollection","name":"posts","crs":{"type":"name"},"bbox":[67,36,75,39],"features":[
        {"type":"Feature","id":7,"bbox":[70,37,71,38],"geometry":{"type":"Point","coordinates":[70.5,37.25,812.5,3],"note":"gps"},"properties":{"colour":"red","n":[1,{"deep":null}]},"who":"me"},
        {"type":"Feature","id":"l","geometry":{"type":"LineString","coordinates":[[70,37],[71,38]]},"properties":{"z":1,"a":2}},
        {"type":"Feature","id":"up","geometry":{"type":"Point","coordinates":[70,95]},"properties":null},
        5]}"#;
    let (document, report) = opened(text);
    let (before, after): (Value, Value) = (serde_json::from_str(text).unwrap(), saved(&document));
    for member in ["name", "crs", "bbox"] {
        assert_eq!(after[member], before[member]);
    }
    let feature = |id: &str| {
        let features = after["features"].as_array().unwrap();
        features.iter().find(|feature| feature["id"] == id).unwrap().clone()
    };
    let point = feature("7");
    assert_eq!(point["geometry"], before["features"][0]["geometry"]);
    assert_eq!(point["bbox"], before["features"][0]["bbox"]);
    assert_eq!(point["who"], "me");
    assert_eq!(point["properties"]["colour"], "red");
    assert_eq!(point["properties"]["n"], json!([1, {"deep": null}]));
    assert_eq!(feature("l"), before["features"][1]);
    assert_eq!(feature("up")["geometry"], before["features"][2]["geometry"]);
    assert_eq!(after["features"][3], 5);
    assert_eq!((report.incidents, report.kept_features, report.without_point, report.undated), (2, 2, 1, 2));
    assert!(messages(&report).contains("row 3 (up): latitude 95"), "{}", messages(&report));
}

#[test]
fn a_moved_point_loses_the_box_around_its_old_place() {
    let text = r#"{"type":"FeatureCollection","bbox":[70,37,71,38],"features":[
        {"type":"Feature","id":"a","bbox":[70,37,71,38],"geometry":{"type":"Point","coordinates":[70.5,37.5]},"properties":{}}]}"#;
    let (document, _) = opened(text);
    let mut moved = Incident::clone(&only(&document));
    moved.place.position = Some(LonLat::new(69.0, 37.5).unwrap());
    let file = saved(&document.with_incident(moved));
    assert_eq!((file.get("bbox"), file["features"][0].get("bbox")), (None, None));
}

#[test]
fn missing_and_repeated_ids_get_new_ones_that_nobody_has() {
    let point =
        |id: Value| json!({"type": "Feature", "id": id, "geometry": null, "properties": {"title": id}});
    let (document, report) = opened(&collection(&[
        point(json!("a")),
        point(json!("a")),
        point(Value::Null),
        point(json!(5)),
        point(json!("5")),
        point(json!("row-000003")),
        json!({"type": "Feature", "geometry": null, "properties": {"id": "from-gdal"}}),
    ]));
    let ids: Vec<&str> = document.ids().map(IncidentId::as_str).collect();
    assert_eq!(ids, ["5", "5-row-5", "a", "a-row-2", "from-gdal", "row-000003", "row-000003-2"]);
    let rows: Vec<_> =
        report.lines.iter().filter(|line| line.message.contains("now")).map(|l| l.row).collect();
    assert_eq!(rows, [Some(2), Some(3), Some(5)]);
}

#[test]
fn dates_are_read_as_people_write_them_and_never_made_up() {
    let read = |properties: Value| {
        let (document, report) = with_properties(&properties);
        (only(&document).when.clone(), messages(&report).contains("has no date"))
    };
    let (when, _) = read(json!({"date_start": "2025-11-26"}));
    assert_eq!((when.span(), when.precision()), (Some(days("2025-11-26", "2025-11-26")), DatePrecision::Day));
    let (when, _) = read(json!({"date_start": "2025-11"}));
    assert_eq!(
        (when.span(), when.precision()),
        (Some(days("2025-11-01", "2025-11-30")), DatePrecision::Month)
    );
    let (when, _) = read(json!({"date_start": "2025-11-26", "date_end": "2025-11-28"}));
    assert_eq!(
        (when.span(), when.precision()),
        (Some(days("2025-11-26", "2025-11-28")), DatePrecision::Range)
    );
    for wrong in [
        json!({"date_start": "2025-02-30"}),
        json!({"date_start": "soon", "date_end": "2025-11-28"}),
        json!({"date_start": "2025-11-28", "date_end": "2025-11-26"}),
        json!({"date_end": "2025-11-26"}),
        json!({"date_start": 20_251_126}),
        json!({"date_start": "2025-11-26T14:30:00Z"}),
    ] {
        let (when, reported) = read(wrong.clone());
        assert_eq!(when.span(), None, "{wrong}");
        assert!(reported, "{wrong}");
    }
}

#[test]
fn a_typed_value_goes_before_the_unreadable_one_it_replaces() {
    let (document, _) = with_properties(&json!({
        "title": 5, "date_start": "soon", "killed_best": "some", "place_precision": "about",
    }));
    let mut edited = Incident::clone(&only(&document));
    assert_eq!(saved(&document)["features"][0]["properties"]["place_precision"], "about");
    edited.title = "Named".to_owned();
    edited.when = When::on(days("2025-11-26", "2025-11-26"), DatePrecision::Day);
    edited.killed.best = Some(3);
    edited.place.precision = Precision::District;
    let properties = saved(&document.with_incident(edited))["features"][0]["properties"].clone();
    assert_eq!(
        properties,
        json!({
            "title": "Named", "date_start": "2025-11-26", "date_end": "2025-11-26", "date_precision": "day",
            "place_precision": "district", "killed_best": 3,
        })
    );
}

#[test]
fn a_point_of_unstated_precision_is_shown_and_not_called_exact() {
    let (document, report) = with_properties(&json!({}));
    assert_eq!(only(&document).place.precision, Precision::Near);
    assert!(messages(&report).contains("1 of 1 incidents have a point and do not state"));
}

#[test]
fn lists_that_another_program_made_text_are_lists_again() {
    let (document, report) = with_properties(&json!({
        "place_precision": "exact",
        "actors": "[{\"name\":\"Border guards\",\"role\":\"state force\"}]",
        "sources": "[ { \"publisher\": \"Asia-Plus\" } ]",
        "tags": "[\"drugs\"]",
        "killed_best": 3.0,
    }));
    let incident = only(&document);
    assert_eq!(incident.actors[0].name, "Border guards");
    assert_eq!(incident.sources[0].short_name(), "Asia-Plus");
    assert_eq!(incident.tags, ["drugs"]);
    assert_eq!(incident.killed.best, Some(3));
    assert!(report.is_clean(), "{}", messages(&report));
}

#[test]
fn a_newer_minor_version_opens_with_all_it_added() {
    let text =
        r#"{"type":"FeatureCollection","marz":{"version":"1.7","title":"T","later":[1,2]},"features":[]}"#;
    let (document, report) = opened(text);
    assert!(report.is_clean());
    assert_eq!(document.facts().title, "T");
    assert_eq!(saved(&document)["marz"], json!({"version": "1.7", "title": "T", "later": [1, 2]}));
}

#[test]
fn a_newer_major_version_opens_for_looking_only() {
    let (document, report) = opened(r#"{"type":"FeatureCollection","marz":{"version":"2.0"},"features":[]}"#);
    assert!(report.read_only.unwrap().contains("newer program"));
    assert_eq!(saved(&document)["marz"]["version"], "2.0");
}

#[test]
fn a_marz_member_of_another_kind_is_kept() {
    for marz in [json!(5), json!({"title": 5, "attribution": "me", "version": "1.2"})] {
        let text = json!({"type": "FeatureCollection", "marz": marz, "features": []}).to_string();
        let (document, report) = opened(&text);
        assert!(!report.is_clean());
        let after = saved(&document)["marz"].clone();
        assert!(after["unread"] == marz || after == marz, "{after}");
        assert_eq!(read(&write(&document)).unwrap().0, document);
    }
}

#[test]
fn a_byte_order_mark_is_no_fault() {
    let mut bytes = b"\xEF\xBB\xBF".to_vec();
    bytes.extend(collection(&[]).bytes());
    assert!(read(&bytes).is_ok());
}

#[test]
fn what_is_no_collection_is_refused_with_a_reason() {
    assert_eq!(read(b" \n").unwrap_err(), ReadError::Empty);
    let error = read(b"{\"type\":\n  nonsense}").unwrap_err();
    assert!(matches!(error, ReadError::NotJson { line: 2, .. }), "{error}");
    assert!(error.to_string().contains("line 2, column"), "{error}");
    let error = read(b"abc\n\xff\xfe").unwrap_err();
    assert_eq!(error, ReadError::NotUtf8 { line: 2, byte: 1 });
    for (text, reason) in [
        ("[1,2]", "an object with a list of features"),
        ("{\"type\":\"Feature\",\"features\":[]}", "“Feature”"),
        ("{\"features\":[]}", "does not state its type"),
        ("{\"type\":\"FeatureCollection\"}", "no list of features"),
        ("{\"type\":\"FeatureCollection\",\"features\":{}}", "a list of features"),
    ] {
        let error = read(text.as_bytes()).unwrap_err();
        assert!(matches!(error, ReadError::NotACollection { .. }), "{text}: {error}");
        assert!(error.to_string().contains(reason), "{text}: {error}");
    }
}

#[test]
fn deep_nesting_is_refused_and_does_not_overflow() {
    let deep = format!("{{\"type\":\"FeatureCollection\",\"features\":{}", "[".repeat(500_000));
    assert!(matches!(read(deep.as_bytes()), Err(ReadError::NotJson { .. })));
    let quoted = "[".repeat(200).replace('[', "[[");
    let (document, _) = with_properties(&json!({"actors": quoted}));
    assert_eq!(read(&write(&document)).unwrap().0, document);
}

#[test]
fn a_file_of_a_million_problems_makes_a_short_report() {
    let row = json!({"type": "Feature", "geometry": null, "properties": {"title": 5}});
    let (document, report) = opened(&collection(&vec![row; 3_000]));
    assert_eq!((document.len(), report.lines.len(), report.left_out), (3_000, 2_000, 4_000));
}

#[test]
fn days_outside_four_digits_come_back() {
    let (document, _) = with_properties(&json!({"date_start": "-000044-03-15"}));
    assert_eq!(only(&document).when.span().unwrap().first(), jiff::civil::date(-44, 3, 15));
    let (again, _) = read(&write(&document)).unwrap();
    assert_eq!(again.get(&id("a")).unwrap().when, only(&document).when);
    assert_ne!(again.get(&id("a")).unwrap().when.span().unwrap().first(), day("2025-01-01"));
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files_under(&path, found) } else { found.push(path) }
    }
}

#[test]
fn files_by_other_hands_open_or_are_refused_with_a_reason() {
    let Some(corpora) = shared("corpora") else { return };
    let mut files = Vec::new();
    for set in [
        "geojson-gdal",
        "geojson-georust",
        "geojson-mapbox-fixtures",
        "geojson-martin",
        "json-minefield",
        "hostile",
        "names-blns",
    ] {
        files_under(&corpora.join(set), &mut files);
    }
    let mut collections = 0;
    for path in &files {
        match marz::store::open(path) {
            Ok(opened) => {
                collections += 1;
                let once = write(&opened.document);
                let (again, _) = read(&once).unwrap();
                assert_eq!(again, opened.document, "{}", path.display());
                assert_eq!(write(&again), once, "{}", path.display());
            }
            Err(error) => {
                let message = error.to_string();
                assert!(message.contains(&path.display().to_string()), "{message}");
            }
        }
    }
    println!("{collections} collections among {} files", files.len());
    assert!(collections > 15);
}

#[test]
fn every_feature_of_a_foreign_collection_is_there_after_a_save() {
    let Some(corpora) = shared("corpora") else { return };
    let mut files = Vec::new();
    for set in ["geojson-gdal", "geojson-georust", "geojson-martin"] {
        files_under(&corpora.join(set), &mut files);
    }
    for path in files {
        let Ok(opened) = marz::store::open(&path) else { continue };
        let text = fs::read_to_string(&path).unwrap();
        let before: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap();
        let after = saved(&opened.document);
        for feature in before["features"].as_array().unwrap() {
            let same = |other: &&Value| {
                let properties = other["properties"].as_object();
                let wanted = feature["properties"].as_object();
                let kept = wanted.is_none_or(|wanted| {
                    wanted.iter().all(|(key, value)| properties.and_then(|p| p.get(key)) == Some(value))
                });
                kept && same_geometry(&other["geometry"], &feature["geometry"])
            };
            let found = after["features"].as_array().unwrap().iter().any(|other| same(&other));
            assert!(found, "{}: {feature}", path.display());
        }
    }
}

/// Equal up to the seventh decimal.
fn same_geometry(a: &Value, b: &Value) -> bool {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => {
            (a.as_f64().unwrap() - b.as_f64().unwrap()).abs() <= 0.5e-7 + 1e-12
        }
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| same_geometry(a, b))
        }
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len() && a.iter().all(|(key, a)| b.get(key).is_some_and(|b| same_geometry(a, b)))
        }
        (a, b) => a == b,
    }
}
