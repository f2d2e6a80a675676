//! Coordinates of the planes that Marz knows, as longitude and latitude.

use crate::{
    analysis::notations::grid::{GridPosition, Hemisphere, Zone},
    store::formats::shapes::Plane,
};

/// Half the side of the Mercator square, metres.
///
/// # Source
/// EPSG:3857: π times the equatorial radius of WGS 84.
const HALF_SQUARE: f64 = std::f64::consts::PI * 6_378_137.0;

/// Longitude and latitude, degrees; `None` outside the plane.
pub fn to_degrees(plane: &Plane, x: f64, y: f64) -> Option<[f64; 2]> {
    match plane {
        Plane::Degrees => Some([x, y]),
        Plane::WebMercator => {
            // A metre beyond the edge is rounding.
            let is_inside = x.abs() <= HALF_SQUARE + 1.0 && y.abs() <= HALF_SQUARE + 1.0;
            let lat = (y / HALF_SQUARE * std::f64::consts::PI).sinh().atan().to_degrees();
            is_inside.then_some([(x / HALF_SQUARE * 180.0).clamp(-180.0, 180.0), lat])
        }
        Plane::Utm { zone, south } => {
            let hemisphere = if *south { Hemisphere::South } else { Hemisphere::North };
            let grid = GridPosition { zone: Zone::Utm(*zone), hemisphere, easting: x, northing: y };
            grid.position().map(|at| [at.lon(), at.lat()])
        }
        Plane::Unknown(_) => None,
    }
}

/// The northern and southern edge of the square Mercator world, degrees.
const MAX_LATITUDE: f64 = 85.051_128_779_806_6;

/// Longitude and latitude in degrees on the Mercator square: 0 to 1 from west to east and from north to south.
///
/// # Source
/// Web Mercator, EPSG:3857: y = asinh(tan φ).
pub fn mercator(lon: f64, lat: f64) -> [f64; 2] {
    use std::f64::consts::PI;
    let lat = lat.clamp(-MAX_LATITUDE, MAX_LATITUDE);
    [f64::midpoint(1.0, lon.to_radians() / PI), f64::midpoint(1.0, -lat.to_radians().tan().asinh() / PI)]
}
