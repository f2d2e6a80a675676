//! The locator: a small map of the country around, with the frame of the large one in it.

use std::sync::Arc;

use crate::model::{Extent, Zoom};

use super::{
    super::{
        Align, Camera, Face, Halo, Inset, Mark, Point, Rect, Stroke, Style, TextMark, View, Viewport,
        basemap::Basemap,
        cards::card_marks,
        ground::{Frame, is_inland},
        incidents::Drawn,
        rect::text_rect,
        style::faded,
        viewport::{TILE_PIXELS, WorldPoint, world_pixels},
    },
    EDGE, Piece,
};

/// The locator shows at least and at most so many zoom levels more than the frame.
const WIDER: (f64, f64) = (2.0, 4.0);

/// A map smaller than this has no room for another one.
const SMALLEST_MAP: Point = Point { x: 440.0, y: 330.0 };

/// The locator of a map; nothing where the map is small, shows the whole frontier itself, or has no free corner.
/// On paper it takes the corner where it covers least; in a window it stays where it is, whatever is panned below.
pub(in crate::carto) fn inset(
    view: &View,
    frame: &Frame,
    drawn: &Drawn,
    others: &[Rect],
    on_paper: bool,
) -> Option<(Piece, Inset)> {
    let whole = frame.viewport.size;
    if whole.x < SMALLEST_MAP.x || whole.y < SMALLEST_MAP.y || shows_all(frame.viewport.extent()) {
        return None;
    }
    let width = (whole.x * 0.2).clamp(128.0, 190.0);
    let size = Point { x: width, y: (width * 0.72).round() };
    let rect = free_corner(frame, size, drawn, others, on_paper)?;
    Some(locator(view, frame, rect))
}

/// The locator for a brief, so small that it hides little, in the upper left corner of its own sheet; nothing where the
/// map shows the whole frontier itself.
pub(in crate::carto) fn small_inset(view: &View, frame: &Frame) -> Option<Piece> {
    const WIDTH: f32 = 104.0;
    let whole = frame.viewport.size;
    let is_small = whole.x < WIDTH * 2.6 || whole.y < WIDTH * 1.5;
    if is_small || shows_all(frame.viewport.extent()) {
        return None;
    }
    let size = Point { x: WIDTH, y: (WIDTH * 0.72).round() };
    Some(locator(view, frame, Rect { min: Point::default(), max: size }).0)
}

fn locator(view: &View, frame: &Frame, rect: Rect) -> (Piece, Inset) {
    let size = Point { x: rect.max.x - rect.min.x, y: rect.max.y - rect.min.y };
    let camera = view.held_inset.unwrap_or_else(|| camera(frame.viewport, size));
    let viewport = Viewport { camera, size };
    let window = {
        let shown = frame.viewport.world_box();
        let at = |p: WorldPoint| {
            let on = viewport.screen_from_world(p);
            Point {
                x: (rect.min.x + on.x).clamp(rect.min.x, rect.max.x),
                y: (rect.min.y + on.y).clamp(rect.min.y, rect.max.y),
            }
        };
        Rect { min: at(shown.min), max: at(shown.max) }
    };
    let inset = Inset { rect, window, viewport };
    let marks = marks(view, &inset);
    (Piece { marks, rects: vec![rect.grown(3.0)], targets: Vec::new() }, inset)
}

fn shows_all(shown: Extent) -> bool {
    let all = Extent::FRONTIER;
    shown.west <= all.west && shown.east >= all.east && shown.south <= all.south && shown.north >= all.north
}

/// The whole frontier where that is two to four levels wider than the frame; else the nearest level that is. It moves
/// by steps, so that the frame moves in it while the map is panned and not the other way round.
fn camera(frame: Viewport, size: Point) -> Camera {
    let same = frame.camera.zoom.0 + f64::from((size.x / frame.size.x).min(size.y / frame.size.y)).log2();
    // A camera fits no wider than a large map goes: a small one may go further.
    let all = Extent::FRONTIER;
    let across =
        WorldPoint::from_degrees(all.east, all.south).x - WorldPoint::from_degrees(all.west, all.north).x;
    let fitting = (f64::from(size.x - 12.0) / (across * TILE_PIXELS)).log2();
    let zoom = Zoom(fitting.clamp(same - WIDER.1, same - WIDER.0).max(0.0));
    let step = |side: f32| f64::from(side) / world_pixels(zoom) / 2.0;
    let (origin, centre) =
        (WorldPoint::from_lonlat(all.centre()), WorldPoint::from_lonlat(frame.camera.centre));
    let stepped = |from: f64, to: f64, step: f64| from + ((to - from) / step).round() * step;
    let middle = WorldPoint {
        x: stepped(origin.x, centre.x, step(size.x)),
        y: stepped(origin.y, centre.y, step(size.y)).clamp(0.0, 1.0),
    };
    Camera { centre: middle.lonlat().unwrap_or(frame.camera.centre), zoom }
}

