//! Names of countries along their border, one on each bank, where the countries are too large for a name of their own.

use super::{
    super::{
        CourseMark, Face, Halo, Mark, Point, Style, View,
        basemap::{Basemap, Border, Name},
        ground::Frame,
    },
    Lettering, Room,
    courses::{Parts, Place, Side, Walk, along, walks},
};

/// From this zoom countries are named along their borders, and no longer across their land.
pub(super) const BESIDE_THE_BORDER: f64 = 8.4;

/// Names are repeated at this distance, logical pixels.
const APART: f32 = 760.0;

/// How far from the line the country is asked for, logical pixels.
const ASIDE: f32 = 14.0;

fn name_of(code: &str) -> Option<&'static Name> {
    // # Source
    // ISO 3166-1, for the countries that the borders of the basemap part.
    let english = match code {
        "AF" => "Afghanistan",
        "CN" => "China",
        "KG" => "Kyrgyzstan",
        "PK" => "Pakistan",
        "TJ" => "Tajikistan",
        "TM" => "Turkmenistan",
        "UZ" => "Uzbekistan",
        _ => return None,
    };
    Basemap::embedded().country_labels.iter().map(|label| &label.name).find(|name| name.english == english)
}

/// Below this zoom a border is too crooked for names.
const FIRST_ZOOM: f64 = 6.8;

/// `named` of the two countries of the frontier have a name across their land already.
pub(super) fn borders(view: &View, frame: &Frame, named: usize, room: &mut Room, marks: &mut Vec<Mark>) {
    let zoom = frame.zoom().0;
    if zoom < FIRST_ZOOM || (zoom <= BESIDE_THE_BORDER && named == 2) {
        return;
    }
    let basemap = Basemap::embedded();
    // The frontier first.
    for focus in [true, false] {
        for border in basemap.borders.iter().filter(|border| border.focus == focus) {
            beside(view, frame, border, room, marks);
        }
    }
}

fn beside(view: &View, frame: &Frame, border: &Border, room: &mut Room, marks: &mut Vec<Mark>) {
    let Some((first, second)) = border.pair.split_once('-') else { return };
    // The layers know the land of these two only.
    let Some(known) = ["TJ", "AF"].into_iter().find(|code| [first, second].contains(code)) else { return };
    let other = if known == first { second } else { first };
    let (Some(known_name), Some(other_name)) = (name_of(known), name_of(other)) else { return };
    let style = Style::of(view.theme);
    let lettering = Lettering {
        size: if border.focus { 11.0 } else { 10.0 },
        face: Face::SemiBold,
        colour: style.country_text,
        halo: Halo { colour: style.place_halo, width: 1.6 },
        spacing: 2.4,
    };
    let parts_of = |name: &Name| Parts::of(&name.in_language(view.language).to_uppercase(), lettering);
    let (known_parts, other_parts) = (parts_of(known_name), parts_of(other_name));
    let longer = if known_parts.is_longer(&other_parts) { &known_parts } else { &other_parts };
    let gap = if border.focus { 9.0 } else { 5.0 };
    let made = |walk: &Walk, place: Place| -> Option<Vec<CourseMark>> {
        let (middle, angle) = walk.middle(place, longer);
        let (sin, cos) = angle.sin_cos();
        let is_known = |side: f32| {
            let at = Point {
                x: middle.x + sin * ASIDE * side - frame.min.x,
                y: middle.y - cos * ASIDE * side - frame.min.y,
            };
            frame
                .viewport
                .lonlat_from_screen(at)
                .and_then(|position| Basemap::embedded().country(position))
                .is_some_and(|code| code == known)
        };
        let (above, below) = match (is_known(1.0), is_known(-1.0)) {
            (true, false) => (&known_parts, &other_parts),
            (false, true) => (&other_parts, &known_parts),
            // An enclave's tip, or a line that the areas do not follow.
            (true, true) | (false, false) => return None,
        };
        Some(vec![
            walk.set_in_the_middle(place, longer, above, Side::Above(gap), lettering)?,
            walk.set_in_the_middle(place, longer, below, Side::Below(gap), lettering)?,
        ])
    };
    let walks = walks(frame, &border.line, lettering.size);
    along(&walks, longer, room, marks, APART, &mut Vec::new(), made);
}
