//! Questions about truth: which incidents are shown, how many, when, and where things are on the frontier.
//!
//! Nothing here changes a document.

mod filter;

pub use filter::{Facet, Filter, Window};
