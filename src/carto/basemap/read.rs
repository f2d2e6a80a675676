//! The embedded layers, from packed GeoJSON to a [`Basemap`].

use std::cmp::Reverse;

use serde::Deserialize;

use super::{
    super::viewport::WorldPoint, AdminKind, AdminLine, Airfield, Basemap, Border, CountryLabel, Crossing,
    CrossingKind, District, Lake, Line, Name, Peak, Place, Polygon, Province, Railway, River, Road,
    RoadClass, SeaLabel, shapes::label_point,
};
use crate::{
    analysis::embedded::{
        ADMIN, AIRFIELDS, BORDERS, CITIES, CROSSINGS, DISTRICTS, Geometry, Names, PEAKS, PLACES, PROVINCES,
        Position, RAILWAYS, ROADS, WATER, WORLD, read_layer,
    },
    model::Metres,
};

impl Basemap {
    pub(super) fn read() -> Self {
        let World { land, borders: world_borders, mut rivers, mut lakes, country_labels, sea_labels } =
            world();
        let borders = read_layer::<BorderFacts>(BORDERS)
            .into_iter()
            .flat_map(|feature| {
                let BorderFacts { pair, focus } = feature.properties;
                feature.geometry.lines().map(move |line| Border { pair: pair.clone(), focus, line })
            })
            .collect();
        for feature in read_layer::<WaterFacts>(WATER) {
            let WaterFacts { kind, rank, names } = feature.properties;
            let name = names.name.is_some().then(|| names.name());
            match kind {
                WaterKind::River => rivers.extend(feature.geometry.lines().map(|line| River {
                    rank,
                    name: name.clone(),
                    line,
                })),
                WaterKind::Lake => lakes.extend(feature.geometry.polygons().map(|polygon| Lake {
                    rank,
                    name: name.clone(),
                    polygon,
                })),
            }
        }
        let admin_lines = read_layer::<AdminFacts>(ADMIN)
            .into_iter()
            .flat_map(|feature| {
                let kind = match feature.properties.kind {
                    AdminWord::Province => AdminKind::Province,
                    AdminWord::District => AdminKind::District,
                };
                feature.geometry.lines().map(move |line| AdminLine { kind, line })
            })
            .collect();
        let districts = read_layer::<DistrictFacts>(DISTRICTS)
            .into_iter()
            .map(|feature| {
                let DistrictFacts { names, province, country } = feature.properties;
                let parts: Vec<_> = feature.geometry.polygons().collect();
                District { name: names.name(), province, country, label_at: label_point(&parts), parts }
            })
            .collect();
        let provinces = read_layer::<ProvinceFacts>(PROVINCES)
            .into_iter()
            .map(|feature| {
                let ProvinceFacts { names, country } = feature.properties;
                let parts: Vec<_> = feature.geometry.polygons().collect();
                Province { name: names.name(), country, label_at: label_point(&parts), parts }
            })
            .collect();
        let airfields = read_layer::<AirfieldFacts>(AIRFIELDS)
            .into_iter()
            .filter_map(|feature| {
                let AirfieldFacts { name, icao } = feature.properties;
                Some(Airfield { name, icao, at: feature.geometry.point()? })
            })
            .collect();
        let railways = read_layer::<RailwayFacts>(RAILWAYS)
            .into_iter()
            .flat_map(|feature| feature.geometry.lines().map(|line| Railway { line }))
            .collect();
        Self {
            land,
            world_borders,
            borders,
            rivers,
            lakes,
            admin_lines,
            districts,
            provinces,
            places: places(),
            airfields,
            peaks: peaks(),
            roads: roads(),
            railways,
            crossings: crossings(),
            country_labels,
            sea_labels,
        }
    }
}

/// What the layer of the wide world holds.
#[derive(Default)]
struct World {
    land: Vec<Polygon>,
    borders: Vec<Line>,
    rivers: Vec<River>,
    lakes: Vec<Lake>,
    country_labels: Vec<CountryLabel>,
    sea_labels: Vec<SeaLabel>,
}

fn world() -> World {
    let mut world = World::default();
    for feature in read_layer::<WorldFacts>(WORLD) {
        let WorldFacts { kind, rank, names } = feature.properties;
        let geometry = feature.geometry;
        let name = names.name.is_some().then(|| names.name());
        match kind {
            WorldKind::Land => world.land.extend(geometry.polygons()),
            WorldKind::Border => world.borders.extend(geometry.lines()),
            WorldKind::River => {
                world.rivers.extend(geometry.lines().map(|line| River { rank, name: None, line }));
            }
            WorldKind::Lake => world.lakes.extend(geometry.polygons().map(|polygon| Lake {
                rank,
                name: name.clone(),
                polygon,
            })),
            WorldKind::CountryLabel => world
                .country_labels
                .extend(name.zip(geometry.point()).map(|(name, at)| CountryLabel { name, rank, at })),
            WorldKind::SeaLabel => world
                .sea_labels
                .extend(name.zip(geometry.point()).map(|(name, at)| SeaLabel { name, rank, at })),
        }
    }
    world
}

/// The places of the detailed area and the cities of the world, the most important first.
fn places() -> Vec<Place> {
    let mut places: Vec<Place> = [PLACES, CITIES]
        .into_iter()
        .flat_map(read_layer::<PlaceFacts>)
        .filter_map(|feature| {
            let PlaceFacts { names, rank, population, country, capital } = feature.properties;
            let at = feature.geometry.point()?;
            Some(Place { name: names.name(), rank, population, capital, country, at })
        })
        .collect();
    places.sort_by(|a, b| {
        (a.rank, Reverse(a.population), &a.name.english).cmp(&(
            b.rank,
            Reverse(b.population),
            &b.name.english,
        ))
    });
    places
}

