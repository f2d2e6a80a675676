//! The incidents shown, in a few numbers.

use std::collections::BTreeMap;

use crate::model::{DaySpan, Document, IncidentId, Toll};

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
        if !toll.is_stated() {
            self.not_stated += 1;
            return;
        }
        // "At most five" promises nobody at all.
        let low = toll.low.or(toll.best).unwrap_or(0);
        let best = toll.best.unwrap_or(low);
        let high = toll.high.unwrap_or(best);
        self.low += u64::from(low);
        self.best += u64::from(best);
        self.high += u64::from(high);
        self.open_ended += usize::from(toll.best.is_none() && toll.high.is_none());
    }
}

impl std::fmt::Display for Sum {
    /// `120 (110–140)`; what is not stated is not in it.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let more = if self.open_ended > 0 { "+" } else { "" };
        if self.low == self.best && self.best == self.high {
            write!(f, "{}{more}", self.best)
        } else {
            write!(f, "{} ({}–{}{more})", self.best, self.low, self.high)
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
        let mut by_type: BTreeMap<&str, usize> = BTreeMap::new();
        for incident in ids.iter().filter_map(|id| document.get(id)) {
            summary.incidents += 1;
            summary.killed.add(&incident.killed);
            summary.wounded.add(&incident.wounded);
            match (incident.when.span(), summary.span) {
                (Some(span), Some(all)) => summary.span = Some(all.union(span)),
                (Some(span), None) => summary.span = Some(span),
                (None, _) => summary.undated += 1,
            }
            summary.without_point += usize::from(incident.place.drawn_at().is_none());
            summary.sources += incident.sources.len();
            *by_type.entry(&incident.event_type).or_default() += 1;
        }
        summary.by_type = by_type.into_iter().map(|(code, count)| (code.to_owned(), count)).collect();
        summary.by_type.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
        summary
    }
}
