//! Frames as one moving PNG: all colours, and of each frame only what changed.

use super::{
    super::png::{ExportError, opaque},
    Reel, Watch, go_on,
    strip::{Patch, Strip, changed, cut},
};

/// The frames as one APNG that plays without end.
///
/// # Errors
/// When there is no frame, one cannot be painted, or it was stopped.
pub fn apng(mut reel: Reel<'_>, watch: Watch<'_>) -> Result<Vec<u8>, ExportError> {
    let (width, height) = reel.pixels;
    let frames = u32::try_from(reel.frames).ok().filter(|frames| *frames > 0).ok_or(ExportError::Empty)?;
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Fast);
    encoder.set_animated(frames, 0)?;
    encoder.set_frame_delay(reel.hundredths, 100)?;
    let mut writer = encoder.write_header()?;
    let mut strip = Strip::new(reel.pixels);
    let mut before: Vec<[u8; 3]> = Vec::new();
    for place in 0..reel.frames {
        go_on(watch, place, reel.frames)?;
        let bytes = opaque(&strip.paint(&(reel.scene)(place))?);
        let after: Vec<[u8; 3]> = bytes.as_chunks().0.to_vec();
        if place == 0 {
            writer.write_image_data(&bytes)?;
        } else {
            // A frame that changes nothing still has its time: it says again what one pixel is.
            let nothing = Patch { left: 0, top: 0, width: 1, height: 1 };
            let patch = changed(&before, &after, width as usize).unwrap_or(nothing);
            writer.reset_frame_position()?;
            writer.set_frame_dimension(patch.width as u32, patch.height as u32)?;
            writer.set_frame_position(patch.left as u32, patch.top as u32)?;
            writer.write_image_data(cut(&after, width as usize, patch).as_flattened())?;
        }
        before = after;
    }
    writer.finish()?;
    Ok(file)
}
