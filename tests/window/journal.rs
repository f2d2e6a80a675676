//! The crash journal behind the window, in a folder that fails and comes back.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command as Program, Stdio},
    time::Duration,
};

use eframe::egui::accesskit::Role;
use marz::{
    edit::{Action, Change},
    model::{Incident, IncidentId},
    session::{Command, Tone},
    store::{Unfinished, Work, find_unfinished},
};

use crate::desk::Desk;

fn rename(desk: &mut Desk, title: &str) {
    let id = desk.document().incidents().next().expect("the example has incidents").id.clone();
    desk.ask(Command::Perform(Action::Edit { id, change: Change::Title(title.to_owned()) }));
}

/// The same after the time that a folder which failed is left in peace.
fn rename_later(desk: &mut Desk, title: &str) {
    std::thread::sleep(Duration::from_millis(2_100));
    rename(desk, title);
}

fn wait_for_words(desk: &mut Desk, words: &str) {
    desk.wait_until(words, |session| session.messages().iter().any(|message| message.text.contains(words)));
}

fn journals(folder: &Path) -> Vec<PathBuf> {
    let all = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    all.filter(|path| path.extension().is_some_and(|ending| ending == "journal")).collect()
}

/// What the next start finds when the program has ended without a word.
fn after_a_crash(desk: Desk, folder: &Path) -> Work {
    drop(desk);
    // The process that wrote it is this one, and lives.
    change_head(folder, |head| head["process"]["pid"] = 0.into());
    match find_unfinished(folder).pop() {
        Some(Unfinished::Work(work)) => *work,
        other => panic!("{other:?}"),
    }
}

/// Changes what the only journal in the folder says of itself.
fn change_head(folder: &Path, change: impl FnOnce(&mut serde_json::Value)) {
    let [journal] = &journals(folder)[..] else { panic!("{:?}", journals(folder)) };
    let database = rusqlite::Connection::open(journal).unwrap();
    let text: String = database.query_row("SELECT text FROM head", [], |row| row.get(0)).unwrap();
    let mut head: serde_json::Value = serde_json::from_str(&text).unwrap();
    change(&mut head);
    let text = head.to_string();
    let mut crc = flate2::Crc::new();
    crc.update(text.as_bytes());
    database.execute("UPDATE head SET text = ?1, checksum = ?2", (text, crc.sum())).unwrap();
}

#[test]
fn changes_made_while_the_journal_had_no_place_are_safe_once_it_has_one() {
    let state = tempfile::tempdir().unwrap();
    let folder = state.path().join("journal");
    fs::write(&folder, b"a file where the folder should be").unwrap();
    let mut desk = Desk::new();
    desk.keep_journal(&folder);
    rename(&mut desk, "one");
    wait_for_words(&mut desk, "Changes are not safe from a crash");
    assert!(desk.messages().iter().any(|(tone, _)| *tone == Tone::Trouble));
    rename(&mut desk, "two");
    fs::remove_file(&folder).unwrap();
    rename_later(&mut desk, "three");
    wait_for_words(&mut desk, "Every change is safe from a crash again");
    rename(&mut desk, "four");
    let seen = desk.document();
    let work = after_a_crash(desk, &folder);
    assert!(*work.document() == seen);
    assert_eq!(work.steps, 4, "those made meanwhile, too");
}

#[test]
fn work_that_ended_the_program_twice_is_kept_aside_and_opened_again_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new();
    desk.keep_journal(folder.path());
    rename(&mut desk, "one");
    desk.wait_until("the journal has begun", |_| !journals(folder.path()).is_empty());
    let seen = desk.document();
    drop(desk);
    change_head(folder.path(), |head| {
        head["process"]["pid"] = 0.into();
        head["attempts"] = 2.into();
    });
    let mut desk = Desk::new();
    desk.keep_journal(folder.path());
    wait_for_words(&mut desk, "File → After a crash → Open what was moved aside");
    assert!(desk.document() != seen, "not opened by itself");
    desk.ask(Command::OpenSetAside);
    wait_for_words(&mut desk, "Recovered 1 change");
    assert!(desk.document() == seen);
}

