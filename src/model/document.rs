//! What the analyst owns: all incidents and the facts of the project, as one immutable value.

use std::{collections::BTreeSet, sync::Arc};

use imbl::{OrdMap, ordmap::DiffItem};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Facts, Incident, IncidentId, Records, records::Record};

/// Names one state of a document. Two documents of one session with the same revision are the same;
/// "saved" is a revision compared.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Revision(pub u64);

/// A feature that is no incident (a line, a polygon, a feature without readable properties): kept, counted,
/// written back, not shown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct KeptFeature(pub Value);

/// All that one file holds. Cloning costs nothing: states share what did not change.
#[derive(Clone, Debug, Default)]
pub struct Document {
    revision: Revision,
    incidents: OrdMap<IncidentId, Record>,
    facts: Arc<Facts>,
    kept_features: Arc<Vec<KeptFeature>>,
    members: Arc<Map<String, Value>>,
}

impl PartialEq for Document {
    /// Equal content; the revision is a name, not content.
    fn eq(&self, other: &Self) -> bool {
        self.incidents == other.incidents
            && self.facts == other.facts
            && self.kept_features == other.kept_features
            && self.members == other.members
    }
}

impl Document {
    /// A document of these parts at revision 0. Of two incidents with one id the later wins: a reader must
    /// resolve clashes before.
    pub fn new(
        incidents: impl IntoIterator<Item = Incident>,
        facts: Facts,
        kept_features: Vec<KeptFeature>,
        members: Map<String, Value>,
    ) -> Self {
        Self::of(&incidents.into_iter().collect(), facts, kept_features, members)
    }

    /// As [`Document::new`], of incidents that are gathered already.
    pub fn of(
        incidents: &Records,
        facts: Facts,
        kept_features: Vec<KeptFeature>,
        members: Map<String, Value>,
    ) -> Self {
        Self {
            revision: Revision(0),
            incidents: incidents.records().map(|(id, record)| (id.clone(), record)).collect(),
            facts: Arc::new(facts),
            kept_features: Arc::new(kept_features),
            members: Arc::new(members),
        }
    }

    pub fn revision(&self) -> Revision {
        self.revision
    }

    #[must_use]
    pub fn at_revision(mut self, revision: Revision) -> Self {
        self.revision = revision;
        self
    }

    /// Incidents in the order of their ids. Of many each is put together as it comes: who only asks for their names
    /// asks [`Self::ids`].
    pub fn incidents(&self) -> impl ExactSizeIterator<Item = Arc<Incident>> {
        self.incidents.values().map(Record::incident)
    }

    /// As [`Self::incidents`], for questions that ask for no texts: title, summary, notes, history and unknown
    /// members may be missing.
    pub fn outlines(&self) -> impl ExactSizeIterator<Item = Arc<Incident>> {
        self.incidents.values().map(Record::outline)
    }

    /// As [`Self::incidents`], without history and unknown members, which may be missing.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = Arc<Incident>> {
        self.incidents.values().map(Record::texts)
    }

    /// The names of all incidents, in their order.
    pub fn ids(&self) -> impl ExactSizeIterator<Item = &IncidentId> {
        self.incidents.keys()
    }

    pub fn contains(&self, id: &IncidentId) -> bool {
        self.incidents.contains_key(id)
    }

    pub fn len(&self) -> usize {
        self.incidents.len()
    }

    pub fn is_empty(&self) -> bool {
        self.incidents.is_empty()
    }

    pub fn get(&self, id: &IncidentId) -> Option<Arc<Incident>> {
        self.incidents.get(id).map(Record::incident)
    }

    /// The incidents in which `next` is another document than this one, in the order of their ids: before and after.
    /// Costs what is different, where one was made of the other.
    pub fn changes_to(
        &self,
        next: &Self,
    ) -> impl Iterator<Item = (Option<Arc<Incident>>, Option<Arc<Incident>>)> {
        self.incidents.diff(&next.incidents).map(|item| match item {
            DiffItem::Add(_, after) => (None, Some(after.incident())),
            DiffItem::Update { old: (_, before), new: (_, after) } => {
                (Some(before.incident()), Some(after.incident()))
            }
            DiffItem::Remove(_, before) => (Some(before.incident()), None),
        })
    }

    /// The names of all actors of incidents, each once.
    pub fn actor_names(&self) -> BTreeSet<String> {
        let mut names = BTreeSet::new();
        for incident in self.outlines() {
            names.extend(incident.actors.iter().map(|actor| actor.name.clone()));
        }
        names.remove("");
        names
    }

    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    pub fn kept_features(&self) -> &[KeptFeature] {
        &self.kept_features
    }

    /// Top-level members of the file that Marz does not know.
    pub fn members(&self) -> &Map<String, Value> {
        &self.members
    }

    #[must_use]
    pub fn with_incident(&self, incident: Incident) -> Self {
        let mut next = self.clone();
        next.incidents.insert(incident.id.clone(), Record::Open(Arc::new(incident)));
        next
    }

    /// The document with many incidents more, each of which takes the place of one with its id.
    #[must_use]
    pub fn with_all(&self, incidents: &Records) -> Self {
        let mut next = self.clone();
        next.incidents.extend(incidents.records().map(|(id, record)| (id.clone(), record)));
        next
    }

    /// The document with these incidents alone. Features that are no incidents are of the whole and stay behind.
    #[must_use]
    pub fn only(&self, ids: &[IncidentId]) -> Self {
        let chosen = ids.iter().filter_map(|id| self.incidents.get_key_value(id));
        let incidents = chosen.map(|(id, incident)| (id.clone(), incident.clone())).collect();
        Self { incidents, kept_features: Arc::default(), ..self.clone() }
    }

    #[must_use]
    pub fn without_incident(&self, id: &IncidentId) -> Self {
        let mut next = self.clone();
        next.incidents.remove(id);
        next
    }

    #[must_use]
    pub fn with_facts(&self, facts: Facts) -> Self {
        Self { facts: Arc::new(facts), ..self.clone() }
    }

    #[must_use]
    pub fn with_kept_features(&self, features: Vec<KeptFeature>) -> Self {
        Self { kept_features: Arc::new(features), ..self.clone() }
    }

    #[must_use]
    pub fn with_members(&self, members: Map<String, Value>) -> Self {
        Self { members: Arc::new(members), ..self.clone() }
    }
}
