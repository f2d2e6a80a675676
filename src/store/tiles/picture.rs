//! The bytes of a tile become pixels, within limits that are set before anything is decoded.

use std::io::Cursor;

use image::{DynamicImage, ImageFormat, ImageReader, Limits, RgbaImage, imageops::FilterType};

/// Pixels on each side at most.
pub const MOST_TILE_SIDE: u32 = 4096;
/// Memory that decoding may take: a tile of the largest size with four channels, and room to work.
const MOST_MEMORY: u64 = 80 * 1024 * 1024;
/// A tile covers 256 logical pixels: more than four times that is seen by nobody and would fill the memory.
const MOST_KEPT_SIDE: u32 = 1024;

/// Why bytes are no tile.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PictureError {
    #[error("The tile is empty.")]
    Empty,
    #[error("What came is no picture but {0}.")]
    NotAPicture(&'static str),
    #[error("The tile has more pixels than are taken ({MOST_TILE_SIDE} × {MOST_TILE_SIDE}), or none.")]
    Size,
    #[error("The tile is damaged: {0}.")]
    Damaged(String),
}

/// # Errors
/// When it is no PNG, JPEG or WebP, too large, or damaged.
pub fn decode_tile(bytes: &[u8]) -> Result<RgbaImage, PictureError> {
    let format = format_of(bytes)?;
    let damaged = |error: &image::ImageError| match error {
        image::ImageError::Limits(_) => PictureError::Size,
        other => {
            PictureError::Damaged(other.to_string().chars().filter(|c| !c.is_control()).take(120).collect())
        }
    };
    let reader = || {
        let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
        let mut limits = Limits::default();
        limits.max_image_width = Some(MOST_TILE_SIDE);
        limits.max_image_height = Some(MOST_TILE_SIDE);
        limits.max_alloc = Some(MOST_MEMORY);
        reader.limits(limits);
        reader
    };
    let (width, height) = reader().into_dimensions().map_err(|error| damaged(&error))?;
    if width == 0 || height == 0 || width > MOST_TILE_SIDE || height > MOST_TILE_SIDE {
        return Err(PictureError::Size);
    }
    let image = reader().decode().map_err(|error| damaged(&error))?;
    Ok(small_enough(image))
}

fn small_enough(image: DynamicImage) -> RgbaImage {
    if image.width().max(image.height()) > MOST_KEPT_SIDE {
        return image.resize_exact(MOST_KEPT_SIDE, MOST_KEPT_SIDE, FilterType::Triangle).into_rgba8();
    }
    image.into_rgba8()
}

/// What the first bytes say: a name or a type from outside is not believed.
fn format_of(bytes: &[u8]) -> Result<ImageFormat, PictureError> {
    if bytes.is_empty() {
        return Err(PictureError::Empty);
    }
    if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        return Ok(ImageFormat::Png);
    }
    if bytes.starts_with(b"\xff\xd8\xff") {
        return Ok(ImageFormat::Jpeg);
    }
    if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        return Ok(ImageFormat::WebP);
    }
    let head: String =
        bytes.iter().take(200).map(|byte| char::from(*byte).to_ascii_lowercase()).collect::<String>();
    let head = head.trim_start_matches(['\u{ef}', '\u{bb}', '\u{bf}']).trim_start();
    let what = if bytes.starts_with(b"\x1f\x8b") {
        "something packed (gzip)"
    } else if bytes.starts_with(b"GIF8") {
        "a GIF; Marz draws PNG, JPEG and WebP"
    } else if head.starts_with("<svg") || (head.starts_with("<?xml") && head.contains("<svg")) {
        "an SVG drawing"
    } else if head.starts_with("<!doctype") || head.starts_with("<html") || head.starts_with("<?xml") {
        "a web page"
    } else if head.starts_with('{') || head.starts_with('[') {
        "a message (JSON)"
    } else {
        "something unknown"
    };
    Err(PictureError::NotAPicture(what))
}
