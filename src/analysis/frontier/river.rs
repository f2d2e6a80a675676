//! The Panj and what it is above and below: kilometres along the river.
//!
//! Counted upstream from the mouth of the Vakhsh, where the Panj becomes the Amu Darya: up the Panj and on up the Pamir
//! to Lake Zorkul; down the Amu Darya they are negative. They are kilometres of this map's line, no official chainage.

use crate::{
    analysis::geodesy::geodesic,
    model::{LonLat, Metres},
};

use super::{Country, lines::Lines};

/// What the count means, in words for the user.
pub const RIVER_KM_WORDS: &str = "River-km are counted upstream from the mouth of the Vakhsh (km 0), along the line of \
this map: up the Panj, and on up the Pamir to Lake Zorkul; down the Amu Darya they are negative.";

/// Farther from the river than this, its kilometres say nothing of a place.
pub const RIVER_REACH: Metres = Metres(50_000.0);

/// A point of the river from which it bears another name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum River {
    AmuDarya,
    Panj,
    Pamir,
}

impl River {
    pub fn name(self) -> &'static str {
        match self {
            Self::AmuDarya => "Amu Darya",
            Self::Panj => "Panj",
            Self::Pamir => "Pamir",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::AmuDarya, Self::Panj, Self::Pamir].into_iter().find(|river| river.name() == name)
    }
}

/// The nearest point of the river.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiverPoint {
    pub river: River,
    /// Upstream of the mouth of the Vakhsh; negative below it.
    pub way: Metres,
    /// The point itself.
    pub foot: LonLat,
    /// From the point that was asked about, on the ground.
    pub distance: Metres,
    /// It is an end of the mapped river: what is asked about may lie beyond it.
    pub is_end: bool,
}

/// One line from below to the source, with the way to each vertex.
#[derive(Debug)]
pub(super) struct CentreLine {
    lines: Lines,
    /// Of each vertex, upstream from the mouth of the Vakhsh.
    ways: Vec<f64>,
    /// Where the Pamir begins, upstream.
    pamir_from: f64,
}

impl CentreLine {
    /// The rivers of the frontier, each from its lower to its upper end.
    pub(super) fn new(parts: impl Iterator<Item = (River, Vec<LonLat>)>) -> Self {
        let mut parts: Vec<(River, Vec<LonLat>)> = parts.collect();
        parts.sort_by_key(|(river, _)| *river as usize);
        let mut vertices: Vec<LonLat> = Vec::new();
        let (mut panj, mut pamir) = (0, 0);
        for (river, part) in parts {
            let starts = vertices.len().saturating_sub(1);
            match river {
                River::AmuDarya => {}
                River::Panj => panj = starts,
                River::Pamir => pamir = starts,
            }
            let met = usize::from(vertices.last() == part.first());
            vertices.extend(part.into_iter().skip(met));
        }
        let mut ways: Vec<f64> = Vec::with_capacity(vertices.len());
        let mut so_far = 0.0;
        for (place, vertex) in vertices.iter().enumerate() {
            if let Some(before) = place.checked_sub(1) {
                so_far += geodesic(vertices[before], *vertex).0;
            }
            ways.push(so_far);
        }
        let zero = ways.get(panj).copied().unwrap_or(0.0);
        for way in &mut ways {
            *way -= zero;
        }
        let pamir_from = ways.get(pamir).copied().unwrap_or(f64::INFINITY);
        let lines = Lines::new(std::iter::once(((Country::Afghanistan, Country::Tajikistan), vertices)));
        Self { lines, ways, pamir_from }
    }

    /// From the lower to the upper end.
    pub(super) fn vertices(&self) -> &[LonLat] {
        self.lines.first()
    }

    /// The lowest and the highest way there are.
    pub(super) fn ends(&self) -> (Metres, Metres) {
        let end = |way: Option<&f64>| Metres(way.copied().unwrap_or_default());
        (end(self.ways.first()), end(self.ways.last()))
    }

    pub(super) fn nearest(&self, at: LonLat) -> Option<RiverPoint> {
        let nearest = self.lines.nearest(at)?;
        let (from, to) = (self.ways[nearest.vertex], self.ways[nearest.vertex + 1]);
        let along = from + (to - from) * nearest.along;
        let is_end = (nearest.vertex == 0 && nearest.along <= 0.0)
            || (nearest.vertex + 2 == self.ways.len() && nearest.along >= 1.0);
        Some(RiverPoint {
            river: self.river_at(along),
            way: Metres(along),
            foot: nearest.foot,
            distance: nearest.distance,
            is_end,
        })
    }

    pub(super) fn river_at(&self, way: f64) -> River {
        if way < 0.0 {
            River::AmuDarya
        } else if way < self.pamir_from {
            River::Panj
        } else {
            River::Pamir
        }
    }
}
