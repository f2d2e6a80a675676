//! SIGKILL at random moments of an editing session: what was acknowledged is there afterwards.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

use marz::edit::{Action, Change, History};
use marz::model::{Document, Facts, Incident, IncidentId};
use marz::store::{Entry, Journal, Origin, Unfinished, Work, find_unfinished};
use serde_json::Map;

/// Tells the child, which is this same test program, where to work.
const FOLDER: &str = "MARZ_FAULTS_JOURNAL";
const ROUNDS: u64 = 30;

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
        _ => Change::Tags(vec![format!("tag {number}")]),
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
        Unfinished::Damaged { problem, .. } => panic!("{problem}"),
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
    let mut out = std::io::stdout();
    loop {
        let entry = entry(number, &history);
        play(&mut history, &entry);
        journal.record(&entry).unwrap();
        number += 1;
        writeln!(out, "kept {number}").unwrap();
        out.flush().unwrap();
    }
}

/// Runs a child, kills it after the time, and returns the last number it acknowledged.
fn run_and_kill(folder: &Path, after_first: bool, wait: Duration) -> u64 {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "journal::child", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acknowledged = 0;
    let mut see = |line: String| {
        if let Some(number) = line.strip_prefix("kept ") {
            acknowledged = number.parse().unwrap();
            true
        } else {
            false
        }
    };
    if after_first {
        while !see(lines.next().expect("the child works").unwrap()) {}
    }
    std::thread::sleep(wait);
    child.kill().unwrap();
    child.wait().unwrap();
    for line in lines {
        see(line.unwrap());
    }
    acknowledged
}

#[test]
fn kill_at_any_moment_loses_no_acknowledged_change() {
    let started = Instant::now();
    let seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
    println!("seed {seed}");
    let mut dice = u64::from(seed);
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) % sides
    };
    let (mut total, mut ahead) = (0, 0);
    for round in 0..ROUNDS {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
        let mut before = 0;
        // The second child goes on with what the first one left.
        for _ in 0..2 {
            // Every third round the blow may fall before there is anything.
            let after_first = round % 3 != 0;
            let wait = Duration::from_micros(roll(if after_first { 60_000 } else { 30_000 }));
            let acknowledged = run_and_kill(folder.path(), after_first, wait).max(before);
            let recovered = only_work(folder.path());
            let steps = recovered.as_ref().map_or(0, |work| work.steps as u64);
            assert!(
                (acknowledged..=acknowledged + 1).contains(&steps),
                "round {round}: {acknowledged} acknowledged, {steps} recovered"
            );
            let mut history = History::new(base());
            for number in 0..steps {
                let entry = entry(number, &history);
                play(&mut history, &entry);
            }
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
        2 * ROUNDS,
        started.elapsed()
    );
}
