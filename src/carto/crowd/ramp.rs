//! The colours of few to many.

use super::super::{Rgba, Theme};

/// From few to many: each step differs from its neighbours in lightness, so that a grey print tells them too.
fn stops(theme: Theme) -> [[u8; 4]; 5] {
    match theme {
        Theme::Light => [
            [253, 208, 120, 130],
            [248, 158, 84, 180],
            [226, 97, 66, 205],
            [173, 42, 62, 220],
            [96, 12, 56, 230],
        ],
        Theme::Dark => [
            [74, 44, 110, 150],
            [139, 44, 122, 190],
            [205, 72, 98, 210],
            [246, 140, 74, 225],
            [253, 224, 130, 235],
        ],
        Theme::Print => [
            [205, 205, 205, 170],
            [160, 160, 160, 200],
            [112, 112, 112, 215],
            [64, 64, 64, 225],
            [16, 16, 16, 235],
        ],
    }
}

/// The colour of a share from 0, few, to 1, many.
pub(super) fn colour(theme: Theme, share: f32) -> Rgba {
    let stops = stops(theme);
    let place = share.clamp(0.0, 1.0) * (stops.len() - 1) as f32;
    let below = (place as usize).min(stops.len() - 2);
    let part = place - below as f32;
    let mixed = |channel: usize| {
        let (from, to) = (f32::from(stops[below][channel]), f32::from(stops[below + 1][channel]));
        (from + (to - from) * part).round() as u8
    };
    Rgba([mixed(0), mixed(1), mixed(2), mixed(3)])
}
