//! The layers of the map: which are drawn, how strong, and in what order.

use serde::{Deserialize, Serialize};

use crate::model::Zoom;

use super::{Crowds, Mark, Rgba, TileLayer, View};

/// A part of the map that can be switched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    Relief,
    Water,
    Districts,
    Provinces,
    Railways,
    Roads,
    Airfields,
    Peaks,
    Crossings,
    Places,
    /// Lines of degrees, of UTM or of MGRS.
    Grid,
    /// Bands along the border.
    Buffers,
    /// Circles of distance around a point.
    Rings,
    /// Precision areas of incidents: rings, dashed rings and hatches.
    Precision,
}

impl Layer {
    /// In the order in which they are painted when nobody has changed it, from the ground up.
    pub const ALL: [Self; 14] = [
        Self::Relief,
        Self::Water,
        Self::Districts,
        Self::Provinces,
        Self::Railways,
        Self::Roads,
        Self::Airfields,
        Self::Peaks,
        Self::Crossings,
        Self::Places,
        Self::Grid,
        Self::Buffers,
        Self::Rings,
        Self::Precision,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Relief => "Relief",
            Self::Water => "Rivers and lakes",
            Self::Districts => "Districts",
            Self::Provinces => "Provinces",
            Self::Railways => "Railways",
            Self::Roads => "Roads",
            Self::Airfields => "Airfields",
            Self::Peaks => "Peaks",
            Self::Crossings => "Border crossings",
            Self::Places => "Places",
            Self::Grid => "Grid",
            Self::Buffers => "Border bands",
            Self::Rings => "Distance rings",
            Self::Precision => "Precision areas",
        }
    }

    /// From this zoom on something of it is drawn.
    pub fn first_zoom(self) -> Zoom {
        Zoom(match self {
            Self::Relief
            | Self::Water
            | Self::Places
            | Self::Grid
            | Self::Buffers
            | Self::Rings
            | Self::Precision => 0.0,
            Self::Provinces => 5.0,
            Self::Railways | Self::Roads => 6.0,
            Self::Crossings => 6.8,
            Self::Airfields => 6.5,
            Self::Districts => 7.0,
            Self::Peaks => 7.5,
        })
    }

    /// Whether its place in the order says what it covers. The relief lies below all, names and their signs above.
    pub fn is_ordered(self) -> bool {
        match self {
            Self::Relief | Self::Airfields | Self::Peaks | Self::Crossings | Self::Places => false,
            Self::Water
            | Self::Districts
            | Self::Provinces
            | Self::Railways
            | Self::Roads
            | Self::Grid
            | Self::Buffers
            | Self::Rings
            | Self::Precision => true,
        }
    }

    /// Whether it is left out where a map from elsewhere brings its own.
    fn gives_way(self, tiles: Option<&TileLayer>) -> bool {
        match self {
            Self::Relief => TileLayer::hides_land(tiles),
            Self::Water
            | Self::Districts
            | Self::Provinces
            | Self::Railways
            | Self::Roads
            | Self::Peaks
            | Self::Places => TileLayer::hides_names(tiles),
            Self::Airfields
            | Self::Crossings
            | Self::Grid
            | Self::Buffers
            | Self::Rings
            | Self::Precision => false,
        }
    }

    /// Why nothing of it is seen, switched on or not; `None` where it is drawn.
    pub fn unseen(self, view: &View) -> Option<Unseen> {
        if self.gives_way(view.tiles.as_ref()) {
            Some(Unseen::Covered)
        } else if view.camera.zoom.0 < self.first_zoom().0 {
            Some(Unseen::Until(self.first_zoom()))
        } else {
            None
        }
    }

    /// Whether a new map shows it.
    fn is_on_at_first(self) -> bool {
        match self {
            Self::Relief
            | Self::Water
            | Self::Districts
            | Self::Provinces
            | Self::Railways
            | Self::Roads
            | Self::Peaks
            | Self::Crossings
            | Self::Places
            | Self::Precision => true,
            Self::Airfields | Self::Grid | Self::Buffers | Self::Rings => false,
        }
    }
}

/// Why a layer is not seen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Unseen {
    /// It is drawn from this zoom on.
    Until(Zoom),
    /// The map from elsewhere stands in its place.
    Covered,
}

