//! The frontier itself, out of the program: borders, rivers, provinces, districts, places, ready to be drawn.
//!
//! Here is what the layers hold and what they can be asked; how they are read is in `read`, how they are drawn
//! in [`super::ground`] and [`super::labels`].

mod shapes;
mod read;

use std::sync::LazyLock;

use crate::model::{LonLat, Metres};

use super::{
    LabelLanguage,
    viewport::{WorldBox, WorldPoint},
};

pub(super) use shapes::label_point;
pub use shapes::{Line, Mesh, Piece, Polygon, ring_ranges};

/// A name in the languages of the map.
#[derive(Clone, Debug, Default)]
pub struct Name {
    pub english: String,
    pub tajik: Option<String>,
    pub russian: Option<String>,
    pub dari: Option<String>,
}

impl Name {
    /// The name in a language, or the nearest one there is.
    pub fn in_language(&self, language: LabelLanguage) -> &str {
        let (first, second) = match language {
            LabelLanguage::English => (None, None),
            LabelLanguage::Tajik => (self.tajik.as_deref(), self.russian.as_deref()),
            LabelLanguage::Russian => (self.russian.as_deref(), self.tajik.as_deref()),
            LabelLanguage::Dari => (self.dari.as_deref(), None),
        };
        first.or(second).unwrap_or(&self.english)
    }
}

/// A border between two countries.
#[derive(Debug)]
pub struct Border {
    /// ISO codes in alphabetical order, `AF-TJ`.
    pub pair: String,
    /// Whether this is the frontier that Marz is about.
    pub focus: bool,
    pub line: Line,
}

#[derive(Debug)]
pub struct River {
    /// 1 for the Panj and the Amu Darya to 5 for brooks.
    pub rank: u8,
    pub name: Option<Name>,
    pub line: Line,
}

#[derive(Debug)]
pub struct Lake {
    pub rank: u8,
    pub name: Option<Name>,
    pub polygon: Polygon,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AdminKind {
    Province,
    District,
}

#[derive(Debug)]
pub struct AdminLine {
    pub kind: AdminKind,
    pub line: Line,
}

/// A district: the areas of the second order (nohiya, woluswali).
#[derive(Debug)]
pub struct District {
    pub name: Name,
    pub province: String,
    /// ISO code.
    pub country: String,
    pub parts: Vec<Polygon>,
    pub label_at: WorldPoint,
}

/// A province: the areas of the first order (viloyat, wilayat).
#[derive(Debug)]
pub struct Province {
    pub name: Name,
    /// ISO code.
    pub country: String,
    pub parts: Vec<Polygon>,
    pub label_at: WorldPoint,
}

#[derive(Debug)]
pub struct Place {
    pub name: Name,
    /// 1 for capitals to 6 for villages.
    pub rank: u8,
    pub population: u64,
    pub capital: bool,
    /// ISO code.
    pub country: String,
    pub at: WorldPoint,
}

#[derive(Debug)]
pub struct Airfield {
    pub name: String,
    pub icao: String,
    pub at: WorldPoint,
}

/// A mountain top.
#[derive(Debug)]
pub struct Peak {
    pub name: Name,
    pub elevation: Metres,
    /// 1 for those that stand most by themselves to 3.
    pub rank: u8,
    pub at: WorldPoint,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoadClass {
    Main,
    Secondary,
}

/// A road, drawn as a scheme: it joins the right places through the right valleys, a kilometre or two off.
#[derive(Debug)]
pub struct Road {
    pub class: RoadClass,
    /// The number on its signs (`M41`), where it is sure.
    pub name: Option<Name>,
    pub line: Line,
}

/// A railway, drawn as a scheme: straight from station to station.
#[derive(Debug)]
pub struct Railway {
    pub line: Line,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrossingKind {
    /// An official checkpoint at a bridge.
    Bridge,
    /// An official checkpoint where no bridge is confirmed.
    Checkpoint,
}

/// A place where the frontier river may be crossed.
#[derive(Debug)]
pub struct Crossing {
    pub name: Name,
    pub kind: CrossingKind,
    /// The two countries as ISO codes in alphabetical order, `AF-TJ`.
    pub pair: String,
    /// The place on the northern bank: Tajikistan's, or Uzbekistan's.
    pub place_north: String,
    pub place_afghan: String,
    /// On the border line.
    pub at: WorldPoint,
    /// How far from `at` the crossing may truly be.
    pub accuracy: Metres,
    /// Who reports it, and what its position rests on.
    pub source: String,
}

#[derive(Debug)]
pub struct CountryLabel {
    pub name: Name,
    /// 1 for the two countries of the frontier, 2 for their neighbours, 3 (large) to 5 (small) for the others.
    pub rank: u8,
    pub at: WorldPoint,
}

/// The name of a sea or an ocean.
#[derive(Debug)]
pub struct SeaLabel {
    pub name: Name,
    /// 1 for oceans to 3 for gulfs.
    pub rank: u8,
    pub at: WorldPoint,
}

/// All layers.
#[derive(Debug)]
pub struct Basemap {
    pub land: Vec<Polygon>,
    /// Borders of the wide world, coarse; they stop where `borders` begin.
    pub world_borders: Vec<Line>,
    pub borders: Vec<Border>,
    pub rivers: Vec<River>,
    pub lakes: Vec<Lake>,
    pub admin_lines: Vec<AdminLine>,
    pub districts: Vec<District>,
    pub provinces: Vec<Province>,
    /// In the order of importance. Beyond the detailed area only the big cities.
    pub places: Vec<Place>,
    pub airfields: Vec<Airfield>,
    /// In the order of importance.
    pub peaks: Vec<Peak>,
    /// Main roads first.
    pub roads: Vec<Road>,
    pub railways: Vec<Railway>,
    pub crossings: Vec<Crossing>,
    pub country_labels: Vec<CountryLabel>,
    pub sea_labels: Vec<SeaLabel>,
}

static EMBEDDED: LazyLock<Basemap> = LazyLock::new(Basemap::read);

impl Basemap {
    /// The basemap of the program. The first call reads it (some 0.1 s), best on a thread of its own.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// The district around a position, where the districts are known (Tajikistan and Afghanistan near the
    /// frontier).
    pub fn district_at(&self, position: LonLat) -> Option<&District> {
        let p = WorldPoint::from_lonlat(position);
        self.districts.iter().find(|district| district.parts.iter().any(|part| part.contains(p)))
    }

    pub fn province_at(&self, position: LonLat) -> Option<&Province> {
        let p = WorldPoint::from_lonlat(position);
        self.provinces.iter().find(|province| province.parts.iter().any(|part| part.contains(p)))
    }

    /// The ISO code of the country around a position, where it is known.
    pub fn country(&self, position: LonLat) -> Option<&str> {
        self.province_at(position)
            .map(|province| province.country.as_str())
            .or_else(|| self.district_at(position).map(|district| district.country.as_str()))
    }

    /// The land inside a box.
    pub(super) fn land_within(&self, within: WorldBox) -> Vec<Polygon> {
        self.land.iter().filter_map(|polygon| polygon.clipped(within)).collect()
    }
}
