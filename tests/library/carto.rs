//! The picture, in numbers.

mod ends;
mod ground;
mod names;

use std::{collections::BTreeSet, sync::Arc};

use marz::{
    analysis::Gathered,
    carto::{
        Align, Camera, Layer, Mark, PicturePart, PictureTexts, Point, Rect, Scene, Sheet, Targeted, TextMark,
        Theme, View, Viewport, compose, compose_basemap, compose_with, pick, text_rect,
    },
    model::{Document, End, EndRole, Extent, Incident, IncidentId, LonLat, Metres, Precision, Zoom},
};
use proptest::prelude::*;

use crate::samples::{all_ids, document, frontier, id, incident};

const SCREEN: Point = Point { x: 1280.0, y: 720.0 };

fn at(lon: f64, lat: f64, zoom: f64) -> View {
    View { camera: Camera { centre: LonLat::new(lon, lat).unwrap(), zoom: Zoom(zoom) }, ..View::frontier() }
}

fn whole() -> View {
    View { camera: Viewport::fit(Extent::FRONTIER, SCREEN, 20.0), ..View::frontier() }
}

fn scene(document: &Document, view: &View) -> Scene {
    compose(document, &all_ids(document), document.len(), view, &Sheet::window(SCREEN))
}

fn part(scene: &Scene, wanted: PicturePart) -> Vec<Mark> {
    scene
        .parts
        .iter()
        .filter(|(part, _)| *part == wanted)
        .flat_map(|(_, marks)| marks.iter().cloned())
        .collect()
}

fn texts(scene: &Scene) -> Vec<TextMark> {
    scene
        .parts
        .iter()
        .flat_map(|(_, marks)| marks.iter())
        .filter_map(|mark| if let Mark::Text(text) = mark { Some(text.clone()) } else { None })
        .collect()
}

fn words(scene: &Scene) -> String {
    let along = scene.parts.iter().flat_map(|(_, marks)| marks.iter()).filter_map(|mark| {
        if let Mark::Course(course) = mark { Some(course.text.to_string()) } else { None }
    });
    texts(scene).iter().map(|text| text.text.to_string()).chain(along).collect::<Vec<_>>().join("\n")
}

fn stacks(scene: &Scene) -> Vec<Arc<[IncidentId]>> {
    scene
        .targets
        .iter()
        .filter_map(|target| match &target.what {
            Targeted::Stack(ids) => Some(Arc::clone(ids)),
            Targeted::Incident(_) | Targeted::Crowd(_) | Targeted::Shelf => None,
        })
        .collect()
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn every_placed_incident_can_be_reached_and_no_other(places in prop::collection::vec((67.5..75.0_f64, 36.5..38.8_f64, 0..6_usize), 1..40), zoom in 5.0..12.0_f64) {
        let incidents: Vec<_> = places
            .iter()
            .enumerate()
            .map(|(i, &(lon, lat, p))| incident(&format!("i{i:02}"), "armed_clash", "2020-01-01", Some((lon, lat)), Precision::ALL[p]))
            .collect();
        let document = document(incidents);
        // A sheet so large that all of the frontier is in it.
        let camera = Viewport::fit(Extent::FRONTIER, SCREEN, 20.0);
        let scale = (zoom - camera.zoom.0).exp2().max(1.0) as f32;
        let sheet = Sheet::window(Point { x: SCREEN.x * scale, y: SCREEN.y * scale });
        let view = View { camera: Camera { zoom: Zoom(zoom.max(camera.zoom.0)), ..camera }, ..View::frontier() };
        let scene = compose(&document, &all_ids(&document), document.len(), &view, &sheet);
        let mut reached: Vec<IncidentId> = Vec::new();
        for target in &scene.targets {
            match &target.what {
                Targeted::Incident(id) => reached.push(id.clone()),
                Targeted::Stack(ids) => reached.extend(ids.iter().cloned()),
                Targeted::Crowd(_) | Targeted::Shelf => {}
            }
        }
        reached.sort();
        let mut wanted: Vec<_> = document.incidents().filter(|i| i.place.drawn_at().is_some()).map(|i| i.id.clone()).collect();
        wanted.sort();
        prop_assert_eq!(reached, wanted);
        // No symbol hides another.
        let apart: Vec<_> = scene.targets.iter().filter(|t| t.what != Targeted::Shelf).collect();
        for (i, a) in apart.iter().enumerate() {
            for b in &apart[i + 1..] {
                let distance = (a.centre.x - b.centre.x).hypot(a.centre.y - b.centre.y);
                prop_assert!(distance >= 16.0, "{} and {} stand {distance} px apart", i, i + 1);
            }
        }
    }
}

