//! One date of an EDTF value: a year with perhaps a month and a day, each with unknown digits and a mark.

use jiff::civil;

use super::{EdtfError, FarDay, Mark, Shape};
use crate::model::when::{ClockTime, Zone};

/// A digit, or `None` for an `X`.
pub(super) type Digit = Option<u8>;

/// A year with perhaps a month (or season) and a day. A day is never without a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PartialDate {
    pub(super) year: Year,
    pub(super) month: Option<Part>,
    pub(super) day: Option<Part>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Year {
    pub kind: YearKind,
    /// `S2`: that many digits are meant as they stand. Like a mark it leaves the bounds alone.
    pub significant: Option<u8>,
    pub mark: Mark,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum YearKind {
    /// Four digits, perhaps unknown ones.
    Digits { negative: bool, digits: [Digit; 4] },
    /// `Y17E7`: the number times ten to the power of the exponent, which fits an `i64`.
    Long { number: i64, exponent: Option<u8> },
}

/// Two digits of a month, a season or a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Part {
    pub digits: [Digit; 2],
    pub mark: Mark,
}

impl Part {
    fn plain(number: u8) -> Self {
        Self { digits: [Some(number / 10), Some(number % 10)], mark: Mark::Plain }
    }

    pub(super) fn value(self) -> Option<u8> {
        Some(self.digits[0]? * 10 + self.digits[1]?)
    }

    fn is_unknown(self) -> bool {
        self.digits == [None, None]
    }

    fn admits(self, number: u8) -> bool {
        self.digits[0].is_none_or(|tens| tens == number / 10)
            && self.digits[1].is_none_or(|ones| ones == number % 10)
    }
}

impl Year {
    fn is_unspecified(self) -> bool {
        matches!(self.kind, YearKind::Digits { digits, .. } if digits.contains(&None))
    }

    /// All years it can mean: `forward` from the first, or backward from the last.
    fn all(self, forward: bool) -> impl Iterator<Item = i64> {
        let (count, negative) = match self.kind {
            YearKind::Digits { negative, digits } => {
                let unknown = digits.iter().filter(|digit| digit.is_none()).count();
                (10_i64.pow(u32::try_from(unknown).unwrap_or(0)), negative)
            }
            YearKind::Long { .. } => (1, false),
        };
        let rising = forward != negative;
        (0..count).map(move |at| self.filled(if rising { at } else { count - 1 - at }))
    }

    /// The year with the digits of `fill` in its unknown places.
    fn filled(self, mut fill: i64) -> i64 {
        match self.kind {
            YearKind::Long { number, exponent } => {
                number.saturating_mul(10_i64.saturating_pow(exponent.unwrap_or(0).into()))
            }
            YearKind::Digits { negative, digits } => {
                let (mut year, mut place) = (0, 1);
                for digit in digits.iter().rev() {
                    let digit = digit.map_or_else(
                        || {
                            let next = fill % 10;
                            fill /= 10;
                            next
                        },
                        i64::from,
                    );
                    year += digit * place;
                    place *= 10;
                }
                if negative { -year } else { year }
            }
        }
    }
}

impl PartialDate {
    pub(in crate::model) fn day(day: civil::Date) -> Self {
        let unsigned = |number: i8| u8::try_from(number).unwrap_or(0);
        let year = day.year();
        let magnitude = year.unsigned_abs();
        let digit = |place: u16| Some(u8::try_from(magnitude / place % 10).unwrap_or(0));
        let digits = [digit(1000), digit(100), digit(10), digit(1)];
        let kind = YearKind::Digits { negative: year < 0, digits };
        Self {
            year: Year { kind, significant: None, mark: Mark::Plain },
            month: Some(Part::plain(unsigned(day.month()))),
            day: Some(Part::plain(unsigned(day.day()))),
        }
    }

    /// The month that the day lies in.
    pub(in crate::model) fn month_of(day: civil::Date) -> Self {
        Self { day: None, ..Self::day(day) }
    }

    /// The year that the day lies in.
    pub(in crate::model) fn year_of(day: civil::Date) -> Self {
        Self { day: None, month: None, ..Self::day(day) }
    }

    /// A season of that year, by its code from 21 (spring) on.
    pub(in crate::model) fn season(day: civil::Date, code: u8) -> Self {
        Self { day: None, month: Some(Part::plain(code.clamp(21, 41))), ..Self::day(day) }
    }

    /// The same with the mark on all its parts, beside what they bear already.
    #[must_use]
    pub(in crate::model) fn marked(self, mark: Mark) -> Self {
        let part = |part: Part| Part { mark: part.mark.and(mark), ..part };
        Self {
            year: Year { mark: self.year.mark.and(mark), ..self.year },
            month: self.month.map(part),
            day: self.day.map(part),
        }
    }

