//! Further positions of an incident: a quiet line from where it was fired or came from to where it landed.
//!
//! They belong to their incident: none of them is counted, listed or answers to the pointer.

use std::sync::Arc;

use crate::model::{End, EndRole, Incident, LonLat, Precision};

use super::{
    super::{
        Dash, Mark, Point, Rect, Rgba, Stroke, Style, View,
        ground::Frame,
        precision::ring_dash,
        signs::{Sign, arrow_head, end_sign},
        style::faded,
        viewport::WorldPoint,
    },
    Drawn,
};

/// A ring smaller than this would be hidden by its mark.
const SMALLEST_RING: f32 = 9.0;

/// How far before its goal a line ends: at the edge of a symbol, at the edge of an end's mark.
const BEFORE_SYMBOL: f32 = 6.0;
const BEFORE_END: f32 = 5.5;

/// The way of one incident on the sheet.
struct Way {
    /// Each one leads over all of `middle`.
    starts: Vec<Point>,
    /// Points on the way, and the place of the incident itself.
    middle: Vec<Point>,
    landings: Vec<Point>,
    /// Whether the last of `middle` is the incident's own place, with its symbol.
    has_symbol: bool,
}

/// The lines and marks of all ends, below the symbols.
pub(super) fn end_marks(view: &View, frame: &Frame, incidents: &[Arc<Incident>], drawn: &mut Drawn) {
    let style = Style::of(view.theme);
    // The selected one's lie above the others.
    let strong = |incident: &Incident| {
        [&view.selected, &view.hovered].into_iter().any(|id| id.as_ref() == Some(&incident.id))
    };
    let mut with_ends: Vec<Arc<Incident>> =
        incidents.iter().filter(|incident| has_way(incident)).cloned().collect();
    with_ends.sort_by_key(|incident| strong(incident));
    for incident in with_ends {
        let (colour, width) =
            if strong(&incident) { (style.precision_selected, 2.0) } else { (faded(style.ink, 150), 1.2) };
        way_marks(frame, &incident, colour, width, style, drawn);
    }
}

/// The ends of a stretch are no way: they are drawn as how well the place is known.
fn has_way(incident: &Incident) -> bool {
    incident.place.precision != Precision::Stretch && incident.ends.iter().any(is_drawn)
}

/// A point that nobody can defend is not drawn.
fn is_drawn(end: &End) -> bool {
    end.precision != Precision::None
}

fn way_marks(frame: &Frame, incident: &Incident, colour: Rgba, width: f32, style: &Style, drawn: &mut Drawn) {
    let on_sheet = |position: LonLat| frame.sheet_from_world(WorldPoint::from_lonlat(position));
    let of_role = |wanted: &EndRole| -> Vec<Point> {
        let ends = incident.ends.iter().filter(|end| is_drawn(end) && end.role == *wanted);
        ends.map(|end| on_sheet(end.position)).collect()
    };
    let mut middle = of_role(&EndRole::Through);
    let own = incident.place.drawn_at().map(on_sheet);
    middle.extend(own);
    let way = Way {
        starts: of_role(&EndRole::FiredFrom),
        middle,
        landings: of_role(&EndRole::LandedAt),
        has_symbol: own.is_some(),
    };
    let before = drawn.marks.len();
    for line in way.lines() {
        if crosses(frame, &line.points) {
            line.draw(colour, width, style, drawn);
        }
    }
    for end in incident.ends.iter().filter(|end| is_drawn(end)) {
        let at = on_sheet(end.position);
        ring(frame, end, at, style, drawn);
        if frame.holds(at, -6.0) {
            drawn.marks.extend(end_sign(style, at, colour));
            drawn.taken.push(Rect::around(at, Point { x: 6.0, y: 6.0 }));
        }
    }
    if drawn.marks.len() > before {
        drawn.signs.insert(Sign::Way);
    }
}

/// A run of points with an arrow at its end.
struct Line {
    points: Vec<Point>,
    /// How far before the last point it ends.
    gap: f32,
}

impl Way {
    fn lines(&self) -> Vec<Line> {
        let gap = if self.has_symbol { BEFORE_SYMBOL } else { BEFORE_END };
        let mut lines = Vec::new();
        let line = |points: Vec<Point>, gap: f32| Line { points, gap };
        if self.middle.is_empty() {
            for start in &self.starts {
                lines.extend(self.landings.iter().map(|landing| line(vec![*start, *landing], BEFORE_END)));
            }
            return lines;
        }
        // The way in, once for all its beginnings.
        let first = self.middle[..1].to_vec();
        for start in &self.starts {
            let to_symbol = self.middle.len() == 1;
            let mut points = vec![*start];
            points.extend(&first);
            lines.push(line(points, if to_symbol { gap } else { BEFORE_END }));
        }
        if self.middle.len() > 1 {
            lines.push(line(self.middle.clone(), gap));
        }
        if let Some(last) = self.middle.last() {
            lines.extend(self.landings.iter().map(|landing| line(vec![*last, *landing], BEFORE_END)));
        }
        lines
    }
}

impl Line {
    fn draw(mut self, colour: Rgba, width: f32, style: &Style, drawn: &mut Drawn) {
        let [.., from, to] = self.points.as_slice() else { return };
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = dx.hypot(dy);
        // Too near to each other on this zoom: the marks alone tell it.
        if length < 2.0 * self.gap + 4.0 {
            return;
        }
        let along = Point { x: dx / length, y: dy / length };
        let tip = Point { x: to.x - along.x * self.gap, y: to.y - along.y * self.gap };
        if let Some(last) = self.points.last_mut() {
            *last = Point { x: tip.x - along.x * 4.0, y: tip.y - along.y * 4.0 };
        }
        let points: Arc<[Point]> = self.points.into();
        let casing = Stroke { width: width + 2.2, colour: faded(style.symbol_edge, 150), dash: None };
        drawn.marks.push(Mark::Line { points: points.clone(), stroke: casing });
        let dash = Some(Dash { on: 6.0, off: 4.0 });
        drawn.marks.push(Mark::Line { points, stroke: Stroke { width, colour, dash } });
        drawn.marks.push(arrow_head(tip, along, colour));
    }
}

/// Whether any of a line may be seen.
fn crosses(frame: &Frame, points: &[Point]) -> bool {
    let (min, max) = (frame.min, frame.max());
    let beyond = |outside: &dyn Fn(&Point) -> bool| points.iter().all(outside);
    !(beyond(&|p| p.x < min.x)
        || beyond(&|p| p.x > max.x)
        || beyond(&|p| p.y < min.y)
        || beyond(&|p| p.y > max.y))
}

/// How well the end is known, where that is seen on this zoom.
fn ring(frame: &Frame, end: &End, at: Point, style: &Style, drawn: &mut Drawn) {
    let Some(metres) = end.radius.or_else(|| end.precision.usual_radius()) else { return };
    let radius = (metres.0 / frame.viewport.metres_per_pixel(end.position).0) as f32;
    let dash = ring_dash(end.precision);
    if radius >= SMALLEST_RING && frame.holds(at, -radius) {
        let stroke = Some(Stroke { width: 0.8, colour: style.precision_line, dash });
        drawn.marks.push(Mark::Circle { centre: at, radius, fill: None, stroke });
    }
}
