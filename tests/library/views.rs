//! Views worth coming back to: kept, named, ordered, renewed, gone to by number and by name.

use marz::{
    analysis::{Index, Window, gazetteer::Gazetteer},
    carto::{
        Caption, Half, LabelLanguage, Layer, Mark, PicturePart, PictureTexts, Point, Rect, Scene, Sheet,
        View, Viewport, compose, text_rect,
    },
    export::{PicturePreset, PictureRequest, pair_picture},
    model::Extent,
    session::{Command, CompareCommand, Session, Side, Split, Start, Tone},
};

use crate::{documents::day, session::example};

fn names(session: &Session) -> Vec<&str> {
    session.document().facts().shots.iter().map(|shot| shot.name.as_str()).collect()
}

/// Three kept views.
fn with_views() -> Session {
    let mut session = example();
    for (name, start) in [("Bend", Start::DarvozBend), ("Wakhan", Start::Wakhan), ("Khorog", Start::Khorog)] {
        session.handle(Command::GoToStart(start));
        session.handle(Command::AddShot(name.to_owned()));
    }
    session
}

#[test]
fn views_are_named_ordered_renewed_and_removed_and_each_of_it_is_undone_by_itself() {
    let mut session = with_views();
    session.handle(Command::MoveShot { from: 2, to: 0 });
    assert_eq!(names(&session), ["Khorog", "Bend", "Wakhan"]);
    session.handle(Command::RenameShot { place: 1, name: " The Darvoz bend ".to_owned() });
    assert_eq!(names(&session), ["Khorog", "The Darvoz bend", "Wakhan"]);
    session.handle(Command::RenameShot { place: 2, name: "Khorog".to_owned() });
    assert_eq!(session.messages().last().unwrap().tone, Tone::Refused, "two views of one name");
    session.handle(Command::GoToStart(Start::Zorkul));
    let lake = session.view().camera;
    session.handle(Command::OverwriteShot(2));
    session.handle(Command::RemoveShot(0));
    session.handle(Command::GoToStart(Start::Frontier));
    session.handle(Command::GoToShotNamed("Wakhan".to_owned()));
    assert_eq!(session.view().camera, lake, "it holds the view that it was given last");
    for before in [3, 3, 3, 3, 2, 1, 0] {
        session.handle(Command::Undo);
        assert_eq!(names(&session).len(), before);
    }
    assert!(!session.is_changed());
}

#[test]
fn a_view_brings_back_layers_and_language_and_an_older_one_leaves_them_as_they_are() {
    let mut session = example();
    session.handle(Command::SetLanguage(LabelLanguage::Tajik));
    session.handle(Command::SwitchLayer(Layer::Relief));
    session.handle(Command::AddShot("Flat".to_owned()));
    session.handle(Command::SetLanguage(LabelLanguage::English));
    session.handle(Command::SwitchLayer(Layer::Relief));
    session.handle(Command::GoToShot(0));
    assert_eq!(session.view().language, LabelLanguage::Tajik);
    assert!(!session.view().layers.is_on(Layer::Relief));

    let mut facts = session.document().facts().clone();
    facts.shots[0].view = serde_json::json!({ "camera": facts.shots[0].view["camera"] });
    session.handle(Command::Perform(marz::edit::Action::SetFacts(facts)));
    session.handle(Command::GoToShot(0));
    assert_eq!(session.view().language, LabelLanguage::Tajik);
    assert!(session.view().window.is_all());
}

#[test]
fn what_a_view_holds_is_told_in_words() {
    let mut session = example();
    session.handle(Command::GoToStart(Start::Khorog));
    session
        .handle(Command::SetWindow(Window { first: Some(day("2025-01-01")), last: Some(day("2025-12-31")) }));
    session.handle(Command::SetSearch("drone".to_owned()));
    session.handle(Command::SwitchLayer(Layer::Roads));
    session.handle(Command::AddShot(String::new()));
    assert_eq!(names(&session), ["View 1"]);
    let told = session.shot_summary(0).join("\n");
    for words in ["Khorog", "2025", "words “drone”", "Without roads"] {
        assert!(told.contains(words), "“{words}” in {told}");
    }
}

#[test]
fn the_palette_finds_views_by_name_and_a_number_without_a_view_is_refused_with_the_way_to_one() {
    let mut session = with_views();
    let found = session.find("view bend");
    assert!(found.commands.contains(&("Views", Command::GoToShotNamed("Bend".to_owned()))));
    let label = Command::GoToShotNamed("Bend".to_owned()).label();
    assert_eq!(label, "Go to view: Bend");
    assert!(Command::GoToShot(2).refusal(&session).is_none());
    assert!(Command::GoToShot(3).refusal(&session).is_some_and(|why| why.contains("Ctrl+B")));
    session.handle(Command::GoToShot(3));
    assert_eq!(session.messages().last().unwrap().tone, Tone::Refused);
}

