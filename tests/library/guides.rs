//! What is laid over the map to measure by eye: layers in their order, bands along the border, rings, grids, and what
//! was measured.

use geo::{Distance, Geodesic, Point as GeoPoint};
use marz::{
    analysis::{
        frontier::{BAND_KILOMETRES, Bank, BankSide, Frontier, bands},
        measured::{Measured, area_words, bearing_words, length_words},
        notations::{
            grid::{GridPosition, Zone},
            mgrs,
        },
    },
    carto::{
        Camera, GridKind, Layer, Mark, PicturePart, Point, Relief, Rgba, RingsAround, Scene, Sheet, Style,
        TextMark, TileLayer, Unseen, View, Viewport, compose, faded,
    },
    edit::Action,
    model::{Facts, LonLat, Zoom},
    session::{Command, Effect, LayerCommand, MeasureCommand, Mode, Session, Shortcut},
};

use crate::{
    samples::{all_ids, document, frontier},
    session::example,
};

const SCREEN: Point = Point { x: 1280.0, y: 720.0 };

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn looking_at(lon: f64, lat: f64, zoom: f64, layers: &[Layer]) -> View {
    let mut view = View { camera: Camera { centre: at(lon, lat), zoom: Zoom(zoom) }, ..View::frontier() };
    for layer in Layer::ALL {
        view.layers.set_on(layer, layers.contains(&layer));
    }
    view
}

fn scene(view: &View) -> Scene {
    let document = document(Vec::new());
    compose(&document, &[], 0, view, &Sheet::window(SCREEN))
}

fn marks(scene: &Scene, wanted: PicturePart) -> Vec<Mark> {
    let parts = scene.parts.iter().filter(|(part, _)| *part == wanted);
    parts.flat_map(|(_, marks)| marks.iter().cloned()).collect()
}

fn names(scene: &Scene) -> Vec<TextMark> {
    let texts = marks(scene, PicturePart::PlaceNames).into_iter();
    texts.filter_map(|mark| if let Mark::Text(text) = mark { Some(text) } else { None }).collect()
}

fn legend(scene: &Scene) -> String {
    let texts = marks(scene, PicturePart::Furniture).into_iter();
    let words =
        texts.filter_map(|mark| if let Mark::Text(text) = mark { Some(text.text.to_string()) } else { None });
    words.collect::<Vec<_>>().join("\n")
}

/// The colours of lines on the ground, in paint order.
fn line_colours(scene: &Scene) -> Vec<Rgba> {
    let lines = marks(scene, PicturePart::Basemap).into_iter().chain(marks(scene, PicturePart::BasemapAbove));
    lines
        .filter_map(|mark| if let Mark::Line { stroke, .. } = mark { Some(stroke.colour) } else { None })
        .collect()
}

fn ground_under(view: &View, p: Point) -> LonLat {
    Viewport { camera: view.camera, size: SCREEN }.lonlat_from_screen(p).unwrap()
}

// Layers

#[test]
fn a_layer_that_is_off_leaves_no_mark_and_one_that_is_weak_leaves_weak_marks() {
    let water = Style::of(View::frontier().theme).water_line;
    let mut view = looking_at(70.0, 37.8, 9.0, &[Layer::Water]);
    assert!(line_colours(&scene(&view)).contains(&water));
    view.layers.set_opacity(Layer::Water, 40);
    let weak = line_colours(&scene(&view));
    assert!(!weak.contains(&water) && weak.contains(&faded(water, 102)));
    view.layers.set_opacity(Layer::Water, 100);
    view.layers.set_on(Layer::Water, false);
    assert!(!line_colours(&scene(&view)).iter().any(|colour| colour.0[..3] == water.0[..3]));
}

#[test]
fn names_are_as_weak_as_their_layer() {
    let mut view = looking_at(70.0, 37.8, 9.0, &[Layer::Places]);
    let ink = Style::of(view.theme).place_text;
    assert!(names(&scene(&view)).iter().any(|text| text.colour == ink));
    view.layers.set_opacity(Layer::Places, 50);
    assert!(!names(&scene(&view)).iter().any(|text| text.colour == ink));
    assert!(names(&scene(&view)).iter().any(|text| text.colour == faded(ink, 128)));
}

