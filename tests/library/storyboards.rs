//! Storyboards: kept views in an order, with words that follow the data, shown and exported.

use std::{path::Path, process::Command as Program};

use marz::{
    analysis::Window,
    carto::{Page, Point, Rect, ShotView, Viewport},
    export::{
        Leaving, PicturePreset, PictureRequest,
        storyboard::{Pages, frames, map_size_of, shots_of},
    },
    model::Document,
    session::{BoardCommand, Command, Session},
    store,
};

fn day(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

/// A session on the example with two views in a storyboard, the second with words.
fn session() -> Session {
    let mut session = crate::session::example();
    session
        .handle(Command::SetWindow(Window { first: Some(day("2025-01-01")), last: Some(day("2025-12-31")) }));
    session.handle(BoardCommand::Add.into());
    session.handle(BoardCommand::AddPresent(0).into());
    session
        .handle(Command::SetWindow(Window { first: Some(day("2024-01-01")), last: Some(day("2024-12-31")) }));
    session.handle(BoardCommand::AddPresent(0).into());
    let text = "{n} incidents, {change}".to_owned();
    session.handle(BoardCommand::SetCaption { shot: "View 2".to_owned(), text }.into());
    session
}

fn shots(session: &Session) -> Vec<String> {
    session.document().facts().storyboards[0].shots.clone()
}

#[test]
fn a_storyboard_is_shown_with_its_words_and_leaves_the_view_as_it_was() {
    let mut session = session();
    session.handle(Command::SetWindow(Window::ALL));
    session.handle(Command::SelectFirst);
    let (before, shown) = (session.view().clone(), session.shown().len());
    session.handle(BoardCommand::Play { board: 0, place: 0 }.into());
    assert_eq!(session.view().window.first, Some(day("2025-01-01")));
    assert_eq!(session.presented_caption().unwrap().title, "View 1");
    session.handle(BoardCommand::Next.into());
    let in_2024 = session.shown().len();
    let caption = session.presented_caption().unwrap();
    assert!(caption.title.starts_with(&format!("{in_2024} incidents, ")), "{caption:?}");
    assert_eq!(caption.detail, "2 of 2 · View 2");
    session.handle(BoardCommand::Next.into());
    assert_eq!(session.presenting().unwrap().place, 1, "it stays at the end");
    session.handle(BoardCommand::First.into());
    assert_eq!(session.presenting().unwrap().place, 0);
    session.handle(BoardCommand::End.into());
    assert!(session.presenting().is_none() && *session.view() == before && session.shown().len() == shown);
}

#[test]
fn a_presented_view_shows_on_every_screen_the_ground_that_was_seen() {
    let mut session = session();
    let ground = |session: &Session| {
        let size = session.map_size();
        let map = Viewport { camera: session.view().camera, size }.extent();
        (map.east - map.west, map.north - map.south)
    };
    session.handle(BoardCommand::Play { board: 0, place: 0 }.into());
    let (wide, tall) = {
        let kept = ShotView::of(&session.document().facts().shots[0]).unwrap();
        let map = Viewport { camera: kept.camera, size: map_size_of(&kept) }.extent();
        (map.east - map.west, map.north - map.south)
    };
    for size in [(1280.0, 720.0), (1920.0, 1080.0), (1024.0, 768.0), (2560.0, 1080.0)] {
        session.set_map_size(Point { x: size.0, y: size.1 });
        let (across, down) = ground(&session);
        assert!(across >= wide * 0.999 && down >= tall * 0.99, "{size:?} cuts the page");
        let is_tight = across <= wide * 1.001 || down <= tall * 1.01;
        assert!(is_tight, "{size:?} shows {across} of {wide} degrees: it could be larger");
    }
}

#[test]
fn a_storyboard_follows_the_names_of_its_views_and_undo_brings_all_back() {
    let mut session = session();
    session.handle(Command::RenameShot { place: 0, name: "The year".to_owned() });
    assert_eq!(shots(&session), ["The year", "View 2"]);
    session.handle(BoardCommand::Move { board: 0, from: 0, to: 1 }.into());
    assert_eq!(shots(&session), ["View 2", "The year"]);
    session.handle(Command::RemoveShot(0));
    assert_eq!(shots(&session), ["View 2"]);
    session.handle(Command::Undo);
    assert_eq!(shots(&session), ["View 2", "The year"]);
    assert_eq!(session.document().facts().shots.len(), 2);
    let again = store::native::write(session.document());
    let text = String::from_utf8(again).unwrap();
    assert!(
        text.contains("\"storyboards\"") && text.contains("{n} incidents"),
        "it is saved with the document"
    );
}

#[test]
fn a_number_typed_by_hand_is_flagged_when_the_data_say_another() {
    let mut session = session();
    session.handle(BoardCommand::Play { board: 0, place: 1 }.into());
    let count = session.shown().len();
    let one = session.shown()[0].clone();
    session.handle(BoardCommand::End.into());
    let text = format!("{count} incidents in a year");
    session.handle(BoardCommand::SetCaption { shot: "View 2".to_owned(), text }.into());
    let stale = |session: &Session| session.stale_of(&session.document().facts().shots[1]);
    assert!(stale(&session).is_empty());
    session.handle(Command::Select(Some(one)));
    session.handle(Command::Delete);
    let told = stale(&session);
    let count = i64::try_from(count).unwrap();
    assert_eq!((told.len(), told[0].typed, told[0].now), (1, count, count - 1));
}

fn marz(words: &[&str], folder: &Path) -> (bool, String) {
    let run = Program::new(env!("CARGO_BIN_EXE_marz"))
        .arg("export")
        .args(words)
        .current_dir(folder)
        .output()
        .unwrap();
    (run.status.success(), String::from_utf8_lossy(&[run.stdout, run.stderr].concat()).into_owned())
}

fn saved(folder: &Path) -> Document {
    let mut session = session();
    let first = session.shown()[0].clone();
    session.handle(BoardCommand::PointAt { shot: "View 1".to_owned(), ids: vec![first] }.into());
    store::save(&folder.join("a.geojson"), session.document()).unwrap();
    session.document().clone()
}

#[test]
fn the_verb_writes_a_storyboard_in_every_form_twice_the_same_and_names_what_there_is() {
    let folder = tempfile::tempdir().unwrap();
    saved(folder.path());
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let mut rounds = Vec::new();
    for _ in 0..2 {
        let (done, said) = marz(
            &[
                "a.geojson",
                "--storyboard",
                "Storyboard 1",
                "--size",
                "640x400",
                "--pdf",
                "a.pdf",
                "--pptx",
                "a.pptx",
                "--gif",
                "a.gif",
                "--png",
                "a.png",
                "--kml",
                "a.kml",
            ],
            folder.path(),
        );
        assert!(done && said.contains("2 stops over 60 incidents"), "{said}");
        rounds.push(["a.pdf", "a.pptx", "a.gif", "a-1.png", "a-2.png", "a.kml"].map(read));
    }
    assert!(rounds[0] == rounds[1], "the same storyboard is the same file");
    assert!(rounds[0][3] != rounds[0][4], "each view has its own page");
    let tour = String::from_utf8(read("a.kml")).unwrap();
    let tour = roxmltree::Document::parse(&tour).unwrap();
    let count = |name: &str| tour.descendants().filter(|node| node.tag_name().name() == name).count();
    assert_eq!((count("FlyTo"), count("Wait"), count("LookAt")), (2, 2, 2));
    assert_eq!(count("balloonVisibility"), 2, "the view with words opens and closes them");
    let begins: Vec<&str> = tour
        .descendants()
        .filter(|node| node.has_tag_name(("http://www.google.com/kml/ext/2.2", "TimeSpan")))
        .filter_map(|node| node.descendants().find(|inner| inner.tag_name().name() == "begin")?.text())
        .collect();
    assert_eq!(begins, ["2025-01-01", "2024-01-01"]);
    let (done, said) = marz(&["a.geojson", "--shot", "View 2", "--svg", "one.svg"], folder.path());
    assert!(done, "{said}");
    assert!(String::from_utf8(read("one.svg")).unwrap().contains("incidents, "), "its words are on it");
    let (done, said) = marz(&["a.geojson", "--shot", "Khorog", "--png", "x.png"], folder.path());
    assert!(!done && said.contains("It has “View 1”, “View 2”."), "{said}");
    let (done, said) = marz(&["a.geojson", "--storyboard", "None", "--png", "x.png"], folder.path());
    assert!(!done && said.contains("It has “Storyboard 1”."), "{said}");
}

#[test]
fn the_maps_of_a_storyboard_stand_in_one_place_and_their_signs_lead_to_the_sources() {
    let mut session = session();
    let long =
        "Many words stand over this view, so many that they take several lines of the page and leave less \
                of it to the map than the view beside it would. "
            .repeat(4);
    session.handle(BoardCommand::SetCaption { shot: "View 1".to_owned(), text: long }.into());
    let document = session.document();
    let leaving = Leaving::of(document, None).unwrap();
    let board = &document.facts().storyboards[0];
    let frames = frames(&leaving, &shots_of(document, board).unwrap(), session.view()).unwrap();
    let request = PictureRequest { pixels: (1280, 720), ..PictureRequest::preset(PicturePreset::Hd) };
    let pages = Pages::new(&leaving, &frames, &request).all();
    assert_eq!(pages.len(), 2);
    let map = |page: &Page| (page.scene.map_min, page.scene.map_size);
    assert_eq!(map(&pages[0]), map(&pages[1]), "a short caption leaves the map where a long one needs it");
    let urls: Vec<String> = document
        .incidents()
        .flat_map(|incident| {
            incident.sources.iter().filter_map(|source| source.url.clone()).collect::<Vec<_>>()
        })
        .collect();
    for (page, frame) in pages.iter().zip(&frames) {
        let (at, size) = (page.scene.map_min, page.scene.map_size);
        let seen = Viewport { camera: frame.view.camera, size: frame.map_size }.extent();
        let printed = Viewport { camera: page.scene.camera, size }.extent();
        assert!(
            printed.west <= seen.west + 1e-4 && printed.north >= seen.north - 1e-4,
            "the page at {at:?} cuts what was seen: {printed:?} of {seen:?}"
        );
        assert!(!page.links.is_empty());
        for link in &page.links {
            assert!(urls.contains(&link.url), "{}", link.url);
            assert!(link.rect.overlaps(&Rect { min: page.scene.map_min, max: page.scene.size }));
        }
    }
}
