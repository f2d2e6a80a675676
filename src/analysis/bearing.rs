//! In which direction one point lies from another, in words.

use crate::model::{Degrees, LonLat};

/// The direction in which one sets out from `from` to reach `to` on the shortest way: 0 is north, 90 east.
///
/// # Source
/// The initial bearing of a great circle.
pub fn bearing(from: LonLat, to: LonLat) -> Degrees {
    let (lat_a, lat_b) = (from.lat().to_radians(), to.lat().to_radians());
    let (sin, cos) = (to.lon() - from.lon()).to_radians().sin_cos();
    let east = sin * lat_b.cos();
    let north = lat_a.cos() * lat_b.sin() - lat_a.sin() * lat_b.cos() * cos;
    Degrees(east.atan2(north).to_degrees().rem_euclid(360.0))
}

/// `N`, `NE`, `E` … as people say it.
pub fn compass_point(direction: Degrees) -> &'static str {
    const POINTS: [&str; 8] = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
    let eighth = (direction.0 / 45.0).round().rem_euclid(8.0) as usize;
    POINTS.get(eighth).copied().unwrap_or("N")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn directions_are_told_as_on_a_compass() {
        let middle = LonLat::new(69.0, 37.0).unwrap();
        for (lon, lat, told) in [
            (69.0, 38.0, "N"),
            (70.0, 37.8, "NE"),
            (70.0, 37.0, "E"),
            (70.0, 36.2, "SE"),
            (69.0, 36.0, "S"),
            (68.0, 36.2, "SW"),
            (68.0, 37.0, "W"),
            (68.0, 37.8, "NW"),
            (68.9, 38.0, "N"),
        ] {
            assert_eq!(compass_point(bearing(middle, LonLat::new(lon, lat).unwrap())), told, "{lon} {lat}");
        }
    }
}
