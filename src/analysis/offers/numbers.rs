//! Numbers as reports write them: digits and words in English, Russian and Tajik, with “at least” and “up to”.

use super::FoundToll;
use super::number_words::{HUNDREDS, MEASURES, TEENS, TENS, UNITS, in_table};
use super::tokens::{Cut, TokenKind};

/// A count and the tokens it takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Count {
    /// Where the count begins, with its “at least”.
    pub start: usize,
    /// The token after it.
    pub end: usize,
    pub toll: FoundToll,
    /// It was read from “a” or “an”.
    pub article: bool,
}

/// What a bound does to the number after it.
#[derive(Clone, Copy)]
enum Bound {
    Low,
    High,
    About,
}

/// Longer phrases first.
const BOUNDS: &[(&str, Bound)] = &[
    ("at least", Bound::Low),
    ("no fewer than", Bound::Low),
    ("no less than", Bound::Low),
    ("not less than", Bound::Low),
    ("more than", Bound::Low),
    ("over", Bound::Low),
    ("по меньшей мере", Bound::Low),
    ("по крайней мере", Bound::Low),
    ("как минимум", Bound::Low),
    ("не менее чем", Bound::Low),
    ("не менее", Bound::Low),
    ("не меньше", Bound::Low),
    ("минимум", Bound::Low),
    ("более чем", Bound::Low),
    ("более", Bound::Low),
    ("больше", Bound::Low),
    ("свыше", Bound::Low),
    ("хадди акал", Bound::Low),
    ("камаш", Bound::Low),
    ("беш аз", Bound::Low),
    ("up to", Bound::High),
    ("as many as", Bound::High),
    ("at most", Bound::High),
    ("no more than", Bound::High),
    ("до", Bound::High),
    ("не более", Bound::High),
    ("about", Bound::About),
    ("around", Bound::About),
    ("approximately", Bound::About),
    ("some", Bound::About),
    ("nearly", Bound::About),
    ("almost", Bound::About),
    ("roughly", Bound::About),
    ("около", Bound::About),
    ("примерно", Bound::About),
    ("порядка", Bound::About),
    ("почти", Bound::About),
    ("тахминан", Bound::About),
];

/// A bare number at `place`, digits or words, and the token after it. `None` for money, measures, ordinals,
/// decimals, phone numbers and the like.
fn number(cut: &Cut, place: usize) -> Option<(u32, usize)> {
    let token = cut.get(place).filter(|token| !token.in_address)?;
    match token.kind {
        TokenKind::Digits => digits(cut, place),
        TokenKind::Word => words(cut, place),
        TokenKind::Sign | TokenKind::LineEnd => None,
    }
}

fn digits(cut: &Cut, place: usize) -> Option<(u32, usize)> {
    let token = cut.get(place)?;
    let before = place.checked_sub(1).and_then(|before| cut.get(before));
    if let Some(before) = before {
        // `$3`, `+992`, `№ 12`, `B12`, `3.5`, `12:05`.
        let spoils = ["$", "€", "₽", "£", "+", "#", "№", ":", ".", ",", "/", "°", "'", "\""];
        let ended = before.kind == TokenKind::Sign && [".", ",", ":"].contains(&before.folded.as_str());
        if (token.glued && (before.is_word() || spoils.contains(&before.folded.as_str())))
            || (before.kind == TokenKind::Sign && !ended && spoils.contains(&before.folded.as_str()))
            || before.is("no") && cut.get(place).is_some_and(|token| token.kind == TokenKind::Digits)
            || before.kind == TokenKind::Digits
        {
            return None;
        }
    }
    if token.folded.len() > 1 && token.folded.starts_with('0') {
        return None;
    }
    let mut value = token.number()?;
    let mut end = place + 1;
    // `1,300` and `1 300`.
    if token.folded.len() <= 3 {
        loop {
            let three = |at: usize, glued: bool| {
                cut.get(at).filter(|t| t.kind == TokenKind::Digits && t.folded.len() == 3 && t.glued == glued)
            };
            let (group, next) = if cut.is(end, ",") && cut.get(end).is_some_and(|t| t.glued) {
                (three(end + 1, true), end + 2)
            } else {
                (three(end, false), end + 1)
            };
            let Some(more) = group.and_then(super::tokens::Token::number) else { break };
            value = value.checked_mul(1000)?.checked_add(more)?;
            end = next;
        }
    }
    let after = cut.get(end);
    let follows = |at: usize, signs: &[&str]| {
        cut.get(at).is_some_and(|t| t.glued && signs.contains(&t.folded.as_str()))
            && cut.get(at + 1).is_some_and(|t| t.glued && t.kind == TokenKind::Digits)
    };
    if follows(end, &[".", ",", ":", "/"])
        || after.is_some_and(|t| t.kind == TokenKind::Digits || (t.glued && t.is_word()))
        || cut.is_any(end, &["%", "°", "$", "€", "₽", "£", "'", "\"", "′", "′′"])
    {
        return None;
    }
    Some((value, end))
}

