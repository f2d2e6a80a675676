//! One field of all marked records, set in one step that can be undone.

use crate::{
    analysis::columns::{Column, Context},
    edit::{Action, Change, for_each},
    model::{Incident, IncidentId},
};

use super::{Session, Tone};

/// What is done with a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TagChange {
    Add,
    Remove,
}

impl Session {
    /// What a typed cell is read with.
    pub fn column_context(&self) -> Context<'_> {
        Context { today: self.environment.today, fields: &self.document().facts().fields }
    }

    pub(super) fn set_for_marked(&mut self, column: &Column, text: &str) {
        let context = self.column_context();
        let label = column.label(context.fields).to_lowercase();
        // A value that cannot be read in one record is not written into the others either.
        let wrong = self.marked.iter().find_map(|id| {
            let incident = self.document().get(id)?;
            column
                .change(&incident, text, context)
                .err()
                .map(|why| (incident.display_title().into_owned(), why))
        });
        if let Some((title, why)) = wrong {
            self.say(Tone::Refused, format!("Nothing was changed. {why} (“{title}”)"));
            return;
        }
        let verb = if text.trim().is_empty() { "clear" } else { "set" };
        let action = self
            .for_marked(|incident| column.change(incident, text, context).ok().flatten())
            .map(|action| action.named(|count| format!("{verb} {label} of {count}")));
        self.perform_for_marked(action);
    }

    pub(super) fn tag_marked(&mut self, tag: &str, change: TagChange) {
        let tag = tag.trim();
        if tag.is_empty() || tag.contains(',') {
            self.say(Tone::Refused, "Write one tag, without a comma.");
            return;
        }
        let action = self.for_marked(|incident| {
            let mut tags = incident.tags.clone();
            match change {
                TagChange::Add if tags.iter().any(|there| there == tag) => return None,
                TagChange::Add => tags.push(tag.to_owned()),
                TagChange::Remove => tags.retain(|there| there != tag),
            }
            Some(Change::Tags(tags))
        });
        let action = action.map(|action| {
            action.named(|count| match change {
                TagChange::Add => format!("tag {count} “{tag}”"),
                TagChange::Remove => format!("take the tag “{tag}” from {count}"),
            })
        });
        self.perform_for_marked(action);
    }

    /// The changes of those marked records that would change.
    fn for_marked(&self, change: impl Fn(&Incident) -> Option<Change>) -> Option<Bulk> {
        let ids: Vec<IncidentId> = self.marked.iter().cloned().collect();
        match for_each(self.document(), ids, "", change) {
            Action::Together { actions, .. } if !actions.is_empty() => Some(Bulk { actions }),
            Action::Together { .. }
            | Action::Insert(_)
            | Action::InsertAll(_)
            | Action::Remove(_)
            | Action::Edit { .. }
            | Action::SetFacts(_)
            | Action::SetKeptFeatures(_)
            | Action::SetMembers(_)
            | Action::Attach { .. }
            | Action::Detach { .. }
            | Action::Describe { .. }
            | Action::Unlist(_)
            | Action::Signed { .. } => None,
        }
    }

    fn perform_for_marked(&mut self, action: Option<(Action, usize)>) {
        let marked = self.marked.len();
        let Some((action, changed)) = action else {
            self.say(Tone::Note, format!("Nothing to change: all {marked} marked have it already."));
            return;
        };
        let label = action.label(self.document());
        self.perform(action);
        let rest = match marked - changed.min(marked) {
            0 => String::new(),
            rest => format!(" The other {rest} marked had it already."),
        };
        self.say(Tone::Done, format!("Done: {label}.{rest} Ctrl+Z undoes it."));
    }
}

/// Changes of several records on their way to one step.
struct Bulk {
    actions: Vec<Action>,
}

impl Bulk {
    /// The step with a name that tells how many records it changes, and their number.
    fn named(self, label: impl Fn(&str) -> String) -> (Action, usize) {
        let count = self.actions.len();
        let words = if count == 1 { "1 incident".to_owned() } else { format!("{count} incidents") };
        (Action::Together { label: label(&words), actions: self.actions }, count)
    }
}
