//! Files of tiles that other tools made: read as those tools read them, painted, and refused in words when damaged.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use marz::{
    carto::{Feature, Theme, feature},
    export::vector_tile_picture,
    store::tiles::{
        MbTiles, PictureError, PmTiles, ShapeForm, SourceKind, TileFileError, TilePlace, TileSource,
        VectorTile, decode_tile, is_packed, is_vector, unpacked,
    },
};

/// Where Khorog lies at zoom 7.
const KHOROG: TilePlace = TilePlace { z: 7, x: 89, y: 49 };

fn made_elsewhere(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tiles").join(name)
}

fn khorog() -> VectorTile {
    let file = PmTiles::open(&made_elsewhere("frontier.pmtiles")).unwrap();
    VectorTile::read(&file.tile(KHOROG).unwrap().unwrap()).unwrap()
}

#[test]
fn a_pmtiles_of_pictures_made_by_another_tool_opens_and_says_who_made_it() {
    let file = PmTiles::open(&made_elsewhere("relief.pmtiles")).unwrap();
    assert_eq!(file.about.attribution.as_deref(), Some("Relief of Marz"));
    assert_eq!((file.about.min_zoom, file.about.max_zoom, file.about.is_vector), (Some(3), Some(4), false));
    let tile = file.tile(TilePlace { z: 3, x: 5, y: 3 }).unwrap().unwrap();
    assert_eq!(decode_tile(&tile).unwrap().dimensions(), (256, 256));
    assert_eq!(file.tile(TilePlace { z: 3, x: 0, y: 0 }), Ok(None));
    assert_eq!(file.tile(TilePlace { z: 9, x: 500, y: 300 }), Ok(None));
}

#[test]
fn every_tile_of_a_directory_with_leaves_is_found_where_its_maker_put_it() {
    let file = PmTiles::open(&made_elsewhere("leaves.pmtiles")).unwrap();
    let (mut count, mut sum) = (0, 0_u64);
    for x in 0..256_u32 {
        for y in 0..256_u32 {
            let Some(tile) = file.tile(TilePlace { z: 8, x, y }).unwrap() else { continue };
            count += 1;
            let bytes: u64 = tile.iter().map(|byte| u64::from(*byte)).sum();
            sum = (sum + u64::from(x * 256 + y + 1) * bytes) % (1 << 32);
        }
    }
    assert_eq!((count, sum), (10_311, 3_831_659_959));
}

#[test]
fn a_vector_tile_made_by_another_tool_has_its_layers_and_their_kinds() {
    let tile = khorog();
    let names: Vec<&str> = tile.layers.iter().map(|layer| layer.name.as_str()).collect();
    assert_eq!(names, ["boundaries", "earth", "places", "water"]);
    let layer = |name: &str| tile.layers.iter().find(|layer| layer.name == name).unwrap();
    assert!(layer("boundaries").shapes.iter().any(|shape| shape.kind.as_deref() == Some("country")
        && shape.admin_level == Some(2)
        && shape.form == ShapeForm::Lines));
    assert!(layer("water").shapes.iter().any(|shape| shape.kind.as_deref() == Some("river")));
    assert!(layer("places").shapes.iter().all(|shape| shape.form == ShapeForm::Points));
    let all =
        tile.layers.iter().flat_map(|layer| &layer.shapes).flat_map(|shape| shape.paths.iter().flatten());
    assert!(all.clone().count() > 100);
    assert!(all.clone().all(|point| point.iter().all(|v| (-0.2..=1.2).contains(v))), "on the tile");
}

