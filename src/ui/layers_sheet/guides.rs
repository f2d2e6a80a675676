//! What stands under the rows of grid, border bands and distance rings while they are on.

use eframe::egui;

use crate::{
    analysis::frontier::BAND_KILOMETRES,
    carto::{Bands, Crowds, GridKind, Rings, RingsAround},
    session::{Command, LayerCommand, Session},
};

use super::super::fields::{self, Draft, FieldLook};

/// Which lines the grid has.
pub fn grid(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let now = session.view().guides.grid;
    ui.horizontal_wrapped(|ui| {
        for kind in GridKind::ALL {
            if ui.selectable_label(now == kind, kind.label()).clicked() {
                commands.push(LayerCommand::SetGrid(Some(kind)).into());
            }
        }
    });
}

/// How incidents are drawn that are too many to be told apart.
pub fn crowds(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let now = session.view().layers.crowds;
    fields::caption(ui, "Where incidents are too many to be told apart");
    ui.horizontal_wrapped(|ui| {
        for crowds in Crowds::ALL {
            if ui.selectable_label(now == crowds, crowds.label()).clicked() {
                commands.push(LayerCommand::SetCrowds(crowds).into());
            }
        }
    });
}

/// On which bank, and how wide.
pub fn bands(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    let now = session.view().guides.bands;
    let mut bands: Bands = now;
    ui.horizontal_wrapped(|ui| {
        ui.checkbox(&mut bands.tajik, "Tajik bank");
        ui.checkbox(&mut bands.afghan, "Afghan bank");
        for (kilometres, is_on) in BAND_KILOMETRES.iter().zip(&mut bands.widths) {
            ui.checkbox(is_on, format!("{kilometres} km"));
        }
    });
    if bands != now {
        commands.push(LayerCommand::SetBands(bands).into());
    }
}

/// What is being typed.
#[derive(Default)]
pub struct GuideFields {
    radii: Option<Draft<()>>,
    complaint: Option<String>,
}

impl GuideFields {
    /// Around what, and how far.
    pub fn rings(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let rings: &Rings = &session.view().guides.rings;
        let around_selected = rings.around == RingsAround::Selected;
        ui.horizontal_wrapped(|ui| {
            if ui.selectable_label(around_selected, "Around the selected incident").clicked() {
                let mut rings = rings.clone();
                rings.around = RingsAround::Selected;
                commands.push(LayerCommand::SetRings(rings).into());
            }
            if ui.selectable_label(!around_selected, "Around a click…").clicked() {
                commands.push(LayerCommand::RingsByClick.into());
            }
        });
        if around_selected && session.selected().is_none() {
            ui.weak("No incident is selected.");
        }
        ui.horizontal(|ui| {
            ui.label("Kilometres");
            let look = FieldLook::line("Radii of the rings in kilometres").hint("5, 10, 25");
            let written = rings.written();
            let (_, finished) = fields::text_field(ui, &look, &(), &written, &mut self.radii);
            let Some(text) = finished else { return };
            match rings.with_radii(&text) {
                Ok(rings) => {
                    self.complaint = None;
                    commands.push(LayerCommand::SetRings(rings).into());
                }
                Err(why) => self.complaint = Some(format!("“{}”: {why}.", text.trim())),
            }
        });
        if let Some(why) = &self.complaint {
            fields::complaint(ui, why);
        }
    }
}
