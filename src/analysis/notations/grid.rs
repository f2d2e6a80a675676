//! The metre grids: UTM between 80° S and 84° N, UPS around the poles.
//!
//! # Source
//! C. F. F. Karney, “Transverse Mercator with an accuracy of a few nanometers”, J. Geodesy 85 (2011): the
//! Krüger series to the sixth order. Zones, with their exceptions in Norway and Svalbard, and the polar grid:
//! NGA.SIG.0012 (2014). The ellipsoid is WGS 84.

use std::f64::consts::FRAC_PI_2;

use crate::model::LonLat;

const EQUATORIAL_RADIUS: f64 = 6_378_137.0;
const FLATTENING: f64 = 1.0 / 298.257_223_563;
const UTM_SCALE: f64 = 0.9996;
const UPS_SCALE: f64 = 0.994;
const UTM_FALSE_EASTING: f64 = 500_000.0;
/// Added to northings south of the equator.
pub(super) const SOUTHERN_NORTHING: f64 = 10_000_000.0;
const UPS_FALSE_ORIGIN: f64 = 2_000_000.0;

/// Which half of the globe a grid belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hemisphere {
    North,
    South,
}

impl Hemisphere {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::North => "north",
            Self::South => "south",
        }
    }
}

/// The grid of a position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Transverse Mercator, 1 to 60.
    Utm(u8),
    /// Polar stereographic.
    Ups,
}

/// A position on a metre grid.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GridPosition {
    pub zone: Zone,
    pub hemisphere: Hemisphere,
    /// Metres east of the grid's false origin.
    pub easting: f64,
    /// Metres north of the grid's false origin.
    pub northing: f64,
}

impl GridPosition {
    /// The position on the grid that it belongs to.
    pub fn of(at: LonLat) -> Self {
        let hemisphere = if at.lat() < 0.0 { Hemisphere::South } else { Hemisphere::North };
        let zone = zone_of(at);
        let (easting, northing) = match zone {
            Zone::Utm(number) => {
                let (x, y) = transverse_mercator(at.lat(), from_meridian(at.lon(), number));
                let origin = match hemisphere {
                    Hemisphere::North => 0.0,
                    Hemisphere::South => SOUTHERN_NORTHING,
                };
                (UTM_FALSE_EASTING + x, origin + y)
            }
            Zone::Ups => {
                let radius = polar_radius(at.lat().abs());
                let (sine, cosine) = at.lon().to_radians().sin_cos();
                let down = match hemisphere {
                    Hemisphere::North => -cosine,
                    Hemisphere::South => cosine,
                };
                (UPS_FALSE_ORIGIN + radius * sine, UPS_FALSE_ORIGIN + radius * down)
            }
        };
        Self { zone, hemisphere, easting, northing }
    }

    /// Where on the globe this is; `None` when the numbers lie off the grid.
    pub fn position(self) -> Option<LonLat> {
        match self.zone {
            Zone::Utm(number) => {
                if !(1..=60).contains(&number) || !(0.0..=1_000_000.0).contains(&self.easting) {
                    return None;
                }
                let y = match self.hemisphere {
                    Hemisphere::North => self.northing,
                    Hemisphere::South => self.northing - SOUTHERN_NORTHING,
                };
                if !(-9_400_000.0..=9_400_000.0).contains(&y) {
                    return None;
                }
                let (lat, from_meridian) = geographic(self.easting - UTM_FALSE_EASTING, y);
                LonLat::new(within_half_turn(meridian(number) + from_meridian), lat).ok()
            }
            Zone::Ups => {
                let (x, y) = (self.easting - UPS_FALSE_ORIGIN, self.northing - UPS_FALSE_ORIGIN);
                if !(0.0..=UPS_FALSE_ORIGIN).contains(&x.hypot(y)) {
                    return None;
                }
                let lat = polar_latitude(x.hypot(y));
                match self.hemisphere {
                    Hemisphere::North => LonLat::new(x.atan2(-y).to_degrees(), lat).ok(),
                    Hemisphere::South => LonLat::new(x.atan2(y).to_degrees(), -lat).ok(),
                }
            }
        }
    }
}

