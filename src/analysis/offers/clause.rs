//! The clause around a number: the word of harm before or after it that says what was done to so many.

use std::collections::HashSet;
use std::ops::Range;

use super::OfferField;
use super::group::{HELPERS, PASSIVE, STOPS, group, group_end};
use super::harm::{Harm, Voice, harm_word, names_beasts, names_people};
use super::numbers::{self, Count, count};
use super::tokens::{Cut, TokenKind};

/// How many words may stand between a number and its word of harm.
const REACH: usize = 7;

/// A number joined to its word of harm.
pub(super) struct Found {
    pub field: OfferField,
    pub verb: usize,
    pub group: Option<String>,
    pub tokens: Range<usize>,
    /// Where to read on.
    pub next: usize,
    /// The verb is also that of a second number: “two soldiers and three officers were killed”.
    pub shared: bool,
}

/// `killed three`, `killing at least 8`, `погибли трое`, `the deaths of two`, `Killed: 3`.
pub(super) fn said_before(
    cut: &Cut,
    first: usize,
    count: &Count,
    end: usize,
    claimed: &HashSet<usize>,
) -> Option<Found> {
    let mut at = count.start;
    let mut verb = None;
    for _ in 0..4 {
        at = at.checked_sub(1).filter(|at| *at >= first)?;
        let token = cut.get(at)?;
        if let Some((word, harm)) = harm_at(cut, at) {
            verb = Some((word, harm));
            break;
        }
        let passes = [
            "another",
            "a",
            "further",
            "the",
            "all",
            "of",
            "also",
            "reportedly",
            "lives",
            "were",
            "was",
            ":",
            "-",
            "еще",
            "также",
            "были",
            "было",
            "получили",
            "был",
            "и",
            "стали",
            "составило",
            "only",
        ];
        if !passes.contains(&token.folded.as_str()) || (token.is("и") && !cut.is(at + 1, "еще")) {
            return None;
        }
    }
    let (verb, harm) = verb?;
    if claimed.contains(&verb) || is_negated(cut, verb) {
        return None;
    }
    let of_noun = cut.is(count.start.checked_sub(1)?, "of");
    let colon = cut.is_any(count.start.checked_sub(1)?, &[":", "-"]);
    let takes = match harm.voice {
        Voice::After => true,
        // “were killed three” is not English, “3 killed 5 wounded” is two things.
        Voice::Either => colon || !is_passive(cut, verb, first),
        Voice::Undergone => !is_english(cut, verb),
        Voice::Noun => of_noun || colon || (cut.is(verb, "dead") && cut.is(verb.wrapping_sub(1), "shot")),
    };
    if !takes || (of_noun && matches!(harm.voice, Voice::Either | Voice::Undergone)) {
        return None;
    }
    let group_end = group_end(cut, count.end, end);
    if (count.end..group_end).any(|at| cut.get(at).is_some_and(|token| names_beasts(&token.folded))) {
        return None;
    }
    // “three wounded” after “killed two and”: a participle straight after the number is its own word of harm.
    if harm_at(cut, count.end)
        .is_some_and(|(_, after)| after.voice != Voice::After && after.field != harm.field)
        && harm.voice != Voice::After
        && !colon
        && is_english(cut, verb)
        && is_passive(cut, verb, first)
    {
        return None;
    }
    Some(Found {
        field: harm.field,
        verb,
        group: group(cut, count.end, group_end),
        tokens: verb..group_end.max(count.end),
        next: group_end.max(count.end),
        shared: false,
    })
}

