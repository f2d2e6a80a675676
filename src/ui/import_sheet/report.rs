//! What becomes of the table: its first incidents, what was not understood, and what may be here already.

use eframe::egui::{self, RichText, ScrollArea};

use crate::{
    model::{Incident, grouped, shown_line},
    session::{Command, ImportCommand, Importing, Session},
};

use super::super::theme::{self, Palette};

const ROW: f32 = 20.0;

fn area(id: &str, height: f32) -> ScrollArea {
    ScrollArea::vertical()
        .id_salt(id)
        .max_height(height)
        .min_scrolled_height(height)
        .auto_shrink([false, false])
}

/// The first rows as incidents.
pub fn first(ui: &mut egui::Ui, importing: &Importing, height: f32) {
    if importing.first.is_empty() {
        ui.weak("None of the first rows becomes an incident.");
        return;
    }
    let palette = Palette::of(ui);
    area("import first", height).show(ui, |ui| {
        egui::Grid::new("first incidents").num_columns(5).striped(true).spacing([14.0, 4.0]).show(ui, |ui| {
            for heading in ["Date", "Title", "Place", "Position", "Precision"] {
                ui.label(theme::bold(heading));
            }
            ui.end_row();
            for incident in importing.first.iter().take(50) {
                one(ui, &incident, &palette);
            }
        });
    });
}

fn one(ui: &mut egui::Ui, incident: &Incident, palette: &Palette) {
    let cut = |ui: &mut egui::Ui, width: f32, text: &str| {
        ui.scope(|ui| {
            ui.set_max_width(width);
            ui.add(egui::Label::new(shown_line(text)).truncate());
        });
    };
    ui.label(incident.when.to_string());
    cut(ui, 320.0, &incident.display_title());
    cut(ui, 160.0, incident.place.name.as_deref().unwrap_or_default());
    match incident.place.position {
        Some(at) => ui.label(at.to_string()),
        None => ui.label(RichText::new("none").color(palette.warn)),
    };
    let radius = incident.place.radius.map(|radius| format!(", {radius}")).unwrap_or_default();
    ui.label(format!("{}{radius}", incident.place.precision.label()));
    ui.end_row();
}

/// What was not understood, what was made of other values, and what each column became.
pub fn report(ui: &mut egui::Ui, importing: &Importing, height: f32) {
    let palette = Palette::of(ui);
    let Some(read) = &importing.read else {
        ui.weak("All rows are being looked at.");
        return;
    };
    let coded = &read.imported.coded;
    let mut lines: Vec<(bool, String)> = Vec::new();
    for (what, times) in &coded.derived {
        lines.push((false, format!("{} times: {what}", grouped(times))));
    }
    let homeless = read.imported.homeless_columns();
    if !homeless.is_empty() {
        lines.push((false, format!("Only kept, under “orig.”: {}", homeless.join(", "))));
    }
    // The longest of reports is drawn a screen at a time.
    let all = lines.len() + read.problems.len();
    if all == 0 {
        ui.label("Everything was understood as it stands.");
    }
    area("import report", height).show_rows(ui, ROW, all, |ui, range| {
        for place in range {
            let (is_problem, words) = if let Some((is_problem, words)) = lines.get(place) {
                (*is_problem, words.clone())
            } else {
                let (line, problem) = &read.problems[place - lines.len()];
                (true, format!("line {line}: {problem}"))
            };
            let words = shown_line(&words).into_owned();
            let text = RichText::new(&words);
            let text = if is_problem { text.color(palette.warn) } else { text };
            ui.add(egui::Label::new(text).truncate());
        }
    });
}

/// Incidents of the file that may be in the document under another id.
pub fn twins(
    ui: &mut egui::Ui,
    session: &Session,
    importing: &Importing,
    height: f32,
    commands: &mut Vec<Command>,
) {
    let Some(twins) = importing.read.as_ref().and_then(|read| read.twins.as_ref()) else { return };
    let mut leave = importing.leave_twins;
    if ui.checkbox(&mut leave, format!("Leave these {} out", twins.len())).changed() {
        commands.push(ImportCommand::LeaveTwins(leave).into());
    }
    let palette = Palette::of(ui);
    area("import twins", height - 30.0).show_rows(ui, ROW, twins.len(), |ui, range| {
        for pair in &twins[range] {
            let title = session.document().get(&pair.a).map(|here| here.display_title().into_owned());
            let words = format!(
                "{} may be “{}”, which is here: {}",
                shown_line(pair.b.as_str()),
                title.unwrap_or_default(),
                pair.reasons.join(", ")
            );
            ui.add(egui::Label::new(RichText::new(words).color(palette.warn)).truncate());
        }
    });
}
