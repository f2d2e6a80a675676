//! The words of all records, folded, each once: with every word the records that it stands in.
//!
//! A search asks for parts of words, and no part has a blank in it: a record has the part where one of its words has
//! it. So the words are looked through, which are few, and not the texts, which are long.

use std::{collections::HashMap, sync::Arc};

use crate::model::{Incident, IncidentId};

use super::super::words::{fold, searched_fields};

/// Where a row was before it changed or went.
const GONE: u32 = u32::MAX;

/// Records are numbered in the order in which they came: a changed one gets a new number at the end.
#[derive(Clone, Debug, Default)]
pub(super) struct WordsIndex {
    /// All words, each with a line break after it.
    text: String,
    /// Where each word begins in `text`.
    starts: Vec<u32>,
    /// Per word the numbers of the records that have it.
    records: Vec<Numbers>,
    known: HashMap<Box<str>, u32>,
    /// The ids of all records, folded, as `text`: each is a word of its own.
    ids: String,
    id_starts: Vec<u32>,
    /// Per number the row, or [`GONE`].
    rows: Vec<u32>,
}

/// Ascending numbers, as differences of few bytes.
#[derive(Clone, Debug, Default)]
struct Numbers {
    bytes: Vec<u8>,
    /// One more than the last number; 0 where there is none.
    next: u32,
}

impl WordsIndex {
    /// Of all records with their rows, in any order.
    pub fn of(incidents: impl Iterator<Item = (u32, Arc<Incident>)>) -> Self {
        let mut index = Self::default();
        // As they stand in the texts: what was folded once is not folded again.
        let mut as_written: HashMap<Box<str>, Vec<u32>> = HashMap::new();
        for (row, incident) in incidents {
            let number = index.begin_record(row, &incident.id);
            searched_fields(&incident, |field| {
                for written in field.split_ascii_whitespace() {
                    if let Some(words) = as_written.get(written) {
                        for &word in words {
                            index.records[word as usize].push(number);
                        }
                    } else {
                        let words = index.add_text(number, written);
                        as_written.insert(written.into(), words);
                    }
                }
            });
        }
        index.records.iter_mut().for_each(|numbers| numbers.bytes.shrink_to_fit());
        index
    }

    /// A row is new; the rows from there on have moved up.
    pub fn insert(&mut self, row: u32, incident: &Incident) {
        self.rows.iter_mut().filter(|other| **other != GONE && **other >= row).for_each(|other| *other += 1);
        self.add(row, incident);
    }

    /// A row is gone; the rows behind it have moved down.
    pub fn remove(&mut self, row: u32) {
        for other in &mut self.rows {
            if *other == row {
                *other = GONE;
            } else if *other != GONE && *other > row {
                *other -= 1;
            }
        }
    }

    pub fn replace(&mut self, row: u32, incident: &Incident) {
        self.rows.iter_mut().filter(|other| **other == row).for_each(|other| *other = GONE);
        self.add(row, incident);
    }

    fn add(&mut self, row: u32, incident: &Incident) {
        let number = self.begin_record(row, &incident.id);
        searched_fields(incident, |field| {
            self.add_text(number, field);
        });
    }

    fn begin_record(&mut self, row: u32, id: &IncidentId) -> u32 {
        let number = self.rows.len() as u32;
        self.rows.push(row);
        self.id_starts.push(self.ids.len() as u32);
        self.ids.push_str(&fold(id.as_str()));
        self.ids.push('\n');
        number
    }

    /// Notes the words of a text; returns which they are.
    fn add_text(&mut self, number: u32, text: &str) -> Vec<u32> {
        let folded = fold(text);
        let mut words = Vec::with_capacity(1);
        for word in folded.split_whitespace() {
            let word = self.number_of(word);
            self.records[word as usize].push(number);
            words.push(word);
        }
        words
    }

    fn number_of(&mut self, word: &str) -> u32 {
        if let Some(&known) = self.known.get(word) {
            return known;
        }
        let new = self.starts.len() as u32;
        self.starts.push(self.text.len() as u32);
        self.text.push_str(word);
        self.text.push('\n');
        self.records.push(Numbers::default());
        self.known.insert(word.into(), new);
        new
    }

    /// For each of `count` rows whether it has all parts; the parts are folded and have no blanks.
    pub fn rows_with(&self, parts: &[&str], count: usize) -> Vec<bool> {
        let mut all: Option<Vec<bool>> = None;
        for part in parts {
            let mut has = vec![false; count];
            let mut mark = |number: u32| {
                let row = self.rows[number as usize];
                if row != GONE {
                    has[row as usize] = true;
                }
            };
            each_with(&self.text, &self.starts, part, |word| self.records[word].each(&mut mark));
            each_with(&self.ids, &self.id_starts, part, |number| mark(number as u32));
            match &mut all {
                Some(all) => all.iter_mut().zip(has).for_each(|(all, has)| *all &= has),
                None => all = Some(has),
            }
        }
        all.unwrap_or_else(|| vec![true; count])
    }
}

/// Calls `found` with the place of every line that has the part.
fn each_with(lines: &str, starts: &[u32], part: &str, mut found: impl FnMut(usize)) {
    let mut from = 0;
    while let Some(at) = lines[from..].find(part) {
        let line = starts.partition_point(|&start| start as usize <= from + at) - 1;
        found(line);
        let Some(&next) = starts.get(line + 1) else { break };
        from = next as usize;
    }
}

impl Numbers {
    fn push(&mut self, number: u32) {
        // A word that stands twice in a record is noted once.
        if self.next == number + 1 {
            return;
        }
        let mut step = number - self.next;
        while step >= 0x80 {
            self.bytes.push(step as u8 | 0x80);
            step >>= 7;
        }
        self.bytes.push(step as u8);
        self.next = number + 1;
    }

    fn each(&self, found: &mut impl FnMut(u32)) {
        let (mut number, mut step, mut shift) = (0, 0, 0);
        for &byte in &self.bytes {
            step |= u32::from(byte & 0x7f) << shift;
            if byte & 0x80 != 0 {
                shift += 7;
                continue;
            }
            number += step;
            found(number);
            number += 1;
            (step, shift) = (0, 0);
        }
    }
}
