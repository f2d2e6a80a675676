//! What is kept of one set of rows, for as long as the same ones are asked for: while the map moves, the rows do not.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::{
    Matches, Window,
    by_place::{ByPlace, LeafCount},
    in_time::Passing,
    spots::Spot,
};
use crate::analysis::crowd::KeptCrowd;

/// The rows that an index was asked for last.
pub type Kept = Arc<Mutex<Option<(Asked, Arc<KeptRows>)>>>;

/// What rows were asked for, of one state of a document.
#[derive(Debug)]
pub struct Asked {
    passing: Passing,
    window: Window,
}

impl Asked {
    fn is(&self, matches: &Matches, window: Window) -> bool {
        let same_rows = match (&self.passing, &matches.0) {
            (Passing::All, Passing::All) => true,
            (Passing::Rows(own), Passing::Rows(other)) => Arc::ptr_eq(own, other),
            (Passing::All, Passing::Rows(_)) | (Passing::Rows(_), Passing::All) => false,
        };
        same_rows && self.window == window
    }
}

/// What is kept of one set of rows.
#[derive(Debug, Default)]
pub struct KeptRows {
    pub crowd: KeptCrowd,
    apart: OnceLock<Apart>,
    leaves: OnceLock<Vec<LeafCount>>,
}

/// What of the shown incidents no frame changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Apart {
    /// Those with a place.
    pub placed: usize,
    /// Rows of those without one.
    pub shelf: Vec<u32>,
    /// Rows of those with further positions.
    pub ways: Vec<u32>,
}

impl Apart {
    pub fn note(&mut self, row: u32, spot: Spot) {
        if spot.is_placed() {
            self.placed += 1;
        } else {
            self.shelf.push(row);
        }
        if spot.has_way() {
            self.ways.push(row);
        }
    }
}

/// What an index has beside some of its rows.
#[derive(Clone, Debug)]
pub struct Beside<'a> {
    pub by_place: &'a OnceLock<ByPlace>,
    pub kept: Arc<KeptRows>,
    /// Whether the same rows were asked for the last time.
    pub stay: bool,
}

impl<'a> Beside<'a> {
    pub fn of(by_place: &'a OnceLock<ByPlace>, kept: &Kept, matches: &Matches, window: Window) -> Self {
        let mut last = kept.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((asked, kept)) = &*last
            && asked.is(matches, window)
        {
            return Self { by_place, kept: Arc::clone(kept), stay: true };
        }
        let kept = Arc::<KeptRows>::default();
        *last = Some((Asked { passing: matches.0.clone(), window }, Arc::clone(&kept)));
        Self { by_place, kept, stay: false }
    }
}

impl KeptRows {
    pub fn apart(&self, make: impl FnOnce() -> Apart) -> &Apart {
        self.apart.get_or_init(make)
    }

    pub fn leaves(&self, make: impl FnOnce() -> Vec<LeafCount>) -> &[LeafCount] {
        self.leaves.get_or_init(make)
    }
}
