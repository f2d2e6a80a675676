//! The crash journal: what was done is done again, what is damaged is kept, what is alive is left alone.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use marz::edit::{Action, Change, History};
use marz::model::{Document, Incident, Metres, Place, Stamp};
use marz::store::{
    BasePiece, Entry, FileStamp, Journal, JournalError, Origin, Unfinished, Work, bring_back,
    find_unfinished, journal::cut, open, save,
};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::Value;
use tempfile::{TempDir, tempdir};

use crate::documents::{any_action, any_document, document, id, incident};

fn title(text: &str) -> Action {
    Action::Edit { id: id("a"), change: Change::Title(text.to_owned()) }
}

fn one_incident() -> Document {
    document([incident("a", "2025-11-26", "2025-11-26")])
}

fn file(name: &str) -> Origin {
    Origin::File { path: PathBuf::from(name), stamp: None }
}

/// A history with the journal of all that it does.
struct Desk {
    history: History,
    journal: Journal,
}

impl Desk {
    fn new(folder: &Path, base: &Document) -> Self {
        let journal = Journal::begin(folder, Origin::Untitled, base).unwrap();
        Self { history: History::new(base.clone()), journal }
    }

    /// A desk where the incident `a` was given these titles one after another.
    fn with_titles(folder: &Path, titles: &[&str]) -> Self {
        let mut desk = Self::new(folder, &one_incident());
        for text in titles {
            desk.perform(title(text));
        }
        desk
    }

    fn perform(&mut self, action: Action) {
        if self.history.perform(action.clone()).is_ok() {
            self.journal.record(&Entry::Did(action)).unwrap();
        }
    }

    fn undo(&mut self) {
        if self.history.undo().is_some() {
            self.journal.record(&Entry::Undid).unwrap();
        }
    }

    fn redo(&mut self) {
        if self.history.redo().is_some() {
            self.journal.record(&Entry::Redid).unwrap();
        }
    }

    /// Ends the session without a word.
    fn crash(self) -> History {
        crash(self.journal);
        self.history
    }
}

/// Leaves the journal as a process does that has ended.
fn crash(journal: Journal) {
    let path = journal.path().to_owned();
    drop(journal);
    change_head(&path, |head| head["process"]["pid"] = 0.into());
}

fn change_head(path: &Path, change: impl FnOnce(&mut Value)) {
    let file = rusqlite::Connection::open(path).unwrap();
    let text: String = file.query_row("SELECT text FROM head", [], |row| row.get(0)).unwrap();
    let mut head = serde_json::from_str(&text).unwrap();
    change(&mut head);
    let text = head.to_string();
    let mut crc = flate2::Crc::new();
    crc.update(text.as_bytes());
    file.execute("UPDATE head SET text = ?1, checksum = ?2", rusqlite::params![text, crc.sum()]).unwrap();
}

fn change_entries(path: &Path, sql: &str) {
    rusqlite::Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

fn only_work(folder: &Path) -> Work {
    let mut found = find_unfinished(folder);
    assert_eq!(found.len(), 1, "{found:?}");
    match found.remove(0) {
        Unfinished::Work(work) => *work,
        Unfinished::Damaged { problem, .. } | Unfinished::Suspect { problem, .. } => panic!("{problem}"),
    }
}

fn only_damaged(folder: &Path) -> (PathBuf, String) {
    let mut found = find_unfinished(folder);
    assert_eq!(found.len(), 1, "{found:?}");
    match found.remove(0) {
        Unfinished::Damaged { kept_at, problem } | Unfinished::Suspect { kept_at, problem } => {
            (kept_at, problem)
        }
        Unfinished::Work(work) => panic!("{:?}", work.last_step),
    }
}

fn title_of(history: &History) -> String {
    history.document().get(&id("a")).unwrap().title.clone()
}

/// Files in a folder and below, by name.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

#[derive(Clone, Debug)]
enum Move {
    Do(Box<Action>),
    Undo,
    Redo,
    Save,
}

fn any_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        6 => any_action().prop_map(|action| Move::Do(Box::new(action))),
        3 => Just(Move::Undo),
        2 => Just(Move::Redo),
        1 => Just(Move::Save),
    ]
}

