//! A Scene as pixels, painted on the CPU with the bundled type only: the same Scene gives the same bytes on
//! every machine.

use std::{borrow::Cow, sync::Arc};

use tiny_skia::{IntRect, Pixmap, Transform};

use crate::carto::{Mark, PicturePart, Raster, Scene};

use super::{
    ground::{map_pixels, paint_ground},
    paint::paint_marks,
};

/// No picture is larger on either side: more would take gigabytes.
const MOST_PIXELS: u32 = 16_384;

/// Why a picture could not be made.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    #[error(
        "a picture of {width} × {height} pixels cannot be made: choose between 1 and {MOST_PIXELS} on each side"
    )]
    Size { width: u32, height: u32 },
    #[error("the picture could not be packed as PNG: {0}")]
    Pack(#[from] ::png::EncodingError),
    #[error("the relief could not be packed as JPEG: {0}")]
    Jpeg(#[from] image::ImageError),
    #[error("the picture could not be written as PDF: {0}")]
    Pdf(String),
    #[error("the slides could not be written: {0}")]
    Slides(String),
    #[error("there is no page to be written")]
    Empty,
    #[error("the moving picture could not be written: {0}")]
    Moving(String),
    #[error("this would be more than {} frames: choose longer steps or fewer days", super::MOST_FRAMES)]
    TooManyFrames,
    #[error("stopped: nothing was written")]
    Stopped,
}

fn painted(scene: &Scene, pixels: (u32, u32)) -> Result<Pixmap, ExportError> {
    let mut pixmap = bare_ground(scene, pixels)?;
    paint_parts(scene, &scene.parts, &mut pixmap);
    paint_panels(scene, &mut pixmap)?;
    Ok(pixmap)
}

/// What pictures of one place have in common: the ground, and what is painted first on it.
pub(super) struct Base {
    /// Of the first of them, without the marks above.
    scene: Scene,
    pixmap: Pixmap,
}

impl Base {
    pub fn of(scene: &Scene, pixels: (u32, u32)) -> Result<Self, ExportError> {
        let mut pixmap = bare_ground(scene, pixels)?;
        let first = &scene.parts[..scene.parts.len().min(1)];
        paint_parts(scene, first, &mut pixmap);
        Ok(Self { scene: Scene { parts: first.to_vec(), ..scene.clone() }, pixmap })
    }

    /// Whether another Scene begins the same.
    pub fn fits(&self, other: &Scene) -> bool {
        let own = &self.scene;
        let same_tiles = match (&own.tiles, &other.tiles) {
            (None, None) => true,
            (Some(own), Some(other)) => Arc::ptr_eq(own, other),
            (Some(_), None) | (None, Some(_)) => false,
        };
        same_tiles
            && own.size == other.size
            && own.map_min == other.map_min
            && own.map_size == other.map_size
            && own.camera == other.camera
            && own.relief == other.relief
            && own.relief_opacity.to_bits() == other.relief_opacity.to_bits()
            && own.ground == other.ground
            && own.parts.first() == other.parts.first()
    }

    /// The whole picture of a Scene that begins the same.
    pub fn paint(&self, scene: &Scene) -> Result<Pixmap, ExportError> {
        let mut pixmap = self.pixmap.clone();
        paint_parts(scene, scene.parts.get(1..).unwrap_or_default(), &mut pixmap);
        paint_panels(scene, &mut pixmap)?;
        Ok(pixmap)
    }
}

fn bare_ground(scene: &Scene, (width, height): (u32, u32)) -> Result<Pixmap, ExportError> {
    let wrong_size = ExportError::Size { width, height };
    if width > MOST_PIXELS || height > MOST_PIXELS {
        return Err(wrong_size);
    }
    let Some(mut pixmap) = Pixmap::new(width, height) else { return Err(wrong_size) };
    paint_ground(scene, pixmap.data_mut(), (width, height));
    Ok(pixmap)
}

/// Whether a part is cut off at the edge of the map's frame.
pub(super) fn is_clipped(part: PicturePart) -> bool {
    match part {
        PicturePart::Basemap
        | PicturePart::BasemapAbove
        | PicturePart::PrecisionAreas
        | PicturePart::Overlays
        | PicturePart::OverlaysAbove
        | PicturePart::PlaceNames
        | PicturePart::Incidents
        | PicturePart::Measured
        | PicturePart::Compared
        | PicturePart::Opened => true,
        PicturePart::Furniture => false,
    }
}

/// Paints parts of the Scene over what is there.
fn paint_parts(scene: &Scene, parts: &[(PicturePart, Arc<[Mark]>)], pixmap: &mut Pixmap) {
    let pixels = (pixmap.width(), pixmap.height());
    let scale = Transform::from_scale(pixels.0 as f32 / scene.size.x, pixels.1 as f32 / scene.size.y);
    let (columns, rows) = map_pixels(scene, pixels);
    let [left, top, right, bottom] = [columns.start, rows.start, columns.end, rows.end].map(u32::cast_signed);
    let frame = IntRect::from_ltrb(left, top, right, bottom);
    for parts in parts.chunk_by(|(a, _), (b, _)| is_clipped(*a) == is_clipped(*b)) {
        if parts.iter().all(|(_, marks)| marks.is_empty()) {
            continue;
        }
        if !parts.iter().any(|(part, _)| is_clipped(*part)) {
            for (_, marks) in parts {
                paint_marks(marks, scale, pixmap);
            }
            continue;
        }
        // The map is painted on a sheet of its own size, which cuts it off at the frame.
        let Some((frame, mut map)) = frame.and_then(|frame| Some((frame, pixmap.clone_rect(frame)?))) else {
            continue;
        };
        let there = scale.post_translate(-frame.x() as f32, -frame.y() as f32);
        for (_, marks) in parts {
            paint_marks(marks, there, &mut map);
        }
        put_back(&map, frame, pixmap);
    }
}

/// Paints the maps that stand on the sheet with a Scene of their own.
fn paint_panels(scene: &Scene, pixmap: &mut Pixmap) -> Result<(), ExportError> {
    let (width, height) = (pixmap.width(), pixmap.height());
    for panel in &scene.panels {
        let (size, corner) = (panel.scene.size, panel.min);
        let across = |side: f32| side * width as f32 / scene.size.x;
        let down = |side: f32| side * height as f32 / scene.size.y;
        let (left, top) = (across(corner.x).round() as i32, down(corner.y).round() as i32);
        let (right, bottom) =
            (across(corner.x + size.x).round() as i32, down(corner.y + size.y).round() as i32);
        let ends = (right.min(width.cast_signed()), bottom.min(height.cast_signed()));
        let Some(frame) = IntRect::from_ltrb(left, top, ends.0, ends.1) else { continue };
        let map = painted(&panel.scene, (frame.width(), frame.height()))?;
        put_back(&map, frame, pixmap);
    }
    Ok(())
}

/// Lays a rectangle that was taken out of a picture back into its place.
fn put_back(piece: &Pixmap, place: IntRect, picture: &mut Pixmap) {
    let across = picture.width() as usize * 4;
    let (left, length) = (place.x() as usize * 4, piece.width() as usize * 4);
    let rows = picture.data_mut().chunks_exact_mut(across).skip(place.y() as usize);
    for (row, line) in rows.zip(piece.data().chunks_exact(length)) {
        row[left..left + length].copy_from_slice(line);
    }
}

/// The picture as pixels, for previews and the clipboard.
///
/// # Errors
/// When the size is zero or too large.
pub fn rgba(scene: &Scene, pixels: (u32, u32)) -> Result<image::RgbaImage, ExportError> {
    let pixmap = painted(scene, pixels)?;
    // The ground is opaque, so premultiplied and plain colours are the same.
    let (width, height) = pixels;
    image::RgbaImage::from_raw(width, height, pixmap.take()).ok_or(ExportError::Size { width, height })
}

/// The picture as a PNG file. `dpi` is written into it for printers and changes no pixel; nothing tells who
/// made it, where or when.
///
/// # Errors
/// When the size is zero or too large.
pub fn png(scene: &Scene, pixels: (u32, u32), dpi: Option<u32>) -> Result<Vec<u8>, ExportError> {
    let pixmap = painted(scene, pixels)?;
    let opaque = opaque(&pixmap);
    let mut file = Vec::new();
    let mut info = ::png::Info::with_size(pixels.0, pixels.1);
    info.color_type = ::png::ColorType::Rgb;
    info.bit_depth = ::png::BitDepth::Eight;
    info.pixel_dims = dpi.map(|dpi| {
        // Pixels per metre; an inch is 25.4 mm.
        let per_metre = (f64::from(dpi) / 0.0254).round() as u32;
        ::png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit: ::png::Unit::Meter }
    });
    info.palette = None::<Cow<'static, [u8]>>;
    let mut encoder = ::png::Encoder::with_info(&mut file, info)?;
    // A relief packs badly: the balanced setting takes thirty times as long to save an eighth.
    encoder.set_compression(::png::Compression::Fast);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&opaque)?;
    writer.finish()?;
    Ok(file)
}

