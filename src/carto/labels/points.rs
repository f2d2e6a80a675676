//! Names beside a dot: places and airfields.

use std::ops::RangeInclusive;

use super::{
    super::{
        Align, Face, Halo, LabelLanguage, Mark, Point, Rect, Stroke, Style, TextMark, View,
        basemap::Basemap,
        ground::{Frame, by_zoom},
        style::BADGE_RADIUS,
        text_rect,
        ways::crossing_sign,
    },
    Lettering, Room,
};

/// From which zoom a place of the rank is shown, and the size of its name there and at zoom 11.
fn place_style(rank: u8) -> (f64, f64, f64) {
    match rank {
        0 | 1 => (4.0, 12.5, 17.0),
        2 => (5.2, 11.5, 15.0),
        3 => (6.3, 11.0, 13.5),
        4 => (7.3, 10.5, 12.5),
        5 => (8.2, 10.2, 12.0),
        6.. => (9.2, 10.0, 11.5),
    }
}

pub(super) fn places(
    view: &View,
    frame: &Frame,
    room: &mut Room,
    ranks: RangeInclusive<u8>,
    marks: &mut Vec<Mark>,
) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    for place in Basemap::embedded().places.iter().filter(|place| ranks.contains(&place.rank)) {
        let (first_zoom, small, large) = place_style(place.rank);
        if zoom.0 < first_zoom || !frame.visible.contains(place.at) {
            continue;
        }
        let at = frame.sheet_from_world(place.at);
        let dot = by_zoom(zoom, (first_zoom, 1.7), (11.0, 3.2)) + if place.rank <= 2 { 0.9 } else { 0.0 };
        if !frame.holds(at, dot + 1.0) {
            continue;
        }
        let lettering = Lettering {
            size: by_zoom(zoom, (first_zoom, small), (11.0, large)),
            face: if place.rank <= 3 { Face::SemiBold } else { Face::Regular },
            colour: style.place_text,
            halo: Halo { colour: style.place_halo, width: 1.6 },
            spacing: 0.0,
        };
        let name = place.name.in_language(view.language);
        let dot_rect = Rect::around(at, Point { x: dot + 1.0, y: dot + 1.0 });
        let dot_is_free = room.is_free(&dot_rect);
        // Where an incident stands on a town of weight, the name stands beside the incident.
        if !dot_is_free && (place.rank > 4 || !room.has_no_name(&dot_rect)) {
            continue;
        }
        let gap = if dot_is_free { dot + 3.0 } else { BADGE_RADIUS + 5.0 };
        let up = lettering.size * 0.5 + gap;
        let texts = [
            (Point { x: at.x + gap, y: at.y }, Align::Left),
            (Point { x: at.x - gap, y: at.y }, Align::Right),
            (Point { x: at.x, y: at.y - up }, Align::Centre),
            (Point { x: at.x, y: at.y + up }, Align::Centre),
            (Point { x: at.x + dot + 1.5, y: at.y - up * 0.85 }, Align::Left),
            (Point { x: at.x + dot + 1.5, y: at.y + up * 0.85 }, Align::Left),
            (Point { x: at.x - dot - 1.5, y: at.y - up * 0.85 }, Align::Right),
            (Point { x: at.x - dot - 1.5, y: at.y + up * 0.85 }, Align::Right),
        ]
        .into_iter()
        .map(|(at, align)| lettering.text(name, at, align, 0.0));
        // A dot whose name finds no room would only puzzle.
        let Some(text) = room.best(texts, 3.0) else { continue };
        room.reserve(dot_rect);
        room.reserve(text_rect(&text).grown(1.5));
        marks.extend(place_dot(at, dot, place.capital, style));
        marks.push(Mark::Text(text));
    }
}