/// All states from the first to the last, and the labels between them.
fn whole_story(history: &History) -> (Vec<Document>, Vec<String>, usize) {
    let mut walk = history.clone();
    let present = walk.steps().len();
    while walk.undo().is_some() {}
    let mut states = vec![walk.document().clone()];
    let mut labels = Vec::new();
    while let Some(label) = walk.redo() {
        states.push(walk.document().clone());
        labels.push(label);
    }
    (states, labels, present)
}

proptest! {
    #![proptest_config(crate::chance::cases(96))]

    #[test]
    fn what_was_done_before_a_crash_is_done_again(base in any_document(), moves in vec(any_move(), 0..20)) {
        let folder = tempdir().unwrap();
        let mut desk = Desk::new(folder.path(), &base);
        let mut saved = base;
        for one in moves {
            match one {
                Move::Do(action) => desk.perform(*action),
                Move::Undo => desk.undo(),
                Move::Redo => desk.redo(),
                Move::Save => {
                    saved = desk.history.document().clone();
                    desk.journal.saved(file("a.geojson"), 0).unwrap();
                }
            }
        }
        let done = desk.crash();
        match find_unfinished(folder.path()).pop() {
            None => prop_assert_eq!(&saved, done.document()),
            Some(Unfinished::Damaged { problem, .. } | Unfinished::Suspect { problem, .. }) => prop_assert!(false, "{}", problem),
            Some(Unfinished::Work(work)) => {
                prop_assert_eq!(&work.problem, &None);
                prop_assert_eq!(whole_story(&work.history), whole_story(&done));
                let (states, ..) = whole_story(&work.history);
                // The saved state may lie on a branch that was left.
                if let Some(state) = states.into_iter().find(|state| Some(state.revision()) == work.saved) {
                    prop_assert_eq!(state, saved);
                }
            }
        }
    }

    #[test]
    fn a_session_under_way_gets_a_journal_of_all_it_can_undo_and_redo(
        base in any_document(),
        moves in vec(any_move(), 0..12),
    ) {
        let folder = tempdir().unwrap();
        let mut history = History::new(base);
        for one in moves {
            match one {
                Move::Do(action) => drop(history.perform(*action)),
                Move::Undo => drop(history.undo()),
                Move::Redo | Move::Save => drop(history.redo()),
            }
        }
        let (_, labels, _) = whole_story(&history);
        // No state of it is in a file.
        let nowhere = marz::model::Revision(u64::MAX);
        crash(Journal::begin_from(folder.path(), Origin::Example, &history, nowhere).unwrap());
        match find_unfinished(folder.path()).pop() {
            Some(Unfinished::Work(work)) => {
                prop_assert_eq!(whole_story(&work.history), whole_story(&history));
                prop_assert_eq!(work.saved, None);
            }
            Some(Unfinished::Damaged { problem, .. } | Unfinished::Suspect { problem, .. }) => prop_assert!(labels.is_empty(), "{}", problem),
            None => prop_assert!(labels.is_empty()),
        }
    }
}

/// A journal of 40 titles with the states they lead to.
fn long_journal() -> (TempDir, PathBuf, Vec<Document>) {
    let folder = tempdir().unwrap();
    let mut desk = Desk::new(folder.path(), &one_incident());
    let mut states = vec![one_incident()];
    for number in 0..40 {
        desk.perform(title(&format!("title {number} {}", "Хатлон ".repeat(40))));
        states.push(desk.history.document().clone());
    }
    let path = desk.journal.path().to_owned();
    desk.crash();
    (folder, path, states)
}

