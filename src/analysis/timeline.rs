//! Incidents along time: a histogram, the spans of imprecise dates, and the axis they stand on.
//!
//! A date nobody gave is never made up: an incident of some day of November weighs 1/30 on each of its days.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::{CalendarUnit, DaySpan, day_from_number, day_number};

use super::{Index, Matches};

/// Days of one unit, or of the part of it that lies on the axis, with the weight of incidents on them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bin {
    pub span: DaySpan,
    /// Of those that pass the filter.
    pub shown: f64,
    /// Of all.
    pub total: f64,
}

/// Incidents per unit of time. The weights of the bins sum to the number of dated incidents on the axis; one
/// that lies on it in part counts in part.
#[derive(Clone, Debug, PartialEq)]
pub struct Histogram {
    /// The unit of the bins: the one asked for, or a longer one where that would give too many.
    pub unit: CalendarUnit,
    /// In time order, without gaps, covering the axis.
    pub bins: Vec<Bin>,
    pub undated_shown: usize,
    pub undated_total: usize,
}

impl Histogram {
    /// More bins than any screen has pixels are no histogram.
    const MOST_BINS: i64 = 50_000;

    /// `matches` are the incidents that pass the filter; the window is not asked, it is drawn over it.
    pub fn of(index: &Index, matches: &Matches, axis: DaySpan, unit: CalendarUnit) -> Self {
        let unit = CalendarUnit::ALL
            .into_iter()
            .skip_while(|&other| other != unit)
            .find(|&unit| axis.days() / shortest(unit) < Self::MOST_BINS)
            .unwrap_or(CalendarUnit::Year);
        let mut bins = bins(axis, unit);
        let starts: Vec<i64> = bins.iter().map(|bin| day_number(bin.span.first())).collect();
        let (mut dated_shown, mut dated_total) = (0, 0);
        each_days(index.dated(), |count, days| {
            dated_total += count;
            spread(&mut bins, &starts, axis, (count, days), |bin| &mut bin.total);
        });
        if index.count(matches) == index.len() {
            dated_shown = dated_total;
            for bin in &mut bins {
                bin.shown = bin.total;
            }
        } else {
            each_days(index.dated_matching(matches), |count, days| {
                dated_shown += count;
                spread(&mut bins, &starts, axis, (count, days), |bin| &mut bin.shown);
            });
        }
        Self {
            unit,
            bins,
            undated_shown: index.count(matches) - dated_shown,
            undated_total: index.len() - dated_total,
        }
    }

    /// The greatest weight of a bin, for the height of the drawing.
    pub fn tallest(&self) -> f64 {
        self.bins.iter().map(|bin| bin.total).fold(0.0, f64::max)
    }
}

/// Days of the unit's shortest instance.
fn shortest(unit: CalendarUnit) -> i64 {
    match unit {
        CalendarUnit::Day => 1,
        CalendarUnit::Week => 7,
        CalendarUnit::Month => 28,
        CalendarUnit::Year => 365,
    }
}

/// Empty bins that cover the axis, the outer ones cut at its ends.
fn bins(axis: DaySpan, unit: CalendarUnit) -> Vec<Bin> {
    let mut bins = Vec::new();
    let mut start = axis.first();
    while start <= axis.last() {
        let next = unit.step(unit.start_of(start), 1);
        // At the edge of the calendar there is no next one.
        let end = if next > start { next.saturating_sub(1.day()).min(axis.last()) } else { axis.last() };
        let Ok(span) = DaySpan::new(start, end) else { break };
        bins.push(Bin { span, shown: 0.0, total: 0.0 });
        let Ok(after) = end.checked_add(1.day()) else { break };
        start = after;
    }
    bins
}

/// Calls `found` with the days that rows have, first and last, and how many rows have just these. In the order of time
/// such rows follow one another.
fn each_days(rows: impl Iterator<Item = (usize, i32, i32)>, mut found: impl FnMut(usize, (i64, i64))) {
    let mut run: Option<(usize, (i32, i32))> = None;
    for (_, first, last) in rows {
        match &mut run {
            Some((count, days)) if *days == (first, last) => *count += 1,
            Some((count, days)) => {
                found(*count, (days.0.into(), days.1.into()));
                (*count, *days) = (1, (first, last));
            }
            None => run = Some((1, (first, last))),
        }
    }
    if let Some((count, (first, last))) = run {
        found(count, (first.into(), last.into()));
    }
}

