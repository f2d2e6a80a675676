//! Names of lakes, and of rivers along their course.

use std::f32::consts::{FRAC_PI_2, PI};

use super::{
    super::{
        Align, Face, Halo, Mark, Point, Style, TextMark, View,
        basemap::{Basemap, Line},
        fonts::text_width,
        ground::{Frame, by_zoom},
        text_rect,
        viewport::WorldPoint,
    },
    Lettering, Room, centred,
};

/// From which zoom the rivers of a rank are named.
fn river_name_zoom(rank: u8) -> f64 {
    match rank {
        0 | 1 => 6.5,
        2 => 7.2,
        3 => 8.2,
        4 => 9.2,
        5.. => 10.0,
    }
}

/// The same river is named again only at this distance, logical pixels.
const RIVER_NAME_DISTANCE: f32 = 420.0;

pub(super) fn waters(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let basemap = Basemap::embedded();
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    let lettering = |size: f32| Lettering {
        size,
        face: Face::Italic,
        colour: style.water_text,
        halo: Halo { colour: style.water_halo, width: 1.5 },
        spacing: 0.5,
    };
    for lake in &basemap.lakes {
        let Some(name) = &lake.name else { continue };
        let bounds = lake.polygon.bounds;
        let width = ((bounds.max.x - bounds.min.x) * frame.scale()) as f32;
        if width < 14.0 {
            continue;
        }
        let middle = WorldPoint {
            x: f64::midpoint(bounds.min.x, bounds.max.x),
            y: f64::midpoint(bounds.min.y, bounds.max.y),
        };
        let words = name.in_language(view.language);
        let at = frame.sheet_from_world(middle);
        let below = ((bounds.max.y - bounds.min.y) * frame.scale()) as f32 / 2.0 + 9.0;
        for dy in [0.0, below, -below] {
            if dy == 0.0 && width < text_width(Face::Italic, 10.5, words, 0.5) + 8.0 {
                continue;
            }
            if centred(lettering(10.5), words, Point { x: at.x, y: at.y + dy }, room, marks) {
                break;
            }
        }
    }
    let mut named: Vec<(&str, Point)> = Vec::new();
    let mut rivers: Vec<_> = basemap
        .rivers
        .iter()
        .filter(|river| zoom.0 >= river_name_zoom(river.rank) && river.line.bounds.overlaps(&frame.visible))
        .collect();
    rivers.sort_by_key(|river| river.rank);
    for river in rivers {
        let Some(name) = &river.name else { continue };
        let words = name.in_language(view.language);
        let size = if river.rank <= 1 {
            by_zoom(zoom, (6.5, 11.0), (10.0, 13.5))
        } else {
            by_zoom(zoom, (7.0, 9.5), (11.0, 12.0))
        };
        let lettering = lettering(size);
        for text in along(frame, &river.line, lettering, words) {
            let near = named.iter().any(|(other, at)| {
                *other == words && (at.x - text.at.x).hypot(at.y - text.at.y) < RIVER_NAME_DISTANCE
            });
            if !near && room.take(text_rect(&text).grown(1.0)) {
                named.push((words, text.at));
                marks.push(Mark::Text(text));
            }
        }
    }
}

/// Places along a line where it is straight enough to carry the words, beside it, never upside down.
fn along(frame: &Frame, line: &Line, lettering: Lettering, words: &str) -> Vec<TextMark> {
    let width = text_width(lettering.face, lettering.size, words, lettering.spacing);
    let mut found = Vec::new();
    for run in frame.runs(line) {
        straight_stretches(&run, width, lettering, words, frame, &mut found);
    }
    found
}

fn straight_stretches(
    run: &[Point],
    width: f32,
    lettering: Lettering,
    words: &str,
    frame: &Frame,
    found: &mut Vec<TextMark>,
) {
    let wanted = width * 1.05;
    let mut start = 0;
    while start + 1 < run.len() {
        // The shortest stretch from `start` whose ends are as far apart as the words are wide.
        let a = run[start];
        let Some(offset) = run[start..].iter().position(|b| (b.x - a.x).hypot(b.y - a.y) >= wanted) else {
            start += 1;
            continue;
        };
        let stretch = &run[start..=start + offset];
        let b = run[start + offset];
        let chord = (b.x - a.x).hypot(b.y - a.y);
        let (nx, ny) = (-(b.y - a.y) / chord, (b.x - a.x) / chord);
        let offsets: Vec<f32> = stretch.iter().map(|p| (p.x - a.x) * nx + (p.y - a.y) * ny).collect();
        let (low, high) =
            offsets.iter().fold((0.0_f32, 0.0_f32), |(low, high), o| (low.min(*o), high.max(*o)));
        if high - low > lettering.size * 0.9 || chord > wanted * 1.6 {
            start += 1 + offset / 6;
            continue;
        }
        let mut angle = (b.y - a.y).atan2(b.x - a.x);
        if angle > FRAC_PI_2 {
            angle -= PI;
        } else if angle < -FRAC_PI_2 {
            angle += PI;
        }
        // Beside the water, on the upper side of the words' own baseline.
        let up = (angle.sin(), -angle.cos());
        let side = if nx * up.0 + ny * up.1 > 0.0 { high } else { -low };
        let lift = side + lettering.size * 0.5 + 5.0;
        let at = Point { x: f32::midpoint(a.x, b.x) + up.0 * lift, y: f32::midpoint(a.y, b.y) + up.1 * lift };
        if frame.holds(at, 4.0) {
            found.push(lettering.text(words, at, Align::Centre, angle));
        }
        start += offset.max(1);
    }
}
