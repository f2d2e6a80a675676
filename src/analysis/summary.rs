//! The incidents shown, in a few numbers.

use std::collections::BTreeMap;

use crate::model::{DaySpan, Document, Incident, IncidentId, Toll, grouped};

/// People of several incidents together. "Not stated" is never counted as nobody: it is told apart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// At least so many: of each incident the lowest number stated as a bound or a count.
    pub low: u64,
    /// Of each incident the best number, or where there is none, the low one.
    pub best: u64,
    /// Of each incident the highest number stated; see `open_ended`.
    pub high: u64,
    /// Incidents for which no number is stated at all.
    pub not_stated: usize,
    /// Incidents with "at least" and no best or high number: the true sum may lie above `high`.
    pub open_ended: usize,
}

impl Sum {
    /// Adds the people of one incident.
    pub fn add(&mut self, toll: &Toll) {
        self.add_people(&People::of(toll));
    }

    fn add_people(&mut self, people: &People) {
        self.low += u64::from(people.low);
        self.best += u64::from(people.best);
        self.high += u64::from(people.high);
        self.not_stated += usize::from(people.not_stated);
        self.open_ended += usize::from(people.open_ended);
    }
}

/// What one toll adds to a [`Sum`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct People {
    low: u32,
    best: u32,
    high: u32,
    not_stated: bool,
    open_ended: bool,
}

impl People {
    fn of(toll: &Toll) -> Self {
        // "At most five" promises nobody at all.
        let low = toll.low.or(toll.best).unwrap_or(0);
        let best = toll.best.unwrap_or(low);
        let high = toll.high.unwrap_or(best);
        let not_stated = !toll.is_stated();
        let open_ended = !not_stated && toll.best.is_none() && toll.high.is_none();
        Self { low, best, high, not_stated, open_ended }
    }
}

/// What one incident adds to a [`Summary`], beside its days and its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    killed: People,
    wounded: People,
    sources: u32,
    has_point: bool,
}

impl Counted {
    pub fn of(incident: &Incident) -> Self {
        Self {
            killed: People::of(&incident.killed),
            wounded: People::of(&incident.wounded),
            sources: incident.sources.len() as u32,
            has_point: incident.place.drawn_at().is_some(),
        }
    }
}

impl std::fmt::Display for Sum {
    /// `120 (110–140)`; what is not stated is not in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let more = if self.open_ended > 0 { "+" } else { "" };
        let best = grouped(self.best);
        if self.low == self.best && self.best == self.high {
            write!(f, "{best}{more}")
        } else {
            write!(f, "{best} ({}–{}{more})", grouped(self.low), grouped(self.high))
        }
    }
}

/// What there is to say about a set of incidents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    pub incidents: usize,
    pub killed: Sum,
    pub wounded: Sum,
    /// From the first possible day of any to the last one; `None` when all are undated.
    pub span: Option<DaySpan>,
    pub undated: usize,
    /// Incidents that are not on the map.
    pub without_point: usize,
    /// Codes of types with their counts, most frequent first.
    pub by_type: Vec<(String, usize)>,
    /// Reports that the incidents rest on; one report named by two incidents counts twice.
    pub sources: usize,
}

impl Summary {
    /// Ids that the document does not have are passed over.
    pub fn of(document: &Document, ids: &[IncidentId]) -> Self {
        let mut summary = Self::default();
        let mut by_type: BTreeMap<String, usize> = BTreeMap::new();
        for incident in ids.iter().filter_map(|id| document.get(id)) {
            summary.add(&Counted::of(&incident));
            match (incident.when.span(), summary.span) {
                (Some(span), Some(all)) => summary.span = Some(all.union(span)),
                (Some(span), None) => summary.span = Some(span),
                (None, _) => summary.undated += 1,
            }
            *by_type.entry(incident.event_type.clone()).or_default() += 1;
        }
        summary.set_types(by_type.iter().map(|(code, count)| (&**code, *count)));
        summary
    }

    pub(super) fn add(&mut self, counted: &Counted) {
        self.incidents += 1;
        self.killed.add_people(&counted.killed);
        self.wounded.add_people(&counted.wounded);
        self.sources += counted.sources as usize;
        self.without_point += usize::from(!counted.has_point);
    }

    /// Types in any order.
    pub(super) fn set_types<'a>(&mut self, counts: impl Iterator<Item = (&'a str, usize)>) {
        self.by_type = counts.map(|(code, count)| (code.to_owned(), count)).collect();
        self.by_type.sort_by(|(a, few), (b, many)| many.cmp(few).then_with(|| a.cmp(b)));
    }
}
