//! Incidents that may be one and the same: near in time and place, alike in words, actors and sources.
//!
//! A score is a hint for the eye; nothing is merged here. Imprecise days and places are compared by what they may
//! be, and never rule a pair out.

mod likeness;
mod near;
mod traits;

use std::collections::{HashMap, HashSet};

use crate::model::{Document, Incident, IncidentId};

use likeness::likeness;
use near::near_pairs;
use traits::Traits;

/// The least score that is worth a look.
pub const THRESHOLD: f64 = 0.5;

/// An incident that may be the one being typed.
#[derive(Clone, Debug, PartialEq)]
pub struct Candidate {
    pub id: IncidentId,
    /// 0–1.
    pub score: f64,
    /// Plain words: `1 day apart`, `3.2 km apart`.
    pub reasons: Vec<String>,
}

/// Two incidents that may be one.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// The smaller id.
    pub a: IncidentId,
    pub b: IncidentId,
    /// 0–1.
    pub score: f64,
    pub reasons: Vec<String>,
}

/// Pairs that somebody has already decided on: `same as`, or “not the same”.
pub type Skip<'a> = &'a dyn Fn(&IncidentId, &IncidentId) -> bool;

/// Skips nothing.
pub fn skip_none(_: &IncidentId, _: &IncidentId) -> bool {
    false
}

/// At most `most` incidents of the document that may be `of`, the likeliest first. `of` need not be in the
/// document; an incident of its id is left out.
pub fn candidates(document: &Document, of: &Incident, most: usize, skip: Skip) -> Vec<Candidate> {
    let own = Traits::of(of);
    let shared = |address: &str| {
        let has = |other: &Incident| {
            other.id != of.id
                && other.sources.iter().any(|source| traits::address(source).as_deref() == Some(address))
        };
        1 + document.outlines().filter(|other| has(other)).count()
    };
    let addresses: HashMap<String, usize> =
        own.addresses.iter().map(|address| (address.clone(), shared(address))).collect();
    let mut found: Vec<Candidate> = document
        .incidents()
        .filter(|other| other.id != of.id && !skip(&of.id, &other.id))
        // Reading an incident's words costs more than seeing that it happened in another year.
        .filter(|other| own.may_be_near(other) || traits::any_address(other, &addresses))
        .filter_map(|other| {
            let likeness = likeness(&own, &Traits::of(&other), &addresses)?;
            (likeness.score >= THRESHOLD).then(|| Candidate {
                id: other.id.clone(),
                score: likeness.score,
                reasons: likeness.reasons,
            })
        })
        .collect();
    found.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
    found.truncate(most);
    found
}

/// At most `most` pairs of the document that may be one incident, the likeliest first. Undated incidents are
/// paired by their source addresses only. Time grows with the number of incidents, not with its square.
pub fn pairs(document: &Document, most: usize, skip: Skip) -> Vec<Pair> {
    let all: Vec<Traits> = document.incidents().map(|incident| Traits::of(&incident)).collect();
    let mut addresses: HashMap<String, usize> = HashMap::new();
    let mut by_address: HashMap<&str, Vec<usize>> = HashMap::new();
    for (row, traits) in all.iter().enumerate() {
        for address in &traits.addresses {
            *addresses.entry(address.clone()).or_default() += 1;
            by_address.entry(address).or_default().push(row);
        }
    }
    let mut compared: HashSet<(usize, usize)> = near_pairs(&all).into_iter().collect();
    for rows in by_address.values().filter(|rows| rows.len() <= MOST_OF_AN_ADDRESS) {
        for (place, &a) in rows.iter().enumerate() {
            compared.extend(rows[place + 1..].iter().map(|&b| (a.min(b), a.max(b))));
        }
    }
    let mut found: Vec<Pair> = compared
        .into_iter()
        .filter_map(|(a, b)| {
            let (a, b) = (&all[a], &all[b]);
            let likeness = likeness(a, b, &addresses).filter(|likeness| likeness.score >= THRESHOLD)?;
            let (first, second) = if a.id <= b.id { (&a.id, &b.id) } else { (&b.id, &a.id) };
            (!skip(first, second)).then(|| Pair {
                a: first.clone(),
                b: second.clone(),
                score: likeness.score,
                reasons: likeness.reasons,
            })
        })
        .collect();
    found.sort_by(|x, y| y.score.total_cmp(&x.score).then_with(|| (&x.a, &x.b).cmp(&(&y.a, &y.b))));
    found.truncate(most);
    found
}

/// An address that more incidents share is a data set's page and says nothing.
const MOST_OF_AN_ADDRESS: usize = 8;