/// Whatever happened to the file: it is kept, and what is told of it is a state that once was.
fn is_kept_and_true(bytes: &[u8], states: &[Document]) {
    let folder = tempdir().unwrap();
    fs::write(folder.path().join("x.journal"), bytes).unwrap();
    let mut found = find_unfinished(folder.path());
    assert_eq!(found.len(), 1);
    match found.remove(0) {
        Unfinished::Damaged { kept_at, problem } | Unfinished::Suspect { kept_at, problem } => {
            assert_eq!(fs::read(kept_at).unwrap().len(), bytes.len(), "{problem}");
        }
        Unfinished::Work(work) => {
            assert_eq!(*work.document(), states[work.steps]);
            assert!(work.problem.is_some() || work.steps + 1 == states.len());
            let whole = work.problem.is_none();
            let steps = work.steps;
            drop(work.adopt().unwrap());
            let kept = folder.path().join("damaged/x.journal").exists();
            assert!(whole || kept, "{:?} after {steps}", files(folder.path()));
        }
    }
}

#[test]
fn a_damaged_journal_is_kept_and_nothing_untrue_is_made_of_it() {
    let (_folder, path, states) = long_journal();
    let whole = fs::read(path).unwrap();
    is_kept_and_true(&whole, &states);
    let config = crate::chance::cases(200);
    let damage = (0..3, any::<prop::sample::Index>(), vec((any::<prop::sample::Index>(), 0..8), 1..20));
    let mut runner = proptest::test_runner::TestRunner::new(config);
    let result = runner.run(&damage, |(kind, place, bits)| {
        let mut bytes = whole.clone();
        match kind {
            // Cut short.
            0 => bytes.truncate(place.index(whole.len())),
            // A page that never reached the disk.
            1 => {
                let page = place.index(whole.len() / 4096);
                bytes[page * 4096..(page + 1) * 4096].fill(0);
            }
            _ => {
                for (place, bit) in bits {
                    bytes[place.index(whole.len())] ^= 1_u8 << bit;
                }
            }
        }
        is_kept_and_true(&bytes, &states);
        Ok(())
    });
    result.unwrap();
}

#[test]
fn what_is_no_journal_at_all_is_moved_aside() {
    for bytes in [&b""[..], b"x", b"SQLite format 3\0", &[0; 8192]] {
        let folder = tempdir().unwrap();
        fs::write(folder.path().join("x.journal"), bytes).unwrap();
        let (kept_at, _) = only_damaged(folder.path());
        assert_eq!(kept_at, folder.path().join("damaged/x.journal"));
        assert_eq!(fs::read(kept_at).unwrap(), bytes);
        assert!(find_unfinished(folder.path()).is_empty());
    }
}

#[test]
fn steps_before_the_damage_are_recovered_and_the_damaged_journal_is_kept() {
    let folder = tempdir().unwrap();
    let desk = Desk::with_titles(folder.path(), &["one", "two", "three"]);
    let path = desk.journal.path().to_owned();
    desk.crash();
    change_entries(&path, "UPDATE entry SET text = replace(text, 'three', 'thr3e')");
    let work = only_work(folder.path());
    assert_eq!((title_of(&work.history), work.steps), ("two".to_owned(), 2));
    assert_eq!(work.problem.as_deref(), Some("step 3 is damaged"));
    let mut journal = work.adopt().unwrap();
    journal.record(&Entry::Did(title("four"))).unwrap();
    crash(journal);
    let work = only_work(folder.path());
    assert_eq!((title_of(&work.history), work.steps), ("four".to_owned(), 3));
    assert_eq!(work.problem, None);
    assert!(folder.path().join("damaged").join(path.file_name().unwrap()).exists());
}

#[test]
fn a_missing_step_ends_the_recovery_before_it() {
    let folder = tempdir().unwrap();
    let desk = Desk::with_titles(folder.path(), &["one", "two", "three"]);
    let path = desk.journal.path().to_owned();
    desk.crash();
    change_entries(&path, "DELETE FROM entry WHERE number = 2");
    let work = only_work(folder.path());
    assert_eq!(
        (title_of(&work.history), work.problem.as_deref()),
        ("one".to_owned(), Some("step 2 is missing"))
    );
}

