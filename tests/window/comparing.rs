//! Another file beside the document: chosen in a window that leaves the map to be seen.

use eframe::egui::accesskit::Role;
use marz::{
    carto::PicturePart,
    edit::join,
    model::{Document, Facts, Incident, IncidentId, LonLat, Place, Precision},
    session::Command,
    store,
};

use super::desk::Desk;

fn record(id: &str, lat: f64) -> Incident {
    let position = LonLat::new(70.0, lat).ok();
    let place = Place { position, precision: Precision::Near, ..Place::default() };
    Incident { title: format!("Record {id}"), place, ..Incident::new(IncidentId::new(id)) }
}

fn document(records: impl IntoIterator<Item = Incident>) -> Document {
    Document::new(records, Facts::default(), Vec::new(), serde_json::Map::new())
}

fn press(desk: &mut Desk, name: &str) {
    desk.control(Role::Button, name).click();
    desk.settle();
}

fn has_marks(desk: &Desk) -> bool {
    desk.scene().parts.iter().any(|(part, marks)| *part == PicturePart::Compared && !marks.is_empty())
}

#[test]
fn of_another_file_one_kind_is_taken_and_the_rest_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (folder.path().join("ours.geojson"), folder.path().join("theirs.geojson"));
    store::save(&ours, &document([record("a", 37.5), record("b", 37.6)])).unwrap();
    store::save(&theirs, &document([record("a", 37.55), record("c", 37.7)])).unwrap();
    let mut desk = Desk::on_file(&ours);
    desk.ask(Command::CompareWith(theirs));
    desk.wait_until("the difference is shown", |session| session.comparing().is_some());
    desk.settle();
    assert!(has_marks(&desk));
    assert!(desk.reads("moved by 5.549 km"));
    press(&mut desk, "Only there 1");
    press(&mut desk, "Take all");
    press(&mut desk, "Carry out the choice");
    let ids: Vec<String> = desk.document().incidents().map(|incident| incident.id.to_string()).collect();
    assert_eq!(ids, ["a", "b", "c"], "what is only here was not asked to go");
    assert!(!has_marks(&desk));
    desk.ask(Command::Undo);
    desk.settle();
    assert_eq!(desk.document().len(), 2);
}

#[test]
fn conflicts_of_a_merge_wait_in_the_file_until_they_are_settled_in_the_window() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("merged.geojson");
    let start = document([record("a", 37.5)]);
    let titled = |title: &str| document([Incident { title: title.to_owned(), ..record("a", 37.5) }]);
    let joined = join(&start, &titled("Ours"), &titled("Theirs")).unwrap();
    store::save(&path, &joined.document).unwrap();
    let mut desk = Desk::on_file(&path);
    desk.ask(Command::SettleConflicts);
    desk.settle();
    assert!(desk.reads("Conflicts of a merge"));
    desk.control(Role::RadioButton, "Ours, title: there").click();
    desk.settle();
    press(&mut desk, "Carry out the choice");
    desk.ask(Command::Save);
    desk.wait_until("it is saved", |session| !session.is_changed() && !session.is_saving());
    let saved = store::open(&path).unwrap().document;
    assert_eq!(saved.get(&IncidentId::new("a")).unwrap().title, "Theirs");
    assert!(marz::edit::unsettled(&saved).is_empty());
}

#[test]
fn a_comparison_that_is_not_wanted_any_more_ends_at_once_and_nothing_comes_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let (ours, theirs) = (folder.path().join("ours.geojson"), folder.path().join("theirs.geojson"));
    store::save(&ours, &document([record("a", 37.5)])).unwrap();
    store::save(&theirs, &document([record("a", 37.55)])).unwrap();
    let mut desk = Desk::on_file(&ours);
    desk.ask(Command::CompareWith(theirs.clone()));
    desk.ask(Command::EndComparing);
    desk.settle();
    std::thread::sleep(std::time::Duration::from_millis(300));
    desk.settle();
    assert!(desk.session().comparing().is_none() && desk.session().compare_progress().is_none());
    // Whoever asks again gets it.
    desk.ask(Command::CompareWith(theirs));
    desk.wait_until("the difference is shown", |session| session.comparing().is_some());
    assert!(desk.session().compare_progress().is_none());
}