#[test]
fn what_stands_higher_in_the_list_is_painted_later_and_the_frontier_last() {
    let style = Style::of(View::frontier().theme);
    let mut view = looking_at(71.0, 37.8, 8.0, &[Layer::Water, Layer::Grid, Layer::Precision]);
    let grid = faded(style.ink, 85);
    let order = |view: &View| {
        let colours = line_colours(&scene(view));
        let last = |wanted: Rgba| colours.iter().rposition(|colour| *colour == wanted).unwrap();
        (last(style.water_line), last(grid), last(style.frontier_line))
    };
    let (water, lines, border) = order(&view);
    assert!(water < lines && lines < border);
    view.layers.move_to(Layer::Grid, 0);
    let (water, lines, border) = order(&view);
    assert!(lines < water && water < border);
    // Above the precision areas of incidents.
    view.layers.move_to(Layer::Water, Layer::ALL.len() - 1);
    let scene = scene(&view);
    let above = marks(&scene, PicturePart::BasemapAbove);
    let is = |mark: &Mark, colour: Rgba| matches!(mark, Mark::Line { stroke, .. } if stroke.colour == colour);
    assert!(above.iter().any(|mark| is(mark, style.water_line)));
    assert!(above.last().is_some_and(|mark| is(mark, style.frontier_line)));
}

#[test]
fn a_weak_relief_is_said_to_both_painters() {
    let mut view = looking_at(71.0, 37.8, 8.0, &[Layer::Relief]);
    view.layers.set_opacity(Layer::Relief, 30);
    let weak = scene(&view);
    assert_eq!(weak.relief, Relief::Light);
    assert!((weak.relief_opacity - 0.3).abs() < 1e-6);
    let pixels = |view: &View| marz::export::rgba(&scene(view), (320, 180)).unwrap();
    let spread = |view: &View| {
        let levels: Vec<f64> = pixels(view).pixels().map(|pixel| f64::from(pixel.0[1])).collect();
        let mean = levels.iter().sum::<f64>() / levels.len() as f64;
        levels.iter().map(|level| (level - mean).powi(2)).sum::<f64>() / levels.len() as f64
    };
    let weak = spread(&view);
    view.layers.set_opacity(Layer::Relief, 100);
    assert!(weak < spread(&view) * 0.5, "light and shade are flatter");
}

#[test]
fn a_layer_says_why_it_is_not_seen() {
    let mut view = looking_at(70.0, 37.8, 6.0, &Layer::ALL);
    assert_eq!(Layer::Districts.unseen(&view), Some(Unseen::Until(Zoom(7.0))));
    assert_eq!(Layer::Water.unseen(&view), None);
    view.tiles = Some(TileLayer { attribution: "x".into(), has_names: true, covers: true, max_zoom: 19 });
    assert_eq!(Layer::Water.unseen(&view), Some(Unseen::Covered));
    assert_eq!(Layer::Relief.unseen(&view), Some(Unseen::Covered));
    assert_eq!(Layer::Grid.unseen(&view), None);
    let drawn = line_colours(&scene(&view));
    assert!(!drawn.contains(&Style::of(view.theme).water_line));
}

// Bands

#[test]
fn the_edge_of_each_band_is_as_far_from_the_border_as_it_says() {
    let frontier = Frontier::embedded();
    let bands = bands();
    assert_eq!(bands.len(), 6);
    for band in bands {
        let width = BAND_KILOMETRES[band.width] * 1000.0;
        let points: Vec<LonLat> = band.edges.iter().flatten().copied().collect();
        assert!(points.len() > 300, "{:?} {width}: {}", band.side, points.len());
        for ends in band.edges.iter().flat_map(|edge| edge.windows(2)).step_by(3) {
            let middle =
                at(f64::midpoint(ends[0].lon(), ends[1].lon()), f64::midpoint(ends[0].lat(), ends[1].lat()));
            for at in [ends[0], middle] {
                let distance = frontier.distance_to_line(at).0;
                assert!((distance / width - 1.0).abs() < 0.01, "{:?} {width}: {distance} at {at}", band.side);
                let bank = frontier.bank(at, None);
                let own = match band.side {
                    BankSide::Tajik => Bank::Tajik,
                    BankSide::Afghan => Bank::Afghan,
                };
                assert!(
                    bank == own || bank == Bank::Undetermined,
                    "{:?} {width}: {bank:?} at {at}",
                    band.side
                );
            }
        }
    }
}

