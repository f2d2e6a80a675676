//! What the list of a brief says of each incident: date, place, one line, source grade.

use crate::{
    analysis::Standing,
    model::{Incident, shown_line},
};

/// An incident of the list.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    /// Its number on the map and in the list.
    pub number: usize,
    pub date: String,
    pub place: String,
    pub line: String,
    /// `B2`, or a dash where no source is graded.
    pub grade: String,
    /// Why it is not on the map, where it is not.
    pub missing: Option<Missing>,
    /// The first web address among its sources.
    pub url: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    WithoutPlace,
    Outside,
}

impl Entry {
    pub fn of(incident: &Incident, number: usize, missing: Option<Missing>) -> Self {
        let place = &incident.place;
        let named = [&place.name, &place.district, &place.province];
        let named = named.into_iter().flatten().map(|name| shown_line(name)).find(|name| !name.is_empty());
        let grade = Standing::of(&incident.sources).grades.first().copied().flatten();
        let is_web = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
        let mut urls = incident.sources.iter().filter_map(|source| source.url.as_deref());
        Self {
            number,
            date: incident.when.to_string(),
            place: named.map_or_else(|| "place not named".to_owned(), std::borrow::Cow::into_owned),
            line: incident.display_title().into_owned(),
            grade: grade.map_or_else(|| "–".to_owned(), |grade| grade.to_string()),
            missing,
            url: urls.find(is_web).map(str::to_owned),
        }
    }
}

/// Numbers in as few words as possible: `3, 8, 12–14`.
pub(super) fn number_words(numbers: &[usize]) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut rest = numbers;
    while let Some(&first) = rest.first() {
        let run = rest.iter().enumerate().take_while(|(i, number)| **number == first + i).count();
        let last = rest[run - 1];
        match run {
            1 => parts.push(first.to_string()),
            2 => parts.extend([first.to_string(), last.to_string()]),
            _ => parts.push(format!("{first}–{last}")),
        }
        rest = &rest[run..];
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::number_words;

    #[test]
    fn neighbouring_numbers_are_said_as_a_range() {
        assert_eq!(number_words(&[]), "");
        assert_eq!(number_words(&[3, 8, 12, 13, 14]), "3, 8, 12–14");
        assert_eq!(number_words(&[1, 2]), "1, 2");
    }
}
