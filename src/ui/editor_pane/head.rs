//! Over the form: what is done with the record as a whole, what an editor would query; and the pane without one.

use eframe::egui::{self, RichText};

use crate::{
    model::{Incident, shown_line},
    session::{Command, Session},
    ui::{
        fields,
        theme::{self, Palette},
    },
};

use super::known::Known;

pub(super) fn show(
    ui: &mut egui::Ui,
    session: &Session,
    incident: &Incident,
    known: &Known,
    commands: &mut Vec<Command>,
) {
    let palette = Palette::of(ui);
    ui.horizontal(|ui| {
        for (symbol, command, words) in [
            (theme::icons::UP, Command::SelectPrevious, "Previous incident (K)"),
            (theme::icons::DOWN, Command::SelectNext, "Next incident (J)"),
            (theme::icons::TARGET, Command::ZoomToSelection, "Zoom to it (Z)"),
            (theme::icons::COPY, Command::Duplicate, "Duplicate (Ctrl+D)"),
            (theme::icons::TRASH, Command::Delete, "Delete (Del)"),
        ] {
            let refusal = command.refusal(session);
            let response = ui
                .add_enabled(refusal.is_none(), egui::Button::new(theme::icon(symbol, 15.0)))
                .on_hover_text(words);
            fields::name(&response, words);
            if response.clicked() {
                commands.push(command);
            }
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let open: Vec<_> = known.findings.iter().filter(|finding| finding.ignored.is_none()).collect();
            if !open.is_empty() {
                let words: Vec<_> = open.iter().map(|f| format!("{}: {}", f.field, f.message)).collect();
                let count = if open.len() == 1 {
                    "1 thing to check".to_owned()
                } else {
                    format!("{} things to check", open.len())
                };
                ui.label(RichText::new(count).small().color(palette.warn)).on_hover_text(words.join("\n"));
            }
        });
    });
    ui.label(RichText::new(shown_line(incident.id.as_str())).small().color(palette.weak))
        .on_hover_text("Permanent id");
}

pub(super) fn nothing_selected(ui: &mut egui::Ui, commands: &mut Vec<Command>) {
    ui.add_space(40.0);
    ui.vertical_centered(|ui| {
        ui.label(theme::bold("No incident selected"));
        ui.weak("Click a marker or a row of the list,\nor step through them with J and K.");
        ui.add_space(theme::GROUP_GAP);
        if ui.button("New incident (Ctrl+I)").clicked() {
            commands.push(Command::NewIncident);
        }
    });
    ui.add_space(theme::GAP);
}
