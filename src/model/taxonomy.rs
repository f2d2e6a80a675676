//! The kinds of incident in two levels, and the words for weapons, actors and their parts.
//!
//! The lists themselves are data, in `assets/taxonomy.json`: codes, plain words, the look of each symbol, and
//! what the kind would be called in ACLED and UCDP. A word that the lists do not know is kept and shown as it
//! stands.

use std::{ops::Range, sync::LazyLock};

use serde::Deserialize;

/// The outline of a symbol. Kinds of one group never share it, so that colour is never the only difference
/// among them; kinds of different groups may share it in colours that are far apart.
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
    /// What the list does not know; no kind of the list has it.
    Ring,
}

/// The first level: what sort of thing happened.
#[derive(Clone, Debug)]
pub struct EventGroup {
    pub code: String,
    /// Plain words.
    pub label: String,
    /// Where its kinds stand among all.
    place: Range<usize>,
}

impl EventGroup {
    /// The kinds of this group, in the order of legends and menus.
    pub fn types(&self) -> &'static [EventType] {
        &event_types()[self.place.clone()]
    }
}

/// The second level: one kind of incident.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventType {
    /// The code in the native file.
    pub code: String,
    /// Plain words.
    pub label: String,
    /// What belongs here, in one sentence.
    pub definition: String,
    pub shape: SymbolShape,
    /// `#rrggbb` on light maps and paper.
    pub light: String,
    /// `#rrggbb` on dark maps.
    pub dark: String,
    pub acled: AcledMapping,
    pub ucdp: UcdpMapping,
    /// The beginnings of words and phrases by which English and Russian reports speak of it, in lower case.
    pub words: Vec<String>,
}

/// What a kind would be in ACLED's taxonomy.
///
/// # Source
/// The event and sub-event types of the ACLED codebook; which of them fits is our own reading.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AcledMapping {
    /// `None` where ACLED has no type for it.
    pub event_type: Option<String>,
    /// `None` where the report decides.
    pub sub_event_type: Option<String>,
    /// When another label is right, or why there is none.
    #[serde(default)]
    pub note: Option<String>,
}

impl AcledMapping {
    /// Event and sub-event type where the kind alone decides them.
    pub fn certain(&self) -> Option<(&str, &str)> {
        match (&self.event_type, &self.sub_event_type, &self.note) {
            (Some(event), Some(sub_event), None) => Some((event, sub_event)),
            (_, _, _) => None,
        }
    }
}

/// UCDP's three types of organised violence, by their numbers there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(try_from = "u8")]
pub enum ViolenceType {
    StateBased,
    NonState,
    OneSided,
}

impl ViolenceType {
    /// The number in UCDP's column `type_of_violence`.
    pub fn number(self) -> u8 {
        match self {
            Self::StateBased => 1,
            Self::NonState => 2,
            Self::OneSided => 3,
        }
    }

    /// Plain words.
    pub fn label(self) -> &'static str {
        match self {
            Self::StateBased => "State-based conflict",
            Self::NonState => "Non-state conflict",
            Self::OneSided => "One-sided violence",
        }
    }
}

impl TryFrom<u8> for ViolenceType {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, String> {
        [Self::StateBased, Self::NonState, Self::OneSided]
            .into_iter()
            .find(|kind| kind.number() == number)
            .ok_or_else(|| format!("UCDP has no type of violence {number}"))
    }
}

/// What a kind would be in UCDP's taxonomy, if anybody was killed.
///
/// # Source
/// `type_of_violence` of the UCDP GED codebook; which number fits is our own reading.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UcdpMapping {
    /// `None` where UCDP leaves it out, or the report decides.
    pub type_of_violence: Option<ViolenceType>,
    /// When another number is right, or why there is none.
    #[serde(default)]
    pub note: Option<String>,
}

/// A word of a list: what files hold, and what people read.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    pub code: String,
    pub label: String,
}

/// The part that an actor had.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ActorRole {
    /// The word in the native file.
    pub code: String,
    pub label: String,
    /// Set where the word says who someone is and not what part they had, as `state force` does in older files:
    /// the code among [`actor_kinds`] that it stands for. Such a word stays valid and is not offered.
    #[serde(default)]
    pub kind: Option<String>,
}

/// The lists as the file has them.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Lists {
    groups: Vec<ListedGroup>,
    weapons: Vec<Term>,
    actor_kinds: Vec<Term>,
    actor_roles: Vec<ActorRole>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ListedGroup {
    code: String,
    label: String,
    types: Vec<EventType>,
}

struct Taxonomy {
    groups: Vec<EventGroup>,
    types: Vec<EventType>,
    weapons: Vec<Term>,
    actor_kinds: Vec<Term>,
    actor_roles: Vec<ActorRole>,
}

static TAXONOMY: LazyLock<Taxonomy> = LazyLock::new(|| {
    let Lists { groups: listed, weapons, actor_kinds, actor_roles } =
        serde_json::from_str(include_str!("../../assets/taxonomy.json"))
            .expect("assets/taxonomy.json is checked by a test");
    let mut types = Vec::new();
    let groups = listed
        .into_iter()
        .map(|ListedGroup { code, label, types: own }| {
            let first = types.len();
            types.extend(own);
            EventGroup { code, label, place: first..types.len() }
        })
        .collect();
    Taxonomy { groups, types, weapons, actor_kinds, actor_roles }
});

/// The first level, in the order of legends and menus.
pub fn groups() -> &'static [EventGroup] {
    &TAXONOMY.groups
}

/// All kinds of all groups, in the order of legends and menus.
pub fn event_types() -> &'static [EventType] {
    &TAXONOMY.types
}

/// The kind with this code.
pub fn event_type(code: &str) -> Option<&'static EventType> {
    event_types().iter().find(|kind| kind.code == code)
}

/// The group of the kind with this code.
pub fn group_of(code: &str) -> Option<&'static EventGroup> {
    groups().iter().find(|group| group.types().iter().any(|kind| kind.code == code))
}

/// Plain words for a code; unknown codes are shown as they stand, an empty one as "Not coded".
pub fn label(code: &str) -> String {
    match event_type(code) {
        Some(kind) => kind.label.clone(),
        None if code.is_empty() => "Not coded".to_owned(),
        None => code.replace('_', " "),
    }
}

/// Weapons and other means.
pub fn weapons() -> &'static [Term] {
    &TAXONOMY.weapons
}

/// Who an actor is.
pub fn actor_kinds() -> &'static [Term] {
    &TAXONOMY.actor_kinds
}

/// What part an actor had.
pub fn actor_roles() -> &'static [ActorRole] {
    &TAXONOMY.actor_roles
}
