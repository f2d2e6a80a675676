//! What is asked of the whole document for one record: computed once for each state of it, not in each frame.

use std::sync::Arc;

use crate::{
    analysis::{
        Standing,
        frontier::{Fix, fixed},
        review::{Finding, review_one},
    },
    model::{Incident, IncidentId, Revision},
    session::Session,
};

pub(super) struct Known {
    revision: Revision,
    id: IncidentId,
    pub findings: Vec<Finding>,
    pub standing: Standing,
    /// Names of actors and their aliases, in order.
    pub actors: Vec<String>,
    /// What the frontier knows of the place; `None` without a point that can be defended.
    pub fix: Option<Arc<Fix<'static>>>,
}

impl Known {
    pub(super) fn of(session: &Session, incident: &Incident) -> Self {
        let document = session.document();
        let mut actors = document.actor_names();
        actors.extend(document.facts().actors.iter().map(|actor| actor.name.clone()));
        actors.remove("");
        Self {
            revision: document.revision(),
            id: incident.id.clone(),
            findings: review_one(document, &incident.id, session.today()),
            standing: Standing::of(&incident.sources),
            actors: actors.into_iter().collect(),
            fix: fixed(incident),
        }
    }

    pub(super) fn is_of(&self, session: &Session, id: &IncidentId) -> bool {
        self.revision == session.document().revision() && self.id == *id
    }
}