/// A picture of a Scene by itself, with its transparency.
pub(super) fn raster_png(raster: &Raster) -> Result<Vec<u8>, ExportError> {
    let mut file = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut file, raster.width, raster.height);
    encoder.set_color(::png::ColorType::Rgba);
    encoder.set_depth(::png::BitDepth::Eight);
    encoder.set_compression(::png::Compression::Balanced);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&raster.pixels)?;
    writer.finish()?;
    Ok(file)
}

/// The ground alone (flat colour and relief) in the map's frame at `scale` pixels per logical pixel, as JPEG, for
/// files that hold the marks themselves.
///
/// # Errors
/// When the size is zero or too large.
pub fn ground_jpeg(scene: &Scene, scale: f32) -> Result<Vec<u8>, ExportError> {
    /// The relief is smooth: nothing is to be seen of what is left out.
    const QUALITY: u8 = 88;
    let bare = Scene {
        size: scene.map_size,
        map_min: crate::carto::Point::default(),
        parts: Vec::new(),
        targets: Vec::new(),
        panels: Vec::new(),
        ..scene.clone()
    };
    let pixels = ((bare.size.x * scale).round() as u32, (bare.size.y * scale).round() as u32);
    let opaque = opaque(&bare_ground(&bare, pixels)?);
    let mut file = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut file, QUALITY).encode(
        &opaque,
        pixels.0,
        pixels.1,
        image::ExtendedColorType::Rgb8,
    )?;
    Ok(file)
}