/// A file whose first incident was renamed by a session that ended without a word, and the folder of its journal.
fn crashed_on_a_file(folder: &Path) -> (PathBuf, PathBuf, marz::model::Document) {
    let (file, journal) = (folder.join("work.geojson"), folder.join("journal"));
    marz::store::save(&file, &marz::store::sample().0).unwrap();
    let mut desk = Desk::on_file(&file);
    desk.keep_journal(&journal);
    rename(&mut desk, "one");
    desk.wait_until("the journal has begun", |_| !journals(&journal).is_empty());
    let seen = desk.document();
    drop(desk);
    change_head(&journal, |head| head["process"]["pid"] = 0.into());
    (file, journal, seen)
}

#[test]
fn a_file_that_is_opened_again_after_a_crash_comes_with_its_unsaved_changes() {
    let folder = tempfile::tempdir().unwrap();
    let (file, journal, seen) = crashed_on_a_file(folder.path());
    let mut desk = Desk::new();
    desk.ask(Command::OpenPath(file.clone()));
    desk.keep_journal(&journal);
    wait_for_words(&mut desk, "Recovered 1 change");
    assert!(desk.document() == seen);
    assert_eq!(desk.session().file_path(), Some(&file));
    assert!(desk.session().is_changed());
}

#[test]
fn changes_left_in_another_document_are_offered_and_recovered_at_a_click() {
    let folder = tempfile::tempdir().unwrap();
    let (_, journal, seen) = crashed_on_a_file(folder.path());
    let other = folder.path().join("other.geojson");
    marz::store::save(&other, &marz::store::sample().0).unwrap();
    let mut desk = Desk::on_file(&other);
    desk.keep_journal(&journal);
    wait_for_words(&mut desk, "An earlier session ended with unsaved changes");
    assert!(desk.document() != seen, "what is being worked on stays");
    desk.control(Role::Button, "Recover them").click();
    wait_for_words(&mut desk, "Recovered 1 change");
    assert!(desk.document() == seen);
}

#[test]
fn an_incident_that_was_added_before_a_crash_is_in_the_list_again() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new();
    desk.keep_journal(folder.path());
    let incident = Incident::new(IncidentId::new("before-the-crash"));
    desk.ask(Command::Perform(Action::Insert(Box::new(incident))));
    let many = desk.document().len();
    drop(desk);
    change_head(folder.path(), |head| head["process"]["pid"] = 0.into());
    let mut desk = Desk::new();
    desk.keep_journal(folder.path());
    wait_for_words(&mut desk, "Recovered 1 change");
    assert_eq!((desk.document().len(), desk.shown()), (many, many));
}

#[cfg(target_os = "linux")]
#[test]
fn one_full_disk_does_not_leave_the_rest_of_the_session_unsafe() {
    let folder = tempfile::tempdir().unwrap();
    // Some kilobytes of memory stand for the disk; only the superuser may mount them.
    let mut mount = Program::new("mount");
    mount.args(["-t", "tmpfs", "-o", "size=4m", "tmpfs"]).arg(folder.path());
    if !mount.stderr(Stdio::null()).status().is_ok_and(|status| status.success()) {
        println!("skipped: no small disk can be mounted here");
        return;
    }
    let mut desk = Desk::new();
    desk.keep_journal(folder.path());
    rename(&mut desk, "one");
    desk.wait_until("the journal has begun", |_| !journals(folder.path()).is_empty());
    let filling = folder.path().join("filling");
    // Until not one byte goes in any more.
    let _full = fs::write(&filling, vec![0; 8 << 20]);
    rename(&mut desk, &"two ".repeat(5_000));
    wait_for_words(&mut desk, "The last change is not safe from a crash");
    let trouble = desk.messages();
    fs::remove_file(&filling).unwrap();
    rename_later(&mut desk, "three");
    wait_for_words(&mut desk, "Every change is safe from a crash again");
    let seen = desk.document();
    let work = after_a_crash(desk, folder.path());
    let (steps, is_whole) = (work.steps, *work.document() == seen);
    drop(work);
    assert!(Program::new("umount").arg(folder.path()).status().unwrap().success());
    assert!(trouble.iter().any(|(_, words)| words.contains("no room left on the disk")), "{trouble:?}");
    assert!(is_whole);
    assert_eq!(steps, 3);
}
