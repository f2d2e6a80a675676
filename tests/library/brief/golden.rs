//! Briefs in three layouts, two styles and three sizes, as they were approved.
//!
//! `UPDATE_GOLDEN=1 cargo test --test library -- briefs` makes the pictures anew; look at them before they are
//! committed.

use std::path::Path;

use jiff::civil::date;
use marz::{
    analysis::{Index, Window},
    carto::{
        MapStyle, View,
        brief::{About, Banner, Ground, Layout, Orientation, Paper, brief},
    },
    export::rgba,
    store,
};

use crate::{
    atlas::{difference, pack},
    documents::day,
};

fn layouts() -> [(&'static str, Layout); 3] {
    let usual = Layout { ground: Ground::Incidents, ..Layout::default() };
    let banner = Banner { text: "OFFICIAL – FOR THE MINISTER".to_owned(), ..Banner::default() };
    [
        ("slide", Layout { banner, ..usual.clone() }),
        ("a4_portrait", Layout { paper: Paper::A4, orientation: Orientation::Portrait, ..usual.clone() }),
        ("letter", Layout { paper: Paper::Letter, ..usual }),
    ]
}

#[test]
fn the_briefs_are_as_they_were_approved() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/brief");
    let (document, _) = store::sample();
    let index = Index::new(&document);
    let window = Window { first: Some(day("2021-01-01")), last: Some(day("2025-12-31")) };
    let view = View { window, ..View::frontier() };
    let about =
        About { today: Some(date(2026, 11, 23)), version: Some("63b2c6ca5e0a".to_owned()), screen: None };
    let mut wrong = Vec::new();
    for (name, layout) in layouts() {
        for (style, map_style) in [("light", MapStyle::Day), ("dark", MapStyle::Night)] {
            let layout = Layout { style: map_style, ..layout.clone() };
            let brief = brief(&document, &index, &view, &layout, &about);
            let scene = &brief.pages[0].scene;
            for (size, scale) in [("small", 0.3), ("middle", 0.45), ("large", 0.6)] {
                let pixels = ((scene.size.x * scale).round() as u32, (scene.size.y * scale).round() as u32);
                let drawn = image::DynamicImage::from(rgba(scene, pixels).unwrap()).into_rgb8();
                let path = folder.join(format!("{name}_{style}_{size}.jpg"));
                if std::env::var_os("UPDATE_GOLDEN").is_some() {
                    pack(&drawn, &path);
                    continue;
                }
                let approved = image::open(&path).expect("an approved picture").into_rgb8();
                let share = difference(&drawn, &approved);
                if approved.dimensions() != drawn.dimensions() || share > 0.01 {
                    wrong.push(format!("{name} {style} {size}: {:.1} %", share * 100.0));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "other than approved: {}", wrong.join(", "));
}
