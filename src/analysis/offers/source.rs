//! Facts of the source in a pasted text: address, publisher, title, day of publication, language.

use std::ops::Range;

use super::dates::DateHit;
use super::tokens::Cut;

/// Web addresses, ascending; what ends a sentence after one is not part of it.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut from = 0;
    while let Some(start) = next_address(text, from) {
        let rest = &text[start..];
        let rest = &rest[..rest.floor_char_boundary(LONGEST_ADDRESS)];
        let length = rest
            .find(|letter: char| {
                letter.is_whitespace() || letter.is_control() || "<>\"«»“”{}|\\^`".contains(letter)
            })
            .unwrap_or(rest.len());
        let mut address = rest[..length].trim_end_matches(['.', ',', ';', ':', '!', '?', '…', '\'', '’']);
        // A bracket that the address did not open closes a remark.
        while address.ends_with(')') && address.matches(')').count() > address.matches('(').count() {
            address = address[..address.len() - 1].trim_end_matches(['.', ',']);
        }
        if host(address).is_some() && found.len() < MOST_ADDRESSES {
            found.push(start..start + address.len());
        }
        from = start + length.max(1);
    }
    found
}

/// More addresses than any report has.
const MOST_ADDRESSES: usize = 40;

/// In bytes; longer ones are cut.
const LONGEST_ADDRESS: usize = 2_000;

fn next_address(text: &str, from: usize) -> Option<usize> {
    let rest = text.get(from..)?;
    rest.match_indices(['h', 'H', 'w', 'W']).map(|(at, _)| from + at).find(|at| {
        let begins = |scheme: &str| {
            text.get(*at..*at + scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        (begins("http://") || begins("https://") || begins("www."))
            && !text[..*at].ends_with(char::is_alphanumeric)
    })
}

/// The host as written, without `www.`: `timesca.com`.
pub(super) fn host(address: &str) -> Option<String> {
    let rest = match address.split_once("://") {
        Some((_, rest)) => rest,
        None => address,
    };
    let host = rest.split(['/', '?', '#']).next()?;
    let host = host.rsplit('@').next()?.split(':').next()?.to_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let real = host.contains('.')
        && !host.starts_with('.')
        && !host.ends_with('.')
        && host.chars().all(|letter| letter.is_alphanumeric() || letter == '-' || letter == '.');
    real.then(|| host.to_owned())
}

/// The date that the path of an address carries: `/2025/11/27/`, `/2025-11-27`, `20251127`.
pub(super) fn date_in_address(address: &str) -> Option<(i16, i8, i8)> {
    let digits: Vec<&str> = address.split(|c: char| !c.is_ascii_digit()).collect();
    let read = |year: &str, month: &str, day: &str| {
        let (year, month, day) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
        ((1990..=2150).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day))
            .then_some((year, month, day))
    };
    digits
        .windows(3)
        .filter(|three| {
            three[0].len() == 4 && (1..=2).contains(&three[1].len()) && (1..=2).contains(&three[2].len())
        })
        .find_map(|three| read(three[0], three[1], three[2]))
        .or_else(|| {
            digits.iter().filter(|run| run.len() == 8).find_map(|run| read(&run[..4], &run[4..6], &run[6..]))
        })
}

/// The lines of a text as byte ranges without the spaces around them, empty ones left out.
pub(super) fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.split_inclusive(['\n', '\r'])
        .scan(0, |start, line| {
            let at = *start;
            *start += line.len();
            let begun = at + (line.len() - line.trim_start().len());
            Some(begun..begun + line.trim().len())
        })
        .filter(|line| !line.is_empty())
}

/// Words before the day of publication.
const PUBLISHED: &[&str] = &[
    "published",
    "posted",
    "updated",
    "date",
    "опубликовано",
    "дата публикации",
    "дата",
    "обновлено",
    "нашр шуд",
    "санаи нашр",
];

