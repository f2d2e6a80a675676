//! Bands along the border: all that lies within some kilometres of the line on one bank, up to the next border.

use std::{f64::consts::FRAC_PI_4, sync::LazyLock};

use geo::{InteriorPoint, LineString, Polygon, Simplify};
use i_overlay::{
    core::fill_rule::FillRule,
    float::slice::FloatSlice,
    mesh::{
        stroke::offset::StrokeOffset,
        style::{LineCap, LineJoin, StrokeStyle},
    },
};

use crate::model::{LonLat, Metres};

use super::{Country, Frontier, lines::Nearest};

/// How wide the bands are.
pub const BAND_KILOMETRES: [f64; 3] = [5.0, 10.0, 25.0];

/// So far a band may leave its distance where the line is generalised before it is offset, metres: 0.4 % of the
/// narrowest.
const GENERALISED: f64 = 20.0;

/// Arcs around corners are drawn in steps of this angle: a chord of it is 0.1 % of the width inside the arc.
const ARC_STEP: f64 = 0.1;

/// What belongs to the edge of a band leaves its distance by at most this part of it.
const EDGE_TOLERANCE: f64 = 0.01;

/// The provinces leave the line by less: nearer to it, its own side tells the country.
const BESIDE_LINE: Metres = Metres(1_000.0);

/// A border begins where another ends when they are no farther apart, metres.
const SAME_POINT: f64 = 1_000.0;

/// The bank that a band lies on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum BankSide {
    Tajik,
    Afghan,
}

impl BankSide {
    pub const ALL: [Self; 2] = [Self::Tajik, Self::Afghan];
}

/// The country of one bank within a distance of the line.
#[derive(Debug)]
pub struct Band {
    pub side: BankSide,
    /// Its place in [`BAND_KILOMETRES`].
    pub width: usize,
    /// Polygons of closed rings, the outer one first.
    pub parts: Vec<Vec<Vec<LonLat>>>,
    /// The far edge alone: where the distance is the band's own.
    pub edges: Vec<Vec<LonLat>>,
}

static BANDS: LazyLock<Vec<Band>> = LazyLock::new(|| Frontier::embedded().make_bands());

/// The bands of both banks. The first call works them out, best on a thread of its own.
pub fn bands() -> &'static [Band] {
    &BANDS
}

/// A point of the plane, metres.
type Flat = [f64; 2];

impl Frontier {
    fn make_bands(&self) -> Vec<Band> {
        let line: Vec<Vec<Flat>> = self.line.all().iter().map(|line| flat_line(line)).collect();
        let mut knives = line.clone();
        knives.extend(self.outer.all().iter().map(|outer| joined(flat_line(outer), &line)));
        let smooth: Vec<Vec<Flat>> = line.iter().map(|line| generalised(line)).collect();
        let mut bands = Vec::new();
        for (width, kilometres) in BAND_KILOMETRES.into_iter().enumerate() {
            let style = StrokeStyle::new(2.0 * kilometres * 1000.0)
                .line_join(LineJoin::Round(ARC_STEP))
                .start_cap(LineCap::Round(ARC_STEP))
                .end_cap(LineCap::Round(ARC_STEP));
            let both = smooth.stroke(style, false);
            let mut parts = [Vec::new(), Vec::new()];
            for part in both.slice_by(&knives, FillRule::NonZero) {
                match self.country_of(&part) {
                    Some(Country::Tajikistan) => parts[0].push(part),
                    Some(Country::Afghanistan) => parts[1].push(part),
                    Some(_) | None => {}
                }
            }
            for (side, parts) in BankSide::ALL.into_iter().zip(parts) {
                let parts: Vec<Vec<Vec<LonLat>>> = parts
                    .iter()
                    .map(|part| {
                        part.iter().map(|ring| ring.iter().filter_map(|p| on_globe(*p)).collect()).collect()
                    })
                    .collect();
                let rings = parts.iter().flatten();
                let edges = rings.flat_map(|ring| self.edges_of(ring, kilometres * 1000.0)).collect();
                bands.push(Band { side, width, parts, edges });
            }
        }
        bands
    }

    /// The country that a part lies in whole; it crosses no border.
    fn country_of(&self, part: &[Vec<Flat>]) -> Option<Country> {
        let mut rings = part.iter().map(|ring| ring.iter().map(|p| (p[0], p[1])).collect::<LineString>());
        let polygon = Polygon::new(rings.next()?, rings.collect());
        let inside = polygon.interior_point()?;
        let at = on_globe([inside.x(), inside.y()])?;
        match self.line.nearest(at) {
            Some(nearest) if nearest.distance.0 < BESIDE_LINE.0 => {
                let is_tajik = nearest.side == self.tajik_side;
                Some(if is_tajik { Country::Tajikistan } else { Country::Afghanistan })
            }
            Some(_) | None => self.province_at(at).map(super::Area::country),
        }
    }