/// The UTM zone of a position with the exceptions of Norway and Svalbard; UPS from 84° N and below 80° S.
pub fn zone_of(at: LonLat) -> Zone {
    let (lon, lat) = (at.lon(), at.lat());
    if !(-80.0..84.0).contains(&lat) {
        return Zone::Ups;
    }
    // The antimeridian belongs to zone 1.
    let plain = (((lon + 180.0) / 6.0).floor() as i32).rem_euclid(60) as u8 + 1;
    let number = if (56.0..64.0).contains(&lat) && plain == 31 && lon >= 3.0 {
        32
    } else if lat >= 72.0 && (0.0..42.0).contains(&lon) {
        match lon {
            ..9.0 => 31,
            ..21.0 => 33,
            ..33.0 => 35,
            _ => 37,
        }
    } else {
        plain
    };
    Zone::Utm(number)
}

/// The middle meridian of a zone, in degrees.
fn meridian(zone: u8) -> f64 {
    f64::from(zone) * 6.0 - 183.0
}

/// Degrees east of the zone's middle meridian, within ±180.
fn from_meridian(lon: f64, zone: u8) -> f64 {
    within_half_turn(lon - meridian(zone))
}

fn within_half_turn(degrees: f64) -> f64 {
    if degrees > 180.0 {
        degrees - 360.0
    } else if degrees < -180.0 {
        degrees + 360.0
    } else {
        degrees
    }
}

const N: f64 = FLATTENING / (2.0 - FLATTENING);
const N2: f64 = N * N;
const N3: f64 = N2 * N;
const N4: f64 = N3 * N;
const N5: f64 = N4 * N;
const N6: f64 = N5 * N;
/// A quarter of the meridian over π/2.
const RECTIFYING_RADIUS: f64 = EQUATORIAL_RADIUS / (1.0 + N) * (1.0 + N2 / 4.0 + N4 / 64.0 + N6 / 256.0);
const TO_GRID: [f64; 6] = [
    N / 2.0 - 2.0 / 3.0 * N2 + 5.0 / 16.0 * N3 + 41.0 / 180.0 * N4 - 127.0 / 288.0 * N5
        + 7891.0 / 37800.0 * N6,
    13.0 / 48.0 * N2 - 3.0 / 5.0 * N3 + 557.0 / 1440.0 * N4 + 281.0 / 630.0 * N5
        - 1_983_433.0 / 1_935_360.0 * N6,
    61.0 / 240.0 * N3 - 103.0 / 140.0 * N4 + 15061.0 / 26880.0 * N5 + 167_603.0 / 181_440.0 * N6,
    49561.0 / 161_280.0 * N4 - 179.0 / 168.0 * N5 + 6_601_661.0 / 7_257_600.0 * N6,
    34729.0 / 80640.0 * N5 - 3_418_889.0 / 1_995_840.0 * N6,
    212_378_941.0 / 319_334_400.0 * N6,
];
const FROM_GRID: [f64; 6] = [
    N / 2.0 - 2.0 / 3.0 * N2 + 37.0 / 96.0 * N3 - 1.0 / 360.0 * N4 - 81.0 / 512.0 * N5
        + 96199.0 / 604_800.0 * N6,
    1.0 / 48.0 * N2 + 1.0 / 15.0 * N3 - 437.0 / 1440.0 * N4 + 46.0 / 105.0 * N5
        - 1_118_711.0 / 3_870_720.0 * N6,
    17.0 / 480.0 * N3 - 37.0 / 840.0 * N4 - 209.0 / 4480.0 * N5 + 5569.0 / 90720.0 * N6,
    4397.0 / 161_280.0 * N4 - 11.0 / 504.0 * N5 - 830_251.0 / 7_257_600.0 * N6,
    4583.0 / 161_280.0 * N5 - 108_847.0 / 3_991_680.0 * N6,
    20_648_693.0 / 638_668_800.0 * N6,
];

