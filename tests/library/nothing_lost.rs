//! Nothing of a file is lost in silence: every cell and every attribute of every thing lands in a field, under `orig.`
//! or in the report of what was skipped.

use std::{fmt::Write as _, fs, path::Path};

use marz::{
    analysis::SKILLS,
    model::Incident,
    store::formats::{Imported, import, table::Wishes},
};
use proptest::{collection::vec, prelude::*};
use serde_json::{Map, Value, json};

use crate::documents::shared;

/// A thing of a map made here. All of its texts and heights occur once in the file.
#[derive(Clone, Debug)]
struct Thing {
    texts: Vec<String>,
    /// A point has one, a line several.
    heights: Vec<Option<f64>>,
}

impl Thing {
    fn points(&self) -> impl Iterator<Item = (f64, f64, Option<f64>)> + '_ {
        (0_i32..).zip(&self.heights).map(|(i, height)| {
            let step = f64::from(i) * 0.01;
            (69.5 + step, 37.5 + step, *height)
        })
    }
}

/// Words that every format holds, some of them hard.
const HARD: [&str; 6] = ["plain", "Пяндж & co", "two\nlines", "a; b, c", "<b>bold</b> \"quoted\"", "= 1"];

fn things() -> impl Strategy<Value = Vec<Thing>> {
    let thing = (vec(0_usize..HARD.len(), 1..6), vec(any::<bool>(), 1..4));
    vec(thing, 1..6).prop_map(|things| {
        let mut number = 0;
        let mut next = || {
            number += 1;
            number
        };
        let made = |(words, raised): (Vec<usize>, Vec<bool>)| Thing {
            texts: words.into_iter().map(|word| format!("mark{:04} {}", next(), HARD[word])).collect(),
            heights: raised.into_iter().map(|is| is.then(|| 1_000.25 + f64::from(next()))).collect(),
        };
        things.into_iter().map(made).collect()
    })
}

fn read(name: &str, bytes: impl AsRef<[u8]>) -> Imported {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    read_from(&path)
}

fn read_from(path: &Path) -> Imported {
    import(path, &Wishes::default(), None, &SKILLS).unwrap_or_else(|error| panic!("{error}"))
}

/// All that a record says, as one text.
fn all_of(incident: &Incident) -> String {
    fn put(value: &Value, into: &mut String) {
        match value {
            Value::String(text) => {
                into.push_str(text);
                into.push('\n');
            }
            Value::Array(list) => list.iter().for_each(|value| put(value, into)),
            Value::Object(members) => members.values().for_each(|value| put(value, into)),
            other => {
                let _ = writeln!(into, "{other}");
            }
        }
    }
    let mut all = String::new();
    put(&serde_json::to_value(incident).unwrap(), &mut all);
    all
}

/// Every text and height of every thing stands in one record, or its row in the report.
fn assert_kept(things: &[Thing], imported: &Imported, has_heights: bool) -> Result<(), TestCaseError> {
    let records: Vec<String> = imported.coded.incidents.iter().map(|incident| all_of(&incident)).collect();
    prop_assert_eq!(imported.coded.skipped.len(), 0, "{:?}", imported.coded.skipped);
    prop_assert_eq!(records.len(), things.len());
    for thing in things {
        let record = records.iter().find(|record| record.contains(&thing.texts[0]));
        let Some(record) = record else { panic!("no record has {:?}: {records:?}", thing.texts[0]) };
        for text in &thing.texts {
            // A member that is no text is kept as JSON.
            let coded = json!(text).to_string();
            let is_there = record.contains(text) || record.contains(coded.trim_matches('"'));
            prop_assert!(is_there, "{text:?} is not in {record}");
        }
        for height in thing.heights.iter().flatten().filter(|_| has_heights) {
            prop_assert!(record.contains(&height.to_string()), "{height} is not in {record}");
        }
    }
    Ok(())
}

