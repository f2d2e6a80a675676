//! Many incidents in little memory: what records have alike is there once, and each is put together when it is asked
//! for.
//!
//! A record as it is worked with takes some two and a half kilobytes, most of them room for what it does not have. At
//! rest a row of an ACLED table takes a fifth of that. Few records stay as they are: nothing is gained there.

mod bundle;
mod pack;

use std::{fmt, sync::Arc};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{HistoryEntry, Incident, IncidentId, MembersOfRows};

use bundle::{Bundle, Packer, Part};

/// As many records are in one bundle at most, and so many stay open where there are no more.
const A_BUNDLE: usize = 4_096;

/// One incident at rest. Cloning costs nothing.
#[derive(Clone)]
pub(super) enum Record {
    Open(Arc<Incident>),
    Packed(Arc<Bundle>, u32),
}

impl Record {
    pub(super) fn incident(&self) -> Arc<Incident> {
        self.part(Part::All)
    }

    /// The same without title, summary, notes, history and unknown members, in a third of the time.
    pub(super) fn outline(&self) -> Arc<Incident> {
        self.part(Part::Outline)
    }

    /// The same without history and unknown members.
    pub(super) fn texts(&self) -> Arc<Incident> {
        self.part(Part::Texts)
    }

    fn part(&self, part: Part) -> Arc<Incident> {
        match self {
            Self::Open(incident) => Arc::clone(incident),
            Self::Packed(bundle, row) => Arc::new(bundle.incident(*row, part)),
        }
    }

    /// Whether both are one and the same memory.
    fn is_one_with(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Open(a), Self::Open(b)) => Arc::ptr_eq(a, b),
            (Self::Packed(a, row), Self::Packed(b, other)) => row == other && Arc::ptr_eq(a, b),
            (Self::Open(_), Self::Packed(..)) | (Self::Packed(..), Self::Open(_)) => false,
        }
    }
}

impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.is_one_with(other) || self.incident() == other.incident()
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.incident().fmt(f)
    }
}

/// Incidents one after the other, in the order in which they came. Cloning costs nothing.
#[derive(Clone, Default)]
pub struct Records {
    packed: Vec<Arc<Bundle>>,
    /// Behind those that are packed.
    open: Vec<Arc<Incident>>,
}

impl Records {
    pub fn len(&self) -> usize {
        self.packed.iter().map(|bundle| bundle.len()).sum::<usize>() + self.open.len()
    }

    pub fn is_empty(&self) -> bool {
        self.packed.is_empty() && self.open.is_empty()
    }

    pub fn ids(&self) -> impl Iterator<Item = &IncidentId> {
        let packed = self.packed.iter().flat_map(|bundle| bundle.ids());
        packed.chain(self.open.iter().map(|incident| &incident.id))
    }

    pub fn iter(&self) -> impl Iterator<Item = Arc<Incident>> {
        self.records().map(|(_, record)| record.incident())
    }

    /// The incident in this place, from 0.
    pub fn get(&self, place: usize) -> Option<Arc<Incident>> {
        let mut before = 0;
        for bundle in &self.packed {
            if place - before < bundle.len() {
                return Some(Arc::new(bundle.incident((place - before) as u32, Part::All)));
            }
            before += bundle.len();
        }
        self.open.get(place - before).cloned()
    }

    /// These records with one more entry at the end of the history of each.
    #[must_use]
    pub fn noting(&self, entry: &HistoryEntry) -> Self {
        let noted = |incident: Arc<Incident>| {
            let mut incident = Arc::unwrap_or_clone(incident);
            incident.history.push(entry.clone());
            Arc::new(incident)
        };
        let mut gathering = Gathering::default();
        for bundle in &self.packed {
            let (packed, open) = (vec![Arc::clone(bundle)], Vec::new());
            gathering.append(match bundle.with_made(entry) {
                Some(made) => Self { packed: vec![Arc::new(made)], open },
                None => Self { packed, open }.iter().map(noted).collect(),
            });
        }
        gathering.append(Self { packed: Vec::new(), open: self.open.iter().cloned().map(noted).collect() });
        gathering.finish()
    }

    /// Those of these ids alone. What stays together stays as it is.
    #[must_use]
    pub fn only(&self, is_wanted: impl Fn(&IncidentId) -> bool) -> Self {
        let mut gathering = Gathering::default();
        for bundle in &self.packed {
            let all = Self { packed: vec![Arc::clone(bundle)], open: Vec::new() };
            if all.ids().all(&is_wanted) {
                gathering.append(all);
            } else {
                let wanted = all.records().filter(|(id, _)| is_wanted(id));
                wanted.for_each(|(_, record)| gathering.push(record.incident()));
            }
        }
        for incident in self.open.iter().filter(|incident| is_wanted(&incident.id)) {
            gathering.push(Arc::clone(incident));
        }
        gathering.finish()
    }

