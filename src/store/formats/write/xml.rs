//! XML as text: escaped, and without the letters that XML cannot hold.

use std::{borrow::Cow, fmt::Write as _};

use quick_xml::escape::escape;

/// A text as it stands between tags or in an attribute.
pub(super) fn text(words: &str) -> String {
    let held: Cow<'_, str> = if words.chars().all(is_held) {
        words.into()
    } else {
        words.chars().filter(|c| is_held(*c)).collect()
    };
    // A reader would make a line feed of it.
    escape(held).replace('\r', "&#13;")
}

/// # Source
/// XML 1.0, production `Char`.
pub(super) fn is_held(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// `<name>words</name>`.
pub(super) fn element(out: &mut String, name: &str, words: &str) {
    let _ = write!(out, "<{name}>{}</{name}>", text(words));
}

/// The loss of letters that XML cannot hold.
pub(super) const LETTERS: &str = "control characters in texts";
