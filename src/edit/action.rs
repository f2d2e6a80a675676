//! Actions: pure changes of a document, as values that can be written down.

use serde::{Deserialize, Serialize};

use crate::model::{AcledLabels, Actor, Document, Facts, Incident, IncidentId, Place, Source, Toll, When};

/// A change of truth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// A new incident.
    Insert(Box<Incident>),
    Remove(IncidentId),
    /// One field of one incident.
    Edit {
        id: IncidentId,
        change: Change,
    },
    SetFacts(Facts),
    /// Several changes as one step, all or none.
    Together {
        label: String,
        actions: Vec<Action>,
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
    Actors(Vec<Actor>),
    Killed(Toll),
    Wounded(Toll),
    Summary(String),
    Notes(String),
    Sources(Vec<Source>),
    Tags(Vec<String>),
}

/// Why an action could not be done; the document is as it was.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    #[error("the incident {0} is not in the document")]
    NoSuchIncident(IncidentId),
    #[error("the document already has an incident {0}")]
    IdTaken(IncidentId),
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
            Self::Remove(id) => {
                if document.get(id).is_none() {
                    return Err(EditError::NoSuchIncident(id.clone()));
                }
                Ok(document.without_incident(id))
            }
            Self::Edit { id, change } => {
                let incident = document.get(id).ok_or_else(|| EditError::NoSuchIncident(id.clone()))?;
                Ok(document.with_incident(change.applied_to(incident)))
            }
            Self::SetFacts(facts) => Ok(document.with_facts(facts.clone())),
            Self::Together { actions, .. } => {
                actions.iter().try_fold(document.clone(), |document, action| action.apply(&document))
            }
        }
    }

    /// What the step is called in the Edit menu, without the document at hand.
    pub fn label(&self, document: &Document) -> String {
        let name = |id: &IncidentId| {
            document.get(id).map_or_else(|| id.to_string(), |i| shortened(i.display_title()))
        };
        match self {
            Self::Insert(incident) => format!("add “{}”", shortened(incident.display_title())),
            Self::Remove(id) => format!("delete “{}”", name(id)),
            Self::Edit { id, change } => format!("change {} of “{}”", change.field(), name(id)),
            Self::SetFacts(_) => "change project facts".to_owned(),
            Self::Together { label, .. } => label.clone(),
        }
    }
}

impl Change {
    /// The field in plain words.
    pub fn field(&self) -> &'static str {
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
        }
    }

    fn applied_to(&self, incident: &Incident) -> Incident {
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
        }
        next
    }
}

/// At most 40 letters, for menus.
fn shortened(text: &str) -> String {
    const LETTERS: usize = 40;
    if text.chars().count() <= LETTERS {
        text.to_owned()
    } else {
        let cut: String = text.chars().take(LETTERS - 1).collect();
        format!("{}…", cut.trim_end())
    }
}
