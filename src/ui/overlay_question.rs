//! Questions about a file that is being added to the map: which of its layers, or whether it is a document.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use eframe::egui;

use crate::{
    model::shown_line,
    session::{Command, OverlayCommand, OverlayQuestion},
};

use super::{sheets::scrolled, theme};

/// What is ticked while the question stands.
#[derive(Default)]
pub struct OverlayQuestionSheet {
    file: Option<PathBuf>,
    chosen: BTreeSet<usize>,
}

impl OverlayQuestionSheet {
    pub fn show(&mut self, ctx: &egui::Context, question: &OverlayQuestion) -> Vec<Command> {
        let mut commands = Vec::new();
        let response = egui::Modal::new(egui::Id::unique("overlay question")).show(ctx, |ui| {
            ui.set_width(460.0_f32.min(ctx.content_rect().width() - 40.0));
            match question {
                OverlayQuestion::Layers { file, layers } => self.layers(ui, file, layers, &mut commands),
                OverlayQuestion::Dropped(file) => dropped(ui, file, &mut commands),
            }
            if ui.button("Cancel").clicked() {
                commands.push(OverlayCommand::ChooseNone.into());
            }
        });
        if response.should_close() && commands.is_empty() {
            commands.push(OverlayCommand::ChooseNone.into());
        }
        if !commands.is_empty() {
            self.file = None;
        }
        commands
    }

    fn layers(
        &mut self,
        ui: &mut egui::Ui,
        file: &Path,
        layers: &[(String, usize)],
        commands: &mut Vec<Command>,
    ) {
        if self.file.as_deref() != Some(file) {
            self.file = Some(file.to_owned());
            // Empty ones are of no use on a map.
            self.chosen = (0..layers.len()).filter(|place| layers[*place].1 > 0).collect();
        }
        ui.heading("Which layers?");
        ui.label(shown_line(&file.to_string_lossy()));
        ui.add_space(theme::GAP);
        let ctx = ui.ctx().clone();
        scrolled(&ctx, ui, |ui| {
            for (place, (name, count)) in layers.iter().enumerate() {
                let name = if name.is_empty() { "Without a name".into() } else { shown_line(name) };
                let mut is_chosen = self.chosen.contains(&place);
                if ui.checkbox(&mut is_chosen, format!("{name} ({count})")).changed() {
                    if is_chosen {
                        self.chosen.insert(place);
                    } else {
                        self.chosen.remove(&place);
                    }
                }
            }
        });
        ui.add_space(theme::GROUP_GAP);
        let words = format!("Add {} of {} layers", self.chosen.len(), layers.len());
        ui.horizontal_wrapped(|ui| {
            if ui.add_enabled(!self.chosen.is_empty(), egui::Button::new(words)).clicked() {
                commands.push(OverlayCommand::Choose(self.chosen.iter().copied().collect()).into());
            }
            if ui.button("Add their things as incidents instead").clicked() {
                commands.push(OverlayCommand::ChooseNone.into());
                commands.push(Command::ImportFrom(file.to_owned()));
            }
        });
    }
}

fn dropped(ui: &mut egui::Ui, file: &Path, commands: &mut Vec<Command>) {
    ui.heading("A layer or a document?");
    ui.label(shown_line(&file.to_string_lossy()));
    ui.label("This GeoJSON was not written by Marz. As a layer it is shown and stays as it is; as a document its points become incidents that can be edited.");
    ui.add_space(theme::GROUP_GAP);
    ui.horizontal(|ui| {
        if ui.button("Show it as a layer").clicked() {
            commands.push(OverlayCommand::Choose(Vec::new()).into());
        }
        if ui.button("Add its things as incidents").clicked() {
            commands.push(OverlayCommand::ChooseNone.into());
            commands.push(Command::ImportFrom(file.to_owned()));
        }
        if ui.button("Open it as a document").clicked() {
            commands.push(OverlayCommand::ChooseNone.into());
            commands.push(Command::OpenPath(file.to_owned()));
        }
    });
}