#[test]
fn only_a_place_that_is_known_gets_a_pin() {
    // A pin's symbol stands above its point; every other symbol stands on it.
    let position = (70.19, 37.76);
    for precision in Precision::ALL {
        let document = document(vec![incident("one", "bombing", "2020", Some(position), precision)]);
        let view = at(position.0, position.1, 9.0);
        let scene = scene(&document, &view);
        let target = scene.targets.iter().find(|target| matches!(target.what, Targeted::Incident(_)));
        let lift = target.map(|target| SCREEN.y / 2.0 - target.centre.y);
        match precision {
            Precision::Exact | Precision::Vicinity | Precision::Locality | Precision::Near => {
                assert!(lift.unwrap() > 10.0, "{precision:?}");
            }
            Precision::Area | Precision::District | Precision::Province | Precision::Stretch => {
                assert!(lift.unwrap().abs() < 0.5, "{precision:?} is drawn as a pin");
            }
            Precision::None => assert!(lift.is_none(), "an incident without a place is on the map"),
        }
    }
}

#[test]
fn an_incident_without_a_place_is_counted_on_the_shelf_only() {
    let document = frontier();
    let scene = scene(&document, &whole());
    assert_eq!(
        scene.shelf.iter().cloned().collect::<BTreeSet<_>>(),
        BTreeSet::from([id("nowhere"), id("undefended")])
    );
    assert!(words(&scene).contains("2 without a place"));
    assert!(scene.targets.iter().any(|target| target.what == Targeted::Shelf));
    for target in &scene.targets {
        if let Targeted::Incident(id) = &target.what {
            assert!(!scene.shelf.contains(id));
        }
    }
}

#[test]
fn coincident_incidents_make_one_stack_of_all_in_time_order() {
    let document = frontier();
    let scene = scene(&document, &at(69.63, 37.66, 10.0));
    let stacks = stacks(&scene);
    assert_eq!(stacks.len(), 1);
    let ids: Vec<&str> = stacks[0].iter().map(IncidentId::as_str).collect();
    assert_eq!(ids, ["stack-4", "stack-1", "stack-3", "stack-2"]);
}

#[test]
fn panning_changes_no_stack() {
    let document = frontier();
    let seen = |lon: f64| stacks(&scene(&document, &at(lon, 37.6, 7.0)));
    let first = seen(70.0);
    assert!(!first.is_empty());
    for step in 1..20 {
        assert_eq!(seen(70.0 + f64::from(step) * 0.013), first);
    }
}

#[test]
fn an_opened_stack_offers_every_member_inside_the_frame() {
    let document = frontier();
    for (lon, lat) in [(69.63, 37.66), (70.4, 37.66), (68.9, 37.4), (69.63, 37.9)] {
        for key in ["stack-4", "stack-2"] {
            let view = View { opened: Some(id(key)), ..at(lon, lat, 10.0) };
            let scene = scene(&document, &view);
            for name in ["stack-1", "stack-2", "stack-3", "stack-4"] {
                let target = scene
                    .targets
                    .iter()
                    .find(|target| target.what == Targeted::Incident(id(name)))
                    .unwrap_or_else(|| panic!("{name} cannot be reached"));
                let p = target.centre;
                assert!(p.x > 0.0 && p.y > 0.0 && p.x < SCREEN.x && p.y < SCREEN.y, "{name} at {p:?}");
                assert_eq!(pick(&scene, p), Some(&Targeted::Incident(id(name))));
            }
            assert!(words(&scene).contains("4 incidents here"));
        }
    }
}

#[test]
fn a_long_stack_lists_twelve_rows_and_says_how_many_more() {
    let incidents = (0..40)
        .map(|i| {
            incident(&format!("i{i:02}"), "armed_clash", "2020-01-01", Some((70.0, 37.6)), Precision::Near)
        })
        .collect();
    let document = document(incidents);
    let view = View { opened: Some(id("i00")), ..at(70.0, 37.6, 9.0) };
    let scene = scene(&document, &view);
    assert!(words(&scene).contains("and 29 more"));
    let symbols = scene.targets.iter().filter(|t| matches!(t.what, Targeted::Incident(_))).count();
    assert!(symbols >= 40);
}

