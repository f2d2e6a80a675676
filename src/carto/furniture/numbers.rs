//! What a reader must know beside the map, in numbers and words: counts, tolls, the window, the filter.

use std::{fmt::Write as _, sync::Arc};

use crate::{
    analysis::{Facet, Filter, Sum, Window},
    model::{DaySpan, Incident, grouped},
};

/// What a reader must know beside the map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::carto) struct KeyNumbers {
    pub shown: usize,
    pub total: usize,
    pub without_place: usize,
    undated: usize,
    killed: Sum,
    pub(super) years: Option<(i16, i16)>,
}

impl KeyNumbers {
    pub fn of(incidents: impl IntoIterator<Item = Arc<Incident>>, total: usize) -> Self {
        let mut numbers =
            Self { shown: 0, total, without_place: 0, undated: 0, killed: Sum::default(), years: None };
        for incident in incidents {
            numbers.shown += 1;
            numbers.without_place += usize::from(incident.place.drawn_at().is_none());
            numbers.killed.add(&incident.killed);
            numbers.undated += usize::from(incident.when.span().is_none());
            if let Some(span) = incident.when.span() {
                let (first, last) = (span.first().year(), span.last().year());
                numbers.years =
                    Some(numbers.years.map_or((first, last), |(a, b)| (a.min(first), b.max(last))));
            }
        }
        numbers
    }

    /// A number and the words below it.
    pub(super) fn blocks(&self) -> Vec<(String, String)> {
        let killed = self.killed;
        let open = if killed.open_ended > 0 { "+" } else { "" };
        let mut killed_words = if killed.low == killed.high && open.is_empty() {
            "killed".to_owned()
        } else {
            format!("killed ({}–{}{open})", grouped(killed.low), grouped(killed.high))
        };
        if killed.not_stated > 0 {
            let _ = write!(killed_words, ", not stated in {}", grouped(killed.not_stated));
        }
        let mut blocks = vec![(grouped(self.shown), format!("of {} incidents shown", grouped(self.total)))];
        // Where no incident states a number, zero would be made up.
        if self.shown > killed.not_stated {
            blocks.push((grouped(killed.best), killed_words));
        }
        if self.undated > 0 {
            blocks.push((grouped(self.undated), "without a date".to_owned()));
        }
        if self.without_place > 0 {
            blocks.push((grouped(self.without_place), "without a place, not on the map".to_owned()));
        }
        blocks
    }
}

/// The window in words: `26 Nov 2024 – 26 Nov 2025`, `all dates, 1993–2026`.
pub fn window_words(window: Window, years: Option<(i16, i16)>) -> String {
    match (window.first, window.last) {
        (Some(first), Some(last)) => match DaySpan::new(first, last) {
            Ok(span) => span.to_string(),
            Err(_) => format!("{} – {}", DaySpan::day(first), DaySpan::day(last)),
        },
        (Some(first), None) => format!("from {}", DaySpan::day(first)),
        (None, Some(last)) => format!("until {}", DaySpan::day(last)),
        (None, None) => match years {
            Some((a, b)) if a == b => format!("all dates, {a}"),
            Some((a, b)) => format!("all dates, {a}–{b}"),
            None => "all dates".to_owned(),
        },
    }
}

/// The filter in words; `None` when nothing is filtered.
pub fn filter_words(filter: &Filter) -> Option<String> {
    let mut parts: Vec<String> = filter
        .chosen
        .iter()
        .filter(|(_, values)| !values.is_empty())
        .map(|(facet, values): (&Facet, _)| {
            let values: Vec<String> = values.iter().map(|value| facet.value_label(value)).collect();
            format!("{}: {}", facet.label().to_lowercase(), values.join(", "))
        })
        .collect();
    if !filter.frontier.is_empty() {
        parts.push(filter.frontier.words());
    }
    let words = filter.text.trim();
    if !words.is_empty() {
        parts.push(format!("words “{words}”"));
    }
    (!parts.is_empty()).then(|| format!("Only {}", parts.join(" · ")))
}
