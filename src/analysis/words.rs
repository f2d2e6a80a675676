//! Text as a search sees it: without case, accents, and the letters that one keyboard has and another has not.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::model::Incident;

/// Text folded for comparing: lower case; no accents or vowel marks; Tajik Cyrillic letters as the Russian
/// ones people type instead; Arabic, Persian and Urdu forms of a letter as one; plain digits, hyphens and no
/// apostrophes. Folding twice changes nothing.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        let mut folded = text.to_ascii_lowercase();
        folded.retain(|letter| letter != '\'' && letter != '`');
        return folded;
    }
    let lower: String = text.nfkd().flat_map(char::to_lowercase).collect();
    let mut folded = String::with_capacity(lower.len());
    for letter in lower.nfkd().filter(|&letter| !is_combining_mark(letter)) {
        match letter {
            // Tajik
            'ғ' => folded.push('г'),
            'қ' => folded.push('к'),
            'ҳ' => folded.push('х'),
            'ҷ' => folded.push('ч'),
            'ӣ' => folded.push('и'),
            'ӯ' => folded.push('у'),
            // Arabic script
            'ي' | 'ى' | 'ې' | 'ۍ' | 'ئ' => folded.push('ی'),
            'ك' | 'ګ' => folded.push('ک'),
            'ة' | 'ۀ' | 'ە' => folded.push('ه'),
            '٠'..='٩' => folded.push(plain_digit(letter, '٠')),
            '۰'..='۹' => folded.push(plain_digit(letter, '۰')),
            // Latin letters that no accent makes
            'ı' => folded.push('i'),
            'ł' => folded.push('l'),
            'ø' => folded.push('o'),
            'đ' => folded.push('d'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            // Hyphens and dashes
            '\u{2010}'..='\u{2015}' | '\u{2212}' => folded.push('-'),
            // Apostrophes, the stretching of Arabic words, invisible joiners and soft hyphens
            '\''
            | '`'
            | '’'
            | '‘'
            | '\u{2b9}'..='\u{2bf}'
            | 'ـ'
            | '\u{200b}'..='\u{200f}'
            | '\u{ad}'
            | '\u{feff}' => {}
            other => folded.push(other),
        }
    }
    folded
}

fn plain_digit(digit: char, zero: char) -> char {
    char::from_digit(u32::from(digit) - u32::from(zero), 10).unwrap_or(digit)
}

/// Calls `found` with every text that a search looks at; the id is one more.
pub(super) fn searched_fields(incident: &Incident, mut found: impl FnMut(&str)) {
    let place = &incident.place;
    for field in [&incident.title, &incident.summary, &incident.notes] {
        found(field);
    }
    for field in [&place.name, &place.district, &place.province, &place.country].into_iter().flatten() {
        found(field);
    }
    for actor in &incident.actors {
        found(&actor.name);
    }
    for source in &incident.sources {
        let fields = [&source.title, &source.publisher, &source.author, &source.quote];
        fields.into_iter().flatten().for_each(|field| found(field));
    }
    for tag in &incident.tags {
        found(tag);
    }
    for end in &incident.ends {
        found(end.name.as_deref().unwrap_or_default());
    }
    found(&incident.assignee);
}

#[cfg(test)]
mod tests {
    use super::fold;

    #[test]
    fn words_are_found_whatever_keyboard_they_were_typed_on() {
        let same = [
            ("Хатлон", "ХАТЛОН"),
            ("Қубодиён", "кубодиен"),
            ("Ғарм", "гарм"),
            ("Ҳамадонӣ", "хамадони"),
            ("Ҷилликӯл", "чилликул"),
            ("Khorugh’s", "khorughs"),
            ("Ko‘lob", "Kolob"),
            ("Tajik–Afghan", "tajik-afghan"),
            ("Łódź", "lodz"),
            ("علي", "علی"),
            ("كابل", "کابل"),
            ("۲۰۲۵", "2025"),
            ("İstanbul", "istanbul"),
            ("ﬁre", "fire"),
        ];
        for (a, b) in same {
            assert_eq!(fold(a), fold(b), "{a} and {b}");
        }
        assert_ne!(fold("Панҷ"), fold("Пянж"));
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for letter in ('\0'..=char::MAX).step_by(1) {
            let once = fold(&letter.to_string());
            assert_eq!(fold(&once), once, "{letter:?}");
        }
    }
}
