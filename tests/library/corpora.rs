//! Real files by other hands, read as incidents: every row accounted for, counts as GDAL's, and where they are not, why.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use std::time::{Duration, Instant};

use marz::{
    analysis::SKILLS,
    model::Incident,
    store::{
        formats::{
            ImportError, import, read_table,
            table::{Origin, TableRow, Wishes},
            write::{Layout, csv},
        },
        native::{self, ReadError},
    },
};
use serde_json::Value;

use crate::documents::{document, id, shared};

/// All files below a folder, in order; what stands beside them as words is none.
fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !["MANIFEST.md", "README.md", "GDAL_ORACLE.json"].contains(&&*name) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// What this thread has worked so far: a machine that is busy with other things makes nothing slow. Where the system
/// does not tell, the time that passed.
fn worked() -> Duration {
    static BEGUN: LazyLock<Instant> = LazyLock::new(Instant::now);
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split_whitespace().next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.elapsed(), Duration::from_nanos)
}

#[test]
fn every_file_is_read_or_refused_by_its_name_within_five_seconds_and_every_row_is_accounted_for() {
    let Some(corpora) = shared("corpora") else { return };
    let (mut read, mut refused, mut slowest) = (0, 0, (Duration::ZERO, PathBuf::new()));
    for path in files(&corpora) {
        // Attacks are read in the child alone, which is shut in; `tests/faults` does.
        if ["hostile", "xml-attacks"].iter().any(|set| path.to_string_lossy().contains(set)) {
            continue;
        }
        let begun = worked();
        match import(&path, &Wishes::default(), None, &SKILLS) {
            Ok(imported) => {
                let all = imported.coded.incidents.len() + imported.coded.skipped.len();
                assert_eq!(all, imported.rows, "{}", path.display());
                read += 1;
            }
            Err(error) => {
                let said = error.to_string();
                let last = said.lines().next_back().unwrap_or_default();
                assert_eq!(last, path.display().to_string(), "{said}");
                refused += 1;
            }
        }
        let took = worked().saturating_sub(begun);
        assert!(took < Duration::from_secs(5), "{}: {took:?}", path.display());
        if took > slowest.0 {
            slowest = (took, path);
        }
    }
    println!("{read} read, {refused} refused, the slowest {:?} {}", slowest.0, slowest.1.display());
    assert!(read > 250 && refused > 200, "{read} {refused}");
}

/// What GDAL counts otherwise in tables, and why ours is right or stands to reason.
const OTHERWISE: [(&str, &str); 11] = [
    ("csv-papaparse/docs/resources/files/malformed.tsv", "an unclosed quote joins two rows there"),
    ("csv-papaparse/tests/long-sample.csv", "its first row is data: there are names and dates in it"),
    ("xlsx-gdal/ods/test.ods", "blank rows are no rows, and a first row of words is a heading"),
    ("xlsx-gdal/xlsx/test.xlsx", "the same workbook"),
    ("xlsx-gdal/ods/test_kspread.ods", "refused, and said: calamine takes no blanks between cells"),
    ("xlsx-gdal/ods/testrepeatedcolatendofrow.ods", "the same"),
    ("xlsx-gdal/xlsx/absolute_sheet_filename.xlsx", "its one row is a heading"),
    ("xlsx-gdal/xlsx/inlineStr.xlsx", "its first row is a heading"),
    ("xlsx-gdal/xlsx/row_without_r_attribute.xlsx \"Query\"", "its one row is a heading"),
    ("xlsx-gdal/xlsx/test_empty_last_field.xlsx", "250 of its rows are blank"),
    ("xlsx-gdal/xlsx/test_missing_row1_data.xlsx", "250 of its rows are blank"),
];

#[test]
fn tables_have_as_many_rows_as_gdal_counts_or_it_is_said_why_not() {
    let Some(corpora) = shared("corpora") else { return };
    let (mut same, mut compared, mut different) = (0, 0, Vec::new());
    for set in ["csv-csv2geojson", "csv-papaparse", "csv-spectrum", "xlsx-gdal"] {
        let oracle = fs::read(corpora.join(set).join("GDAL_ORACLE.json")).unwrap();
        let oracle: serde_json::Map<String, Value> = serde_json::from_slice(&oracle).unwrap();
        for (name, answer) in oracle.iter().filter(|(_, answer)| answer["ok"] == 1) {
            let path = corpora.join(set).join(name);
            if name.ends_with("json") {
                continue;
            }
            for layer in answer["layers"].as_array().unwrap() {
                let part = layer["name"].as_str().map(str::to_owned);
                let is_book = set == "xlsx-gdal";
                let wishes = Wishes { part: part.filter(|_| is_book), ..Wishes::default() };
                let ours = read_table(&path, &wishes, &SKILLS, &mut |_, _| {});
                let ours = ours.map(|table| table.rows.len() + table.unread.len() + table.beside);
                compared += 1;
                if ours.as_ref().is_ok_and(|ours| Some(*ours as u64) == layer["n"].as_u64()) {
                    same += 1;
                } else {
                    let ours = ours.map_err(|error| error.to_string());
                    different
                        .push(format!("{set}/{name} {}: GDAL {}, ours {ours:?}", layer["name"], layer["n"]));
                }
            }
        }
    }
    println!("{same} of {compared} equal");
    let unexplained: Vec<&String> =
        different.iter().filter(|line| !OTHERWISE.iter().any(|(start, _)| line.starts_with(start))).collect();
    assert_eq!(unexplained, Vec::<&String>::new());
    assert!(compared > 40, "{compared}");
}

