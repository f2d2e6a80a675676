//! The key numbers of a brief: incidents, killed and injured with their range, and the change against as long a time
//! before.

use std::{cmp::Ordering, fmt::Write as _, sync::Arc};

use jiff::civil::Date;

use crate::{
    analysis::{Filter, Index, Sum, Window, window},
    model::{DaySpan, Document, Incident, TollKind, grouped},
};

/// A number, and the words under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Figure {
    pub number: String,
    pub words: String,
}

/// The numbers of a brief, the most important first.
pub(super) fn figures(
    document: &Document,
    index: &Index,
    incidents: &[Arc<Incident>],
    (filter, shown): (&Filter, Window),
    today: Option<Date>,
) -> Vec<Figure> {
    let of_all = if incidents.len() == document.len() {
        "incidents, all of the document".to_owned()
    } else {
        format!("of {} incidents", grouped(document.len()))
    };
    let mut figures = vec![Figure { number: grouped(incidents.len()), words: of_all }];
    for (kind, words) in [(TollKind::Killed, "killed"), (TollKind::Wounded, "injured")] {
        figures.push(toll(incidents, kind, words));
    }
    figures.extend(change(index, incidents.len(), filter, shown, today));
    figures
}

fn toll(incidents: &[Arc<Incident>], kind: TollKind, words: &str) -> Figure {
    let mut sum = Sum::default();
    for incident in incidents {
        sum.add(incident.toll(kind));
    }
    // Where no incident states a number, zero would be made up.
    if sum.not_stated == incidents.len() {
        return Figure { number: "–".to_owned(), words: format!("{words}: not stated in any") };
    }
    let open = if sum.open_ended > 0 { "+" } else { "" };
    let mut said = if sum.low == sum.high {
        if open.is_empty() { words.to_owned() } else { format!("{words} at least") }
    } else {
        format!("{words}, {} to {}{open}", grouped(sum.low), grouped(sum.high))
    };
    if sum.not_stated > 0 {
        let _ = write!(said, "; not stated in {}", grouped(sum.not_stated));
    }
    Figure { number: grouped(sum.best), words: said }
}

/// How many more or fewer incidents than in as long a time right before; `None` where the window is open. Where the
/// records do not cover that time no number is given: fewer records are not fewer incidents.
fn change(index: &Index, now: usize, filter: &Filter, shown: Window, today: Option<Date>) -> Option<Figure> {
    let span = DaySpan::new(shown.first?, shown.last?).ok()?;
    let before = window::before(span);
    let nothing = |words: String| Some(Figure { number: "–".to_owned(), words });
    let Some(known) = index.span() else {
        return nothing("no comparison: no incident has a date".to_owned());
    };
    if known.first() > before.first() {
        let begin = DaySpan::day(known.first());
        return nothing(format!("no comparison with {before}: the records begin {begin}"));
    }
    let earlier = index.shown(filter, Window::of(before)).ids.len();
    let number = match now.cmp(&earlier) {
        Ordering::Equal => "±0".to_owned(),
        Ordering::Greater => format!("+{}", now - earlier),
        Ordering::Less => format!("−{}", earlier - now),
    };
    let mut words = format!("against {earlier} in {before}");
    if today.is_some_and(|today| today <= span.last()) {
        words.push_str("; the window is not over yet");
    }
    Some(Figure { number, words })
}
