//! What can be measured of one point: how far the line is, on which bank it lies, where along the river.
//!
//! A point of a record stands for all that its precision admits: what differs within that is a range, or left open.

use std::{
    collections::HashMap,
    ops::ControlFlow,
    sync::{Mutex, PoisonError},
};

use crate::{
    analysis::geodesy::{destination, geodesic},
    model::{Degrees, Document, Incident, LonLat, Metres, Place, Precision},
};

use super::{
    Bank, Country, Frontier,
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
    /// The bank is that of the country that the record states: the point is not known well enough.
    pub as_recorded: bool,
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
fn radius_of(incident: &Incident) -> Option<Metres> {
    let Place { precision, radius, .. } = incident.place;
    let at = incident.place.drawn_at()?;
    let stretch = || {
        let ends = incident.ends.iter().map(|end| geodesic(at, end.position).0);
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
    let points = (0..around)
        .map(move |number| destination(at, Degrees(f64::from(number) * step), radius).unwrap_or(at));
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
            as_recorded: false,
            river: self.river_span(at, Metres(radius.0 + accuracy.0)),
        }
    }

    /// Measures the place of a record. Where only its precision leaves the bank open, the country that the record states
    /// tells it, unless the point itself lies in the other.
    pub(super) fn measure_place(&self, place: &PlaceAsked) -> Measure {
        let measure = self.measure(place.at, place.radius);
        if measure.bank != Bank::Undetermined {
            return measure;
        }
        let of_point = self.bank(place.at, None);
        let as_recorded = match (of_point, place.country) {
            (Bank::Tajik, Some(Country::Tajikistan)) | (Bank::Afghan, Some(Country::Afghanistan)) => true,
            (Bank::Tajik | Bank::Afghan | Bank::Elsewhere(_) | Bank::Undetermined, _) => false,
        };
        if as_recorded { Measure { bank: of_point, as_recorded, ..measure } } else { measure }
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

/// What the answers for a record depend on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PlaceAsked {
    pub(super) at: LonLat,
    pub(super) radius: Metres,
    /// As the record states it.
    pub(super) country: Option<Country>,
}

/// The same as numbers, to remember an answer by.
pub(super) type PlaceKey = ([u64; 3], Option<Country>);

impl PlaceAsked {
    /// `None` without a point that can be defended.
    pub(super) fn of(incident: &Incident) -> Option<Self> {
        let (at, radius) = (incident.place.drawn_at()?, radius_of(incident)?);
        Some(Self { at, radius, country: incident.place.country.as_deref().and_then(Country::named) })
    }

    pub(super) fn key(&self) -> PlaceKey {
        ([self.at.lon().to_bits(), self.at.lat().to_bits(), self.radius.0.to_bits()], self.country)
    }
}

/// What was measured at the embedded frontier: a filter asks for the same places again and again.
static MEASURED: Mutex<Option<HashMap<PlaceKey, Measure>>> = Mutex::new(None);

/// Whether so many places of a document or more have not been measured yet.
pub fn lacks_measures(document: &Document, many: usize) -> bool {
    let kept = MEASURED.lock().unwrap_or_else(PoisonError::into_inner);
    let is_new = |place: &PlaceAsked| kept.as_ref().is_none_or(|kept| !kept.contains_key(&place.key()));
    let places = document.outlines().filter_map(|incident| PlaceAsked::of(&incident));
    places.filter(is_new).nth(many.saturating_sub(1)).is_some()
}

/// Measures the place of every incident, to be remembered. `done` hears now and then how many have had their turn, and
/// may end it.
pub fn measure_all(document: &Document, mut done: impl FnMut(usize) -> ControlFlow<()>) {
    const TOLD_EVERY: usize = 500;
    for (number, incident) in document.outlines().enumerate() {
        if number % TOLD_EVERY == 0 && done(number).is_break() {
            return;
        }
        measured(&incident);
    }
}

/// The place of a record measured at the embedded frontier; remembered.
pub fn measured(incident: &Incident) -> Option<Measure> {
    /// Then all is forgotten: some 400 MB.
    const MOST: usize = 2_000_000;
    let place = PlaceAsked::of(incident)?;
    let mut kept = MEASURED.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.get_or_insert_default();
    if let Some(measure) = kept.get(&place.key()) {
        return Some(*measure);
    }
    let measure = Frontier::embedded().measure_place(&place);
    if kept.len() >= MOST {
        kept.clear();
    }
    kept.insert(place.key(), measure);
    Some(measure)
}
