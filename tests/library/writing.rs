//! Incidents as files for other programs: what comes back is what went out, but for what the report names.

use std::{collections::BTreeMap, path::Path, process::Command};

use marz::{
    analysis::{SKILLS, ring},
    model::{
        ClockTime, Document, Edtf, End, EndRole, Incident, IncidentId, LonLat, Metres, Precision, Source,
        When, Zone,
    },
    store::formats::{
        import,
        table::Wishes,
        write::{FileFormat, Layout, write},
    },
};
use serde_json::{Value, json};

use crate::samples;

/// Formats that hold every field of an incident.
const WHOLE: [FileFormat; 6] = [
    FileFormat::GeoJson,
    FileFormat::Kml,
    FileFormat::Kmz,
    FileFormat::Gpx,
    FileFormat::Workbook,
    FileFormat::GeoPackage,
];

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

/// Records with all that is hard to hold.
fn hard() -> Document {
    let mut odd = samples::incident("odd", "armed_clash", "2025-11-26", Some((69.5, 37.5)), Precision::Exact);
    "Fish & <chips> “quoted” فیض آباد ]]> 'x'".clone_into(&mut odd.title);
    "Two\nlines, = and “”".clone_into(&mut odd.summary);
    odd.when.clock = Some(ClockTime::read("00:10", Some(Zone::Dushanbe)).unwrap());
    odd.tags = vec!["a, b".to_owned(), "c;d".to_owned()].into();
    odd.killed.best = Some(0);
    odd.sources = vec![Source {
        title: Some("Report & more".to_owned()),
        url: Some("https://example.org/?a=1&b=2".to_owned()),
        grade: Some("B2".parse().unwrap()),
        ..Source::default()
    }]
    .into();
    odd.rest.insert("orig.Дата".to_owned(), json!("26 ноября & <b>"));
    odd.rest.insert("unit".to_owned(), json!("Post 4"));
    let mut stretch =
        samples::incident("stretch", "shelling_or_rocket", "2025-11", Some((69.1, 37.3)), Precision::Stretch);
    stretch.ends = [(EndRole::FiredFrom, 69.0), (EndRole::LandedAt, 69.4)]
        .map(|(role, lon)| End {
            role,
            name: None,
            position: at(lon, 37.25),
            precision: Precision::Near,
            radius: None,
            rest: serde_json::Map::new(),
        })
        .into();
    let mut nowhere = samples::incident("nowhere", "no such kind", "2021", None, Precision::None);
    nowhere.when = When::of(Edtf::parse("2025-11-26/..").unwrap());
    let mut undefended =
        samples::incident("undefended", "", "2025-11-20/2025-12-03", Some((70.0, 38.0)), Precision::None);
    undefended.place.method = Some("guess".to_owned());
    let mut wide = samples::incident("wide", "armed_clash", "2024", Some((70.2, 37.9)), Precision::Area);
    wide.place.radius = Some(Metres(12_500.0));
    let mut document = samples::frontier();
    for incident in [odd, stretch, nowhere, undefended, wide] {
        document = document.with_incident(incident);
    }
    document
}

fn back(document: &Document, format: FileFormat) -> (Vec<Incident>, BTreeMap<&'static str, usize>) {
    let written = write(document, format, ring).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x").with_extension(format.ending());
    std::fs::write(&path, &written.bytes).unwrap();
    let read = import(&path, &Wishes::default(), None, &SKILLS).unwrap();
    assert_eq!(read.coded.skipped, [], "{format:?}");
    assert_eq!(read.coded.doubts, [], "{format:?}");
    assert_eq!(read.coded.incidents.len(), written.rows, "{format:?}");
    (read.coded.incidents.iter().map(std::sync::Arc::unwrap_or_clone).collect(), written.losses)
}

/// What a record is without what the report of losses names.
fn without(incident: &Incident, losses: &BTreeMap<&'static str, usize>) -> Incident {
    let mut left = incident.clone();
    for loss in losses.keys() {
        match *loss {
            "history of the record" => left.history.clear(),
            "attachments" => left.evidence.clear(),
            "findings that were set aside" => left.ignored.clear(),
            "own fields with names that GPX cannot hold" => {
                left.rest.retain(|key, _| key.is_ascii());
            }
            _ => {}
        }
    }
    left
}

