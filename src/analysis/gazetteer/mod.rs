//! Names of places and where they are: search in three scripts, and the district around a point.
//!
//! Built from the layers inside the program; a GeoNames file of a country can be read in addition. No position
//! is made up: an area stands with a point inside it and says so by its precision.

mod geonames;
mod layers;
mod search;
mod spelling;

use std::sync::{Arc, LazyLock};

pub use geonames::{AddingNames, NamesReport, SkippedLine};
pub use search::Hit;

use super::{frontier::Frontier, words::fold};
use crate::model::{LonLat, Metres, Precision};
use spelling::Spelling;

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    Settlement,
    Airfield,
    District,
    Province,
    River,
    Lake,
    Mountain,
    Pass,
    /// A post, a ruin, a mine: whatever else has a name.
    Site,
}

impl Kind {
    pub const ALL: [Self; 9] = [
        Self::Settlement,
        Self::Airfield,
        Self::District,
        Self::Province,
        Self::River,
        Self::Lake,
        Self::Mountain,
        Self::Pass,
        Self::Site,
    ];

    /// Plain words for a list of hits.
    pub fn label(self) -> &'static str {
        match self {
            Self::Settlement => "town or village",
            Self::Airfield => "airfield",
            Self::District => "district",
            Self::Province => "province",
            Self::River => "river",
            Self::Lake => "lake",
            Self::Mountain => "mountain",
            Self::Pass => "pass",
            Self::Site => "named place",
        }
    }

    /// What a point of this kind says about the place of an incident there.
    fn precision(self) -> Precision {
        match self {
            Self::Settlement | Self::Airfield | Self::Mountain | Self::Pass | Self::Site => Precision::Near,
            Self::Lake => Precision::Area,
            Self::District => Precision::District,
            Self::Province => Precision::Province,
            // A point on a river of hundreds of kilometres is no place of anything.
            Self::River => Precision::None,
        }
    }
}

/// A name with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Toponym {
    /// As the map labels it.
    pub name: String,
    pub tajik: Option<String>,
    pub russian: Option<String>,
    pub persian: Option<String>,
    /// Older and other spellings that the source gives.
    pub others: Vec<String>,
    pub kind: Kind,
    pub position: LonLat,
    pub precision: Precision,
    pub district: Option<String>,
    pub province: Option<String>,
    /// In English, in full where it is a country of the region; else its ISO code.
    pub country: String,
    /// Whose list it is from.
    pub source: Arc<str>,
    pub population: Option<u64>,
    /// 1 for a capital to 6 for a village: larger places come first.
    pub rank: u8,
}

impl Toponym {
    /// Whether it is from a file that the user added.
    pub fn is_added(&self) -> bool {
        self.source.starts_with(geonames::ADDED)
    }

    /// All spellings, the map's first.
    pub fn spellings(&self) -> impl Iterator<Item = &str> {
        let translated = [&self.tajik, &self.russian, &self.persian];
        std::iter::once(self.name.as_str())
            .chain(translated.into_iter().filter_map(|name| name.as_deref()))
            .chain(self.others.iter().map(String::as_str))
    }
}

/// What a point lies in, as far as the layers reach.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Containing {
    pub district: Option<String>,
    pub province: Option<String>,
    pub country: Option<String>,
}

impl Containing {
    fn of(at: LonLat) -> Self {
        let frontier = Frontier::embedded();
        let (district, province) = (frontier.district_at(at), frontier.province_at(at));
        let own_province = district.and_then(|area| area.province().map(str::to_owned));
        Self {
            district: district.map(|area| area.name().to_owned()),
            province: own_province.or_else(|| province.map(|area| area.name().to_owned())),
            country: district.or(province).map(|area| area.country().name().to_owned()),
        }
    }
}

/// A toponym and its spellings as the search compares them.
#[derive(Clone, Debug)]
struct Entry {
    toponym: Toponym,
    keys: Vec<Key>,
}

#[derive(Clone, Debug)]
struct Key {
    /// Which of the toponym's spellings this is.
    spelling: usize,
    /// The name, or its part in brackets or before them, as [`fold`] leaves it.
    folded: String,
    form: Spelling,
}

/// Names of places.
#[derive(Clone, Debug)]
pub struct Gazetteer {
    entries: Vec<Entry>,
}

static EMBEDDED: LazyLock<Gazetteer> = LazyLock::new(Gazetteer::from_layers);

impl Gazetteer {
    /// The towns, airfields, districts, provinces, rivers and lakes inside the program.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    pub fn toponyms(&self) -> impl ExactSizeIterator<Item = &Toponym> {
        self.entries.iter().map(|entry| &entry.toponym)
    }

    /// The district, province and country around a point.
    pub fn place_of(&self, at: LonLat) -> Containing {
        Containing::of(at)
    }

    /// The nearest toponyms, of one kind or of all, nearest first.
    pub fn nearest(&self, at: LonLat, kind: Option<Kind>, most: usize) -> Vec<(&Toponym, Metres)> {
        let mut found: Vec<_> = self
            .toponyms()
            .filter(|toponym| kind.is_none_or(|kind| kind == toponym.kind))
            .map(|toponym| (toponym, toponym.position.distance_to(at)))
            .collect();
        found.sort_by(|a, b| a.1.0.total_cmp(&b.1.0));
        found.truncate(most);
        found
    }

    fn new(toponyms: Vec<Toponym>) -> Self {
        Self { entries: toponyms.into_iter().map(Entry::of).collect() }
    }
}

impl Entry {
    fn of(toponym: Toponym) -> Self {
        let mut keys: Vec<Key> = Vec::new();
        for (spelling, name) in toponym.spellings().enumerate() {
            // “Rasht (Gharm)” is found by either name and by both.
            let parts = name.split(['(', ')']).map(str::trim).filter(|part| !part.is_empty());
            for text in parts.chain(std::iter::once(name)) {
                let form = Spelling::of(text);
                let folded = fold(text);
                if !form.letters.is_empty() && !keys.iter().any(|key| key.folded == folded) {
                    keys.push(Key { spelling, folded, form });
                }
            }
        }
        Self { toponym, keys }
    }
}

/// The English name of a country of the region; another country keeps its code.
fn country_name(code: &str) -> String {
    match code {
        "TJ" => "Tajikistan",
        "AF" => "Afghanistan",
        "UZ" => "Uzbekistan",
        "KG" => "Kyrgyzstan",
        "CN" => "China",
        "PK" => "Pakistan",
        "TM" => "Turkmenistan",
        "KZ" => "Kazakhstan",
        "IN" => "India",
        "IR" => "Iran",
        other => other,
    }
    .to_owned()
}