/// How one layer is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LayerState {
    pub layer: Layer,
    pub is_on: bool,
    /// Per cent: 100 hides what lies below.
    pub opacity: u8,
}

/// All layers, each once, from the ground up, and whether the legend tells of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "Kept", into = "Kept")]
pub struct Layers {
    states: [LayerState; Layer::ALL.len()],
    pub legend: bool,
    /// Whether a small map in a corner shows where the large one lies.
    pub inset: bool,
    /// How incidents are drawn that are too many to be told apart.
    pub crowds: Crowds,
}

impl Default for Layers {
    fn default() -> Self {
        let states =
            Layer::ALL.map(|layer| LayerState { layer, is_on: layer.is_on_at_first(), opacity: 100 });
        Self { states, legend: true, inset: false, crowds: Crowds::default() }
    }
}

impl Layers {
    /// Nothing but the borders and the incidents.
    pub fn none() -> Self {
        let mut layers = Self { legend: false, ..Self::default() };
        layers.states.iter_mut().for_each(|state| state.is_on = false);
        layers
    }

    /// All layers as a new map has them; the legend stays as it is.
    pub fn begin_again(&mut self) {
        *self = Self { legend: self.legend, ..Self::default() };
    }

    /// From the ground up.
    pub fn in_order(&self) -> &[LayerState] {
        &self.states
    }

    pub fn is_on(&self, layer: Layer) -> bool {
        self.states.iter().any(|state| state.layer == layer && state.is_on)
    }

    /// From 0 to 1; 0 for a layer that is off.
    pub fn opacity(&self, layer: Layer) -> f32 {
        let state = self.states.iter().find(|state| state.layer == layer && state.is_on);
        state.map_or(0.0, |state| f32::from(state.opacity) / 100.0)
    }

    pub fn switch(&mut self, layer: Layer) {
        self.set_on(layer, !self.is_on(layer));
    }

    pub fn set_on(&mut self, layer: Layer, is_on: bool) {
        self.states.iter_mut().filter(|state| state.layer == layer).for_each(|state| state.is_on = is_on);
    }

    /// Per cent, at most 100.
    pub fn set_opacity(&mut self, layer: Layer, opacity: u8) {
        let opacity = opacity.min(100);
        self.states.iter_mut().filter(|state| state.layer == layer).for_each(|state| state.opacity = opacity);
    }

    /// Puts a layer at a place in the order from the ground up; the others keep theirs among each other.
    pub fn move_to(&mut self, layer: Layer, place: usize) {
        let Some(from) = self.states.iter().position(|state| state.layer == layer) else { return };
        let place = place.min(self.states.len() - 1);
        if from < place {
            self.states[from..=place].rotate_left(1);
        } else {
            self.states[place..=from].rotate_right(1);
        }
    }
}

/// Draws one layer, where it is on and seen, with the strength it has.
pub(super) fn draw_layer(
    view: &View,
    layer: Layer,
    marks: &mut Vec<Mark>,
    draw: impl FnOnce(&mut Vec<Mark>),
) {
    if view.layers.is_on(layer) && layer.unseen(view).is_none() {
        let first = marks.len();
        draw(marks);
        fade(&mut marks[first..], view.layers.opacity(layer));
    }
}

/// Makes marks weaker: 1 leaves them as they are, 0 hides them.
fn fade(marks: &mut [Mark], opacity: f32) {
    if opacity >= 1.0 {
        return;
    }
    let weaken = |colour: &mut Rgba| colour.0[3] = (f32::from(colour.0[3]) * opacity).round() as u8;
    for mark in marks {
        match mark {
            Mark::Area { fill, .. } => weaken(fill),
            Mark::Symbol { fill, stroke, .. } | Mark::Card { fill, stroke, .. } => {
                weaken(fill);
                if let Some(stroke) = stroke {
                    weaken(&mut stroke.colour);
                }
            }
            Mark::Circle { fill, stroke, .. } => {
                fill.iter_mut().for_each(weaken);
                if let Some(stroke) = stroke {
                    weaken(&mut stroke.colour);
                }
            }
            Mark::Line { stroke, .. } | Mark::Segments { stroke, .. } => weaken(&mut stroke.colour),
            Mark::Text(text) => {
                weaken(&mut text.colour);
                text.halo.iter_mut().for_each(|halo| weaken(&mut halo.colour));
            }
            Mark::Raster { raster, .. } => {
                for pixel in std::sync::Arc::make_mut(raster).pixels.chunks_exact_mut(4) {
                    pixel[3] = (f32::from(pixel[3]) * opacity).round() as u8;
                }
            }
            Mark::Course(course) => {
                weaken(&mut course.colour);
                course.halo.iter_mut().for_each(|halo| weaken(&mut halo.colour));
            }
        }
    }
}

