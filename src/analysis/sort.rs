//! The order of the list.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::{
    DaySpan, Document, Handling, Incident, IncidentId, Precision, Status, TollKind, taxonomy,
};

use super::{
    columns::{AtFrontier, Column},
    words::fold,
};

/// What the list is ordered by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SortKey {
    #[default]
    Date,
    Title,
    Type,
    Place,
    Killed,
    Precision,
    /// A column of the table that the list does not offer.
    Column(Column),
}

impl SortKey {
    /// What the list offers.
    pub const ALL: [Self; 8] = [
        Self::Date,
        Self::Title,
        Self::Type,
        Self::Place,
        Self::Killed,
        Self::Precision,
        Self::Column(Column::Frontier(AtFrontier::Border)),
        Self::Column(Column::Frontier(AtFrontier::RiverKm)),
    ];

    pub fn label(&self) -> String {
        let fixed = match self {
            Self::Date => "Date",
            Self::Title => "Title",
            Self::Type => "Type",
            Self::Place => "Place",
            Self::Killed => "Killed",
            Self::Precision => "Precision",
            Self::Column(column) => return column.label(&[]),
        };
        fixed.to_owned()
    }

    /// The value to compare; `None` where the record says nothing.
    pub(super) fn of(&self, incident: &Incident) -> Option<Key> {
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
            Self::Killed => toll(incident, TollKind::Killed),
            Self::Precision => Some(Key::Rank(place.precision)),
            Self::Column(column) => of_column(column, incident),
        }
    }
}

fn toll(incident: &Incident, kind: TollKind) -> Option<Key> {
    let toll = incident.toll(kind);
    // “At least nobody” says nothing.
    toll.best.or(toll.low.filter(|low| *low > 0)).or(toll.high).map(Key::Number)
}

/// What counts is compared as a number, all else as the words that stand in the cell.
fn of_column(column: &Column, incident: &Incident) -> Option<Key> {
    let step = |place: Option<usize>| place.map(|place| Key::Number(place as u32));
    match column {
        Column::Toll(kind) => toll(incident, *kind),
        Column::Status => {
            step(incident.status.and_then(|wanted| Status::ALL.iter().position(|status| *status == wanted)))
        }
        Column::Handling => {
            step(incident.handling.and_then(|wanted| Handling::ALL.iter().position(|one| *one == wanted)))
        }
        Column::Sources if incident.sources.is_empty() => None,
        Column::Sources => step(Some(incident.sources.len())),
        // Millimetres, as whole numbers have an order.
        Column::Radius => incident.place.radius.map(|radius| Key::Amount((radius.0 * 1000.0) as i64)),
        // From north to south.
        Column::Position => incident.place.position.map(|at| Key::Amount((at.lat() * -1e7) as i64)),
        Column::Frontier(told) => match told.metres_of(incident) {
            Some(metres) => Some(Key::Amount(metres)),
            None => told
                .words_of(incident)
                .filter(|words| !words.is_empty())
                .map(|words| Key::Words(fold(&words))),
        },
        Column::Own(key) => match incident.rest.get(key) {
            Some(Value::Number(number)) => {
                number.as_f64().map(|number| Key::Amount((number * 1000.0) as i64))
            }
            Some(_) | None => words_of(column, incident),
        },
        Column::Id
        | Column::Title
        | Column::Type
        | Column::Date
        | Column::Time
        | Column::Place
        | Column::District
        | Column::Province
        | Column::Country
        | Column::Precision
        | Column::Actors
        | Column::Weapons
        | Column::Assignee
        | Column::Tags
        | Column::Summary
        | Column::Notes => words_of(column, incident),
    }
}

fn words_of(column: &Column, incident: &Incident) -> Option<Key> {
    let text = column.text_of(incident);
    (!text.trim().is_empty()).then(|| Key::Words(fold(text.trim())))
}

/// A value of one [`SortKey`]; two of one list are of the same kind.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    Days(DaySpan),
    Number(u32),
    /// Before words, where the values of a field of one's own are mixed.
    Amount(i64),
    Words(String),
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
    key: &SortKey,
    direction: Direction,
) -> Vec<IncidentId> {
    let mut rows: Vec<(Option<Key>, &IncidentId)> =
        ids.iter().map(|id| (document.get(id).and_then(|incident| key.of(&incident)), id)).collect();
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
