//! A vector tile painted into a picture, on the CPU: what the window and a picture show are the same pixels.

use tiny_skia::{FillRule, LineCap, LineJoin, Paint, PathBuilder, Pixmap, Stroke, Transform};

use crate::{
    carto::{Brush, Feature, Rgba, Theme, feature, vector_ground},
    store::tiles::{Shape, ShapeForm, TilePlace, VectorTile},
};

/// Pixels on each side: two for each logical one.
const SIDE: u32 = 512;
const PER_LOGICAL: f32 = SIDE as f32 / 256.0;

/// The picture of a tile. `wanted` is the tile itself, or one below it, whose part is painted as large and as sharp as
/// a whole one; `place` is where `tile` lies.
pub fn vector_tile_picture(
    tile: &VectorTile,
    place: TilePlace,
    wanted: TilePlace,
    theme: Theme,
) -> Option<image::RgbaImage> {
    let mut shapes: Vec<(Feature, &Shape)> = tile
        .layers
        .iter()
        .flat_map(|layer| layer.shapes.iter().map(move |shape| (layer.name.as_str(), shape)))
        .filter(|(_, shape)| !shape.is_hidden)
        .filter_map(|(layer, shape)| {
            let is_area = shape.form == ShapeForm::Areas;
            let feature = feature(layer, shape.kind.as_deref(), shape.admin_level, is_area)?;
            let is_point = shape.form == ShapeForm::Points;
            match (is_point, feature) {
                (true, Feature::OtherLine) => Some((Feature::OtherPoint, shape)),
                (true, _) => None,
                (false, feature) => Some((feature, shape)),
            }
        })
        .collect();
    // The sort is stable: within a kind the maker's order stands.
    shapes.sort_by_key(|(feature, _)| *feature);
    let has_land = shapes.first().is_some_and(|(feature, _)| *feature == Feature::Land);
    let mut pixmap = Pixmap::new(SIDE, SIDE)?;
    pixmap.fill(solid(vector_ground(has_land, theme)));
    let to_pixels = part_of(place, wanted)?;
    // Edges of lines lie below all lines of their kind, so that crossings stay open.
    for group in shapes.chunk_by(|(a, _), (b, _)| a == b) {
        let brush = group[0].0.brush(wanted.z, theme);
        if let Brush::Line { casing: Some(casing), width, .. } = brush {
            for (_, shape) in group {
                stroke(&mut pixmap, shape, to_pixels, casing, width + 1.4);
            }
        }
        for (_, shape) in group {
            match brush {
                Brush::Fill(colour) => fill(&mut pixmap, shape, to_pixels, colour),
                Brush::Line { colour, width, .. } => stroke(&mut pixmap, shape, to_pixels, colour, width),
                Brush::Dot { colour, radius } => dots(&mut pixmap, shape, to_pixels, colour, radius),
            }
        }
    }
    let mut image = image::RgbaImage::from_raw(SIDE, SIDE, pixmap.take())?;
    for pixel in image.pixels_mut() {
        // The ground is opaque; what is left of rounding is not.
        pixel.0[3] = 255;
    }
    Some(image)
}

/// Scale and shift from the tile's own measure to the pixels of the wanted part.
fn part_of(place: TilePlace, wanted: TilePlace) -> Option<(f32, f32, f32)> {
    let levels = wanted.z.checked_sub(place.z).filter(|levels| *levels <= 12)?;
    let parts = 1_u32 << levels;
    let column = wanted.x.checked_sub(place.x << levels).filter(|column| *column < parts)?;
    let row = wanted.y.checked_sub(place.y << levels).filter(|row| *row < parts)?;
    let side = SIDE as f32;
    Some((side * parts as f32, column as f32 * side, row as f32 * side))
}

fn solid(colour: Rgba) -> tiny_skia::Color {
    let [r, g, b, a] = colour.0;
    tiny_skia::Color::from_rgba8(r, g, b, a)
}

fn paint(colour: Rgba) -> Paint<'static> {
    let mut paint = Paint { anti_alias: true, ..Paint::default() };
    paint.set_color(solid(colour));
    paint
}

/// The paths of a shape in pixels; those that lie wholly outside are left out.
fn path(shape: &Shape, (scale, left, top): (f32, f32, f32), closed: bool) -> Option<tiny_skia::Path> {
    const BEYOND: f32 = 40.0;
    let side = SIDE as f32;
    let mut builder = PathBuilder::new();
    for points in &shape.paths {
        let pixels = || points.iter().map(|[x, y]| (x * scale - left, y * scale - top));
        let outside = pixels().all(|(x, _)| x < -BEYOND)
            || pixels().all(|(x, _)| x > side + BEYOND)
            || pixels().all(|(_, y)| y < -BEYOND)
            || pixels().all(|(_, y)| y > side + BEYOND);
        if outside || points.len() < 2 {
            continue;
        }
        for (place, (x, y)) in pixels().enumerate() {
            if place == 0 {
                builder.move_to(x, y);
            } else {
                builder.line_to(x, y);
            }
        }
        if closed {
            builder.close();
        }
    }
    builder.finish()
}

fn fill(pixmap: &mut Pixmap, shape: &Shape, to_pixels: (f32, f32, f32), colour: Rgba) {
    if let Some(path) = path(shape, to_pixels, true) {
        pixmap.fill_path(&path, &paint(colour), FillRule::EvenOdd, Transform::identity(), None);
    }
}

fn stroke(pixmap: &mut Pixmap, shape: &Shape, to_pixels: (f32, f32, f32), colour: Rgba, width: f32) {
    if let Some(path) = path(shape, to_pixels, false) {
        let stroke = Stroke {
            width: width * PER_LOGICAL,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        };
        pixmap.stroke_path(&path, &paint(colour), &stroke, Transform::identity(), None);
    }
}

fn dots(pixmap: &mut Pixmap, shape: &Shape, (scale, left, top): (f32, f32, f32), colour: Rgba, radius: f32) {
    for [x, y] in shape.paths.iter().flatten() {
        let (x, y) = (x * scale - left, y * scale - top);
        if let Some(circle) = PathBuilder::from_circle(x, y, radius * PER_LOGICAL) {
            pixmap.fill_path(&circle, &paint(colour), FillRule::Winding, Transform::identity(), None);
        }
    }
}