fn place_dot(at: Point, radius: f32, capital: bool, style: &Style) -> Vec<Mark> {
    let edge = Stroke { width: 1.2, colour: style.place_dot_edge, dash: None };
    let dot = Mark::Circle { centre: at, radius, fill: Some(style.place_dot), stroke: Some(edge) };
    if capital {
        let ring = Stroke { width: 1.2, colour: style.place_dot, dash: None };
        let outer = Mark::Circle {
            centre: at,
            radius: radius + 2.2,
            fill: Some(style.place_dot_edge),
            stroke: Some(ring),
        };
        vec![outer, dot]
    } else {
        vec![dot]
    }
}

pub(super) fn airfields(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    let lettering = Lettering {
        size: 10.0,
        face: Face::Italic,
        colour: style.airfield,
        halo: Halo { colour: style.place_halo, width: 1.4 },
        spacing: 0.0,
    };
    for airfield in &Basemap::embedded().airfields {
        let at = frame.sheet_from_world(airfield.at);
        if !frame.holds(at, 8.0) || !room.take(Rect::around(at, Point { x: 6.0, y: 6.0 })) {
            continue;
        }
        marks.extend(plane(at, style));
        let words = if zoom.0 >= 8.5 { &airfield.name } else { &airfield.icao };
        let text = [(9.0, Align::Left), (-9.0, Align::Right)]
            .into_iter()
            .map(|(dx, align)| lettering.text(words, Point { x: at.x + dx, y: at.y }, align, 0.0))
            .find(|text| room.is_free(&text_rect(text).grown(1.0)));
        if let Some(text) = text {
            room.reserve(text_rect(&text).grown(1.0));
            marks.push(Mark::Text(text));
        }
    }
}

/// Signs of crossings, wherever there is one: they are few. Their names only where there is room.
pub(super) fn crossings(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    let size = by_zoom(zoom, (6.8, 3.2), (10.0, 5.6));
    let lettering = Lettering {
        size: by_zoom(zoom, (8.5, 9.5), (11.0, 11.0)),
        face: Face::SemiBold,
        colour: style.crossing,
        halo: Halo { colour: style.place_halo, width: 1.6 },
        spacing: 0.0,
    };
    for crossing in &Basemap::embedded().crossings {
        let at = frame.sheet_from_world(crossing.at);
        if !frame.holds(at, size + 1.0) {
            continue;
        }
        marks.extend(crossing_sign(style, crossing.kind, at, size));
        room.reserve(Rect::around(at, Point { x: size + 1.0, y: size + 1.0 }));
        if zoom.0 < 8.5 {
            continue;
        }
        let words = match view.language {
            LabelLanguage::English if zoom.0 >= 9.5 && crossing.place_north != crossing.place_afghan => {
                format!("{} – {}", crossing.place_north, crossing.place_afghan)
            }
            LabelLanguage::English | LabelLanguage::Tajik | LabelLanguage::Russian | LabelLanguage::Dari => {
                crossing.name.in_language(view.language).to_owned()
            }
        };
        let (gap, up) = (size + 4.0, size + lettering.size * 0.5 + 3.0);
        let texts = [
            (Point { x: at.x + gap, y: at.y }, Align::Left),
            (Point { x: at.x - gap, y: at.y }, Align::Right),
            (Point { x: at.x + size, y: at.y + up }, Align::Left),
            (Point { x: at.x + size, y: at.y - up }, Align::Left),
            (Point { x: at.x - size, y: at.y + up }, Align::Right),
            (Point { x: at.x - size, y: at.y - up }, Align::Right),
            (Point { x: at.x, y: at.y + up + 4.0 }, Align::Centre),
            (Point { x: at.x, y: at.y - up - 4.0 }, Align::Centre),
        ]
        .map(|(at, align)| lettering.text(&words, at, align, 0.0));
        if let Some(text) = room.best(texts, 1.5) {
            room.reserve(text_rect(&text).grown(1.5));
            marks.push(Mark::Text(text));
        }
    }
}

