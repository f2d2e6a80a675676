//! Actions: pure changes of a document, as values that can be written down.

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{
    AcledLabels, Actor, Attachment, Digest, Document, End, Evidence, Facts, Handling, HistoryEntry,
    IgnoredFinding, Incident, IncidentId, KeptFeature, Link, List, Members, Place, Records, Source, Stamp,
    Status, Toll, TollKind, When, differences, grouped, shown_line,
};

use super::{evidence, facts_label::facts_label};

/// A change of truth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new incident.
    Insert(Box<Incident>),
    /// Many new incidents, which the document then shares with this action: a million cost no second copy.
    InsertAll(Records),
    Remove(IncidentId),
    /// One field of one incident.
    Edit {
        id: IncidentId,
        change: Change,
    },
    SetFacts(Facts),
    /// The features that are no incidents, as another state of the document has them.
    SetKeptFeatures(Vec<KeptFeature>),
    /// The members of the file that Marz does not know, as another state of the document has them.
    SetMembers(Map<String, Value>),
    /// Lists a content that the document has a copy of, unless it is listed already, and refers to it.
    Attach {
        to: Attachment,
        evidence: Box<Evidence>,
    },
    /// Takes one reference away; the content stays listed.
    Detach {
        from: Attachment,
        digest: Digest,
    },
    /// What is noted about a content; an empty note is none.
    Describe {
        digest: Digest,
        note: String,
    },
    /// Takes a content that nothing refers to off the list. Its file stays.
    Unlist(Digest),
    /// Several changes as one step, all or none.
    Together {
        label: String,
        actions: Vec<Action>,
    },
    /// A change with the name of who made it and when: each record it touches notes it in its history.
    Signed {
        stamp: Stamp,
        action: Box<Action>,
    },
}

/// The new value of one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    Title(String),
    EventType(String),
    Acled(AcledLabels),
    When(When),
    Place(Box<Place>),
    Actors(List<Actor>),
    Killed(Toll),
    Wounded(Toll),
    Summary(String),
    Notes(String),
    Sources(List<Source>),
    Tags(List<String>),
    Abducted(Toll),
    Arrested(Toll),
    Weapons(List<String>),
    Status(Option<Status>),
    Handling(Option<Handling>),
    Assignee(String),
    Links(List<Link>),
    Ends(List<End>),
    Ignored(List<IgnoredFinding>),
    /// Copies that belong to no single source.
    Evidence(List<Digest>),
    /// A field of the project's own, or any other property that Marz does not know; `None` takes it away.
    Property {
        key: String,
        value: Option<Value>,
    },
    /// A property that is there and `null`: written down, [`Self::Property`] could not tell it from none.
    NullProperty(String),
    /// Why the last change in the record's history was made.
    Reason(Option<String>),
    /// What was done to the record, as another state of the document tells it.
    History(List<HistoryEntry>),
    /// What the record keeps without understanding it, as another state of the document has it.
    Foreign(Box<ForeignParts>),
}

/// What a record keeps of its feature without understanding it, apart from its properties.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ForeignParts {
    pub feature_rest: Members,
    pub geometry_rest: Members,
    pub unread_geometry: Option<Box<Value>>,
    pub extra_coordinates: List<f64>,
}

impl ForeignParts {
    pub fn of(incident: &Incident) -> Self {
        Self {
            feature_rest: incident.feature_rest.clone(),
            geometry_rest: incident.geometry_rest.clone(),
            unread_geometry: incident.unread_geometry.clone(),
            extra_coordinates: incident.extra_coordinates.clone(),
        }
    }
}

/// Why an action could not be done; the document is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("the incident {0} is not in the document")]
    NoSuchIncident(IncidentId),
    #[error("the document already has an incident {0}")]
    IdTaken(IncidentId),
    #[error("the incident {incident} has no source {}", .number + 1)]
    NoSuchSource { incident: IncidentId, number: usize },
    #[error("its source holds attachments that this program does not understand")]
    ForeignAttachments,
    #[error("the document does not list this attachment ({})", .0.short())]
    NotListed(Digest),
    #[error("{0} still refers to this attachment")]
    StillUsed(IncidentId),
}

