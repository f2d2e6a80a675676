//! One Latin form for the spellings of a name: Панҷ, Пяндж, Panj, Pyandzh and پنج become the same or nearly so.
//!
//! Not a transliteration to be shown: vowels are merged where the scripts disagree on them, and letters that one
//! language writes for another's are one.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// A name in the forms in which it is compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Spelling {
    /// Letters of all words in one piece: `panj`, `kalaihumb`.
    pub letters: Vec<char>,
    /// Where words after the first begin in `letters`.
    pub words: Vec<usize>,
    /// The consonants only, `pnj`: what remains between Latin or Cyrillic and Persian script.
    pub bones: Vec<char>,
    /// Which letters occur: to pass over most names quickly.
    pub mask: u32,
}

impl Spelling {
    pub fn of(text: &str) -> Self {
        let mut spelling = Self::default();
        for word in plain_words(text) {
            let letters = merged(&word);
            if letters.is_empty() {
                continue;
            }
            if !spelling.letters.is_empty() {
                spelling.words.push(spelling.letters.len());
            }
            spelling.letters.extend(letters);
        }
        spelling.bones = spelling
            .letters
            .iter()
            .filter(|letter| !is_vowel(**letter))
            .map(|&letter| if letter == 'c' { 'j' } else { letter })
            .collect();
        spelling.bones.dedup();
        spelling.mask = spelling.letters.iter().fold(0, |mask, &letter| mask | bit(letter));
        spelling
    }
}

fn bit(letter: char) -> u32 {
    1 << (u32::from(letter) % 32)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'i' | 'u')
}

