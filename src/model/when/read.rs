//! From typed text to a date, with words that say how it was read.

use jiff::{ToSpan, civil::Date};

use super::{
    clock::{ClockError, ClockTime},
    singles::{Parts, Single},
};
use crate::model::{
    days::{Backwards, DaySpan, month_name},
    edtf::{Edtf, End, Mark, PartialDate, Shape},
};

/// Why a text is not a date.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DateError {
    #[error("there is no such day: {0}")]
    NoSuchDay(String),
    #[error(transparent)]
    Backwards(#[from] Backwards),
    /// Two dates are possible, both given so that they can be offered.
    #[error("“{text}” may be {} or {}: write {} or {}", .readings[0].words(), .readings[1].words(), .readings[0], .readings[1])]
    Ambiguous { text: String, readings: Box<[Edtf; 2]> },
    #[error(
        "“{0}” has a year of two digits or none, which could be another century or a day: write all four"
    )]
    TwoDigitYear(String),
    #[error("“{0}” has no year: write one")]
    NoYear(String),
    #[error("“{0}” lies beyond the years that a timeline can hold, −9999 to 9999")]
    BeyondTimelines(String),
    #[error(transparent)]
    Clock(#[from] ClockError),
    #[error(
        "“{0}” is not a date: write 2025-11-26, 2025-11, 2025, 26.11.2025, 26 Nov 2025, night of 26 Nov 2025, 2025-11-20..2025-11-21"
    )]
    NotADate(String),
}

/// A typed date and how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub date: Edtf,
    /// The time of day of `2025-11-26T18:30:00Z`.
    pub clock: Option<ClockTime>,
    /// To follow “read as”: `26 Nov 2025`, `some day of Nov 2025`, `the night of 26 to 27 Nov 2025`.
    pub words: String,
    /// Nobody wrote the year; the words say which one was taken and why.
    pub year_is_assumed: bool,
}

/// Reads EDTF, `26.11.2025`, `26 Nov 2025`, `26 ноября 2025`, `Nov 2025`, two of them with `..`, `/`, `–` or
/// `to` between, `night of 26 Nov 2025`, `early Nov 2025`, `spring 2025`, `winter 2025/26`, `before`, `after`,
/// `since` or `until` a date; with `about` or `~` for approximate, `probably` or `?` for uncertain. Without a
/// year (`26 Nov`) only where `today` is given: then it is the latest such day not after it.
///
/// # Errors
/// When a day does not exist, the end lies before the start, or the order of day and month, the year or the
/// century cannot be known.
pub fn read_when(text: &str, today: Option<Date>) -> Result<Reading, DateError> {
    let text = tidy(text);
    let edtf = Edtf::parse(&text).or_else(|_| Edtf::parse(&text.to_uppercase()));
    let found = match edtf {
        Ok(date) => match date.moment() {
            Some((date, Some(clock))) => {
                let words = format!("{}, {clock}", date.words());
                return Ok(Reading { date, clock: Some(clock), words, year_is_assumed: false });
            }
            Some((_, None)) => return Err(ClockError::WhichZone(text).into()),
            None => Found::plain(date),
        },
        Err(_) => read_words(&text.to_lowercase(), today)?,
    };
    let mut words = found.words.unwrap_or_else(|| words_of(&found.date));
    if found.year_is_assumed {
        words.push_str(" (no year is written: the latest up to today)");
    }
    Ok(Reading { date: found.date, clock: None, words, year_is_assumed: found.year_is_assumed })
}

/// The days of a typed date, for the ends of a window; of an open or unknown end only what is known.
///
/// # Errors
/// As [`read_when`], and where the date lies beyond the years that a timeline can hold.
pub fn read_days(text: &str, today: Option<Date>) -> Result<DaySpan, DateError> {
    read_when(text, today)?.date.days().ok_or_else(|| DateError::BeyondTimelines(text.trim().to_owned()))
}

/// Persian and Arabic digits as 0 to 9.
pub(super) fn plain_digits(text: &str) -> String {
    let plain = |c: char| {
        let zero = match c {
            '\u{6F0}'..='\u{6F9}' => 0x6F0,
            '\u{660}'..='\u{669}' => 0x660,
            _ => return c,
        };
        char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
    };
    text.chars().map(plain).collect()
}

