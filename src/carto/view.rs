//! What one is looking at. Small, saved with the session, never part of undo.

use serde::{Deserialize, Serialize};

use crate::{
    analysis::{Filter, Window, measured::Measured},
    model::{IncidentId, LonLat, Zoom},
};

pub use crate::store::{LabelLanguage, MapStyle};

use super::{Guides, Layers, TileLayer};

/// Where the map is looked at from: web Mercator, north up.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Camera {
    pub centre: LonLat,
    pub zoom: Zoom,
}

/// The style of map and sheet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    #[default]
    Light,
    Dark,
    /// White paper, legible without colours.
    Print,
}

impl MapStyle {
    /// The style of the map in a window of that theme.
    pub fn theme(self, window: Theme) -> Theme {
        match self {
            Self::AsWindow => window,
            Self::Day => Theme::Light,
            Self::Night => Theme::Dark,
            Self::Print => Theme::Print,
        }
    }
}

/// Names a stack of incidents that is opened: the first of its members.
pub type StackKey = IncidentId;

/// What one is looking at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct View {
    pub camera: Camera,
    pub window: Window,
    pub filter: Filter,
    pub selected: Option<IncidentId>,
    /// The incident under the pointer, in the list or on the map.
    #[serde(skip)]
    pub hovered: Option<IncidentId>,
    /// The stack that is opened into a ring.
    pub opened: Option<StackKey>,
    pub layers: Layers,
    /// Grid, border bands and distance rings.
    #[serde(default)]
    pub guides: Guides,
    /// What was clicked with the measuring tool; it stands on the map and on pictures until it is cleared.
    #[serde(skip)]
    pub measured: Measured,
    pub theme: Theme,
    pub language: LabelLanguage,
    /// A map from elsewhere below ours. Never kept: each start begins without one.
    #[serde(skip)]
    pub tiles: Option<TileLayer>,
}

impl View {
    /// The whole frontier, all of time, nothing selected.
    pub fn frontier() -> Self {
        Self {
            camera: Camera { centre: crate::model::Extent::FRONTIER.centre(), zoom: Zoom(7.0) },
            window: Window::ALL,
            filter: Filter::default(),
            selected: None,
            hovered: None,
            opened: None,
            layers: Layers::default(),
            guides: Guides::default(),
            measured: Measured::default(),
            theme: Theme::default(),
            language: LabelLanguage::default(),
            tiles: None,
        }
    }
}
