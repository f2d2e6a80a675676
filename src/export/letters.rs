//! Words as letters of the bundled fonts, each in its place: what a painter needs that knows no words.
//!
//! Pixels and PDF are painted from these, so a word stands in both exactly where it stands in the other.

use std::{
    collections::HashMap,
    ops::Range,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use skrifa::{
    MetadataProvider,
    instance::{LocationRef, Size},
    outline::{DrawSettings, OutlinePen},
};
use tiny_skia::{Path, PathBuilder, Transform};

use crate::carto::{
    Align, ArabicFace, CAP_HEIGHT, CourseMark, Face, Point, TextMark, arabic_font_bytes, font_bytes,
    has_right_to_left, stretches,
};

/// A bundled font.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Font {
    Latin(Face),
    Arabic(ArabicFace),
}

impl Font {
    pub const ALL: [Self; 5] = [
        Self::Latin(Face::Regular),
        Self::Latin(Face::SemiBold),
        Self::Latin(Face::Italic),
        Self::Arabic(ArabicFace::Regular),
        Self::Arabic(ArabicFace::SemiBold),
    ];

    /// Its place in [`Self::ALL`].
    pub fn number(self) -> usize {
        match self {
            Self::Latin(Face::Regular) => 0,
            Self::Latin(Face::SemiBold) => 1,
            Self::Latin(Face::Italic) => 2,
            Self::Arabic(ArabicFace::Regular) => 3,
            Self::Arabic(ArabicFace::SemiBold) => 4,
        }
    }

    /// The TrueType file.
    pub fn bytes(self) -> &'static [u8] {
        match self {
            Self::Latin(face) => font_bytes(face),
            Self::Arabic(face) => arabic_font_bytes(face),
        }
    }
}

/// One glyph of a run.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Glyph {
    pub id: u32,
    /// Where its pen begins, from the left end of the words, and how far it is moved from there; logical pixels, y
    /// down.
    pub x: f32,
    pub shift: Point,
    /// How far the pen goes on, space between letters included.
    pub advance: f32,
    /// The letters of the words that it stands for, in bytes.
    pub range: Range<usize>,
}

/// Neighbouring glyphs of one font, from left to right on the paper.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Run {
    pub font: Font,
    pub glyphs: Vec<Glyph>,
}

/// Words set on one straight line.
#[derive(Clone, Debug)]
pub(super) struct SetWords {
    pub text: Arc<str>,
    pub size: f32,
    pub runs: Vec<Run>,
    /// The point that the words turn around, and how far, clockwise, radians.
    pub pivot: Point,
    pub angle: f32,
    /// The left end of the baseline, from the pivot, before it is turned.
    pub start: Point,
}

impl SetWords {
    /// One line of text.
    pub fn of_text(mark: &TextMark) -> Self {
        // Letters that join are never spaced.
        let spacing = if has_right_to_left(&mark.text) { 0.0 } else { mark.spacing };
        let (runs, width) = set(mark.face, mark.size, &mark.text, spacing);
        let part = match mark.align {
            Align::Left => 0.0,
            Align::Centre => 0.5,
            Align::Right => 1.0,
        };
        let start = Point { x: -width * part, y: mark.size * CAP_HEIGHT / 2.0 };
        Self { text: Arc::clone(&mark.text), size: mark.size, runs, pivot: mark.at, angle: mark.angle, start }
    }

    /// The letters of a text along a line, each by itself.
    pub fn of_course(mark: &CourseMark) -> Vec<Self> {
        let letters = mark.letters.iter().map(|letter| Self {
            text: Arc::clone(&letter.text),
            size: mark.size,
            runs: set(mark.face, mark.size, &letter.text, 0.0).0,
            pivot: letter.at,
            angle: letter.angle,
            start: Point::default(),
        });
        letters.collect()
    }

    /// From the words' own measure (the left end of the baseline is the origin) to the sheet.
    pub fn to_sheet(&self) -> Transform {
        Transform::from_translate(self.pivot.x, self.pivot.y)
            .pre_rotate(self.angle.to_degrees())
            .pre_translate(self.start.x, self.start.y)
    }

