//! Damaged files open as far as they are whole; what is something else is refused.

use std::fs;

use marz::model::Document;
use marz::store::native::{read_damaged, write};
use marz::store::{Report, open, sample};
use serde_json::Value;

use crate::documents::shared;

fn sample_file() -> Vec<u8> {
    write(&sample().0)
}

fn salvaged(bytes: &[u8]) -> (Document, Report) {
    read_damaged(bytes).unwrap()
}

/// The incidents of the example but those in these places.
fn assert_all_but(document: &Document, lost: &[usize]) {
    let (whole, _) = sample();
    let expected: Vec<_> =
        whole.incidents().enumerate().filter(|(place, _)| !lost.contains(place)).map(|(_, i)| i).collect();
    let ids: Vec<_> = document.ids().collect();
    assert_eq!(ids, expected.iter().map(|incident| &incident.id).collect::<Vec<_>>());
    assert!(document.incidents().eq(expected), "equal in content");
    assert_eq!(document.facts(), whole.facts());
}

/// Where the line of this number, counted from 0, begins and ends.
fn line(bytes: &[u8], number: usize) -> std::ops::Range<usize> {
    let start = bytes.split_inclusive(|&byte| byte == b'\n').take(number).map(<[u8]>::len).sum();
    start..start + bytes[start..].iter().position(|&byte| byte == b'\n').unwrap()
}

/// The line of the first incident: before it stand the type, the project facts and the opening of the list.
const FIRST: usize = 3;

#[test]
fn a_file_cut_in_a_record_gives_all_before_it_and_says_that_the_end_is_missing() {
    let bytes = sample_file();
    let cut = line(&bytes, FIRST + 40);
    let (document, report) = salvaged(&bytes[..cut.start + 100]);
    assert_all_but(&document, &(40..60).collect::<Vec<_>>());
    let damage = report.damage.unwrap();
    assert_eq!(
        damage.to_string(),
        "1 record is damaged and was left out, and the end of the file is missing"
    );
    assert_eq!(damage.pieces[0].line, FIRST + 41);
    assert_eq!(damage.pieces[0].text.as_bytes(), &bytes[cut.start..cut.start + 100]);
}

#[test]
fn a_file_cut_between_records_says_that_the_end_is_missing() {
    let bytes = sample_file();
    let (document, report) = salvaged(&bytes[..=line(&bytes, FIRST + 9).end]);
    assert_all_but(&document, &(10..60).collect::<Vec<_>>());
    assert_eq!(report.damage.unwrap().to_string(), "the end of the file is missing");
}

#[test]
fn bytes_that_are_no_text_cost_only_their_line_and_are_kept() {
    let mut bytes = sample_file();
    let lost = line(&bytes, FIRST + 7);
    bytes[lost.start + 50] = 0xFF;
    let (document, report) = salvaged(&bytes);
    assert_all_but(&document, &[7]);
    let damage = report.damage.unwrap();
    assert_eq!(damage.to_string(), "1 record is damaged and was left out");
    assert!(damage.pieces[0].text.contains("\\xFF"), "{}", damage.pieces[0].text);
}

#[test]
fn two_records_run_into_one_line_are_both_whole() {
    let mut bytes = sample_file();
    let end = line(&bytes, FIRST).end;
    bytes[end] = 0x0B;
    let (document, report) = salvaged(&bytes);
    assert_all_but(&document, &[]);
    assert_eq!(report.damage.unwrap().pieces.len(), 1, "the sign between them is told");
}

#[test]
fn a_damaged_first_and_last_line_cost_no_record() {
    let whole = sample_file();
    for (place, byte) in [(0, b'k'), (1, b'('), (whole.len() - 3, b'['), (whole.len() - 2, 0)] {
        let mut bytes = whole.clone();
        bytes[place] = byte;
        let (document, report) = salvaged(&bytes);
        assert_all_but(&document, &[]);
        assert!(report.damage.is_some(), "byte {place}");
    }
}

#[test]
fn a_damaged_word_of_the_frame_costs_nothing() {
    let text = String::from_utf8(sample_file()).unwrap();
    for (word, damaged) in
        [("\"FeatureCollection\"", "\"FeatureCollectyon\""), ("\"features\"", "\"fectures\"")]
    {
        let (document, _) = salvaged(text.replacen(word, damaged, 1).as_bytes());
        assert_all_but(&document, &[]);
    }
}

#[test]
fn a_lost_beginning_costs_the_project_facts_and_no_record() {
    let bytes = sample_file();
    let (document, report) = salvaged(&bytes[line(&bytes, FIRST).start..]);
    assert_eq!(document.len(), 60);
    assert!(document.facts().title.is_empty());
    assert!(report.damage.is_some());
}

#[test]
fn a_record_whose_kind_is_damaged_is_named() {
    let text = String::from_utf8(sample_file()).unwrap();
    for damaged in ["\"Fecture\"", "\"Featureproperties"] {
        let (_, report) = salvaged(text.replacen("\"Feature\"", damaged, 1).as_bytes());
        assert!(!report.is_clean(), "{damaged}");
    }
    for (key, damaged) in [("\"properties\":", "\"qroperties\":"), ("\"geometry\":", "\"gaometry\":")] {
        let (_, report) = salvaged(text.replacen(key, damaged, 1).as_bytes());
        let said =
            report.lines.iter().any(|line| line.row == Some(1) && line.message.contains("may be damaged"));
        assert!(said, "{key}: {:?}", report.lines);
    }
}

