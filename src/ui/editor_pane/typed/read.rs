//! Readers of the values that are typed: counts, kilometres, positions, words of a list.

use crate::{
    analysis::{fold, notations},
    model::{EndRole, LinkKind, LonLat, Metres, taxonomy::Term},
};

/// The item of a list that a text means: the one called so, else the first that begins with it, else the first
/// that has it.
pub(in super::super) fn closest<'a, T>(
    list: impl IntoIterator<Item = &'a T>,
    label: impl Fn(&T) -> &str,
    text: &str,
) -> Option<&'a T> {
    let text = fold(text);
    let mut found: Vec<(u8, &T)> =
        list.into_iter().filter_map(|item| Some((nearness(&fold(label(item)), &text)?, item))).collect();
    // Stable: among equals the order of the list decides.
    found.sort_by_key(|(nearness, _)| *nearness);
    found.first().map(|(_, item)| *item)
}

/// How well a label fits, both folded; less is better. `None` where it does not.
pub(in super::super) fn nearness(label: &str, text: &str) -> Option<u8> {
    if label == text {
        Some(0)
    } else if label.starts_with(text) {
        Some(1)
    } else if label.split([' ', '-', '/']).any(|word| word.starts_with(text)) {
        Some(2)
    } else {
        label.contains(text).then_some(3)
    }
}

pub(super) fn one_of<T: Copy, const N: usize>(
    all: [T; N],
    label: impl Fn(T) -> &'static str,
    text: &str,
) -> Result<T, String> {
    closest(&all, |item| label(*item), text).copied().filter(|_| !text.is_empty()).ok_or_else(|| {
        let words: Vec<&str> = all.iter().map(|item| label(*item)).collect();
        format!("“{text}” is not one of: {}", words.join(", "))
    })
}

/// The same where nothing may be chosen.
pub(super) fn maybe_one_of<T: Copy, const N: usize>(
    all: [T; N],
    label: impl Fn(T) -> &'static str,
    text: &str,
) -> Result<Option<T>, String> {
    if text.is_empty() { Ok(None) } else { one_of(all, label, text).map(Some) }
}

/// The code of the word in the list, or the coder's own word.
pub(super) fn term(terms: &[Term], text: &str) -> String {
    let known = terms.iter().find(|term| fold(&term.label) == fold(text));
    known.map_or_else(|| text.to_owned(), |term| term.code.clone())
}

pub(super) fn end_role(text: &str) -> EndRole {
    let known = EndRole::CHOICES.iter().find(|role| fold(role.label()) == fold(text));
    known.cloned().unwrap_or_else(|| EndRole::Other(text.to_owned()))
}

pub(super) fn link_kind(text: &str) -> LinkKind {
    let known = LinkKind::CHOICES.iter().find(|kind| fold(kind.label()) == fold(text));
    known.cloned().unwrap_or_else(|| LinkKind::Other(text.to_owned()))
}

pub(super) fn count(text: &str) -> Result<Option<u32>, String> {
    if text.is_empty() || text == "–" {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| format!("“{text}” is not a number of people; leave it empty for “not stated”"))
}

pub(super) fn radius(text: &str) -> Result<Option<Metres>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let number = text.trim_end_matches("km").trim().replace(',', ".");
    let km: f64 = number.parse().map_err(|_| format!("“{text}” is not a number of kilometres"))?;
    if !(km > 0.0 && km <= 2000.0) {
        return Err("the radius must lie between 0 and 2000 km".to_owned());
    }
    Ok(Some(Metres((km * 1000.0).round())))
}

/// All digits of the record, so that leaving the field unchanged changes nothing.
pub(in super::super) fn exact_text(position: LonLat) -> String {
    format!("{}, {}", position.lat(), position.lon())
}

/// A position in any notation that can be read in one way only.
pub(super) fn position(text: &str, near: LonLat) -> Result<LonLat, String> {
    match notations::read(text, Some(near)) {
        notations::Readings::Certain(reading) => Ok(reading.position),
        notations::Readings::Ask { why, .. } => Err(format!("{why} Choose how it is meant.")),
        notations::Readings::Refused(why) => Err(why.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Status;

    #[test]
    fn positions_are_read_latitude_first_and_checked() {
        let near = LonLat::new(70.0, 37.0).unwrap();
        let read = position("37.7604, 70.1891", near).map(|p| (p.lat(), p.lon()));
        assert_eq!(read, Ok((37.7604, 70.1891)));
        assert_eq!(position("37.5 N 70.25 E", near).map(LonLat::lon), Ok(70.25));
        assert!(position("95, 70", near).is_err_and(|words| words.contains("latitude")));
        assert!(position("somewhere", near).is_err());
    }

    #[test]
    fn an_empty_count_is_not_stated_and_not_zero() {
        assert_eq!(count(""), Ok(None));
        assert_eq!(count("0"), Ok(Some(0)));
        assert!(count("-1").is_err());
        assert!(count("many").is_err());
    }

    #[test]
    fn the_first_letters_of_a_word_are_enough() {
        assert_eq!(one_of(Status::ALL, Status::label, "ver"), Ok(Status::Verified));
        assert_eq!(one_of(Status::ALL, Status::label, "review"), Ok(Status::ForReview));
        assert!(one_of(Status::ALL, Status::label, "xyz").is_err_and(|words| words.contains("Disputed")));
        assert_eq!(maybe_one_of(Status::ALL, Status::label, ""), Ok(None));
    }
}