#[test]
fn the_suite_of_json_is_accepted_and_refused_as_it_says_and_nothing_panics() {
    let Some(folder) = shared("corpora/json-minefield/test_parsing") else { return };
    let (mut accepted, mut refused, mut wrong) = (0, 0, Vec::new());
    for path in files(&folder) {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let bytes = fs::read(&path).unwrap();
        // By the reader of native files, which may well say that it is JSON but no collection.
        let is_broken = matches!(
            native::read(&bytes),
            Err(ReadError::Empty | ReadError::NotUtf8 { .. } | ReadError::NotJson { .. })
        );
        let is_opened = native::read(&bytes).is_ok();
        // As the value of a property, where nothing but the JSON itself can be refused.
        let head: &[u8] = br#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"a","geometry":null,"properties":{"title":"t","theirs":"#;
        let inside = [head, &bytes, b"}}]}"].concat();
        let is_kept = native::read(&inside).is_ok_and(|(document, _)| document.len() == 1);
        // And by the reader of foreign files.
        let table = read_table(&path, &Wishes::default(), &SKILLS, &mut |_, _| {});
        match name.chars().next() {
            Some('y') if !is_broken && is_kept => accepted += 1,
            Some('n') if !is_opened && !is_kept && table.is_err() => refused += 1,
            Some('y' | 'n') => {
                wrong.push(format!("{name}: {is_broken} {is_opened} {is_kept} {}", table.is_ok()));
            }
            Some(_) | None => {}
        }
    }
    assert_eq!((accepted, refused, wrong), (95, 188, Vec::<String>::new()));
}

#[test]
fn naughty_strings_survive_save_and_open_and_export_and_import() {
    let Some(path) = shared("corpora/names-blns/blns.json") else { return };
    let strings: Vec<String> = serde_json::from_slice(&fs::read(path).unwrap()).unwrap();
    assert!(strings.len() > 500);
    let incidents = strings.iter().enumerate().map(|(number, text)| Incident {
        title: text.clone(),
        notes: text.clone(),
        tags: vec![text.clone()].into(),
        rest: marz::model::Members::from_iter([("own".to_owned(), text.clone().into())]),
        ..Incident::new(id(&format!("n{number:03}")))
    });
    let whole = document(incidents);
    let (again, report) = native::read(&native::write(&whole)).unwrap();
    assert!(report.is_clean(), "{:?}", report.lines);
    assert_eq!(again, whole);
    let written = csv(whole.incidents(), Layout::Plain);
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("naughty.csv");
    fs::write(&table, written.bytes).unwrap();
    let table = read_table(&table, &Wishes::default(), &SKILLS, &mut |_, _| {}).unwrap();
    let place = table.columns.iter().position(|column| column == "notes").unwrap();
    let mut changed = Vec::new();
    for (text, row) in strings.iter().zip(&table.rows) {
        // A formula is made harmless by an apostrophe, which is said.
        let cell = row.cell(place);
        if cell != text && cell.strip_prefix('\'') != Some(text) {
            changed.push((text, cell.to_owned()));
        }
    }
    assert_eq!((table.rows.len(), changed), (strings.len(), Vec::new()));
}

#[test]
fn no_letter_is_lost_in_silence_whatever_the_encoding() {
    let Some(corpora) = shared("corpora") else { return };
    for path in files(&corpora) {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        if !ending.is_some_and(|ending| ["csv", "tsv", "dsv", "txt"].contains(&&*ending)) {
            continue;
        }
        let Ok(table) = read_table(&path, &Wishes::default(), &SKILLS, &mut |_, _| {}) else { continue };
        let has_sign = |text: &str| text.contains('\u{fffd}');
        let is_lost = table.rows.iter().flat_map(TableRow::cells).any(has_sign)
            || table.columns.iter().any(|column| has_sign(column));
        let was_there = String::from_utf8(fs::read(&path).unwrap()).is_ok_and(|text| has_sign(&text));
        let Origin::Text { encoding, .. } = &table.origin else { continue };
        assert!(!is_lost || was_there, "{}: read as {encoding}", path.display());
    }
}

#[test]
fn encodings_of_the_frontiers_languages_are_named_right() {
    let text = "дата;место;описание\n2025-11-26;Хорог;Нападение на пограничную заставу у реки Пяндж\n2025-11-27;Шуроабад;Перестрелка с контрабандистами, трое задержаны\n2025-12-01;Пяндж;Столкновение на участке отряда «Московский»\n";
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("table.csv");
    for (label, shown) in [("windows-1251", "windows-1251"), ("koi8-r", "KOI8-R"), ("ibm866", "IBM866")] {
        let encoding = encoding_rs::Encoding::for_label(label.as_bytes()).unwrap();
        let plain = text.replace(['«', '»'], "\"\"").replace("\"\"", "");
        let (bytes, _, lost) = encoding.encode(&plain);
        assert!(!lost);
        fs::write(&path, &bytes).unwrap();
        match read_table(&path, &Wishes::default(), &SKILLS, &mut |_, _| {}) {
            Ok(table) => {
                let Origin::Text { encoding, .. } = &table.origin else { panic!("{:?}", table.origin) };
                // KOI8-U is KOI8-R with four letters more.
                assert!(
                    encoding == shown || (shown == "KOI8-R" && encoding == "KOI8-U"),
                    "{encoding} for {shown}"
                );
                assert_eq!(table.rows[0].cell(1), "Хорог");
            }
            Err(ImportError::NoTable { reason, .. }) => {
                assert!(reason.contains("encoding"), "it is asked for: {reason}");
            }
            Err(error) => panic!("{error}"),
        }
    }
}
