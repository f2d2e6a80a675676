//! Border lines that answer how far away they are, in microseconds.
//!
//! The stretches between vertices stand as chords in space, so that the nearest one on the globe is the nearest chord,
//! at any latitude.

use crate::{
    analysis::geodesy::geodesic,
    model::{LonLat, Metres},
};

use super::{
    Country,
    chords::{Chord, Chords},
};

/// Metres from the centre of the Earth: towards 0° E, towards 90° E, towards the pole.
pub(super) type InSpace = [f64; 3];

/// The two countries that a line divides.
pub(super) type Pair = (Country, Country);

#[derive(Debug)]
pub(super) struct Lines {
    /// The vertices of each line.
    courses: Vec<Vec<LonLat>>,
    /// What each of the chords stands for.
    stretches: Vec<Stretch>,
    chords: Chords,
}

/// Nearer than this, in metres, the nearest chord is the nearest on the ground to 40 cm at the worst: chords differ from
/// arcs by the cube of their length over 24 squares of the radius, and the square by 1.4 % with the direction.
const STRAIGHT_UP_TO: f64 = 300_000.0;

/// Nearer than this, in metres, a point is beside the line.
const BESIDE: f64 = 2_000.0;

/// # Source
/// WGS 84 (EPSG 7030).
const SEMI_MAJOR: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
const ECCENTRICITY_2: f64 = FLATTENING * (2.0 - FLATTENING);

/// The way from one vertex to the next.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    pair: Pair,
    /// Places among the lines, and among the vertices of that line.
    line: usize,
    vertex: usize,
}

/// A side of a line, seen along it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
}

/// The nearest stretch of some lines.
pub(super) struct Nearest {
    /// Within 0.1 %; [`Lines::distance`] is exact.
    pub(super) distance: Metres,
    pub(super) side: Side,
    /// The nearest point of the line.
    pub(super) foot: LonLat,
    /// The place among the vertices where the stretch begins, and how far along it the foot stands, 0 to 1.
    pub(super) vertex: usize,
    pub(super) along: f64,
    pair: Pair,
    /// Whether the Panj or the Amu Darya is this border.
    pub(super) is_river: bool,
}

impl Nearest {
    /// The country that divides this line with Tajikistan or Afghanistan.
    pub(super) fn other_country(&self) -> Option<Country> {
        let ours = |country| matches!(country, Country::Tajikistan | Country::Afghanistan);
        match self.pair {
            (a, b) if ours(a) && !ours(b) => Some(b),
            (a, b) if ours(b) && !ours(a) => Some(a),
            (_, _) => None,
        }
    }
}

impl Lines {
    pub(super) fn new(lines: impl Iterator<Item = (Pair, Vec<LonLat>)>) -> Self {
        let (pairs, lines): (Vec<Pair>, Vec<Vec<LonLat>>) = lines.unzip();
        let (stretches, chords) = lines
            .iter()
            .zip(pairs)
            .enumerate()
            .flat_map(|(line, (vertices, pair))| {
                vertices.windows(2).enumerate().map(move |(vertex, ends)| {
                    let chord = Chord { from: in_space(ends[0]), to: in_space(ends[1]) };
                    (Stretch { pair, line, vertex }, chord)
                })
            })
            .unzip();
        Self { stretches, chords: Chords::new(chords), courses: lines }
    }

    /// The vertices of each line.
    pub(super) fn all(&self) -> &[Vec<LonLat>] {
        &self.courses
    }

    pub(super) fn nearest(&self, at: LonLat) -> Option<Nearest> {
        let in_space = in_space(at);
        let (place, distance_2) = self.chords.nearest(in_space)?;
        let Stretch { pair, line, vertex } = self.stretches[place];
        let is_river = matches!(pair, (Country::Afghanistan, Country::Tajikistan | Country::Uzbekistan));
        let along = self.chords.get(place).way_along(in_space);
        Some(Nearest {
            distance: on_ground(distance_2),
            side: side_of(&self.courses[line], vertex, at),
            foot: between(&self.courses[line], vertex, along),
            vertex,
            along,
            pair,
            is_river,
        })
    }

    /// The nearest point of a stretch.
    fn foot_on(&self, place: usize, in_space: InSpace) -> LonLat {
        let Stretch { line, vertex, .. } = self.stretches[place];
        between(&self.courses[line], vertex, self.chords.get(place).way_along(in_space))
    }

    /// The geodesic distance to the nearest of the lines.
    pub(super) fn distance(&self, at: LonLat) -> Metres {
        let in_space = in_space(at);
        let Some((nearest, distance_2)) = self.chords.nearest(in_space) else { return Metres(f64::INFINITY) };
        let chord = distance_2.sqrt();
        if chord < STRAIGHT_UP_TO {
            let foot = self.foot_on(nearest, in_space);
            // Chords run a little below the ground: beside the line that would count.
            return if chord < BESIDE { geodesic(at, foot) } else { arc(chord, at, foot) };
        }
        // The Earth is no sphere: seen from afar, the nearest stretch through it may be the second on the ground.
        const DOUBT: f64 = 2e-17;
        let farthest = (chord + DOUBT * chord.powi(3)).powi(2);
        let mut least = Metres(f64::INFINITY);
        self.chords.within(in_space, farthest, &mut |place| {
            let metres = geodesic(at, self.foot_on(place, in_space));
            if metres.0 < least.0 {
                least = metres;
            }
        });
        least
    }