fn words(cut: &Cut, place: usize) -> Option<(u32, usize)> {
    let word = cut.get(place)?.folded.as_str();
    // The river and the town are written like the Tajik five.
    if cut.get(place)?.capital && word == "панч" && !cut.is_any(place + 1, &["нафар", "тан"]) {
        return None;
    }
    let (mut value, mut end) = if let Some(tens) = in_table(TENS, word) {
        let joined = if cut.is(place + 1, "-") { place + 2 } else { place + 1 };
        // In Tajik `бисту се`.
        match cut.get(joined).filter(|t| t.is_word()).and_then(|t| in_table(UNITS, &t.folded)) {
            Some(units) => (tens + units, joined + 1),
            None => (tens, place + 1),
        }
    } else if let Some(value) = in_table(TEENS, word) {
        (value, place + 1)
    } else if let Some(value) = in_table(UNITS, word) {
        (value, place + 1)
    } else if let Some(hundred) = in_table(HUNDREDS, word) {
        (hundred, place + 1)
    } else if ["a", "half"].contains(&word) {
        if word == "half" && cut.phrase(place, "half a dozen").is_some() {
            return Some((6, place + 3));
        }
        return cut
            .get(place + 1)
            .and_then(|next| in_table(HUNDREDS, &next.folded).or_else(|| next.is("dozen").then_some(12)))
            .map(|value| (value, place + 2));
    } else {
        return None;
    };
    if value < 10 && cut.is(end, "hundred") {
        (value, end) = (value * 100, end + 1);
    }
    Some((value, end))
}

/// Whether what follows makes the number a measure, an ordinal, a date or an age.
fn is_measured(cut: &Cut, end: usize) -> bool {
    let next = if cut.is(end, "-") { end + 1 } else { end };
    cut.get(next).is_some_and(|token| {
        token.is_word()
            && (MEASURES.contains(&token.folded.as_str()) || super::calendar::month(&token.folded).is_some())
    }) || cut.is(end, "%")
}

/// The count that begins at `place`, bounds included; `None` where no count of people can be meant.
pub(super) fn count(cut: &Cut, place: usize) -> Option<Count> {
    let (bound, first) = BOUNDS
        .iter()
        .find_map(|(phrase, bound)| cut.phrase(place, phrase).map(|length| (Some(*bound), place + length)))
        .unwrap_or((None, place));
    let made = |toll: FoundToll, end: usize| {
        (!is_measured(cut, end)).then_some(Count { start: place, end, toll, article: false })
    };
    let between = |low: u32, high: u32, end: usize| {
        let toll = FoundToll { low: Some(low), best: None, high: Some(high), group: None };
        (low < high).then(|| made(toll, end)).flatten()
    };
    if bound.is_none() {
        for (opening, joint) in [("between", "and"), ("from", "to"), ("от", "до"), ("между", "и")] {
            if cut.is(place, opening)
                && let Some((low, middle)) = number(cut, place + 1)
                && cut.is(middle, joint)
                && let Some((high, end)) = number(cut, middle + 1)
            {
                return between(low, high, end);
            }
        }
    }
    let (value, end) = number(cut, first)?;
    if bound.is_none() && cut.is_any(end, &["-", "to", "or", "или"]) {
        if let Some((high, end)) = number(cut, end + 1) {
            return between(value, high, end);
        }
        // `3-year-old`, `two-day`, `12-й`: an adjective, not a count.
        if cut.is(end, "-")
            && cut.get(end).is_some_and(|t| t.glued)
            && cut.get(end + 1).is_some_and(|t| t.glued)
        {
            return None;
        }
    }
    // The second half of `992-44`, or of a range whose first half was no number.
    let half = place.checked_sub(1).is_some_and(|before| cut.is(before, "-"))
        && cut.get(place).is_some_and(|t| t.glued)
        && place
            .checked_sub(2)
            .and_then(|before| cut.get(before))
            .is_some_and(|t| t.kind == TokenKind::Digits);
    if half {
        return None;
    }
    let toll = match bound {
        None => FoundToll::exactly(value),
        Some(Bound::Low) => FoundToll { low: Some(value), best: None, high: None, group: None },
        Some(Bound::High) => FoundToll { low: None, best: None, high: Some(value), group: None },
        Some(Bound::About) => FoundToll { low: None, best: Some(value), high: None, group: None },
    };
    made(toll, end)
}

/// A plain number of days or years at `place`: for “three days ago”.
pub(super) fn plain(cut: &Cut, place: usize) -> Option<(u32, usize)> {
    number(cut, place)
}
