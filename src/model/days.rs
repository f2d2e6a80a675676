//! Whole days: spans of them, their numbers, the names of months.

use std::fmt;

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// Whole days, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(Date, Date)", into = "(Date, Date)")]
pub struct DaySpan {
    first: Date,
    last: Date,
}

impl DaySpan {
    /// # Errors
    /// When `last` lies before `first`.
    pub fn new(first: Date, last: Date) -> Result<Self, Backwards> {
        if last < first { Err(Backwards { first, last }) } else { Ok(Self { first, last }) }
    }

    pub fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    pub fn first(self) -> Date {
        self.first
    }

    pub fn last(self) -> Date {
        self.last
    }

    /// Number of days, at least 1.
    pub fn days(self) -> i64 {
        day_number(self.last) - day_number(self.first) + 1
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.first <= other.last && other.first <= self.last
    }

    pub fn contains(self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }

    /// The smallest span around both.
    #[must_use]
    pub fn union(self, other: Self) -> Self {
        Self { first: self.first.min(other.first), last: self.last.max(other.last) }
    }
}

impl TryFrom<(Date, Date)> for DaySpan {
    type Error = Backwards;

    fn try_from((first, last): (Date, Date)) -> Result<Self, Backwards> {
        Self::new(first, last)
    }
}

impl From<DaySpan> for (Date, Date) {
    fn from(span: DaySpan) -> Self {
        (span.first, span.last)
    }
}

impl fmt::Display for DaySpan {
    /// `26 Nov 2025`, `20–21 Nov 2025`, `30 Nov – 2 Dec 2025`, `1 Dec 2024 – 3 Jan 2025`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (a, b) = (self.first, self.last);
        let month = |d: Date| month_name(d.month());
        if a == b {
            write!(f, "{} {} {}", a.day(), month(a), a.year())
        } else if a.year() != b.year() {
            write!(f, "{} {} {} – {} {} {}", a.day(), month(a), a.year(), b.day(), month(b), b.year())
        } else if a.month() != b.month() {
            write!(f, "{} {} – {} {} {}", a.day(), month(a), b.day(), month(b), b.year())
        } else {
            write!(f, "{}–{} {} {}", a.day(), b.day(), month(b), b.year())
        }
    }
}

/// The end of a span lies before its start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the end ({last}) lies before the start ({first})")]
pub struct Backwards {
    pub first: Date,
    pub last: Date,
}

/// The short English name of a month from 1 to 12.
pub(super) fn month_name(month: i8) -> &'static str {
    const NAMES: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    usize::try_from(month - 1).ok().and_then(|at| NAMES.get(at)).copied().unwrap_or("?")
}

/// The day that axes count from.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// Days since 1970-01-01, for arithmetic on axes.
pub fn day_number(day: Date) -> i64 {
    i64::from((day - EPOCH).get_days())
}

/// The inverse of [`day_number`]; numbers beyond the calendar give its edge.
pub fn day_from_number(number: i64) -> Date {
    // The calendar spans ±9999 years, so clamping first keeps the span itself within bounds.
    EPOCH.saturating_add(number.clamp(-4_371_587, 2_932_896).days())
}
