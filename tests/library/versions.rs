//! Every version of the native file that was ever written opens with the values it was written with.
//!
//! For a new version: put a rich file that the program of that version saved into `versions/` as `MAJOR.MINOR.geojson`,
//! run this test with `MARZ_WRITE_EXPECTED=1`, and read what it wrote beside it before it is committed.

use std::fs;
use std::path::{Path, PathBuf};

use marz::model::Document;
use marz::store::native::{read, write};
use marz::store::{Report, open};
use serde_json::{Map, Value, json};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/versions")
}

/// Files of all versions, oldest first.
fn samples() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = fs::read_dir(folder())
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "geojson"))
        .collect();
    found.sort();
    found
}

/// All values of a document, by the names that the program has for them.
fn values(document: &Document) -> Value {
    let incidents: Map<String, Value> = document
        .incidents()
        .map(|incident| (incident.id.to_string(), serde_json::to_value(&*incident).unwrap()))
        .collect();
    let kept: Vec<&Value> = document.kept_features().iter().map(|kept| &kept.0).collect();
    json!({
        "facts": document.facts(), "incidents": incidents, "kept": kept, "members": document.members(),
    })
}

/// Where a value that is expected is missing or another; what a newer version added is not asked for.
fn missing(expected: &Value, found: &Value, path: &str) -> Vec<String> {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => expected
            .iter()
            .flat_map(|(key, value)| {
                missing(value, found.get(key).unwrap_or(&Value::Null), &format!("{path}/{key}"))
            })
            .collect(),
        (Value::Array(expected), Value::Array(found)) if expected.len() == found.len() => {
            let pairs = expected.iter().zip(found).enumerate();
            pairs.flat_map(|(place, (a, b))| missing(a, b, &format!("{path}/{place}"))).collect()
        }
        (expected, found) if expected == found => Vec::new(),
        (expected, found) => vec![format!("{path}: {expected} was written, {found} is read")],
    }
}

#[test]
fn every_version_ever_written_opens_with_its_values() {
    let samples = samples();
    assert!(samples.len() >= 2);
    for path in samples {
        let opened = open(&path).unwrap();
        assert!(opened.report.is_clean(), "{}: {:?}", path.display(), opened.report.lines);
        let beside = path.with_extension("expected.json");
        if std::env::var_os("MARZ_WRITE_EXPECTED").is_some() && !beside.exists() {
            let mut text = serde_json::to_string_pretty(&values(&opened.document)).unwrap();
            text.push('\n');
            fs::write(&beside, text).unwrap();
        }
        let expected: Value = serde_json::from_slice(&fs::read(&beside).unwrap()).unwrap();
        let wrong = missing(&expected, &values(&opened.document), "");
        assert_eq!(wrong, Vec::<String>::new(), "{}", path.display());
        let (again, _) = read(&write(&opened.document)).unwrap();
        assert!(again == opened.document, "{}: saved by this program, it is the same", path.display());
    }
}

#[test]
fn the_version_that_is_written_now_has_a_sample() {
    let saved: Value = serde_json::from_slice(&write(&marz::store::sample().0)).unwrap();
    let version = saved["marz"]["version"].as_str().unwrap();
    assert!(folder().join(format!("{version}.geojson")).exists(), "put one there: {version}.geojson");
}

fn with_version(version: &str, members: &str) -> (Document, Report) {
    let text = format!(
        "{{\"type\":\"FeatureCollection\",\"marz\":{{\"version\":\"{version}\",\"clocks\":[1]}},{members}\
         \"features\":[{{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":null,\
         \"properties\":{{\"title\":\"A\",\"weather\":{{\"fog\":true}}}},\"signed\":\"by many\"}}]}}"
    );
    read(text.as_bytes()).unwrap()
}

#[test]
fn a_newer_minor_version_opens_and_what_is_unknown_is_written_back() {
    let (document, report) = with_version("1.9", "\"sheets\":[2],");
    assert_eq!(report.read_only, None);
    let saved: Value = serde_json::from_slice(&write(&document)).unwrap();
    assert_eq!(saved["marz"]["version"], "1.9", "what the newer program added is in it still");
    assert_eq!(saved["marz"]["clocks"], json!([1]));
    assert_eq!(saved["sheets"], json!([2]));
    assert_eq!(saved["features"][0]["signed"], "by many");
    assert_eq!(saved["features"][0]["properties"]["weather"], json!({"fog": true}));
}

#[test]
fn a_newer_major_version_opens_to_be_looked_at_and_says_so() {
    let (document, report) = with_version("2.0", "");
    assert_eq!(document.len(), 1);
    let why = report.read_only.unwrap();
    assert!(why.contains("newer program (format 2.0"), "{why}");
}
