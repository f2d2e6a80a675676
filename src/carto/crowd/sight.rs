//! What of the shown incidents lies in a frame: one pass over their spots, and no record is touched.

use std::sync::Arc;

use crate::{
    analysis::{ShownRows, Spot, WORLD_STEPS},
    model::Incident,
};

use super::super::{ground::Frame, stacks::Placed, viewport::WorldBox};

/// Of so many incidents all are looked at, wherever they stand.
const FEW: usize = 2_000;

/// Beyond the frame, so far as a symbol or a stack may reach into it; logical pixels.
const AROUND: f64 = 256.0;

/// An area may reach into the frame from so far, of the width of the world: some 150 km.
const AREA_REACH: f64 = 0.005;

/// How many of the shown incidents are where.
#[derive(Clone, Debug, Default)]
pub(in crate::carto) struct Sight {
    pub in_frame: usize,
    /// Those in the frame of which no more than the district or province is known.
    pub rough_in_frame: usize,
    /// Those with a place that the frame does not show.
    pub outside: usize,
    /// Rows of those without a place.
    pub shelf: Vec<u32>,
    /// Rows of those with further positions.
    ways: Vec<u32>,
    /// Areas around the frame that may reach into it.
    areas_around: usize,
}

/// A part of the world in its steps.
#[derive(Clone, Copy)]
struct Part {
    min: [u32; 2],
    max: [u32; 2],
}

impl Part {
    fn of(part: WorldBox) -> Self {
        let step = |at: f64| (at * WORLD_STEPS).clamp(0.0, f64::from(u32::MAX)) as u32;
        Self { min: [step(part.min.x), step(part.min.y)], max: [step(part.max.x), step(part.max.y)] }
    }

    #[inline]
    fn holds(self, spot: Spot) -> bool {
        (self.min[0]..=self.max[0]).contains(&spot.x) & (self.min[1]..=self.max[1]).contains(&spot.y)
    }
}

impl Sight {
    pub fn of(rows: &ShownRows<'_>, frame: &Frame) -> Self {
        let part = frame.viewport.world_box();
        let (own, wide) = (Part::of(part), Part::of(part.grown(AREA_REACH)));
        let mut sight = Self::default();
        rows.each(|row, spot| {
            if !spot.is_placed() {
                sight.shelf.push(row);
            } else if own.holds(spot) {
                sight.in_frame += 1;
                sight.rough_in_frame += usize::from(spot.is_rough());
            } else {
                sight.outside += 1;
                sight.areas_around += usize::from(spot.is_area() && wide.holds(spot));
            }
            if spot.has_way() {
                sight.ways.push(row);
            }
        });
        sight
    }

    /// The incidents that may be seen in the frame, in time order. Among few that is all of them: what their areas
    /// cover is drawn exactly, and stacks are the same wherever the frame is.
    pub fn placed(&self, rows: &ShownRows<'_>, frame: &Frame) -> Vec<Placed> {
        let part = frame.viewport.world_box();
        let all = rows.len() <= FEW;
        let near = Part::of(part.grown(AROUND / frame.scale()));
        let wide = (self.areas_around <= FEW).then(|| Part::of(part.grown(AREA_REACH)));
        let mut found = Vec::new();
        rows.each(|row, spot| {
            let reaches = |spot: Spot| spot.is_area() && wide.is_some_and(|wide| wide.holds(spot));
            if spot.is_placed() && (all || near.holds(spot) || reaches(spot)) {
                found.extend(rows.incident(row).and_then(|incident| Placed::new(incident, frame)));
            }
        });
        found
    }

    /// The incidents with further positions, in time order.
    pub fn ways(&self, rows: &ShownRows<'_>) -> Vec<Arc<Incident>> {
        self.ways.iter().filter_map(|row| rows.incident(*row)).collect()
    }
}
