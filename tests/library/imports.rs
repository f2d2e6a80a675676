//! Tables of any maker as incidents: columns found by names and values, every row accounted for.

use std::path::PathBuf;

use marz::{
    analysis::SKILLS,
    model::{DatePrecision, LonLat, Metres, Precision},
    session::{Command, File, Session},
    store::formats::{
        Imported, import,
        mapping::Field,
        read,
        table::{Origin, Wishes},
    },
};

use crate::{documents::document, session::environment};

/// A file by other hands; `None`, and a word, where the folder is not there.
fn corpus(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from("../shared/corpora").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not here", path.display());
    None
}

fn imported(path: &std::path::Path) -> Imported {
    let imported = import(path, &Wishes::default(), None, &SKILLS).unwrap();
    assert_eq!(imported.coded.incidents.len() + imported.coded.skipped.len(), imported.rows);
    imported
}

#[test]
fn a_file_in_which_no_table_stands_is_refused_by_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let cases: [(&str, &[u8], &str); 4] = [
        ("a.csv", b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", "a PDF document"),
        ("b.parquet", b"PAR1\x15\x04PAR1", "a Parquet or GeoParquet file; save it as CSV or GeoPackage"),
        ("c.csv", b"\x1F\x8B\x08\0", "unpack it"),
        ("d.csv", b"\x89PNG\r\n\x1A\n\0\0\0\rIHDR", "a picture (PNG)"),
    ];
    for (name, bytes, what) in cases {
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let why = import(&path, &Wishes::default(), None, &SKILLS).unwrap_err().to_string();
        assert!(why.contains(what) && why.ends_with(name), "{why}");
    }
}

#[test]
fn rows_copied_from_a_spreadsheet_are_a_table_whatever_line_breaks_stand_in_their_cells() {
    // As LibreOffice and Excel put them on the clipboard: the cell with line breaks in quotation marks.
    let copied = "Date\tLatitude\tLongitude\tTitle\tNotes\r\n\
         2025-11-26\t37.51\t69.52\tClash\t\"First line\nsecond\nthird\twith a tab\nand \"\"said\"\" so\"\r\n\
         2025-11-27\t37.6\t69.6\tShelling\t\"a\nb\nc\nd\"\r\n";
    let mut session = Session::on(environment(), document([]), File::Untitled, None);
    let effects = session.handle(Command::PasteText(copied.to_owned()));
    assert!(session.importing().is_some(), "{effects:?}");
    let read = read(copied.as_bytes(), Some("utf-8")).unwrap();
    assert_eq!((read.rows, read.coded.incidents.len()), (2, 2));
    let first = read.coded.incidents.get(0).unwrap();
    let notes = first.rest.text("orig.Notes");
    assert_eq!(notes.as_deref(), Some("First line\nsecond\nthird\twith a tab\nand \"said\" so"));
    for report in [
        "On 3 May\tsoldiers\tfired.\nTwo died.\n\"It was night\", they said.",
        "a\tb\nc\td",
        "\"Unclosed\tx\ty",
    ] {
        let mut session = Session::on(environment(), document([]), File::Untitled, None);
        session.handle(Command::PasteText(report.to_owned()));
        assert!(session.importing().is_none(), "{report}");
    }
}

#[test]
fn the_real_table_of_piracy_comes_in_whole() {
    let Some(path) = corpus("incidents/pirate_attacks_1993_2020.csv") else { return };
    let imported = imported(&path);
    assert_eq!((imported.rows, imported.coded.skipped.len()), (7_511, 0), "{:?}", imported.mapping);
    let field = |column: &str| imported.mapping.field(column);
    assert_eq!((field("latitude"), field("longitude")), (Field::Latitude, Field::Longitude));
    assert_eq!((field("date"), field("time"), field("attack_type")), (Field::Date, Field::Time, Field::Kind));
    assert_eq!((field("shore_latitude"), field("location_description")), (Field::Kept, Field::Place));
    assert_eq!(imported.coded.doubts, []);
    for incident in &imported.coded.incidents {
        let cell = |column: &str| incident.rest.text(&format!("orig.{column}")).unwrap();
        let at = incident.place.position.unwrap();
        assert!((at.lat() - cell("latitude").parse::<f64>().unwrap()).abs() <= 1e-7);
        assert!((at.lon() - cell("longitude").parse::<f64>().unwrap()).abs() <= 1e-7);
        assert_eq!(incident.when.typed(), cell("date"));
    }
}

