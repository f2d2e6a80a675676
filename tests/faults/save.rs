//! Every fault of one save: killed at each step, and each step failing, once and for ever. The file is then the old or
//! the new one, never neither; a save that failed says so; the next one works.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use marz::model::{Document, Incident, IncidentId};
use marz::store::{open, sample, save};

use crate::long;

/// Tells the child, which is this same test program, what to save over.
const FILE: &str = "MARZ_FAULTS_SAVE";
/// What the child's exit tells: the save was confirmed, or a message was given.
const SAVED: i32 = 40;
const TOLD: i32 = 41;
/// Marks in the log of calls where the save begins and ends: files that are looked at and are not there.
const BEGINS: &str = "/the-save-begins";
const ENDS: &str = "/the-save-ends";
/// What a save asks of the system, apart from memory and the clock. Names of calls that this machine does not have are
/// left out by strace.
const CALLS: &str = "openat,open,write,writev,pwrite64,fsync,fdatasync,rename,renameat,renameat2,link,linkat,unlink,\
                     unlinkat,close,fchmod,fchmodat,fchown,statx,newfstatat,fstat,readlink,readlinkat,fcntl,getrandom";
const ERRORS: [&str; 4] = ["ENOSPC", "EIO", "EACCES", "EROFS"];

fn old() -> Document {
    sample().0
}

/// Large enough for several writes, were they split.
fn new() -> Document {
    let (mut document, _) = sample();
    for number in 0..40 {
        let mut incident = Incident::new(IncidentId::new(format!("new-{number}")));
        incident.summary = "Дар Хатлон ҳамлаи дрон. ".repeat(100);
        document = document.with_incident(incident);
    }
    document
}

#[test]
#[ignore = "the child of the tests below"]
fn child() {
    let Some(path) = std::env::var_os(FILE) else { return };
    let document = new();
    // strace counts in every thread: in this one, each call of the save must come later than it ever does in another.
    let elsewhere = tempfile::tempdir().unwrap();
    for _ in 0..10 {
        save(&elsewhere.path().join("b.geojson"), &old()).unwrap();
    }
    drop(elsewhere);
    let _mark = fs::symlink_metadata(BEGINS);
    let result = save(Path::new(&path), &document);
    let _mark = fs::symlink_metadata(ENDS);
    match result {
        Ok(_) => std::process::exit(SAVED),
        Err(error) => {
            let message = error.to_string();
            // Where not one byte can be written, its end alone tells.
            let _told = writeln!(std::io::stderr(), "{message}");
            let is_whole = message.contains("sav") && message.ends_with("a.geojson");
            std::process::exit(if is_whole { TOLD } else { 1 });
        }
    }
}

/// One save in a process of its own under strace, with these faults; how it ended.
fn save_under(folder: &Path, log: &Path, injections: &[String]) -> Option<i32> {
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "-e", &format!("trace={CALLS}"), "-o"]).arg(log);
    for injection in injections {
        strace.args(["-e", &format!("inject={injection}")]);
    }
    let status = strace
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "save::child", "--ignored", "--nocapture", "--test-threads=1"])
        .env(FILE, folder.join("a.geojson"))
        // Cargo's own would have libraries looked for in many places.
        .env_remove("LD_LIBRARY_PATH")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.ok()?.code().or(Some(-1))
}

/// One call of the save: its name, and the how manieth of that name it is in its thread.
#[derive(Clone, Debug)]
struct Step {
    call: String,
    number: usize,
}

/// The calls between the two marks, in order.
fn steps_in(log: &str) -> Vec<Step> {
    let mut counts: BTreeMap<(String, String), usize> = BTreeMap::new();
    let (mut steps, mut is_saving) = (Vec::new(), false);
    for line in log.lines() {
        // `123 openat(AT_FDCWD, …) = 3`
        let Some((thread, called)) = line.split_once(' ') else { continue };
        let Some((call, rest)) = called.trim_start().split_once('(') else { continue };
        // strace counts the calls of each thread.
        let number = counts.entry((thread.to_owned(), call.to_owned())).or_default();
        *number += 1;
        if rest.contains(BEGINS) {
            is_saving = true;
        } else if rest.contains(ENDS) {
            return steps;
        } else if is_saving {
            steps.push(Step { call: call.to_owned(), number: *number });
        }
    }
    panic!("the save has no end:\n{log}");
}

