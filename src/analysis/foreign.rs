//! What the readers of foreign files are lent: every notation of positions that Marz knows.

use super::{notations, projected};
use crate::{model::LonLat, store::formats::Skills};

/// All that is known here of how positions are written.
pub const SKILLS: Skills = Skills { to_degrees: projected::to_degrees, angle, position };

fn angle(text: &str) -> Option<f64> {
    notations::read_angle(text).ok().map(|angle| angle.degrees)
}

fn position(text: &str) -> Option<LonLat> {
    notations::read(text, None).certain().map(|reading| reading.position)
}
