//! Dates in a text: full ones, ones without a year, and days told from the day of the report.
//!
//! What can be read in two ways is offered twice; a year or a weekday that was inferred is said in the words.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::calendar::{month, weekday};
use super::numbers;
use super::tokens::{Cut, TokenKind};
use super::{Confidence, FoundDate};

/// A date with the tokens it takes.
#[derive(Clone, Debug)]
pub(super) struct DateHit {
    pub first: usize,
    pub end: usize,
    pub date: FoundDate,
    /// What was inferred; empty when the text says it all.
    pub inferred: &'static str,
    pub confidence: Confidence,
}

/// Years that a report on this frontier can mean.
const YEARS: std::ops::RangeInclusive<u32> = 1850..=2150;

/// A day written as numbers and names, before its year is known.
struct Written {
    day: u32,
    /// The second day of `26–27 November`.
    last_day: Option<u32>,
    month: i8,
    year: Option<u32>,
    end: usize,
}

/// All dates of the text. `published` gives the year and the day that relative dates are told from.
pub(super) fn dates(cut: &Cut, published: Option<Date>) -> Vec<DateHit> {
    let mut hits = Vec::new();
    let mut place = 0;
    while place < cut.tokens.len() {
        let token = &cut.tokens[place];
        let before = hits.len();
        if !token.in_address {
            match token.kind {
                TokenKind::Digits => {
                    numeric(cut, place, &mut hits);
                    if hits.len() == before
                        && let Some(written) = day_first(cut, place)
                    {
                        hits.extend(named(cut, place, &written, published));
                    }
                }
                TokenKind::Word => {
                    if let Some(written) = month_first(cut, place) {
                        hits.extend(named(cut, place, &written, published));
                    } else if let Some(hit) = whole_month(cut, place) {
                        hits.push(hit);
                    } else if let Some(published) = published {
                        relative(cut, place, published, &mut hits);
                    }
                }
                TokenKind::Sign | TokenKind::LineEnd => {}
            }
        }
        place = hits[before..].iter().map(|hit| hit.end).max().unwrap_or(0).max(place + 1);
    }
    hits
}

fn civil(year: u32, month: u32, day: u32) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// `2025-11-26`, `26.11.2025`, `26/11/2025`.
fn numeric(cut: &Cut, place: usize, hits: &mut Vec<DateHit>) {
    let separator =
        ["-", ".", "/"].into_iter().find(|sign| cut.is(place + 1, sign) && cut.is(place + 3, sign));
    let Some(separator) = separator else { return };
    let in_one_piece = (place + 1..place + 5).all(|at| cut.get(at).is_some_and(|token| token.glued));
    let numbers = (cut.number(place), cut.number(place + 2), cut.number(place + 4));
    let (Some(a), Some(b), Some(c)) = numbers else { return };
    // Part of a longer run: a telephone number, an address, a version.
    let longer = |at: Option<usize>, glued_here: bool| {
        at.and_then(|at| cut.get(at)).is_some_and(|token| {
            glued_here
                && (token.kind == TokenKind::Digits || ["-", "+", "/"].contains(&token.folded.as_str()))
        })
    };
    let goes_on = cut.get(place + 5).is_some_and(|token| token.glued && (token.is("-") || token.is("/")))
        || (cut.get(place + 5).is_some_and(|token| token.glued && token.is("."))
            && cut.get(place + 6).is_some_and(|token| token.glued && token.kind == TokenKind::Digits));
    if !in_one_piece || goes_on || longer(place.checked_sub(1), cut.tokens[place].glued) {
        return;
    }
    let mut add = |date: Option<Date>, inferred: &'static str, confidence: Confidence| {
        hits.extend(date.map(|day| DateHit {
            first: place,
            end: place + 5,
            date: FoundDate::day(day),
            inferred,
            confidence,
        }));
    };
    if cut.tokens[place].folded.len() == 4 {
        add(civil(a, b, c), "", Confidence::High);
    } else if separator == "." || a == b {
        add(civil(c, b, a), "", Confidence::High);
    } else {
        let (day_first, month_first) = (civil(c, b, a), civil(c, a, b));
        if day_first.is_some() && month_first.is_some() {
            add(day_first, "read as day/month", Confidence::Middling);
            add(month_first, "read as month/day", Confidence::Low);
        } else {
            add(day_first.or(month_first), "", Confidence::High);
        }
    }
}

fn day_number(cut: &Cut, place: usize) -> Option<u32> {
    cut.number(place).filter(|day| (1..=31).contains(day))
}

/// The year after a date: `2025`, `, 2025`, `соли 2025`, and `г.` or `года` after it.
fn year(cut: &Cut, place: usize) -> (Option<u32>, usize) {
    let at = if cut.is_any(place, &[",", "соли"]) { place + 1 } else { place };
    let found = cut
        .number(at)
        .filter(|year| YEARS.contains(year) && cut.get(at).is_some_and(|token| token.folded.len() == 4));
    match found {
        Some(found) => (Some(found), if cut.is_any(at + 1, &["года", "год", "г"]) { at + 2 } else { at + 1 }),
        None => (None, place),
    }
}

