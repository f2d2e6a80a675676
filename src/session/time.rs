//! The time window as it steps, grows and plays.

use crate::{
    analysis::{Window, window},
    model::DaySpan,
};

use super::{Session, Timeline};

impl Session {
    /// Lets time pass: playing moves the window, messages that only confirm go away.
    pub fn pass_time(&mut self, seconds: f32) {
        let units = self.timeline.playback.pass(seconds);
        if units == 0 {
            return;
        }
        for _ in 0..units {
            self.play_one_unit();
        }
        self.refresh();
    }

    pub(super) fn play_one_unit(&mut self) {
        let (Some(data), Some(now)) = (self.timeline.data_span(), self.bounded_window()) else { return };
        let Timeline { unit, playback, .. } = &mut self.timeline;
        match window::play(now, *unit, playback.style(), data) {
            Some(next) => self.view.window = Window::of(next),
            None if playback.looping => self.view.window = Window::of(self.rewound(now, data)),
            None => playback.stop(),
        }
    }

    /// The window as days; one unit at the beginning of the data when it holds all of time.
    pub(super) fn bounded_window(&self) -> Option<DaySpan> {
        let data = self.timeline.data_span()?;
        if self.view.window.is_all() {
            return Some(window::unit_around(data.first(), self.timeline.unit));
        }
        Some(window::on_axis(self.view.window, data))
    }

    pub(super) fn step_window(&mut self, count: i64) {
        // Cumulative: the start stays, also when stepping by hand.
        if self.timeline.playback.cumulative && !self.view.window.is_all() {
            return self.resize_window(count);
        }
        let Some(data) = self.timeline.data_span() else { return };
        let unit = self.timeline.unit;
        let next = if self.view.window.is_all() {
            // Stepping from "all dates" begins at the near end of the data.
            window::unit_around(if count > 0 { data.first() } else { data.last() }, unit)
        } else {
            window::step(window::on_axis(self.view.window, data), unit, count)
        };
        self.view.window = Window::of(next);
    }

    pub(super) fn resize_window(&mut self, count: i64) {
        let Some(now) = self.bounded_window() else { return };
        let unit = self.timeline.unit;
        self.view.window =
            Window::of(if count > 0 { window::grow(now, unit) } else { window::shrink(now, unit) });
    }

    pub(super) fn play_or_pause(&mut self) {
        if self.timeline.playback.playing {
            self.timeline.playback.stop();
            return;
        }
        let (Some(data), Some(now)) = (self.timeline.data_span(), self.bounded_window()) else { return };
        let start = if now.last() >= data.last() { self.rewound(now, data) } else { now };
        self.view.window = Window::of(start);
        self.timeline.playback.start();
    }

    /// The first window of a playback.
    pub(super) fn rewound(&self, now: DaySpan, data: DaySpan) -> DaySpan {
        // A window over everything has nowhere to go: begin with one unit.
        if now.days() >= data.days() {
            return window::unit_around(data.first(), self.timeline.unit);
        }
        window::rewound(now, self.timeline.unit, self.timeline.playback.style(), data)
    }
}
