//! The layers of the embedded basemap that the frontier is made of.

use serde::Deserialize;

use crate::{
    analysis::embedded::{
        BORDERS, DISTRICTS, Feature, Geometry, PROVINCES, WATER, point_inside, polygons_of, read_layer,
    },
    model::{LonLat, Metres},
};

use super::{
    Area, Country, Frontier,
    areas::{AreaNames, Edges},
    lines::{Lines, Pair, Side},
    river::{CentreLine, River},
};

impl Frontier {
    pub(super) fn read() -> Self {
        let borders: Vec<(Pair, Vec<LonLat>)> = read_layer::<BorderFacts>(BORDERS)
            .into_iter()
            .filter_map(|feature| Some((pair(&feature.properties.pair)?, feature.geometry)))
            .flat_map(|(pair, geometry)| lines_of(geometry).into_iter().map(move |line| (pair, line)))
            .collect();
        let ours = |country| matches!(country, Country::Tajikistan | Country::Afghanistan);
        // How many of our two countries the line bounds.
        let lines = |count: usize| {
            let with =
                |&&((a, b), _): &&(Pair, Vec<LonLat>)| usize::from(ours(a)) + usize::from(ours(b)) == count;
            Lines::new(borders.iter().filter(with).cloned())
        };
        let (line, provinces, districts) = (lines(2), areas(PROVINCES), areas(DISTRICTS));
        Self {
            tajik_side: tajik_side(&line, &provinces),
            line,
            outer: lines(1),
            foreign: lines(0),
            river: river(),
            provinces,
            district_edges: Edges::of(&districts),
            crossings: super::crossings::read(),
            districts,
        }
    }
}

/// The rivers that are the border, each drawn from its lower end.
fn river() -> CentreLine {
    let features = read_layer::<WaterFacts>(WATER).into_iter().filter(|feature| feature.properties.frontier);
    CentreLine::new(features.filter_map(|feature| {
        let river = River::named(&feature.properties.name?)?;
        Some((river, lines_of(feature.geometry).into_iter().next()?))
    }))
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
        .filter_map(|Feature { properties: AreaFacts { name, source_name, province, country }, geometry }| {
            let source_name = source_name
                .map(|older| older.strip_suffix(" District").unwrap_or(&older).to_owned())
                .filter(|older| *older != name);
            let inside = point_inside(&geometry)?;
            let rings: Vec<Vec<LonLat>> =
                polygons_of(&geometry).iter().flatten().map(|ring| positions(ring)).collect();
            let names = AreaNames { name, source_name, province };
            Area::new(names, Country::from_code(&country)?, &rings, inside)
        })
        .collect()
}

/// `AF-TJ`.
fn pair(text: &str) -> Option<Pair> {
    let (a, b) = text.split_once('-')?;
    Some((Country::from_code(a)?, Country::from_code(b)?))
}

/// The lines of a geometry that has them.
fn lines_of(geometry: Geometry) -> Vec<Vec<LonLat>> {
    match geometry {
        Geometry::LineString(line) => vec![positions(&line)],
        Geometry::MultiLineString(lines) => lines.iter().map(|line| positions(line)).collect(),
        Geometry::Point(_) | Geometry::Polygon(_) | Geometry::MultiPolygon(_) => Vec::new(),
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
struct WaterFacts {
    #[serde(default)]
    name: Option<String>,
    /// The line is the border's.
    #[serde(default)]
    frontier: bool,
}

#[derive(Deserialize)]
struct AreaFacts {
    name: String,
    #[serde(default)]
    source_name: Option<String>,
    /// Of a district.
    #[serde(default)]
    province: Option<String>,
    country: String,
}
