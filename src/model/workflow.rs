//! How far the coding of a record is, who may see it, and how it hangs together with others.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::IncidentId;

/// How far the coding of a record is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    ToDo,
    InProgress,
    ForReview,
    Verified,
    Disputed,
    Rejected,
}

impl Status {
    pub const ALL: [Self; 6] =
        [Self::ToDo, Self::InProgress, Self::ForReview, Self::Verified, Self::Disputed, Self::Rejected];

    /// The code in the native file.
    pub fn code(self) -> &'static str {
        match self {
            Self::ToDo => "to_do",
            Self::InProgress => "in_progress",
            Self::ForReview => "for_review",
            Self::Verified => "verified",
            Self::Disputed => "disputed",
            Self::Rejected => "rejected",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::ToDo => "To do",
            Self::InProgress => "In progress",
            Self::ForReview => "For review",
            Self::Verified => "Verified",
            Self::Disputed => "Disputed",
            Self::Rejected => "Rejected",
        }
    }

    /// The status after the work on a record is accepted: coding leads to review, review to verified; what is
    /// settled stays.
    #[must_use]
    pub fn accepted(status: Option<Self>) -> Self {
        match status {
            None | Some(Self::ToDo | Self::InProgress) => Self::ForReview,
            Some(Self::ForReview | Self::Verified) => Self::Verified,
            Some(Self::Disputed) => Self::Disputed,
            Some(Self::Rejected) => Self::Rejected,
        }
    }
}

/// Who may see a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Handling {
    Public,
    Internal,
    Restricted,
}

impl Handling {
    pub const ALL: [Self; 3] = [Self::Public, Self::Internal, Self::Restricted];

    /// The code in the native file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Restricted => "restricted",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|handling| handling.code() == code)
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Public => "Public",
            Self::Internal => "Internal",
            Self::Restricted => "Restricted",
        }
    }
}

/// How one incident hangs together with another.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LinkKind {
    PartOf,
    RetaliationFor,
    /// Another record of the same incident, perhaps one that was merged into this.
    SameAs,
    /// Looked at and found to be another incident: the duplicate finder stays silent.
    NotSameAs,
    /// A word that another program or a newer version uses.
    #[serde(untagged)]
    Other(String),
}

impl LinkKind {
    /// The kinds a coder can choose.
    pub const CHOICES: [Self; 4] = [Self::PartOf, Self::RetaliationFor, Self::SameAs, Self::NotSameAs];

    pub fn label(&self) -> &str {
        match self {
            Self::PartOf => "part of",
            Self::RetaliationFor => "retaliation for",
            Self::SameAs => "same as",
            Self::NotSameAs => "not the same as",
            Self::Other(word) => word,
        }
    }
}

/// A link to another incident, which need not be in the document any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Link {
    pub kind: LinkKind,
    pub to: IncidentId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}

/// A finding of the validator that a coder has looked at and lets stand.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct IgnoredFinding {
    /// The code of the rule.
    pub rule: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: Map<String, Value>,
}
