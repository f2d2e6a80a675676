//! One text, four meanings; and places taken by commands.

use marz::{
    analysis::notations::Notation,
    carto::LabelLanguage,
    model::{IncidentId, LonLat, Metres, Precision},
    session::{Command, Effect, Environment, Likeliest, Session},
};

fn session() -> Session {
    Session::example(Environment {
        today: "2026-11-22".parse().unwrap(),
        now: Box::new(|| "2026-11-22T06:00:00Z".parse().unwrap()),
        author: String::new(),
        new_id: Box::new(|| IncidentId::new("new")),
    })
}

#[test]
fn a_place_is_found_in_latin_cyrillic_and_persian() {
    let session = session();
    for typed in ["Khorog", "Хорог", "Хоруғ", "خاروغ"] {
        let found = session.find(typed);
        let first = found.places.first().unwrap_or_else(|| panic!("nothing for {typed}"));
        let khorog = LonLat::new(71.5534, 37.4904).unwrap();
        assert!(first.toponym.position.distance_to(khorog).0 < 5_000.0, "{typed}: {}", first.name);
        assert!(first.whereabouts.ends_with("of the middle of the map"), "{}", first.whereabouts);
        assert_eq!(found.likeliest(), Likeliest::Place, "{typed}");
    }
}

#[test]
fn a_place_is_named_as_the_map_names_it_with_the_spelling_that_was_found() {
    let mut session = session();
    session.handle(Command::SetLanguage(LabelLanguage::Tajik));
    let found = session.find("Khorog");
    let first = &found.places[0];
    assert_eq!(first.name, first.toponym.tajik.clone().unwrap());
    assert!(first.matched.is_some());
}

#[test]
fn without_a_text_there_are_commands_only() {
    let found = session().find(" ");
    assert!(found.coordinates.is_empty() && found.places.is_empty() && found.incidents.is_empty());
    assert!(found.commands.len() > 50);
    assert_eq!(found.likeliest(), Likeliest::Command);
}

#[test]
fn coordinates_say_how_they_were_read_and_what_is_no_position_says_why() {
    let session = session();
    let certain = session.find("37.4904, 71.5534");
    assert_eq!(certain.coordinates.len(), 1);
    assert!(certain.coordinates[0].reading.words.starts_with("Read as"));
    assert_eq!(certain.likeliest(), Likeliest::Coordinates);
    let ambiguous = session.find("38 40");
    assert!(ambiguous.coordinates.len() > 1 && ambiguous.about_coordinates.is_some());
    let wrong = session.find("97.4904, 271.5534");
    assert!(wrong.coordinates.is_empty() && wrong.about_coordinates.unwrap().contains("latitude"));
    for words in ["Khorog", "2024", "zoom in", "Ishkashim district"] {
        assert_eq!(session.find(words).about_coordinates, None, "“{words}” was not meant as coordinates");
    }
}

#[test]
fn going_to_a_place_shows_it_until_something_else_is_looked_at() {
    let mut session = session();
    let there = LonLat::new(71.5534, 37.4904).unwrap();
    let go = Command::GoToPlace { position: there, name: "Khorog".to_owned() };
    for look_away in [Command::Escape, Command::Select(None), Command::OpenExample] {
        session.handle(go.clone());
        assert_eq!(session.view().camera.centre, there);
        assert_eq!(session.pointed().map(|pointed| pointed.name.as_str()), Some("Khorog"));
        session.handle(look_away.clone());
        assert_eq!(session.pointed(), None, "{look_away:?}");
    }
}

#[test]
fn typed_coordinates_are_as_exact_as_they_were_typed() {
    let mut session = session();
    session.handle(Command::SelectFirst);
    let before = session.selected_incident().unwrap().place.clone();
    session.handle(session.find("37.5, 71.6").coordinates[0].use_for(&before));
    let place = session.selected_incident().unwrap().place.clone();
    assert_eq!(place.position, Some(LonLat::new(71.6, 37.5).unwrap()));
    assert_eq!(place.precision, Precision::Area);
    assert!(place.radius.unwrap().0 > Metres(3_000.0).0);
    assert_eq!(place.method.as_deref(), Some("Coordinates typed by the coder"));
    session.handle(session.find("37.50012, 71.60034").coordinates[0].use_for(&before));
    assert_eq!(session.selected_incident().unwrap().place.precision, Precision::Exact);
}

#[test]
fn a_place_is_used_only_for_a_selected_incident_and_undone_in_one_step() {
    let mut session = session();
    let place = session.find("Khorog").places[0].use_for(&marz::model::Place::default());
    assert!(session.handle(place.clone()).is_empty());
    assert_eq!(session.messages().last().unwrap().text, "Select an incident first.");
    session.handle(Command::SelectFirst);
    let before = session.selected_incident().unwrap().place.clone();
    session.handle(place);
    assert_eq!(session.selected_incident().unwrap().place.name.as_deref(), Some("Khorog"));
    session.handle(Command::Undo);
    assert_eq!(session.selected_incident().unwrap().place, before);
}

#[test]
fn an_incident_is_moved_to_a_point_that_was_clicked() {
    let mut session = session();
    let there = LonLat::new(70.1, 37.7).unwrap();
    assert_eq!(Command::MoveHere(there).refusal(&session), Some("Select an incident first."));
    session.handle(Command::SelectFirst);
    session.handle(Command::MoveHere(there));
    assert_eq!(session.selected_incident().unwrap().place.position, Some(there));
    assert_eq!(session.history().steps().len(), 1);
}

#[test]
fn the_notation_of_the_status_bar_is_remembered() {
    let mut session = session();
    let effects = session.handle(Command::SetNotation(Notation::Mgrs));
    assert_eq!(effects, [Effect::RememberNotation(Notation::Mgrs)]);
    assert_eq!(session.notation(), Notation::Mgrs);
}