/// The record as its native file has it.
fn line(incident: &Incident) -> String {
    let bytes = marz::store::native::write(&Document::default().with_incident(incident.clone()));
    String::from_utf8(bytes).unwrap()
}

#[test]
fn what_goes_out_comes_back_but_for_what_the_report_names() {
    let (sample, _) = marz::store::sample();
    for document in [sample, hard()] {
        for format in WHOLE {
            let (read, losses) = back(&document, format);
            let unplaced = document.incidents().filter(|i| i.place.drawn_at().is_none()).count();
            let missing = if format == FileFormat::Gpx { unplaced } else { 0 };
            assert_eq!(read.len() + missing, document.len(), "{format:?}");
            for incident in &read {
                let was = document.get(&incident.id).unwrap();
                assert_eq!(line(incident), line(&without(&was, &losses)), "{format:?}");
            }
            let whole = losses.iter().find(|(loss, _)| loss.starts_with("the whole incident"));
            assert_eq!(whole.map_or(0, |(_, times)| *times), missing, "{format:?}: {losses:?}");
        }
    }
}

#[test]
fn what_a_format_cannot_hold_is_named_and_counted() {
    let mut document = hard();
    let mut bad = Incident::clone(&document.get(&samples::id("odd")).unwrap());
    bad.notes = "bell \u{7}".to_owned();
    bad.extra_coordinates = vec![412.0].into();
    bad.rest.insert("name".to_owned(), json!("of its own"));
    bad.rest.insert("count".to_owned(), json!(7));
    document = document.with_incident(bad);
    let losses = write(&document, FileFormat::Kml, ring).unwrap().losses;
    for loss in [
        "control characters in texts",
        "heights",
        "own fields with names that KML has for something else",
        "that own fields are numbers or yes and no",
    ] {
        assert_eq!(losses.get(loss), Some(&1), "{loss}: {losses:?}");
    }
    let losses = write(&document, FileFormat::GeoJson, ring).unwrap().losses;
    assert_eq!(losses.keys().copied().collect::<Vec<_>>(), ["heights"]);
    let areas = "that the place is an area or a line: a waypoint is a point, its description says so";
    assert!(write(&document, FileFormat::Gpx, ring).unwrap().losses[areas] >= 5);
}

#[test]
fn the_same_incidents_are_the_same_bytes() {
    for format in FileFormat::ALL {
        let one = write(&hard(), format, ring).unwrap();
        let mut incidents: Vec<Incident> =
            hard().incidents().map(|incident| Incident::clone(&incident)).collect();
        incidents.reverse();
        let other = incidents.into_iter().fold(Document::default(), |all, one| all.with_incident(one));
        assert_eq!(write(&other, format, ring).unwrap().losses, one.losses);
        assert_eq!(write(&hard(), format, ring).unwrap(), one, "{format:?}");
    }
}

#[test]
fn kml_cuts_dates_off_where_nobody_knows_more_and_draws_no_pin_for_an_area() {
    let kml = String::from_utf8(write(&hard(), FileFormat::Kml, ring).unwrap().bytes).unwrap();
    let of = |id: &str| {
        let of = format!("<Data name=\"id\"><value>{id}</value>");
        kml.split("<Placemark>").find(|mark| mark.contains(&of)).unwrap().to_owned()
    };
    assert!(of("odd").contains("<TimeStamp><when>2025-11-26T00:10:00+05:00</when></TimeStamp>"));
    assert!(of("stretch").contains("<TimeStamp><when>2025-11</when></TimeStamp>"));
    assert!(of("wide").contains("<TimeStamp><when>2024</when></TimeStamp>"));
    assert!(of("nowhere").contains("<TimeSpan><begin>2025-11-26</begin></TimeSpan>"));
    assert!(of("undefended").contains("<TimeSpan><begin>2025-11-20</begin><end>2025-12-03</end></TimeSpan>"));
    for (id, shape) in
        [("odd", "<Point>"), ("stretch", "<LineString>"), ("wide", "<Polygon>"), ("district", "<Polygon>")]
    {
        let line = of(id);
        let shapes = ["<Point>", "<LineString>", "<Polygon>"].into_iter().filter(|tag| line.contains(tag));
        assert_eq!(shapes.collect::<Vec<_>>(), [shape], "{id}");
    }
    for id in ["nowhere", "undefended"] {
        assert!(!of(id).contains("<coordinates>"), "{id}");
    }
    // A viewer would fetch what is named by an address.
    assert!(!kml.contains("<Icon>") && kml.contains("<Style id=\"kind-armed_clash\">"));
}

