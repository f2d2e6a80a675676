//! What is asked of the whole document for one record: computed once for each state of it, not in each frame.

use std::collections::BTreeSet;

use crate::{
    analysis::{
        Standing,
        frontier::{Bank, Frontier},
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
    /// The bank of the point and how far it is from the line.
    pub bank: Option<String>,
}

impl Known {
    pub(super) fn of(session: &Session, incident: &Incident) -> Self {
        let document = session.document();
        let mut actors: BTreeSet<&str> = document
            .incidents()
            .flat_map(|incident| &incident.actors)
            .map(|actor| actor.name.as_str())
            .collect();
        for actor in &document.facts().actors {
            actors.insert(&actor.name);
        }
        actors.remove("");
        Self {
            revision: document.revision(),
            id: incident.id.clone(),
            findings: review_one(document, &incident.id, session.today()),
            standing: Standing::of(&incident.sources),
            actors: actors.into_iter().map(str::to_owned).collect(),
            bank: bank(incident),
        }
    }

    pub(super) fn is_of(&self, session: &Session, id: &IncidentId) -> bool {
        self.revision == session.document().revision() && self.id == *id
    }
}

/// `Tajik bank, 3.2 km from the border line`.
fn bank(incident: &Incident) -> Option<String> {
    let place = &incident.place;
    let at = place.position?;
    let frontier = Frontier::embedded();
    let bank = match frontier.bank(at, place.radius.or(place.precision.usual_radius())) {
        Bank::Tajik => "Tajik bank".to_owned(),
        Bank::Afghan => "Afghan bank".to_owned(),
        Bank::Elsewhere(Some(country)) => format!("in {}", country.name()),
        Bank::Elsewhere(None) => return Some("beyond the frontier".to_owned()),
        Bank::Undetermined => "bank undetermined".to_owned(),
    };
    Some(format!("{bank}, {} from the border line", frontier.distance_to_line(at)))
}
