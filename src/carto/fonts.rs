//! The bundled type: its bytes for painters, its widths for whoever places a text before it is painted.

use std::{
    collections::HashMap,
    sync::{LazyLock, Mutex, PoisonError},
};

use skrifa::{
    FontRef as Font, MetadataProvider,
    instance::{LocationRef, Size},
};

use super::{
    Face,
    reading_order::{has_right_to_left, stretches},
};

const REGULAR: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Regular.ttf");
const SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSans-SemiBold.ttf");
const ITALIC: &[u8] = include_bytes!("../../assets/fonts/NotoSans-Italic.ttf");
const ARABIC: &[u8] = include_bytes!("../../assets/fonts/NotoSansArabic-Regular.ttf");
const ARABIC_SEMI_BOLD: &[u8] = include_bytes!("../../assets/fonts/NotoSansArabic-SemiBold.ttf");

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

/// A face of the letters of Dari and Pashto, which the other faces lack.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ArabicFace {
    Regular,
    SemiBold,
}

impl ArabicFace {
    pub const ALL: [Self; 2] = [Self::Regular, Self::SemiBold];

    /// The one that goes with a Latin face. Arabic letters have no italic.
    pub fn beside(face: Face) -> Self {
        match face {
            Face::Regular | Face::Italic => Self::Regular,
            Face::SemiBold => Self::SemiBold,
        }
    }
}

/// The face as a TrueType file.
pub fn arabic_font_bytes(face: ArabicFace) -> &'static [u8] {
    match face {
        ArabicFace::Regular => ARABIC,
        ArabicFace::SemiBold => ARABIC_SEMI_BOLD,
    }
}

/// Shapes Arabic letters to tell how wide they are, and remembers it.
struct JoinedWidths {
    font: Option<harfrust::FontRef<'static>>,
    data: Option<harfrust::ShaperData>,
    /// Per unit of text size.
    known: Mutex<HashMap<String, f32>>,
}

impl JoinedWidths {
    /// Names of the map and titles of incidents; beyond that, all is forgotten.
    const MOST: usize = 8_192;

    fn of(bytes: &'static [u8]) -> Self {
        let font = harfrust::FontRef::new(bytes).ok();
        let data = font.as_ref().map(harfrust::ShaperData::new);
        Self { font, data, known: Mutex::default() }
    }

    fn width(&self, text: &str) -> f32 {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(width) = known.get(text) {
            return *width;
        }
        let width = self.shaped(text).unwrap_or(MISSING_WIDTH * text.chars().count() as f32);
        if known.len() >= Self::MOST {
            known.clear();
        }
        known.insert(text.to_owned(), width);
        width
    }

    fn shaped(&self, text: &str) -> Option<f32> {
        let font = self.font.as_ref()?;
        let shaper = self.data.as_ref()?.shaper(font).build();
        let mut buffer = harfrust::UnicodeBuffer::new();
        buffer.push_str(text);
        buffer.guess_segment_properties();
        let glyphs = shaper.shape(buffer, harfrust::ShapeOptions::new());
        let units: i32 = glyphs.glyph_positions().iter().map(|position| position.x_advance).sum();
        Some(units as f32 / shaper.units_per_em() as f32)
    }
}

static JOINED: LazyLock<[JoinedWidths; 2]> =
    LazyLock::new(|| ArabicFace::ALL.map(|face| JoinedWidths::of(arabic_font_bytes(face))));

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
        self.font.as_ref().and_then(|font| advance(font, letter)).unwrap_or(MISSING_WIDTH)
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

/// Width of a text in the unit of `size`, with `spacing` after each letter but the last; letters that join
/// are never spaced. Kerning is not counted: a painted text is at most a little narrower.
pub fn text_width(face: Face, size: f32, text: &str, spacing: f32) -> f32 {
    let widths = match face {
        Face::Regular => &*REGULAR_WIDTHS,
        Face::SemiBold => &*SEMI_BOLD_WIDTHS,
        Face::Italic => &*ITALIC_WIDTHS,
    };
    let set = |text: &str| -> (f32, f32) {
        text.chars()
            .fold((0.0, 0.0), |(width, letters), letter| (width + widths.advance(letter), letters + 1.0))
    };
    if !has_right_to_left(text) {
        let (width, letters) = set(text);
        return width * size + (letters - 1.0).max(0.0) * spacing;
    }
    let joined = &JOINED[ArabicFace::beside(face) as usize];
    let parts = stretches(text).into_iter().map(|stretch| {
        let part = &text[stretch.range];
        if stretch.right_to_left { joined.width(part) } else { set(part).0 }
    });
    parts.sum::<f32>() * size
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