#[test]
fn what_is_older_than_the_file_does_not_go_back_into_it() {
    let folder = tempdir().unwrap();
    let mut desk = Desk::with_titles(folder.path(), &["one", "two", "three"]);
    desk.journal.saved(file("a.geojson"), 0).unwrap();
    desk.perform(title("four"));
    let path = desk.journal.path().to_owned();
    desk.crash();
    change_entries(&path, "DELETE FROM entry WHERE number = 2");
    let work = only_work(folder.path());
    assert_eq!((&work.origin, work.saved), (&Origin::Untitled, None));
    assert!(work.problem.unwrap().contains("a.geojson holds a later state"));
}

#[test]
fn a_living_session_is_left_alone() {
    let folder = tempdir().unwrap();
    let mut desk = Desk::with_titles(folder.path(), &["one"]);
    assert!(find_unfinished(folder.path()).is_empty());
    // It is not disturbed by the look either.
    desk.perform(title("two"));
    // Without the lock, as on a disk that has none, the process still runs.
    let path = desk.journal.path().to_owned();
    drop(desk);
    assert!(find_unfinished(folder.path()).is_empty());
    change_head(&path, |head| head["process"]["started"] = 1.into());
    assert_eq!(title_of(&only_work(folder.path()).history), "two");
}

#[test]
fn work_that_one_instance_has_found_is_not_found_by_another() {
    let folder = tempdir().unwrap();
    Desk::with_titles(folder.path(), &["one"]).crash();
    let work = only_work(folder.path());
    assert!(find_unfinished(folder.path()).is_empty());
    drop(work);
    for _ in 0..5 {
        // Found and not taken is no failed attempt.
        only_work(folder.path());
    }
}

