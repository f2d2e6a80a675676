//! The window of place names: which lists were added to those inside the program, and what became of each.

use eframe::egui::{self, RichText};

use crate::{
    analysis::gazetteer::{Gazetteer, NamesReport},
    model::{shown_line, shown_text},
    session::{Command, NamesCommand, NamesFile, NamesState, Session},
};

use super::{
    fields,
    sheets::{scrolled, sheet},
    theme::{self, Palette},
};

pub fn show(ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
    sheet(ctx, "place names", "Place names", 560.0, |ui| {
        let palette = Palette::of(ui);
        let names = session.place_names();
        ui.label(format!(
            "{} names of places are inside the program. A country's file of GeoNames (TJ.txt, AF.txt or the zip, from \
             download.geonames.org) adds villages, rivers and passes to the search. The file stays where it is and is \
             never written to.",
            Gazetteer::embedded().toponyms().len()
        ));
        ui.horizontal(|ui| {
            button(ui, session, NamesCommand::Add, commands);
            button(ui, session, NamesCommand::ReadAgain, commands);
            if names.is_reading() {
                button(ui, session, NamesCommand::Stop, commands);
            }
        });
        ui.separator();
        if names.files().is_empty() {
            ui.label(RichText::new("No file was added.").color(palette.weak));
            return;
        }
        scrolled(ctx, ui, |ui| {
            for file in names.files() {
                file_ui(ui, file, &palette, commands);
            }
        });
    })
}

fn button(ui: &mut egui::Ui, session: &Session, command: NamesCommand, commands: &mut Vec<Command>) {
    let command = Command::from(command);
    let refusal = command.refusal(session);
    let mut response = ui.add_enabled(refusal.is_none(), egui::Button::new(command.label()));
    if let Some(why) = refusal {
        response = response.on_disabled_hover_text(why);
    }
    if response.clicked() {
        commands.push(command);
    }
}

fn file_ui(ui: &mut egui::Ui, file: &NamesFile, palette: &Palette, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        ui.label(theme::bold(shown_line(&file.name())))
            .on_hover_text(shown_line(&file.path.to_string_lossy()));
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let words = format!("Take {} away", file.name());
            let remove = ui.button("Take away").on_hover_text("The file itself stays as it is");
            fields::name(&remove, &words);
            if remove.clicked() {
                commands.push(NamesCommand::Remove(file.path.clone()).into());
            }
        });
    });
    match &file.state {
        NamesState::Waiting => {
            ui.label(RichText::new("Waits to be read.").color(palette.weak));
        }
        NamesState::Reading(part) => {
            ui.add(egui::ProgressBar::new(*part).desired_height(10.0));
        }
        NamesState::Stopped => {
            ui.label(
                RichText::new("The reading was stopped: its names are not searched.").color(palette.warn),
            );
        }
        NamesState::Failed(why) => {
            ui.add(egui::Label::new(RichText::new(shown_text(why)).color(palette.trouble)).wrap());
        }
        NamesState::Read(report) => report_ui(ui, report, palette),
    }
    ui.add_space(theme::GROUP_GAP);
}

fn report_ui(ui: &mut egui::Ui, report: &NamesReport, palette: &Palette) {
    let counted = |count: usize, one: &str, many: &str| {
        if count == 1 { format!("1 {one}") } else { format!("{count} {many}") }
    };
    let mut parts = vec![counted(report.added, "place added", "places added")];
    for (count, words) in [
        (report.known, "known already, with further spellings now"),
        (report.beyond, "beyond the map (64–78° E, 34–42° N) left out"),
        (report.other_kinds, "of kinds that are not searched (roads, forests, former districts)"),
        (report.too_many, "left out, as there were too many"),
    ] {
        if count > 0 {
            parts.push(format!("{count} {words}"));
        }
    }
    ui.add(egui::Label::new(format!("{}.", parts.join("; "))).wrap());
    if report.bad > 0 {
        let lines = counted(report.bad, "line", "lines");
        let words = format!("{lines} could not be read:");
        ui.label(RichText::new(words).color(palette.warn));
        for skipped in &report.first_bad {
            let words = format!("line {}: {}", skipped.line, skipped.reason);
            ui.label(RichText::new(words).size(11.5).color(palette.weak));
        }
        if report.bad > report.first_bad.len() {
            ui.label(RichText::new("and more").size(11.5).color(palette.weak));
        }
    }
}
