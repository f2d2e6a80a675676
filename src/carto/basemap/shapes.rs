//! Lines and polygons at several levels of detail, so that a wide view does not carry the bends of every gorge.
//!
//! Each level is made when it is first asked for.

use std::sync::{Arc, OnceLock};

use geo::{LineString, Simplify};

use crate::model::Zoom;

use super::super::viewport::{WorldBox, WorldPoint, world_pixels};

/// The zoom up to which each level of detail serves; the last level is the line as surveyed.
const LEVEL_ENDS: [f64; 3] = [6.0, 8.0, 10.0];
const LEVELS: usize = LEVEL_ENDS.len() + 1;

/// A generalised line leaves the true one by at most this, logical pixels at the level's last zoom.
const LEVEL_ERROR: f64 = 0.4;

/// Vertices of one piece of a line; the piece is the unit of culling, and dashes begin anew with it, so that
/// they do not crawl while the map is panned.
const PIECE_VERTICES: usize = 96;

fn level_of(zoom: Zoom) -> usize {
    LEVEL_ENDS.iter().take_while(|end| zoom.0 > **end).count()
}

/// Tolerance of a level in the Mercator world, 0 for the last.
fn tolerance(level: usize) -> f64 {
    LEVEL_ENDS.get(level).map_or(0.0, |end| LEVEL_ERROR / world_pixels(Zoom(*end)))
}

/// A stretch of a line with the box around it.
#[derive(Clone, Debug)]
pub struct Piece {
    pub points: Vec<WorldPoint>,
    /// How much of the line lies before it, in widths of the world.
    pub from: f64,
    pub bounds: WorldBox,
}

/// A line at its levels of detail.
#[derive(Debug)]
pub struct Line {
    pub bounds: WorldBox,
    surveyed: Vec<WorldPoint>,
    levels: [OnceLock<Vec<Piece>>; LEVELS],
}

impl Line {
    pub(in crate::carto) fn new(points: Vec<WorldPoint>) -> Self {
        Self { bounds: WorldBox::around(&points), surveyed: points, levels: Default::default() }
    }

    /// The line in pieces, each beginning where the one before ends.
    pub fn at(&self, zoom: Zoom) -> &[Piece] {
        let level = level_of(zoom);
        self.levels[level].get_or_init(|| {
            let points = simplified(&self.surveyed, tolerance(level));
            let last = points.len().saturating_sub(1);
            let mut from = 0.0;
            (0..last)
                .step_by(PIECE_VERTICES)
                .map(|first| {
                    let points = points[first..=(first + PIECE_VERTICES).min(last)].to_vec();
                    let length: f64 = points
                        .windows(2)
                        .map(|pair| (pair[1].x - pair[0].x).hypot(pair[1].y - pair[0].y))
                        .sum();
                    let piece = Piece { bounds: WorldBox::around(&points), points, from };
                    from += length;
                    piece
                })
                .collect()
        })
    }

    pub fn surveyed(&self) -> &[WorldPoint] {
        &self.surveyed
    }
}

/// Rings and triangles of a polygon, in the Mercator world.
#[derive(Clone, Debug, Default)]
pub struct Mesh {
    pub points: Vec<WorldPoint>,
    /// Where each ring begins in `points`; the first is the outer one. Rings are not closed by a repeated
    /// point.
    pub rings: Arc<[u32]>,
    pub triangles: Arc<[u32]>,
}

impl Mesh {
    fn of(rings: &[Vec<WorldPoint>]) -> Self {
        let mut points: Vec<WorldPoint> = Vec::new();
        let mut starts: Vec<u32> = Vec::new();
        for ring in rings {
            let open = match ring.as_slice() {
                [first, rest @ ..] if rest.last() == Some(first) => rest,
                ring => ring,
            };
            if open.len() >= 3 {
                starts.push(points.len() as u32);
                points.extend_from_slice(open);
            }
        }
        let mut triangles: Vec<u32> = Vec::new();
        if let Some(holes) = starts.get(1..) {
            earcut::Earcut::new().earcut(points.iter().map(|p| [p.x, p.y]), holes, &mut triangles);
        }
        Self { points, rings: starts.into(), triangles: triangles.into() }
    }

    /// The rings as slices.
    pub fn ring_slices(&self) -> impl Iterator<Item = &[WorldPoint]> {
        ring_ranges(&self.rings, self.points.len()).map(|range| &self.points[range])
    }
}

/// The ranges of the rings that begin at `starts` in a list of `len` points.
pub fn ring_ranges(starts: &[u32], len: usize) -> impl Iterator<Item = std::ops::Range<usize>> {
    (0..starts.len()).map(move |i| {
        let end = starts.get(i + 1).map_or(len, |next| *next as usize);
        starts[i] as usize..end
    })
}

/// A polygon at its levels of detail.
#[derive(Debug)]
pub struct Polygon {
    pub bounds: WorldBox,
    rings: Vec<Vec<WorldPoint>>,
    levels: [OnceLock<Mesh>; LEVELS],
}

impl Polygon {
    pub(in crate::carto) fn new(rings: Vec<Vec<WorldPoint>>) -> Self {
        let bounds = rings.first().map_or_else(|| WorldBox::around(&[]), |outer| WorldBox::around(outer));
        Self { bounds, rings, levels: Default::default() }
    }