    /// The runs of a ring that keep this distance from the line.
    fn edges_of(&self, ring: &[LonLat], distance: f64) -> Vec<Vec<LonLat>> {
        let keeps: Vec<bool> = ring
            .iter()
            .map(|at| {
                let keeps = |line: Nearest| (line.distance.0 / distance - 1.0).abs() < EDGE_TOLERANCE;
                self.line.nearest(*at).is_some_and(keeps)
            })
            .collect();
        // Begun where it does not keep it, no run is cut in two.
        let first = keeps.iter().position(|keeps| !keeps).unwrap_or(0);
        let mut runs = Vec::new();
        let mut run = Vec::new();
        for step in 0..=ring.len() {
            let place = (first + step) % ring.len();
            if keeps[place] {
                run.push(ring[place]);
            } else if !run.is_empty() {
                runs.push(std::mem::take(&mut run));
            }
        }
        runs.push(run);
        runs.retain(|run| run.len() > 1);
        runs
    }
}

/// The line with those of its ends moved that are meant to be where another line ends.
fn joined(mut line: Vec<Flat>, to: &[Vec<Flat>]) -> Vec<Flat> {
    let ends: Vec<Flat> =
        to.iter().flat_map(|line| line.first().into_iter().chain(line.last())).copied().collect();
    let near =
        |at: Flat| ends.iter().copied().find(|end| (end[0] - at[0]).hypot(end[1] - at[1]) < SAME_POINT);
    if let Some(end) = line.first().copied().and_then(near) {
        line.insert(0, end);
    }
    if let Some(end) = line.last().copied().and_then(near) {
        line.push(end);
    }
    line
}

fn generalised(line: &[Flat]) -> Vec<Flat> {
    let line: LineString = line.iter().map(|p| (p[0], p[1])).collect();
    line.simplify(GENERALISED).coords().map(|p| [p.x, p.y]).collect()
}

fn flat_line(line: &[LonLat]) -> Vec<Flat> {
    line.iter().map(|at| flat(*at)).collect()
}

const EQUATORIAL_RADIUS: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
/// Between these parallels the frontier runs; lengths are true on them, and within 0.1 % up to 50 km beyond.
const PARALLELS: [f64; 2] = [36.9, 38.7];
const MERIDIAN: f64 = 71.3;

/// Lambert's conformal conic projection with two standard parallels.
///
/// # Source
/// EPSG method 9802; J. P. Snyder, “Map Projections: A Working Manual” (1987), equations 14-15 to 15-11.
struct Cone {
    n: f64,
    factor: f64,
}

static CONE: LazyLock<Cone> = LazyLock::new(|| {
    let [south, north] = PARALLELS.map(f64::to_radians);
    let narrowing = |lat: f64| lat.cos() / (1.0 - eccentricity().powi(2) * lat.sin().powi(2)).sqrt();
    let n = (narrowing(south).ln() - narrowing(north).ln()) / (tangent(south).ln() - tangent(north).ln());
    Cone { n, factor: EQUATORIAL_RADIUS * narrowing(south) / (n * tangent(south).powf(n)) }
});

fn eccentricity() -> f64 {
    (FLATTENING * (2.0 - FLATTENING)).sqrt()
}

/// The tangent of half the conformal colatitude.
fn tangent(lat: f64) -> f64 {
    let e = eccentricity();
    let sine = e * lat.sin();
    (FRAC_PI_4 - lat / 2.0).tan() / ((1.0 - sine) / (1.0 + sine)).powf(e / 2.0)
}

/// Metres east of the middle meridian, and south of the cone's tip with the sign turned.
fn flat(at: LonLat) -> Flat {
    let Cone { n, factor } = *CONE;
    let radius = factor * tangent(at.lat().to_radians()).powf(n);
    let angle = n * (at.lon() - MERIDIAN).to_radians();
    [radius * angle.sin(), -radius * angle.cos()]
}

fn on_globe([x, y]: Flat) -> Option<LonLat> {
    let Cone { n, factor } = *CONE;
    let t = (x.hypot(y) / factor).powf(1.0 / n);
    let e = eccentricity();
    let mut lat = 2.0 * (FRAC_PI_4 - t.atan());
    // Each step gains more than two digits.
    for _ in 0..6 {
        let sine = e * lat.sin();
        lat = 2.0 * (FRAC_PI_4 - (t * ((1.0 - sine) / (1.0 + sine)).powf(e / 2.0)).atan());
    }
    LonLat::new(MERIDIAN + (x.atan2(-y) / n).to_degrees(), lat.to_degrees()).ok()
}
