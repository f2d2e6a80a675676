//! Pictures in motion: one Scene after the other as GIF, APNG or numbered pictures.
//!
//! MP4 and `WebM` are left out: an encoder in Rust (rav1e) doubles the time that the program takes to build and needs a
//! packer of its own besides; numbered frames go into whatever makes films.

mod apng;
mod gif;
mod palette;
mod strip;

use std::ops::ControlFlow;

use crate::carto::Scene;

use super::png::{ExportError, png};

pub use apng::apng;
pub use gif::gif;

/// Pictures that follow each other, made one at a time: all at once would not fit into memory.
pub struct Reel<'a> {
    pub frames: usize,
    /// The Scene of a frame, counted from 0.
    pub scene: Box<dyn FnMut(usize) -> Scene + 'a>,
    /// Width and height of each.
    pub pixels: (u32, u32),
    /// How long each stands, in hundredths of a second.
    pub hundredths: u16,
}

/// Told how many frames of how many are done; answers whether to go on.
pub type Watch<'a> = &'a mut dyn FnMut(usize, usize) -> ControlFlow<()>;

/// Each frame as a PNG, given to `take` with its number from 1.
///
/// # Errors
/// When a frame cannot be painted, `take` fails, or it was stopped.
pub fn numbered<E: From<ExportError>>(
    mut reel: Reel<'_>,
    watch: Watch<'_>,
    mut take: impl FnMut(usize, Vec<u8>) -> Result<(), E>,
) -> Result<(), E> {
    for place in 0..reel.frames {
        go_on(watch, place, reel.frames)?;
        let picture = png(&(reel.scene)(place), reel.pixels, None)?;
        take(place + 1, picture)?;
    }
    Ok(())
}

fn go_on(
    watch: &mut dyn FnMut(usize, usize) -> ControlFlow<()>,
    done: usize,
    of: usize,
) -> Result<(), ExportError> {
    match watch(done, of) {
        ControlFlow::Continue(()) => Ok(()),
        ControlFlow::Break(()) => Err(ExportError::Stopped),
    }
}