#[test]
fn each_place_to_begin_at_shows_what_it_is_named_after() {
    let mut session = example();
    for (start, name) in [
        (Start::Khorog, "Khorog"),
        (Start::Dushanbe, "Dushanbe"),
        (Start::DarvozBend, "Qal’ai Khumb"),
        (Start::SherKhanBandar, "Sher Khan Bandar"),
        (Start::LowerPanj, "Farkhor"),
        (Start::Wakhan, "Ishkoshim"),
    ] {
        session.handle(Command::GoToStart(start));
        let shown = session.viewport().extent();
        let at = Gazetteer::embedded().named(name);
        let Some(town) = at.first() else {
            println!("passed over: the embedded names do not hold {name}");
            continue;
        };
        assert!(holds(shown, town.position), "{name} lies outside {shown:?}");
    }
    session.handle(Command::GoToStart(Start::World));
    let shown = session.viewport().extent();
    assert!(holds(shown, Extent::FRONTIER.centre()) && shown.east - shown.west > 40.0);
}

fn holds(extent: Extent, at: marz::model::LonLat) -> bool {
    (extent.west..=extent.east).contains(&at.lon()) && (extent.south..=extent.north).contains(&at.lat())
}

// The overview

#[test]
fn the_overview_lies_in_a_free_corner_two_to_four_levels_wider_at_every_size() {
    let document = marz::store::sample().0;
    for (width, height) in [(900.0, 600.0), (1280.0, 720.0), (1920.0, 1080.0), (600.0, 900.0), (480.0, 360.0)]
    {
        for on_paper in [false, true] {
            for legend in [false, true] {
                for start in [Start::DarvozBend, Start::Khorog, Start::LowerPanj] {
                    let size = Point { x: width, y: height };
                    let mut view =
                        View { camera: Viewport::fit(start.extent(), size, 8.0), ..View::frontier() };
                    view.layers.legend = legend;
                    view.layers.inset = true;
                    let bare = {
                        let mut view = view.clone();
                        view.layers.inset = false;
                        compose_on(&document, &view, size, on_paper)
                    };
                    let scene = compose_on(&document, &view, size, on_paper);
                    assert!(bare.inset.is_none());
                    let what = format!("{start:?} at {width}×{height}, paper {on_paper}, legend {legend}");
                    // A small map may have no corner left beside a legend; without one it has.
                    let Some(inset) = scene.inset else {
                        assert!(legend || scene.map_size.x < 440.0 || scene.map_size.y < 330.0, "{what}");
                        continue;
                    };
                    let frame = Rect {
                        min: scene.map_min,
                        max: Point {
                            x: scene.map_min.x + scene.map_size.x,
                            y: scene.map_min.y + scene.map_size.y,
                        },
                    };
                    assert!(frame.contains(&inset.rect) && inset.rect.contains(&inset.window), "{what}");
                    let across =
                        (inset.rect.max.x - inset.rect.min.x) / (inset.window.max.x - inset.window.min.x);
                    let down =
                        (inset.rect.max.y - inset.rect.min.y) / (inset.window.max.y - inset.window.min.y);
                    assert!((3.9..=16.3).contains(&across.min(down)), "{what}: {across} × {down}");
                    for rect in furniture_rects(&bare) {
                        assert!(!rect.overlaps(&inset.rect), "{what}: {rect:?} under {:?}", inset.rect);
                    }
                }
            }
        }
    }
}

#[test]
fn the_overview_is_left_out_where_the_map_shows_the_whole_frontier_or_is_small() {
    let document = marz::store::sample().0;
    let with_inset = |extent: Extent, size: Point| {
        let mut view = View { camera: Viewport::fit(extent, size, 8.0), ..View::frontier() };
        view.layers.inset = true;
        compose_on(&document, &view, size, false).inset
    };
    let large = Point { x: 1280.0, y: 800.0 };
    assert!(with_inset(Start::Frontier.extent(), large).is_none());
    assert!(with_inset(Start::Khorog.extent(), large).is_some());
    assert!(with_inset(Start::Khorog.extent(), Point { x: 400.0, y: 300.0 }).is_none());
}

fn compose_on(document: &marz::model::Document, view: &View, size: Point, on_paper: bool) -> Scene {
    let shown = Index::new(document).shown(&view.filter, view.window).ids;
    let sheet = if on_paper { Sheet::picture(size, PictureTexts::default()) } else { Sheet::window(size) };
    compose(document, &shown, document.len(), view, &sheet)
}

/// What cards and texts of the furniture take.
fn furniture_rects(scene: &Scene) -> Vec<Rect> {
    let (_, marks) = scene.parts.iter().find(|(part, _)| *part == PicturePart::Furniture).unwrap();
    marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Card { min, size, .. } => {
                Some(Rect { min: *min, max: Point { x: min.x + size.x, y: min.y + size.y } })
            }
            Mark::Text(text) => Some(text_rect(text)),
            _ => None,
        })
        .collect()
}

