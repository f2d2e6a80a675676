//! Shapes of other programs: each format by a small file made here, and all corpora by GDAL's answers.

use std::path::{Path, PathBuf};

use flatgeobuf::{
    ColumnType, FgbWriter, GeometryType,
    geozero::{ColumnValue, PropertyProcessor as _},
};
use marz::{
    analysis::projected::to_degrees,
    store::formats::shapes::{Limits, Part, ShapeFile, ShapeLayer, ShapesError, read, read_bytes},
};

fn of_bytes(bytes: impl Into<Vec<u8>>) -> Result<ShapeFile, ShapesError> {
    read_bytes(bytes.into(), None, Limits::USUAL, &to_degrees)
}

fn layer(bytes: impl Into<Vec<u8>>) -> ShapeLayer {
    match of_bytes(bytes).unwrap() {
        ShapeFile::Layer(layer) => layer,
        ShapeFile::Layers(names) => panic!("several layers: {names:?}"),
    }
}

fn refusal(bytes: impl Into<Vec<u8>>) -> String {
    of_bytes(bytes).unwrap_err().to_string()
}

#[test]
fn geojson_gives_points_lines_and_areas_with_names_and_looks() {
    let layer = layer(
        r##"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"Post 4","marker-color":"#ff0000","open":true},
         "geometry":{"type":"Point","coordinates":[69.5,37.5,800]}},
        {"type":"Feature","properties":{"stroke":"#00f","stroke-width":3},
         "geometry":{"type":"LineString","coordinates":[[69,37],[70,38]]}},
        {"type":"Feature","properties":null,"geometry":{"type":"Polygon","coordinates":
         [[[69,37],[70,37],[70,38],[69,37]],[[69.4,37.1],[69.6,37.1],[69.6,37.2],[69.4,37.1]]]}},
        {"type":"Feature","properties":{"name":"nowhere"},"geometry":null},
        {"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[69,137]}},
        {"type":"Feature","properties":{},"geometry":{"type":"Circle","coordinates":[69,37]}}]}"##,
    );
    assert_eq!((layer.rows, layer.features.len(), layer.without_shape, layer.left_out_in_all), (6, 3, 1, 2));
    assert_eq!(layer.features[0].name.as_deref(), Some("Post 4"));
    assert_eq!(layer.features[0].look.colour, Some([255, 0, 0, 255]));
    assert_eq!(
        layer.features[0].properties.len(),
        2,
        "the look is no property: {:?}",
        layer.features[0].properties
    );
    assert_eq!(layer.features[1].look.colour, Some([0, 0, 255, 255]));
    assert!(matches!(&layer.features[2].parts[0], Part::Area(rings) if rings.len() == 2));
    let rows: Vec<usize> = layer.left_out.iter().map(|left| left.row).collect();
    assert_eq!(rows, [6, 5]);
    assert!(layer.left_out[1].why.contains("beyond the poles"), "{:?}", layer.left_out);
    assert_eq!(layer.bounds(), Some([69.0, 37.0, 70.0, 38.0]));
}

#[test]
fn geojson_comes_with_a_mark_in_utf_16_and_a_feature_a_line() {
    let text = r#"{"type":"Feature","properties":{"name":"Пяндж"},"geometry":{"type":"Point","coordinates":[69,37]}}"#;
    let mut marked = vec![0xef, 0xbb, 0xbf];
    marked.extend(text.bytes());
    assert_eq!(layer(marked).features[0].name.as_deref(), Some("Пяндж"));
    let wide: Vec<u8> = [0xfeff].into_iter().chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    assert_eq!(layer(wide).features[0].name.as_deref(), Some("Пяндж"));
    let lines = format!("{text}\n{text}\n");
    assert_eq!(layer(lines).features.len(), 2);
    let marks = format!("\u{1e}{text}\n\u{1e}{text}\n");
    assert_eq!(layer(marks).features.len(), 2);
}

