//! Views worth coming back to: where, when, with which filter and layers.

use crate::{
    analysis::gazetteer::{Gazetteer, Kind},
    carto::{Camera, LabelLanguage, Layers, ShotView, filter_words, window_words},
    edit::Action,
    model::{Facts, Shot, shown_line},
};

use super::{Session, Tone, within_limits};

/// Views that a key of their own goes to.
pub const SHOTS_WITH_KEYS: usize = 9;

impl Session {
    fn shot_view(&self) -> Option<serde_json::Value> {
        let view = ShotView {
            camera: self.view.camera,
            map_size: Some([self.map_size.x, self.map_size.y]),
            window: self.view.window,
            filter: self.view.filter.clone(),
            layers: Some(self.view.layers),
            guides: Some(self.view.guides.clone()),
            language: Some(self.view.language),
            overlays: self.overlays_of_shot(),
        };
        serde_json::to_value(&view).ok()
    }

    /// What a shot keeps, where this version can read it.
    pub(super) fn read_shot(&self, place: usize) -> Option<(String, Result<ShotView, String>)> {
        let shot = self.document().facts().shots.get(place)?;
        Some((shot.name.clone(), ShotView::of(shot)))
    }

    fn set_shots(&mut self, shots: Vec<Shot>) {
        let facts = Facts { shots, ..self.document().facts().clone() };
        self.perform(Action::SetFacts(facts));
    }

    /// The present view as one that is kept, under a name that is free.
    pub(super) fn present_shot(&self) -> Option<Shot> {
        let name = free_name(&self.document().facts().shots);
        Some(Shot { name, view: self.shot_view()?, ..Shot::default() })
    }

    /// Keeps the present view under a name; a name that is there already is given the present view.
    pub(super) fn add_shot(&mut self, name: &str) {
        let mut shots = self.document().facts().shots.clone();
        let name = match name.trim() {
            "" => free_name(&shots),
            name => name.to_owned(),
        };
        let Some(view) = self.shot_view() else { return };
        match shots.iter_mut().find(|shot| shot.name == name) {
            Some(shot) => shot.view = view,
            None => shots.push(Shot { name: name.clone(), view, ..Shot::default() }),
        }
        self.set_shots(shots);
        self.say(Tone::Done, format!("Kept as “{name}”. Save the document to keep it for tomorrow."));
    }

    /// Gives a shot the present view.
    pub(super) fn overwrite_shot(&mut self, place: usize) {
        let mut shots = self.document().facts().shots.clone();
        let (Some(shot), Some(view)) = (shots.get_mut(place), self.shot_view()) else { return };
        shot.view = view;
        let name = shot.name.clone();
        self.set_shots(shots);
        self.say(Tone::Done, format!("“{name}” holds the present view now. Ctrl+Z brings the old one back."));
    }

    pub(super) fn rename_shot(&mut self, place: usize, name: &str) {
        let name = name.trim();
        let mut shots = self.document().facts().shots.clone();
        if name.is_empty() {
            return self.say(Tone::Refused, "A view needs a name.");
        }
        if shots.iter().enumerate().any(|(other, shot)| other != place && shot.name == name) {
            return self.say(Tone::Refused, format!("There is another view with the name “{name}”."));
        }
        let Some(shot) = shots.get_mut(place).filter(|shot| shot.name != name) else { return };
        let before = std::mem::replace(&mut shot.name, name.to_owned());
        let mut storyboards = self.document().facts().storyboards.clone();
        for shown in storyboards.iter_mut().flat_map(|board| &mut board.shots) {
            if *shown == before {
                name.clone_into(shown);
            }
        }
        let facts = Facts { shots, storyboards, ..self.document().facts().clone() };
        self.perform(Action::SetFacts(facts));
    }

    /// Puts a shot at another place of the list; the others keep their order.
    pub(super) fn move_shot(&mut self, from: usize, to: usize) {
        let mut shots = self.document().facts().shots.clone();
        let to = to.min(shots.len().saturating_sub(1));
        if from < shots.len() && from != to {
            let shot = shots.remove(from);
            shots.insert(to, shot);
            self.set_shots(shots);
        }
    }

