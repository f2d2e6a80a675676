//! Texts as they are shown: nothing in them is hidden, and none is longer than a screen can bear.
//!
//! What a file says is stored as it came; only what is painted, said or read aloud goes through here. A clean text
//! is borrowed and costs one look at its letters.

use std::borrow::Cow;
use std::fmt::Write as _;

use unicode_normalization::char::is_combining_mark;

/// Letters of one line at most.
const LINE: usize = 400;
/// Letters of a text of several lines at most.
const TEXT: usize = 20_000;
/// The width of a mark such as `‹U+202E›`, in letters.
const MARK: usize = 8;
/// Marks upon one letter at most: Vietnamese and vocalised Arabic need three.
const MARKS: usize = 4;

/// A text on one line: bidirectional overrides, zero-width letters and other controls are visible marks such as
/// `‹U+202E›`, line breaks too, towers of accents are cut, and what is longer than 400 letters ends in `…`.
pub fn shown_line(text: &str) -> Cow<'_, str> {
    shown(text, LINE, false)
}

/// The same for a text of several lines, up to 20,000 letters.
pub fn shown_text(text: &str) -> Cow<'_, str> {
    shown(text, TEXT, true)
}

/// A whole number with a comma between each three digits: `1,000,000`.
pub fn grouped(number: impl ToString + Copy) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() * 4 / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) && !shown.ends_with('-') {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// The first place of a text that holds what would not be seen, shown with the letters around it; `None` where
/// nothing is hidden.
pub fn hidden_part(text: &str) -> Option<String> {
    const BEFORE: usize = 40;
    const SHOWN: usize = 120;
    if is_plain(text, true) {
        return None;
    }
    let at = first_hidden(text, true)?;
    let start = text[..at].char_indices().rev().nth(BEFORE - 1).map_or(0, |(start, _)| start);
    let dots = if start > 0 { "…" } else { "" };
    Some(format!("{dots}{}", marked(&text[start..], SHOWN, true)))
}

fn shown(text: &str, most: usize, lines: bool) -> Cow<'_, str> {
    let short = text.len() <= most;
    if short && (is_plain(text, lines) || !needs_marks(text, lines)) {
        return Cow::Borrowed(text);
    }
    if !short && text.char_indices().nth(most).is_none() && !needs_marks(text, lines) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(marked(text, most, lines))
}

/// Printable ASCII only, which nearly every name is.
fn is_plain(text: &str, lines: bool) -> bool {
    text.bytes().all(|byte| matches!(byte, b' '..=b'~') || (lines && matches!(byte, b'\n' | b'\t')))
}

fn needs_marks(text: &str, lines: bool) -> bool {
    first_hidden(text, lines).is_some()
}

/// Where the first letter stands that is to be shown as a mark, in bytes.
fn first_hidden(text: &str, lines: bool) -> Option<usize> {
    let mut tower = 0;
    let mut before = None;
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        tower = if is_combining_mark(letter) { tower + 1 } else { 0 };
        let after = letters.peek().map(|(_, letter)| *letter);
        if tower > MARKS || is_hidden(letter, before, after, lines) {
            return Some(at);
        }
        before = Some(letter);
    }
    None
}

fn marked(text: &str, most: usize, lines: bool) -> String {
    let mut out = String::with_capacity(text.len().min(4 * most));
    let (mut tower, mut left_out) = (0, 0_usize);
    let mut before = None;
    let mut letters = text.chars().peekable();
    let mut count = 0;
    while let Some(letter) = letters.next() {
        if count >= most {
            out.push('…');
            break;
        }
        tower = if is_combining_mark(letter) { tower + 1 } else { 0 };
        if tower > MARKS {
            left_out += 1;
            // A tower of a million accents is walked through, not drawn.
            before = Some(letter);
            continue;
        }
        say_left_out(&mut out, &mut left_out);
        if is_hidden(letter, before, letters.peek().copied(), lines) {
            // Writing to a text cannot fail.
            let _written = write!(out, "‹U+{:04X}›", u32::from(letter));
            count += MARK;
        } else {
            out.push(letter);
            count += 1;
        }
        before = Some(letter);
    }
    say_left_out(&mut out, &mut left_out);
    out
}

fn say_left_out(out: &mut String, left_out: &mut usize) {
    if *left_out > 0 {
        let _written = write!(out, "‹+{left_out} accents›");
        *left_out = 0;
    }
}

