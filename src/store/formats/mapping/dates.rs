//! Dates of a column: the order of day and month decided by all of its values together, or asked.
//!
//! One value such as 07/08/2025 can be read in two ways; a column in which 13/08/2025 stands as well can not.

use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

use crate::model::{ClockTime, DatePrecision, DaySpan, Edtf, When, read_when};

/// How the dates of a table are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DateRule {
    /// Of dates in numbers that do not begin with the year; `None` where nobody knows.
    pub order: Option<DayOrder>,
    /// The last year that two digits can mean: with 2026, 26 is 2026 and 27 is 1927. `None` where nobody knows.
    pub two_digits_up_to: Option<i16>,
    /// Bare numbers are days as spreadsheets count them, 45000 is 15 Mar 2023.
    pub day_numbers: bool,
}

/// Which comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DayOrder {
    DayFirst,
    MonthFirst,
}

impl DayOrder {
    pub const ALL: [Self; 2] = [Self::DayFirst, Self::MonthFirst];

    pub fn label(self) -> &'static str {
        match self {
            Self::DayFirst => "day before month (26/11/2025)",
            Self::MonthFirst => "month before day (11/26/2025)",
        }
    }
}

/// What the values of a column tell together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DatesSeen {
    /// Values that are dates, of how many that are anything.
    pub dates: usize,
    pub filled: usize,
    /// The first number is above 12; the second is; neither.
    pub day_first: usize,
    pub month_first: usize,
    pub either: usize,
    /// With years of two digits.
    pub two_digits: usize,
    /// Bare numbers that would be days of the years 1960 to 2060 as spreadsheets count.
    pub day_numbers: usize,
}

impl DatesSeen {
    /// Looks at one more value.
    pub fn look(&mut self, text: &str) {
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        self.filled += 1;
        if day_number(text).is_some() {
            self.day_numbers += 1;
            return;
        }
        let (day, _) = split_time(text);
        if let Some(Numbers { first, second, year_digits, .. }) = numbers(day) {
            self.dates += 1;
            self.two_digits += usize::from(year_digits == 2);
            match (first > 12, second > 12) {
                (true, false) => self.day_first += 1,
                (false, true) => self.month_first += 1,
                // The same day either way.
                (false, false) if first == second => {}
                (false, false) => self.either += 1,
                (true, true) => self.dates -= 1,
            }
        } else if iso(day).is_some() {
            self.dates += 1;
        } else if let Some((_, digits)) = named_month(day) {
            self.dates += 1;
            self.two_digits += usize::from(digits == 2);
        } else if day.len() > 4 && read_when(day, None).is_ok() {
            self.dates += 1;
        }
    }

    /// The rule that fits them all; what they leave open stays open.
    pub fn rule(&self) -> DateRule {
        let order = match (self.day_first, self.month_first) {
            (1.., 0) => Some(DayOrder::DayFirst),
            (0, 1..) => Some(DayOrder::MonthFirst),
            (_, _) => None,
        };
        let day_numbers = self.day_numbers > 0 && self.day_numbers >= self.dates;
        DateRule { order, two_digits_up_to: None, day_numbers }
    }

    /// Whether most of what stands there are dates.
    pub fn are_dates(&self) -> bool {
        self.dates > 0 && self.dates * 10 >= self.filled * 6
    }
}

/// Three numbers that are a day, a month and a year in some order.
struct Numbers {
    first: i16,
    second: i16,
    year: i16,
    year_digits: usize,
}

/// `7.8.2025`, `07/08/25`, `7-8-2025`.
fn numbers(text: &str) -> Option<Numbers> {
    let separator = text.chars().find(|sign| !sign.is_ascii_digit()).filter(|sign| "./-".contains(*sign))?;
    let mut parts = text.split(separator);
    let (first, second, year) = (parts.next()?, parts.next()?, parts.next()?.trim_end_matches(" г.").trim());
    let is_number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|digit| digit.is_ascii_digit())
    };
    if parts.next().is_some() || !is_number(first, 2) || !is_number(second, 2) || !is_number(year, 4) {
        return None;
    }
    if !matches!(year.len(), 2 | 4) {
        return None;
    }
    let number = |part: &str| part.parse::<i16>().ok();
    Some(Numbers {
        first: number(first)?,
        second: number(second)?,
        year: number(year)?,
        year_digits: year.len(),
    })
}

