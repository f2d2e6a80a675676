//! How well a place is known, drawn on the ground: rings of a radius, hatched districts and provinces.

use std::{collections::BTreeSet, sync::Arc};

use crate::model::{Incident, IncidentId, Precision};

use super::{
    Dash, Mark, Point, Rgba, Stroke, Style, View, WorldPoint,
    basemap::{Basemap, Mesh, Polygon},
    ground::{Frame, area_mark, by_zoom, outlines},
    signs::Sign,
    stacks::Placed,
    style::faded,
    viewport::WorldBox,
};

/// Distance of the hatching's lines, logical pixels.
const DISTRICT_HATCH: f64 = 7.5;
const PROVINCE_HATCH: f64 = 17.0;

/// A ring smaller than this would be hidden by its symbol.
const SMALLEST_RING: f32 = 11.0;

/// The parts of an area, and whether an incident in it is selected or hovered.
struct Hatched<'a> {
    parts: &'a [Polygon],
    spacing: f64,
    sign: Sign,
    strong: bool,
}

/// The precision areas of the placed incidents, the selected one's last and strongest.
pub(super) fn precision_marks(view: &View, frame: &Frame, placed: &[Placed]) -> (Vec<Mark>, BTreeSet<Sign>) {
    let basemap = Basemap::embedded();
    let style = Style::of(view.theme);
    let mut drawn = BTreeSet::new();
    // Each area is hatched once, however many incidents lie in it.
    let mut hatched: Vec<Hatched<'_>> = Vec::new();
    let mut rings: Vec<Mark> = Vec::new();
    let mut strong_rings: Vec<Mark> = Vec::new();
    for p in placed {
        let Some(position) = p.incident.place.drawn_at() else { continue };
        let strong = is_strong(view, &p.incident.id);
        let precision = p.incident.place.precision;
        let (parts, spacing, sign) = match precision {
            Precision::District => {
                let parts = basemap.district_at(position).map_or(&[][..], |district| &district.parts);
                (parts, DISTRICT_HATCH, Sign::District)
            }
            Precision::Province => {
                let parts = basemap.province_at(position).map_or(&[][..], |province| &province.parts);
                (parts, PROVINCE_HATCH, Sign::Province)
            }
            Precision::Stretch => {
                let into = if strong { &mut strong_rings } else { &mut rings };
                if let Some(marks) = stretch(frame, p, style, strong) {
                    drawn.insert(Sign::Stretch);
                    into.extend(marks);
                }
                continue;
            }
            Precision::Exact
            | Precision::Vicinity
            | Precision::Locality
            | Precision::Near
            | Precision::Area
            | Precision::None => (&[][..], 0.0, Sign::Ring),
        };
        if parts.is_empty() {
            let into = if strong { &mut strong_rings } else { &mut rings };
            if let Some(marks) = ring(frame, p, style, strong) {
                drawn.insert(if precision.is_administrative() { Sign::DashedRing } else { Sign::Ring });
                into.extend(marks);
            }
            continue;
        }
        match hatched.iter_mut().find(|area| std::ptr::eq(area.parts, parts)) {
            Some(area) => area.strong |= strong,
            None => hatched.push(Hatched { parts, spacing, sign, strong }),
        }
    }
    let quiet = quietness(frame, &hatched);
    let mut marks = Vec::new();
    // Provinces below districts, the selected one above all.
    hatched.sort_by_key(|area| (area.strong, area.sign == Sign::District));
    for area in hatched {
        let before = marks.len();
        hatch(frame, &area, style, quiet, &mut marks);
        if marks.len() > before {
            drawn.insert(area.sign);
        }
    }
    marks.extend(rings);
    marks.extend(strong_rings);
    (marks, drawn)
}

