//! Columns that no record has: where its place lies at the frontier, asked of the map.

use serde::{Deserialize, Serialize};

use crate::{
    analysis::frontier::{Frontier, fixed, measured},
    model::Incident,
};

/// What is told of the place of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AtFrontier {
    Border,
    Bank,
    RiverKm,
    Across,
    Crossing,
}

impl AtFrontier {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Border => "to_border",
            Self::Bank => "bank",
            Self::RiverKm => "river_km",
            Self::Across => "across",
            Self::Crossing => "crossing",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Border => "To the border",
            Self::Bank => "Bank",
            Self::RiverKm => "River-km",
            Self::Across => "District across",
            Self::Crossing => "Nearest crossing",
        }
    }

    pub(super) fn usual_width(self) -> f32 {
        match self {
            Self::Border | Self::RiverKm => 150.0,
            Self::Bank => 180.0,
            Self::Across | Self::Crossing => 240.0,
        }
    }

    /// With its accuracy; empty where the record has no point that can be defended.
    pub(super) fn text_of(self, incident: &Incident) -> String {
        let measure = || measured(incident);
        let words = match self {
            Self::Border => measure().map(|measure| measure.distance_words()),
            Self::Bank => measure().map(|measure| measure.bank_words()),
            Self::RiverKm => measure().map(|measure| measure.river_words()),
            Self::Across => fixed(incident).map(|fix| fix.across_words()),
            Self::Crossing => fixed(incident).map(|fix| fix.crossing_words()),
        };
        words.unwrap_or_default()
    }

    /// What a number is sorted by: whole metres. `None` for words, and where nothing is known.
    pub(in crate::analysis) fn metres_of(self, incident: &Incident) -> Option<i64> {
        match self {
            Self::Border => measured(incident)
                .filter(|measure| !measure.distance_words().is_empty())
                .map(|measure| measure.distance.0 as i64),
            Self::RiverKm => Some(measured(incident)?.river?.nearest.way.0 as i64),
            Self::Bank | Self::Across | Self::Crossing => None,
        }
    }

    /// What words are sorted by: of the point itself, as asking all its surroundings takes long for a hundred thousand.
    pub(in crate::analysis) fn words_of(self, incident: &Incident) -> Option<String> {
        use crate::analysis::frontier::{Bank, Country};
        let bank = || measured(incident).map(|measure| measure.bank);
        match self {
            Self::Border | Self::RiverKm => None,
            Self::Bank => bank().map(|bank| bank.words().to_owned()),
            Self::Crossing => fixed(incident).map(|fix| fix.crossing_words()),
            Self::Across => {
                let other = match bank()? {
                    Bank::Afghan => Country::Tajikistan,
                    Bank::Tajik | Bank::Undetermined => Country::Afghanistan,
                    Bank::Elsewhere(_) => return None,
                };
                let at = incident.place.drawn_at()?;
                Frontier::embedded().area_on_side(at, other).map(|area| area.name().to_owned())
            }
        }
    }
}
