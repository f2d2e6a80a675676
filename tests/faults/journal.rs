//! SIGKILL at random moments of an editing session: what was acknowledged is there afterwards.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use marz::edit::{Action, Change, History};
use marz::model::{Document, Facts, Incident, IncidentId};
use marz::store::{Entry, Journal, Origin, Unfinished, Work, find_unfinished};
use serde_json::Map;

use crate::child::{Child, say};
use crate::dice::Dice;
use crate::long;

/// Tells the child, which is this same test program, where to work.
const FOLDER: &str = "MARZ_FAULTS_JOURNAL";

fn base() -> Document {
    let incidents = (0..50).map(|number| {
        let mut incident = Incident::new(IncidentId::new(format!("{number}")));
        incident.summary = "Дар Хатлон ҳамлаи дрон. ".repeat(20);
        incident
    });
    Document::new(incidents, Facts::default(), Vec::new(), Map::new())
}

/// The entry of this number: the same in the child and in the parent.
fn entry(number: u64, history: &History) -> Entry {
    if number % 7 == 3 && history.undo_label().is_some() {
        return Entry::Undid;
    }
    if number % 7 == 5 && history.redo_label().is_some() {
        return Entry::Redid;
    }
    let change = match number % 3 {
        0 => Change::Title(format!("title {number}")),
        1 => Change::Notes(format!("note {number} ").repeat(200)),
        _ => Change::Tags(vec![format!("tag {number}")].into()),
    };
    Entry::Did(Action::Edit { id: IncidentId::new(format!("{}", number % 50)), change })
}

fn play(history: &mut History, entry: &Entry) {
    match entry {
        Entry::Did(action) => history.perform(action.clone()).unwrap(),
        Entry::Undid => drop(history.undo().unwrap()),
        Entry::Redid => drop(history.redo().unwrap()),
    }
}

fn only_work(folder: &Path) -> Option<Work> {
    let mut found = find_unfinished(folder);
    assert!(found.len() < 2, "{found:?}");
    match found.pop()? {
        Unfinished::Work(work) => Some(*work),
        Unfinished::Damaged { problem, .. } | Unfinished::Suspect { problem, .. } => panic!("{problem}"),
    }
}

#[test]
#[ignore = "the child of the test below"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let folder = Path::new(&folder);
    let (mut number, mut history, mut journal) = match only_work(folder) {
        Some(work) => (work.steps as u64, work.history.clone(), work.adopt().unwrap()),
        None => (0, History::new(base()), Journal::begin(folder, Origin::Untitled, &base()).unwrap()),
    };
    loop {
        let entry = entry(number, &history);
        play(&mut history, &entry);
        journal.record(&entry).unwrap();
        number += 1;
        say("kept", number);
    }
}

/// Runs a child until it has acknowledged so many changes, kills it after the time, and returns the last number
/// it acknowledged.
fn run_and_kill(folder: &Path, until: u64, wait: Duration) -> u64 {
    let mut child = Child::start("journal::child", FOLDER, folder);
    let mut acknowledged = 0;
    while acknowledged < until {
        acknowledged = child.wait_for("kept");
    }
    std::thread::sleep(wait);
    child.kill().last("kept").unwrap_or(acknowledged)
}

/// The history after so many entries.
fn played(steps: u64) -> History {
    let mut history = History::new(base());
    for number in 0..steps {
        let entry = entry(number, &history);
        play(&mut history, &entry);
    }
    history
}

#[test]
fn kill_at_any_moment_loses_no_acknowledged_change() {
    let rounds = if long() { 500 } else { 15 };
    let started = Instant::now();
    let mut dice = Dice::new();
    let (mut total, mut ahead) = (0, 0);
    for round in 0..rounds {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let mut before = 0;
        // The second child goes on with what the first one left.
        for _ in 0..2 {
            // Every third round the blow may fall before there is anything.
            let until = if round % 3 == 0 { 0 } else { before + 1 };
            let wait = Duration::from_micros(dice.roll(60_000));
            let acknowledged = run_and_kill(folder.path(), until, wait).max(before);
            let recovered = only_work(folder.path());
            let steps = recovered.as_ref().map_or(0, |work| work.steps as u64);
            assert!(
                (acknowledged..=acknowledged + 1).contains(&steps),
                "round {round}: {acknowledged} acknowledged, {steps} recovered"
            );
            let history = played(steps);
            if let Some(work) = recovered {
                assert_eq!(work.problem, None);
                assert!(work.document() == history.document(), "round {round}: another state");
                assert_eq!(work.history.undo_label(), history.undo_label());
                assert_eq!(work.history.redo_label(), history.redo_label());
            }
            total += steps - before;
            ahead += steps - acknowledged;
            before = steps;
        }
    }
    println!(
        "{} kills, {total} changes, 0 lost, {ahead} kept before they were acknowledged, {:?}",
        2 * rounds,
        started.elapsed()
    );
}

#[test]
fn a_damaged_newest_part_is_kept_and_nothing_untrue_is_made_of_it() {
    let folder = tempfile::tempdir().unwrap();
    let acknowledged = run_and_kill(folder.path(), 40, Duration::ZERO);
    let mut files: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let [main, newest] = &files[..] else { panic!("{files:?}") };
    let (main, whole) = (fs::read(main).unwrap(), fs::read(newest).unwrap());
    let mut dice = Dice::new();
    let (mut told, mut damaged) = (0, 0);
    for round in 0..120 {
        let mut newest = whole.clone();
        let place = dice.roll(whole.len() as u64) as usize;
        match round % 3 {
            0 => newest.truncate(place),
            1 => newest[place..].iter_mut().take(4096).for_each(|byte| *byte = 0),
            _ => newest[place] ^= 1 << dice.roll(8),
        }
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("x.journal"), &main).unwrap();
        fs::write(folder.path().join("x.journal-wal"), &newest).unwrap();
        let kept = || fs::read(folder.path().join("damaged/x.journal-wal")).ok();
        match find_unfinished(folder.path()).pop() {
            // Not one change is left, or the whole beginning is lost.
            Some(Unfinished::Damaged { .. } | Unfinished::Suspect { .. }) => damaged += 1,
            Some(Unfinished::Work(work)) => {
                let steps = work.steps as u64;
                assert!(work.document() == played(steps).document(), "round {round}: another state");
                // Damage at the very end looks like a change that was being written when the blow fell: how much of
                // it is told depends on where it lies. What is made of it must be a true state, and no more than was.
                assert!(steps <= acknowledged + 1, "round {round}: {steps} of {acknowledged}");
                let is_told = work.problem.is_some();
                told += u32::from(is_told);
                drop(work.adopt().unwrap());
                assert!(!is_told || kept().as_ref() == Some(&newest), "round {round}: not kept");
            }
            // Nothing was left but the base, which is in no danger.
            None => assert!(round % 3 == 0 && place < 30_000, "round {round}: {place} of {}", whole.len()),
        }
    }
    println!("{told} of 120 recovered in part, {damaged} damaged altogether");
}
