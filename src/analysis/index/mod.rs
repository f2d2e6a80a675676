//! One revision of a document made ready for questions: columns in time order beside the document.
//!
//! Building it reads every incident once; after that a window costs two binary searches and its own rows, and no
//! question copies a text. A change of the document costs what it touches.

mod by_place;
mod days;
mod facet_column;
mod in_time;
mod kept;
mod marks;
mod numbers;
mod ranks;
mod shown_rows;
mod spots;
mod update;
mod words_index;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::model::{DaySpan, Document, Handling, IncidentId, Precision, Revision, Status, day_from_number};

use super::summary::Counted;
use super::words::fold;
use super::{Facet, Filter, NearFrontier, Window};
use days::Days;
use facet_column::FacetColumn;
use in_time::Passing;
use kept::Kept;
use marks::Mark;
use numbers::Numbers;
use ranks::Ranks;
use words_index::WordsIndex;

pub(super) use by_place::ByPlace;
pub use by_place::{Headcount, SQUARE};
pub use in_time::{Chosen, Matches};
pub use kept::Apart;
pub use marks::Marks;
pub use shown_rows::{Gathered, ShownRows};
pub use spots::{Part, Spot, Spots, WORLD_STEPS};

/// A document's incidents in time order, by the first day, then the last, then the id; undated ones last.
/// A row is a place in that order.
#[derive(Clone, Debug)]
pub struct Index {
    revision: Revision,
    document: Document,
    ids: Arc<[IncidentId]>,
    days: Days,
    facets: [FacetColumn; Facet::ALL.len()],
    numbers: Numbers,
    rows_mark: Mark,
    numbers_mark: Mark,
    spots: Spots,
    /// Made when it is first asked for.
    by_place: OnceLock<ByPlace>,
    /// Of the rows that were asked for last.
    kept: Kept,
    /// Made when it is first asked for.
    words: OnceLock<WordsIndex>,
    /// What was asked of the frontier last, and for each row whether it passes.
    near: Arc<Mutex<Option<NearRows>>>,
    ranks: Ranks,
}

/// What was asked of the frontier, and for each row whether it passes.
type NearRows = (NearFrontier, Arc<[bool]>);

/// The incidents that pass filter and window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// In time order, undated last.
    pub ids: Arc<[IncidentId]>,
    /// How many the document has.
    pub total: usize,
}

/// A value of a facet with the number of incidents it would show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetCount {
    pub value: Arc<str>,
    /// Plain words.
    pub label: String,
    pub count: usize,
    pub chosen: bool,
}

impl Index {
    pub fn new(document: &Document) -> Self {
        let count = document.len();
        let mut rows: Vec<(Option<DaySpan>, &IncidentId, u32)> = Vec::with_capacity(count);
        let mut facets = Facet::ALL.map(|facet| FacetColumn::new(facet, count));
        let mut numbers = Numbers::with_capacity(count);
        let mut spots = Spots::with_capacity(count);
        for ((incident, id), place) in document.outlines().zip(document.ids()).zip(0..) {
            rows.push((incident.when.span(), id, place));
            for column in &mut facets {
                column.push(&incident);
            }
            numbers.push(Counted::of(&incident));
            spots.push(&incident);
        }
        // Stable: the document gives them in the order of their ids.
        rows.sort_by_key(|(span, ..)| time_of(*span));
        let order: Vec<u32> = rows.iter().map(|(_, _, place)| *place).collect();
        for column in &mut facets {
            column.reorder(&order);
        }
        spots.reorder(&order);
        Self {
            revision: document.revision(),
            document: document.clone(),
            ids: rows.iter().map(|(_, id, _)| (*id).clone()).collect(),
            days: Days::of(rows.iter().map_while(|(span, ..)| *span)),
            facets,
            numbers: order.iter().map(|place| numbers[*place as usize]).collect(),
            rows_mark: Mark::new(),
            numbers_mark: Mark::new(),
            spots,
            by_place: OnceLock::new(),
            kept: Kept::default(),
            words: OnceLock::new(),
            near: Arc::default(),
            ranks: Ranks::default(),
        }
    }

    /// Makes ready what a search needs; a search that comes sooner does it itself. It reads all texts.
    pub fn read_words(&self) {
        self.words();
    }

    /// Whether a search finds all ready.
    pub fn has_words(&self) -> bool {
        self.words.get().is_some()
    }

