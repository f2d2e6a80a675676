//! Distance rings: circles on the ground around a place, each with its radius.

use std::sync::Arc;

use crate::{
    analysis::geodesy::destination,
    model::{Degrees, LonLat, Metres},
};

use super::{
    Align, Face, Halo, Mark, Point, RingsAround, Stroke, Style, TextMark, View, WorldPoint, ground::Frame,
    labels::Room, text_rect, viewport::WorldBox,
};

/// Points of a circle: their chords leave it by 0.015 % of the radius.
const POINTS: u16 = 180;

/// The circle of all places so far away on the ground, closed.
fn circle(around: LonLat, radius: Metres) -> Vec<WorldPoint> {
    (0..=POINTS)
        .filter_map(|step| destination(around, Degrees(f64::from(step) * 360.0 / f64::from(POINTS)), radius))
        .map(WorldPoint::from_lonlat)
        .collect()
}

/// The circles around a place, and a cross on it where no incident stands there.
pub(super) fn ring_marks(view: &View, frame: &Frame, around: LonLat, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    for radius in view.guides.rings.radii() {
        let points = circle(around, radius);
        if !WorldBox::around(&points).overlaps(&frame.visible) {
            continue;
        }
        let points: Arc<[Point]> = points.into_iter().map(|p| frame.sheet_from_world(p)).collect();
        for (width, colour) in [(3.4, style.place_halo), (1.4, style.ink)] {
            let stroke = Stroke { width, colour, dash: None };
            marks.push(Mark::Line { points: Arc::clone(&points), stroke });
        }
    }
    if view.guides.rings.around != RingsAround::Selected {
        cross(style, frame.sheet_from_world(WorldPoint::from_lonlat(around)), marks);
    }
}

fn cross(style: &Style, at: Point, marks: &mut Vec<Mark>) {
    const ARM: f32 = 6.0;
    for (width, colour) in [(4.4, style.place_halo), (1.6, style.ink)] {
        for (dx, dy) in [(ARM, 0.0), (0.0, ARM)] {
            let points = [Point { x: at.x - dx, y: at.y - dy }, Point { x: at.x + dx, y: at.y + dy }];
            marks.push(Mark::Line { points: points.into(), stroke: Stroke { width, colour, dash: None } });
        }
    }
}

/// The radius on each circle, at the first of eight places where there is room.
pub(super) fn ring_labels(
    view: &View,
    frame: &Frame,
    around: LonLat,
    room: &mut Room,
    marks: &mut Vec<Mark>,
) {
    /// A smaller ring has no room for its figure, logical pixels.
    const SMALLEST: f64 = 15.0;
    let style = Style::of(view.theme);
    let metres_per_pixel = frame.viewport.metres_per_pixel(around).0;
    for radius in view.guides.rings.radii().filter(|radius| radius.0 / metres_per_pixel >= SMALLEST) {
        let text = [0.0, 45.0, 315.0, 90.0, 270.0, 135.0, 225.0, 180.0]
            .into_iter()
            .filter_map(|direction| destination(around, Degrees(direction), radius))
            .map(|at| TextMark {
                halo: Some(Halo { colour: style.place_halo, width: 2.0 }),
                ..TextMark::plain(
                    frame.sheet_from_world(WorldPoint::from_lonlat(at)),
                    Align::Centre,
                    kilometres(radius),
                    10.5,
                    Face::SemiBold,
                    style.ink,
                )
            })
            .find(|text| room.take(text_rect(text).grown(1.0)));
        marks.extend(text.map(Mark::Text));
    }
}

/// `5 km`, `12.5 km`, `500 m`.
pub(super) fn kilometres(length: Metres) -> String {
    if length.0 < 1000.0 { format!("{} m", length.0.round()) } else { format!("{} km", length.0 / 1000.0) }
}
