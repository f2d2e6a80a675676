//! SIGKILL at random moments of a session that edits and saves: what was acknowledged is in the file or in the
//! journal, and the file is whole at any time.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use marz::edit::{Action, Change, History};
use marz::model::{Document, Facts, Incident, IncidentId};
use marz::store::{
    Entry, Journal, Origin, Unfinished, Work, bring_back, find_unfinished, native, open, save,
};
use serde_json::Map;

use crate::child::{Child, say};
use crate::dice::Dice;
use crate::long;

/// Tells the child, which is this same test program, where to work.
pub const FOLDER: &str = "MARZ_FAULTS_SESSIONS";

const INCIDENTS: u64 = 40;

pub fn base() -> Document {
    let incidents = (0..INCIDENTS).map(|number| {
        let mut incident = Incident::new(IncidentId::new(format!("{number}")));
        incident.summary = "Дар Хатлон ҳамлаи дрон. ".repeat(20);
        incident
    });
    Document::new(incidents, Facts::default(), Vec::new(), Map::new())
}

/// What the edit of this number is made to.
fn subject(number: u64) -> IncidentId {
    IncidentId::new(format!("{}", number % INCIDENTS))
}

/// The edit of this number says its number in a place of its own.
pub fn edit(number: u64) -> Action {
    Action::Edit { id: subject(number), change: Change::Title(format!("edit {number}")) }
}

/// How many edits a document has seen: the highest number it tells, after which all others must be there as well.
pub fn edits_in(document: &Document) -> u64 {
    let number = |incident: &Incident| incident.title.strip_prefix("edit ")?.parse::<u64>().ok();
    let edits =
        document.incidents().filter_map(|incident| number(&incident)).max().map_or(0, |last| last + 1);
    for incident in document.incidents() {
        let expected = (0..edits).rev().find(|number| incident.id == subject(*number));
        assert_eq!(number(&incident), expected, "a hole in {edits} edits");
    }
    edits
}

pub fn file_in(folder: &Path) -> PathBuf {
    folder.join("work.geojson")
}

/// The state that the next start would show, and what it goes on with. Only looking leaves all as it was.
pub fn reopen(folder: &Path) -> (u64, History, Option<Box<Work>>) {
    let opened = open(&file_in(folder)).expect("the file is whole at any time");
    assert!(opened.report.is_clean(), "{:?}", opened.report);
    let in_file = edits_in(&opened.document);
    let mut found = find_unfinished(&folder.join("journal"));
    assert!(found.len() < 2, "{found:?}");
    match found.pop() {
        None => (in_file, History::new(opened.document), None),
        Some(Unfinished::Damaged { problem, .. }) => panic!("{problem}"),
        // Two blows while it was being opened: it is kept, and offered.
        Some(Unfinished::Suspect { kept_at, .. }) => {
            bring_back(&kept_at, &folder.join("journal")).expect("the disk takes it");
            reopen(folder)
        }
        Some(Unfinished::Work(work)) => {
            assert_eq!(work.problem, None);
            let edits = edits_in(work.document());
            assert!(edits >= in_file, "the journal is older than the file: {edits} and {in_file}");
            (edits, work.history.clone(), Some(work))
        }
    }
}

#[test]
#[ignore = "the child of the test below, and of the power cuts"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER).map(PathBuf::from) else { return };
    let (mut number, mut history, work) = reopen(&folder);
    let mut journal = work.map(|work| work.adopt().unwrap());
    say("begun", number);
    loop {
        let action = edit(number);
        let before = history.document().clone();
        history.perform(action.clone()).unwrap();
        let stamp = || marz::store::FileStamp::of(&file_in(&folder)).unwrap();
        let origin = || Origin::File { path: file_in(&folder), stamp: stamp() };
        let journal = journal
            .get_or_insert_with(|| Journal::begin(&folder.join("journal"), origin(), &before).unwrap());
        journal.record(&Entry::Did(action)).unwrap();
        number += 1;
        say("kept", number);
        if number % 3 == 0 {
            save(&file_in(&folder), history.document()).unwrap();
            say("saved", number);
            journal.saved(origin(), 0).unwrap();
        }
    }
}

#[test]
fn kill_at_any_moment_of_editing_and_saving_loses_nothing_acknowledged() {
    let rounds = if long() { 1_000 } else { 40 };
    let started = Instant::now();
    let mut dice = Dice::new();
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    save(&file_in(folder.path()), &base()).unwrap();
    let (mut known, mut saves, mut ahead) = (0, 0, 0);
    for round in 0..rounds {
        let mut child = Child::start("sessions::child", FOLDER, folder.path());
        // Every fourth blow may fall while the work of the one before is being recovered.
        if round % 4 != 0 {
            child.wait_for("begun");
        }
        std::thread::sleep(Duration::from_micros(dice.roll(50_000)));
        let said = child.kill();
        let acknowledged = said.last("kept").unwrap_or(0).max(known);
        saves += said.count("saved");
        let in_file =
            native::read(&fs::read(file_in(folder.path())).unwrap()).map(|(document, _)| edits_in(&document));
        let in_file = in_file.expect("the file is whole at any time");
        assert!(
            in_file >= said.last("saved").unwrap_or(0),
            "round {round}: a save that was told is not there"
        );
        let (found, ..) = reopen(folder.path());
        assert!(
            (acknowledged..=acknowledged + 1).contains(&found),
            "round {round}: {acknowledged} acknowledged, {found} found"
        );
        ahead += found - acknowledged;
        known = found;
    }
    println!(
        "{rounds} kills, {known} edits and {saves} saves: 0 acknowledged lost, 0 files unreadable, {ahead} edits kept \
         before they were acknowledged, {:?}",
        started.elapsed()
    );
}
