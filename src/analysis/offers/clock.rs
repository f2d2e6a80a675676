//! Times of day in a text, with the zone where it is named.

use std::ops::Range;

use super::ClockTime;
use super::tokens::{Cut, TokenKind};

/// A time of day and the tokens it takes.
pub(super) struct ClockHit {
    pub tokens: Range<usize>,
    pub time: ClockTime,
}

const ABOUT: &[&str] =
    &["about", "around", "approximately", "roughly", "near", "около", "примерно", "тахминан"];

/// All times of day, in the order of the text.
pub(super) fn times(cut: &Cut) -> Vec<ClockHit> {
    let mut hits = Vec::new();
    let mut place = 0;
    while place < cut.tokens.len() {
        let hit = (cut.tokens[place].kind == TokenKind::Digits).then(|| time(cut, place)).flatten();
        place = hit.as_ref().map_or(place + 1, |hit| hit.tokens.end);
        hits.extend(hit);
    }
    hits
}

fn time(cut: &Cut, place: usize) -> Option<ClockHit> {
    let hour = cut.number(place).filter(|hour| *hour <= 23)?;
    let before = place.checked_sub(1).and_then(|at| cut.get(at));
    let signs = [".", "-", ":", "/", "+", "$", "°", "'", ","];
    if before.is_some_and(|token| {
        cut.tokens[place].glued && (signs.contains(&token.folded.as_str()) || token.is_word())
    }) {
        return None;
    }
    let two_digits = |at: usize| {
        cut.get(at).is_some_and(|token| token.glued && token.folded.len() == 2)
            && cut.get(at - 1).is_some_and(|token| token.glued)
    };
    let minutes_at = place + 2;
    let (minute, colon, mut end) = match cut.number(minutes_at).filter(|minute| *minute <= 59) {
        Some(minute) if cut.is_any(place + 1, &[":", "."]) && two_digits(minutes_at) => {
            (Some(minute), cut.is(place + 1, ":"), place + 3)
        }
        Some(_) | None => (None, false, place + 1),
    };
    // `26.11.2025`, `37.45.12`, `1:02:03`
    let goes_on = cut.is_any(end, &[".", ":", "-"])
        && cut.get(end).is_some_and(|token| token.glued)
        && cut.get(end + 1).is_some_and(|token| token.glued && token.kind == TokenKind::Digits);
    if goes_on || cut.is_any(end, &["°", "%", "'"]) {
        return None;
    }
    let (half, after) = half_of_day(cut, end);
    let unsaid = matches!(half, Half::Unsaid);
    end = after;
    if minute.is_none() || !colon {
        // Without a colon the text must say that it is a time.
        let hours = cut.is_any(end, &["часов", "часа", "час"])
            && before.is_some_and(|b| b.is("в") || ABOUT.contains(&b.folded.as_str()));
        if unsaid && !hours {
            return None;
        }
        if hours {
            end += 1;
        }
    }
    let (half, end) = if matches!(half, Half::Unsaid) { half_of_day(cut, end) } else { (half, end) };
    let hour = match half {
        // «в 11 часов ночи» is before midnight.
        Half::Night if (9..12).contains(&hour) => hour + 12,
        Half::Morning | Half::Night if hour <= 12 => hour % 12,
        Half::Afternoon if hour <= 12 => hour % 12 + 12,
        // «в 13:30 дня», «в 20:00 вечера»
        Half::Afternoon | Half::Unsaid => hour,
        Half::Morning | Half::Night => return None,
    };
    let (zone, end) = zone(cut, end);
    let approximate = before.is_some_and(|token| ABOUT.contains(&token.folded.as_str()));
    Some(ClockHit {
        tokens: place - usize::from(approximate)..end,
        time: ClockTime {
            hour: u8::try_from(hour).ok()?,
            minute: u8::try_from(minute.unwrap_or(0)).ok()?,
            approximate,
            zone,
        },
    })
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
    Night,
    Unsaid,
}

/// `a.m.`, `pm`, `ночи`, `вечера`.
fn half_of_day(cut: &Cut, place: usize) -> (Half, usize) {
    for (letter, half) in [("a", Half::Morning), ("p", Half::Afternoon)] {
        if cut.is(place, letter) && cut.is(place + 1, ".") && cut.is(place + 2, "m") {
            return (half, if cut.is(place + 3, ".") { place + 4 } else { place + 3 });
        }
    }
    if cut.is(place, "ночи") {
        (Half::Night, place + 1)
    } else if cut.is_any(place, &["am", "утра"]) {
        (Half::Morning, place + 1)
    } else if cut.is_any(place, &["pm", "дня", "вечера"]) {
        (Half::Afternoon, place + 1)
    } else {
        (Half::Unsaid, place)
    }
}

fn zone(cut: &Cut, place: usize) -> (Option<String>, usize) {
    const ZONES: [&str; 10] = [
        "local time",
        "dushanbe time",
        "kabul time",
        "moscow time",
        "tajikistan time",
        "по местному времени",
        "по душанбинскому времени",
        "по московскому времени",
        "бо вакти махалли",
        "local",
    ];
    let phrase = ZONES.iter().find_map(|zone| cut.phrase(place, zone));
    let length = phrase.or_else(|| cut.is_any(place, &["gmt", "utc", "мск", "tjt"]).then_some(1));
    match length {
        Some(length) => (Some(cut.slice(place, place + length).to_owned()), place + length),
        None => (None, place),
    }
}