#[test]
fn the_ring_of_a_wide_place_is_as_wide_as_stated() {
    let json: Value =
        serde_json::from_slice(&write(&hard(), FileFormat::GeoJson, ring).unwrap().bytes).unwrap();
    assert!(json.get("marz").is_none());
    let wide = json["features"].as_array().unwrap().iter().find(|feature| feature["id"] == "wide").unwrap();
    let corners = wide["geometry"]["coordinates"][0].as_array().unwrap();
    assert_eq!((corners.len(), corners.first()), (65, corners.last()));
    for corner in corners {
        let away = at(corner[0].as_f64().unwrap(), corner[1].as_f64().unwrap());
        let far = marz::analysis::geodesy::geodesic(at(70.2, 37.9), away);
        assert!((far.0 - 12_500.0).abs() < 1.0, "{far:?}");
    }
    assert_eq!(wide["time"], json!({"interval": ["2024-01-01", "2024-12-31"]}));
}

#[test]
fn the_kind_of_a_file_is_what_its_name_says() {
    let of = |name: &str| FileFormat::of_name(Path::new(name));
    assert_eq!((of("a.KMZ"), of("a.gpx")), (Some(FileFormat::Kmz), Some(FileFormat::Gpx)));
    assert_eq!((of("a.csv"), of("a.geojson")), (Some(FileFormat::Table(Layout::Plain)), None));
    let may = |format: FileFormat, name: &str| format.may_be_called(Path::new(name));
    assert!(may(FileFormat::GeoJson, "a.json") && may(FileFormat::Kml, "a.bak"));
    assert_eq!((of("a.zip"), of("a.shp")), (Some(FileFormat::Shapefile), Some(FileFormat::Shapefile)));
    assert!(!may(FileFormat::Shapefile, "a.shp") && may(FileFormat::CursorOnTarget, "a.zip"));
    assert!(!may(FileFormat::Kml, "a.geojson") && !may(FileFormat::Table(Layout::Acled), "a.kml"));
}

/// What GDAL says of a file; `None`, and a word, where it is not installed.
fn ogrinfo(path: &Path, flags: &[&str]) -> Option<String> {
    let Ok(said) = Command::new("ogrinfo").args(["-ro", "-al"]).args(flags).arg(path).output() else {
        println!("skipped: ogrinfo is not installed");
        return None;
    };
    let text = String::from_utf8_lossy(&said.stdout).into_owned();
    let wrong = String::from_utf8_lossy(&said.stderr).into_owned();
    assert!(said.status.success() && wrong.is_empty(), "{}: {wrong}", path.display());
    Some(text)
}

#[test]
fn gdal_counts_what_was_written() {
    let folder = tempfile::tempdir().unwrap();
    for format in WHOLE {
        let written = write(&hard(), format, ring).unwrap();
        let path = folder.path().join("incidents").with_extension(format.ending());
        std::fs::write(&path, &written.bytes).unwrap();
        let Some(text) = ogrinfo(&path, &["-so"]) else { return };
        let counts = text.lines().filter_map(|line| line.strip_prefix("Feature Count: "));
        let all: usize = counts.map(|count| count.parse::<usize>().unwrap()).sum();
        // QGIS keeps its styles in a table beside the incidents.
        let styles = usize::from(format == FileFormat::GeoPackage);
        assert_eq!(all, written.rows + styles, "{format:?}: {text}");
    }
}

/// The parts of an archive by their names.
fn unzipped(bytes: &[u8]) -> BTreeMap<String, Vec<u8>> {
    use std::io::Read as _;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut parts = BTreeMap::new();
    for place in 0..archive.len() {
        let mut file = archive.by_index(place).unwrap();
        let mut part = Vec::new();
        file.read_to_end(&mut part).unwrap();
        parts.insert(file.name().unwrap().into_owned(), part);
    }
    parts
}

