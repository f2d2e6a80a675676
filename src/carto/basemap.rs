//! The frontier itself, out of the program: borders, rivers, provinces, districts, places, ready to be drawn.
//!
//! Read once. Every line and polygon is kept at several levels of detail, so that a wide view does not carry
//! the bends of every gorge.

use std::{
    io::Read,
    sync::{Arc, LazyLock, OnceLock},
};

use flate2::read::GzDecoder;
use geo::{LineString, Simplify};
use serde::{Deserialize, de::DeserializeOwned};

use crate::model::{LonLat, Zoom};

use super::{
    LabelLanguage,
    viewport::{WorldBox, WorldPoint, world_pixels},
};

const BORDERS: &[u8] = include_bytes!("../../assets/basemap/borders.geojson.gz");
const WORLD: &[u8] = include_bytes!("../../assets/basemap/world.geojson.gz");
const ADMIN: &[u8] = include_bytes!("../../assets/basemap/admin.geojson.gz");
const DISTRICTS: &[u8] = include_bytes!("../../assets/basemap/districts.geojson.gz");
const PROVINCES: &[u8] = include_bytes!("../../assets/basemap/provinces.geojson.gz");
const WATER: &[u8] = include_bytes!("../../assets/basemap/water.geojson.gz");
const PLACES: &[u8] = include_bytes!("../../assets/basemap/places.geojson.gz");
const AIRFIELDS: &[u8] = include_bytes!("../../assets/basemap/airfields.geojson.gz");

/// The zoom up to which each level of detail serves; the last level is the line as surveyed.
const LEVEL_ENDS: [f64; 3] = [6.0, 8.0, 10.0];
const LEVELS: usize = LEVEL_ENDS.len() + 1;

/// A generalised line leaves the true one by at most this, logical pixels at the level's last zoom.
const LEVEL_ERROR: f64 = 0.4;

/// Vertices of one piece of a line; the piece is the unit of culling, and dashes begin anew with it, so that
/// they do not crawl while the map is panned.
const PIECE_VERTICES: usize = 96;

fn level_of(zoom: Zoom) -> usize {
    LEVEL_ENDS.iter().take_while(|end| zoom.0 > **end).count()
}

/// Tolerance of a level in the Mercator world, 0 for the last.
fn tolerance(level: usize) -> f64 {
    LEVEL_ENDS.get(level).map_or(0.0, |end| LEVEL_ERROR / world_pixels(Zoom(*end)))
}

/// A stretch of a line with the box around it.
#[derive(Clone, Debug)]
pub struct Piece {
    pub points: Vec<WorldPoint>,
    pub bounds: WorldBox,
}

/// A line at its levels of detail.
#[derive(Debug)]
pub struct Line {
    pub bounds: WorldBox,
    surveyed: Vec<WorldPoint>,
    levels: [OnceLock<Vec<Piece>>; LEVELS],
}

impl Line {
    fn new(points: Vec<WorldPoint>) -> Self {
        Self { bounds: WorldBox::around(&points), surveyed: points, levels: Default::default() }
    }

    /// The line in pieces, each beginning where the one before ends.
    pub fn at(&self, zoom: Zoom) -> &[Piece] {
        let level = level_of(zoom);
        self.levels[level].get_or_init(|| {
            let points = simplified(&self.surveyed, tolerance(level));
            let last = points.len().saturating_sub(1);
            (0..last)
                .step_by(PIECE_VERTICES)
                .map(|first| {
                    let points = points[first..=(first + PIECE_VERTICES).min(last)].to_vec();
                    Piece { bounds: WorldBox::around(&points), points }
                })
                .collect()
        })
    }

    pub fn surveyed(&self) -> &[WorldPoint] {
        &self.surveyed
    }
}

/// Rings and triangles of a polygon, in the Mercator world.
#[derive(Clone, Debug, Default)]
pub struct Mesh {
    pub points: Vec<WorldPoint>,
    /// Where each ring begins in `points`; the first is the outer one. Rings are not closed by a repeated
    /// point.
    pub rings: Arc<[u32]>,
    pub triangles: Arc<[u32]>,
}

impl Mesh {
    fn of(rings: &[Vec<WorldPoint>]) -> Self {
        let mut points: Vec<WorldPoint> = Vec::new();
        let mut starts: Vec<u32> = Vec::new();
        for ring in rings {
            let open = match ring.as_slice() {
                [first, rest @ ..] if rest.last() == Some(first) => rest,
                ring => ring,
            };
            if open.len() >= 3 {
                starts.push(points.len() as u32);
                points.extend_from_slice(open);
            }
        }
        let mut triangles: Vec<u32> = Vec::new();
        if let Some(holes) = starts.get(1..) {
            earcut::Earcut::new().earcut(points.iter().map(|p| [p.x, p.y]), holes, &mut triangles);
        }
        Self { points, rings: starts.into(), triangles: triangles.into() }
    }

