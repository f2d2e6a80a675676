//! Ways to tell a toll without a number beside a verb, and to leave it open: “a shepherd was killed”, “no one was
//! hurt”, “the death toll rose to eight”, “it is not known whether”.

use std::collections::HashSet;

use super::clause::{harm_at, is_negated};
use super::group::STOPS;
use super::harm::names_people;
use super::numbers::{Count, count};
use super::tokens::{Cut, TokenKind};
use super::tolls::TollHit;
use super::{Confidence, FoundToll, OfferField};

/// “a shepherd was killed”, “another was wounded”: one, when it is a person.
pub(super) fn article(cut: &Cut, place: usize) -> Option<Count> {
    let token = cut.get(place).filter(|token| !token.in_address)?;
    let another =
        token.is("another") && cut.is_any(place + 1, &["was", "person", "man", "woman", "worker", "guard"]);
    let a = token.is_word()
        && cut.is_any(place, &["a", "an"])
        && (place + 1..place + 5)
            .take_while(|at| cut.get(*at).is_some_and(|t| t.is_word() && !STOPS.contains(&t.folded.as_str())))
            .any(|at| names_people(&cut.tokens[at].folded));
    (another || a).then(|| Count {
        start: place,
        end: place + 1,
        toll: FoundToll::exactly(1),
        article: !another,
    })
}

/// «погиб пограничник», «пограничник ранен»: a verb of one person beside a person.
pub(super) fn single(cut: &Cut, place: usize, end: usize, claimed: &HashSet<usize>) -> Option<TollHit> {
    let (verb, harm) = harm_at(cut, place).filter(|(_, harm)| harm.single)?;
    if claimed.contains(&verb) || is_negated(cut, verb) {
        return None;
    }
    // A number close by speaks for itself.
    let numbered = (verb.saturating_sub(4)..verb + 4).any(|at| count(cut, at).is_some());
    if numbered {
        return None;
    }
    let person = |at: usize| cut.get(at).is_some_and(|token| token.is_word() && names_people(&token.folded));
    let after = (verb + 1..(verb + 5).min(end))
        .take_while(|at| cut.get(*at).is_some_and(|token| token.kind != TokenKind::Sign || token.is("-")))
        .find(|at| person(*at));
    let before = verb.checked_sub(1).filter(|at| person(*at));
    let tokens = match (after, before) {
        (Some(at), _) => verb..at + 1,
        (None, Some(at)) => at..verb + 1,
        (None, None) => return None,
    };
    Some(TollHit {
        field: harm.field,
        toll: FoundToll::exactly(1),
        tokens,
        confidence: Confidence::Middling,
        remark: "one person, by the form of the verb",
    })
}

/// “the death toll rose to eight”, «число погибших достигло семи».
pub(super) fn death_toll(cut: &Cut, place: usize, end: usize) -> Option<TollHit> {
    const BETWEEN: &[&str] = &[
        "has",
        "had",
        "rose",
        "risen",
        "to",
        "is",
        "now",
        "stands",
        "at",
        "reached",
        "of",
        "was",
        ":",
        "-",
        "достигло",
        "выросло",
        "возросло",
        "увеличилось",
        "составило",
        "до",
    ];
    let length = ["death toll", "число жертв", "число погибших", "количество погибших"]
        .iter()
        .find_map(|phrase| cut.phrase(place, phrase))?;
    let at = (place + length..end.min(place + length + 5)).find(|at| !cut.is_any(*at, BETWEEN))?;
    let count = count(cut, at).filter(|count| count.end <= end)?;
    Some(TollHit {
        field: OfferField::Killed,
        toll: count.toll,
        tokens: place..count.end,
        confidence: Confidence::High,
        remark: "",
    })
}

/// “It is not known whether”: nothing that follows in the sentence is stated.
pub(super) fn is_doubt(cut: &Cut, at: usize) -> bool {
    cut.is_any(
        at,
        &["whether", "unclear", "unknown", "неизвестно", "неясно", "ли", "if", "если", "threatened"],
    ) || ["not known", "not clear", "how many", "сколько", "no information", "не сообщается", "нет данных"]
        .iter()
        .any(|phrase| cut.phrase(at, phrase).is_some())
}

/// “in 2021 alone”, “since January”, «с начала года»: numbers here are totals.
pub(super) fn is_total(cut: &Cut, at: usize) -> bool {
    let phrases = [
        "this year",
        "last year",
        "so far",
        "in total since",
        "over the past",
        "in recent",
        "с начала года",
        "за год",
        "за последн",
        "в прошлом году",
        "в текущем году",
        "per year",
        "each year",
        "every year",
    ];
    phrases.iter().any(|phrase| cut.phrase(at, phrase).is_some())
        || (cut.is_any(at, &["since", "с"])
            && cut.number(at + 1).is_some_and(|year| (1900..=2100).contains(&year)))
        || (cut.is(at + 1, "alone") && cut.number(at).is_some_and(|year| (1900..=2100).contains(&year)))
}

/// “no one was killed”, “no casualties”, «никто не пострадал»: none, and stated.
pub(super) fn nobody(cut: &Cut, place: usize, end: usize) -> Option<(&'static [OfferField], usize)> {
    const BOTH: &[OfferField] = &[OfferField::Killed, OfferField::Wounded];
    const KILLED: &[OfferField] = &[OfferField::Killed];
    const WOUNDED: &[OfferField] = &[OfferField::Wounded];
    let fixed: [(&str, &'static [OfferField]); 13] = [
        ("no casualties", BOTH),
        ("without casualties", BOTH),
        ("no victims", BOTH),
        ("no deaths", KILLED),
        ("no fatalities", KILLED),
        ("no injuries", WOUNDED),
        ("жертв и пострадавших нет", BOTH),
        ("погибших и пострадавших нет", BOTH),
        ("обошлось без жертв", KILLED),
        ("погибших нет", KILLED),
        ("жертв нет", KILLED),
        ("пострадавших нет", WOUNDED),
        ("без жертв", KILLED),
    ];
    if let Some((fields, length)) =
        fixed.iter().find_map(|(phrase, fields)| cut.phrase(place, phrase).map(|length| (*fields, length)))
    {
        return Some((fields, length));
    }
    let subject =
        ["no one", "nobody", "none", "никто"].iter().find_map(|phrase| cut.phrase(place, phrase))?;
    let mut at = place + subject;
    while at < end && at < place + subject + 4 {
        if let Some((_, harm)) = harm_at(cut, at) {
            // “killed or injured”
            let or_wounded = cut.is_any(at + 1, &["or", "и", "или"])
                && harm_at(cut, at + 2).is_some_and(|(_, other)| other.field == OfferField::Wounded);
            return if harm.field == OfferField::Killed && or_wounded {
                Some((BOTH, at + 3 - place))
            } else if harm.field == OfferField::Killed {
                Some((KILLED, at + 1 - place))
            } else if harm.field == OfferField::Wounded {
                Some((WOUNDED, at + 1 - place))
            } else {
                None
            };
        }
        let passes = ["was", "were", "has", "been", "is", "не", "reported", "of", "them", "had"];
        if !cut.is_any(at, &passes) {
            return None;
        }
        at += 1;
    }
    None
}