    pub fn at(&self, zoom: Zoom) -> &Mesh {
        let level = level_of(zoom);
        self.levels[level].get_or_init(|| {
            let rings: Vec<_> = self.rings.iter().map(|ring| simplified(ring, tolerance(level))).collect();
            Mesh::of(&rings)
        })
    }

    /// Whether the point is inside, by the rings as surveyed (even-odd).
    pub fn contains(&self, p: WorldPoint) -> bool {
        self.bounds.contains(p) && self.rings.iter().filter(|ring| encloses(ring, p)).count() % 2 == 1
    }

    /// The part inside a box of the polygon as it is drawn at a zoom, for a map that nothing cuts off at its edge;
    /// `None` when there is none.
    pub(in crate::carto) fn clipped_at(&self, zoom: Zoom, to: WorldBox) -> Option<Mesh> {
        if !self.bounds.overlaps(&to) {
            return None;
        }
        let rings = self.at(zoom).ring_slices().map(|ring| clipped_ring(ring, to));
        let rings: Vec<_> = rings.filter(|ring| ring.len() >= 3).collect();
        (!rings.is_empty()).then(|| Mesh::of(&rings))
    }

    /// The part of the polygon inside a box, as a polygon of its own; `None` when there is none.
    pub(in crate::carto) fn clipped(&self, to: WorldBox) -> Option<Self> {
        if !self.bounds.overlaps(&to) {
            return None;
        }
        let rings: Vec<_> =
            self.rings.iter().map(|ring| clipped_ring(ring, to)).filter(|ring| ring.len() >= 3).collect();
        (!rings.is_empty()).then(|| Self::new(rings))
    }
}

/// Where a ring crosses a parallel, in the order of the ring.
fn crossings(ring: &[WorldPoint], y: f64) -> impl Iterator<Item = f64> {
    let before = ring.last().into_iter().chain(ring);
    before
        .zip(ring)
        .filter(move |(a, b)| (a.y > y) != (b.y > y))
        .map(move |(a, b)| a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y))
}

/// Whether a ring goes around the point.
///
/// # Source
/// The crossing-number test.
fn encloses(ring: &[WorldPoint], p: WorldPoint) -> bool {
    crossings(ring, p.y).filter(|x| p.x < *x).count() % 2 == 1
}

/// # Source
/// Sutherland and Hodgman 1974: against one side of the box after the other.
fn clipped_ring(ring: &[WorldPoint], to: WorldBox) -> Vec<WorldPoint> {
    let mut points = ring.to_vec();
    // How far inside of each side a point lies.
    let sides: [fn(WorldPoint, &WorldBox) -> f64; 4] =
        [|p, b| p.x - b.min.x, |p, b| b.max.x - p.x, |p, b| p.y - b.min.y, |p, b| b.max.y - p.y];
    for depth in sides {
        let mut kept = Vec::with_capacity(points.len());
        let mut previous = points.last().copied().unwrap_or_default();
        for &p in &points {
            let (a, b) = (depth(previous, &to), depth(p, &to));
            if (a < 0.0) != (b < 0.0) {
                let t = a / (a - b);
                kept.push(WorldPoint {
                    x: previous.x + (p.x - previous.x) * t,
                    y: previous.y + (p.y - previous.y) * t,
                });
            }
            if b >= 0.0 {
                kept.push(p);
            }
            previous = p;
        }
        points = kept;
    }
    points
}

fn simplified(points: &[WorldPoint], tolerance: f64) -> Vec<WorldPoint> {
    if tolerance <= 0.0 || points.len() < 3 {
        return points.to_vec();
    }
    let line: LineString<f64> = points.iter().map(|p| (p.x, p.y)).collect();
    line.simplify(tolerance).coords().map(|c| WorldPoint { x: c.x, y: c.y }).collect()
}

/// The middle of the largest part: of the widest stretch inside it on the parallel through its middle.
pub(in crate::carto) fn label_point(parts: &[Polygon]) -> WorldPoint {
    let size = |b: &WorldBox| (b.max.x - b.min.x) * (b.max.y - b.min.y);
    let Some(part) = parts.iter().max_by(|a, b| size(&a.bounds).total_cmp(&size(&b.bounds))) else {
        return WorldPoint::default();
    };
    let middle = WorldPoint {
        x: f64::midpoint(part.bounds.min.x, part.bounds.max.x),
        y: f64::midpoint(part.bounds.min.y, part.bounds.max.y),
    };
    let mut best = (middle, 0.0);
    let height = part.bounds.max.y - part.bounds.min.y;
    for share in [0.5, 0.42, 0.58, 0.34, 0.66] {
        let y = part.bounds.min.y + height * share;
        let mut crossed: Vec<f64> = part.rings.iter().flat_map(|ring| crossings(ring, y)).collect();
        crossed.sort_by(f64::total_cmp);
        for pair in crossed.chunks_exact(2) {
            if pair[1] - pair[0] > best.1 * 1.15 {
                best = (WorldPoint { x: f64::midpoint(pair[0], pair[1]), y }, pair[1] - pair[0]);
            }
        }
    }
    best.0
}
