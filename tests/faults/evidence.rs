//! SIGKILL at random moments of attaching and saving: a document on the disk never names a copy that is not there.

use std::io::{BufRead, BufReader, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use marz::edit::Action;
use marz::model::{Attachment, Document, Evidence, Facts, Incident, IncidentId};
use marz::store::evidence::{evidence_folder, keep_bytes, verify};
use serde_json::Map;

/// Tells the child, which is this same test program, where to work.
const FOLDER: &str = "MARZ_FAULTS_EVIDENCE";
const ROUNDS: u64 = 15;

fn content(number: usize) -> Vec<u8> {
    format!("%PDF-1.7 report {number} ").repeat(20_000).into_bytes()
}

#[test]
#[ignore = "the child of the test below"]
fn child() {
    let Some(folder) = std::env::var_os(FOLDER) else { return };
    let path = Path::new(&folder).join("incidents.geojson");
    let incident = Incident::new(IncidentId::new("a"));
    let mut document = match marz::store::open(&path) {
        Ok(opened) => opened.document,
        Err(_) => Document::new([incident], Facts::default(), Vec::new(), Map::new()),
    };
    let mut out = std::io::stdout();
    loop {
        let number = document.facts().evidence.len();
        let kept = keep_bytes(&content(number), Path::new("report"), &evidence_folder(&path)).unwrap();
        let evidence = Evidence {
            sha256: kept.digest,
            name: format!("report {number}.pdf"),
            media_type: kept.media_type,
            size: kept.size,
            captured: String::new(),
            origin: None,
            note: None,
            rest: Map::new(),
        };
        let to = Attachment { incident: IncidentId::new("a"), source: None };
        document = Action::Attach { to, evidence: Box::new(evidence) }.apply(&document).unwrap();
        marz::store::save(&path, &document).unwrap();
        writeln!(out, "kept {}", number + 1).unwrap();
        out.flush().unwrap();
    }
}

/// Runs a child until it has acknowledged three more, kills it after the time; returns the last number.
fn killed_after(folder: &Path, time: Duration) -> usize {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["evidence::child", "--exact", "--ignored", "--nocapture"])
        .env(FOLDER, folder)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let number = |line: &str| line.rsplit_once("kept ").and_then(|(_, number)| number.parse().ok());
    let mut last = 0;
    let mut seen = 0;
    while seen < 3 {
        let line = lines.next().expect("the child works until it is killed").unwrap();
        if let Some(kept) = number(&line) {
            (last, seen) = (kept, seen + 1);
        }
    }
    std::thread::sleep(time);
    child.kill().unwrap();
    child.wait().unwrap();
    lines.filter_map(|line| number(&line.ok()?)).last().unwrap_or(last)
}

#[test]
fn a_document_never_names_a_copy_that_a_kill_has_taken() {
    let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).unwrap();
    let path = folder.path().join("incidents.geojson");
    let seed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().subsec_nanos();
    for round in 0..ROUNDS {
        let time = Duration::from_micros(u64::from(seed).wrapping_mul(round + 1) % 8_000);
        let acknowledged = killed_after(folder.path(), time);
        let document = marz::store::open(&path).unwrap().document;
        let listed = &document.facts().evidence;
        assert!(
            listed.len() >= acknowledged,
            "round {round}, seed {seed}: {} of {acknowledged}",
            listed.len()
        );
        let verdict = verify(listed, &evidence_folder(&path), &mut |_, _| ControlFlow::Continue(()));
        assert_eq!(verdict.bad().count(), 0, "round {round}, seed {seed}: {verdict:?}");
    }
}
