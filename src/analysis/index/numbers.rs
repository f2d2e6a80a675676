//! What is summed up, per row: tolls, points, reports.

use crate::{
    analysis::Summary,
    model::{DaySpan, day_from_number},
};

use super::{Facet, Index, in_time::Chosen};
use crate::analysis::summary::Counted;

/// Per row what the summary adds up.
pub(super) type Numbers = Vec<Counted>;

impl Index {
    /// The summary of these rows.
    pub fn summary(&self, chosen: &Chosen<'_>) -> Summary {
        let mut summary = Summary::default();
        let dated = self.days.len();
        let (mut first, mut last) = (i32::MAX, i32::MIN);
        chosen.each_run(|run| {
            for counted in &self.numbers[run.clone()] {
                summary.add(counted);
            }
            let (start, end) = (run.start.min(dated), run.end.min(dated));
            summary.undated += (run.end - run.start) - (end - start);
            if start < end {
                first = first.min(self.days.first[start]);
                last = self.days.last[start..end].iter().copied().fold(last, i32::max);
            }
        });
        let (first, last) = (day_from_number(first.into()), day_from_number(last.into()));
        summary.span =
            (summary.incidents > summary.undated).then(|| DaySpan::new(first, last).ok()).flatten();
        let column = self.column(Facet::Type);
        let counts = column.values.iter().zip(column.counts(chosen));
        summary.set_types(counts.filter(|(_, count)| *count > 0).map(|(code, count)| (&**code, count)));
        summary
    }
}
