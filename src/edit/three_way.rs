//! Two states of a document that grew out of one: what the other has and this one has not, difference by difference.
//!
//! What only the other side changed can be taken as it is. Where both changed the same field, or one side changed
//! what the other deleted, somebody has to choose: that is a conflict, and nothing is taken unasked.

use std::ops::ControlFlow;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{Document, HistoryEntry, Incident, IncidentId, KeptFeature, LonLat};

use super::{
    Action, Change, ForeignParts,
    diff::parts,
    words::{inner, telling, words_of_value, words_source},
};

/// What became of it on the other side.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    Added,
    Removed,
    /// Its point is another one.
    Moved,
    Changed,
}

/// One thing that the other side has otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// The record; `None` for what belongs to the document as a whole.
    pub incident: Option<IncidentId>,
    /// The record's title, or words for the document.
    pub title: String,
    /// The field in plain words; `the record` where it is all of it.
    pub field: String,
    pub sort: Sort,
    /// Both sides changed it: somebody has to choose.
    pub conflicts: bool,
    /// The three values in words; empty where there was none.
    pub base: String,
    pub ours: String,
    pub theirs: String,
    /// Where the record is drawn on either side; `None` where it is not, and for the document as a whole.
    pub ours_at: Option<LonLat>,
    pub theirs_at: Option<LonLat>,
    /// What takes the other side's value over, on our document.
    pub(super) takes: Takes,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Takes {
    Actions(Vec<Action>),
    /// One of the document's facts.
    Fact {
        key: String,
        value: Option<Value>,
    },
    /// One of the members of the file that Marz does not know.
    Member {
        key: String,
        value: Option<Value>,
    },
}

/// What `theirs` has otherwise than `ours`, apart from what only we changed since `base`; records in the order of
/// their ids, then the document's own.
pub fn three_way(base: &Document, ours: &Document, theirs: &Document) -> Vec<Difference> {
    three_way_told(base, ours, theirs, &mut |_, _| ControlFlow::Continue(())).unwrap_or_default()
}

/// The same; `on` is told how many of how many records were looked at, and breaks it off: then there is no answer.
pub fn three_way_told(
    base: &Document,
    ours: &Document,
    theirs: &Document,
    on: &mut dyn FnMut(u64, u64) -> ControlFlow<()>,
) -> Option<Vec<Difference>> {
    const TOLD_EVERY: usize = 5_000;
    let mut found = Vec::new();
    let mut ids: Vec<&IncidentId> = [base, ours, theirs].into_iter().flat_map(Document::ids).collect();
    ids.sort();
    ids.dedup();
    let all = ids.len() as u64;
    for (done, id) in ids.into_iter().enumerate() {
        if done % TOLD_EVERY == 0 && on(done as u64, all).is_break() {
            return None;
        }
        let of = |document: &'_ Document| document.get(id);
        let (then, here, there) = (of(base), of(ours), of(theirs));
        if here == there || then == there {
            continue;
        }
        let start = found.len();
        match (here.as_deref(), there.as_deref()) {
            (Some(here), Some(there)) => {
                let empty = Incident::new(id.clone());
                within(then.as_deref().unwrap_or(&empty), here, there, &mut found);
            }
            (None, Some(there)) => found.push(Difference {
                sort: if then.is_some() { Sort::Changed } else { Sort::Added },
                conflicts: then.is_some(),
                base: then.as_deref().map(summary).unwrap_or_default(),
                ours: if then.is_some() { "deleted".to_owned() } else { String::new() },
                theirs: summary(there),
                takes: Takes::Actions(vec![Action::Insert(Box::new(there.clone()))]),
                ..about(there, "the record")
            }),
            (Some(here), None) => found.push(Difference {
                sort: Sort::Removed,
                conflicts: then.as_deref() != Some(here),
                base: then.as_deref().map(summary).unwrap_or_default(),
                ours: summary(here),
                theirs: "deleted".to_owned(),
                takes: Takes::Actions(vec![Action::Remove(id.clone())]),
                ..about(here, "the record")
            }),
            (None, None) => {}
        }
        let at = |side: Option<&Incident>| side.and_then(|incident| incident.place.drawn_at());
        let (ours_at, theirs_at) = (at(here.as_deref()), at(there.as_deref()));
        for difference in &mut found[start..] {
            (difference.ours_at, difference.theirs_at) = (ours_at, theirs_at);
        }
    }
    of_the_document(base, ours, theirs, &mut found);
    Some(found)
}

