//! The words of a stranger's table for kinds of incident, as ours.

use crate::model::taxonomy;

/// Our code for a word of theirs; `None` where only the report could decide.
pub(super) fn kind(word: &str) -> Option<&'static str> {
    let lower = word.trim().to_lowercase();
    let kinds = taxonomy::event_types();
    let code = lower.replace([' ', '-', '/'], "_");
    let exact = kinds.iter().find(|kind| kind.code == code || kind.label.to_lowercase() == lower);
    let by_acled =
        || kinds.iter().find(|kind| kind.acled.certain().is_some_and(|(_, sub)| sub.to_lowercase() == lower));
    let begins_a_word = |start: &str| {
        lower.match_indices(start).any(|(place, _)| {
            lower[..place].chars().next_back().is_none_or(|before| !before.is_alphanumeric())
        })
    };
    // The longest phrase says most: "weapons cache" is more than "weapons".
    let by_phrase = || {
        let all = kinds.iter().flat_map(|kind| kind.words.iter().map(move |phrase| (phrase, kind)));
        all.filter(|(phrase, _)| begins_a_word(phrase))
            .max_by_key(|(phrase, _)| phrase.len())
            .map(|(_, kind)| kind)
    };
    exact.or_else(by_acled).or_else(by_phrase).map(|kind| kind.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::kind;

    #[test]
    fn what_says_what_it_is_is_coded_and_the_rest_is_left() {
        assert_eq!(kind("Armed clash"), Some("armed_clash"));
        assert_eq!(kind("IED explosion"), Some("bombing"));
        assert_eq!(kind("Abduction/forced disappearance"), Some("abduction"));
        assert_eq!(kind("Boarded"), None);
        assert_eq!(kind("Hijacked"), None);
    }
}
