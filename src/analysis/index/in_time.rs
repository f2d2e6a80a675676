//! Rows that pass a filter, and of these the ones in a window: slices, not lists, where that is possible.

use std::{ops::Range, sync::Arc};

use super::{super::Window, Index};

/// The rows that pass a filter, whatever their time. It belongs to the index that made it.
#[derive(Clone, Debug, PartialEq)]
pub struct Matches(pub(super) Passing);

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Passing {
    All,
    /// Ascending.
    Rows(Arc<[u32]>),
}

/// The rows that pass filter and window. They belong to the index that chose them.
#[derive(Clone, Debug)]
pub struct Chosen<'a> {
    /// Those that begin before the window and reach into it, ascending; they come first.
    overlapping: Vec<u32>,
    certain: Certain<'a>,
}

#[derive(Clone, Debug)]
enum Certain<'a> {
    Range(Range<usize>),
    Rows(&'a [u32]),
}

impl Index {
    /// The rows that pass filter and window.
    pub fn chosen<'a>(&self, matches: &'a Matches, window: Window) -> Chosen<'a> {
        let range = self.days.certain(window, self.len());
        let overlapping = self.days.overlapping(window, range.start);
        match &matches.0 {
            Passing::All => Chosen { overlapping: overlapping.collect(), certain: Certain::Range(range) },
            Passing::Rows(rows) => {
                let start = rows.partition_point(|&row| (row as usize) < range.start);
                let end = rows.partition_point(|&row| (row as usize) < range.end).max(start);
                let before = &rows[..start];
                let overlapping = overlapping.filter(|row| before.binary_search(row).is_ok()).collect();
                Chosen { overlapping, certain: Certain::Rows(&rows[start..end]) }
            }
        }
    }
}

impl Chosen<'_> {
    pub fn len(&self) -> usize {
        let certain = match &self.certain {
            Certain::Range(range) => range.len(),
            Certain::Rows(rows) => rows.len(),
        };
        self.overlapping.len() + certain
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// All of so many rows.
    pub(super) fn all_of(rows: usize) -> Self {
        Self { overlapping: Vec::new(), certain: Certain::Range(0..rows) }
    }

    /// Whether a row is among them.
    pub(super) fn holds(&self, row: u32) -> bool {
        let is_certain = match &self.certain {
            Certain::Range(range) => range.contains(&(row as usize)),
            Certain::Rows(rows) => rows.binary_search(&row).is_ok(),
        };
        is_certain || self.overlapping.binary_search(&row).is_ok()
    }

    /// Ascending, which is in time order, undated last.
    pub fn rows(&self) -> Vec<u32> {
        let mut rows = Vec::with_capacity(self.len());
        self.each_run(|run| rows.extend(run.start as u32..run.end as u32));
        rows
    }

    /// Calls `run` with neighbouring rows, as many together as there are, ascending.
    #[inline]
    pub(super) fn each_run(&self, mut run: impl FnMut(Range<usize>)) {
        let mut single = |row: u32| run(row as usize..row as usize + 1);
        self.overlapping.iter().copied().for_each(&mut single);
        match &self.certain {
            Certain::Range(range) => run(range.clone()),
            Certain::Rows(rows) => rows.iter().copied().for_each(single),
        }
    }
}
