//! The line at the bottom: where the pointer is, how much is shown, whether all is saved.

use eframe::egui;

use crate::session::{Command, Session, coordinates_text};
use crate::{analysis::Sum, carto::Basemap, model::LonLat};

use super::{map_pane::MapPane, theme::Palette};

pub fn show(ui: &mut egui::Ui, session: &Session, map: &MapPane) -> Vec<Command> {
    let mut commands = Vec::new();
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        let shown = session.shown().len();
        let total = session.document().len();
        ui.label(super::theme::bold(format!("{shown} of {total} shown")).small());
        if shown < total && ui.small_button("Clear filters").clicked() {
            commands.push(Command::ClearFilters);
        }
        let summary = session.summary();
        ui.separator();
        ui.label(egui::RichText::new(format!("Killed {}", in_words(&summary.killed))).small());
        ui.separator();
        ui.label(egui::RichText::new(format!("Wounded {}", in_words(&summary.wounded))).small());
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let zoom = session.view().camera.zoom.0;
            ui.label(egui::RichText::new(format!("zoom {zoom:.1}")).small().color(palette.weak));
            ui.separator();
            match map.under_pointer {
                Some(at) => {
                    let district = place_words(at);
                    ui.label(egui::RichText::new(coordinates_text(at)).small().monospace());
                    if !district.is_empty() {
                        ui.label(egui::RichText::new(district).small().color(palette.weak));
                    }
                }
                None => {
                    ui.label(
                        egui::RichText::new("Coordinates under the pointer").small().color(palette.weak),
                    );
                }
            }
        });
    });
    commands
}

/// `120 (110–140), not stated in 7`.
fn in_words(sum: &Sum) -> String {
    match sum.not_stated {
        0 => sum.to_string(),
        unknown => format!("{sum}, not stated in {unknown}"),
    }
}

/// District and province of a point on the ground, empty where the basemap knows neither.
fn place_words(at: LonLat) -> String {
    let basemap = Basemap::embedded();
    match (basemap.district_at(at), basemap.province_at(at)) {
        (Some(district), _) => format!("{}, {}", district.name.english, district.province),
        (None, Some(province)) => province.name.english.clone(),
        (None, None) => String::new(),
    }
}
