//! Names of lakes, and of rivers along their course.

use std::collections::BTreeMap;

use super::{
    super::{
        Face, Halo, Mark, Point, Style, View,
        basemap::Basemap,
        fonts::text_width,
        ground::{Frame, by_zoom},
        viewport::WorldPoint,
    },
    Lettering, Room, centred,
    courses::{Parts, Side, along, walks},
};

/// From which zoom the rivers of a rank are named.
fn river_name_zoom(rank: u8) -> f64 {
    match rank {
        0 | 1 => 5.6,
        2 => 6.6,
        3 => 7.6,
        4 => 8.6,
        5.. => 9.6,
    }
}

/// The same river is named again only at this distance, logical pixels.
const RIVER_NAME_DISTANCE: f32 = 460.0;

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
    let mut named: BTreeMap<&str, Vec<Point>> = BTreeMap::new();
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
            by_zoom(zoom, (5.5, 10.5), (10.0, 14.0))
        } else {
            by_zoom(zoom, (7.0, 9.5), (11.0, 12.5))
        };
        let lettering = Lettering { spacing: by_zoom(zoom, (6.0, 0.6), (10.0, 1.8)), ..lettering(size) };
        // The Panj carries the frontier with its band.
        let gap = if river.rank <= 1 { by_zoom(zoom, (6.0, 4.0), (9.5, 8.5)) } else { 3.0 };
        let parts = Parts::of(words, lettering);
        let walks = walks(frame, &river.line, size);
        along(
            &walks,
            &parts,
            room,
            marks,
            RIVER_NAME_DISTANCE,
            named.entry(words).or_default(),
            |walk, place| walk.set(place, &parts, Side::Above(gap), lettering).map(|course| vec![course]),
        );
    }
}

/// Names of seas and oceans, in two lines where they are long.
pub(super) fn seas(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    for sea in &Basemap::embedded().sea_labels {
        if !frame.visible.contains(sea.at) || zoom.0 < f64::from(sea.rank) + 0.6 {
            continue;
        }
        let lettering = Lettering {
            size: if sea.rank <= 1 { 13.0 } else { by_zoom(zoom, (3.0, 10.0), (6.0, 13.0)) },
            face: Face::Italic,
            colour: style.water_text,
            halo: Halo { colour: style.water_halo, width: 1.4 },
            spacing: 1.6,
        };
        let at = frame.sheet_from_world(sea.at);
        centred(lettering, sea.name.in_language(view.language), at, room, marks);
    }
}