    /// The vertices of the first line.
    pub(super) fn first(&self) -> &[LonLat] {
        self.courses.first().map_or(&[], Vec::as_slice)
    }

    /// Points a little off to the left of the lines, one for every `step` stretches.
    pub(super) fn left_of(&self, off: Metres, step: usize) -> impl Iterator<Item = LonLat> {
        const METRES_PER_DEGREE: f64 = 111_200.0;
        self.courses.iter().flat_map(|line| line.windows(2)).step_by(step).filter_map(move |ends| {
            let [(ax, ay), (bx, by)] = [ends[0], ends[1]].map(|end| plane(ends[0], end));
            let (east, north) = (bx - ax, by - ay);
            let off = off.0 / METRES_PER_DEGREE / east.hypot(north);
            let lon = ends[0].lon() - north * off / ends[0].lat().to_radians().cos();
            LonLat::new(lon, ends[0].lat() + east * off).ok()
        })
    }
}

/// The point of a stretch, as the file means it: straight in degrees.
fn between(line: &[LonLat], vertex: usize, along: f64) -> LonLat {
    let (from, to) = (line[vertex], line[(vertex + 1).min(line.len() - 1)]);
    let lon = from.lon() + (to.lon() - from.lon()) * along;
    LonLat::new(lon, from.lat() + (to.lat() - from.lat()) * along).unwrap_or(from)
}

/// The way along the ground over a chord of that many metres, within millimetres up to 300 km; a quarter of the time of
/// [`geodesic`].
///
/// # Source
/// Euler's radius of curvature in the direction of the chord, at its middle.
fn arc(chord: f64, from: LonLat, to: LonLat) -> Metres {
    let sin = f64::midpoint(from.lat(), to.lat()).to_radians().sin();
    let (north, east) = (to.lat() - from.lat(), (to.lon() - from.lon()) * (1.0 - sin * sin).sqrt());
    let towards_north = north * north / (north * north + east * east);
    let flat = 1.0 - ECCENTRICITY_2 * sin * sin;
    let across = SEMI_MAJOR / flat.sqrt();
    let along = across * (1.0 - ECCENTRICITY_2) / flat;
    let curvature = towards_north / along + (1.0 - towards_north) / across;
    let bent = (chord * curvature).powi(2);
    Metres(chord * (1.0 + bent / 24.0 + 3.0 * bent * bent / 640.0))
}

/// The side of a line that a point is on whose nearest stretch begins at that vertex.
fn side_of(line: &[LonLat], vertex: usize, at: LonLat) -> Side {
    let point = |vertex: usize| line.get(vertex).map(|&position| plane(at, position));
    let (Some(a), Some(b)) = (point(vertex), point(vertex + 1)) else { return Side::Left };
    // The point itself is the origin of the plane.
    let along = minus(b, a);
    let own = cross(along, minus((0.0, 0.0), a));
    let way = -(a.0 * along.0 + a.1 * along.1);
    let corner = if way <= 0.0 {
        vertex.checked_sub(1).and_then(point).map(|before| cross(minus(a, before), along))
    } else if way >= along.0 * along.0 + along.1 * along.1 {
        point(vertex + 2).map(|after| cross(along, minus(after, b)))
    } else {
        None
    };
    // What is nearest to a corner stands outside it: on the right where the line turns left.
    let left = match corner {
        Some(turn) if turn != 0.0 => turn < 0.0,
        Some(_) | None => own > 0.0,
    };
    if left { Side::Left } else { Side::Right }
}

/// East and north of a point, in degrees of a meridian; for points near each other.
fn plane(from: LonLat, to: LonLat) -> (f64, f64) {
    ((to.lon() - from.lon()) * from.lat().to_radians().cos(), to.lat() - from.lat())
}

fn minus(a: (f64, f64), b: (f64, f64)) -> (f64, f64) {
    (a.0 - b.0, a.1 - b.1)
}

/// Positive where the second points to the left of the first.
fn cross(a: (f64, f64), b: (f64, f64)) -> f64 {
    a.0 * b.1 - a.1 * b.0
}

/// The position on the WGS 84 ellipsoid, at height 0.
///
/// # Source
/// EPSG method 9602, geographic to geocentric; WGS 84 (EPSG 7030).
pub(super) fn in_space(at: LonLat) -> InSpace {
    let (lon, lat) = (at.lon().to_radians(), at.lat().to_radians());
    let normal = SEMI_MAJOR / (1.0 - ECCENTRICITY_2 * lat.sin().powi(2)).sqrt();
    [
        normal * lat.cos() * lon.cos(),
        normal * lat.cos() * lon.sin(),
        normal * (1.0 - ECCENTRICITY_2) * lat.sin(),
    ]
}

/// The way along the ground, from the square of the straight way through it. Within 0.1 % up to the length of
/// the frontier.
pub(super) fn on_ground(chord_2: f64) -> Metres {
    const MEAN_RADIUS: f64 = 6_371_008.8;
    let half = (chord_2.sqrt() / (2.0 * MEAN_RADIUS)).min(1.0);
    Metres(2.0 * MEAN_RADIUS * half.asin())
}
