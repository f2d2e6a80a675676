//! Names of the user's own shapes.

use crate::model::shown_line;

use super::{
    super::{
        Align, Face, Halo, Mark, OverlayEntry, OverlayLabel, Point, Rgba, Style, View,
        fonts::shortened,
        ground::Frame,
        overlays::{Geometry, Shapes, shown},
        text_rect,
    },
    Lettering, Room,
};

/// Names that are tried for one layer; a map has no room for more.
const MOST_TRIED: usize = 400;
const SIZE: f32 = 11.0;
/// Logical pixels.
const WIDEST: f32 = 160.0;

pub(super) fn overlay_names(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    // What lies on top is named first.
    for (_, entry, shapes) in shown(&view.overlays).rev() {
        if entry.label != OverlayLabel::Nothing {
            layer_names(view, frame, entry, shapes, room, marks);
        }
    }
}

fn layer_names(
    view: &View,
    frame: &Frame,
    entry: &OverlayEntry,
    shapes: &Shapes,
    room: &mut Room,
    marks: &mut Vec<Mark>,
) {
    let style = Style::of(view.theme);
    let Rgba([r, g, b, _]) = style.ink;
    let lettering = Lettering {
        size: SIZE,
        face: Face::Regular,
        colour: Rgba([r, g, b, (f32::from(entry.opacity.clamp(30, 100)) * 2.55) as u8]),
        halo: Halo { colour: style.place_halo, width: 1.5 },
        spacing: 0.0,
    };
    let named = shapes.placed.iter().filter_map(|placed| {
        let at = placed.label_at.filter(|at| frame.visible.contains(*at))?;
        let thing = shapes.things.get(placed.feature)?;
        let words = match &entry.label {
            OverlayLabel::Nothing => None,
            OverlayLabel::Name => thing.name.as_deref(),
            OverlayLabel::Property(wanted) => {
                thing.properties.iter().find(|(key, _)| key == wanted).map(|(_, value)| value.as_str())
            }
        }?;
        Some((frame.sheet_from_world(at), matches!(placed.geometry, Geometry::Point(_)), words))
    });
    for (at, is_point, words) in named.take(MOST_TRIED) {
        let words = shortened(lettering.face, lettering.size, &shown_line(words), WIDEST);
        let gap = entry.width * 1.6 + 5.0;
        let up = lettering.size * 0.5 + gap;
        let places: &[(f32, f32, Align)] = if is_point {
            &[
                (gap, 0.0, Align::Left),
                (-gap, 0.0, Align::Right),
                (0.0, -up, Align::Centre),
                (0.0, up, Align::Centre),
            ]
        } else {
            &[(0.0, 0.0, Align::Centre), (0.0, -up, Align::Centre), (0.0, up, Align::Centre)]
        };
        let text = places
            .iter()
            .map(|(dx, dy, align)| lettering.text(&words, Point { x: at.x + dx, y: at.y + dy }, *align, 0.0))
            .find(|text| room.is_free(&text_rect(text).grown(1.5)));
        if let Some(text) = text {
            room.reserve(text_rect(&text).grown(1.5));
            marks.push(Mark::Text(text));
        }
    }
}
