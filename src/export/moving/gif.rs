//! Frames as GIF: 255 colours for all of them, and of each frame only what changed.

use std::borrow::Cow;

use super::{
    super::png::ExportError,
    Reel, Watch, go_on,
    palette::{MOST_COLOURS, Palette, Sample},
    strip::{Patch, Strip, changed, cut},
};

/// So many frames are looked at for their colours before the first is written.
const LOOKED_AT: usize = 5;

/// Stands for "as before".
const UNCHANGED: u8 = MOST_COLOURS as u8;

/// The frames as one GIF that plays without end.
///
/// # Errors
/// When there is no frame, the size is larger than a GIF can have, a frame cannot be painted, or it was stopped.
pub fn gif(mut reel: Reel<'_>, watch: Watch<'_>) -> Result<Vec<u8>, ExportError> {
    let (width, height) = reel.pixels;
    let size = |side: u32| u16::try_from(side).map_err(|_| ExportError::Size { width, height });
    if reel.frames == 0 {
        return Err(ExportError::Empty);
    }
    let mut strip = Strip::new(reel.pixels);
    let mut sample = Sample::default();
    let looked_at = LOOKED_AT.min(reel.frames);
    for number in 0..looked_at {
        go_on(watch, 0, reel.frames)?;
        let place = number * (reel.frames - 1) / (looked_at - 1).max(1);
        let scene = (reel.scene)(place);
        sample.add_marks(&scene);
        sample.add_picture(&strip.paint(&scene)?);
    }
    let mut palette = Palette::of(&sample);
    let failed = |error: ::gif::EncodingError| ExportError::Moving(error.to_string());
    let mut file = Vec::new();
    let mut encoder =
        ::gif::Encoder::new(&mut file, size(width)?, size(height)?, palette.colours()).map_err(failed)?;
    encoder.set_repeat(::gif::Repeat::Infinite).map_err(failed)?;
    let mut before: Vec<u8> = Vec::new();
    for place in 0..reel.frames {
        go_on(watch, place, reel.frames)?;
        let after = palette.indices(&strip.paint(&(reel.scene)(place))?);
        let whole = Patch { left: 0, top: 0, width: width as usize, height: height as usize };
        let nothing = Patch { width: 1, height: 1, ..whole };
        let patch =
            if place == 0 { whole } else { changed(&before, &after, width as usize).unwrap_or(nothing) };
        let mut pixels = cut(&after, width as usize, patch);
        if place > 0 {
            // Long stretches of the same pack better than the ground once more.
            for (pixel, old) in pixels.iter_mut().zip(cut(&before, width as usize, patch)) {
                if *pixel == old {
                    *pixel = UNCHANGED;
                }
            }
        }
        let frame = ::gif::Frame {
            delay: reel.hundredths,
            dispose: ::gif::DisposalMethod::Keep,
            transparent: Some(UNCHANGED),
            left: patch.left as u16,
            top: patch.top as u16,
            width: patch.width as u16,
            height: patch.height as u16,
            buffer: Cow::Owned(pixels),
            ..::gif::Frame::default()
        };
        encoder.write_frame(&frame).map_err(failed)?;
        before = after;
    }
    drop(encoder);
    Ok(file)
}
