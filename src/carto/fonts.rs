//! The bundled type: its bytes for painters, its widths for whoever places a text before it is painted.

use std::sync::LazyLock;

use skrifa::{
    FontRef as Font, MetadataProvider,
    instance::{LocationRef, Size},
};

use super::Face;

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-SemiBold.ttf");
const ITALIC: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Italic.ttf");
const ARABIC: &[u8] = include_bytes!("../../assets/fonts/NotoSansArabic-Regular.ttf");

/// Height of a capital letter of Noto Sans per unit of text size.
///
/// # Source
/// `sCapHeight` of the bundled fonts, 714 of 1000 units; a test compares.
pub const CAP_HEIGHT: f32 = 0.714;

/// A line of text takes this much height per unit of text size.
pub const LINE_HEIGHT: f32 = 1.36;

/// A letter that no bundled font has is painted as a box of about this width.
const MISSING_WIDTH: f32 = 0.6;

/// The face as a TrueType file.
pub fn font_bytes(face: Face) -> &'static [u8] {
    match face {
        Face::Regular => REGULAR,
        Face::SemiBold => SEMI_BOLD,
        Face::Italic => ITALIC,
    }
}

/// The letters of Dari and Pashto, which the other faces lack.
pub fn arabic_font_bytes() -> &'static [u8] {
    ARABIC
}

/// Advances of the letters that maps use most, by character code, per unit of text size.
struct Widths {
    font: Option<Font<'static>>,
    /// Latin, Greek and Cyrillic up to U+052F.
    common: Vec<f32>,
}

const COMMON_END: u32 = 0x0530;

impl Widths {
    fn of(bytes: &'static [u8]) -> Self {
        let font = Font::new(bytes).ok();
        let common = (0..COMMON_END)
            .map(|code| {
                char::from_u32(code)
                    .and_then(|letter| advance(font.as_ref()?, letter))
                    .unwrap_or(MISSING_WIDTH)
            })
            .collect();
        Self { font, common }
    }

    fn advance(&self, letter: char) -> f32 {
        let code = u32::from(letter);
        if let Some(width) = usize::try_from(code).ok().and_then(|code| self.common.get(code)) {
            return *width;
        }
        self.font
            .as_ref()
            .and_then(|font| advance(font, letter))
            .or_else(|| ARABIC_WIDTHS.as_ref().and_then(|font| advance(font, letter)))
            .unwrap_or(MISSING_WIDTH)
    }
}

fn advance(font: &Font<'_>, letter: char) -> Option<f32> {
    let glyph = font.charmap().map(letter)?;
    // In units of an em of one.
    font.glyph_metrics(Size::new(1.0), LocationRef::default()).advance_width(glyph)
}

static REGULAR_WIDTHS: LazyLock<Widths> = LazyLock::new(|| Widths::of(REGULAR));
static SEMI_BOLD_WIDTHS: LazyLock<Widths> = LazyLock::new(|| Widths::of(SEMI_BOLD));
static ITALIC_WIDTHS: LazyLock<Widths> = LazyLock::new(|| Widths::of(ITALIC));
static ARABIC_WIDTHS: LazyLock<Option<Font<'static>>> = LazyLock::new(|| Font::new(ARABIC).ok());

/// Width of a text in the unit of `size`, with `spacing` after each letter but the last. Kerning and joined
/// letters are not counted: a painted text is at most a little narrower.
pub fn text_width(face: Face, size: f32, text: &str, spacing: f32) -> f32 {
    let widths = match face {
        Face::Regular => &*REGULAR_WIDTHS,
        Face::SemiBold => &*SEMI_BOLD_WIDTHS,
        Face::Italic => &*ITALIC_WIDTHS,
    };
    let mut letters = 0.0_f32;
    let mut width = 0.0;
    for letter in text.chars() {
        width += widths.advance(letter);
        letters += 1.0;
    }
    width * size + (letters - 1.0).max(0.0) * spacing
}

/// The text, or as much of it as fits into `room` with an ellipsis.
pub fn shortened(face: Face, size: f32, text: &str, room: f32) -> String {
    if text_width(face, size, text, 0.0) <= room {
        return text.to_owned();
    }
    let mut kept = String::new();
    for letter in text.chars() {
        kept.push(letter);
        if text_width(face, size, &format!("{}…", kept.trim_end()), 0.0) > room {
            kept.pop();
            break;
        }
    }
    format!("{}…", kept.trim_end_matches([' ', ',', ';', '·', '–', '-']))
}

/// The text broken at spaces (but not at unbreakable ones) into lines of at most `room`; the last of `most`
/// lines is shortened.
pub fn wrapped(face: Face, size: f32, text: &str, room: f32, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let mut words = text
        .split(|letter: char| letter.is_whitespace() && letter != '\u{a0}')
        .filter(|word| !word.is_empty());
    while let Some(word) = words.next() {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if line.is_empty() || text_width(face, size, &longer, 0.0) <= room {
            line = longer;
            continue;
        }
        if lines.len() + 1 == most {
            line = longer;
            for word in words.by_ref() {
                line.push(' ');
                line.push_str(word);
            }
            break;
        }
        lines.push(shortened(face, size, &line, room));
        word.clone_into(&mut line);
    }
    if !line.is_empty() && lines.len() < most {
        lines.push(shortened(face, size, &line, room));
    }
    lines
}
