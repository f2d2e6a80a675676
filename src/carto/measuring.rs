//! What was measured, drawn: the way, its points, and the figures.

use std::sync::Arc;

use crate::analysis::{
    geodesy::{azimuth, destination, geodesic},
    measured::{area_words, length_words},
};
use crate::model::{LonLat, Metres};

use super::{
    Align, Face, Halo, Mark, Point, Stroke, Style, TextMark, View, WorldPoint, ground::Frame, labels::Room,
    style::faded, text_rect,
};

/// A longer leg is drawn bent, as the shortest way is on the map.
const STRAIGHT_UP_TO: f64 = 20_000.0;

/// Legs shorter than this have no room for their figure, logical pixels.
const SHORTEST_NAMED: f32 = 56.0;

/// The way with its points and figures.
pub(super) fn measured_marks(view: &View, frame: &Frame, room: &mut Room) -> Vec<Mark> {
    let (measured, style) = (&view.measured, Style::of(view.theme));
    let on_sheet = |at: LonLat| frame.sheet_from_world(WorldPoint::from_lonlat(at));
    let mut marks = Vec::new();
    if let Some(inside) = inside(view, frame) {
        marks.push(inside);
    }
    let legs: Vec<Arc<[Point]>> =
        measured.ends().map(|(from, to)| bent(from, to).into_iter().map(on_sheet).collect()).collect();
    for (width, colour) in [(4.8, style.selection_edge), (2.2, style.selection)] {
        let stroke = Stroke { width, colour, dash: None };
        marks.extend(legs.iter().map(|points| Mark::Line { points: Arc::clone(points), stroke }));
    }
    let edge = Stroke { width: 1.8, colour: style.selection_edge, dash: None };
    marks.extend(measured.points.iter().map(|at| Mark::Circle {
        centre: on_sheet(*at),
        radius: 4.2,
        fill: Some(style.selection),
        stroke: Some(edge),
    }));
    let figure = |at: Point, align: Align, words: String, size: f32| TextMark {
        halo: Some(Halo { colour: style.place_halo, width: 2.2 }),
        ..TextMark::plain(at, align, words, size, Face::SemiBold, style.ink)
    };
    // The whole first: it is what was asked.
    let whole = match measured.area() {
        Some(area) => Some((middle(&legs), Align::Centre, area_words(area))),
        None if measured.points.len() > 2 => measured.points.last().map(|at| {
            let at = on_sheet(*at);
            (Point { x: at.x + 10.0, y: at.y - 10.0 }, Align::Left, length_words(measured.length()))
        }),
        None => None,
    };
    if let Some((at, align, words)) = whole {
        let text = figure(at, align, words, 13.0);
        room.reserve(text_rect(&text));
        marks.push(Mark::Text(text));
    }
    for (points, leg) in legs.iter().zip(measured.legs()) {
        let long: f32 =
            points.windows(2).map(|ends| (ends[1].x - ends[0].x).hypot(ends[1].y - ends[0].y)).sum();
        let at = points[points.len() / 2];
        let at = if points.len() == 2 {
            Point { x: f32::midpoint(points[0].x, at.x), y: f32::midpoint(points[0].y, at.y) }
        } else {
            at
        };
        let text = figure(Point { x: at.x, y: at.y - 9.0 }, Align::Centre, length_words(leg), 11.0);
        if long >= SHORTEST_NAMED && room.take(text_rect(&text)) {
            marks.push(Mark::Text(text));
        }
    }
    marks
}

/// The points of the shortest way on the ground.
fn bent(from: LonLat, to: LonLat) -> Vec<LonLat> {
    let length = geodesic(from, to).0;
    let parts = (length / STRAIGHT_UP_TO).ceil().clamp(1.0, 64.0);
    let Some(direction) = azimuth(from, to).filter(|_| parts > 1.0) else { return vec![from, to] };
    let between = (1..parts as u32)
        .filter_map(|part| destination(from, direction, Metres(length * f64::from(part) / parts)));
    std::iter::once(from).chain(between).chain([to]).collect()
}

/// The closed area, tinted.
fn inside(view: &View, frame: &Frame) -> Option<Mark> {
    view.measured.area()?;
    let points: Vec<WorldPoint> = view
        .measured
        .ends()
        .flat_map(|(from, to)| {
            let mut points = bent(from, to);
            points.pop();
            points
        })
        .map(WorldPoint::from_lonlat)
        .collect();
    let polygon = super::basemap::Polygon::new(vec![points]);
    super::ground::area_mark(frame, &polygon, faded(Style::of(view.theme).selection, 46))
}

/// The mean of the corners.
fn middle(legs: &[Arc<[Point]>]) -> Point {
    let corners: Vec<Point> = legs.iter().filter_map(|points| points.first().copied()).collect();
    let count = corners.len().max(1) as f32;
    let sum = corners.iter().fold(Point::default(), |sum, p| Point { x: sum.x + p.x, y: sum.y + p.y });
    Point { x: sum.x / count, y: sum.y / count }
}
