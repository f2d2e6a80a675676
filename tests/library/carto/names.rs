//! Names on the map: along lines, in Dari, and what a sheet without colours still tells.

use std::f32::consts::FRAC_PI_2;

use marz::{
    carto::{
        CourseMark, Face, LabelLanguage, Layers, Mark, PicturePart, Rgba, Scene, Sheet, Style, Theme, View,
        compose, has_right_to_left, text_width,
    },
    model::Document,
};

use super::{SCREEN, at, part, words};

fn bare(view: &View) -> Scene {
    compose(&Document::default(), &[], 0, view, &Sheet::window(SCREEN))
}

fn courses(scene: &Scene) -> Vec<CourseMark> {
    part(scene, PicturePart::PlaceNames)
        .into_iter()
        .filter_map(|mark| if let Mark::Course(course) = mark { Some(course) } else { None })
        .collect()
}

#[test]
fn names_along_lines_stand_upright_and_their_letters_keep_apart() {
    let mut seen = 0;
    for (lon, lat, zoom) in [(69.0, 37.3, 8.0), (70.85, 38.3, 9.5), (71.55, 37.49, 11.0), (73.1, 37.0, 8.5)] {
        for course in courses(&bare(&at(lon, lat, zoom))) {
            seen += 1;
            for letter in course.letters.iter() {
                assert!(letter.angle.abs() < FRAC_PI_2, "{} hangs at zoom {zoom}", course.text);
            }
            for pair in course.letters.windows(2) {
                let apart = (pair[1].at.x - pair[0].at.x).hypot(pair[1].at.y - pair[0].at.y);
                let width = text_width(course.face, course.size, &pair[0].text, 0.0);
                assert!(apart > width * 0.6, "letters of {} lie on each other at zoom {zoom}", course.text);
            }
            let read: String = course.letters.iter().map(|letter| &*letter.text).collect();
            assert_eq!(read, *course.text);
        }
    }
    assert!(seen >= 12, "only {seen} names along lines");
}

#[test]
fn each_bank_of_the_frontier_bears_the_name_of_its_country() {
    // At Sher Khan Bandar Afghanistan lies to the south.
    let scene = bare(&at(68.6, 37.17, 11.0));
    let found = courses(&scene);
    let middle = |name: &str| {
        let course = found.iter().find(|course| &*course.text == name).unwrap_or_else(|| panic!("no {name}"));
        course.letters.iter().map(|letter| letter.at.y).sum::<f32>() / course.letters.len() as f32
    };
    assert!(middle("AFGHANISTAN") > middle("TAJIKISTAN"));
}

#[test]
fn dari_names_are_shown_where_they_exist_and_as_wide_as_they_are_painted() {
    let view = View { language: LabelLanguage::Dari, ..at(69.0, 37.3, 8.0) };
    let names = words(&bare(&view));
    assert!(names.contains("کندز") && names.contains("تاجیکستان"), "{names}");
    // Joined letters are narrower than the same letters alone.
    let name = "فیض آباد";
    assert!(has_right_to_left(name));
    let alone: f32 =
        name.chars().map(|letter| text_width(Face::Regular, 10.0, &letter.to_string(), 0.0)).sum();
    let joined = text_width(Face::Regular, 10.0, name, 0.0);
    assert!(joined > 15.0 && joined < alone, "{joined} of {alone}");
    assert!(
        (text_width(Face::Regular, 20.0, name, 3.0) - joined * 2.0).abs() < 0.01,
        "joined letters are not spaced"
    );
}

/// The lightness of a colour on the paper of its style, 0 to 255.
fn grey(Rgba([r, g, b, a]): Rgba, paper: f32) -> f32 {
    // # Source
    // The luma of ITU-R BT.601.
    let luma = 0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b);
    paper + (luma - paper) * f32::from(a) / 255.0
}

#[test]
fn print_tells_the_frontier_from_all_else_without_colours() {
    let style = Style::of(Theme::Print);
    let paper = grey(style.land, 255.0);
    assert!(grey(style.frontier_line, paper) < 5.0, "the frontier is black");
    assert!(style.border_dash.is_some(), "other borders are broken lines");
    for (what, colour, least) in [
        ("rivers", style.water_line, 90.0),
        ("other borders", style.border_line, 40.0),
        ("roads", style.road, 80.0),
        ("lakes", style.lake, 190.0),
    ] {
        let lightness = grey(colour, paper);
        assert!(lightness > least && lightness < paper - 20.0, "{what} are {lightness} on {paper}");
    }
    assert!(grey(style.place_text, paper) < 30.0 && paper > 245.0);
}

#[test]
fn beyond_its_detail_the_map_says_so() {
    let told = |zoom: f64| words(&bare(&at(71.55, 37.49, zoom))).contains("detail ends");
    assert!(!told(9.0) && !told(12.0) && told(13.0) && told(16.0));
}

#[test]
fn roads_railways_and_crossings_come_and_go_with_their_layers() {
    let view = at(68.6, 37.17, 10.0);
    let whole = words(&bare(&view));
    assert!(whole.contains("Sherkhan Bandar") && whole.contains("its course is schematic"), "{whole}");
    let mut none = view.clone();
    none.layers = Layers::none();
    none.layers.legend = true;
    let nothing = words(&bare(&none));
    assert!(!nothing.contains("Sherkhan Bandar") && !nothing.contains("schematic"));
}