/// Adds so many incidents of the same days, their weight spread evenly over them.
fn spread(
    bins: &mut [Bin],
    starts: &[i64],
    axis: DaySpan,
    (count, (first, last)): (usize, (i64, i64)),
    weight: impl Fn(&mut Bin) -> &mut f64,
) {
    if first > day_number(axis.last()) || last < day_number(axis.first()) {
        return;
    }
    let share = |days: i64| (count as f64 * days as f64) / (last - first + 1) as f64;
    let begin = starts.partition_point(|&start| start <= first).saturating_sub(1);
    for bin in &mut bins[begin..] {
        let from = day_number(bin.span.first()).max(first);
        let until = day_number(bin.span.last()).min(last);
        if from > last {
            break;
        }
        *weight(bin) += share((until - from + 1).max(0));
    }
}

/// Days of imprecise dates: drawn as a bar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SpanBar {
    pub span: DaySpan,
    /// `None` for the days of one incident. Where there are too many for bars of their own: the days on which more
    /// than so many of them may have happened.
    pub more_than: Option<u8>,
}

/// So many bars of single incidents can be told apart.
pub const MOST_SPANS: usize = 400;

/// Depths that are told of many.
const DEPTHS: u8 = 3;

/// The days of the imprecise incidents among `matches`: of each, in time order, or of many together.
pub fn spans(index: &Index, matches: &Matches) -> Vec<SpanBar> {
    let found = index.spans_matching(matches);
    let bar = |first: i32, last: i32, more_than: Option<u8>| {
        let span = DaySpan::new(day_from_number(first.into()), day_from_number(last.into())).ok()?;
        Some(SpanBar { span, more_than })
    };
    if found.len() <= MOST_SPANS {
        return found.into_iter().filter_map(|(first, last)| bar(first, last, None)).collect();
    }
    let mut bars: Vec<_> =
        depths(&found).into_iter().filter_map(|(first, last, depth)| bar(first, last, Some(depth))).collect();
    bars.sort_by_key(|bar| bar.more_than);
    bars
}

/// The days that more than 0, 1 … of these spans, which ascend by their first day, share.
fn depths(spans: &[(i32, i32)]) -> Vec<(i32, i32, u8)> {
    let mut ends: Vec<i32> = spans.iter().map(|(_, last)| *last).collect();
    ends.sort_unstable();
    let (mut depth, mut ended) = (0_usize, 0);
    let mut open = [None::<i32>; DEPTHS as usize];
    let mut found = Vec::new();
    let mut starts = spans.iter().map(|(first, _)| *first).peekable();
    while ended < ends.len() {
        // Behind the last start only ends are left.
        let day = starts.peek().map_or(i32::MAX, |first| *first).min(ends[ended].saturating_add(1));
        while ended < ends.len() && ends[ended] < day {
            ended += 1;
            depth -= 1;
        }
        while starts.next_if_eq(&day).is_some() {
            depth += 1;
        }
        for (more_than, open) in (0..DEPTHS).zip(&mut open) {
            match (*open, depth > usize::from(more_than)) {
                (None, true) => *open = Some(day),
                (Some(first), false) => {
                    found.push((first, day - 1, more_than));
                    *open = None;
                }
                (Some(_), true) | (None, false) => {}
            }
        }
    }
    found
}

/// Whole years around all dated incidents; `None` when there is none.
pub fn natural_axis(index: &Index) -> Option<DaySpan> {
    let span = index.span()?;
    let (first, last): (Date, Date) = (span.first().first_of_year(), span.last().last_of_year());
    DaySpan::new(first, last).ok()
}

#[cfg(test)]
mod tests {
    use super::depths;

    #[test]
    fn shared_days_are_those_that_counting_day_by_day_finds() {
        let spans = [
            (1, 4),
            (1, 2),
            (3, 9),
            (3, 3),
            (5, 5),
            (12, 14),
            (15, 15),
            (20, 30),
            (21, 29),
            (22, 28),
            (23, 27),
        ];
        let found = depths(&spans);
        for day in 0..40 {
            let count = spans.iter().filter(|(first, last)| (*first..=*last).contains(&day)).count();
            for more_than in 0..3_u8 {
                let told = found
                    .iter()
                    .filter(|(first, last, of)| *of == more_than && (*first..=*last).contains(&day));
                assert_eq!(
                    told.count(),
                    usize::from(count > usize::from(more_than)),
                    "day {day}, {more_than}"
                );
            }
        }
        assert!(found.contains(&(12, 15, 0)), "days without a gap are one bar: {found:?}");
    }
}
