//! An EDTF value in plain words.

use super::{Bound, Edtf, End, FarDay, Form, Mark, Member, PartialDate, Shape};
use crate::model::days::month_name;

pub(super) fn words(value: &Edtf) -> String {
    match &*value.form {
        Form::Date(date) => date_words(date),
        Form::Moment(moment) => date_words(&moment.date),
        Form::Interval(start, end) => interval_words(value, start, end),
        Form::OneOf(members) => format!("one of {}", member_words(members)),
        Form::AllOf(members) => format!("each of {}", member_words(members)),
    }
}

fn interval_words(value: &Edtf, start: &End, end: &End) -> String {
    match (start, end) {
        (End::Date(first), End::Date(last)) => match value.days() {
            Some(days) => with_mark(days.to_string(), first.mark().and(last.mark())),
            None => format!("{} to {}", date_words(first), date_words(last)),
        },
        (End::Date(date), End::Open) => format!("from {} on", date_words(date)),
        (End::Date(date), End::Unknown) => format!("from {}, until when is unknown", date_words(date)),
        (End::Open, End::Date(date)) => format!("until {}", date_words(date)),
        (End::Unknown, End::Date(date)) => format!("until {}, since when is unknown", date_words(date)),
        (End::Open | End::Unknown, End::Open | End::Unknown) => "at an unknown time".to_owned(),
    }
}

fn member_words(members: &[Member]) -> String {
    let word = |member: &Member| match member {
        Member::Date(date) => date_words(date),
        Member::Through(first, last) => format!("{} to {}", date_words(first), date_words(last)),
        Member::Until(date) => format!("any until {}", date_words(date)),
        Member::From(date) => format!("any from {} on", date_words(date)),
    };
    members.iter().map(word).collect::<Vec<_>>().join(", ")
}

fn date_words(date: &PartialDate) -> String {
    let (Some(first), Some(last)) = (date.earliest(), date.latest()) else { return String::new() };
    let month = |day: FarDay| format!("{} {}", month_name(i8::try_from(day.month).unwrap_or(0)), day.year);
    let day = |at: FarDay| format!("{} {}", at.day, month(at));
    let is_unspecified = date.is_unspecified();
    let plain = match date.shape() {
        Shape::Day => day(first),
        Shape::Month if is_unspecified => format!("some day of {}", month(first)),
        Shape::Month => month(first),
        Shape::Season(code) => format!("{} {}", season_name(code), first.year),
        Shape::Year if date.day.is_some() => format!("some day of {}", first.year),
        Shape::Year if is_unspecified => format!("some month of {}", first.year),
        Shape::Year => first.year.to_string(),
        Shape::Pattern | Shape::Interval | Shape::From | Shape::Until | Shape::Endless | Shape::Set => {
            format!("some time from {} to {}", day(first), day(last))
        }
    };
    with_mark(plain, date.mark())
}

fn with_mark(words: String, mark: Mark) -> String {
    match mark {
        Mark::Plain => words,
        Mark::Uncertain => format!("{words} (uncertain)"),
        Mark::Approximate => format!("about {words}"),
        Mark::Both => format!("about {words} (uncertain)"),
    }
}

/// The name of a season, quarter, third or half by its code.
fn season_name(code: u8) -> &'static str {
    match code {
        21 => "spring",
        22 => "summer",
        23 => "autumn",
        24 => "winter",
        25 => "northern spring",
        26 => "northern summer",
        27 => "northern autumn",
        28 => "northern winter",
        29 => "southern spring",
        30 => "southern summer",
        31 => "southern autumn",
        32 => "southern winter",
        33 => "the first quarter of",
        34 => "the second quarter of",
        35 => "the third quarter of",
        36 => "the fourth quarter of",
        37 => "the first third of",
        38 => "the second third of",
        39 => "the last third of",
        40 => "the first half of",
        _ => "the second half of",
    }
}

impl std::fmt::Display for Bound {
    /// `2025-11-26`, `open`, `unknown`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Open => f.write_str("open"),
            Self::Unknown => f.write_str("unknown"),
            Self::Day(day) => day.fmt(f),
        }
    }
}
