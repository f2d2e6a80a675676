//! How truth changes: an Action makes a new Document from an old one; History remembers the steps.
//!
//! If something changes a Document and is no Action, it is a bug.

mod action;
mod bulk;
mod diff;
mod evidence;
mod facts_label;
mod history;
mod join;
mod merge;
mod three_way;
mod restore;
mod words;

pub use action::{Action, Change, EditError, ForeignParts};
pub use bulk::{Find, Replacement, TextField, finds, for_each, rename_actor, replace_words};
pub use diff::{changes_between, diff};
pub use history::{History, Step};
pub use join::{Joined, UNSETTLED_KEY, join, settlement, unsettled};
pub use merge::{MergePart, Take, merge, merged_parts, usual_take};
pub use restore::{restoration, same_but_for_history};
pub use three_way::{Difference, Sort, taken, three_way, three_way_told};
