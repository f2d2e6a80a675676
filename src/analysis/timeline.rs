//! Incidents along time: a histogram, the spans of imprecise dates, and the axis they stand on.
//!
//! A date nobody gave is never made up: an incident of some day of November weighs 1/30 on each of its days.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::{CalendarUnit, DaySpan, IncidentId, day_from_number, day_number};

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
        for (_, first, last) in index.dated() {
            dated_total += 1;
            spread(&mut bins, &starts, axis, (first.into(), last.into()), |bin| &mut bin.total);
        }
        for (_, first, last) in index.dated_matching(matches) {
            dated_shown += 1;
            spread(&mut bins, &starts, axis, (first.into(), last.into()), |bin| &mut bin.shown);
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

/// Adds one incident, its weight spread evenly over its days.
fn spread(
    bins: &mut [Bin],
    starts: &[i64],
    axis: DaySpan,
    (first, last): (i64, i64),
    weight: impl Fn(&mut Bin) -> &mut f64,
) {
    if first > day_number(axis.last()) || last < day_number(axis.first()) {
        return;
    }
    let share = |days: i64| days as f64 / (last - first + 1) as f64;
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

/// The days of an incident whose date is more than one day: drawn as a bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpanBar {
    pub id: IncidentId,
    pub span: DaySpan,
}

/// The imprecise incidents among `matches`, in time order.
pub fn spans(index: &Index, matches: &Matches) -> Vec<SpanBar> {
    index
        .spans_matching(matches)
        .into_iter()
        .filter_map(|(row, first, last)| {
            let span = DaySpan::new(day_from_number(first.into()), day_from_number(last.into())).ok()?;
            Some(SpanBar { id: index.ids()[row].clone(), span })
        })
        .collect()
}

/// Whole years around all dated incidents; `None` when there is none.
pub fn natural_axis(index: &Index) -> Option<DaySpan> {
    let span = index.span()?;
    let (first, last): (Date, Date) = (span.first().first_of_year(), span.last().last_of_year());
    DaySpan::new(first, last).ok()
}
