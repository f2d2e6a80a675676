//! The lines and areas of the basemap, from the ground up: land, lakes, rivers, inner borders, borders, and
//! the frontier above all.

use std::sync::{Arc, LazyLock};

use crate::model::{LonLat, Zoom};

use super::{
    Dash, Layer, Mark, Point, Rgba, Stroke, Style, Theme, TileLayer, View, Viewport,
    bands::band_marks,
    basemap::{AdminKind, Basemap, Line, Polygon},
    grid::grid_marks,
    layers::draw_layer,
    relief::relief_reach,
    rings::ring_marks,
    style::faded,
    viewport::{WorldBox, WorldPoint, world_pixels},
    ways::{railways, roads, shows_crossings},
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
    pub fn runs(&self, line: &Line) -> Vec<Arc<[Point]>> {
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

    /// The same with how far from the beginning of the line each run begins, logical pixels.
    pub fn measured_runs(&self, line: &Line) -> Vec<(f64, Vec<Point>)> {
        let mut runs: Vec<(f64, Vec<Point>)> = Vec::new();
        if !line.bounds.overlaps(&self.visible) {
            return runs;
        }
        let mut goes_on = false;
        for piece in line.at(self.zoom()) {
            if !piece.bounds.overlaps(&self.visible) {
                goes_on = false;
                continue;
            }
            let points = piece.points.iter().map(|p| self.sheet_from_world(*p));
            match runs.last_mut().filter(|_| goes_on) {
                Some((_, run)) => run.extend(points.skip(1)),
                None => runs.push((piece.from * self.scale, points.collect())),
            }
            goes_on = true;
        }
        runs
    }

    /// The visible pieces of a line one by one, so that the dashes of each stay where they are.
    pub fn pieces(&self, line: &Line) -> Vec<Arc<[Point]>> {
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

pub(super) fn area_mark(frame: &Frame, polygon: &Polygon, fill: Rgba) -> Option<Mark> {
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

pub(super) fn outlines<'a>(
    frame: &'a Frame,
    polygon: &'a Polygon,
    stroke: Stroke,
) -> impl Iterator<Item = Mark> + 'a {
    polygon.at(frame.zoom()).ring_slices().map(move |ring| Mark::Line {
        points: ring.iter().chain(ring.first()).map(|p| frame.sheet_from_world(*p)).collect(),
        stroke,
    })
}

/// The land around the relief, made once.
static LAND_BESIDE_RELIEF: LazyLock<Vec<Polygon>> = LazyLock::new(|| {
    let basemap = Basemap::embedded();
    let boxed = |west: f64, north: f64, east: f64, south: f64| WorldBox {
        min: WorldPoint { x: west, y: north },
        max: WorldPoint { x: east, y: south },
    };
    let Some(relief) = relief_reach() else { return basemap.land_within(boxed(0.0, 0.0, 1.0, 1.0)) };
    [
        boxed(0.0, 0.0, relief.min.x, 1.0),
        boxed(relief.max.x, 0.0, 1.0, 1.0),
        boxed(relief.min.x, 0.0, relief.max.x, relief.min.y),
        boxed(relief.min.x, relief.max.y, relief.max.x, 1.0),
    ]
    .into_iter()
    .flat_map(|within| basemap.land_within(within))
    .collect()
});

/// A box in the middle of Asia without any sea: where a map shows only this, the ground below everything is
/// land, and a tile that is late or missing leaves no hole of water.
const INLAND: (f64, f64, f64, f64) = (55.5, 26.5, 105.0, 54.0);

/// The flat colour below everything.
pub(super) fn ground_colour(view: &View, viewport: Viewport) -> Rgba {
    let style = Style::of(view.theme);
    if is_inland(viewport) { style.land } else { style.sea }
}

/// Whether a map surely shows no sea.
pub(super) fn is_inland(viewport: Viewport) -> bool {
    let (west, south, east, north) = INLAND;
    let (min, max) = (WorldPoint::from_degrees(west, north), WorldPoint::from_degrees(east, south));
    let shown = viewport.world_box();
    let inland = WorldBox { min, max };
    inland.contains(shown.min) && inland.contains(shown.max)
}

/// How rivers fade towards the edge of the box in which they are known: alpha by distance from the edge as a
/// part of the world's width.
const RIVER_FADE: f64 = 1.3 / 360.0;
const FADE_STEPS: u8 = 6;

static KNOWN_RIVERS: LazyLock<WorldBox> = LazyLock::new(|| {
    let corners: Vec<WorldPoint> = Basemap::embedded()
        .rivers
        .iter()
        .flat_map(|river| [river.line.bounds.min, river.line.bounds.max])
        .collect();
    WorldBox::around(&corners)
});

/// Steps of fading at a point: 0 at the edge of what is known, `FADE_STEPS` inside.
fn known_steps(p: WorldPoint) -> u8 {
    let known = *KNOWN_RIVERS;
    let inside = (p.x - known.min.x).min(known.max.x - p.x).min(p.y - known.min.y).min(known.max.y - p.y);
    (inside / RIVER_FADE * f64::from(FADE_STEPS)).clamp(0.0, f64::from(FADE_STEPS)) as u8
}

fn river(frame: &Frame, line: &Line, stroke: Stroke, marks: &mut Vec<Mark>) {
    let whole = known_steps(line.bounds.min).min(known_steps(line.bounds.max)) == FADE_STEPS;
    if whole {
        marks.extend(frame.runs(line).into_iter().map(|points| Mark::Line { points, stroke }));
        return;
    }
    if !line.bounds.overlaps(&frame.visible) {
        return;
    }
    // Stretches of one strength each.
    let mut run: Vec<Point> = Vec::new();
    let mut strength = 0;
    let mut finish = |run: &mut Vec<Point>, strength: u8| {
        let points = std::mem::take(run);
        if points.len() > 1 && strength > 0 {
            let alpha = u16::from(stroke.colour.0[3]) * u16::from(strength) / u16::from(FADE_STEPS);
            let colour = faded(stroke.colour, alpha as u8);
            marks.push(Mark::Line { points: points.into(), stroke: Stroke { colour, ..stroke } });
        }
    };
    for piece in line.at(frame.zoom()) {
        if !piece.bounds.overlaps(&frame.visible) {
            finish(&mut run, strength);
            continue;
        }
        for p in &piece.points {
            let here = known_steps(*p);
            let at = frame.sheet_from_world(*p);
            if here != strength && !run.is_empty() {
                run.push(at);
                finish(&mut run, strength);
            }
            strength = here;
            run.push(at);
        }
    }
    finish(&mut run, strength);
}

/// From this zoom a river of the rank is drawn, and its width there and at zoom 11, logical pixels.
///
/// Rank 1 are the Panj and the Amu Darya, rank 5 brooks.
fn river_style(rank: u8) -> (f64, f64, f64) {
    match rank {
        0 | 1 => (4.0, 1.1, 3.4),
        2 => (5.6, 0.8, 2.6),
        3 => (6.2, 0.7, 2.0),
        4 => (7.4, 0.6, 1.5),
        5.. => (8.6, 0.6, 1.1),
    }
}

/// Maps from elsewhere are made for the day: at night a veil over them lets our pale lines and signs be seen.
fn night_veil(frame: &Frame) -> Mark {
    // The frame cuts it off; short of its edge a bright line would remain.
    const BEYOND: f32 = 2.0;
    let size = frame.viewport.size;
    Mark::Card {
        min: Point { x: frame.min.x - BEYOND, y: frame.min.y - BEYOND },
        size: Point { x: size.x + 2.0 * BEYOND, y: size.y + 2.0 * BEYOND },
        radius: 0.0,
        fill: Rgba([8, 12, 18, 140]),
        stroke: None,
    }
}

/// The ground of a map: what lies below the precision areas of incidents and what lies above them, and which layers
/// are to be seen on it.
#[derive(Clone, Debug, PartialEq)]
pub struct Ground {
    pub below: Arc<[Mark]>,
    pub above: Arc<[Mark]>,
    pub layers: Arc<[Layer]>,
}

/// All marks of the map but its words and the incidents: land, then the layers in their order, then the borders, which
/// nothing of the ground hides. Distance rings stand around `rings_at`.
pub(super) fn ground_marks(view: &View, frame: &Frame, rings_at: Option<LonLat>) -> Ground {
    let mut marks = Vec::new();
    land(view, frame, &mut marks);
    let mut below = None;
    let mut layers = Vec::new();
    for state in view.layers.in_order() {
        let first = marks.len();
        draw_layer(view, state.layer, &mut marks, |marks| match state.layer {
            Layer::Water => water(view, frame, marks),
            Layer::Districts => admin_lines(AdminKind::District, view, frame, marks),
            Layer::Provinces => admin_lines(AdminKind::Province, view, frame, marks),
            Layer::Railways => railways(view, frame, marks),
            Layer::Roads => roads(view, frame, marks),
            Layer::Grid => grid_marks(view, frame, marks),
            Layer::Buffers => band_marks(view, frame, marks),
            Layer::Rings => {
                if let Some(around) = rings_at {
                    ring_marks(view, frame, around, marks);
                }
            }
            Layer::Relief
            | Layer::Airfields
            | Layer::Peaks
            | Layer::Crossings
            | Layer::Places
            | Layer::Precision => {}
        });
        if marks.len() > first || (state.layer == Layer::Crossings && shows_crossings(view, frame)) {
            layers.push(state.layer);
        }
        if state.layer == Layer::Precision {
            below = Some(std::mem::take(&mut marks));
        }
    }
    let mut below = below.unwrap_or_default();
    borders(view, frame, if marks.is_empty() { &mut below } else { &mut marks });
    Ground { below: below.into(), above: marks.into(), layers: layers.into() }
}

fn land(view: &View, frame: &Frame, marks: &mut Vec<Mark>) {
    if TileLayer::hides_land(view.tiles.as_ref()) {
        if view.theme == Theme::Dark {
            marks.push(night_veil(frame));
        }
        return;
    }
    let style = Style::of(view.theme);
    let land =
        if view.layers.is_on(Layer::Relief) { &*LAND_BESIDE_RELIEF } else { &Basemap::embedded().land };
    marks.extend(land.iter().filter_map(|polygon| area_mark(frame, polygon, style.land)));
}

fn water(view: &View, frame: &Frame, marks: &mut Vec<Mark>) {
    let (basemap, style, zoom) = (Basemap::embedded(), Style::of(view.theme), frame.zoom());
    for lake in &basemap.lakes {
        if !lake.polygon.bounds.overlaps(&frame.visible) {
            continue;
        }
        if !TileLayer::hides_land(view.tiles.as_ref()) {
            marks.extend(area_mark(frame, &lake.polygon, style.lake));
        }
        marks.extend(outlines(frame, &lake.polygon, solid(0.7, style.lake_edge)));
    }
    for rank in (1..=5).rev() {
        let (first_zoom, thin, thick) = river_style(rank);
        if zoom.0 < first_zoom {
            continue;
        }
        let width = by_zoom(zoom, (first_zoom, thin), (11.0, thick));
        let stroke = solid(width, style.water_line);
        for drawn in basemap.rivers.iter().filter(|river| river.rank == rank) {
            river(frame, &drawn.line, stroke, marks);
        }
    }
}

fn admin_lines(kind: AdminKind, view: &View, frame: &Frame, marks: &mut Vec<Mark>) {
    let (style, zoom) = (Style::of(view.theme), frame.zoom());
    let stroke = match kind {
        AdminKind::District => Stroke {
            width: by_zoom(zoom, (7.0, 0.7), (11.0, 1.1)),
            colour: style.district_line,
            dash: Some(Dash { on: 1.4, off: 2.6 }),
        },
        AdminKind::Province => Stroke {
            width: by_zoom(zoom, (5.0, 0.7), (10.0, 1.5)),
            colour: style.province_line,
            dash: Some(Dash { on: 6.0, off: 3.0 }),
        },
    };
    for admin in Basemap::embedded().admin_lines.iter().filter(|admin| admin.kind == kind) {
        marks.extend(frame.pieces(&admin.line).into_iter().map(|points| Mark::Line { points, stroke }));
    }
}

/// The frontier as far as it runs through the frame.
pub(super) fn frontier_runs(frame: &Frame) -> Vec<Arc<[Point]>> {
    let frontier = Basemap::embedded().borders.iter().filter(|border| border.focus);
    frontier.flat_map(|border| frame.runs(&border.line)).collect()
}

/// The borders of the world, and the frontier over them.
fn borders(view: &View, frame: &Frame, marks: &mut Vec<Mark>) {
    let (basemap, style, zoom) = (Basemap::embedded(), Style::of(view.theme), frame.zoom());
    let quiet_width = by_zoom(zoom, (4.0, 0.8), (10.0, 1.9));
    let quiet: Vec<_> = basemap
        .world_borders
        .iter()
        .chain(basemap.borders.iter().filter(|border| !border.focus).map(|border| &border.line))
        .flat_map(|line| frame.runs(line))
        .collect();
    let frontier = frontier_runs(frame);
    let mut stroke_all = |lines: &[Arc<[Point]>], stroke: Stroke| {
        marks.extend(lines.iter().map(|points| Mark::Line { points: Arc::clone(points), stroke }));
    };
    stroke_all(&frontier, solid(by_zoom(zoom, (4.0, 6.0), (9.5, 15.0)), style.frontier_band));
    stroke_all(&quiet, solid(quiet_width + 2.2, style.border_casing));
    stroke_all(&quiet, Stroke { dash: style.border_dash, ..solid(quiet_width, style.border_line) });
    let width = by_zoom(zoom, (4.0, 1.6), (9.0, 3.0));
    stroke_all(&frontier, solid(width + by_zoom(zoom, (4.0, 1.6), (10.0, 2.8)), style.frontier_casing));
    stroke_all(&frontier, solid(width, style.frontier_line));
}
