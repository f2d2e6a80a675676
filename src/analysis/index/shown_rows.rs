//! The incidents that a map shows, by their rows: in time order, each with its spot, none copied.

use std::sync::Arc;

use super::{
    Apart, ByPlace, Chosen, Headcount, Index, Matches, Window,
    kept::Beside,
    spots::{Part, Spot, Spots},
    time_of,
};
use crate::{
    analysis::crowd::KeptCrowd,
    model::{Document, Incident, IncidentId},
};

/// With so many, what does not change while the map moves is worth keeping.
const MANY: usize = 10_000;

/// To find one row by its place costs so many times what one costs in a pass over all.
const BY_PLACE: usize = 4;

/// The shown incidents of an index, or of a list of their own.
#[derive(Clone, Debug)]
pub struct ShownRows<'a> {
    document: &'a Document,
    ids: &'a [IncidentId],
    spots: &'a Spots,
    chosen: Chosen<'a>,
    /// Of an index; a list of its own has nothing.
    beside: Option<Beside<'a>>,
}

impl<'a> ShownRows<'a> {
    pub fn len(&self) -> usize {
        self.chosen.len()
    }

    pub fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    pub fn document(&self) -> &'a Document {
        self.document
    }

    /// Calls `see` with each row and its spot, in time order.
    #[inline]
    pub fn each(&self, mut see: impl FnMut(u32, Spot)) {
        let spots = self.spots.rows();
        self.chosen.each_run(|run| {
            for (row, spot) in (run.start as u32..).zip(&spots[run]) {
                see(row, *spot);
            }
        });
    }

    /// Calls `see` with each row in the part and its spot, in no order; others may be among them.
    #[inline]
    pub fn each_around(&self, part: Part, mut see: impl FnMut(u32, Spot)) {
        let order = self.beside.as_ref().and_then(|beside| beside.by_place.get());
        match order.filter(|order| order.most_in(part) * BY_PLACE < self.len()) {
            Some(order) => order.each_around(part, |row, spot| {
                if self.chosen.holds(row) {
                    see(row, spot);
                }
            }),
            None => self.each(see),
        }
    }

    /// Calls `see` with each row that has a place and its spot, those of one square after each other.
    pub(in crate::analysis) fn each_by_place(&self, order: &ByPlace, mut see: impl FnMut(u32, Spot)) {
        order.each(|row, spot| {
            if self.chosen.holds(row) {
                see(row, spot);
            }
        });
    }

    /// The order by place, where the same rows are asked for again and they are many: the map moves over them.
    pub(in crate::analysis) fn order_of_many(&self) -> Option<&ByPlace> {
        let beside = self.beside.as_ref().filter(|beside| beside.stay && self.len() >= MANY)?;
        Some(beside.by_place.get_or_init(|| ByPlace::of(self.spots.rows())))
    }

    pub(in crate::analysis) fn kept_crowd(&self) -> Option<&KeptCrowd> {
        self.beside.as_ref().map(|beside| &beside.kept.crowd)
    }

    /// How many stand in the part; `None` where one pass over all tells it sooner.
    pub fn headcount(&self, part: Part) -> Option<Headcount> {
        let (order, beside) = (self.order_of_many()?, self.beside.as_ref()?);
        let is_shown = |row| self.chosen.holds(row);
        let counts = beside.kept.leaves(|| order.count(is_shown));
        Some(order.headcount(part, (counts, is_shown)))
    }

    /// What of them is the same wherever the map is; `None` where one pass over all tells it sooner.
    pub fn apart(&self) -> Option<&Apart> {
        self.order_of_many()?;
        let kept = &self.beside.as_ref()?.kept;
        Some(kept.apart(|| {
            let mut apart = Apart::default();
            self.each(|row, spot| apart.note(row, spot));
            apart
        }))
    }

    pub fn id(&self, row: u32) -> &'a IncidentId {
        &self.ids[row as usize]
    }

    pub fn incident(&self, row: u32) -> Option<Arc<Incident>> {
        self.document.get(self.id(row))
    }

    pub fn spot(&self, row: u32) -> Spot {
        self.spots.rows()[row as usize]
    }

    /// The codes of types, by [`Spot::kind`].
    pub fn kinds(&self) -> &'a [Arc<str>] {
        self.spots.kinds()
    }

    /// All of them in time order. It looks every one up: for few.
    pub fn incidents(&self) -> impl Iterator<Item = Arc<Incident>> {
        self.chosen.rows().into_iter().filter_map(|row| self.incident(row))
    }

    /// The row of an incident, where it is among the shown.
    pub fn row_of(&self, id: &IncidentId) -> Option<u32> {
        let wanted = self.document.get(id)?;
        let span = wanted.when.span();
        let comes_before = |other: &IncidentId| {
            let other_span = self.document.get(other).and_then(|other| other.when.span());
            (time_of(other_span), other) < (time_of(span), id)
        };
        let row = self.ids.partition_point(comes_before);
        let row = (self.ids.get(row)? == id).then_some(row as u32)?;
        self.chosen.holds(row).then_some(row)
    }
}

impl Index {
    /// The rows that pass filter and window, for a map.
    pub fn shown_rows<'a>(&'a self, matches: &'a Matches, window: Window) -> ShownRows<'a> {
        ShownRows {
            document: &self.document,
            ids: &self.ids,
            spots: &self.spots,
            chosen: self.chosen(matches, window),
            beside: Some(Beside::of(&self.by_place, &self.kept, matches, window)),
        }
    }
}

/// Incidents of a document that has no index: they are looked up and put in order once.
#[derive(Clone, Debug)]
pub struct Gathered<'a> {
    document: &'a Document,
    ids: Vec<IncidentId>,
    spots: Spots,
}

impl<'a> Gathered<'a> {
    /// Those of the ids that the document has.
    pub fn new(document: &'a Document, shown: &[IncidentId]) -> Self {
        let mut incidents: Vec<Arc<Incident>> = shown.iter().filter_map(|id| document.get(id)).collect();
        incidents.sort_by(|a, b| (time_of(a.when.span()), &a.id).cmp(&(time_of(b.when.span()), &b.id)));
        Self {
            document,
            ids: incidents.iter().map(|incident| incident.id.clone()).collect(),
            spots: Spots::of(incidents.iter()),
        }
    }

    pub fn rows(&self) -> ShownRows<'_> {
        ShownRows {
            document: self.document,
            ids: &self.ids,
            spots: &self.spots,
            chosen: Chosen::all_of(self.ids.len()),
            beside: None,
        }
    }
}
