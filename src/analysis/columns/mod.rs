//! Columns: each field of a record as a line of text, for tables.

mod frontier;
mod read;
mod tolls;

use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use frontier::AtFrontier;

use super::{Direction, SortKey};
use crate::{
    edit::Change,
    model::{FieldDefinition, FieldKind, Handling, Incident, Precision, Status, TollKind, taxonomy},
};

/// One field of a record that fits into a cell.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Column {
    Id,
    Title,
    Type,
    Date,
    Time,
    Place,
    District,
    Province,
    Country,
    Position,
    Precision,
    Radius,
    Toll(TollKind),
    Actors,
    Weapons,
    Status,
    Handling,
    Assignee,
    Tags,
    Sources,
    Summary,
    Notes,
    /// Asked of the map, not written in the record.
    Frontier(AtFrontier),
    /// A field of the project's own, by its key.
    Own(Arc<str>),
}

/// What a typed text is read with.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    pub today: Date,
    /// The project's own fields.
    pub fields: &'a [FieldDefinition],
}

/// Words that a column takes and no others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choices {
    /// Each under its heading, which is empty where there are no groups.
    pub words: Vec<(String, String)>,
}

impl Column {
    /// All columns that every document has, in the order they are offered.
    pub const NATIVE: [Self; 30] = [
        Self::Title,
        Self::Date,
        Self::Time,
        Self::Type,
        Self::Place,
        Self::District,
        Self::Province,
        Self::Country,
        Self::Position,
        Self::Precision,
        Self::Radius,
        Self::Frontier(AtFrontier::Border),
        Self::Frontier(AtFrontier::Bank),
        Self::Frontier(AtFrontier::RiverKm),
        Self::Frontier(AtFrontier::Across),
        Self::Frontier(AtFrontier::Crossing),
        Self::Toll(TollKind::Killed),
        Self::Toll(TollKind::Wounded),
        Self::Toll(TollKind::Abducted),
        Self::Toll(TollKind::Arrested),
        Self::Actors,
        Self::Weapons,
        Self::Status,
        Self::Handling,
        Self::Assignee,
        Self::Tags,
        Self::Sources,
        Self::Summary,
        Self::Notes,
        Self::Id,
    ];

    /// The columns of a document with these fields of its own.
    pub fn all(fields: &[FieldDefinition]) -> Vec<Self> {
        let own = fields.iter().map(|field| Self::Own(field.key.as_str().into()));
        Self::NATIVE.into_iter().chain(own).collect()
    }

    /// The name in settings.
    pub fn code(&self) -> String {
        let fixed = match self {
            Self::Id => "id",
            Self::Title => "title",
            Self::Type => "type",
            Self::Date => "date",
            Self::Time => "time",
            Self::Place => "place",
            Self::District => "district",
            Self::Province => "province",
            Self::Country => "country",
            Self::Position => "position",
            Self::Precision => "precision",
            Self::Radius => "radius",
            Self::Toll(kind) => kind.code(),
            Self::Actors => "actors",
            Self::Weapons => "weapons",
            Self::Status => "status",
            Self::Handling => "handling",
            Self::Assignee => "assignee",
            Self::Tags => "tags",
            Self::Sources => "sources",
            Self::Summary => "summary",
            Self::Notes => "notes",
            Self::Frontier(told) => told.code(),
            Self::Own(key) => return format!("own:{key}"),
        };
        fixed.to_owned()
    }

    pub fn from_code(code: &str) -> Option<Self> {
        match code.strip_prefix("own:") {
            Some(key) => Some(Self::Own(key.into())),
            None => Self::NATIVE.into_iter().find(|column| column.code() == code),
        }
    }

    /// The heading.
    pub fn label(&self, fields: &[FieldDefinition]) -> String {
        let fixed = match self {
            Self::Id => "Id",
            Self::Title => "Title",
            Self::Type => "Type",
            Self::Date => "Date",
            Self::Time => "Time",
            Self::Place => "Place",
            Self::District => "District",
            Self::Province => "Province",
            Self::Country => "Country",
            Self::Position => "Position",
            Self::Precision => "Precision",
            Self::Radius => "Radius",
            Self::Toll(kind) => kind.label(),
            Self::Actors => "Actors",
            Self::Weapons => "Weapons",
            Self::Status => "Status",
            Self::Handling => "Handling",
            Self::Assignee => "Assigned to",
            Self::Tags => "Tags",
            Self::Sources => "Sources",
            Self::Summary => "Summary",
            Self::Notes => "Notes",
            Self::Frontier(told) => told.label(),
            Self::Own(key) => {
                let field = fields.iter().find(|field| *field.key == **key);
                return field.map_or_else(|| key.to_string(), |field| field.display_label().to_owned());
            }
        };
        fixed.to_owned()
    }

