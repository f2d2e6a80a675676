//! One revision of a document made ready for questions: sorted columns of days, folded text, coded facets.
//!
//! Building it reads every incident once; after that a window costs two binary searches, and no question
//! copies a text. A million rows are meant to be fine.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::civil::Date;

use crate::model::{
    DaySpan, Document, Handling, IncidentId, Precision, Revision, Status, day_from_number, day_number,
};

use super::words::{fold, searched_text};
use super::{Facet, Filter, NearFrontier, Window};

/// A document's incidents in time order, by the first day, then the last, then the id; undated ones last.
/// A row is a place in that order.
#[derive(Clone, Debug)]
pub struct Index {
    revision: Revision,
    ids: Arc<[IncidentId]>,
    /// First and last days of the dated rows, as days since 1970-01-01; `first` ascends.
    first: Vec<i32>,
    last: Vec<i32>,
    /// The greatest of all last days so far; ascends.
    reach: Vec<i32>,
    /// Rows of more than one day, ascending.
    imprecise: Vec<u32>,
    /// The folded text of all rows; row `r` is `text[ends[r - 1]..ends[r]]`.
    text: String,
    ends: Vec<usize>,
    facets: [Column; Facet::ALL.len()],
    document: Document,
    /// What was asked of the frontier last, and for each row whether it passes.
    near: Arc<Mutex<Option<NearRows>>>,
}

/// What was asked of the frontier, and for each row whether it passes.
type NearRows = (NearFrontier, Arc<[bool]>);

/// One facet of all rows: every value once, and per row the codes of its values.
#[derive(Clone, Debug, Default)]
struct Column {
    values: Vec<Arc<str>>,
    codes: Vec<u32>,
    /// The codes of row `r` are `codes[ends[r - 1]..ends[r]]`.
    ends: Vec<usize>,
}

/// The rows that pass a filter, whatever their time. It belongs to the index that made it.
#[derive(Clone, Debug)]
pub struct Matches(Passing);

