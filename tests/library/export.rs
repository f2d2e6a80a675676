//! The picture, on paper.

use std::path::Path;

use marz::{
    carto::{Camera, LabelLanguage, PictureTexts, Point, Scene, Sheet, Theme, View, Viewport, compose},
    export::{ExportError, PicturePreset, PictureRequest, picture, png, rgba},
    model::{Document, LonLat, Zoom},
};

use crate::samples;

fn at(lon: f64, lat: f64, zoom: f64) -> View {
    View { camera: Camera { centre: LonLat::new(lon, lat).unwrap(), zoom: Zoom(zoom) }, ..View::frontier() }
}

fn window(document: &Document, view: &View, size: Point) -> Scene {
    compose(document, &samples::all_ids(document), document.len(), view, &Sheet::window(size))
}

const SMALL: Point = Point { x: 480.0, y: 320.0 };

/// Compares with `tests/golden/NAME.png`; `UPDATE_GOLDEN=1` rewrites it. The tolerance forgives rounding on
/// another machine, not a moved word.
fn assert_golden(name: &str, scene: &Scene) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let golden = root.join("tests/golden").join(format!("{name}.png"));
    let pixels = (scene.size.x as u32, scene.size.y as u32);
    let bytes = png(scene, pixels, None).unwrap();
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::create_dir_all(golden.parent().unwrap()).unwrap();
        std::fs::write(&golden, bytes).unwrap();
        return;
    }
    let drawn = image::load_from_memory(&bytes).unwrap().into_rgb8();
    let expected = image::open(&golden).unwrap().into_rgb8();
    assert_eq!(drawn.dimensions(), expected.dimensions());
    let differences: Vec<u8> = drawn
        .pixels()
        .zip(expected.pixels())
        .map(|(a, b)| a.0.iter().zip(b.0).map(|(a, b)| a.abs_diff(b)).max().unwrap())
        .collect();
    let strong = differences.iter().filter(|difference| **difference > 24).count();
    let share = strong as f64 / differences.len() as f64;
    if share > 0.002 {
        let folder = root.join("target/golden");
        std::fs::create_dir_all(&folder).unwrap();
        let (new, diff) = (folder.join(format!("{name}.png")), folder.join(format!("{name}.diff.png")));
        std::fs::write(&new, &bytes).unwrap();
        image::GrayImage::from_raw(pixels.0, pixels.1, differences).unwrap().save(&diff).unwrap();
        panic!(
            "{name}: {:.2} % of the pixels differ; compare {} and {} with {}, or accept with UPDATE_GOLDEN=1",
            share * 100.0,
            new.display(),
            diff.display(),
            golden.display()
        );
    }
}

#[test]
fn the_pictures_are_as_they_were_approved() {
    let document = samples::frontier();
    let ids = samples::all_ids(&document);
    for theme in [Theme::Light, Theme::Dark] {
        let name = |what: &str| format!("{what}_{theme:?}").to_lowercase();
        let mut wide = View { theme, ..at(71.0, 37.7, 6.0) };
        wide.layers.legend = false;
        assert_golden(&name("frontier"), &window(&document, &wide, SMALL));
        let opened = View {
            theme,
            opened: Some(samples::id("stack-1")),
            selected: Some(samples::id("stack-3")),
            language: LabelLanguage::Tajik,
            ..at(69.8, 37.6, 9.0)
        };
        let mut opened = opened;
        opened.layers.legend = false;
        assert_golden(&name("opened"), &window(&document, &opened, SMALL));
        let texts = PictureTexts {
            title: "Incidents on the frontier".to_owned(),
            made_on: Some("22 November 2026".to_owned()),
            ..PictureTexts::default()
        };
        let mut dari = View { theme, language: LabelLanguage::Dari, ..at(69.3, 37.2, 8.4) };
        dari.layers.legend = false;
        assert_golden(&name("dari"), &window(&document, &dari, SMALL));
        let view = View { theme, ..at(70.0, 37.3, 7.2) };
        let sheet = Sheet::picture(Point { x: 640.0, y: 480.0 }, texts);
        assert_golden(&name("picture"), &compose(&document, &ids, ids.len(), &view, &sheet));
    }
}