#[test]
fn shapefiles_hold_points_lines_and_areas_apart_and_name_what_they_cut() {
    for document in [marz::store::sample().0, hard()] {
        let written = write(&document, FileFormat::Shapefile, ring).unwrap();
        assert_eq!(written.rows, document.len());
        assert!(written.losses.contains_key("names of columns beyond ten letters"), "{:?}", written.losses);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.zip");
        std::fs::write(&path, &written.bytes).unwrap();
        let parts = unzipped(&written.bytes);
        let mut read = 0;
        for (kind, is_point) in [("points", true), ("areas", false), ("lines", false)] {
            if !parts.contains_key(&format!("incidents_{kind}.shp")) {
                continue;
            }
            assert_eq!(parts[&format!("incidents_{kind}.cpg")], b"UTF-8");
            let wishes = Wishes { part: Some(format!("incidents_{kind}")), ..Wishes::default() };
            let import = import(&path, &wishes, None, &SKILLS).unwrap();
            for incident in &import.coded.incidents {
                // Names of columns are cut: what comes back is a collection of its own, under its file's name.
                let id = incident.id.as_str().strip_prefix("x-").unwrap_or(incident.id.as_str());
                let was = document.get(&IncidentId::new(id)).unwrap();
                assert_eq!(was.place.precision.is_point(), is_point, "no pin for an area: {}", was.id);
                assert_eq!(incident.event_type, was.event_type);
                let short = was.title.chars().take(20).collect::<String>();
                assert!(incident.title.starts_with(short.trim()), "{}", incident.title);
                if is_point {
                    assert_eq!(incident.place.position, was.place.position);
                }
            }
            read += import.coded.incidents.len();
        }
        let unplaced = document.incidents().filter(|incident| incident.place.drawn_at().is_none()).count();
        assert_eq!(read + unplaced, document.len());
        assert_eq!(parts.contains_key("incidents_without_place.dbf"), unplaced > 0);
        let inside = format!("/vsizip/{}", path.display());
        let Some(text) = ogrinfo(Path::new(&inside), &["-so"]) else { return };
        let counts = text.lines().filter_map(|line| line.strip_prefix("Feature Count: "));
        assert_eq!(
            counts.map(|count| count.parse::<usize>().unwrap()).sum::<usize>(),
            written.rows,
            "{text}"
        );
    }
}

#[test]
fn markers_for_receivers_have_a_circle_of_error_as_wide_as_the_place_is_unsure() {
    let document = marz::store::sample().0;
    let written = write(&document, FileFormat::CursorOnTarget, ring).unwrap();
    let parts = unzipped(&written.bytes);
    let manifest = String::from_utf8(parts["MANIFEST/manifest.xml"].clone()).unwrap();
    let manifest = roxmltree::Document::parse(&manifest).unwrap();
    let listed: Vec<&str> = manifest.descendants().filter_map(|node| node.attribute("zipEntry")).collect();
    assert_eq!((listed.len(), written.rows, parts.len()), (53, 53, 54));
    let of = |id: &str| {
        let uid = format!("marz-{id}");
        let texts = listed.iter().map(|name| String::from_utf8(parts[*name].clone()).unwrap());
        texts.into_iter().find(|text| text.contains(&uid)).unwrap()
    };
    let mut wide = 0;
    for incident in document.incidents().filter(|incident| incident.place.drawn_at().is_some()) {
        let text = of(incident.id.as_str());
        let event = roxmltree::Document::parse(&text).unwrap();
        let point = event.descendants().find(|node| node.has_tag_name("point")).unwrap();
        let error: f64 = point.attribute("ce").unwrap().parse().unwrap();
        let radius = incident.place.radius.or(incident.place.precision.usual_radius());
        assert!((error - radius.map_or(9_999_999.0, |radius| radius.0)).abs() < 0.1, "{text}");
        wide += usize::from(error >= 5_000.0);
        let root = event.root_element();
        let start: jiff::Timestamp = root.attribute("start").unwrap().parse().unwrap();
        let stale: jiff::Timestamp = root.attribute("stale").unwrap().parse().unwrap();
        assert!(start < stale && event.descendants().any(|node| node.has_tag_name("archive")));
        if let Some(span) = incident.when.span() {
            let day = start.to_zoned(jiff::tz::TimeZone::fixed(jiff::tz::offset(5))).date();
            assert!(day >= span.first().yesterday().unwrap() && day <= span.last(), "{text}");
        }
    }
    assert!(wide > 10, "districts are wide");
}

