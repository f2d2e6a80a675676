//! The lines and areas of the basemap, from the ground up: land, lakes, rivers, inner borders, borders, and
//! the frontier above all.

use std::sync::{Arc, LazyLock, OnceLock};

use crate::model::Zoom;

use super::{
    Dash, Mark, Point, Rgba, Stroke, Style, View, Viewport,
    basemap::{AdminKind, Basemap, Line, Polygon},
    relief::{RELIEF_MAX_ZOOM, relief_coverage, relief_zoom},
    viewport::{WorldBox, WorldPoint, world_pixels},
};

/// Lines are drawn this far beyond the frame, logical pixels, so that no end of a line shows.
const MARGIN: f64 = 24.0;

/// From the world to a sheet, with what is worth drawing.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub viewport: Viewport,
    /// The map's left top corner on the sheet.
    pub min: Point,
    /// The frame with a margin, in the world.
    pub visible: WorldBox,
    scale: f64,
    shift: (f64, f64),
}

impl Frame {
    pub fn new(viewport: Viewport, min: Point) -> Self {
        let scale = world_pixels(viewport.camera.zoom);
        let centre = WorldPoint::from_lonlat(viewport.camera.centre);
        Self {
            viewport,
            min,
            visible: viewport.world_box().grown(MARGIN / scale),
            scale,
            shift: (
                f64::from(min.x) + f64::from(viewport.size.x) / 2.0 - centre.x * scale,
                f64::from(min.y) + f64::from(viewport.size.y) / 2.0 - centre.y * scale,
            ),
        }
    }

    pub fn zoom(&self) -> Zoom {
        self.viewport.camera.zoom
    }

    /// Logical pixels per width of the world.
    pub fn scale(&self) -> f64 {
        self.scale
    }

    pub fn sheet_from_world(&self, p: WorldPoint) -> Point {
        Point { x: (p.x * self.scale + self.shift.0) as f32, y: (p.y * self.scale + self.shift.1) as f32 }
    }

    pub fn max(&self) -> Point {
        Point { x: self.min.x + self.viewport.size.x, y: self.min.y + self.viewport.size.y }
    }

    /// Whether a point of the sheet lies in the map, `inset` from its edge.
    pub fn holds(&self, p: Point, inset: f32) -> bool {
        let max = self.max();
        (self.min.x + inset..=max.x - inset).contains(&p.x)
            && (self.min.y + inset..=max.y - inset).contains(&p.y)
    }

    /// The visible runs of a line: neighbouring pieces joined.
    fn runs(&self, line: &Line) -> Vec<Arc<[Point]>> {
        let mut runs = Vec::new();
        if !line.bounds.overlaps(&self.visible) {
            return runs;
        }
        let mut run: Vec<Point> = Vec::new();
        for piece in line.at(self.zoom()) {
            if piece.bounds.overlaps(&self.visible) {
                let joined = usize::from(!run.is_empty());
                run.extend(piece.points.iter().skip(joined).map(|p| self.sheet_from_world(*p)));
            } else if !run.is_empty() {
                runs.push(std::mem::take(&mut run).into());
            }
        }
        if !run.is_empty() {
            runs.push(run.into());
        }
        runs
    }

    /// The visible pieces of a line one by one, so that the dashes of each stay where they are.
    fn pieces(&self, line: &Line) -> Vec<Arc<[Point]>> {
        if !line.bounds.overlaps(&self.visible) {
            return Vec::new();
        }
        line.at(self.zoom())
            .iter()
            .filter(|piece| piece.bounds.overlaps(&self.visible))
            .map(|piece| piece.points.iter().map(|p| self.sheet_from_world(*p)).collect())
            .collect()
    }
}

/// A quantity that grows steadily between two zoom levels and is constant beyond them.
pub(super) fn by_zoom(zoom: Zoom, from: (f64, f64), to: (f64, f64)) -> f32 {
    let t = ((zoom.0 - from.0) / (to.0 - from.0)).clamp(0.0, 1.0);
    (from.1 + (to.1 - from.1) * t) as f32
}

fn solid(width: f32, colour: Rgba) -> Stroke {
    Stroke { width, colour, dash: None }
}

fn area(frame: &Frame, polygon: &Polygon, fill: Rgba) -> Option<Mark> {
    if !polygon.bounds.overlaps(&frame.visible) {
        return None;
    }
    let mesh = polygon.at(frame.zoom());
    (mesh.points.len() >= 3).then(|| Mark::Area {
        points: mesh.points.iter().map(|p| frame.sheet_from_world(*p)).collect(),
        rings: Arc::clone(&mesh.rings),
        triangles: Arc::clone(&mesh.triangles),
        fill,
    })
}

fn outlines<'a>(frame: &'a Frame, polygon: &'a Polygon, stroke: Stroke) -> impl Iterator<Item = Mark> + 'a {
    polygon.at(frame.zoom()).ring_slices().map(move |ring| Mark::Line {
        points: ring.iter().chain(ring.first()).map(|p| frame.sheet_from_world(*p)).collect(),
        stroke,
    })
}

/// The land outside the relief of each zoom level, made once.
static LAND_BESIDE_RELIEF: LazyLock<Vec<OnceLock<Vec<Polygon>>>> =
    LazyLock::new(|| (0..=RELIEF_MAX_ZOOM).map(|_| OnceLock::new()).collect());