    /// All outlines as one path of the sheet.
    pub fn outline(&self) -> Option<Path> {
        let mut all = PathBuilder::new();
        self.add_outline(&mut all);
        all.finish()
    }

    /// Adds all outlines to a path of the sheet.
    pub fn add_outline(&self, all: &mut PathBuilder) {
        let to_sheet = self.to_sheet();
        for run in &self.runs {
            let scale = self.size / FACES[run.font.number()].units;
            for glyph in &run.glyphs {
                let Some(path) = outline(run.font, glyph.id) else { continue };
                let there =
                    to_sheet.pre_translate(glyph.x + glyph.shift.x, glyph.shift.y).pre_scale(scale, -scale);
                if let Some(path) = path.as_ref().clone().transform(there) {
                    all.push_path(&path);
                }
            }
        }
    }
}

/// A font, ready to be asked.
struct ReadFace {
    shaped: Option<(harfrust::FontRef<'static>, harfrust::ShaperData)>,
    drawn: Option<skrifa::FontRef<'static>>,
    units: f32,
    /// Outlines in units of the font, y up, as far as they were asked for.
    outlines: Mutex<HashMap<u32, Option<Arc<Path>>>>,
}

static FACES: LazyLock<[ReadFace; 5]> = LazyLock::new(|| {
    Font::ALL.map(|font| {
        let drawn = skrifa::FontRef::new(font.bytes()).ok();
        let units = drawn
            .as_ref()
            .map_or(1000, |drawn| drawn.metrics(Size::unscaled(), LocationRef::default()).units_per_em);
        let shaped = harfrust::FontRef::new(font.bytes()).ok().map(|font| {
            let data = harfrust::ShaperData::new(&font);
            (font, data)
        });
        ReadFace { shaped, drawn, units: f32::from(units), outlines: Mutex::default() }
    })
});

impl ReadFace {
    fn has(&self, letter: char) -> bool {
        self.drawn.as_ref().is_some_and(|font| font.charmap().map(letter).is_some())
    }
}

struct Pen(PathBuilder);

impl OutlinePen for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.0.move_to(x, y);
    }
    fn line_to(&mut self, x: f32, y: f32) {
        self.0.line_to(x, y);
    }
    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.0.quad_to(cx, cy, x, y);
    }
    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.0.cubic_to(ax, ay, bx, by, x, y);
    }
    fn close(&mut self) {
        self.0.close();
    }
}

fn outline(font: Font, id: u32) -> Option<Arc<Path>> {
    let face = &FACES[font.number()];
    let mut known = face.outlines.lock().unwrap_or_else(PoisonError::into_inner);
    known
        .entry(id)
        .or_insert_with(|| {
            let glyph = face.drawn.as_ref()?.outline_glyphs().get(skrifa::GlyphId::new(id))?;
            let mut pen = Pen(PathBuilder::new());
            glyph.draw(DrawSettings::unhinted(Size::unscaled(), LocationRef::default()), &mut pen).ok()?;
            pen.0.finish().map(Arc::new)
        })
        .clone()
}

/// The runs of a text from left to right on the paper, and the width of all.
fn set(face: Face, size: f32, text: &str, spacing: f32) -> (Vec<Run>, f32) {
    let (latin, arabic) = (Font::Latin(face), Font::Arabic(ArabicFace::beside(face)));
    let mut runs = Vec::new();
    let mut x = 0.0;
    for stretch in stretches(text) {
        let (own, other) = if stretch.right_to_left { (arabic, latin) } else { (latin, arabic) };
        let mut parts = by_font(text, stretch.range, own, other);
        if stretch.right_to_left {
            parts.reverse();
        }
        for (font, range) in parts {
            let glyphs = shaped(font, size, text, range, stretch.right_to_left, spacing, &mut x);
            runs.push(Run { font, glyphs });
        }
    }
    // Behind the last letter stands no space.
    let width = if runs.is_empty() { x } else { x - spacing };
    (runs, width)
}

