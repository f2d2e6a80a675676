//! Where the rows stand on the map, and what a crowd of them is told by: a column in the order of time.

use std::{collections::HashMap, sync::Arc};

use crate::{
    analysis::projected::mercator,
    model::{Incident, LonLat, Precision},
};

/// Steps of the whole world from west to east, and from north to south: about a centimetre each.
pub const WORLD_STEPS: f64 = 4_294_967_296.0;

/// One incident as a crowd sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spot {
    /// From the west and from the north of the Mercator square, in [`WORLD_STEPS`].
    pub x: u32,
    pub y: u32,
    /// The best number of people killed, or where there is none, the lowest.
    pub killed: u32,
    /// The type, by its place in [`Spots::kinds`].
    pub kind: u16,
    traits: u8,
}

const PLACED: u8 = 1;
const ROUGH: u8 = 2;
const AREA: u8 = 4;
const WAY: u8 = 8;
const KILLED_STATED: u8 = 16;

impl Spot {
    fn of(incident: &Incident, kind: u16) -> Self {
        let precision = incident.place.precision;
        let drawn_at = incident.place.drawn_at();
        let (x, y) = drawn_at.map_or((u32::MAX, u32::MAX), steps_of);
        let trait_of = |has: bool, of: u8| if has { of } else { 0 };
        let has_way = precision != Precision::Stretch && !incident.ends.is_empty();
        let toll = &incident.killed;
        Self {
            x,
            y,
            killed: toll.best.or(toll.low).unwrap_or(0),
            kind,
            traits: trait_of(drawn_at.is_some(), PLACED)
                | trait_of(precision.is_administrative(), ROUGH)
                | trait_of(!precision.is_point(), AREA)
                | trait_of(has_way, WAY)
                | trait_of(toll.is_stated(), KILLED_STATED),
        }
    }

    /// Whether it is on the map at all.
    pub fn is_placed(self) -> bool {
        self.traits & PLACED != 0
    }

    /// Whether no more than the district or the province is known.
    pub fn is_rough(self) -> bool {
        self.traits & ROUGH != 0
    }

    /// Whether its place is an area or a line and no point.
    pub fn is_area(self) -> bool {
        self.traits & AREA != 0
    }

    /// Whether it has further positions that are drawn.
    pub fn has_way(self) -> bool {
        self.traits & WAY != 0
    }

    /// Whether a source tells how many were killed.
    pub fn states_killed(self) -> bool {
        self.traits & KILLED_STATED != 0
    }
}

/// A part of the world in [`WORLD_STEPS`], its edges with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// West and north.
    pub min: [u32; 2],
    /// East and south.
    pub max: [u32; 2],
}

impl Part {
    /// A part of the Mercator square (west, north, east, south; 0 to 1).
    pub fn of([west, north, east, south]: [f64; 4]) -> Self {
        let step = |at: f64| (at * WORLD_STEPS).clamp(0.0, f64::from(u32::MAX)) as u32;
        Self { min: [step(west), step(north)], max: [step(east), step(south)] }
    }

    /// What holds all of them.
    pub(super) fn around(spots: impl Iterator<Item = Spot>) -> Self {
        let nothing = Self { min: [u32::MAX; 2], max: [0; 2] };
        spots.fold(nothing, |around, spot| Self {
            min: [around.min[0].min(spot.x), around.min[1].min(spot.y)],
            max: [around.max[0].max(spot.x), around.max[1].max(spot.y)],
        })
    }

    #[inline]
    pub fn holds(self, spot: Spot) -> bool {
        (self.min[0]..=self.max[0]).contains(&spot.x) & (self.min[1]..=self.max[1]).contains(&spot.y)
    }

    /// What holds both.
    #[must_use]
    pub fn joined(self, other: Self) -> Self {
        let axes = [0, 1];
        Self {
            min: axes.map(|axis| self.min[axis].min(other.min[axis])),
            max: axes.map(|axis| self.max[axis].max(other.max[axis])),
        }
    }

    #[inline]
    pub fn touches(self, other: Self) -> bool {
        let along = |axis: usize| self.min[axis] <= other.max[axis] && other.min[axis] <= self.max[axis];
        along(0) & along(1)
    }

    #[inline]
    pub fn covers(self, other: Self) -> bool {
        let along = |axis: usize| self.min[axis] <= other.min[axis] && other.max[axis] <= self.max[axis];
        along(0) & along(1)
    }
}

/// The nearest step; the far edges of the square belong to its last one.
fn steps_of(at: LonLat) -> (u32, u32) {
    let [x, y] = mercator(at.lon(), at.lat());
    let step = |part: f64| (part * WORLD_STEPS).clamp(0.0, f64::from(u32::MAX)) as u32;
    (step(x), step(y))
}

/// The spots of all rows.
#[derive(Clone, Debug, Default)]
pub struct Spots {
    rows: Vec<Spot>,
    kinds: Vec<Arc<str>>,
    coder: HashMap<Arc<str>, u16>,
}

impl Spots {
    pub fn of(incidents: impl Iterator<Item = impl AsRef<Incident>>) -> Self {
        let mut spots = Self::default();
        for incident in incidents {
            spots.push(incident.as_ref());
        }
        spots
    }

    pub(super) fn with_capacity(rows: usize) -> Self {
        Self { rows: Vec::with_capacity(rows), ..Self::default() }
    }

    pub(super) fn push(&mut self, incident: &Incident) {
        let spot = self.spot_of(incident);
        self.rows.push(spot);
    }

    /// Puts the rows into another order: which were where.
    pub(super) fn reorder(&mut self, order: &[u32]) {
        self.rows = order.iter().map(|place| self.rows[*place as usize]).collect();
    }

    /// One for each row.
    pub fn rows(&self) -> &[Spot] {
        &self.rows
    }

    /// The codes of the types that occur, or did.
    pub fn kinds(&self) -> &[Arc<str>] {
        &self.kinds
    }

    pub(super) fn insert(&mut self, row: usize, incident: &Incident) {
        let spot = self.spot_of(incident);
        self.rows.insert(row, spot);
    }

    pub(super) fn remove(&mut self, row: usize) {
        self.rows.remove(row);
    }

    /// The spot that it was, and that it is.
    pub(super) fn replace(&mut self, row: usize, incident: &Incident) -> (Spot, Spot) {
        let spot = self.spot_of(incident);
        (std::mem::replace(&mut self.rows[row], spot), spot)
    }

    fn spot_of(&mut self, incident: &Incident) -> Spot {
        let code = &*incident.event_type;
        let kind = if let Some(&known) = self.coder.get(code) {
            known
        } else {
            // More types than that are no types.
            let kind = u16::try_from(self.kinds.len()).unwrap_or(u16::MAX);
            let code: Arc<str> = Arc::from(code);
            self.kinds.push(Arc::clone(&code));
            self.coder.insert(code, kind);
            kind
        };
        Spot::of(incident, kind)
    }
}