/// Plain digits, single spaces, nothing around.
fn tidy(text: &str) -> String {
    plain_digits(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn words_of(date: &Edtf) -> String {
    match date.shape() {
        Shape::Month | Shape::Year if !date.is_approximate() && !date.is_unspecified() => {
            format!("some day of {}", date.words())
        }
        Shape::Day
        | Shape::Month
        | Shape::Year
        | Shape::Season(_)
        | Shape::Pattern
        | Shape::Interval
        | Shape::From
        | Shape::Until
        | Shape::Endless
        | Shape::Set => date.words(),
    }
}

/// A date on its way to a [`Reading`].
struct Found {
    date: Edtf,
    year_is_assumed: bool,
    /// Where the date itself does not tell how it was read.
    words: Option<String>,
}

impl Found {
    fn plain(date: Edtf) -> Self {
        Self { date, year_is_assumed: false, words: None }
    }

    fn said(self, words: String) -> Self {
        Self { words: Some(words), ..self }
    }

    fn marked(self, mark: Mark) -> Self {
        let said = |words: String| match mark {
            Mark::Plain => words,
            Mark::Uncertain => format!("{words} (uncertain)"),
            Mark::Approximate => format!("about {words}"),
            Mark::Both => format!("about {words} (uncertain)"),
        };
        Self { date: self.date.marked(mark), words: self.words.map(said), ..self }
    }
}

const ABOUT: [&str; 12] = [
    "about",
    "around",
    "approximately",
    "approx.",
    "approx",
    "circa",
    "ca.",
    "ca",
    "c.",
    "c",
    "около",
    "тахминан",
];
const PERHAPS: [&str; 6] = ["probably", "possibly", "perhaps", "maybe", "вероятно", "возможно"];
const NIGHT: [&str; 5] = ["night of", "the night of", "in the night of", "on the night of", "overnight"];

/// What stands after one of the words.
fn after_word<'t>(text: &'t str, words: &[&str]) -> Option<&'t str> {
    words.iter().find_map(|word| {
        let rest = text.strip_prefix(word)?;
        (rest.starts_with([' ', '-']) || word.ends_with('.')).then(|| rest.trim_start_matches([' ', '-']))
    })
}

/// The mark around a date, and the date.
fn split_mark(text: &str) -> (Mark, &str) {
    let (mut mark, mut text) = (Mark::Plain, text.trim());
    loop {
        let (next, rest) = if let Some(rest) = text.strip_suffix('~').or_else(|| text.strip_prefix('~')) {
            (Mark::Approximate, rest)
        } else if let Some(rest) = text.strip_suffix('?') {
            (Mark::Uncertain, rest)
        } else if let Some(rest) = text.strip_suffix('%') {
            (Mark::Both, rest)
        } else if let Some(rest) = after_word(text, &ABOUT) {
            (Mark::Approximate, rest)
        } else if let Some(rest) = after_word(text, &PERHAPS) {
            (Mark::Uncertain, rest)
        } else {
            return (mark, text);
        };
        (mark, text) = (mark.and(next), rest.trim());
    }
}

fn read_words(text: &str, today: Option<Date>) -> Result<Found, DateError> {
    let (mark, bare) = split_mark(text);
    if let Some(rest) = after_word(bare, &NIGHT) {
        return Ok(night(rest, today)?.marked(mark));
    }
    if let Some(found) = open_interval(bare, today).transpose()? {
        return Ok(found.marked(mark));
    }
    if let Some(found) = third(bare, today).transpose()? {
        return Ok(found.marked(mark));
    }
    if let Some(found) = season(bare).transpose()? {
        return Ok(found.marked(mark));
    }
    if let Some((first, last)) = split_range(bare) {
        return Ok(range(first, last, today)?.marked(mark));
    }
    Ok(single(bare, today)?.marked(mark))
}

fn single(text: &str, today: Option<Date>) -> Result<Found, DateError> {
    let (mark, bare) = split_mark(text);
    let Single { date, year_is_assumed, .. } = Parts::read(bare)?.resolve(bare, today)?;
    Ok(Found { date: Edtf::date(date.marked(mark)), year_is_assumed, words: None })
}

/// A night is two days: from the evening of one to the morning of the next.
fn night(text: &str, today: Option<Date>) -> Result<Found, DateError> {
    let found = if let Some((first, last)) = split_range(text) {
        range(first, last, today)?
    } else {
        let found = single(text, today)?;
        let day = match (found.date.shape(), found.date.days()) {
            (Shape::Day, Some(days)) => days.first(),
            (_, _) => return Err(DateError::NotADate(text.to_owned())),
        };
        let next = day.tomorrow().map_err(|_| DateError::NoSuchDay(text.to_owned()))?;
        let mark = if found.date.is_approximate() { Mark::Approximate } else { Mark::Plain };
        Found { date: Edtf::range(DaySpan::new(day, next)?, mark), ..found }
    };
    let Some(days) = found.date.days().filter(|days| days.days() == 2) else {
        return Err(DateError::NotADate(text.to_owned()));
    };
    let (first, last) = (days.first(), days.last());
    let start = if first.month() == last.month() {
        first.day().to_string()
    } else {
        format!("{} {}", first.day(), month_name(first.month()))
    };
    Ok(found.said(format!("the night of {start} to {}", DaySpan::day(last))))
}

