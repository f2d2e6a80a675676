//! Tiles of a map from elsewhere as the ground of a picture: which ones it needs, and the colour at any point.

use std::{collections::HashMap, ops::RangeInclusive, sync::Arc};

use image::RgbaImage;

use crate::model::Extent;

use super::{
    TileId, Viewport,
    viewport::{WorldBox, WorldPoint},
};

/// What the Scene must know of the map from elsewhere that lies below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileLayer {
    /// Who made it; shown on the map and on every picture.
    pub attribution: Arc<str>,
    /// It brings its own names, rivers and lines.
    pub has_names: bool,
    /// Its last zoom: beyond it there is no more detail to see.
    pub max_zoom: u8,
    /// It is there, in most of what is seen, and not only switched on: until then our own map is drawn whole.
    pub covers: bool,
}

impl TileLayer {
    /// The zoom beyond which its tiles are only enlarged.
    pub fn detail_ends(&self) -> f64 {
        f64::from(self.max_zoom)
    }

    /// Whether our own land and lakes would hide it.
    pub fn hides_land(layer: Option<&Self>) -> bool {
        layer.is_some_and(|layer| layer.covers)
    }

    /// Whether our own names, rivers and inner lines give way.
    pub fn hides_names(layer: Option<&Self>) -> bool {
        layer.is_some_and(|layer| layer.covers && layer.has_names)
    }
}

/// The zoom level of the tiles that a map of this zoom shows, as the window chooses it.
pub fn tile_zoom(zoom: f64, min: u8, max: u8) -> Option<u8> {
    let zoom = zoom.round().clamp(0.0, 22.0) as u8;
    (zoom >= min).then_some(zoom.min(max))
}

/// The tiles of a level that a map shows.
pub fn tiles_in_view(viewport: Viewport, z: u8) -> Vec<TileId> {
    let Grid { first, columns, rows } = Grid::of(viewport.world_box(), z);
    (0..rows).flat_map(|y| (0..columns).map(move |x| (z, first.0 + x, first.1 + y))).collect()
}

/// The columns and rows of a level that an area touches.
pub fn tiles_of_extent(extent: Extent, z: u8) -> (RangeInclusive<u32>, RangeInclusive<u32>) {
    let corners = [
        WorldPoint::from_degrees(extent.west, extent.north),
        WorldPoint::from_degrees(extent.east, extent.south),
    ];
    let Grid { first, columns, rows } = Grid::of(WorldBox::around(&corners), z);
    (first.0..=first.0 + columns - 1, first.1..=first.1 + rows - 1)
}

/// The range of tiles that a box touches.
#[derive(Clone, Copy, Debug)]
struct Grid {
    first: (u32, u32),
    columns: u32,
    rows: u32,
}

impl Grid {
    fn of(within: WorldBox, z: u8) -> Self {
        let side = f64::from(1_u32 << z.min(22));
        let index = |v: f64| (v * side).floor().clamp(0.0, side - 1.0) as u32;
        let first = (index(within.min.x), index(within.min.y));
        let last = (index(within.max.x), index(within.max.y));
        Self { first, columns: last.0 - first.0 + 1, rows: last.1 - first.1 + 1 }
    }
}

/// The tiles below a picture.
#[derive(Clone, Debug)]
pub struct TileGround {
    z: u8,
    grid: Grid,
    /// For each tile of the grid the picture that stands for it, and how many levels above it.
    cells: Vec<Option<(Arc<RgbaImage>, u8)>>,
    /// Tiles of the map in view, and those of them that were not at hand: an ancestor or the relief stands in.
    pub wanted: usize,
    pub missing: usize,
}

impl TileGround {
    /// Lays out what is at hand: `tiles` holds tiles of the level and ancestors of them, of which those up to so many
    /// levels up stand in.
    pub fn new(
        viewport: Viewport,
        (z, levels_up): (u8, u8),
        tiles: &HashMap<TileId, Arc<RgbaImage>>,
    ) -> Self {
        let grid = Grid::of(viewport.world_box(), z);
        let cells: Vec<_> = tiles_in_view(viewport, z)
            .into_iter()
            .map(|(z, x, y)| {
                (0..=levels_up.min(z)).find_map(|levels| {
                    let image = tiles.get(&(z - levels, x >> levels, y >> levels))?;
                    Some((Arc::clone(image), levels))
                })
            })
            .collect();
        let missing = cells.iter().filter(|cell| !matches!(cell, Some((_, 0)))).count();
        Self { z, grid, wanted: cells.len(), missing, cells }
    }

    /// The colour at a point of the world, not premultiplied; `None` where no tile is at hand.
    pub fn sample(&self, at: WorldPoint) -> Option<[u8; 4]> {
        let side = f64::from(1_u32 << self.z);
        let (x, y) = (at.x * side, at.y * side);
        if x < 0.0 || y < 0.0 {
            return None;
        }
        let column =
            (x as u32).checked_sub(self.grid.first.0).filter(|column| *column < self.grid.columns)?;
        let row = (y as u32).checked_sub(self.grid.first.1).filter(|row| *row < self.grid.rows)?;
        let (image, levels) = self.cells.get((row * self.grid.columns + column) as usize)?.as_ref()?;
        let parts = f64::from(1_u32 << levels);
        Some(bilinear(image, (x / parts).fract(), (y / parts).fract()))
    }
}

/// The colour at a place of a tile, 0 to 1 on both sides, mixed of four pixels and held at the edge, as the window's
/// painter does.
fn bilinear(image: &RgbaImage, u: f64, v: f64) -> [u8; 4] {
    let (width, height) = image.dimensions();
    let taps = |at: f64, side: u32| {
        let at = (at * f64::from(side) - 0.5).clamp(0.0, f64::from(side) - 1.0);
        let low = at.floor() as u32;
        (low, (low + 1).min(side - 1), (at - at.floor()) as f32)
    };
    let (x0, x1, fx) = taps(u, width);
    let (y0, y1, fy) = taps(v, height);
    let pixel = |x, y| image.get_pixel(x, y).0.map(f32::from);
    let mix = |a: [f32; 4], b: [f32; 4], t: f32| std::array::from_fn(|i| a[i] + (b[i] - a[i]) * t);
    let upper: [f32; 4] = mix(pixel(x0, y0), pixel(x1, y0), fx);
    let lower: [f32; 4] = mix(pixel(x0, y1), pixel(x1, y1), fx);
    mix(upper, lower, fy).map(|channel: f32| (channel + 0.5) as u8)
}