#[test]
fn bands_are_drawn_on_the_banks_that_were_chosen_and_told_by_the_legend() {
    let mut view = looking_at(71.5, 37.5, 9.0, &[Layer::Buffers]);
    let areas = |view: &View| {
        let tint = Style::of(view.theme).frontier_line;
        let marks = marks(&scene(view), PicturePart::Basemap);
        marks
            .iter()
            .filter(|mark| matches!(mark, Mark::Area { fill, .. } if fill.0[..3] == tint.0[..3]))
            .count()
    };
    let both = areas(&view);
    assert!(both >= 6);
    assert!(legend(&scene(&view)).contains("Within 5, 10, 25 km of the border"));
    assert!(names(&scene(&view)).iter().any(|text| &*text.text == "10 km"));
    view.guides.bands.afghan = false;
    view.guides.bands.widths = [true, false, true];
    assert!(areas(&view) < both);
    assert!(legend(&scene(&view)).contains("Within 5, 25 km of the border, Tajik bank"));
    assert!(!names(&scene(&view)).iter().any(|text| &*text.text == "10 km"));
    view.layers.set_on(Layer::Buffers, false);
    assert_eq!(areas(&view), 0);
    assert!(!legend(&scene(&view)).contains("Within"));
}

// Rings

#[test]
fn rings_are_as_wide_on_the_ground_as_they_say() {
    let middle = at(71.55, 37.49);
    let mut view = looking_at(71.55, 37.49, 9.0, &[Layer::Rings]);
    view.guides.rings.around = RingsAround::Point(middle);
    view.guides.rings = view.guides.rings.with_radii("20; 7.5 km").unwrap();
    let scene = scene(&view);
    let ink = Style::of(view.theme).ink;
    let circles: Vec<_> = marks(&scene, PicturePart::Basemap)
        .into_iter()
        .filter_map(|mark| match mark {
            Mark::Line { points, stroke } if stroke.colour == ink && points.len() > 100 => Some(points),
            _ => None,
        })
        .collect();
    assert_eq!(circles.len(), 2);
    for (circle, radius) in circles.iter().zip([7_500.0, 20_000.0]) {
        for point in circle.iter() {
            let there = ground_under(&view, *point);
            let away = Geodesic
                .distance(GeoPoint::new(middle.lon(), middle.lat()), GeoPoint::new(there.lon(), there.lat()));
            assert!((away / radius - 1.0).abs() < 0.001, "{away} instead of {radius}");
        }
    }
    let labels: Vec<String> = names(&scene).iter().map(|text| text.text.to_string()).collect();
    assert!(labels.contains(&"7.5 km".to_owned()) && labels.contains(&"20 km".to_owned()), "{labels:?}");
    assert!(legend(&scene).contains("Distance from the cross"));
}

#[test]
fn rings_follow_the_selected_incident_and_need_one() {
    let document = frontier();
    let ids = all_ids(&document);
    let mut view = looking_at(71.55, 37.49, 9.0, &[Layer::Rings]);
    let ink = Style::of(view.theme).ink;
    let circles = |view: &View| {
        let scene = compose(&document, &ids, ids.len(), view, &Sheet::window(SCREEN));
        let is_ring = |mark: &&Mark| matches!(mark, Mark::Line { points, stroke } if stroke.colour == ink && points.len() > 100);
        marks(&scene, PicturePart::Basemap).iter().filter(is_ring).count()
    };
    assert_eq!(circles(&view), 0);
    view.selected = Some(crate::samples::id("near"));
    assert_eq!(circles(&view), 3);
}

