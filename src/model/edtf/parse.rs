//! From text to an EDTF value.

use jiff::civil::Time;

use super::{
    EdtfError, End, Form, Mark, Member, PartialDate, bounds,
    date::{Digit, Moment, Part, Year, YearKind},
};
use crate::model::when::Zone;

/// Letters of a text that a message quotes.
const QUOTED_LETTERS: usize = 40;

pub(super) fn value(text: &str) -> Result<Form, EdtfError> {
    let inside = |open, close| text.strip_prefix(open)?.strip_suffix(close);
    if let Some(inside) = inside('[', ']') {
        return Ok(Form::OneOf(members(inside)?));
    }
    if let Some(inside) = inside('{', '}') {
        return Ok(Form::AllOf(members(inside)?));
    }
    if let Some((start, stop)) = text.split_once('/') {
        // Two ends that nobody knows are no statement.
        if start.is_empty() && stop.is_empty() {
            return Err(malformed(text));
        }
        let (start, stop) = (end(start)?, end(stop)?);
        if bounds::is_backwards(start, stop) {
            return Err(EdtfError::Backwards(quoted(text)));
        }
        return Ok(Form::Interval(start, stop));
    }
    match text.split_once('T') {
        Some((day, clock)) => Ok(Form::Moment(moment(text, day, clock)?)),
        None => Ok(Form::Date(date(text)?)),
    }
}

fn quoted(text: &str) -> String {
    text.chars().take(QUOTED_LETTERS).collect()
}

fn malformed(text: &str) -> EdtfError {
    EdtfError::Malformed(quoted(text))
}

fn end(text: &str) -> Result<End, EdtfError> {
    match text {
        "" => Ok(End::Unknown),
        ".." => Ok(End::Open),
        text => date(text).map(End::Date),
    }
}

fn members(text: &str) -> Result<Vec<Member>, EdtfError> {
    // The draft of 2012 wrote a space after each comma, and so do lists to this day.
    text.split(',').map(|member_text| member(member_text.strip_prefix(' ').unwrap_or(member_text))).collect()
}

fn member(text: &str) -> Result<Member, EdtfError> {
    if let Some(until) = text.strip_prefix("..") {
        return date(until).map(Member::Until);
    }
    match text.split_once("..") {
        None => date(text).map(Member::Date),
        Some((from, "")) => date(from).map(Member::From),
        Some((first, last)) => {
            let (first, last) = (date(first)?, date(last)?);
            if bounds::is_backwards(End::Date(first), End::Date(last)) {
                return Err(EdtfError::Backwards(quoted(text)));
            }
            Ok(Member::Through(first, last))
        }
    }
}

fn date(text: &str) -> Result<PartialDate, EdtfError> {
    let mut letters = Letters(text.as_bytes());
    let read = letters.date().filter(|_| letters.0.is_empty()).ok_or_else(|| malformed(text))?;
    if let YearKind::Long { number, exponent } = read.year.kind {
        let power = 10_i64.checked_pow(exponent.unwrap_or(0).into());
        power.and_then(|power| number.checked_mul(power)).ok_or_else(|| EdtfError::TooFar(quoted(text)))?;
    }
    read.checked(text)
}

fn moment(text: &str, day: &str, clock: &str) -> Result<Moment, EdtfError> {
    let date = date(day)?;
    let is_whole = date.day.is_some() && !date.is_unspecified() && date.mark() == Mark::Plain;
    let mut letters = Letters(clock.as_bytes());
    let read = letters.clock().filter(|_| is_whole && letters.0.is_empty());
    let (time, zone) = read.ok_or_else(|| malformed(text))?;
    Ok(Moment { date, time, zone })
}

/// What is still to be read.
struct Letters<'a>(&'a [u8]);

