//! Setting words on a page: lines that are never cut, and the marks of them.

use super::super::{
    Align, Face, LINE_HEIGHT, Mark, Point, Rect, Rgba, TextMark, Words, fonts::text_width, text_rect,
};

/// The smallest letters of a page: 9 points.
pub(super) const SMALLEST: f32 = 12.0;

/// How words look.
#[derive(Clone, Copy, Debug)]
pub(super) struct Look {
    pub size: f32,
    pub face: Face,
    pub colour: Rgba,
}

impl Look {
    pub fn line_height(self) -> f32 {
        self.size * LINE_HEIGHT
    }

    pub fn width(self, text: &str) -> f32 {
        text_width(self.face, self.size, text, 0.0)
    }

    /// As the words of a block.
    pub fn words(self, text: impl Into<String>, align: Align) -> Words {
        let text = text.into();
        let right_to_left = begins_at_right(&text);
        Words {
            right_to_left,
            align: if right_to_left && align == Align::Left { Align::Right } else { align },
            text,
            size: self.size,
            face: self.face,
            colour: self.colour,
            ground: None,
        }
    }
}

/// Whether the first letter that has a direction goes from right to left.
pub(super) fn begins_at_right(text: &str) -> bool {
    text.chars()
        .find(|letter| letter.is_alphabetic())
        .is_some_and(|letter| super::super::has_right_to_left(letter.encode_utf8(&mut [0; 4])))
}

/// Words broken into lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Lines {
    pub lines: Vec<String>,
    /// The last line ends with an ellipsis in place of what had no room.
    pub shortened: bool,
}

/// The text in lines of at most `room`: broken at spaces, a word that is longer than a line between its letters. No
/// more than `most` lines; what goes beyond is left out and said with an ellipsis.
pub(super) fn broken(look: Look, text: &str, room: f32, most: usize) -> Lines {
    let mut lines: Vec<String> = Vec::new();
    let mut line = String::new();
    let spaces = |letter: char| letter.is_whitespace() && letter != '\u{a0}';
    for word in text.split(spaces).filter(|word| !word.is_empty()) {
        let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
        if look.width(&longer) <= room {
            line = longer;
            continue;
        }
        if !line.is_empty() {
            lines.push(std::mem::take(&mut line));
        }
        word.clone_into(&mut line);
        while look.width(&line) > room {
            let rest = line.split_off(fitting(look, &line, room));
            lines.push(std::mem::replace(&mut line, rest));
        }
        if lines.len() > most {
            break;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    let shortened = lines.len() > most;
    if shortened {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
            while look.width(last) > room && last.chars().count() > 2 {
                last.pop();
                last.pop();
                last.push('…');
            }
        }
    }
    Lines { lines, shortened }
}

/// Bytes of the longest beginning that has room; at least one letter.
fn fitting(look: Look, text: &str, room: f32) -> usize {
    let ends: Vec<usize> = text.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect();
    let fits = ends.partition_point(|end| look.width(&text[..*end]) <= room);
    ends.get(fits.max(1) - 1).copied().unwrap_or(text.len())
}

/// The marks of lines from the left upper corner of a box of `width`, one under the other.
pub(super) fn set_lines(
    look: Look,
    lines: &[String],
    at: Point,
    width: f32,
    align: Align,
    marks: &mut Vec<Mark>,
) {
    for (i, line) in lines.iter().enumerate() {
        let y = at.y + look.line_height() * (i as f32 + 0.5);
        marks.push(set_line(look, line, Point { x: at.x, y }, width, align));
    }
}

/// One line in a box of `width` whose left end and middle are at `at`.
pub(super) fn set_line(look: Look, line: &str, at: Point, width: f32, align: Align) -> Mark {
    let align = if align == Align::Left && begins_at_right(line) { Align::Right } else { align };
    let x = match align {
        Align::Left => at.x,
        Align::Centre => at.x + width / 2.0,
        Align::Right => at.x + width,
    };
    Mark::Text(TextMark::plain(Point { x, y: at.y }, align, line, look.size, look.face, look.colour))
}

/// The rectangle of a left upper corner and a size.
pub(super) fn rect_at(at: Point, width: f32, height: f32) -> Rect {
    Rect { min: at, max: Point { x: at.x + width, y: at.y + height } }
}

/// The rectangle that a text of a list of marks takes, for who looks for what is cut.
pub fn text_rects(marks: &[Mark]) -> impl Iterator<Item = (Rect, &TextMark)> {
    marks.iter().filter_map(|mark| match mark {
        Mark::Text(text) => Some((text_rect(text), text)),
        Mark::Area { .. }
        | Mark::Symbol { .. }
        | Mark::Circle { .. }
        | Mark::Line { .. }
        | Mark::Segments { .. }
        | Mark::Card { .. }
        | Mark::Raster { .. }
        | Mark::Course(_) => None,
    })
}

/// How far two colours are apart in lightness, from 1 to 21.
///
/// # Source
/// Web Content Accessibility Guidelines 2.2, "contrast ratio" and "relative luminance".
pub fn contrast(a: Rgba, b: Rgba) -> f32 {
    let luminance = |Rgba([r, g, b, _]): Rgba| {
        let linear = |channel: u8| {
            let share = f32::from(channel) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)
    };
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

/// Black or white, whichever is told better from a ground.
pub(super) fn ink_on(ground: Rgba) -> Rgba {
    let (black, white) = (Rgba([0, 0, 0, 255]), Rgba([255, 255, 255, 255]));
    if contrast(black, ground) > contrast(white, ground) { black } else { white }
}