// Comparing

#[test]
fn a_comparison_sets_the_period_before_beside_the_present_one_and_timeline_and_list_rule_the_active_side() {
    let mut session = example();
    let of_2025 = Window { first: Some(day("2025-01-01")), last: Some(day("2025-12-31")) };
    session.handle(Command::SetWindow(of_2025));
    let shown = session.shown().len();
    session.handle(CompareCommand::Toggle.into());
    let before = session.comparison().unwrap().other_window();
    assert_eq!((before.first, before.last), (Some(day("2024-01-01")), Some(day("2024-12-31"))));
    let caption = session.caption(Side::Right).unwrap();
    assert!(caption.is_active && caption.title.contains("2025"), "{caption:?}");
    assert!(caption.detail.starts_with(&format!("{shown} of ")), "{caption:?}");

    session.handle(CompareCommand::Activate(Side::Left).into());
    assert_eq!(session.view().window, before);
    let in_2024 = session.comparison().unwrap().other_shown().len();
    assert_eq!(in_2024, shown, "the right side keeps its own");
    session.handle(Command::StepBack);
    assert!(session.caption(Side::Left).unwrap().title.contains("2023"));
    assert!(session.caption(Side::Right).unwrap().title.contains("2025"));
    session.handle(CompareCommand::OtherRelief.into());
    assert!(session.view().layers.is_on(Layer::Relief));
    assert!(!session.other_view().unwrap().layers.is_on(Layer::Relief));
    session.handle(Command::Escape);
    assert!(session.comparison().is_none());
    assert!(!session.is_changed(), "looking is no change");
    session.handle(CompareCommand::PeriodBefore.into());
    assert_eq!(session.messages().last().unwrap().tone, Tone::Refused);
}

#[test]
fn a_side_takes_window_and_filter_of_a_kept_view() {
    let mut session = example();
    session.handle(Command::SetSearch("drone".to_owned()));
    session.handle(Command::AddShot("Drones".to_owned()));
    session.handle(Command::ClearFilters);
    session.handle(CompareCommand::Split(Split::Beside).into());
    session.handle(CompareCommand::AsView(0).into());
    assert_eq!(session.other_view().unwrap().filter.text, "drone");
    assert!(session.comparison().unwrap().other_window().is_all());
    assert!(session.view().filter.is_empty());
    assert!(session.caption(Side::Left).unwrap().detail.contains("drone"));
}

#[test]
fn a_picture_of_a_comparison_has_both_maps_with_their_captions_and_the_credits_once() {
    let session = example();
    let document = session.document();
    let views = [("2024", "2024-12-31"), ("2025", "2025-12-31")].map(|(year, last)| View {
        window: Window { first: Some(day(&format!("{year}-01-01"))), last: Some(day(last)) },
        ..View::frontier()
    });
    let index = Index::new(document);
    let shown = [0, 1].map(|side: usize| index.shown(&views[side].filter, views[side].window).ids);
    let halves = [0, 1].map(|side: usize| Half {
        shown: &shown[side],
        view: &views[side],
        caption: Caption { title: format!("side {side}"), ..Caption::default() },
    });
    let request = PictureRequest::preset(PicturePreset::Custom(1200, 700));
    let scene = pair_picture(document, halves, document.len(), Point { x: 640.0, y: 480.0 }, &request);
    assert_eq!(scene.panels.len(), 2);
    for (side, panel) in scene.panels.iter().enumerate() {
        let texts = texts(&panel.scene);
        assert!(texts.contains(&format!("side {side}")), "{texts:?}");
        assert!(!texts.iter().any(|text| text.contains("OpenStreetMap")), "the footer says it");
        assert_eq!(panel.scene.shown, shown[side].len());
        assert_eq!(panel.scene.camera, scene.panels[0].scene.camera);
    }
    assert!(texts(&scene).iter().any(|text| text.contains("OpenStreetMap")));
    let picture = marz::export::rgba(&scene, (1200, 700)).unwrap();
    let colours = |x: std::ops::Range<u32>| {
        let pixels = x.flat_map(|x| (200..500).map(move |y| (x, y)));
        pixels.map(|(x, y)| picture.get_pixel(x, y).0).collect::<std::collections::HashSet<_>>().len()
    };
    assert!(colours(100..500) > 200 && colours(700..1100) > 200, "both maps are painted");
}

fn texts(scene: &Scene) -> Vec<String> {
    let marks = scene.parts.iter().flat_map(|(_, marks)| marks.iter());
    marks
        .filter_map(|mark| match mark {
            Mark::Text(text) => Some(text.text.to_string()),
            _ => None,
        })
        .collect()
}