    fn words(&self) -> &WordsIndex {
        self.words.get_or_init(|| WordsIndex::of(self.rows_by_id().into_iter().zip(self.document.texts())))
    }

    /// All rows in the order of the document, where neighbours lie side by side: who reads all records reads them so.
    fn rows_by_id(&self) -> Vec<u32> {
        let mut rows: Vec<u32> = (0..self.len() as u32).collect();
        rows.sort_unstable_by(|a, b| self.ids[*a as usize].cmp(&self.ids[*b as usize]));
        rows
    }

    /// The state of the document that this index answers for.
    pub fn revision(&self) -> Revision {
        self.revision
    }

    /// How many incidents the document has.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// Incidents without a date.
    pub fn undated(&self) -> usize {
        self.ids.len() - self.days.len()
    }

    /// All incidents in time order, undated last.
    pub fn ids(&self) -> &Arc<[IncidentId]> {
        &self.ids
    }

    /// All days that any incident may have happened on; `None` when all are undated.
    pub fn span(&self) -> Option<DaySpan> {
        let (first, last) = (*self.days.first.first()?, *self.days.reach.last()?);
        DaySpan::new(day_from_number(first.into()), day_from_number(last.into())).ok()
    }

    /// The rows that pass the filter. Worth keeping while only the window moves.
    pub fn matching(&self, filter: &Filter) -> Matches {
        self.matching_beside(filter, None)
    }

