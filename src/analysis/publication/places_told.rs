//! Whether words give away a place that a published copy is to know less well.

use crate::{
    analysis::{fold, offers::states_a_position},
    model::Incident,
};

/// Names shorter than this occur in other words.
const SHORTEST: usize = 4;

/// The names of a record's places, as a search sees them; its district, province and country are not among them.
pub(super) struct Names(Vec<String>);

impl Names {
    pub fn of(incident: &Incident) -> Self {
        let place = &incident.place;
        let areas: Vec<String> = [&place.district, &place.province, &place.country]
            .into_iter()
            .flatten()
            .map(|n| fold(n))
            .collect();
        let told = place.name.iter().chain(incident.ends.iter().filter_map(|end| end.name.as_ref()));
        let names = told
            .flat_map(|name| fold(name).split([',', ';', '(', ')', '/', '–']).map(core).collect::<Vec<_>>())
            .filter(|name| name.chars().count() >= SHORTEST && !areas.iter().any(|area| area.contains(name)))
            .collect();
        Self(names)
    }

    /// Whether the words name one of the places, or state coordinates.
    pub fn are_in(&self, words: &str) -> bool {
        // In an address, words are joined by hyphens.
        let folded = fold(words).replace(['-', '_', '+'], " ");
        self.0.iter().any(|name| folded.contains(&name.replace('-', " "))) || states_a_position(words)
    }
}

/// A name without the words that say what it is and how near: `near the village of Shodak` is told by `shodak`.
fn core(name: &str) -> String {
    const AROUND: [&str; 26] = [
        "a",
        "an",
        "area",
        "at",
        "border",
        "by",
        "close",
        "checkpoint",
        "district",
        "hamlet",
        "in",
        "jamoat",
        "km",
        "locality",
        "near",
        "north",
        "of",
        "on",
        "outpost",
        "post",
        "settlement",
        "south",
        "the",
        "to",
        "town",
        "village",
    ];
    let words: Vec<&str> = name
        .split_whitespace()
        .filter(|word| !AROUND.contains(word) && !word.chars().all(|letter| letter.is_ascii_digit()))
        .collect();
    words.join(" ")
}