fn peaks() -> Vec<Peak> {
    read_layer::<PeakFacts>(PEAKS)
        .into_iter()
        .filter_map(|feature| {
            let PeakFacts { names, elevation, rank } = feature.properties;
            let at = feature.geometry.point()?;
            Some(Peak { name: names.name(), elevation: Metres(elevation), rank, at })
        })
        .collect()
}

fn roads() -> Vec<Road> {
    read_layer::<RoadFacts>(ROADS)
        .into_iter()
        .flat_map(|feature| {
            let RoadFacts { class, names } = feature.properties;
            let class = match class {
                RoadWord::Main => RoadClass::Main,
                RoadWord::Secondary => RoadClass::Secondary,
            };
            let name = names.name.is_some().then(|| names.name());
            feature.geometry.lines().map(move |line| Road { class, name: name.clone(), line })
        })
        .collect()
}

fn crossings() -> Vec<Crossing> {
    read_layer::<CrossingFacts>(CROSSINGS)
        .into_iter()
        .filter_map(|feature| {
            let facts = feature.properties;
            Some(Crossing {
                name: facts.names.name(),
                kind: match facts.kind {
                    CrossingWord::Bridge => CrossingKind::Bridge,
                    CrossingWord::Checkpoint => CrossingKind::Checkpoint,
                },
                pair: facts.pair,
                place_north: facts.place_north,
                place_afghan: facts.place_afghan,
                at: feature.geometry.point()?,
                accuracy: Metres(facts.accuracy),
                source: facts.source,
            })
        })
        .collect()
}

// The files' own form.

fn world_points(positions: &[Position]) -> Vec<WorldPoint> {
    positions.iter().map(|&[lon, lat]| WorldPoint::from_degrees(lon, lat)).collect()
}

impl Geometry {
    fn point(&self) -> Option<WorldPoint> {
        match self {
            Self::Point([lon, lat]) => Some(WorldPoint::from_degrees(*lon, *lat)),
            Self::LineString(_) | Self::MultiLineString(_) | Self::Polygon(_) | Self::MultiPolygon(_) => None,
        }
    }

    fn lines(self) -> impl Iterator<Item = Line> {
        let lines = match self {
            Self::LineString(line) => vec![line],
            Self::MultiLineString(lines) => lines,
            Self::Point(_) | Self::Polygon(_) | Self::MultiPolygon(_) => Vec::new(),
        };
        lines.into_iter().map(|line| Line::new(world_points(&line)))
    }

    fn polygons(self) -> impl Iterator<Item = Polygon> {
        let polygons = match self {
            Self::Polygon(rings) => vec![rings],
            Self::MultiPolygon(polygons) => polygons,
            Self::Point(_) | Self::LineString(_) | Self::MultiLineString(_) => Vec::new(),
        };
        polygons.into_iter().map(|rings| Polygon::new(rings.iter().map(|ring| world_points(ring)).collect()))
    }
}

impl Names {
    fn name(self) -> Name {
        Name {
            english: self.name.unwrap_or_default(),
            tajik: self.name_tg.filter(|name| !name.is_empty()),
            russian: self.name_ru.filter(|name| !name.is_empty()),
            dari: self.name_fa.filter(|name| !name.is_empty()),
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WorldKind {
    Land,
    Border,
    River,
    Lake,
    CountryLabel,
    SeaLabel,
}

#[derive(Deserialize)]
struct WorldFacts {
    kind: WorldKind,
    #[serde(default)]
    rank: u8,
    #[serde(flatten)]
    names: Names,
}

#[derive(Deserialize)]
struct BorderFacts {
    pair: String,
    #[serde(default)]
    focus: bool,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum WaterKind {
    River,
    Lake,
}

#[derive(Deserialize)]
struct WaterFacts {
    kind: WaterKind,
    #[serde(default)]
    rank: u8,
    #[serde(flatten)]
    names: Names,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum AdminWord {
    Province,
    District,
}

#[derive(Deserialize)]
struct AdminFacts {
    kind: AdminWord,
}

#[derive(Deserialize)]
struct DistrictFacts {
    #[serde(flatten)]
    names: Names,
    #[serde(default)]
    province: String,
    #[serde(default)]
    country: String,
}

#[derive(Deserialize)]
struct ProvinceFacts {
    #[serde(flatten)]
    names: Names,
    #[serde(default)]
    country: String,
}

#[derive(Deserialize)]
struct PlaceFacts {
    #[serde(flatten)]
    names: Names,
    rank: u8,
    #[serde(default)]
    population: u64,
    #[serde(default)]
    country: String,
    #[serde(default)]
    capital: bool,
}

#[derive(Deserialize)]
struct AirfieldFacts {
    #[serde(default)]
    name: String,
    #[serde(default)]
    icao: String,
}

#[derive(Deserialize)]
struct PeakFacts {
    #[serde(flatten)]
    names: Names,
    elevation: f64,
    rank: u8,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum RoadWord {
    Main,
    Secondary,
}

#[derive(Deserialize)]
struct RoadFacts {
    class: RoadWord,
    #[serde(flatten)]
    names: Names,
}

#[derive(Deserialize)]
struct RailwayFacts {}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum CrossingWord {
    Bridge,
    Checkpoint,
}

#[derive(Deserialize)]
struct CrossingFacts {
    #[serde(flatten)]
    names: Names,
    kind: CrossingWord,
    pair: String,
    place_north: String,
    place_afghan: String,
    accuracy: f64,
    source: String,
}
