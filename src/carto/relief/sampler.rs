//! The relief at any resolution: tiles decoded, smoothed, the finer laid over the coarser ones.
//!
//! A picture asks for it row by row, with the same columns in each. So what depends on the column alone is
//! found once, and the three rows of tile pixels around a row of the picture are mixed once.

use super::{
    super::{
        Theme,
        viewport::{WorldBox, WorldPoint},
    },
    RELIEF_MAX_ZOOM, RELIEF_MIN_ZOOM, RELIEF_TILE_PIXELS, WIDE_ZOOMS, decoded, is_sure, relief_coverage,
};

/// Finer tiles give way to coarser ones over this many of their pixels.
const BLEND: f64 = 160.0;

/// The tiles fade into flat colours over up to this part of the world's width, inside of their edge.
const FADE: f64 = 1.6 / 360.0;

/// How sure a level of tiles is at a coordinate between the two edges of what it covers: 0 and less where its
/// tiles fade out or end, 1 and more well inside. A point is as sure as the less sure of its coordinates.
pub(super) fn sureness(z: u8, at: f64, first: f64, last: f64) -> f32 {
    let pixel = 1.0 / (f64::from(1_u32 << z) * f64::from(RELIEF_TILE_PIXELS));
    (((at - first).min(last - at) - FADE) / (BLEND * pixel)) as f32
}

/// The three pixels of a level, along one axis, that a point is mixed of.
#[derive(Clone, Copy, Debug)]
struct Taps {
    first: usize,
    weights: [f32; 3],
}

impl Taps {
    /// Around `at`, in pixels of a level that has `count` of them (at least three); pixels beyond its ends
    /// have no weight.
    ///
    /// # Source
    /// The quadratic B-spline: as sharp as bilinear sampling, without its creases when tiles are enlarged.
    fn around(at: f64, count: usize) -> Self {
        let middle = at.round();
        let t = (at - middle) as f32;
        let spline = [0.5 * (0.5 - t) * (0.5 - t), 0.75 - t * t, 0.5 * (0.5 + t) * (0.5 + t)];
        let before = middle as isize - 1;
        let first = usize::try_from(before).unwrap_or(0).min(count - 3);
        let mut weights = [0.0; 3];
        for (offset, weight) in (0..).zip(spline) {
            let tap = usize::try_from(before + offset).ok().and_then(|pixel| pixel.checked_sub(first));
            if let Some(slot) = tap.and_then(|tap| weights.get_mut(tap)) {
                *slot = weight;
            }
        }
        Self { first, weights }
    }

    fn is_nothing(&self) -> bool {
        self.weights.iter().all(|weight| *weight <= 0.0)
    }
}

/// One zoom level of tiles around a box of the world, decoded into one picture.
struct Level {
    z: u8,
    covered: WorldBox,
    /// The world's coordinates of its first pixel's corner.
    origin: WorldPoint,
    width: usize,
    height: usize,
    /// Red, green, blue, and 1 where there is a tile.
    pixels: Vec<[u8; 4]>,
    columns: Vec<Taps>,
    /// Of each column.
    sureness: Vec<f32>,
    /// The row in hand, pixels of the tiles.
    mixed: Vec<[f32; 4]>,
}

impl Level {
    /// `None` where this level has no tile in the box.
    fn load(theme: Theme, z: u8, within: &WorldBox, columns: &[f64]) -> Option<Self> {
        let covered = relief_coverage(z).filter(|covered| covered.overlaps(within))?;
        let side = 1_u32 << z;
        let pixel = 1.5 / f64::from(RELIEF_TILE_PIXELS);
        let index =
            |v: f64, by: f64| (v * f64::from(side) + by).floor().clamp(0.0, f64::from(side) - 1.0) as u32;
        let first =
            (index(within.min.x.max(covered.min.x), -pixel), index(within.min.y.max(covered.min.y), -pixel));
        let last =
            (index(within.max.x.min(covered.max.x), pixel), index(within.max.y.min(covered.max.y), pixel));
        let tile = RELIEF_TILE_PIXELS as usize;
        let width = (last.0 - first.0 + 1) as usize * tile;
        let height = (last.1 - first.1 + 1) as usize * tile;
        let mut pixels = vec![[0; 4]; width * height];
        let mut any = false;
        for (y, top) in (first.1..=last.1).zip((0..).step_by(tile)) {
            for (x, left) in (first.0..=last.0).zip((0..).step_by(tile)) {
                let Some(image) = decoded(theme, (z, x, y)) else { continue };
                any = true;
                for (row, line) in image.as_raw().chunks_exact(tile * 3).enumerate() {
                    let start = (top + row) * width + left;
                    for (pixel, rgb) in pixels[start..start + tile].iter_mut().zip(line.chunks_exact(3)) {
                        *pixel = [rgb[0], rgb[1], rgb[2], 1];
                    }
                }
            }
        }
        let origin =
            WorldPoint { x: f64::from(first.0) / f64::from(side), y: f64::from(first.1) / f64::from(side) };
        any.then(|| Self {
            z,
            covered,
            origin,
            width,
            height,
            pixels,
            columns: columns.iter().map(|x| Taps::around(pixel_at(z, *x, origin.x), width)).collect(),
            sureness: columns.iter().map(|x| sureness(z, *x, covered.min.x, covered.max.x)).collect(),
            mixed: vec![[0.0; 4]; width],
        })
    }