#[test]
fn a_district_is_hatched_once_however_many_incidents_it_has() {
    let hatches = |document: &Document| {
        part(&scene(document, &at(70.1, 37.8, 9.0)), PicturePart::PrecisionAreas)
            .iter()
            .filter(|mark| matches!(mark, Mark::Segments { .. }))
            .count()
    };
    let make = |count: usize| {
        document(
            (0..count)
                .map(|i| {
                    let lon = 70.15 + f64::from(u8::try_from(i).unwrap()) * 0.01;
                    incident(&format!("i{i}"), "bombing", "2020", Some((lon, 37.76)), Precision::District)
                })
                .collect(),
        )
    };
    let one = hatches(&make(1));
    assert!(one > 0);
    assert_eq!(hatches(&make(5)), one);
}

#[test]
fn a_stated_radius_is_drawn_to_scale() {
    let mut area = incident("area", "bombing", "2020", Some((70.0, 37.6)), Precision::Area);
    area.place.radius = Some(Metres(20_000.0));
    let view = at(70.0, 37.6, 9.0);
    let scene = scene(&document(vec![area]), &view);
    let per_pixel = Viewport { camera: view.camera, size: SCREEN }.metres_per_pixel(view.camera.centre);
    let rings: Vec<f32> = part(&scene, PicturePart::PrecisionAreas)
        .iter()
        .filter_map(|mark| if let Mark::Circle { radius, .. } = mark { Some(*radius) } else { None })
        .collect();
    assert_eq!(rings.len(), 1);
    assert!((f64::from(rings[0]) - 20_000.0 / per_pixel.0).abs() < 0.1);
}

#[test]
fn the_legend_lists_only_what_is_in_the_frame() {
    let document = frontier();
    let near_khorog = words(&scene(&document, &at(71.55, 37.49, 11.0)));
    assert!(
        near_khorog.contains("Security operation") && near_khorog.contains("At or near this named place")
    );
    for absent in ["Smuggling clash", "Cross-border attack", "At this very place", "Several incidents"] {
        assert!(!near_khorog.contains(absent), "{absent} is not in the frame");
    }
    let everything = words(&scene(&document, &whole()));
    for present in [
        "Smuggling clash",
        "Cross-border attack",
        "At this very place",
        "Within the ring",
        "Several incidents",
    ] {
        assert!(everything.contains(present), "{present} is missing");
    }
    assert!(!everything.contains("Arrest or seizure"), "its only incident has no place");
    let mut hidden = whole();
    hidden.layers.legend = false;
    assert!(!words(&scene(&document, &hidden)).contains("What happened"));
}

#[test]
fn names_do_not_overlap_each_other_or_an_incident() {
    let document = frontier();
    for (lon, lat, zoom) in
        [(70.5, 37.7, 5.0), (70.5, 37.7, 6.5), (70.5, 37.7, 7.7), (69.6, 37.6, 9.0), (71.5, 37.5, 11.0)]
    {
        for theme in [Theme::Light, Theme::Dark, Theme::Print] {
            let view = View { theme, ..at(lon, lat, zoom) };
            let scene = scene(&document, &view);
            let names: Vec<(String, Rect)> = part(&scene, PicturePart::PlaceNames)
                .iter()
                .filter_map(|mark| {
                    if let Mark::Text(text) = mark {
                        Some((text.text.to_string(), text_rect(text)))
                    } else {
                        None
                    }
                })
                .collect();
            assert!(names.len() >= 4, "only {} names at zoom {zoom}", names.len());
            for (i, (name, rect)) in names.iter().enumerate() {
                for (other, other_rect) in &names[i + 1..] {
                    assert!(!rect.overlaps(other_rect), "{name} lies on {other} at zoom {zoom}");
                }
                for target in scene.targets.iter().filter(|t| t.what != Targeted::Shelf) {
                    let symbol = Rect::around(target.centre, Point { x: 7.0, y: 7.0 });
                    assert!(!rect.overlaps(&symbol), "{name} lies on {:?}", target.what);
                }
            }
        }
    }
}

