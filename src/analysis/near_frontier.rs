//! What is asked of an incident's place at the frontier: how near, on which bank, along which stretch of the river.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::model::{Incident, Metres};

use super::frontier::{Bank, Measure, measured};

/// From what a distance is asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromWhat {
    /// The Tajik–Afghan line.
    #[default]
    Border,
    /// The Pamir, the Panj and the Amu Darya.
    River,
}

impl FromWhat {
    pub const ALL: [Self; 2] = [Self::Border, Self::River];

    pub fn label(self) -> &'static str {
        match self {
            Self::Border => "the border",
            Self::River => "the river",
        }
    }
}

/// A bank as it is chosen in a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BankChoice {
    Tajik,
    Afghan,
    Undetermined,
    Elsewhere,
}

impl BankChoice {
    pub const ALL: [Self; 4] = [Self::Tajik, Self::Afghan, Self::Undetermined, Self::Elsewhere];

    pub fn label(self) -> &'static str {
        match self {
            Self::Tajik => "Tajik bank",
            Self::Afghan => "Afghan bank",
            Self::Undetermined => "Bank undetermined",
            Self::Elsewhere => "In neither country",
        }
    }

    fn of(bank: Bank) -> Self {
        match bank {
            Bank::Tajik => Self::Tajik,
            Bank::Afghan => Self::Afghan,
            Bank::Undetermined => Self::Undetermined,
            Bank::Elsewhere(_) => Self::Elsewhere,
        }
    }
}

/// What is asked; all of it must hold. An incident without a point that can be defended passes only where nothing is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(default)]
pub struct NearFrontier {
    /// At most so many metres away.
    pub within: Option<u32>,
    pub from_what: FromWhat,
    /// Any of these; none asks nothing.
    pub banks: BTreeSet<BankChoice>,
    /// Kilometres of the river, upstream from the mouth of the Vakhsh; both ends inclusive.
    pub from_km: Option<i32>,
    pub to_km: Option<i32>,
    /// Leaves out what only may pass, as its place is known too coarsely.
    pub certain_only: bool,
}

/// How an incident stands to what is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Passes {
    No,
    /// Somewhere within what its precision admits it does.
    Perhaps,
    Yes,
}

impl NearFrontier {
    pub fn is_empty(&self) -> bool {
        self.within.is_none() && self.banks.is_empty() && self.from_km.is_none() && self.to_km.is_none()
    }

    /// Whether the incident is to be shown.
    pub fn admits(&self, incident: &Incident) -> bool {
        let least = if self.certain_only { Passes::Yes } else { Passes::Perhaps };
        self.is_empty() || self.asked_of(incident) >= least
    }

    /// As with dates, what may be so is admitted; this tells whether it is certain.
    pub fn asked_of(&self, incident: &Incident) -> Passes {
        let Some(measure) = measured(incident) else { return Passes::No };
        self.near(&measure).min(self.bank(&measure)).min(self.along(&measure))
    }

    fn near(&self, measure: &Measure) -> Passes {
        let Some(within) = self.within.map(f64::from) else { return Passes::Yes };
        let distance = match self.from_what {
            FromWhat::Border => Some(measure.distance),
            FromWhat::River => measure.river.map(|span| span.nearest.distance),
        };
        let Some(Metres(distance)) = distance else { return Passes::No };
        let reach = measure.reach().0;
        if distance + reach <= within {
            Passes::Yes
        } else if distance - reach <= within {
            Passes::Perhaps
        } else {
            Passes::No
        }
    }

    fn bank(&self, measure: &Measure) -> Passes {
        let chosen = self.banks.is_empty() || self.banks.contains(&BankChoice::of(measure.bank));
        if chosen { Passes::Yes } else { Passes::No }
    }

    fn along(&self, measure: &Measure) -> Passes {
        if self.from_km.is_none() && self.to_km.is_none() {
            return Passes::Yes;
        }
        let Some(span) = measure.river else { return Passes::No };
        let metres = |km: i32| f64::from(km) * 1_000.0;
        let from = self.from_km.map_or(f64::NEG_INFINITY, metres);
        let to = self.to_km.map_or(f64::INFINITY, metres);
        if from <= span.from.0 && span.to.0 <= to {
            Passes::Yes
        } else if span.from.0 <= to && from <= span.to.0 {
            Passes::Perhaps
        } else {
            Passes::No
        }
    }

    /// `within 5 km of the border, Tajik bank, river-km 400 to 500`; empty where nothing is asked.
    pub fn words(&self) -> String {
        let mut parts = Vec::new();
        if let Some(within) = self.within {
            parts.push(format!("within {} of {}", whole(Metres(f64::from(within))), self.from_what.label()));
        }
        if !self.banks.is_empty() {
            let banks: Vec<String> = self.banks.iter().map(|bank| bank.label().to_owned()).collect();
            parts.push(banks.join(" or "));
        }
        match (self.from_km, self.to_km) {
            (None, None) => {}
            (Some(from), None) => parts.push(format!("from river-km {from}")),
            (None, Some(to)) => parts.push(format!("up to river-km {to}")),
            (Some(from), Some(to)) => parts.push(format!("river-km {from} to {to}")),
        }
        parts.join(", ")
    }
}

/// `5 km`, `2.5 km`, `800 m`.
fn whole(distance: Metres) -> String {
    if distance.0 < 1_000.0 { format!("{} m", distance.0) } else { format!("{} km", distance.0 / 1_000.0) }
}
