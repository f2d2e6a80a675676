//! The metre grids: UTM, and the squares of MGRS on it. Each zone has its own lines, which end where it ends.

use crate::{
    analysis::notations::{
        grid::{GridPosition, Hemisphere, Zone, zone_of},
        mgrs,
    },
    model::LonLat,
};

use super::{
    super::{Align, Point, WorldPoint, ground::Frame},
    Inside, Ruled, Way, Weight,
};

/// Distances of lines in metres, from the coarsest.
const UTM_STEPS: [f64; 10] =
    [100_000.0, 50_000.0, 20_000.0, 10_000.0, 5_000.0, 2_000.0, 1_000.0, 500.0, 200.0, 100.0];
const MGRS_STEPS: [f64; 3] = [100_000.0, 10_000.0, 1_000.0];

const SQUARE: f64 = 100_000.0;

/// Two lines are at least so far apart, logical pixels.
const UTM_APART: f64 = 84.0;
const MGRS_APART: f64 = 40.0;

/// Where the squares are smaller, logical pixels, only the zones are drawn.
const SMALLEST_SQUARE: f64 = 26.0;
/// Where they are smaller, they are given no letters.
const SMALLEST_LETTERED: f64 = 48.0;

/// The latitudes that UTM covers.
const SOUTH: f64 = -80.0;
const NORTH: f64 = 84.0 - 1e-6;

/// Stretches of a line: it bends little.
const PARTS: u8 = 16;

pub(super) fn utm_lines(frame: &Frame) -> Vec<Ruled> {
    let mut lines = ruled(frame, step(frame, &UTM_STEPS, UTM_APART), |zone, metres, way| {
        let kilometres = metres / 1000.0;
        match way {
            Way::Up => format!("{}{} {kilometres} km E", zone.number, zone.letter()),
            Way::Across => format!("{kilometres} km N"),
        }
    });
    lines.extend(zone_ends(frame).into_iter().map(|(_, line)| line));
    lines
}

pub(super) fn mgrs_lines(frame: &Frame) -> Vec<Ruled> {
    let step = step(frame, &MGRS_STEPS, MGRS_APART);
    // As on printed maps: the two figures of the kilometre within its square.
    let mut lines = ruled(frame, step, |_, metres, _| {
        if step < SQUARE { format!("{:02}", metres.rem_euclid(SQUARE) / 1000.0) } else { String::new() }
    });
    lines.extend(zone_ends(frame).into_iter().map(|(_, line)| line));
    lines.extend(bands(frame));
    lines
}

/// The numbers of two zones beside the meridian between them.
pub(super) fn zone_names(frame: &Frame) -> Vec<Inside> {
    let mut names = Vec::new();
    for (number, line) in zone_ends(frame) {
        let Some(top) = line.points.first() else { continue };
        let x = frame.sheet_from_world(*top).x;
        for (zone, shift, align) in [(number + 30, -6.0, Align::Right), (number + 31, 6.0, Align::Left)] {
            if (1..=60).contains(&zone) {
                let at = Point { x: x + shift, y: frame.min.y + 28.0 };
                names.push(Inside { at, align, words: format!("zone {zone}"), size: 11.0 });
            }
        }
    }
    names
}

/// The letters of each square, and the numbers of the zones.
pub(super) fn square_names(frame: &Frame) -> Vec<Inside> {
    let mut names = zone_names(frame);
    if SQUARE / metres_per_pixel(frame) >= SMALLEST_LETTERED {
        let step = step(frame, &MGRS_STEPS, MGRS_APART);
        for part in parts(frame) {
            lettered(frame, &part, step, &mut names);
        }
    }
    names
}

pub(super) fn utm_words(frame: &Frame) -> String {
    words("UTM", frame, step(frame, &UTM_STEPS, UTM_APART))
}

pub(super) fn mgrs_words(frame: &Frame) -> String {
    words("MGRS", frame, step(frame, &MGRS_STEPS, MGRS_APART))
}

fn metres_per_pixel(frame: &Frame) -> f64 {
    frame.viewport.metres_per_pixel(frame.viewport.camera.centre).0
}

fn step(frame: &Frame, steps: &[f64], apart: f64) -> f64 {
    let fits = |step: &&f64| **step / metres_per_pixel(frame) >= apart;
    *steps.iter().rfind(fits).unwrap_or(&SQUARE)
}

/// `UTM, lines of 10 km, zones 42 and 43`
fn words(kind: &str, frame: &Frame, step: f64) -> String {
    let mut zones: Vec<u8> = parts(frame).iter().map(|part| part.zone.number).collect();
    zones.dedup();
    let zones = match zones.as_slice() {
        [zone] => format!("zone {zone}"),
        [a, b] => format!("zones {a} and {b}"),
        [a, .., b] => format!("zones {a} to {b}"),
        [] => return kind.to_owned(),
    };
    if SQUARE / metres_per_pixel(frame) < SMALLEST_SQUARE {
        format!("{kind} {zones}")
    } else if step < 1000.0 {
        format!("{kind}, lines of {step} m, {zones}")
    } else {
        format!("{kind}, lines of {} km, {zones}", step / 1000.0)
    }
}

