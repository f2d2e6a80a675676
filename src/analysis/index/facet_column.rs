//! One facet of all rows: every value once, and per row the codes of its values.

use std::{collections::HashMap, ops::Range, sync::Arc};

use crate::model::Incident;

use super::{Facet, in_time::Chosen, marks::Mark};

#[derive(Clone, Debug)]
pub(super) struct FacetColumn {
    facet: Facet,
    pub values: Vec<Arc<str>>,
    coder: HashMap<Arc<str>, u32>,
    codes: Codes,
    pub mark: Mark,
}

#[derive(Clone, Debug)]
enum Codes {
    /// Every row has exactly one value.
    One(Vec<u32>),
    /// The codes of row `r` are `codes[ends[r - 1]..ends[r]]`.
    Many { codes: Vec<u32>, ends: Vec<u32> },
}

impl FacetColumn {
    pub fn new(facet: Facet, rows: usize) -> Self {
        let codes = Codes::One(Vec::with_capacity(rows));
        Self { facet, values: Vec::new(), coder: HashMap::new(), codes, mark: Mark::new() }
    }

    fn rows(&self) -> usize {
        match &self.codes {
            Codes::One(codes) => codes.len(),
            Codes::Many { ends, .. } => ends.len(),
        }
    }

    pub fn push(&mut self, incident: &Incident) {
        self.insert(self.rows(), incident);
    }

    /// Puts the rows into another order: which were where.
    pub fn reorder(&mut self, order: &[u32]) {
        self.codes = match &self.codes {
            Codes::One(codes) => Codes::One(order.iter().map(|place| codes[*place as usize]).collect()),
            Codes::Many { codes, .. } => {
                let mut reordered = Vec::with_capacity(codes.len());
                let mut ends = Vec::with_capacity(order.len());
                for place in order {
                    reordered.extend(self.codes_of(*place as usize));
                    ends.push(reordered.len() as u32);
                }
                Codes::Many { codes: reordered, ends }
            }
        };
    }

    pub fn insert(&mut self, row: usize, incident: &Incident) {
        let found = self.codes_of_incident(incident);
        if let (Codes::One(codes), &[code]) = (&mut self.codes, found.as_slice()) {
            codes.insert(row, code);
            return;
        }
        let (codes, ends) = self.many();
        let start = start_of(ends, row);
        codes.splice(start..start, found.iter().copied());
        let added = found.len() as u32;
        ends.insert(row, start as u32);
        ends[row..].iter_mut().for_each(|end| *end += added);
    }

    pub fn remove(&mut self, row: usize) {
        match &mut self.codes {
            Codes::One(codes) => {
                codes.remove(row);
            }
            Codes::Many { codes, ends } => {
                let (start, end) = (start_of(ends, row), ends[row] as usize);
                codes.drain(start..end);
                ends.remove(row);
                let taken = (end - start) as u32;
                ends[row..].iter_mut().for_each(|end| *end -= taken);
            }
        }
    }

    pub fn replace(&mut self, row: usize, incident: &Incident) {
        let found = self.codes_of_incident(incident);
        if found == self.codes_of(row) {
            return;
        }
        self.mark = Mark::new();
        match (&mut self.codes, found.as_slice()) {
            (Codes::One(codes), &[code]) => codes[row] = code,
            (Codes::One(_) | Codes::Many { .. }, _) => {
                self.remove(row);
                self.insert(row, incident);
            }
        }
    }

    pub fn codes_of(&self, row: usize) -> &[u32] {
        match &self.codes {
            Codes::One(codes) => std::slice::from_ref(&codes[row]),
            Codes::Many { codes, ends } => &codes[start_of(ends, row)..ends[row] as usize],
        }
    }

    /// How often each value occurs in the chosen rows.
    pub fn counts(&self, chosen: &Chosen<'_>) -> Vec<usize> {
        let mut counts = vec![0_usize; self.values.len()];
        let mut add = |codes: &[u32]| codes.iter().for_each(|&code| counts[code as usize] += 1);
        let mut add_range = |range: Range<usize>| match &self.codes {
            Codes::One(codes) => add(&codes[range]),
            Codes::Many { codes, ends } if !range.is_empty() => {
                add(&codes[start_of(ends, range.start)..ends[range.end - 1] as usize]);
            }
            Codes::Many { .. } => {}
        };
        chosen.each_run(&mut add_range);
        counts
    }

    fn codes_of_incident(&mut self, incident: &Incident) -> Vec<u32> {
        let mut found = Vec::with_capacity(1);
        let Self { facet, values, coder, .. } = self;
        facet.each_value(incident, |value| {
            let code = if let Some(&code) = coder.get(value) {
                code
            } else {
                let value: Arc<str> = Arc::from(value);
                let code = u32::try_from(values.len()).unwrap_or(u32::MAX);
                values.push(Arc::clone(&value));
                coder.insert(value, code);
                code
            };
            // Two actors of one name are one value of the incident.
            if !found.contains(&code) {
                found.push(code);
            }
        });
        found
    }

    /// The codes as of rows with any number of values.
    fn many(&mut self) -> (&mut Vec<u32>, &mut Vec<u32>) {
        if let Codes::One(codes) = &mut self.codes {
            let codes = std::mem::take(codes);
            let ends = (1..=codes.len() as u32).collect();
            self.codes = Codes::Many { codes, ends };
        }
        match &mut self.codes {
            Codes::Many { codes, ends } => (codes, ends),
            Codes::One(_) => unreachable!("made many right above"),
        }
    }
}

fn start_of(ends: &[u32], row: usize) -> usize {
    row.checked_sub(1).map_or(0, |before| ends[before] as usize)
}
