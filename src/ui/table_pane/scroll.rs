//! How far the table is scrolled. In f64: among a million rows a pixel of an f32 is lost.

use eframe::egui::{self, Rect, Sense, pos2};

use super::super::{fields, theme::Palette};

/// The width of the bars.
pub(super) const BAR: f32 = 11.0;
/// The shortest handle.
const HANDLE: f32 = 28.0;

/// Pixels from the first row and from the first column that scrolls.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Scroll {
    pub top: f64,
    pub left: f64,
}

impl Scroll {
    /// Keeps within a content that is this much larger than what is seen of it.
    pub fn keep_within(&mut self, most_left: f64, most_top: f64) {
        self.left = self.left.clamp(0.0, most_left.max(0.0));
        self.top = self.top.clamp(0.0, most_top.max(0.0));
    }
}

/// Moves as little as needed to see `from..to` in a window of this length.
pub(super) fn bring(now: &mut f64, from: f64, to: f64, length: f64) {
    if from < *now {
        *now = from;
    } else if to > *now + length {
        *now = (to - length).min(from);
    }
}

/// Which way a bar runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Down,
    Across,
}

/// A scroll bar along `track`, where `seen` of `all` is seen.
pub(super) fn bar(ui: &egui::Ui, way: Way, track: Rect, now: &mut f64, seen: f64, all: f64) {
    if all <= seen {
        return;
    }
    let palette = Palette::of(ui);
    let (start, length) = match way {
        Way::Down => (track.top(), track.height()),
        Way::Across => (track.left(), track.width()),
    };
    let handle = ((f64::from(length) * seen / all) as f32).clamp(HANDLE.min(length), length);
    let room = f64::from(length - handle).max(1.0);
    let name = match way {
        Way::Down => "Scroll up and down",
        Way::Across => "Scroll sideways",
    };
    let response = ui.interact(track, ui.scope_id().with(name), Sense::CLICK | Sense::DRAG);
    fields::name(&response, name);
    if let Some(at) = response.interact_pointer_pos().filter(|_| response.is_pointer_button_down_on()) {
        let at = match way {
            Way::Down => at.y,
            Way::Across => at.x,
        };
        *now = (f64::from(at - start - handle / 2.0) / room * (all - seen)).clamp(0.0, all - seen);
    }
    let first = start + (*now / (all - seen) * room) as f32;
    let rect = match way {
        Way::Down => {
            Rect::from_min_max(pos2(track.left() + 2.0, first), pos2(track.right() - 1.0, first + handle))
        }
        Way::Across => {
            Rect::from_min_max(pos2(first, track.top() + 2.0), pos2(first + handle, track.bottom() - 1.0))
        }
    };
    let strong = response.hovered() || response.is_pointer_button_down_on();
    let colour = if strong { palette.weak } else { palette.bar_total };
    ui.painter().rect_filled(rect, 4.0, colour);
}
