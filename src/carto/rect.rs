//! Rectangles of the sheet, and the one that a text takes.

use super::{
    Align, Point, TextMark,
    fonts::{CAP_HEIGHT, text_width},
};

/// A rectangle of the sheet.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    pub min: Point,
    pub max: Point,
}

impl Rect {
    pub fn around(centre: Point, half: Point) -> Self {
        Self {
            min: Point { x: centre.x - half.x, y: centre.y - half.y },
            max: Point { x: centre.x + half.x, y: centre.y + half.y },
        }
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x < other.max.x
            && other.min.x < self.max.x
            && self.min.y < other.max.y
            && other.min.y < self.max.y
    }

    pub fn contains(&self, other: &Self) -> bool {
        self.min.x <= other.min.x
            && self.min.y <= other.min.y
            && self.max.x >= other.max.x
            && self.max.y >= other.max.y
    }

    /// The smallest rectangle around both.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        Self {
            min: Point { x: self.min.x.min(other.min.x), y: self.min.y.min(other.min.y) },
            max: Point { x: self.max.x.max(other.max.x), y: self.max.y.max(other.max.y) },
        }
    }

    #[must_use]
    pub fn grown(&self, by: f32) -> Self {
        Self {
            min: Point { x: self.min.x - by, y: self.min.y - by },
            max: Point { x: self.max.x + by, y: self.max.y + by },
        }
    }
}

/// The rectangle that a text takes on the sheet: its width, and from a little above its capitals to its
/// descenders.
pub fn text_rect(text: &TextMark) -> Rect {
    let width = text_width(text.face, text.size, &text.text, text.spacing);
    let left = match text.align {
        Align::Left => 0.0,
        Align::Centre => -width / 2.0,
        Align::Right => -width,
    };
    let cap = text.size * CAP_HEIGHT / 2.0;
    let (top, bottom) = (-cap - text.size * 0.1, cap + text.size * 0.22);
    let (sin, cos) = text.angle.sin_cos();
    let corners = [(left, top), (left + width, top), (left, bottom), (left + width, bottom)]
        .map(|(x, y)| Point { x: text.at.x + x * cos - y * sin, y: text.at.y + x * sin + y * cos });
    let mut rect = Rect { min: corners[0], max: corners[0] };
    for corner in corners {
        rect.min.x = rect.min.x.min(corner.x);
        rect.min.y = rect.min.y.min(corner.y);
        rect.max.x = rect.max.x.max(corner.x);
        rect.max.y = rect.max.y.max(corner.y);
    }
    rect
}