#[test]
fn typed_radii_are_read_or_refused_with_a_reason() {
    let rings = View::frontier().guides.rings;
    assert_eq!(rings.written(), "5, 10, 25");
    assert_eq!(rings.with_radii("30 km, 2.5,30").unwrap().written(), "2.5, 30");
    for (text, why) in [("", "commas"), ("near", "commas"), ("0", "between"), ("5000", "between")] {
        let refused = rings.with_radii(text).unwrap_err().to_string();
        assert!(refused.contains(why), "{text}: {refused}");
    }
    assert!(rings.with_radii("1 2 3 4 5 6 7 8 9").is_err());
}

// Grids

#[test]
fn degrees_are_numbered_where_their_lines_meet_the_edge() {
    let view = looking_at(70.0, 38.0, 8.0, &[Layer::Grid]);
    let scene = scene(&view);
    let mut read = 0;
    for text in names(&scene) {
        let Some((degrees, letter)) = text.text.split_once("′ ") else { continue };
        let (whole, minutes) = degrees.split_once('°').unwrap();
        let value = whole.parse::<f64>().unwrap() + minutes.parse::<f64>().unwrap() / 60.0;
        let there = ground_under(&view, text.at);
        let own = if letter == "E" { there.lon() } else { there.lat() };
        assert!((own - value).abs() < 0.01, "{} at {there}", text.text);
        read += 1;
    }
    assert!(read > 8, "{read}");
    assert!(legend(&scene).contains("Grid of 30′"));
}

#[test]
fn squares_have_the_letters_of_the_places_in_them_on_both_sides_of_a_zone() {
    // Known squares: Kabul, Khorog, Dushanbe; and beyond 72° E.
    for (lon, lat, zoom, square) in [
        (69.17, 34.53, 8.0, "42S WD"),
        (71.55, 37.49, 8.0, "42S YG"),
        (72.3, 37.5, 9.0, "43S BB"),
        (68.78, 38.56, 10.0, "42S VH"),
    ] {
        let mut view = looking_at(lon, lat, zoom, &[Layer::Grid]);
        view.guides.grid = GridKind::Mgrs;
        let scene = scene(&view);
        let lettered: Vec<TextMark> = names(&scene)
            .into_iter()
            .filter(|text| text.text.split(' ').count() == 2 && text.text.starts_with('4'))
            .collect();
        assert!(lettered.iter().any(|text| &*text.text == square), "{square} is missing");
        for text in lettered {
            let own = mgrs::write(ground_under(&view, text.at)).unwrap();
            assert!(own.starts_with(&*text.text), "{} stands in {own}", text.text);
        }
    }
}

#[test]
fn lines_of_utm_stand_at_their_kilometres_and_end_with_their_zone() {
    for (lon, zones) in [(66.0, [41, 42]), (72.0, [42, 43])] {
        let mut view = looking_at(lon, 37.4, 9.5, &[Layer::Grid]);
        view.guides.grid = GridKind::Utm;
        let scene = scene(&view);
        let mut seen = Vec::new();
        for text in names(&scene) {
            let position = GridPosition::of(ground_under(&view, text.at));
            let Zone::Utm(zone) = position.zone else { panic!("no pole is near") };
            if let Some(easting) = text.text.strip_suffix(" km E") {
                let (number, kilometres) = easting.split_once("N ").unwrap();
                assert_eq!(number.parse::<u8>().unwrap(), zone);
                assert!(
                    (position.easting / 1000.0 - kilometres.parse::<f64>().unwrap()).abs() < 0.3,
                    "{text:?}"
                );
                seen.push(zone);
            }
            if let Some(northing) = text.text.strip_suffix(" km N") {
                assert!(
                    (position.northing / 1000.0 - northing.parse::<f64>().unwrap()).abs() < 0.3,
                    "{text:?}"
                );
            }
        }
        seen.dedup();
        assert_eq!(seen, zones);
        assert!(names(&scene).iter().any(|text| *text.text == *format!("zone {}", zones[1])));
        // Each metre line keeps to its zone.
        let fine = faded(Style::of(view.theme).ink, 85);
        for mark in marks(&scene, PicturePart::Basemap) {
            let Mark::Line { points, stroke } = mark else { continue };
            if stroke.colour != fine || stroke.width > 1.5 {
                continue;
            }
            let zones: Vec<bool> =
                points.iter().map(|p| ground_under(&view, *p).lon() < lon - 1e-4).collect();
            let beyond: Vec<bool> =
                points.iter().map(|p| ground_under(&view, *p).lon() > lon + 1e-4).collect();
            assert!(!(zones.contains(&true) && beyond.contains(&true)), "a line crosses {lon}° E");
        }
    }
}

