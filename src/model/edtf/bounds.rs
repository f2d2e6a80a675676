//! The first and the last day that an EDTF value can mean.

use std::fmt;

use jiff::civil::Date;

use super::{End, Form, Member, PartialDate};
use crate::model::days::DaySpan;

/// One end of what an EDTF value can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bound {
    /// It reaches without an end.
    Open,
    /// It has an end that nobody knows.
    Unknown,
    Day(FarDay),
}

/// A day of the Gregorian calendar in any year, also one that civil calendars no longer hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FarDay {
    /// Counted astronomically: 0 is the year before 1.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

impl FarDay {
    /// The day in the civil calendar, which holds the years −9999 to 9999.
    pub fn civil(self) -> Option<Date> {
        let small = |number: u8| i8::try_from(number).ok();
        Date::new(i16::try_from(self.year).ok()?, small(self.month)?, small(self.day)?).ok()
    }
}

impl fmt::Display for FarDay {
    /// `2025-11-26`, `-0044-03-15`, `170000002-01-01`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.year < 0 { "-" } else { "" };
        write!(f, "{sign}{:04}-{:02}-{:02}", self.year.unsigned_abs(), self.month, self.day)
    }
}

impl Bound {
    pub fn day(self) -> Option<FarDay> {
        match self {
            Self::Day(day) => Some(day),
            Self::Open | Self::Unknown => None,
        }
    }

    fn of(day: Option<FarDay>) -> Self {
        day.map_or(Self::Unknown, Self::Day)
    }
}

/// The earliest and the latest day.
pub(super) fn bounds(form: &Form) -> (Bound, Bound) {
    let first = |date: &PartialDate| Bound::of(date.earliest());
    let last = |date: &PartialDate| Bound::of(date.latest());
    match form {
        Form::Date(date) => (first(date), last(date)),
        Form::Moment(moment) => (first(&moment.date), last(&moment.date)),
        Form::Interval(start, end) => {
            let bound = |end: &End, of: fn(&PartialDate) -> Option<FarDay>| match end {
                End::Date(date) => Bound::of(of(date)),
                End::Open => Bound::Open,
                End::Unknown => Bound::Unknown,
            };
            (bound(start, PartialDate::earliest), bound(end, PartialDate::latest))
        }
        Form::OneOf(members) | Form::AllOf(members) => {
            let is_open = |open: fn(&Member) -> bool| members.iter().any(open);
            let dates = dates(form);
            let from = if is_open(|member| matches!(member, Member::Until(_))) {
                Bound::Open
            } else {
                Bound::of(dates.iter().filter_map(PartialDate::earliest).min())
            };
            let to = if is_open(|member| matches!(member, Member::From(_))) {
                Bound::Open
            } else {
                Bound::of(dates.iter().filter_map(PartialDate::latest).max())
            };
            (from, to)
        }
    }
}

/// All dates that are written down.
pub(super) fn dates(form: &Form) -> Vec<PartialDate> {
    match form {
        Form::Date(date) => vec![*date],
        Form::Moment(moment) => vec![moment.date],
        Form::Interval(start, end) => [start, end]
            .into_iter()
            .filter_map(|end| match end {
                End::Date(date) => Some(*date),
                End::Open | End::Unknown => None,
            })
            .collect(),
        Form::OneOf(members) | Form::AllOf(members) => members
            .iter()
            .flat_map(|member| match member {
                Member::Date(date) | Member::Until(date) | Member::From(date) => [Some(*date), None],
                Member::Through(first, last) => [Some(*first), Some(*last)],
            })
            .flatten()
            .collect(),
    }
}

/// See [`super::Edtf::days`].
pub(super) fn days(form: &Form) -> Option<DaySpan> {
    let (first, last) = match bounds(form) {
        (Bound::Day(first), Bound::Day(last)) => (first, last),
        // The part that is written down.
        (Bound::Open | Bound::Unknown, _) | (_, Bound::Open | Bound::Unknown) => {
            let dates = dates(form);
            let first = dates.iter().filter_map(PartialDate::earliest).min()?;
            (first, dates.iter().filter_map(PartialDate::latest).max()?)
        }
    };
    DaySpan::new(first.civil()?, last.civil()?).ok()
}

/// Whether the interval ends before it starts. An end with unknown digits needs only one reading that does
/// not; any other must not begin before the start does (`2025-11-26/2025-11` is refused, `…/2025-11-XX` is
/// not).
pub(super) fn is_backwards(start: End, end: End) -> bool {
    match (start, end) {
        (End::Date(start), End::Date(end)) => {
            let end = if end.is_unspecified() { end.latest() } else { end.earliest() };
            end < start.earliest()
        }
        (End::Open | End::Unknown, _) | (_, End::Open | End::Unknown) => false,
    }
}