fn geojson(things: &[Thing]) -> String {
    let feature = |thing: &Thing| {
        let points: Vec<Value> = thing
            .points()
            .map(|(lon, lat, height)| height.map_or(json!([lon, lat]), |height| json!([lon, lat, height])))
            .collect();
        let geometry = match points.as_slice() {
            [one] => json!({"type": "Point", "coordinates": one}),
            many => json!({"type": "LineString", "coordinates": many}),
        };
        let mut texts = thing.texts.iter();
        let mut feature = json!({"type": "Feature", "geometry": geometry});
        let mut properties = Map::new();
        // Beside the properties and among them, under one name too.
        for (place, key) in [(1, "id"), (0, "id"), (0, "time"), (1, "note"), (0, "links"), (1, "list")] {
            let Some(text) = texts.next() else { break };
            match (place, key) {
                (0, "time") => feature["time"] = json!({"date": "2025-11-26", "said": text}),
                (0, "links") => feature["links"] = json!([{"href": text}]),
                (0, key) => feature[key] = json!(text),
                (_, "list") => {
                    properties.insert("list".to_owned(), json!([text, 1, null]));
                }
                (_, key) => {
                    properties.insert(key.to_owned(), json!(text));
                }
            }
        }
        feature["properties"] = Value::Object(properties);
        feature
    };
    json!({"type": "FeatureCollection", "features": things.iter().map(feature).collect::<Vec<_>>()})
        .to_string()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

fn kml(things: &[Thing]) -> String {
    let mut out = "<kml><Document><Folder><name>All</name>".to_owned();
    for thing in things {
        let spots: Vec<String> = thing
            .points()
            .map(|(lon, lat, height)| {
                height.map_or(format!("{lon},{lat}"), |height| format!("{lon},{lat},{height}"))
            })
            .collect();
        let spots = spots.join(" ");
        let shape = if thing.heights.len() == 1 { "Point" } else { "LineString" };
        out += "<Placemark>";
        let ways: [fn(&str) -> String; 6] = [
            |text| format!("<description>{text}</description>"),
            |text| format!("<ExtendedData><Data name=\"a\"><value>{text}</value></Data></ExtendedData>"),
            |text| format!("<LookAt><name>{text}</name></LookAt>"),
            |text| format!("<ExtendedData><own>{text}</own></ExtendedData>"),
            |text| format!("<atom:link href=\"{}\"/>", text.replace('\n', "&#10;")),
            |text| format!("<styleUrl>{text}</styleUrl>"),
        ];
        for (text, way) in thing.texts.iter().zip(ways) {
            out += &way(&escaped(text));
        }
        let _ = write!(out, "<{shape}><coordinates>{spots}</coordinates></{shape}></Placemark>");
    }
    out + "</Folder></Document></kml>"
}

fn gpx(things: &[Thing]) -> String {
    let mut out = "<gpx version=\"1.1\">".to_owned();
    for thing in things {
        let ways: [fn(&str) -> String; 6] = [
            |text| format!("<name>{text}</name>"),
            |text| format!("<link href=\"{}\"/>", text.replace('\n', "&#10;")),
            |text| format!("<desc>{text}</desc>"),
            |text| {
                format!("<extensions><speed unit=\"{}\">3</speed></extensions>", text.replace('\n', "&#10;"))
            },
            |text| format!("<extensions><own:beat>{text}</own:beat></extensions>"),
            |text| format!("<src>{text}</src>"),
        ];
        let told: String = thing.texts.iter().zip(ways).map(|(text, way)| way(&escaped(text))).collect();
        let ele = |height: Option<f64>| height.map_or(String::new(), |height| format!("<ele>{height}</ele>"));
        match thing.points().collect::<Vec<_>>().as_slice() {
            [(lon, lat, height)] => {
                let _ = write!(out, "<wpt lat=\"{lat}\" lon=\"{lon}\">{}{told}</wpt>", ele(*height));
            }
            points => {
                let _ = write!(out, "<trk>{told}<trkseg>");
                for (lon, lat, height) in points {
                    let _ = write!(out, "<trkpt lat=\"{lat}\" lon=\"{lon}\">{}</trkpt>", ele(*height));
                }
                out += "</trkseg></trk>";
            }
        }
    }
    out + "</gpx>"
}

/// A shapefile of points with heights, or without.
fn shapefile(things: &[Thing], folder: &Path) -> std::path::PathBuf {
    use shapefile::{
        Point, PointZ, Writer,
        dbase::{FieldName, FieldValue, Record, TableWriterBuilder, encoding::EncodingRs},
    };
    let path = folder.join("things.shp");
    let mut table = TableWriterBuilder::with_encoding(EncodingRs::from(encoding_rs::UTF_8));
    for number in 0..6 {
        let name = FieldName::try_from(format!("F{number}").as_str()).unwrap();
        table = table.add_character_field(name, 60);
    }
    let mut writer = Writer::from_path(&path, table).unwrap();
    let is_raised = things.iter().any(|thing| thing.heights[0].is_some());
    for thing in things {
        let mut record = Record::default();
        for number in 0..6 {
            let text = thing.texts.get(number).cloned();
            record.insert(format!("F{number}"), FieldValue::Character(text));
        }
        if is_raised {
            let height = thing.heights[0].unwrap_or(0.0);
            writer.write_shape_and_record(&PointZ::new(69.5, 37.5, height, 0.0), &record).unwrap();
        } else {
            writer.write_shape_and_record(&Point::new(69.5, 37.5), &record).unwrap();
        }
    }
    drop(writer);
    fs::write(path.with_extension("cpg"), "UTF-8").unwrap();
    path
}

fn geopackage(things: &[Thing], folder: &Path) -> std::path::PathBuf {
    let path = folder.join("things.gpkg");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,
              organization_coordsys_id INTEGER, definition TEXT, description TEXT);
            CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
              srs_id INTEGER, z INTEGER, m INTEGER);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, '', '');
            INSERT INTO gpkg_contents VALUES ('things', 'features', 4326), ('photos', 'attributes', 0);
            INSERT INTO gpkg_geometry_columns VALUES ('things', 'geom', 'POINT', 4326, 2, 0);
            CREATE TABLE things (fid INTEGER PRIMARY KEY, geom BLOB, f0, f1, f2, f3, f4, f5);",
        )
        .unwrap();
    for thing in things {
        let mut blob = b"GP\0\x01\0\0\0\0\x01".to_vec();
        let height = thing.heights[0];
        blob.extend(if height.is_some() { 1_001_u32 } else { 1 }.to_le_bytes());
        blob.extend([69.5, 37.5].into_iter().chain(height).flat_map(f64::to_le_bytes));
        let texts: Vec<Option<&String>> = (0..6).map(|number| thing.texts.get(number)).collect();
        database
            .execute(
                "INSERT INTO things (geom, f0, f1, f2, f3, f4, f5) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                rusqlite::params![blob, texts[0], texts[1], texts[2], texts[3], texts[4], texts[5]],
            )
            .unwrap();
    }
    path
}