    /// The rings as slices.
    pub fn ring_slices(&self) -> impl Iterator<Item = &[WorldPoint]> {
        ring_ranges(&self.rings, self.points.len()).map(|range| &self.points[range])
    }
}

/// The ranges of the rings that begin at `starts` in a list of `len` points.
pub fn ring_ranges(starts: &[u32], len: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..starts.len()).map(move |i| {
        let end = starts.get(i + 1).map_or(len, |next| *next as usize);
        starts[i] as usize..end
    })
}

/// A polygon at its levels of detail.
#[derive(Debug)]
pub struct Polygon {
    pub bounds: WorldBox,
    rings: Vec<Vec<WorldPoint>>,
    levels: [OnceLock<Mesh>; LEVELS],
}

impl Polygon {
    fn new(rings: Vec<Vec<WorldPoint>>) -> Self {
        let bounds = rings.first().map_or_else(|| WorldBox::around(&[]), |outer| WorldBox::around(outer));
        Self { bounds, rings, levels: Default::default() }
    }

    pub fn at(&self, zoom: Zoom) -> &Mesh {
        let level = level_of(zoom);
        self.levels[level].get_or_init(|| {
            let rings: Vec<_> = self.rings.iter().map(|ring| simplified(ring, tolerance(level))).collect();
            Mesh::of(&rings)
        })
    }

    /// Whether the point is inside, by the rings as surveyed (even-odd).
    pub fn contains(&self, p: WorldPoint) -> bool {
        self.bounds.contains(p) && self.rings.iter().filter(|ring| encloses(ring, p)).count() % 2 == 1
    }

    /// The part of the polygon inside a box, as a polygon of its own; `None` when there is none.
    fn clipped(&self, to: WorldBox) -> Option<Self> {
        if !self.bounds.overlaps(&to) {
            return None;
        }
        let rings: Vec<_> =
            self.rings.iter().map(|ring| clipped_ring(ring, to)).filter(|ring| ring.len() >= 3).collect();
        (!rings.is_empty()).then(|| Self::new(rings))
    }
}

/// Whether a ring goes around the point.
///
/// # Source
/// The crossing-number test.
fn encloses(ring: &[WorldPoint], p: WorldPoint) -> bool {
    let mut inside = false;
    let mut previous = ring.last().copied().unwrap_or_default();
    for &point in ring {
        if (point.y > p.y) != (previous.y > p.y)
            && p.x < (previous.x - point.x) * (p.y - point.y) / (previous.y - point.y) + point.x
        {
            inside = !inside;
        }
        previous = point;
    }
    inside
}

/// # Source
/// Sutherland and Hodgman 1974: against one side of the box after the other.
fn clipped_ring(ring: &[WorldPoint], to: WorldBox) -> Vec<WorldPoint> {
    let mut points = ring.to_vec();
    // How far inside of each side a point lies.
    let sides: [fn(WorldPoint, &WorldBox) -> f64; 4] =
        [|p, b| p.x - b.min.x, |p, b| b.max.x - p.x, |p, b| p.y - b.min.y, |p, b| b.max.y - p.y];
    for depth in sides {
        let mut kept = Vec::with_capacity(points.len());
        let mut previous = points.last().copied().unwrap_or_default();
        for &p in &points {
            let (a, b) = (depth(previous, &to), depth(p, &to));
            if (a < 0.0) != (b < 0.0) {
                let t = a / (a - b);
                kept.push(WorldPoint {
                    x: previous.x + (p.x - previous.x) * t,
                    y: previous.y + (p.y - previous.y) * t,
                });
            }
            if b >= 0.0 {
                kept.push(p);
            }
            previous = p;
        }
        points = kept;
    }
    points
}

fn simplified(points: &[WorldPoint], tolerance: f64) -> Vec<WorldPoint> {
    if tolerance <= 0.0 || points.len() < 3 {
        return points.to_vec();
    }
    let line: LineString<f64> = points.iter().map(|p| (p.x, p.y)).collect();
    line.simplify(tolerance).coords().map(|c| WorldPoint { x: c.x, y: c.y }).collect()
}

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

#[derive(Debug)]
pub struct CountryLabel {
    pub name: Name,
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
    /// In the order of importance.
    pub places: Vec<Place>,
    pub airfields: Vec<Airfield>,
    pub country_labels: Vec<CountryLabel>,
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

