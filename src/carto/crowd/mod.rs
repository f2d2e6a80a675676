//! Crowds: where more incidents stand in the frame than can be told apart, they are drawn together.
//!
//! The rule is one of screen density: as long as there is no more than one incident for [`ROOM`] square of the map, or
//! no more than [`ALWAYS_SYMBOLS`], each has its symbol.

mod circles;
mod hexagons;
mod ramp;
mod sight;
mod surface;

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::{
    analysis::{
        ShownRows,
        crowd::{Tally, level_of},
    },
    model::{Extent, IncidentId, grouped},
};

use super::{
    Mark, Point, View,
    ground::Frame,
    incidents::{Drawn, incident_marks},
    stacks::{Placed, Stack},
    viewport::{MAX_ZOOM, WorldPoint, world_pixels},
};

pub(super) use sight::Sight;

/// An incident needs a square of this side to be told from others, logical pixels.
const ROOM: f32 = 48.0;

/// So few are never drawn together.
const ALWAYS_SYMBOLS: usize = 200;

/// At most so many of a crowd are opened into a ring.
const MOST_OPENED: usize = 60;

/// At most so many that a shot points at get a ring of their own.
const MOST_HIGHLIGHTED: usize = 100;

/// How a crowd is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Crowds {
    /// A circle with their number for those that stand near each other.
    #[default]
    Clusters,
    /// A smooth surface.
    Density,
    /// Cells of one size, coloured by how many lie in each.
    Hexagons,
}

impl Crowds {
    pub const ALL: [Self; 3] = [Self::Clusters, Self::Density, Self::Hexagons];

    pub fn label(self) -> &'static str {
        match self {
            Self::Clusters => "Circles with numbers",
            Self::Density => "Density",
            Self::Hexagons => "Hexagons",
        }
    }
}

/// Incidents drawn together, as the pointer finds them.
#[derive(Clone, Debug, PartialEq)]
pub struct CrowdSpot {
    pub count: u32,
    /// Best numbers of people killed.
    pub killed: u64,
    /// Those of which no source tells how many were killed.
    pub not_stated: u32,
    /// Those of which no more than the district or the province is known.
    pub rough: u32,
    /// All of them lie in it.
    pub extent: Extent,
    /// The first of them in time.
    pub first: IncidentId,
    /// Whether no zoom would tell them apart.
    pub is_one_place: bool,
}

/// What a legend tells of a crowd.
#[derive(Clone, Debug, Default)]
pub(super) struct CrowdKey {
    pub rows: Vec<KeyRow>,
}

/// One row: a sign around the origin, and its meaning.
#[derive(Clone, Debug)]
pub(super) struct KeyRow {
    pub sign: Vec<Mark>,
    pub words: String,
    /// Half the height of the sign, logical pixels.
    pub reach: f32,
}

/// What a crowd adds to a Scene.
#[derive(Debug, Default)]
pub(super) struct CrowdMarks {
    /// Surfaces, below the names.
    pub below: Vec<Mark>,
    pub drawn: Drawn,
}

/// Whether so many incidents in a frame are a crowd.
pub(super) fn is_crowd(in_frame: usize, frame: &Frame) -> bool {
    let size = frame.viewport.size;
    in_frame > ALWAYS_SYMBOLS.max((size.x * size.y / (ROOM * ROOM)) as usize)
}