    /// What any of its parts is marked with.
    pub(super) fn mark(&self) -> Mark {
        let parts = [self.month, self.day];
        parts.into_iter().flatten().fold(self.year.mark, |mark, part| mark.and(part.mark))
    }

    pub(super) fn is_unspecified(&self) -> bool {
        let unknown = |part: Option<Part>| part.is_some_and(|part| part.digits.contains(&None));
        self.year.is_unspecified() || unknown(self.month) || unknown(self.day)
    }

    /// The season's code where the month is none.
    pub(super) fn season_code(&self) -> Option<u8> {
        self.month?.value().filter(|code| *code > 12)
    }

    pub(super) fn shape(&self) -> Shape {
        if self.year.is_unspecified() {
            return Shape::Pattern;
        }
        match (self.month, self.day) {
            (None, _) => Shape::Year,
            (Some(month), day) => match (month.value(), day) {
                (Some(code @ 21..), _) => Shape::Season(code),
                (Some(_), None) => Shape::Month,
                (Some(_), Some(day)) if day.value().is_some() => Shape::Day,
                (Some(_), Some(day)) if day.is_unknown() => Shape::Month,
                (None, None) if month.is_unknown() => Shape::Year,
                (None, Some(day)) if month.is_unknown() && day.is_unknown() => Shape::Year,
                (Some(_) | None, _) => Shape::Pattern,
            },
        }
    }

    /// # Errors
    /// When no calendar has such a day.
    pub(super) fn checked(self, text: &str) -> Result<Self, EdtfError> {
        let no_such_day = || EdtfError::NoSuchDay(text.to_owned());
        let is_season =
            self.season_code().is_some_and(|code| (21..=41).contains(&code) && self.day.is_none());
        if is_season || self.earliest().is_some() { Ok(self) } else { Err(no_such_day()) }
    }

    pub(super) fn earliest(&self) -> Option<FarDay> {
        self.edge(true)
    }

    pub(super) fn latest(&self) -> Option<FarDay> {
        self.edge(false)
    }

    /// The first (`forward`) or last day it can mean; `None` where there is no such day.
    fn edge(&self, forward: bool) -> Option<FarDay> {
        if let Some(code) = self.season_code() {
            let (first, last) = season_months(code)?;
            let year = self.year.all(forward).next()?;
            return Some(if forward {
                FarDay { year, month: first, day: 1 }
            } else {
                FarDay { year, month: last, day: days_in_month(year, last) }
            });
        }
        self.year.all(forward).find_map(|year| self.edge_in(year, forward))
    }

    fn edge_in(&self, year: i64, forward: bool) -> Option<FarDay> {
        let fits = |part: Option<Part>, number: u8| part.is_none_or(|part| part.admits(number));
        let ordered = |last: u8| (1..=last).map(move |at| if forward { at } else { last + 1 - at });
        ordered(12).filter(|month| fits(self.month, *month)).find_map(|month| {
            let day = ordered(days_in_month(year, month)).find(|day| fits(self.day, *day))?;
            Some(FarDay { year, month, day })
        })
    }
}

/// The first and last month of a season. A winter is counted within the year it is written with: EDTF leaves
/// open which months a season has, and December is the only one of them that year is sure to have.
///
/// # Source
/// ISO 8601-2:2019, 4.8: 21–24 seasons, 25–28 of the northern and 29–32 of the southern hemisphere, 33–36
/// quarters, 37–39 thirds, 40–41 halves.
fn season_months(code: u8) -> Option<(u8, u8)> {
    Some(match code {
        21 | 25 | 31 => (3, 5),
        22 | 26 | 32 => (6, 8),
        23 | 27 | 29 => (9, 11),
        24 | 28 | 30 => (12, 12),
        33 => (1, 3),
        34 => (4, 6),
        35 => (7, 9),
        36 => (10, 12),
        37 => (1, 4),
        38 => (5, 8),
        39 => (9, 12),
        40 => (1, 6),
        41 => (7, 12),
        _ => return None,
    })
}

fn days_in_month(year: i64, month: u8) -> u8 {
    let leap = year.rem_euclid(4) == 0 && (year.rem_euclid(100) != 0 || year.rem_euclid(400) == 0);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// A day with a time of day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Moment {
    pub date: PartialDate,
    pub time: civil::Time,
    pub zone: Option<Zone>,
}

impl Moment {
    pub(super) fn clock(self) -> Option<ClockTime> {
        Some(ClockTime { time: self.time, approximate: false, zone: self.zone? })
    }
}
