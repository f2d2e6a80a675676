//! Marz as the merge driver of a real git: two branches of one file come together by record and by field.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use marz::edit::unsettled;
use marz::model::{Document, Facts, Incident, IncidentId};
use marz::store;

const FILE: &str = "incidents.geojson";

fn record(id: &str, title: &str) -> Incident {
    Incident { title: title.to_owned(), ..Incident::new(IncidentId::new(id)) }
}

fn start() -> Document {
    Document::new([record("a", "A"), record("b", "B")], Facts::default(), Vec::new(), serde_json::Map::new())
}

/// Git of this machine, without what its owner has set up.
fn git(folder: &Path, arguments: &[&str]) -> Output {
    Command::new("git")
        .args(["-c", "user.name=N. N.", "-c", "user.email=n@example.org", "-c", "init.defaultBranch=main"])
        .args(arguments)
        .current_dir(folder)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .unwrap()
}

fn done(folder: &Path, arguments: &[&str]) {
    let output = git(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

fn commit(folder: &Path, document: &Document) {
    store::save(&folder.join(FILE), document).unwrap();
    done(folder, &["commit", "-qam", "a change"]);
}

/// A repository as the README sets it up, with one commit; `None` where there is no git.
fn repository() -> Option<tempfile::TempDir> {
    if Command::new("git").arg("--version").output().is_err() {
        println!("skipped: git is not here");
        return None;
    }
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    done(at, &["init", "-q"]);
    let driver = format!("'{}' merge --name %P %O %A %B", env!("CARGO_BIN_EXE_marz"));
    done(at, &["config", "merge.marz.driver", &driver]);
    fs::write(at.join(".gitattributes"), "*.geojson merge=marz\n").unwrap();
    store::save(&at.join(FILE), &start()).unwrap();
    done(at, &["add", "."]);
    done(at, &["commit", "-qm", "the start"]);
    done(at, &["branch", "other"]);
    Some(folder)
}

fn merged(ours: &Document, theirs: &Document) -> Option<(Output, Document)> {
    let folder = repository()?;
    let at = folder.path();
    commit(at, ours);
    done(at, &["checkout", "-q", "other"]);
    commit(at, theirs);
    done(at, &["checkout", "-q", "main"]);
    let output = git(at, &["merge", "-q", "--no-edit", "other"]);
    let opened = store::open(&at.join(FILE)).unwrap();
    assert!(opened.report.is_clean(), "the file is a whole one: {:?}", opened.report);
    Some((output, opened.document))
}

#[test]
fn git_merges_two_branches_that_changed_different_fields_of_one_record_and_added_their_own() {
    let ours = start()
        .with_incident(Incident { notes: "ours".to_owned(), ..record("a", "A") })
        .with_incident(record("c", "C"));
    let theirs = start()
        .with_incident(Incident { summary: "theirs".to_owned(), ..record("a", "A") })
        .with_incident(record("d", "D"))
        .without_incident(&IncidentId::new("b"));
    let Some((output, document)) = merged(&ours, &theirs) else { return };
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let a = document.get(&IncidentId::new("a")).unwrap();
    assert_eq!((&*a.notes, &*a.summary), ("ours", "theirs"));
    let ids: Vec<String> = document.incidents().map(|incident| incident.id.to_string()).collect();
    assert_eq!(ids, ["a", "c", "d"]);
}

#[test]
fn git_is_told_of_a_conflict_and_the_file_keeps_both_sides() {
    let ours = start().with_incident(record("a", "ours"));
    let theirs = start().with_incident(record("a", "theirs")).with_incident(record("c", "C"));
    let Some((output, document)) = merged(&ours, &theirs) else { return };
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(said.contains("1 conflict waits") || said.contains("CONFLICT"), "{said}");
    assert_eq!(document.get(&IncidentId::new("a")).unwrap().title, "ours");
    assert!(document.get(&IncidentId::new("c")).is_some(), "what does not conflict came in");
    let [conflict] = &unsettled(&document)[..] else { panic!() };
    assert_eq!((&*conflict.base, &*conflict.ours, &*conflict.theirs), ("A", "ours", "theirs"));
}
