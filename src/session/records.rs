//! What is done to incidents: new ones, changes, places, deletion.

use crate::{
    analysis::Window,
    edit::{Action, Change},
    model::{Incident, IncidentId, LonLat, Metres},
    store::Entry,
};

use super::{Effect, Field, Session, Tone, state::Mode};

impl Session {
    pub(super) fn perform(&mut self, action: Action) {
        let action = self.signed(action);
        let before = self.document().revision();
        match self.history.perform(action.clone()) {
            Ok(()) if self.document().revision() != before => self.record(Entry::Did(action)),
            Ok(()) => {}
            Err(error) => self.say(Tone::Trouble, format!("Not changed: {error}.")),
        }
    }

    pub(super) fn new_incident(&mut self, position: Option<LonLat>) -> Vec<Effect> {
        let id = (self.environment.new_id)();
        let mut incident = Incident::new(id.clone());
        if position.is_some() {
            incident.place = incident.place.put_at(position);
            incident.place.method = Some("Placed by hand on the map".to_owned());
        }
        self.perform(Action::Insert(Box::new(incident)));
        // A record that the filters hide cannot be worked on.
        self.drop_frontier_filter();
        self.view.filter = crate::analysis::Filter::default();
        self.view.window = Window::ALL;
        self.select(Some(id.clone()));
        if position.is_none() {
            self.mode = Mode::Place { id, preview: None };
        }
        vec![Effect::Focus(Field::Title)]
    }

    pub(super) fn duplicate(&mut self) {
        let Some(original) = self.selected_incident() else { return };
        let id = (self.environment.new_id)();
        let mut copy = (*original).clone();
        copy.id = id.clone();
        copy.title = format!("{} (copy)", original.title_or_words());
        // What was done to the original, and what it hangs together with, is not the copy's.
        copy.history.clear();
        copy.links.clear();
        copy.ignored.clear();
        self.perform(Action::Insert(Box::new(copy)));
        self.select(Some(id));
    }

    pub(super) fn delete(&mut self) {
        let Some(id) = self.selected().cloned() else { return };
        let neighbour =
            self.neighbour(&id, 1).or_else(|| self.neighbour(&id, -1)).filter(|other| *other != id);
        let label = self.document().get(&id).map(|i| i.display_title().into_owned()).unwrap_or_default();
        self.perform(Action::Remove(id));
        self.select(neighbour);
        self.say(Tone::Done, format!("Deleted “{label}”. Ctrl+Z brings it back."));
    }

    pub(super) fn commit_place(&mut self, position: LonLat) {
        let (Mode::Place { id, .. } | Mode::Move { id, .. }) =
            std::mem::replace(&mut self.mode, Mode::Browse)
        else {
            return;
        };
        self.place_at(id, position);
    }

    /// The selected incident, at a point that was chosen before.
    pub(super) fn move_here(&mut self, position: LonLat) {
        let Some(id) = self.selected().cloned() else { return };
        self.mode = Mode::Browse;
        self.place_at(id, position);
    }

    fn place_at(&mut self, id: IncidentId, position: LonLat) {
        let Some(incident) = self.document().get(&id) else { return };
        let before = incident.place.position;
        let mut place = incident.place.put_at(Some(position));
        place.method = Some("Placed by hand on the map".to_owned());
        self.perform(Action::Edit { id, change: Change::Place(Box::new(place)) });
        match before {
            Some(before) => self.say(Tone::Done, format!("Moved by {}", before.distance_to(position))),
            None => self.say(Tone::Done, format!("Placed at {position}")),
        }
    }

    /// How far the incident being moved would go.
    pub fn moved_distance(&self) -> Option<Metres> {
        let Mode::Move { id, preview: Some(to) } = &self.mode else { return None };
        Some(self.document().get(id)?.place.position?.distance_to(*to))
    }
}
