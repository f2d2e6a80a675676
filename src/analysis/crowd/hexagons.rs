//! Hexagons: the world in cells of one size and form, and how many incidents lie in each.

use super::{
    super::{Part, WORLD_STEPS},
    Tally,
    kept::kept_of,
    steps_a_pixel,
    world::Count as _,
};
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
        let low = |at: f64, step: f64| (at * WORLD_STEPS / step).floor() as i64 - 1;
        let high = |at: f64, step: f64| (at * WORLD_STEPS / step).ceil() as i64 + 1;
        let first = [low(part[0], across), low(part[1], down)];
        let end = [high(part[2], across), high(part[3], down)];
        Self { across, down, first, size: [0, 1].map(|axis| (end[axis] - first[axis]).max(0) as usize + 1) }
    }

    /// The nearest middle, which is that of the cell the spot lies in: its line, of which there are two to a pair of
    /// rows, and its column.
    #[inline]
    fn middle_near(&self, spot: Spot) -> (i64, i64) {
        let (x, y) = (f64::from(spot.x) / self.across, f64::from(spot.y) / self.down);
        let (own, between) = ([x.round(), y.round()], [x.floor(), y.floor()]);
        let off = |dx: f64, dy: f64| (dx * self.across).powi(2) + (dy * self.down).powi(2);
        let is_own = off(x - own[0], y - own[1]) <= off(x - between[0] - 0.5, y - between[1] - 0.5);
        let [column, pair] = if is_own { own } else { between };
        (pair as i64 * 2 + i64::from(!is_own), column as i64)
    }

    /// The cell of a spot, where it is one of these.
    #[inline]
    fn cell_of(&self, spot: Spot) -> Option<usize> {
        let (line, column) = self.middle_near(spot);
        self.cell_at(line, column).filter(|_| spot.is_placed())
    }

    #[inline]
    fn cell_at(&self, line: i64, column: i64) -> Option<usize> {
        let column = column.wrapping_sub(self.first[0]) as usize;
        let line = line.wrapping_sub(2 * self.first[1]) as usize;
        let is_here = column < self.size[0] && line < 2 * self.size[1];
        is_here.then(|| line * self.size[0] + column)
    }

    /// A part of the world that holds all of its cells.
    fn part(&self) -> Part {
        let edge = |axis: usize, at: i64, step: f64| (self.first[axis] + at) as f64 * step / WORLD_STEPS;
        let [columns, pairs] = self.size.map(|size| size.cast_signed() as i64 + 1);
        Part::of([
            edge(0, -1, self.across),
            edge(1, -1, self.down),
            edge(0, columns, self.across),
            edge(1, pairs, self.down),
        ])
    }

    /// The first line and the one behind the last.
    fn lines(&self) -> [i64; 2] {
        let first = 2 * self.first[1];
        [first, first + 2 * self.size[1].cast_signed() as i64]
    }

    /// The first column and the one behind the last.
    fn columns(&self) -> [i64; 2] {
        [self.first[0], self.first[0] + self.size[0].cast_signed() as i64]
    }

    fn middle_of(&self, cell: usize) -> [f64; 2] {
        let (row, column) = (cell / self.size[0], cell % self.size[0]);
        let half = if row % 2 == 1 { 0.5 } else { 0.0 };
        let x = (self.first[0] as f64 + column as f64 + half) * self.across;
        let y = (self.first[1] as f64 + (row / 2) as f64 + half) * self.down;
        [x, y].map(|at| at / WORLD_STEPS)
    }
}

impl Hexagons {
    /// Those that touch a part of the Mercator square (west, north, east, south; 0 to 1), of `radius` logical pixels at
    /// a level from the middle to a corner.
    pub fn of(rows: &ShownRows<'_>, part: [f64; 4], level: u32, radius: f64) -> Self {
        let radius = radius * steps_a_pixel(level);
        let lattice = Lattice::around(part, radius);
        let all = tallies(rows, &lattice, radius).into_iter();
        let all = all.map(|(cell, tally)| Hexagon { tally, middle: lattice.middle_of(cell) }).collect();
        Self { all, radius: radius / WORLD_STEPS }
    }
}

/// Who is in each cell that is not empty: looked up where the rows stay and only the map moves.
fn tallies(rows: &ShownRows<'_>, lattice: &Lattice, radius: f64) -> Vec<(usize, Tally)> {
    /// The lattice begins with a line and a column before the world.
    const BEFORE: i64 = 4;
    let part = lattice.part();
    if let Some((kept, order)) = kept_of(rows, part) {
        let numbered = |at: i64| (at + BEFORE).clamp(0, i64::from(u32::MAX)) as u32;
        let cell_of = |spot: Spot| {
            let (line, column) = lattice.middle_near(spot);
            (numbered(line), numbered(column))
        };
        let world = kept.hexagons.of(radius.to_bits(), (rows, order), cell_of);
        let lines = lattice.lines().map(numbered);
        let columns = lattice.columns().map(numbered);
        let mut found = Vec::new();
        world.each_in(columns, lines, |column, line, tally| {
            let cell = lattice.cell_at(i64::from(line) - BEFORE, i64::from(column) - BEFORE);
            found.extend(cell.map(|cell| (cell, *tally)));
        });
        return found;
    }
    let mut tallies = vec![Tally::NOBODY; lattice.size[0] * lattice.size[1] * 2];
    rows.each_around(part, |row, spot| {
        if let Some(cell) = lattice.cell_of(spot) {
            tallies[cell].add(row, spot);
        }
    });
    tallies.into_iter().enumerate().filter(|(_, tally)| tally.count > 0).collect()
}
