//! Cells of the whole world that are not empty, and what stands in each: counted once for rows that stay, asked by the
//! part that the map shows.

use std::sync::{Arc, Mutex, PoisonError};

use crate::analysis::{ByPlace, ShownRows, Spot};

/// Zoom levels to and fro while one looks around.
const MOST_LEVELS: usize = 3;

/// What is counted in one cell.
pub(super) trait Count: Copy {
    const NOTHING: Self;
    fn add(&mut self, row: u32, spot: Spot);
    fn join(&mut self, other: &Self);
}

impl Count for u32 {
    const NOTHING: Self = 0;

    fn add(&mut self, _: u32, _: Spot) {
        *self += 1;
    }

    fn join(&mut self, other: &Self) {
        *self += other;
    }
}

/// All cells of one size that are not empty.
#[derive(Debug)]
pub(super) struct World<T> {
    /// Row and column of each, ascending.
    keys: Vec<(u32, u32)>,
    counts: Vec<T>,
}

impl<T: Count> World<T> {
    /// Counts the rows in the cells that `cell_of` tells: row, then column.
    fn counted(rows: &ShownRows<'_>, order: &ByPlace, cell_of: impl Fn(Spot) -> (u32, u32)) -> Self {
        // Neighbours come one after the other, so that most go to the cell before.
        let mut runs: Vec<((u32, u32), T)> = Vec::new();
        rows.each_by_place(order, |row, spot| {
            let key = cell_of(spot);
            if runs.last().is_none_or(|(last, _)| *last != key) {
                runs.push((key, T::NOTHING));
            }
            if let Some((_, count)) = runs.last_mut() {
                count.add(row, spot);
            }
        });
        runs.sort_by_key(|(key, _)| *key);
        let (mut keys, mut counts) = (Vec::new(), Vec::<T>::new());
        for (key, count) in runs {
            if let Some(all) = counts.last_mut().filter(|_| keys.last() == Some(&key)) {
                all.join(&count);
            } else {
                keys.push(key);
                counts.push(count);
            }
        }
        keys.shrink_to_fit();
        counts.shrink_to_fit();
        Self { keys, counts }
    }

    /// Calls `see` with the column, the row and the count of each cell between these, the ends left out.
    pub fn each_in(&self, columns: [u32; 2], rows: [u32; 2], mut see: impl FnMut(u32, u32, &T)) {
        let mut from = 0;
        for row in rows[0]..rows[1] {
            from += self.keys[from..].partition_point(|key| *key < (row, columns[0]));
            let here = self.keys[from..].iter().take_while(|key| **key < (row, columns[1]));
            for ((_, column), count) in here.zip(&self.counts[from..]) {
                see(*column, row, count);
            }
        }
    }
}

/// The cells of the last sizes, by what names a size.
#[derive(Debug)]
pub(super) struct Worlds<T>(Mutex<Vec<(u64, Arc<World<T>>)>>);

impl<T> Default for Worlds<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T: Count> Worlds<T> {
    /// The cells of a size; `size` tells it from all others.
    pub fn of(
        &self,
        size: u64,
        (rows, order): (&ShownRows<'_>, &ByPlace),
        cell_of: impl Fn(Spot) -> (u32, u32),
    ) -> Arc<World<T>> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, world)) = kept.iter().find(|(own, _)| *own == size) {
            return Arc::clone(world);
        }
        let made = Arc::new(World::counted(rows, order, cell_of));
        if kept.len() == MOST_LEVELS {
            kept.remove(0);
        }
        kept.push((size, Arc::clone(&made)));
        made
    }
}