#[test]
fn after_a_save_there_is_nothing_to_recover() {
    let folder = tempdir().unwrap();
    let mut desk = Desk::with_titles(folder.path(), &["one"]);
    desk.journal.saved(file("a.geojson"), 0).unwrap();
    desk.crash();
    assert!(find_unfinished(folder.path()).is_empty());
    assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn changes_after_a_save_are_recovered_with_the_undo_past_it() {
    let folder = tempdir().unwrap();
    let mut desk = Desk::with_titles(folder.path(), &["one", "two"]);
    desk.journal.saved(file("a.geojson"), 0).unwrap();
    desk.undo();
    desk.undo();
    desk.perform(title("three"));
    desk.crash();
    let work = only_work(folder.path());
    assert_eq!(title_of(&work.history), "three");
    assert_eq!((&work.origin, work.steps), (&file("a.geojson"), 5));
    assert_eq!(work.unsaved(), 3, "those before the save are in the file");
    assert_eq!(work.last_step.as_deref(), Some("change title of “a”"));
    assert!(work.saved.is_some() && work.saved != Some(work.document().revision()));
    assert_eq!(work.base, one_incident());
}

#[test]
fn changes_made_while_a_save_was_under_way_are_recovered() {
    let folder = tempdir().unwrap();
    let mut desk = Desk::with_titles(folder.path(), &["one", "two", "three"]);
    desk.journal.saved(file("a.geojson"), 1).unwrap();
    desk.crash();
    let mut work = only_work(folder.path());
    assert_eq!(title_of(&work.history), "three");
    work.history.undo();
    assert_eq!((title_of(&work.history), Some(work.document().revision())), ("two".to_owned(), work.saved));
}

#[test]
fn a_finished_session_leaves_nothing() {
    let folder = tempdir().unwrap();
    let desk = Desk::with_titles(folder.path(), &["one"]);
    desk.journal.finish().unwrap();
    assert_eq!(files(folder.path()), Vec::<PathBuf>::new());
}

#[test]
fn looking_for_work_makes_nothing() {
    let folder = tempdir().unwrap();
    assert!(find_unfinished(&folder.path().join("none")).is_empty());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}

/// A large document in a file of its own.
fn large_file(folder: &Path) -> (Document, Origin) {
    let incidents = (0..5_001).map(|number| incident(&number.to_string(), "2025-11-26", "2025-11-26"));
    let path = folder.join("large.geojson");
    let stamp = save(&path, &document(incidents)).unwrap();
    (open(&path).unwrap().document, Origin::File { path, stamp: Some(stamp) })
}

fn cut_up(base: &Document) -> Vec<BasePiece> {
    let mut pieces = Vec::new();
    cut(base, |piece| {
        pieces.push(piece);
        Ok(())
    })
    .unwrap();
    pieces
}

/// Begins the journal of a large file with one change, and ends it `pieces` pieces later without a word.
fn large_journal(folder: &Path, pieces: usize) -> Document {
    journal_of(folder, large_file(folder), pieces)
}

fn journal_of(folder: &Path, (base, origin): (Document, Origin), pieces: usize) -> Document {
    let mut history = History::new(base.clone());
    let action = Action::Edit { id: id("7"), change: Change::Title("seven".to_owned()) };
    history.perform(action.clone()).unwrap();
    let mut journal = Journal::begin(&folder.join("journal"), origin, &base).unwrap();
    journal.record(&Entry::Did(action)).unwrap();
    for piece in cut_up(&base).iter().take(pieces) {
        assert!(journal.lacks_base());
        journal.add_base(piece).unwrap();
        assert_eq!(journal.lacks_base(), !piece.is_last);
    }
    crash(journal);
    history.document().clone()
}

#[test]
fn a_change_to_a_large_file_is_safe_before_the_file_is_copied() {
    let folder = tempdir().unwrap();
    let edited = large_journal(folder.path(), 0);
    // A save, ours or another's, puts a new file in the place of the old one.
    save(&folder.path().join("large.geojson"), &one_incident()).unwrap();
    let work = only_work(&folder.path().join("journal"));
    assert!(work.problem.is_none() && work.document() == &edited);
    let pieces = cut_up(&work.base);
    let mut journal = work.adopt().unwrap();
    assert!(journal.lacks_base(), "it is to be copied still");
    for piece in &pieces {
        journal.add_base(piece).unwrap();
    }
    crash(journal);
    assert!(only_work(&folder.path().join("journal")).document() == &edited);
}

#[test]
fn once_copied_a_large_file_is_no_longer_needed() {
    let folder = tempdir().unwrap();
    let edited = large_journal(folder.path(), 1);
    fs::write(folder.path().join("large.geojson"), "written over in place").unwrap();
    let journals = folder.path().join("journal");
    assert!(files(&journals).iter().all(|file| !file.to_string_lossy().ends_with("-base")));
    assert!(only_work(&journals).document() == &edited);
}

/// A file of three pieces.
fn very_large_file(folder: &Path) -> (Document, Origin) {
    let (mut base, origin) = large_file(folder);
    let mut long = Incident::clone(&base.incidents().next().unwrap());
    long.summary = "Дар Хатлон ҳамлаи дрон. ".repeat(240_000);
    base = base.with_incident(long);
    let Origin::File { path, .. } = origin else { panic!("{origin:?}") };
    let stamp = save(&path, &base).unwrap();
    (base, Origin::File { path, stamp: Some(stamp) })
}

#[test]
fn a_document_of_several_pieces_comes_back_from_the_file_or_from_the_copy_whichever_is_whole() {
    for copied in 0..=3 {
        let folder = tempdir().unwrap();
        let file = very_large_file(folder.path());
        assert_eq!(cut_up(&file.0).len(), 3);
        let edited = journal_of(folder.path(), file, copied);
        let journals = folder.path().join("journal");
        let has_link = files(&journals).iter().any(|file| file.to_string_lossy().ends_with("-base"));
        assert_eq!(has_link, copied < 3, "{copied} pieces");
        let work = only_work(&journals);
        assert!(work.problem.is_none() && work.document() == &edited, "{copied} pieces");
    }
}

#[test]
fn a_document_whose_last_piece_is_lost_is_told_and_not_taken_for_a_shorter_one() {
    let folder = tempdir().unwrap();
    journal_of(folder.path(), very_large_file(folder.path()), 3);
    let journals = folder.path().join("journal");
    let path =
        files(&journals).into_iter().find(|file| file.extension() == Some("journal".as_ref())).unwrap();
    change_entries(&path, "DELETE FROM base WHERE part = 3");
    let (_, problem) = only_damaged(&journals);
    assert!(problem.contains("a part of the document is missing"), "{problem}");
}

#[test]
fn a_large_file_that_is_written_over_in_place_before_it_is_copied_is_told_and_the_changes_are_kept() {
    let folder = tempdir().unwrap();
    large_journal(folder.path(), 0);
    fs::write(folder.path().join("large.geojson"), "written over in place").unwrap();
    let (kept_at, problem) = only_damaged(&folder.path().join("journal"));
    assert!(problem.contains("written over in place by another program"), "{problem}");
    assert!(kept_at.exists() && kept_at.with_extension("journal-base").exists());
}

/// A signed step that adds so many records, the last one first.
fn import(many: u32) -> Action {
    let records = (0..many).rev().map(|number| {
        let summary = "Ҳамлаи дрон дар Хатлон. ".repeat(10);
        Incident { summary, ..incident(&format!("{number:05}"), "2025-11-26", "2025-11-26") }
    });
    let actions = vec![Action::InsertAll(records.collect()), title("with the import")];
    let together = Action::Together { label: "import of a table".to_owned(), actions };
    let stamp = Stamp { by: "N. R.".to_owned(), at: "2026-11-24T03:00:00Z".to_owned(), why: None };
    Action::Signed { stamp, action: Box::new(together) }
}

/// A session that imported many records between two other changes, and fell.
fn with_an_import(folder: &Path) -> History {
    let mut desk = Desk::with_titles(folder, &["one"]);
    desk.perform(import(20_000));
    desk.perform(title("three"));
    desk.crash()
}

#[test]
fn an_import_of_many_records_comes_back_with_the_changes_before_and_after_it() {
    let folder = tempdir().unwrap();
    let before = with_an_import(folder.path());
    let work = only_work(folder.path());
    assert_eq!((work.steps, work.problem.as_deref()), (3, None));
    assert!(whole_story(&work.history) == whole_story(&before));
    assert_eq!(work.document().len(), 20_001);
    assert!(work.history.steps()[1].action == import(20_000), "in the order in which they came");
    // A journal that begins again carries it too.
    let saved = work.document().revision();
    let again = tempdir().unwrap();
    crash(Journal::begin_from(again.path(), Origin::Untitled, &work.history, saved).unwrap());
    change_head(&files(again.path())[0], |head| head["saved"] = Value::Null);
    assert!(whole_story(&only_work(again.path()).history) == whole_story(&before));
}

#[test]
fn an_import_that_lost_a_part_ends_the_recovery_before_it() {
    for harm in [
        "DELETE FROM added WHERE part = 2",
        "UPDATE added SET bytes = CAST(replace(CAST(bytes AS TEXT), '2025-11-26', '2025-11-27') AS BLOB) \
         WHERE part = 1",
        "DROP TABLE added",
    ] {
        let folder = tempdir().unwrap();
        with_an_import(folder.path());
        change_entries(&files(folder.path())[0], harm);
        let work = only_work(folder.path());
        let problem = work.problem.as_deref().unwrap_or_default();
        assert!(problem.contains("step 2"), "{harm}: {problem}");
        assert_eq!((work.steps, title_of(&work.history).as_str()), (1, "one"), "{harm}");
    }
}

#[test]
fn an_import_that_a_crash_cut_short_is_not_there_and_leaves_room_for_the_next() {
    let folder = tempdir().unwrap();
    with_an_import(folder.path());
    // Its records come to the disk before the step does.
    change_entries(&files(folder.path())[0], "DELETE FROM entry WHERE number > 1");
    let work = only_work(folder.path());
    assert_eq!((work.steps, work.problem.as_deref()), (1, None));
    let history = work.history.clone();
    let mut desk = Desk { history, journal: work.adopt().unwrap() };
    desk.perform(import(5_000));
    let before = desk.crash();
    let work = only_work(folder.path());
    assert!(work.problem.is_none() && whole_story(&work.history) == whole_story(&before));
    assert_eq!(work.document().len(), 5_001);
}

#[test]
fn recovered_work_goes_on_in_the_same_journal() {
    let folder = tempdir().unwrap();
    Desk::with_titles(folder.path(), &["one"]).crash();
    let work = only_work(folder.path());
    let (path, history) = (work.path.clone(), work.history.clone());
    let journal = work.adopt().unwrap();
    assert_eq!(journal.path(), path);
    assert!(find_unfinished(folder.path()).is_empty());
    let mut desk = Desk { history, journal };
    desk.perform(title("two"));
    desk.undo();
    desk.crash();
    let work = only_work(folder.path());
    assert_eq!(
        (title_of(&work.history), work.history.redo_label()),
        ("one".to_owned(), Some("change title of “one”"))
    );
    assert_eq!(work.last_step.as_deref(), Some("undo “change title of “one””"));
}

#[test]
fn work_that_ends_the_program_twice_is_moved_aside_and_kept() {
    let folder = tempdir().unwrap();
    Desk::with_titles(folder.path(), &["one"]).crash();
    for _ in 0..2 {
        crash(only_work(folder.path()).adopt().unwrap());
    }
    let (kept_at, problem) = only_damaged(folder.path());
    assert!(kept_at.starts_with(folder.path().join("damaged")) && kept_at.exists());
    assert!(problem.contains("ended 2 times"), "{problem}");
    assert!(find_unfinished(folder.path()).is_empty());
    // By the user's word it is opened once more, and has its two tries again.
    bring_back(&kept_at, folder.path()).unwrap();
    assert!(!kept_at.exists() && bring_back(&kept_at, folder.path()).is_err());
    for _ in 0..2 {
        let work = only_work(folder.path());
        assert_eq!(title_of(&work.history), "one");
        crash(work.adopt().unwrap());
    }
    assert!(matches!(find_unfinished(folder.path())[..], [Unfinished::Suspect { .. }]));
}

#[test]
fn power_cuts_do_not_count_when_the_program_had_lived_with_the_work() {
    let folder = tempdir().unwrap();
    Desk::with_titles(folder.path(), &["one"]).crash();
    for number in 0..6 {
        let mut journal = only_work(folder.path()).adopt().unwrap();
        if number % 2 == 0 {
            journal.survived().unwrap();
        } else {
            journal.record(&Entry::Did(title("two"))).unwrap();
        }
        crash(journal);
    }
    only_work(folder.path());
}

#[test]
fn the_last_ten_discarded_journals_are_kept() {
    let folder = tempdir().unwrap();
    let discarded = folder.path().join("discarded");
    for number in 0..12 {
        Desk::with_titles(folder.path(), &[&format!("title {number}")]).crash();
        let work = only_work(folder.path());
        let name = work.path.file_name().unwrap().to_owned();
        work.discard().unwrap();
        assert!(discarded.join(name).exists());
        assert!(find_unfinished(folder.path()).is_empty());
    }
    assert_eq!(files(&discarded).len(), 10);
    // One that is moved back is found again.
    let last = files(&discarded).pop().unwrap();
    fs::rename(&last, folder.path().join(last.file_name().unwrap())).unwrap();
    assert_eq!(title_of(&only_work(folder.path()).history), "title 11");
}

#[test]
fn the_last_ten_damaged_journals_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let damaged = folder.path().join("damaged");
    for number in 10..22 {
        fs::write(folder.path().join(format!("{number}.journal")), b"no journal").unwrap();
        let (kept_at, _) = only_damaged(folder.path());
        assert_eq!(kept_at, damaged.join(format!("{number}.journal")));
    }
    let names: Vec<PathBuf> = (12..22).map(|number| damaged.join(format!("{number}.journal"))).collect();
    assert_eq!(files(&damaged), names);
}

