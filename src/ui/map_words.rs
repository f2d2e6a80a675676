//! A few words on a card beside a point of the map: all of them stay inside it.

use eframe::egui::{self, Id, LayerId, Order, Painter, Pos2, Rect, Stroke, Vec2, pos2, vec2};

use super::theme::{self, Palette};

/// Between the edge of the map and a card, logical pixels.
const EDGE: f32 = 4.0;

/// Around the words of a card.
const MARGIN: Vec2 = vec2(7.0, 4.0);

/// The painter of what goes along with the pointer: over every other pane, and nothing of it outside the map.
pub(super) fn over_panes(ui: &egui::Ui, map: Rect) -> Painter {
    let layer = LayerId::new(Order::Tooltip, Id::unique("words beside the pointer"));
    ui.ctx().layer_painter(layer).with_clip_rect(map)
}

/// Paints words so far beside a point: at its right, where there is no room at its left, else below or above it. What
/// is longer than the map is wide takes more lines.
pub(super) fn beside(
    painter: &Painter,
    map: Rect,
    (at, gap): (Pos2, f32),
    words: impl Into<String>,
    palette: &Palette,
) {
    let font = egui::FontId::new(13.0, theme::family(crate::carto::Face::SemiBold));
    let widest = map.width() - 2.0 * (EDGE + MARGIN.x);
    let galley = painter.layout(words.into(), font, palette.text, widest.max(1.0));
    let card = card(map, at, gap, galley.size() + 2.0 * MARGIN);
    painter.rect(card, 5.0, palette.raised, Stroke::new(1.0, palette.line), egui::StrokeKind::Middle);
    painter.galley(card.min + MARGIN, galley, palette.text);
}

fn card(map: Rect, at: Pos2, gap: f32, size: Vec2) -> Rect {
    let room = map.shrink(EDGE);
    // A map smaller than its words shows where they begin.
    let within = |from: f32, least: f32, most: f32| from.min(most).max(least);
    let (left, right) = (at.x - gap - size.x, at.x + gap);
    let x = [right, left].into_iter().find(|x| *x >= room.left() && x + size.x <= room.right());
    let (x, y) = match x {
        Some(x) => (x, at.y - size.y / 2.0),
        None if at.y + gap + size.y <= room.bottom() => (at.x - size.x / 2.0, at.y + gap),
        None => (at.x - size.x / 2.0, at.y - gap - size.y),
    };
    let min =
        pos2(within(x, room.left(), room.right() - size.x), within(y, room.top(), room.bottom() - size.y));
    Rect::from_min_size(min, size)
}
