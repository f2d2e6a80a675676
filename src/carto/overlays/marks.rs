//! What is painted of the user's own layers.

use crate::model::taxonomy::SymbolShape;

use super::super::{
    Mark, OverlayEntry, OverlaySign, OverlaySpot, Point, Rgba, Stroke, Style, View,
    ground::{Frame, area_mark, outlines},
    symbols::symbol_mark,
};
use super::{Geometry, Shapes, shapes::Placed, shown};

/// Things closer together than this are painted once, logical pixels.
const CELL: f32 = 2.0;

/// The colour of a layer, as strong as it is.
pub(super) fn entry_colour(entry: &OverlayEntry) -> Rgba {
    let [r, g, b] = entry.colour;
    with_opacity([r, g, b, 255], entry)
}

fn with_opacity([r, g, b, a]: [u8; 4], entry: &OverlayEntry) -> Rgba {
    let a = f32::from(a) * f32::from(entry.opacity.min(100)) / 100.0;
    Rgba([r, g, b, a.round() as u8])
}

/// The marks of the layers that lie below the incidents, or of those above.
pub(in crate::carto) fn overlay_marks(view: &View, frame: &Frame, above: bool) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (_, entry, shapes) in shown(&view.overlays).filter(|(_, entry, _)| entry.above == above) {
        layer_marks(Style::of(view.theme), frame, entry, shapes, &mut marks);
    }
    marks
}

/// Which places of the sheet have something already, so that a hundred thousand points do not lie on one another.
struct Sieve {
    columns: usize,
    taken: Vec<bool>,
    min: Point,
}

impl Sieve {
    fn new(frame: &Frame) -> Self {
        let cells = |side: f32| (side / CELL).ceil().max(1.0) as usize + 1;
        let (columns, rows) = (cells(frame.viewport.size.x), cells(frame.viewport.size.y));
        Self { columns, taken: vec![false; columns * rows], min: frame.min }
    }

    /// Whether nothing was there before.
    fn take(&mut self, at: Point) -> bool {
        let (x, y) = ((at.x - self.min.x) / CELL, (at.y - self.min.y) / CELL);
        if x < 0.0 || y < 0.0 || x as usize >= self.columns {
            return false;
        }
        match self.taken.get_mut(y as usize * self.columns + x as usize) {
            Some(taken) => !std::mem::replace(taken, true),
            None => false,
        }
    }
}

fn layer_marks(style: &Style, frame: &Frame, entry: &OverlayEntry, shapes: &Shapes, marks: &mut Vec<Mark>) {
    let look = |placed: &Placed| {
        let own = shapes.things.get(placed.feature).filter(|_| entry.own_colours).map(|thing| thing.look);
        let own = own.unwrap_or_default();
        let [r, g, b] = entry.colour;
        let line = with_opacity(own.colour.unwrap_or([r, g, b, 255]), entry);
        let given = own.colour.unwrap_or([r, g, b, 255]);
        let share = |per_cent: u8| (f32::from(per_cent.min(100)) * 2.55).round() as u8;
        let fill = with_opacity(own.fill.unwrap_or([given[0], given[1], given[2], share(entry.fill)]), entry);
        (line, fill, own.width.unwrap_or(entry.width))
    };
    let seen = || shapes.placed.iter().filter(|placed| placed.bounds.overlaps(&frame.visible));
    // A shape smaller than a pixel is a dot.
    let pixels = |placed: &Placed| {
        ((placed.bounds.max.x - placed.bounds.min.x).max(placed.bounds.max.y - placed.bounds.min.y)
            * frame.scale()) as f32
    };
    let mut dots: Vec<(&Placed, Point)> = Vec::new();
    let mut lines = Vec::new();
    let mut sieve = Sieve::new(frame);
    for placed in seen() {
        let (line, fill, width) = look(placed);
        let stroke = Stroke { width, colour: line, dash: None };
        match &placed.geometry {
            Geometry::Point(at) => {
                let at = frame.sheet_from_world(*at);
                if sieve.take(at) {
                    dots.push((placed, at));
                }
            }
            Geometry::Line(_) | Geometry::Area(_) if pixels(placed) < 1.0 => {
                let at = frame.sheet_from_world(placed.bounds.min);
                if sieve.take(at) {
                    lines.push(Mark::Circle { centre: at, radius: 0.8, fill: Some(line), stroke: None });
                }
            }
            Geometry::Line(drawn) => {
                lines.extend(frame.runs(drawn).into_iter().map(|points| Mark::Line { points, stroke }));
            }
            Geometry::Area(area) => {
                let polygon = area.seen(&frame.visible);
                if fill.0[3] > 0 {
                    marks.extend(area_mark(frame, &polygon, fill));
                }
                lines.extend(outlines(frame, &polygon, Stroke { width: width.min(4.0) * 0.75, ..stroke }));
            }
        }
    }
    marks.append(&mut lines);
    let radius = point_radius(entry);
    for (placed, at) in dots {
        let (fill, _, _) = look(placed);
        marks.push(sign(style, entry.sign, at, radius, fill));
    }
}

