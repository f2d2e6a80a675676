//! EDTF: dates as far as they are known — a day, a month, a season, a year, digits unknown, ends open, about
//! or doubtful.
//!
//! A value is valid once it exists. Nothing is widened or guessed: `~` and `?` mark a date and leave its
//! bounds alone, an end nobody gave is [`Bound::Unknown`], an open one [`Bound::Open`].
//!
//! # Source
//! ISO 8601-2:2019, annex A, levels 0 to 2; Library of Congress, “Extended Date/Time Format Specification”,
//! 2019. The one crate with all levels, edtf-core 1.2.3, refuses negative years with unknown digits and
//! intervals without a known end, and agrees with 242 of the 262 shared rows; so this one is our own.

mod bounds;
mod date;
mod mark;
mod parse;
mod print;
mod words;

use std::{fmt, str::FromStr};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{days::DaySpan, when::ClockTime};

pub use bounds::{Bound, FarDay};
pub(super) use date::PartialDate;
pub use mark::Mark;

use date::Moment;

/// A date as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Edtf {
    /// Boxed: every incident and every change holds one.
    form: Box<Form>,
    /// Worked out once: sorting and filtering ask for it all the time.
    days: Option<DaySpan>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Form {
    Date(PartialDate),
    Moment(Moment),
    Interval(End, End),
    OneOf(Vec<Member>),
    AllOf(Vec<Member>),
}

/// One end of an interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum End {
    Date(PartialDate),
    /// `..`: it goes on without an end.
    Open,
    /// Left empty: it has an end that nobody knows.
    Unknown,
}

/// A member of a set of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Member {
    Date(PartialDate),
    Through(PartialDate, PartialDate),
    Until(PartialDate),
    From(PartialDate),
}

/// What an EDTF value is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// One day, also with a time of day.
    Day,
    /// A month, or some day of it.
    Month,
    /// A season, quarter or half of a year, by its EDTF code from 21 to 41.
    Season(u8),
    /// A year, or some day or month of it.
    Year,
    /// Any other date with unknown digits.
    Pattern,
    /// From a date to a date.
    Interval,
    /// An interval of which only the start is known.
    From,
    /// An interval of which only the end is known.
    Until,
    /// An interval without a known end.
    Endless,
    /// One or all of several dates.
    Set,
}

/// Why a text is no EDTF value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EdtfError {
    #[error(
        "“{0}” is not written as EDTF asks: 2025-11-26, 2025-11, 2025, 2025-11-26/2025-11-27, 2025-11-XX"
    )]
    Malformed(String),
    #[error("there is no such day: {0}")]
    NoSuchDay(String),
    #[error("the end lies before the start: {0}")]
    Backwards(String),
    #[error("the year of {0} is too far away to count with")]
    TooFar(String),
}

impl Edtf {
    /// Reads canonical and other EDTF of levels 0 to 2; a space after the commas of a set is allowed.
    ///
    /// # Errors
    /// When the text is not written so, names a day that no calendar has, or ends before it starts.
    pub fn parse(text: &str) -> Result<Self, EdtfError> {
        parse::value(text).map(Self::of)
    }

    fn of(form: Form) -> Self {
        Self { days: bounds::days(&form), form: Box::new(form) }
    }

    pub(super) fn date(date: PartialDate) -> Self {
        Self::of(Form::Date(date))
    }

    /// # Errors
    /// When the end lies before the start.
    pub(super) fn interval(start: End, end: End) -> Result<Self, EdtfError> {
        let form = Form::Interval(start, end);
        if bounds::is_backwards(start, end) {
            return Err(EdtfError::Backwards(Self::of(form).to_string()));
        }
        Ok(Self::of(form))
    }

    /// The interval between the days, or one day where they are the same.
    pub(super) fn of_span(span: DaySpan) -> Self {
        let form = if span.first() == span.last() {
            Form::Date(PartialDate::day(span.first()))
        } else {
            Form::Interval(
                End::Date(PartialDate::day(span.first())),
                End::Date(PartialDate::day(span.last())),
            )
        };
        // What the form would give: every row of a table comes through here.
        Self { form: Box::new(form), days: Some(span) }
    }

    /// The interval from the first day to the last, also where they are the same.
    pub(super) fn range(span: DaySpan, mark: Mark) -> Self {
        let end = |day| End::Date(PartialDate::day(day).marked(mark));
        Self::of(Form::Interval(end(span.first()), end(span.last())))
    }

    /// The first day it can mean.
    pub fn earliest(&self) -> Bound {
        bounds::bounds(&self.form).0
    }