    pub(super) fn records(&self) -> impl Iterator<Item = (&IncidentId, Record)> {
        let packed = self.packed.iter().flat_map(|bundle| {
            (0..).zip(bundle.ids()).map(|(row, id)| (id, Record::Packed(Arc::clone(bundle), row)))
        });
        packed.chain(self.open.iter().map(|incident| (&incident.id, Record::Open(Arc::clone(incident)))))
    }
}

impl<'a> IntoIterator for &'a Records {
    type Item = Arc<Incident>;
    type IntoIter = Box<dyn Iterator<Item = Arc<Incident>> + 'a>;

    fn into_iter(self) -> Self::IntoIter {
        Box::new(self.iter())
    }
}

impl FromIterator<Incident> for Records {
    fn from_iter<I: IntoIterator<Item = Incident>>(incidents: I) -> Self {
        incidents.into_iter().map(Arc::new).collect()
    }
}

impl FromIterator<Arc<Incident>> for Records {
    fn from_iter<I: IntoIterator<Item = Arc<Incident>>>(incidents: I) -> Self {
        let mut gathering = Gathering::default();
        for incident in incidents {
            gathering.push(incident);
        }
        gathering.finish()
    }
}

impl PartialEq for Records {
    fn eq(&self, other: &Self) -> bool {
        self.len() == other.len() && self.records().zip(other.records()).all(|(a, b)| a == b)
    }
}

impl fmt::Debug for Records {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

impl Serialize for Records {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self.iter())
    }
}

impl<'de> Deserialize<'de> for Records {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Vec::<Incident>::deserialize(deserializer).map(|incidents| incidents.into_iter().collect())
    }
}

/// Incidents as they come: the first some stay open until it is plain that there are many.
#[derive(Default)]
pub struct Gathering {
    records: Records,
    packer: Option<Box<Packer>>,
}

impl Gathering {
    /// For about so many: where they are many, the first is packed already.
    pub fn expecting(many: usize) -> Self {
        Self { records: Records::default(), packer: (many >= A_BUNDLE).then(Box::default) }
    }

    pub fn push(&mut self, incident: Arc<Incident>) {
        let Some(packer) = &mut self.packer else {
            self.records.open.push(incident);
            if self.records.open.len() >= A_BUNDLE {
                self.pack_all();
            }
            return;
        };
        if packer.is_full() {
            self.records.packed.push(Arc::new(packer.seal()));
        }
        packer.push(&incident);
    }

    /// As [`Self::push`], with the cells of a row of a table as the unknown members.
    pub fn push_row<'a>(
        &mut self,
        mut incident: Incident,
        members: &mut MembersOfRows,
        cells: impl Iterator<Item = &'a str> + Clone,
    ) {
        if let Some(packer) = self.packer.as_mut().filter(|packer| !packer.is_full())
            && let Some(shape) = members.shape_of(cells.clone())
        {
            packer.push_row(&incident, &shape, members.present(cells));
        } else {
            incident.rest = members.of(cells);
            self.push(Arc::new(incident));
        }
    }

    /// Appends others that are gathered already; what is packed stays as it is.
    pub fn append(&mut self, others: Records) {
        if !others.packed.is_empty() {
            let packer = self.pack_all();
            let begun = (packer.len() > 0).then(|| Arc::new(packer.seal()));
            self.records.packed.extend(begun.into_iter().chain(others.packed));
        }
        for incident in others.open {
            self.push(incident);
        }
    }

    /// From here on none stays open.
    fn pack_all(&mut self) -> &mut Packer {
        let packer = self.packer.get_or_insert_default();
        for incident in std::mem::take(&mut self.records.open) {
            packer.push(&incident);
        }
        packer
    }

    pub fn len(&self) -> usize {
        self.records.len() + self.packer.as_ref().map_or(0, |packer| packer.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    pub fn finish(mut self) -> Records {
        self.take()
    }

    /// All that came; what comes next begins anew, in the same room.
    pub fn take(&mut self) -> Records {
        let mut records = std::mem::take(&mut self.records);
        let begun = self.packer.as_mut().filter(|packer| packer.len() > 0);
        records.packed.extend(begun.map(|packer| Arc::new(packer.seal())));
        records
    }
}