/// Red, green and blue of every pixel: the ground is opaque, so nothing is lost.
pub(super) fn opaque(pixmap: &Pixmap) -> Vec<u8> {
    let mut opaque = Vec::with_capacity(pixmap.data().len() / 4 * 3);
    for pixel in pixmap.data().chunks_exact(4) {
        opaque.extend_from_slice(&pixel[..3]);
    }
    opaque
}

/// Marks alone on a ground that lets through what lies below, at `scale` pixels per logical pixel.
pub(super) fn sign_png(
    marks: &[Mark],
    size: crate::carto::Point,
    scale: f32,
) -> Result<Vec<u8>, ExportError> {
    let [width, height] = [size.x, size.y].map(|side| (side * scale).ceil() as u32);
    let Some(mut pixmap) = Pixmap::new(width, height) else {
        return Err(ExportError::Size { width, height });
    };
    paint_marks(marks, Transform::from_scale(scale, scale), &mut pixmap);
    let plain: Vec<u8> = pixmap
        .pixels()
        .iter()
        .flat_map(|pixel| {
            let plain = pixel.demultiply();
            [plain.red(), plain.green(), plain.blue(), plain.alpha()]
        })
        .collect();
    let mut file = Vec::new();
    let mut encoder = ::png::Encoder::new(&mut file, width, height);
    encoder.set_color(::png::ColorType::Rgba);
    encoder.set_depth(::png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&plain)?;
    writer.finish()?;
    Ok(file)
}
