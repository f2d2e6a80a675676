//! What of the shown incidents lies in a frame, by their spots: no record is touched.

use std::sync::Arc;

use crate::{
    analysis::{Apart, Part, ShownRows},
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
    /// Rows of those without a place, and of those with further positions.
    apart: Apart,
    /// Areas around the frame that may reach into it.
    areas_around: usize,
}

fn part_of(part: WorldBox) -> Part {
    Part::of([part.min.x, part.min.y, part.max.x, part.max.y])
}

impl Sight {
    pub fn of(rows: &ShownRows<'_>, frame: &Frame) -> Self {
        let part = frame.viewport.world_box();
        let (own, wide) = (part_of(part), part_of(part.grown(AREA_REACH)));
        if let (Some(apart), Some(here), Some(around)) =
            (rows.apart(), rows.headcount(own), rows.headcount(wide))
        {
            return Self {
                in_frame: here.count,
                rough_in_frame: here.rough,
                outside: apart.placed - here.count,
                apart: apart.clone(),
                areas_around: around.areas - here.areas,
            };
        }
        let mut sight = Self::default();
        rows.each(|row, spot| {
            sight.apart.note(row, spot);
            if !spot.is_placed() {
                return;
            }
            if own.holds(spot) {
                sight.in_frame += 1;
                sight.rough_in_frame += usize::from(spot.is_rough());
            } else {
                sight.outside += 1;
                sight.areas_around += usize::from(spot.is_area() && wide.holds(spot));
            }
        });
        sight
    }

    /// Rows of those without a place.
    pub fn shelf(&self) -> &[u32] {
        &self.apart.shelf
    }

    /// The incidents that may be seen in the frame, in time order. Among few that is all of them: what their areas
    /// cover is drawn exactly, and stacks are the same wherever the frame is.
    pub fn placed(&self, rows: &ShownRows<'_>, frame: &Frame) -> Vec<Placed> {
        let part = frame.viewport.world_box();
        let near = part_of(part.grown(AROUND / frame.scale()));
        let wide = (self.areas_around <= FEW).then(|| part_of(part.grown(AREA_REACH)));
        let mut found = Vec::new();
        if rows.len() <= FEW {
            rows.each(|row, spot| found.extend(spot.is_placed().then_some(row)));
        } else {
            rows.each_around(wide.map_or(near, |wide| wide.joined(near)), |row, spot| {
                let reaches = spot.is_area() && wide.is_some_and(|wide| wide.holds(spot));
                let is_seen = spot.is_placed() && (near.holds(spot) || reaches);
                found.extend(is_seen.then_some(row));
            });
            found.sort_unstable();
        }
        found.into_iter().filter_map(|row| Placed::new(rows.incident(row)?, frame)).collect()
    }

    /// The incidents with further positions, in time order.
    pub fn ways(&self, rows: &ShownRows<'_>) -> Vec<Arc<Incident>> {
        self.apart.ways.iter().filter_map(|row| rows.incident(*row)).collect()
    }
}
