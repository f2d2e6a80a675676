//! The step that makes a document equal to an earlier state of it.

use std::sync::Arc;

use crate::model::{Document, Incident, List};

use super::{Action, diff};

/// The step from one document to the other; `None` when they hold the same. What was noted of changes made meanwhile
/// stays noted: the step is one of them.
pub fn restoration(from: &Document, to: &Document, label: String) -> Option<Action> {
    let noted = to.incidents().filter_map(|then| {
        let now = from.get(&then.id).filter(|now| now.history != then.history)?;
        Some(Incident { history: now.history.clone(), ..Arc::unwrap_or_clone(then) })
    });
    let target = noted.fold(to.clone(), |target, incident| target.with_incident(incident));
    let actions = diff(from, &target);
    (!actions.is_empty()).then_some(Action::Together { label, actions })
}

/// Whether two states of a record say the same; what was noted of their changes is no part of that.
pub fn same_but_for_history(a: &Arc<Incident>, b: &Arc<Incident>) -> bool {
    let bare = |incident: &Arc<Incident>| Incident { history: List::new(), ..(**incident).clone() };
    Arc::ptr_eq(a, b) || a == b || (a.history != b.history && bare(a) == bare(b))
}
