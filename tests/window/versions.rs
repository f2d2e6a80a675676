//! Earlier versions of a file: kept by saving, shown with what changed since, brought back.

use std::{
    fs,
    path::PathBuf,
    time::{Duration, Instant},
};

use eframe::egui::{Key, Modifiers, Pos2, accesskit::Role};
use egui_kittest::{Node, kittest::NodeT as _};
use marz::{
    edit::{Action, Change},
    session::{Command, File, Sheetlet, Tone},
    store::{self, backups::shelves, native},
};
use tempfile::TempDir;

use crate::{desk::Desk, file_in};

/// A window that keeps versions, on a file of its own.
fn desk_on_a_file() -> (Desk, TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let mut desk = Desk::new();
    desk.keep_versions(&folder.path().join("backups"));
    desk.open(&path);
    (desk, folder, path)
}

fn save(desk: &mut Desk) {
    desk.ask(Command::Save);
    desk.wait_until("it is saved", |session| !session.is_changed() && !session.is_saving());
}

fn change_title(desk: &mut Desk, title: &str) {
    let id = desk.document().incidents().next().unwrap().id.clone();
    desk.ask(Command::Perform(Action::Edit { id, change: Change::Title(title.to_owned()) }));
}

/// How many versions are kept, once they are so many.
fn wait_for_versions(desk: &mut Desk, folder: &TempDir, count: usize) {
    let root = folder.path().join("backups");
    let kept = move || shelves(&root).unwrap().iter().map(|shelf| shelf.versions.len()).sum::<usize>();
    desk.wait_until("the versions are kept", |_| kept() == count);
}

/// Where the buttons are that begin so, from above; waits until there is one.
fn buttons(desk: &mut Desk, begins: &str) -> Vec<Pos2> {
    let begun = Instant::now();
    loop {
        let nodes = desk.harness.root().children_recursive();
        let fits = |node: &Node<'_>| {
            let node = node.accesskit_node();
            node.role() == Role::Button && node.label().is_some_and(|label| label.starts_with(begins))
        };
        let found: Vec<Pos2> = nodes.filter(fits).map(|node| node.rect().center()).collect();
        if !found.is_empty() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(30), "no button “{begins}…”");
        std::thread::sleep(Duration::from_millis(5));
        desk.settle();
    }
}

fn wait_for_words(desk: &mut Desk, words: &str) {
    let begun = Instant::now();
    while !desk.reads(words) {
        assert!(begun.elapsed() < Duration::from_secs(30), "nobody says “{words}”");
        std::thread::sleep(Duration::from_millis(5));
        desk.settle();
    }
}

#[test]
fn what_was_on_the_disk_before_the_first_save_comes_back_as_one_step() {
    let (mut desk, folder, path) = desk_on_a_file();
    let before = desk.document();
    change_title(&mut desk, "another title");
    save(&mut desk);
    wait_for_versions(&mut desk, &folder, 2);
    desk.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::H);
    let oldest = buttons(&mut desk, "Bring back").pop().unwrap();
    desk.click(oldest);
    desk.wait_until("it is back", marz::session::Session::is_changed);
    let restored = desk.document();
    assert_eq!(desk.session().history().steps().len(), 2, "one step more");
    let first = |document: &marz::model::Document| document.incidents().next().unwrap().title.clone();
    assert_eq!(first(&restored), first(&before));
    desk.ask(Command::Undo);
    assert_eq!(first(&desk.document()), "another title");
    assert_eq!(desk.session().file_path(), Some(&path));
}

#[test]
fn the_list_says_what_changed_since_each_version() {
    let (mut desk, folder, _) = desk_on_a_file();
    change_title(&mut desk, "one");
    let removed = desk.document().incidents().nth(5).unwrap().id.clone();
    desk.ask(Command::Perform(Action::Remove(removed)));
    save(&mut desk);
    wait_for_versions(&mut desk, &folder, 2);
    desk.ask(Command::ToggleSheetlet(Sheetlet::Versions));
    wait_for_words(&mut desk, "1 removed, 1 changed since");
    wait_for_words(&mut desk, "as now");
    assert!(desk.reads("60") && desk.reads("59"), "numbers of incidents");
}

