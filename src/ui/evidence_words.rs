//! How a piece of evidence is said: its size, its day, how its copy is.

use eframe::egui::Color32;

use crate::{model::Evidence, store::evidence::State};

use super::theme::Palette;

/// `PDF · 1.2 MB · 23 Nov 2026`.
pub fn facts(evidence: &Evidence) -> String {
    format!("{} · {} · {}", evidence.media_type.label(), size(evidence.size), day(&evidence.captured))
}

/// Bytes as people say them.
pub fn size(bytes: u64) -> String {
    const STEP: f64 = 1000.0;
    let mut number = bytes as f64;
    for unit in ["bytes", "kB", "MB"] {
        if number < STEP {
            return if unit == "bytes" { format!("{bytes} bytes") } else { format!("{number:.1} {unit}") };
        }
        number /= STEP;
    }
    format!("{number:.1} GB")
}

/// The day of an RFC 3339 time; other words as they stand.
pub fn day(at: &str) -> &str {
    at.get(..10).filter(|_| at.get(10..11) == Some("T")).unwrap_or(at)
}

/// How the copy is, and the colour to say it in.
pub fn state(state: Option<&State>, palette: &Palette) -> (&'static str, Color32) {
    match state {
        None => ("not looked at yet", palette.weak),
        Some(state @ State::Whole) => (state_name(state), palette.done),
        Some(state) => (state_name(state), palette.trouble),
    }
}

/// How the copy is.
pub fn state_name(state: &State) -> &'static str {
    match state {
        State::Whole => "whole",
        State::Damaged => "damaged",
        State::Missing => "missing",
        State::Unreadable(_) => "cannot be read",
    }
}
