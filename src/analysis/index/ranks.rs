//! Rows in another order than that of time: each gets its rank once, and then any part of them is put in order by
//! numbers alone.

use std::sync::{Arc, Mutex, PoisonError};

use crate::analysis::{Direction, SortKey, sort, sorted};
use crate::model::IncidentId;

use super::{Chosen, Index};

/// Records that are read and compared within a frame; more are put in order by ranks.
const FEW: usize = 5_000;

/// The rank of each row under the key that was asked for last; rows that compare as equal have the same.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranks(Arc<Mutex<Option<Ranked>>>);

type Ranked = (SortKey, Arc<[u32]>);

/// Of rows that say nothing under the key.
const UNSTATED: u32 = u32::MAX;

impl Ranks {
    fn get(&self, key: &SortKey) -> Option<Arc<[u32]>> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(known, _)| known == key).map(|(_, ranks)| Arc::clone(ranks))
    }
}

impl Index {
    /// Makes ready what an order needs. It reads all records.
    pub fn rank(&self, key: &SortKey) {
        let mut keys: Vec<Option<sort::Key>> = vec![None; self.len()];
        for (row, incident) in self.rows_by_id().into_iter().zip(self.document.incidents()) {
            keys[row as usize] = key.of(&incident);
        }
        let mut order: Vec<u32> =
            (0..keys.len() as u32).filter(|row| keys[*row as usize].is_some()).collect();
        order.sort_unstable_by(|a, b| keys[*a as usize].cmp(&keys[*b as usize]));
        let mut ranks = vec![UNSTATED; keys.len()];
        let mut rank = 0;
        for (place, row) in order.iter().enumerate() {
            if place > 0 && keys[*row as usize] != keys[order[place - 1] as usize] {
                rank += 1;
            }
            ranks[*row as usize] = rank;
        }
        *self.ranks.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((key.clone(), ranks.into()));
    }

    /// Whether all orders under this key are ready, or are made at once when somebody asks.
    pub fn is_ranked(&self, key: &SortKey) -> bool {
        self.len() <= FEW || self.ranks.get(key).is_some()
    }

    /// The incidents of these rows in order, as [`sorted`] puts them; `None` where they are many and have no ranks
    /// yet.
    pub fn sorted(
        &self,
        chosen: &Chosen<'_>,
        key: &SortKey,
        direction: Direction,
    ) -> Option<Arc<[IncidentId]>> {
        let Some(ranks) = self.ranks.get(key) else {
            let few = chosen.len() <= FEW;
            return few.then(|| sorted(&self.document, &self.ids_of(chosen), key, direction).into());
        };
        let mut rows = chosen.rows();
        let rank = |row: u32| ranks[row as usize];
        // Equal ones stay in the order of time, and what is not stated comes last either way.
        match direction {
            Direction::Ascending => rows.sort_by_key(|row| rank(*row)),
            Direction::Descending => {
                rows.sort_by_key(|row| (rank(*row) == UNSTATED, std::cmp::Reverse(rank(*row))));
            }
        }
        Some(rows.into_iter().map(|row| self.ids[row as usize].clone()).collect())
    }
}