    /// Whether its values are written by hand in one line.
    pub fn is_editable(&self) -> bool {
        match self {
            Self::Id | Self::Sources | Self::Frontier(_) => false,
            Self::Title
            | Self::Type
            | Self::Date
            | Self::Time
            | Self::Place
            | Self::District
            | Self::Province
            | Self::Country
            | Self::Position
            | Self::Precision
            | Self::Radius
            | Self::Toll(_)
            | Self::Actors
            | Self::Weapons
            | Self::Status
            | Self::Handling
            | Self::Assignee
            | Self::Tags
            | Self::Summary
            | Self::Notes
            | Self::Own(_) => true,
        }
    }

    /// Whether its values are often longer than a line.
    pub fn is_long(&self) -> bool {
        matches!(self, Self::Summary | Self::Notes)
    }

    /// The width it has before anybody chose one, in logical pixels.
    pub fn usual_width(&self) -> f32 {
        match self {
            Self::Title => 260.0,
            Self::Summary | Self::Notes => 320.0,
            Self::Actors => 220.0,
            Self::Type | Self::Place | Self::Position | Self::Precision | Self::Weapons | Self::Tags => 150.0,
            Self::Date | Self::Time | Self::District | Self::Province | Self::Assignee => 120.0,
            Self::Frontier(told) => told.usual_width(),
            Self::Id | Self::Country | Self::Own(_) | Self::Status | Self::Handling | Self::Sources => 100.0,
            Self::Radius => 80.0,
            Self::Toll(_) => 105.0,
        }
    }

    /// The closed list of its words; `None` where any text may be typed.
    pub fn choices(&self, fields: &[FieldDefinition]) -> Option<Choices> {
        let plain = |words: &[&str]| words.iter().map(|word| (String::new(), (*word).to_owned())).collect();
        let words = match self {
            Self::Type => taxonomy::groups()
                .iter()
                .flat_map(|group| group.types().iter().map(|kind| (group.label.clone(), kind.label.clone())))
                .collect(),
            Self::Status => plain(&Status::ALL.map(Status::label)),
            Self::Handling => plain(&Handling::ALL.map(Handling::label)),
            Self::Precision => plain(&Precision::ALL.map(Precision::label)),
            Self::Own(key) => {
                match fields.iter().find(|field| *field.key == **key).map(|field| &field.kind) {
                    Some(FieldKind::Choice(words)) => {
                        words.iter().map(|word| (String::new(), word.clone())).collect()
                    }
                    Some(FieldKind::YesNo) => plain(&["yes", "no"]),
                    Some(FieldKind::Text | FieldKind::Number | FieldKind::Date) | None => return None,
                }
            }
            Self::Id
            | Self::Title
            | Self::Date
            | Self::Time
            | Self::Place
            | Self::District
            | Self::Province
            | Self::Country
            | Self::Position
            | Self::Radius
            | Self::Toll(_)
            | Self::Actors
            | Self::Weapons
            | Self::Assignee
            | Self::Tags
            | Self::Sources
            | Self::Summary
            | Self::Notes
            | Self::Frontier(_) => return None,
        };
        Some(Choices { words })
    }

    /// What stands in the cell; empty where the record says nothing.
    pub fn text_of(&self, incident: &Incident) -> String {
        match self {
            Self::Date if incident.when.date.is_some() => incident.when.to_string(),
            Self::Id => incident.id.to_string(),
            Self::Sources => sources_text(incident),
            // What runs over lines is one line in a table.
            Self::Summary => one_line(&incident.summary),
            Self::Notes => one_line(&incident.notes),
            Self::Radius => incident.place.radius.map(|radius| radius.to_string()).unwrap_or_default(),
            Self::Title
            | Self::Type
            | Self::Date
            | Self::Time
            | Self::Place
            | Self::District
            | Self::Province
            | Self::Country
            | Self::Position
            | Self::Precision
            | Self::Toll(_)
            | Self::Actors
            | Self::Weapons
            | Self::Status
            | Self::Handling
            | Self::Assignee
            | Self::Tags
            | Self::Frontier(_)
            | Self::Own(_) => self.typed_of(incident),
        }
    }

