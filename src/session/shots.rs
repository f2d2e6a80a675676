//! Views worth coming back to: where, when, with which filter.

use serde::{Deserialize, Serialize};

use crate::{
    analysis::{Filter, Window},
    carto::{Camera, Guides, Layers},
    edit::Action,
    model::{Facts, Shot},
};

use super::{Session, Tone, within_limits};

/// The part of a view that a shot keeps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct ShotView {
    camera: Camera,
    #[serde(default)]
    window: Window,
    #[serde(default)]
    filter: Filter,
    #[serde(default)]
    layers: Option<Layers>,
    /// Grid, border bands and distance rings.
    #[serde(default)]
    guides: Option<Guides>,
}

impl Session {
    /// Keeps the present view under a name; a name that is there already is given the present view.
    pub(super) fn add_shot(&mut self, name: &str) {
        let mut facts = self.document().facts().clone();
        let name = match name.trim() {
            "" => format!("View {}", facts.shots.len() + 1),
            name => name.to_owned(),
        };
        let view = ShotView {
            camera: self.view.camera,
            window: self.view.window,
            filter: self.view.filter.clone(),
            layers: Some(self.view.layers),
            guides: Some(self.view.guides.clone()),
        };
        let Ok(view) = serde_json::to_value(&view) else { return };
        match facts.shots.iter_mut().find(|shot| shot.name == name) {
            Some(shot) => shot.view = view,
            None => facts.shots.push(Shot { name: name.clone(), view, ..Shot::default() }),
        }
        self.perform(Action::SetFacts(facts));
        self.say(Tone::Done, format!("Kept as “{name}”. Save the document to keep it for tomorrow."));
    }

    pub(super) fn go_to_shot(&mut self, place: usize) {
        let Some(shot) = self.document().facts().shots.get(place).cloned() else { return };
        match serde_json::from_value::<ShotView>(shot.view) {
            Ok(view) => {
                self.view.window = view.window;
                self.view.filter = view.filter;
                if let Some(layers) = view.layers {
                    self.view.layers = layers;
                }
                if let Some(guides) = view.guides {
                    self.view.guides = guides;
                }
                self.go_to(within_limits(view.camera));
            }
            Err(error) => {
                self.say(Tone::Trouble, format!("The view “{}” cannot be read: {error}.", shot.name));
            }
        }
    }

    pub(super) fn remove_shot(&mut self, place: usize) {
        let facts = self.document().facts();
        if place < facts.shots.len() {
            let mut shots = facts.shots.clone();
            let shot = shots.remove(place);
            let facts = Facts { shots, ..facts.clone() };
            self.perform(Action::SetFacts(facts));
            self.say(Tone::Done, format!("Removed the view “{}”. Ctrl+Z brings it back.", shot.name));
        }
    }
}
