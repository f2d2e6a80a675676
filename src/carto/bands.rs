//! The bands of 5, 10 and 25 km along the border, as they are drawn.

use std::sync::{Arc, LazyLock};

use crate::{
    analysis::frontier::{BAND_KILOMETRES, BankSide, bands},
    model::{Metres, Zoom},
};

use super::{
    Align, Dash, Face, Halo, Mark, Point, Stroke, Style, TextMark, View, WorldPoint,
    basemap::{Line, Polygon},
    ground::{Frame, area_mark},
    labels::Room,
    rings::kilometres,
    style::faded,
    text_rect,
};

/// One band, ready for every zoom.
struct Shape {
    side: BankSide,
    width: usize,
    parts: Vec<Polygon>,
    edges: Vec<Line>,
}

static SHAPES: LazyLock<Vec<Shape>> = LazyLock::new(|| {
    let world = |line: &Vec<_>| line.iter().copied().map(WorldPoint::from_lonlat).collect::<Vec<_>>();
    bands()
        .iter()
        .map(|band| Shape {
            side: band.side,
            width: band.width,
            parts: band.parts.iter().map(|rings| Polygon::new(rings.iter().map(world).collect())).collect(),
            edges: band.edges.iter().map(|edge| Line::new(world(edge))).collect(),
        })
        .collect()
});

fn wanted(view: &View) -> impl Iterator<Item = &'static Shape> {
    let bands = view.guides.bands;
    SHAPES.iter().filter(move |shape| bands.is_on(shape.side) && bands.widths[shape.width])
}

/// The bands, one on the other: the nearer to the border, the stronger.
pub(super) fn band_marks(view: &View, frame: &Frame, marks: &mut Vec<Mark>) {
    const FILL: u8 = 22;
    /// Closer, most of a band lies beyond the frame.
    const CUT_FROM: Zoom = Zoom(9.0);
    let style = Style::of(view.theme);
    let fill = faded(style.frontier_line, FILL);
    for part in wanted(view).flat_map(|shape| &shape.parts) {
        if frame.zoom().0 < CUT_FROM.0 {
            marks.extend(area_mark(frame, part, fill));
        } else {
            marks.extend(part.clipped(frame.visible).and_then(|part| area_mark(frame, &part, fill)));
        }
    }
    for shape in wanted(view) {
        let stroke = edge_stroke(style, shape.width);
        let runs = shape.edges.iter().flat_map(|edge| frame.runs(edge));
        marks.extend(runs.map(|points| Mark::Line { points, stroke }));
    }
}

/// The far edge of a band: the wider, the longer its dashes.
pub(super) fn edge_stroke(style: &Style, width: usize) -> Stroke {
    let dash = match width {
        0 => Some(Dash { on: 2.0, off: 2.6 }),
        1 => Some(Dash { on: 6.0, off: 3.0 }),
        _ => None,
    };
    Stroke { width: 1.2, colour: faded(style.frontier_line, 190), dash }
}

/// How far the edge is, written along it again and again.
pub(super) fn band_labels(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    /// A narrower band has no room for its figure, logical pixels.
    const NARROWEST: f64 = 9.0;
    let style = Style::of(view.theme);
    let metres_per_pixel = frame.viewport.metres_per_pixel(view.camera.centre).0;
    let wide = |shape: &&Shape| BAND_KILOMETRES[shape.width] * 1000.0 / metres_per_pixel >= NARROWEST;
    for shape in wanted(view).filter(wide) {
        let words = kilometres(Metres(BAND_KILOMETRES[shape.width] * 1000.0));
        for run in shape.edges.iter().flat_map(|edge| frame.runs(edge)) {
            let lettering = |at: Point, angle: f32| TextMark {
                halo: Some(Halo { colour: style.place_halo, width: 2.0 }),
                angle,
                ..TextMark::plain(
                    at,
                    Align::Centre,
                    words.as_str(),
                    10.0,
                    Face::SemiBold,
                    style.frontier_line,
                )
            };
            along(&run, |at, angle| {
                let text = lettering(at, angle);
                let placed = room.take(text_rect(&text).grown(2.0));
                if placed {
                    marks.push(Mark::Text(text));
                }
                placed
            });
        }
    }
}

/// Offers places along a line, with the direction it has there; after one that is taken, the next is far away.
fn along(run: &Arc<[Point]>, mut take: impl FnMut(Point, f32) -> bool) {
    const STEP: f32 = 24.0;
    const APART: f32 = 420.0;
    let mut walked = 0.0;
    let mut next = STEP;
    for ends in run.windows(2) {
        let (dx, dy) = (ends[1].x - ends[0].x, ends[1].y - ends[0].y);
        let length = dx.hypot(dy);
        while next <= walked + length {
            let t = (next - walked) / length;
            let at = Point { x: ends[0].x + dx * t, y: ends[0].y + dy * t };
            // Letters stand upright, whichever way the line runs.
            let angle = if dx < 0.0 { (-dy).atan2(-dx) } else { dy.atan2(dx) };
            next += if take(at, angle) { APART } else { STEP };
        }
        walked += length;
    }
}