#[test]
fn coordinates_of_known_planes_become_degrees_and_others_are_named() {
    let of = |crs: &str, at: &str| {
        format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"{crs}"}}}},
            "features":[{{"type":"Feature","properties":{{}},"geometry":{{"type":"Point","coordinates":{at}}}}}]}}"#
        )
    };
    let at = |text: String| layer(text).bounds().unwrap();
    // By GeographicLib's GeoConvert: 42N 540000 4150000.
    let [lon, lat, ..] = at(of("urn:ogc:def:crs:EPSG::32642", "[540000, 4150000]"));
    assert!((lon - 69.453_3).abs() < 1e-3 && (lat - 37.497_0).abs() < 1e-2, "{lon}, {lat}");
    let [lon, lat, ..] = at(of("EPSG:3857", "[7736704.61, 4509031.39]"));
    assert!((lon - 69.5).abs() < 1e-5 && (lat - 37.5).abs() < 1e-5, "{lon}, {lat}");
    let why = refusal(of("EPSG:28412", "[12540000, 4150000]"));
    assert!(why.contains("EPSG:28412") && why.contains("WGS 84"), "{why}");
}

#[test]
fn kml_gives_its_folders_as_layers_with_styles_that_are_shared() {
    let kml = r#"<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document>
        <Style id="red"><LineStyle><color>ff0000ff</color><width>4</width></LineStyle></Style>
        <StyleMap id="both"><Pair><key>normal</key><styleUrl>#red</styleUrl></Pair></StyleMap>
        <Folder><name>Posts</name>
          <Placemark><name>A &amp; B</name><description><![CDATA[<b>bold</b> words]]></description>
            <TimeStamp><when>2025-11</when></TimeStamp>
            <Point><coordinates> 69.5,37.5,0 </coordinates></Point></Placemark>
          <Placemark><name>bad</name><Point><coordinates>here</coordinates></Point></Placemark>
          <Placemark><name>none</name></Placemark></Folder>
        <Folder><name>Ways</name><Placemark><styleUrl>#both</styleUrl>
          <MultiGeometry><LineString><coordinates>69,37 70,38</coordinates></LineString>
          <Polygon><outerBoundaryIs><LinearRing><coordinates>69,37 70,37 70,38 69,37</coordinates></LinearRing>
          </outerBoundaryIs></Polygon></MultiGeometry></Placemark></Folder>
        <NetworkLink><Link><href>http://example.org/</href></Link></NetworkLink></Document></kml>"#;
    let ShapeFile::Layers(names) = of_bytes(kml).unwrap() else { panic!("one layer") };
    assert_eq!(names, [("Posts".to_owned(), 3), ("Ways".to_owned(), 1)]);
    let take = |name: &str| match read_bytes(kml.into(), Some(name), Limits::USUAL, &to_degrees).unwrap() {
        ShapeFile::Layer(layer) => layer,
        ShapeFile::Layers(_) => panic!("a layer was asked for"),
    };
    let posts = take("Posts");
    assert_eq!((posts.rows, posts.features.len(), posts.without_shape, posts.left_out_in_all), (3, 1, 1, 1));
    assert_eq!(posts.features[0].name.as_deref(), Some("A & B"));
    assert!(posts.features[0].properties.contains(&("Description".to_owned(), "bold words".to_owned())));
    assert!(posts.features[0].properties.contains(&("When".to_owned(), "2025-11".to_owned())));
    let ways = take("Ways");
    assert_eq!(ways.features[0].parts.len(), 2);
    assert_eq!(
        (ways.features[0].look.colour, ways.features[0].look.width),
        (Some([255, 0, 0, 255]), Some(4.0))
    );
    assert!(ways.notes.iter().any(|note| note.contains("not fetched")), "{:?}", ways.notes);
}

#[test]
fn gpx_gives_waypoints_routes_and_tracks() {
    let layer = layer(
        r#"<gpx version="1.1"><wpt lat="37.5" lon="69.5"><name>Camp</name><sym>Flag</sym></wpt>
        <rte><rtept lat="37" lon="69"/><rtept lat="38" lon="70"/></rte>
        <trk><name>Day 1</name><trkseg><trkpt lat="37" lon="69"/><trkpt lat="37.1" lon="69.1"/></trkseg>
        <trkseg><trkpt lat="37.2" lon="69.2"/><trkpt lat="37.3" lon="69.3"/></trkseg></trk>
        <wpt lat="north" lon="69.5"/></gpx>"#,
    );
    assert_eq!((layer.rows, layer.features.len(), layer.left_out_in_all), (4, 3, 1));
    assert_eq!(layer.features[0].name.as_deref(), Some("Camp"));
    assert_eq!(layer.features[2].parts.len(), 2);
}

