//! How alike two incidents are, and why, in plain words.

use std::collections::{BTreeSet, HashMap};

use crate::model::Metres;

use super::traits::{MOST_DAYS_APART, Traits, Where, days_apart};

/// A score of 0–1 with its reasons.
pub(super) struct Likeness {
    pub score: f64,
    pub reasons: Vec<String>,
}

/// Of the score without its time: what each question weighs. They make 1.
const PLACE: f64 = 0.45;
const WORDS: f64 = 0.25;
const ACTORS: f64 = 0.15;
const TYPE: f64 = 0.15;

/// Points farther apart than their errors and this are two places.
const FAR: Metres = Metres(30_000.0);

/// How alike two incidents are. `addresses` says how many incidents share each address. `None` when they cannot
/// be the same: both days and both places are known and differ.
pub(super) fn likeness(a: &Traits, b: &Traits, addresses: &HashMap<String, usize>) -> Option<Likeness> {
    let mut reasons = Vec::new();
    let (time, days_differ) = time(a, b, &mut reasons);
    let (place, places_differ) = place(a, b, &mut reasons);
    if days_differ && places_differ {
        return None;
    }
    let words = words(a, b, &mut reasons);
    let actors = actors(a, b, &mut reasons);
    let kind = kind(a, b, &mut reasons);
    let mut score = time * (PLACE * place + WORDS * words + ACTORS * actors + TYPE * kind);
    if let (Some(a), Some(b)) = (a.killed, b.killed) {
        if a == b && a > 0 {
            reasons.push(format!("{a} killed in both"));
            score += (1.0 - score) * 0.1 * time;
        } else if a.abs_diff(b) > 3.max(a.max(b) / 2) {
            score *= 0.7;
        }
    }
    // A page that tells of one incident; a page that many records rest on is a list.
    let shared = a.addresses.intersection(&b.addresses).filter_map(|address| addresses.get(address)).min();
    if let Some(&sharing) = shared {
        reasons.insert(0, "same source address".to_owned());
        let weight = 0.6 / (sharing.max(2) - 1) as f64;
        score += (1.0 - score) * weight * (0.4 + 0.6 * time);
    }
    Some(Likeness { score: score.clamp(0.0, 1.0), reasons })
}

/// 0–1, and whether both days are known and differ.
fn time(a: &Traits, b: &Traits, reasons: &mut Vec<String>) -> (f64, bool) {
    let (Some(a), Some(b)) = (a.days, b.days) else { return (0.45, false) };
    let apart = days_apart(a, b);
    if apart == 0 {
        let longest = (a.last - a.first).max(b.last - b.first) + 1;
        reasons.push(
            if a.exact && b.exact && longest <= 2 { "same day" } else { "the dates overlap" }.to_owned(),
        );
        let score = match longest {
            ..=3 => 1.0,
            4..=10 => 0.85,
            11..=40 => 0.6,
            _ => 0.4,
        };
        return (score, false);
    }
    let score = match apart {
        1 => 0.9,
        2 => 0.6,
        3 => 0.4,
        4..=MOST_DAYS_APART => 0.2,
        _ => 0.0,
    };
    if score > 0.0 {
        reasons.push(if apart == 1 { "1 day apart".to_owned() } else { format!("{apart} days apart") });
    }
    (score, a.exact && b.exact)
}

/// 0–1, and whether both places are known and differ.
fn place(a: &Traits, b: &Traits, reasons: &mut Vec<String>) -> (f64, bool) {
    let same_name = a.place_words.intersection(&b.place_words).next().is_some();
    let (Some(here), Some(there)) = (a.place, b.place) else {
        if same_name {
            reasons.push("the same place name".to_owned());
        }
        return (if same_name { 0.6 } else { 0.3 }, false);
    };
    let Where { position, error, exact } = here;
    let apart = position.distance_to(there.position);
    let errors = error.0 + there.error.0;
    if exact && there.exact {
        reasons.push(if apart.0 < 50.0 { "the same point".to_owned() } else { format!("{apart} apart") });
        let score = 1.0 - (apart.0 / (errors + FAR.0)).min(1.0) * 0.9;
        return if apart.0 > errors + FAR.0 { (0.0, true) } else { (score, false) };
    }
    if apart.0 <= errors {
        reasons.push("may be the same place".to_owned());
        // The wider the rings, the less their meeting says.
        let score = 0.75 - (errors / 200_000.0).min(1.0) * 0.4;
        (if same_name { score.max(0.7) } else { score }, false)
    } else if apart.0 <= errors + FAR.0 {
        reasons.push(format!("about {apart} apart"));
        (0.2, false)
    } else {
        (0.0, true)
    }
}

fn words(a: &Traits, b: &Traits, reasons: &mut Vec<String>) -> f64 {
    if a.words.is_empty() || b.words.is_empty() {
        return 0.2;
    }
    let common = a.words.intersection(&b.words).count();
    if common > 0 {
        reasons.push(if common == 1 {
            "1 word in common".to_owned()
        } else {
            format!("{common} words in common")
        });
    }
    // Of the shorter text, but a title of two words proves nothing.
    let shorter = a.words.len().min(b.words.len()).max(5);
    (common as f64 / shorter as f64 * 1.6).min(1.0)
}

fn actors(a: &Traits, b: &Traits, reasons: &mut Vec<String>) -> f64 {
    if a.actors.is_empty() || b.actors.is_empty() {
        return 0.3;
    }
    match a.actors.intersection(&b.actors).count() {
        0 if any_within(&a.actors, &b.actors) => {
            reasons.push("similar actors".to_owned());
            0.6
        }
        0 => 0.1,
        1 => {
            reasons.push("same actor".to_owned());
            0.8
        }
        several => {
            reasons.push(format!("{several} same actors"));
            1.0
        }
    }
}

/// One name is the beginning of another: `tajik border guards` and `tajik border guards (border troops)`.
fn any_within(a: &BTreeSet<String>, b: &BTreeSet<String>) -> bool {
    a.iter().any(|one| {
        b.iter().any(|other| {
            one.len() > 5
                && other.len() > 5
                && (one.starts_with(other.as_str()) || other.starts_with(one.as_str()))
        })
    })
}

fn kind(a: &Traits, b: &Traits, reasons: &mut Vec<String>) -> f64 {
    if a.event_type.is_empty() || b.event_type.is_empty() {
        0.4
    } else if a.event_type == b.event_type {
        reasons.push("same type".to_owned());
        1.0
    } else {
        0.0
    }
}