/// Whether a date stands in a line that is about the publication: `Published: 27 November 2025`, or a line of
/// hardly anything but the date.
pub(super) fn is_publication(cut: &Cut, hit: &DateHit, line: &Range<usize>) -> bool {
    // A header is short; and a line of ten thousand dates is not read ten thousand times.
    let Some(text) = cut.text.get(line.clone()).filter(|text| text.len() <= 300) else { return false };
    let quote = cut.bytes(hit.first, hit.end);
    let Some(before) = cut.text.get(line.start..quote.start) else { return false };
    let before = super::super::fold(before);
    let before = before.trim().trim_end_matches(':').trim_end_matches(" on").trim();
    if PUBLISHED.iter().any(|word| before == *word || before.ends_with(&format!("| {word}"))) {
        return true;
    }
    let rest = text.len().saturating_sub(quote.len());
    let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
    let own: usize = cut.slice(hit.first, hit.end).chars().filter(|letter| letter.is_alphabetic()).count();
    // A byline may stand before it: `By Our Reporter | 27 November 2025`.
    let byline = (before.starts_with("by ") || before.ends_with('|')) && text.len() < 120;
    let alone = line.len() == cut.text.trim().len();
    !alone
        && ((rest <= 16 && letters.saturating_sub(own) <= 5)
            || byline
            || names_then_date(cut.text, line, &quote))
}

/// A line that begins with a few names and a date: `Asia-Plus, 28 November 2025` under the headline, or the dateline of
/// an agency, `DUSHANBE, December 1, 2025 — Three workers …`.
fn names_then_date(text: &str, line: &Range<usize>, quote: &Range<usize>) -> bool {
    let (Some(before), Some(after)) = (text.get(line.start..quote.start), text.get(quote.end..line.end))
    else {
        return false;
    };
    let follows = text.get(line.end..).is_some_and(|rest| !rest.trim().is_empty());
    let mut words = before.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric));
    let names = words.clone().count();
    let is_name =
        |word: &str| word.chars().find(|letter| letter.is_alphabetic()).is_some_and(char::is_uppercase);
    let alone = line.start > 0 && follows && line.len() < 80 && !after.chars().any(char::is_alphabetic);
    let dateline = after.trim_start().starts_with(['(', '—', '–', '-', '/', ':']);
    (1..=4).contains(&names) && words.all(is_name) && (alone || dateline)
}

/// The first line, when it looks like a title.
pub(super) fn title(text: &str) -> Option<Range<usize>> {
    let mut lines = lines(text);
    let first =
        lines.find(|line| text.get(line.clone()).is_some_and(|line| next_address(line, 0) != Some(0)))?;
    lines.next()?;
    let words = text.get(first.clone())?;
    let letters = words.chars().count();
    let closed = words.ends_with(['.', ':', ';', ',', '…']);
    let many = words.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).count() >= 3;
    let header = PUBLISHED.iter().any(|word| super::super::fold(words).starts_with(word));
    ((12..=200).contains(&letters) && !closed && many && !header).then_some(first)
}

/// The language by its letters: `en`, `ru`, `tg`, `fa`; `None` where they do not say.
pub(super) fn language(text: &str) -> Option<(&'static str, Range<usize>)> {
    let (mut latin, mut cyrillic, mut arabic, mut tajik, mut pashto) =
        (0_usize, 0_usize, 0_usize, 0_usize, 0_usize);
    let mut first = None;
    for (place, letter) in text.char_indices() {
        match letter {
            'a'..='z' | 'A'..='Z' => latin += 1,
            'ғ' | 'ӣ' | 'қ' | 'ӯ' | 'ҳ' | 'ҷ' | 'Ғ' | 'Ӣ' | 'Қ' | 'Ӯ' | 'Ҳ' | 'Ҷ' => {
                tajik += 1;
                cyrillic += 1;
            }
            '\u{400}'..='\u{4ff}' => cyrillic += 1,
            'ټ' | 'ډ' | 'ړ' | 'ښ' | 'ږ' | 'ځ' | 'څ' => pashto += 1,
            '\u{600}'..='\u{6ff}' => arabic += 1,
            _ => continue,
        }
        first.get_or_insert(place);
    }
    let quote = first?;
    let end = text[quote..].char_indices().nth(40).map_or(text.len(), |(at, _)| quote + at);
    if latin + cyrillic + arabic < 20 {
        return None;
    }
    let code = if cyrillic > latin && cyrillic > arabic {
        // A Russian text may hold a Tajik name or two.
        if tajik * 50 >= cyrillic { "tg" } else { "ru" }
    } else if arabic > latin {
        if pashto > 0 {
            return None;
        }
        "fa"
    } else {
        let lower = text.to_lowercase();
        let english = lower
            .split(|letter: char| !letter.is_alphabetic())
            .filter(|word| ["the", "of", "and", "was", "were", "in", "on"].contains(word))
            .count();
        if english < 2 {
            return None;
        }
        "en"
    };
    Some((code, quote..end))
}
