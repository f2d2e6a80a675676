//! Cards that lie on the map: their paper, and texts and symbols upon it.

use super::{Mark, Point, Stroke, Style, TextMark};

/// A card with its texts relative to its left top corner.
pub(super) struct TextCard {
    pub size: Point,
    pub texts: Vec<TextMark>,
    pub symbols: Vec<Mark>,
}

impl TextCard {
    pub fn marks_at(&self, style: &Style, at: Point) -> Vec<Mark> {
        let mut marks = card_marks(style, at, self.size);
        marks.extend(self.symbols.iter().map(|mark| mark.moved(at)));
        marks.extend(self.texts.iter().map(|text| Mark::Text(text.clone()).moved(at)));
        marks
    }
}

/// A card with its shadow.
pub(super) fn card_marks(style: &Style, at: Point, size: Point) -> Vec<Mark> {
    vec![
        Mark::Card {
            min: Point { x: at.x - 1.0, y: at.y + 0.5 },
            size: Point { x: size.x + 2.0, y: size.y + 2.0 },
            radius: 6.0,
            fill: style.card_shadow,
            stroke: None,
        },
        Mark::Card {
            min: at,
            size,
            radius: 5.0,
            fill: style.card,
            stroke: Some(Stroke { width: 0.8, colour: style.card_edge, dash: None }),
        },
    ]
}
