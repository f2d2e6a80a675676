//! Clusters: neighbours counted together, the densest places first.

use std::cmp::Reverse;

use super::{Cells, Tally, steps_a_pixel};
use crate::analysis::{ShownRows, Spot};

/// Cells are so wide at their level, as a power of two logical pixels.
const CELL: u32 = 4;

/// The part that is worked on ends at whole blocks of so many cells: clusters near its edge change only when the map
/// has been panned past one.
const BLOCK: u32 = 32;

/// More types than these are told as the last of them.
const MOST_KINDS: usize = 32;

/// One cluster.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cluster {
    pub tally: Tally,
    /// How many of each type, by [`Spot::kind`]; types that do not occur are left out.
    pub kinds: Vec<(u16, u32)>,
}

/// The clusters of a part of the world.
#[derive(Clone, Debug)]
pub struct Clusters {
    pub all: Vec<Cluster>,
    cells: Cells,
    /// For each cell its cluster; [`NONE`] for empty ones.
    owners: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Clusters {
    /// The clusters of a part of the Mercator square (west, north, east, south; 0 to 1), and of what lies around it as
    /// far as it matters. Two are at least about `radius` logical pixels of `level` apart.
    pub fn of(rows: &ShownRows<'_>, part: [f64; 4], level: u32, radius: f64) -> Self {
        let reach = (radius / f64::from(1 << CELL)).ceil() as u32 + 1;
        let cells = Cells::around(part, 24 + CELL - level, 2 * reach, BLOCK);
        let kinds = rows.kinds().len().clamp(1, MOST_KINDS);
        let (tallies, by_kind) = counted(rows, &cells, kinds);
        let mut found = Self { all: Vec::new(), cells, owners: vec![NONE; cells.len()] };
        let mut order: Vec<(Reverse<u32>, u32)> = (0_u32..)
            .zip(&tallies)
            .filter(|(_, tally)| tally.count > 0)
            .map(|(cell, tally)| (Reverse(tally.count), cell))
            .collect();
        order.sort_unstable();
        let radius = radius * steps_a_pixel(level);
        for (_, cell) in order {
            if found.owners[cell as usize] == NONE {
                found.gather(cell, reach, radius, &tallies, (&by_kind, kinds));
            }
        }
        found
    }

    /// Makes a cluster of a cell and all cells around it that are free.
    fn gather(
        &mut self,
        centre: u32,
        reach: u32,
        radius: f64,
        tallies: &[Tally],
        (by_kind, kinds): (&[u32], usize),
    ) {
        let [columns, rows] = self.cells.size;
        let (column, row) = (centre % columns, centre / columns);
        let middle_of = |tally: &Tally| {
            let count = f64::from(tally.count);
            tally.sum.map(|sum| sum as f64 / count)
        };
        let middle = middle_of(&tallies[centre as usize]);
        let number = self.all.len() as u32;
        let mut tally = Tally::NOBODY;
        let mut counts = vec![0_u32; kinds];
        for row in row.saturating_sub(reach)..=(row + reach).min(rows - 1) {
            for column in column.saturating_sub(reach)..=(column + reach).min(columns - 1) {
                let cell = (row * columns + column) as usize;
                let here = &tallies[cell];
                if here.count == 0 || self.owners[cell] != NONE {
                    continue;
                }
                let at = middle_of(here);
                if (at[0] - middle[0]).hypot(at[1] - middle[1]) > radius {
                    continue;
                }
                self.owners[cell] = number;
                tally.join(here);
                let of_cell = &by_kind[cell * kinds..][..kinds];
                counts.iter_mut().zip(of_cell).for_each(|(count, more)| *count += more);
            }
        }
        let kinds = (0_u16..).zip(counts).filter(|(_, count)| *count > 0).collect();
        self.all.push(Cluster { tally, kinds });
    }

    /// The cluster that a spot belongs to.
    pub fn of_spot(&self, spot: Spot) -> Option<usize> {
        let owner = self.owners[self.cells.cell_of(spot)?];
        (owner != NONE).then_some(owner as usize)
    }
}

/// What stands in each cell, and how many of each type.
fn counted(rows: &ShownRows<'_>, cells: &Cells, kinds: usize) -> (Vec<Tally>, Vec<u32>) {
    let mut tallies = vec![Tally::NOBODY; cells.len()];
    let mut by_kind = vec![0_u32; cells.len() * kinds];
    rows.each(|row, spot| {
        if let Some(cell) = cells.cell_of(spot) {
            tallies[cell].add(row, spot);
            by_kind[cell * kinds + (spot.kind as usize).min(kinds - 1)] += 1;
        }
    });
    (tallies, by_kind)
}
