//! The states a document has been in: undo and redo without end.

use crate::model::{Document, Revision};

use super::{Action, EditError};

/// One step that can be undone or redone.
#[derive(Clone, Debug)]
pub struct Step {
    /// What the step did, in words for the menu.
    pub label: String,
    pub action: Action,
    /// The other side of the step: before it for undo, after it for redo.
    document: Document,
}

/// A stack of documents with a label on each step. States share what did not change, so it costs little.
#[derive(Clone, Debug)]
pub struct History {
    past: Vec<Step>,
    present: Document,
    future: Vec<Step>,
    next_revision: u64,
}

impl History {
    pub fn new(document: Document) -> Self {
        let next_revision = document.revision().0 + 1;
        Self { past: Vec::new(), present: document, future: Vec::new(), next_revision }
    }

    pub fn document(&self) -> &Document {
        &self.present
    }

    /// A revision that no state of this history has had, for the document that comes after it.
    pub fn next_revision(&self) -> Revision {
        Revision(self.next_revision)
    }

    /// Does the action as one step. An action that changes nothing leaves no step.
    ///
    /// # Errors
    /// When the action does not fit the document; nothing is changed then, and redo stays possible.
    pub fn perform(&mut self, action: Action) -> Result<(), EditError> {
        let label = action.label(&self.present);
        let next = action.apply(&self.present)?;
        if next == self.present {
            return Ok(());
        }
        let next = next.at_revision(Revision(self.next_revision));
        self.next_revision += 1;
        let before = std::mem::replace(&mut self.present, next);
        self.past.push(Step { label, action, document: before });
        self.future.clear();
        Ok(())
    }

    /// Takes over an action that was applied to the present document elsewhere, with the document it gave.
    pub fn perform_ready(&mut self, action: Action, next: Document) {
        let label = action.label(&self.present);
        let next = next.at_revision(Revision(self.next_revision));
        self.next_revision += 1;
        let before = std::mem::replace(&mut self.present, next);
        self.past.push(Step { label, action, document: before });
        self.future.clear();
    }

    /// Goes one step back; returns its label, `None` at the beginning.
    pub fn undo(&mut self) -> Option<String> {
        let Step { label, action, document } = self.past.pop()?;
        let after = std::mem::replace(&mut self.present, document);
        self.future.push(Step { label: label.clone(), action, document: after });
        Some(label)
    }

    /// Goes one step forward again; returns its label, `None` at the end.
    pub fn redo(&mut self) -> Option<String> {
        let Step { label, action, document } = self.future.pop()?;
        let before = std::mem::replace(&mut self.present, document);
        self.past.push(Step { label: label.clone(), action, document: before });
        Some(label)
    }

    /// Label of the step that undo would take back.
    pub fn undo_label(&self) -> Option<&str> {
        self.past.last().map(|step| step.label.as_str())
    }

    /// Label of the step that redo would do again.
    pub fn redo_label(&self) -> Option<&str> {
        self.future.last().map(|step| step.label.as_str())
    }

    /// Steps done so far, oldest first.
    pub fn steps(&self) -> &[Step] {
        &self.past
    }
}
