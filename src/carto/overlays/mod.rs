//! Layers of the user's own files on the map: between the basemap and the incidents, or over them.

mod card;
mod marks;
mod pick;
mod shapes;

use std::sync::Arc;

use super::{Mark, View, ground::Frame};

pub use crate::store::{OverlayEntry, OverlayLabel, OverlaySign};

pub(super) use marks::{overlay_marks, sample};
pub use pick::pick_overlay;
pub(super) use shapes::Geometry;
pub use shapes::Shapes;

/// A layer, and its shapes once they are read.
#[derive(Clone, Debug)]
pub struct Overlay {
    pub entry: OverlayEntry,
    pub shapes: Option<Arc<Shapes>>,
}

/// Shapes are the same when they came from the same reading.
impl PartialEq for Overlay {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.shapes, &other.shapes) {
            (Some(one), Some(other)) => Arc::ptr_eq(one, other),
            (None, None) => true,
            (_, _) => false,
        };
        same && self.entry == other.entry
    }
}

/// One thing of one layer, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OverlaySpot {
    pub overlay: usize,
    pub feature: usize,
}

/// The thing under the pointer and the one that is picked, drawn stronger, each with its card.
pub(super) fn cards(view: &View, frame: &Frame) -> Vec<Mark> {
    let mut marks = Vec::new();
    if let Some(picked) = view.overlay_picked {
        marks.extend(marks::highlight(view, frame, picked));
        marks.extend(card::card_of(view, frame, picked, true));
    }
    if let Some(hovered) = view.overlay_hovered.filter(|spot| view.overlay_picked != Some(*spot)) {
        marks.extend(marks::highlight(view, frame, hovered));
        marks.extend(card::card_of(view, frame, hovered, false));
    }
    marks
}

/// The layers that are on and read, with their places, the lowest first.
pub(super) fn shown(
    overlays: &[Overlay],
) -> impl DoubleEndedIterator<Item = (usize, &OverlayEntry, &Shapes)> {
    overlays.iter().enumerate().filter_map(|(place, overlay)| {
        let shapes = overlay.shapes.as_deref()?;
        overlay.entry.is_on.then_some((place, &overlay.entry, shapes))
    })
}