/// Half of a zone: one grid of metres.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct HalfZone {
    number: u8,
    hemisphere: Hemisphere,
}

impl HalfZone {
    fn letter(self) -> char {
        match self.hemisphere {
            Hemisphere::North => 'N',
            Hemisphere::South => 'S',
        }
    }

    fn position(self, easting: f64, northing: f64) -> Option<LonLat> {
        GridPosition { zone: Zone::Utm(self.number), hemisphere: self.hemisphere, easting, northing }
            .position()
    }

    fn holds(self, at: LonLat) -> bool {
        let north = self.hemisphere == Hemisphere::North;
        zone_of(at) == Zone::Utm(self.number) && (at.lat() >= 0.0) == north
    }

    /// The part of a line that lies in this zone; `at` gives its point, from 0 to 1.
    fn clipped(self, at: impl Fn(f64) -> Option<LonLat>) -> Vec<WorldPoint> {
        let inside = |t: f64| at(t).filter(|at| self.holds(*at));
        let mut points = Vec::new();
        let mut before: Option<f64> = None;
        for part in 0..=PARTS {
            let t = f64::from(part) / f64::from(PARTS);
            let here = inside(t);
            if let Some(before) = before
                && here.is_some() == points.is_empty()
            {
                // It crosses the end of the zone: halved until the gap is less than a pixel.
                let (mut within, mut without) = if here.is_some() { (t, before) } else { (before, t) };
                for _ in 0..24 {
                    let middle = f64::midpoint(within, without);
                    if inside(middle).is_some() { within = middle } else { without = middle }
                }
                points.extend(inside(within).map(WorldPoint::from_lonlat));
                if here.is_none() {
                    return points;
                }
            }
            points.extend(here.map(WorldPoint::from_lonlat));
            before = Some(t);
        }
        points
    }
}

/// The part of a frame that lies in half a zone, in metres of its grid.
#[derive(Clone, Copy, Debug)]
struct Part {
    zone: HalfZone,
    east: (f64, f64),
    north: (f64, f64),
}

/// The parts of the frame, from west to east.
fn parts(frame: &Frame) -> Vec<Part> {
    let extent = frame.viewport.extent();
    let zones = |lon: f64| (((lon + 180.0) / 6.0).floor() as i32).clamp(0, 59);
    let mut parts = Vec::new();
    for number in zones(extent.west)..=zones(extent.east) {
        let start = f64::from(number) * 6.0 - 180.0;
        let (west, east) = (extent.west.max(start), extent.east.min(start + 6.0 - 1e-6));
        for (hemisphere, south, north) in [
            (Hemisphere::North, extent.south.max(0.0), extent.north.min(NORTH)),
            (Hemisphere::South, extent.south.max(SOUTH), extent.north.min(-1e-6)),
        ] {
            if south >= north || west >= east {
                continue;
            }
            let zone = HalfZone { number: number as u8 + 1, hemisphere };
            let edge = (0..=8).flat_map(|step| {
                let t = f64::from(step) / 8.0;
                let (lon, lat) = (west + (east - west) * t, south + (north - south) * t);
                [(lon, south), (lon, north), (west, lat), (east, lat)]
            });
            let mut part = Part {
                zone,
                east: (f64::INFINITY, f64::NEG_INFINITY),
                north: (f64::INFINITY, f64::NEG_INFINITY),
            };
            for at in edge.filter_map(|(lon, lat)| LonLat::new(lon, lat).ok()).filter(|at| zone.holds(*at)) {
                let GridPosition { easting, northing, .. } = GridPosition::of(at);
                part.east = (part.east.0.min(easting), part.east.1.max(easting));
                part.north = (part.north.0.min(northing), part.north.1.max(northing));
            }
            if part.east.0 < part.east.1 {
                parts.push(part);
            }
        }
    }
    parts
}

/// Multiples of the step in a range, and one beyond each end: between two samples of its edge the frame may bulge.
fn multiples((from, to): (f64, f64), step: f64) -> impl Iterator<Item = f64> {
    ((from / step).floor() as i64..=(to / step).ceil() as i64).map(move |number| number as f64 * step)
}

/// The lines of all zones in the frame.
fn ruled(frame: &Frame, step: f64, label: impl Fn(HalfZone, f64, Way) -> String) -> Vec<Ruled> {
    let mut lines = Vec::new();
    if SQUARE / metres_per_pixel(frame) < SMALLEST_SQUARE {
        return lines;
    }
    for Part { zone, east, north } in parts(frame) {
        let between = |(from, to): (f64, f64), t: f64| from - step + (to - from + 2.0 * step) * t;
        let mut rule = |metres: f64, way: Way, points: Vec<WorldPoint>| {
            let full = step < SQUARE && metres.rem_euclid(SQUARE) < 0.5;
            let weight = if full { Weight::Strong } else { Weight::Fine };
            if points.len() > 1 {
                lines.push(Ruled { way, weight, points, label: label(zone, metres, way) });
            }
        };
        for easting in multiples(east, step) {
            let points = zone.clipped(|t| zone.position(easting, between(north, t)));
            rule(easting, Way::Up, points);
        }
        for northing in multiples(north, step) {
            let points = zone.clipped(|t| zone.position(between(east, t), northing));
            rule(northing, Way::Across, points);
        }
    }
    lines
}

