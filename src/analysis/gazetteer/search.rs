//! The search: as you type, in any of the scripts, forgiving an error or two.

use super::{Entry, Gazetteer, Key, Kind, Toponym, spelling::Spelling, spelling::errors};
use crate::{
    analysis::words::fold,
    model::{LonLat, Metres},
};

/// A place that a query may mean.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit<'a> {
    pub toponym: &'a Toponym,
    /// The spelling that matched.
    pub matched: &'a str,
    /// From the point that was given.
    pub distance: Option<Metres>,
    /// 1 when it is the very name, less the more had to be forgiven.
    pub score: f64,
}

/// Shorter skeletons of consonants fit too many names.
const FEWEST_BONES: usize = 3;

/// Words that say what is looked for, as [`fold`] leaves them.
const KIND_WORDS: &[(&str, Kind)] = &[
    ("district", Kind::District),
    ("район", Kind::District),
    ("нохия", Kind::District),
    ("нохияи", Kind::District),
    ("ولسوالی", Kind::District),
    ("province", Kind::Province),
    ("вилоят", Kind::Province),
    ("вилояти", Kind::Province),
    ("провинция", Kind::Province),
    ("ولایت", Kind::Province),
    ("river", Kind::River),
    ("река", Kind::River),
    ("дареи", Kind::River),
    ("دریای", Kind::River),
    ("lake", Kind::Lake),
    ("озеро", Kind::Lake),
    ("airport", Kind::Airfield),
    ("airfield", Kind::Airfield),
    ("аэропорт", Kind::Airfield),
    ("میدان هوایی", Kind::Airfield),
];

/// Scores this close are equal: a village spelled just so does not come before the town that it sounds like.
fn class(score: f64) -> i32 {
    (score * 20.0).round() as i32
}

/// A query in the forms in which it is compared.
struct Query {
    folded: String,
    form: Spelling,
    kind: Option<Kind>,
    /// How many typing errors are forgiven.
    forgiven: usize,
}

impl Query {
    fn of(text: &str) -> Self {
        let folded = fold(text.trim());
        let form = Spelling::of(&text.chars().take(100).collect::<String>());
        let forgiven = match form.letters.len() {
            ..4 => 0,
            4..7 => 1,
            _ => 2,
        };
        Self { folded, form, kind: None, forgiven }
    }

    /// The query without a word for a kind, if it has one and something else.
    fn of_a_kind(text: &str) -> Option<Self> {
        let folded = fold(text.trim());
        let (word, kind) = KIND_WORDS.iter().find(|(word, _)| {
            folded.starts_with(&format!("{word} ")) || folded.ends_with(&format!(" {word}"))
        })?;
        let rest = text.split_whitespace().filter(|part| fold(part) != *word).collect::<Vec<_>>().join(" ");
        (!rest.is_empty()).then(|| Self { kind: Some(*kind), ..Self::of(&rest) })
    }

    /// How well a spelling fits, between 0 and 1.
    fn score(&self, key: &Key) -> Option<f64> {
        let (typed, name) = (&self.form, &key.form);
        if typed.letters.is_empty() {
            return None;
        }
        if typed.letters == name.letters {
            return Some(if key.folded == self.folded { 1.0 } else { 0.98 });
        }
        if name.letters.starts_with(&typed.letters) {
            return Some(0.9);
        }
        if name.words.iter().any(|&word| name.letters[word..].starts_with(&typed.letters)) {
            return Some(0.8);
        }
        let enough_bones = typed.bones.len() >= FEWEST_BONES;
        if enough_bones && typed.bones == name.bones {
            // Vowels agree more or less: a skeleton alone confuses Kulob with Kalab.
            let apart = typed.letters.len().abs_diff(name.letters.len());
            return Some(0.75 - 0.02 * apart.min(5) as f64);
        }
        let missing = (typed.mask & !name.mask).count_ones() as usize;
        if self.forgiven == 0
            || missing > self.forgiven
            || typed.letters.len() > name.letters.len() + self.forgiven
        {
            return None;
        }
        let (whole, beginning) = errors(&typed.letters, &name.letters, self.forgiven)?;
        if whole <= self.forgiven {
            Some(0.7 - 0.1 * whole as f64)
        } else {
            (typed.letters.len() > 4).then_some(0.55 - 0.1 * beginning as f64)
        }
    }

    fn hit<'a>(&self, entry: &'a Entry) -> Option<(f64, &'a str)> {
        if self.kind.is_some_and(|kind| kind != entry.toponym.kind) {
            return None;
        }
        let best = entry
            .keys
            .iter()
            .filter_map(|key| Some((self.score(key)?, key.spelling)))
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))?;
        Some((best.0, entry.toponym.spellings().nth(best.1)?))
    }
}

impl Gazetteer {
    /// At most `most` places whose name is, begins with or resembles the query. Better fits come first; among
    /// equals larger places, then those nearer to `near`.
    pub fn search(&self, query: &str, near: Option<LonLat>, most: usize) -> Vec<Hit<'_>> {
        let plain = Query::of(query);
        let of_a_kind = Query::of_a_kind(query);
        let mut hits: Vec<Hit> = self
            .entries
            .iter()
            .filter_map(|entry| {
                let with_kind = of_a_kind.as_ref().and_then(|query| query.hit(entry));
                let (score, matched) = match (plain.hit(entry), with_kind) {
                    (Some(a), Some(b)) => Some(if a.0 >= b.0 { a } else { b }),
                    (a, b) => a.or(b),
                }?;
                let toponym = &entry.toponym;
                let distance = near.map(|near| toponym.position.distance_to(near));
                Some(Hit { toponym, matched, distance, score })
            })
            .collect();
        let far = |hit: &Hit| hit.distance.map_or(0.0, |metres| metres.0);
        hits.sort_by(|a, b| {
            class(b.score)
                .cmp(&class(a.score))
                .then(a.toponym.rank.cmp(&b.toponym.rank))
                .then(a.toponym.kind.cmp(&b.toponym.kind))
                .then(b.score.total_cmp(&a.score))
                .then(far(a).total_cmp(&far(b)))
                .then(b.toponym.population.cmp(&a.toponym.population))
                .then_with(|| a.toponym.name.cmp(&b.toponym.name))
        });
        hits.truncate(most);
        hits
    }

    /// The settlements, or else other toponyms, that have this very name in some spelling.
    pub fn named(&self, name: &str) -> Vec<&Toponym> {
        let exact: Vec<_> = self.search(name, None, 50).into_iter().filter(|hit| hit.score > 0.95).collect();
        let towns: Vec<_> = exact.iter().filter(|hit| hit.toponym.kind == Kind::Settlement).collect();
        if towns.is_empty() {
            exact.iter().map(|hit| hit.toponym).collect()
        } else {
            towns.into_iter().map(|hit| hit.toponym).collect()
        }
    }
}
