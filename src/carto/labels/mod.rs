//! The names on the map: which are shown, and where, so that none lies on another or on an incident.
//!
//! First come, first served: the order of the classes of names is their order of importance.

mod points;
mod areas;
mod waters;
mod courses;
mod borders;

use crate::model::LonLat;

use super::{
    Align, Basemap, Face, Halo, Layer, Mark, Point, Rect, Rgba, TextMark, TileLayer, View, bands::band_labels,
    grid::grid_labels, ground::Frame, layers::draw_layer, rings::ring_labels, text_rect,
};

/// What is taken already. First come, first served.
#[derive(Debug)]
pub(super) struct Room {
    frame: Rect,
    taken: Vec<Rect>,
    /// Points of the frontier, close together: a name may lie on it, but better not.
    frontier: Vec<Point>,
}

impl Room {
    pub fn new(frame: &Frame) -> Self {
        Self { frame: Rect { min: frame.min, max: frame.max() }.grown(-3.0), taken: Vec::new(), frontier: frontier_points(frame) }
    }

    /// How much of the frontier a name there would hide.
    fn hides(&self, rect: &Rect) -> usize {
        self.frontier
            .iter()
            .filter(|p| {
                (rect.min.x..=rect.max.x).contains(&p.x) && (rect.min.y..=rect.max.y).contains(&p.y)
            })
            .count()
    }

    /// Of the places that are free for a text the one that hides least of the frontier; of equals the first.
    fn best(&self, texts: impl Iterator<Item = TextMark>, margin: f32) -> Option<TextMark> {
        texts
            .map(|text| (text_rect(&text), text))
            .filter(|(rect, _)| self.is_free(&rect.grown(margin)))
            .map(|(rect, text)| (self.hides(&rect), text))
            .min_by_key(|(hidden, _)| *hidden)
            .map(|(_, text)| text)
    }

    /// Takes a rectangle whether it is free or not.
    pub fn reserve(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    pub fn is_free(&self, rect: &Rect) -> bool {
        self.frame.contains(rect) && !self.taken.iter().any(|taken| taken.overlaps(rect))
    }

    /// Takes a rectangle where it is free, and tells whether it was.
    pub fn take(&mut self, rect: Rect) -> bool {
        let free = self.is_free(&rect);
        if free {
            self.taken.push(rect);
        }
        free
    }
}

/// The frontier in the frame, a point every few pixels.
fn frontier_points(frame: &Frame) -> Vec<Point> {
    const EVERY: f32 = 7.0;
    let focus = Basemap::embedded().borders.iter().filter(|border| border.focus);
    let mut points = Vec::new();
    for run in focus.flat_map(|border| frame.runs(&border.line)) {
        for pair in run.windows(2) {
            let (dx, dy) = (pair[1].x - pair[0].x, pair[1].y - pair[0].y);
            let steps = (dx.hypot(dy) / EVERY).ceil().clamp(1.0, 400.0);
            for step in 0..steps as usize {
                let t = step as f32 / steps;
                let p = Point { x: pair[0].x + dx * t, y: pair[0].y + dy * t };
                if frame.holds(p, 0.0) {
                    points.push(p);
                }
            }
        }
    }
    points
}

/// The look of one class of names.
#[derive(Clone, Copy)]
struct Lettering {
    size: f32,
    face: Face,
    colour: Rgba,
    halo: Halo,
    spacing: f32,
}

impl Lettering {
    fn text(self, words: &str, at: Point, align: Align, angle: f32) -> TextMark {
        TextMark {
            at,
            align,
            text: words.into(),
            size: self.size,
            face: self.face,
            colour: self.colour,
            halo: Some(self.halo),
            angle,
            spacing: self.spacing,
        }
    }
}

/// All names and their dots. Places taken by incidents and furniture must have been reserved in `room`.
///
/// The figures of grid, rings and bands come first: they are few, and a line without its figure tells nothing.
pub(super) fn name_marks(view: &View, frame: &Frame, rings_at: Option<LonLat>, room: &mut Room) -> Vec<Mark> {
    let mut marks = Vec::new();
    let out = &mut marks;
    draw_layer(view, Layer::Grid, out, |out| grid_labels(view, frame, room, out));
    if let Some(around) = rings_at {
        draw_layer(view, Layer::Rings, out, |out| ring_labels(view, frame, around, room, out));
    }
    draw_layer(view, Layer::Buffers, out, |out| band_labels(view, frame, room, out));
    draw_layer(view, Layer::Crossings, out, |out| points::crossings(view, frame, room, out));
    draw_layer(view, Layer::Places, out, |out| points::places(view, frame, room, 0..=2, out));
    if !TileLayer::hides_names(view.tiles.as_ref()) {
        areas::countries(view, frame, room, out);
        borders::borders(view, frame, room, out);
        waters::seas(view, frame, room, out);
    }
    draw_layer(view, Layer::Places, out, |out| points::places(view, frame, room, 3..=3, out));
    draw_layer(view, Layer::Provinces, out, |out| areas::provinces(view, frame, room, out));
    draw_layer(view, Layer::Water, out, |out| waters::waters(view, frame, room, out));
    draw_layer(view, Layer::Places, out, |out| points::places(view, frame, room, 4..=u8::MAX, out));
    draw_layer(view, Layer::Roads, out, |out| points::road_numbers(view, frame, room, out));
    draw_layer(view, Layer::Airfields, out, |out| points::airfields(view, frame, room, out));
    draw_layer(view, Layer::Districts, out, |out| areas::districts(view, frame, room, out));
    marks
}

fn centred(lettering: Lettering, words: &str, at: Point, room: &mut Room, marks: &mut Vec<Mark>) -> bool {
    let text = lettering.text(words, at, Align::Centre, 0.0);
    let placed = room.take(text_rect(&text).grown(2.5));
    if placed {
        marks.push(Mark::Text(text));
    }
    placed
}
