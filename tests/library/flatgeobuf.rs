//! `FlatGeobuf`: files of the crate's own writer and of GDAL are read whole; damaged ones are left out row by row.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use flatgeobuf::{
    ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType,
    geozero::{ColumnValue, FeatureProcessor, GeomProcessor, PropertyProcessor},
};
use marz::{
    analysis::projected::to_degrees,
    store::formats::{
        Skills, import,
        shapes::{Limits, Part, ShapeFile, ShapeLayer, read, read_bytes},
        table::Wishes,
    },
};

fn layer(bytes: &[u8], limits: Limits) -> Result<ShapeLayer, String> {
    match read_bytes(bytes.to_vec(), None, limits, &to_degrees) {
        Ok(ShapeFile::Layer(layer)) => Ok(layer),
        Ok(ShapeFile::Layers(names)) => panic!("several layers: {names:?}"),
        Err(error) => Err(error.to_string()),
    }
}

/// Two points and an area with a hole, with a column of each kind that people use.
fn file(code: i32, by: f64) -> Vec<u8> {
    let options = FgbWriterOptions {
        promote_to_multi: false,
        detect_type: false,
        crs: FgbCrs { code, ..FgbCrs::default() },
        ..FgbWriterOptions::default()
    };
    let mut file = FgbWriter::create_with_options("posts", GeometryType::Unknown, options).unwrap();
    let columns = [
        ("name", ColumnType::String),
        ("event_date", ColumnType::DateTime),
        ("killed", ColumnType::Int),
        ("open", ColumnType::Bool),
        ("km", ColumnType::Double),
        ("photo", ColumnType::Binary),
    ];
    for (name, kind) in columns {
        file.add_column(name, kind, |_, _| {});
    }
    for (at, name) in [([69.5, 37.5], "Пяндж"), ([71.5, 36.75], "Ishkashim")] {
        file.point_begin(0).unwrap();
        file.xy(at[0] * by, at[1] * by, 0).unwrap();
        file.point_end(0).unwrap();
        file.property(0, "name", &ColumnValue::String(name)).unwrap();
        file.property(1, "event_date", &ColumnValue::DateTime("2025-11-26")).unwrap();
        file.property(2, "killed", &ColumnValue::Int(3)).unwrap();
        file.property(3, "open", &ColumnValue::Bool(true)).unwrap();
        file.property(4, "km", &ColumnValue::Double(0.1)).unwrap();
        file.property(5, "photo", &ColumnValue::Binary(b"\xff\xd8\xff")).unwrap();
        file.feature_end(0).unwrap();
    }
    file.polygon_begin(true, 2, 0).unwrap();
    let rings = [
        [[69.0, 37.0], [70.0, 37.0], [70.0, 38.0], [69.0, 37.0]],
        [[69.4, 37.1], [69.6, 37.1], [69.6, 37.2], [69.4, 37.1]],
    ];
    for ring in rings {
        file.linestring_begin(false, ring.len(), 0).unwrap();
        for (i, [x, y]) in ring.into_iter().enumerate() {
            file.xy(x * by, y * by, i).unwrap();
        }
        file.linestring_end(false, 0).unwrap();
    }
    file.polygon_end(true, 0).unwrap();
    file.feature_end(2).unwrap();
    let mut bytes = Vec::new();
    file.write(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_flatgeobuf_gives_its_points_and_areas_with_their_properties() {
    let layer = layer(&file(4326, 1.0), Limits::WHOLE).unwrap();
    assert_eq!((layer.name.as_str(), layer.format.as_str()), ("posts", "FlatGeobuf"));
    assert_eq!((layer.rows, layer.features.len(), layer.left_out_in_all), (3, 3, 0));
    assert_eq!(layer.bounds(), Some([69.0, 36.75, 71.5, 38.0]));
    let post = layer.features.iter().find(|one| one.name.as_deref() == Some("Пяндж")).unwrap();
    assert_eq!(post.parts, [Part::Point([69.5, 37.5])]);
    let properties: Vec<(&str, &str)> =
        post.properties.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    assert_eq!(
        properties,
        [("name", "Пяндж"), ("event_date", "2025-11-26"), ("killed", "3"), ("open", "true"), ("km", "0.1")]
    );
    assert!(
        layer.features.iter().any(|one| matches!(&one.parts[..], [Part::Area(rings)] if rings.len() == 2))
    );
    assert!(layer.notes.iter().any(|note| note.contains("“photo”")), "{:?}", layer.notes);
}

#[test]
fn a_flatgeobuf_is_known_by_its_content_as_a_layer_and_as_incidents() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("sent by mail.csv");
    std::fs::write(&path, file(4326, 1.0)).unwrap();
    let ShapeFile::Layer(layer) = read(&path, None, Limits::USUAL, &to_degrees).unwrap() else {
        panic!("several layers")
    };
    assert_eq!(layer.features.len(), 3);
    let imported = import(&path, &Wishes::default(), None, &Skills::PLAIN).unwrap();
    assert_eq!(imported.rows, 3);
    assert_eq!(imported.coded.incidents.len() + imported.coded.skipped.len(), 3);
    let found = imported.coded.incidents.iter().find(|one| one.title == "Ishkashim").unwrap();
    assert!(found.place.position.is_some() && found.when.date.is_some(), "{found:?}");
}

#[test]
fn days_that_a_flatgeobuf_holds_as_midnights_are_days_again_and_other_moments_stay() {
    let of = |moments: [&str; 2]| {
        let options = FgbWriterOptions { write_index: false, ..FgbWriterOptions::default() };
        let mut file = FgbWriter::create_with_options("", GeometryType::Point, options).unwrap();
        file.add_column("date", ColumnType::DateTime, |_, _| {});
        for moment in moments {
            file.point_begin(0).unwrap();
            file.xy(69.5, 37.5, 0).unwrap();
            file.point_end(0).unwrap();
            file.property(0, "date", &ColumnValue::DateTime(moment)).unwrap();
            file.feature_end(0).unwrap();
        }
        let mut bytes = Vec::new();
        file.write(&mut bytes).unwrap();
        let layer = layer(&bytes, Limits::WHOLE).unwrap();
        (layer.features.iter().map(|one| one.properties[0].1.clone()).collect::<Vec<_>>(), layer.notes)
    };
    let (days, notes) = of(["2019-12-23T00:00:00", "2025-11-26T00:00:00Z"]);
    assert_eq!(days, ["2019-12-23", "2025-11-26"]);
    assert!(notes.iter().any(|note| note.contains("“date”")), "{notes:?}");
    let (moments, notes) = of(["2019-12-23T00:00:00", "2025-11-26T03:15:00"]);
    assert_eq!(
        (moments.as_slice(), notes.len()),
        (&["2019-12-23T00:00:00", "2025-11-26T03:15:00"].map(str::to_owned)[..], 0)
    );
}

#[test]
fn a_flatgeobuf_in_another_reference_system_is_refused_by_its_name() {
    let why = layer(&file(28412, 100_000.0), Limits::USUAL).unwrap_err();
    assert!(why.contains("EPSG:28412") && why.contains("WGS 84"), "{why}");
    let mut newer = file(4326, 1.0);
    newer[3] = 9;
    assert!(layer(&newer, Limits::USUAL).unwrap_err().contains("version 9"));
}

#[test]
fn a_flatgeobuf_cut_short_or_with_any_byte_changed_loses_nothing_in_silence() {
    let whole = file(4326, 1.0);
    let full = layer(&whole, Limits::WHOLE).unwrap();
    for length in 0..whole.len() {
        match layer(&whole[..length], Limits::WHOLE) {
            Ok(cut) => {
                let is_told =
                    cut.left_out_in_all == 1 || cut.notes.iter().any(|note| note.contains("holds 3 things"));
                assert!(cut.features.len() < 3 && is_told, "cut at {length}: {cut:?}");
            }
            Err(why) => assert!(!why.is_empty()),
        }
    }
    for place in 0..whole.len() {
        for bit in [0x01, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[place] ^= bit;
            if let Ok(read) = layer(&bytes, Limits::WHOLE) {
                assert_eq!(read.rows, read.features.len() + read.left_out_in_all, "byte {place}");
                let is_told = read.left_out_in_all > 0
                    || read.rows >= full.rows
                    || read.notes.iter().any(|note| note.contains("that it holds"));
                assert!(is_told, "byte {place} ^ {bit:#x}: {read:?}");
            }
        }
    }
}

#[test]
fn what_gdal_turns_into_flatgeobuf_is_what_its_source_was() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/geojson-gdal/geojson");
    if !corpora.is_dir() {
        println!("skipped: ../shared/corpora is not there");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let mut sources: Vec<PathBuf> =
        std::fs::read_dir(&corpora).unwrap().map(|entry| entry.unwrap().path()).collect();
    sources.sort();
    let mut compared = 0;
    for source in sources {
        // As GDAL sees it once, in the format that we read longest: what it drops is none of ours to find.
        let (plain, packed) = (folder.path().join("plain.geojson"), folder.path().join("packed.fgb"));
        let turned = [("GeoJSON", &plain), ("FlatGeobuf", &packed)].map(|(format, to)| {
            let _before = std::fs::remove_file(to);
            let from = if format == "GeoJSON" { &source } else { &plain };
            let mut turn = Command::new("ogr2ogr");
            turn.args(["-f", format]).arg(to).arg(from);
            if format == "FlatGeobuf" {
                // In the order of the source.
                turn.args(["-lco", "SPATIAL_INDEX=NO"]);
            }
            turn.output().map(|output| output.status.success())
        });
        match turned {
            [Ok(true), Ok(true)] => {}
            [Err(_), _] => {
                println!("skipped: GDAL is not installed");
                return;
            }
            [Ok(_), _] => continue,
        }
        // Of things without any shape it makes nothing.
        if std::fs::metadata(&packed).is_ok_and(|file| file.len() == 0) {
            continue;
        }
        let of = |path: &Path| match read(path, None, Limits::WHOLE, &to_degrees) {
            Ok(ShapeFile::Layer(layer)) => Some(layer),
            Ok(ShapeFile::Layers(_)) | Err(_) => None,
        };
        let Some(wanted) = of(&plain) else { continue };
        let found = of(&packed).unwrap_or_else(|| panic!("{} is not read", source.display()));
        // It writes no thing without a shape either.
        let shaped: Vec<_> = wanted.features.iter().filter(|one| !one.parts.is_empty()).collect();
        assert_eq!((found.rows, found.features.len()), (shaped.len(), shaped.len()), "{}", source.display());
        for (ours, theirs) in found.features.iter().zip(shaped) {
            // But for empty rings, which it leaves out.
            let positions =
                |parts: &[Part]| parts.iter().flat_map(Part::coordinates).copied().collect::<Vec<_>>();
            assert_eq!(ours.parts.len(), theirs.parts.len(), "{}", source.display());
            assert_eq!(positions(&ours.parts), positions(&theirs.parts), "{}", source.display());
            assert_eq!(ours.heights, theirs.heights, "{}", source.display());
        }
        compared += 1;
    }
    println!("{compared} files compared");
    assert!(compared > 10, "{compared}");
}
