//! All actors of a document: how often they occur, in which parts, and which names may mean the same.
//!
//! A likeness of names is a hint for the eye; nothing is renamed here.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::civil::Date;

use crate::model::{Document, taxonomy};

use super::fold;

/// One actor as the document knows it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActorEntry {
    pub name: String,
    /// How many incidents name it.
    pub incidents: usize,
    /// Codes or own words of its parts, the most frequent first.
    pub roles: Vec<String>,
    /// Who it is: from the list of actors, or else what most incidents say. A code or an own word.
    pub kind: String,
    pub aliases: Vec<String>,
    /// The days between which it occurs.
    pub first: Option<Date>,
    pub last: Option<Date>,
    /// Other names of the document that may mean the same.
    pub perhaps: Vec<String>,
}

#[derive(Default)]
struct Seen {
    incidents: usize,
    roles: BTreeMap<String, usize>,
    kinds: BTreeMap<String, usize>,
    first: Option<Date>,
    last: Option<Date>,
}

/// All actors that incidents or the list of actors name, by name.
pub fn actors(document: &Document) -> Vec<ActorEntry> {
    let mut seen: BTreeMap<String, Seen> = BTreeMap::new();
    for known in &document.facts().actors {
        seen.entry(known.name.clone()).or_default();
    }
    for incident in document.outlines() {
        let span = incident.when.span();
        let mut counted = BTreeSet::new();
        for actor in incident.actors.iter().filter(|actor| !actor.name.trim().is_empty()) {
            let entry = seen.entry(actor.name.clone()).or_default();
            if counted.insert(&actor.name) {
                entry.incidents += 1;
            }
            for (word, counts) in [(&actor.role, &mut entry.roles), (&actor.kind, &mut entry.kinds)] {
                if !word.is_empty() {
                    *counts.entry(word.clone()).or_default() += 1;
                }
            }
            if let Some(span) = span {
                entry.first = Some(entry.first.map_or(span.first(), |first| first.min(span.first())));
                entry.last = Some(entry.last.map_or(span.last(), |last| last.max(span.last())));
            }
        }
    }
    let mut entries: Vec<ActorEntry> = seen
        .into_iter()
        .map(|(name, seen)| {
            let known = document.facts().actors.iter().find(|known| known.name == name);
            let kind = known.map(|known| known.kind.clone()).filter(|kind| !kind.is_empty());
            ActorEntry {
                name,
                incidents: seen.incidents,
                roles: by_count(seen.roles),
                kind: kind.or_else(|| by_count(seen.kinds).into_iter().next()).unwrap_or_default(),
                aliases: known.map(|known| known.aliases.clone()).unwrap_or_default(),
                first: seen.first,
                last: seen.last,
                perhaps: Vec::new(),
            }
        })
        .collect();
    suggest(&mut entries);
    entries
}

/// Plain words for the part of an actor.
pub fn role_label(role: &str) -> String {
    let known = taxonomy::actor_roles().iter().find(|known| known.code == role);
    known.map_or_else(|| role.replace('_', " "), |known| known.label.clone())
}

/// Plain words for who an actor is.
pub fn kind_label(kind: &str) -> String {
    let known = taxonomy::actor_kinds().iter().find(|known| known.code == kind);
    known.map_or_else(|| kind.replace('_', " "), |known| known.label.clone())
}

fn by_count(counts: BTreeMap<String, usize>) -> Vec<String> {
    let mut counts: Vec<(String, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(word, _)| word).collect()
}

/// Notes which names may mean the same: equal but for case, accents, order of words and signs; an alias; or one
/// or two letters apart.
fn suggest(entries: &mut [ActorEntry]) {
    /// So many names are compared letter by letter; where there are more, only equal ones are found.
    const MOST_COMPARED: usize = 4_000;
    let keys: Vec<Vec<char>> = entries.iter().map(|entry| key(&entry.name).chars().collect()).collect();
    let mut pairs: BTreeSet<(usize, usize)> = BTreeSet::new();
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    for (place, entry) in entries.iter().enumerate() {
        let names = std::iter::once(&entry.name).chain(&entry.aliases).map(|name| key(name));
        for name in names.filter(|name| !name.is_empty()).collect::<BTreeSet<_>>() {
            let same = by_key.entry(name).or_default();
            pairs.extend(same.iter().map(|other| (*other, place)));
            same.push(place);
        }
    }
    if entries.len() <= MOST_COMPARED {
        for a in 0..keys.len() {
            pairs.extend((a + 1..keys.len()).filter(|&b| are_close(&keys[a], &keys[b])).map(|b| (a, b)));
        }
    }
    for (a, b) in pairs {
        let (one, other) = (entries[a].name.clone(), entries[b].name.clone());
        entries[a].perhaps.push(other);
        entries[b].perhaps.push(one);
    }
}

/// The words of a name, folded, without signs, in the order of the alphabet.
fn key(name: &str) -> String {
    let folded = fold(name);
    let mut words: Vec<&str> =
        folded.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.sort_unstable();
    words.join(" ")
}

/// One letter apart, or two in a long name; numbers must agree, for the 1st brigade is not the 2nd.
fn are_close(a: &[char], b: &[char]) -> bool {
    const SHORTEST: usize = 5;
    const LONG: usize = 12;
    let shorter = a.len().min(b.len());
    let most = if shorter >= LONG { 2 } else { 1 };
    if shorter < SHORTEST || a.len().abs_diff(b.len()) > most {
        return false;
    }
    let digits = |name: &[char]| name.iter().copied().filter(char::is_ascii_digit).collect::<Vec<_>>();
    within(a, b, most) && digits(a) == digits(b)
}

/// Whether so many letters changed, put in or left out lead from one to the other.
fn within(a: &[char], b: &[char], most: usize) -> bool {
    let begin = a.iter().zip(b).take_while(|(one, other)| one == other).count();
    let (a, b) = (&a[begin..], &b[begin..]);
    match (a, b) {
        ([], rest) | (rest, []) => rest.len() <= most,
        (_, _) if most == 0 => false,
        ([_, a_rest @ ..], [_, b_rest @ ..]) => {
            within(a_rest, b_rest, most - 1) || within(a_rest, b, most - 1) || within(a, b_rest, most - 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{are_close, key};

    fn close(a: &str, b: &str) -> bool {
        let letters = |name: &str| key(name).chars().collect::<Vec<_>>();
        are_close(&letters(a), &letters(b))
    }

    #[test]
    fn spellings_of_one_name_are_close_and_other_names_are_not() {
        for (a, b) in
            [("Taliban", "Taleban"), ("Tajik border guards", "Tajik Border Guard"), ("Талибан", "талибон")]
        {
            assert!(close(a, b), "{a} and {b}");
        }
        for (a, b) in [
            ("1st brigade", "2nd brigade"),
            ("Group 4", "Group 5"),
            ("ISKP", "IMU"),
            ("Taliban", "Tajikistan"),
        ] {
            assert!(!close(a, b), "{a} and {b}");
        }
    }
}