#[test]
fn a_picture_has_the_size_and_resolution_asked_for_and_tells_nothing_else() {
    let document = samples::frontier();
    let ids = samples::all_ids(&document);
    let request =
        PictureRequest { dpi: Some(300), pixels: (600, 420), ..PictureRequest::preset(PicturePreset::Hd) };
    let scene =
        picture(&document, &ids, ids.len(), &at(70.0, 37.6, 7.0), Point { x: 900.0, y: 600.0 }, &request);
    let bytes = png(&scene, request.pixels, request.dpi).unwrap();
    let reader = ::png::Decoder::new(std::io::Cursor::new(&bytes)).read_info().unwrap();
    let info = reader.info();
    assert_eq!((info.width, info.height), (600, 420));
    let dims = info.pixel_dims.unwrap();
    assert_eq!((dims.xppu, dims.yppu, dims.unit), (11811, 11811, ::png::Unit::Meter));
    // Header, size, resolution, pixels, end: no text, no time.
    let mut chunks = std::collections::BTreeSet::new();
    let mut position = 8;
    while position + 8 <= bytes.len() {
        let length = u32::from_be_bytes(bytes[position..position + 4].try_into().unwrap()) as usize;
        chunks.insert(String::from_utf8(bytes[position + 4..position + 8].to_vec()).unwrap());
        position += length + 12;
    }
    assert_eq!(chunks.into_iter().collect::<Vec<_>>(), ["IDAT", "IEND", "IHDR", "pHYs"]);
}

#[test]
fn the_same_picture_has_the_same_bytes() {
    let document = samples::frontier();
    let make = || png(&window(&document, &at(70.0, 37.6, 8.0), SMALL), (480, 320), Some(150)).unwrap();
    assert_eq!(make(), make());
}

#[test]
fn a_picture_shows_at_least_the_ground_on_the_screen_in_the_same_proportions() {
    let document = samples::frontier();
    let ids = samples::all_ids(&document);
    let view = at(70.4, 37.6, 7.6);
    let screen = Point { x: 1000.0, y: 620.0 };
    let seen = Viewport { camera: view.camera, size: screen }.extent();
    for preset in PicturePreset::ALL.into_iter().chain([PicturePreset::Custom(900, 300)]) {
        let request = PictureRequest::preset(preset);
        let scene = picture(&document, &ids, ids.len(), &view, screen, &request);
        assert_eq!(scene.camera, view.camera, "the zoom is that of the screen");
        let shown = Viewport { camera: scene.camera, size: scene.map_size }.extent();
        let slack = 1e-4;
        assert!(
            shown.west <= seen.west + slack
                && shown.east >= seen.east - slack
                && shown.south <= seen.south + slack
                && shown.north >= seen.north - slack,
            "{preset:?} cuts ground away: {shown:?} of {seen:?}"
        );
        let (width, height) = preset.pixels();
        let stretch = (width as f32 / scene.size.x) / (height as f32 / scene.size.y);
        assert!((stretch - 1.0).abs() < 1e-3, "{preset:?} is stretched");
    }
}

#[test]
fn a_size_that_cannot_be_painted_is_refused() {
    let scene = window(&samples::frontier(), &at(70.0, 37.6, 7.0), SMALL);
    assert!(matches!(rgba(&scene, (0, 100)), Err(ExportError::Size { .. })));
    assert!(matches!(png(&scene, (100_000, 100), None), Err(ExportError::Size { .. })));
}

#[test]
fn every_region_of_a_picture_is_painted() {
    let scene = window(&samples::frontier(), &at(70.0, 37.6, 7.0), SMALL);
    let image = rgba(&scene, (480, 320)).unwrap();
    for (left, top) in [(0, 0), (240, 0), (0, 160), (240, 160)] {
        let colours: std::collections::BTreeSet<[u8; 4]> = (0..160)
            .flat_map(|y| (0..240).map(move |x| (left + x, top + y)))
            .map(|(x, y)| image.get_pixel(x, y).0)
            .collect();
        assert!(colours.len() > 50, "a quarter at {left}, {top} is nearly empty");
        assert!(colours.iter().all(|colour| colour[3] == 255));
    }
}
