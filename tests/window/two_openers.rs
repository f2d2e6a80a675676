//! Two people, one file: who has it, what the other changed, and how both come together.

use std::fs;
use std::path::{Path, PathBuf};

use eframe::egui::accesskit::Role;
use marz::{
    edit::{Action, Change},
    model::{Document, Facts, Incident, IncidentId},
    session::{Command, Session},
    store,
};

use super::desk::Desk;

fn record(id: &str) -> Incident {
    Incident { title: format!("Record {id}"), ..Incident::new(IncidentId::new(id)) }
}

fn save(path: &Path, document: &Document) {
    store::save(path, document).unwrap();
}

fn start() -> Document {
    Document::new([record("a"), record("b")], Facts::default(), Vec::new(), serde_json::Map::new())
}

/// A window on two records, in a folder that lives as long as the desk.
fn desk() -> (Desk, tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shared.geojson");
    save(&path, &start());
    (Desk::on_file(&path), folder, path)
}

fn retitled(id: &str, title: &str) -> Command {
    let change = Change::Title(title.to_owned());
    Command::Perform(Action::Edit { id: IncidentId::new(id), change })
}

fn title(desk: &Desk, id: &str) -> String {
    desk.document().get(&IncidentId::new(id)).unwrap().title.clone()
}

fn is_shown(session: &Session) -> bool {
    session.comparing().is_some()
}

fn press(desk: &mut Desk, name: &str) {
    desk.control(Role::Button, name).click();
    desk.settle();
}

#[test]
fn a_save_over_anothers_change_shows_it_first_and_keeps_both() {
    let (mut desk, _folder, path) = desk();
    desk.ask(retitled("a", "Ours"));
    let theirs = start().with_incident(Incident { title: "Theirs".to_owned(), ..record("b") });
    save(&path, &theirs.with_incident(record("c")));
    desk.ask(Command::Save);
    desk.wait_until("the difference is shown", is_shown);
    desk.settle();
    assert!(desk.reads("The file changed on disk"));
    assert_eq!(store::open(&path).unwrap().document.len(), 3, "nothing is written yet");
    press(&mut desk, "Carry out the choice");
    assert!(!desk.reads("The file changed on disk"));
    desk.ask(Command::Save);
    desk.wait_until("it is saved", |session| !session.is_changed() && !session.is_saving());
    let saved = store::open(&path).unwrap().document;
    let said = |id: &str| saved.get(&IncidentId::new(id)).unwrap().title.clone();
    assert_eq!((said("a"), said("b"), said("c")), ("Ours".into(), "Theirs".into(), "Record c".into()));
}

#[test]
fn a_conflict_has_to_be_chosen_before_anything_is_carried_out() {
    let (mut desk, _folder, path) = desk();
    desk.ask(retitled("a", "Ours"));
    save(&path, &start().with_incident(Incident { title: "Theirs".to_owned(), ..record("a") }));
    desk.ask(Command::CompareWithDisk);
    desk.wait_until("the difference is shown", is_shown);
    desk.settle();
    assert!(desk.reads("1 conflict is to be chosen"));
    press(&mut desk, "Carry out the choice");
    assert!(desk.session().comparing().is_some(), "it waits for the choice");
    desk.control(Role::RadioButton, "Ours, title: there").click();
    desk.settle();
    press(&mut desk, "Carry out the choice");
    assert_eq!(title(&desk, "a"), "Theirs");
    desk.ask(Command::Undo);
    desk.settle();
    assert_eq!(title(&desk, "a"), "Ours");
}

#[test]
fn the_second_to_open_a_file_reads_it_until_he_takes_it_over() {
    let (mut desk, folder, path) = desk();
    let lock = store::lock::claim(&path, "N. N.");
    assert!(matches!(lock, store::lock::Claim::Ours { .. }));
    desk.guard_files();
    desk.wait_until("it is known who has it", |session| session.held_by().is_some());
    desk.settle();
    assert!(desk.reads("read-only: in use elsewhere"));
    assert!(desk.messages().iter().any(|(_, text)| text.contains("in use by N. N. on ")));
    desk.ask(Command::TakeOver);
    desk.wait_until("it is ours", |session| session.held_by().is_none());
    drop(desk);
    assert!(
        !fs::read_dir(folder.path())
            .unwrap()
            .any(|entry| { entry.unwrap().file_name().to_string_lossy().starts_with(".~lock") })
    );
}

#[test]
fn a_change_from_outside_is_noticed_without_being_asked_for() {
    let (mut desk, _folder, path) = desk();
    desk.guard_files();
    desk.settle();
    save(&path, &start().with_incident(record("c")));
    desk.wait_until("it is said", |session| {
        session.messages().iter().any(|message| message.text.contains("was changed on disk"))
    });
    desk.settle();
    press(&mut desk, "Show what changed…");
    desk.wait_until("the difference is shown", is_shown);
    desk.settle();
    assert!(desk.reads("only there"));
}

#[test]
fn two_saves_at_once_over_anothers_change_show_it_once_and_leave_it_shown() {
    let (mut desk, _folder, path) = desk();
    desk.ask(retitled("a", "Ours"));
    save(&path, &start().with_incident(record("c")));
    desk.ask(Command::Save);
    desk.ask(Command::Save);
    desk.wait_until("both came back", |session| is_shown(session) && !session.is_saving());
    for _ in 0..20 {
        std::thread::sleep(std::time::Duration::from_millis(10));
        desk.settle();
    }
    assert!(desk.reads("The file changed on disk"));
}

#[test]
fn a_copy_is_not_saved_over_a_file_that_somebody_works_in() {
    let (mut desk, folder, _) = desk();
    let other = folder.path().join("other.geojson");
    save(&other, &start());
    let before = fs::read(&other).unwrap();
    let lock = r#"{"owner":"N. N.","host":"elsewhere","process":{"pid":1},"since":"2026-11-23T03:00:00Z"}"#;
    fs::write(store::lock::lock_path(&other).unwrap(), lock).unwrap();
    desk.ask(retitled("a", "Ours"));
    desk.ask(Command::SaveAs);
    desk.write("Path of the file", other.to_str().unwrap());
    press(&mut desk, "Replace the file");
    desk.wait_until("it is refused", |session| {
        session.messages().iter().any(|message| message.text.contains("in use by N. N. on elsewhere"))
    });
    assert_eq!(fs::read(&other).unwrap(), before);
}