#[test]
fn the_painted_tile_shows_land_river_and_boundary_in_the_colours_of_its_theme() {
    let tile = khorog();
    let light = vector_tile_picture(&tile, KHOROG, KHOROG, Theme::Light).unwrap();
    let dark = vector_tile_picture(&tile, KHOROG, KHOROG, Theme::Dark).unwrap();
    assert_eq!(light.dimensions(), (512, 512));
    let style = marz::carto::Style::of;
    let count = |image: &image::RgbaImage, [r, g, b, _]: [u8; 4]| {
        let near = |a: u8, b: u8| a.abs_diff(b) < 12;
        image.pixels().filter(|p| near(p.0[0], r) && near(p.0[1], g) && near(p.0[2], b)).count()
    };
    for (image, theme) in [(&light, Theme::Light), (&dark, Theme::Dark)] {
        assert!(count(image, style(theme).land.0) > 50_000, "land");
        let blue = |p: &&image::Rgba<u8>| i32::from(p.0[2]) - i32::from(p.0[0]) > 50;
        assert!(image.pixels().filter(blue).count() > 300, "rivers");
        assert!(count(image, style(theme).border_line.0) > 100, "boundary");
        assert!(image.pixels().all(|pixel| pixel.0[3] == 255));
    }
}

#[test]
fn beyond_the_last_zoom_shapes_are_painted_as_sharp_and_lie_where_they_lay() {
    let tile = khorog();
    let whole = vector_tile_picture(&tile, KHOROG, KHOROG, Theme::Light).unwrap();
    let child = TilePlace { z: 8, x: KHOROG.x * 2 + 1, y: KHOROG.y * 2 };
    let part = vector_tile_picture(&tile, KHOROG, child, Theme::Light).unwrap();
    // The quarter of the whole, made as large, is the part, but for the thickness of lines.
    let quarter = image::imageops::crop_imm(&whole, 256, 0, 256, 256).to_image();
    let enlarged = image::imageops::resize(&quarter, 512, 512, image::imageops::FilterType::Triangle);
    let other = part
        .pixels()
        .zip(enlarged.pixels())
        .filter(|(a, b)| a.0.iter().zip(&b.0).any(|(a, b)| a.abs_diff(*b) > 60))
        .count();
    assert!(other < 512 * 512 / 12, "{other} pixels differ");
    // A tile elsewhere is not a part of this one.
    assert!(vector_tile_picture(&tile, KHOROG, TilePlace { z: 8, x: 0, y: 0 }, Theme::Light).is_none());
}

#[test]
fn a_source_of_shapes_reads_its_last_tiles_beyond_its_last_zoom() {
    let kind = SourceKind::PmTiles { path: made_elsewhere("frontier.pmtiles") };
    let mut source = TileSource::new("one".to_owned(), "One".to_owned(), kind);
    let SourceKind::PmTiles { path } = &source.kind else { unreachable!() };
    let about = PmTiles::open(path).unwrap().about;
    source.learn(&about);
    assert_eq!(source.attribution, "© OpenStreetMap contributors, Natural Earth");
    assert_eq!((source.min_zoom, source.max_zoom, source.last_zoom()), (5, 9, 16));
    assert!(!source.has_names, "our own names stand over it");
    let far_in = TilePlace { z: 12, x: 2863, y: 1585 };
    assert_eq!(source.stored_at(far_in), TilePlace { z: 9, x: 357, y: 198 });
    assert_eq!(source.stored_at(KHOROG), KHOROG);
}

#[test]
fn an_mbtiles_of_vector_tiles_opens_with_its_tiles_packed_as_they_are() {
    let packed = {
        use std::io::Write as _;
        let file = PmTiles::open(&made_elsewhere("frontier.pmtiles")).unwrap();
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        packer.write_all(&file.tile(KHOROG).unwrap().unwrap()).unwrap();
        packer.finish().unwrap()
    };
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vector.mbtiles");
    let database = rusqlite::Connection::open(&path).unwrap();
    database
        .execute_batch(
            "CREATE TABLE metadata (name text, value text);
            CREATE TABLE tiles (zoom_level integer, tile_column integer, tile_row integer, tile_data blob);
            INSERT INTO metadata VALUES ('format', 'pbf');",
        )
        .unwrap();
    database.execute("INSERT INTO tiles VALUES (7, 89, 78, ?1)", [&packed]).unwrap();
    drop(database);
    let file = MbTiles::open(&path).unwrap();
    assert!(file.about.is_vector);
    assert_eq!((file.about.min_zoom, file.about.max_zoom), (Some(7), Some(7)), "its tiles tell");
    let bytes = file.tile(KHOROG).unwrap().unwrap();
    assert!(is_packed(&bytes));
    assert_eq!(VectorTile::read(&unpacked(&bytes, 1 << 22).unwrap()).unwrap(), khorog());
}