/// The crowd in a frame, and above it the incidents that are meant by themselves.
pub(super) fn crowd_marks(view: &View, frame: &Frame, rows: &ShownRows<'_>, sight: &Sight) -> CrowdMarks {
    let part = {
        let visible = frame.visible;
        [visible.min.x, visible.min.y, visible.max.x, visible.max.y]
    };
    let level = level_of(frame.zoom().0);
    let mut marks = CrowdMarks::default();
    let mut stacks = meant(view, frame, rows);
    match view.layers.crowds {
        Crowds::Clusters => circles::draw(view, frame, rows, (part, level), &mut marks.drawn, &mut stacks),
        Crowds::Density => surface::draw(view, frame, rows, (part, level), &mut marks),
        Crowds::Hexagons => hexagons::draw(view, frame, rows, (part, level), &mut marks),
    }
    stacks.extend(opened(view, frame, rows, (part, level)));
    let alone: Vec<_> =
        stacks.iter().flat_map(|stack| &stack.members).map(|placed| Arc::clone(&placed.incident)).collect();
    let own = incident_marks(view, frame, &alone, &stacks);
    marks.drawn.join(own);
    if sight.rough_in_frame > 0 {
        let words = match sight.rough_in_frame {
            1 => "1 here known only by district: at its middle".to_owned(),
            rough => format!("{} here known only by district: at its middle", grouped(rough)),
        };
        let key = marks.drawn.crowd.get_or_insert_default();
        key.rows.push(KeyRow { sign: circles::rough_sign(view), words, reach: 8.0 });
    }
    marks
}

/// The selected, the hovered and the highlighted incidents: they have their own symbols in any crowd.
fn meant(view: &View, frame: &Frame, rows: &ShownRows<'_>) -> Vec<Stack> {
    let highlighted = view.highlighted.iter().take(MOST_HIGHLIGHTED);
    let mut ids: Vec<&IncidentId> =
        highlighted.chain(view.hovered.as_ref()).chain(view.selected.as_ref()).collect();
    ids.sort_unstable();
    ids.dedup();
    let shown = ids.into_iter().filter_map(|id| rows.row_of(id));
    shown.filter_map(|row| alone(frame, rows, row)).collect()
}

/// One incident by itself.
fn alone(frame: &Frame, rows: &ShownRows<'_>, row: u32) -> Option<Stack> {
    let placed = Placed::new(rows.incident(row)?, frame)?;
    Some(Stack { at: placed.symbol, members: vec![placed], count: 1 })
}

/// Those that stand together with the one that was opened.
fn opened(view: &View, frame: &Frame, rows: &ShownRows<'_>, (part, level): ([f64; 4], u32)) -> Option<Stack> {
    let key = rows.spot(rows.row_of(view.opened.as_ref()?)?);
    let clusters = circles::clusters(rows, part, level);
    let own = clusters.of_spot(key)?;
    let mut members = Vec::new();
    rows.each(|row, spot| {
        if members.len() < MOST_OPENED && clusters.of_spot(spot) == Some(own) {
            members.push(row);
        }
    });
    let tally = &clusters.all[own].tally;
    let members: Vec<Placed> = members
        .into_iter()
        .filter_map(|row| rows.incident(row))
        .filter_map(|incident| Placed::new(incident, frame))
        .collect();
    Some(Stack { members, at: on_sheet(frame, tally.middle()), count: tally.count as usize })
}

fn on_sheet(frame: &Frame, [x, y]: [f64; 2]) -> Point {
    frame.sheet_from_world(WorldPoint { x, y })
}

/// What the pointer finds of incidents drawn together.
fn spot_of(rows: &ShownRows<'_>, tally: &Tally) -> Arc<CrowdSpot> {
    /// Nearer together than this on the closest zoom, they never part; logical pixels.
    const TOGETHER: f64 = 40.0;
    let [west, north, east, south] = tally.bounds();
    let corner = |x: f64, y: f64| WorldPoint { x, y }.lonlat();
    let extent = match (corner(west, north), corner(east, south)) {
        (Some(a), Some(b)) => Extent::around([a, b]),
        (_, _) => None,
    };
    Arc::new(CrowdSpot {
        count: tally.count,
        killed: tally.killed,
        not_stated: tally.not_stated,
        rough: tally.rough,
        extent: extent.unwrap_or(Extent::FRONTIER),
        first: rows.id(tally.first_row).clone(),
        is_one_place: (east - west).max(south - north) * world_pixels(MAX_ZOOM) < TOGETHER,
    })
}
