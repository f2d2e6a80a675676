//! What a table would bring, before anything is taken from it.

use eframe::egui::{self, RichText};

use crate::{
    model::shown_line,
    session::{Command, Importing, Session},
};

use super::{
    sheets::sheet,
    theme::{self, Palette},
};

/// Rows of a part that are drawn; the rest is counted.
const MOST: usize = 200;

pub fn show(ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
    let Some(importing) = session.importing() else { return true };
    sheet(ctx, "import", "Add incidents from a table", 860.0, |ui| {
        let palette = Palette::of(ui);
        let Importing { path, table, here_already: before, .. } = importing;
        ui.label(theme::bold(table.counts()));
        ui.label(table.kind());
        ui.add(
            egui::Label::new(RichText::new(shown_line(&path.to_string_lossy())).small().color(palette.weak))
                .truncate(),
        );
        let new = table.coded.incidents.len() - before;
        ui.add_space(theme::GAP);
        ui.horizontal_wrapped(|ui| {
            let words = if new == 1 { "Add 1 incident".to_owned() } else { format!("Add {new} incidents") };
            let add = ui.add_enabled(new > 0, egui::Button::new(words));
            if add.on_disabled_hover_text("There is nothing in it that is not here already.").clicked() {
                commands.push(Command::TakeImported);
            }
            ui.label("as one step that Ctrl+Z takes back; the file stays as it is.");
            if *before > 0 {
                ui.label(
                    RichText::new(format!("{before} are here already and stay as they are."))
                        .color(palette.warn),
                );
            }
        });
        ui.separator();
        let height = (ctx.content_rect().height() - 300.0).max(140.0);
        let area = egui::ScrollArea::vertical().id_salt("import rows").max_height(height);
        area.min_scrolled_height(height)
            .auto_shrink([false, true])
            .show(ui, |ui| report(ui, importing, &palette));
    })
}

fn report(ui: &mut egui::Ui, importing: &Importing, palette: &Palette) {
    let table = &importing.table;
    let problems = &importing.problems;
    if !problems.is_empty() {
        ui.label(theme::bold(format!("{} things to know", problems.len())));
        for (line, problem) in problems.iter().take(MOST) {
            let words = RichText::new(format!("line {line}: {}", shown_line(problem))).color(palette.warn);
            ui.add(egui::Label::new(words).wrap());
        }
        and_more(ui, problems.len());
        ui.add_space(theme::GAP);
    }
    ui.label(theme::bold("The first incidents"));
    for incident in table.coded.incidents.iter().take(5) {
        let place = incident.place.precision.label().to_lowercase();
        let words = format!("{} · {} · {place}", incident.when, incident.display_title());
        ui.add(egui::Label::new(words).truncate());
    }
    ui.add_space(theme::GAP);
    ui.label(theme::bold("What the columns become"));
    egui::Grid::new("columns").num_columns(2).striped(true).show(ui, |ui| {
        for (column, became) in
            table.coded.columns.iter().filter_map(|(name, became)| Some((name, (*became)?)))
        {
            ui.label(shown_line(column));
            ui.label(became);
            ui.end_row();
        }
    });
    let homeless = table.homeless_columns();
    if !homeless.is_empty() {
        ui.label(format!(
            "Kept with each record as they stand, under “orig.”: {}.",
            shown_line(&homeless.join(", "))
        ));
    }
    ui.add_space(theme::GAP);
    ui.label(theme::bold("What is made of other values"));
    for (what, times) in &table.coded.derived {
        ui.add(egui::Label::new(format!("{times} times: {what}")).wrap());
    }
}

fn and_more(ui: &mut egui::Ui, all: usize) {
    if all > MOST {
        ui.weak(format!("and {} more; marz info tells all of them.", all - MOST));
    }
}