#[test]
fn a_geopackage_has_typed_columns_and_an_index_of_places() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.gpkg");
    std::fs::write(&path, write(&hard(), FileFormat::GeoPackage, ring).unwrap().bytes).unwrap();
    let database = rusqlite::Connection::open(&path).unwrap();
    let one = |question: &str| database.query_row(question, [], |row| row.get::<_, i64>(0)).unwrap();
    let placed = hard().incidents().filter(|i| i.place.drawn_at().is_some()).count();
    assert_eq!(one("SELECT count(*) FROM rtree_incidents_geom"), i64::try_from(placed).unwrap());
    assert_eq!(
        one("SELECT count(*) FROM incidents WHERE geom IS NULL AND id IN ('nowhere', 'undefended')"),
        2
    );
    assert_eq!(one("SELECT count(*) FROM incidents WHERE typeof(killed_best) = 'integer'"), 2);
    assert_eq!(one("PRAGMA application_id"), 0x4750_4B47);
    let Some(text) = ogrinfo(&path, &["-so"]) else { return };
    for line in ["date_start: Date", "killed_best: Integer64", "latitude: Real", "title: String"] {
        assert!(text.contains(line), "{line}: {text}");
    }
    // Only the one on the Panj lies there.
    let near = ogrinfo(&path, &["-so", "-spat", "68.37", "36.98", "68.38", "36.99"]).unwrap();
    assert!(near.contains("Feature Count: 1\n"), "{near}");
}

/// What QGIS itself makes of the points and of the areas: their number, how they are drawn, and how many of them no
/// rule draws.
const ASK_QGIS: &str = r#"
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsRenderContext, QgsVectorLayer
app = QgsApplication([], False)
app.initQgis()
for kind in ["Point", "Polygon"]:
    layer = QgsVectorLayer(f"{sys.argv[1]}|layername=incidents|geometrytype={kind}", kind, "ogr")
    renderer = layer.renderer()
    context = QgsRenderContext()
    context.expressionContext().appendScopes([])
    renderer.startRender(context, layer.fields())
    bare = 0
    for feature in layer.getFeatures():
        context.expressionContext().setFeature(feature)
        symbols = renderer.symbolsForFeature(feature, context)
        if [int(symbol.type()) for symbol in symbols] != [{"Point": 0, "Polygon": 2}[kind]]:
            bare += 1
    renderer.stopRender(context)
    print(kind, layer.featureCount() > 0, renderer.type(), bare)
"#;

#[test]
fn qgis_draws_the_points_and_the_areas_of_a_geopackage_in_their_own_colours() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.gpkg");
    let document = marz::store::sample().0;
    std::fs::write(&path, write(&document, FileFormat::GeoPackage, ring).unwrap().bytes).unwrap();
    let database = rusqlite::Connection::open(&path).unwrap();
    let qml: String = database
        .query_row("SELECT styleQML FROM layer_styles WHERE useAsDefault = 1", [], |row| row.get(0))
        .unwrap();
    let plain = qml.split_once('\n').unwrap().1;
    let read = roxmltree::Document::parse(plain).unwrap();
    let of = |kind: &str| read.descendants().filter(|node| node.attribute("type") == Some(kind)).count();
    assert!(of("marker") > 1 && of("fill") > 1, "{qml}");
    assert!(!qml.contains("layerGeometryType"), "a style for one kind of shape is not taken for the others");
    let asked = Command::new("/usr/bin/python3").args(["-c", ASK_QGIS]).arg(&path).output();
    let said = match asked {
        Ok(asked) if asked.status.success() => String::from_utf8(asked.stdout).unwrap(),
        Ok(_) | Err(_) => {
            println!("skipped: QGIS is not installed");
            return;
        }
    };
    assert_eq!(
        said.lines().collect::<Vec<_>>(),
        ["Point True RuleRenderer 0", "Polygon True RuleRenderer 0"]
    );
}

#[test]
fn a_workbook_holds_numbers_days_and_texts_that_are_no_formulas() {
    let mut odd = Incident::clone(&hard().get(&samples::id("odd")).unwrap());
    odd.title = "=1+1".to_owned();
    odd.notes = "x".repeat(40_000);
    let document = hard().with_incident(odd);
    let written = write(&document, FileFormat::Workbook, ring).unwrap();
    assert_eq!(written.losses["texts beyond 32,767 letters"], 1);
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(written.bytes)).unwrap();
    let mut text = |name: &str| std::io::read_to_string(zip.by_name(name).unwrap()).unwrap();
    let sheet = text("xl/worksheets/sheet1.xml");
    assert!(sheet.contains("state=\"frozen\"") && !sheet.contains("<f>"));
    assert!(text("docProps/core.xml").contains("2000-01-01T00:00:00Z"));
}

