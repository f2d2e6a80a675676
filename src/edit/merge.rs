//! Two records of one incident made into one, field by field.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{Actor, Incident, Link, LinkKind, List, References, Source, TollKind};

use super::{Action, Change};

/// A part of a record that a merge decides on as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MergePart {
    Title,
    Type,
    When,
    Place,
    Toll(TollKind),
    Actors,
    Weapons,
    Summary,
    Notes,
    Sources,
    Tags,
    Status,
    Handling,
    Assignee,
    Ends,
}

impl MergePart {
    pub const ALL: [Self; 18] = [
        Self::Title,
        Self::Type,
        Self::When,
        Self::Place,
        Self::Toll(TollKind::Killed),
        Self::Toll(TollKind::Wounded),
        Self::Toll(TollKind::Abducted),
        Self::Toll(TollKind::Arrested),
        Self::Actors,
        Self::Weapons,
        Self::Summary,
        Self::Notes,
        Self::Sources,
        Self::Tags,
        Self::Status,
        Self::Handling,
        Self::Assignee,
        Self::Ends,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Type => "Type",
            Self::When => "Date",
            Self::Place => "Place",
            Self::Toll(kind) => kind.label(),
            Self::Actors => "Actors",
            Self::Weapons => "Weapons",
            Self::Summary => "Summary",
            Self::Notes => "Notes",
            Self::Sources => "Sources",
            Self::Tags => "Tags",
            Self::Status => "Status",
            Self::Handling => "Handling",
            Self::Assignee => "Assigned to",
            Self::Ends => "Further positions",
        }
    }

    /// Whether both records can give their share.
    pub fn can_take_both(self) -> bool {
        match self {
            Self::Actors
            | Self::Weapons
            | Self::Summary
            | Self::Notes
            | Self::Sources
            | Self::Tags
            | Self::Ends => true,
            Self::Title
            | Self::Type
            | Self::When
            | Self::Place
            | Self::Toll(_)
            | Self::Status
            | Self::Handling
            | Self::Assignee => false,
        }
    }

    /// The value of this part as a change, so that two records can be compared and one given the other's.
    fn of(self, incident: &Incident) -> Change {
        match self {
            Self::Title => Change::Title(incident.title.clone()),
            Self::Type => Change::EventType(incident.event_type.clone()),
            Self::When => Change::When(incident.when.clone()),
            Self::Place => Change::Place(Box::new(incident.place.clone())),
            Self::Toll(kind) => Change::toll(kind, incident.toll(kind).clone()),
            Self::Actors => Change::Actors(incident.actors.clone()),
            Self::Weapons => Change::Weapons(incident.weapons.clone()),
            Self::Summary => Change::Summary(incident.summary.clone()),
            Self::Notes => Change::Notes(incident.notes.clone()),
            Self::Sources => Change::Sources(incident.sources.clone()),
            Self::Tags => Change::Tags(incident.tags.clone()),
            Self::Status => Change::Status(incident.status),
            Self::Handling => Change::Handling(incident.handling),
            Self::Assignee => Change::Assignee(incident.assignee.clone()),
            Self::Ends => Change::Ends(incident.ends.clone()),
        }
    }

    /// Whether a record says nothing in this part.
    pub fn is_empty_in(self, incident: &Incident) -> bool {
        self.of(incident) == self.of(&Incident::new(incident.id.clone()))
    }

    pub fn differs(self, kept: &Incident, other: &Incident) -> bool {
        self.of(kept) != self.of(other)
    }
}

/// Whose value a part of the merged record has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Take {
    Kept,
    Other,
    /// The kept record's share first, then what only the other has.
    Both,
}

/// What a careful coder would take before looking: what is empty is filled, lists are joined, and where both say
/// something the kept record's word stands.
pub fn usual_take(part: MergePart, kept: &Incident, other: &Incident) -> Take {
    if !part.differs(kept, other) || part.is_empty_in(other) {
        Take::Kept
    } else if part.is_empty_in(kept) {
        Take::Other
    } else if part.can_take_both() {
        Take::Both
    } else {
        Take::Kept
    }
}

/// The action that makes `other` part of `kept`, in one step: the parts as chosen, what else only the other has, a
/// link that says which record it was, links of others led here, and the other record gone. Its id is never given
/// again.
pub fn merge(
    document: &crate::model::Document,
    kept: &Incident,
    other: &Incident,
    take: impl Fn(MergePart) -> Take,
) -> Action {
    let mut merged = merged_parts(kept, other, take);
    for (key, value) in other.rest.iter() {
        if !merged.rest.contains_key(key) {
            let change = Change::Property { key: key.to_owned(), value: Some(value) };
            merged = change.applied_to(&merged);
        }
    }
    merged.links = joined_links(kept, other);
    merged.evidence = joined(&kept.evidence, &other.evidence, |a, b| a == b).into();
    let mut actions: Vec<Action> = changes(kept, &merged)
        .into_iter()
        .map(|change| Action::Edit { id: kept.id.clone(), change })
        .collect();
    for neighbour in document.outlines().filter(|incident| incident.id != kept.id && incident.id != other.id)
    {
        if neighbour.links.iter().any(|link| link.to == other.id) {
            let mut links = neighbour.links.clone();
            for link in links.iter_mut().filter(|link| link.to == other.id) {
                link.to = kept.id.clone();
            }
            actions.push(Action::Edit { id: neighbour.id.clone(), change: Change::Links(links) });
        }
    }
    actions.push(Action::Remove(other.id.clone()));
    let label = format!("merge “{}” into “{}”", other.display_title(), kept.display_title());
    Action::Together { label, actions }
}

