//! Quantities with their units: degrees, metres, zoom levels and positions on the globe.
//!
//! A bare `f64` never crosses a function boundary as a coordinate or a length.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Coordinates are kept to 1e-7 of a degree (about a centimetre), the precision of the native file.
const COORDINATE_STEPS_PER_DEGREE: f64 = 1e7;

/// The radius of a sphere with the Earth's mean radius (IUGG R1).
const EARTH_RADIUS: Metres = Metres(6_371_008.8);

/// An angle in degrees.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Degrees(pub f64);

/// A length on the ground in metres.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Metres(pub f64);

impl fmt::Display for Metres {
    /// `850 m`, `2.4 km`, `25 km`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let metres = self.0;
        if metres.abs() < 995.0 {
            write!(f, "{metres:.0} m")
        } else if metres.abs() < 9_950.0 {
            write!(f, "{:.1} km", metres / 1000.0)
        } else {
            write!(f, "{:.0} km", metres / 1000.0)
        }
    }
}

/// A web-map zoom level: at zoom `z` the whole world is `256 · 2^z` logical pixels wide.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Zoom(pub f64);

/// Why a number is not a position.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum UnitsError {
    #[error("latitude {0} is not between −90 and 90")]
    Latitude(f64),
    #[error("longitude {0} is not between −180 and 180")]
    Longitude(f64),
}

/// A position on the WGS 84 globe, longitude first, kept to 1e-7 of a degree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "(f64, f64)", into = "(f64, f64)")]
pub struct LonLat {
    lon: f64,
    lat: f64,
}

impl LonLat {
    /// # Errors
    /// When a number is not finite or lies outside ±180 (longitude) or ±90 (latitude).
    pub fn new(lon: f64, lat: f64) -> Result<Self, UnitsError> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(UnitsError::Latitude(lat));
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(UnitsError::Longitude(lon));
        }
        let keep = |degrees: f64| {
            let kept = (degrees * COORDINATE_STEPS_PER_DEGREE).round() / COORDINATE_STEPS_PER_DEGREE;
            kept + 0.0 // never −0
        };
        Ok(Self { lon: keep(lon), lat: keep(lat) })
    }

    pub fn lon(self) -> f64 {
        self.lon
    }

    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Great-circle distance on the mean sphere; within 0.5 % of the ellipsoid.
    ///
    /// # Source
    /// The haversine formula.
    pub fn distance_to(self, other: Self) -> Metres {
        let (lat_a, lat_b) = (self.lat.to_radians(), other.lat.to_radians());
        let half_lat = ((lat_b - lat_a) / 2.0).sin();
        let half_lon = ((other.lon - self.lon).to_radians() / 2.0).sin();
        let h = half_lat * half_lat + lat_a.cos() * lat_b.cos() * half_lon * half_lon;
        Metres(2.0 * EARTH_RADIUS.0 * h.sqrt().min(1.0).asin())
    }
}

impl TryFrom<(f64, f64)> for LonLat {
    type Error = UnitsError;

    fn try_from((lon, lat): (f64, f64)) -> Result<Self, UnitsError> {
        Self::new(lon, lat)
    }
}

impl From<LonLat> for (f64, f64) {
    fn from(position: LonLat) -> Self {
        (position.lon, position.lat)
    }
}

impl fmt::Display for LonLat {
    /// `37.7604° N, 70.1891° E`: latitude first, as people say it, to four decimals (about 10 m).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let north_south = if self.lat < 0.0 { 'S' } else { 'N' };
        let east_west = if self.lon < 0.0 { 'W' } else { 'E' };
        write!(f, "{:.4}° {north_south}, {:.4}° {east_west}", self.lat.abs(), self.lon.abs())
    }
}

/// A box between two parallels and two meridians; it never crosses the antimeridian.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Extent {
    pub west: f64,
    pub south: f64,
    pub east: f64,
    pub north: f64,
}

impl Extent {
    /// The whole Tajik–Afghan frontier with a margin.
    pub const FRONTIER: Self = Self { west: 67.3, south: 36.4, east: 75.3, north: 38.9 };

    /// The smallest extent around the positions, `None` when there is none.
    pub fn around(positions: impl IntoIterator<Item = LonLat>) -> Option<Self> {
        positions.into_iter().fold(None, |extent: Option<Self>, p| {
            let e = extent.unwrap_or(Self { west: p.lon, south: p.lat, east: p.lon, north: p.lat });
            Some(Self {
                west: e.west.min(p.lon),
                south: e.south.min(p.lat),
                east: e.east.max(p.lon),
                north: e.north.max(p.lat),
            })
        })
    }

    pub fn contains(self, p: LonLat) -> bool {
        (self.west..=self.east).contains(&p.lon) && (self.south..=self.north).contains(&p.lat)
    }

    pub fn overlaps(self, other: Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }

    pub fn centre(self) -> LonLat {
        LonLat { lon: f64::midpoint(self.west, self.east), lat: f64::midpoint(self.south, self.north) }
    }
}