/// The land in the four boxes around the relief of this zoom level.
fn land_beside_relief(z: u8) -> &'static [Polygon] {
    let Some(cell) = LAND_BESIDE_RELIEF.get(usize::from(z)) else { return &[] };
    cell.get_or_init(|| {
        let basemap = Basemap::embedded();
        let Some(relief) = relief_coverage(z) else {
            return basemap.land_within(WorldBox {
                min: WorldPoint { x: 0.0, y: 0.0 },
                max: WorldPoint { x: 1.0, y: 1.0 },
            });
        };
        let boxed = |west: f64, north: f64, east: f64, south: f64| WorldBox {
            min: WorldPoint { x: west, y: north },
            max: WorldPoint { x: east, y: south },
        };
        [
            boxed(0.0, 0.0, relief.min.x, 1.0),
            boxed(relief.max.x, 0.0, 1.0, 1.0),
            boxed(relief.min.x, 0.0, relief.max.x, relief.min.y),
            boxed(relief.min.x, relief.max.y, relief.max.x, 1.0),
        ]
        .into_iter()
        .flat_map(|within| basemap.land_within(within))
        .collect()
    })
}

/// From this zoom a river of the rank is drawn, and its width there and at zoom 11, logical pixels.
///
/// Rank 1 are the Panj and the Amu Darya, rank 5 brooks.
fn river_style(rank: u8) -> (f64, f64, f64) {
    match rank {
        0 | 1 => (4.0, 1.1, 3.4),
        2 => (5.0, 0.8, 2.6),
        3 => (6.2, 0.7, 2.0),
        4 => (7.4, 0.6, 1.5),
        5.. => (8.6, 0.6, 1.1),
    }
}

/// All marks of the basemap but its words.
pub(super) fn basemap_marks(view: &View, frame: &Frame) -> Vec<Mark> {
    let basemap = Basemap::embedded();
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    let mut marks = Vec::new();

    if view.layers.relief {
        let beside = land_beside_relief(relief_zoom(zoom));
        marks.extend(beside.iter().filter_map(|polygon| area(frame, polygon, style.land)));
    } else {
        marks.extend(basemap.land.iter().filter_map(|polygon| area(frame, polygon, style.land)));
    }

    if view.layers.rivers {
        for lake in &basemap.lakes {
            if !lake.polygon.bounds.overlaps(&frame.visible) {
                continue;
            }
            marks.extend(area(frame, &lake.polygon, style.lake));
            marks.extend(outlines(frame, &lake.polygon, solid(0.7, style.lake_edge)));
        }
        for rank in (1..=5).rev() {
            let (first_zoom, thin, thick) = river_style(rank);
            if zoom.0 < first_zoom {
                continue;
            }
            let width = by_zoom(zoom, (first_zoom, thin), (11.0, thick));
            for river in basemap.rivers.iter().filter(|river| river.rank == rank) {
                marks.extend(
                    frame
                        .runs(&river.line)
                        .into_iter()
                        .map(|points| Mark::Line { points, stroke: solid(width, style.water_line) }),
                );
            }
        }
    }

    for (kind, wanted, stroke) in [
        (
            AdminKind::District,
            view.layers.districts && zoom.0 >= 7.0,
            Stroke {
                width: by_zoom(zoom, (7.0, 0.7), (11.0, 1.1)),
                colour: style.district_line,
                dash: Some(Dash { on: 1.4, off: 2.6 }),
            },
        ),
        (
            AdminKind::Province,
            view.layers.provinces && zoom.0 >= 5.0,
            Stroke {
                width: by_zoom(zoom, (5.0, 0.7), (10.0, 1.5)),
                colour: style.province_line,
                dash: Some(Dash { on: 6.0, off: 3.0 }),
            },
        ),
    ] {
        if !wanted {
            continue;
        }
        for admin in basemap.admin_lines.iter().filter(|admin| admin.kind == kind) {
            marks.extend(frame.pieces(&admin.line).into_iter().map(|points| Mark::Line { points, stroke }));
        }
    }

    let quiet_width = by_zoom(zoom, (4.0, 0.8), (10.0, 1.9));
    let quiet: Vec<_> = basemap
        .world_borders
        .iter()
        .chain(basemap.borders.iter().filter(|border| !border.focus).map(|border| &border.line))
        .flat_map(|line| frame.runs(line))
        .collect();
    let frontier: Vec<_> = basemap
        .borders
        .iter()
        .filter(|border| border.focus)
        .flat_map(|border| frame.runs(&border.line))
        .collect();
    let mut stroke_all = |lines: &[Arc<[Point]>], stroke: Stroke| {
        marks.extend(lines.iter().map(|points| Mark::Line { points: Arc::clone(points), stroke }));
    };
    stroke_all(&frontier, solid(by_zoom(zoom, (4.0, 5.0), (10.0, 15.0)), style.frontier_band));
    stroke_all(&quiet, solid(quiet_width + 2.2, style.border_casing));
    stroke_all(&quiet, solid(quiet_width, style.border_line));
    let width = by_zoom(zoom, (4.0, 1.3), (10.0, 3.0));
    stroke_all(&frontier, solid(width + by_zoom(zoom, (4.0, 1.6), (10.0, 2.8)), style.frontier_casing));
    stroke_all(&frontier, solid(width, style.frontier_line));
    marks
}