/// A shapefile of one polygon with a hole, its table in windows-1251.
fn shapefile_in(folder: &Path, prj: &str) -> PathBuf {
    use shapefile::{
        Point, Polygon, PolygonRing,
        dbase::{FieldName, FieldValue, Record, TableWriterBuilder, encoding::EncodingRs},
    };
    let path = folder.join("areas.shp");
    let encoding = EncodingRs::from(encoding_rs::WINDOWS_1251);
    let table = TableWriterBuilder::with_encoding(encoding)
        .add_character_field(FieldName::try_from("NAME").unwrap(), 40);
    let mut writer = shapefile::Writer::from_path(&path, table).unwrap();
    let ring = |points: &[(f64, f64)]| points.iter().map(|(x, y)| Point::new(*x, *y)).collect::<Vec<_>>();
    let polygon = Polygon::with_rings(vec![
        PolygonRing::Outer(ring(&[(69.0, 37.0), (69.0, 38.0), (70.0, 38.0), (70.0, 37.0), (69.0, 37.0)])),
        PolygonRing::Inner(ring(&[(69.4, 37.4), (69.6, 37.4), (69.6, 37.6), (69.4, 37.6), (69.4, 37.4)])),
    ]);
    let mut record = Record::default();
    record.insert(
        "NAME".to_owned(),
        FieldValue::Character(Some("Ҷайҳун".replace('Ҷ', "Дж").replace('ҳ', "х"))),
    );
    writer.write_shape_and_record(&polygon, &record).unwrap();
    drop(writer);
    std::fs::write(folder.join("areas.prj"), prj).unwrap();
    std::fs::write(folder.join("areas.cpg"), "1251").unwrap();
    path
}

const WGS_84: &str =
    r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]]]"#;

#[test]
fn a_shapefile_is_read_with_its_table_loose_and_zipped() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile_in(folder.path(), WGS_84);
    let check = |file: ShapeFile| {
        let ShapeFile::Layer(layer) = file else { panic!("one layer") };
        assert_eq!(layer.features.len(), 1, "{layer:?}");
        assert_eq!(layer.features[0].name.as_deref(), Some("Джайхун"));
        assert!(matches!(&layer.features[0].parts[0], Part::Area(rings) if rings.len() == 2));
        assert_eq!(layer.notes, Vec::<String>::new());
    };
    check(read(&path, None, Limits::USUAL, &to_degrees).unwrap());
    // Any of its files stands for all.
    check(read(&path.with_extension("dbf"), None, Limits::USUAL, &to_degrees).unwrap());
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for ending in ["shp", "dbf", "prj", "cpg"] {
        let name = format!("Data/areas.{}", ending.to_uppercase());
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, &std::fs::read(path.with_extension(ending)).unwrap()).unwrap();
    }
    check(of_bytes(zip.finish().unwrap().into_inner()).unwrap());
}

#[test]
fn a_shapefile_in_another_reference_system_is_refused_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    let path = shapefile_in(folder.path(), r#"PROJCS["Pulkovo_1942_GK_Zone_12",GEOGCS["GCS_Pulkovo_1942"]]"#);
    let why = read(&path, None, Limits::USUAL, &to_degrees).unwrap_err().to_string();
    assert!(why.contains("Pulkovo_1942_GK_Zone_12") && why.ends_with("areas.shp"), "{why}");
}

/// A `GeoPackage` with two tables of features.
fn geopackage_in(folder: &Path) -> PathBuf {
    let path = folder.join("layers.gpkg");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            r#"CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,
              organization_coordsys_id INTEGER, definition TEXT, description TEXT);
            CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
            CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT,
              srs_id INTEGER, z INTEGER, m INTEGER);
            INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326, '', ''),
              ('UTM 42N', 32642, 'EPSG', 32642, '', '');
            INSERT INTO gpkg_contents VALUES ('posts', 'features', 4326), ('odd "name"', 'features', 32642);
            INSERT INTO gpkg_geometry_columns VALUES ('posts', 'geom', 'POINT', 4326, 0, 0),
              ('odd "name"', 'shape', 'POINT', 32642, 0, 0);
            CREATE TABLE posts (fid INTEGER PRIMARY KEY, geom BLOB, name TEXT);
            CREATE TABLE "odd ""name""" (fid INTEGER PRIMARY KEY, shape BLOB);"#,
        )
        .unwrap();
    let point = |x: f64, y: f64| {
        let mut blob = b"GP\0\x01\0\0\0\0\x01\x01\0\0\0".to_vec();
        blob.extend(x.to_le_bytes().into_iter().chain(y.to_le_bytes()));
        blob
    };
    let add = |sql: &str, blob: Vec<u8>| database.execute(sql, [blob]).unwrap();
    add("INSERT INTO posts (geom, name) VALUES (?1, 'Post 7')", point(69.5, 37.5));
    add(
        "INSERT INTO posts (geom, name) VALUES (?1, 'cut off')",
        b"GP\0\x01\0\0\0\0\x01\x02\0\0\0\xff\xff\xff\x7f".to_vec(),
    );
    add(r#"INSERT INTO "odd ""name""" (shape) VALUES (?1)"#, point(540_000.0, 4_150_000.0));
    path
}

