//! A quiet line over the form: records that may be the same as the selected one.

use eframe::egui;

use crate::{
    model::Incident,
    session::{Check, Command, Session},
    ui::{
        duplicates_sheet::{likelihood, when_and_where},
        fields,
        theme::Palette,
        tool_window::clipped,
    },
};

pub(super) fn show(ui: &mut egui::Ui, session: &Session, incident: &Incident, commands: &mut Vec<Command>) {
    let check = Check::Twins(incident.id.clone());
    if session.should_check(&check) {
        commands.push(Command::Ask(check));
    }
    let palette = Palette::of(ui);
    for twin in session.twins() {
        let Some(other) = session.document().get(&twin.id) else { continue };
        ui.horizontal(|ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                let compare = ui.small_button("Compare…");
                fields::name(&compare, &format!("Compare with {}", other.display_title()));
                if compare.clicked() {
                    commands.push(Command::CompareForMerge(incident.id.clone(), other.id.clone()));
                }
                ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                    let words = format!("May be the same as: {}", other.display_title());
                    let about = format!(
                        "{}: {}\n{}",
                        likelihood(twin.score),
                        twin.reasons.join(", "),
                        when_and_where(&other)
                    );
                    ui.scope(|ui| clipped(ui, words, 1, |text| text.size(12.0).color(palette.warn)))
                        .response
                        .on_hover_text(about);
                });
            });
        });
    }
}
