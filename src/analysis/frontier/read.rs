//! The layers of the embedded basemap that the frontier is made of.

use crate::analysis::embedded::{BORDERS, DISTRICTS, PROVINCES};
use std::io::Read;

use flate2::read::GzDecoder;
use serde::{Deserialize, de::DeserializeOwned};

use crate::model::{LonLat, Metres};

use super::{
    Area, Country, Frontier,
    lines::{Lines, Pair, Side},
};

impl Frontier {
    pub(super) fn read() -> Self {
        let borders: Vec<(Pair, Vec<LonLat>)> = read_layer::<BorderFacts>(BORDERS)
            .into_iter()
            .filter_map(|feature| Some((pair(&feature.properties.pair)?, feature.geometry)))
            .flat_map(|(pair, geometry)| geometry.lines().into_iter().map(move |line| (pair, line)))
            .collect();
        let ours = |country| matches!(country, Country::Tajikistan | Country::Afghanistan);
        // How many of our two countries the line bounds.
        let lines = |count: usize| {
            let with =
                |&&((a, b), _): &&(Pair, Vec<LonLat>)| usize::from(ours(a)) + usize::from(ours(b)) == count;
            Lines::new(borders.iter().filter(with).cloned())
        };
        let (line, provinces) = (lines(2), areas(PROVINCES));
        Self {
            tajik_side: tajik_side(&line, &provinces),
            line,
            outer: lines(1),
            foreign: lines(0),
            provinces,
            districts: areas(DISTRICTS),
        }
    }
}

/// The side of the line that Tajikistan is on. The provinces leave the line by up to 300 m, so points further
/// off are asked, and the majority decides.
fn tajik_side(line: &Lines, provinces: &[Area]) -> Side {
    let mut tajik_on_left = 0;
    for left in line.left_of(Metres(1_000.0), 100) {
        match provinces.iter().find(|province| province.contains(left)).map(Area::country) {
            Some(Country::Tajikistan) => tajik_on_left += 1,
            Some(Country::Afghanistan) => tajik_on_left -= 1,
            Some(_) | None => {}
        }
    }
    if tajik_on_left > 0 { Side::Left } else { Side::Right }
}

fn areas(packed: &[u8]) -> Vec<Area> {
    read_layer::<AreaFacts>(packed)
        .into_iter()
        .filter_map(|Feature { properties: AreaFacts { name, source_name, country }, geometry }| {
            let source_name = source_name
                .map(|older| older.strip_suffix(" District").unwrap_or(&older).to_owned())
                .filter(|older| *older != name);
            Area::new(name, source_name, Country::from_code(&country)?, &geometry.rings())
        })
        .collect()
}

/// `AF-TJ`.
fn pair(text: &str) -> Option<Pair> {
    let (a, b) = text.split_once('-')?;
    Some((Country::from_code(a)?, Country::from_code(b)?))
}

#[derive(Deserialize)]
struct Collection<P> {
    features: Vec<Feature<P>>,
}

#[derive(Deserialize)]
struct Feature<P> {
    properties: P,
    geometry: Geometry,
}

type Ring = Vec<[f64; 2]>;

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    LineString(Ring),
    MultiLineString(Vec<Ring>),
    Polygon(Vec<Ring>),
    MultiPolygon(Vec<Vec<Ring>>),
}

impl Geometry {
    fn lines(self) -> Vec<Vec<LonLat>> {
        match self {
            Self::LineString(line) => vec![positions(&line)],
            Self::MultiLineString(lines) => lines.iter().map(|line| positions(line)).collect(),
            Self::Polygon(_) | Self::MultiPolygon(_) => Vec::new(),
        }
    }

    fn rings(self) -> Vec<Vec<LonLat>> {
        match self {
            Self::Polygon(rings) => rings.iter().map(|ring| positions(ring)).collect(),
            Self::MultiPolygon(parts) => parts.iter().flatten().map(|ring| positions(ring)).collect(),
            Self::LineString(_) | Self::MultiLineString(_) => Vec::new(),
        }
    }
}

fn positions(numbers: &[[f64; 2]]) -> Vec<LonLat> {
    numbers.iter().filter_map(|&[lon, lat]| LonLat::new(lon, lat).ok()).collect()
}

#[derive(Deserialize)]
struct BorderFacts {
    pair: String,
}

#[derive(Deserialize)]
struct AreaFacts {
    name: String,
    #[serde(default)]
    source_name: Option<String>,
    country: String,
}

/// A layer of the program's own assets; a broken one is a fault of the build, found by a test.
fn read_layer<P: DeserializeOwned>(packed: &[u8]) -> Vec<Feature<P>> {
    let mut text = Vec::with_capacity(packed.len() * 5);
    GzDecoder::new(packed).read_to_end(&mut text).expect("embedded layers are checked by a test");
    let collection: Collection<P> =
        serde_json::from_slice(&text).expect("embedded layers are checked by a test");
    collection.features
}
