//! An index follows its document: a change costs what it touches, not all incidents over again.

use std::sync::Arc;

use crate::model::{Document, Incident, IncidentId};

use super::{Index, Ranks, Spot, marks::Mark, time_of};
use crate::analysis::summary::Counted;

/// Incidents that came, went or moved in time. Each shifts the rows behind it; to make more than these anew is cheaper.
const MOST_MOVED: usize = 64;

/// What a document and the one after it differ in.
#[derive(Default)]
struct Changes {
    /// In place: the days are the same.
    replaced: Vec<Arc<Incident>>,
    gone: Vec<Arc<Incident>>,
    come: Vec<Arc<Incident>>,
}

impl Changes {
    /// `None` where there are too many of them.
    fn between(before: &Document, after: &Document) -> Option<Self> {
        let most_replaced = before.len() / 8 + MOST_MOVED;
        let mut changes = Self::default();
        for (old, new) in before.changes_to(after) {
            match (old, new) {
                (Some(old), Some(new)) if old.when.span() == new.when.span() => changes.replaced.push(new),
                (old, new) => {
                    changes.gone.extend(old);
                    changes.come.extend(new);
                }
            }
            let moved = changes.gone.len() + changes.come.len();
            if moved > MOST_MOVED || changes.replaced.len() > most_replaced {
                return None;
            }
        }
        Some(changes)
    }
}

impl Index {
    /// Brings the index up to another state of its document.
    pub fn follow(self: &mut Arc<Self>, document: &Document) {
        let before = self.document.clone();
        let Some(changes) = Changes::between(&before, document) else {
            *self = Arc::new(Self::new(document));
            return;
        };
        let index = Arc::make_mut(self);
        index.revision = document.revision();
        index.document = document.clone();
        index.near = Arc::default();
        index.ranks = Ranks::default();
        index.kept = Arc::default();
        for incident in changes.replaced {
            if let Ok(row) = index.row_of(&incident) {
                index.replace(row, &incident);
            }
        }
        if changes.gone.is_empty() && changes.come.is_empty() {
            return;
        }
        let mut ids = index.ids.to_vec();
        for incident in changes.gone {
            if let Ok(row) = index.row_among(&ids, &incident) {
                ids.remove(row);
                index.remove(row);
            }
        }
        for incident in changes.come {
            let row = index.row_among(&ids, &incident).unwrap_or_else(|row| row);
            ids.insert(row, incident.id.clone());
            index.insert(row, &incident);
        }
        index.ids = ids.into();
        index.rows_mark = Mark::new();
        // The rows behind those that came and went have other numbers.
        index.by_place.take();
        index.days.settle();
    }

    /// The row of an incident, or where it would stand.
    fn row_of(&self, incident: &Incident) -> Result<usize, usize> {
        self.row_among(&self.ids, incident)
    }

    fn row_among(&self, ids: &[IncidentId], incident: &Incident) -> Result<usize, usize> {
        let wanted = (time_of(incident.when.span()), &incident.id);
        let mut rows = 0..ids.len();
        while !rows.is_empty() {
            let middle = usize::midpoint(rows.start, rows.end);
            let here = (time_of(self.days.span(middle)), &ids[middle]);
            match here.cmp(&wanted) {
                std::cmp::Ordering::Equal => return Ok(middle),
                std::cmp::Ordering::Less => rows.start = middle + 1,
                std::cmp::Ordering::Greater => rows.end = middle,
            }
        }
        Err(rows.start)
    }

    fn replace(&mut self, row: usize, incident: &Incident) {
        self.facets.iter_mut().for_each(|column| column.replace(row, incident));
        let counted = Counted::of(incident);
        if self.numbers[row] != counted {
            self.numbers[row] = counted;
            self.numbers_mark = Mark::new();
        }
        self.replace_spot(row, incident);
        if let Some(words) = self.words.get_mut() {
            words.replace(row as u32, incident);
        }
    }

    fn replace_spot(&mut self, row: usize, incident: &Incident) {
        let (before, after) = self.spots.replace(row, incident);
        let place = |spot: Spot| (spot.x, spot.y, spot.is_placed());
        match self.by_place.get_mut() {
            Some(order) if place(before) == place(after) => order.replace(row as u32, after),
            Some(_) => drop(self.by_place.take()),
            None => {}
        }
    }

    fn remove(&mut self, row: usize) {
        self.facets.iter_mut().for_each(|column| column.remove(row));
        self.numbers.remove(row);
        self.spots.remove(row);
        if row < self.days.len() {
            self.days.remove(row);
        }
        if let Some(words) = self.words.get_mut() {
            words.remove(row as u32);
        }
    }

    fn insert(&mut self, row: usize, incident: &Incident) {
        self.facets.iter_mut().for_each(|column| column.insert(row, incident));
        self.numbers.insert(row, Counted::of(incident));
        self.spots.insert(row, incident);
        if let Some(span) = incident.when.span() {
            self.days.insert(row, span);
        }
        if let Some(words) = self.words.get_mut() {
            words.insert(row as u32, incident);
        }
    }
}