#[derive(Clone, Debug)]
enum Passing {
    All,
    /// Ascending.
    Rows(Arc<[u32]>),
}

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
        let mut rows: Vec<_> = document.incidents().collect();
        // Stable: the document gives them in the order of their ids.
        rows.sort_by_key(|incident| {
            incident.when.span().map_or((true, None, None), |s| (false, Some(s.first()), Some(s.last())))
        });
        let spans = || rows.iter().map_while(|incident| incident.when.span());
        let first: Vec<i32> = spans().map(|span| day_code(span.first())).collect();
        let last: Vec<i32> = spans().map(|span| day_code(span.last())).collect();
        let reach = last
            .iter()
            .scan(i32::MIN, |reach, &last| {
                *reach = last.max(*reach);
                Some(*reach)
            })
            .collect();
        let imprecise =
            (0..).zip(first.iter().zip(&last)).filter(|(_, (f, l))| f < l).map(|(row, _)| row).collect();
        let mut text = String::new();
        let mut ends = Vec::with_capacity(rows.len());
        for incident in &rows {
            text.push_str(&searched_text(incident));
            ends.push(text.len());
        }
        let facets = Facet::ALL.map(|facet| {
            let mut column = Column::default();
            let mut coder = HashMap::new();
            for incident in &rows {
                column.push_row(&mut coder, |found| facet.each_value(incident, found));
            }
            column
        });
        let ids = rows.iter().map(|incident| incident.id.clone()).collect();
        Self {
            revision: document.revision(),
            ids,
            first,
            last,
            reach,
            imprecise,
            text,
            ends,
            facets,
            document: document.clone(),
            near: Arc::default(),
        }
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
        self.ids.len() - self.first.len()
    }

    /// All incidents in time order, undated last.
    pub fn ids(&self) -> &Arc<[IncidentId]> {
        &self.ids
    }

    /// All days that any incident may have happened on; `None` when all are undated.
    pub fn span(&self) -> Option<DaySpan> {
        let (first, last) = (*self.first.first()?, *self.reach.last()?);
        DaySpan::new(day_from_number(first.into()), day_from_number(last.into())).ok()
    }

    /// The rows that pass the filter. Worth keeping while only the window moves.
    pub fn matching(&self, filter: &Filter) -> Matches {
        self.matching_beside(filter, None)
    }

    /// The rows that pass the filter; what is chosen of facet `beside` is not asked.
    fn matching_beside(&self, filter: &Filter, beside: Option<Facet>) -> Matches {
        let text = fold(&filter.text);
        let words: Vec<&str> = text.split_whitespace().collect();
        let asked: Vec<(&Column, Vec<bool>)> = filter
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
        let passes = |row: usize| {
            near.as_ref().is_none_or(|near| near[row])
                && asked.iter().all(|(column, wanted)| {
                    column
                        .codes_of(row)
                        .iter()
                        .any(|&code| wanted.get(code as usize).copied().unwrap_or(false))
                })
                && {
                    let text = self.text_of(row);
                    words.iter().all(|word| text.contains(word))
                }
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
        let admits = |id| self.document.get(id).is_some_and(|incident| asked.admits(incident));
        let near: Arc<[bool]> = self.ids.iter().map(admits).collect();
        *kept = Some((asked.clone(), Arc::clone(&near)));
        near
    }

    /// The incidents that pass filter and window, in time order.
    pub fn shown(&self, filter: &Filter, window: Window) -> Shown {
        self.shown_of(&self.matching(filter), window)
    }

    /// As [`Index::shown`], with the filter already answered.
    pub fn shown_of(&self, matches: &Matches, window: Window) -> Shown {
        let ids = match (&matches.0, window.is_all()) {
            (Passing::All, true) => Arc::clone(&self.ids),
            (Passing::All | Passing::Rows(_), _) => {
                self.rows(matches, window).map(|row| self.ids[row].clone()).collect()
            }
        };
        Shown { ids, total: self.len() }
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
        let column = self.column(facet);
        let mut counts = vec![0_usize; column.values.len()];
        for row in self.rows(&matches, window) {
            for &code in column.codes_of(row) {
                counts[code as usize] += 1;
            }
        }
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

    fn column(&self, facet: Facet) -> &Column {
        &self.facets[facet as usize]
    }

    fn text_of(&self, row: usize) -> &str {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[row]]
    }

    /// The rows that pass filter and window, ascending.
    fn rows<'a>(&'a self, matches: &'a Matches, window: Window) -> Box<dyn Iterator<Item = usize> + 'a> {
        let in_time = self.rows_in(window);
        match &matches.0 {
            Passing::All => Box::new(in_time),
            Passing::Rows(rows) => {
                let (from, until) = self.certain_rows(window);
                let start = rows.partition_point(|&row| (row as usize) < from);
                let end = rows.partition_point(|&row| (row as usize) < until).max(start);
                let overlapping = self
                    .overlapping_rows(window, from.min(until))
                    .filter(move |&row| rows[..start].binary_search(&row).is_ok())
                    .map(|row| row as usize);
                Box::new(overlapping.chain(rows[start..end].iter().map(|&row| row as usize)))
            }
        }
    }

    /// All rows of the window, ascending.
    fn rows_in(&self, window: Window) -> impl Iterator<Item = usize> {
        let (from, until) = self.certain_rows(window);
        self.overlapping_rows(window, from.min(until)).map(|row| row as usize).chain(from..until)
    }

    /// The rows whose first day lies in the window, as a half-open range (empty where it is backwards);
    /// with the undated ones when the window is all of time.
    fn certain_rows(&self, window: Window) -> (usize, usize) {
        if window.is_all() {
            return (0, self.len());
        }
        let from = window.first.map_or(0, |day| self.first.partition_point(|&f| f < day_code(day)));
        let until = window
            .last
            .map_or(self.first.len(), |day| self.first.partition_point(|&first| first <= day_code(day)));
        (from, until)
    }

    /// The rows before row `before` that begin before the window and reach into it, ascending.
    fn overlapping_rows(&self, window: Window, before: usize) -> impl Iterator<Item = u32> {
        let opens = window.first.map_or(i32::MAX, day_code);
        // Before this row nothing reaches the window.
        let earliest = self.reach.partition_point(|&reach| reach < opens);
        let start = self.imprecise.partition_point(|&row| (row as usize) < earliest);
        let end = self.imprecise.partition_point(|&row| (row as usize) < before).max(start);
        self.imprecise[start..end].iter().copied().filter(move |&row| self.last[row as usize] >= opens)
    }

    /// Dated rows with their days, ascending.
    pub(super) fn dated(&self) -> impl Iterator<Item = (usize, i32, i32)> {
        self.first.iter().zip(&self.last).enumerate().map(|(row, (&first, &last))| (row, first, last))
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
                    .take_while(|&row| row < self.first.len())
                    .map(|row| (row, self.first[row], self.last[row])),
            ),
        }
    }
}

impl Column {
    fn push_row(
        &mut self,
        coder: &mut HashMap<Arc<str>, u32>,
        each_value: impl FnOnce(&mut dyn FnMut(&str)),
    ) {
        let start = self.codes.len();
        each_value(&mut |value| {
            let code = if let Some(&code) = coder.get(value) {
                code
            } else {
                let value: Arc<str> = Arc::from(value);
                let code = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
                self.values.push(Arc::clone(&value));
                coder.insert(value, code);
                code
            };
            // Two actors of one name are one value of the incident.
            if !self.codes[start..].contains(&code) {
                self.codes.push(code);
            }
        });
        self.ends.push(self.codes.len());
    }

    fn codes_of(&self, row: usize) -> &[u32] {
        let start = row.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.codes[start..self.ends[row]]
    }
}

fn position_of(precision: Precision) -> usize {
    Precision::ALL.iter().position(|&other| other == precision).unwrap_or(usize::MAX)
}

/// The calendar's days fit: it ends with the year 9999.
fn day_code(day: Date) -> i32 {
    i32::try_from(day_number(day)).unwrap_or(i32::MAX)
}
