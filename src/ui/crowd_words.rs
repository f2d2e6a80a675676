//! What is told of incidents that are drawn together, under the pointer.

use eframe::egui;

use crate::{
    carto::{CrowdSpot, window_words},
    model::grouped,
    session::Session,
};

use super::theme;

pub fn tooltip(ui: &mut egui::Ui, session: &Session, spot: &CrowdSpot) {
    ui.set_max_width(380.0);
    let what_to_do = if spot.is_one_place { "click to open the first ones" } else { "click to look closer" };
    ui.label(theme::bold(format!("{} incidents: {what_to_do}", grouped(spot.count))));
    if let Some(killed) = killed(spot) {
        ui.label(killed);
    }
    if spot.rough > 0 {
        ui.label(format!("{} known only by district or province", grouped(spot.rough)));
    }
    let years = session.index_span().map(|span| (span.first().year(), span.last().year()));
    ui.weak(window_words(session.view().window, years));
}

/// `56 killed, not stated in 30`; `None` where nothing is stated at all.
fn killed(spot: &CrowdSpot) -> Option<String> {
    if spot.not_stated == spot.count {
        return None;
    }
    let killed = grouped(spot.killed);
    Some(match spot.not_stated {
        0 => format!("{killed} killed"),
        not_stated => format!("{killed} killed, not stated in {}", grouped(not_stated)),
    })
}