/// `2025-11-26`, `2025/11/26`, `2025.11.26`, `20251126`.
fn iso(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    if let Ok(day) = text.parse::<Date>()
        && text.len() == 10
    {
        return Some(day);
    }
    if bytes.len() == 8 && bytes.iter().all(u8::is_ascii_digit) {
        let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i16>().ok();
        return date(number(0..4)?, number(4..6)?, number(6..8)?);
    }
    let separator = bytes.get(4).filter(|sign| matches!(sign, b'-' | b'/' | b'.'))?;
    let mut parts = text.split(char::from(*separator));
    let mut number = || parts.next()?.trim().parse::<i16>().ok();
    let (year, month, day) = (number()?, number()?, number()?);
    if parts.next().is_some() || year < 1000 {
        return None;
    }
    date(year, month, day)
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `7-Feb-25`, `30 Sept 24`: the text up to the year, and the digits of the year.
fn named_month(text: &str) -> Option<(&str, usize)> {
    let start = text.rfind([' ', '-', '/', '.'])? + 1;
    let year = &text[start..];
    let is_year = matches!(year.len(), 2 | 4) && year.bytes().all(|digit| digit.is_ascii_digit());
    let head = &text[..start];
    let is_day = head.starts_with(|first: char| first.is_ascii_digit());
    (is_year && is_day && head.chars().any(char::is_alphabetic)).then_some((head, year.len()))
}

/// A bare number of days since the end of 1899, as spreadsheets count them, within the years 1960 to 2060.
fn day_number(text: &str) -> Option<Date> {
    let number: f64 = text.parse().ok()?;
    if !(21_916.0..=58_806.0).contains(&number) {
        return None;
    }
    Date::constant(1899, 12, 30).checked_add((number.floor() as i64).days()).ok()
}

/// The day and the time of `2025-11-26 18:30`, `26.11.2025, 18:30`, `2025-11-26T18:30:00`.
fn split_time(text: &str) -> (&str, Option<&str>) {
    let is_time = |text: &str| {
        text.split_once(':').is_some_and(|(hours, _)| {
            (1..=2).contains(&hours.len()) && hours.bytes().all(|digit| digit.is_ascii_digit())
        })
    };
    for place in text.match_indices(['T', ' ']).map(|(place, _)| place) {
        let (day, time) = (text[..place].trim_end_matches([' ', ',']), text[place + 1..].trim());
        if is_time(time) && day.ends_with(|last: char| last.is_ascii_digit()) {
            return (day, Some(time));
        }
    }
    (text, None)
}

/// A date as it was read, with the words of its time of day.
pub(super) struct DateRead {
    pub when: When,
    pub time: Option<String>,
}

/// Reads one value.
///
/// # Errors
/// When it is no date, or one of several under this rule: a sentence that names the way out.
pub(super) fn read(text: &str, rule: DateRule) -> Result<DateRead, String> {
    let text = text.trim();
    if rule.day_numbers
        && let Some(day) = day_number(text)
    {
        return Ok(DateRead { when: on(DaySpan::day(day)), time: None });
    }
    if let Some(when) = edtf(text) {
        return Ok(DateRead { when, time: None });
    }
    // With its zone it is a moment of which the record keeps both.
    if text.len() > 16
        && (text.ends_with('Z') || text.rfind(['+', '-']).is_some_and(|place| place > 15))
        && let Ok(reading) = read_when(text, None)
    {
        let clock = reading.clock;
        return Ok(DateRead { when: When { clock, ..When::of(reading.date) }, time: None });
    }
    let (day, time) = split_time(text);
    // Midnight is what spreadsheets and databases write where no time is known.
    let is_midnight = |time: &&str| time.bytes().all(|sign| matches!(sign, b'0' | b':' | b'.'));
    let time = time.filter(|time| !is_midnight(time)).map(str::to_owned);
    let read = |when: When| DateRead { when, time: time.clone() };
    if let Some(day) = iso(day) {
        return Ok(read(on(DaySpan::day(day))));
    }
    if let Some(found) = numbers(day) {
        let year = whole_year(found.year, found.year_digits, rule, text)?;
        let (day_first, month_first) =
            (date(year, found.second, found.first), date(year, found.first, found.second));
        let day = match (day_first, month_first, rule.order) {
            (None, None, _) => return Err(format!("there is no such day: “{text}”")),
            (Some(one), Some(other), _) if one == other => one,
            (Some(day), _, Some(DayOrder::DayFirst))
            | (_, Some(day), Some(DayOrder::MonthFirst))
            | (Some(day), None, None)
            | (None, Some(day), None) => day,
            (Some(_), None, Some(DayOrder::MonthFirst)) | (None, Some(_), Some(DayOrder::DayFirst)) => {
                return Err(format!("“{text}” has day and month the other way round than the rest"));
            }
            (Some(one), Some(other), None) => {
                return Err(format!(
                    "“{text}” may be {one} or {other}: choose whether day or month comes first"
                ));
            }
        };
        return Ok(read(on(DaySpan::day(day))));
    }
    let long;
    let day = match named_month(day) {
        Some((head, 2)) => {
            let digits = day[head.len()..].parse().unwrap_or(0);
            long = format!("{}{}", head.replace(['-', '/'], " "), whole_year(digits, 2, rule, text)?);
            &long
        }
        Some((head, _)) => {
            long = format!("{}{}", head.replace(['-', '/'], " "), &day[head.len()..]);
            &long
        }
        None => day,
    };
    match read_when(day, None) {
        Ok(reading) => Ok(read(When::of(reading.date))),
        Err(error) => Err(error.to_string()),
    }
}

fn whole_year(year: i16, digits: usize, rule: DateRule, text: &str) -> Result<i16, String> {
    if digits == 4 {
        return Ok(year);
    }
    let Some(last) = rule.two_digits_up_to else {
        return Err(format!("“{text}” has a year of two digits: choose which century they mean"));
    };
    let candidate = last - last.rem_euclid(100) + year;
    Ok(if candidate > last { candidate - 100 } else { candidate })
}

/// How well a table says that it knows its dates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateClass {
    /// As the date itself says.
    #[default]
    AsWritten,
    Day,
    /// Within six days before or after, which holds every week with that day in it.
    Week,
    Month,
    Year,
}

