//! Which incidents are shown: a time window, words, and chosen values of facets, all combined.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::NearFrontier;
use crate::model::{DaySpan, Handling, Incident, Precision, Status};

/// The time window: whole days, both ends inclusive; an end that is `None` is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Window {
    pub first: Option<Date>,
    pub last: Option<Date>,
}

impl Window {
    /// All of time; undated incidents are shown too.
    pub const ALL: Self = Self { first: None, last: None };

    pub fn of(span: DaySpan) -> Self {
        Self { first: Some(span.first()), last: Some(span.last()) }
    }

    pub fn is_all(self) -> bool {
        self == Self::ALL
    }

    /// Whether an incident of these days is inside. An imprecise date is inside when any of its possible
    /// days is; an undated incident only when the window is all of time.
    pub fn admits(self, span: Option<DaySpan>) -> bool {
        let Some(span) = span else { return self.is_all() };
        self.first.is_none_or(|first| first <= span.last())
            && self.last.is_none_or(|last| span.first() <= last)
    }
}

/// A property by which incidents are counted and chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    Type,
    Actor,
    Province,
    Precision,
    Year,
    Status,
    Handling,
    Tag,
}

impl Facet {
    pub const ALL: [Self; 8] = [
        Self::Type,
        Self::Actor,
        Self::Province,
        Self::Precision,
        Self::Year,
        Self::Status,
        Self::Handling,
        Self::Tag,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Type => "Type",
            Self::Actor => "Actor",
            Self::Province => "Province",
            Self::Precision => "Precision",
            Self::Year => "Year",
            Self::Status => "Status",
            Self::Handling => "Handling",
            Self::Tag => "Tag",
        }
    }

    /// The values of one incident; a value that is not stated is the empty text, so that it can be chosen.
    pub fn values(self, incident: &Incident) -> BTreeSet<String> {
        let mut values = BTreeSet::new();
        self.each_value(incident, |value| {
            values.insert(value.to_owned());
        });
        values
    }

    /// Calls `found` for every value of one incident, perhaps repeatedly for the same.
    pub(super) fn each_value(self, incident: &Incident, mut found: impl FnMut(&str)) {
        match self {
            Self::Type => found(&incident.event_type),
            Self::Actor if incident.actors.is_empty() => found(""),
            Self::Actor => incident.actors.iter().for_each(|actor| found(&actor.name)),
            Self::Province => found(incident.place.province.as_deref().unwrap_or_default()),
            Self::Precision => found(incident.place.precision.code()),
            Self::Status => found(incident.status.map_or("", Status::code)),
            Self::Handling => found(incident.handling.map_or("", Handling::code)),
            Self::Tag if incident.tags.is_empty() => found(""),
            Self::Tag => incident.tags.iter().for_each(|tag| found(tag)),
            Self::Year => match incident.when.span() {
                Some(span) => {
                    (span.first().year()..=span.last().year()).for_each(|year| found(&year.to_string()));
                }
                None => found(""),
            },
        }
    }

    /// Plain words for a value.
    pub fn value_label(self, value: &str) -> String {
        match self {
            Self::Type => crate::model::taxonomy::label(value),
            Self::Precision => {
                Precision::from_code(value).map_or_else(|| value.to_owned(), |p| p.label().to_owned())
            }
            Self::Actor | Self::Province | Self::Year | Self::Status | Self::Handling | Self::Tag
                if value.is_empty() =>
            {
                "Not stated".to_owned()
            }
            Self::Status => {
                Status::from_code(value).map_or_else(|| value.to_owned(), |status| status.label().to_owned())
            }
            Self::Handling => {
                Handling::from_code(value).map_or_else(|| value.to_owned(), |mark| mark.label().to_owned())
            }
            Self::Actor | Self::Province | Self::Year | Self::Tag => value.to_owned(),
        }
    }
}

/// What is asked of an incident beside its time.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Filter {
    /// Words that must all occur in the record's text, in any order.
    pub text: String,
    /// Chosen values; within a facet any of them serves, between facets all must hold. A facet without a
    /// choice asks nothing.
    pub chosen: std::collections::BTreeMap<Facet, BTreeSet<String>>,
    /// Where at the frontier.
    #[serde(default, skip_serializing_if = "NearFrontier::is_empty")]
    pub frontier: NearFrontier,
}

impl Filter {
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty()
            && self.chosen.values().all(BTreeSet::is_empty)
            && self.frontier.is_empty()
    }
}