/// `before 26 Nov 2025`, `after …`, `since …`, `until …`.
fn open_interval(text: &str, today: Option<Date>) -> Option<Result<Found, DateError>> {
    let wrong = || DateError::NotADate(text.to_owned());
    let of_days = |rest: &str| {
        let found = single(rest, today)?;
        let days = found.date.days().ok_or_else(wrong)?;
        Ok::<_, DateError>((found, days))
    };
    let of_date = |rest: &str| {
        let found = single(rest, today)?;
        let end = found.date.as_end().ok_or_else(wrong)?;
        Ok::<_, DateError>((found, End::Date(end)))
    };
    let build = |found: Found, start: End, end: End| {
        let date = Edtf::interval(start, end).map_err(|_| wrong())?;
        Ok(Found { date, ..found })
    };
    let marked = |found: &Found, day: Date| {
        let mark = if found.date.is_approximate() { Mark::Approximate } else { Mark::Plain };
        End::Date(PartialDate::day(day).marked(mark))
    };
    let before = |rest: &str| {
        let (found, days) = of_days(rest)?;
        let day = days.first().yesterday().map_err(|_| wrong())?;
        let words = format!("before {}: on {} at the latest", found.date.words(), DaySpan::day(day));
        let end = marked(&found, day);
        Ok(build(found, End::Open, end)?.said(words))
    };
    let after = |rest: &str| {
        let (found, days) = of_days(rest)?;
        let day = days.last().tomorrow().map_err(|_| wrong())?;
        let words = format!("after {}: on {} at the earliest", found.date.words(), DaySpan::day(day));
        let start = marked(&found, day);
        Ok(build(found, start, End::Open)?.said(words))
    };
    let since = |rest: &str| of_date(rest).and_then(|(found, start)| build(found, start, End::Open));
    let until = |rest: &str| of_date(rest).and_then(|(found, end)| build(found, End::Open, end));
    if let Some(rest) = after_word(text, &["before", "пеш аз"]) {
        return Some(before(rest));
    }
    if let Some(rest) = after_word(text, &["after", "после", "баъд аз"]) {
        return Some(after(rest));
    }
    if let Some(rest) = after_word(text, &["since"]) {
        return Some(since(rest));
    }
    if let Some(rest) = after_word(text, &["from"]).and_then(|rest| rest.strip_suffix(" on")) {
        return Some(since(rest));
    }
    if let Some(rest) = after_word(text, &["until", "till", "up to", "by"]) {
        return Some(until(rest));
    }
    match text.split_once("..") {
        Some((first, "")) => Some(since(first)),
        Some(("", last)) => Some(until(last)),
        Some(_) | None => None,
    }
}

/// `early`, `mid` or `late` of a month (days 1 to 10, 11 to 20, 21 on) or a year (thirds of four months),
/// always approximate.
fn third(text: &str, today: Option<Date>) -> Option<Result<Found, DateError>> {
    let thirds: [(&[&str], &str); 3] = [
        (&["early", "beginning of", "start of", "в начале", "начало"], "first"),
        (&["mid", "middle of", "в середине", "середина"], "second"),
        (&["late", "end of", "в конце", "конец"], "last"),
    ];
    let (which, (rest, name)) = (0_u8..)
        .zip(&thirds)
        .find_map(|(which, (words, name))| Some((which, (after_word(text, words)?, name))))?;
    let built = || {
        let found = single(rest, today)?;
        let wrong = || DateError::NotADate(text.to_owned());
        let days = found.date.days().ok_or_else(wrong)?;
        let (first, last, unit) = match found.date.shape() {
            Shape::Month => {
                let first = days.first().saturating_add((10 * i64::from(which)).days());
                let last = if which == 2 { days.last() } else { first.saturating_add(9.days()) };
                (PartialDate::day(first), PartialDate::day(last), "month")
            }
            Shape::Year => {
                let first = Date::new(days.first().year(), 1, 1).map_err(|_| wrong())?;
                let first = first.saturating_add((4 * i64::from(which)).months());
                let last = first.saturating_add(3.months());
                (PartialDate::month_of(first), PartialDate::month_of(last), "year")
            }
            Shape::Day
            | Shape::Season(_)
            | Shape::Pattern
            | Shape::Interval
            | Shape::From
            | Shape::Until
            | Shape::Endless
            | Shape::Set => return Err(wrong()),
        };
        let end = |date: PartialDate| End::Date(date.marked(Mark::Approximate));
        let date = Edtf::interval(end(first), end(last)).map_err(|_| wrong())?;
        let words = format!("{}, the {name} third of the {unit}", date.words());
        Ok(Found { date, ..found }.said(words))
    };
    Some(built())
}

