//! Density: how close the incidents stand, as a smooth surface over small cells.

use super::{
    Cells,
    kept::{kept_of, part_of},
    steps_a_pixel,
};
use crate::analysis::{ShownRows, Spot};

/// Cells are so many logical pixels wide at their level.
pub const DENSITY_PIXELS: f64 = 4.0;

/// The same as a power of two.
const CELL: u32 = 2;

/// How far one incident is spread: three boxes that reach so many cells to each side make a bell.
const REACH: usize = 3;

/// Blocks of cells that a part is rounded up to.
const BLOCK: u32 = 8;

/// The density over a part of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Density {
    /// Row by row from north to south: incidents a cell, smoothed. Smoothing takes nothing away: they sum up to the
    /// incidents in the part, those at its very edge but for what spreads beyond.
    pub values: Vec<f32>,
    pub columns: usize,
    pub rows: usize,
    /// The left top corner and the width of a cell on the Mercator square, 0 to 1.
    pub corner: [f64; 2],
    pub cell: f64,
    /// Incidents in it.
    pub count: u64,
}

impl Density {
    /// The density over a part of the Mercator square (west, north, east, south; 0 to 1), in cells of a level.
    pub fn of(rows: &ShownRows<'_>, part: [f64; 4], level: u32) -> Self {
        let cells = Cells::around(part, 24 + CELL - level, 3 * REACH as u32 + 1, BLOCK);
        let counts = counts(rows, &cells);
        let count = counts.iter().map(|&count| u64::from(count)).sum();
        let (columns, lines) = (cells.size[0] as usize, cells.size[1] as usize);
        let mut values: Vec<f32> = counts.iter().map(|&count| count as f32).collect();
        for _ in 0..3 {
            values.chunks_exact_mut(columns).for_each(spread_along);
            spread_down(&mut values, columns, lines);
        }
        let cell = DENSITY_PIXELS * steps_a_pixel(level) / super::super::WORLD_STEPS;
        let corner = cells.first.map(|first| f64::from(first) * cell);
        Self { values, columns, rows: lines, corner, cell, count }
    }
}

/// How many stand in each cell: looked up where the rows stay and only the map moves.
fn counts(rows: &ShownRows<'_>, cells: &Cells) -> Vec<u32> {
    let mut counts = vec![0; cells.len()];
    if let Some((kept, order)) = kept_of(rows, part_of(cells)) {
        let shift = cells.shift;
        let cell_of = |spot: Spot| (spot.y >> shift, spot.x >> shift);
        let world = kept.numbers.of(u64::from(shift), (rows, order), cell_of);
        let between = |axis: usize| [cells.first[axis], cells.first[axis].saturating_add(cells.size[axis])];
        world.each_in(between(0), between(1), |column, row, count| {
            let (row, column) = (row - cells.first[1], column - cells.first[0]);
            counts[row as usize * cells.size[0] as usize + column as usize] = *count;
        });
    } else {
        rows.each_around(part_of(cells), |_, spot| {
            if let Some(cell) = cells.cell_of(spot) {
                counts[cell] += 1;
            }
        });
    }
    counts
}

const SHARE: f32 = 1.0 / (2 * REACH + 1) as f32;

/// Shares each value out over its neighbours in the line.
fn spread_along(line: &mut [f32]) {
    let before = line.to_vec();
    let at = |place: usize| before.get(place).copied().unwrap_or(0.0);
    let mut sum: f32 = before.iter().take(REACH).sum();
    for (place, value) in line.iter_mut().enumerate() {
        sum += at(place + REACH);
        if let Some(left) = place.checked_sub(REACH + 1) {
            sum -= at(left);
        }
        *value = (sum * SHARE).max(0.0);
    }
}

/// The same from line to line, all columns at once.
fn spread_down(values: &mut [f32], columns: usize, lines: usize) {
    let before = values.to_vec();
    let line = |place: usize| &before[place * columns..][..columns];
    let mut sums = vec![0.0_f32; columns];
    for place in 0..REACH.min(lines) {
        sums.iter_mut().zip(line(place)).for_each(|(sum, more)| *sum += more);
    }
    for place in 0..lines {
        if place + REACH < lines {
            sums.iter_mut().zip(line(place + REACH)).for_each(|(sum, more)| *sum += more);
        }
        if let Some(left) = place.checked_sub(REACH + 1) {
            sums.iter_mut().zip(line(left)).for_each(|(sum, less)| *sum -= less);
        }
        let into = &mut values[place * columns..][..columns];
        into.iter_mut().zip(&sums).for_each(|(value, sum)| *value = (sum * SHARE).max(0.0));
    }
}
