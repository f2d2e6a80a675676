//! What a shot says: words with placeholders that the data fill, and numbers typed by hand that are held against them.

use std::collections::BTreeMap;

use crate::{
    analysis::{Filter, Index, Sum, Window, window},
    model::{DaySpan, Document, IncidentId, TollKind, shown_text},
};

use super::{filter_words, window_words};

/// What the data say of one shot, by the names of the placeholders.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    words: BTreeMap<String, String>,
    numbers: BTreeMap<String, i64>,
}

/// A caption as it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filled {
    pub text: String,
    /// Placeholders that mean nothing; they stand in the text as they were typed.
    pub unknown: Vec<String>,
}

/// A number typed by hand that the data do not bear out any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stale {
    pub typed: i64,
    /// What it was when the caption was written, in words.
    pub what: &'static str,
    /// The placeholder that would follow the data.
    pub placeholder: String,
    pub now: i64,
}

impl std::fmt::Display for Stale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { typed, what, placeholder, now } = self;
        write!(
            f,
            "“{typed}” was the number of {what}; the data say {now} now: write {{{placeholder}}} to follow them"
        )
    }
}

/// The placeholders, and what each stands for.
const NAMES: [(&str, &str); 23] = [
    ("n", "incidents shown"),
    ("total", "incidents of the document"),
    ("killed.best", "killed (best)"),
    ("killed.low", "killed (at least)"),
    ("killed.high", "killed (at most)"),
    ("wounded.best", "wounded (best)"),
    ("wounded.low", "wounded (at least)"),
    ("wounded.high", "wounded (at most)"),
    ("abducted.best", "abducted (best)"),
    ("abducted.low", "abducted (at least)"),
    ("abducted.high", "abducted (at most)"),
    ("arrested.best", "arrested (best)"),
    ("arrested.low", "arrested (at least)"),
    ("arrested.high", "arrested (at most)"),
    ("before", "incidents of the period before"),
    ("undated", "incidents without a date"),
    ("unplaced", "incidents without a place on the map"),
    ("sources", "sources"),
    ("killed", "killed, with bounds"),
    ("wounded", "wounded, with bounds"),
    ("window", "the days shown"),
    ("change", "more or fewer than in the period before"),
    ("filter", "the filter"),
];

impl Said {
    /// What is to be said of the incidents that pass this filter in this window.
    pub fn of(document: &Document, index: &Index, filter: &Filter, window: Window) -> Self {
        let shown = index.shown(filter, window).ids;
        let mut said = Self::default();
        said.number("n", shown.len());
        said.number("total", document.len());
        for kind in TollKind::ALL {
            said.people(document, &shown, kind);
        }
        let (mut undated, mut unplaced, mut sources, mut years) = (0, 0, 0, None);
        for incident in shown.iter().filter_map(|id| document.get(id)) {
            undated += usize::from(incident.when.span().is_none());
            unplaced += usize::from(incident.place.drawn_at().is_none());
            sources += incident.sources.len();
            if let Some(span) = incident.when.span() {
                let (first, last) = (span.first().year(), span.last().year());
                years = Some(years.map_or((first, last), |(a, b): (i16, i16)| (a.min(first), b.max(last))));
            }
        }
        said.number("undated", undated);
        said.number("unplaced", unplaced);
        said.number("sources", sources);
        said.word("window", window_words(window, years));
        said.word("filter", filter_words(filter).unwrap_or_else(|| "all incidents".to_owned()));
        let days = window.first.zip(window.last).and_then(|(first, last)| DaySpan::new(first, last).ok());
        if let Some(days) = days {
            let earlier = Window::of(window::before(days));
            let before = index.shown(filter, earlier).ids.len();
            said.number("before", before);
            said.word("change", change_words(shown.len(), before));
        } else {
            // Without two ends there is no period before; a zero would be made up.
            said.word("before", "no period before".to_owned());
            said.word("change", "no period before".to_owned());
        }
        said
    }

    fn people(&mut self, document: &Document, shown: &[IncidentId], kind: TollKind) {
        let mut sum = Sum::default();
        let mut stated = false;
        for incident in shown.iter().filter_map(|id| document.get(id)) {
            let toll = incident.toll(kind);
            stated |= toll.is_stated();
            sum.add(toll);
        }
        let code = kind.code();
        let bounds = [("best", sum.best), ("low", sum.low), ("high", sum.high)];
        for (bound, people) in bounds {
            let name = format!("{code}.{bound}");
            if stated {
                self.number(&name, usize::try_from(people).unwrap_or(usize::MAX));
            } else {
                self.word(&name, "not stated".to_owned());
            }
        }
        self.word(code, if stated { sum.to_string() } else { "not stated".to_owned() });
    }

    fn number(&mut self, name: &str, number: usize) {
        self.numbers.insert(name.to_owned(), i64::try_from(number).unwrap_or(i64::MAX));
        self.word(name, number.to_string());
    }

    fn word(&mut self, name: &str, words: String) {
        self.words.insert(name.to_owned(), words);
    }

    /// The placeholders with what each stands for, and what it says here.
    pub fn placeholders(&self) -> impl Iterator<Item = (&'static str, &'static str, &str)> {
        let value = |name| self.words.get(name).map_or("", String::as_str);
        NAMES.iter().map(move |(name, what)| (*name, *what, value(*name)))
    }

