//! Names upon an area: countries, provinces, districts.

use crate::model::Zoom;

use super::{
    super::{
        Align, Face, Halo, Mark, Point, Rect, Style, TextMark, View,
        basemap::{Basemap, CountryLabel, Name, Polygon},
        fonts::text_width,
        ground::{Frame, by_zoom},
        text_rect,
        viewport::{WorldPoint, world_pixels},
    },
    Lettering, Room,
    borders::BESIDE_THE_BORDER,
    centred,
};

/// Where the land of a country is looked for when its own label lies outside the frame: a lattice of the
/// world, so that the name stays on its ground while the map is panned.
const LATTICE: f64 = 150.0;

/// Returns how many of the two countries of the frontier stand on the map.
pub(super) fn countries(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) -> usize {
    let mut named = 0;
    let basemap = Basemap::embedded();
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    for label in &basemap.country_labels {
        let own = label.rank <= 1;
        if zoom.0 > BESIDE_THE_BORDER || zoom.0 < first_zoom(label.rank) || has_a_better(label, frame) {
            continue;
        }
        let lettering = Lettering {
            size: if own {
                by_zoom(zoom, (3.0, 10.5), (8.0, 19.0))
            } else {
                let smaller = f64::from(label.rank.saturating_sub(2)) * 0.5;
                by_zoom(zoom, (3.0, 9.5 - smaller), (8.0, 14.0))
            },
            face: Face::SemiBold,
            colour: style.country_text,
            halo: Halo { colour: style.place_halo, width: 1.6 },
            spacing: by_zoom(zoom, (3.0, 0.9), (8.0, 6.5)),
        };
        let words = label.name.in_language(view.language).to_uppercase();
        let at = frame.sheet_from_world(label.at);
        let mut placed = [0.0, -26.0, 26.0, -52.0, 52.0]
            .into_iter()
            .any(|dy| spacious(lettering, &words, Point { x: at.x, y: at.y + dy }, room, marks));
        if !placed && own {
            placed = name_on_lattice(frame, lettering, &words, &label.name, room, marks);
        }
        named += usize::from(own && placed);
    }
    named
}

/// Whether a country whose land near the frontier has a name of its own is named in its middle.
fn has_a_better(label: &CountryLabel, frame: &Frame) -> bool {
    frame.zoom().0 < 5.0
        && Basemap::embedded().country_labels.iter().any(|other| {
            other.rank > label.rank
                && other.name.english == label.name.english
                && frame.viewport.world_box().contains(other.at)
        })
}

/// A name in the middle of a place that keeps other names of areas at a distance: their spaced letters would mingle.
fn spacious(lettering: Lettering, words: &str, at: Point, room: &mut Room, marks: &mut Vec<Mark>) -> bool {
    let placed = centred(lettering, words, at, room, marks);
    if placed {
        let rect = text_rect(&lettering.text(words, at, Align::Centre, 0.0));
        let aside = lettering.size * 0.7;
        room.reserve(Rect {
            min: Point { x: rect.min.x - aside * 2.0, y: rect.min.y - aside * 0.5 },
            max: Point { x: rect.max.x + aside * 2.0, y: rect.max.y + aside * 0.5 },
        });
    }
    placed
}

/// From which zoom a country of the rank is named.
fn first_zoom(rank: u8) -> f64 {
    match rank {
        0 | 1 => 2.0,
        2 | 3 => 2.6,
        4 => 3.8,
        5.. => 4.8,
    }
}

fn name_on_lattice(
    frame: &Frame,
    lettering: Lettering,
    words: &str,
    name: &Name,
    room: &mut Room,
    marks: &mut Vec<Mark>,
) -> bool {
    let basemap = Basemap::embedded();
    let code = match name.english.as_str() {
        "Tajikistan" => "TJ",
        "Afghanistan" => "AF",
        _ => return false,
    };
    let step = LATTICE / world_pixels(Zoom(frame.zoom().0.floor()));
    let seen = frame.viewport.world_box();
    let middle = frame
        .viewport
        .world_from_screen(Point { x: frame.viewport.size.x / 2.0, y: frame.viewport.size.y / 2.0 });
    let mut spots = Vec::new();
    let (mut y, last_y) = ((seen.min.y / step).ceil() * step, seen.max.y);
    while y < last_y {
        let mut x = (seen.min.x / step).ceil() * step;
        while x < seen.max.x {
            spots.push(WorldPoint { x, y });
            x += step;
        }
        y += step;
    }
    spots.sort_by(|a, b| {
        let far = |p: &WorldPoint| (p.x - middle.x).hypot((p.y - middle.y) * 1.2);
        far(a).total_cmp(&far(b)).then(a.x.total_cmp(&b.x))
    });
    let half = f64::from(text_width(lettering.face, lettering.size, words, lettering.spacing)) / 2.0;
    let reach = half / frame.scale();
    let inside = |p: WorldPoint| {
        basemap
            .provinces
            .iter()
            .filter(|province| province.country == code)
            .any(|province| province.parts.iter().any(|part| part.contains(p)))
    };
    for spot in spots {
        // Air above and below, so that nobody takes the name for one of the land beyond.
        let air = f64::from(lettering.size) * 1.3 / frame.scale();
        let mut ends = [-air, air].into_iter().flat_map(|dy| {
            [-reach * 1.05, -reach / 2.0, 0.0, reach / 2.0, reach * 1.05]
                .map(|dx| WorldPoint { x: spot.x + dx, y: spot.y + dy })
        });
        let text = lettering.text(words, frame.sheet_from_world(spot), Align::Centre, 0.0);
        if room.is_free(&text_rect(&text).grown(2.5))
            && ends.all(inside)
            && spacious(lettering, words, frame.sheet_from_world(spot), room, marks)
        {
            return true;
        }
    }
    false
}

