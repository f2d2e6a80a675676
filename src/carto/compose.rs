//! The composition: a Document under a View on a Sheet becomes a Scene.
//!
//! Nothing is remembered between two calls but the basemap itself.

use std::collections::BTreeSet;

use crate::{
    analysis::{Gathered, ShownRows},
    model::{Document, IncidentId, shown_line},
};

use super::{
    Ground, Layer, PicturePart, Point, Relief, Scene, Sheet, SheetKind, Style, Theme, View, Viewport,
    compared::{compared_marks, compared_sorts},
    crowd::{CrowdMarks, Sight, crowd_marks, is_crowd},
    furniture::{self, Band, Fullness, KeyNumbers},
    ground::{Frame, ground_colour, ground_marks},
    incidents::incident_marks,
    labels::{Room, name_marks},
    layers::draw_layer,
    measuring::measured_marks,
    overlays::{cards, overlay_marks},
    precision::precision_marks,
    relief::relief_strength,
    stacks::stacks,
};

/// Header and footer may take this much of a sheet before they become brief.
const MOST_FOR_BANDS: f32 = 0.45;

/// A map smaller than this is not worth a header.
const SMALLEST_MAP: f32 = 48.0;

/// The ground of the map, in the coordinates of the map's frame. It changes with the camera, the frame's size, the
/// layers, the theme and what distance rings stand around only, so that a window may keep it.
pub fn compose_basemap(document: &Document, view: &View, viewport: Viewport) -> Ground {
    ground_marks(view, &Frame::new(viewport, Point::default()), view.rings_at(document))
}

/// The finished picture of the shown incidents. `total` is how many the document holds.
pub fn compose(document: &Document, shown: &[IncidentId], total: usize, view: &View, sheet: &Sheet) -> Scene {
    compose_with(None, &Gathered::new(document, shown).rows(), total, view, sheet)
}

