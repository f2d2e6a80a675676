//! What a kept view holds of a map: where, when, which incidents, which layers.

use serde::{Deserialize, Serialize};

use crate::{
    analysis::{Filter, Window},
    model::Shot,
};

use super::{Camera, Guides, LabelLanguage, Layers, OverlayEntry, View};

/// The part of a view that a shot keeps. The theme is the window's, not the view's.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ShotView {
    pub camera: Camera,
    /// Width and height, logical pixels, of the map that was looked at: pages and other screens show at least as much
    /// ground. Older views do not tell it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map_size: Option<[f32; 2]>,
    #[serde(default)]
    pub window: Window,
    #[serde(default)]
    pub filter: Filter,
    #[serde(default)]
    pub layers: Option<Layers>,
    /// Grid, border bands and distance rings.
    #[serde(default)]
    pub guides: Option<Guides>,
    #[serde(default)]
    pub language: Option<LabelLanguage>,
    /// Layers of the user's own files.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overlays: Vec<KeptOverlay>,
}

/// A layer as a shot keeps it: by the name of its file only, so that a document that is passed on tells no folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeptOverlay(pub OverlayEntry);

impl KeptOverlay {
    /// Whether it is a layer of a file of this name.
    pub fn is_of(&self, entry: &OverlayEntry) -> bool {
        self.0.layer == entry.layer && self.0.file.file_name() == entry.file.file_name()
    }
}

impl ShotView {
    /// What the shot keeps.
    ///
    /// # Errors
    /// Why it cannot be read, as where a newer program wrote it.
    pub fn of(shot: &Shot) -> Result<Self, String> {
        serde_json::from_value(shot.view.clone()).map_err(|error| error.to_string())
    }

    /// The view with all that the shot keeps and points at. Of the layers of other files those stay that it has.
    #[must_use]
    pub fn on(self, base: &View, shot: &Shot) -> View {
        let mut view = View {
            camera: self.camera,
            window: self.window,
            filter: self.filter,
            layers: self.layers.unwrap_or(base.layers),
            guides: self.guides.unwrap_or_else(|| base.guides.clone()),
            language: self.language.unwrap_or(base.language),
            selected: None,
            hovered: None,
            opened: None,
            highlighted: shot.highlights.clone().into(),
            ..base.clone()
        };
        let kept = &self.overlays;
        view.overlays.retain(|overlay| kept.iter().any(|one| one.is_of(&overlay.entry) && one.0.is_on));
        view
    }
}