pub(super) fn provinces(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    if !(6.4..10.5).contains(&zoom.0) {
        return;
    }
    let lettering = Lettering {
        size: by_zoom(zoom, (6.4, 10.0), (9.0, 13.0)),
        face: Face::SemiBold,
        colour: style.province_text,
        halo: Halo { colour: style.place_halo, width: 1.4 },
        spacing: by_zoom(zoom, (6.4, 1.6), (9.0, 3.6)),
    };
    let admin = AdminNames { lettering, step: 18.0, share: 1.0 };
    for province in &Basemap::embedded().provinces {
        let words = province.name.in_language(view.language);
        admin.place(words, &province.parts, province.label_at, frame, room, marks);
    }
}

pub(super) fn districts(view: &View, frame: &Frame, room: &mut Room, marks: &mut Vec<Mark>) {
    let style = Style::of(view.theme);
    let zoom = frame.zoom();
    if zoom.0 < 8.2 {
        return;
    }
    let lettering = Lettering {
        size: by_zoom(zoom, (8.2, 8.8), (11.0, 12.5)),
        face: Face::Regular,
        colour: style.district_text,
        halo: Halo { colour: style.place_halo, width: 1.3 },
        spacing: by_zoom(zoom, (8.2, 0.7), (11.0, 2.0)),
    };
    let admin = AdminNames { lettering, step: 14.0, share: 0.9 };
    for district in &Basemap::embedded().districts {
        let words = district.name.in_language(view.language);
        admin.place(words, &district.parts, district.label_at, frame, room, marks);
    }
}

/// How the names of one order of areas are set.
struct AdminNames {
    lettering: Lettering,
    /// How far a name moves up or down when its place is taken, logical pixels.
    step: f32,
    /// The part of an area's width that one line may fill.
    share: f32,
}

impl AdminNames {
    /// The name in its area, or a little above or below; nowhere when all of that is taken.
    fn place(
        &self,
        name: &str,
        parts: &[Polygon],
        at: WorldPoint,
        frame: &Frame,
        room: &mut Room,
        marks: &mut Vec<Mark>,
    ) {
        if !frame.visible.contains(at) {
            return;
        }
        let across = parts.iter().map(|part| part.bounds.max.x - part.bounds.min.x).fold(0.0, f64::max);
        let across = (across * frame.scale()) as f32 * self.share;
        let lines = two_lines(self.lettering, &name.to_uppercase(), across);
        // A name far wider than its land would seem to be that of its neighbours.
        let widest = lines
            .iter()
            .map(|line| text_width(self.lettering.face, self.lettering.size, line, self.lettering.spacing))
            .fold(0.0, f32::max);
        if widest > across * 1.5 {
            return;
        }
        let at = frame.sheet_from_world(at);
        for steps in [0.0, -1.0, 1.0, -2.0, 2.0] {
            let at = Point { x: at.x, y: at.y + steps * self.step };
            if stacked(self.lettering, &lines, at, room, marks) {
                return;
            }
        }
    }
}

/// The words on one line, or broken near the middle where one line would be wider than its area.
fn two_lines(lettering: Lettering, words: &str, across: f32) -> Vec<String> {
    let width = text_width(lettering.face, lettering.size, words, lettering.spacing);
    if width <= across.max(90.0) {
        return vec![words.to_owned()];
    }
    let middle = words.len() / 2;
    let gap = words
        .char_indices()
        .filter(|(_, letter)| *letter == ' ')
        .map(|(i, _)| i)
        .min_by_key(|i| i.abs_diff(middle));
    match gap {
        Some(i) => vec![words[..i].to_owned(), words[i + 1..].to_owned()],
        None => vec![words.to_owned()],
    }
}

fn stacked(
    lettering: Lettering,
    lines: &[String],
    at: Point,
    room: &mut Room,
    marks: &mut Vec<Mark>,
) -> bool {
    let step = lettering.size * 1.25;
    let top = at.y - step * (lines.len() as f32 - 1.0) / 2.0;
    let texts: Vec<TextMark> = lines
        .iter()
        .enumerate()
        .map(|(i, line)| {
            lettering.text(line, Point { x: at.x, y: top + step * i as f32 }, Align::Centre, 0.0)
        })
        .collect();
    let free = texts.iter().all(|text| room.is_free(&text_rect(text).grown(2.0)));
    if free {
        for text in texts {
            room.reserve(text_rect(&text));
            marks.push(Mark::Text(text));
        }
    }
    free
}
