//! The time axis and how the window moves along it.

use jiff::civil::Date;

use crate::{
    analysis::{Window, window},
    model::{CalendarUnit, DaySpan},
};

use super::Playback;

/// The axis of the timeline pane, the unit of its steps and the motion of the window.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// Whole years around all dates of the document; `None` while nothing is dated.
    data: Option<DaySpan>,
    /// What a brush on the axis zoomed to.
    zoomed: Option<DaySpan>,
    pub unit: CalendarUnit,
    pub playback: Playback,
}

impl Timeline {
    pub fn new(data: Option<DaySpan>) -> Self {
        Self { data, zoomed: None, unit: CalendarUnit::Year, playback: Playback::default() }
    }

    /// Whole years around all dates; `None` while nothing is dated.
    pub fn data_span(&self) -> Option<DaySpan> {
        self.data
    }

    pub(super) fn set_data_span(&mut self, data: Option<DaySpan>) {
        self.data = data;
    }

    /// The days between the ends of the pane; the current year when nothing is dated.
    pub fn axis(&self, today: Date) -> DaySpan {
        self.zoomed.or(self.data).unwrap_or_else(|| {
            DaySpan::new(today.first_of_year(), today.last_of_year()).unwrap_or(DaySpan::day(today))
        })
    }

    pub fn is_zoomed(&self) -> bool {
        self.zoomed.is_some()
    }

    pub(super) fn zoom_to(&mut self, span: Option<DaySpan>) {
        self.zoomed = span;
    }

    /// Where the window begins and ends on the axis: an open end stands at the end of the data.
    pub fn drawn_window(&self, window: Window, today: Date) -> DaySpan {
        window::on_axis(window, self.data.unwrap_or_else(|| self.axis(today)))
    }
}
