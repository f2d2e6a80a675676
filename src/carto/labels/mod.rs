//! The names on the map: which are shown, and where, so that none lies on another or on an incident.
//!
//! First come, first served: the order of the classes of names is their order of importance.

mod points;
mod areas;
mod waters;

use super::{
    Align, Face, Halo, Layer, Mark, Point, Rect, Rgba, TextMark, TileLayer, View, ground::Frame,
    layers::draw_layer, text_rect,
};

/// What is taken already. First come, first served.
#[derive(Debug)]
pub(super) struct Room {
    frame: Rect,
    taken: Vec<Rect>,
}

impl Room {
    pub fn new(frame: &Frame) -> Self {
        Self { frame: Rect { min: frame.min, max: frame.max() }.grown(-3.0), taken: Vec::new() }
    }

    /// Takes a rectangle whether it is free or not.
    pub fn reserve(&mut self, rect: Rect) {
        self.taken.push(rect);
    }

    pub fn is_free(&self, rect: &Rect) -> bool {
        self.frame.contains(rect) && !self.taken.iter().any(|taken| taken.overlaps(rect))
    }

    fn take(&mut self, rect: Rect) -> bool {
        let free = self.is_free(&rect);
        if free {
            self.taken.push(rect);
        }
        free
    }
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
pub(super) fn name_marks(view: &View, frame: &Frame, room: &mut Room) -> Vec<Mark> {
    let mut marks = Vec::new();
    let out = &mut marks;
    draw_layer(view, Layer::Places, out, |out| points::places(view, frame, room, 0..=2, out));
    if !TileLayer::hides_names(view.tiles.as_ref()) {
        areas::countries(view, frame, room, out);
    }
    draw_layer(view, Layer::Places, out, |out| points::places(view, frame, room, 3..=3, out));
    draw_layer(view, Layer::Provinces, out, |out| areas::provinces(view, frame, room, out));
    draw_layer(view, Layer::Water, out, |out| waters::waters(view, frame, room, out));
    draw_layer(view, Layer::Places, out, |out| points::places(view, frame, room, 4..=u8::MAX, out));
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
