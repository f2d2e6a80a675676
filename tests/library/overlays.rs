//! Layers of the user's own files: on the map as data, and in the session.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use marz::{
    analysis::{Index, projected::to_degrees},
    carto::{
        Mark, Overlay, OverlayEntry, OverlayLabel, OverlaySpot, PicturePart, PictureTexts, Point, Scene,
        Shapes, Sheet, View, Viewport, compose, pick_overlay,
    },
    model::{Document, LonLat, Zoom},
    session::{
        Command, Effect, OverlayCommand, OverlayEffect, OverlayNews, OverlayQuestion, OverlayRead, Session,
    },
    store::formats::shapes::{Limits, ShapeFile, read_bytes},
};

use crate::session::environment;

const POSTS: &str = r##"{"type":"FeatureCollection","features":[
  {"type":"Feature","properties":{"name":"Post 4","kind":"tower"},"geometry":{"type":"Point","coordinates":[69.5,37.5]}},
  {"type":"Feature","properties":{"name":"Road","stroke":"#00ff00"},"geometry":{"type":"LineString","coordinates":[[69.0,37.2],[70.0,37.3]]}},
  {"type":"Feature","properties":{"name":"Field"},"geometry":{"type":"Polygon","coordinates":
   [[[69.6,37.6],[69.9,37.6],[69.9,37.8],[69.6,37.8],[69.6,37.6]]]}}]}"##;

fn shapes(text: &str) -> Arc<Shapes> {
    match read_bytes(text.into(), None, Limits::USUAL, &to_degrees).unwrap() {
        ShapeFile::Layer(layer) => Arc::new(Shapes::new(layer)),
        ShapeFile::Layers(names) => panic!("{names:?}"),
    }
}

fn view_with(entry: OverlayEntry, text: &str) -> View {
    let mut view = View::frontier();
    view.camera.centre = LonLat::new(69.5, 37.5).unwrap();
    view.camera.zoom = Zoom(9.0);
    view.overlays = vec![Overlay { entry, shapes: Some(shapes(text)) }];
    view
}

fn entry() -> OverlayEntry {
    OverlayEntry::new(PathBuf::from("/home/someone/posts.geojson"), String::new(), 0)
}

const SIZE: Point = Point { x: 900.0, y: 600.0 };

fn scene(view: &View) -> Scene {
    let document = Document::default();
    compose(
        &document,
        &Index::new(&document).shown(&view.filter, view.window).ids,
        0,
        view,
        &Sheet::window(SIZE),
    )
}

fn part(scene: &Scene, wanted: PicturePart) -> Vec<Mark> {
    scene
        .parts
        .iter()
        .filter(|(part, _)| *part == wanted)
        .flat_map(|(_, marks)| marks.iter().cloned())
        .collect()
}

fn words(scene: &Scene) -> Vec<String> {
    let marks = scene.parts.iter().flat_map(|(_, marks)| marks.iter());
    marks
        .filter_map(|mark| if let Mark::Text(text) = mark { Some(text.text.to_string()) } else { None })
        .collect()
}

#[test]
fn shapes_lie_between_the_ground_and_the_incidents_or_over_them() {
    let below = scene(&view_with(entry(), POSTS));
    let marks = part(&below, PicturePart::Overlays);
    assert!(marks.iter().any(|mark| matches!(mark, Mark::Circle { .. })), "the post: {marks:?}");
    assert!(
        marks
            .iter()
            .any(|mark| matches!(mark, Mark::Line { stroke, .. } if stroke.colour.0 == [0, 255, 0, 255]))
    );
    assert!(marks.iter().any(|mark| matches!(mark, Mark::Area { .. })));
    let place = |scene: &Scene, wanted| scene.parts.iter().position(|(part, _)| *part == wanted).unwrap();
    assert!(place(&below, PicturePart::Overlays) < place(&below, PicturePart::Incidents));
    assert!(words(&below).contains(&"Post 4".to_owned()));
    let above = scene(&view_with(OverlayEntry { above: true, ..entry() }, POSTS));
    assert!(part(&above, PicturePart::Overlays).is_empty());
    assert_eq!(part(&above, PicturePart::OverlaysAbove).len(), marks.len());
    assert!(place(&above, PicturePart::OverlaysAbove) > place(&above, PicturePart::Incidents));
}

