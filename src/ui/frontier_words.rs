//! What is told of a point on the ground: its district, and all that the frontier knows of it.

use eframe::egui::{self, RichText};

use crate::{analysis::frontier::Fix, carto::Basemap, model::LonLat};

use super::theme::Palette;

/// District and province of a point on the ground, empty where the basemap knows neither.
pub fn area_words(at: LonLat) -> String {
    let basemap = Basemap::embedded();
    match (basemap.district_at(at), basemap.province_at(at)) {
        (Some(district), _) => format!("{}, {}", district.name.english, district.province),
        (None, Some(province)) => province.name.english.clone(),
        (None, None) => String::new(),
    }
}

/// Everything that is known of a place, a line for each, and what one must know of it.
pub fn fix_ui(ui: &mut egui::Ui, fix: &Fix) {
    const NAMES: f32 = 78.0;
    let palette = Palette::of(ui);
    for (name, words) in fix.rows() {
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            let size = egui::vec2(NAMES, 0.0);
            ui.allocate_ui_with_layout(size, egui::Layout::left_to_right(egui::Align::Min), |ui| {
                ui.set_min_width(NAMES);
                ui.label(RichText::new(name).size(11.5).color(palette.weak));
            });
            ui.add(egui::Label::new(RichText::new(words).size(12.5)).wrap());
        });
    }
    for note in fix.notes() {
        ui.label(RichText::new(note).size(11.0).color(palette.weak));
    }
}