impl Action {
    /// The document after this action. It keeps the revision of the old one: [`super::History`] names states.
    ///
    /// # Errors
    /// When the incident does not exist, or for an insert, already does; nothing is changed then.
    pub fn apply(&self, document: &Document) -> Result<Document, EditError> {
        match self {
            Self::Insert(incident) => {
                if document.get(&incident.id).is_some() {
                    return Err(EditError::IdTaken(incident.id.clone()));
                }
                Ok(document.with_incident((**incident).clone()))
            }
            Self::InsertAll(incidents) => {
                let taken = incidents.ids().find(|id| document.contains(id));
                taken.map_or_else(
                    || Ok(document.with_all(incidents)),
                    |id| Err(EditError::IdTaken(id.clone())),
                )
            }
            Self::Remove(id) => {
                if document.get(id).is_none() {
                    return Err(EditError::NoSuchIncident(id.clone()));
                }
                Ok(document.without_incident(id))
            }
            Self::Edit { id, change } => {
                let incident = document.get(id).ok_or_else(|| EditError::NoSuchIncident(id.clone()))?;
                Ok(document.with_incident(change.applied_to(&incident)))
            }
            Self::SetFacts(facts) => Ok(document.with_facts(facts.clone())),
            Self::SetKeptFeatures(features) => Ok(document.with_kept_features(features.clone())),
            Self::SetMembers(members) => Ok(document.with_members(members.clone())),
            Self::Attach { to, evidence } => evidence::attach(document, to, evidence),
            Self::Detach { from, digest } => evidence::detach(document, from, digest),
            Self::Describe { digest, note } => evidence::describe(document, digest, note),
            Self::Unlist(digest) => evidence::unlist(document, digest),
            Self::Together { actions, .. } => {
                actions.iter().try_fold(document.clone(), |document, action| action.apply(&document))
            }
            Self::Signed { stamp, action } => Ok(action.apply(document)?.noting(document, stamp, action)),
        }
    }

    /// The incidents this action may change.
    pub fn touched(&self) -> BTreeSet<IncidentId> {
        match self {
            Self::Insert(incident) => BTreeSet::from([incident.id.clone()]),
            Self::InsertAll(incidents) => incidents.ids().cloned().collect(),
            Self::Remove(id) | Self::Edit { id, .. } => BTreeSet::from([id.clone()]),
            Self::Attach { to: at, .. } | Self::Detach { from: at, .. } => {
                BTreeSet::from([at.incident.clone()])
            }
            Self::SetFacts(_)
            | Self::SetKeptFeatures(_)
            | Self::SetMembers(_)
            | Self::Describe { .. }
            | Self::Unlist(_) => BTreeSet::new(),
            Self::Together { actions, .. } => actions.iter().flat_map(Self::touched).collect(),
            Self::Signed { action, .. } => action.touched(),
        }
    }

    /// What the step is called in the Edit menu, without the document at hand.
    pub fn label(&self, document: &Document) -> String {
        let name = |id: &IncidentId| {
            document.get(id).map_or_else(|| id.to_string(), |i| shortened(&i.display_title()))
        };
        let content = |digest: &Digest| {
            let listed = document.facts().evidence_of(digest);
            listed.map_or_else(|| digest.short(), |evidence| shortened(&shown_line(&evidence.name)))
        };
        match self {
            Self::Insert(incident) => format!("add “{}”", shortened(&incident.display_title())),
            Self::InsertAll(incidents) => format!("add {} incidents", grouped(incidents.len())),
            Self::Remove(id) => format!("delete “{}”", name(id)),
            Self::Edit { id, change } => format!("change {} of “{}”", change.field(), name(id)),
            Self::SetFacts(facts) => facts_label(document.facts(), facts),
            Self::SetKeptFeatures(_) => "change features that are no incidents".to_owned(),
            Self::SetMembers(_) => "change other members of the file".to_owned(),
            Self::Attach { to, evidence } => {
                format!("attach “{}” to “{}”", shortened(&shown_line(&evidence.name)), name(&to.incident))
            }
            Self::Detach { from, digest } => {
                format!("detach “{}” from “{}”", content(digest), name(&from.incident))
            }
            Self::Describe { digest, .. } => format!("note on “{}”", content(digest)),
            Self::Unlist(digest) => format!("take “{}” off the list", content(digest)),
            Self::Together { label, .. } => label.clone(),
            Self::Signed { action, .. } => action.label(document),
        }
    }
}

impl Document {
    /// This document with what an action changed since `before` noted in the history of each record.
    fn noting(self, before: &Self, stamp: &Stamp, action: &Action) -> Self {
        let mut noted = self;
        for id in action.touched() {
            let Some(now) = noted.get(&id) else { continue };
            let entry = match before.get(&id) {
                // Whoever made it has noted it.
                None if now.history.last().is_some_and(|entry| entry.stamp == *stamp) => continue,
                None => HistoryEntry::made(stamp.clone()),
                Some(then) => {
                    let set = differences(&then, &now);
                    if set.is_empty() {
                        continue;
                    }
                    HistoryEntry::of(stamp.clone(), set)
                }
            };
            let mut next = Arc::unwrap_or_clone(now);
            next.history.push(entry);
            noted = noted.with_incident(next);
        }
        noted
    }
}