    /// The value as one would type it, with all its digits: [`Self::change`] reads it back.
    pub fn typed_of(&self, incident: &Incident) -> String {
        let words = |text: &Option<String>| text.clone().unwrap_or_default();
        let place = &incident.place;
        match self {
            Self::Id => incident.id.to_string(),
            Self::Title => incident.title.clone(),
            Self::Type if incident.event_type.is_empty() => String::new(),
            Self::Type => taxonomy::label(&incident.event_type),
            Self::Date => incident.when.typed(),
            Self::Time => match (&incident.when.clock, &incident.when.time_text) {
                (Some(clock), _) => clock.to_string(),
                (None, text) => words(text),
            },
            Self::Place => words(&place.name),
            Self::District => words(&place.district),
            Self::Province => words(&place.province),
            Self::Country => words(&place.country),
            Self::Position => {
                place.position.map_or_else(String::new, |p| format!("{}, {}", p.lat(), p.lon()))
            }
            Self::Precision => place.precision.label().to_owned(),
            Self::Radius => {
                place.radius.map_or_else(String::new, |radius| format!("{} km", radius.0 / 1000.0))
            }
            Self::Toll(kind) => tolls::text(incident.toll(*kind)),
            Self::Actors => {
                let names = incident.actors.iter().map(|actor| actor.name.as_str());
                names.collect::<Vec<_>>().join("; ")
            }
            Self::Weapons => {
                let names = incident.weapons.iter().map(|code| weapon_label(code));
                names.collect::<Vec<_>>().join(", ")
            }
            Self::Status => incident.status.map_or_else(String::new, |status| status.label().to_owned()),
            Self::Handling => incident.handling.map_or_else(String::new, |value| value.label().to_owned()),
            Self::Assignee => incident.assignee.clone(),
            Self::Tags => incident.tags.join(", "),
            Self::Sources => sources_text(incident),
            Self::Summary => incident.summary.clone(),
            Self::Notes => incident.notes.clone(),
            Self::Frontier(told) => told.text_of(incident),
            Self::Own(key) => incident.rest.get(key).as_ref().map(FieldKind::typed).unwrap_or_default(),
        }
    }

    /// The change that a typed text makes in this record; `None` where it says what stands there already.
    ///
    /// # Errors
    /// When the text is no value of this column: what is wrong and what would be right, in plain words.
    pub fn change(
        &self,
        incident: &Incident,
        text: &str,
        context: Context<'_>,
    ) -> Result<Option<Change>, String> {
        if text.trim() == self.typed_of(incident).trim() {
            return Ok(None);
        }
        let change = read::change(self, incident, text.trim(), context)?;
        Ok((change.applied_to(incident) != *incident).then_some(change))
    }

    /// What a table is sorted by when this column's heading is pressed.
    pub fn sort_key(&self) -> SortKey {
        match self {
            Self::Date => SortKey::Date,
            Self::Title => SortKey::Title,
            Self::Type => SortKey::Type,
            Self::Toll(TollKind::Killed) => SortKey::Killed,
            Self::Precision => SortKey::Precision,
            // The list calls a district a place where no place is named; a column does not.
            Self::Place
            | Self::Id
            | Self::Time
            | Self::District
            | Self::Province
            | Self::Country
            | Self::Position
            | Self::Radius
            | Self::Toll(TollKind::Wounded | TollKind::Abducted | TollKind::Arrested)
            | Self::Actors
            | Self::Weapons
            | Self::Status
            | Self::Handling
            | Self::Assignee
            | Self::Tags
            | Self::Sources
            | Self::Summary
            | Self::Notes
            | Self::Frontier(_)
            | Self::Own(_) => SortKey::Column(self.clone()),
        }
    }

    /// The order of the rows, if they are sorted by this column.
    pub fn sorted_by(&self, (key, direction): &(SortKey, Direction)) -> Option<Direction> {
        (self.sort_key() == *key).then_some(*direction)
    }
}

fn one_line(text: &str) -> String {
    /// More than any cell shows.
    const LETTERS: usize = 400;
    text.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(LETTERS).collect()
}

/// `3 · B2, C3`: how many there are, and the grades that were given.
fn sources_text(incident: &Incident) -> String {
    let count = incident.sources.len();
    if count == 0 {
        return String::new();
    }
    let grades: Vec<String> =
        incident.sources.iter().filter_map(|source| source.grade).map(|grade| grade.to_string()).collect();
    if grades.is_empty() { count.to_string() } else { format!("{count} · {}", grades.join(", ")) }
}

fn weapon_label(code: &str) -> &str {
    taxonomy::weapons().iter().find(|weapon| weapon.code == code).map_or(code, |weapon| &weapon.label)
}
