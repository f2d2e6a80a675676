//! Roads, railways and crossings of the border.
//!
//! Their courses are schemes, so they are thin and, for roads, broken lines that nobody measures on.

use std::sync::Arc;

use super::{
    Dash, Layer, Mark, Point, Stroke, Style, View,
    basemap::{Basemap, CrossingKind, RoadClass},
    ground::{Frame, by_zoom},
};

/// The line of a class of roads; `None` below the zoom from which it is drawn.
pub(super) fn road_stroke(style: &Style, class: RoadClass, zoom: crate::model::Zoom) -> Option<Stroke> {
    let (first_zoom, thin, thick, dash) = match class {
        RoadClass::Main => (6.0, 0.8, 2.0, Dash { on: 8.0, off: 2.2 }),
        RoadClass::Secondary => (7.4, 0.7, 1.4, Dash { on: 4.0, off: 2.6 }),
    };
    let width = by_zoom(zoom, (first_zoom, thin), (11.5, thick));
    (zoom.0 >= first_zoom).then_some(Stroke { width, colour: style.road, dash: Some(dash) })
}

/// Secondary roads below main ones.
pub(super) fn roads(view: &View, frame: &Frame, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    for class in [RoadClass::Secondary, RoadClass::Main] {
        let Some(stroke) = road_stroke(style, class, frame.zoom()) else { continue };
        let pieces: Vec<Arc<[Point]>> = Basemap::embedded()
            .roads
            .iter()
            .filter(|road| road.class == class)
            .flat_map(|road| frame.pieces(&road.line))
            .collect();
        let casing = Stroke { width: stroke.width + 1.6, colour: style.road_casing, dash: None };
        marks.extend(pieces.iter().map(|points| Mark::Line { points: Arc::clone(points), stroke: casing }));
        marks.extend(pieces.into_iter().map(|points| Mark::Line { points, stroke }));
    }
}

/// A thin line and its sleepers.
pub(super) fn railway_strokes(style: &Style, zoom: crate::model::Zoom) -> [Stroke; 2] {
    let width = by_zoom(zoom, (6.0, 0.5), (11.0, 1.2));
    let sleeper = by_zoom(zoom, (6.0, 1.6), (11.0, 5.0));
    [
        Stroke { width, colour: style.railway, dash: None },
        Stroke { width: sleeper, colour: style.railway, dash: Some(Dash { on: 1.1, off: 6.4 }) },
    ]
}

pub(super) fn railways(view: &View, frame: &Frame, marks: &mut Vec<Mark>) {
    let strokes = railway_strokes(Style::of(view.theme), frame.zoom());
    for railway in &Basemap::embedded().railways {
        for points in frame.pieces(&railway.line) {
            marks.extend(strokes.map(|stroke| Mark::Line { points: Arc::clone(&points), stroke }));
        }
    }
}

/// Whether a crossing of the border is to be seen, for the legend.
pub(super) fn shows_crossings(view: &View, frame: &Frame) -> bool {
    view.layers.is_on(Layer::Crossings)
        && Layer::Crossings.unseen(view).is_none()
        && Basemap::embedded().crossings.iter().any(|crossing| frame.visible.contains(crossing.at))
}

/// The sign of a crossing, unlike any of an incident: a plate with the old signature of a bridge, or with a barrier.
/// `size` is half the plate's side, logical pixels.
pub(super) fn crossing_sign(style: &Style, kind: CrossingKind, at: Point, size: f32) -> Vec<Mark> {
    let point = |dx: f32, dy: f32| Point { x: at.x + dx * size, y: at.y + dy * size };
    let stroke = Stroke { width: (size * 0.26).max(0.9), colour: style.crossing, dash: None };
    let line = |points: &[(f32, f32)]| Mark::Line {
        points: points.iter().map(|(dx, dy)| point(*dx, *dy)).collect(),
        stroke,
    };
    let plate = Mark::Card {
        min: point(-1.0, -1.0),
        size: Point { x: 2.0 * size, y: 2.0 * size },
        radius: size * 0.4,
        fill: style.crossing_fill,
        stroke: Some(Stroke { width: (size * 0.22).max(0.9), colour: style.crossing, dash: None }),
    };
    let mut marks = vec![plate];
    match kind {
        CrossingKind::Bridge => marks.extend([
            line(&[(-0.62, -0.66), (-0.3, -0.3), (0.3, -0.3), (0.62, -0.66)]),
            line(&[(-0.62, 0.66), (-0.3, 0.3), (0.3, 0.3), (0.62, 0.66)]),
        ]),
        CrossingKind::Checkpoint => {
            marks.extend([line(&[(-0.45, 0.62), (-0.45, -0.55)]), line(&[(-0.45, -0.25), (0.68, -0.25)])]);
        }
    }
    marks
}