impl Change {
    /// The toll of one kind.
    pub fn toll(kind: TollKind, toll: Toll) -> Self {
        match kind {
            TollKind::Killed => Self::Killed(toll),
            TollKind::Wounded => Self::Wounded(toll),
            TollKind::Abducted => Self::Abducted(toll),
            TollKind::Arrested => Self::Arrested(toll),
        }
    }

    /// The field in plain words.
    pub fn field(&self) -> &str {
        match self {
            Self::Title(_) => "title",
            Self::EventType(_) => "type",
            Self::Acled(_) => "ACLED labels",
            Self::When(_) => "date",
            Self::Place(_) => "place",
            Self::Actors(_) => "actors",
            Self::Killed(_) => "killed",
            Self::Wounded(_) => "wounded",
            Self::Summary(_) => "summary",
            Self::Notes(_) => "notes",
            Self::Sources(_) => "sources",
            Self::Tags(_) => "tags",
            Self::Abducted(_) => "abducted",
            Self::Arrested(_) => "arrested",
            Self::Weapons(_) => "weapons",
            Self::Status(_) => "status",
            Self::Handling(_) => "handling",
            Self::Assignee(_) => "assignee",
            Self::Links(_) => "links",
            Self::Ends(_) => "further positions",
            Self::Ignored(_) => "ignored findings",
            Self::Evidence(_) => "attachments",
            Self::Property { key, .. } | Self::NullProperty(key) => key,
            Self::Reason(_) => "reason of the last change",
            Self::History(_) => "history",
            Self::Foreign(_) => "what the file says beside the record",
        }
    }

    /// The record with this one change made.
    #[must_use]
    pub fn applied_to(&self, incident: &Incident) -> Incident {
        let mut next = incident.clone();
        match self {
            Self::Title(title) => next.title.clone_from(title),
            Self::EventType(code) => next.event_type.clone_from(code),
            Self::Acled(labels) => next.acled.clone_from(labels),
            Self::When(when) => next.when.clone_from(when),
            Self::Place(place) => {
                // Height and unread geometry belong to the old point.
                if place.position != incident.place.position {
                    next.extra_coordinates.clear();
                    next.unread_geometry = None;
                }
                next.place = (**place).clone();
            }
            Self::Actors(actors) => next.actors.clone_from(actors),
            Self::Killed(toll) => next.killed.clone_from(toll),
            Self::Wounded(toll) => next.wounded.clone_from(toll),
            Self::Summary(text) => next.summary.clone_from(text),
            Self::Notes(text) => next.notes.clone_from(text),
            Self::Sources(sources) => next.sources.clone_from(sources),
            Self::Tags(tags) => next.tags.clone_from(tags),
            Self::Abducted(toll) => next.abducted.clone_from(toll),
            Self::Arrested(toll) => next.arrested.clone_from(toll),
            Self::Weapons(weapons) => next.weapons.clone_from(weapons),
            Self::Status(status) => next.status = *status,
            Self::Handling(handling) => next.handling = *handling,
            Self::Assignee(name) => next.assignee.clone_from(name),
            Self::Links(links) => next.links.clone_from(links),
            Self::Ends(ends) => next.ends.clone_from(ends),
            Self::Ignored(ignored) => next.ignored.clone_from(ignored),
            Self::Evidence(evidence) => next.evidence.clone_from(evidence),
            Self::Property { key, value: Some(value) } => {
                next.rest.insert(key.clone(), value.clone());
            }
            Self::Property { key, value: None } => {
                next.rest.shift_remove(key);
            }
            Self::NullProperty(key) => {
                next.rest.insert(key.clone(), Value::Null);
            }
            Self::Reason(why) => {
                if let Some(last) = next.history.last_mut() {
                    last.stamp.why.clone_from(why);
                }
            }
            Self::History(entries) => next.history.clone_from(entries),
            Self::Foreign(parts) => {
                let ForeignParts { feature_rest, geometry_rest, unread_geometry, extra_coordinates } =
                    (**parts).clone();
                next = Incident { feature_rest, geometry_rest, unread_geometry, extra_coordinates, ..next };
            }
        }
        next
    }
}

/// At most 40 letters, for menus.
pub(super) fn shortened(text: &str) -> String {
    const LETTERS: usize = 40;
    if text.chars().count() <= LETTERS {
        text.to_owned()
    } else {
        let cut: String = text.chars().take(LETTERS - 1).collect();
        format!("{}…", cut.trim_end())
    }
}
