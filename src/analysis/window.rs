//! Moving the time window: steps, lengths, play. Pure functions of whole days, both ends inclusive.
//!
//! A window of whole units stays one: a month after 1–31 January comes 1–28 February, then 1–31 March.

use jiff::ToSpan;
use jiff::civil::Date;

use crate::model::{CalendarUnit, DaySpan, day_from_number, day_number};

use super::Window;

/// What happens to the start of the window while time plays.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Playback {
    /// The window slides and keeps its length.
    #[default]
    Sliding,
    /// The start stays and the end moves on: all that happened so far.
    Cumulative,
}

/// The window moved by `count` units (negative: back), its length kept: in units where it has a whole number
/// of them, else in days.
#[must_use]
pub fn step(window: DaySpan, unit: CalendarUnit, count: i64) -> DaySpan {
    let first = unit.step(window.first(), count);
    match whole_units(window, unit) {
        Some(units) => of_units(first, unit, units),
        None => of_days(first, window.days()),
    }
}

/// As long a window right before this one: a year before a year, a month before a month.
#[must_use]
pub fn before(window: DaySpan) -> DaySpan {
    let units = [CalendarUnit::Year, CalendarUnit::Month];
    let whole = units.into_iter().find_map(|unit| Some((unit, whole_units(window, unit)?)));
    let (unit, count) = whole.unwrap_or((CalendarUnit::Day, window.days()));
    step(window, unit, -count)
}

/// The window with its end one unit later.
#[must_use]
pub fn grow(window: DaySpan, unit: CalendarUnit) -> DaySpan {
    match whole_units(window, unit) {
        Some(units) => of_units(window.first(), unit, units + 1),
        None => until(window, unit.step(window.last(), 1)),
    }
}

/// The window with its end one unit earlier; one that has no more than a unit stays as it is.
#[must_use]
pub fn shrink(window: DaySpan, unit: CalendarUnit) -> DaySpan {
    match whole_units(window, unit) {
        Some(units) if units > 1 => of_units(window.first(), unit, units - 1),
        Some(_) => window,
        None => until(window, unit.step(window.last(), -1)),
    }
}

/// One unit from the same start.
#[must_use]
pub fn set_unit(window: DaySpan, unit: CalendarUnit) -> DaySpan {
    of_units(window.first(), unit, 1)
}

/// The whole unit that holds the day.
#[must_use]
pub fn unit_around(day: Date, unit: CalendarUnit) -> DaySpan {
    of_units(unit.start_of(day), unit, 1)
}

/// The next picture of a playback; `None` when time has come to the end of the axis.
pub fn play(window: DaySpan, unit: CalendarUnit, playback: Playback, axis: DaySpan) -> Option<DaySpan> {
    if window.last() >= axis.last() {
        return None;
    }
    let next = match playback {
        Playback::Sliding => step(window, unit, 1),
        Playback::Cumulative => grow(window, unit),
    };
    // The calendar itself ends: there is no next one.
    (next != window).then_some(next)
}

/// The first picture of a playback, for a loop: at the start of the axis and as long as the window was, or
/// one unit long where the window grew.
#[must_use]
pub fn rewound(window: DaySpan, unit: CalendarUnit, playback: Playback, axis: DaySpan) -> DaySpan {
    match (playback, whole_units(window, unit)) {
        (Playback::Sliding, Some(units)) => of_units(axis.first(), unit, units),
        (Playback::Sliding, None) => of_days(axis.first(), window.days()),
        (Playback::Cumulative, _) => of_units(window.first(), unit, 1),
    }
}

/// The window moved onto the axis by whole days, its length kept; one longer than the axis becomes the axis.
#[must_use]
pub fn clamped(window: DaySpan, axis: DaySpan) -> DaySpan {
    if window.days() >= axis.days() {
        axis
    } else if window.first() < axis.first() {
        of_days(axis.first(), window.days())
    } else if window.last() > axis.last() {
        of_days(day_from_number(day_number(axis.last()) - window.days() + 1), window.days())
    } else {
        window
    }
}

/// The window's days on the axis: an open end is the axis's, and a backwards window its first day.
pub fn on_axis(window: Window, axis: DaySpan) -> DaySpan {
    let first = window.first.unwrap_or_else(|| axis.first().min(window.last.unwrap_or(axis.first())));
    let last = window.last.unwrap_or_else(|| axis.last().max(first));
    DaySpan::new(first, last).unwrap_or(DaySpan::day(first))
}

/// The window of these days; all of time, undated incidents included, where they cover the axis.
pub fn off_axis(span: DaySpan, axis: DaySpan) -> Window {
    if span.first() <= axis.first() && axis.last() <= span.last() { Window::ALL } else { Window::of(span) }
}

/// How many units the window has, counted from its start; `None` when that is no whole number.
fn whole_units(window: DaySpan, unit: CalendarUnit) -> Option<i64> {
    let first = window.first();
    let after = window.last().checked_add(1.day()).ok()?;
    let months =
        || 12 * i64::from(after.year() - first.year()) + i64::from(after.month()) - i64::from(first.month());
    let units = match unit {
        CalendarUnit::Day => window.days(),
        CalendarUnit::Week => window.days() / 7,
        CalendarUnit::Month => months(),
        CalendarUnit::Year => months() / 12,
    };
    (units > 0 && unit.step(first, units) == after).then_some(units)
}

/// `units` units from `first`, cut at the edge of the calendar.
fn of_units(first: Date, unit: CalendarUnit, units: i64) -> DaySpan {
    let after = unit.step(first, units);
    let last = if after == Date::MAX { after } else { after.saturating_sub(1.day()) };
    DaySpan::new(first, last).unwrap_or(DaySpan::day(first))
}

fn of_days(first: Date, days: i64) -> DaySpan {
    DaySpan::new(first, day_from_number(day_number(first) + days - 1)).unwrap_or(DaySpan::day(first))
}

/// The window with this end, or as it is where the end would lie before the start.
fn until(window: DaySpan, last: Date) -> DaySpan {
    DaySpan::new(window.first(), last).unwrap_or(window)
}