/// The kept record with the parts as chosen, as a look ahead.
pub fn merged_parts(kept: &Incident, other: &Incident, take: impl Fn(MergePart) -> Take) -> Incident {
    let mut merged = kept.clone();
    for part in MergePart::ALL {
        if let Some(change) = taken(part, kept, other, take(part)) {
            merged = change.applied_to(&merged);
        }
    }
    merged
}

/// The changes of single fields that lead from one record to another of the same id.
fn changes(from: &Incident, to: &Incident) -> Vec<Change> {
    let mut changes: Vec<Change> =
        MergePart::ALL.into_iter().filter(|part| part.differs(from, to)).map(|part| part.of(to)).collect();
    if from.links != to.links {
        changes.push(Change::Links(to.links.clone()));
    }
    if from.evidence != to.evidence {
        changes.push(Change::Evidence(to.evidence.clone()));
    }
    for (key, value) in to.rest.iter() {
        if from.rest.get(key).as_ref() != Some(&value) {
            changes.push(Change::Property { key: key.to_owned(), value: Some(value) });
        }
    }
    changes
}

fn taken(part: MergePart, kept: &Incident, other: &Incident, take: Take) -> Option<Change> {
    match take {
        Take::Kept => None,
        Take::Both if part.can_take_both() => Some(both(part, kept, other)),
        Take::Other | Take::Both => Some(part.of(other)),
    }
}

fn both(part: MergePart, kept: &Incident, other: &Incident) -> Change {
    match part {
        MergePart::Actors => Change::Actors(joined(&kept.actors, &other.actors, same_actor).into()),
        MergePart::Weapons => Change::Weapons(joined(&kept.weapons, &other.weapons, |a, b| a == b).into()),
        MergePart::Sources => Change::Sources(joined_sources(&kept.sources, &other.sources).into()),
        MergePart::Tags => Change::Tags(joined(&kept.tags, &other.tags, |a, b| a == b).into()),
        MergePart::Ends => Change::Ends(joined(&kept.ends, &other.ends, |a, b| a == b).into()),
        MergePart::Summary => Change::Summary(joined_text(&kept.summary, &other.summary)),
        MergePart::Notes => Change::Notes(joined_text(&kept.notes, &other.notes)),
        MergePart::Title
        | MergePart::Type
        | MergePart::When
        | MergePart::Place
        | MergePart::Toll(_)
        | MergePart::Status
        | MergePart::Handling
        | MergePart::Assignee => part.of(kept),
    }
}

fn joined<T: Clone>(kept: &[T], other: &[T], same: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut joined = kept.to_vec();
    joined.extend(other.iter().filter(|&theirs| !kept.iter().any(|ours| same(ours, theirs))).cloned());
    joined
}

fn joined_text(kept: &str, other: &str) -> String {
    if other.trim().is_empty() || kept.contains(other) {
        kept.to_owned()
    } else if kept.trim().is_empty() || other.contains(kept) {
        other.to_owned()
    } else {
        format!("{kept}\n\n{other}")
    }
}

fn same_actor(a: &Actor, b: &Actor) -> bool {
    a.name == b.name && a.role == b.role
}

/// The same report: the same address, or without one, the same everything.
fn same_source(a: &Source, b: &Source) -> bool {
    // A field that was emptied is no address.
    let address = |source: &'_ Source| source.url.clone().filter(|url| !url.trim().is_empty());
    match (address(a), address(b)) {
        (Some(a), Some(b)) => a == b,
        (None, None) => a == b,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// The sources of both; what is attached to a report that both name stays attached to it.
fn joined_sources(kept: &[Source], other: &[Source]) -> Vec<Source> {
    let mut sources = joined(kept, other, same_source);
    for theirs in other.iter().filter(|theirs| !theirs.evidence.list().is_empty()) {
        let Some(ours) = sources.iter_mut().find(|ours| same_source(ours, theirs)) else { continue };
        if let References::List(list) = &mut ours.evidence {
            let new: Vec<_> =
                theirs.evidence.list().iter().filter(|one| !list.contains(one)).copied().collect();
            list.extend(new);
        }
    }
    sources
}

fn joined_links(kept: &Incident, other: &Incident) -> List<Link> {
    let mut links = kept.links.clone();
    let there: BTreeSet<_> = kept.links.iter().map(|link| (link.kind.clone(), link.to.clone())).collect();
    links.extend(
        other.links.iter().filter(|link| !there.contains(&(link.kind.clone(), link.to.clone()))).cloned(),
    );
    // What said that they are two, or led from one to the other, is settled now.
    links.retain(|link| link.to != kept.id && !(link.to == other.id && link.kind != LinkKind::SameAs));
    if !links.iter().any(|link| link.to == other.id) {
        let note = Some(format!("merged into this record: “{}”", other.title_or_words()));
        links.push(Link { kind: LinkKind::SameAs, to: other.id.clone(), note, rest: serde_json::Map::new() });
    }
    links
}