/// `26 November 2025`, `26th of November`, `26–27 ноября`, `с 26 на 27 ноября` from its first number.
fn day_first(cut: &Cut, place: usize) -> Option<Written> {
    let day = day_number(cut, place)?;
    let mut at = after_ordinal(cut, place + 1);
    let mut last_day = None;
    if cut.is_any(at, &["-", "на", "to", "и", "and"])
        && let Some(last) = day_number(cut, at + 1)
        && last > day
    {
        last_day = Some(last);
        at = after_ordinal(cut, at + 2);
    }
    if cut.is(at, "of") {
        at += 1;
    }
    let month = cut.get(at).filter(|token| token.is_word()).and_then(|token| month(&token.folded))?;
    // “5 may have died”
    if cut.is(at, "may") && !cut.tokens[at].capital {
        return None;
    }
    at += 1;
    if cut.is(at, ".") && cut.number(at + 1).is_some() {
        at += 1;
    }
    let (year, end) = year(cut, at);
    Some(Written { day, last_day, month, year, end })
}

fn after_ordinal(cut: &Cut, place: usize) -> usize {
    let ordinal =
        cut.get(place).is_some_and(|token| token.glued) && cut.is_any(place, &["st", "nd", "rd", "th"]);
    if ordinal { place + 1 } else { place }
}

/// `November 26, 2025`, `Nov. 26`.
fn month_first(cut: &Cut, place: usize) -> Option<Written> {
    let token = cut.get(place).filter(|token| token.capital)?;
    let month = month(&token.folded)?;
    let mut at = place + 1;
    if cut.is(at, ".") {
        at += 1;
    }
    let day = day_number(cut, at)?;
    at = after_ordinal(cut, at + 1);
    let mut last_day = None;
    if cut.is(at, "-")
        && let Some(last) = day_number(cut, at + 1)
        && last > day
    {
        last_day = Some(last);
        at += 2;
    }
    // `May 5 km`, `March 3:00`: no day.
    if cut.is_any(at, &[":", "%", "km", "км"]) {
        return None;
    }
    let (year, end) = year(cut, at);
    Some(Written { day, last_day, month, year, end })
}

/// The written day with its year, its night and its “about”.
fn named(cut: &Cut, place: usize, written: &Written, published: Option<Date>) -> Option<DateHit> {
    let month = u32::from(written.month.unsigned_abs());
    let (year, inferred, confidence) = match (written.year, published) {
        (Some(year), _) => (year, "", Confidence::High),
        (None, Some(published)) => {
            let year = u32::try_from(published.year()).ok()?;
            let this_year = civil(year, month, written.day);
            if this_year.is_some_and(|day| day > published) {
                (
                    year - 1,
                    "the year before that of the report, which came earlier in its year",
                    Confidence::Middling,
                )
            } else {
                (year, "the year is that of the report", Confidence::Middling)
            }
        }
        (None, None) => return None,
    };
    let day = civil(year, month, written.day)?;
    let night = night_before(cut, place, written.last_day.is_some());
    let (first, last) = match (night, written.last_day) {
        (_, Some(last)) => (day, civil(year, month, last)?),
        // «в ночь на 27 ноября» ends on the 27th; “the night of 26 November” begins on the 26th.
        (Some((Night::Towards, _)), None) => (day.yesterday().ok()?, day),
        (Some((Night::From, _)), None) => (day, day.tomorrow().ok()?),
        (None, None) => (day, day),
    };
    let mut start = night.map_or(place, |(_, start)| start);
    let mut date = FoundDate::between(first, last)?;
    if start.checked_sub(1).is_some_and(|at| {
        cut.is_any(at, &["about", "around", "circa", "примерно", "около", "приблизительно", "тахминан"])
    }) {
        start -= 1;
        date = date.approximate();
    }
    Some(DateHit { first: start, end: written.end, date, inferred, confidence })
}

#[derive(Clone, Copy)]
enum Night {
    From,
    Towards,
}

/// Words of a night before a date, and where they begin.
fn night_before(cut: &Cut, place: usize, two_days: bool) -> Option<(Night, usize)> {
    let ends = |words: &[&str]| {
        let start = place.checked_sub(words.len())?;
        words.iter().enumerate().all(|(step, word)| cut.is(start + step, word)).then_some(start)
    };
    if two_days {
        let start = ends(&["ночь", "с"]).or_else(|| ends(&["night", "of"]))?;
        return Some((Night::From, start));
    }
    if let Some(start) = ends(&["ночь", "на"]) {
        return Some((Night::Towards, start));
    }
    ends(&["night", "of"])
        .or_else(|| ends(&["night", "of", "the"]))
        .or_else(|| ends(&["ночью"]))
        .map(|start| (Night::From, start))
}