// What is measured

#[test]
fn lengths_bearings_and_areas_are_those_of_the_ellipsoid() {
    // Examples of GeographicLib: New York to London, and the area of Antarctica.
    let flight = Measured { points: vec![at(-73.8, 40.6), at(-0.5, 51.6)], closed: false };
    assert!((flight.length().0 - 5_551_759.400).abs() < 0.01);
    assert!((flight.last_bearing().unwrap().0 - 51.198_883).abs() < 1e-5);
    let coast = [
        (-58.0, -63.1),
        (-74.0, -72.9),
        (-102.0, -71.9),
        (-102.0, -74.9),
        (-131.0, -74.3),
        (-163.0, -77.5),
        (163.0, -77.4),
        (172.0, -71.7),
        (140.0, -65.9),
        (113.0, -65.7),
        (88.0, -66.6),
        (59.0, -66.9),
        (25.0, -69.8),
        (-4.0, -70.0),
        (-14.0, -71.0),
        (-33.0, -77.3),
        (-46.0, -77.9),
        (-61.0, -74.7),
    ];
    let ice = Measured { points: coast.map(|(lon, lat)| at(lon, lat)).to_vec(), closed: true };
    assert!((ice.length().0 - 16_831_067.893).abs() < 0.01);
    assert!((ice.area().unwrap() - 13_662_703_680_020.1).abs() < 1e4);
    assert_eq!(ice.legs().len(), 18);
}

#[test]
fn figures_are_written_in_plain_units() {
    use marz::model::{Degrees, Metres};
    assert_eq!(
        [853.4, 2_413.2, 25_312.0, 412_640.0].map(|m| length_words(Metres(m))),
        ["853 m", "2.413 km", "25.31 km", "412.6 km"]
    );
    assert_eq!(
        [4_200.0, 532_000.0, 25.3e6, 638e6].map(area_words),
        ["4200 m²", "0.532 km²", "25.30 km²", "638 km²"]
    );
    assert_eq!([47.2, 359.8].map(|d| bearing_words(Degrees(d))), ["47° NE", "0° N"]);
}

#[test]
fn what_is_measured_is_drawn_with_its_figures_and_stays_until_it_is_cleared() {
    let mut session = example();
    let points = [at(70.0, 38.0), at(70.5, 38.0), at(70.5, 38.4)];
    session.handle(MeasureCommand::Toggle.into());
    for point in points {
        session.handle(MeasureCommand::Add(point).into());
    }
    session.handle(MeasureCommand::Add(at(71.0, 39.0)).into());
    session.handle(MeasureCommand::TakeBack.into());
    assert_eq!(session.view().measured.points, points);
    let of = |session: &Session| {
        let view =
            View { camera: Camera { centre: at(70.3, 38.2), zoom: Zoom(9.0) }, ..session.view().clone() };
        let marks = marks(&scene(&view), PicturePart::Measured).into_iter();
        marks
            .filter_map(|mark| if let Mark::Text(text) = mark { Some(text.text.to_string()) } else { None })
            .collect::<Vec<_>>()
    };
    assert!(of(&session).contains(&length_words(session.view().measured.length())));
    session.handle(MeasureCommand::Close.into());
    assert_eq!(*session.mode(), Mode::Browse, "a closed way is done");
    let area = session.view().measured.area().unwrap();
    assert!(of(&session).contains(&area_words(area)));
    let effects = session.handle(MeasureCommand::Copy.into());
    let Some(Effect::CopyText(text)) = effects.first() else { panic!("nothing copied") };
    assert!(
        text.contains("Leg 3:") && text.contains(&area_words(area)) && text.contains("38.00000, 70.00000")
    );
    session.handle(MeasureCommand::Clear.into());
    assert!(of(&session).is_empty());
    session.handle(MeasureCommand::BringBack.into());
    assert_eq!(session.view().measured.area(), Some(area));
}