    fn read() -> Self {
        let mut land = Vec::new();
        let mut world_borders = Vec::new();
        let mut country_labels = Vec::new();
        for feature in read_layer::<WorldFacts>(WORLD) {
            match feature.properties.kind {
                WorldKind::Land => land.extend(feature.geometry.polygons()),
                WorldKind::Border => world_borders.extend(feature.geometry.lines()),
                WorldKind::CountryLabel => {
                    let facts = feature.properties;
                    country_labels.extend(feature.geometry.point().map(|at| CountryLabel {
                        name: facts.names.name(),
                        rank: facts.rank,
                        at,
                    }));
                }
            }
        }
        let borders = read_layer::<BorderFacts>(BORDERS)
            .into_iter()
            .flat_map(|feature| {
                let BorderFacts { pair, focus } = feature.properties;
                feature.geometry.lines().map(move |line| Border { pair: pair.clone(), focus, line })
            })
            .collect();
        let mut rivers = Vec::new();
        let mut lakes = Vec::new();
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
        let mut places: Vec<Place> = read_layer::<PlaceFacts>(PLACES)
            .into_iter()
            .filter_map(|feature| {
                let PlaceFacts { names, rank, population, country, capital } = feature.properties;
                let at = feature.geometry.point()?;
                Some(Place { name: names.name(), rank, population, capital, country, at })
            })
            .collect();
        places.sort_by(|a, b| {
            (a.rank, std::cmp::Reverse(a.population), &a.name.english).cmp(&(
                b.rank,
                std::cmp::Reverse(b.population),
                &b.name.english,
            ))
        });
        let airfields = read_layer::<AirfieldFacts>(AIRFIELDS)
            .into_iter()
            .filter_map(|feature| {
                let AirfieldFacts { name, icao } = feature.properties;
                Some(Airfield { name, icao, at: feature.geometry.point()? })
            })
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
            places,
            airfields,
            country_labels,
        }
    }

    /// The land inside a box.
    pub(super) fn land_within(&self, within: WorldBox) -> Vec<Polygon> {
        self.land.iter().filter_map(|polygon| polygon.clipped(within)).collect()
    }
}

/// The middle of the largest part: of the widest stretch inside it on the parallel through its middle.
fn label_point(parts: &[Polygon]) -> WorldPoint {
    let size = |b: &WorldBox| (b.max.x - b.min.x) * (b.max.y - b.min.y);
    let Some(part) = parts.iter().max_by(|a, b| size(&a.bounds).total_cmp(&size(&b.bounds))) else {
        return WorldPoint::default();
    };
    let middle = WorldPoint {
        x: f64::midpoint(part.bounds.min.x, part.bounds.max.x),
        y: f64::midpoint(part.bounds.min.y, part.bounds.max.y),
    };
    let mut best = (middle, 0.0);
    let height = part.bounds.max.y - part.bounds.min.y;
    for share in [0.5, 0.42, 0.58, 0.34, 0.66] {
        let y = part.bounds.min.y + height * share;
        let mut crossings: Vec<f64> = part.rings.iter().flat_map(|ring| crossings_at(ring, y)).collect();
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            if pair[1] - pair[0] > best.1 * 1.15 {
                best = (WorldPoint { x: f64::midpoint(pair[0], pair[1]), y }, pair[1] - pair[0]);
            }
        }
    }
    best.0
}

fn crossings_at(ring: &[WorldPoint], y: f64) -> Vec<f64> {
    let mut found = Vec::new();
    for pair in ring.windows(2) {
        let (a, b) = (pair[0], pair[1]);
        if (a.y > y) != (b.y > y) {
            found.push(a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y));
        }
    }
    found
}

// The files' own form.

#[derive(Deserialize)]
struct Collection<P> {
    features: Vec<Feature<P>>,
}

#[derive(Deserialize)]
struct Feature<P> {
    properties: P,
    geometry: Geometry,
}

type Position = [f64; 2];

#[derive(Deserialize)]
#[serde(tag = "type", content = "coordinates")]
enum Geometry {
    Point(Position),
    LineString(Vec<Position>),
    MultiLineString(Vec<Vec<Position>>),
    Polygon(Vec<Vec<Position>>),
    MultiPolygon(Vec<Vec<Vec<Position>>>),
}

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

#[derive(Deserialize, Default)]
struct Names {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    name_tg: Option<String>,
    #[serde(default)]
    name_ru: Option<String>,
    #[serde(default)]
    name_fa: Option<String>,
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
    CountryLabel,
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

/// A layer of the program's own assets; a broken one is a fault of the build, found by a test.
fn read_layer<P: DeserializeOwned>(packed: &[u8]) -> Vec<Feature<P>> {
    let mut text = Vec::with_capacity(packed.len() * 5);
    GzDecoder::new(packed).read_to_end(&mut text).expect("embedded layers are checked by a test");
    let collection: Collection<P> =
        serde_json::from_slice(&text).expect("embedded layers are checked by a test");
    collection.features
}