#[test]
fn no_word_leaves_the_sheet() {
    let mut document = frontier();
    let mut long = Incident::clone(&document.get(&id("stack-2")).unwrap());
    long.title = "A very long title that goes on and on ".repeat(12);
    document = document.with_incident(long);
    let texts_of = PictureTexts {
        title: "A picture with a title that is far too long for any sheet of paper ".repeat(6),
        made_on: Some("22 November 2026".to_owned()),
        ..PictureTexts::default()
    };
    for size in [(400.0, 300.0), (640.0, 400.0), (1280.0, 720.0), (700.0, 1000.0), (2600.0, 900.0)] {
        let size = Point { x: size.0, y: size.1 };
        for sheet in [Sheet::window(size), Sheet::picture(size, texts_of.clone())] {
            for view in [
                whole(),
                View { opened: Some(id("stack-1")), hovered: Some(id("near")), ..at(69.6, 37.6, 8.0) },
                View { hovered: Some(id("stack-2")), ..at(69.6, 37.6, 10.0) },
            ] {
                let scene = compose(&document, &all_ids(&document), 11, &view, &sheet);
                for text in texts(&scene) {
                    let rect = text_rect(&text);
                    assert!(
                        rect.min.x >= -0.5
                            && rect.min.y >= -0.5
                            && rect.max.x <= size.x + 0.5
                            && rect.max.y <= size.y + 0.5,
                        "“{}” leaves a sheet of {size:?}: {rect:?}",
                        text.text
                    );
                }
            }
        }
    }
}

#[test]
fn a_picture_states_window_counts_tolls_and_sources() {
    let document = frontier();
    let shown = [id("near"), id("district"), id("nowhere")];
    let mut view = whole();
    view.window.first = Some(jiff::civil::date(2012, 1, 1));
    view.window.last = Some(jiff::civil::date(2025, 12, 31));
    let sheet =
        Sheet::picture(SCREEN, PictureTexts { title: "A title".to_owned(), ..PictureTexts::default() });
    let scene = compose(&document, &shown, 11, &view, &sheet);
    let words = words(&scene);
    for stated in [
        "A title",
        "1 Jan 2012 – 31 Dec 2025 · 3 of 11 incidents shown",
        "42",
        "killed (40–60), not stated in 2",
        "without a place, not on the map",
        "A newspaper (with permission)",
        "© OpenStreetMap contributors",
    ] {
        assert!(words.contains(stated), "“{stated}” is missing in:\n{words}");
    }
}

#[test]
fn a_window_always_credits_its_map() {
    let mut view = whole();
    view.layers = marz::carto::Layers::none();
    assert!(words(&scene(&frontier(), &view)).contains("© OpenStreetMap contributors (ODbL)"));
}

#[test]
fn a_small_map_credits_in_short_whose_work_is_drawn_and_a_large_one_tells_all() {
    let credits = |view: &View, size: Point| {
        let scene = compose(&frontier(), &[], 11, view, &Sheet::window(size));
        // They stand in the lower right corner.
        let right = size.x - 5.0;
        let lines = texts(&scene)
            .into_iter()
            .filter(|text| text.align == Align::Right && (text.at.x - right).abs() < 0.01);
        lines.map(|line| line.text.to_string()).collect::<Vec<_>>()
    };
    let small = Point { x: 360.0, y: 260.0 };
    let mut view = at(70.0, 37.6, 8.0);
    let lines = credits(&view, small);
    assert!(lines.len() <= 5, "{lines:?}");
    let told = lines.join(" ").replace('\u{a0}', " ");
    for maker in
        ["© OpenStreetMap contributors (ODbL)", "GeoNames, geoBoundaries (CC BY 4.0)", "Wikipedia (CC BY-SA)"]
    {
        assert!(told.contains(maker), "{maker} in {told}");
    }
    assert!(!told.contains("airportsdata"), "no airfield is drawn: {told}");
    view.layers.set_on(Layer::Peaks, false);
    view.layers.set_on(Layer::Airfields, true);
    let told = credits(&view, small).join(" ");
    assert!(!told.contains("Wikipedia") && told.contains("airportsdata"), "{told}");
    let full = credits(&view, Point { x: 1280.0, y: 800.0 });
    assert!(full.len() <= 2 && full.join(" ").contains("Runfola et al. 2020"), "{full:?}");
}