#[test]
fn the_words_of_both_schemas_mean_the_same() {
    let area = |layer, kind| feature(layer, Some(kind), None, true);
    let line = |layer, kind, level| feature(layer, Some(kind), level, false);
    assert_eq!(area("landuse", "forest"), Some(Feature::Wood));
    assert_eq!(area("landcover", "wood"), Some(Feature::Wood));
    assert_eq!(area("landcover", "glacier"), Some(Feature::Ice));
    assert_eq!(area("landcover", "ice"), Some(Feature::Ice));
    assert_eq!(line("roads", "highway", None), Some(Feature::Highway));
    assert_eq!(line("transportation", "motorway", None), Some(Feature::Highway));
    assert_eq!(line("roads", "rail", None), Some(Feature::Rail));
    assert_eq!(line("boundaries", "country", Some(2)), Some(Feature::CountryLine));
    assert_eq!(line("boundary", "", Some(2)), Some(Feature::CountryLine));
    assert_eq!(line("boundary", "", Some(4)), Some(Feature::RegionLine));
    assert_eq!(line("boundary", "", Some(8)), None);
    assert_eq!(line("waterway", "river", None), Some(Feature::WaterLine));
    assert_eq!(line("my_survey", "", None), Some(Feature::OtherLine), "an unknown schema shows something");
}

#[test]
fn a_pmtiles_cut_off_anywhere_or_damaged_anywhere_is_refused_in_words_or_gives_what_is_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("cut.pmtiles");
    let whole = std::fs::read(made_elsewhere("frontier.pmtiles")).unwrap();
    let look = |what: &str| {
        let begun = Instant::now();
        let said = match PmTiles::open(&path) {
            Err(error) => Some(error.to_string()),
            Ok(file) => match file.tile(KHOROG) {
                Err(error) => Some(error.to_string()),
                Ok(Some(tile)) => VectorTile::read(&tile).err().map(|error| error.to_string()),
                Ok(None) => None,
            },
        };
        assert!(begun.elapsed() < Duration::from_secs(1), "{what}");
        if let Some(said) = &said {
            assert!(said.ends_with('.') || said.ends_with(&path.display().to_string()), "{what}: {said}");
        }
        said
    };
    for length in (0..whole.len()).step_by(197) {
        std::fs::write(&path, &whole[..length]).unwrap();
        let said = look(&format!("cut at {length}"));
        assert!(said.is_some() || length > 2_000, "cut at {length}: nothing is said");
    }
    for place in (0..1_016).step_by(3).chain((1_016..whole.len()).step_by(101)) {
        for bit in [0x01, 0xff] {
            let mut damaged = whole.clone();
            damaged[place] ^= bit;
            std::fs::write(&path, &damaged).unwrap();
            look(&format!("byte {place}"));
        }
    }
}

