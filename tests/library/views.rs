//! Views worth coming back to: kept, named, ordered, renewed, gone to by number and by name.

use marz::{
    analysis::{Window, gazetteer::Gazetteer},
    carto::{LabelLanguage, Layer},
    model::Extent,
    session::{Command, Session, Start, Tone},
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
