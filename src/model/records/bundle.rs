//! Some thousand records as rows of numbers, beside the texts that the numbers mean.

use std::{borrow::Cow, hash::BuildHasher as _, sync::Arc};

use hashbrown::HashTable;

use crate::model::{
    HistoryEntry, Incident, IncidentId, Members,
    members::{Shape, push_json_text, text_of},
};

use super::pack::Pack as _;

/// Some thousand records at rest.
pub(in crate::model) struct Bundle {
    rows: Arc<Rows>,
    /// The last entry in the history of all of them, beside what each has of its own.
    made: Option<HistoryEntry>,
}

struct Rows {
    ids: Box<[IncidentId]>,
    /// Where each row ends.
    ends: Box<[u32]>,
    bytes: Box<[u8]>,
    texts: Texts,
    shapes: Box<[Arc<Shape>]>,
}

/// Different texts, each once; the first is empty.
#[derive(Clone, Default)]
struct Texts {
    text: String,
    /// Where each ends but for the first.
    ends: Vec<u32>,
}

impl Texts {
    fn get(&self, number: usize) -> &str {
        let Some(at) = number.checked_sub(1) else { return "" };
        let start = at.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.text[start..self.ends[at] as usize]
    }
}

impl Bundle {
    pub(super) fn len(&self) -> usize {
        self.rows.ids.len()
    }

    pub(super) fn ids(&self) -> impl Iterator<Item = &IncidentId> {
        self.rows.ids.iter()
    }

    /// The same records with this as the last entry in the history of each: it is there once for all. `None` where
    /// they have such a one already.
    pub(super) fn with_made(&self, made: &HistoryEntry) -> Option<Self> {
        self.made.is_none().then(|| Self { rows: Arc::clone(&self.rows), made: Some(made.clone()) })
    }

    /// The incident of this row, or a part of it.
    pub(super) fn incident(&self, row: u32, part: Part) -> Incident {
        let (rows, row) = (&*self.rows, row as usize);
        let start = row.checked_sub(1).map_or(0, |before| rows.ends[before] as usize);
        let rest = &rows.bytes[start..rows.ends[row] as usize];
        let mut from = Unpacker { bundle: rows, id: &rows.ids[row], rest, part };
        let mut incident = Incident::unpack(&mut from);
        if part >= Part::All {
            if from.number() == 1 {
                incident.rest = Members::unpack(&mut from);
            }
            if let Some(made) = &self.made {
                incident.history.push(made.clone());
            }
        }
        incident
    }
}

/// A bundle while records come to it.
#[derive(Default)]
pub(super) struct Packer {
    ids: Vec<IncidentId>,
    ends: Vec<u32>,
    rows: Vec<u8>,
    texts: Texts,
    known: HashTable<Known>,
    hashes: foldhash::fast::RandomState,
    shapes: Vec<Arc<Shape>>,
}

/// A text that is there, by a part of its hash: so nearly no other one is looked at.
struct Known {
    tag: u32,
    number: u32,
}

impl Packer {
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether it should take no more: where texts are long, before there are so many records.
    pub fn is_full(&self) -> bool {
        const BYTES: usize = 64 << 20;
        self.len() >= super::A_BUNDLE || self.texts.text.len() + self.rows.len() >= BYTES
    }

    pub fn push(&mut self, incident: &Incident) {
        incident.pack(self);
        self.number(u64::from(!incident.rest.is_plain()));
        if !incident.rest.is_plain() {
            incident.rest.pack(self);
        }
        self.end(incident);
    }

