//! The example that Marz opens with: 60 incidents on the frontier, 1993–2026, each with its sources.
//!
//! Made by `assets/build/make_sample.py` from the curated list; a test compares them field by field.

use crate::model::Document;

use super::native::{self, Report};

/// What the example is called in the title bar and in the File menu.
pub const SAMPLE_NAME: &str = "Frontier sample";

static SAMPLE: &[u8] = include_bytes!("../../assets/incidents/frontier.geojson");

/// The example, freshly read.
pub fn sample() -> (Document, Report) {
    native::read(SAMPLE).expect("assets/incidents/frontier.geojson is checked by a test")
}