/// The meridians where one zone ends and the next begins, each with its number, counted from Greenwich.
fn zone_ends(frame: &Frame) -> Vec<(i32, Ruled)> {
    let extent = frame.viewport.extent();
    let [top, bottom] = [NORTH, SOUTH].map(|lat| WorldPoint::from_degrees(0.0, lat).y);
    let (top, bottom) = (frame.visible.min.y.max(top), frame.visible.max.y.min(bottom));
    let first = ((extent.west / 6.0).ceil() as i32).max(-30);
    let last = ((extent.east / 6.0).floor() as i32).min(30);
    let end = |number: i32| {
        let x = WorldPoint::from_degrees(f64::from(number) * 6.0, 0.0).x;
        let points = vec![WorldPoint { x, y: top }, WorldPoint { x, y: bottom }];
        (number, Ruled { way: Way::Up, weight: Weight::Zone, points, label: String::new() })
    };
    (first..=last).map(end).collect()
}

/// The parallels where one letter of MGRS ends and the next begins.
fn bands(frame: &Frame) -> Vec<Ruled> {
    let extent = frame.viewport.extent();
    let mut lines = Vec::new();
    for number in
        (extent.south.max(SOUTH) / 8.0).ceil() as i32..=(extent.north.min(72.0) / 8.0).floor() as i32
    {
        let y = WorldPoint::from_degrees(0.0, f64::from(number) * 8.0).y;
        let points = [frame.visible.min.x, frame.visible.max.x].map(|x| WorldPoint { x, y }).into();
        lines.push(Ruled { way: Way::Across, weight: Weight::Zone, points, label: String::new() });
    }
    lines
}

/// The letters of each square: in its middle, or near the corner of what is seen of it where it holds finer lines.
fn lettered(frame: &Frame, part: &Part, step: f64, names: &mut Vec<Inside>) {
    // Where many squares are seen, a few places in each will do.
    let samples_across: i64 = if step < SQUARE { 12 } else { 5 };
    const INSET: f32 = 34.0;
    let squares = |(from, to): (f64, f64)| (from / SQUARE).floor() as i64..=(to / SQUARE).floor() as i64;
    for column in squares(part.east) {
        for row in squares(part.north) {
            let samples = (0..samples_across * samples_across).filter_map(|sample| {
                let along = |square: i64, sample: i64| {
                    (square as f64 + (sample as f64 + 0.5) / samples_across as f64) * SQUARE
                };
                let at = part
                    .zone
                    .position(along(column, sample % samples_across), along(row, sample / samples_across))?;
                let on_sheet = frame.sheet_from_world(WorldPoint::from_lonlat(at));
                (part.zone.holds(at) && frame.holds(on_sheet, INSET)).then_some((at, on_sheet))
            });
            let seen = near_camera(frame, part, (column, row)).into_iter().chain(samples);
            let seen: Vec<(LonLat, Point)> = seen.collect();
            let count = seen.len() as f32;
            let middle =
                seen.iter().fold((0.0, 0.0), |sum, (_, p)| (sum.0 + p.x / count, sum.1 + p.y / count));
            let far = |p: &Point| {
                if step < SQUARE { p.x + p.y } else { (p.x - middle.0).hypot(p.y - middle.1) }
            };
            let Some((at, on_sheet)) = seen.iter().min_by(|a, b| far(&a.1).total_cmp(&far(&b.1))) else {
                continue;
            };
            let Some(name) = mgrs::write(*at) else { continue };
            let words: Vec<&str> = name.split(' ').take(2).collect();
            let size = if step < SQUARE { 14.0 } else { 12.0 };
            names.push(Inside { at: *on_sheet, align: Align::Centre, words: words.join(" "), size });
        }
    }
}

/// A corner and the middle of the frame where they lie in the square: in a close view no sample of it may be seen.
fn near_camera(frame: &Frame, part: &Part, square: (i64, i64)) -> Vec<(LonLat, Point)> {
    const INSET: f32 = 60.0;
    let (min, size) = (frame.min, frame.viewport.size);
    [Point { x: INSET, y: INSET }, Point { x: size.x / 2.0, y: size.y / 2.0 }]
        .into_iter()
        .filter_map(|p| {
            let at = frame.viewport.lonlat_from_screen(p).filter(|at| part.zone.holds(*at))?;
            let GridPosition { easting, northing, .. } = GridPosition::of(at);
            let own = ((easting / SQUARE).floor() as i64, (northing / SQUARE).floor() as i64);
            (own == square).then_some((at, Point { x: p.x + min.x, y: p.y + min.y }))
        })
        .collect()
}
