//! The order of the list.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use crate::model::{DaySpan, Document, Incident, IncidentId, Precision, taxonomy};

use super::words::fold;

/// What the list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    #[default]
    Date,
    Title,
    Type,
    Place,
    Killed,
    Precision,
}

impl SortKey {
    pub const ALL: [Self; 6] =
        [Self::Date, Self::Title, Self::Type, Self::Place, Self::Killed, Self::Precision];

    pub fn label(self) -> &'static str {
        match self {
            Self::Date => "Date",
            Self::Title => "Title",
            Self::Type => "Type",
            Self::Place => "Place",
            Self::Killed => "Killed",
            Self::Precision => "Precision",
        }
    }

    /// The value to compare; `None` where the record says nothing.
    fn of(self, incident: &Incident) -> Option<Key> {
        let words = |text: &str| (!text.trim().is_empty()).then(|| Key::Words(fold(text.trim())));
        let place = &incident.place;
        match self {
            Self::Date => incident.when.span().map(Key::Days),
            Self::Title => words(&incident.title),
            Self::Type if incident.event_type.is_empty() => None,
            Self::Type => words(&taxonomy::label(&incident.event_type)),
            Self::Place => {
                [&place.name, &place.district, &place.province].into_iter().flatten().find_map(|t| words(t))
            }
            Self::Killed => {
                let toll = &incident.killed;
                toll.best.or(toll.low).or(toll.high).map(Key::Number)
            }
            Self::Precision => Some(Key::Rank(place.precision)),
        }
    }
}

/// A value of one [`SortKey`]; two of one list are of the same kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Key {
    Days(DaySpan),
    Words(String),
    Number(u32),
    Rank(Precision),
}

/// Which end of the order comes first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    #[default]
    Ascending,
    Descending,
}

impl Direction {
    #[must_use]
    pub fn reversed(self) -> Self {
        match self {
            Self::Ascending => Self::Descending,
            Self::Descending => Self::Ascending,
        }
    }
}

/// The ids in order. Equal ones keep the order they have, which is by time where the index gave them. What
/// the record does not state comes last in both directions, with ids
/// that the document does not have.
pub fn sorted(
    document: &Document,
    ids: &[IncidentId],
    key: SortKey,
    direction: Direction,
) -> Vec<IncidentId> {
    let mut rows: Vec<(Option<Key>, &IncidentId)> =
        ids.iter().map(|id| (document.get(id).and_then(|incident| key.of(incident)), id)).collect();
    rows.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) => match direction {
            Direction::Ascending => a.cmp(b),
            Direction::Descending => b.cmp(a),
        },
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
    rows.into_iter().map(|(_, id)| id.clone()).collect()
}