#[test]
fn the_real_workbook_of_aid_comes_in_by_its_names_and_tags() {
    let Some(path) = corpus("incidents/kika_2020-2023.xlsx") else { return };
    let imported = imported(&path);
    assert!(matches!(&imported.origin, Origin::Sheet { format, .. } if format == "XLSX"));
    assert_eq!((imported.rows, imported.beside), (928, 1));
    let field = |column: &str| imported.mapping.field(column);
    assert_eq!((field("Latitude"), field("Longitude")), (Field::Latitude, Field::Longitude));
    assert_eq!((field("Date"), field("SiND Event ID")), (Field::Date, Field::Id));
    assert_eq!((field("Aid Workers Killed"), field("Actor Name")), (Field::Killed, Field::Perpetrator));
    assert_eq!((field("Event Description"), field("Country")), (Field::Summary, Field::Country));
    let [skipped] = imported.coded.skipped.as_slice() else { panic!("one row of tags ends the table") };
    assert_eq!((skipped.line, skipped.reason.as_str()), (930, "the row holds tags, no data"));
    assert_eq!(imported.coded.doubts, []);
    let first = imported.coded.incidents.get(0).unwrap();
    // Whoever knows the year knows no day, and a country has no pin.
    assert_eq!((first.when.precision(), first.when.to_string().as_str()), (DatePrecision::Year, "2020"));
    assert_eq!((first.place.precision, first.killed.best), (Precision::None, Some(10)));
    let wide = imported.coded.incidents.iter().filter(|incident| {
        (incident.place.precision, incident.place.radius) == (Precision::Area, Some(Metres(25_000.0)))
    });
    assert_eq!(wide.count(), 438);
}

/// A file of a test with these bytes, read as incidents.
fn of_bytes(name: &str, bytes: impl AsRef<[u8]>) -> Imported {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    imported(&path)
}

#[test]
fn latitude_and_longitude_that_are_exchanged_are_taken_the_right_way_round() {
    // Both could be on the globe; only one way round is it the frontier, and then the other could not be.
    for (lat, lon) in [("37.51", "69.52"), ("69.52", "37.51"), ("38.0", "102.5"), ("102.5", "38.0")] {
        let table = format!("lat,lon,title\n{lat},{lon},One\n");
        let read = of_bytes("x.csv", table);
        let at = read.coded.incidents.get(0).unwrap().place.position.unwrap();
        assert!(at.lat() < at.lon(), "{lat}, {lon} became {at}");
    }
}

#[test]
fn positions_are_read_in_any_notation_and_none_is_made_up() {
    let table =
        "title;широта;долгота\nOne;37°30′00″ N;69°30′00″ E\nTwo;37,5;69,5\nThree;here;there\nFour;;\n";
    let read = of_bytes("x.csv", table);
    let at =
        |place: usize| read.coded.incidents.get(place).unwrap().place.position.map(|at| (at.lat(), at.lon()));
    assert_eq!([at(0), at(1), at(2), at(3)], [Some((37.5, 69.5)), Some((37.5, 69.5)), None, None]);
    assert!(read.coded.doubts.iter().any(|(line, why)| *line == 4 && why.contains("no place on Earth")));
    let pairs = of_bytes("y.csv", "name,coordinates\nOne,\"37.51, 69.52\"\nTwo,\"37.6, 69.6\"\n");
    assert_eq!(pairs.coded.incidents.get(0).unwrap().place.position, LonLat::new(69.52, 37.51).ok());
}

