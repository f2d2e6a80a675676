//! The kinds of incident: codes, plain words, and the shape and colours of their symbols.
//!
//! The list itself is data, in `assets/taxonomy.json`.

use std::sync::LazyLock;

use serde::Deserialize;

/// The outline of a symbol. Every kind has its own, so that colour is never the only difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SymbolShape {
    Circle,
    Square,
    Diamond,
    TriangleUp,
    TriangleDown,
    Pentagon,
    Hexagon,
    Star,
    Cross,
    Saltire,
    Burst,
    ArrowLeft,
    Flag,
    Ring,
}

/// One kind of incident.
#[derive(Clone, Debug, Deserialize)]
pub struct EventType {
    /// The code in the native file.
    pub code: String,
    /// Plain words.
    pub label: String,
    pub shape: SymbolShape,
    /// `#rrggbb` on light maps and paper.
    pub light: String,
    /// `#rrggbb` on dark maps.
    pub dark: String,
}

static EVENT_TYPES: LazyLock<Vec<EventType>> = LazyLock::new(|| {
    serde_json::from_str(include_str!("../../assets/taxonomy.json"))
        .expect("assets/taxonomy.json is checked by a test")
});

/// All kinds, in the order of legends and menus.
pub fn event_types() -> &'static [EventType] {
    &EVENT_TYPES
}

/// The kind with this code.
pub fn event_type(code: &str) -> Option<&'static EventType> {
    EVENT_TYPES.iter().find(|kind| kind.code == code)
}

/// Plain words for a code; unknown codes are shown as they stand, an empty one as "Not coded".
pub fn label(code: &str) -> String {
    match event_type(code) {
        Some(kind) => kind.label.clone(),
        None if code.is_empty() => "Not coded".to_owned(),
        None => code.replace('_', " "),
    }
}