/// The chosen differences as actions on `ours`; those without a conflict are usually all chosen.
pub fn taken(ours: &Document, differences: &[Difference], is_chosen: impl Fn(usize) -> bool) -> Vec<Action> {
    let mut actions = Vec::new();
    let (mut facts, mut members) = (object(ours.facts()), ours.members().clone());
    let (mut sets_facts, mut sets_members) = (false, false);
    for (_, difference) in differences.iter().enumerate().filter(|(place, _)| is_chosen(*place)) {
        match &difference.takes {
            Takes::Actions(more) => actions.extend(more.iter().cloned()),
            Takes::Fact { key, value } => {
                facts = with_member(&facts, key, value.as_ref());
                sets_facts = true;
            }
            Takes::Member { key, value } => {
                members = with_member(&members, key, value.as_ref());
                sets_members = true;
            }
        }
    }
    // Each of these is one value of the document: set once, with all that was chosen of it.
    if sets_facts && let Ok(facts) = serde_json::from_value(Value::Object(facts)) {
        actions.push(Action::SetFacts(facts));
    }
    if sets_members {
        actions.push(Action::SetMembers(members));
    }
    actions
}

/// One field, on the three sides.
struct Three<T> {
    base: T,
    ours: T,
    theirs: T,
}

impl<T: PartialEq> Three<T> {
    /// Whether the other side has something that this one has not, and if so whether both changed it.
    fn conflicts(&self) -> Option<bool> {
        (self.theirs != self.ours && self.theirs != self.base).then(|| self.ours != self.base)
    }
}

fn within(base: &Incident, ours: &Incident, theirs: &Incident, found: &mut Vec<Difference>) {
    let start = found.len();
    let edit = |change: Change| Action::Edit { id: ours.id.clone(), change };
    for ((base_part, ours_part), theirs_part) in parts(base).into_iter().zip(parts(ours)).zip(parts(theirs)) {
        // The point and what hangs on it are looked at together below; the history follows what is taken.
        if matches!(theirs_part, Change::Place(_) | Change::History(_)) {
            continue;
        }
        let three = Three { base: base_part, ours: ours_part, theirs: theirs_part };
        if let Some(conflicts) = three.conflicts() {
            let [base, ours_words, theirs_words] =
                telling([&three.base, &three.ours, &three.theirs].map(|change| inner(words_source(change))));
            found.push(Difference {
                conflicts,
                base,
                ours: ours_words,
                theirs: theirs_words,
                takes: Takes::Actions(vec![edit(three.theirs.clone())]),
                ..about(ours, three.theirs.field())
            });
        }
    }
    let place = |incident: &Incident| (incident.place.clone(), ForeignParts::of(incident));
    let places = Three { base: place(base), ours: place(ours), theirs: place(theirs) };
    if let Some(conflicts) = places.conflicts() {
        let [base_words, ours_words, theirs_words] =
            telling([&places.base, &places.ours, &places.theirs].map(|(place, foreign)| {
                // Both are objects without a name in common.
                let (mut all, foreign) = (object(place), object(foreign));
                all.extend(foreign);
                Value::Object(all)
            }));
        let (theirs_place, foreign) = &places.theirs;
        let is_moved = theirs_place.position != ours.place.position;
        found.push(Difference {
            sort: if is_moved { Sort::Moved } else { Sort::Changed },
            conflicts,
            base: base_words,
            ours: ours_words,
            theirs: theirs_words,
            takes: Takes::Actions(vec![
                edit(Change::Place(Box::new(theirs_place.clone()))),
                edit(Change::Foreign(Box::new(foreign.clone()))),
            ]),
            ..about(ours, "place")
        });
    }
    for (key, three) in keys(&base.rest.to_map(), &ours.rest.to_map(), &theirs.rest.to_map()) {
        if let Some(conflicts) = three.conflicts() {
            let change = match three.theirs {
                Some(Value::Null) => Change::NullProperty(key.clone()),
                value => Change::Property { key: key.clone(), value: value.cloned() },
            };
            found.push(Difference {
                takes: Takes::Actions(vec![edit(change)]),
                ..of_member(about(ours, key), &three, conflicts)
            });
        }
    }
    let history = joined_history(&base.history, &ours.history, &theirs.history);
    if ours.history != history {
        let history = edit(Change::History(history.into()));
        if found.len() == start {
            found.push(Difference { takes: Takes::Actions(vec![history]), ..about(ours, "history") });
        } else {
            // With each of them: set twice, it is the same.
            for difference in &mut found[start..] {
                if let Takes::Actions(actions) = &mut difference.takes {
                    actions.push(history.clone());
                }
            }
        }
    }
}

