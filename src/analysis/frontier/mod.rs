//! The border as geometry: on which bank a point lies, how far it is from the line, in which district.
//!
//! Everything is read from the embedded basemap; nothing here draws. The line is the mapped one, no survey:
//! where its editions differ, the answer is [`Bank::Undetermined`] and not a guess.

mod areas;
mod bands;
mod chords;
mod country;
mod crossings;
mod elevation;
mod fix;
mod lines;
mod measure;
pub mod names;
mod read;
mod river;
mod words;

use std::sync::LazyLock;

use crate::model::{Extent, LonLat, Metres};

pub use areas::Area;
pub use bands::{BAND_KILOMETRES, Band, BankSide, bands};
pub use country::Country;
pub use crossings::{Crossing, NearestCrossing};
pub use elevation::Elevation;
pub use fix::{Fix, fixed};
pub use measure::{Measure, RiverSpan, lacks_measures, measure_all, measured};
pub use river::{RIVER_KM_WORDS, River, RiverPoint};
pub use words::{accuracy_words, with_accuracy};

use areas::Edges;
use lines::{Lines, Nearest, Side};
use river::CentreLine;

/// Where the layers are complete.
///
/// # Source
/// `assets/README.md`: full detail in 64–78 E, 34–42 N.
pub(super) const DETAILED: Extent = Extent { west: 64.0, south: 34.0, east: 78.0, north: 42.0 };

/// How far the mapped line may be from the true one where the river keeps to one bed, and on land.
///
/// # Source
/// Editions of the OpenStreetMap line of 2017 to 2026 agree to some tens of metres there.
const GORGE_ACCURACY: Metres = Metres(50.0);

/// The same where the Panj and the Amu Darya braid and the line is redrawn with the river.
///
/// # Source
/// The same comparison: a few hundred metres on average, up to some 2 km.
const PLAIN_ACCURACY: Metres = Metres(2_000.0);

/// How far the edges of the provinces may be from the other borders of the two countries, which are drawn in
/// more detail.
const OUTER_ACCURACY: Metres = Metres(300.0);

/// So near to the line, its own side tells the bank: the provinces are drawn in less detail and leave it by up
/// to 270 m.
const BESIDE_LINE: Metres = Metres(1_000.0);

/// West of this meridian, in degrees, the river braids.
const PLAIN_WEST_OF: f64 = 69.7;

/// The side of the frontier that a point is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bank {
    /// In Tajikistan.
    Tajik,
    /// In Afghanistan.
    Afghan,
    /// In neither, and in which country where the borders tell. `None` also stands for all that lies beyond
    /// 64–78 E, 34–42 N: no part of Tajikistan does, but the south of Afghanistan.
    Elsewhere(Option<Country>),
    /// A border is nearer than the point or the line is accurate.
    Undetermined,
}

/// The borders, provinces and districts around the frontier.
#[derive(Debug)]
pub struct Frontier {
    /// Between Tajikistan and Afghanistan.
    line: Lines,
    /// Which side of it Tajikistan is on.
    tajik_side: Side,
    /// Of one of the two with another country.
    outer: Lines,
    /// Between other countries.
    foreign: Lines,
    /// The Pamir, the Panj and the Amu Darya.
    river: CentreLine,
    provinces: Vec<Area>,
    districts: Vec<Area>,
    district_edges: Edges,
    crossings: Vec<Crossing>,
}

static EMBEDDED: LazyLock<Frontier> = LazyLock::new(Frontier::read);

impl Frontier {
    /// The frontier of the program. The first call reads it, best on a thread of its own.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// The geodesic distance to the Tajik–Afghan border, on either bank.
    pub fn distance_to_line(&self, at: LonLat) -> Metres {
        self.line.distance(at)
    }

    /// How far the mapped line may be from the true one, there where it is nearest to the point.
    pub fn accuracy_at(&self, at: LonLat) -> Metres {
        self.line.nearest(at).map_or(PLAIN_ACCURACY, |nearest| nearest.accuracy(GORGE_ACCURACY))
    }

    /// The bank of a point that may be `radius` off. Undetermined where a border runs within that radius and
    /// the accuracy of the line together.
    pub fn bank(&self, at: LonLat, radius: Option<Metres>) -> Bank {
        if !DETAILED.contains(at) {
            return Bank::Elsewhere(None);
        }
        let radius = radius.map_or(0.0, |radius| radius.0.max(0.0));
        let (line, outer) = (self.line.nearest(at), self.outer.nearest(at));
        let reached = |nearest: &Option<Nearest>, accuracy: Metres| {
            nearest
                .as_ref()
                .is_some_and(|nearest| nearest.distance.0 <= radius + nearest.accuracy(accuracy).0)
        };
        if reached(&line, GORGE_ACCURACY) || reached(&outer, OUTER_ACCURACY) {
            return Bank::Undetermined;
        }
        if let Some(line) = line
            && line.distance.0 < BESIDE_LINE.0
            && outer.as_ref().is_none_or(|outer| line.distance.0 < outer.distance.0)
        {
            return if line.side == self.tajik_side { Bank::Tajik } else { Bank::Afghan };
        }
        match self.province_at(at).map(Area::country) {
            Some(Country::Tajikistan) => Bank::Tajik,
            Some(Country::Afghanistan) => Bank::Afghan,
            Some(other) => Bank::Elsewhere(Some(other)),
            // Whatever border is nearest bounds the country around the point.
            None => Bank::Elsewhere(outer.and_then(|outer| {
                let nearer = |foreign: Nearest| foreign.distance.0 < outer.distance.0;
                let abroad = self.foreign.nearest(at).is_some_and(nearer);
                if abroad { None } else { outer.other_country() }
            })),
        }
    }

    /// The province around a point, in Tajikistan and northern Afghanistan.
    pub fn province_at(&self, at: LonLat) -> Option<&Area> {
        self.provinces.iter().find(|province| province.contains(at))
    }

    /// The district around a point, in Tajikistan and the Afghan provinces at the frontier.
    pub fn district_at(&self, at: LonLat) -> Option<&Area> {
        self.districts.iter().find(|district| district.contains(at))
    }

    /// The official checkpoints on the river.
    pub fn crossings(&self) -> &[Crossing] {
        &self.crossings
    }

    /// The crossing nearest to a point, as the crow flies.
    pub fn nearest_crossing(&self, at: LonLat) -> Option<NearestCrossing<'_>> {
        crossings::nearest(&self.crossings, at)
    }

    pub fn provinces(&self) -> &[Area] {
        &self.provinces
    }

    pub fn districts(&self) -> &[Area] {
        &self.districts
    }
}

impl Nearest {
    /// How far the line may be wrong where the foot stands; `elsewhere` where no river braids.
    fn accuracy(&self, elsewhere: Metres) -> Metres {
        let braided = self.is_river && self.foot.lon() < PLAIN_WEST_OF;
        if braided { PLAIN_ACCURACY } else { elsewhere }
    }
}
