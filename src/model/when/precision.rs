//! What kind of date it is.

use serde::{Deserialize, Serialize};

use crate::model::{
    days::DaySpan,
    edtf::{Edtf, Mark, PartialDate, Shape},
};

/// What kind of date it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DatePrecision {
    /// That day.
    Day,
    /// Start and end are known, or the incident spans midnight.
    Range,
    /// Derived from the date of a report.
    Approx,
    /// Some day of that month.
    Month,
    /// Some day of that year.
    Year,
}

impl DatePrecision {
    pub const ALL: [Self; 5] = [Self::Day, Self::Range, Self::Approx, Self::Month, Self::Year];

    /// The code in the native file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Range => "range",
            Self::Approx => "approx",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|precision| precision.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Range => "Range of days",
            Self::Approx => "Approximate",
            Self::Month => "Month",
            Self::Year => "Year",
        }
    }
}

impl Edtf {
    /// The kind of date that the value itself states. A season, digits unknown inside a year, an open end and
    /// a set are ranges of days.
    pub fn precision(&self) -> DatePrecision {
        if self.is_approximate() {
            return DatePrecision::Approx;
        }
        match self.shape() {
            Shape::Day => DatePrecision::Day,
            Shape::Month => DatePrecision::Month,
            Shape::Year => DatePrecision::Year,
            Shape::Season(_)
            | Shape::Pattern
            | Shape::Interval
            | Shape::From
            | Shape::Until
            | Shape::Endless
            | Shape::Set => DatePrecision::Range,
        }
    }

    /// The plainest value of these days that states the precision, where there is one; otherwise that of the
    /// days alone.
    pub(super) fn plainest(span: DaySpan, precision: DatePrecision) -> Self {
        let (first, last) = (span.first(), span.last());
        let whole = |start, end| first == start && last == end;
        let month = || {
            let fits = whole(first.first_of_month(), first.last_of_month());
            fits.then(|| Self::date(PartialDate::month_of(first)))
        };
        let year = || {
            let fits = whole(first.first_of_year(), first.last_of_year());
            fits.then(|| Self::date(PartialDate::year_of(first)))
        };
        match precision {
            DatePrecision::Day => Self::of_span(span),
            DatePrecision::Range => Self::range(span, Mark::Plain),
            DatePrecision::Month => month().unwrap_or_else(|| Self::of_span(span)),
            DatePrecision::Year => year().unwrap_or_else(|| Self::of_span(span)),
            DatePrecision::Approx => {
                month().or_else(year).unwrap_or_else(|| Self::of_span(span)).marked(Mark::Approximate)
            }
        }
    }
}
