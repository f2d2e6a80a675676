//! Crowds: incidents too many to be told apart, counted together by where they stand.
//!
//! All of it costs at most one pass over the shown rows, whatever was filtered: nothing needs to be built beforehand.
//! What they are made of is kept while the same rows are asked for again and only the map moves. What is counted stands
//! still while the map is panned: cells are cells of the world.

mod clusters;
mod density;
mod hexagons;
mod kept;
mod world;

use super::Spot;

pub use clusters::{Cluster, Clusters};
pub use density::{DENSITY_PIXELS, Density};
pub use hexagons::{Hexagon, Hexagons};
pub(super) use kept::KeptCrowd;

use world::Count;

/// Zoom levels that cells of the world are made for; in between, the cells of the nearest one serve.
const LEVELS: (f64, f64) = (0.0, 20.0);

/// The nearest level.
pub fn level_of(zoom: f64) -> u32 {
    zoom.round().clamp(LEVELS.0, LEVELS.1) as u32
}

/// Steps of the world in a logical pixel at a level.
fn steps_a_pixel(level: u32) -> f64 {
    2_f64.powi(24 - level.cast_signed())
}

/// Incidents counted together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tally {
    pub count: u32,
    /// Those of them of which no more than the district or province is known.
    pub rough: u32,
    /// Those whose place is an area or a line and no point, the rough ones with them.
    pub areas: u32,
    /// Those of which no source tells how many were killed.
    pub not_stated: u32,
    /// Best numbers of people killed.
    pub killed: u64,
    /// The first of them in time.
    pub first_row: u32,
    sum: [u64; 2],
    /// West, north, east, south, in steps of the world.
    bounds: [u32; 4],
}

impl Tally {
    const NOBODY: Self = Self {
        count: 0,
        rough: 0,
        areas: 0,
        not_stated: 0,
        killed: 0,
        first_row: u32::MAX,
        sum: [0; 2],
        bounds: [u32::MAX, u32::MAX, 0, 0],
    };

    /// The middle of all of them on the Mercator square, 0 to 1.
    pub fn middle(&self) -> [f64; 2] {
        let count = f64::from(self.count.max(1)) * super::WORLD_STEPS;
        self.sum.map(|sum| sum as f64 / count)
    }

    /// West, north, east and south of all of them on the Mercator square, 0 to 1.
    pub fn bounds(&self) -> [f64; 4] {
        self.bounds.map(|step| f64::from(step) / super::WORLD_STEPS)
    }
}

impl Count for Tally {
    const NOTHING: Self = Self::NOBODY;

    #[inline]
    fn add(&mut self, row: u32, spot: Spot) {
        self.count += 1;
        self.rough += u32::from(spot.is_rough());
        self.areas += u32::from(spot.is_area());
        self.not_stated += u32::from(!spot.states_killed());
        self.killed += u64::from(spot.killed);
        self.first_row = self.first_row.min(row);
        self.sum[0] += u64::from(spot.x);
        self.sum[1] += u64::from(spot.y);
        let [west, north, east, south] = self.bounds;
        self.bounds = [west.min(spot.x), north.min(spot.y), east.max(spot.x), south.max(spot.y)];
    }

    fn join(&mut self, other: &Self) {
        self.count += other.count;
        self.rough += other.rough;
        self.areas += other.areas;
        self.not_stated += other.not_stated;
        self.killed += other.killed;
        self.first_row = self.first_row.min(other.first_row);
        self.sum[0] += other.sum[0];
        self.sum[1] += other.sum[1];
        let ([west, north, east, south], more) = (self.bounds, other.bounds);
        self.bounds = [west.min(more[0]), north.min(more[1]), east.max(more[2]), south.max(more[3])];
    }
}

/// Square cells of the world, as many as lie around a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Cells {
    /// A cell is two to this power steps wide.
    shift: u32,
    /// The first column and row.
    first: [u32; 2],
    /// How many columns and rows.
    size: [u32; 2],
}

impl Cells {
    /// The cells of a part of the Mercator square (west, north, east, south; 0 to 1) and `margin` around it, rounded up
    /// to whole blocks of `block`.
    fn around(part: [f64; 4], shift: u32, margin: u32, block: u32) -> Self {
        let last = ((1_u64 << 32) - 1) >> shift;
        let cell = |at: f64| ((at * super::WORLD_STEPS).clamp(0.0, f64::from(u32::MAX)) as u32) >> shift;
        let low = |at: f64| cell(at).saturating_sub(margin) / block * block;
        let high = |at: f64| {
            let next = u64::from(cell(at) + margin) / u64::from(block) * u64::from(block) + u64::from(block);
            (next - 1).min(last) as u32
        };
        let first = [low(part[0]), low(part[1])];
        let end = [high(part[2]), high(part[3])];
        Self { shift, first, size: [0, 1].map(|axis| end[axis].saturating_sub(first[axis]) + 1) }
    }

    fn len(&self) -> usize {
        self.size[0] as usize * self.size[1] as usize
    }

    /// The cell that a spot lies in, where it is one of these.
    #[inline]
    fn cell_of(&self, spot: Spot) -> Option<usize> {
        let column = (spot.x >> self.shift).wrapping_sub(self.first[0]);
        let row = (spot.y >> self.shift).wrapping_sub(self.first[1]);
        let is_here = column < self.size[0] && row < self.size[1] && spot.is_placed();
        is_here.then_some(row as usize * self.size[0] as usize + column as usize)
    }
}