#[test]
fn a_geopackage_offers_its_tables_and_leaves_out_what_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = geopackage_in(folder.path());
    let before = std::fs::read(&path).unwrap();
    let read = |wanted: Option<&str>| read(&path, wanted, Limits::USUAL, &to_degrees).unwrap();
    let ShapeFile::Layers(names) = read(None) else { panic!("one layer") };
    assert_eq!(names, [("posts".to_owned(), 2), ("odd \"name\"".to_owned(), 1)]);
    let ShapeFile::Layer(posts) = read(Some("posts")) else { panic!("a layer was asked for") };
    assert_eq!(posts.features[0].name.as_deref(), Some("Post 7"));
    assert_eq!((posts.left_out_in_all, posts.left_out[0].row), (1, 2));
    let ShapeFile::Layer(odd) = read(Some("odd \"name\"")) else { panic!("a layer was asked for") };
    assert!((odd.bounds().unwrap()[0] - 69.453_3).abs() < 1e-3);
    assert_eq!(std::fs::read(&path).unwrap(), before);
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside it");
}

#[test]
fn a_geopackage_whose_columns_have_names_that_are_no_text_is_refused_with_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = geopackage_in(folder.path());
    let mut bytes = std::fs::read(&path).unwrap();
    let told = b"geom BLOB, name TEXT";
    let place = bytes.windows(told.len()).position(|window| window == told).unwrap();
    bytes[place + 11] = 0xff;
    std::fs::write(&path, bytes).unwrap();
    for wanted in [None, Some("posts")] {
        let why = read(&path, wanted, Limits::USUAL, &to_degrees).unwrap_err().to_string();
        assert!(why.contains("no UTF-8") && why.ends_with("layers.gpkg"), "{why}");
    }
}

