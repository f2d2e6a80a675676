//! What was counted of rows that stay while the map moves over them.

use std::sync::{Arc, Mutex, PoisonError};

use super::{
    Cells, Clusters, Tally,
    world::{Count as _, Worlds},
};
use crate::analysis::{ByPlace, Part, ShownRows, Spot};

/// Zoom levels to and fro while one looks around.
const MOST_LEVELS: usize = 3;

/// The screens of one map, and of another beside it.
const MOST_SCREENS: usize = 2;

/// Where fewer rows stand, counting them costs less than keeping the cells of the world.
pub(super) const FEW: usize = 8_192;

/// What is kept of rows that stay, and their order by place, where so many stand in the part that it is worth it.
pub(super) fn kept_of<'r>(rows: &'r ShownRows<'_>, part: Part) -> Option<(&'r KeptCrowd, &'r ByPlace)> {
    let both = rows.kept_crowd().zip(rows.order_of_many());
    both.filter(|(_, order)| order.most_in(part) > FEW)
}

/// Clusters of the last screens, and what they are made of at the last levels.
#[derive(Debug, Default)]
pub struct KeptCrowd {
    screens: Mutex<Vec<Arc<Clusters>>>,
    levels: Mutex<Vec<Arc<WorldCells>>>,
    /// What surfaces and hexagons are made of, by the size of their cells.
    pub(super) numbers: Worlds<u32>,
    pub(super) hexagons: Worlds<Tally>,
}

impl KeptCrowd {
    /// The clusters that are kept, or those that `find` finds.
    pub(super) fn screen(
        &self,
        is_it: impl Fn(&Clusters) -> bool,
        find: impl FnOnce() -> Clusters,
    ) -> Arc<Clusters> {
        let mut screens = self.screens.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = screens.iter().find(|kept| is_it(kept)) {
            return Arc::clone(kept);
        }
        let made = Arc::new(find());
        remember(&mut screens, &made, MOST_SCREENS);
        made
    }

    /// The cells of so many steps, as a power of two.
    pub(super) fn level(&self, shift: u32, rows: &ShownRows<'_>, order: &ByPlace) -> Arc<WorldCells> {
        let mut levels = self.levels.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(kept) = levels.iter().find(|kept| kept.shift == shift) {
            return Arc::clone(kept);
        }
        // The nearest finer one has all that a coarser one needs.
        let finer = levels.iter().filter(|kept| kept.shift < shift).max_by_key(|kept| kept.shift);
        let made = Arc::new(finer.map_or_else(
            || WorldCells::counted(shift, rows, order).coarser(shift),
            |finer| finer.coarser(shift),
        ));
        remember(&mut levels, &made, MOST_LEVELS);
        made
    }
}

fn remember<T>(kept: &mut Vec<Arc<T>>, made: &Arc<T>, most: usize) {
    if kept.len() == most {
        kept.remove(0);
    }
    kept.push(Arc::clone(made));
}

/// Tallies of cells, and how many of each type stand in them.
#[derive(Debug)]
pub(super) struct Counts {
    pub tallies: Vec<Tally>,
    /// So many for each cell.
    pub kinds: usize,
    pub by_kind: Vec<u32>,
}

impl Counts {
    pub fn new(kinds: usize) -> Self {
        Self { tallies: Vec::new(), kinds, by_kind: Vec::new() }
    }

    /// One more cell, empty.
    pub fn push(&mut self) {
        self.tallies.push(Tally::NOBODY);
        self.by_kind.resize(self.by_kind.len() + self.kinds, 0);
    }

    #[inline]
    pub fn add(&mut self, cell: usize, row: u32, spot: Spot) {
        self.tallies[cell].add(row, spot);
        self.by_kind[cell * self.kinds + (spot.kind as usize).min(self.kinds - 1)] += 1;
    }

    pub fn kinds_of(&self, slot: usize) -> &[u32] {
        &self.by_kind[slot * self.kinds..][..self.kinds]
    }
}

/// All cells of the world that are not empty.
#[derive(Debug)]
pub(super) struct WorldCells {
    shift: u32,
    /// The row above the column of each, ascending.
    keys: Vec<u64>,
    pub counts: Counts,
}

impl WorldCells {
    /// In the order of places: it is not yet that of keys.
    fn counted(shift: u32, rows: &ShownRows<'_>, order: &ByPlace) -> Self {
        let mut made = Self { shift, keys: Vec::new(), counts: Counts::new(Clusters::kinds(rows)) };
        rows.each_by_place(order, |row, spot| {
            let key = u64::from(spot.y >> shift) << 32 | u64::from(spot.x >> shift);
            if made.keys.last() != Some(&key) {
                made.keys.push(key);
                made.counts.push();
            }
            made.counts.add(made.keys.len() - 1, row, spot);
        });
        made
    }

    /// The same in cells of a power of two that is not smaller, in the order of their keys.
    fn coarser(&self, shift: u32) -> Self {
        let by = shift - self.shift;
        let mut slots: Vec<(u64, u32)> = (0_u32..)
            .zip(&self.keys)
            .map(|(slot, key)| {
                let (row, column) = (key >> 32 >> by, (key & u64::from(u32::MAX)) >> by);
                (row << 32 | column, slot)
            })
            .collect();
        slots.sort_unstable();
        let mut made = Self { shift, keys: Vec::new(), counts: Counts::new(self.counts.kinds) };
        for (key, slot) in slots {
            if made.keys.last() != Some(&key) {
                made.keys.push(key);
                made.counts.push();
            }
            let (into, slot) = (made.keys.len() - 1, slot as usize);
            made.counts.tallies[into].join(&self.counts.tallies[slot]);
            let counts = made.counts.by_kind[into * made.counts.kinds..].iter_mut();
            counts.zip(self.counts.kinds_of(slot)).for_each(|(count, more)| *count += more);
        }
        made
    }

    /// Calls `see` with the place among `cells`, and the place here, of each that is one of them.
    pub fn each_in(&self, cells: &Cells, mut see: impl FnMut(usize, u32)) {
        let [columns, rows] = cells.size;
        let mut from = 0;
        for row in 0..rows {
            let first = u64::from(cells.first[1] + row) << 32 | u64::from(cells.first[0]);
            from += self.keys[from..].partition_point(|key| *key < first);
            let here = self.keys[from..].iter().take_while(|key| **key - first < u64::from(columns));
            for (slot, key) in (from as u32..).zip(here) {
                see(row as usize * columns as usize + (key - first) as usize, slot);
            }
        }
    }
}

/// The part of the world that cells cover.
pub(super) fn part_of(cells: &Cells) -> Part {
    let min = cells.first.map(|first| first << cells.shift);
    let max = [0, 1].map(|axis| {
        let end = u64::from(cells.first[axis] + cells.size[axis]) << cells.shift;
        (end - 1).min(u64::from(u32::MAX)) as u32
    });
    Part { min, max }
}
