//! A small sample of how each layer is drawn, for the legend and the panel of layers.

use std::sync::Arc;

use crate::model::Zoom;

use super::{
    CrossingKind, Dash, Face, Layer, Mark, Point, Rgba, RoadClass, Stroke, Style, TextMark, Theme,
    bands::edge_stroke,
    grid,
    style::faded,
    ways::{crossing_sign, railway_strokes, road_stroke},
};

/// Half of a sample's width and height, logical pixels.
const HALF: Point = Point { x: 12.0, y: 6.5 };

/// Samples are as they look from nearby.
const CLOSE: Zoom = Zoom(9.0);

/// How a layer is drawn, in a field of 26 by 14 logical pixels around a point.
pub fn layer_sample(theme: Theme, layer: Layer, at: Point) -> Vec<Mark> {
    let style = Style::of(theme);
    let point = |dx: f32, dy: f32| Point { x: at.x + dx, y: at.y + dy };
    let line = |points: &[(f32, f32)], width: f32, colour: Rgba, dash: Option<Dash>| Mark::Line {
        points: points.iter().map(|(dx, dy)| point(*dx, *dy)).collect(),
        stroke: Stroke { width, colour, dash },
    };
    let flat = |width: f32, colour: Rgba, dash: Option<Dash>| {
        line(&[(-HALF.x, 0.0), (HALF.x, 0.0)], width, colour, dash)
    };
    let field = |fill: Rgba, edge: Option<Rgba>| Mark::Card {
        min: point(-HALF.x, -HALF.y),
        size: Point { x: 2.0 * HALF.x, y: 2.0 * HALF.y },
        radius: 2.0,
        fill,
        stroke: edge.map(|colour| Stroke { width: 0.8, colour, dash: None }),
    };
    let circle = |radius: f32, fill: Option<Rgba>, stroke: Option<(f32, Rgba)>| Mark::Circle {
        centre: at,
        radius,
        fill,
        stroke: stroke.map(|(width, colour)| Stroke { width, colour, dash: None }),
    };
    match layer {
        Layer::Relief => relief(style, at),
        Layer::Water => vec![
            field(style.lake, Some(style.lake_edge)),
            line(&[(-HALF.x, 3.0), (-4.0, -1.0), (3.0, 2.5), (HALF.x, -3.0)], 1.6, style.water_line, None),
        ],
        Layer::Districts => vec![flat(1.2, style.district_line, Some(Dash { on: 1.4, off: 2.6 }))],
        Layer::Provinces => vec![flat(1.5, style.province_line, Some(Dash { on: 6.0, off: 3.0 }))],
        Layer::Railways => {
            railway_strokes(style, CLOSE).map(|stroke| flat(stroke.width, stroke.colour, stroke.dash)).into()
        }
        Layer::Roads => road_stroke(style, RoadClass::Main, CLOSE)
            .map(|stroke| flat(stroke.width, stroke.colour, stroke.dash))
            .into_iter()
            .collect(),
        Layer::Airfields => vec![
            circle(4.6, Some(style.hollow_fill), Some((1.4, style.airfield))),
            line(&[(-3.8, 5.5), (3.8, -5.5)], 2.2, style.airfield, None),
        ],
        Layer::Peaks => vec![Mark::Symbol {
            centre: at,
            outline: [point(-4.5, 4.0), point(0.0, -4.5), point(4.5, 4.0)].into(),
            fill: style.peak,
            stroke: None,
        }],
        Layer::Crossings => crossing_sign(style, CrossingKind::Bridge, at, 5.2),
        Layer::Places => vec![
            Mark::Circle {
                centre: point(-7.0, 0.0),
                radius: 2.8,
                fill: Some(style.place_dot),
                stroke: Some(Stroke { width: 1.0, colour: style.place_dot_edge, dash: None }),
            },
            Mark::Text(TextMark::plain(
                point(-1.5, 0.0),
                super::Align::Left,
                "Aa",
                10.5,
                Face::SemiBold,
                style.place_text,
            )),
        ],
        Layer::Grid => {
            let colour = grid::line_colour(style);
            let lines = [
                &[(-HALF.x, -2.5), (HALF.x, -2.5)],
                &[(-HALF.x, 3.5), (HALF.x, 3.5)],
                &[(-6.0, -HALF.y), (-6.0, HALF.y)],
                &[(5.0, -HALF.y), (5.0, HALF.y)],
            ];
            lines.into_iter().map(|points| line(points, 0.9, colour, None)).collect()
        }
        Layer::Buffers => {
            let Stroke { width, colour, dash } = edge_stroke(style, 1);
            vec![
                field(faded(style.frontier_line, 44), None),
                line(&[(-HALF.x, -HALF.y), (HALF.x, -HALF.y)], width, colour, dash),
                line(&[(-HALF.x, HALF.y), (HALF.x, HALF.y)], width, colour, dash),
            ]
        }
        Layer::Rings => {
            vec![circle(6.2, None, Some((1.3, style.ink))), circle(2.8, None, Some((1.3, style.ink)))]
        }
        Layer::Precision => {
            vec![circle(6.5, Some(style.precision_fill), Some((1.3, style.precision_line)))]
        }
    }
}

/// A lit and a shaded slope.
fn relief(style: &Style, at: Point) -> Vec<Mark> {
    let slope = |outline: [(f32, f32); 3], fill: Rgba| {
        let outline: Arc<[Point]> =
            outline.iter().map(|(dx, dy)| Point { x: at.x + dx, y: at.y + dy }).collect();
        let third = |of: fn(&Point) -> f32| outline.iter().map(of).sum::<f32>() / 3.0;
        let centre = Point { x: third(|p| p.x), y: third(|p| p.y) };
        Mark::Symbol { centre, outline, fill, stroke: None }
    };
    let mut marks = vec![Mark::Card {
        min: Point { x: at.x - HALF.x, y: at.y - HALF.y },
        size: Point { x: 2.0 * HALF.x, y: 2.0 * HALF.y },
        radius: 2.0,
        fill: style.land,
        stroke: Some(Stroke { width: 0.8, colour: faded(style.ink, 60), dash: None }),
    }];
    for (left, top, foot, right) in [(-9.0, -1.5, 4.5, 3.0), (-3.0, -4.5, 4.5, 10.0)] {
        let summit = f32::midpoint(left, right);
        marks.push(slope([(left, foot), (summit, top), (summit + 1.0, foot)], faded(style.ink, 40)));
        marks.push(slope([(summit, top), (right, foot), (summit + 1.0, foot)], faded(style.ink, 105)));
    }
    marks
}