/// Whether this letter would change what is seen without being seen itself.
///
/// # Source
/// Unicode 16, general categories Cc, Cf, Co, Zl, Zp and the letters with `Default_Ignorable_Code_Point`; UTS #55 on
/// source code spoofing.
fn is_hidden(letter: char, before: Option<char>, after: Option<char>, lines: bool) -> bool {
    match letter {
        '\n' | '\t' => !lines,
        // Joiners belong to Persian words; between other letters they only hide.
        '\u{200C}' => !(before.is_some_and(is_arabic) && after.is_some_and(is_arabic)),
        '\u{200D}' => {
            let joins = |sign: char| is_arabic(sign) || is_emoji(sign) || sign == '\u{FE0F}';
            !(before.is_some_and(joins) && after.is_some_and(joins))
        }
        // The sign that makes an emoji of the one before it.
        '\u{FE0F}' => !before.is_some_and(|sign| is_emoji(sign) || sign.is_ascii_digit() || sign == '#'),
        '\0'..='\u{1F}'
        | '\u{7F}'..='\u{9F}'
        | '\u{AD}'
        | '\u{34F}'
        | '\u{61C}'
        | '\u{115F}'
        | '\u{1160}'
        | '\u{17B4}'
        | '\u{17B5}'
        | '\u{180B}'..='\u{180F}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{2028}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}'
        | '\u{2800}'
        | '\u{3164}'
        | '\u{FDD0}'..='\u{FDEF}'
        | '\u{FE00}'..='\u{FE0E}'
        | '\u{FEFF}'
        | '\u{FFA0}'
        | '\u{FFF0}'..='\u{FFFB}'
        | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}'
        | '\u{E0000}'..='\u{E0FFF}'
        // The icons of this program stand among the private letters: a file must not draw them.
        | '\u{E000}'..='\u{F8FF}'
        | '\u{F0000}'..='\u{10FFFF}' => true,
        other => u32::from(other) & 0xFFFE == 0xFFFE,
    }
}

fn is_arabic(letter: char) -> bool {
    matches!(letter, '\u{600}'..='\u{6FF}' | '\u{750}'..='\u{77F}' | '\u{8A0}'..='\u{8FF}' | '\u{FB50}'..='\u{FDCF}' | '\u{FE70}'..='\u{FEFC}')
}

fn is_emoji(letter: char) -> bool {
    matches!(letter, '\u{203C}'..='\u{3299}' | '\u{1F000}'..='\u{1FAFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clean_text_is_borrowed_and_persian_joiners_stay() {
        for text in ["Нурак 12", "می‌خواهم", "Panj – Ҷайҳун", "👨‍👩‍👧 ❤️", "a\u{301}"]
        {
            assert!(matches!(shown_line(text), Cow::Borrowed(_)), "{text}");
        }
        assert!(matches!(shown_text("two\nlines"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_hides_is_shown() {
        assert_eq!(shown_line("photo\u{202E}gpj.sh"), "photo‹U+202E›gpj.sh");
        assert_eq!(shown_line("a\u{200B}b\u{200C}c"), "a‹U+200B›b‹U+200C›c");
        assert_eq!(shown_line("one\ntwo\0"), "one‹U+000A›two‹U+0000›");
        assert_eq!(shown_text("one\ntwo\r"), "one\ntwo‹U+000D›");
        assert_eq!(shown_line("\u{E4E0} sure"), "‹U+E4E0› sure");
        assert_eq!(hidden_part("two\nlines"), None);
        let long = format!("{}\u{feff}{}", "ж".repeat(500), "x".repeat(500));
        let part = hidden_part(&long).unwrap();
        assert!(part.starts_with("…ж") && part.contains("‹U+FEFF›x") && part.ends_with('…'), "{part}");
    }

    #[test]
    fn long_numbers_are_grouped() {
        let shown = [0, 999, 1_000, -100, -1_000, 16_566, 1_234_567].map(grouped);
        assert_eq!(shown, ["0", "999", "1,000", "-100", "-1,000", "16,566", "1,234,567"]);
    }

    #[test]
    fn length_and_accents_are_bounded() {
        let long = "x".repeat(1_000_000);
        assert_eq!(shown_line(&long).chars().count(), LINE + 1);
        let zalgo = format!("a{}b", "\u{315}".repeat(100_000));
        assert_eq!(shown_line(&zalgo), format!("a{}‹+99996 accents›b", "\u{315}".repeat(MARKS)));
        let cyrillic = "ж".repeat(LINE);
        assert!(matches!(shown_line(&cyrillic), Cow::Borrowed(_)));
    }
}
