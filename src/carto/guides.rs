//! What an analyst lays over the map to measure by eye: a grid, bands along the border, rings around a place.

use serde::{Deserialize, Serialize};

use crate::{
    analysis::frontier::{BAND_KILOMETRES, BankSide},
    model::{LonLat, Metres},
};

/// Which lines the grid has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GridKind {
    /// Meridians and parallels.
    #[default]
    Degrees,
    /// Eastings and northings of each zone.
    Utm,
    /// Squares of 100, 10 and 1 km with their letters.
    Mgrs,
}

impl GridKind {
    pub const ALL: [Self; 3] = [Self::Degrees, Self::Utm, Self::Mgrs];

    pub fn label(self) -> &'static str {
        match self {
            Self::Degrees => "Degrees",
            Self::Utm => "UTM",
            Self::Mgrs => "MGRS squares",
        }
    }
}

/// The bands along the border that are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Bands {
    pub tajik: bool,
    pub afghan: bool,
    /// Which of 5, 10 and 25 km.
    pub widths: [bool; BAND_KILOMETRES.len()],
}

impl Default for Bands {
    fn default() -> Self {
        Self { tajik: true, afghan: true, widths: [true; BAND_KILOMETRES.len()] }
    }
}

impl Bands {
    pub fn is_on(self, side: BankSide) -> bool {
        match side {
            BankSide::Tajik => self.tajik,
            BankSide::Afghan => self.afghan,
        }
    }
}

/// What distance rings stand around.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RingsAround {
    /// The selected incident, whichever it is.
    #[default]
    Selected,
    Point(LonLat),
}

/// Circles of distance around a place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Rings {
    pub around: RingsAround,
    /// Kilometres, growing.
    #[serde(deserialize_with = "checked_radii")]
    radii: Vec<f64>,
}

impl Default for Rings {
    fn default() -> Self {
        Self { around: RingsAround::Selected, radii: vec![5.0, 10.0, 25.0] }
    }
}

/// Why typed radii were not understood.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum RadiiError {
    #[error("type distances in kilometres with commas between, such as 5, 10, 25")]
    NoNumber,
    #[error("a ring is between 0.1 and 1000 km wide")]
    Size,
    #[error("at most {} rings can be drawn", Rings::MOST)]
    TooMany,
}

impl Rings {
    /// More would hide the map.
    pub const MOST: usize = 8;

    pub fn radii(&self) -> impl Iterator<Item = Metres> {
        self.radii.iter().map(|kilometres| Metres(kilometres * 1000.0))
    }

    /// The radii as they are typed: `5, 10, 25`.
    pub fn written(&self) -> String {
        self.radii.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    }

    /// The same rings with typed radii in kilometres, parted by commas, semicolons or spaces.
    ///
    /// # Errors
    /// When the text holds something else than lengths from 0.1 to 1000 km, none of them, or too many.
    pub fn with_radii(&self, text: &str) -> Result<Self, RadiiError> {
        let words =
            text.split([',', ';', ' ']).map(str::trim).filter(|word| !word.is_empty() && *word != "km");
        let radii = words
            .map(|word| word.trim_end_matches("km").parse::<f64>().map_err(|_| RadiiError::NoNumber))
            .collect::<Result<Vec<f64>, _>>()?;
        Ok(Self { around: self.around, radii: sorted(radii)? })
    }
}

fn sorted(mut radii: Vec<f64>) -> Result<Vec<f64>, RadiiError> {
    if radii.is_empty() {
        return Err(RadiiError::NoNumber);
    }
    if !radii.iter().all(|radius| (0.1..=1000.0).contains(radius)) {
        return Err(RadiiError::Size);
    }
    radii.sort_by(f64::total_cmp);
    radii.dedup();
    if radii.len() > Rings::MOST { Err(RadiiError::TooMany) } else { Ok(radii) }
}

/// What a file says; nonsense becomes what a new map has.
fn checked_radii<'de, D: serde::Deserializer<'de>>(file: D) -> Result<Vec<f64>, D::Error> {
    let radii = Vec::<f64>::deserialize(file)?;
    Ok(sorted(radii).unwrap_or_else(|_| Rings::default().radii))
}

/// Grid, border bands and distance rings; whether each is drawn is a matter of the layers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Guides {
    pub grid: GridKind,
    pub bands: Bands,
    pub rings: Rings,
}
