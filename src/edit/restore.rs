//! The step that makes a document equal to an earlier state of it.

use std::sync::Arc;

use crate::model::{Document, Incident};

use super::Action;

/// The step from one document to the other; `None` when they hold the same. What was noted of changes made meanwhile
/// stays noted: the step is one of them. Lines and areas are not touched by any action, and so not by this one.
pub fn restoration(from: &Document, to: &Document, label: String) -> Option<Action> {
    let mut actions = Vec::new();
    for now in from.incidents().filter(|now| to.get(&now.id).is_none()) {
        actions.push(Action::Remove(now.id.clone()));
    }
    for then in to.incidents() {
        match from.get(&then.id) {
            None => actions.push(Action::Insert(Box::new((**then).clone()))),
            Some(now) if same_but_for_history(then, now) => {}
            Some(now) => {
                let restored = Incident { history: now.history.clone(), ..(**then).clone() };
                actions.push(Action::Remove(now.id.clone()));
                actions.push(Action::Insert(Box::new(restored)));
            }
        }
    }
    if from.facts() != to.facts() {
        actions.push(Action::SetFacts(to.facts().clone()));
    }
    (!actions.is_empty()).then_some(Action::Together { label, actions })
}

/// Whether two states of a record say the same; what was noted of their changes is no part of that.
pub fn same_but_for_history(a: &Arc<Incident>, b: &Arc<Incident>) -> bool {
    let bare = |incident: &Arc<Incident>| Incident { history: Vec::new(), ..(**incident).clone() };
    Arc::ptr_eq(a, b) || a == b || (a.history != b.history && bare(a) == bare(b))
}
