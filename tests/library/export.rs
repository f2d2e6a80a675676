//! The picture, on paper.

use std::time::Instant;

use marz::{
    carto::{
        Camera, LabelLanguage, Point, Sheet, Theme, View, Viewport, compose, compose_basemap, compose_with,
    },
    export::{PicturePreset, PictureRequest, picture, png},
    model::{LonLat, Zoom},
};

use crate::samples;

/// Draws the real incidents for the eye: `MARZ_INCIDENTS=… MARZ_LOOK=/tmp/look cargo test --release look -- --ignored`.
#[test]
#[ignore = "for looking at pictures"]
fn look() {
    let Some(document) = samples::real() else { return };
    let folder = std::path::PathBuf::from(std::env::var_os("MARZ_LOOK").unwrap());
    std::fs::create_dir_all(&folder).unwrap();
    let only = std::env::var("MARZ_ONLY").unwrap_or_default();
    let ids = samples::all_ids(&document);
    let start = Instant::now();
    let _ = marz::carto::Basemap::embedded();
    println!("basemap {:?}", start.elapsed());
    let look_at =
        |lon: f64, lat: f64, zoom: f64| Camera { centre: LonLat::new(lon, lat).unwrap(), zoom: Zoom(zoom) };
    let screen = Point { x: 1280.0, y: 720.0 };
    let mut views = Vec::new();
    for (name, camera) in [
        ("z4", look_at(70.0, 38.0, 4.0)),
        ("z5", look_at(70.5, 37.8, 5.0)),
        ("z7", look_at(70.8, 37.7, 7.0)),
        ("fit", Viewport::fit(marz::model::Extent::FRONTIER, screen, 20.0)),
        ("z8", look_at(69.8, 37.7, 8.3)),
        ("z9", look_at(70.2, 37.9, 9.0)),
        ("z11", look_at(70.82, 38.45, 11.0)),
        ("z11b", look_at(69.63, 37.66, 11.0)),
        ("z13", look_at(71.55, 37.49, 13.0)),
    ] {
        for theme in [Theme::Light, Theme::Dark] {
            views.push((
                format!("{name}_{theme:?}").to_lowercase(),
                View { camera, theme, ..View::frontier() },
            ));
        }
    }
    let open = samples::id("TAF-2013-03-21-DEHIQOZI");
    views.push((
        "opened".to_owned(),
        View {
            camera: look_at(70.2, 37.9, 9.0),
            opened: Some(open.clone()),
            selected: Some(open),
            language: LabelLanguage::Tajik,
            ..View::frontier()
        },
    ));
    views.push((
        "hover".to_owned(),
        View {
            camera: look_at(70.2, 37.7, 8.0),
            selected: Some(samples::id("TAF-2018-07-29-DANGHARA")),
            hovered: Some(samples::id("TAF-2022-05-31-DERZUD")),
            language: LabelLanguage::Russian,
            ..View::frontier()
        },
    ));
    for (name, view) in &views {
        if !name.contains(&only) {
            continue;
        }
        let sheet = Sheet::window(screen);
        let _ = compose(&document, &ids, ids.len(), view, &sheet);
        let start = Instant::now();
        let scene = compose(&document, &ids, ids.len(), view, &sheet);
        let composed = start.elapsed();
        let basemap = compose_basemap(view, Viewport { camera: view.camera, size: screen });
        let start = Instant::now();
        let _ = compose_with(Some(basemap), &document, &ids, ids.len(), view, &sheet);
        let kept = start.elapsed();
        let start = Instant::now();
        let bytes = png(&scene, (1280, 720), None).unwrap();
        println!(
            "{name}: compose {composed:?}, basemap kept {kept:?}, png {:?} {} kB",
            start.elapsed(),
            bytes.len() / 1000
        );
        std::fs::write(folder.join(format!("{name}.png")), bytes).unwrap();
    }
    let view = View { camera: look_at(70.8, 37.7, 7.0), ..View::frontier() };
    for preset in PicturePreset::ALL {
        let name = format!("picture_{preset:?}").to_lowercase();
        if !name.contains(&only) {
            continue;
        }
        let request =
            PictureRequest { made_on: Some("22 November 2026".to_owned()), ..PictureRequest::preset(preset) };
        let start = Instant::now();
        let scene = picture(&document, &ids, ids.len(), &view, screen, &request);
        let bytes = png(&scene, request.pixels, request.dpi).unwrap();
        println!("{name}: {:?} {} kB", start.elapsed(), bytes.len() / 1000);
        std::fs::write(folder.join(format!("{name}.png")), bytes).unwrap();
    }
}
