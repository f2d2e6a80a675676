//! Which incidents stand together: symbols that would hide each other become one stack.
//!
//! The grouping depends on the incidents and the zoom only, never on where the frame lies, so that panning
//! changes no stack.

use std::{cmp::Reverse, collections::HashMap, sync::Arc};

use crate::model::Incident;

use super::{
    Point,
    ground::Frame,
    style::{BADGE_RADIUS, PIN_HEIGHT, SYMBOL_RADIUS},
    viewport::WorldPoint,
};

/// Symbols and badges keep at least this much air, logical pixels.
const AIR: f64 = 2.5;

/// An incident with its place on the sheet.
#[derive(Clone, Debug)]
pub(super) struct Placed {
    pub incident: Arc<Incident>,
    /// The point itself.
    pub foot: Point,
    /// The middle of its symbol: above the foot for pins.
    pub symbol: Point,
    world: WorldPoint,
}

impl Placed {
    /// `None` for the shelf.
    pub fn new(incident: Arc<Incident>, frame: &Frame) -> Option<Self> {
        let world = WorldPoint::from_lonlat(incident.place.drawn_at()?);
        let foot = frame.sheet_from_world(world);
        let lift = if incident.place.precision.is_point() { PIN_HEIGHT } else { 0.0 };
        Some(Self { incident, foot, symbol: Point { x: foot.x, y: foot.y - lift }, world })
    }

    /// The middle of the symbol in pixels of the whole world at this zoom.
    fn on_globe(&self, frame: &Frame) -> (f64, f64) {
        let lift = if self.incident.place.precision.is_point() { f64::from(PIN_HEIGHT) } else { 0.0 };
        (self.world.x * frame.scale(), self.world.y * frame.scale() - lift)
    }
}

/// Incidents that stand at one place of the sheet, in time order; often just one.
#[derive(Clone, Debug)]
pub(super) struct Stack {
    pub members: Vec<Placed>,
    /// The middle of the symbol or badge.
    pub at: Point,
    /// How many stand there; of a large crowd only the first are `members`.
    pub count: usize,
}

struct Group {
    members: Vec<Placed>,
    sum: (f64, f64),
}

impl Group {
    fn middle(&self) -> (f64, f64) {
        let count = self.members.len() as f64;
        (self.sum.0 / count, self.sum.1 / count)
    }

    fn radius(&self) -> f64 {
        f64::from(if self.members.len() == 1 { SYMBOL_RADIUS } else { BADGE_RADIUS })
    }

    fn hides(&self, other: &Self) -> bool {
        let (a, b) = (self.middle(), other.middle());
        (a.0 - b.0).hypot(a.1 - b.1) < self.radius() + other.radius() + AIR
    }
}

/// `placed` must be in time order; so are the stacks by their first members.
pub(super) fn stacks(placed: &[Placed], frame: &Frame) -> Vec<Stack> {
    let mut groups: Vec<Group> =
        placed.iter().map(|p| Group { members: vec![p.clone()], sum: p.on_globe(frame) }).collect();
    // Each round joins every group to the earliest one that it touches; a joined group may touch others.
    loop {
        let before = groups.len();
        groups = joined(groups);
        if groups.len() == before {
            break;
        }
    }
    let shift = {
        let zero = frame.sheet_from_world(WorldPoint { x: 0.5, y: 0.5 });
        (f64::from(zero.x) - 0.5 * frame.scale(), f64::from(zero.y) - 0.5 * frame.scale())
    };
    groups
        .into_iter()
        .map(|mut group| {
            group.members.sort_by(|a, b| time_key(&a.incident).cmp(&time_key(&b.incident)));
            let (x, y) = group.middle();
            let at = match group.members.as_slice() {
                [only] => only.symbol,
                _ => Point { x: (x + shift.0) as f32, y: (y + shift.1) as f32 },
            };
            Stack { count: group.members.len(), members: group.members, at }
        })
        .collect()
}

fn joined(groups: Vec<Group>) -> Vec<Group> {
    // Two groups can only touch when they lie in neighbouring cells of this size.
    let cell = 2.0 * f64::from(BADGE_RADIUS) + AIR;
    let mut kept: Vec<Group> = Vec::with_capacity(groups.len());
    let mut cells: HashMap<(i64, i64), Vec<usize>> = HashMap::new();
    for group in groups {
        let (x, y) = group.middle();
        let (column, row) = ((x / cell).floor() as i64, (y / cell).floor() as i64);
        let touched = (-1..=1)
            .flat_map(|dx| (-1..=1).map(move |dy| (column + dx, row + dy)))
            .filter_map(|key| cells.get(&key))
            .flatten()
            .copied()
            .filter(|&i| kept[i].hides(&group))
            .min();
        if let Some(i) = touched {
            // Its cell stays that of its first middle; the next round puts that right.
            kept[i].sum.0 += group.sum.0;
            kept[i].sum.1 += group.sum.1;
            kept[i].members.extend(group.members);
        } else {
            cells.entry((column, row)).or_default().push(kept.len());
            kept.push(group);
        }
    }
    kept
}

/// The order of lists, stacks and keys: by the first possible day, then the last, undated ones at the end,
/// then by id.
pub(super) fn time_key(incident: &Incident) -> impl Ord + '_ {
    let span = incident.when.span();
    (Reverse(span.is_some()), span.map(|span| (span.first(), span.last())), &incident.id)
}