#[test]
fn a_hostile_vector_tile_takes_neither_memory_nor_time() {
    let refused = |bytes: &[u8], what: &str| {
        let begun = Instant::now();
        let read = VectorTile::read(bytes);
        assert!(begun.elapsed() < Duration::from_secs(1), "{what}");
        assert!(matches!(read, Err(PictureError::Damaged(_))), "{what}: {read:?}");
    };
    refused(b"\x1a\x02", "a layer that is not there");
    refused(b"\x1a\xff\xff\xff\xff\xff\xff\xff\xff\x7f", "a layer of 2^62 bytes");
    // A feature whose geometry announces 2^29 points and has none.
    let geometry = b"\x0a\xff\xff\xff\xff\x0f\x02";
    let feature = [b"\x18\x02\x22\x07".as_slice(), geometry].concat();
    let layer = [&[0x12, feature.len() as u8], feature.as_slice()].concat();
    refused(&[&[0x1a, layer.len() as u8], layer.as_slice()].concat(), "points that are not there");
    // More points than any map can show, each in two bytes.
    let mut geometry = vec![0x09, 0, 0, 0x82, 0x80, 0x80, 0x08];
    geometry.extend(std::iter::repeat_n(0, 2 * (1 << 20)));
    let sized = |field: u8, bytes: &[u8]| {
        let mut out = vec![field];
        let mut length = bytes.len();
        while length > 0x7f {
            out.push((length & 0x7f) as u8 | 0x80);
            length >>= 7;
        }
        out.push(length as u8);
        out.extend_from_slice(bytes);
        out
    };
    let feature = [b"\x18\x02".to_vec(), sized(0x22, &geometry)].concat();
    refused(&sized(0x1a, &sized(0x12, &feature)), "a million points");
    // Two hundred thousand empty features.
    refused(&sized(0x1a, &[0x12, 0].repeat(200_000)), "too many features");
    // What unpacks to a gigabyte is let go at the limit.
    use std::io::Write as _;
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        packer.write_all(&vec![0; 1 << 20]).unwrap();
    }
    assert!(unpacked(&packer.finish().unwrap(), 1 << 22).is_err());
}

#[test]
fn the_files_of_the_format_s_own_makers_open_or_are_refused_in_words() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/tiles-pmtiles-protomaps");
    if !folder.exists() {
        println!("skipped: the corpus of PMTiles is not here");
        return;
    }
    let open = |name: &str| PmTiles::open(&folder.join(name));
    for name in ["empty", "invalid", "invalid_v4", "test_fixture_mlt"] {
        let error = open(&format!("js/test/data/{name}.pmtiles")).err().expect(name);
        assert!(matches!(error, TileFileError::NoPmTiles { .. } | TileFileError::NotDrawn { .. }), "{name}");
    }
    for name in ["test_fixture_1", "test_fixture_2"] {
        let file = open(&format!("js/test/data/{name}.pmtiles")).unwrap();
        assert!(file.about.is_vector);
        let tile = file.tile(TilePlace { z: 0, x: 0, y: 0 }).unwrap().unwrap();
        assert!(is_vector(&tile));
        let tile = VectorTile::read(&tile).unwrap();
        assert_eq!(tile.layers.iter().map(|layer| layer.shapes.len()).sum::<usize>(), 1, "{name}");
    }
    let toner = open("spec/v3/stamen_toner(raster)CC-BY+ODbL_z3.pmtiles").unwrap();
    assert_eq!((toner.about.min_zoom, toner.about.max_zoom), (Some(0), Some(3)));
    let mut seen = 0;
    for (z, x, y) in (0..=3_u8).flat_map(|z| {
        let side = 1_u32 << z;
        (0..side).flat_map(move |x| (0..side).map(move |y| (z, x, y)))
    }) {
        let tile = toner.tile(TilePlace { z, x, y }).unwrap().unwrap();
        assert!(decode_tile(&tile).is_ok());
        seen += 1;
    }
    assert_eq!(seen, 85);
    let whitney = open("spec/v3/usgs-mt-whitney-8-15-webp-512.pmtiles").unwrap();
    let tile = whitney.tile(TilePlace { z: 8, x: 43, y: 100 }).unwrap();
    assert!(tile.is_some_and(|tile| decode_tile(&tile).is_ok_and(|image| image.dimensions() == (512, 512))));
}