/// A corner that no other furniture takes.
fn free_corner(frame: &Frame, size: Point, drawn: &Drawn, others: &[Rect], on_paper: bool) -> Option<Rect> {
    const GAP: f32 = 6.0;
    let (min, max) = (frame.min, frame.max());
    let (left, right) = (min.x + EDGE, max.x - EDGE - size.x);
    let (top, bottom) = (min.y + EDGE, max.y - EDGE - size.y);
    let rect_at = |x: f32, y: f32| Rect { min: Point { x, y }, max: Point { x: x + size.x, y: y + size.y } };
    let corners = [(left, bottom, true), (right, bottom, true), (left, top, false), (right, top, false)];
    let free = corners.into_iter().filter_map(|(x, from, upwards)| {
        // Past what stands in the corner already, one piece after the other.
        let mut y = from;
        for _ in others {
            let Some(other) = others.iter().find(|other| other.overlaps(&rect_at(x, y).grown(GAP - 1.0)))
            else {
                break;
            };
            y = if upwards { other.min.y - GAP - size.y } else { other.max.y + GAP };
        }
        let rect = rect_at(x, y);
        // Half the height at most belongs to what stands below or above it.
        let inside = rect.min.y >= min.y + EDGE
            && rect.max.y <= max.y - EDGE
            && (y - from).abs() < frame.viewport.size.y * 0.5;
        (inside && !others.iter().any(|other| other.overlaps(&rect))).then_some(rect)
    });
    if !on_paper {
        return free.into_iter().next();
    }
    let border: Vec<Point> = frontier(frame).flat_map(|run| run.to_vec()).collect();
    free.min_by_key(|rect| {
        let around = rect.grown(4.0);
        let hits = |list: &[Rect]| list.iter().filter(|other| other.overlaps(&around)).count();
        let on_border = border.iter().any(|p| holds(&around, *p));
        (hits(&drawn.taken) + 100 * hits(&drawn.taken_above), on_border)
    })
}

fn holds(rect: &Rect, p: Point) -> bool {
    (rect.min.x..=rect.max.x).contains(&p.x) && (rect.min.y..=rect.max.y).contains(&p.y)
}

fn frontier(frame: &Frame) -> impl Iterator<Item = Arc<[Point]>> + '_ {
    let borders = Basemap::embedded().borders.iter().filter(|border| border.focus);
    borders.flat_map(|border| frame.runs(&border.line))
}

fn marks(view: &View, inset: &Inset) -> Vec<Mark> {
    let (style, basemap) = (Style::of(view.theme), Basemap::embedded());
    let Inset { rect, window, viewport } = *inset;
    let frame = Frame::new(viewport, rect.min);
    let mut marks = card_marks(style, rect.min, viewport.size);
    let inland = is_inland(viewport);
    marks.push(Mark::Card {
        min: rect.min,
        size: viewport.size,
        radius: 0.0,
        fill: if inland { style.land } else { style.sea },
        stroke: None,
    });
    if !inland {
        let shown = viewport.world_box();
        let land = basemap.land.iter().filter_map(|polygon| polygon.clipped_at(frame.zoom(), shown));
        marks.extend(land.map(|mesh| Mark::Area {
            points: mesh.points.iter().map(|p| frame.sheet_from_world(*p)).collect(),
            rings: mesh.rings,
            triangles: mesh.triangles,
            fill: style.land,
        }));
    }
    let mut stroke_all = |runs: &mut dyn Iterator<Item = Arc<[Point]>>, width: f32, colour| {
        let stroke = Stroke { width, colour, dash: None };
        let cut = runs.flat_map(|run| clipped(&run, &rect)).map(Into::into);
        marks.extend(cut.map(|points| Mark::Line { points, stroke }));
    };
    let quiet = basemap.borders.iter().filter(|border| !border.focus).map(|border| &border.line);
    let mut quiet = basemap.world_borders.iter().chain(quiet).flat_map(|line| frame.runs(line));
    stroke_all(&mut quiet, 0.8, style.border_line);
    stroke_all(&mut frontier(&frame), 2.0, style.frontier_line);
    marks.extend(names(view, &frame, &rect, &window));
    let corner = |x: f32, y: f32| Point { x, y };
    let outline = [
        window.min,
        corner(window.max.x, window.min.y),
        window.max,
        corner(window.min.x, window.max.y),
        window.min,
    ];
    let size = Point { x: window.max.x - window.min.x, y: window.max.y - window.min.y };
    let (min, fill) = (window.min, faded(style.ink, 22));
    marks.push(Mark::Card { min, size, radius: 0.0, fill, stroke: None });
    for (width, colour) in [(3.6, style.card), (1.6, style.ink)] {
        let stroke = Stroke { width, colour, dash: None };
        marks.push(Mark::Line { points: outline.into(), stroke });
    }
    let edge = Some(Stroke { width: 1.0, colour: style.quiet_ink, dash: None });
    let clear = faded(style.card, 0);
    marks.push(Mark::Card { min: rect.min, size: viewport.size, radius: 0.0, fill: clear, stroke: edge });
    marks
}

