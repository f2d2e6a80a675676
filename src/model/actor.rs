//! Who took part: in one incident, and in the document as a whole.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::Members;

/// Someone who took part, suffered, claimed or is mentioned.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Actor {
    #[serde(default)]
    pub name: String,
    /// `perpetrator`, `target`, `victim` …: a code of the taxonomy or the coder's own word.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// `state_force`, `civilian` …: a code of the taxonomy or the coder's own word; empty where the list of actors
    /// tells it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Members,
}

/// What is known of an actor in all incidents of the document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KnownActor {
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub kind: String,
    /// Other names and spellings of the same.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
