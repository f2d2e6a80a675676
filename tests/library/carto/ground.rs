//! What the map is made of: the projection, the embedded layers, the relief, the type, the symbols.

use marz::{
    carto::{
        Basemap, CAP_HEIGHT, Camera, Face, Mark, Point, Rgba, Theme, Viewport, font_bytes, outline,
        relief_image, relief_tile, symbol_mark, text_width,
    },
    model::{Extent, LonLat, Zoom, taxonomy},
};
use proptest::prelude::*;
use skrifa::{
    FontRef, MetadataProvider,
    instance::{LocationRef, Size},
};

use super::{SCREEN, at};

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn what_is_under_a_point_is_drawn_at_that_point(
        lon in 60.0..85.0_f64, lat in 30.0..45.0_f64, zoom in 4.0..16.0_f64, x in 0.0..1280.0_f32, y in 0.0..720.0_f32
    ) {
        let viewport = Viewport {
            camera: Camera { centre: LonLat::new(lon, lat).unwrap(), zoom: Zoom(zoom) },
            size: SCREEN,
        };
        let ground = viewport.lonlat_from_screen(Point { x, y }).unwrap();
        let back = viewport.screen_from_lonlat(ground);
        prop_assert!((back.x - x).abs() < 0.06 && (back.y - y).abs() < 0.06, "{back:?}");
    }

    #[test]
    fn zooming_keeps_the_ground_under_the_pointer(
        zoom in 4.5..15.0_f64, to in 4.0..16.0_f64, x in 0.0..1280.0_f32, y in 0.0..720.0_f32
    ) {
        let viewport = Viewport { camera: at(70.5, 37.7, zoom).camera, size: SCREEN };
        let pointer = Point { x, y };
        let ground = viewport.lonlat_from_screen(pointer).unwrap();
        let camera = viewport.zoomed_about(pointer, Zoom(to));
        let after = Viewport { camera, size: SCREEN }.screen_from_lonlat(ground);
        prop_assert!((after.x - x).abs() < 0.1 && (after.y - y).abs() < 0.1, "{after:?}");
    }
}

#[test]
fn the_projection_is_that_of_web_maps() {
    // Zoom 0, the whole world in 256 px: the origin in the middle, 180° E at the right edge.
    let viewport = Viewport {
        camera: Camera { centre: LonLat::new(0.0, 0.0).unwrap(), zoom: Zoom(0.0) },
        size: Point { x: 256.0, y: 256.0 },
    };
    let east = viewport.screen_from_lonlat(LonLat::new(180.0, 0.0).unwrap());
    assert!((east.x - 256.0).abs() < 1e-3 && (east.y - 128.0).abs() < 1e-3);
    let north = viewport.screen_from_lonlat(LonLat::new(0.0, 85.051_128_7).unwrap());
    assert!(north.y.abs() < 1e-3);
    // 40075016.686 m / 256 px on the equator, half of it on the 60th parallel.
    let on = |lat: f64| viewport.metres_per_pixel(LonLat::new(0.0, lat).unwrap()).0;
    assert!((on(0.0) - 156_543.034).abs() < 0.01 && (on(60.0) - 78_271.517).abs() < 0.01);
}

#[test]
fn fitting_shows_the_whole_frontier() {
    let camera = Viewport::fit(Extent::FRONTIER, SCREEN, 20.0);
    let shown = Viewport { camera, size: SCREEN }.extent();
    let frontier = Extent::FRONTIER;
    assert!(shown.west < frontier.west && shown.east > frontier.east);
    assert!(shown.south < frontier.south && shown.north > frontier.north);
    assert!(shown.east - shown.west < (frontier.east - frontier.west) * 1.2);
}

#[test]
fn the_embedded_basemap_reads_and_knows_its_districts() {
    let basemap = Basemap::embedded();
    assert!(basemap.borders.iter().any(|border| border.focus && border.pair == "AF-TJ"));
    assert!(basemap.districts.len() > 100 && basemap.provinces.len() > 10 && basemap.places.len() > 300);
    assert!(!basemap.land.is_empty() && !basemap.rivers.is_empty() && !basemap.lakes.is_empty());
    let position = |lon, lat| LonLat::new(lon, lat).unwrap();
    let khorog = position(71.5534, 37.4904);
    assert_eq!(basemap.country(khorog), Some("TJ"));
    assert!(basemap.province_at(khorog).unwrap().name.english.contains("Badakhshan"));
    assert_eq!(basemap.country(position(68.87, 36.73)), Some("AF"), "Kunduz");
    assert_eq!(basemap.country(position(2.35, 48.86)), None, "Paris");
    let yol = position(70.1891, 37.7604);
    assert_eq!(basemap.district_at(yol).unwrap().name.english, "Shamsiddin Shohin");
}

#[test]
fn the_bundled_type_has_all_letters_and_the_stated_height() {
    for face in [Face::Regular, Face::SemiBold, Face::Italic] {
        let font = FontRef::new(font_bytes(face)).unwrap();
        for letter in "AZaz09ҒғӢӣҚқӮӯҲҳҶҷЁё–—…·©°“”№".chars() {
            assert!(font.charmap().map(letter).is_some(), "{face:?} lacks {letter}");
        }
        let capital = font.metrics(Size::new(1.0), LocationRef::default()).cap_height.unwrap();
        assert!((capital - CAP_HEIGHT).abs() < 0.01, "{face:?}: {capital}");
        assert!(text_width(face, 10.0, "Khorog", 0.0) > 20.0);
    }
}

#[test]
fn the_relief_covers_the_frontier_in_both_themes_at_every_zoom() {
    for theme in [Theme::Light, Theme::Dark, Theme::Print] {
        // z/x/y of the tiles around 70.5 E, 37.7 N.
        for (z, x, y) in [(3, 5, 3), (5, 22, 12), (7, 89, 49), (9, 356, 197)] {
            assert!(relief_tile(theme, z, x, y).is_some(), "{theme:?} {z}/{x}/{y}");
            assert!(relief_image(theme, z, x, y).is_some());
        }
        assert!(relief_image(theme, 12, 2849, 1578).is_some(), "enlarged beyond what is embedded");
        assert!(relief_image(theme, 9, 0, 0).is_none());
    }
}

#[test]
fn symbols_are_seen_whole_from_their_centre() {
    for kind in taxonomy::event_types() {
        let points = outline(kind.shape);
        assert!(points.len() >= 3);
        assert!(points.iter().all(|p| p.x.hypot(p.y) <= 1.35), "{:?} leaves its circle", kind.shape);
        // Going around, the outline never turns back: a fan from the centre fills it.
        for (a, b) in points.iter().zip(points.iter().cycle().skip(1)) {
            assert!(a.x * b.y - a.y * b.x > -1e-4, "{:?} turns back", kind.shape);
        }
        let mark = symbol_mark(kind.shape, SCREEN, 8.0, Rgba([0; 4]), None);
        assert!(matches!(mark, Mark::Symbol { .. }));
    }
}
