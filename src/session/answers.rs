//! Answers kept until what they depend on changes.

use std::sync::Arc;

use jiff::civil::Date;

use crate::{
    analysis::{
        self, Direction as SortDirection, Facet, FacetCount, Filter, Histogram, Index, Marks, Matches,
        SortKey, SpanBar, Summary, Window,
    },
    carto::View,
    model::{CalendarUnit, DaySpan, Document, IncidentId, Revision},
};

use super::Timeline;

/// What the answers depend on.
#[derive(Clone, PartialEq)]
pub(super) struct Question {
    pub(super) revision: Revision,
    pub(super) filter: Filter,
    pub(super) window: Window,
    pub(super) axis: DaySpan,
    pub(super) unit: CalendarUnit,
}

/// Answers kept until the document, the filter, the window or the axis changes.
pub(super) struct Answers {
    pub(super) to: Question,
    /// What the index was made of.
    marks: Marks,
    filtered: Filtered,
    pub(super) shown: Arc<[IncidentId]>,
    pub(super) listed: Arc<[IncidentId]>,
    pub(super) facets: Vec<(Facet, Vec<FacetCount>)>,
    pub(super) histogram: Histogram,
    pub(super) spans: Vec<SpanBar>,
    pub(super) summary: Summary,
    /// How many of those shown only may pass what is asked of the frontier.
    pub(super) perhaps: usize,
}

/// What passes the filter, whatever its time: kept while the window moves.
#[derive(Clone, PartialEq)]
struct Filtered {
    matches: Matches,
    /// For the facets of which something is chosen: what passes all but that choice.
    beside: Vec<(Facet, Matches)>,
}

impl Filtered {
    fn new(index: &Index, filter: &Filter) -> Self {
        let has_choice = |facet: &Facet| filter.chosen.get(facet).is_some_and(|values| !values.is_empty());
        let beside = Facet::ALL
            .into_iter()
            .filter(has_choice)
            .map(|facet| (facet, index.matching_beside(filter, Some(facet))))
            .collect();
        Self { matches: index.matching(filter), beside }
    }

    fn beside(&self, facet: Facet) -> &Matches {
        self.beside.iter().find(|(other, _)| *other == facet).map_or(&self.matches, |(_, matches)| matches)
    }
}

impl Question {
    pub(super) fn of(document: &Document, view: &View, timeline: &Timeline, today: Date) -> Self {
        Self {
            revision: document.revision(),
            filter: view.filter.clone(),
            window: view.window,
            axis: timeline.axis(today),
            unit: timeline.unit,
        }
    }
}

impl Answers {
    pub(super) fn new(
        document: &Document,
        index: &Index,
        view: &View,
        timeline: &Timeline,
        sort: &(SortKey, SortDirection),
        today: Date,
    ) -> Self {
        let to = Question::of(document, view, timeline, today);
        Self::to((document, index), to, sort, None)
    }

    /// Answers to another question of which these may know a part already: what does not ask for the window, or for
    /// what was changed in a record, stays.
    pub(super) fn follow(
        &mut self,
        document: &Document,
        index: &Index,
        to: Question,
        sort: &(SortKey, SortDirection),
    ) {
        let before = (Arc::clone(&self.shown), Arc::clone(&self.listed));
        *self = Self::to((document, index), to, sort, Some(self));
        // A list that waits for its order does not jump when a record is changed.
        if !is_by_time(sort) && !index.is_ranked(&sort.0) && self.shown == before.0 {
            self.listed = before.1;
        }
    }

    fn to(
        (document, index): (&Document, &Index),
        to: Question,
        sort: &(SortKey, SortDirection),
        before: Option<&mut Self>,
    ) -> Self {
        let marks = index.marks();
        let filtered = match &before {
            Some(before) if to.revision == before.to.revision && to.filter == before.to.filter => {
                before.filtered.clone()
            }
            Some(_) | None => Filtered::new(index, &to.filter),
        };
        // What was answered of the same rows on the same days.
        let mut before =
            before.filter(|before| marks.rows == before.marks.rows && filtered == before.filtered);
        let histogram = match &before {
            Some(before) if to.axis == before.to.axis && to.unit == before.to.unit => {
                before.histogram.clone()
            }
            Some(_) | None => Histogram::of(index, &filtered.matches, to.axis, to.unit),
        };
        let spans = match &mut before {
            Some(before) => std::mem::take(&mut before.spans),
            None => analysis::spans(index, &filtered.matches),
        };

        let mut before = before.filter(|before| to.window == before.to.window);
        let chosen = index.chosen(&filtered.matches, to.window);
        let shown = index.ids_of(&chosen);
        let facets = (0..)
            .zip(Facet::ALL)
            .map(|(place, facet)| {
                let kept = before.as_mut().filter(|before| {
                    marks.of_facet(facet) == before.marks.of_facet(facet)
                        && to.filter.chosen.get(&facet) == before.to.filter.chosen.get(&facet)
                });
                if let Some((_, counts)) = kept.and_then(|before| before.facets.get_mut(place)) {
                    return (facet, std::mem::take(counts));
                }
                let rows = index.chosen(filtered.beside(facet), to.window);
                (facet, index.facet_counts_of(facet, &to.filter, &rows))
            })
            .collect();
        let summary = before
            .filter(|before| {
                marks.numbers == before.marks.numbers
                    && marks.of_facet(Facet::Type) == before.marks.of_facet(Facet::Type)
            })
            .map_or_else(|| index.summary(&chosen), |before| before.summary.clone());
        let perhaps = super::frontier::perhaps(document, &shown, &to.filter.frontier);
        let listed = Arc::clone(&shown);
        let mut answers =
            Self { to, marks, filtered, shown, listed, facets, histogram, spans, summary, perhaps };
        answers.sort(index, sort);
        answers
    }

    /// The rows that pass the filter, whatever their time.
    pub(super) fn matches(&self) -> &Matches {
        &self.filtered.matches
    }

    /// Puts the list in order; a long one stays in the order of time until the index is ready for another.
    pub(super) fn sort(&mut self, index: &Index, sort: &(SortKey, SortDirection)) {
        let chosen = || index.chosen(&self.filtered.matches, self.to.window);
        let ordered = if is_by_time(sort) { None } else { index.sorted(&chosen(), &sort.0, sort.1) };
        self.listed = ordered.unwrap_or_else(|| Arc::clone(&self.shown));
    }
}

/// Whether it is the order that the shown incidents have by themselves.
pub(super) fn is_by_time(sort: &(SortKey, SortDirection)) -> bool {
    *sort == (SortKey::Date, SortDirection::Ascending)
}
