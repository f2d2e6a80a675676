//! What can be measured of one point: how far the line is, on which bank it lies, where along the river.
//!
//! A point of a record stands for all that its precision admits: what differs within that is a range, or left open.

use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

use crate::model::{Degrees, Incident, LonLat, Metres, Place, Precision};

use super::{
    Bank, Frontier,
    lines::{away, way},
    river::{RIVER_REACH, River, RiverPoint},
};

/// A point and what was measured of it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    pub at: LonLat,
    /// How far the true place may be from the point.
    pub radius: Metres,
    /// To the Tajik–Afghan line, on either bank.
    pub distance: Metres,
    /// How far the mapped line may be from the true one, there where it is nearest.
    pub accuracy: Metres,
    pub bank: Bank,
    /// `None` far from the river, and beyond its ends.
    pub river: Option<RiverSpan>,
}

/// A stretch of the river that a place may be beside.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RiverSpan {
    /// Of the point itself.
    pub nearest: RiverPoint,
    /// The lowest and the highest that the place admits.
    pub from: Metres,
    pub to: Metres,
    pub river_from: River,
    pub river_to: River,
}

impl Measure {
    /// How far what is measured may be wrong: the place and the line together.
    pub fn reach(&self) -> Metres {
        Metres(self.radius.0 + self.accuracy.0)
    }
}

/// How far the true place of a record may be from its point: as stated, or as its precision has it. For a stretch the
/// way to the farthest of its positions; nothing where the precision says that no point can be defended.
pub fn radius_of(incident: &Incident) -> Option<Metres> {
    let Place { precision, radius, .. } = incident.place;
    let at = incident.place.drawn_at()?;
    let stretch = || {
        let ends = incident.ends.iter().map(|end| way(at, end.position).0);
        Metres(ends.fold(0.0, f64::max))
    };
    let radius = match (radius, precision) {
        (Some(radius), _) => radius,
        (None, Precision::Stretch) => stretch(),
        (None, _) => precision.typical_radius().unwrap_or(Metres(0.0)),
    };
    radius.0.is_finite().then(|| Metres(radius.0.max(0.0)))
}

/// Points around one, so many and so far; itself comes first.
pub(super) fn circle(at: LonLat, radius: Metres) -> impl Iterator<Item = LonLat> {
    const AROUND: u32 = 8;
    let around = if radius.0 > 0.0 { AROUND } else { 0 };
    let step = 360.0 / f64::from(AROUND);
    let points = (0..around).map(move |number| away(at, Degrees(f64::from(number) * step), radius));
    std::iter::once(at).chain(points)
}

impl Frontier {
    /// Measures a point that may be `radius` off.
    pub fn measure(&self, at: LonLat, radius: Metres) -> Measure {
        let accuracy = self.accuracy_at(at);
        Measure {
            at,
            radius,
            distance: self.distance_to_line(at),
            accuracy,
            bank: self.bank(at, Some(radius)),
            river: self.river_span(at, Metres(radius.0 + accuracy.0)),
        }
    }

    /// Measures the place of a record; `None` without a point that can be defended.
    pub fn measure_incident(&self, incident: &Incident) -> Option<Measure> {
        Some(self.measure(incident.place.drawn_at()?, radius_of(incident)?))
    }

    /// The nearest point of the Pamir, Panj or Amu Darya, however far.
    pub fn river_point(&self, at: LonLat) -> Option<RiverPoint> {
        self.river.nearest(at)
    }

    /// The river from its lower end in this map up to Lake Zorkul.
    pub fn river_line(&self) -> &[LonLat] {
        self.river.vertices()
    }

    /// The lowest and the highest kilometre of the river, as ways upstream of the mouth of the Vakhsh.
    pub fn river_ends(&self) -> (Metres, Metres) {
        self.river.ends()
    }

    fn river_span(&self, at: LonLat, reach: Metres) -> Option<RiverSpan> {
        let nearest = self.river.nearest(at)?;
        if nearest.distance.0 > RIVER_REACH.0 || (nearest.is_end && nearest.distance.0 > reach.0) {
            return None;
        }
        // One bed: what is a few steps off is beside the same stretch.
        const STEPS: Metres = Metres(150.0);
        let (mut from, mut to) = (nearest.way.0 - reach.0, nearest.way.0 + reach.0);
        if reach.0 > STEPS.0 {
            for point in circle(at, reach).skip(1).filter_map(|point| self.river.nearest(point)) {
                from = from.min(point.way.0);
                to = to.max(point.way.0);
            }
        }
        let (lowest, highest) = self.river.ends();
        let (from, to) = (from.max(lowest.0), to.min(highest.0));
        let (river_from, river_to) = (self.river.river_at(from), self.river.river_at(to));
        Some(RiverSpan { nearest, from: Metres(from), to: Metres(to), river_from, river_to })
    }
}

/// What was measured of the embedded frontier: a filter asks for the same places again and again.
static MEASURED: Mutex<Option<HashMap<[u64; 3], Measure>>> = Mutex::new(None);

/// The place of a record measured at the embedded frontier; remembered.
pub fn measured(incident: &Incident) -> Option<Measure> {
    /// Then all is forgotten: some 100 MB.
    const MOST: usize = 500_000;
    let (at, radius) = (incident.place.drawn_at()?, radius_of(incident)?);
    let key = [at.lon().to_bits(), at.lat().to_bits(), radius.0.to_bits()];
    let mut kept = MEASURED.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.get_or_insert_default();
    if let Some(measure) = kept.get(&key) {
        return Some(*measure);
    }
    let measure = Frontier::embedded().measure(at, radius);
    if kept.len() >= MOST {
        kept.clear();
    }
    kept.insert(key, measure);
    Some(measure)
}
