//! A session beside somebody else at the same file.

use std::path::{Path, PathBuf};

use marz::{
    edit::{Action, Change},
    model::Document,
    session::{Command, Effect, File, LockNews, Other, Session, Sheetlet},
    store::{Damage, FileStamp, Opened, Report, formats::Beside},
};

use crate::{
    documents::{document, id, incident},
    session::environment,
};

fn stamp(content: u8) -> FileStamp {
    FileStamp { modified: None, len: 1, content: Some([content; 32]) }
}

fn path() -> PathBuf {
    PathBuf::from("incidents.geojson")
}

fn two() -> Document {
    document([incident("a", "2025-01-01", "2025-01-01"), incident("b", "2025-02-01", "2025-02-03")])
}

fn session() -> Session {
    let file = File::Path { path: path(), stamp: Some(stamp(1)) };
    Session::on(environment(), two(), file, Some(Report::default()))
}

fn retitle(name: &str, title: &str) -> Action {
    Action::Edit { id: id(name), change: Change::Title(title.to_owned()) }
}

fn on_disk(action: &Action) -> Opened {
    Opened { document: action.apply(&two()).unwrap(), report: Report::default(), stamp: stamp(2) }
}

/// What the shell does with a file that was read beside the window.
fn compared(session: &mut Session, path: &Path, opened: Opened) -> Vec<Effect> {
    let found = session.sides(path).against(Beside { opened, is_native: true });
    session.compared(path, Ok(found))
}

#[test]
fn what_another_changed_comes_in_as_one_step_and_save_knows_the_file_then() {
    let mut session = session();
    session.handle(Command::Perform(retitle("b", "ours")));
    let effects = compared(&mut session, &path(), on_disk(&retitle("a", "theirs")));
    assert_eq!(effects.last(), Some(&Effect::Show(Sheetlet::Differences)));
    session.handle(Command::TakeDifferences([0].into()));
    assert_eq!(session.document().get(&id("a")).unwrap().title, "theirs");
    assert_eq!(session.document().get(&id("b")).unwrap().title, "ours");
    assert_eq!(session.file(), &File::Path { path: path(), stamp: Some(stamp(2)) });
    assert!(session.is_changed());
    session.handle(Command::Undo);
    assert_ne!(session.document().get(&id("a")).unwrap().title, "theirs");
    assert_eq!(session.document().get(&id("b")).unwrap().title, "ours");
}

#[test]
fn a_changed_file_that_is_only_loaded_leaves_nothing_to_save_and_can_be_undone() {
    let mut session = session();
    let before = session.document().clone();
    compared(&mut session, &path(), on_disk(&retitle("a", "theirs")));
    let effects = session.handle(Command::TakeDifferences([0].into()));
    assert!(!session.is_changed());
    assert!(effects.iter().any(|effect| matches!(effect, Effect::RecordSaved { later: 0, .. })));
    session.handle(Command::Undo);
    assert_eq!(*session.document(), before);
    assert!(session.is_changed(), "the file holds theirs");
}

#[test]
fn a_file_in_use_elsewhere_is_saved_as_a_copy_until_it_is_free() {
    let mut session = session();
    session.handle(Command::Perform(retitle("b", "ours")));
    session.lock_news(LockNews::Held("N. N. on desk, since today".to_owned()));
    assert!(session.messages()[0].text.contains("N. N. on desk"));
    let effects = session.handle(Command::Save);
    assert!(matches!(&effects[..], [Effect::SaveDialog { .. }]), "{effects:?}");
    assert_eq!(session.handle(Command::TakeOver), [Effect::TakeOver]);
    session.lock_news(LockNews::Ours { instead_of: None });
    assert!(matches!(&session.handle(Command::Save)[..], [Effect::Write { .. }]));
}

#[test]
fn another_file_is_compared_without_becoming_the_documents_own() {
    let mut session = session();
    let other = PathBuf::from("incidents-DESKTOP.geojson");
    compared(&mut session, &other, on_disk(&retitle("a", "theirs")));
    assert_eq!(session.comparing().unwrap().other, Other::AnotherFile);
    session.handle(Command::TakeDifferences([0].into()));
    assert_eq!(session.file(), &File::Path { path: path(), stamp: Some(stamp(1)) });
    assert!(session.is_changed());
}

#[test]
fn a_file_read_again_is_still_in_use_elsewhere() {
    let mut session = session();
    session.lock_news(LockNews::Held("N. N. on desk, since today".to_owned()));
    session.opened(path(), two(), Report::default(), stamp(1));
    assert!(session.held_by().is_some());
    session.opened(PathBuf::from("another.geojson"), two(), Report::default(), stamp(1));
    assert_eq!(session.held_by(), None);
}

#[test]
fn what_a_damaged_file_has_no_more_is_not_taken_for_deleted() {
    let mut session = session();
    let mut cut = on_disk(&Action::Remove(id("b")));
    cut.report.damage = Some(Damage { records: 0, pieces: Vec::new(), is_cut: true });
    compared(&mut session, &path(), cut);
    let [missing] = &session.comparing().unwrap().differences[..] else { panic!() };
    assert!(missing.conflicts, "somebody has to choose");
}

#[test]
fn our_own_save_seen_late_is_no_news() {
    let mut session = session();
    session.seen_changed(&stamp(1));
    assert!(session.messages().is_empty());
    session.seen_changed(&stamp(2));
    assert_eq!(session.messages().len(), 1);
}

#[test]
fn a_difference_worked_out_anew_opens_its_window_anew() {
    let mut session = session();
    compared(&mut session, &path(), on_disk(&retitle("a", "theirs")));
    session.handle(Command::Perform(retitle("a", "ours")));
    let effects = session.handle(Command::TakeDifferences([0].into()));
    assert!(effects.ends_with(&[Effect::Hide(Sheetlet::Differences), Effect::Show(Sheetlet::Differences)]));
    assert!(session.comparing().unwrap().differences[0].conflicts, "it has to be chosen now");
}
