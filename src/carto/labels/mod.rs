//! The names on the map: which are shown, and where, so that none lies on another or on an incident.
//!
//! First come, first served: the order of the classes of names is their order of importance.

mod overlays;
mod points;
mod areas;
mod waters;
mod courses;
mod borders;
mod room;

use crate::model::LonLat;

use super::{
    Align, Face, Halo, Layer, Mark, Point, Rgba, TextMark, TileLayer, View, bands::band_labels,
    grid::grid_labels, ground::Frame, layers::draw_layer, rings::ring_labels, text_rect,
};

pub(super) use room::Room;

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
        let named = areas::countries(view, frame, room, out);
        borders::borders(view, frame, named, room, out);
        waters::seas(view, frame, room, out);
    }
    draw_layer(view, Layer::Places, out, |out| points::places(view, frame, room, 3..=3, out));
    overlays::overlay_names(view, frame, room, out);
    draw_layer(view, Layer::Peaks, out, |out| points::peaks(view, frame, room, out));
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