pub(super) fn point_radius(entry: &OverlayEntry) -> f32 {
    (entry.width * 1.6 + 1.0).clamp(2.0, 14.0)
}

/// The sign of a point, with an edge that lifts it off the map.
fn sign(style: &Style, sign: OverlaySign, at: Point, radius: f32, fill: Rgba) -> Mark {
    let edge = Rgba([style.symbol_edge.0[0], style.symbol_edge.0[1], style.symbol_edge.0[2], fill.0[3]]);
    let stroke = Some(Stroke { width: 1.1, colour: edge, dash: None });
    match sign {
        OverlaySign::Dot => Mark::Circle { centre: at, radius, fill: Some(fill), stroke },
        OverlaySign::Square => symbol_mark(SymbolShape::Square, at, radius, fill, stroke),
        OverlaySign::Triangle => symbol_mark(SymbolShape::TriangleUp, at, radius * 1.15, fill, stroke),
        OverlaySign::Diamond => symbol_mark(SymbolShape::Diamond, at, radius * 1.1, fill, stroke),
        OverlaySign::Cross => symbol_mark(SymbolShape::Saltire, at, radius * 1.1, fill, stroke),
    }
}

/// A layer's look in the legend: an area, a line or a point, whichever it holds.
pub(in crate::carto) fn sample(view: &View, place: usize, at: Point) -> Vec<Mark> {
    let style = Style::of(view.theme);
    let Some((_, entry, shapes)) = shown(&view.overlays).find(|(other, ..)| *other == place) else {
        return Vec::new();
    };
    // The look of the first thing stands for all.
    let own = shapes.things.first().filter(|_| entry.own_colours).map(|thing| thing.look).unwrap_or_default();
    let colour = own.colour.map_or_else(|| entry_colour(entry), |colour| with_opacity(colour, entry));
    let stroke = Stroke { width: own.width.unwrap_or(entry.width).min(5.0), colour, dash: None };
    match shapes.kinds() {
        (true, ..) => vec![sign(style, entry.sign, at, point_radius(entry).min(7.0), colour)],
        (_, true, _) => {
            let points = [Point { x: at.x - 10.0, y: at.y }, Point { x: at.x + 10.0, y: at.y }].into();
            vec![Mark::Line { points, stroke }]
        }
        (..) => {
            let Rgba([r, g, b, a]) = colour;
            let plain = Rgba([r, g, b, (f32::from(a) * f32::from(entry.fill.min(100)) / 100.0) as u8]);
            vec![Mark::Card {
                min: Point { x: at.x - 10.0, y: at.y - 6.0 },
                size: Point { x: 20.0, y: 12.0 },
                radius: 1.5,
                fill: own.fill.map_or(plain, |fill| with_opacity(fill, entry)),
                stroke: Some(stroke),
            }]
        }
    }
}

/// The thing under the pointer or picked, drawn once more and stronger.
pub(super) fn highlight(view: &View, frame: &Frame, spot: OverlaySpot) -> Vec<Mark> {
    let style = Style::of(view.theme);
    let Some((_, entry, shapes)) = shown(&view.overlays).find(|(place, ..)| *place == spot.overlay) else {
        return Vec::new();
    };
    let mut marks = Vec::new();
    let of_it = shapes.placed.iter().filter(|placed| placed.feature == spot.feature);
    for placed in of_it.filter(|placed| placed.bounds.overlaps(&frame.visible)) {
        let strokes = [(5.0, style.selection_edge), (3.4, style.selection)].map(|(by, colour)| Stroke {
            width: entry.width.min(6.0) + by,
            colour,
            dash: None,
        });
        match &placed.geometry {
            Geometry::Point(at) => {
                let centre = frame.sheet_from_world(*at);
                let radius = point_radius(entry) + 2.5;
                let stroke = Stroke { width: 2.2, colour: style.selection, dash: None };
                marks.push(Mark::Circle { centre, radius, fill: None, stroke: Some(stroke) });
                let edge = Stroke { width: 1.0, colour: style.selection_edge, dash: None };
                marks.push(Mark::Circle { centre, radius: radius + 1.4, fill: None, stroke: Some(edge) });
            }
            Geometry::Line(line) => {
                for stroke in strokes {
                    marks.extend(frame.runs(line).into_iter().map(|points| Mark::Line { points, stroke }));
                }
                let stroke = Stroke { width: entry.width, colour: entry_colour(entry), dash: None };
                marks.extend(frame.runs(line).into_iter().map(|points| Mark::Line { points, stroke }));
            }
            Geometry::Area(area) => {
                let polygon = area.seen(&frame.visible);
                let edge = |stroke: Stroke, by: f32| Stroke { width: (stroke.width - by).max(1.0), ..stroke };
                for stroke in strokes {
                    marks.extend(outlines(frame, &polygon, edge(stroke, 3.0)));
                }
            }
        }
    }
    marks
}
