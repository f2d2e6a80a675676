//! What the readers and writers of foreign files are lent: every notation of positions that Marz knows, and rings on
//! the ground.

use super::{geodesy, notations, projected};
use crate::{
    model::{Degrees, LonLat, Metres},
    store::formats::Skills,
};

/// All that is known here of how positions are written.
pub const SKILLS: Skills = Skills { to_degrees: projected::to_degrees, angle, position };

fn angle(text: &str) -> Option<f64> {
    notations::read_angle(text).ok().map(|angle| angle.degrees)
}

fn position(text: &str) -> Option<LonLat> {
    notations::read(text, None).certain().map(|reading| reading.position)
}

/// The ring around a place, against the clock as GeoJSON wants it, without its first place again at the end.
pub fn ring(around: LonLat, radius: Metres) -> Vec<LonLat> {
    const CORNERS: i32 = 64;
    let direction = |corner: i32| Degrees(360.0 - 360.0 * f64::from(corner) / f64::from(CORNERS));
    (0..CORNERS).filter_map(|corner| geodesy::destination(around, direction(corner), radius)).collect()
}