/// `November 2025`, `в ноябре 2025 года`.
fn whole_month(cut: &Cut, place: usize) -> Option<DateHit> {
    let month = month(&cut.get(place)?.folded)?;
    let (found, end) = year(cut, place + 1);
    let first = civil(found?, u32::from(month.unsigned_abs()), 1)?;
    Some(DateHit {
        first: place,
        end,
        date: FoundDate::month(first),
        inferred: "only the month is given",
        confidence: Confidence::Low,
    })
}

/// Days told from the day of the report.
fn relative(cut: &Cut, place: usize, published: Date, hits: &mut Vec<DateHit>) {
    const FROM_REPORT: &str = "told from the day of the report";
    let back = |days: i64| published.checked_sub(days.days()).ok();
    let mut add = |first: usize, end: usize, date: Option<FoundDate>, inferred, confidence| {
        hits.extend(date.map(|date| DateHit { first, end, date, inferred, confidence }));
    };
    let one = |day: Option<Date>| day.map(FoundDate::day);
    for (phrase, days) in [
        ("the day before yesterday", 2),
        ("позавчера", 2),
        ("yesterday", 1),
        ("вчера", 1),
        ("дируз", 1),
        ("today", 0),
        ("this morning", 0),
        ("сегодня", 0),
        ("имруз", 0),
    ] {
        if let Some(length) = cut.phrase(place, phrase) {
            add(place, place + length, one(back(days)), FROM_REPORT, Confidence::Middling);
            return;
        }
    }
    for phrase in ["last night", "прошлой ночью", "минувшей ночью"] {
        if let Some(length) = cut.phrase(place, phrase) {
            let night = back(1).and_then(|first| FoundDate::between(first, published));
            add(place, place + length, night, FROM_REPORT, Confidence::Middling);
            return;
        }
    }
    // `three days ago`, `два дня назад`
    if let Some((days, end)) = numbers::plain(cut, place)
        && cut.is_any(end, &["day", "days", "день", "дня", "дней"])
        && cut.is_any(end + 1, &["ago", "назад"])
        && days <= 60
    {
        add(place, end + 2, one(back(i64::from(days))), FROM_REPORT, Confidence::Middling);
        return;
    }
    if let Some((day, start, end, night)) = weekday_at(cut, place) {
        on_weekday(published, day, night, &mut |date, inferred, confidence| {
            add(start, end, date, inferred, confidence);
        });
    }
}

/// A weekday that can be meant as the day of an event, with the tokens it takes.
fn weekday_at(cut: &Cut, place: usize) -> Option<(Weekday, usize, usize, Option<Night>)> {
    let token = cut.get(place)?;
    let before = |word: &str| place.checked_sub(1).is_some_and(|at| cut.is(at, word));
    let tajik_monday = token.is("душанбе") && before("рузи") && !token.capital;
    let day = if tajik_monday { Weekday::Monday } else { weekday(&token.folded)? };
    // “every Monday”, “next Friday”, “в следующую среду”, “on Mondays” are no days of an event.
    let other =
        ["every", "each", "next", "this", "каждую", "каждый", "следующую", "следующий", "until", "by"];
    if other.iter().any(|word| before(word)) || (token.folded.is_ascii() && !token.capital) {
        return None;
    }
    if before("на") && place.checked_sub(2).is_some_and(|at| cut.is(at, "ночь")) {
        return Some((day, place - 2, place + 1, Some(Night::Towards)));
    }
    if cut.is(place + 1, "night") {
        return Some((day, place, place + 2, Some(Night::From)));
    }
    if before("of") && place.checked_sub(2).is_some_and(|at| cut.is(at, "night")) {
        return Some((day, place - 2, place + 1, Some(Night::From)));
    }
    let said = ["on", "last", "late", "early", "since", "в", "во", "рузи", "прошлую", "прошлый", "минувшую"];
    let part_of_day = ["morning", "evening", "afternoon"];
    if part_of_day.iter().any(|word| cut.is(place + 1, word)) {
        return Some((day, place, place + 2, None));
    }
    said.iter().any(|word| before(word)).then_some((day, place, place + 1, None))
}

fn on_weekday(
    published: Date,
    day: Weekday,
    night: Option<Night>,
    add: &mut dyn FnMut(Option<FoundDate>, &'static str, Confidence),
) {
    let days_back = i64::from(day.until(published.weekday()));
    let date = |back: i64| {
        let day = published.checked_sub(back.days()).ok()?;
        match night {
            Some(Night::From) => FoundDate::between(day, day.tomorrow().ok()?),
            Some(Night::Towards) => FoundDate::between(day.yesterday().ok()?, day),
            None => Some(FoundDate::day(day)),
        }
    };
    if days_back == 0 {
        add(date(0), "the weekday of the report itself", Confidence::Middling);
        add(date(7), "that weekday, a week before the report", Confidence::Low);
    } else {
        add(date(days_back), "the last such weekday before the report", Confidence::Middling);
    }
}
