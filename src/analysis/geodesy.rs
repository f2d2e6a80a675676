//! Ways and areas on the ellipsoid: exact where the sphere of [`LonLat::distance_to`] is not.
//!
//! # Source
//! C. F. F. Karney, “Algorithms for geodesics”, J. Geodesy 87 (2013), on WGS 84.

use geo::{Bearing, Destination, Distance, Geodesic, GeodesicArea, LineString, Point, Polygon};

use crate::model::{Degrees, LonLat, Metres};

fn point(at: LonLat) -> Point {
    Point::new(at.lon(), at.lat())
}

/// The length of the shortest way along the ground.
pub fn geodesic(from: LonLat, to: LonLat) -> Metres {
    Metres(Geodesic.distance(point(from), point(to)))
}

/// The direction in which the shortest way sets out, from north over east; `None` where there is no way.
pub fn azimuth(from: LonLat, to: LonLat) -> Option<Degrees> {
    (from != to).then(|| Degrees(Geodesic.bearing(point(from), point(to)).rem_euclid(360.0)))
}

/// The place so far away in that direction, from north over east.
pub fn destination(from: LonLat, direction: Degrees, distance: Metres) -> Option<LonLat> {
    let to = Geodesic.destination(point(from), direction.0, distance.0);
    LonLat::new(to.x(), to.y()).ok()
}

/// The area inside a ring of shortest ways in square metres, whichever way round it goes.
pub fn area(ring: &[LonLat]) -> f64 {
    let outer: LineString = ring.iter().map(|at| (at.lon(), at.lat())).collect();
    Polygon::new(outer, Vec::new()).geodesic_area_signed().abs()
}