    /// The numbers, to be remembered with a caption that is written now.
    pub fn numbers(&self) -> &BTreeMap<String, i64> {
        &self.numbers
    }

    /// A caption with its placeholders filled.
    pub fn fill(&self, caption: &str) -> Filled {
        let mut filled = Filled::default();
        for piece in pieces(caption) {
            match piece {
                Piece::Words(words) => filled.text.push_str(words),
                Piece::Placeholder(name) => {
                    if let Some(words) = self.words.get(name) {
                        filled.text.push_str(words);
                    } else {
                        filled.text.extend(["{", name, "}"]);
                        filled.unknown.push(name.to_owned());
                    }
                }
            }
        }
        filled.text = shown_text(&filled.text).into_owned();
        filled
    }

    /// Numbers typed into a caption that were the data's when it was written, and are so no more.
    pub fn stale(&self, caption: &str, written: &BTreeMap<String, i64>) -> Vec<Stale> {
        let mut stale = Vec::new();
        for typed in written_numbers(caption) {
            // A number may have been several things at once: as long as it still is one of them, it holds.
            let mut meant = NAMES.iter().filter(|(name, _)| written.get(*name) == Some(&typed)).peekable();
            let Some(&&(name, what)) = meant.peek() else { continue };
            if meant.any(|(name, _)| self.numbers.get(*name) == Some(&typed)) {
                continue;
            }
            let now = self.numbers.get(name).copied().unwrap_or(0);
            stale.push(Stale { typed, what, placeholder: name.to_owned(), now });
        }
        stale
    }
}

fn change_words(now: usize, before: usize) -> String {
    match now.cmp(&before) {
        std::cmp::Ordering::Greater => format!("{} more than in the period before", now - before),
        std::cmp::Ordering::Less => format!("{} fewer than in the period before", before - now),
        std::cmp::Ordering::Equal => "as many as in the period before".to_owned(),
    }
}

enum Piece<'a> {
    Words(&'a str),
    Placeholder(&'a str),
}

/// The words and placeholders of a caption; braces around anything but a name are words.
fn pieces(caption: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = caption;
    while let Some(open) = rest.find('{') {
        let after = &rest[open + 1..];
        let is_name = |name: &&str| {
            !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
        };
        if let Some(name) = after.find('}').map(|end| &after[..end]).filter(is_name) {
            pieces.push(Piece::Words(&rest[..open]));
            pieces.push(Piece::Placeholder(name));
            rest = &after[name.len() + 1..];
        } else {
            pieces.push(Piece::Words(&rest[..=open]));
            rest = after;
        }
    }
    pieces.push(Piece::Words(rest));
    pieces
}

/// Numbers typed into a caption by hand, in digits or in words up to twelve; years are none of these.
pub fn written_numbers(caption: &str) -> Vec<i64> {
    const IN_WORDS: [&str; 11] =
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    let mut found = Vec::new();
    for piece in pieces(caption) {
        let Piece::Words(words) = piece else { continue };
        // “1,200” is one number, “3, 4” are two.
        let is_part = |letter: char| letter.is_alphanumeric() || letter == ',' || letter == '.';
        for word in words.split(|letter| !is_part(letter)) {
            let word = word.trim_matches([',', '.']);
            let digits: String = word.split(',').collect();
            let grouped = word.split(',').skip(1).all(|group| group.len() == 3);
            let number = match digits.parse::<i64>() {
                Ok(number) if grouped => Some(number),
                Ok(_) | Err(_) => IN_WORDS
                    .iter()
                    .position(|known| word.eq_ignore_ascii_case(known))
                    .and_then(|place| i64::try_from(place + 2).ok()),
            };
            let is_year = word.len() == 4 && number.is_some_and(|number| (1900..2100).contains(&number));
            found.extend(number.filter(|number| !is_year && !found.contains(number)));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_numbers_are_read_in_digits_and_words_and_years_are_none() {
        let caption =
            "In 2025, 1,200 people and three posts: 12 killed, {n} incidents, twelve wounded, T-62, 3.5 km.";
        assert_eq!(written_numbers(caption), [1200, 3, 12, 62]);
    }

    #[test]
    fn unknown_placeholders_stay_and_are_told_and_braces_of_words_are_words() {
        let said = Said { words: [("n".to_owned(), "7".to_owned())].into(), ..Said::default() };
        let filled = said.fill("{n} of {nonsense}, {not a name} {");
        assert_eq!(filled.text, "7 of {nonsense}, {not a name} {");
        assert_eq!(filled.unknown, ["nonsense"]);
    }

    #[test]
    fn a_number_holds_as_long_as_it_is_one_of_the_things_that_it_was() {
        let written: BTreeMap<String, i64> = [("n".to_owned(), 5), ("killed.best".to_owned(), 5)].into();
        let said = |n, killed| Said {
            numbers: [("n".to_owned(), n), ("killed.best".to_owned(), killed)].into(),
            ..Said::default()
        };
        assert!(said(5, 9).stale("Five killed", &written).is_empty());
        let stale = said(6, 9).stale("Five killed in 7 weeks", &written);
        assert_eq!(stale.len(), 1);
        assert_eq!((stale[0].typed, stale[0].now), (5, 6));
    }
}
