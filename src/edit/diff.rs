//! What leads from one document to another, as actions: for a backup brought back, and for a file that changed
//! while it was open.
//!
//! Records are the same when their ids are. Nothing here decides which side is right.

use serde_json::Value;

use std::sync::Arc;

use crate::model::{Document, Incident, Members, TollKind};

use super::{Action, Change, ForeignParts};

/// The actions that make a document with the content of `to` out of `from`, in the order in which they are to be
/// applied: what goes, what changed field by field, what is new, then what belongs to the file as a whole.
pub fn diff(from: &Document, to: &Document) -> Vec<Action> {
    let mut actions: Vec<Action> = from
        .incidents()
        .filter(|incident| to.get(&incident.id).is_none())
        .map(|incident| Action::Remove(incident.id.clone()))
        .collect();
    let mut added = Vec::new();
    for theirs in to.incidents() {
        match from.get(&theirs.id) {
            Some(ours) => actions.extend(
                changes_between(&ours, &theirs)
                    .into_iter()
                    .map(|change| Action::Edit { id: ours.id.clone(), change }),
            ),
            None => added.push(Action::Insert(Box::new(Arc::unwrap_or_clone(theirs)))),
        }
    }
    actions.append(&mut added);
    if from.facts() != to.facts() {
        actions.push(Action::SetFacts(to.facts().clone()));
    }
    if from.kept_features() != to.kept_features() {
        actions.push(Action::SetKeptFeatures(to.kept_features().to_vec()));
    }
    if from.members() != to.members() {
        actions.push(Action::SetMembers(to.members().clone()));
    }
    actions
}

/// The changes of single fields that make the content of one record that of another with the same id; its history
/// too, so that what was done to it is not told twice.
pub fn changes_between(from: &Incident, to: &Incident) -> Vec<Change> {
    if from == to {
        return Vec::new();
    }
    let pairs = parts(from).into_iter().zip(parts(to));
    let mut changes: Vec<Change> = pairs.filter(|(old, new)| old != new).map(|(_, new)| new).collect();
    // A new place takes away what belonged to the old point, so this is compared with what is left.
    let moved = changes.iter().fold(from.clone(), |incident, change| change.applied_to(&incident));
    let foreign = ForeignParts::of(to);
    if ForeignParts::of(&moved) != foreign {
        changes.push(Change::Foreign(Box::new(foreign)));
    }
    changes.extend(changed_properties(&from.rest, &to.rest));
    changes
}

/// Every field of a record as the change that would set it, always in the same order, but for own and unknown
/// properties and [`ForeignParts`].
pub(super) fn parts(incident: &Incident) -> Vec<Change> {
    // Taken apart by name: a field added to the record does not compile until it is compared here.
    let Incident {
        id: _,
        title,
        event_type,
        acled,
        when,
        place,
        actors,
        killed,
        wounded,
        abducted,
        arrested,
        weapons,
        summary,
        notes,
        sources,
        tags,
        status,
        handling,
        assignee,
        links,
        ends,
        ignored,
        evidence,
        history,
        rest: _,
        feature_rest: _,
        geometry_rest: _,
        unread_geometry: _,
        extra_coordinates: _,
    } = incident;
    vec![
        Change::Title(title.clone()),
        Change::EventType(event_type.clone()),
        Change::Acled(acled.clone()),
        Change::When(when.clone()),
        Change::Place(Box::new(place.clone())),
        Change::Actors(actors.clone()),
        Change::toll(TollKind::Killed, killed.clone()),
        Change::toll(TollKind::Wounded, wounded.clone()),
        Change::toll(TollKind::Abducted, abducted.clone()),
        Change::toll(TollKind::Arrested, arrested.clone()),
        Change::Weapons(weapons.clone()),
        Change::Summary(summary.clone()),
        Change::Notes(notes.clone()),
        Change::Sources(sources.clone()),
        Change::Tags(tags.clone()),
        Change::Status(*status),
        Change::Handling(*handling),
        Change::Assignee(assignee.clone()),
        Change::Links(links.clone()),
        Change::Ends(ends.clone()),
        Change::Ignored(ignored.clone()),
        Change::Evidence(evidence.clone()),
        Change::History(history.clone()),
    ]
}

fn changed_properties<'a>(from: &'a Members, to: &'a Members) -> impl Iterator<Item = Change> + 'a {
    let gone = from.keys().filter(|key| !to.contains_key(key)).map(|key| (key, None));
    let set = to
        .iter()
        .filter(|(key, value)| from.get(key).as_ref() != Some(value))
        .map(|(key, value)| (key, Some(value)));
    gone.chain(set).map(|(key, value)| match value {
        Some(Value::Null) => Change::NullProperty(key.to_owned()),
        value => Change::Property { key: key.to_owned(), value },
    })
}