/// A stretch in parts of one font each: letters that the own font lacks come from the other one, where it has them.
fn by_font(text: &str, range: Range<usize>, own: Font, other: Font) -> Vec<(Font, Range<usize>)> {
    let mut parts: Vec<(Font, Range<usize>)> = Vec::new();
    for (at, letter) in text[range.clone()].char_indices() {
        let (begin, end) = (range.start + at, range.start + at + letter.len_utf8());
        let has = |font: Font| FACES[font.number()].has(letter);
        let font = if has(own) || !has(other) { own } else { other };
        match parts.last_mut() {
            Some((last, part)) if *last == font => part.end = end,
            _ => parts.push((font, begin..end)),
        }
    }
    parts
}

fn shaped(
    font: Font,
    size: f32,
    text: &str,
    range: Range<usize>,
    right_to_left: bool,
    spacing: f32,
    x: &mut f32,
) -> Vec<Glyph> {
    let face = &FACES[font.number()];
    let Some((file, data)) = &face.shaped else { return Vec::new() };
    let shaper = data.shaper(file).build();
    let mut buffer = harfrust::UnicodeBuffer::new();
    buffer.push_str(&text[range.clone()]);
    buffer.guess_segment_properties();
    buffer.set_direction(if right_to_left {
        harfrust::Direction::RightToLeft
    } else {
        harfrust::Direction::LeftToRight
    });
    let set = shaper.shape(buffer, harfrust::ShapeOptions::new());
    let scale = size / face.units;
    let starts: Vec<usize> = set.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    let mut sorted = starts.clone();
    sorted.sort_unstable();
    sorted.dedup();
    let glyphs = set.glyph_infos().iter().zip(set.glyph_positions()).zip(&starts);
    let glyphs = glyphs.enumerate().map(|(place, ((info, position), start))| {
        let after = sorted.partition_point(|other| other <= start);
        let end = sorted.get(after).copied().unwrap_or(range.len());
        // Space stands behind a letter, not between a letter and its mark.
        let ends_letter = starts.get(place + 1) != Some(start);
        let advance = position.x_advance as f32 * scale + if ends_letter { spacing } else { 0.0 };
        let glyph = Glyph {
            id: info.glyph_id,
            x: *x,
            shift: Point { x: position.x_offset as f32 * scale, y: -(position.y_offset as f32) * scale },
            advance,
            range: range.start + start..range.start + end,
        };
        *x += advance;
        glyph
    });
    glyphs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::carto::{Rgba, text_width};

    fn words(text: &str) -> SetWords {
        let black = Rgba([0, 0, 0, 255]);
        SetWords::of_text(&TextMark::plain(Point::default(), Align::Left, text, 10.0, Face::Regular, black))
    }

    #[test]
    fn each_letter_belongs_to_a_glyph_and_the_words_are_as_wide_as_they_were_measured() {
        for text in ["Panj", "Тоҷикистон", "Fayzabad — فیض آباد, 2024", "ناحیه 12 کابل", "e\u{301}"]
        {
            let words = words(text);
            let mut letters: Vec<Range<usize>> = words
                .runs
                .iter()
                .flat_map(|run| run.glyphs.iter().map(|glyph| glyph.range.clone()))
                .collect();
            letters.sort_by_key(|range| range.start);
            letters.dedup();
            let joined: String = letters.into_iter().map(|range| &text[range]).collect();
            assert_eq!(joined, text);
            let end = words.runs.last().and_then(|run| run.glyphs.last()).map_or(0.0, |g| g.x + g.advance);
            let measured = text_width(Face::Regular, 10.0, text, 0.0);
            assert!(end <= measured + 0.5 && end > measured * 0.9, "{text}: {end} set, {measured} measured");
        }
    }

    #[test]
    fn joined_letters_come_from_the_arabic_font_and_run_from_the_right() {
        let words = words("فیض");
        assert_eq!(words.runs.len(), 1);
        assert_eq!(words.runs[0].font, Font::Arabic(ArabicFace::Regular));
        let starts: Vec<usize> = words.runs[0].glyphs.iter().map(|glyph| glyph.range.start).collect();
        assert!(starts.is_sorted_by(|left, right| left >= right), "{starts:?}");
    }
}