    /// Mixes the pixels above, on and below a parallel; false where there are none.
    fn mix(&mut self, y: f64) -> bool {
        let taps = Taps::around(pixel_at(self.z, y, self.origin.y), self.height);
        if taps.is_nothing() {
            return false;
        }
        // Only what the columns ask for: they grow.
        let from = self.columns.first().map_or(0, |taps| taps.first);
        let to = self.columns.last().map_or(0, |taps| taps.first + 3);
        let row = |i: usize| &self.pixels[(taps.first + i) * self.width..][from..to];
        let [a, b, c] = taps.weights;
        for (((mixed, above), on), below) in
            self.mixed[from..to].iter_mut().zip(row(0)).zip(row(1)).zip(row(2))
        {
            for (i, sum) in mixed.iter_mut().enumerate() {
                *sum = f32::from(above[i]) * a + f32::from(on[i]) * b + f32::from(below[i]) * c;
            }
        }
        true
    }

    /// The smoothed colour in a column of the mixed row; `None` where there is no tile.
    fn sample(&self, column: usize) -> Option<[f32; 3]> {
        let taps = &self.columns[column];
        let mut sums = [0.0_f32; 4];
        for (pixel, weight) in self.mixed[taps.first..taps.first + 3].iter().zip(taps.weights) {
            for (sum, channel) in sums.iter_mut().zip(pixel) {
                *sum += channel * weight;
            }
        }
        let [r, g, b, total] = sums;
        (total > 0.2).then(|| [r / total, g / total, b / total])
    }
}

/// Where a coordinate of the world lies, in pixels of a level from the middle of its first pixel.
fn pixel_at(z: u8, at: f64, origin: f64) -> f64 {
    (at - origin) * f64::from(1_u32 << z) * f64::from(RELIEF_TILE_PIXELS) - 0.5
}

/// What is painted of a pixel so far, and how much of it is still open.
#[derive(Clone, Copy)]
struct Mix {
    sums: [f32; 3],
    open: f32,
}

/// The relief of a box of the world at one level of detail, with wider and coarser tiles where the fine ones
/// end.
pub struct ReliefSampler {
    /// From fine to coarse.
    levels: Vec<Level>,
    mixes: Vec<Mix>,
    colours: Vec<Option<[u8; 3]>>,
}

impl ReliefSampler {
    /// Decodes what is needed for `within` at the tiles' zoom `z`, which may lie beyond what is embedded.
    /// `columns` are the x of a picture's columns in the world, growing.
    pub fn new(theme: Theme, z: u8, within: WorldBox, columns: &[f64]) -> Self {
        let finest = z.clamp(RELIEF_MIN_ZOOM, RELIEF_MAX_ZOOM);
        let wide = WIDE_ZOOMS.into_iter().filter(|wide| *wide < finest && !is_sure(finest, &within));
        let levels = std::iter::once(finest)
            .chain(wide)
            .filter_map(|z| Level::load(theme, z, &within, columns))
            .collect();
        let open = Mix { sums: [0.0; 3], open: 1.0 };
        Self { levels, mixes: vec![open; columns.len()], colours: vec![None; columns.len()] }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.levels.is_empty()
    }

    /// The colours of all columns on a parallel; `None` where the relief does not reach.
    pub fn row(&mut self, y: f64) -> &[Option<[u8; 3]>] {
        self.mixes.fill(Mix { sums: [0.0; 3], open: 1.0 });
        let last = self.levels.len().saturating_sub(1);
        for (i, level) in self.levels.iter_mut().enumerate() {
            let row_sure = sureness(level.z, y, level.covered.min.y, level.covered.max.y);
            let hidden = self.mixes.iter().all(|mix| mix.open <= 0.001);
            if hidden || (i < last && row_sure <= 0.0) || !level.mix(y) {
                continue;
            }
            for (column, mix) in self.mixes.iter_mut().enumerate() {
                let share =
                    if i == last { 1.0 } else { level.sureness[column].min(row_sure).clamp(0.0, 1.0) };
                if share <= 0.0 || mix.open <= 0.001 {
                    continue;
                }
                let Some(colour) = level.sample(column) else { continue };
                let weight = mix.open * share;
                for (sum, channel) in mix.sums.iter_mut().zip(colour) {
                    *sum += channel * weight;
                }
                mix.open -= weight;
            }
        }
        for (colour, mix) in self.colours.iter_mut().zip(&self.mixes) {
            let painted = 1.0 - mix.open;
            // A conversion to u8 cuts off; the sums are not negative.
            *colour = (painted > 0.01).then(|| mix.sums.map(|sum| (sum / painted + 0.5) as u8));
        }
        &self.colours
    }
}
