//! Facts of the project as a whole: its title, its credits, its actors, its own fields, its shots.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{Digest, Evidence, IncidentId, KnownActor, Publication, Published};

/// Facts of the project as a whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Facts {
    /// The title printed on pictures.
    pub title: String,
    /// Data sources to be credited on every picture.
    pub attribution: Vec<String>,
    #[serde(default)]
    pub actors: Vec<KnownActor>,
    #[serde(default)]
    pub fields: Vec<FieldDefinition>,
    #[serde(default)]
    pub shots: Vec<Shot>,
    /// How briefs are laid out, by name.
    #[serde(default)]
    pub layouts: Vec<KeptLayout>,
    /// Each content that the document has a copy of, once.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Shots in an order, to be shown one after another.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub storyboards: Vec<Storyboard>,
    /// What may leave, and for whom.
    #[serde(default, skip_serializing_if = "is_unused")]
    pub publication: Box<Publication>,
    /// Of a published copy: what was withheld from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Box<Published>>,
    /// Further members, kept and written back.
    pub rest: Map<String, Value>,
}

fn is_unused(publication: &Publication) -> bool {
    publication.is_empty()
}

impl Facts {
    /// The listed evidence with this content.
    pub fn evidence_of(&self, digest: &Digest) -> Option<&Evidence> {
        self.evidence.iter().find(|evidence| evidence.sha256 == *digest)
    }

    /// What is known of the actor with this name or alias.
    pub fn known_actor(&self, name: &str) -> Option<&KnownActor> {
        self.actors
            .iter()
            .find(|actor| actor.name == name)
            .or_else(|| self.actors.iter().find(|actor| actor.aliases.iter().any(|alias| alias == name)))
    }
}

/// What values a field of the project's own takes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldKind {
    #[default]
    Text,
    Number,
    /// A date in EDTF.
    Date,
    YesNo,
    /// One of these words.
    Choice(Vec<String>),
}

impl FieldKind {
    pub fn label(&self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Date => "date",
            Self::YesNo => "yes or no",
            Self::Choice(_) => "one of a list",
        }
    }

    /// A typed text as a value of this kind; empty text is no value.
    ///
    /// # Errors
    /// When the text is no such value: what would be, in plain words.
    pub fn read(&self, text: &str) -> Result<Option<Value>, String> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(None);
        }
        match self {
            Self::Text => Ok(Some(Value::from(text))),
            Self::Number => {
                let number = text.replace(',', ".");
                if let Ok(whole) = number.parse::<i64>() {
                    return Ok(Some(Value::from(whole)));
                }
                let read = number.parse::<f64>().ok().filter(|number| number.is_finite());
                read.map(|number| Some(Value::from(number)))
                    .ok_or_else(|| format!("“{text}” is not a number"))
            }
            Self::Date => match super::read_when(text, None) {
                Ok(_) => Ok(Some(Value::from(text))),
                Err(problem) => Err(problem.to_string()),
            },
            Self::YesNo => match text.to_lowercase().as_str() {
                "yes" | "y" | "true" | "да" => Ok(Some(Value::from(true))),
                "no" | "n" | "false" | "нет" => Ok(Some(Value::from(false))),
                _ => Err(format!("“{text}” is neither yes nor no")),
            },
            Self::Choice(words) => match words.iter().find(|word| word.to_lowercase() == text.to_lowercase())
            {
                Some(word) => Ok(Some(Value::from(word.as_str()))),
                None => Err(format!("“{text}” is not one of {}", words.join(", "))),
            },
        }
    }

    /// A value as one would type it, which [`Self::read`] reads back.
    pub fn typed(value: &Value) -> String {
        match value {
            Value::Null => String::new(),
            Value::Bool(true) => "yes".to_owned(),
            Value::Bool(false) => "no".to_owned(),
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Array(_) | Value::Object(_) => value.to_string(),
        }
    }
}

/// A field of the project's own. Its values stand among the properties of each feature under `key`, so that other
/// programs see them as a column.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FieldDefinition {
    pub key: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub label: String,
    #[serde(default)]
    pub kind: FieldKind,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

impl FieldDefinition {
    pub fn display_label(&self) -> &str {
        if self.label.is_empty() { &self.key } else { &self.label }
    }
}

/// A layout of the brief. The rooms below know what a layout is; here it is a value that is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct KeptLayout {
    pub name: String,
    #[serde(default)]
    pub layout: Value,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A view worth coming back to: where, when and with which filter. The rooms below know what a view is; here it is
/// a value that is kept.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Shot {
    pub name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub caption: String,
    #[serde(default)]
    pub view: Value,
    /// Incidents that it points at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub highlights: Vec<IncidentId>,
    /// What the data said when the caption was written, by the names of the placeholders: numbers typed by hand are
    /// held against it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub written: BTreeMap<String, i64>,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// Shots in an order, to be shown one after another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Storyboard {
    pub name: String,
    /// The names of the shots; one may stand in it twice.
    #[serde(default)]
    pub shots: Vec<String>,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