    /// A record whose unknown members are these texts.
    pub fn push_row<'a>(
        &mut self,
        incident: &Incident,
        shape: &Arc<Shape>,
        texts: impl Iterator<Item = &'a str>,
    ) {
        incident.pack(self);
        self.number(1);
        self.shape(shape);
        for text in texts {
            self.json_text(text);
        }
        self.end(incident);
    }

    fn end(&mut self, incident: &Incident) {
        self.ids.push(incident.id.clone());
        self.ends.push(self.rows.len() as u32);
    }

    /// All that came, in no more room than it needs; what comes next begins anew.
    pub fn seal(&mut self) -> Bundle {
        // Copied out: the room that it grew to is used again.
        let rows = Rows {
            ids: self.ids.as_slice().into(),
            ends: self.ends.as_slice().into(),
            bytes: self.rows.as_slice().into(),
            texts: self.texts.clone(),
            shapes: self.shapes.as_slice().into(),
        };
        self.known.clear();
        self.ids.clear();
        self.ends.clear();
        self.rows.clear();
        self.texts.text.clear();
        self.texts.ends.clear();
        self.shapes.clear();
        Bundle { rows: Arc::new(rows), made: None }
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    pub fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.rows.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.rows.push(number as u8);
    }

    pub fn bits(&mut self, bits: u64) {
        self.rows.extend(bits.to_le_bytes());
    }

    pub fn text(&mut self, text: &str) {
        let number = self.number_of(text);
        self.number(number);
    }

    /// A value of JSON in its compact form. A text is kept as what it says: in many tables that stands in another
    /// field too.
    pub fn json(&mut self, json: &str) {
        let number = match text_of(json) {
            Some(Cow::Borrowed(text)) => return self.json_text(text),
            // Written with other escapes than ours it would not come back as it is.
            Some(Cow::Owned(text)) if is_written(&text, json) => return self.json_text(&text),
            Some(Cow::Owned(_)) | None => self.number_of(json) << 1,
        };
        self.number(number);
    }

    /// The value of JSON that says this text.
    fn json_text(&mut self, text: &str) {
        let number = self.number_of(text) << 1 | 1;
        self.number(number);
    }

    pub fn shape(&mut self, shape: &Arc<Shape>) {
        let known = self.shapes.iter().rposition(|known| Arc::ptr_eq(known, shape));
        let number = known.unwrap_or_else(|| {
            self.shapes.push(Arc::clone(shape));
            self.shapes.len() - 1
        });
        self.number(number as u64);
    }

    fn number_of(&mut self, text: &str) -> u64 {
        if text.is_empty() {
            return 0;
        }
        let Self { texts, known, hashes, .. } = self;
        let hash = hashes.hash_one(text);
        let is_it = |known: &Known| known.tag == hash as u32 && texts.get(known.number as usize) == text;
        if let Some(known) = known.find(hash, is_it) {
            return u64::from(known.number);
        }
        texts.text.push_str(text);
        texts.ends.push(texts.text.len() as u32);
        let number = texts.ends.len() as u32;
        let hash_of = |known: &Known| hashes.hash_one(texts.get(known.number as usize));
        known.insert_unique(hash, Known { tag: hash as u32, number }, hash_of);
        u64::from(number)
    }
}

fn is_written(text: &str, json: &str) -> bool {
    let mut again = String::with_capacity(json.len());
    push_json_text(&mut again, text);
    again == json
}

/// How much of a record is put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    /// Without title, summary, notes, history and unknown members.
    Outline,
    /// Without history and unknown members.
    Texts,
    All,
}

/// One row that is read from its beginning to its end, as it was written.
#[derive(Clone)]
pub(super) struct Unpacker<'a> {
    bundle: &'a Rows,
    pub id: &'a IncidentId,
    pub part: Part,
    rest: &'a [u8],
}

impl<'a> Unpacker<'a> {
    pub fn number(&mut self) -> u64 {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = self.rest[0];
            self.rest = &self.rest[1..];
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return number;
            }
            shift += 7;
        }
    }

    pub fn bits(&mut self) -> u64 {
        let (bits, rest) = self.rest.split_first_chunk().expect("eight bytes were written");
        self.rest = rest;
        u64::from_le_bytes(*bits)
    }

    pub fn text(&mut self) -> &'a str {
        let number = self.number();
        self.bundle.texts.get(number as usize)
    }

    pub fn json(&mut self, into: &mut String) {
        let number = self.number();
        let text = self.bundle.texts.get((number >> 1) as usize);
        if number & 1 == 1 {
            push_json_text(into, text);
        } else {
            into.push_str(text);
        }
    }

    /// Bytes that so many values of JSON take with one between each and the next, as far as their texts need no escape.
    pub fn json_len(mut self, many: usize) -> usize {
        let mut bytes = many.saturating_sub(1);
        for _ in 0..many {
            let number = self.number();
            bytes += self.bundle.texts.get((number >> 1) as usize).len() + 2 * (number & 1) as usize;
        }
        bytes
    }

    pub fn shape(&mut self) -> &'a Arc<Shape> {
        &self.bundle.shapes[self.number() as usize]
    }
}
