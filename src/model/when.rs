//! When an incident happened: whole days, from the earliest to the latest possible one.
//!
//! A date nobody gave is never made up: a month is the span of its days, an unknown date is no span.

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
    pub fn new(first: Date, last: Date) -> Result<Self, DateError> {
        if last < first { Err(DateError::Backwards { first, last }) } else { Ok(Self { first, last }) }
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
    type Error = DateError;

    fn try_from((first, last): (Date, Date)) -> Result<Self, DateError> {
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
        let month = |d: Date| MONTHS[usize::try_from(d.month() - 1).unwrap_or(0)].0;
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

/// When an incident happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct When {
    /// From the earliest to the latest possible day; `None` puts the incident on the undated shelf.
    pub span: Option<DaySpan>,
    pub precision: DatePrecision,
    /// The hour in the words of the sources (`about 01:00`).
    pub time_text: Option<String>,
    pub note: Option<String>,
}

impl When {
    pub fn unknown() -> Self {
        Self { span: None, precision: DatePrecision::Day, time_text: None, note: None }
    }

    pub fn on(span: DaySpan, precision: DatePrecision) -> Self {
        Self { span: Some(span), precision, time_text: None, note: None }
    }

    /// The date as one would type it, which [`read_date`] reads back; empty when undated.
    pub fn typed(&self) -> String {
        let Some(span) = self.span else { return String::new() };
        let (a, b) = (span.first, span.last);
        let text = if let Ok((read, DatePrecision::Month | DatePrecision::Year)) =
            read_date(&year_or_month(a, b))
            && read == span
        {
            year_or_month(a, b)
        } else if a == b {
            a.to_string()
        } else {
            format!("{a}..{b}")
        };
        if self.precision == DatePrecision::Approx { format!("{text}~") } else { text }
    }
}

fn year_or_month(first: Date, last: Date) -> String {
    if first.month() == last.month() {
        format!("{:04}-{:02}", first.year(), first.month())
    } else {
        format!("{:04}", first.year())
    }
}

impl fmt::Display for When {
    /// `26 Nov 2025`, `about 9 Nov 2017`, `Nov 2025`, `2025`, `no date`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Some(span) = self.span else { return f.write_str("no date") };
        let first = span.first;
        match self.precision {
            DatePrecision::Day | DatePrecision::Range => write!(f, "{span}"),
            DatePrecision::Approx => write!(f, "about {span}"),
            DatePrecision::Month => {
                let month = MONTHS[usize::try_from(first.month() - 1).unwrap_or(0)].0;
                write!(f, "{month} {}", first.year())
            }
            DatePrecision::Year => write!(f, "{}", first.year()),
        }
    }
}

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DateError {
    #[error("there is no such day: {0}")]
    NoSuchDay(String),
    #[error("the end ({last}) lies before the start ({first})")]
    Backwards { first: Date, last: Date },
    #[error("“{0}” may be day/month or month/day: write 2025-11-26 or 26 Nov 2025")]
    Ambiguous(String),
    #[error(
        "“{0}” is not a date: write 2025-11-26, 2025-11, 2025, 26.11.2025, 26 Nov 2025 or 2025-11-20..2025-11-21"
    )]
    NotADate(String),
}

/// Short and full English names with the Russian stems people paste.
const MONTHS: [(&str, &str, &str); 12] = [
    ("Jan", "january", "янв"),
    ("Feb", "february", "фев"),
    ("Mar", "march", "мар"),
    ("Apr", "april", "апр"),
    ("May", "may", "ма"),
    ("Jun", "june", "июн"),
    ("Jul", "july", "июл"),
    ("Aug", "august", "авг"),
    ("Sep", "september", "сен"),
    ("Oct", "october", "окт"),
    ("Nov", "november", "ноя"),
    ("Dec", "december", "дек"),
];

/// Reads a typed date: `2025-11-26`, `2025-11`, `2025`, `26.11.2025`, `26 Nov 2025`, `Nov 2025`, two of them
/// with `..`, `/` or ` – ` between, and a final `~` for approximate.
///
/// # Errors
/// When a day does not exist, the end lies before the start, or the order of day and month cannot be known.
pub fn read_date(text: &str) -> Result<(DaySpan, DatePrecision), DateError> {
    let text = text.trim();
    let (bare, approximate) = match text.strip_suffix('~') {
        Some(bare) => (bare.trim(), true),
        None => (text, false),
    };
    let (span, precision) = match split_range(bare) {
        Some((first, last)) => {
            let (first, _) = read_single(first)?;
            let (last, _) = read_single(last)?;
            (DaySpan::new(first.first, last.last)?, DatePrecision::Range)
        }
        None => read_single(bare)?,
    };
    Ok((span, if approximate { DatePrecision::Approx } else { precision }))
}