/// Whether the fault came while the save was under way, not before it.
fn hit_the_save(log: &str) -> bool {
    let begins = log.find(BEGINS);
    let fault = log.find("(INJECTED)").or_else(|| log.find("+++ killed by SIGKILL"));
    begins.zip(fault).is_some_and(|(begins, fault)| begins < fault)
}

#[derive(Default, Debug)]
struct Figures {
    faults: usize,
    kept_old: usize,
    have_new: usize,
    messages: usize,
    confirmed: usize,
    litter: usize,
}

/// The folder with the old file in it, as before every fault.
fn fresh() -> tempfile::TempDir {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    save(&folder.path().join("a.geojson"), &old()).unwrap();
    folder
}

/// Does one save with a fault and looks at what is left.
fn suffer(injection: &str, figures: &mut Figures) {
    let folder = fresh();
    let path = folder.path().join("a.geojson");
    let log = tempfile::NamedTempFile::new().unwrap();
    let ended = save_under(folder.path(), log.path(), &[injection.to_owned()]);
    figures.faults += 1;
    let calls = fs::read_to_string(log.path()).unwrap();
    assert!(hit_the_save(&calls), "{injection}: missed the save\n{calls}");
    let found = open(&path).unwrap_or_else(|error| panic!("{injection}: neither old nor new: {error}"));
    assert!(found.report.damage.is_none(), "{injection}: {:?}", found.report.damage);
    let (is_old, is_new) = (found.document == old(), found.document == new());
    assert!(is_old || is_new, "{injection}: neither old nor new");
    figures.kept_old += usize::from(is_old);
    figures.have_new += usize::from(is_new);
    let was_killed = injection.contains("signal");
    match ended {
        Some(SAVED) => {
            figures.confirmed += 1;
            assert!(is_new, "{injection}: said to be saved and is not");
        }
        Some(TOLD) => figures.messages += 1,
        other => assert!(was_killed, "{injection}: ended with {other:?} and said nothing"),
    }
    let left = fs::read_dir(folder.path()).unwrap().count();
    figures.litter += usize::from(left > 1);
    // The next save is whole, and works whatever lies about.
    save(&path, &new()).unwrap_or_else(|error| panic!("after {injection}: {error}"));
    assert!(open(&path).unwrap().document == new());
}

#[test]
fn a_save_killed_or_failing_at_any_step_leaves_the_old_or_the_new_file_and_says_so() {
    let begun = Instant::now();
    let log = tempfile::NamedTempFile::new().unwrap();
    let folder = fresh();
    match save_under(folder.path(), log.path(), &[]) {
        Some(SAVED) => {}
        None => return println!("skipped: strace is not here"),
        Some(other) => {
            return println!("skipped: strace may not trace here ({other})");
        }
    }
    let steps = steps_in(&fs::read_to_string(log.path()).unwrap());
    assert!(steps.len() > 8, "{steps:?}");
    let told: Vec<String> = steps.iter().map(|step| step.call.clone()).collect();
    println!("{} steps: {}", steps.len(), told.join(" "));
    let mut points = Vec::new();
    for Step { call, number } in &steps {
        points.push(format!("{call}:signal=SIGKILL:when={number}"));
        for error in ERRORS {
            points.push(format!("{call}:error={error}:when={number}"));
            points.push(format!("{call}:error={error}:when={number}+"));
        }
    }
    // The common run takes every so manieth point, another set for another number of steps.
    let every = if long() { 1 } else { points.len().div_ceil(24) };
    let (mut killed, mut failed) = (Figures::default(), Figures::default());
    for point in points.iter().step_by(every) {
        suffer(point, if point.contains("signal") { &mut killed } else { &mut failed });
    }
    println!("killed: {killed:?}");
    println!("failed: {failed:?}");
    println!("{} of {} points, {:?}", points.len().div_ceil(every), points.len(), begun.elapsed());
}
