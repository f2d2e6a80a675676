//! Hexagons: the world in cells of one size and form, and how many incidents lie in each.

use super::{Tally, steps_a_pixel};
use crate::analysis::{ShownRows, Spot};

/// One cell that is not empty.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hexagon {
    pub tally: Tally,
    /// Its middle on the Mercator square, 0 to 1.
    pub middle: [f64; 2],
}

/// The hexagons of a part of the world, a corner up.
#[derive(Clone, Debug, PartialEq)]
pub struct Hexagons {
    pub all: Vec<Hexagon>,
    /// From the middle to a corner, of the width of the world.
    pub radius: f64,
}

/// Where the middles stand: two rectangular lattices, one in the middles of the other.
struct Lattice {
    /// From a middle to the next one of the same lattice, in steps of the world.
    across: f64,
    down: f64,
    /// The first column and pair of rows.
    first: [i64; 2],
    /// How many columns and pairs of rows.
    size: [usize; 2],
}

impl Lattice {
    fn around(part: [f64; 4], radius: f64) -> Self {
        let (across, down) = (radius * 3.0_f64.sqrt(), radius * 3.0);
        let low = |at: f64, step: f64| (at * super::super::WORLD_STEPS / step).floor() as i64 - 1;
        let high = |at: f64, step: f64| (at * super::super::WORLD_STEPS / step).ceil() as i64 + 1;
        let first = [low(part[0], across), low(part[1], down)];
        let end = [high(part[2], across), high(part[3], down)];
        Self { across, down, first, size: [0, 1].map(|axis| (end[axis] - first[axis]).max(0) as usize + 1) }
    }

    /// The nearest middle, which is that of the cell the spot lies in.
    #[inline]
    fn cell_of(&self, spot: Spot) -> Option<usize> {
        let (x, y) = (f64::from(spot.x) / self.across, f64::from(spot.y) / self.down);
        let (own, between) = ([x.round(), y.round()], [x.floor(), y.floor()]);
        let off = |dx: f64, dy: f64| (dx * self.across).powi(2) + (dy * self.down).powi(2);
        let is_own = off(x - own[0], y - own[1]) <= off(x - between[0] - 0.5, y - between[1] - 0.5);
        let [column, pair] = if is_own { own } else { between };
        let column = (column as i64).wrapping_sub(self.first[0]) as usize;
        let pair = (pair as i64).wrapping_sub(self.first[1]) as usize;
        let is_here = column < self.size[0] && pair < self.size[1] && spot.is_placed();
        is_here.then(|| (pair * 2 + usize::from(!is_own)) * self.size[0] + column)
    }

    fn middle_of(&self, cell: usize) -> [f64; 2] {
        let (row, column) = (cell / self.size[0], cell % self.size[0]);
        let half = if row % 2 == 1 { 0.5 } else { 0.0 };
        let x = (self.first[0] as f64 + column as f64 + half) * self.across;
        let y = (self.first[1] as f64 + (row / 2) as f64 + half) * self.down;
        [x, y].map(|at| at / super::super::WORLD_STEPS)
    }
}

impl Hexagons {
    /// Those that touch a part of the Mercator square (west, north, east, south; 0 to 1), of `radius` logical pixels at
    /// a level from the middle to a corner.
    pub fn of(rows: &ShownRows<'_>, part: [f64; 4], level: u32, radius: f64) -> Self {
        let radius = radius * steps_a_pixel(level);
        let lattice = Lattice::around(part, radius);
        let mut tallies = vec![Tally::NOBODY; lattice.size[0] * lattice.size[1] * 2];
        rows.each(|row, spot| {
            if let Some(cell) = lattice.cell_of(spot) {
                tallies[cell].add(row, spot);
            }
        });
        let all = (0..).zip(tallies).filter(|(_, tally)| tally.count > 0);
        let all = all.map(|(cell, tally)| Hexagon { tally, middle: lattice.middle_of(cell) }).collect();
        Self { all, radius: radius / super::super::WORLD_STEPS }
    }
}