/// What the verb says, and whether it succeeded.
fn convert(words: &[&str], folder: &std::path::Path) -> (bool, String) {
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_marz"))
        .arg("convert")
        .args(words)
        .current_dir(folder)
        .output()
        .unwrap();
    (run.status.success(), String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned())
}

#[test]
fn the_verb_writes_the_part_that_is_asked_for_and_names_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    marz::store::save(&folder.path().join("all.geojson"), &marz::store::sample().0).unwrap();
    let out = folder.path().join("part.csv");
    let rows = || csv::Reader::from_path(&out).unwrap().into_records().count();
    let part = ["all.geojson", "part.csv", "--window", "2015..2019", "--filter", "type=smuggling Clash"];
    let (done, said) = convert(&part, folder.path());
    let document = marz::store::sample().0;
    let asked = |incident: &marz::model::Incident| {
        let in_window = incident
            .when
            .span()
            .is_some_and(|span| span.first().year() <= 2019 && span.last().year() >= 2015);
        in_window && incident.event_type == "smuggling_clash"
    };
    let expected = document.incidents().filter(|incident| asked(incident)).count();
    assert_eq!((done, expected > 0, rows()), (true, true, expected), "{said}");
    assert!(said.contains(&format!("{expected} incidents written")), "{said}");
    let (done, said) = convert(&["all.geojson", "none.csv", "--filter", "type=earthquake"], folder.path());
    assert!(!done && said.contains("type “earthquake”") && said.contains("Smuggling clash"), "{said}");
    assert!(!folder.path().join("none.csv").exists());
    let (done, said) = convert(&["all.geojson", "none.csv", "--filter", "colour=red"], folder.path());
    assert!(!done && said.contains("PROPERTY=VALUE") && said.contains("province"), "{said}");
}

#[test]
fn what_the_documents_profile_withholds_is_in_no_file_that_the_verb_writes_for_others() {
    let folder = tempfile::tempdir().unwrap();
    let (sample, _) = marz::store::sample();
    let mut facts = sample.facts().clone();
    facts.publication.profiles.push(marz::model::Profile {
        least_status: None,
        keeps_ids: true,
        ..marz::model::Profile::named("press")
    });
    facts.publication.default = Some("press".to_owned());
    "0123456789abcdef".clone_into(&mut facts.publication.secret);
    let mut document = sample.with_facts(facts);
    for (place, incident) in sample.incidents().enumerate() {
        let mut incident = Incident::clone(&incident);
        let handling =
            if place == 0 { marz::model::Handling::Restricted } else { marz::model::Handling::Public };
        incident.handling = Some(handling);
        if place == 0 {
            "the informer’s own house".clone_into(&mut incident.title);
        }
        document = document.with_incident(incident);
    }
    marz::store::save(&folder.path().join("all.geojson"), &document).unwrap();
    for format in FileFormat::ALL {
        let name = format!("out.{}", format.ending());
        let code = if format.code() == "csv" { "plain" } else { format.code() };
        let (done, said) = convert(&["all.geojson", &name, "--as", code], folder.path());
        assert!(done && said.contains("59 records leave: 1 withheld"), "{code}: {said}");
        assert!(said.contains("59 incidents written") || ["gpx", "cot"].contains(&code), "{code}: {said}");
        let bytes = std::fs::read(folder.path().join(&name)).unwrap();
        let told = every_text_of(&bytes);
        assert!(!told.contains("informer") && !told.contains("0123456789abcdef"), "{code}");
    }
    let (done, _) = convert(&["all.geojson", "own.geojson"], folder.path());
    let own = std::fs::read_to_string(folder.path().join("own.geojson")).unwrap();
    assert!(done && own.contains("informer"), "the work itself goes on whole");
    let (done, _) = convert(&["all.geojson", "own.geojson", "--profile", "press"], folder.path());
    let own = std::fs::read_to_string(folder.path().join("own.geojson")).unwrap();
    assert!(done && !own.contains("informer") && !own.contains("0123456789abcdef"));
}

/// The bytes as text, those of an archive's parts after them.
fn every_text_of(bytes: &[u8]) -> String {
    let mut told = String::from_utf8_lossy(bytes).into_owned();
    if bytes.starts_with(b"PK") {
        for part in unzipped(bytes).values() {
            told.push_str(&String::from_utf8_lossy(part));
        }
    }
    told
}
