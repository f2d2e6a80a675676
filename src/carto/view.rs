//! What one is looking at. Small, saved with the session, never part of undo.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::{Filter, Window, measured::Measured},
    model::{Document, IncidentId, LonLat, Zoom},
};

pub use crate::store::{LabelLanguage, MapStyle};

use super::{Compared, Guides, Layers, Overlay, OverlaySpot, RingsAround, SignStyle, TileLayer};

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
    /// Another state of the document that it is compared with; its marks stand on the map and on pictures until the
    /// comparison ends.
    #[serde(skip)]
    pub compared: Compared,
    /// Layers of the user's own files, the lowest first; they are kept by their entries alone.
    #[serde(skip)]
    pub overlays: Vec<Overlay>,
    /// The thing of those that is under the pointer, and the one whose card is open.
    #[serde(skip)]
    pub overlay_hovered: Option<OverlaySpot>,
    #[serde(skip)]
    pub overlay_picked: Option<OverlaySpot>,
    pub theme: Theme,
    /// How incidents are marked.
    #[serde(default)]
    pub signs: SignStyle,
    pub language: LabelLanguage,
    /// Where the small map of the corner looks while its frame is being dragged: it must not run from under the
    /// hand. Else it follows the large one.
    #[serde(skip)]
    pub held_inset: Option<Camera>,
    /// Incidents that a shot points at.
    #[serde(skip)]
    pub highlighted: Arc<[IncidentId]>,
    /// A map from elsewhere below ours. Never kept: each start begins without one.
    #[serde(skip)]
    pub tiles: Option<TileLayer>,
}

impl View {
    /// The place that distance rings stand around.
    pub fn rings_at(&self, document: &Document) -> Option<LonLat> {
        match self.guides.rings.around {
            RingsAround::Selected => document.get(self.selected.as_ref()?)?.place.drawn_at(),
            RingsAround::Point(at) => Some(at),
        }
    }

    /// The same view for paper: what the pointer does and what is selected belongs to the screen; the rings around the
    /// selected incident stay where they are.
    #[must_use]
    pub fn on_paper(&self, document: &Document) -> Self {
        let mut view = Self { hovered: None, overlay_hovered: None, overlay_picked: None, ..self.clone() };
        if let Some(at) = self.rings_at(document) {
            view.guides.rings.around = RingsAround::Point(at);
        }
        view.selected = None;
        view
    }

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
            compared: Compared::default(),
            overlays: Vec::new(),
            overlay_hovered: None,
            overlay_picked: None,
            theme: Theme::default(),
            signs: SignStyle::default(),
            language: LabelLanguage::default(),
            held_inset: None,
            highlighted: Arc::default(),
            tiles: None,
        }
    }
}
