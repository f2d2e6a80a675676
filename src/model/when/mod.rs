//! When an incident happened: a date as far as it is known, and perhaps a time of day.
//!
//! A date nobody gave is never made up: a month stays a month, an unknown date is none.

mod clock;
mod precision;
mod read;
mod singles;

use std::fmt;

use serde::{Deserialize, Serialize};

use super::{
    days::{DaySpan, month_name},
    edtf::Edtf,
};

pub use clock::{ClockError, ClockTime, LocalTime, Zone};
pub use precision::DatePrecision;
pub use read::{DateError, Reading, read_days, read_when};

/// When an incident happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct When {
    /// `None` puts the incident on the undated shelf.
    pub date: Option<Edtf>,
    /// The kind of date, only where it is not the one that `date` itself states: older files call 3 to 20 Nov
    /// a month, and that must not make it one. [`Self::with_date`] and [`Self::with_precision`] see to it.
    pub stated: Option<DatePrecision>,
    /// The time of day by a known clock.
    pub clock: Option<ClockTime>,
    /// The hour in the words of the sources (`about 01:00`).
    pub time_text: Option<String>,
    pub note: Option<String>,
}

impl When {
    pub fn unknown() -> Self {
        Self { date: None, stated: None, clock: None, time_text: None, note: None }
    }

    pub fn of(date: Edtf) -> Self {
        Self { date: Some(date), ..Self::unknown() }
    }

    /// The plainest date of these days and this kind, and nothing else.
    pub fn on(span: DaySpan, precision: DatePrecision) -> Self {
        let date = Edtf::plainest(span, precision);
        let stated = (date.precision() != precision).then_some(precision);
        Self { date: Some(date), stated, ..Self::unknown() }
    }

    /// From the earliest to the latest day; of an open or unknown end only the part that is known, see
    /// [`Edtf::days`]. `None` for the undated shelf.
    pub fn span(&self) -> Option<DaySpan> {
        self.date.as_ref()?.days()
    }

    pub fn precision(&self) -> DatePrecision {
        self.stated.or_else(|| self.date.as_ref().map(Edtf::precision)).unwrap_or(DatePrecision::Day)
    }

    /// The same with another date, which also says of which kind it is.
    #[must_use]
    pub fn with_date(&self, date: Option<Edtf>) -> Self {
        Self { date, stated: None, ..self.clone() }
    }

    /// The same days called another kind of date. A date that says more than days and a kind (`?`, `XX`, an
    /// open end) is left as it is.
    #[must_use]
    pub fn with_precision(&self, precision: DatePrecision) -> Self {
        let (date, stated) = match self.span().filter(|span| self.is_plainest(*span)) {
            Some(span) => {
                let plain = Self::on(span, precision);
                (plain.date, plain.stated)
            }
            None => (self.date.clone(), Some(precision)),
        };
        let itself = date.as_ref().map_or(DatePrecision::Day, Edtf::precision);
        Self { stated: stated.filter(|stated| *stated != itself), date, ..self.clone() }
    }

    /// The date where its days and its kind do not say all of it; `None` where [`Self::on`] gives the same.
    pub fn beyond_days(&self) -> Option<&Edtf> {
        let date = self.date.as_ref()?;
        (!self.span().is_some_and(|span| self.is_plainest(span))).then_some(date)
    }

    fn is_plainest(&self, span: DaySpan) -> bool {
        self.date.as_ref() == Some(&Edtf::plainest(span, self.precision()))
    }

    /// The date as one would type it, which [`read_when`] reads back; empty when undated.
    pub fn typed(&self) -> String {
        self.date.as_ref().map_or_else(String::new, Edtf::to_string)
    }

    /// The time of day by the clocks of both banks, where one is known:
    /// `00:10 Dushanbe, 27 Nov = 23:40 Kabul, 26 Nov`. Where the day is not known, it is left out.
    pub fn clocks(&self) -> Option<String> {
        let clock = self.clock?;
        Some(match self.span().filter(|span| span.days() == 1) {
            Some(span) => clock.on_both_banks(span.first()),
            None => clock.on_both_banks_any_day(),
        })
    }
}

impl fmt::Display for When {
    /// `26 Nov 2025`, `about 9 Nov 2017`, `Nov 2025`, `2025`, `from 26 Nov 2025 on`, `no date`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(date) = &self.date else { return f.write_str("no date") };
        match (self.span(), self.stated) {
            (Some(span), Some(DatePrecision::Day | DatePrecision::Range)) => write!(f, "{span}"),
            (Some(span), Some(DatePrecision::Approx)) => write!(f, "about {span}"),
            (Some(span), Some(DatePrecision::Month)) => {
                write!(f, "{} {}", month_name(span.first().month()), span.first().year())
            }
            (Some(span), Some(DatePrecision::Year)) => write!(f, "{}", span.first().year()),
            (_, None) | (None, Some(_)) => f.write_str(&date.words()),
        }
    }
}

/// A [`When`] in a journal, also one of a program that knew days and a kind of date only.
#[derive(Deserialize)]
struct Written {
    date: Option<Edtf>,
    stated: Option<DatePrecision>,
    clock: Option<ClockTime>,
    span: Option<DaySpan>,
    precision: Option<DatePrecision>,
    time_text: Option<String>,
    note: Option<String>,
}

impl From<Written> for When {
    fn from(written: Written) -> Self {
        let Written { date, stated, clock, span, precision, time_text, note } = written;
        let dated = match (date, span) {
            (None, Some(span)) => Self::on(span, precision.unwrap_or(DatePrecision::Day)),
            (None, None) => {
                let stated = stated.or(precision).filter(|stated| *stated != DatePrecision::Day);
                Self { stated, ..Self::unknown() }
            }
            (Some(date), _) => Self { stated, ..Self::of(date) },
        };
        Self { clock, time_text, note, ..dated }
    }
}
