//! How truth changes: an Action makes a new Document from an old one; History remembers the steps.
//!
//! If something changes a Document and is no Action, it is a bug.

mod action;
mod history;

pub use action::{Action, Change, EditError};
pub use history::{History, Step};
