//! The layers of the map: how each is drawn, whether it is, how strong and in what order; and what is laid over the
//! map. The window stays open beside it.

mod guides;
mod own;
mod row;

use std::{collections::HashMap, sync::Arc};

use eframe::egui::{self, vec2};

use crate::{
    carto::{Layer, Layers, Mark, Point, Theme, Unseen, layer_sample},
    session::{Command, LayerCommand, Session},
};

use super::{fields, paint::PaintedMarks, theme, tool_window::tool_window_aside};
use guides::GuideFields;
use row::{Row, Rows};

/// Room for a sample, logical pixels.
const SAMPLE: egui::Vec2 = vec2(28.0, 18.0);

/// The state of the window while it is open.
#[derive(Default)]
pub struct LayersSheet {
    rows: Rows<Layer>,
    guides: GuideFields,
    samples: HashMap<(Layer, Theme), Sample>,
}

/// How a layer is drawn, ready to be painted again and again.
struct Sample {
    marks: Arc<[Mark]>,
    painted: PaintedMarks,
}

impl LayersSheet {
    pub fn show(&mut self, ctx: &egui::Context, session: &Session, commands: &mut Vec<Command>) -> bool {
        let (size, least) = (vec2(410.0, 480.0), vec2(300.0, 140.0));
        tool_window_aside(ctx, "layers_sheet", "Layers", (size, least), |ui| {
            head(ui, session, commands);
            ui.separator();
            let height = ui.available_height();
            egui::ScrollArea::vertical()
                .max_height(height)
                .min_scrolled_height(height)
                .auto_shrink([false, false])
                .show(ui, |ui| {
                    // Room for the bar.
                    ui.set_max_width(ui.available_width() - 12.0);
                    self.list(ui, session, commands);
                });
        })
    }

    /// From the top of the map down to the ground.
    fn list(&mut self, ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
        let layers = &session.view().layers;
        let from_above = || layers.in_order().iter().rev().map(|state| state.layer);
        guides::crowds(ui, session, commands);
        own::show(ui, session, commands);
        caption(ui, "Names and signs, above all lines");
        for layer in from_above().filter(|layer| !layer.is_ordered() && *layer != Layer::Relief) {
            self.layer(ui, session, layer, commands);
        }
        caption(ui, "Lines and areas: what stands higher covers what stands lower");
        self.rows.begin();
        for layer in from_above().filter(|layer| layer.is_ordered()) {
            self.layer(ui, session, layer, commands);
        }
        if let Some((moved, past)) = self.rows.moved(ui) {
            commands.extend(place_of(layers, past).map(|place| LayerCommand::MoveTo(moved, place).into()));
        }
        caption(ui, "Ground");
        self.layer(ui, session, Layer::Relief, commands);
    }

    fn layer(&mut self, ui: &mut egui::Ui, session: &Session, layer: Layer, commands: &mut Vec<Command>) {
        let view = session.view();
        let Some(state) = view.layers.in_order().iter().find(|state| state.layer == layer).copied() else {
            return;
        };
        let Sample { marks, painted } = self.samples.entry((layer, view.theme)).or_insert_with(|| {
            let middle = Point { x: SAMPLE.x / 2.0, y: SAMPLE.y / 2.0 };
            Sample { marks: layer_sample(view.theme, layer, middle).into(), painted: PaintedMarks::default() }
        });
        let look = Row {
            name: layer.label(),
            is_on: state.is_on,
            opacity: state.opacity,
            note: unseen_words(layer, view.camera.zoom.0, layer.unseen(view)),
            is_ordered: layer.is_ordered(),
        };
        // The same row wherever it stands: it keeps the keyboard when it moves.
        let own = egui::UiBuilder::new().scope_id(egui::Id::unique(("layer row", layer)));
        let answer = ui.scope_builder(own, |ui| {
            self.rows.show(ui, layer, &look, |ui| {
                let (rect, _) = ui.allocate_exact_size(SAMPLE, egui::Sense::hover());
                painted.paint(&ui.painter_at(rect), marks, rect.min.to_vec2());
            })
        });
        if answer.inner.switched {
            commands.push(Command::SwitchLayer(layer));
        }
        commands.extend(answer.inner.opacity.map(|opacity| LayerCommand::SetOpacity(layer, opacity).into()));
        if let Some(down) = answer.inner.stepped
            && let Some(past) = neighbour(&view.layers, layer, down)
            && let Some(place) = place_of(&view.layers, past)
        {
            commands.push(LayerCommand::MoveTo(layer, place).into());
        }
        if state.is_on {
            self.options(ui, session, layer, commands);
        }
    }

    /// What can be chosen of a layer beside its look, under its row.
    fn options(&mut self, ui: &mut egui::Ui, session: &Session, layer: Layer, commands: &mut Vec<Command>) {
        let mut indented = |content: &mut dyn FnMut(&mut egui::Ui)| {
            ui.indent(("options", layer), |ui| content(ui));
        };
        match layer {
            Layer::Grid => indented(&mut |ui| guides::grid(ui, session, commands)),
            Layer::Buffers => indented(&mut |ui| guides::bands(ui, session, commands)),
            Layer::Rings => indented(&mut |ui| self.guides.rings(ui, session, commands)),
            Layer::Relief
            | Layer::Water
            | Layer::Districts
            | Layer::Provinces
            | Layer::Railways
            | Layer::Roads
            | Layer::Airfields
            | Layer::Peaks
            | Layer::Crossings
            | Layer::Places
            | Layer::Precision => {}
        }
    }
}

fn head(ui: &mut egui::Ui, session: &Session, commands: &mut Vec<Command>) {
    ui.horizontal(|ui| {
        let mut legend = session.view().layers.legend;
        if ui.checkbox(&mut legend, "Legend on the map").changed() {
            commands.push(Command::SwitchLegend);
        }
        ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
            let back = session.can_bring_layers_back();
            let words = if back { "As before" } else { "As at first" };
            let button = ui.button(words);
            let hint = if back {
                "The layers as they were before they were put as at first"
            } else {
                "All layers as a new map has them; the same button brings these back"
            };
            if button.on_hover_text(hint).clicked() {
                commands.push(LayerCommand::AsAtFirst.into());
            }
        });
    });
}

fn caption(ui: &mut egui::Ui, words: &str) {
    ui.add_space(theme::GAP);
    fields::caption(ui, words);
}

/// Why nothing of a layer is seen: in short, and in a sentence.
fn unseen_words(layer: Layer, zoom: f64, unseen: Option<Unseen>) -> Option<(String, String)> {
    Some(match unseen? {
        Unseen::Until(first) => (
            format!("from zoom {}", first.0),
            format!("{} are drawn from zoom {} on; the map is at zoom {zoom:.1}.", layer.label(), first.0),
        ),
        Unseen::Covered => (
            "hidden by the tiles".to_owned(),
            "The map from elsewhere brings its own and hides these: View → Map sources… switches it off."
                .to_owned(),
        ),
    })
}

fn place_of(layers: &Layers, layer: Layer) -> Option<usize> {
    layers.in_order().iter().position(|state| state.layer == layer)
}

/// The next layer above or below that has a place in the order.
fn neighbour(layers: &Layers, layer: Layer, down: bool) -> Option<Layer> {
    let ordered: Vec<Layer> =
        layers.in_order().iter().map(|state| state.layer).filter(|layer| layer.is_ordered()).collect();
    let here = ordered.iter().position(|other| *other == layer)?;
    let next = if down { here.checked_sub(1)? } else { here + 1 };
    ordered.get(next).copied()
}
