//! How many were hit: low, best and high counts, where "not stated" is not zero.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::List;

/// What befell people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TollKind {
    Killed,
    Wounded,
    Abducted,
    Arrested,
}

impl TollKind {
    pub const ALL: [Self; 4] = [Self::Killed, Self::Wounded, Self::Abducted, Self::Arrested];

    /// The first part of the keys in the native file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Wounded => "wounded",
            Self::Abducted => "abducted",
            Self::Arrested => "arrested",
        }
    }

    pub fn label(self) -> &'static str {
        match self {
            Self::Killed => "Killed",
            Self::Wounded => "Wounded",
            Self::Abducted => "Abducted",
            Self::Arrested => "Arrested",
        }
    }
}

/// A count of people with its uncertainty. `None` means that no source states the number.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Toll {
    pub low: Option<u32>,
    pub best: Option<u32>,
    pub high: Option<u32>,
    pub by_group: List<GroupToll>,
    pub note: Option<String>,
}

/// The part of a toll that one group bore.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GroupToll {
    #[serde(default)]
    pub group: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub best: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<u32>,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: serde_json::Map<String, serde_json::Value>,
}

impl Toll {
    /// Whether any number is given.
    pub fn is_stated(&self) -> bool {
        self.low.is_some() || self.best.is_some() || self.high.is_some()
    }
}

impl fmt::Display for Toll {
    /// `3`, `8 (6–8)`, `at least 1`, `not stated`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.low, self.best, self.high) {
            // "At least nobody" says nothing.
            (None | Some(0), None, None) => f.write_str("not stated"),
            (Some(low), Some(best), Some(high)) if low == best && best == high => write!(f, "{best}"),
            (low, Some(best), high) => {
                write!(f, "{best}")?;
                match (low, high) {
                    (Some(low), Some(high)) => write!(f, " ({low}–{high})"),
                    (Some(low), None) if low != best => write!(f, " (at least {low})"),
                    (None, Some(high)) if high != best => write!(f, " (at most {high})"),
                    (Some(_) | None, None) | (None, Some(_)) => Ok(()),
                }
            }
            (Some(low), None, Some(high)) if low == high => write!(f, "{low}"),
            (Some(low), None, Some(high)) => write!(f, "{low}–{high}"),
            (Some(low), None, None) => write!(f, "at least {low}"),
            (None, None, Some(high)) => write!(f, "at most {high}"),
        }
    }
}

/// What is wrong with the numbers of a toll.
pub fn check_toll(toll: &Toll) -> Option<&'static str> {
    let above = |a: Option<u32>, b: Option<u32>| matches!((a, b), (Some(a), Some(b)) if a > b);
    if above(toll.low, toll.best) {
        Some("Low is above best.")
    } else if above(toll.best, toll.high) {
        Some("Best is above high.")
    } else if above(toll.low, toll.high) {
        Some("Low is above high.")
    } else {
        None
    }
}