/// Lower case words with marks that are no letters left out.
fn plain_words(text: &str) -> Vec<Vec<char>> {
    let mut words = vec![Vec::new()];
    for letter in text.nfc().flat_map(char::to_lowercase).take(200) {
        match letter {
            // The joiner of Persian parts of a word ends one: the next letter is spelled as a first one.
            ' ' | '-' | '/' | ',' | '(' | ')' | '\u{2010}'..='\u{2015}' | '\u{200c}' => {
                words.push(Vec::new());
            }
            other => {
                if let Some(word) = words.last_mut() {
                    word.push(other);
                }
            }
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// A word in merged Latin letters. `c` stands for ch, `x` for sh, `j` for j, zh and dzh, `h` for kh and h.
fn merged(word: &[char]) -> Vec<char> {
    let mut latin = String::with_capacity(word.len() * 2);
    for (place, &letter) in word.iter().enumerate() {
        let next = word.get(place + 1).copied();
        match cyrillic(letter).or_else(|| persian(letter, place, next, word.len())) {
            Some(sound) => latin.push_str(sound),
            None => latin.extend(
                std::iter::once(letter)
                    .nfkd()
                    .filter(|part| !is_combining_mark(*part))
                    .map(|part| match part {
                        'ı' => 'i',
                        'ø' => 'o',
                        'đ' => 'd',
                        'ł' => 'l',
                        other => other,
                    })
                    .filter(char::is_ascii_alphanumeric),
            ),
        }
    }
    sounds(&latin.chars().collect::<Vec<_>>())
}

#[expect(clippy::match_same_arms, reason = "the table reads by letters of the alphabet")]
fn cyrillic(letter: char) -> Option<&'static str> {
    Some(match letter {
        'а' => "a",
        'б' => "b",
        'в' => "v",
        'г' | 'ғ' | 'ґ' => "g",
        'д' => "d",
        'е' | 'э' | 'є' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'ҷ' | 'җ' => "j",
        'з' => "z",
        'и' | 'ӣ' | 'і' | 'ї' => "i",
        'й' | 'ы' => "y",
        'к' | 'қ' => "k",
        'л' => "l",
        'м' => "m",
        'н' | 'ң' => "n",
        'о' | 'ө' => "o",
        'п' => "p",
        'р' => "r",
        'с' => "s",
        'т' => "t",
        'у' | 'ӯ' | 'ў' | 'ү' | 'ұ' => "u",
        'ф' => "f",
        'х' | 'ҳ' => "kh",
        'ц' => "ts",
        'ч' => "ch",
        'ш' | 'щ' => "sh",
        'ъ' | 'ь' => "",
        'ю' => "yu",
        'я' => "ya",
        'ә' => "a",
        _ => return None,
    })
}

/// The sound of a letter of the Arabic script as Persian has it; short vowels are not written.
#[expect(clippy::match_same_arms, reason = "the table reads by letters of the alphabet")]
fn persian(letter: char, place: usize, next: Option<char>, length: usize) -> Option<&'static str> {
    let before_vowel = matches!(next, Some('ا' | 'آ' | 'ی' | 'ي'));
    let first = place == 0;
    let last = place + 1 == length;
    Some(match letter {
        'ا' | 'آ' | 'أ' | 'إ' => "a",
        'ب' => "b",
        'پ' => "p",
        'ت' | 'ط' | 'ټ' => "t",
        'ث' | 'س' | 'ص' => "s",
        'ج' => "j",
        'چ' => "ch",
        'ح' => "h",
        'خ' => "kh",
        'د' | 'ډ' => "d",
        'ذ' | 'ز' | 'ض' | 'ظ' => "z",
        'ر' | 'ړ' => "r",
        'ژ' => "zh",
        'ش' | 'ښ' => "sh",
        'غ' => "g",
        'ف' => "f",
        'ق' | 'ک' | 'ك' => "k",
        'گ' | 'ګ' => "g",
        'ل' => "l",
        'م' => "m",
        'ن' | 'ڼ' => "n",
        'و' if first || before_vowel => "w",
        'و' => "u",
        'ه' | 'ة' | 'ۀ' if last && !first => "a",
        'ه' => "h",
        'ی' | 'ي' | 'ى' | 'ې' | 'ۍ' if first => "y",
        'ی' | 'ي' | 'ى' | 'ې' | 'ۍ' => "i",
        'ع' | 'ء' | 'ئ' | 'ؤ' | 'ـ' => "",
        _ => return None,
    })
}

/// Latin letters as sounds.
#[expect(clippy::match_same_arms, reason = "longer groups come first, whatever they sound like")]
fn sounds(latin: &[char]) -> Vec<char> {
    let mut found: Vec<char> = Vec::with_capacity(latin.len());
    let mut at = 0;
    while at < latin.len() {
        let rest = &latin[at..];
        let (sound, length) = match rest {
            ['k', 'h', 'w', 'a' | 'o', ..] => (Some('h'), 3),
            ['d', 'z', 'h', ..] => (Some('j'), 3),
            ['z', 'h', ..] | ['d', 'j', ..] => (Some('j'), 2),
            ['j', ..] => (Some('j'), 1),
            ['k', 'h', ..] => (Some('h'), 2),
            ['g', 'h', ..] => (Some('g'), 2),
            ['c', 'h', ..] => (Some('c'), 2),
            ['s', 'h', ..] => (Some('x'), 2),
            ['q' | 'c', ..] => (Some('k'), 1),
            ['w', ..] => (Some('v'), 1),
            ['o', 'o', ..] => (Some('u'), 2),
            ['e', 'e', ..] => (Some('i'), 2),
            ['o', ..] => (Some('a'), 1),
            ['e', ..] => (Some('i'), 1),
            ['x', ..] => (Some('h'), 1),
            ['y', 'a' | 'o' | 'u' | 'e', ..] => match found.last() {
                None => (Some('y'), 1),
                Some(before) if is_vowel(*before) => (Some('i'), 1),
                // Пяндж, Pyandzh: softness is not heard elsewhere.
                Some(_) => (None, 1),
            },
            ['y', ..] => (Some('i'), 1),
            // Final h of Qal'ah
            ['h'] if found.last().is_some_and(|before| is_vowel(*before)) => (None, 1),
            [other, ..] => (Some(*other), 1),
            [] => (None, 1),
        };
        if let Some(sound) = sound
            && found.last() != Some(&sound)
        {
            found.push(sound);
        }
        at += length;
    }
    found
}

/// How many typing errors (a letter too much, too few, wrong, or two swapped) lie between the query and the name,
/// and between the query and the best beginning of the name; `None` when both are over `most`.
pub(super) fn errors(query: &[char], name: &[char], most: usize) -> Option<(usize, usize)> {
    let width = name.len() + 1;
    let mut before_last: Vec<usize> = vec![0; width];
    let mut last: Vec<usize> = (0..width).collect();
    let mut row = vec![0; width];
    for (i, &typed) in query.iter().enumerate() {
        row[0] = i + 1;
        for (j, &letter) in name.iter().enumerate() {
            let mut cost = (last[j] + usize::from(typed != letter)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && typed == name[j - 1] && query[i - 1] == letter {
                cost = cost.min(before_last[j - 1] + 1);
            }
            row[j + 1] = cost;
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
        std::mem::swap(&mut before_last, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    let whole = last[width - 1];
    let beginning = last.iter().copied().min().unwrap_or(whole);
    (whole.min(beginning) <= most).then_some((whole, beginning))
}
