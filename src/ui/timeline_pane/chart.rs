//! The drawing of the timeline: bars, spans, ticks, the window and its grips.

use eframe::egui::{self, Color32, Rangef, Rect, Stroke, pos2, vec2};

use crate::{
    model::{CalendarUnit, DaySpan, day_number},
    session::Session,
    ui::theme::{self, Palette},
};

/// The axis of the pane: days to pixels.
#[derive(Clone, Copy)]
pub(super) struct Axis {
    pub span: DaySpan,
    pub rect: Rect,
}

impl Axis {
    /// Pixels from the left edge of the pane to the beginning of the day.
    pub fn x_of(self, day: i64) -> f32 {
        let days = self.span.days() as f64;
        let passed = (day - day_number(self.span.first())) as f64;
        self.rect.left() + (passed / days * f64::from(self.rect.width())) as f32
    }

    /// The day under a pixel.
    pub fn day_at(self, x: f32) -> i64 {
        let part = f64::from((x - self.rect.left()) / self.rect.width());
        day_number(self.span.first()) + (part * self.span.days() as f64).floor() as i64
    }

    /// The day whose beginning is nearest to a pixel, within the axis and the end of its last day.
    pub fn edge_at(self, x: f32) -> i64 {
        let part = f64::from((x - self.rect.left()) / self.rect.width()).clamp(0.0, 1.0);
        day_number(self.span.first()) + (part * self.span.days() as f64).round() as i64
    }
}

pub(super) fn draw_ticks(painter: &egui::Painter, axis: Axis, outer: Rect, palette: Palette) {
    const LABEL_ROOM: f32 = 46.0;
    let days = axis.span.days();
    let pixels_a_day = axis.rect.width() / days as f32;
    // The smallest step whose labels do not touch.
    let steps: [(CalendarUnit, i64, f32); 11] = [
        (CalendarUnit::Day, 1, 1.0),
        (CalendarUnit::Week, 1, 7.0),
        (CalendarUnit::Month, 1, 30.0),
        (CalendarUnit::Month, 3, 91.0),
        (CalendarUnit::Month, 6, 182.0),
        (CalendarUnit::Year, 1, 365.0),
        (CalendarUnit::Year, 2, 730.0),
        (CalendarUnit::Year, 5, 1826.0),
        (CalendarUnit::Year, 10, 3652.0),
        (CalendarUnit::Year, 50, 18262.0),
        (CalendarUnit::Year, 100, 36524.0),
    ];
    let (unit, every, _) =
        steps.into_iter().find(|(_, _, length)| length * pixels_a_day >= LABEL_ROOM).unwrap_or(steps[10]);
    let mut at = unit.start_of(axis.span.first());
    if unit == CalendarUnit::Year {
        let year = i64::from(at.year());
        at = unit.step(at, -year.rem_euclid(every));
    } else if unit == CalendarUnit::Month {
        at = unit.step(at, -(i64::from(at.month() - 1)).rem_euclid(every));
    }
    let font = egui::FontId::new(11.0, theme::family(crate::carto::Face::Regular));
    let mut guard = 0;
    while at <= axis.span.last() && guard < 400 {
        guard += 1;
        let x = axis.x_of(day_number(at));
        if x >= axis.rect.left() - 1.0 {
            painter.vline(x, axis.rect.bottom()..=axis.rect.bottom() + 4.0, Stroke::new(1.0, palette.weak));
            let words = match unit {
                CalendarUnit::Year => at.year().to_string(),
                CalendarUnit::Month if at.month() == 1 || every >= 6 => at.strftime("%b %Y").to_string(),
                CalendarUnit::Month => at.strftime("%b").to_string(),
                CalendarUnit::Day | CalendarUnit::Week => at.strftime("%-d %b").to_string(),
            };
            painter.text(
                pos2(x + 3.0, outer.bottom() - 7.0),
                egui::Align2::LEFT_CENTER,
                words,
                font.clone(),
                palette.weak,
            );
        }
        let next = unit.step(at, every);
        if next <= at {
            break;
        }
        at = next;
    }
}

pub(super) fn draw_bars(painter: &egui::Painter, axis: Axis, session: &Session, palette: Palette) {
    const HEADROOM: f32 = 14.0;
    let histogram = session.histogram();
    let highest = histogram.bins.iter().map(|bin| bin.total).fold(0.0_f64, f64::max);
    if highest <= 0.0 {
        return;
    }
    let window = session.view().window;
    let full = axis.rect.height() - HEADROOM;
    let height = |weight: f64| (weight / highest) as f32 * full;
    for bin in &histogram.bins {
        let left = axis.x_of(day_number(bin.span.first()));
        let right = axis.x_of(day_number(bin.span.last()) + 1);
        let gap = if right - left > 5.0 { 1.0 } else { 0.0 };
        let bar = |tall: f32| {
            Rect::from_min_max(
                pos2(left + gap, axis.rect.bottom() - tall),
                pos2((right - gap).max(left + 1.0), axis.rect.bottom()),
            )
        };
        if bin.total > 0.0 {
            painter.rect_filled(bar(height(bin.total)), 1.0, palette.bar_total);
        }
        if bin.shown > 0.0 {
            let inside = window.admits(Some(bin.span));
            let tint = if inside { palette.bar } else { palette.bar.gamma_multiply(0.45) };
            painter.rect_filled(bar(height(bin.shown)), 1.0, tint);
        }
    }
}

