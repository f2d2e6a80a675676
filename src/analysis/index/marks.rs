//! Which parts of an index are as they were, so that what was counted of them still holds.

use std::sync::atomic::{AtomicU64, Ordering};

use super::{Facet, Index};

/// One state of a part; no other state of any part has the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark(u64);

impl Mark {
    pub(super) fn new() -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        Self(NEXT.fetch_add(1, Ordering::Relaxed))
    }
}

/// The states of the parts of an index. Those of the columns tell something where the rows are the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Marks {
    /// Which rows there are, and their days.
    pub rows: Mark,
    /// What a summary adds up, beside the facets.
    pub numbers: Mark,
    facets: [Mark; Facet::ALL.len()],
}

impl Marks {
    pub fn of_facet(&self, facet: Facet) -> Mark {
        self.facets[facet as usize]
    }
}

impl Index {
    /// The states of all parts.
    pub fn marks(&self) -> Marks {
        Marks {
            rows: self.rows_mark,
            numbers: self.numbers_mark,
            facets: Facet::ALL.map(|facet| self.column(facet).mark),
        }
    }
}