/// The strength of hatching, from 0 to 1: weaker where much of the map is hatched and where the map is small, so that
/// what is known only roughly does not veil what is known well. The edges stay as strong as they are.
fn quietness(frame: &Frame, hatched: &[Hatched<'_>]) -> f32 {
    let seen = frame.viewport.world_box();
    let size = |b: &WorldBox| (b.max.x - b.min.x).max(0.0) * (b.max.y - b.min.y).max(0.0);
    let covered: f64 = hatched
        .iter()
        .flat_map(|area| area.parts)
        .map(|part| {
            size(&WorldBox {
                min: WorldPoint {
                    x: part.bounds.min.x.max(seen.min.x),
                    y: part.bounds.min.y.max(seen.min.y),
                },
                max: WorldPoint {
                    x: part.bounds.max.x.min(seen.max.x),
                    y: part.bounds.max.y.min(seen.max.y),
                },
            })
        })
        .sum();
    // The box around an area is about twice as large as the area.
    let share = (covered / size(&seen).max(f64::MIN_POSITIVE) / 2.0).min(1.0) as f32;
    (1.0 - 0.75 * share) * by_zoom(frame.zoom(), (5.0, 0.35), (8.5, 1.0))
}

fn is_strong(view: &View, id: &IncidentId) -> bool {
    view.selected.as_ref() == Some(id)
}

/// The radius to draw, on the ground.
fn stated_radius(incident: &Incident) -> Option<crate::model::Metres> {
    incident.place.radius.or_else(|| incident.place.precision.usual_radius())
}

/// A ring that stands for a district or province without a known polygon is dashed: nobody drew it around the place.
pub(super) fn ring_dash(precision: Precision) -> Option<Dash> {
    precision.is_administrative().then_some(Dash { on: 5.0, off: 4.0 })
}

fn ring(frame: &Frame, p: &Placed, style: &Style, strong: bool) -> Option<[Mark; 1]> {
    let position = p.incident.place.drawn_at()?;
    let metres = stated_radius(&p.incident)?;
    let radius = (metres.0 / frame.viewport.metres_per_pixel(position).0) as f32;
    let (min, max) = (frame.min, frame.max());
    let off = p.foot.x + radius < min.x
        || p.foot.x - radius > max.x
        || p.foot.y + radius < min.y
        || p.foot.y - radius > max.y;
    if radius < SMALLEST_RING || off {
        return None;
    }
    let faint = p.incident.place.precision.is_point();
    let dash = ring_dash(p.incident.place.precision);
    let (width, colour, fill) = if strong {
        (2.0, style.precision_selected, Some(style.precision_selected_fill))
    } else if faint {
        (0.8, style.precision_line, None)
    } else {
        (1.3, style.precision_line, Some(style.precision_fill))
    };
    Some([Mark::Circle { centre: p.foot, radius, fill, stroke: Some(Stroke { width, colour, dash }) }])
}

/// The line along which an incident happened somewhere: wide, so that nobody takes it for a road, and dashed.
fn stretch(frame: &Frame, p: &Placed, style: &Style, strong: bool) -> Option<[Mark; 2]> {
    const WIDTH: f32 = 9.0;
    let ends = &p.incident.ends;
    if ends.len() < 2 {
        return None;
    }
    let points: Arc<[Point]> =
        ends.iter().map(|end| frame.sheet_from_world(WorldPoint::from_lonlat(end.position))).collect();
    let (colour, fill) = if strong {
        (style.precision_selected, style.precision_selected_fill)
    } else {
        (style.precision_line, style.precision_fill)
    };
    let dash = Some(Dash { on: 5.0, off: 4.0 });
    Some([
        Mark::Line { points: Arc::clone(&points), stroke: Stroke { width: WIDTH, colour: fill, dash: None } },
        Mark::Line { points, stroke: Stroke { width: if strong { 2.0 } else { 1.3 }, colour, dash } },
    ])
}

fn hatch(frame: &Frame, area: &Hatched<'_>, style: &Style, quiet: f32, marks: &mut Vec<Mark>) {
    let weaker = |colour: Rgba, by: f32| faded(colour, (f32::from(colour.0[3]) * by) as u8);
    let (line, fill, edge) = if area.strong {
        (faded(style.precision_selected, 150), style.precision_selected_fill, style.precision_selected)
    } else {
        let edge = weaker(style.precision_line, quiet.max(0.62));
        (weaker(style.precision_line, quiet), weaker(style.precision_fill, quiet), edge)
    };
    // The closer one stands, the wider the lines.
    let spacing = area.spacing * f64::from(by_zoom(frame.zoom(), (9.0, 1.0), (11.5, 1.8)));
    for polygon in area.parts {
        if !polygon.bounds.overlaps(&frame.visible) {
            continue;
        }
        let mesh = polygon.at(frame.zoom());
        marks.extend(area_mark(frame, polygon, fill));
        let segments = hatching(frame, mesh, spacing);
        if !segments.is_empty() {
            let width = if area.strong { 1.0 } else { 0.75 };
            marks.push(Mark::Segments {
                points: segments.into(),
                stroke: Stroke { width, colour: thinned(line), dash: None },
            });
        }
        let width = if area.strong { 1.8 } else { 1.0 };
        marks.extend(outlines(frame, polygon, Stroke { width, colour: edge, dash: None }));
    }
}

fn thinned(colour: Rgba) -> Rgba {
    let alpha = colour.0[3];
    faded(colour, alpha - alpha / 4)
}

/// Pairs of points: the diagonals (rising to the right) inside the polygon and the frame. The diagonals are
/// anchored to the world, so that they do not crawl while the map is panned.
fn hatching(frame: &Frame, mesh: &Mesh, spacing: f64) -> Vec<Point> {
    // A diagonal is u = x + y constant; along it, v = x − y grows. Everything in pixels of the world.
    let scale = frame.scale();
    let step = spacing * std::f64::consts::SQRT_2;
    let visible = frame.visible;
    let (min_u, max_u) = ((visible.min.x + visible.min.y) * scale, (visible.max.x + visible.max.y) * scale);
    let first = (min_u / step).ceil() as i64;
    let last = (max_u / step).floor() as i64;
    let Ok(count) = usize::try_from(last - first + 1) else { return Vec::new() };
    let mut crossings: Vec<Vec<f64>> = vec![Vec::new(); count];
    for ring in mesh.ring_slices() {
        let mut previous = ring.last().copied().unwrap_or_default();
        for &point in ring {
            let (a, b) = (
                ((previous.x + previous.y) * scale, (previous.x - previous.y) * scale),
                ((point.x + point.y) * scale, (point.x - point.y) * scale),
            );
            previous = point;
            let (low, high) = if a.0 <= b.0 { (a, b) } else { (b, a) };
            let from = ((low.0 / step).ceil() as i64).max(first);
            let to = ((high.0 / step).ceil() as i64).min(last + 1);
            for line in from..to {
                let u = line as f64 * step;
                if let Ok(i) = usize::try_from(line - first) {
                    crossings[i].push(low.1 + (high.1 - low.1) * (u - low.0) / (high.0 - low.0));
                }
            }
        }
    }
    let mut points = Vec::new();
    for (line, mut along) in (first..).zip(crossings) {
        along.sort_by(f64::total_cmp);
        let u = line as f64 * step;
        // The frame on this diagonal: x = (u + v) / 2 and y = (u − v) / 2 inside it.
        let low = (2.0 * visible.min.x * scale - u).max(u - 2.0 * visible.max.y * scale);
        let high = (2.0 * visible.max.x * scale - u).min(u - 2.0 * visible.min.y * scale);
        for pair in along.chunks_exact(2) {
            let (from, to) = (pair[0].max(low), pair[1].min(high));
            if from < to {
                for v in [from, to] {
                    points.push(frame.sheet_from_world(WorldPoint {
                        x: f64::midpoint(u, v) / scale,
                        y: (u - v) / 2.0 / scale,
                    }));
                }
            }
        }
    }
    points
}
