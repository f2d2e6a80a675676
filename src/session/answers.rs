//! Answers kept until what they depend on changes.

use std::sync::Arc;

use jiff::civil::Date;

use crate::{
    analysis::{
        self, Direction as SortDirection, Facet, FacetCount, Filter, Histogram, Index, SortKey, SpanBar,
        Summary, Window,
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
    pub(super) shown: Arc<[IncidentId]>,
    pub(super) listed: Arc<[IncidentId]>,
    pub(super) facets: Vec<(Facet, Vec<FacetCount>)>,
    pub(super) histogram: Histogram,
    pub(super) spans: Vec<SpanBar>,
    pub(super) summary: Summary,
    /// How many of those shown only may pass what is asked of the frontier.
    pub(super) perhaps: usize,
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
        let matches = index.matching(&view.filter);
        let shown = index.shown_of(&matches, view.window).ids;
        let facets = Facet::ALL
            .into_iter()
            .map(|facet| (facet, index.facet_counts(facet, &view.filter, view.window)))
            .collect();
        let histogram = Histogram::of(index, &matches, timeline.axis(today), timeline.unit);
        let spans = analysis::spans(index, &matches);
        let summary = Summary::of(document, &shown);
        let perhaps = super::frontier::perhaps(document, &shown, &view.filter.frontier);
        let to = Question::of(document, view, timeline, today);
        let mut answers =
            Self { to, listed: Arc::clone(&shown), shown, facets, histogram, spans, summary, perhaps };
        answers.sort(document, sort);
        answers
    }

    pub(super) fn sort(&mut self, document: &Document, (key, direction): &(SortKey, SortDirection)) {
        self.listed = analysis::sorted(document, &self.shown, key, *direction).into();
    }
}
