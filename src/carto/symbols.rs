//! The outlines of the incidents' symbols.
//!
//! Every outline is seen whole from its centre, so that a painter may fill it as a fan.

use std::{
    f32::consts::{FRAC_PI_2, TAU},
    sync::{Arc, LazyLock},
};

use crate::model::taxonomy::{self, SymbolShape};

use super::{Mark, Point, Rgba, Stroke};

/// All shapes, in the order of the outlines below.
const SHAPES: [SymbolShape; 14] = [
    SymbolShape::Circle,
    SymbolShape::Square,
    SymbolShape::Diamond,
    SymbolShape::TriangleUp,
    SymbolShape::TriangleDown,
    SymbolShape::Pentagon,
    SymbolShape::Hexagon,
    SymbolShape::Star,
    SymbolShape::Cross,
    SymbolShape::Saltire,
    SymbolShape::Burst,
    SymbolShape::ArrowLeft,
    SymbolShape::Flag,
    SymbolShape::Ring,
];

static OUTLINES: LazyLock<Vec<(SymbolShape, Vec<Point>)>> =
    LazyLock::new(|| SHAPES.into_iter().map(|shape| (shape, drawn(shape))).collect());

/// The shape's outline in the unit circle, y down.
pub fn outline(shape: SymbolShape) -> &'static [Point] {
    OUTLINES.iter().find(|(drawn, _)| *drawn == shape).map_or(&[], |(_, outline)| outline)
}

/// The shape of a kind of incident; kinds that the list does not know are circles.
pub fn type_shape(event_type: &str) -> SymbolShape {
    taxonomy::event_type(event_type).map_or(SymbolShape::Ring, |kind| kind.shape)
}

/// The shape at a place of the sheet.
pub fn symbol_mark(
    shape: SymbolShape,
    centre: Point,
    radius: f32,
    fill: Rgba,
    stroke: Option<Stroke>,
) -> Mark {
    let outline: Arc<[Point]> = outline(shape)
        .iter()
        .map(|p| Point { x: centre.x + p.x * radius, y: centre.y + p.y * radius })
        .collect();
    Mark::Symbol { centre, outline, fill, stroke }
}

fn drawn(shape: SymbolShape) -> Vec<Point> {
    match shape {
        SymbolShape::Circle | SymbolShape::Ring => regular(24, 0.0, 0.92),
        SymbolShape::Square => regular(4, TAU / 8.0, 1.12),
        SymbolShape::Diamond => regular(4, 0.0, 1.08),
        SymbolShape::TriangleUp => lowered(regular(3, 0.0, 1.14), 0.16),
        SymbolShape::TriangleDown => lowered(regular(3, TAU / 2.0, 1.14), -0.16),
        SymbolShape::Pentagon => regular(5, 0.0, 1.02),
        SymbolShape::Hexagon => regular(6, TAU / 12.0, 1.0),
        SymbolShape::Star => star(5, 1.14, 0.50),
        SymbolShape::Burst => star(8, 1.08, 0.62),
        SymbolShape::Cross => plus(0.34, 0.98),
        SymbolShape::Saltire => turned(plus(0.34, 1.06), TAU / 8.0),
        SymbolShape::ArrowLeft => points(&[
            (-1.05, 0.0),
            (0.06, -0.95),
            (0.06, -0.42),
            (0.95, -0.42),
            (0.95, 0.42),
            (0.06, 0.42),
            (0.06, 0.95),
        ]),
        SymbolShape::Flag => points(&[(-0.9, -0.78), (0.98, -0.78), (0.5, 0.0), (0.98, 0.78), (-0.9, 0.78)]),
    }
}

fn points(list: &[(f32, f32)]) -> Vec<Point> {
    list.iter().map(|&(x, y)| Point { x, y }).collect()
}

/// A corner stands at the top for turn 0.
fn regular(corners: u8, turn: f32, radius: f32) -> Vec<Point> {
    (0..corners).map(|i| at(f32::from(i) / f32::from(corners) * TAU + turn, radius)).collect()
}

fn star(spikes: u8, outer: f32, inner: f32) -> Vec<Point> {
    (0..spikes * 2)
        .map(|i| {
            at(f32::from(i) / f32::from(spikes * 2) * TAU, if i.is_multiple_of(2) { outer } else { inner })
        })
        .collect()
}

fn plus(half: f32, arm: f32) -> Vec<Point> {
    points(&[
        (-half, -arm),
        (half, -arm),
        (half, -half),
        (arm, -half),
        (arm, half),
        (half, half),
        (half, arm),
        (-half, arm),
        (-half, half),
        (-arm, half),
        (-arm, -half),
        (-half, -half),
    ])
}

fn at(clockwise_from_top: f32, radius: f32) -> Point {
    let angle = clockwise_from_top - FRAC_PI_2;
    Point { x: radius * angle.cos(), y: radius * angle.sin() }
}

fn lowered(list: Vec<Point>, by: f32) -> Vec<Point> {
    list.into_iter().map(|p| Point { x: p.x, y: p.y + by }).collect()
}

fn turned(list: Vec<Point>, angle: f32) -> Vec<Point> {
    let (sin, cos) = angle.sin_cos();
    list.into_iter().map(|p| Point { x: p.x * cos - p.y * sin, y: p.x * sin + p.y * cos }).collect()
}