#[test]
fn a_file_destroyed_on_the_disk_is_brought_back_through_the_window() {
    let (mut desk, folder, path) = desk_on_a_file();
    change_title(&mut desk, "the last good state");
    save(&mut desk);
    wait_for_versions(&mut desk, &folder, 2);
    let saved = desk.document();
    fs::write(&path, b"\0\0\0\0").unwrap();
    // Another start.
    let mut desk = Desk::new();
    desk.keep_versions(&folder.path().join("backups"));
    desk.ask(Command::OpenPath(path.clone()));
    desk.wait_until("it is refused", |session| {
        session.messages().iter().any(|message| message.tone == Tone::Trouble)
    });
    let earlier = buttons(&mut desk, "Earlier versions…")[0];
    desk.click(earlier);
    let newest = buttons(&mut desk, "Open a copy")[0];
    desk.click(newest);
    desk.wait_until("the copy is open", |session| *session.file() == File::Untitled);
    assert!(desk.document() == saved);
    // Save asks for a place, for it is a copy to look at; here it is typed.
    desk.ask(Command::Save);
    assert!(desk.session().report().unwrap().read_only.is_some());
    desk.write("Path of the file", path.to_str().unwrap());
    let replace = buttons(&mut desk, "Replace the file")[0];
    desk.click(replace);
    desk.wait_until("it is saved", |session| session.file_path().is_some());
    assert!(store::open(&path).unwrap().document == saved);
}

#[test]
fn a_damaged_file_is_kept_before_it_is_saved_over_and_not_saved_over_where_it_cannot_be_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let whole = fs::read(&path).unwrap();
    let damaged = &whole[..whole.len() / 2];
    fs::write(&path, damaged).unwrap();
    // There is no place for versions.
    let mut desk = Desk::on_file(&path);
    let told = desk.messages();
    assert!(
        told.iter().any(|(tone, text)| *tone == Tone::Trouble && text.contains("is damaged")),
        "{told:?}"
    );
    change_title(&mut desk, "changed");
    desk.ask(Command::Save);
    desk.wait_until("it is refused", |session| !session.is_saving());
    assert!(desk.messages().iter().any(|(_, text)| text.contains("no copy of it could be kept")));
    assert!(desk.session().is_changed());
    assert_eq!(fs::read(&path).unwrap(), damaged);
    // Now there is.
    let root = folder.path().join("backups");
    desk.keep_versions(&root);
    save(&mut desk);
    let kept = shelves(&root).unwrap().remove(0).versions;
    let old = kept.iter().find(|version| version.is_damaged()).expect("the damaged one");
    assert_eq!(store::backups::read(old).unwrap(), damaged);
    assert!(native::read(&fs::read(&path).unwrap()).is_ok());
    desk.wait_until("it is told", |session| {
        session.messages().iter().any(|message| message.text.contains("The damaged file was kept"))
    });
}

#[test]
fn a_version_that_cannot_be_kept_is_said_once_and_the_save_is_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let blocked = folder.path().join("backups");
    fs::write(&blocked, b"in the way").unwrap();
    let mut desk = Desk::on_file(&path);
    desk.keep_versions(&blocked);
    change_title(&mut desk, "one");
    save(&mut desk);
    let words = "No copy of the file was kept";
    desk.wait_until("it is said", |session| {
        session.messages().iter().any(|message| message.text.contains(words))
    });
    let place = desk.messages().iter().position(|(_, text)| text.contains(words)).unwrap();
    desk.ask(Command::DismissMessage(place));
    change_title(&mut desk, "two");
    save(&mut desk);
    desk.settle();
    assert!(!desk.messages().iter().any(|(_, text)| text.contains(words)), "said once");
}
