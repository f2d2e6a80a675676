//! How an incident stands by its sources: the grades, how many of them are independent, who repeats whom.
//!
//! Ten papers that copy one agency are one source. What is not said is not guessed: a source without a word on
//! where it has its news counts as its own.

use std::collections::BTreeMap;

use crate::model::{Grade, Source};

use super::fold;

/// How the sources of an incident bear it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The best grade of each independent group of sources, the best first; `None` where none is graded.
    pub grades: Vec<Option<Grade>>,
    /// What makes them weaker than they look.
    pub warnings: Vec<String>,
}

impl Standing {
    /// Sources that repeat one another, or have one address, count once.
    pub fn of(sources: &[Source]) -> Self {
        let mut groups: Vec<usize> = (0..sources.len()).collect();
        let mut origins = vec![None; sources.len()];
        let mut unlisted: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (place, source) in sources.iter().enumerate() {
            if let Some(same) = sources[..place].iter().position(|other| same_address(source, other)) {
                join(&mut groups, place, same);
            }
            let Some(named) = source.derived_from.as_deref().filter(|name| !name.trim().is_empty()) else {
                continue;
            };
            match listed(sources, place, named) {
                Some(origin) => {
                    origins[place] = Some(origin);
                    join(&mut groups, place, origin);
                }
                None => unlisted.entry(fold(named.trim())).or_default().push(place),
            }
        }
        let mut warnings = circles(sources, &origins);
        for repeating in unlisted.values().filter(|repeating| repeating.len() > 1) {
            for other in &repeating[1..] {
                join(&mut groups, *other, repeating[0]);
            }
            let name = sources[repeating[0]].derived_from.as_deref().unwrap_or_default().trim();
            let count = repeating.len();
            warnings.push(format!("{count} sources repeat {name}, which is not listed: look for it."));
        }
        let mut best: BTreeMap<usize, Option<Grade>> = BTreeMap::new();
        for (source, group) in sources.iter().zip(&groups) {
            let grade = best.entry(*group).or_default();
            *grade = match (*grade, source.grade) {
                (Some(a), Some(b)) => Some(better(a, b)),
                (a, b) => a.or(b),
            };
        }
        let mut grades: Vec<Option<Grade>> = best.into_values().collect();
        grades.sort_by_key(|grade| (grade.is_none(), grade.map(|g| (g.reliability, g.credibility))));
        Self { grades, warnings }
    }

    /// How many sources do not repeat one another.
    pub fn independent(&self) -> usize {
        self.grades.len()
    }

    /// `B2 + C3, 2 independent`, `not graded, 1 independent`, `no source`.
    pub fn words(&self) -> String {
        if self.grades.is_empty() {
            return "no source".to_owned();
        }
        let graded: Vec<String> = self.grades.iter().flatten().map(Grade::to_string).collect();
        let bare = self.grades.len() - graded.len();
        let pairs = graded.join(" + ");
        let said = match (pairs.is_empty(), bare) {
            (true, _) => "not graded".to_owned(),
            (false, 0) => pairs,
            (false, bare) => format!("{pairs} + {bare} not graded"),
        };
        format!("{said}, {} independent", self.independent())
    }
}

fn better(a: Grade, b: Grade) -> Grade {
    if (a.reliability, a.credibility) <= (b.reliability, b.credibility) { a } else { b }
}

fn same_address(a: &Source, b: &Source) -> bool {
    let plain = |source: &Source| {
        let url = source.url.as_deref()?.trim().trim_end_matches('/').to_lowercase();
        (!url.is_empty()).then_some(url)
    };
    plain(a).is_some() && plain(a) == plain(b)
}

/// The other source that is meant: by its address first, by its publisher last.
fn listed(sources: &[Source], place: usize, named: &str) -> Option<usize> {
    let named = fold(named.trim());
    let spellings: [fn(&Source) -> Option<String>; 4] = [
        |source| source.url.clone(),
        |source| Some(source.short_name()),
        |source| source.title.clone(),
        |source| source.publisher.clone(),
    ];
    spellings.iter().find_map(|name| {
        sources.iter().enumerate().position(|(other, source)| {
            other != place && name(source).is_some_and(|name| fold(name.trim()) == named)
        })
    })
}

/// Makes one group of two.
fn join(groups: &mut [usize], a: usize, b: usize) {
    let (from, to) = (groups[a], groups[b]);
    for group in groups.iter_mut().filter(|group| **group == from) {
        *group = to;
    }
}

/// Reports that rest on one another in a circle, each circle once.
fn circles(sources: &[Source], origins: &[Option<usize>]) -> Vec<String> {
    let mut warnings = Vec::new();
    for start in 0..sources.len() {
        let mut path = vec![start];
        while let Some(next) = origins[path[path.len() - 1]] {
            if next == start {
                // Told once, by its first member.
                if path.iter().all(|member| *member >= start) {
                    let names: Vec<String> = path.iter().map(|at| sources[*at].short_name()).collect();
                    warnings.push(format!(
                        "Circular: {} repeat one another, so none of them confirms it.",
                        names.join(" and ")
                    ));
                }
                break;
            }
            if path.contains(&next) {
                break;
            }
            path.push(next);
        }
    }
    warnings
}