fn eccentricity() -> f64 {
    (FLATTENING * (2.0 - FLATTENING)).sqrt()
}

/// The tangent of the conformal latitude from the tangent of the latitude.
fn conformal(tangent: f64) -> f64 {
    let e = eccentricity();
    let hypotenuse = 1.0_f64.hypot(tangent);
    let sigma = (e * (e * tangent / hypotenuse).atanh()).sinh();
    tangent * 1.0_f64.hypot(sigma) - sigma * hypotenuse
}

/// The inverse of [`conformal`], by Newton's method; three steps reach the last digit.
fn geodetic(conformal_tangent: f64) -> f64 {
    let one_less_e2 = (1.0 - FLATTENING) * (1.0 - FLATTENING);
    let mut tangent = conformal_tangent / one_less_e2;
    if tangent.abs() > 1e12 {
        return tangent; // the pole
    }
    for _ in 0..5 {
        let here = conformal(tangent);
        tangent += (conformal_tangent - here) / 1.0_f64.hypot(here) * (1.0 + one_less_e2 * tangent * tangent)
            / (one_less_e2 * 1.0_f64.hypot(tangent));
    }
    tangent
}

/// Degrees to metres from the crossing of the equator with the middle meridian.
fn transverse_mercator(lat: f64, from_meridian: f64) -> (f64, f64) {
    let (sine, cosine) = from_meridian.to_radians().sin_cos();
    let tangent = conformal(lat.to_radians().tan());
    let xi = tangent.atan2(cosine);
    let eta = (sine / tangent.hypot(cosine)).asinh();
    let (mut y, mut x) = (xi, eta);
    for (coefficient, order) in TO_GRID.iter().zip([2.0, 4.0, 6.0, 8.0, 10.0, 12.0]) {
        y += coefficient * (order * xi).sin() * (order * eta).cosh();
        x += coefficient * (order * xi).cos() * (order * eta).sinh();
    }
    let scale = UTM_SCALE * RECTIFYING_RADIUS;
    (scale * x, scale * y)
}

/// Metres to (latitude, degrees from the middle meridian).
fn geographic(x: f64, y: f64) -> (f64, f64) {
    let scale = UTM_SCALE * RECTIFYING_RADIUS;
    let (xi, eta) = (y / scale, x / scale);
    let (mut xi_c, mut eta_c) = (xi, eta);
    for (coefficient, order) in FROM_GRID.iter().zip([2.0, 4.0, 6.0, 8.0, 10.0, 12.0]) {
        xi_c -= coefficient * (order * xi).sin() * (order * eta).cosh();
        eta_c -= coefficient * (order * xi).cos() * (order * eta).sinh();
    }
    let tangent = geodetic(xi_c.sin() / eta_c.sinh().hypot(xi_c.cos()));
    (tangent.atan().to_degrees(), eta_c.sinh().atan2(xi_c.cos()).to_degrees())
}

/// ρ over the tangent of half the conformal colatitude.
fn polar_scale() -> f64 {
    let e = eccentricity();
    2.0 * EQUATORIAL_RADIUS * UPS_SCALE / ((1.0 + e).powf(1.0 + e) * (1.0 - e).powf(1.0 - e)).sqrt()
}

/// Metres from the pole at a latitude of that hemisphere.
fn polar_radius(lat: f64) -> f64 {
    if lat >= 90.0 {
        return 0.0;
    }
    let tangent = conformal(lat.to_radians().tan());
    polar_scale() / (tangent + 1.0_f64.hypot(tangent))
}

fn polar_latitude(radius: f64) -> f64 {
    let t = radius / polar_scale();
    if t < 1e-15 {
        return FRAC_PI_2.to_degrees();
    }
    geodetic((1.0 / t - t) / 2.0).atan().to_degrees()
}
