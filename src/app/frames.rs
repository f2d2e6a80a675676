//! How long frames take, written to the file that `MARZ_FRAMES` names: for whoever measures, never on by itself.
//!
//! One line a frame, milliseconds: `logic interface all`. `all` is what eframe counts of the frame before: logic,
//! interface with the Scene in it, tessellation, upload and the driver's calls, but not the wait for the screen.

use std::{
    fs::File,
    io::{BufWriter, Write as _},
    path::PathBuf,
    time::{Duration, Instant},
};

/// Writes the lines.
pub(super) struct Frames {
    out: BufWriter<File>,
    logic: Duration,
}

impl Frames {
    /// `None` where nobody measures.
    ///
    /// # Errors
    /// When the file cannot be made: what to say.
    pub fn from_environment() -> Result<Option<Self>, String> {
        let Some(path) = std::env::var_os("MARZ_FRAMES").filter(|path| !path.is_empty()) else {
            return Ok(None);
        };
        match File::create(&path) {
            Ok(file) => Ok(Some(Self { out: BufWriter::new(file), logic: Duration::ZERO })),
            Err(error) => {
                let path = PathBuf::from(path);
                Err(format!("The times of frames cannot be written: {error}. {}", path.display()))
            }
        }
    }

    pub fn logic(&mut self, since: Instant) {
        self.logic += since.elapsed();
    }

    /// Ends a frame: its interface began `since`; `all` is what the whole frame before it took.
    pub fn interface(&mut self, since: Instant, all: Option<f32>) {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
        let (logic, interface) =
            (milliseconds(std::mem::take(&mut self.logic)), milliseconds(since.elapsed()));
        let all = all.map_or(f64::NAN, |seconds| f64::from(seconds) * 1e3);
        // A full disk ends the measuring, not the program.
        let _ = writeln!(self.out, "{logic:.3} {interface:.3} {all:.3}").and_then(|()| self.out.flush());
    }
}