/// The numbers of roads on small plates.
pub(super) fn road_numbers(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    const APART: f32 = 330.0;
    let style = Style::of(view.theme);
    if frame.zoom().0 < 7.6 {
        return;
    }
    let mut set: Vec<(&str, Point)> = Vec::new();
    for road in &Basemap::embedded().roads {
        let Some(name) = &road.name else { continue };
        let words = name.english.as_str();
        for run in frame.runs(&road.line) {
            for at in run.iter().filter(|at| frame.holds(**at, 12.0)) {
                let text = TextMark::plain(*at, Align::Centre, words, 8.5, Face::SemiBold, style.road);
                let near = set.iter().any(|(other, there)| {
                    let apart = if *other == words { APART } else { 24.0 };
                    (there.x - at.x).hypot(there.y - at.y) < apart
                });
                let rect = text_rect(&text);
                if near || !room.take(rect.grown(3.0)) {
                    continue;
                }
                set.push((words, *at));
                let half = Point { x: (rect.max.x - rect.min.x) / 2.0 + 3.0, y: 6.0 };
                marks.push(Mark::Card {
                    min: Point { x: at.x - half.x, y: at.y - half.y },
                    size: Point { x: half.x * 2.0, y: half.y * 2.0 },
                    radius: 2.5,
                    fill: style.card,
                    stroke: Some(Stroke { width: 0.9, colour: style.road, dash: None }),
                });
                marks.push(Mark::Text(text));
            }
        }
    }
}

/// The sign of an airfield: a ring with a runway through it.
/// Mountain tops with their heights, where there is room for both.
pub(super) fn peaks(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    let size = by_zoom(zoom, (7.5, 2.6), (10.0, 3.6));
    let lettering = Lettering {
        size: by_zoom(zoom, (7.5, 9.5), (11.0, 11.0)),
        face: Face::Regular,
        colour: style.peak,
        halo: Halo { colour: style.place_halo, width: 1.6 },
        spacing: 0.0,
    };
    for peak in &Basemap::embedded().peaks {
        // Tops near a higher one come later.
        if zoom.0 < 6.5 + f64::from(peak.rank) {
            continue;
        }
        let at = frame.sheet_from_world(peak.at);
        if !frame.holds(at, 8.0) {
            continue;
        }
        let words = format!("{} {:.0}", peak.name.in_language(view.language), peak.elevation.0);
        let (gap, up) = (size + 3.5, size + lettering.size * 0.5 + 2.5);
        let texts = [
            (Point { x: at.x + gap, y: at.y }, Align::Left),
            (Point { x: at.x - gap, y: at.y }, Align::Right),
            (Point { x: at.x, y: at.y + up }, Align::Centre),
            (Point { x: at.x, y: at.y - up }, Align::Centre),
        ]
        .map(|(at, align)| lettering.text(&words, at, align, 0.0));
        let sign = Rect::around(at, Point { x: size + 0.5, y: size + 0.5 });
        // A sign without its name and height says nothing.
        if room.is_free(&sign)
            && let Some(text) = room.best(texts, 1.5)
        {
            room.reserve(sign);
            room.reserve(text_rect(&text).grown(1.5));
            let corner = |x: f32, y: f32| Point { x: at.x + x * size, y: at.y + y * size };
            marks.push(Mark::Symbol {
                centre: at,
                outline: [corner(-1.0, 0.85), corner(0.0, -1.0), corner(1.0, 0.85)].into(),
                fill: style.peak,
                stroke: Some(Stroke { width: 0.8, colour: style.place_halo, dash: None }),
            });
            marks.push(Mark::Text(text));
        }
    }
}

fn plane(at: Point, style: &Style) -> [Mark; 2] {
    let stroke = Stroke { width: 1.4, colour: style.airfield, dash: None };
    let end = |by: f32| Point { x: at.x + by * 0.7, y: at.y - by };
    [
        Mark::Circle { centre: at, radius: 4.6, fill: Some(style.hollow_fill), stroke: Some(stroke) },
        Mark::Line {
            points: [end(-5.5), end(5.5)].into(),
            stroke: Stroke { width: 2.2, colour: style.airfield, dash: None },
        },
    ]
}