    /// The rows that pass the filter; what is chosen of facet `beside` is not asked.
    pub fn matching_beside(&self, filter: &Filter, beside: Option<Facet>) -> Matches {
        let text = fold(&filter.text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let asked: Vec<(&FacetColumn, Vec<bool>)> = filter
            .chosen
            .iter()
            .filter(|(facet, values)| Some(**facet) != beside && !values.is_empty())
            .map(|(facet, values)| {
                let column = self.column(*facet);
                (column, column.values.iter().map(|value| values.contains(&**value)).collect())
            })
            .collect();
        if words.is_empty() && asked.is_empty() && filter.frontier.is_empty() {
            return Matches(Passing::All);
        }
        let near = (!filter.frontier.is_empty()).then(|| self.near(&filter.frontier));
        let has_words = (!words.is_empty()).then(|| self.words().rows_with(&words, self.len()));
        let passes = |row: usize| {
            near.as_ref().is_none_or(|near| near[row])
                && has_words.as_ref().is_none_or(|has| has[row])
                && asked.iter().all(|(column, wanted)| {
                    column
                        .codes_of(row)
                        .iter()
                        .any(|&code| wanted.get(code as usize).copied().unwrap_or(false))
                })
        };
        Matches(Passing::Rows((0_u32..).zip(0..self.len()).filter(|p| passes(p.1)).map(|p| p.0).collect()))
    }

    /// For each row whether its place passes. All facets ask the same: it is worked out once.
    fn near(&self, asked: &NearFrontier) -> Arc<[bool]> {
        let mut kept = self.near.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((same, near)) = &*kept
            && same == asked
        {
            return Arc::clone(near);
        }
        let mut admitted = vec![false; self.len()];
        for (row, incident) in self.rows_by_id().into_iter().zip(self.document.outlines()) {
            admitted[row as usize] = asked.admits(&incident);
        }
        let near: Arc<[bool]> = admitted.into();
        *kept = Some((asked.clone(), Arc::clone(&near)));
        near
    }

    /// The incidents that pass filter and window, in time order.
    pub fn shown(&self, filter: &Filter, window: Window) -> Shown {
        self.shown_of(&self.matching(filter), window)
    }

    /// As [`Index::shown`], with the filter already answered.
    pub fn shown_of(&self, matches: &Matches, window: Window) -> Shown {
        Shown { ids: self.ids_of(&self.chosen(matches, window)), total: self.len() }
    }

    /// The incidents of these rows, in time order, undated last.
    pub fn ids_of(&self, chosen: &Chosen<'_>) -> Arc<[IncidentId]> {
        if chosen.len() == self.len() {
            return Arc::clone(&self.ids);
        }
        chosen.rows().into_iter().map(|row| self.ids[row as usize].clone()).collect()
    }

    /// How many incidents pass the filter, whatever their time.
    pub fn count(&self, matches: &Matches) -> usize {
        match &matches.0 {
            Passing::All => self.len(),
            Passing::Rows(rows) => rows.len(),
        }
    }

    /// The values of a facet and how many incidents each would show, other facets, text and window
    /// respected; its own choices do not limit its own counts. Values that would show none are left out
    /// unless chosen. Most frequent first, then by label; years latest first, precisions from exact to none.
    pub fn facet_counts(&self, facet: Facet, filter: &Filter, window: Window) -> Vec<FacetCount> {
        let matches = self.matching_beside(filter, Some(facet));
        self.facet_counts_of(facet, filter, &self.chosen(&matches, window))
    }

    /// As [`Index::facet_counts`], with the rows already chosen that pass all but the facet's own choice.
    pub fn facet_counts_of(
        &self,
        facet: Facet,
        filter: &Filter,
        chosen_rows: &Chosen<'_>,
    ) -> Vec<FacetCount> {
        let column = self.column(facet);
        let counts = column.counts(chosen_rows);
        let none = BTreeSet::new();
        let chosen = filter.chosen.get(&facet).unwrap_or(&none);
        let counted = |value: Arc<str>, count, chosen| FacetCount {
            label: facet.value_label(&value),
            value,
            count,
            chosen,
        };
        let mut found: Vec<FacetCount> = column
            .values
            .iter()
            .zip(counts)
            .map(|(value, count)| (value, count, chosen.contains(&**value)))
            .filter(|&(_, count, chosen)| count > 0 || chosen)
            .map(|(value, count, chosen)| counted(Arc::clone(value), count, chosen))
            .collect();
        // A choice stays visible, and can be taken back, when the last incident with it is gone.
        for value in chosen.iter().filter(|value| column.values.iter().all(|known| **known != ***value)) {
            found.push(counted(Arc::from(value.as_str()), 0, true));
        }
        match facet {
            Facet::Type | Facet::Actor | Facet::Province | Facet::Tag => {
                found.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.label.cmp(&b.label)));
            }
            Facet::Year => found.sort_by_key(|count| std::cmp::Reverse(count.value.parse::<i16>().ok())),
            Facet::Status => found.sort_by_key(|count| Status::from_code(&count.value)),
            Facet::Handling => found.sort_by_key(|count| Handling::from_code(&count.value)),
            Facet::Precision => {
                found.sort_by_key(|count| Precision::from_code(&count.value).map_or(usize::MAX, position_of));
            }
        }
        found
    }

    fn column(&self, facet: Facet) -> &FacetColumn {
        &self.facets[facet as usize]
    }

    /// First and last day of rows of more than one day that pass the filter, ascending.
    pub(super) fn spans_matching(&self, matches: &Matches) -> Vec<(i32, i32)> {
        let days = |row: u32| (self.days.first[row as usize], self.days.last[row as usize]);
        let spans = self.days.imprecise.iter().copied();
        match &matches.0 {
            Passing::All => spans.map(days).collect(),
            Passing::Rows(rows) => spans.filter(|row| rows.binary_search(row).is_ok()).map(days).collect(),
        }
    }

    /// Dated rows with their days, ascending.
    pub(super) fn dated(&self) -> impl Iterator<Item = (usize, i32, i32)> {
        self.days
            .first
            .iter()
            .zip(&self.days.last)
            .enumerate()
            .map(|(row, (&first, &last))| (row, first, last))
    }

    /// Dated rows that pass the filter with their days, ascending.
    pub(super) fn dated_matching<'a>(
        &'a self,
        matches: &'a Matches,
    ) -> Box<dyn Iterator<Item = (usize, i32, i32)> + 'a> {
        match &matches.0 {
            Passing::All => Box::new(self.dated()),
            Passing::Rows(rows) => Box::new(
                rows.iter()
                    .map(|&row| row as usize)
                    .take_while(|&row| row < self.days.len())
                    .map(|row| (row, self.days.first[row], self.days.last[row])),
            ),
        }
    }
}

fn position_of(precision: Precision) -> usize {
    Precision::ALL.iter().position(|&other| other == precision).unwrap_or(usize::MAX)
}

/// What orders rows before their ids do: by the first day, then the last; undated ones last.
fn time_of(span: Option<DaySpan>) -> impl Ord {
    (span.is_none(), span.map(|span| (span.first(), span.last())))
}