fn split_range(text: &str) -> Option<(&str, &str)> {
    if let Some(parts) = text.split_once("..") {
        return Some(parts);
    }
    for separator in [" – ", " - ", " to "] {
        if let Some(parts) = text.split_once(separator) {
            return Some(parts);
        }
    }
    // One slash divides an ISO interval; two are a day, a month and a year.
    let (first, last) = text.split_once('/')?;
    (!last.contains('/') && first.len() >= 4 && last.len() >= 4).then_some((first, last))
}

fn read_single(text: &str) -> Result<(DaySpan, DatePrecision), DateError> {
    let text = text.trim();
    let not_a_date = || DateError::NotADate(text.to_owned());
    let parts: Vec<&str> = text.split(['-', '.', '/', ' ', ',']).filter(|part| !part.is_empty()).collect();
    let number = |part: &str| -> Option<i16> {
        (part.len() <= 4 && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok()).flatten()
    };
    let year_of = |part: &str| number(part).filter(|_| part.len() == 4);
    let day = |year: i16, month: i16, day: i16| -> Result<(DaySpan, DatePrecision), DateError> {
        let no_such_day = || DateError::NoSuchDay(text.to_owned());
        let month = i8::try_from(month).map_err(|_| no_such_day())?;
        let day = i8::try_from(day).map_err(|_| no_such_day())?;
        let date = Date::new(year, month, day).map_err(|_| no_such_day())?;
        Ok((DaySpan::day(date), DatePrecision::Day))
    };
    match parts.as_slice() {
        [year] => {
            let year = year_of(year).ok_or_else(not_a_date)?;
            let first = Date::new(year, 1, 1).map_err(|_| not_a_date())?;
            let last = Date::new(year, 12, 31).map_err(|_| not_a_date())?;
            Ok((DaySpan { first, last }, DatePrecision::Year))
        }
        [a, b] => {
            let (year, month) = match (year_of(a), year_of(b)) {
                (Some(year), None) => (year, number(b).or_else(|| month_named(b))),
                (None, Some(year)) => (year, number(a).or_else(|| month_named(a))),
                (Some(_), Some(_)) | (None, None) => return Err(not_a_date()),
            };
            let month = month.ok_or_else(not_a_date)?;
            let no_such_day = || DateError::NoSuchDay(text.to_owned());
            let month = i8::try_from(month).map_err(|_| no_such_day())?;
            let first = Date::new(year, month, 1).map_err(|_| no_such_day())?;
            Ok((DaySpan { first, last: first.last_of_month() }, DatePrecision::Month))
        }
        [a, b, c] => {
            if let (Some(year), Some(month), Some(d)) =
                (year_of(a), number(b).or_else(|| month_named(b)), number(c))
            {
                return day(year, month, d);
            }
            let year = year_of(c).ok_or_else(not_a_date)?;
            match (number(a), number(b), month_named(a), month_named(b)) {
                (Some(a), Some(b), _, _) if text.contains('/') && a <= 12 && b <= 12 && a != b => {
                    Err(DateError::Ambiguous(text.to_owned()))
                }
                (Some(a), Some(b), _, _) if text.contains('/') && b > 12 => day(year, a, b),
                (Some(d), None, _, Some(month))
                | (None, Some(d), Some(month), _)
                | (Some(d), Some(month), _, _) => day(year, month, d),
                _ => Err(not_a_date()),
            }
        }
        _ => Err(not_a_date()),
    }
}

fn month_named(word: &str) -> Option<i16> {
    let word = word.to_lowercase();
    let found = MONTHS.iter().position(|(short, full, russian)| {
        word == short.to_lowercase()
            || word == *full
            || (word.len() > 3 && full.starts_with(&word))
            || (*russian != "ма" && word.starts_with(russian))
            || (*russian == "ма" && (word == "май" || word == "мая"))
    })?;
    i16::try_from(found + 1).ok()
}

/// Steps of a calendar, for windows and axes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarUnit {
    Day,
    Week,
    Month,
    Year,
}

impl CalendarUnit {
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    pub fn label(self) -> &'static str {
        match self {
            Self::Day => "Day",
            Self::Week => "Week",
            Self::Month => "Month",
            Self::Year => "Year",
        }
    }

    /// The first day of the unit that `day` falls in; weeks begin on Monday.
    pub fn start_of(self, day: Date) -> Date {
        match self {
            Self::Day => day,
            Self::Week => day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days()),
            Self::Month => day.first_of_month(),
            Self::Year => day.first_of_year(),
        }
    }

    /// `day` moved by `count` units (negative: back). A month step from the 31st lands on the last day of a
    /// shorter month; beyond the calendar it stays at its edge.
    pub fn step(self, day: Date, count: i64) -> Date {
        // A span longer than the calendar cannot be built; these counts cross all of it.
        let within = |most: i64| count.clamp(-most, most);
        match self {
            Self::Day => day.saturating_add(within(7_304_483).days()),
            Self::Week => day.saturating_add((within(1_043_497) * 7).days()),
            Self::Month => day.saturating_add(within(239_976).months()),
            Self::Year => day.saturating_add(within(19_998).years()),
        }
    }
}