#[test]
fn a_file_laid_out_by_another_program_is_salvaged_feature_by_feature() {
    let value: Value = serde_json::from_slice(&sample_file()).unwrap();
    for text in [serde_json::to_string_pretty(&value).unwrap(), value.to_string()] {
        let (place, _) = text.match_indices("\"event_type\"").nth(10).unwrap();
        let mut bytes = text.into_bytes();
        bytes[place] = b'!';
        let (document, report) = salvaged(&bytes);
        assert_all_but(&document, &[10]);
        assert_eq!(report.damage.unwrap().to_string(), "1 record is damaged and was left out");
    }
}

#[test]
fn what_is_something_else_is_named_and_refused() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&str, &[u8], &str); 11] = [
        ("a.png", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "a picture (PNG)"),
        ("a.csv", "id,title,date\n1,Шӯрообод,2025-01-01\n2,b,\n".as_bytes(), "a table (CSV)"),
        ("b.csv", b"\xC8\xD0;x;y\n1;2;3\n4;5;6\n", "a table (CSV)"),
        ("a.kml", b"<?xml version=\"1.0\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"/>", "a KML file"),
        ("a.xml", b"<osm></osm>", "an XML file"),
        ("a.kmz", b"PK\x03\x04\x14\0", "a packed file (ZIP"),
        ("a.gpkg", b"SQLite format 3\0\x10\0", "a database"),
        ("a.fgb", b"fgb\x03fgb\0\x10\0", "a FlatGeobuf file"),
        ("a.parquet", b"PAR1\x15\x04", "a Parquet or GeoParquet file"),
        ("a.geojson", b"\xFF\xFE{\0\"\0", "UTF-16"),
        ("a.html", b"<!DOCTYPE html><html>{\"type\":\"FeatureCollection\"}</html>", "a web page"),
    ];
    for (name, bytes, what) in cases {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        let message = open(&path).unwrap_err().to_string();
        assert!(message.contains(what), "{name}: {message}");
        assert!(message.contains("GeoJSON") && message.ends_with(name), "{message}");
    }
}

#[test]
fn sound_json_of_another_kind_is_no_damage() {
    for text in [r#"{"type":"Feature","properties":{},"geometry":null}"#, "[1,2]", r#"{"marz":1}"#] {
        assert!(read_damaged(text.as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn a_file_that_is_too_large_is_refused_before_it_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.geojson");
    fs::File::create(&path).unwrap().set_len(3 << 30).unwrap();
    let message = open(&path).unwrap_err().to_string();
    assert!(message.contains("3.0 GiB") && message.contains("2 GiB"), "{message}");
}

#[test]
fn deep_nesting_is_refused_in_no_time() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep.geojson");
    let deep = |open: &str, times| {
        let text = format!("{{\"type\":\"FeatureCollection\",\"features\":[{}", open.repeat(times));
        fs::write(&path, text).unwrap();
        open_at(&path)
    };
    for opening in ["[", "{\"a\":", "[{\"a\":", "{\"type\":\"Feature\",\"a\":["] {
        let message = deep(opening, 400_000).unwrap_err();
        assert!(message.contains("not valid JSON") && message.ends_with("deep.geojson"), "{message}");
    }
    // Each beginning can be read far, and none to its end: all of them would take minutes.
    let long = format!("{{\"a\":[{}", "1,".repeat(500));
    let message = deep(&long, 2_000).unwrap_err();
    assert!(message.contains("not valid JSON"), "{message}");
}

fn open_at(path: &std::path::Path) -> Result<usize, String> {
    open(path).map(|opened| opened.document.len()).map_err(|error| error.to_string())
}

#[test]
fn files_made_to_hurt_are_opened_or_refused_with_a_sentence_and_nothing_is_written() {
    let Some(corpora) = shared("corpora") else { return };
    let is_wanted = |name: &str| {
        name.starts_with("geojson-") || ["json-minefield", "names-blns", "hostile"].contains(&name)
    };
    let listing = fs::read_dir(&corpora).unwrap().map(|entry| entry.unwrap());
    let mut folders: Vec<_> = listing
        .filter(|entry| is_wanted(&entry.file_name().to_string_lossy()))
        .map(|entry| entry.path())
        .collect();
    let (mut opened, mut refused) = (0, 0);
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let before = fs::metadata(&path).ok().map(|it| (it.len(), it.modified().unwrap()));
            match open(&path) {
                Ok(_) => opened += 1,
                Err(error) => {
                    refused += 1;
                    let name = path.display().to_string();
                    assert!(error.to_string().ends_with(&name), "{error}");
                }
            }
            assert_eq!(fs::metadata(&path).ok().map(|it| (it.len(), it.modified().unwrap())), before);
        }
    }
    println!("{opened} opened, {refused} refused");
    assert!(opened > 20 && refused > 300);
}