/// `three Chinese workers were killed`, `3 killed`, `five dead`, `двое пограничников убиты`.
pub(super) fn said_after(cut: &Cut, count: &Count, end: usize, claimed: &HashSet<usize>) -> Option<Found> {
    let mut at = count.end;
    let mut group_end = None;
    let mut person = false;
    let mut helper = false;
    let mut shared = false;
    for _ in 0..REACH + 6 {
        if at >= end {
            return None;
        }
        let token = cut.get(at)?;
        if let Some((verb, harm)) = harm_at(cut, at) {
            let people_end = group_end.unwrap_or(at);
            let english = is_english(cut, verb);
            let fits = match harm.voice {
                Voice::After => false,
                // “three gunmen killed a guard”: they did it.
                Voice::Either => helper || at == count.end || !has_object(cut, at),
                Voice::Undergone => true,
                Voice::Noun => at == count.end || helper || person || cut.is(count.end, "more"),
            };
            // «двое ранили»: done by them; a comma between is another clause.
            if !fits || claimed.contains(&verb) || is_negated(cut, verb) {
                return None;
            }
            let beasts = (count.end..people_end)
                .any(|at| cut.get(at).is_some_and(|token| names_beasts(&token.folded)));
            if beasts || (count.article && !person) || (english && people_end > count.end && !person) {
                return None;
            }
            return Some(Found {
                field: harm.field,
                verb,
                group: group(cut, count.end, people_end),
                tokens: count.start..at + 1,
                // “two soldiers and three officers were killed”: the second number is read for itself.
                next: count.end,
                shared,
            });
        }
        match token.kind {
            TokenKind::Word => {
                let word = token.folded.as_str();
                if HELPERS.contains(&word) {
                    group_end.get_or_insert(at);
                    helper |= PASSIVE.contains(&word);
                } else if word == "and" || word == "и" {
                    // Only “three soldiers and two officers were killed” goes on.
                    if !person || numbers::count(cut, at + 1).is_none() || harm_between(cut, at + 1, end) {
                        return None;
                    }
                    group_end.get_or_insert(at);
                    shared = true;
                    at = numbers::count(cut, at + 1)?.end;
                    continue;
                } else if STOPS.contains(&word) || at - count.end > REACH {
                    return None;
                } else {
                    if (helper || !shared) && group_end.is_some() {
                        return None;
                    }
                    person |= names_people(word);
                }
                at += 1;
            }
            TokenKind::Sign if token.is("-") && token.glued => at += 1,
            TokenKind::Sign if token.is(",") && person => {
                // “five people, including two children, were injured”
                let opens = cut.is_any(at + 1, &["including", "among", "включая", "среди", "all", "aged"])
                    || cut.phrase(at + 1, "в том числе").is_some();
                if !opens {
                    return None;
                }
                let close = (at + 1..end.min(at + 10)).find(|at| cut.is(*at, ","))?;
                group_end.get_or_insert(at);
                at = close + 1;
            }
            TokenKind::Sign | TokenKind::Digits | TokenKind::LineEnd => return None,
        }
    }
    None
}

/// The word of harm at `at`, with the token that carries it: `died`, or the `dead` of `shot dead`.
pub(super) fn harm_at(cut: &Cut, at: usize) -> Option<(usize, Harm)> {
    let token = cut.get(at).filter(|token| token.is_word() && !token.in_address)?;
    harm_word(&token.folded).map(|harm| (at, harm))
}

pub(super) fn harm_between(cut: &Cut, first: usize, end: usize) -> bool {
    // Straight after the second number: “two soldiers and three wounded”.
    count(cut, first).is_some_and(|count| count.end < end && harm_at(cut, count.end).is_some())
}

pub(super) fn is_english(cut: &Cut, at: usize) -> bool {
    cut.get(at).is_some_and(|token| token.folded.is_ascii())
}

/// “were killed”, “3 killed”.
pub(super) fn is_passive(cut: &Cut, verb: usize, first: usize) -> bool {
    let mut at = verb;
    while at > first {
        at -= 1;
        let Some(token) = cut.get(at) else { return false };
        if PASSIVE.contains(&token.folded.as_str()) {
            return true;
        }
        let adverb = ["also", "reportedly", "later", "not", "seriously"].contains(&token.folded.as_str());
        if !adverb {
            return token.kind == TokenKind::Digits;
        }
    }
    false
}

/// Whether a word of harm is followed by those whom it was done to.
pub(super) fn has_object(cut: &Cut, verb: usize) -> bool {
    let Some(next) = cut.get(verb + 1).filter(|token| token.kind != TokenKind::LineEnd) else { return false };
    if next.kind == TokenKind::Sign {
        return false;
    }
    let goes_on = [
        "in",
        "on",
        "at",
        "near",
        "by",
        "during",
        "after",
        "and",
        "when",
        "as",
        "while",
        "along",
        "since",
        "before",
        "from",
        "overnight",
        "late",
        "early",
        "yesterday",
        "today",
        "this",
        "last",
        "including",
        "inside",
        "across",
        "or",
        "but",
        "around",
        "outside",
        "so",
        "over",
        "with",
    ];
    !goes_on.contains(&next.folded.as_str())
}

pub(super) fn is_negated(cut: &Cut, verb: usize) -> bool {
    (1..=2).any(|back| {
        verb.checked_sub(back).is_some_and(|at| {
            cut.is_any(at, &["not", "never", "не", "wasnt", "werent", "could", "may", "might", "would", "if"])
        })
    })
}
