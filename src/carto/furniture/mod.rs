//! What stands around and on the map: header and footer, legend, scale bar, north arrow, attribution, shelf.
//!
//! Each piece says where it lies, so that no name is set there.

mod numbers;
mod bands;
mod caption;
mod corners;
mod credits;
mod inset;
mod legend;

use std::sync::Arc;

use super::{Align, Face, Mark, Point, Rect, Rgba, Target, TextMark, View};

pub(super) use bands::{Band, DEFAULT_TITLE, Fullness, band_ground, footer, header};
pub(super) use caption::caption;
pub(super) use corners::{attribution, detail_ends, north_arrow, outside_badge, scale_bar, shelf_badge};
pub(super) use inset::{inset, small_inset};
pub(super) use legend::{LegendRow, legend, legend_rows};
pub(super) use numbers::KeyNumbers;
pub use numbers::{filter_words, window_words};

/// Who made the basemap. It stands on every map and every picture and cannot be switched off.
///
/// # Source
/// The licences of the embedded data, as `assets/README.md` lists them.
pub const MAP_ATTRIBUTION: &str = "Borders and railways © OpenStreetMap contributors (ODbL)\u{a0}· Places © GeoNames (CC BY 4.0)\u{a0}· \
     Districts: geoBoundaries (Runfola et al. 2020, CC BY 4.0)\u{a0}· Relief and rivers: NOAA GLOBE 1.0 (Hastings & \
     Dunbar 1999), WDBII/GSHHG (Wessel & Smith, LGPL)\u{a0}· Airfields: airportsdata (MIT)\u{a0}· World: Natural Earth, Unicode CLDR\u{a0}· Mountain tops: Wikipedia (CC BY-SA)";

/// Who made what is seen: the map from elsewhere first, where one is on.
pub(super) fn attribution_words(view: &View) -> String {
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

impl Piece {
    /// The piece, moved down from under those that stand in its place.
    pub(super) fn below(self, others: &[Self]) -> Self {
        let in_the_way = others.iter().flat_map(|other| &other.rects);
        let overlapping = in_the_way.filter(|rect| self.rects.iter().any(|own| own.overlaps(rect)));
        let Some(top) = self.rects.iter().map(|own| own.min.y).reduce(f32::min) else { return self };
        let by = Point { x: 0.0, y: overlapping.map(|rect| rect.max.y + 3.0 - top).fold(0.0, f32::max) };
        let down = |at: Point| Point { x: at.x, y: at.y + by.y };
        Self {
            marks: self.marks.iter().map(|mark| mark.moved(by)).collect(),
            rects: self.rects.iter().map(|r| Rect { min: down(r.min), max: down(r.max) }).collect(),
            targets: self.targets.into_iter().map(|t| Target { centre: down(t.centre), ..t }).collect(),
        }
    }
}

fn plain(at: Point, align: Align, text: impl Into<Arc<str>>, size: f32, face: Face, colour: Rgba) -> Mark {
    Mark::Text(TextMark::plain(at, align, text, size, face, colour))
}