/// The same from rows that are ready, with the marks of [`compose_basemap`] where the caller has them; they serve on a
/// window's sheet only, whose map begins at its corner.
pub fn compose_with(
    kept_basemap: Option<Ground>,
    rows: &ShownRows<'_>,
    total: usize,
    view: &View,
    sheet: &Sheet,
) -> Scene {
    let style = Style::of(view.theme);
    let document = rows.document();
    let bands = bands(rows, total, view, sheet);
    let frame = {
        let (top, bottom) = bands.as_ref().map_or((0.0, 0.0), |(header, footer)| {
            let room = (sheet.size.y - SMALLEST_MAP).max(0.0);
            let top = header.height.max(sheet.least_bands.0).min(room);
            (top, footer.height.max(sheet.least_bands.1).min((room - top).max(0.0)))
        });
        let size = Point { x: sheet.size.x.max(1.0), y: (sheet.size.y - top - bottom).max(1.0) };
        Frame::new(Viewport { camera: view.camera, size }, Point { x: 0.0, y: top })
    };

    let around = view.rings_at(document);
    let ground = kept_basemap.unwrap_or_else(|| ground_marks(view, &frame, around));
    let sight = Sight::of(rows, &frame);
    let (mut areas, mut area_signs) = (Vec::new(), BTreeSet::new());
    let CrowdMarks { below: surface, drawn } = if is_crowd(sight.in_frame, &frame) {
        crowd_marks(view, &frame, rows, &sight)
    } else {
        let placed = sight.placed(rows, &frame);
        draw_layer(view, Layer::Precision, &mut areas, |areas| {
            (*areas, area_signs) = precision_marks(view, &frame, &placed);
        });
        let drawn = incident_marks(view, &frame, &sight.ways(rows), &stacks(&placed, &frame));
        CrowdMarks { below: Vec::new(), drawn }
    };
    areas.extend(surface);
    let shelf: Vec<IncidentId> = sight.shelf().iter().map(|row| rows.id(*row).clone()).collect();

    let windowed = sheet.kind == SheetKind::Window;
    let mut pieces = vec![furniture::north_arrow(view, &frame)];
    let (mut scale_bar, mut detail_ends) =
        (furniture::scale_bar(view, &frame), furniture::detail_ends(view, &frame));
    if windowed && !sheet.caption.as_ref().is_some_and(|caption| caption.credited) {
        let credits = furniture::attribution(view, &frame, &scale_bar);
        let below = credits.height_under(&scale_bar);
        (scale_bar, detail_ends) = (scale_bar.moved_down(-below), detail_ends.moved_down(-below));
        pieces.push(credits);
    }
    pieces.extend([scale_bar, detail_ends]);
    pieces.extend(sheet.caption.as_ref().map(|caption| furniture::caption(view, &frame, caption)));
    if windowed {
        let badge = furniture::shelf_badge(view, &frame, shelf.len());
        pieces.push(badge.below(&pieces));
    } else {
        let badge = furniture::outside_badge(view, &frame, sight.outside);
        pieces.push(badge.below(&pieces));
    }
    let sorts = compared_sorts(view, &frame);
    if view.layers.legend {
        let others: Vec<_> = pieces.iter().flat_map(|piece| piece.rects.iter().copied()).collect();
        pieces.push(furniture::legend(
            view,
            &frame,
            (&drawn, &area_signs, &ground.layers, &sorts),
            &others,
            !windowed,
        ));
    }
    let mut inset = None;
    if view.layers.inset {
        let others: Vec<_> = pieces.iter().flat_map(|piece| piece.rects.iter().copied()).collect();
        if let Some((piece, shown)) = furniture::inset(view, &frame, &drawn, &others, !windowed) {
            pieces.push(piece);
            inset = Some(shown);
        }
    }

    let mut room = Room::new(&frame);
    for rect in pieces.iter().flat_map(|piece| &piece.rects) {
        room.reserve(*rect);
    }
    for rect in drawn.taken.iter().chain(&drawn.taken_above) {
        room.cover(*rect);
    }
    let measured = measured_marks(view, &frame, &mut room);
    let compared = compared_marks(view, &frame, &mut room);
    let names = name_marks(view, &frame, around, &mut room);

    let mut opened = drawn.above;
    opened.extend(cards(view, &frame));
    let mut targets = drawn.targets;
    let mut furniture_marks = Vec::new();
    for piece in pieces {
        furniture_marks.extend(piece.marks);
        targets.extend(piece.targets);
    }
    targets.extend(drawn.targets_above);
    if let Some((header, footer)) = bands {
        let foot = frame.max().y;
        let head_size = Point { x: sheet.size.x, y: frame.min.y };
        let foot_size = Point { x: sheet.size.x, y: sheet.size.y - foot };
        furniture_marks.extend(furniture::band_ground(style, Point::default(), head_size, frame.min.y - 0.5));
        furniture_marks.extend(header.marks);
        let foot_at = Point { x: 0.0, y: foot };
        furniture_marks.extend(furniture::band_ground(style, foot_at, foot_size, foot + 0.5));
        furniture_marks.extend(footer.marks.iter().map(|mark| mark.moved(foot_at)));
    }
    let relief = match (view.layers.is_on(Layer::Relief), view.theme) {
        (false, Theme::Light | Theme::Dark | Theme::Print) => Relief::Hidden,
        (true, Theme::Light) => Relief::Light,
        (true, Theme::Dark) => Relief::Dark,
        (true, Theme::Print) => Relief::Print,
    };
    Scene {
        size: sheet.size,
        map_min: frame.min,
        map_size: frame.viewport.size,
        camera: view.camera,
        relief,
        relief_opacity: relief_strength(view),
        tiles: None,
        ground: ground_colour(view, frame.viewport),
        parts: vec![
            (PicturePart::Basemap, ground.below),
            (PicturePart::PrecisionAreas, areas.into()),
            (PicturePart::BasemapAbove, ground.above),
            (PicturePart::Overlays, overlay_marks(view, &frame, false).into()),
            (PicturePart::PlaceNames, names.into()),
            (PicturePart::Measured, measured.into()),
            (PicturePart::Incidents, drawn.marks.into()),
            (PicturePart::Compared, compared.into()),
            (PicturePart::OverlaysAbove, overlay_marks(view, &frame, true).into()),
            (PicturePart::Furniture, furniture_marks.into()),
            (PicturePart::Opened, opened.into()),
        ],
        targets,
        inset,
        panels: Vec::new(),
        shown: rows.len(),
        total,
        shelf,
    }
}

/// Logical pixels that header and footer of a picture take; none for a window.
pub fn band_heights(
    document: &Document,
    shown: &[IncidentId],
    total: usize,
    view: &View,
    sheet: &Sheet,
) -> (f32, f32) {
    bands(&Gathered::new(document, shown).rows(), total, view, sheet)
        .map_or((0.0, 0.0), |(header, footer)| (header.height, footer.height))
}

fn bands(rows: &ShownRows<'_>, total: usize, view: &View, sheet: &Sheet) -> Option<(Band, Band)> {
    match &sheet.kind {
        SheetKind::Window | SheetKind::Panel => None,
        SheetKind::Picture(texts) => {
            let numbers = &KeyNumbers::of(rows.incidents(), total);
            let credits = rows.document().facts().attribution.iter();
            let sources: Vec<String> = credits.map(|credit| shown_line(credit).into_owned()).collect();
            let sources = &sources;
            let bands_of = |fullness| {
                (
                    furniture::header(sheet.size.x, view, texts, numbers, fullness),
                    furniture::footer(sheet.size.x, view, texts, sources, fullness),
                )
            };
            let full = bands_of(Fullness::Full);
            let crowded = full.0.height + full.1.height > sheet.size.y * MOST_FOR_BANDS;
            Some(if crowded { bands_of(Fullness::Brief) } else { full })
        }
    }
}