#[test]
fn coordinates_in_whole_degrees_are_no_pin() {
    let read = of_bytes("x.csv", "lat,lon,title\n37,69,One\n37.5,69.5,Two\n37.51,69.52,Three\n");
    let class = |place: usize| {
        let place = read.coded.incidents.get(place).unwrap().place.clone();
        (place.precision, place.radius)
    };
    assert_eq!(class(0), (Precision::Area, Some(Metres(80_000.0))));
    assert_eq!(class(1), (Precision::Area, Some(Metres(8_000.0))));
    assert_eq!(class(2), (Precision::Near, None));
}

#[test]
fn rows_without_an_id_are_named_by_what_they_say_and_twins_are_both_kept() {
    let table = "date,title\n2025-11-26,One\n2025-11-26,One\n2025-11-27,Two\n,\n";
    let (first, again) = (of_bytes("x.csv", table), of_bytes("x.csv", table));
    let ids = |read: &Imported| -> Vec<String> {
        read.coded.incidents.iter().map(|incident| incident.id.to_string()).collect()
    };
    assert_eq!(ids(&first), ids(&again));
    assert_eq!(ids(&first).len(), 3);
    assert!(ids(&first)[1].ends_with("-2"), "{:?}", ids(&first));
}

#[test]
fn notes_above_the_heading_and_tables_without_one_are_understood() {
    let read = of_bytes("x.csv", "Exported on 26 Nov\n\ntitle,date,lat,lon\nOne,2025-11-26,37.51,69.52\n");
    assert_eq!((read.heading, read.beside, read.rows), (Some(3), 1, 1));
    let bare = of_bytes(
        "y.csv",
        "2025-11-26,37.51,69.52,https://example.org/1\n2025-11-27,37.6,69.6,https://example.org/2\n",
    );
    assert_eq!((bare.heading, bare.rows), (None, 2));
    let first = bare.coded.incidents.get(0).unwrap();
    assert_eq!((first.when.typed().as_str(), first.place.position.unwrap().lat()), ("2025-11-26", 37.51));
    assert_eq!(first.sources[0].url.as_deref(), Some("https://example.org/1"));
}

#[test]
fn kml_gpx_and_geojson_become_records_and_lines_become_stretches() {
    let kml = of_bytes(
        "x.kml",
        "<kml><Document><Folder><name>Posts</name><Placemark id=\"p4\"><name>Post 4</name><TimeStamp><when>2025-11\
         </when></TimeStamp><ExtendedData><Data name=\"event_type\"><value>Armed clash</value></Data></ExtendedData>\
         <Point><coordinates>69.51,37.52</coordinates></Point></Placemark></Folder><Folder><name>Ways</name>\
         <Placemark><name>Road</name><LineString><coordinates>69,37.2 69.5,37.25 70,37.3</coordinates></LineString>\
         </Placemark></Folder></Document></kml>",
    );
    let all: Vec<_> = kml.coded.incidents.iter().collect();
    let [post, road] = all.as_slice() else { panic!("{kml:?}") };
    assert_eq!((post.title.as_str(), post.when.typed().as_str()), ("Post 4", "2025-11"));
    assert_eq!((post.event_type.as_str(), post.place.position.unwrap().lon()), ("armed_clash", 69.51));
    assert_eq!((road.place.precision, road.ends.len()), (Precision::Stretch, 3));
    assert_eq!(road.rest.text("orig.folder").unwrap(), "Ways");
    let gpx = of_bytes(
        "x.gpx",
        "<gpx><wpt lat=\"37.52\" lon=\"69.51\"><time>2025-11-26T18:30:00Z</time><name>Post</name><desc>Words</desc></wpt></gpx>",
    );
    let all: Vec<_> = gpx.coded.incidents.iter().collect();
    let [point] = all.as_slice() else { panic!("{gpx:?}") };
    assert_eq!((point.title.as_str(), point.summary.as_str()), ("Post", "Words"));
    assert!(point.when.clock.is_some() && point.when.typed() == "2025-11-26");
    let json_fg = of_bytes(
        "x.json",
        r#"{"type":"Feature","id":7,"time":{"interval":["2025-11-24","2025-11-26"]},"properties":{"title":"Raid"},
            "geometry":{"type":"Polygon","coordinates":[[[69,37],[69.2,37],[69.2,37.2],[69,37.2],[69,37]]]}}"#,
    );
    let all: Vec<_> = json_fg.coded.incidents.iter().collect();
    let [raid] = all.as_slice() else { panic!("{json_fg:?}") };
    assert_eq!(raid.when.typed(), "2025-11-24/2025-11-26");
    assert!(raid.place.precision == Precision::Area && raid.place.radius.unwrap().0 > 10_000.0);
}