/// The names of countries that have room.
fn names(view: &View, frame: &Frame, rect: &Rect, window: &Rect) -> Vec<Mark> {
    let style = Style::of(view.theme);
    let mut taken: Vec<Rect> = vec![window.grown(2.0)];
    let mut marks = Vec::new();
    for country in &Basemap::embedded().country_labels {
        let text = TextMark {
            halo: Some(Halo { colour: faded(style.land, 220), width: 1.4 }),
            ..TextMark::plain(
                frame.sheet_from_world(country.at),
                Align::Centre,
                country.name.in_language(view.language),
                8.5,
                Face::Regular,
                style.country_text,
            )
        };
        let around = text_rect(&text).grown(2.0);
        if rect.contains(&around) && !taken.iter().any(|other| other.overlaps(&around)) {
            taken.push(around);
            marks.push(Mark::Text(text));
        }
    }
    marks
}

/// The parts of a line inside a rectangle.
///
/// # Source
/// Liang and Barsky 1984, segment by segment.
fn clipped(line: &[Point], to: &Rect) -> Vec<Vec<Point>> {
    let mut runs: Vec<Vec<Point>> = Vec::new();
    let mut last: Option<Point> = None;
    for pair in line.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        let (dx, dy) = (b.x - a.x, b.y - a.y);
        let (mut enters, mut leaves) = (0.0_f32, 1.0_f32);
        for (step, room) in
            [(-dx, a.x - to.min.x), (dx, to.max.x - a.x), (-dy, a.y - to.min.y), (dy, to.max.y - a.y)]
        {
            if step < 0.0 {
                enters = enters.max(room / step);
            } else if step > 0.0 {
                leaves = leaves.min(room / step);
            } else if room < 0.0 {
                leaves = -1.0;
            }
        }
        if enters > leaves {
            last = None;
            continue;
        }
        let at = |t: f32| Point { x: a.x + dx * t, y: a.y + dy * t };
        let (from, until) = (at(enters), at(leaves));
        match runs.last_mut() {
            Some(run) if last == Some(from) => run.push(until),
            Some(_) | None => runs.push(vec![from, until]),
        }
        // Only a segment that ends inside goes on.
        last = (leaves >= 1.0).then_some(b);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::{Point, Rect, clipped};

    #[test]
    fn a_line_that_leaves_and_comes_back_is_cut_at_the_edge() {
        let rect = Rect { min: Point { x: 0.0, y: 0.0 }, max: Point { x: 10.0, y: 10.0 } };
        let line = [(-5.0, 5.0), (5.0, 5.0), (15.0, 5.0), (15.0, 8.0), (5.0, 8.0), (5.0, 6.0)];
        let line: Vec<Point> = line.iter().map(|(x, y)| Point { x: *x, y: *y }).collect();
        let runs: Vec<Vec<(f32, f32)>> =
            clipped(&line, &rect).iter().map(|run| run.iter().map(|p| (p.x, p.y)).collect()).collect();
        assert_eq!(
            runs,
            [vec![(0.0, 5.0), (5.0, 5.0), (10.0, 5.0)], vec![(10.0, 8.0), (5.0, 8.0), (5.0, 6.0)]]
        );
        assert!(clipped(&[Point { x: -5.0, y: -1.0 }, Point { x: 20.0, y: -1.0 }], &rect).is_empty());
    }
}
