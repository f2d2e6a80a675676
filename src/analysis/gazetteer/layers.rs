//! The gazetteer of the layers inside the program.

use serde::Deserialize;

use super::{Containing, Gazetteer, Kind, Toponym, country_name};
use crate::{
    analysis::embedded::{AIRFIELDS, Geometry, Names, PLACES, Position, WATER, point_inside, read_layer},
    analysis::frontier::{Area, Frontier},
    model::LonLat,
};

const TOWNS_SOURCE: &str = "GeoNames (CC BY 4.0)";
const AIRFIELDS_SOURCE: &str = "airportsdata (MIT)";
const AREAS_SOURCE: &str = "geoBoundaries (CC BY 4.0)";
const WATER_SOURCE: &str = "NOAA GLOBE, GSHHG, OpenStreetMap; names by hand";

#[derive(Deserialize)]
struct PlaceFacts {
    #[serde(flatten)]
    names: Names,
    rank: u8,
    population: Option<u64>,
    #[serde(default)]
    country: String,
}

#[derive(Deserialize)]
struct AirfieldFacts {
    name: String,
    icao: Option<String>,
    iata: Option<String>,
    #[serde(default)]
    country: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WaterWord {
    River,
    Lake,
}

#[derive(Deserialize)]
struct WaterFacts {
    kind: WaterWord,
    rank: u8,
    #[serde(flatten)]
    names: Names,
}

impl Gazetteer {
    pub(super) fn from_layers() -> Self {
        let mut toponyms = Vec::new();
        let frontier = Frontier::embedded();
        add_areas(frontier.districts(), Kind::District, &mut toponyms);
        add_areas(frontier.provinces(), Kind::Province, &mut toponyms);
        add_towns(&mut toponyms);
        add_airfields(&mut toponyms);
        add_waters(&mut toponyms);
        for toponym in &mut toponyms {
            if toponym.kind != Kind::Province && toponym.kind != Kind::District {
                let around = Containing::of(toponym.position);
                toponym.district = around.district;
                toponym.province = around.province;
                if toponym.country.is_empty() {
                    toponym.country = around.country.unwrap_or_default();
                }
            }
        }
        Self::new(toponyms)
    }
}

fn toponym(names: Names, kind: Kind, position: LonLat, rank: u8, source: &'static str) -> Option<Toponym> {
    let filled = |name: Option<String>| name.filter(|name| !name.trim().is_empty());
    Some(Toponym {
        name: filled(names.name)?,
        tajik: filled(names.name_tg),
        russian: filled(names.name_ru),
        persian: filled(names.name_fa),
        others: Vec::new(),
        kind,
        position,
        precision: kind.precision(),
        district: None,
        province: None,
        country: String::new(),
        source: source.into(),
        population: None,
        rank,
    })
}

fn named(name: &str) -> Names {
    Names { name: Some(name.to_owned()), ..Names::default() }
}

fn position([lon, lat]: Position) -> Option<LonLat> {
    LonLat::new(lon, lat).ok()
}

fn add_areas(areas: &[Area], kind: Kind, toponyms: &mut Vec<Toponym>) {
    let rank = if kind == Kind::Province { 3 } else { 4 };
    for area in areas {
        let Some(mut toponym) = toponym(named(area.name()), kind, area.inside(), rank, AREAS_SOURCE) else {
            continue;
        };
        toponym.others.extend(area.names().skip(1).map(str::to_owned));
        toponym.province = area.province().map(str::to_owned);
        area.country().name().clone_into(&mut toponym.country);
        toponyms.push(toponym);
    }
}

fn add_towns(toponyms: &mut Vec<Toponym>) {
    for feature in read_layer::<PlaceFacts>(PLACES) {
        let PlaceFacts { names, rank, population, country } = feature.properties;
        let Geometry::Point(point) = feature.geometry else { continue };
        if let Some(at) = position(point)
            && let Some(mut town) = toponym(names, Kind::Settlement, at, rank, TOWNS_SOURCE)
        {
            town.population = population;
            town.country = country_name(&country);
            toponyms.push(town);
        }
    }
}

fn add_airfields(toponyms: &mut Vec<Toponym>) {
    for feature in read_layer::<AirfieldFacts>(AIRFIELDS) {
        let AirfieldFacts { name, icao, iata, country } = feature.properties;
        let Geometry::Point(point) = feature.geometry else { continue };
        if let Some(at) = position(point)
            && let Some(mut airfield) = toponym(named(&name), Kind::Airfield, at, 5, AIRFIELDS_SOURCE)
        {
            airfield.others.extend([icao, iata].into_iter().flatten().filter(|code| !code.is_empty()));
            airfield.country = country_name(&country);
            toponyms.push(airfield);
        }
    }
}

/// Rivers stand at the middle of their longest piece, lakes at a point inside.
fn add_waters(toponyms: &mut Vec<Toponym>) {
    let mut longest: Vec<(Toponym, usize)> = Vec::new();
    for feature in read_layer::<WaterFacts>(WATER) {
        let WaterFacts { kind, rank, names } = feature.properties;
        let (kind, at, length) = match (kind, feature.geometry) {
            (WaterWord::River, Geometry::LineString(line)) => {
                (Kind::River, line.get(line.len() / 2).copied().and_then(position), line.len())
            }
            (WaterWord::Lake, geometry) => (Kind::Lake, point_inside(&geometry), 0),
            (WaterWord::River, _) => continue,
        };
        // Waters of the third rank and below are no larger news than a town.
        let Some(water) = at.and_then(|at| toponym(names, kind, at, rank + 2, WATER_SOURCE)) else {
            continue;
        };
        let same = longest.iter_mut().find(|(other, _)| {
            other.kind == water.kind
                && other.name == water.name
                && other.position.distance_to(water.position).0 < 500_000.0
        });
        match same {
            Some(other) if other.1 < length => *other = (water, length),
            Some(_) => {}
            None => longest.push((water, length)),
        }
    }
    toponyms.extend(longest.into_iter().map(|(water, _)| water));
}