#[test]
fn the_latest_work_comes_first_and_the_damaged_last() {
    let folder = tempdir().unwrap();
    for text in ["first", "second", "third"] {
        std::thread::sleep(Duration::from_millis(3));
        Desk::with_titles(folder.path(), &[text]).crash();
    }
    fs::write(folder.path().join("0.journal"), "x").unwrap();
    let found = find_unfinished(folder.path());
    let told: Vec<String> = found
        .iter()
        .map(|one| match one {
            Unfinished::Work(work) => title_of(&work.history),
            Unfinished::Damaged { .. } | Unfinished::Suspect { .. } => "damaged".to_owned(),
        })
        .collect();
    assert_eq!(told, ["third", "second", "first", "damaged"]);
}

#[test]
fn the_journal_of_a_newer_program_stays_where_it_is() {
    let folder = tempdir().unwrap();
    let desk = Desk::with_titles(folder.path(), &["one"]);
    let path = desk.journal.path().to_owned();
    desk.crash();
    change_entries(&path, "PRAGMA user_version = 99");
    let (kept_at, problem) = only_damaged(folder.path());
    assert_eq!(kept_at, path);
    assert!(path.exists() && problem.contains("newer program"));
}

#[test]
fn the_place_and_state_of_the_file_come_back() {
    let folder = tempdir().unwrap();
    #[cfg(unix)]
    let name: std::ffi::OsString =
        std::os::unix::ffi::OsStringExt::from_vec(b"\xd0\xa0\xff.geojson".to_vec());
    #[cfg(not(unix))]
    let name = "Рӯзнома.geojson";
    let modified = Some(SystemTime::UNIX_EPOCH + Duration::new(1_790_000_000, 123_456_789));
    let origin = Origin::File {
        path: PathBuf::from(name),
        stamp: Some(FileStamp { modified, len: 7, content: None }),
    };
    let mut journal = Journal::begin(folder.path(), origin.clone(), &one_incident()).unwrap();
    journal.record(&Entry::Did(title("one"))).unwrap();
    crash(journal);
    let work = only_work(folder.path());
    assert_eq!(work.origin, origin);
    assert_eq!(work.saved, Some(work.base.revision()));
}