impl Letters<'_> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// Whether the letter comes next; if so it is read.
    fn takes(&mut self, letter: u8) -> bool {
        let found = self.0.first() == Some(&letter);
        if found {
            self.0 = &self.0[1..];
        }
        found
    }

    fn mark(&mut self) -> Mark {
        let mark = self.0.first().and_then(|letter| Mark::of(*letter));
        if mark.is_some() {
            self.0 = &self.0[1..];
        }
        mark.unwrap_or_default()
    }

    /// A digit or an `X`.
    fn digit(&mut self) -> Option<Digit> {
        match self.next()? {
            b'X' => Some(None),
            digit @ b'0'..=b'9' => Some(Some(digit - b'0')),
            _ => None,
        }
    }

    /// A number without leading zeros.
    fn number(&mut self) -> Option<i64> {
        let length = self.0.iter().take_while(|letter| letter.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        if digits.first() == Some(&b'0') {
            return None;
        }
        std::str::from_utf8(digits).ok()?.parse().ok()
    }

    fn two_digits(&mut self) -> Option<i8> {
        let (tens, ones) = (self.digit()??, self.digit()??);
        i8::try_from(tens * 10 + ones).ok()
    }

    /// `2004-06~-11`: a mark before a part is of that part alone, one after it also of all before it.
    fn date(&mut self) -> Option<PartialDate> {
        let (year, after) = self.year()?;
        let mut date = PartialDate { year, month: None, day: None }.marked(after);
        let alone = matches!(year.kind, YearKind::Long { .. }) || year.significant.is_some();
        if alone || self.0.is_empty() {
            return Some(date);
        }
        let (month, after) = self.part()?;
        date = PartialDate { month: Some(month), ..date }.marked(after);
        if self.0.is_empty() {
            return Some(date);
        }
        let (day, after) = self.part()?;
        Some(PartialDate { day: Some(day), ..date }.marked(after))
    }

    /// The year with its own mark, and the mark after it.
    fn year(&mut self) -> Option<(Year, Mark)> {
        let mark = self.mark();
        let kind = if self.takes(b'Y') {
            let sign = if self.takes(b'-') { -1 } else { 1 };
            let number = self.number()? * sign;
            let exponent = if self.takes(b'E') { Some(u8::try_from(self.number()?).ok()?) } else { None };
            // Shorter years have four digits and no Y.
            if exponent.is_none() && number.abs() < 10_000 {
                return None;
            }
            YearKind::Long { number, exponent }
        } else {
            let negative = self.takes(b'-');
            let digits = [self.digit()?, self.digit()?, self.digit()?, self.digit()?];
            if negative && digits == [Some(0); 4] {
                return None;
            }
            YearKind::Digits { negative, digits }
        };
        let significant = if self.takes(b'S') { Some(u8::try_from(self.number()?).ok()?) } else { None };
        let year = Year { kind, significant, mark };
        let has_unknown = matches!(kind, YearKind::Digits { digits, .. } if digits.contains(&None));
        if significant.is_some() && has_unknown {
            return None;
        }
        Some((year, self.mark()))
    }

    /// `-06`, with its own mark and the mark after it.
    fn part(&mut self) -> Option<(Part, Mark)> {
        if !self.takes(b'-') {
            return None;
        }
        let mark = self.mark();
        let part = Part { digits: [self.digit()?, self.digit()?], mark };
        Some((part, self.mark()))
    }

    /// `23:20:30`, `23:20:30Z`, `23:20:30-04`, `23:20:30+04:30`.
    fn clock(&mut self) -> Option<(Time, Option<Zone>)> {
        let hour = self.two_digits()?;
        let minute = self.takes(b':').then(|| self.two_digits())??;
        let second = self.takes(b':').then(|| self.two_digits())??;
        let time = Time::new(hour, minute, second, 0).ok()?;
        let zone = match self.next() {
            None => None,
            Some(b'Z') => Some(Zone::Utc),
            Some(sign @ (b'+' | b'-')) => {
                let hours = i16::from(self.two_digits()?);
                let minutes = if self.takes(b':') { i16::from(self.two_digits()?) } else { 0 };
                if hours > 23 || minutes > 59 {
                    return None;
                }
                let offset = hours * 60 + minutes;
                Some(Zone::Offset(if sign == b'-' { -offset } else { offset }))
            }
            Some(_) => return None,
        };
        Some((time, zone))
    }
}