/// What both sides noted, in the order of time after what they have in common.
fn joined_history(
    base: &[HistoryEntry],
    ours: &[HistoryEntry],
    theirs: &[HistoryEntry],
) -> Vec<HistoryEntry> {
    if ours == base || ours == theirs {
        return theirs.to_vec();
    }
    if theirs == base {
        return ours.to_vec();
    }
    let common = ours.iter().zip(theirs).take_while(|(a, b)| a == b).count();
    let mut later = ours[common..].to_vec();
    later.extend(theirs[common..].iter().filter(|entry| !ours[common..].contains(entry)).cloned());
    later.sort_by_cached_key(|entry| {
        (entry.stamp.at.clone(), serde_json::to_string(entry).unwrap_or_default())
    });
    [&ours[..common], &later].concat()
}

fn of_the_document(base: &Document, ours: &Document, theirs: &Document, found: &mut Vec<Difference>) {
    let facts = |document: &Document| object(document.facts());
    let sides = [facts(base), facts(ours), facts(theirs)];
    for (key, three) in keys(&sides[0], &sides[1], &sides[2]) {
        if let Some(conflicts) = three.conflicts() {
            let takes = Takes::Fact { key: key.clone(), value: three.theirs.cloned() };
            found.push(Difference { takes, ..of_member(about_document(key), &three, conflicts) });
        }
    }
    for (key, three) in keys(base.members(), ours.members(), theirs.members()) {
        if let Some(conflicts) = three.conflicts() {
            let takes = Takes::Member { key: key.clone(), value: three.theirs.cloned() };
            found.push(Difference { takes, ..of_member(about_document(key), &three, conflicts) });
        }
    }
    let kept = |document: &Document| document.kept_features().to_vec();
    let three: Three<Vec<KeptFeature>> = Three { base: kept(base), ours: kept(ours), theirs: kept(theirs) };
    if let Some(conflicts) = three.conflicts() {
        let count = |features: &[KeptFeature]| format!("{} lines, areas and other features", features.len());
        found.push(Difference {
            conflicts,
            base: count(&three.base),
            ours: count(&three.ours),
            theirs: count(&three.theirs),
            takes: Takes::Actions(vec![Action::SetKeptFeatures(three.theirs)]),
            ..about_document("features that are no incidents")
        });
    }
}

fn about(incident: &Incident, field: &str) -> Difference {
    Difference {
        incident: Some(incident.id.clone()),
        title: incident.display_title().into_owned(),
        ..about_document(field)
    }
}

fn about_document(field: &str) -> Difference {
    Difference {
        incident: None,
        title: "The document".to_owned(),
        field: field.to_owned(),
        sort: Sort::Changed,
        conflicts: false,
        base: String::new(),
        ours: String::new(),
        theirs: String::new(),
        ours_at: None,
        theirs_at: None,
        takes: Takes::Actions(Vec::new()),
    }
}

fn of_member(about: Difference, three: &Three<Option<&Value>>, conflicts: bool) -> Difference {
    let [base, ours, theirs] =
        telling([three.base, three.ours, three.theirs].map(|value| value.cloned().unwrap_or_default()));
    Difference { conflicts, base, ours, theirs, ..about }
}

/// Every key of the three, with its values.
fn keys<'a>(
    base: &'a Map<String, Value>,
    ours: &'a Map<String, Value>,
    theirs: &'a Map<String, Value>,
) -> Vec<(&'a String, Three<Option<&'a Value>>)> {
    let mut all: Vec<&String> = base.keys().chain(ours.keys()).chain(theirs.keys()).collect();
    all.sort();
    all.dedup();
    all.into_iter()
        .map(|key| (key, Three { base: base.get(key), ours: ours.get(key), theirs: theirs.get(key) }))
        .collect()
}

fn object(value: &impl Serialize) -> Map<String, Value> {
    match words_source(value) {
        Value::Object(members) => members,
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => Map::new(),
    }
}

fn with_member(members: &Map<String, Value>, key: &str, value: Option<&Value>) -> Map<String, Value> {
    let mut members = members.clone();
    match value {
        Some(value) => members.insert(key.to_owned(), value.clone()),
        None => members.shift_remove(key),
    };
    members
}

/// A record in one line.
fn summary(incident: &Incident) -> String {
    let words = [incident.display_title().into_owned(), words_of_value(&words_source(&incident.when))];
    words.into_iter().filter(|words| !words.is_empty()).collect::<Vec<_>>().join(" · ")
}
