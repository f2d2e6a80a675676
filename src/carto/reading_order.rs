//! Texts of two directions: the stretches of a line from left to right as they stand on the paper.
//!
//! A painter sets one stretch after the other; inside a stretch the shaper of the font knows the way.

use std::ops::Range;

use unicode_bidi::{BidiInfo, Level};

/// A stretch of one direction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    pub range: Range<usize>,
    pub right_to_left: bool,
}

/// Whether a letter belongs to a script that is written from right to left.
///
/// # Source
/// The Unicode blocks Hebrew to Arabic Extended-A and the two blocks of Arabic presentation forms.
fn goes_left(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefc}')
}

/// Whether any letter of the text is written from right to left.
pub fn has_right_to_left(text: &str) -> bool {
    text.chars().any(goes_left)
}

/// The stretches of one line in the order of the paper, from left to right. The line itself begins at the left, as
/// resvg has it too, so that window and picture agree.
///
/// # Source
/// Unicode Standard Annex 9.
pub fn stretches(text: &str) -> Vec<Stretch> {
    let whole = || vec![Stretch { range: 0..text.len(), right_to_left: false }];
    if !has_right_to_left(text) {
        return whole();
    }
    let info = BidiInfo::new(text, Some(Level::ltr()));
    let Some(paragraph) = info.paragraphs.first() else { return whole() };
    let (levels, runs) = info.visual_runs(paragraph, paragraph.range.clone());
    runs.into_iter().map(|range| Stretch { right_to_left: levels[range.start].is_rtl(), range }).collect()
}

/// The text with the words of each stretch from right to left in the order of the paper, for painters that set
/// every word by itself from left to right, as the widgets of the window do. What is copied out of such a widget is in
/// this order too: where that matters, use [`stretches`].
pub fn words_in_paper_order(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for stretch in stretches(text) {
        let part = &text[stretch.range];
        if stretch.right_to_left {
            let words: Vec<&str> = part.split(' ').rev().collect();
            out.push_str(&words.join(" "));
        } else {
            out.push_str(part);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{stretches, words_in_paper_order};

    fn on_paper(text: &str) -> Vec<&str> {
        stretches(text).into_iter().map(|stretch| &text[stretch.range]).collect()
    }

    #[test]
    fn a_dari_name_is_one_stretch_and_a_number_in_it_keeps_its_digits() {
        assert_eq!(on_paper("فیض آباد"), ["فیض آباد"]);
        assert_eq!(on_paper("ناحیه 12 کابل"), [" کابل", "12", "ناحیه "]);
        assert_eq!(on_paper("Panj 12"), ["Panj 12"]);
    }

    #[test]
    fn a_name_among_latin_words_stands_where_it_is_read() {
        assert_eq!(on_paper("near فیض آباد, in 2024"), ["near ", "فیض آباد", ", in 2024"]);
        assert_eq!(words_in_paper_order("near فیض آباد, in 2024"), "near آباد فیض, in 2024");
    }
}