#[test]
fn plain_json_is_a_table_of_its_objects() {
    let read = of_bytes(
        "x.json",
        r#"{"count":2,"events":[{"title":"One","date":"2025-11-26","place":{"lat":37.51,"lon":69.52},"tags":["a","b"]},
            {"title":"Two","date":"2025-11-27","place":null}]}"#,
    );
    let all: Vec<_> = read.coded.incidents.iter().collect();
    let [one, two] = all.as_slice() else { panic!("{read:?}") };
    assert_eq!((one.place.position.unwrap().lat(), one.tags.len()), (37.51, 2));
    assert_eq!((two.title.as_str(), two.place.position), ("Two", None));
}

#[test]
fn our_own_fields_come_back_from_a_table_as_they_were() {
    let (sample, _) = marz::store::sample();
    let native = marz::store::native::write(&sample);
    let file: serde_json::Value = serde_json::from_slice(&native).unwrap();
    // As QGIS writes a layer: lists as texts, the id a property.
    let mut rows = csv::Writer::from_writer(Vec::new());
    let features = file["features"].as_array().unwrap();
    let mut columns: Vec<String> = vec!["id".to_owned(), "geometry".to_owned()];
    for feature in features {
        for key in feature["properties"].as_object().unwrap().keys().filter(|key| *key != "id") {
            if !columns.contains(key) {
                columns.push(key.clone());
            }
        }
    }
    rows.write_record(&columns).unwrap();
    let text = |value: &serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    for feature in features {
        let cell = |column: &String| match column.as_str() {
            "id" | "geometry" => text(&feature[column]),
            column => text(&feature["properties"][column]),
        };
        rows.write_record(columns.iter().map(cell)).unwrap();
    }
    let read = of_bytes("x.csv", rows.into_inner().unwrap());
    assert_eq!((read.rows, read.coded.doubts.len()), (60, 0), "{:?}", read.coded.doubts);
    for incident in &read.coded.incidents {
        assert_eq!(Some(&incident), sample.get(&incident.id).as_ref());
    }
}

#[test]
fn a_mapping_is_a_file_that_does_the_same_again() {
    use marz::store::formats::mapping::{DayOrder, Mapping};
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.csv");
    std::fs::write(&path, "WHEN,What,lat,lon\n07/08/2025,Boom,37.51,69.52\n").unwrap();
    let mut mapping = Mapping::default();
    for (column, field) in
        [("When", Field::Date), ("What", Field::Kind), ("lat", Field::Latitude), ("lon", Field::Longitude)]
    {
        mapping.set(column, field);
    }
    mapping.dates.order = Some(DayOrder::MonthFirst);
    mapping.kinds.insert("Boom".to_owned(), "bombing".to_owned());
    mapping.credit = "A collection".to_owned();
    let kept = folder.path().join("kept.json");
    mapping.save(&kept).unwrap();
    let again = Mapping::open(&kept).unwrap();
    assert_eq!(again, mapping);
    let read = import(&path, &Wishes::default(), Some(&again), &SKILLS).unwrap();
    let all: Vec<_> = read.coded.incidents.iter().collect();
    let [boom] = all.as_slice() else { panic!("{read:?}") };
    assert_eq!((boom.event_type.as_str(), boom.when.typed().as_str()), ("bombing", "2025-07-08"));
    assert_eq!(boom.sources[0].title.as_deref(), Some("A collection"));
    std::fs::write(&kept, "{\"type\":\"FeatureCollection\"}").unwrap();
    assert!(Mapping::open(&kept).unwrap_err().to_string().contains("no mapping of Marz"));
}
