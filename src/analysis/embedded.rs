//! The map layers inside the program, in the files' own form. The gazetteer and the basemap both read them, and
//! each file is in the binary once.

use std::io::Read;

use flate2::read::GzDecoder;
use geo::{Coord, InteriorPoint, LineString, MultiPolygon, Polygon};
use serde::{Deserialize, de::DeserializeOwned};

use crate::model::LonLat;

pub(crate) static BORDERS: &[u8] = include_bytes!("../../assets/basemap/borders.geojson.gz");
pub(crate) static WORLD: &[u8] = include_bytes!("../../assets/basemap/world.geojson.gz");
pub(crate) static ADMIN: &[u8] = include_bytes!("../../assets/basemap/admin.geojson.gz");
pub(crate) static DISTRICTS: &[u8] = include_bytes!("../../assets/basemap/districts.geojson.gz");
pub(crate) static PROVINCES: &[u8] = include_bytes!("../../assets/basemap/provinces.geojson.gz");
pub(crate) static WATER: &[u8] = include_bytes!("../../assets/basemap/water.geojson.gz");
pub(crate) static PLACES: &[u8] = include_bytes!("../../assets/basemap/places.geojson.gz");
pub(crate) static CITIES: &[u8] = include_bytes!("../../assets/basemap/cities.geojson.gz");
pub(crate) static AIRFIELDS: &[u8] = include_bytes!("../../assets/basemap/airfields.geojson.gz");
pub(crate) static PEAKS: &[u8] = include_bytes!("../../assets/basemap/peaks.geojson.gz");
pub(crate) static ROADS: &[u8] = include_bytes!("../../assets/basemap/roads.geojson.gz");
pub(crate) static RAILWAYS: &[u8] = include_bytes!("../../assets/basemap/railways.geojson.gz");
pub(crate) static ELEVATION: &[u8] = include_bytes!("../../assets/basemap/elevation.png");
pub(crate) static CROSSINGS: &[u8] = include_bytes!("../../assets/basemap/crossings.geojson.gz");

#[derive(Deserialize)]
struct Collection<P> {
    features: Vec<Feature<P>>,
}

#[derive(Deserialize)]
pub(crate) struct Feature<P> {
    pub properties: P,
    pub geometry: Geometry,
}

/// Longitude and latitude in degrees.
pub(crate) type Position = [f64; 2];

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
pub(crate) enum Geometry {
    Point(Position),
    LineString(Vec<Position>),
    MultiLineString(Vec<Vec<Position>>),
    Polygon(Vec<Vec<Position>>),
    MultiPolygon(Vec<Vec<Vec<Position>>>),
}

/// A name in four spellings.
#[derive(Deserialize, Default)]
pub(crate) struct Names {
    #[serde(default)]
    pub name: Option<String>,
    #[serde(default)]
    pub name_tg: Option<String>,
    #[serde(default)]
    pub name_ru: Option<String>,
    #[serde(default)]
    pub name_fa: Option<String>,
}

/// A layer of the program's own assets; a broken one is a fault of the build, found by a test.
pub(crate) fn read_layer<P: DeserializeOwned>(packed: &[u8]) -> Vec<Feature<P>> {
    let mut text = Vec::with_capacity(packed.len() * 5);
    GzDecoder::new(packed).read_to_end(&mut text).expect("embedded layers are checked by a test");
    let collection: Collection<P> =
        serde_json::from_slice(&text).expect("embedded layers are checked by a test");
    collection.features
}

/// The polygons of a geometry, each as its rings.
pub(crate) fn polygons_of(geometry: &Geometry) -> &[Vec<Vec<Position>>] {
    match geometry {
        Geometry::Polygon(rings) => std::slice::from_ref(rings),
        Geometry::MultiPolygon(parts) => parts,
        Geometry::Point(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => &[],
    }
}

/// A point inside the polygons of a geometry, in the widest part.
pub(crate) fn point_inside(geometry: &Geometry) -> Option<LonLat> {
    let line =
        |ring: &Vec<Position>| LineString::from(ring.iter().copied().map(Coord::from).collect::<Vec<_>>());
    let shapes = polygons_of(geometry).iter().filter_map(|rings| {
        let (outer, holes) = rings.split_first()?;
        Some(Polygon::new(line(outer), holes.iter().map(line).collect()))
    });
    let point = MultiPolygon::new(shapes.collect()).interior_point()?;
    LonLat::new(point.x(), point.y()).ok()
}
