//! What a column of a stranger's table can become.

use serde::{Deserialize, Serialize};

/// What a column becomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// Kept with the record as it stands, under `orig.` and its name. All columns are; this one has no further use.
    #[default]
    Kept,
    Id,
    Title,
    /// The kind of incident.
    Kind,
    Date,
    /// The last day, where [`Self::Date`] is the first.
    DateEnd,
    Year,
    Month,
    Day,
    /// The time of day.
    Time,
    /// How well the date is known.
    DatePrecision,
    Latitude,
    Longitude,
    /// Both in one cell, in any notation.
    Position,
    /// A shape as GeoJSON or as well-known text.
    Shape,
    /// How well the place is known.
    PlacePrecision,
    /// Metres.
    Radius,
    Place,
    District,
    Province,
    Country,
    Actor,
    Perpetrator,
    Target,
    Weapon,
    Killed,
    KilledLow,
    KilledHigh,
    Wounded,
    WoundedLow,
    WoundedHigh,
    Abducted,
    Arrested,
    Summary,
    Notes,
    /// Who published the report.
    Source,
    SourceTitle,
    SourceUrl,
    SourceDate,
    Tags,
}

impl Field {
    pub const ALL: [Self; 40] = [
        Self::Kept,
        Self::Id,
        Self::Title,
        Self::Kind,
        Self::Date,
        Self::DateEnd,
        Self::Year,
        Self::Month,
        Self::Day,
        Self::Time,
        Self::DatePrecision,
        Self::Latitude,
        Self::Longitude,
        Self::Position,
        Self::Shape,
        Self::PlacePrecision,
        Self::Radius,
        Self::Place,
        Self::District,
        Self::Province,
        Self::Country,
        Self::Actor,
        Self::Perpetrator,
        Self::Target,
        Self::Weapon,
        Self::Killed,
        Self::KilledLow,
        Self::KilledHigh,
        Self::Wounded,
        Self::WoundedLow,
        Self::WoundedHigh,
        Self::Abducted,
        Self::Arrested,
        Self::Summary,
        Self::Notes,
        Self::Source,
        Self::SourceTitle,
        Self::SourceUrl,
        Self::SourceDate,
        Self::Tags,
    ];

    /// Plain words for lists and reports.
    pub fn label(self) -> &'static str {
        match self {
            Self::Kept => "only kept",
            Self::Id => "id",
            Self::Title => "title",
            Self::Kind => "kind of incident",
            Self::Date => "date",
            Self::DateEnd => "last day",
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day of the month",
            Self::Time => "time of day",
            Self::DatePrecision => "precision of the date",
            Self::Latitude => "latitude",
            Self::Longitude => "longitude",
            Self::Position => "position, both in one",
            Self::Shape => "shape",
            Self::PlacePrecision => "precision of the place",
            Self::Radius => "radius in metres",
            Self::Place => "place",
            Self::District => "district",
            Self::Province => "province",
            Self::Country => "country",
            Self::Actor => "actor",
            Self::Perpetrator => "actor: perpetrator",
            Self::Target => "actor: target",
            Self::Weapon => "weapon",
            Self::Killed => "killed",
            Self::KilledLow => "killed, at least",
            Self::KilledHigh => "killed, at most",
            Self::Wounded => "wounded",
            Self::WoundedLow => "wounded, at least",
            Self::WoundedHigh => "wounded, at most",
            Self::Abducted => "abducted",
            Self::Arrested => "arrested",
            Self::Summary => "summary",
            Self::Notes => "notes",
            Self::Source => "source: publisher",
            Self::SourceTitle => "source: title",
            Self::SourceUrl => "source: address",
            Self::SourceDate => "source: date",
            Self::Tags => "tags",
        }
    }

    /// Whether several columns may become it. Of another field the first column with something in it counts.
    pub fn takes_many(self) -> bool {
        matches!(
            self,
            Self::Kept
                | Self::Actor
                | Self::Perpetrator
                | Self::Target
                | Self::Weapon
                | Self::Summary
                | Self::Notes
                | Self::Source
                | Self::SourceTitle
                | Self::SourceUrl
                | Self::Tags
        )
    }
}
