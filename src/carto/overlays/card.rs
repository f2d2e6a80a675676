//! The card of a thing of the user's own: its name, what the file says of it, and which file that is.

use crate::model::shown_line;

use super::super::{
    Align, Face, Mark, OverlaySpot, Point, Style, TextMark, View,
    cards::TextCard,
    fonts::{LINE_HEIGHT, shortened, text_width},
    ground::Frame,
};
use super::{Geometry, shown};

const TITLE: f32 = 12.0;
const SIZE: f32 = 11.0;
const EDGE: f32 = 10.0;

/// The card beside the thing; only its name and file while it is merely pointed at.
pub(in crate::carto) fn card_of(view: &View, frame: &Frame, spot: OverlaySpot, whole: bool) -> Vec<Mark> {
    const MOST_ROWS: usize = 10;
    let style = Style::of(view.theme);
    let Some((_, entry, shapes)) = shown(&view.overlays).find(|(place, ..)| *place == spot.overlay) else {
        return Vec::new();
    };
    let Some(thing) = shapes.things.get(spot.feature) else { return Vec::new() };
    let (min, max) = (frame.min, frame.max());
    let widest = ((max.x - min.x) * 0.6).clamp(80.0, 320.0);
    let mut lines: Vec<(String, f32, Face, _)> = Vec::new();
    let mut line = |text: &str, size: f32, face: Face, colour| {
        let text = shortened(face, size, &shown_line(text), widest - 2.0 * EDGE);
        lines.push((text, size, face, colour));
    };
    line(thing.name.as_deref().unwrap_or("Without a name"), TITLE, Face::SemiBold, style.ink);
    if whole {
        let rows = thing.properties.iter().filter(|(_, value)| Some(value) != thing.name.as_ref());
        for (key, value) in rows.clone().take(MOST_ROWS) {
            line(&format!("{key}: {value}"), SIZE, Face::Regular, style.ink);
        }
        let more = rows.count().saturating_sub(MOST_ROWS);
        if more > 0 {
            line(&format!("and {more} more"), SIZE, Face::Regular, style.quiet_ink);
        }
    }
    line(&format!("from {}", entry.name()), SIZE, Face::Regular, style.quiet_ink);
    let width =
        lines.iter().map(|(text, size, face, _)| text_width(*face, *size, text, 0.0)).fold(0.0, f32::max)
            + 2.0 * EDGE;
    let mut y = 15.0;
    let texts = lines.into_iter().map(|(text, size, face, colour)| {
        let mark = TextMark::plain(Point { x: EDGE, y }, Align::Left, text, size, face, colour);
        y += size * LINE_HEIGHT;
        mark
    });
    let texts: Vec<TextMark> = texts.collect();
    let card = TextCard { size: Point { x: width, y: y - 3.0 }, texts, symbols: Vec::new() };
    let of_it = shapes.placed.iter().filter(|placed| placed.feature == spot.feature);
    // Beside its point, or beside the part of it that is seen.
    let at = of_it
        .filter(|placed| placed.bounds.overlaps(&frame.visible))
        .map(|placed| match &placed.geometry {
            Geometry::Point(at) => frame.sheet_from_world(*at),
            Geometry::Line(_) | Geometry::Area(_) => {
                frame.sheet_from_world(placed.label_at.unwrap_or(placed.bounds.min))
            }
        })
        .next();
    let Some(at) = at else { return Vec::new() };
    let gap = 12.0;
    let x = if at.x + gap + width <= max.x - 6.0 { at.x + gap } else { at.x - gap - width };
    let x = x.clamp(min.x + 6.0, (max.x - 6.0 - width).max(min.x + 6.0));
    let y = (at.y - card.size.y - 4.0).clamp(min.y + 6.0, (max.y - 6.0 - card.size.y).max(min.y + 6.0));
    card.marks_at(style, Point { x, y })
}
