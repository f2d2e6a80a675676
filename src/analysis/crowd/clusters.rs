//! Clusters: neighbours counted together, the densest places first.

use std::sync::Arc;

use super::{
    Cells, Tally,
    kept::{Counts, FEW, part_of},
    steps_a_pixel,
    world::Count as _,
};
use crate::analysis::{SQUARE, ShownRows, Spot};

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
    radius: f64,
    /// For each cell its cluster; [`NONE`] for empty ones.
    owners: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Clusters {
    /// The clusters of a part of the Mercator square (west, north, east, south; 0 to 1), and of what lies around it as
    /// far as it matters. Two are at least about `radius` logical pixels of `level` apart.
    pub fn of(rows: &ShownRows<'_>, part: [f64; 4], level: u32, radius: f64) -> Self {
        Self::counted(rows, cells_of(part, level, radius), level, radius)
    }

    /// The same, kept with the rows: while they stay and only the map moves, a screen costs what stands on it.
    pub fn on_screen(rows: &ShownRows<'_>, part: [f64; 4], level: u32, radius: f64) -> Arc<Self> {
        let cells = cells_of(part, level, radius);
        let Some(kept) = rows.kept_crowd() else {
            return Arc::new(Self::counted(rows, cells, level, radius));
        };
        let is_it = |kept: &Self| kept.cells == cells && kept.radius.total_cmp(&radius).is_eq();
        kept.screen(is_it, || match rows.order_of_many() {
            Some(order) if cells.shift >= SQUARE && order.most_in(part_of(&cells)) > FEW => {
                let world = kept.level(cells.shift, rows, order);
                let mut slots = vec![NONE; cells.len()];
                let mut standing = Vec::new();
                world.each_in(&cells, |cell, slot| {
                    slots[cell] = slot;
                    standing.push(cell as u32);
                });
                Self::found(cells, (level, radius), slots, &standing, &world.counts)
            }
            Some(_) | None => Self::counted(rows, cells, level, radius),
        })
    }

    /// How many types are told from each other.
    pub(super) fn kinds(rows: &ShownRows<'_>) -> usize {
        rows.kinds().len().clamp(1, MOST_KINDS)
    }

    fn counted(rows: &ShownRows<'_>, cells: Cells, level: u32, radius: f64) -> Self {
        let mut slots = vec![NONE; cells.len()];
        let mut standing = Vec::new();
        let mut counts = Counts::new(Self::kinds(rows));
        rows.each_around(part_of(&cells), |row, spot| {
            let Some(cell) = cells.cell_of(spot) else { return };
            if slots[cell] == NONE {
                slots[cell] = standing.len() as u32;
                standing.push(cell as u32);
                counts.push();
            }
            counts.add(slots[cell] as usize, row, spot);
        });
        Self::found(cells, (level, radius), slots, &standing, &counts)
    }

    /// The clusters of the `standing` cells, of each of which `slots` has its place among the `counts`.
    fn found(
        cells: Cells,
        (level, radius): (u32, f64),
        mut slots: Vec<u32>,
        standing: &[u32],
        counts: &Counts,
    ) -> Self {
        let mut found = Self { all: Vec::new(), cells, radius, owners: vec![NONE; cells.len()] };
        // The fullest first, of equals the northern and then the western.
        let mut order: Vec<u64> = standing
            .iter()
            .map(|&cell| {
                let count = counts.tallies[slots[cell as usize] as usize].count;
                u64::from(u32::MAX - count) << 32 | u64::from(cell)
            })
            .collect();
        order.sort_unstable();
        let near = Near::of(radius * steps_a_pixel(level));
        for cell in order.into_iter().map(|key| key as u32) {
            if slots[cell as usize] != NONE {
                found.gather(cell, (reach_of(radius), near), &mut slots, counts);
            }
        }
        found
    }

    /// Makes a cluster of a cell and all cells around it that are free, which then are so no longer.
    fn gather(&mut self, centre: u32, (reach, near): (u32, Near), free: &mut [u32], counts: &Counts) {
        let [columns, rows] = self.cells.size;
        let (column, row) = (centre % columns, centre / columns);
        let middle_of = |tally: &Tally| {
            let count = f64::from(tally.count);
            tally.sum.map(|sum| sum as f64 / count)
        };
        let middle = middle_of(&counts.tallies[free[centre as usize] as usize]);
        let number = self.all.len() as u32;
        let mut tally = Tally::NOBODY;
        let mut of_kinds = vec![0_u32; counts.kinds];
        for row in row.saturating_sub(reach)..=(row + reach).min(rows - 1) {
            for column in column.saturating_sub(reach)..=(column + reach).min(columns - 1) {
                let cell = (row * columns + column) as usize;
                let slot = free[cell];
                if slot == NONE {
                    continue;
                }
                let here = &counts.tallies[slot as usize];
                let at = middle_of(here);
                if !near.holds(at[0] - middle[0], at[1] - middle[1]) {
                    continue;
                }
                free[cell] = NONE;
                self.owners[cell] = number;
                tally.join(here);
                let more = counts.kinds_of(slot as usize);
                of_kinds.iter_mut().zip(more).for_each(|(count, more)| *count += more);
            }
        }
        let kinds = (0_u16..).zip(of_kinds).filter(|(_, count)| *count > 0).collect();
        self.all.push(Cluster { tally, kinds });
    }

    /// The cluster that a spot belongs to.
    pub fn of_spot(&self, spot: Spot) -> Option<usize> {
        let owner = self.owners[self.cells.cell_of(spot)?];
        (owner != NONE).then_some(owner as usize)
    }
}

/// How many cells a radius reaches over.
fn reach_of(radius: f64) -> u32 {
    (radius / f64::from(1 << CELL)).ceil() as u32 + 1
}

/// The cells that matter for a part of the world.
fn cells_of(part: [f64; 4], level: u32, radius: f64) -> Cells {
    Cells::around(part, 24 + CELL - level, 2 * reach_of(radius), BLOCK)
}

/// Whether two are no further apart than a radius.
#[derive(Clone, Copy)]
struct Near {
    radius: f64,
    /// Squares: below the first they surely are, above the second surely not.
    surely: f64,
    perhaps: f64,
}

impl Near {
    fn of(radius: f64) -> Self {
        let square = radius * radius;
        Self { radius, surely: square * (1.0 - 1e-9), perhaps: square * (1.0 + 1e-9) }
    }

    #[inline]
    fn holds(self, dx: f64, dy: f64) -> bool {
        let square = dx * dx + dy * dy;
        // The exact one costs twenty times as much.
        square < self.surely || (square <= self.perhaps && dx.hypot(dy) <= self.radius)
    }
}
