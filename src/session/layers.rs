//! Layers of the map, and what is laid over it: strength, order, grid, border bands, distance rings.

use crate::{
    carto::{Bands, Crowds, GridKind, Layer, Rings, RingsAround},
    model::LonLat,
};

use super::{Command, Effect, Field, Session, Tone, state::Mode};

/// What a person asks about the layers.
#[derive(Clone, Debug, PartialEq)]
pub enum LayerCommand {
    /// Per cent: 100 hides what lies below.
    SetOpacity(Layer, u8),
    /// Puts a layer at a place in the order from the ground up.
    MoveTo(Layer, usize),
    /// All layers as a new map has them; asked again, as they were before.
    AsAtFirst,
    /// Draws this grid, or none.
    SetGrid(Option<GridKind>),
    SetBands(Bands),
    /// How incidents are drawn that are too many to be told apart.
    SetCrowds(Crowds),
    SetRings(Rings),
    RingsAroundSelected,
    RingsHere(LonLat),
    /// The next click on the map is the middle of the rings.
    RingsByClick,
}

impl LayerCommand {
    pub(super) fn label(&self) -> String {
        let fixed = match self {
            Self::SetOpacity(layer, _) => return format!("Strength of {}", layer.label().to_lowercase()),
            Self::MoveTo(layer, _) => return format!("Move {}", layer.label().to_lowercase()),
            Self::AsAtFirst => "Layers as at first, or back",
            Self::SetGrid(None) => "No grid",
            Self::SetGrid(Some(GridKind::Degrees)) => "Grid of degrees",
            Self::SetGrid(Some(GridKind::Utm)) => "UTM grid",
            Self::SetGrid(Some(GridKind::Mgrs)) => "MGRS squares",
            Self::SetBands(_) => "Border bands",
            Self::SetRings(_) => "Distance rings",
            Self::SetCrowds(Crowds::Clusters) => "Many incidents as circles with numbers",
            Self::SetCrowds(Crowds::Density) => "Many incidents as density",
            Self::SetCrowds(Crowds::Hexagons) => "Many incidents as hexagons",
            Self::RingsAroundSelected => "Distance rings around the selected incident",
            Self::RingsHere(_) => "Distance rings here",
            Self::RingsByClick => "Distance rings around a click",
        };
        fixed.to_owned()
    }

    pub(super) fn refusal(&self, session: &Session) -> Option<&'static str> {
        match self {
            Self::RingsAroundSelected => match session.selected_incident() {
                None => Some("Select an incident first."),
                Some(incident) => {
                    incident.place.drawn_at().is_none().then_some("This incident has no place on the map.")
                }
            },
            Self::SetOpacity(..)
            | Self::MoveTo(..)
            | Self::AsAtFirst
            | Self::SetGrid(_)
            | Self::SetBands(_)
            | Self::SetCrowds(_)
            | Self::SetRings(_)
            | Self::RingsHere(_)
            | Self::RingsByClick => None,
        }
    }
}

impl From<LayerCommand> for Command {
    fn from(command: LayerCommand) -> Self {
        Self::Layers(command)
    }
}

impl Session {
    pub(super) fn carry_out_layers(&mut self, command: LayerCommand) -> Vec<Effect> {
        if command != LayerCommand::AsAtFirst {
            self.layers_before = None;
        }
        match command {
            LayerCommand::SetOpacity(layer, opacity) => self.view.layers.set_opacity(layer, opacity),
            LayerCommand::MoveTo(layer, place) => self.view.layers.move_to(layer, place),
            LayerCommand::AsAtFirst => {
                if let Some(before) = self.layers_before.take() {
                    self.view.layers = before;
                } else {
                    self.layers_before = Some(self.view.layers);
                    self.view.layers.begin_again();
                }
            }
            LayerCommand::SetGrid(kind) => {
                self.view.layers.set_on(Layer::Grid, kind.is_some());
                self.view.guides.grid = kind.unwrap_or(self.view.guides.grid);
            }
            LayerCommand::SetBands(bands) => {
                self.view.guides.bands = bands;
                self.view.layers.set_on(Layer::Buffers, true);
            }
            LayerCommand::SetCrowds(crowds) => self.view.layers.crowds = crowds,
            LayerCommand::SetRings(rings) => {
                self.view.guides.rings = rings;
                self.view.layers.set_on(Layer::Rings, true);
            }
            LayerCommand::RingsAroundSelected => self.put_rings(RingsAround::Selected),
            LayerCommand::RingsHere(at) => {
                self.mode = Mode::Browse;
                self.put_rings(RingsAround::Point(at));
            }
            LayerCommand::RingsByClick => {
                self.mode = Mode::CentreRings;
                return vec![Effect::Focus(Field::Map)];
            }
        }
        Vec::new()
    }

    fn put_rings(&mut self, around: RingsAround) {
        self.view.guides.rings.around = around;
        self.view.layers.set_on(Layer::Rings, true);
        let radii = self.view.guides.rings.written();
        self.say(Tone::Done, format!("Distance rings of {radii} km. View → Layers… sets others."));
    }

    /// Whether the layers are as at first because that was asked, and can be brought back.
    pub fn can_bring_layers_back(&self) -> bool {
        self.layers_before.is_some()
    }
}