    /// The last day it can mean.
    pub fn latest(&self) -> Bound {
        bounds::bounds(&self.form).1
    }

    /// From the earliest to the latest day. Where one end is open or unknown, the part that is written down:
    /// `2025-11-26/..` lies on a timeline at 26 Nov 2025 and `../2025-11` in November, for nobody has said
    /// how far they reach. [`Self::earliest`] and [`Self::latest`] tell such an end from a known one. `None`
    /// when no date is written, or one beyond the years ±9999 of civil calendars.
    pub fn days(&self) -> Option<DaySpan> {
        self.days
    }

    /// Whether any part is marked `~` or `%`.
    pub fn is_approximate(&self) -> bool {
        self.dates().iter().any(|date| date.mark().is_approximate())
    }

    /// Whether any part is marked `?` or `%`.
    pub fn is_uncertain(&self) -> bool {
        self.dates().iter().any(|date| date.mark().is_uncertain())
    }

    /// Whether any digit is an `X`.
    pub fn is_unspecified(&self) -> bool {
        self.dates().iter().any(PartialDate::is_unspecified)
    }

    /// The same with every date in it marked.
    #[must_use]
    pub(super) fn marked(&self, mark: Mark) -> Self {
        let end = |end: &End| match end {
            End::Date(date) => End::Date(date.marked(mark)),
            End::Open => End::Open,
            End::Unknown => End::Unknown,
        };
        let member = |member: &Member| match member {
            Member::Date(date) => Member::Date(date.marked(mark)),
            Member::Through(first, last) => Member::Through(first.marked(mark), last.marked(mark)),
            Member::Until(date) => Member::Until(date.marked(mark)),
            Member::From(date) => Member::From(date.marked(mark)),
        };
        Self::of(match &*self.form {
            Form::Date(date) => Form::Date(date.marked(mark)),
            // A moment takes no mark in EDTF: what stays is its day.
            Form::Moment(moment) => Form::Date(moment.date.marked(mark)),
            Form::Interval(first, last) => Form::Interval(end(first), end(last)),
            Form::OneOf(members) => Form::OneOf(members.iter().map(member).collect()),
            Form::AllOf(members) => Form::AllOf(members.iter().map(member).collect()),
        })
    }

    pub fn shape(&self) -> Shape {
        match &*self.form {
            Form::Date(date) => date.shape(),
            Form::Moment(_) => Shape::Day,
            Form::Interval(End::Date(_), End::Date(_)) => Shape::Interval,
            Form::Interval(End::Date(_), End::Open | End::Unknown) => Shape::From,
            Form::Interval(End::Open | End::Unknown, End::Date(_)) => Shape::Until,
            Form::Interval(End::Open | End::Unknown, End::Open | End::Unknown) => Shape::Endless,
            Form::OneOf(_) | Form::AllOf(_) => Shape::Set,
        }
    }

    /// The date as the end of an interval; `None` where it is no single date.
    pub(super) fn as_end(&self) -> Option<PartialDate> {
        match &*self.form {
            Form::Date(date) => Some(*date),
            Form::Moment(_) | Form::Interval(_, _) | Form::OneOf(_) | Form::AllOf(_) => None,
        }
    }

    /// The day and the clock of `2025-11-26T18:30:00Z`; the clock is `None` where no zone is written.
    pub(super) fn moment(&self) -> Option<(Self, Option<ClockTime>)> {
        match &*self.form {
            Form::Moment(moment) => Some((Self::date(moment.date), moment.clock())),
            Form::Date(_) | Form::Interval(_, _) | Form::OneOf(_) | Form::AllOf(_) => None,
        }
    }

    /// Plain words, short enough for a list: `26 Nov 2025`, `about Nov 2025`, `from 26 Nov 2025 on`.
    pub fn words(&self) -> String {
        words::words(self)
    }

    fn dates(&self) -> Vec<PartialDate> {
        bounds::dates(&self.form)
    }
}

impl fmt::Display for Edtf {
    /// Canonical EDTF, which reads as the same value again.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        print::form(f, &self.form)
    }
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        Self::parse(text)
    }
}

impl From<Date> for Edtf {
    fn from(day: Date) -> Self {
        Self::date(PartialDate::day(day))
    }
}

impl TryFrom<String> for Edtf {
    type Error = EdtfError;

    fn try_from(text: String) -> Result<Self, EdtfError> {
        Self::parse(&text)
    }
}

impl From<Edtf> for String {
    fn from(value: Edtf) -> Self {
        value.to_string()
    }
}