/// Imprecise dates as thin bars over all their possible days; of very many, the days that one, two, three of them share.
pub(super) fn draw_spans(painter: &egui::Painter, axis: Axis, session: &Session, palette: Palette) {
    const ROWS: usize = 3;
    let mut ends: [f32; ROWS] = [f32::NEG_INFINITY; ROWS];
    let window = session.view().window;
    let within = Rangef::new(
        window.first.map_or(f32::NEG_INFINITY, |first| axis.x_of(day_number(first))),
        window.last.map_or(f32::INFINITY, |last| axis.x_of(day_number(last) + 1)),
    );
    for entry in session.spans() {
        let left = axis.x_of(day_number(entry.span.first()));
        let right = axis.x_of(day_number(entry.span.last()) + 1);
        if right < axis.rect.left() || left > axis.rect.right() {
            continue;
        }
        let row = match entry.more_than {
            Some(depth) => usize::from(depth).min(ROWS - 1),
            None => ends.iter().position(|end| *end + 2.0 < left).unwrap_or(0),
        };
        ends[row] = right;
        let y = axis.rect.top() + 3.0 + row as f32 * 4.0;
        let bar = Rect::from_min_max(pos2(left, y), pos2(right.max(left + 2.5), y + 2.5));
        let inside = window.admits(Some(entry.span));
        // Of many together, the part within the window counts.
        if entry.more_than.is_some() && inside && !(within.min <= bar.left() && bar.right() <= within.max) {
            painter.rect_filled(bar, 1.0, palette.bar_total);
            let part = Rangef::new(bar.left().max(within.min), bar.right().min(within.max));
            painter.rect_filled(Rect::from_x_y_ranges(part, bar.y_range()), 1.0, palette.warn);
            continue;
        }
        let tint = if inside { palette.warn } else { palette.bar_total };
        painter.rect_filled(bar, 1.0, tint);
    }
}

pub(super) fn draw_window(painter: &egui::Painter, axis: Axis, window: DaySpan, all: bool, palette: Palette) {
    let left = axis.x_of(day_number(window.first())).max(axis.rect.left());
    let right = axis.x_of(day_number(window.last()) + 1).min(axis.rect.right());
    if right < axis.rect.left() || left > axis.rect.right() {
        return;
    }
    let veil = palette.panel.gamma_multiply(if all { 0.0 } else { 0.55 });
    if left > axis.rect.left() {
        painter.rect_filled(
            Rect::from_x_y_ranges(axis.rect.left() - 4.0..=left, axis.rect.y_range()),
            0.0,
            veil,
        );
    }
    if right < axis.rect.right() {
        painter.rect_filled(
            Rect::from_x_y_ranges(right..=axis.rect.right() + 4.0, axis.rect.y_range()),
            0.0,
            veil,
        );
    }
    let inside = Rect::from_x_y_ranges(left..=right, axis.rect.y_range());
    painter.rect_stroke(inside, 2.0, Stroke::new(1.5, palette.accent), egui::StrokeKind::Middle);
    for x in [left, right] {
        let grip = Rect::from_center_size(pos2(x, axis.rect.center().y), vec2(7.0, 24.0));
        painter.rect(
            grip,
            3.0,
            palette.accent,
            Stroke::new(1.0, palette.on_accent),
            egui::StrokeKind::Middle,
        );
    }
}

pub(super) fn draw_selected(painter: &egui::Painter, axis: Axis, session: &Session, palette: Palette) {
    let Some(span) = session.selected_incident().and_then(|incident| incident.when.span()) else { return };
    let left = axis.x_of(day_number(span.first()));
    let right = axis.x_of(day_number(span.last()) + 1).max(left + 2.0);
    let mark = Rect::from_x_y_ranges(left..=right, axis.rect.y_range());
    painter.rect_filled(mark, 0.0, palette.trouble.gamma_multiply(0.55));
    let tip = pos2(f32::midpoint(left, right), axis.rect.bottom() + 1.0);
    painter.add(egui::Shape::convex_polygon(
        vec![tip, tip + vec2(-5.0, 7.0), tip + vec2(5.0, 7.0)],
        palette.trouble,
        Stroke::new(0.0, Color32::TRANSPARENT),
    ));
}