fn workbook(things: &[Thing]) -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, name) in (0_u16..).zip(["title", "second", "third", "fourth", "fifth", "sixth", "height"]) {
        sheet.write(0, column, name).unwrap();
    }
    for (row, thing) in (1_u32..).zip(things) {
        for (column, text) in (0_u16..).zip(&thing.texts) {
            sheet.write(row, column, text).unwrap();
        }
        if let Some(height) = thing.heights[0] {
            sheet.write(row, 6, height).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Only the first height, for formats that are made of points here.
fn points_of(things: &[Thing]) -> Vec<Thing> {
    things.iter().map(|thing| Thing { heights: vec![thing.heights[0]], ..thing.clone() }).collect()
}

proptest! {
    #![proptest_config(crate::chance::cases(24))]

    #[test]
    fn every_attribute_of_every_thing_lands_in_its_record(things in things()) {
        assert_kept(&things, &read("x.geojson", geojson(&things)), true)?;
        assert_kept(&things, &read("x.kml", kml(&things)), true)?;
        assert_kept(&things, &read("x.gpx", gpx(&things)), true)?;
        let points = points_of(&things);
        let folder = tempfile::tempdir().unwrap();
        assert_kept(&points, &read_from(&shapefile(&points, folder.path())), true)?;
        let imported = read_from(&geopackage(&points, folder.path()));
        assert_kept(&points, &imported, true)?;
        prop_assert!(imported.notes.iter().any(|note| note.contains("“photos”")), "{:?}", imported.notes);
        assert_kept(&points, &read("x.xlsx", workbook(&points)), true)?;
    }
}

#[test]
fn the_height_of_a_point_is_its_records_own() {
    let text = r#"{"type":"Feature","properties":{"t":"x"},"geometry":{"type":"Point","coordinates":[69.5,37.5,812.5]}}"#;
    assert_eq!(read("x.json", text).coded.incidents.get(0).unwrap().extra_coordinates, [812.5]);
    let text = "<kml><Placemark><name>x</name><Point><coordinates>69.5,37.5,812.5</coordinates></Point></Placemark></kml>";
    assert_eq!(read("x.kml", text).coded.incidents.get(0).unwrap().extra_coordinates, [812.5]);
}

#[test]
fn a_description_keeps_its_lines_its_length_and_its_links() {
    let long = "word ".repeat(3_000);
    let text = format!(
        "<kml><Placemark><name>x</name><description><![CDATA[<p>One</p><a href=\"https://example.org/r\">two</a><br>{long}end]]>\
         </description><Point><coordinates>69.5,37.5</coordinates></Point></Placemark></kml>"
    );
    let imported = read("x.kml", text);
    let incident = imported.coded.incidents.get(0).unwrap();
    assert!(incident.summary.starts_with("One\ntwo\nword word"), "{:.60}", incident.summary);
    assert!(incident.summary.ends_with("word end"));
    let kept = incident.rest.text("orig.kml:description").unwrap();
    assert!(kept.contains("https://example.org/r"), "{kept:.80}");
}

#[test]
fn what_stands_beside_each_point_of_a_track_is_kept_in_its_order() {
    let text = "<gpx><trk><name>Patrol</name><trkseg>\
        <trkpt lat='37' lon='69'><ele>800</ele><time>2025-11-26T05:00:00Z</time></trkpt>\
        <trkpt lat='37.1' lon='69'><time>2025-11-26T05:01:00Z</time></trkpt></trkseg>\
        <trkseg><trkpt lat='37.2' lon='69'><ele>900.5</ele></trkpt><trkpt lat='37.3' lon='69'/></trkseg></trk></gpx>";
    let imported = read("x.gpx", text);
    let rest = imported.coded.incidents.get(0).unwrap().rest.clone();
    assert_eq!(rest.text("orig.point:time").unwrap(), "2025-11-26T05:00:00Z; 2025-11-26T05:01:00Z");
    let shape: Value = serde_json::from_str(&rest.text("orig.geometry").unwrap()).unwrap();
    assert_eq!(
        shape["coordinates"],
        json!([[[69.0, 37.0, 800.0], [69.0, 37.1]], [[69.0, 37.2, 900.5], [69.0, 37.3]]])
    );
}

/// All texts and numbers of a value, as they would stand in a cell.
fn leaves(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Null => {}
        Value::String(text) => found.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|value| leaves(value, found)),
        Value::Object(members) => members.values().for_each(|value| leaves(value, found)),
        other => found.push(other.to_string()),
    }
}

