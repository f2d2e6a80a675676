//! Two states of a document that grew out of one, made into one: what only one side changed comes in, and where both
//! did, ours stays and the other side's value is written down in the document until somebody chooses.
//!
//! The list of what waits to be chosen is a member of the file of its own, so that the file stays valid, opens
//! everywhere, and loses nothing of either side.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::model::{Document, Evidence};

use super::{
    Action, Change, Difference, EditError,
    three_way::{Takes, taken, three_way},
};

/// The member of the file that lists what waits to be chosen.
pub const UNSETTLED_KEY: &str = "marz_conflicts";

/// Two states made into one.
#[derive(Clone, Debug, PartialEq)]
pub struct Joined {
    pub document: Document,
    /// How many of the other side's differences came in.
    pub taken: usize,
    /// What waits to be chosen; the document lists it too.
    pub conflicts: Vec<Difference>,
}

/// Brings what `theirs` changed since `base` into `ours`. Conflicts that either side had not settled yet still wait.
///
/// # Errors
/// When a change does not fit; nothing is lost, for nothing was written.
pub fn join(base: &Document, ours: &Document, theirs: &Document) -> Result<Joined, EditError> {
    let mut waiting = listed(ours);
    for entry in listed(theirs) {
        if !waiting.contains(&entry) {
            waiting.push(entry);
        }
    }
    let (base, ours, theirs) = (without_list(base), without_list(ours), without_list(theirs));
    let (ours, theirs) = match joined_evidence(&base, &ours, &theirs) {
        Some(evidence) => (with_evidence(&ours, evidence.clone()), with_evidence(&theirs, evidence)),
        None => (ours, theirs),
    };
    let differences = three_way(&base, &ours, &theirs);
    let mut actions = taken(&ours, &differences, |place| !differences[place].conflicts);
    let count = differences.iter().filter(|difference| !difference.conflicts).count();
    let mut conflicts: Vec<Difference> =
        differences.into_iter().filter(|difference| difference.conflicts).collect();
    for conflict in &mut conflicts {
        // What was noted on the other side is no matter of choice, and must not undo what is noted until then.
        if let Takes::Actions(takes) = &mut conflict.takes {
            actions.extend(takes.extract_if(.., |action| is_history(action)));
        }
    }
    let document = actions.iter().try_fold(ours, |document, action| action.apply(&document))?;
    waiting.extend(conflicts.iter().filter_map(|conflict| serde_json::to_value(conflict).ok()));
    let document = document.with_members(with_list(document.members(), waiting));
    Ok(Joined { taken: count, conflicts: unsettled(&document), document })
}

/// What waits to be chosen since a merge, in the order of the list.
pub fn unsettled(document: &Document) -> Vec<Difference> {
    listed(document).into_iter().filter_map(understood).collect()
}

/// The step that takes the chosen ones of [`unsettled`] and strikes them and the refused ones off the list.
pub fn settlement(
    document: &Document,
    chosen: &BTreeSet<usize>,
    refused: &BTreeSet<usize>,
    label: String,
) -> Action {
    let mut actions = taken(document, &unsettled(document), |place| chosen.contains(&place));
    let mut place = 0;
    let mut left = listed(document);
    left.retain(|entry| {
        // What a newer program listed otherwise stays for it.
        if understood(entry.clone()).is_none() {
            return true;
        }
        let is_decided = chosen.contains(&place) || refused.contains(&place);
        place += 1;
        !is_decided
    });
    let members = match actions.pop_if(|action| matches!(action, Action::SetMembers(_))) {
        Some(Action::SetMembers(members)) => members,
        Some(_) | None => document.members().clone(),
    };
    actions.push(Action::SetMembers(with_list(&members, left)));
    Action::Together { label, actions }
}

fn understood(entry: Value) -> Option<Difference> {
    serde_json::from_value(entry).ok()
}

fn listed(document: &Document) -> Vec<Value> {
    match document.members().get(UNSETTLED_KEY) {
        Some(Value::Array(entries)) => entries.clone(),
        Some(other) => vec![other.clone()],
        None => Vec::new(),
    }
}

fn without_list(document: &Document) -> Document {
    document.with_members(with_list(document.members(), Vec::new()))
}

fn with_list(members: &Map<String, Value>, list: Vec<Value>) -> Map<String, Value> {
    let mut members = members.clone();
    if list.is_empty() {
        members.shift_remove(UNSETTLED_KEY);
    } else {
        members.insert(UNSETTLED_KEY.to_owned(), Value::Array(list));
    }
    members
}

fn is_history(action: &Action) -> bool {
    matches!(action, Action::Edit { change: Change::History(_), .. })
}

fn with_evidence(document: &Document, evidence: Vec<Evidence>) -> Document {
    let mut facts = document.facts().clone();
    facts.evidence = evidence;
    document.with_facts(facts)
}

/// The contents that both sides list, each once: a register rather than a matter of choice. `None` where only one side
/// touched it, or where both noted something else about the same content.
fn joined_evidence(base: &Document, ours: &Document, theirs: &Document) -> Option<Vec<Evidence>> {
    let [base, ours, theirs] = [base, ours, theirs].map(Document::facts);
    let (before, here, there) = (&base.evidence, &ours.evidence, &theirs.evidence);
    if here == there || before == here || before == there {
        return None;
    }
    let mut all = Vec::with_capacity(here.len());
    for entry in here {
        let other = theirs.evidence_of(&entry.sha256);
        let then = base.evidence_of(&entry.sha256);
        match other {
            Some(other) if other != entry && then == Some(entry) => all.push(other.clone()),
            Some(other) if other != entry && then != Some(other) => return None,
            Some(_) | None => all.push(entry.clone()),
        }
    }
    all.extend(there.iter().filter(|entry| ours.evidence_of(&entry.sha256).is_none()).cloned());
    Some(all)
}