#[test]
fn escape_leaves_measuring_and_what_cannot_be_measured_is_refused_in_words() {
    let mut session = example();
    let refusal = |session: &Session, command: MeasureCommand| Command::from(command).refusal(session);
    assert!(
        refusal(&session, MeasureCommand::End).is_some() && refusal(&session, MeasureCommand::Copy).is_some()
    );
    session.handle(MeasureCommand::From(at(70.0, 38.0)).into());
    session.handle(MeasureCommand::Add(at(70.1, 38.0)).into());
    assert!(refusal(&session, MeasureCommand::Close).is_some_and(|why| why.contains("three points")));
    session.handle(Command::SelectNext);
    assert!(session.is_measuring(), "stepping through the list goes on measuring");
    session.handle(Command::Escape);
    assert!(!session.is_measuring() && session.view().measured.points.is_empty());
    assert!(session.selected().is_some(), "one press, one thing");
}

// Commands

#[test]
fn a_kept_view_holds_grid_bands_rings_strength_and_order() {
    let mut session = example();
    session.handle(LayerCommand::SetGrid(Some(GridKind::Utm)).into());
    session.handle(LayerCommand::RingsHere(at(70.0, 38.0)).into());
    let mut bands = session.view().guides.bands;
    bands.afghan = false;
    session.handle(LayerCommand::SetBands(bands).into());
    session.handle(LayerCommand::SetOpacity(Layer::Relief, 35).into());
    session.handle(LayerCommand::MoveTo(Layer::Roads, 1).into());
    let kept = (session.view().layers, session.view().guides.clone());
    session.handle(Command::AddShot("Here".to_owned()));
    session.handle(LayerCommand::AsAtFirst.into());
    session.handle(LayerCommand::SetGrid(Some(GridKind::Mgrs)).into());
    session.handle(LayerCommand::SetRings(kept.1.rings.with_radii("3").unwrap()).into());
    let shot = session.document().facts().shots.len() - 1;
    session.handle(Command::GoToShot(shot));
    assert_eq!((session.view().layers, session.view().guides.clone()), kept);
}

#[test]
fn a_shot_of_an_earlier_version_leaves_grid_and_rings_alone() {
    let mut session = example();
    session.handle(Command::AddShot("Old".to_owned()));
    let mut facts: Facts = session.document().facts().clone();
    facts.shots.last_mut().unwrap().view.as_object_mut().unwrap().remove("guides");
    let place = facts.shots.len() - 1;
    session.handle(Command::Perform(Action::SetFacts(facts)));
    session.handle(LayerCommand::SetGrid(Some(GridKind::Utm)).into());
    session.handle(Command::GoToShot(place));
    assert_eq!(session.view().guides.grid, GridKind::Utm);
}

#[test]
fn layers_as_at_first_come_back_as_they_were() {
    let mut session = example();
    session.handle(LayerCommand::SetOpacity(Layer::Relief, 35).into());
    session.handle(Command::SwitchLayer(Layer::Water));
    let own = session.view().layers;
    session.handle(LayerCommand::AsAtFirst.into());
    assert!(session.view().layers.is_on(Layer::Water) && session.can_bring_layers_back());
    session.handle(LayerCommand::AsAtFirst.into());
    assert_eq!(session.view().layers, own);
    assert!(!session.can_bring_layers_back());
}

#[test]
fn no_key_is_given_to_two_commands() {
    let mut taken: Vec<(Shortcut, Command)> = Vec::new();
    for command in Command::catalogue().into_iter().flat_map(|(_, commands)| commands) {
        for key in command.shortcuts() {
            let other = taken.iter().find(|(own, other)| own == key && *other != command);
            assert!(other.is_none(), "{key}: {command:?} and {other:?}");
            taken.push((*key, command.clone()));
        }
    }
}
