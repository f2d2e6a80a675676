//! Places that a gazetteer knows, found by their names in a text.

use std::collections::HashSet;
use std::ops::Range;

use super::tokens::Cut;
use super::{Confidence, FoundPlace, PlaceNames};

/// A place in the text.
pub(super) struct PlaceHit {
    pub place: FoundPlace,
    pub tokens: Range<usize>,
    pub confidence: Confidence,
    /// What the reader should know of it; empty when nothing.
    pub remark: &'static str,
}

/// Names of places have at most this many words.
const MOST_WORDS: usize = 4;

/// Words that announce where something happened.
const WHERE: &[&str] = &[
    "in",
    "near",
    "at",
    "from",
    "of",
    "to",
    "towards",
    "outside",
    "between",
    "around",
    "opposite",
    "district",
    "village",
    "town",
    "city",
    "province",
    "в",
    "во",
    "близ",
    "около",
    "под",
    "возле",
    "из",
    "у",
    "села",
    "селе",
    "кишлака",
    "кишлаке",
    "города",
    "городе",
    "поселке",
    "района",
    "районе",
    "дар",
    "аз",
    "ноҳияи",
    "нохияи",
    "дехаи",
    "шахри",
];

/// Places, each name once, with its first quote. `taken` are tokens that already are something else.
pub(super) fn places(cut: &Cut, names: &dyn PlaceNames, taken: &HashSet<usize>) -> Vec<PlaceHit> {
    let mut hits: Vec<PlaceHit> = Vec::new();
    let mut place = 0;
    while place < cut.tokens.len() {
        let Some(hit) = place_at(cut, names, taken, place) else {
            place += 1;
            continue;
        };
        place = hit.tokens.end;
        let same = hits.iter().position(|other| {
            other.place.name == hit.place.name && other.place.position == hit.place.position
        });
        match same {
            Some(at) if hits[at].confidence < hit.confidence => hits[at] = hit,
            Some(_) => {}
            // More places than anyone looks through; and the search for an earlier one stays short.
            None if hits.len() < 60 => hits.push(hit),
            None => break,
        }
    }
    hits
}

fn place_at(cut: &Cut, names: &dyn PlaceNames, taken: &HashSet<usize>, place: usize) -> Option<PlaceHit> {
    let first = cut.get(place).filter(|first| can_begin(cut, first.is_word(), place))?;
    if taken.contains(&place) || first.in_address {
        return None;
    }
    let mut ends = Vec::new();
    let mut end = place;
    let mut words = 0;
    while words < MOST_WORDS {
        if !cut.get(end).is_some_and(|next| next.is_word() && !taken.contains(&end)) {
            break;
        }
        words += 1;
        end += 1;
        ends.push(end);
        if cut.is(end, "-") && cut.get(end).is_some_and(|dash| dash.glued) {
            end += 1;
        }
    }
    let (found, end) = ends.into_iter().rev().find_map(|end| {
        // Within a name small words may be (`Qal'ah-ye Shahr`), at its end not.
        let last = cut.get(end - 1)?;
        (last.capital || !has_case(cut.slice(end - 1, end)))
            .then(|| lookup(names, cut.slice(place, end)))
            .flatten()
            .map(|found| (found, end))
    })?;
    let before = place.checked_sub(1).and_then(|at| cut.get(at));
    let announced = before.is_some_and(|token| WHERE.contains(&token.folded.as_str()))
        || cut.is_any(
            end,
            &["district", "province", "village", "region", "район", "района", "районе", "область", "области"],
        );
    let starts_sentence = before.is_none_or(super::tokens::Token::ends_sentence);
    let dateline = starts_sentence && cut.is_any(end, &["-", ",", "("]);
    let beside_name =
        |token: Option<&super::tokens::Token>| token.is_some_and(|token| token.is_word() && token.capital);
    let letters = cut.slice(place, end).chars().count();
    if letters < 4 && !announced {
        return None;
    }
    let (confidence, remark) = if announced
        && before.is_some_and(|before| ["from", "из", "от", "аз"].contains(&before.folded.as_str()))
    {
        (Confidence::Middling, "perhaps only the place it is measured or told from")
    } else if announced {
        (Confidence::High, "")
    } else if dateline {
        (Confidence::Low, "perhaps only where the report was written")
    } else if starts_sentence || beside_name(before) || beside_name(cut.get(end)) {
        (Confidence::Low, "perhaps part of another name")
    } else {
        (Confidence::Middling, "")
    };
    Some(PlaceHit { place: found, tokens: place..end, confidence, remark })
}

/// A name begins with a capital where the script has them; a month beside a number is no place.
fn can_begin(cut: &Cut, word: bool, place: usize) -> bool {
    word && cut.get(place).is_some_and(|token| {
        let month = super::calendar::month(&token.folded).is_some();
        (token.capital || !has_case(cut.slice(place, place + 1))) && !month
    })
}

fn has_case(word: &str) -> bool {
    word.chars().any(|letter| letter.is_lowercase() || letter.is_uppercase())
}

/// The name as written, then without the ending that a Russian or English case gives it.
fn lookup(names: &dyn PlaceNames, written: &str) -> Option<FoundPlace> {
    if let Some(found) = names.find(written) {
        return Some(found);
    }
    if let Some(bare) = written.strip_suffix("’s").or_else(|| written.strip_suffix("'s")) {
        return names.find(bare);
    }
    if written.chars().count() < 5 {
        return None;
    }
    for (ending, instead) in [
        ("ого", "ий"),
        ("ом", ""),
        ("е", ""),
        ("а", ""),
        ("у", ""),
        ("е", "а"),
        ("и", "а"),
        ("у", "а"),
        ("ы", "а"),
        ("е", "о"),
        ("и", "ь"),
        ("я", "ь"),
        ("е", "ь"),
    ] {
        if let Some(stem) = written.strip_suffix(ending)
            && let Some(found) = names.find(&format!("{stem}{instead}"))
        {
            return Some(found);
        }
    }
    None
}