/// Points in a `FlatGeobuf` file with an index, each with a name, a number and some bytes.
fn flatgeobuf_of(points: &[(f64, f64, &str)]) -> Vec<u8> {
    struct At(f64, f64);
    impl flatgeobuf::GeozeroGeometry for At {
        fn process_geom<P: flatgeobuf::geozero::GeomProcessor>(
            &self,
            processor: &mut P,
        ) -> flatgeobuf::geozero::error::Result<()> {
            processor.point_begin(0)?;
            processor.xy(self.0, self.1, 0)?;
            processor.point_end(0)
        }
    }
    let mut file = FgbWriter::create("posts", GeometryType::Point).unwrap();
    file.add_column("name", ColumnType::String, |_, _| {});
    file.add_column("men", ColumnType::Int, |_, _| {});
    file.add_column("seal", ColumnType::Binary, |_, _| {});
    for (lon, lat, name) in points {
        file.add_feature_geom(At(*lon, *lat), |feature| {
            feature.property(0, "name", &ColumnValue::String(name)).unwrap();
            feature.property(1, "men", &ColumnValue::Int(-7)).unwrap();
            feature.property(2, "seal", &ColumnValue::Binary(&[1, 2])).unwrap();
        })
        .unwrap();
    }
    let mut bytes = Vec::new();
    file.write(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_flatgeobuf_file_is_read_and_a_cut_one_gives_what_is_before_the_cut() {
    let places: Vec<(f64, f64, &str)> =
        (0..40).map(|i| (68.0 + f64::from(i) / 10.0, 37.0 + f64::from(i % 7) / 10.0, "Пост")).collect();
    let whole = flatgeobuf_of(&places);
    let read = layer(whole.clone());
    assert_eq!((read.name.as_str(), read.format.as_str(), read.features.len()), ("posts", "FlatGeobuf", 40));
    assert_eq!(read.bounds(), Some([68.0, 37.0, 71.9, 37.6]));
    assert_eq!(read.features[0].name.as_deref(), Some("Пост"));
    let said = [("name", "Пост"), ("men", "-7")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(read.features[0].properties, said);
    assert!(
        read.notes.iter().any(|note| note.contains("“seal” holds pictures or other data")),
        "{:?}",
        read.notes
    );
    for cut in 0..whole.len() {
        if let Ok(ShapeFile::Layer(part)) = of_bytes(&whole[..cut]) {
            assert_eq!(part.features[..], read.features[..part.features.len()], "cut at {cut}");
            let missing = part.notes.iter().any(|note| note.contains("holds 40 things"));
            assert!(missing || part.left_out_in_all == 1, "cut at {cut}: {:?}", part.notes);
        }
    }
    let mut damaged = whole.clone();
    let last = damaged.len() - 30;
    damaged[last..last + 8].fill(0xff);
    let part = layer(damaged);
    assert_eq!((part.features.len(), part.left_out_in_all), (39, 1), "only the damaged one is lost");
}

#[test]
fn a_flatgeobuf_file_of_gdal_holds_what_its_geojson_held() {
    const MIXED: &str = r#"{"type":"FeatureCollection","features":[
        {"type":"Feature","properties":{"name":"Post","n":3,"open":true,"day":"2025-11-26","share":0.25},
         "geometry":{"type":"Point","coordinates":[69.5,37.5,812.5]}},
        {"type":"Feature","properties":{"name":"Ways","n":4},"geometry":{"type":"MultiLineString","coordinates":
         [[[69,37,1],[70,38,2]],[[71,37,3],[71.5,38,4],[72,37,5]]]}},
        {"type":"Feature","properties":{"name":"Areas"},"geometry":{"type":"MultiPolygon","coordinates":
         [[[[69,37,0],[70,37,0],[70,38,0],[69,37,0]],[[69.4,37.1,0],[69.6,37.1,0],[69.6,37.2,0],[69.4,37.1,0]]],
          [[[72,37,0],[73,37,0],[73,38,0],[72,37,0]]]]}}]}"#;
    let folder = tempfile::tempdir().unwrap();
    let (from, to) = (folder.path().join("a.geojson"), folder.path().join("a.fgb"));
    std::fs::write(&from, MIXED).unwrap();
    // Without an index, in the order of the file.
    let made = std::process::Command::new("ogr2ogr")
        .args(["-f", "FlatGeobuf", "-lco", "SPATIAL_INDEX=NO", "-dim", "XYZ"])
        .arg(&to)
        .arg(&from)
        .output();
    let Ok(made) = made else {
        println!("skipped: there is no ogr2ogr here");
        return;
    };
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let whole = |path: &Path| match read(path, None, Limits::WHOLE, &to_degrees).unwrap() {
        ShapeFile::Layer(layer) => layer,
        ShapeFile::Layers(names) => panic!("several layers: {names:?}"),
    };
    let (ours, theirs) = (whole(&from), whole(&to));
    assert_eq!(ours.rows, theirs.rows);
    for (a, b) in ours.features.iter().zip(&theirs.features) {
        assert_eq!((&a.name, &a.parts), (&b.name, &b.parts));
        assert_eq!(a.heights, b.heights, "{:?}", a.name);
        for (key, value) in &a.properties {
            let said = b.properties.iter().find(|(other, _)| other == key).map(|(_, value)| value.as_str());
            // GDAL makes a day a time.
            assert!(
                said.is_some_and(|said| said.trim_end_matches("T00:00:00") == value),
                "{key}: {value} and {said:?}"
            );
        }
    }
}

#[test]
fn what_is_no_file_of_shapes_is_refused_with_a_sentence() {
    assert!(refusal("").contains("empty"));
    assert!(refusal("a,b\n1,2\n").contains("none of the kinds"));
    assert!(refusal(r#"{"type":"Topology","objects":{}}"#).contains("TopoJSON"));
    assert!(refusal("<kml><Document>").contains("cut off"));
    let folders = format!("<kml>{}", "<Folder>".repeat(20_000));
    assert!(refusal(folders).contains("nested"));
}

/// The folder of corpora, if it is there.
fn corpora() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let folder = Some(folder).filter(|folder| folder.is_dir());
    if folder.is_none() {
        println!("skipped: ../shared/corpora is not there");
    }
    folder
}

/// All layers of a file together: rows, and bounds of what is shown.
fn all_of(path: &Path) -> Result<(usize, Option<[f64; 4]>), String> {
    let read = |wanted: Option<&str>| {
        read(path, wanted, Limits::USUAL, &to_degrees)
            .map_err(|error| error.to_string().lines().next().unwrap_or("").to_owned())
    };
    match read(None)? {
        ShapeFile::Layer(layer) => Ok((layer.rows, layer.bounds())),
        ShapeFile::Layers(names) => {
            let (mut rows, mut bounds): (usize, Option<[f64; 4]>) = (0, None);
            for (name, _) in names {
                if let ShapeFile::Layer(layer) = read(Some(&name))? {
                    rows += layer.rows;
                    bounds = match (bounds, layer.bounds()) {
                        (Some([a, b, c, d]), Some([w, s, e, n])) => {
                            Some([a.min(w), b.min(s), c.max(e), d.max(n)])
                        }
                        (one, other) => one.or(other),
                    };
                }
            }
            Ok((rows, bounds))
        }
    }
}

#[test]
fn real_files_give_what_gdal_gives() {
    let Some(corpora) = corpora() else { return };
    let sets = [
        "geojson-gdal",
        "geojson-georust",
        "geojson-mapbox-fixtures",
        "geojson-martin",
        "kml-gdal",
        "kml-libkml",
        "gpx-gdal",
        "gpx-georust",
        "gpkg-gdal",
        "shp-shapefile-rs",
    ];
    let (mut same, mut compared, mut different) = (0, 0, Vec::new());
    for set in sets {
        let Ok(oracle) = std::fs::read(corpora.join(set).join("GDAL_ORACLE.json")) else { continue };
        let oracle: serde_json::Map<String, serde_json::Value> = serde_json::from_slice(&oracle).unwrap();
        for (name, answer) in oracle {
            let path = corpora.join(set).join(&name);
            let is_shapes = ["json", "geojson", "geojsonl", "kml", "kmz", "gpx", "gpkg", "shp"]
                .iter()
                .any(|ending| path.extension().is_some_and(|own| own.eq_ignore_ascii_case(ending)));
            if !is_shapes || !path.is_file() {
                continue;
            }
            let ours = all_of(&path);
            if answer["ok"] != 1 {
                continue;
            }
            let is_beside = |layer: &&serde_json::Value| {
                !["route_points", "track_points"].contains(&layer["name"].as_str().unwrap_or_default())
            };
            let layers: Vec<&serde_json::Value> =
                answer["layers"].as_array().unwrap().iter().filter(is_beside).collect();
            let theirs: u64 = layers.iter().filter_map(|layer| layer["n"].as_u64()).sum();
            let side = |i: usize, pick: fn(f64, f64) -> f64| {
                layers.iter().filter_map(|layer| layer["bounds"].get(i)?.as_f64()).reduce(pick)
            };
            let bounds = [side(0, f64::min), side(1, f64::min), side(2, f64::max), side(3, f64::max)];
            compared += 1;
            let equal = match &ours {
                Ok((rows, around)) => {
                    *rows as u64 == theirs
                        && (0..4).all(|i| match (bounds[i], around.map(|around| around[i])) {
                            (Some(theirs), Some(ours)) => (theirs - ours).abs() <= 1e-7,
                            (None, None) => true,
                            (_, _) => false,
                        })
                }
                Err(_) => false,
            };
            if equal {
                same += 1;
            } else {
                different.push(format!("{set}/{name}: ours {ours:?}, GDAL {theirs} {bounds:?}"));
            }
        }
    }
    println!("{same} of {compared} equal");
    assert!(compared > 40, "{compared}");
    // GDAL shows coordinates of any reference system; the Swiss one of these two (EPSG:2056) is refused by its name.
    let explained = |line: &&String| line.contains("geotype-example") && line.contains("CH1903+_LV95");
    let unexplained: Vec<&String> = different.iter().filter(|line| !explained(line)).collect();
    assert_eq!(unexplained, Vec::<&String>::new());
}