/// What stands in the placemarks, waypoints and tracks of an XML, beside positions.
fn xml_leaves(text: &str) -> Vec<String> {
    let Ok(document) = roxmltree::Document::parse(text) else { return Vec::new() };
    let things = ["Placemark", "wpt", "rte", "trk"];
    let places = ["coordinates", "coord"];
    let inside = document.descendants().filter(|node| {
        node.is_text() && node.ancestors().any(|above| things.contains(&above.tag_name().name()))
    });
    inside
        .filter(|node| node.parent().is_none_or(|parent| !places.contains(&parent.tag_name().name())))
        .filter_map(|node| node.text())
        .map(str::to_owned)
        .collect()
}

#[test]
fn real_files_of_places_lose_no_attribute() {
    let Some(corpora) = shared("corpora") else { return };
    let (mut files, mut compared, mut lost) = (0, 0, Vec::new());
    for set in ["geojson-gdal", "geojson-georust", "kml-gdal", "kml-libkml", "gpx-gdal", "gpx-georust"] {
        let mut folders = vec![corpora.join(set)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().flatten() {
                let path = entry.path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let Ok(text) = fs::read_to_string(&path) else { continue };
                if text.len() > 1 << 20 || path.ends_with("GDAL_ORACLE.json") {
                    continue;
                }
                let Ok(imported) = import(&path, &Wishes::default(), None, &SKILLS) else { continue };
                // A row in the report is told; which of its attributes were its own is not asked here.
                if !imported.coded.skipped.is_empty() {
                    continue;
                }
                let mut wanted = Vec::new();
                if set.starts_with("geojson") {
                    let Ok(value) = serde_json::from_str::<Value>(&text) else { continue };
                    let features = value["features"].as_array().cloned().unwrap_or_else(|| vec![value]);
                    for feature in &features {
                        leaves(&feature["properties"], &mut wanted);
                    }
                } else {
                    wanted = xml_leaves(&text);
                }
                let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
                let all: String = imported.coded.incidents.iter().map(|incident| all_of(&incident)).collect();
                // Numbers are written in their shortest form, lists as JSON.
                let all = plain(&all.replace("\\\"", "\"").replace("\\n", "\n"));
                files += 1;
                for text in wanted.iter().map(|text| plain(text)).filter(|text| !text.is_empty()) {
                    // Heights are numbers: `860.00` is 860.
                    let number = text.parse::<f64>().map(|number| format!("{number:?}"));
                    compared += 1;
                    if !all.contains(&text) && !number.is_ok_and(|number| all.contains(&number)) {
                        lost.push(format!("{}: {text:.80}", path.display()));
                    }
                }
            }
        }
    }
    println!("{compared} attributes of {files} files");
    assert_eq!(lost, Vec::<String>::new());
    assert!(files > 60 && compared > 500, "{files} {compared}");
}