    pub(super) fn remove_shot(&mut self, place: usize) {
        let mut shots = self.document().facts().shots.clone();
        if place < shots.len() {
            let shot = shots.remove(place);
            let mut storyboards = self.document().facts().storyboards.clone();
            for board in &mut storyboards {
                board.shots.retain(|shown| *shown != shot.name);
            }
            let facts = Facts { shots, storyboards, ..self.document().facts().clone() };
            self.perform(Action::SetFacts(facts));
            self.say(Tone::Done, format!("Removed the view “{}”. Ctrl+Z brings it back.", shot.name));
        }
    }

    pub(super) fn go_to_shot(&mut self, place: usize) {
        match self.read_shot(place) {
            Some((_, Ok(view))) => {
                self.drop_frontier_filter();
                self.view.window = view.window;
                self.view.filter = view.filter;
                self.view.layers = view.layers.unwrap_or(self.view.layers);
                if let Some(guides) = view.guides {
                    self.view.guides = guides;
                }
                self.view.language = view.language.unwrap_or(self.view.language);
                let effects = self.show_overlays_of_shot(view.overlays);
                self.outbox.extend(effects);
                self.go_to(within_limits(view.camera));
            }
            Some((name, Err(error))) => {
                self.say(Tone::Trouble, format!("The view “{name}” cannot be read: {error}."));
            }
            None => {}
        }
    }

    pub(super) fn go_to_shot_named(&mut self, name: &str) {
        if let Some(place) = self.document().facts().shots.iter().position(|shot| shot.name == name) {
            self.go_to_shot(place);
        }
    }

    /// What a shot holds, in a line for each thing: place, window, filter, layers.
    pub fn shot_summary(&self, place: usize) -> Vec<String> {
        let view = match self.read_shot(place) {
            Some((_, Ok(view))) => view,
            Some((_, Err(_))) => return vec!["This version cannot read what it holds.".to_owned()],
            None => return Vec::new(),
        };
        let mut lines = vec![whereabouts(view.camera), capitalised(&window_words(view.window, None))];
        lines.extend(filter_words(&view.filter));
        lines.extend(view.layers.and_then(|layers| layers_words(&layers)));
        if let Some(language) = view.language.filter(|language| *language != LabelLanguage::default()) {
            lines.push(format!("Names in {}", language.label()));
        }
        lines.iter().map(|line| shown_line(line).into_owned()).collect()
    }
}

/// `View 3`, or the next number that no view has.
fn free_name(shots: &[Shot]) -> String {
    let taken = |name: &String| shots.iter().any(|shot| shot.name == *name);
    // One more number than there are views: one of them is free.
    let numbers = shots.len() + 1..=shots.len() * 2 + 1;
    numbers.map(|number| format!("View {number}")).find(|name| !taken(name)).unwrap_or_default()
}

/// Where a camera looks, by the nearest town that the map names.
fn whereabouts(camera: Camera) -> String {
    let near = Gazetteer::embedded().nearest(camera.centre, Some(Kind::Settlement), 1);
    let zoom = format!("zoom {:.1}", camera.zoom.0);
    match near.first() {
        Some((town, distance)) if distance.0 < 2_000.0 => format!("{}, {zoom}", town.name),
        Some((town, distance)) if distance.0 < 300_000.0 => format!("{distance} from {}, {zoom}", town.name),
        Some(_) | None => format!("{}, {zoom}", camera.centre),
    }
}

/// What is otherwise than on a new map.
fn layers_words(layers: &Layers) -> Option<String> {
    let usual = Layers::default();
    let changed = |on: bool| -> Vec<String> {
        let states = layers.in_order().iter();
        states
            .filter(|state| state.is_on == on && usual.is_on(state.layer) != on)
            .map(|state| state.layer.label().to_lowercase())
            .collect()
    };
    let mut parts = Vec::new();
    for (words, names) in [("with", changed(true)), ("without", changed(false))] {
        if !names.is_empty() {
            parts.push(format!("{words} {}", names.join(", ")));
        }
    }
    (!parts.is_empty()).then(|| capitalised(&parts.join("; ")))
}

pub(super) fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