#[test]
fn a_change_that_could_not_be_read_again_is_refused_at_once_and_ends_the_journal() {
    let folder = tempdir().unwrap();
    let mut desk = Desk::with_titles(folder.path(), &["one"]);
    let place = Place { radius: Some(Metres(f64::NAN)), ..Place::default() };
    let broken = Action::Edit { id: id("a"), change: Change::Place(Box::new(place)) };
    let refused = desk.journal.record(&Entry::Did(broken));
    assert!(matches!(refused, Err(JournalError::Record { .. })), "{refused:?}");
    // A later step without this one would tell another story.
    let refused = desk.journal.record(&Entry::Undid);
    assert!(matches!(refused, Err(JournalError::Stopped { .. })), "{refused:?}");
    assert!(desk.journal.has_failed());
    let saved = one_incident().revision();
    let next = Journal::begin_from(folder.path(), Origin::Untitled, &desk.history, saved).unwrap();
    desk.journal.finish().unwrap();
    crash(next);
    assert_eq!(title_of(&only_work(folder.path()).history), "one");
}

#[test]
fn a_folder_that_cannot_be_made_is_told() {
    let folder = tempdir().unwrap();
    let taken = folder.path().join("taken");
    fs::write(&taken, "").unwrap();
    let refused = Journal::begin(&taken.join("journals"), Origin::Untitled, &one_incident());
    assert!(matches!(refused, Err(JournalError::Begin { .. })), "{refused:?}");
}

#[cfg(unix)]
#[test]
fn journals_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempdir().unwrap();
    let home = folder.path().join("new");
    let desk = Desk::with_titles(&home, &["one"]);
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&home), 0o700);
    for file in files(&home) {
        assert_eq!(mode(&file), 0o600, "{}", file.display());
    }
    drop(desk);
}
