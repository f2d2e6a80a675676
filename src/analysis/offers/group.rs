//! Those whom a number counts: the words after it that name a group, and where they end.

use super::harm::{harm_word, names_beasts, names_people, says_only_people};
use super::numbers::count;
use super::tokens::Cut;

/// Words that make of `killed` something undergone.
pub(super) const PASSIVE: &[&str] =
    &["was", "were", "been", "being", "is", "are", "be", "get", "got", "left"];

/// Words between people and what was done to them.
pub(super) const HELPERS: &[&str] = &[
    "was",
    "were",
    "been",
    "being",
    "is",
    "are",
    "got",
    "had",
    "have",
    "has",
    "also",
    "reportedly",
    "later",
    "apparently",
    "seriously",
    "badly",
    "slightly",
    "lightly",
    "shot",
    "fatally",
    "sustained",
    "suffered",
    "allegedly",
    "confirmed",
    "left",
    "были",
    "было",
    "был",
    "была",
    "получили",
    "получил",
    "тяжело",
    "легко",
];

/// Words that a group of people does not run over.
pub(super) const STOPS: &[&str] = &[
    "in",
    "on",
    "at",
    "near",
    "by",
    "from",
    "with",
    "when",
    "while",
    "who",
    "which",
    "that",
    "after",
    "before",
    "during",
    "where",
    "but",
    "as",
    "for",
    "to",
    "into",
    "not",
    "never",
    "said",
    "says",
    "against",
    "since",
    "в",
    "на",
    "при",
    "под",
    "у",
    "с",
    "со",
    "от",
    "после",
    "когда",
    "который",
    "которые",
    "но",
    "не",
    "около",
    "во",
    "за",
    "дар",
    "аз",
    "ба",
    "through",
    "inside",
    "across",
    "between",
    "than",
    "crossed",
    "returned",
    "escaped",
    "fled",
    "and",
    "и",
    "а",
    "or",
    "или",
    "last",
    "late",
    "early",
    "yesterday",
    "overnight",
    "вчера",
];

/// Where the words that name a group after its number end.
pub(super) fn group_end(cut: &Cut, start: usize, end: usize) -> usize {
    let mut at = start;
    let mut people_end = start;
    while at < end && at - start < 4 {
        let Some(token) = cut.get(at).filter(|token| token.is_word()) else { break };
        let word = token.folded.as_str();
        let stops = STOPS.contains(&word) || HELPERS.contains(&word) || harm_word(word).is_some();
        if stops || count(cut, at).is_some() {
            break;
        }
        at += 1;
        if names_people(word) {
            people_end = at;
            // «граждан Китая», «сотрудников милиции»
            if !word.is_ascii()
                && cut.get(at).is_some_and(|t| {
                    t.is_word() && !STOPS.contains(&t.folded.as_str()) && harm_word(&t.folded).is_none()
                })
                && ["граждан", "сотрудник", "работник", "жител", "шахрванд"]
                    .iter()
                    .any(|stem| word.starts_with(stem))
            {
                at += 1;
                people_end = at;
            }
        }
    }
    if people_end == start && at > start && cut.get(start).is_some_and(|t| names_beasts(&t.folded)) {
        at
    } else {
        people_end
    }
}

/// The group's words, when they say more than “people”.
pub(super) fn group(cut: &Cut, first: usize, end: usize) -> Option<String> {
    // “two of the three attackers”: the second number is no part of the name.
    let named = |at: &usize| {
        cut.get(*at).is_some_and(|token| !says_only_people(&token.folded)) && count(cut, *at).is_none()
    };
    let first = (first..end).find(named)?;
    let last = (first..end).rfind(|at| cut.get(*at).is_some_and(super::tokens::Token::is_word))?;
    let words = cut.slice(first, last + 1).split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}