#[test]
fn a_layer_that_is_off_leaves_nothing_and_a_weak_one_lets_the_map_through() {
    let off = scene(&view_with(OverlayEntry { is_on: false, ..entry() }, POSTS));
    assert!(part(&off, PicturePart::Overlays).is_empty() && !words(&off).contains(&"Post 4".to_owned()));
    let weak = OverlayEntry { opacity: 50, label: OverlayLabel::Property("kind".to_owned()), ..entry() };
    let weak = scene(&view_with(weak, POSTS));
    assert!(
        part(&weak, PicturePart::Overlays)
            .iter()
            .any(|mark| matches!(mark, Mark::Line { stroke, .. } if stroke.colour.0 == [0, 255, 0, 128]))
    );
    assert!(words(&weak).contains(&"tower".to_owned()) && !words(&weak).contains(&"Post 4".to_owned()));
}

#[test]
fn a_picture_names_the_file_in_its_legend_but_not_its_folder() {
    let mut view = view_with(entry(), POSTS);
    view.layers.legend = true;
    let texts = PictureTexts { title: "T".to_owned(), ..PictureTexts::default() };
    let document = Document::default();
    let scene = compose(&document, &[], 0, &view, &Sheet::picture(Point { x: 1200.0, y: 900.0 }, texts));
    let words = words(&scene);
    assert!(words.contains(&"posts.geojson".to_owned()), "{words:?}");
    assert!(!words.iter().any(|text| text.contains("someone")), "{words:?}");
}

#[test]
fn the_pointer_finds_points_lines_and_areas_and_a_card_tells_of_them() {
    let mut view = view_with(entry(), POSTS);
    let viewport = Viewport { camera: view.camera, size: SIZE };
    let at = |lon: f64, lat: f64| viewport.screen_from_lonlat(LonLat::new(lon, lat).unwrap());
    let found = |at: Point| pick_overlay(&view.overlays, view.camera, SIZE, at).map(|spot| spot.feature);
    assert_eq!(found(at(69.5, 37.5)), Some(0));
    assert_eq!(found(at(69.5, 37.25)), Some(1));
    assert_eq!(found(at(69.7, 37.7)), Some(2));
    assert_eq!(found(at(69.3, 37.9)), None);
    view.overlay_picked = Some(OverlaySpot { overlay: 0, feature: 0 });
    let words = words(&scene(&view));
    for said in ["Post 4", "kind: tower", "from posts.geojson"] {
        assert!(words.contains(&said.to_owned()), "{said}: {words:?}");
    }
}

#[test]
fn a_hundred_thousand_points_are_thinned_to_what_can_be_seen() {
    use std::fmt::Write as _;
    let mut text =
        r#"{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":["#.to_owned();
    for i in 0..100_000_u32 {
        let (x, y) = (f64::from(i % 317) / 317.0, f64::from(i / 317) / 317.0);
        let _written =
            write!(text, "{}[{},{}]", if i == 0 { "" } else { "," }, 69.45 + x * 0.1, 37.45 + y * 0.1);
    }
    text.push_str("]}}");
    let view = view_with(entry(), &text);
    let marks = part(&scene(&view), PicturePart::Overlays);
    assert!((100..15_000).contains(&marks.len()), "{}", marks.len());
}