/// `spring 2025`. A winter lies in two years, so one year alone does not say which.
fn season(text: &str) -> Option<Result<Found, DateError>> {
    let seasons: [(&[&str], u8); 4] = [
        (&["spring of", "spring", "весной", "весна", "баҳори"], 21),
        (&["summer of", "summer", "летом", "лето", "тобистони"], 22),
        (&["autumn of", "autumn", "fall of", "fall", "осенью", "осень", "тирамоҳи"], 23),
        (&["winter of", "winter", "зимой", "зима", "зимистони"], 24),
    ];
    let (rest, code) = seasons.iter().find_map(|(words, code)| Some((after_word(text, words)?, *code)))?;
    let built = || {
        let (year, next) = match rest.split_once(['/', '–', '-']) {
            Some((year, next)) if code == 24 => (year.trim(), Some(next.trim())),
            Some(_) | None => (rest, None),
        };
        let parts = Parts::read(year)?;
        let (Some(year), None) = (parts.year, parts.month) else {
            return Err(DateError::NoYear(text.to_owned()));
        };
        let january = Date::new(year, 1, 1).map_err(|_| DateError::NoSuchDay(text.to_owned()))?;
        if code != 24 {
            return Ok(Found::plain(Edtf::date(PartialDate::season(january, code))));
        }
        let winter = |year: i16| {
            let wrong = || DateError::NoSuchDay(text.to_owned());
            let month = |year, month| {
                let day = Date::new(year, month, 1).map_err(|_| wrong())?;
                Ok::<_, DateError>(End::Date(PartialDate::month_of(day)))
            };
            let next = year.checked_add(1).ok_or_else(wrong)?;
            Edtf::interval(month(year, 12)?, month(next, 2)?).map_err(|_| wrong())
        };
        match next {
            None => {
                let readings = Box::new([winter(year)?, winter(year.saturating_sub(1))?]);
                Err(DateError::Ambiguous { text: text.to_owned(), readings })
            }
            Some(next) => {
                let expected = i32::from(year) + 1;
                let fits = next == expected.to_string() || next == format!("{:02}", expected % 100);
                if !fits {
                    return Err(DateError::NotADate(text.to_owned()));
                }
                let date = winter(year)?;
                let words = format!("the winter {year}–{:02}, {}", expected % 100, date.words());
                Ok(Found::plain(date).said(words))
            }
        }
    };
    Some(built())
}

fn split_range(text: &str) -> Option<(&str, &str)> {
    let text = after_word(text, &["from", "between"]).unwrap_or(text);
    for separator in ["..", "–", "—", " - ", " to ", " until ", " and "] {
        if let Some((first, last)) = text.split_once(separator) {
            return Some((first.trim(), last.trim()));
        }
    }
    // `26-27 Nov 2025`, `26/27 Nov 2025`: two days before the name of a month.
    if let Some((first, last)) = text.split_once(['-', '/']) {
        let is_day = |part: &str| matches!(part.len(), 1 | 2) && part.bytes().all(|b| b.is_ascii_digit());
        let names_month = |rest: &str| rest.starts_with(char::is_alphabetic);
        if is_day(first) && last.split_once(' ').is_some_and(|(day, rest)| is_day(day) && names_month(rest)) {
            return Some((first, last));
        }
    }
    // One slash divides an ISO interval; two are a day, a month and a year.
    let (first, last) = text.split_once('/')?;
    (!last.contains('/') && first.len() >= 4 && last.len() >= 4).then_some((first, last))
}

/// What the start leaves out is taken from the end: `26–27 Nov 2025`, `30 Dec – 2 Jan 2026`.
fn range(first: &str, last: &str, today: Option<Date>) -> Result<Found, DateError> {
    let ((first_mark, first), (last_mark, last)) = (split_mark(first), split_mark(last));
    let end = Parts::read(last)?.resolve(last, today)?;
    let start = Parts::read(first)?;
    let whole_end =
        Parts { year: Some(end.first.year()), month: Some(i16::from(end.first.month())), day: None };
    let filled = start.filled_from(whole_end);
    let mut from = filled.resolve(first, today)?;
    if start.year.is_none() && from.first > end.first {
        let year = filled.year.and_then(|year| year.checked_sub(1));
        from = Parts { year, ..filled }.resolve(first, today)?;
    }
    let (start, stop) = (from.date.marked(first_mark), end.date.marked(last_mark));
    let date = Edtf::interval(End::Date(start), End::Date(stop))
        .map_err(|_| Backwards { first: from.first, last: end.first })?;
    Ok(Found { date, year_is_assumed: end.year_is_assumed, words: None })
}