#[test]
fn on_a_map_as_narrow_as_a_hand_the_credits_stand_below_the_scale_bar() {
    let size = Point { x: 156.0, y: 360.0 };
    let scene = compose(&frontier(), &[], 11, &at(70.0, 37.6, 8.0), &Sheet::window(size));
    let texts = texts(&scene);
    let credits: Vec<Rect> =
        texts.iter().filter(|text| (text.at.x - (size.x - 5.0)).abs() < 0.01).map(text_rect).collect();
    let scale = texts.iter().find(|text| text.text.ends_with(" km")).map(text_rect).unwrap();
    assert!(
        credits.len() > 2 && credits.iter().all(|line| line.min.y > scale.max.y),
        "{scale:?} {credits:?}"
    );
    assert!(credits.iter().all(|line| line.min.x >= 0.0), "no line is cut off: {credits:?}");
}

#[test]
fn the_legend_of_a_window_tells_less_before_it_hides_the_map() {
    let document = frontier();
    let share = |size: Point| {
        let view = whole();
        let view = View { camera: Viewport::fit(Extent::FRONTIER, size, 20.0), ..view };
        let scene = compose(&document, &all_ids(&document), 11, &view, &Sheet::window(size));
        let cards = part(&scene, PicturePart::Furniture).into_iter().filter_map(|mark| match mark {
            Mark::Card { size, .. } => Some(size.x * size.y),
            _ => None,
        });
        let told = words(&scene);
        (cards.fold(0.0, f32::max) / (size.x * size.y), told)
    };
    let (large, told) = share(SCREEN);
    assert!(large < 0.42 && told.contains("How well the place is known") && told.contains("On the map"));
    let (small, told) = share(Point { x: 430.0, y: 340.0 });
    assert!(small <= 0.42 && told.contains("What happened"), "{small}");
    assert!(!told.contains("How well the place is known"));
}

#[test]
fn a_kept_basemap_gives_the_same_picture() {
    let document = frontier();
    let ids = all_ids(&document);
    let view = at(70.0, 37.6, 8.0);
    let sheet = Sheet::window(SCREEN);
    let kept = compose_basemap(&document, &view, Viewport { camera: view.camera, size: SCREEN });
    let fresh = compose(&document, &ids, 11, &view, &sheet);
    let reused = compose_with(Some(kept), &Gathered::new(&document, &ids).rows(), 11, &view, &sheet);
    assert_eq!(fresh.parts, reused.parts);
    assert_eq!(fresh.targets, reused.targets);
}

#[test]
fn the_selected_incident_answers_above_its_neighbours() {
    let document = frontier();
    let view = View { selected: Some(id("district")), ..at(70.1891, 37.7604, 9.0) };
    let scene = scene(&document, &view);
    let middle = Point { x: SCREEN.x / 2.0, y: SCREEN.y / 2.0 };
    assert_eq!(pick(&scene, middle), Some(&Targeted::Incident(id("district"))));
    assert_eq!(pick(&scene, Point { x: 5.0, y: SCREEN.y / 2.0 }), None);
}

#[test]
fn a_village_is_a_pin_in_its_ring_and_a_stretch_is_a_line_and_no_pin() {
    let end = |lon: f64, lat: f64| End {
        role: EndRole::Through,
        name: None,
        position: LonLat::new(lon, lat).unwrap(),
        precision: Precision::Near,
        radius: None,
        rest: serde_json::Map::new(),
    };
    let village = incident("village", "drowning", "2025-05-01", Some((71.4, 37.55)), Precision::Locality);
    let mut river = incident("river", "drowning", "2025-05-02", Some((71.5, 37.5)), Precision::Stretch);
    river.ends = vec![end(71.45, 37.45), end(71.5, 37.5), end(71.55, 37.6)].into();
    let view = at(71.48, 37.52, 10.0);
    let said = words(&scene(&document(vec![village.clone(), river.clone()]), &view));
    for sign in ["At or near this named place", "Within the ring", "Somewhere along this line", "Hollow"] {
        assert!(said.contains(sign), "the legend lacks “{sign}”:\n{said}");
    }
    river.ends.truncate(1);
    let said = words(&scene(&document(vec![river]), &view));
    assert!(!said.contains("Somewhere along this line"), "one end makes no line");
}