#[test]
fn a_large_area_is_cut_to_what_is_seen() {
    use std::fmt::Write as _;
    let mut text =
        r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[["#.to_owned();
    for i in 0..=50_000_u32 {
        let turn = f64::from(i % 50_000) / 50_000.0 * std::f64::consts::TAU;
        let reach = 3.0 + 0.01 * (turn * 3_000.0).sin();
        let _written = write!(
            text,
            "{}[{},{}]",
            if i == 0 { "" } else { "," },
            69.5 + reach * turn.cos(),
            37.5 + reach * turn.sin()
        );
    }
    text.push_str("]]}}");
    let mut view = view_with(entry(), &text);
    view.camera.zoom = Zoom(12.0);
    view.camera.centre = LonLat::new(72.5, 37.5).unwrap();
    let count = |scene: &Scene| -> usize {
        let marks = part(scene, PicturePart::Overlays);
        marks.iter().map(|mark| if let Mark::Area { points, .. } = mark { points.len() } else { 0 }).sum()
    };
    let seen = count(&scene(&view));
    assert!((10..5_000).contains(&seen), "{seen} corners");
}

fn read(session: &mut Session, file: &Path, layer: Option<&str>, text: &str) -> Vec<Effect> {
    let read = OverlayRead::Layer { name: layer.unwrap_or_default().to_owned(), shapes: shapes(text) };
    session.overlay_read(file, layer, Ok(read))
}

#[test]
fn a_file_is_added_remembered_taken_away_and_put_back() {
    let mut session = Session::example(environment());
    let file = PathBuf::from("/data/posts.geojson");
    let effects = session.handle(OverlayCommand::AddFile(file.clone()).into());
    assert_eq!(effects, [OverlayEffect::Read { file: file.clone(), layer: None }.into()]);
    let effects = read(&mut session, &file, None, POSTS);
    let remembered = |effects: &[Effect]| match effects {
        [Effect::Overlays(OverlayEffect::Remember(entries)), ..] => entries.len(),
        other => panic!("{other:?}"),
    };
    assert_eq!(remembered(&effects), 1);
    assert_eq!(session.view().overlays.len(), 1);
    assert!(session.messages().iter().any(|message| message.text.contains("3 things of posts.geojson")));
    assert_eq!(remembered(&session.handle(OverlayCommand::Remove(0).into())), 0);
    assert!(session.view().overlays.is_empty());
    session.handle(OverlayCommand::PutBack.into());
    assert!(session.view().overlays[0].shapes.is_some(), "it is not read again");
    assert!(!session.is_changed(), "the document knows nothing of it");
}

#[test]
fn of_a_file_with_several_layers_it_is_asked_which() {
    let mut session = Session::example(environment());
    let file = PathBuf::from("/data/layers.gpkg");
    session.handle(OverlayCommand::AddFile(file.clone()).into());
    let layers = vec![("Posts".to_owned(), 4), ("Ways".to_owned(), 2)];
    session.overlay_read(&file, None, Ok(OverlayRead::Layers(layers)));
    assert!(matches!(session.overlays().question(), Some(OverlayQuestion::Layers { .. })));
    let effects = session.handle(OverlayCommand::Choose(vec![1]).into());
    let asked = Effect::from(OverlayEffect::Read { file: file.clone(), layer: Some("Ways".to_owned()) });
    assert!(effects.contains(&asked), "{effects:?}");
    read(&mut session, &file, Some("Ways"), POSTS);
    assert_eq!(session.view().overlays[0].entry.name(), "layers.gpkg: Ways");
    assert!(session.view().overlays[0].shapes.is_some());
}

#[test]
fn a_file_that_changes_or_goes_is_told_and_found_again() {
    let mut session = Session::example(environment());
    let file = PathBuf::from("/data/posts.geojson");
    session.handle(OverlayCommand::AddFile(file.clone()).into());
    read(&mut session, &file, None, POSTS);
    session.overlay_file_news(&file, OverlayNews::Gone);
    let trouble = session.overlays().notes(0).trouble.unwrap();
    assert!(trouble.contains("gone") && session.view().overlays[0].shapes.is_some(), "what was read stays");
    assert_eq!(session.handle(OverlayCommand::Find(0).into()), [OverlayEffect::AskWhere(file).into()]);
    let now = PathBuf::from("/data/moved/posts.geojson");
    let effects = session.handle(OverlayCommand::Found(now.clone()).into());
    assert!(effects.contains(&OverlayEffect::Read { file: now.clone(), layer: None }.into()), "{effects:?}");
    read(&mut session, &now, None, POSTS);
    assert_eq!(session.overlays().notes(0).trouble, None);
}

#[test]
fn a_kept_view_brings_its_layers_and_tells_no_folder() {
    let mut session = Session::example(environment());
    let file = PathBuf::from("/home/someone/secret/posts.geojson");
    session.handle(OverlayCommand::AddFile(file.clone()).into());
    read(&mut session, &file, None, POSTS);
    let look = OverlayEntry { width: 5.0, ..session.view().overlays[0].entry.clone() };
    session.handle(OverlayCommand::Set(0, Box::new(look)).into());
    session.handle(Command::AddShot("Posts".to_owned()));
    let kept = serde_json::to_string(&session.document().facts().shots[0].view).unwrap();
    assert!(kept.contains("posts.geojson") && !kept.contains("secret"), "{kept}");
    let other = OverlayEntry { width: 1.0, is_on: false, ..session.view().overlays[0].entry.clone() };
    session.handle(OverlayCommand::Set(0, Box::new(other)).into());
    session.handle(Command::GoToShot(0));
    let now = &session.view().overlays[0];
    assert!(now.entry.is_on && now.shapes.is_some());
    assert_eq!((now.entry.width, &now.entry.file), (5.0, &file));
}

#[test]
fn a_reading_that_fails_is_told_with_its_file() {
    let mut session = Session::example(environment());
    let file = PathBuf::from("/data/bad.kml");
    session.handle(OverlayCommand::AddFile(file.clone()).into());
    session.overlay_read(
        &file,
        None,
        Err("No layer was made of this file: it is damaged.\n/data/bad.kml".to_owned()),
    );
    assert!(session.view().overlays.is_empty() && !session.overlays().is_reading());
    assert!(session.messages().iter().any(|message| message.text.contains("damaged")));
}