impl DateClass {
    pub const ALL: [Self; 5] = [Self::AsWritten, Self::Day, Self::Week, Self::Month, Self::Year];

    pub fn label(self) -> &'static str {
        match self {
            Self::AsWritten => "as the date says",
            Self::Day => "that day",
            Self::Week => "within six days of it",
            Self::Month => "some day of that month",
            Self::Year => "some day of that year",
        }
    }

    /// What the words of a table most likely mean; `None` where they do not tell.
    pub(super) fn of_words(words: &str) -> Option<Self> {
        let words = words.to_lowercase();
        let has = |any: &[&str]| any.iter().any(|word| words.contains(word));
        if has(&["exact", "precise", "точн", "that day"]) && !has(&["days", "not exact", "week", "month"])
        {
            Some(Self::Day)
        } else if has(&["2-6 days", "2–6 days", "week", "недел", "within days", "few days"]) {
            Some(Self::Week)
        } else if has(&["month", "месяц"]) {
            Some(Self::Month)
        } else if has(&["year", "annual", "год"]) {
            Some(Self::Year)
        } else if matches!(words.trim(), "day" | "d" | "день") {
            Some(Self::Day)
        } else {
            None
        }
    }

    /// The date as well known as that; `None` where it is no single day that could be widened.
    pub(super) fn widened(self, when: &When) -> Option<When> {
        let day = when.span().filter(|span| span.days() == 1)?.first();
        let days = |before: i64, after: i64| {
            DaySpan::new(day.saturating_sub(before.days()), day.saturating_add(after.days())).ok()
        };
        let (span, precision) = match self {
            Self::AsWritten | Self::Day => return None,
            Self::Week => (days(6, 6)?, DatePrecision::Range),
            Self::Month => {
                (DaySpan::new(day.first_of_month(), day.last_of_month()).ok()?, DatePrecision::Month)
            }
            Self::Year => (DaySpan::new(day.first_of_year(), day.last_of_year()).ok()?, DatePrecision::Year),
        };
        let wide = When::on(span, precision);
        Some(When { date: wide.date, stated: wide.stated, ..when.clone() })
    }
}

/// The days, called what they are.
pub(super) fn on(span: DaySpan) -> When {
    crate::store::formats::codebook::on(span)
}

/// Year, month and day from columns of their own; 0 and nothing are unknown.
pub(super) fn of_parts(year: &str, month: &str, day: &str) -> Result<When, String> {
    let number = |text: &str| text.trim().trim_end_matches(".0").parse::<i16>().unwrap_or(0);
    let wrong = || format!("year “{year}”, month “{month}”, day “{day}” are no date");
    let (y, m, d) = (number(year), month_number(month).unwrap_or_else(|| number(month)), number(day));
    if y < 1000 {
        return Err(wrong());
    }
    let first = date(y, m.max(1), d.max(1)).ok_or_else(wrong)?;
    let last = match (m, d) {
        (1.., 1..) => first,
        (1.., _) => first.last_of_month(),
        (_, _) => first.last_of_year(),
    };
    DaySpan::new(first, last).map(on).map_err(|_| wrong())
}

