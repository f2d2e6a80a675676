//! Where an incident happened, and how well anyone knows.

use serde::{Deserialize, Serialize};

use super::units::{LonLat, Metres};

/// How precisely the position is known. The classes and their drawing are the heart of Marz: a report that
/// only names a district is never drawn as a pin.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// The coordinates of the very place: a pin.
    Exact,
    /// Within some 200 m of the point: a pin.
    Vicinity,
    /// In a named village or at a named post, within some 2 km: a pin in its ring.
    Locality,
    /// A named settlement, post or town stands for the place, which is within about 10 km: a pin.
    Near,
    /// Somewhere within the stated radius: a ring.
    Area,
    /// Only the district is known: the district hatched, or a dashed ring.
    District,
    /// Only the province is known: the province hatched, or a dashed ring.
    Province,
    /// Somewhere along a stretch of river or road, between the further positions of the record: that line, wide
    /// and dashed.
    Stretch,
    /// No defensible point: not on the map, counted on the shelf.
    None,
}

impl Precision {
    pub const ALL: [Self; 9] = [
        Self::Exact,
        Self::Vicinity,
        Self::Locality,
        Self::Near,
        Self::Area,
        Self::District,
        Self::Province,
        Self::Stretch,
        Self::None,
    ];

    /// The code in the native file.
    pub fn code(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Vicinity => "vicinity",
            Self::Locality => "locality",
            Self::Stretch => "stretch",
            Self::Near => "near",
            Self::Area => "area",
            Self::District => "district",
            Self::Province => "province",
            Self::None => "none",
        }
    }

    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|precision| precision.code() == code)
    }

    /// Plain words for lists and menus.
    pub fn label(self) -> &'static str {
        match self {
            Self::Exact => "Exact place",
            Self::Vicinity => "Within 200 m of the point",
            Self::Locality => "In a named village or post",
            Self::Stretch => "Along a stretch of river or road",
            Self::Near => "Near a named place",
            Self::Area => "Within a stated radius",
            Self::District => "District only",
            Self::Province => "Province only",
            Self::None => "Place unknown",
        }
    }

    /// Whether the place is known well enough for a pin; all else is an area, a line or nothing.
    pub fn is_point(self) -> bool {
        match self {
            Self::Exact | Self::Vicinity | Self::Locality | Self::Near => true,
            Self::Area | Self::District | Self::Province | Self::Stretch | Self::None => false,
        }
    }

    /// Whether only an administrative area is known.
    pub fn is_administrative(self) -> bool {
        match self {
            Self::District | Self::Province => true,
            Self::Exact
            | Self::Vicinity
            | Self::Locality
            | Self::Near
            | Self::Area
            | Self::Stretch
            | Self::None => false,
        }
    }

    /// How far the true place may be from the point in this class, where a radius can say it.
    ///
    /// # Source
    /// The project's own precision scale, anchored to ACLED, UCDP and Atlos: exact to 50 m, a vicinity to 200 m, a
    /// locality to 2 km, "near a place" to 15 km, a district to some 25 km, a province to some 80 km.
    pub fn typical_radius(self) -> Option<Metres> {
        match self {
            Self::Exact => Some(Metres(50.0)),
            Self::Vicinity => Some(Metres(200.0)),
            Self::Locality => Some(Metres(2_000.0)),
            Self::Near | Self::Area => Some(Metres(15_000.0)),
            Self::District => Some(Metres(25_000.0)),
            Self::Province => Some(Metres(80_000.0)),
            Self::Stretch | Self::None => None,
        }
    }

    /// The radius drawn when the record states none; `None` where an area or nothing is drawn instead of a
    /// ring.
    pub fn usual_radius(self) -> Option<Metres> {
        match self {
            Self::Exact | Self::Near | Self::Stretch | Self::None => None,
            Self::Vicinity | Self::Locality | Self::Area | Self::District | Self::Province => {
                self.typical_radius()
            }
        }
    }
}

/// The gazetteer entry a point was taken from.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Gazetteer {
    /// `GeoNames`, `UCDP GED` …
    pub name: Option<String>,
    /// The entry's number there.
    pub id: Option<i64>,
}

/// A further position of an incident that has a line or two ends: fired from here, landed there.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct End {
    #[serde(default)]
    pub role: EndRole,
    /// The place in the words of the sources.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    pub position: LonLat,
    pub precision: Precision,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius: Option<Metres>,
    /// Members that Marz does not know, kept and written back.
    #[serde(flatten)]
    pub rest: serde_json::Map<String, serde_json::Value>,
}

/// What happened at a further position.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EndRole {
    FiredFrom,
    LandedAt,
    /// A point on the way.
    #[default]
    Through,
    /// A word that another program or a newer version uses.
    #[serde(untagged)]
    Other(String),
}

impl EndRole {
    /// The roles a coder can choose.
    pub const CHOICES: [Self; 3] = [Self::FiredFrom, Self::Through, Self::LandedAt];

    pub fn label(&self) -> &str {
        match self {
            Self::FiredFrom => "fired or come from",
            Self::LandedAt => "landed or gone to",
            Self::Through => "on the way",
            Self::Other(word) => word,
        }
    }
}

/// Where an incident happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// `None` where nobody can defend a point.
    pub position: Option<LonLat>,
    pub precision: Precision,
    /// How far the true place may be from `position`, where a source or the coder states it.
    pub radius: Option<Metres>,
    /// How the point was obtained.
    pub method: Option<String>,
    /// The place in the words of the sources.
    pub name: Option<String>,
    pub district: Option<String>,
    pub province: Option<String>,
    pub country: Option<String>,
    pub gazetteer: Gazetteer,
    /// A check computed when the point was coded, not a sourced fact; dropped when the point moves.
    pub border_distance_km: Option<f64>,
    /// On which side of the border polygons the point lies (`TJ`, `AF`); dropped when the point moves.
    pub side: Option<String>,
}

impl Default for Place {
    fn default() -> Self {
        Self {
            position: None,
            precision: Precision::None,
            radius: None,
            method: None,
            name: None,
            district: None,
            province: None,
            country: None,
            gazetteer: Gazetteer::default(),
            border_distance_km: None,
            side: None,
        }
    }
}

impl Place {
    /// Where this place is drawn; `None` means the shelf, also when a position exists but its precision says
    /// that no point can be defended.
    pub fn drawn_at(&self) -> Option<LonLat> {
        self.position.filter(|_| self.precision != Precision::None)
    }

    /// The place with another point, or none, and a precision that fits: a first point stands near the place until
    /// someone knows better, and without a point there is nothing to be precise about.
    #[must_use]
    pub fn put_at(&self, position: Option<LonLat>) -> Self {
        let mut place = self.moved_to(position);
        match (position, place.precision) {
            (Some(_), Precision::None) => place.precision = Precision::Near,
            (None, _) => place.precision = Precision::None,
            (Some(_), _) => {}
        }
        place
    }

    /// The place with its point moved. What was computed from the old point, and the gazetteer entry it
    /// came from, no longer hold and are dropped.
    #[must_use]
    pub fn moved_to(&self, position: Option<LonLat>) -> Self {
        if position == self.position {
            return self.clone();
        }
        Self {
            position,
            gazetteer: Gazetteer::default(),
            border_distance_km: None,
            side: None,
            ..self.clone()
        }
    }
}
