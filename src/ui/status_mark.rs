//! How far the coding of a record is, as a small mark with words for it.

use eframe::egui::{self, Color32, Painter, Pos2, Shape, Stroke, vec2};

use crate::model::Status;

use super::theme::Palette;

/// Half the width of the mark, logical pixels.
pub const RADIUS: f32 = 5.0;

/// The mark of a status: an empty ring for what is to do, half full in progress, a diamond for review, a tick
/// when verified, a question mark when disputed, a cross when rejected. Form and colour both tell it.
pub fn paint(painter: &Painter, at: Pos2, status: Status, palette: &Palette) {
    let colour = colour(status, palette);
    let edge = Stroke::new(1.5, colour);
    match status {
        Status::ToDo => {
            painter.circle_stroke(at, RADIUS - 0.5, edge);
        }
        Status::InProgress => {
            painter.circle_stroke(at, RADIUS - 0.5, edge);
            let half = (0..=12_u8).map(|step| {
                let angle = f32::from(step) / 12.0 * std::f32::consts::PI - std::f32::consts::FRAC_PI_2;
                at + vec2(angle.cos(), angle.sin()) * (RADIUS - 0.5)
            });
            painter.add(Shape::convex_polygon(half.collect(), colour, Stroke::NONE));
        }
        Status::ForReview => {
            let corners = [vec2(0.0, -1.0), vec2(1.0, 0.0), vec2(0.0, 1.0), vec2(-1.0, 0.0)];
            let corners = corners.into_iter().map(|corner| at + corner * RADIUS).collect();
            painter.add(Shape::convex_polygon(corners, Color32::TRANSPARENT, edge));
        }
        Status::Verified => {
            let tick = [vec2(-4.5, 0.5), vec2(-1.5, 3.5), vec2(4.5, -3.5)].map(|corner| at + corner);
            painter.line(tick.to_vec(), Stroke::new(2.0, colour));
        }
        Status::Disputed => {
            let font = egui::FontId::new(12.5, super::theme::family(crate::carto::Face::SemiBold));
            painter.text(at, egui::Align2::CENTER_CENTER, "?", font, colour);
        }
        Status::Rejected => {
            for (from, to) in [(vec2(-1.0, -1.0), vec2(1.0, 1.0)), (vec2(-1.0, 1.0), vec2(1.0, -1.0))] {
                painter.line_segment([at + from * 3.6, at + to * 3.6], Stroke::new(2.0, colour));
            }
        }
    }
}

fn colour(status: Status, palette: &Palette) -> Color32 {
    match status {
        Status::ToDo | Status::Rejected => palette.weak,
        Status::InProgress | Status::ForReview => palette.accent,
        Status::Verified => palette.done,
        Status::Disputed => palette.warn,
    }
}
