//! The time window in motion, driven by the seconds that the shell reports.

use crate::analysis::window;

/// Speeds offered, in calendar units a second.
pub const SPEEDS: [f32; 6] = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0];

/// How the window plays.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Playback {
    pub playing: bool,
    /// Calendar units a second.
    pub speed: f32,
    /// Begin anew at the end instead of stopping.
    pub looping: bool,
    /// The start stays; the end moves.
    pub cumulative: bool,
    /// Part of the next step that has passed, 0 to 1.
    progress: f32,
}

impl Default for Playback {
    fn default() -> Self {
        Self { playing: false, speed: 2.0, looping: false, cumulative: false, progress: 0.0 }
    }
}

impl Playback {
    /// Lets `seconds` pass; returns how many whole units the window must advance now.
    pub fn pass(&mut self, seconds: f32) -> i64 {
        if !self.playing {
            return 0;
        }
        // A window that slept (lid closed, window hidden) must not leap over years on waking.
        self.progress += seconds.clamp(0.0, 0.5) * self.speed;
        let whole = self.progress.floor();
        self.progress -= whole;
        whole as i64
    }

    /// Seconds until the next step is due.
    pub fn seconds_to_next(&self) -> f32 {
        (1.0 - self.progress) / self.speed
    }

    /// What happens to the start of the window.
    pub fn style(&self) -> window::Playback {
        if self.cumulative { window::Playback::Cumulative } else { window::Playback::Sliding }
    }

    pub fn start(&mut self) {
        self.playing = true;
        self.progress = 0.0;
    }

    pub fn stop(&mut self) {
        self.playing = false;
    }
}
