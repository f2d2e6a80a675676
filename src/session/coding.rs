//! Coding many records: marks, the queue, merging, names of actors, and the signature under each change.

use std::collections::{BTreeMap, BTreeSet};

use crate::{
    analysis::Facet,
    edit::{Action, Change, MergePart, Take, merge, rename_actor, usual_take},
    model::{IncidentId, Link, LinkKind, LonLat, Place, Stamp, Status, Zoom},
};

use super::{PointedPlace, Session, Tone};
use crate::carto::Camera;

impl Session {
    /// The action with the name and time of whoever made it; what touches no record needs none.
    pub(super) fn signed(&self, action: Action) -> Action {
        if matches!(action, Action::Signed { .. }) || action.touched().is_empty() {
            return action;
        }
        Action::Signed { stamp: self.stamp(), action: Box::new(action) }
    }

    /// Who changes something now.
    pub(super) fn stamp(&self) -> Stamp {
        let at = (self.environment.now)().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        Stamp { at, by: self.environment.author.clone(), why: None }
    }

    /// The work on the selected record is done.
    pub(super) fn accept(&mut self) {
        let Some(incident) = self.selected_incident() else { return };
        // The queue may lose this record by the change: the next is taken from the list as it stands.
        let next = self.neighbour(&incident.id, 1);
        let status = Status::accepted(incident.status);
        self.perform(Action::Edit { id: incident.id.clone(), change: Change::Status(Some(status)) });
        self.refresh();
        let done = format!("“{}”: {}", incident.display_title(), status.label().to_lowercase());
        if next.is_some() {
            self.say(Tone::Done, done);
            self.select_and_follow(next);
        } else {
            self.say(Tone::Done, format!("{done}. It was the last of the list."));
        }
    }

    /// Whether only what is to be coded is shown.
    pub fn shows_queue(&self) -> bool {
        self.view.filter.chosen.get(&Facet::Status) == Some(&to_be_coded())
    }

    /// Only what is to be coded, or everything again.
    pub(super) fn show_queue(&mut self) {
        if self.shows_queue() {
            self.view.filter.chosen.remove(&Facet::Status);
        } else {
            self.view.filter.chosen.insert(Facet::Status, to_be_coded());
            self.refresh();
            if self.listed().is_empty() {
                self.say(Tone::Note, "Nothing is to do: no record has the status “to do” or “in progress”.");
            } else {
                let first = self.listed().first().cloned();
                self.select_and_follow(first);
            }
        }
    }

    pub(super) fn mark(&mut self, id: IncidentId) {
        if !self.marked.remove(&id) {
            self.marked.insert(id.clone());
        }
        self.last_mark = Some(id);
    }

    /// Marks all records of the list between the last mark and this one.
    pub(super) fn mark_to(&mut self, id: &IncidentId) {
        let place = |wanted: &IncidentId| self.listed().iter().position(|listed| listed == wanted);
        let from = self.last_mark.as_ref().or(self.view.selected.as_ref());
        let Some(to) = place(id) else { return };
        let from = from.and_then(place).unwrap_or(to);
        let range: Vec<IncidentId> = self.listed()[from.min(to)..=from.max(to)].to_vec();
        self.marked.extend(range);
    }

    pub(super) fn merge(&mut self, chosen: &BTreeMap<MergePart, Take>) {
        let Some((kept, other)) = self.merging().map(|(a, b)| (a.clone(), b.clone())) else { return };
        let take = |part| chosen.get(&part).copied().unwrap_or_else(|| usual_take(part, &kept, &other));
        let action = merge(self.document(), &kept, &other, take);
        self.merging = None;
        self.perform(action);
        self.select_and_follow(Some(kept.id.clone()));
        self.say(
            Tone::Done,
            format!(
                "“{}” is part of “{}” now. Ctrl+Z undoes it.",
                other.display_title(),
                kept.display_title()
            ),
        );
    }

    /// Notes that two records are different incidents, so that nobody asks again.
    pub(super) fn not_the_same(&mut self, a: &IncidentId, b: IncidentId) {
        let Some(incident) = self.document().get(a) else { return };
        if incident.is_linked(&LinkKind::NotSameAs, &b) {
            return;
        }
        let mut links = incident.links.clone();
        links.push(Link { kind: LinkKind::NotSameAs, to: b, note: None, rest: serde_json::Map::new() });
        self.perform(Action::Edit { id: a.clone(), change: Change::Links(links) });
    }

    pub(super) fn rename_actor(&mut self, old: &str, new: &str) {
        let new = new.trim();
        if new.is_empty() {
            self.say(Tone::Refused, "An actor needs a name.");
        } else if new != old {
            self.perform(rename_actor(self.document(), old, new));
        }
    }

    /// Several actors become one, as one step.
    pub(super) fn merge_actors(&mut self, names: &BTreeSet<String>, into: &str) {
        let mut scratch = self.document().clone();
        let mut actions = Vec::new();
        for name in names.iter().filter(|name| name.as_str() != into) {
            let action = rename_actor(&scratch, name, into);
            match action.apply(&scratch) {
                Ok(next) => scratch = next,
                Err(error) => return self.say(Tone::Trouble, format!("Not changed: {error}.")),
            }
            actions.push(action);
        }
        if actions.is_empty() {
            return;
        }
        let label = match actions.len() {
            1 => format!("merge an actor into “{into}”"),
            several => format!("merge {several} actors into “{into}”"),
        };
        self.perform(Action::Together { label, actions });
        self.say(Tone::Done, format!("They are “{into}” now. Ctrl+Z undoes it."));
    }

    /// The two marked records, the selected one or else the earlier of the list first.
    pub(super) fn marked_pair(&self) -> Option<(IncidentId, IncidentId)> {
        let [a, b] = self.marked().iter().collect::<Vec<_>>().try_into().ok()?;
        let place = |id: &IncidentId| {
            let listed = self.listed().iter().position(|listed| listed == id).unwrap_or(usize::MAX);
            (self.selected() != Some(id), listed)
        };
        let (kept, other) = if place(a) <= place(b) { (a, b) } else { (b, a) };
        Some((kept.clone(), other.clone()))
    }

    /// Shows a place with room around it.
    pub(super) fn go_to_place(&mut self, position: LonLat, name: String) {
        const CLOSE: Zoom = Zoom(10.0);
        let zoom = if self.view.camera.zoom.0 < CLOSE.0 { CLOSE } else { self.view.camera.zoom };
        self.go_to(Camera { centre: position, zoom });
        self.pointed = Some(PointedPlace { position, name });
    }

    /// Gives the selected record a place, and shows it.
    pub(super) fn use_place(&mut self, place: Place) {
        let Some(id) = self.selected().cloned() else { return };
        let position = place.position;
        self.mode = super::Mode::Browse;
        self.pointed = None;
        self.perform(Action::Edit { id: id.clone(), change: Change::Place(Box::new(place)) });
        if position.is_some() {
            self.refresh();
            self.select_and_follow(Some(id));
        }
    }
}

fn to_be_coded() -> BTreeSet<String> {
    [Status::ToDo, Status::InProgress].into_iter().map(|status| status.code().to_owned()).collect()
}
