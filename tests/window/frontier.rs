//! Where things lie at the frontier: told in the editor, asked in the filter; names of places from a file.

use eframe::egui::{Event, Key, OutputCommand};
use marz::{
    model::Precision,
    session::{Command, NamesState, Sheetlet},
    store::Settings,
};

use super::desk::Desk;

#[test]
fn the_editor_tells_all_that_the_frontier_knows_of_a_place() {
    let mut desk = Desk::new();
    let id = {
        let document = desk.document();
        let near = |incident: &std::sync::Arc<marz::model::Incident>| {
            incident.place.position.is_some() && incident.place.precision == Precision::Near
        };
        document.incidents().find(near).unwrap().id.clone()
    };
    desk.ask(Command::Select(Some(id)));
    desk.settle();
    for words in ["Border", "Bank", "River", "Crossing", "Height"] {
        assert!(desk.reads(words), "{words}");
    }
    assert!(desk.reads("only known to ± 15 km"), "what is known roughly says so");
    desk.control_where("the copy", |_, label| label == "Copy all of this").click_accesskit();
    let mut copied = false;
    for _ in 0..4 {
        desk.harness.step();
        copied |= desk.harness.output().platform_output.commands.iter().any(|command| {
            let OutputCommand::CopyText(text) = command else { return false };
            text.contains("Bank:") && text.contains("River-km are counted")
        });
    }
    assert!(copied);
}

#[test]
fn the_filter_by_the_frontier_is_asked_for_by_words_and_shown_in_its_pane() {
    let mut desk = Desk::new();
    let all = desk.shown();
    desk.ctrl(Key::K);
    desk.harness.event(Event::Text("only within 5 km of the border".to_owned()));
    desk.settle();
    desk.key(Key::Enter);
    desk.settle();
    assert_eq!(desk.session().view().filter.frontier.within, Some(5_000));
    assert!(desk.shown() < all);
    assert!(desk.reads("Frontier · within 5 km of the border"));
}

#[test]
fn a_list_of_names_is_read_at_the_start_and_its_places_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("TJ.txt");
    let row = "1\tDeha-i Sanjish\tDeha-i Sanjish\t\t37.50\t71.60\tP\tPPL\tTJ\t\t\t\t\t\t12\t\t\tAsia/Dushanbe\t2020-01-01\nbad";
    std::fs::write(&path, row).unwrap();
    let settings = Settings { names_files: vec![path.clone()], ..Settings::default() };
    let mut desk = Desk::with_settings((settings, None, None));
    desk.wait_until("the names are read", |session| {
        session.place_names().files().iter().any(|file| matches!(file.state, NamesState::Read(_)))
    });
    desk.ask(Command::ToggleSheetlet(Sheetlet::PlaceNames));
    desk.settle();
    assert!(desk.reads("1 place added"));
    assert!(desk.reads("line 2: it has not the 19 columns"));
    desk.key(Key::Escape);
    desk.ctrl(Key::K);
    desk.harness.event(Event::Text("Deha-i Sanjish".to_owned()));
    desk.settle();
    assert!(desk.reads("GeoNames file TJ.txt"));
    assert_eq!(std::fs::read_to_string(&path).unwrap(), row, "the file stays as it was");
}
