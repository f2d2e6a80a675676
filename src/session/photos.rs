//! Photos as incidents: where and when each was taken, with its picture attached, all of them one step.

use std::collections::BTreeSet;

use crate::{
    analysis::{Filter, Window},
    edit::Action,
    model::{Attachment, Digest, Evidence, IncidentId, Revision, shown_line},
    store::formats::Photo,
};

use super::{Session, Tone};

/// What became of photos that were asked for.
#[derive(Debug, Default)]
pub struct PhotosRead {
    pub asked: usize,
    /// Those whose copies are safely in the folder.
    pub photos: Vec<(Box<Evidence>, Photo)>,
    /// Why others are not there.
    pub failed: Vec<String>,
    pub stopped: bool,
}

impl Session {
    /// Photos were read and copied for the document that was opened as `of`.
    pub fn photos_read(&mut self, read: PhotosRead, of: Revision) {
        if of != self.opened_at() {
            self.say(Tone::Note, "The photos were not added: another document is open now.");
            return;
        }
        let PhotosRead { asked, photos, failed, stopped } = read;
        let (mut actions, mut here, mut placed, mut doubts) = (Vec::new(), 0, 0, Vec::new());
        let mut first: Option<IncidentId> = None;
        let attached = self
            .document()
            .outlines()
            .flat_map(|incident| incident.attachments().map(|(_, digest)| digest).collect::<Vec<_>>());
        let attached: BTreeSet<Digest> = attached.collect();
        let mut taken = BTreeSet::new();
        for (evidence, photo) in photos {
            if attached.contains(&evidence.sha256) || !taken.insert(evidence.sha256) {
                here += 1;
                continue;
            }
            let incident = photo.incident((self.environment.new_id)(), &evidence.name);
            placed += usize::from(incident.place.position.is_some());
            let name = shown_line(&evidence.name).into_owned();
            doubts.extend(photo.doubts.iter().map(|doubt| format!("{name}: {doubt}")));
            first.get_or_insert_with(|| incident.id.clone());
            let to = Attachment { incident: incident.id.clone(), source: None };
            actions.push(Action::Insert(Box::new(incident)));
            actions.push(Action::Attach { to, evidence });
        }
        let added = taken.len();
        if let Some(first) = first {
            let label = match added {
                1 => "add an incident from a photo".to_owned(),
                added => format!("add {added} incidents from photos"),
            };
            self.perform(Action::Together { label, actions });
            // Records that the filters hide cannot be worked on.
            self.drop_frontier_filter();
            self.view.filter = Filter::default();
            self.view.window = Window::ALL;
            self.select(Some(first));
        }
        let mut words = match added {
            0 => "No incident was added.".to_owned(),
            1 => "Added 1 incident from a photo. Ctrl+Z takes it back.".to_owned(),
            added => format!("Added {added} incidents from photos. Ctrl+Z takes them back."),
        };
        let more = [
            (added - placed, "without a place: the photo names none"),
            (here, "left out: the photo is attached to an incident already"),
            (asked.saturating_sub(added + here + failed.len()), "not looked at: you stopped it"),
        ];
        for (count, what) in more.into_iter().filter(|(count, _)| *count > 0) {
            words = format!("{words} {count} {what}.");
        }
        let is_whole = failed.is_empty() && doubts.is_empty() && !stopped;
        for why in failed.iter().chain(&doubts).take(2) {
            words = format!("{words} {}", why.replace('\n', " "));
        }
        if failed.len() + doubts.len() > 2 {
            words = format!("{words} And {} more like this.", failed.len() + doubts.len() - 2);
        }
        self.say(if is_whole { Tone::Done } else { Tone::Note }, words);
    }
}
