//! The record of one incident.

use std::{borrow::Cow, fmt, sync::Arc};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    Actor, Attachment, Digest, End, Handling, HistoryEntry, IgnoredFinding, Link, LinkKind, List, Members,
    Place, Source, Status, Toll, TollKind, When, shown_line,
};

/// A permanent name of an incident, unique in its document and never reused.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct IncidentId(Arc<str>);

impl IncidentId {
    pub fn new(id: impl Into<Arc<str>>) -> Self {
        Self(id.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The labels this incident would carry in ACLED's taxonomy, by the coder's own mapping.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AcledLabels {
    pub event_type: Option<String>,
    pub sub_event_type: Option<String>,
}

/// One incident: what happened, when, where, to whom, and who says so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Incident {
    pub id: IncidentId,
    pub title: String,
    /// A code of [`super::taxonomy`], or any other word a file brings; empty when not yet coded.
    pub event_type: String,
    pub acled: AcledLabels,
    pub when: When,
    pub place: Place,
    pub actors: List<Actor>,
    pub killed: Toll,
    pub wounded: Toll,
    #[serde(default)]
    pub abducted: Toll,
    #[serde(default)]
    pub arrested: Toll,
    /// Codes of [`super::taxonomy`], or the coder's own words.
    #[serde(default)]
    pub weapons: List<String>,
    pub summary: String,
    pub notes: String,
    pub sources: List<Source>,
    pub tags: List<String>,
    /// How far the coding is; `None` where the file does not say.
    #[serde(default)]
    pub status: Option<Status>,
    #[serde(default)]
    pub handling: Option<Handling>,
    /// Who works on it, in free words.
    #[serde(default)]
    pub assignee: String,
    #[serde(default)]
    pub links: List<Link>,
    /// Further positions: where it was fired from, where it landed.
    #[serde(default)]
    pub ends: List<End>,
    #[serde(default)]
    pub ignored: List<IgnoredFinding>,
    /// Copies that belong to no single source.
    #[serde(default)]
    pub evidence: List<Digest>,
    /// What was changed since the record was made or first opened, oldest first.
    #[serde(default)]
    pub history: List<HistoryEntry>,
    /// Properties that Marz does not know or could not read, kept and written back.
    pub rest: Members,
    /// Members of the feature itself beside geometry and properties (`bbox` …), kept and written back.
    pub feature_rest: Members,
    /// Members of the point's geometry beside its coordinates, kept and written back.
    #[serde(default)]
    pub geometry_rest: Members,
    /// A geometry that could not become a position (a point at latitude 95), kept while there is none.
    pub unread_geometry: Option<Box<Value>>,
    /// Height and further numbers of the point's coordinates, kept and written back.
    pub extra_coordinates: List<f64>,
}

impl Incident {
    /// An empty record.
    pub fn new(id: IncidentId) -> Self {
        Self {
            id,
            title: String::new(),
            event_type: String::new(),
            acled: AcledLabels::default(),
            when: When::unknown(),
            place: Place::default(),
            actors: List::new(),
            killed: Toll::default(),
            wounded: Toll::default(),
            abducted: Toll::default(),
            arrested: Toll::default(),
            weapons: List::new(),
            summary: String::new(),
            notes: String::new(),
            sources: List::new(),
            tags: List::new(),
            status: None,
            handling: None,
            assignee: String::new(),
            links: List::new(),
            ends: List::new(),
            ignored: List::new(),
            evidence: List::new(),
            history: List::new(),
            rest: Members::new(),
            feature_rest: Members::new(),
            geometry_rest: Members::new(),
            unread_geometry: None,
            extra_coordinates: List::new(),
        }
    }

    /// The title to be shown, or words that say there is none: on one line, and with nothing hidden in it.
    pub fn display_title(&self) -> Cow<'_, str> {
        shown_line(self.title_or_words())
    }

    /// The title as it stands, or words that say there is none.
    pub fn title_or_words(&self) -> &str {
        if self.title.trim().is_empty() { "Untitled incident" } else { &self.title }
    }

    /// What is attached, and where: the incident's own first, then that of its sources.
    pub fn attachments(&self) -> impl Iterator<Item = (Attachment, Digest)> {
        let at = |source| Attachment { incident: self.id.clone(), source };
        let own = self.evidence.iter().map(move |digest| (at(None), *digest));
        let rows = self.sources.iter().enumerate();
        let of_sources = rows.flat_map(move |(row, source)| {
            source.evidence.list().iter().map(move |digest| (at(Some(row)), *digest))
        });
        own.chain(of_sources)
    }

    pub fn toll(&self, kind: TollKind) -> &Toll {
        match kind {
            TollKind::Killed => &self.killed,
            TollKind::Wounded => &self.wounded,
            TollKind::Abducted => &self.abducted,
            TollKind::Arrested => &self.arrested,
        }
    }

    pub fn toll_mut(&mut self, kind: TollKind) -> &mut Toll {
        match kind {
            TollKind::Killed => &mut self.killed,
            TollKind::Wounded => &mut self.wounded,
            TollKind::Abducted => &mut self.abducted,
            TollKind::Arrested => &mut self.arrested,
        }
    }

    /// Whether a link of that kind leads to that incident.
    pub fn is_linked(&self, kind: &LinkKind, to: &IncidentId) -> bool {
        self.links.iter().any(|link| link.kind == *kind && link.to == *to)
    }
}