/// As it stands in a file. A layer that the file does not name stays as it is at first.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    order: Vec<KeptLayer>,
    legend: Option<bool>,
    inset: Option<bool>,
    /// A way that this version may not know.
    #[serde(skip_serializing_if = "Option::is_none")]
    crowds: Option<serde_json::Value>,
    /// The switches of earlier versions.
    #[serde(flatten, skip_serializing)]
    switches: serde_json::Map<String, serde_json::Value>,
}

#[derive(Serialize, Deserialize)]
struct KeptLayer {
    /// A name that this version may not know.
    layer: serde_json::Value,
    #[serde(default = "yes")]
    on: bool,
    #[serde(default = "full")]
    opacity: u8,
}

fn yes() -> bool {
    true
}

fn full() -> u8 {
    100
}

impl From<Kept> for Layers {
    fn from(kept: Kept) -> Self {
        let mut layers = Self::default();
        layers.legend = kept.legend.unwrap_or(layers.legend);
        layers.inset = kept.inset.unwrap_or(layers.inset);
        let crowds = kept.crowds.and_then(|crowds| serde_json::from_value(crowds).ok());
        layers.crowds = crowds.unwrap_or(layers.crowds);
        for (name, layer) in [
            ("relief", Layer::Relief),
            ("rivers", Layer::Water),
            ("provinces", Layer::Provinces),
            ("districts", Layer::Districts),
            ("places", Layer::Places),
            ("airfields", Layer::Airfields),
            ("precision", Layer::Precision),
        ] {
            if let Some(is_on) = kept.switches.get(name).and_then(serde_json::Value::as_bool) {
                layers.set_on(layer, is_on);
            }
        }
        let mut place = 0;
        for state in kept.order {
            let Ok(layer) = serde_json::from_value::<Layer>(state.layer) else { continue };
            layers.set_on(layer, state.on);
            layers.set_opacity(layer, state.opacity);
            layers.move_to(layer, place);
            place += 1;
        }
        layers
    }
}

impl From<Layers> for Kept {
    fn from(layers: Layers) -> Self {
        let order = layers.states.iter().filter_map(|state| {
            let layer = serde_json::to_value(state.layer).ok()?;
            Some(KeptLayer { layer, on: state.is_on, opacity: state.opacity })
        });
        Self {
            order: order.collect(),
            legend: Some(layers.legend),
            inset: Some(layers.inset),
            crowds: serde_json::to_value(layers.crowds).ok(),
            switches: serde_json::Map::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Crowds, Layer, Layers};

    #[test]
    fn layers_come_back_as_they_were_kept() {
        let mut layers = Layers::default();
        layers.switch(Layer::Grid);
        layers.set_opacity(Layer::Relief, 40);
        layers.move_to(Layer::Roads, 1);
        layers.legend = false;
        layers.crowds = Crowds::Hexagons;
        let kept = serde_json::to_string(&layers).unwrap();
        assert_eq!(serde_json::from_str::<Layers>(&kept).unwrap(), layers);
        assert_eq!(layers.in_order()[1].layer, Layer::Roads);
    }

    #[test]
    fn the_switches_of_an_earlier_version_are_understood_and_unknown_layers_passed_over() {
        let old = r#"{"relief":false,"rivers":true,"provinces":true,"districts":false,"places":true,
            "airfields":true,"precision":true,"legend":false}"#;
        let layers: Layers = serde_json::from_str(old).unwrap();
        assert!(!layers.is_on(Layer::Relief) && !layers.is_on(Layer::Districts) && !layers.legend);
        assert!(layers.is_on(Layer::Airfields) && layers.is_on(Layer::Roads));
        let newer = r#"{"order":[{"layer":"holograms"},{"layer":"roads","on":false}],"legend":true}"#;
        let layers: Layers = serde_json::from_str(newer).unwrap();
        assert!(!layers.is_on(Layer::Roads) && layers.is_on(Layer::Water));
    }
}
