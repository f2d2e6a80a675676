//! One typed date: which of its numbers is the day, the month, the year.

use jiff::civil::Date;

use super::read::DateError;
use crate::model::edtf::{Edtf, PartialDate};

/// What is written of a date.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Parts {
    pub year: Option<i16>,
    pub month: Option<i16>,
    pub day: Option<i16>,
}

/// A date with the year it is taken to be in.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Single {
    pub date: PartialDate,
    /// Its first day.
    pub first: Date,
    /// Nobody wrote the year.
    pub year_is_assumed: bool,
}

/// Full English names; three letters and more of one are enough. Then the stem that its Russian and Tajik
/// forms share (`ноября`, `ноябр`, `ноябри`).
const MONTHS: [(&str, &str); 12] = [
    ("january", "янв"),
    ("february", "фев"),
    ("march", "март"),
    ("april", "апр"),
    ("may", ""),
    ("june", "июн"),
    ("july", "июл"),
    ("august", "авг"),
    ("september", "сен"),
    ("october", "окт"),
    ("november", "ноя"),
    ("december", "дек"),
];

/// Words that say nothing about which date it is.
const FILLERS: [&str; 9] = ["of", "the", "on", "года", "год", "г", "году", "соли", "сол"];

impl Parts {
    /// Reads `2025-11-26`, `2025-11`, `2025`, `26.11.2025`, `26 Nov 2025`, `26 Nov`, `Nov`, `26`; in lower case.
    ///
    /// # Errors
    /// When it is no date, or the order of day and month or the century cannot be known.
    pub(super) fn read(text: &str) -> Result<Self, DateError> {
        let not_a_date = || DateError::NotADate(text.to_owned());
        let words: Vec<&str> = text
            .split(['-', '.', '/', ' ', ',', '’', '\''])
            .filter(|word| !word.is_empty() && !FILLERS.contains(word))
            .collect();
        let words: Vec<Word> =
            words.into_iter().map(Word::of).collect::<Option<_>>().ok_or_else(not_a_date)?;
        let parts = |year, month, day| Ok(Self { year, month, day });
        let two_digit_year = || Err(DateError::TwoDigitYear(text.to_owned()));
        match *words.as_slice() {
            [Word::Year(y)] => parts(Some(y), None, None),
            [Word::Month(m)] => parts(None, Some(m), None),
            [Word::Number(d)] => parts(None, None, Some(d)),
            [Word::Year(y), Word::Month(m) | Word::Number(m)]
            | [Word::Month(m) | Word::Number(m), Word::Year(y)] => parts(Some(y), Some(m), None),
            [Word::Number(d), Word::Month(m)] => parts(None, Some(m), Some(d)),
            [Word::Number(d), Word::Number(m)] if text.contains('.') => parts(None, Some(m), Some(d)),
            [Word::Year(y), Word::Month(m) | Word::Number(m), Word::Number(d)]
            | [Word::Year(y), Word::Number(d), Word::Month(m)]
            | [Word::Number(d), Word::Month(m), Word::Year(y)]
            | [Word::Month(m), Word::Number(d), Word::Year(y)] => parts(Some(y), Some(m), Some(d)),
            [Word::Number(a), Word::Number(b), Word::Year(y)] => day_and_month(text, a, b, y),
            // 26 November, or November 2026?
            [Word::Month(_), Word::Number(_)]
            | [Word::Number(_), Word::Number(_) | Word::Month(_), Word::Number(_)]
            | [Word::Month(_), Word::Number(_), Word::Number(_)] => two_digit_year(),
            _ => Err(not_a_date()),
        }
    }

    /// What is missing, taken from the end of the range.
    pub(super) fn filled_from(self, end: Self) -> Self {
        let month = if self.day.is_some() { self.month.or(end.month) } else { self.month };
        Self { year: self.year.or(end.year), month, day: self.day }
    }

    /// The date. Without a year it is the latest such day or month that does not begin after `today`.
    ///
    /// # Errors
    /// When there is no such day, or no year and no `today` to count back from.
    pub(super) fn resolve(self, text: &str, today: Option<Date>) -> Result<Single, DateError> {
        let no_such_day = || DateError::NoSuchDay(text.to_owned());
        let small = |number: i16| i8::try_from(number).map_err(|_| no_such_day());
        let month = small(self.month.unwrap_or(1))?;
        let day = small(self.day.unwrap_or(1))?;
        let (first, year_is_assumed) = match (self.year, self.month) {
            (Some(year), _) => (Date::new(year, month, day).map_err(|_| no_such_day())?, false),
            (None, None) => return Err(DateError::NotADate(text.to_owned())),
            (None, Some(_)) => {
                let today = today.ok_or_else(|| DateError::NoYear(text.to_owned()))?;
                // Eight years back there is a 29 February in any case.
                let years = (0..=8).filter_map(|back| today.year().checked_sub(back));
                let days = years.filter_map(|year| Date::new(year, month, day).ok());
                (days.into_iter().find(|day| *day <= today).ok_or_else(no_such_day)?, true)
            }
        };
        let date = match (self.month, self.day) {
            (Some(_), Some(_)) => PartialDate::day(first),
            (Some(_), None) => PartialDate::month_of(first),
            (None, _) => PartialDate::year_of(first),
        };
        Ok(Single { date, first, year_is_assumed })
    }
}

/// `26.11.2025` is day and month by custom; with other signs between, only a number above 12 tells which is
/// which.
fn day_and_month(text: &str, a: i16, b: i16, year: i16) -> Result<Parts, DateError> {
    let parts = |day, month| Parts { year: Some(year), month: Some(month), day: Some(day) };
    if text.contains('.') || a > 12 || a == b {
        return Ok(parts(a, b));
    }
    if b > 12 {
        return Ok(parts(b, a));
    }
    let reading = |parts: Parts| Ok::<_, DateError>(Edtf::date(parts.resolve(text, None)?.date));
    Err(DateError::Ambiguous {
        text: text.to_owned(),
        readings: Box::new([reading(parts(a, b))?, reading(parts(b, a))?]),
    })
}

#[derive(Clone, Copy, Debug)]
enum Word {
    /// Four digits.
    Year(i16),
    /// One or two digits.
    Number(i16),
    /// A month's name.
    Month(i16),
}

impl Word {
    fn of(word: &str) -> Option<Self> {
        let ordinal = ["st", "nd", "rd", "th", "-го"].iter().find_map(|end| word.strip_suffix(end));
        let digits = ordinal.unwrap_or(word);
        if digits.bytes().all(|b| b.is_ascii_digit()) {
            let number = digits.parse().ok()?;
            return match (digits.len(), ordinal) {
                (1 | 2, _) => Some(Self::Number(number)),
                (4, None) => Some(Self::Year(number)),
                (_, _) => None,
            };
        }
        month_named(word).map(Self::Month)
    }
}

fn month_named(word: &str) -> Option<i16> {
    let found = MONTHS.iter().position(|(english, stem)| {
        (word.len() >= 3 && english.starts_with(word))
            || (word == "sept" && *english == "september")
            || if stem.is_empty() {
                ["май", "мая", "мае", "маи", "майи"].contains(&word)
            } else {
                word.starts_with(stem)
            }
            || (*english == "march" && word == "мар")
    })?;
    i16::try_from(found + 1).ok()
}