/// `Nov`, `ноября`.
fn month_number(text: &str) -> Option<i16> {
    let text = text.trim();
    if text.is_empty() || text.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let days = read_when(&format!("{text} 2000"), None).ok()?.date.days()?;
    Some(i16::from(days.first().month()))
}

/// Both ends as one date, with what the first says of the time.
pub(super) fn until(first: &When, last: &When) -> Result<When, String> {
    let (Some(start), Some(end)) = (first.span(), last.span()) else { return Ok(first.clone()) };
    let span = DaySpan::new(start.first(), end.last())
        .map_err(|_| format!("the last day {end} is before the first, {start}: the first alone is taken"))?;
    let both = on(span);
    Ok(When { date: both.date, stated: both.stated, ..first.clone() })
}

/// The time of day: with its zone a clock, without one the words.
pub(super) fn put_time(when: &mut When, text: &str) {
    let text = text.trim();
    if text.is_empty() || when.clock.is_some() {
        return;
    }
    match ClockTime::read(text, None) {
        Ok(clock) => when.clock = Some(clock),
        Err(_) => when.time_text = Some(text.to_owned()),
    }
}

/// A date in EDTF, where it says more than a day.
fn edtf(text: &str) -> Option<When> {
    let is_edtf = text.contains(['/', '~', '?', 'X', '%', '[', '{']) && text.len() >= 5;
    is_edtf.then(|| Edtf::parse(text).ok()).flatten().map(When::of)
}

#[cfg(test)]
mod tests {
    use super::{DateRule, DatesSeen, DayOrder, read};

    fn seen(values: &[&str]) -> DatesSeen {
        let mut seen = DatesSeen::default();
        for value in values {
            seen.look(value);
        }
        seen
    }

    fn day(text: &str, rule: DateRule) -> String {
        read(text, rule).map_or_else(|why| why, |read| read.when.typed())
    }

    #[test]
    fn one_value_above_twelve_decides_for_all() {
        assert_eq!(seen(&["07/08/2025", "13/08/2025"]).rule().order, Some(DayOrder::DayFirst));
        assert_eq!(seen(&["07/08/2025", "08/13/2025"]).rule().order, Some(DayOrder::MonthFirst));
        assert_eq!(seen(&["07/08/2025", "08/07/2025"]).rule().order, None);
        let rule = seen(&["07/08/2025", "13/08/2025"]).rule();
        assert_eq!(day("07/08/2025", rule), "2025-08-07");
        assert!(day("08/13/2025", rule).contains("other way round"));
        assert!(day("07/08/2025", DateRule::default()).contains("choose whether day or month"));
        assert_eq!(day("08/08/2025", DateRule::default()), "2025-08-08");
    }

    #[test]
    fn two_digits_are_asked_and_then_mean_one_century() {
        let rule = DateRule { order: Some(DayOrder::DayFirst), ..DateRule::default() };
        assert!(day("26.11.25", rule).contains("two digits"));
        let rule = DateRule { two_digits_up_to: Some(2026), ..rule };
        assert_eq!(day("26.11.25", rule), "2025-11-26");
        assert_eq!(day("26.11.27", rule), "1927-11-26");
        assert_eq!(day("7-Feb-25", rule), "2025-02-07");
        assert_eq!(day("30-Sept-24", rule), "2024-09-30");
    }

    #[test]
    fn times_stand_beside_the_day_and_midnight_is_none() {
        let rule = DateRule::default();
        let read = |text: &str| super::read(text, rule).unwrap();
        assert_eq!(read("2025-11-26 00:00:00.000").time, None);
        assert_eq!(read("2025-11-26T18:30:00").time.as_deref(), Some("18:30:00"));
        let moment = read("2025-11-26T18:30:00Z").when;
        assert!(moment.clock.is_some() && moment.typed() == "2025-11-26");
        assert_eq!(day("20251126", rule), "2025-11-26");
        assert_eq!(day("45987", DateRule { day_numbers: true, ..rule }), "2025-11-26");
        assert_eq!(day("ноябрь 2025", rule), "2025-11");
    }
}
