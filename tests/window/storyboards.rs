//! Storyboards in the window: made, shown full of the window, and exported.

use std::time::Instant;

use eframe::egui::Key;
use eframe::egui::accesskit::Role;
use egui_kittest::kittest::Queryable as _;
use marz::session::{BoardCommand, Command, Sheetlet};

use crate::desk::Desk;

#[test]
fn a_storyboard_is_made_in_its_window_and_played_with_the_keys_of_who_speaks() {
    let mut desk = Desk::new();
    desk.menu("Go", "Storyboards…");
    desk.harness.get_by_label("New storyboard").click();
    desk.settle();
    desk.harness.get_by_label("Add the present view").click();
    desk.settle();
    desk.write("Words of the view", "{n} incidents on the river");
    desk.key(Key::Tab);
    desk.settle();
    assert!(desk.reads("Says: 60 incidents on the river"));
    desk.harness.get_by_label("Add the present view").click();
    desk.settle();
    let board = |desk: &Desk| desk.document().facts().storyboards[0].clone();
    assert_eq!(board(&desk).shots, ["View 1", "View 2"]);
    desk.ask(Command::ToggleSheetlet(Sheetlet::Storyboards));
    desk.settle();
    let before = desk.session().view().clone();
    desk.key(Key::F5);
    assert!(desk.session().presenting().is_some());
    assert!(desk.harness.query_by_label("File").is_none(), "the menu is gone");
    let caption = desk.session().presented_caption().unwrap();
    assert_eq!(caption.title, "60 incidents on the river");
    desk.key(Key::Space);
    assert_eq!(desk.session().presenting().unwrap().place, 1);
    desk.key(Key::ArrowLeft);
    assert_eq!(desk.session().presenting().unwrap().place, 0);
    desk.key(Key::Escape);
    assert!(desk.session().presenting().is_none() && desk.harness.query_by_label("File").is_some());
    assert_eq!(desk.session().view().camera, before.camera);
}

#[test]
fn a_storyboard_goes_out_as_slides_and_as_a_tour() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new();
    desk.ask(BoardCommand::Add.into());
    desk.ask(BoardCommand::AddPresent(0).into());
    desk.settle();
    for (kind, name, begins) in [
        ("Tour for Google Earth (KML)", "tour.kml", &b"<?xml"[..]),
        ("Document (PDF)", "board.pdf", &b"%PDF"[..]),
    ] {
        desk.menu("Go", "Storyboards…");
        desk.harness.get_by_label("Kind of file").click();
        desk.settle();
        desk.harness.get_all_by_label(kind).last().unwrap().click();
        desk.settle();
        desk.harness.get_by_label("Export…").click();
        desk.settle();
        let path = folder.path().join(name);
        desk.write("Path of the file", path.to_str().unwrap());
        desk.harness.get_by_label("Save").click();
        desk.harness.step();
        let begun = Instant::now();
        while !desk.messages().iter().any(|(_, words)| words.contains(name)) {
            assert!(begun.elapsed().as_secs() < 60, "{name}: {:?}", desk.messages());
            std::thread::sleep(std::time::Duration::from_millis(10));
            desk.harness.step();
        }
        assert!(std::fs::read(&path).unwrap().starts_with(begins), "{name}");
        desk.ask(Command::ToggleSheetlet(Sheetlet::Storyboards));
        desk.settle();
    }
}

#[test]
fn words_still_being_typed_are_shown_saved_and_kept_when_another_view_or_nothing_is_looked_at() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.geojson");
    std::fs::copy("assets/incidents/frontier.geojson", &path).unwrap();
    let mut desk = Desk::on_file(&path);
    desk.ask(BoardCommand::Add.into());
    desk.ask(BoardCommand::AddPresent(0).into());
    desk.ask(BoardCommand::AddPresent(0).into());
    desk.menu("Go", "Storyboards…");
    let caption = |desk: &Desk, place: usize| desk.document().facts().shots[place].caption.clone();

    desk.write("Words of the view", "Played as it is typed");
    desk.key(Key::F5);
    assert_eq!(desk.session().presented_caption().unwrap().title, "Played as it is typed");
    desk.key(Key::Escape);

    desk.write("Words of the view", "Saved as it is typed");
    desk.ctrl(Key::S);
    desk.wait_until("it is saved", |session| !session.is_changed());
    assert!(std::fs::read_to_string(&path).unwrap().contains("Saved as it is typed"));

    desk.write("Words of the view", "Of the first view");
    desk.control_where("the row of the second view", |role, name| role != Role::Label && name == "2. View 2")
        .click();
    desk.settle();
    desk.write("Words of the view", "Of the second view");
    desk.harness.get_by_label("Close window").click();
    desk.settle();
    assert_eq!([caption(&desk, 0), caption(&desk, 1)], ["Of the first view", "Of the second view"]);

    desk.menu("Go", "Storyboards…");
    desk.write("Words of the view", "Thrown away");
    desk.key(Key::Escape);
    assert_eq!(caption(&desk, 0), "Of the first view", "Escape takes back what was typed");
}

#[test]
fn the_window_and_the_verb_write_the_same_storyboard() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("log.geojson");
    std::fs::copy("assets/incidents/frontier.geojson", &path).unwrap();
    let mut desk = Desk::on_file(&path);
    desk.ask(BoardCommand::Add.into());
    desk.ask(BoardCommand::AddPresent(0).into());
    let text = "{n} incidents".to_owned();
    desk.ask(BoardCommand::SetCaption { shot: "View 1".to_owned(), text }.into());
    desk.ctrl(Key::S);
    desk.wait_until("it is saved", |session| !session.is_changed());
    desk.menu("Go", "Storyboards…");
    desk.harness.get_by_label("Export…").click();
    desk.settle();
    let of_window = folder.path().join("window.pdf");
    desk.write("Path of the file", of_window.to_str().unwrap());
    desk.harness.get_by_label("Save").click();
    let begun = Instant::now();
    while !of_window.exists() {
        assert!(begun.elapsed().as_secs() < 60, "nothing was written");
        desk.settle();
    }
    let of_verb = folder.path().join("verb.pdf");
    let run = std::process::Command::new(env!("CARGO_BIN_EXE_marz"))
        .arg("export")
        .arg(&path)
        .args(["--storyboard", "Storyboard 1", "--pdf"])
        .arg(&of_verb)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(
        std::fs::read(&of_window).unwrap() == std::fs::read(&of_verb).unwrap(),
        "the verb writes another"
    );
}
