//! Where the frontier river may be crossed: checkpoints and bridges, each with who reports it.

use serde::Deserialize;

use crate::{
    analysis::{
        bearing,
        embedded::{CROSSINGS, Geometry, read_layer},
        geodesy::geodesic,
    },
    model::{Degrees, LonLat, Metres},
};

/// An official checkpoint, with a bridge or without.
#[derive(Clone, Debug, PartialEq)]
pub struct Crossing {
    /// The places on the two banks: Tajikistan's or Uzbekistan's, and Afghanistan's.
    pub north: String,
    pub afghan: String,
    pub at: LonLat,
    /// How far from `at` it may truly be.
    pub accuracy: Metres,
    pub source: String,
}

impl Crossing {
    /// `Tem–Demogan`.
    pub fn name(&self) -> String {
        format!("{}–{}", self.north, self.afghan)
    }
}

/// The crossing nearest to a point, as the crow flies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearestCrossing<'a> {
    pub crossing: &'a Crossing,
    pub distance: Metres,
    /// From the point to the crossing.
    pub bearing: Degrees,
}

pub(super) fn read() -> Vec<Crossing> {
    let features = read_layer::<Facts>(CROSSINGS).into_iter();
    features
        .filter_map(|feature| {
            let Geometry::Point([lon, lat]) = feature.geometry else { return None };
            let Facts { place_north, place_afghan, accuracy, source } = feature.properties;
            let accuracy = Metres(accuracy);
            let at = LonLat::new(lon, lat).ok()?;
            Some(Crossing { north: place_north, afghan: place_afghan, at, accuracy, source })
        })
        .collect()
}

/// The nearest of them.
pub(super) fn nearest(crossings: &[Crossing], at: LonLat) -> Option<NearestCrossing<'_>> {
    let far = |crossing: &Crossing| crossing.at.distance_to(at).0;
    let crossing = crossings.iter().min_by(|a, b| far(a).total_cmp(&far(b)))?;
    Some(NearestCrossing { crossing, distance: geodesic(at, crossing.at), bearing: bearing(at, crossing.at) })
}

#[derive(Deserialize)]
struct Facts {
    place_north: String,
    place_afghan: String,
    accuracy: f64,
    source: String,
}
