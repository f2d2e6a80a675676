//! What stands around and on the map: header and footer, legend, scale bar, north arrow, attribution, shelf.
//!
//! Each piece says where it lies, so that no name is set there.

mod numbers;
mod bands;
mod corners;
mod inset;
mod legend;

use std::sync::Arc;

use super::{Align, Face, Mark, Point, Rect, Rgba, Target, TextMark, View};

pub(super) use bands::{Band, Fullness, band_ground, footer, header};
pub(super) use corners::{attribution, detail_ends, north_arrow, outside_badge, scale_bar, shelf_badge};
pub(super) use inset::inset;
pub(super) use legend::legend;
pub(super) use numbers::KeyNumbers;
pub use numbers::{filter_words, window_words};

/// Who made the basemap. It stands on every map and every picture and cannot be switched off.
///
/// # Source
/// The licences of the embedded data, as `assets/README.md` lists them.
pub const MAP_ATTRIBUTION: &str = "Borders © OpenStreetMap contributors (ODbL)\u{a0}· Places © GeoNames (CC BY 4.0)\u{a0}· \
     Districts: geoBoundaries (Runfola et al. 2020, CC BY 4.0)\u{a0}· Relief and rivers: NOAA GLOBE 1.0 (Hastings & \
     Dunbar 1999), WDBII/GSHHG (Wessel & Smith, LGPL)\u{a0}· Airfields: airportsdata (MIT)\u{a0}· World: Natural Earth";

/// Who made what is seen: the map from elsewhere first, where one is on.
fn attribution_words(view: &View) -> String {
    match view.tiles.as_ref().map(|tiles| tiles.attribution.trim()) {
        Some(theirs) if !theirs.is_empty() => format!("{theirs}\u{a0}· {MAP_ATTRIBUTION}"),
        Some(_) | None => MAP_ATTRIBUTION.to_owned(),
    }
}

/// Distance of furniture from the frame, logical pixels.
const EDGE: f32 = 12.0;

/// Marks on the map, the rectangle they take, and what answers to the pointer.
#[derive(Debug, Default)]
pub(super) struct Piece {
    pub marks: Vec<Mark>,
    pub rects: Vec<Rect>,
    pub targets: Vec<Target>,
}

fn plain(at: Point, align: Align, text: impl Into<Arc<str>>, size: f32, face: Face, colour: Rgba) -> Mark {
    Mark::Text(TextMark::plain(at, align, text, size, face, colour))
}
