//! Attachments: what a document says of them, the copies beside it, and packages of both.

use std::collections::BTreeSet;
use std::fs;
use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use marz::cli::{Check, Verb};
use marz::edit::{Action, EditError, History, Take, merge};
use marz::model::{
    Attachment, Digest, Document, Evidence, Facts, Incident, MediaType, Source, Stamp, hidden_part,
};
use marz::store::evidence::{
    EvidenceError, Kept, State, Verdict, bring, evidence_folder, find_file, keep, keep_bytes, verify,
};
use marz::store::native;
use marz::store::package::{Limits, PackageError, Unpacked, is_package, pack, unpack};
use serde_json::{Map, json};

use super::documents::id;

fn on(_: u64, _: u64) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn entry(kept: &Kept, name: &str) -> Evidence {
    Evidence {
        sha256: kept.digest,
        name: name.to_owned(),
        media_type: kept.media_type.clone(),
        size: kept.size,
        captured: "2026-11-23T02:00:00Z".to_owned(),
        origin: Some(name.to_owned()),
        note: None,
        rest: Map::new(),
    }
}

fn some_entry(byte: u8) -> Evidence {
    let kept = Kept {
        digest: Digest([byte; 32]),
        media_type: MediaType::Pdf,
        size: 5,
        path: PathBuf::new(),
        was_there: false,
    };
    entry(&kept, "report.pdf")
}

fn to(incident: &str, source: Option<usize>) -> Attachment {
    Attachment { incident: id(incident), source }
}

fn attach(incident: &str, source: Option<usize>, evidence: &Evidence) -> Action {
    Action::Attach { to: to(incident, source), evidence: Box::new(evidence.clone()) }
}

/// Two incidents, the first with two sources.
fn two() -> Document {
    let sources = ["Ozodi", "Asia-Plus"]
        .map(|publisher| Source { publisher: Some(publisher.to_owned()), ..Source::default() });
    let first = Incident { sources: sources.to_vec().into(), ..Incident::new(id("a")) };
    Document::new([first, Incident::new(id("b"))], Facts::default(), Vec::new(), Map::new())
}

fn done(document: &Document, actions: &[Action]) -> Document {
    actions.iter().try_fold(document.clone(), |document, action| action.apply(&document)).unwrap()
}

#[test]
fn the_same_content_twice_is_listed_once_and_referred_to_twice() {
    let evidence = some_entry(1);
    let document = done(
        &two(),
        &[attach("a", Some(1), &evidence), attach("b", None, &evidence), attach("b", None, &evidence)],
    );
    assert_eq!(document.facts().evidence, std::slice::from_ref(&evidence));
    let uses: Vec<_> =
        document.incidents().flat_map(|incident| incident.attachments().collect::<Vec<_>>()).collect();
    assert_eq!(uses, [(to("a", Some(1)), evidence.sha256), (to("b", None), evidence.sha256)]);
}

#[test]
fn what_is_detached_stays_listed_until_it_is_taken_off_the_list() {
    let evidence = some_entry(1);
    let unlist = Action::Unlist(evidence.sha256);
    let mut history = History::new(two());
    history.perform(attach("a", Some(0), &evidence)).unwrap();
    assert_eq!(history.perform(unlist.clone()), Err(EditError::StillUsed(id("a"))));
    history.perform(Action::Detach { from: to("a", Some(0)), digest: evidence.sha256 }).unwrap();
    assert_eq!(history.document().facts().evidence.len(), 1);
    history.perform(unlist).unwrap();
    assert!(history.document().facts().evidence.is_empty());
    assert_eq!(history.undo().as_deref(), Some("take “report.pdf” off the list"));
    assert_eq!(history.document().facts().evidence, [evidence]);
}

#[test]
fn an_attachment_to_nothing_changes_nothing() {
    let document = two();
    assert_eq!(
        attach("a", Some(2), &some_entry(1)).apply(&document),
        Err(EditError::NoSuchSource { incident: id("a"), number: 2 })
    );
    assert_eq!(attach("c", None, &some_entry(1)).apply(&document), Err(EditError::NoSuchIncident(id("c"))));
    let digest = Digest([9; 32]);
    let describe = Action::Describe { digest, note: "x".to_owned() };
    assert_eq!(describe.apply(&document), Err(EditError::NotListed(digest)));
}

#[test]
fn an_attachment_stands_in_the_history_of_the_record_and_can_be_noted_on() {
    let evidence = some_entry(1);
    let stamp = Stamp { at: "2026-11-23T02:00:00Z".to_owned(), by: "N. N.".to_owned(), why: None };
    let signed =
        Action::Signed { stamp, action: Box::new(attach("a", Some(1), &evidence)) }.apply(&two()).unwrap();
    let incident = signed.get(&id("a")).unwrap();
    let entry = incident.history.last().unwrap();
    assert_eq!(entry.set[0].new, Some(json!([evidence.sha256.to_string()])));
    assert!(entry.undone(&incident).unwrap().attachments().next().is_none());
    let note = Action::Describe { digest: evidence.sha256, note: " page 3 ".to_owned() };
    let noted = note.apply(&signed).unwrap();
    assert_eq!(noted.facts().evidence[0].note.as_deref(), Some("page 3"));
}

#[test]
fn actions_on_evidence_come_back_from_the_journal_as_they_were() {
    let evidence = some_entry(1);
    for action in [
        attach("a", None, &evidence),
        Action::Detach { from: to("a", Some(3)), digest: evidence.sha256 },
        Action::Describe { digest: evidence.sha256, note: "x".to_owned() },
        Action::Unlist(evidence.sha256),
    ] {
        let text = serde_json::to_string(&action).unwrap();
        assert_eq!(serde_json::from_str::<Action>(&text).unwrap(), action);
    }
}

#[test]
fn merging_two_records_keeps_what_is_attached_to_a_report_that_both_name() {
    let url = Some("https://ozodi.org/1".to_owned());
    let report = Source { url, ..Source::default() };
    let record = |name: &str| Incident { sources: vec![report.clone()].into(), ..Incident::new(id(name)) };
    let document = Document::new([record("a"), record("b")], Facts::default(), Vec::new(), Map::new());
    let (one, two, own) = (some_entry(1), some_entry(2), some_entry(3));
    let document =
        done(&document, &[attach("a", Some(0), &one), attach("b", Some(0), &two), attach("b", None, &own)]);
    let (kept, other) = (document.get(&id("a")).unwrap(), document.get(&id("b")).unwrap());
    let merged = merge(&document, &kept, &other, |_| Take::Both).apply(&document).unwrap();
    let attached: BTreeSet<Digest> =
        merged.get(&id("a")).unwrap().attachments().map(|(_, digest)| digest).collect();
    assert_eq!(attached, [one, two, own].map(|evidence| evidence.sha256).into());
}

#[test]
fn the_native_file_keeps_evidence_and_what_it_does_not_understand_of_it() {
    let document = done(&two(), &[attach("a", Some(1), &some_entry(1)), attach("b", None, &some_entry(2))]);
    let bytes = native::write(&document);
    assert!(String::from_utf8_lossy(&bytes).contains("\"version\":\"1.2\""));
    let (read, report) = native::read(&bytes).unwrap();
    assert!(report.is_clean() && read == document);
    // what another program has under the same key is no reason to lose a list of sources
    let text = json!({
        "type": "FeatureCollection",
        "marz": {"version": "1.1", "evidence": "in the cupboard"},
        "features": [{"type": "Feature", "id": "a", "geometry": null, "properties": {
            "evidence": "photo 7",
            "sources": [{"title": "T", "evidence": "photo 8"}, {"title": "U", "evidence": ["photo 9"]}],
        }}],
    });
    let (read, _) = native::read(text.to_string().as_bytes()).unwrap();
    assert_eq!(read.get(&id("a")).unwrap().sources.len(), 2);
    let again: serde_json::Value = serde_json::from_slice(&native::write(&read)).unwrap();
    assert_eq!(again["marz"]["evidence"], "in the cupboard");
    for key in ["evidence", "sources"] {
        assert_eq!(again["features"][0]["properties"][key], text["features"][0]["properties"][key]);
    }
    assert_eq!(attach("a", Some(0), &some_entry(1)).apply(&read), Err(EditError::ForeignAttachments));
}

// The copies

fn names(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_copy_is_named_by_its_content_and_never_by_what_it_was_called() {
    let folder = tempfile::tempdir().unwrap();
    let original = folder.path().join("photo\u{202E}gpj.sh");
    fs::write(&original, "#!/bin/sh\necho EVIL\n").unwrap();
    let home = folder.path().join("x.evidence");
    let kept = keep(&original, &home, &mut on).unwrap();
    assert_eq!(kept.media_type, MediaType::Program);
    assert_eq!(names(&home), [format!("{}.bin", kept.digest)].into());
    assert!(!kept.was_there && keep(&original, &home, &mut on).unwrap().was_there);
    assert_eq!(names(&home).len(), 1);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(&kept.path).unwrap().permissions().mode() & 0o111, 0, "nothing can be run");
    }
}

#[test]
fn a_copy_that_fails_or_is_stopped_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("x.evidence");
    let original = folder.path().join("long.pdf");
    fs::write(&original, vec![b'x'; 1 << 20]).unwrap();
    let stopped = keep(&original, &home, &mut |done, total| {
        assert!(done <= total && total == 1 << 20);
        ControlFlow::Break(())
    });
    assert!(matches!(stopped, Err(EvidenceError::Stopped)));
    assert_eq!(names(&home), BTreeSet::new());
    let missing = keep(&folder.path().join("no\u{202E}such.pdf"), &home, &mut on).unwrap_err().to_string();
    assert!(missing.contains("not there any more") && missing.contains("no‹U+202E›such.pdf"), "{missing}");
    assert!(keep(folder.path(), &home, &mut on).is_err());
    let huge = folder.path().join("huge.bin");
    fs::File::create(&huge).unwrap().set_len((512 << 20) + 1).unwrap();
    assert!(matches!(keep(&huge, &home, &mut on), Err(EvidenceError::TooLarge { .. })));
    assert_eq!(names(&home), BTreeSet::new());
}

/// A document in a folder with three pieces of evidence, the third used by nobody.
fn with_evidence(folder: &Path) -> (PathBuf, Document) {
    let path = folder.join("incidents.geojson");
    let home = evidence_folder(&path);
    let contents: [(&[u8], &str); 3] =
        [(b"%PDF-1.7 one", "one.pdf"), ("Дрон сбит".as_bytes(), "page.txt"), (b"GIF89a..", "unused.gif")];
    let [pdf, text, unused] =
        contents.map(|(bytes, name)| entry(&keep_bytes(bytes, Path::new(name), &home).unwrap(), name));
    let actions = [
        attach("a", Some(0), &pdf),
        attach("b", None, &pdf),
        attach("a", Some(1), &text),
        attach("a", None, &unused),
        Action::Detach { from: to("a", None), digest: unused.sha256 },
    ];
    let document = done(&two(), &actions);
    marz::store::save(&path, &document).unwrap();
    (path, document)
}

#[test]
fn one_flipped_byte_and_a_missing_file_are_named_and_strangers_are_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (path, document) = with_evidence(folder.path());
    let home = evidence_folder(&path);
    let listed = &document.facts().evidence;
    let look = || verify(listed, &home, &mut on);
    assert_eq!(look().bad().count(), 0);
    let first = find_file(&listed[0], &home).unwrap();
    let mut bytes = fs::read(&first).unwrap();
    bytes[9] ^= 1;
    fs::write(&first, &bytes).unwrap();
    fs::remove_file(find_file(&listed[1], &home).unwrap()).unwrap();
    fs::write(home.join("mine.txt"), "a note").unwrap();
    let Verdict { states, strangers, stopped } = look();
    assert_eq!(states[&listed[0].sha256], State::Damaged);
    assert_eq!(states[&listed[1].sha256], State::Missing);
    assert_eq!(states[&listed[2].sha256], State::Whole);
    assert_eq!((strangers, stopped), (vec!["mine.txt".to_owned()], false));
    assert!(home.join("mine.txt").exists());
    // the good original heals it, and the damaged copy is kept beside it
    keep_bytes(b"%PDF-1.7 one", Path::new("one.pdf"), &home).unwrap();
    assert_eq!(look().states[&listed[0].sha256], State::Whole);
    assert!(names(&home).iter().any(|name| name.ends_with(".damaged-1")));
}

#[test]
fn sizes_that_no_disk_has_are_only_a_claim() {
    let folder = tempfile::tempdir().unwrap();
    let (path, document) = with_evidence(folder.path());
    let mut listed = document.facts().evidence.clone();
    for evidence in &mut listed {
        evidence.size = u64::MAX;
    }
    let verdict = verify(&listed, &evidence_folder(&path), &mut |done, total| {
        assert!(done <= total);
        ControlFlow::Continue(())
    });
    assert_eq!((verdict.states.len(), verdict.bad().count()), (3, 0));
}

#[cfg(unix)]
#[test]
fn a_link_in_the_folder_is_no_copy() {
    let folder = tempfile::tempdir().unwrap();
    let (path, document) = with_evidence(folder.path());
    let home = evidence_folder(&path);
    let copy = find_file(&document.facts().evidence[0], &home).unwrap();
    let elsewhere = folder.path().join("elsewhere");
    fs::rename(&copy, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &copy).unwrap();
    let verdict = verify(&document.facts().evidence, &home, &mut on);
    assert!(matches!(verdict.states[&document.facts().evidence[0].sha256], State::Unreadable(_)));
}

#[test]
fn evidence_comes_along_to_another_place_and_the_old_copies_stay() {
    let folder = tempfile::tempdir().unwrap();
    let (path, document) = with_evidence(folder.path());
    let (old, new) = (evidence_folder(&path), folder.path().join("brief.evidence"));
    let listed = &document.facts().evidence;
    let damaged = find_file(&listed[2], &old).unwrap();
    fs::write(damaged, "other").unwrap();
    let brought = bring(listed, &[folder.path().join("no such folder"), old.clone()], &new, &mut on).unwrap();
    assert_eq!((brought.copied, brought.left_behind), (2, vec![listed[2].sha256]));
    assert_eq!(verify(listed, &new, &mut on).bad().count(), 1);
    assert_eq!(names(&old).len(), 3);
    assert_eq!(bring(listed, &[old], &new, &mut on).unwrap().copied, 0, "nothing is copied twice");
}

// Packages

fn packed(folder: &Path) -> (PathBuf, Document) {
    let (path, document) = with_evidence(folder);
    let out = folder.join("brief.zip");
    let packed = pack(&document, &evidence_folder(&path), &out, &mut on).unwrap();
    assert_eq!(packed.evidence, 3);
    (out, document)
}

#[test]
fn a_package_comes_back_as_document_and_evidence() {
    let folder = tempfile::tempdir().unwrap();
    let (package, document) = packed(folder.path());
    assert!(is_package(&package));
    let target = folder.path().join("other place");
    let Unpacked { document: opened, evidence, notes } =
        unpack(&package, &target, Limits::USUAL, &mut on).unwrap();
    assert_eq!((evidence, notes), (3, Vec::new()));
    assert_eq!(opened, target.join("brief.geojson"));
    assert_eq!(fs::read(&opened).unwrap(), native::write(&document));
    assert_eq!(verify(&document.facts().evidence, &evidence_folder(&opened), &mut on).bad().count(), 0);
    let again = unpack(&package, &target, Limits::USUAL, &mut on).unwrap();
    assert_eq!(again.document, target.join("brief-2.geojson"), "nothing that is there is touched");
}

#[test]
fn a_package_is_the_same_bytes_and_tells_nothing_of_this_machine() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let [one, two] = folders.each_ref().map(|folder| fs::read(packed(folder.path()).0).unwrap());
    assert_eq!(one, two);
    let text = String::from_utf8_lossy(&one);
    let user = std::env::var("USER").unwrap_or_else(|_| "root".to_owned());
    for word in [folders[0].path().to_str().unwrap(), "/tmp", "/home", &user] {
        assert!(word.len() < 4 || !text.contains(word), "{word}");
    }
    assert!(text.contains("manifest.json"));
}

#[test]
fn a_package_without_a_listed_piece_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let (path, document) = with_evidence(folder.path());
    let home = evidence_folder(&path);
    fs::write(find_file(&document.facts().evidence[0], &home).unwrap(), "%PDF-1.7 two").unwrap();
    let out = folder.path().join("brief.zip");
    let error = pack(&document, &home, &out, &mut on).unwrap_err();
    assert!(matches!(&error, PackageError::Incomplete { problem, .. } if problem == "“one.pdf” is damaged"));
    assert!(!out.exists());
}

/// A package made by hand: a manifest of these files, then entries that say what they like.
fn forged(document: &str, listed: &[(&str, &[u8])], entries: &[(&str, &[u8])]) -> Vec<u8> {
    let digest = |bytes: &[u8]| {
        let folder = tempfile::tempdir().unwrap();
        keep_bytes(bytes, Path::new("x"), folder.path()).unwrap().digest
    };
    let files: Vec<_> = listed
        .iter()
        .map(|(path, bytes)| json!({"path": path, "size": bytes.len(), "sha256": digest(bytes)}))
        .collect();
    let manifest =
        json!({"format": "marz-package", "version": "1.0", "document": document, "files": files}).to_string();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = zip::write::SimpleFileOptions::default();
    for (name, bytes) in std::iter::once(&("manifest.json", manifest.as_bytes())).chain(entries) {
        if let Some(name) = name.strip_prefix("LINK:") {
            zip.add_symlink(name, String::from_utf8_lossy(bytes), stored).unwrap();
        } else {
            zip.start_file(*name, stored).unwrap();
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// All files below a folder, by their paths.
fn tree(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            found.push(path.strip_prefix(folder).unwrap().display().to_string());
            if fs::symlink_metadata(&path).unwrap().is_dir() {
                folders.push(path);
            }
        }
    }
    found.sort();
    found
}

#[test]
fn a_hostile_package_stays_in_its_folder_and_its_faults_are_named() {
    let native = native::write(&two());
    let (good, other, evil) = (&b"%PDF-1.7 good"[..], &b"%PDF-1.7 other"[..], &b"EVIL"[..]);
    let listed = [
        ("../../EVIL.geojson", &native[..]),
        ("/etc/EVIL.pdf", good),
        ("differs.pdf", good),
        ("missing.pdf", good),
        ("EVIL-link", evil),
        ("..\\EVIL.exe", b"MZ EVIL"),
    ];
    let entries = [
        ("../../EVIL.geojson", &native[..]),
        ("/etc/EVIL.pdf", good),
        ("differs.pdf", other),
        ("LINK:EVIL-link", b"/etc"),
        ("..\\EVIL.exe", b"MZ EVIL"),
        ("EVIL-unlisted.sh", evil),
    ];
    let bytes = forged("../../EVIL.geojson", &listed, &entries);
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("in.zip");
    fs::write(&package, bytes).unwrap();
    let target = folder.path().join("a/b/c");
    let unpacked = unpack(&package, &target, Limits::USUAL, &mut on).unwrap();
    assert_eq!(unpacked.evidence, 2);
    let notes = unpacked.notes.join("\n");
    for words in [
        "“EVIL-unlisted.sh” is not listed",
        "“differs.pdf” is not what was packed",
        "“missing.pdf” is missing",
        "“EVIL-link” is a symbolic link",
    ] {
        assert!(notes.contains(words), "{words}: {notes}");
    }
    let all = tree(folder.path());
    assert!(all.iter().all(|name| !name.contains("EVIL")), "{all:?}");
    assert!(
        all.iter().all(|name| name == "in.zip" || "a/b/c".starts_with(name) || name.starts_with("a/b/c/"))
    );
}

#[test]
fn a_package_beyond_the_limits_is_refused_before_it_fills_the_disk() {
    let folder = tempfile::tempdir().unwrap();
    let (package, document) = packed(folder.path());
    let target = folder.path().join("target");
    let limits = Limits::USUAL;
    for tight in
        [Limits { entries: 3, ..limits }, Limits { bytes: 200, ..limits }, Limits { in_memory: 20, ..limits }]
    {
        assert!(unpack(&package, &target, tight, &mut on).is_err(), "{tight:?}");
    }
    assert!(native::write(&document).len() > 200);
    assert!(!target.exists() || tree(&target).iter().all(|name| !name.contains('.')), "{:?}", tree(&target));
    let stopped = unpack(&package, &target, limits, &mut |_, _| ControlFlow::Break(()));
    assert!(matches!(stopped, Err(PackageError::Stopped)));
    assert!(!target.join("brief.geojson").exists());
}

#[test]
fn a_bomb_in_a_package_is_no_larger_than_its_ratio() {
    let folder = tempfile::tempdir().unwrap();
    let native = native::write(&two());
    let zeros = vec![0; 64 << 20];
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let deflated =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let digest = |bytes: &[u8]| keep_bytes(bytes, Path::new("x"), folder.path()).unwrap().digest;
    let manifest = json!({"format": "marz-package", "version": "1.0", "document": "d", "files": [
        {"path": "d", "size": native.len(), "sha256": digest(&native)},
        {"path": "bomb", "size": zeros.len(), "sha256": digest(&zeros)},
    ]});
    let manifest = manifest.to_string();
    for (name, bytes) in [("manifest.json", manifest.as_bytes()), ("d", &native), ("bomb", &zeros)] {
        zip.start_file(name, deflated).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let package = folder.path().join("bomb.zip");
    fs::write(&package, zip.finish().unwrap().into_inner()).unwrap();
    let target = folder.path().join("target");
    let error = unpack(&package, &target, Limits::USUAL, &mut on).unwrap_err().to_string();
    assert!(error.contains("more than 200 times"), "{error}");
    assert!(tree(&target).iter().all(|name| name == "bomb.evidence"), "{:?}", tree(&target));
}

#[test]
fn every_hostile_archive_of_the_corpus_is_refused() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/hostile/kmz");
    let Ok(entries) = fs::read_dir(&corpus) else {
        println!("skipped: no hostile archives beside the project");
        return;
    };
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("a/b/c");
    for entry in entries {
        let path = entry.unwrap().path();
        let before = resident();
        let error = unpack(&path, &target, Limits::USUAL, &mut on).unwrap_err().to_string();
        assert!(error.contains("no package"), "{}: {error}", path.display());
        assert!(!is_package(&path), "{}", path.display());
        assert!(resident().saturating_sub(before) < 512 << 10, "{}: memory", path.display());
        // as an attachment it is bytes like any others
        let kept = keep(&path, &target, &mut on).unwrap();
        assert!(["zip", "bin", "txt"].contains(&kept.media_type.safe_extension()), "{}", path.display());
    }
    let all = tree(folder.path());
    assert!(all.iter().all(|name| !name.contains("EVIL")), "{all:?}");
}

/// Kibibytes of memory of this process; 0 where the system does not say.
fn resident() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:"));
    line.and_then(|line| line.split_whitespace().nth(1)?.parse().ok()).unwrap_or(0)
}

// Without a window

#[test]
fn the_command_line_checks_packs_and_unpacks() {
    let folder = tempfile::tempdir().unwrap();
    let (path, document) = with_evidence(folder.path());
    let check = |path: &Path| Verb::Check(Check { file: Some(path.to_owned()), json: false }).answer().words;
    assert!(check(&path).contains("3 attachments, 3 of them whole"));
    let out = folder.path().join("brief.zip");
    let said = Verb::Pack { file: path.clone(), out: out.clone() }.run().unwrap();
    assert!(said.contains("2 incidents, 3 attachments"), "{said}");
    let target = folder.path().join("in");
    let said = Verb::Unpack { package: out, folder: target.clone() }.run().unwrap();
    assert!(said.contains("brief.geojson: with 3 attachments"), "{said}");
    assert!(check(&target.join("brief.geojson")).contains("3 of them whole"));
    fs::write(find_file(&document.facts().evidence[0], &evidence_folder(&path)).unwrap(), "x").unwrap();
    let said = check(&path);
    assert!(
        said.contains("attachment “one.pdf”") && said.contains("damaged") && said.contains("used by a, b")
    );
}

// Hostile texts

#[test]
fn hostile_names_come_back_byte_for_byte_and_hide_nothing_when_shown() {
    let mut names: Vec<String> = [
        "photo\u{202E}gpj.sh",
        "\u{feff}a\u{200b}b\u{2066}c\u{0}\u{7}\u{1b}[31m",
        "می\u{200c}خواهم",
        "con",
        "../../EVIL",
        "=cmd|'/c calc'!A1",
    ]
    .map(str::to_owned)
    .to_vec();
    names.push("x".repeat(1 << 20));
    names.push(format!("Z{}", "\u{30D}".repeat(50_000)));
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/names-blns/blns.json");
    match fs::read(&corpus) {
        Ok(bytes) => names.extend(serde_json::from_slice::<Vec<String>>(&bytes).unwrap()),
        Err(_) => println!("without the naughty strings: they are not beside the project"),
    }
    let record = |(number, name): (usize, &String)| Incident {
        title: name.clone(),
        summary: name.clone(),
        tags: vec![name.clone()].into(),
        sources: vec![Source { title: Some(name.clone()), ..Source::default() }].into(),
        ..Incident::new(id(&format!("{number:04}")))
    };
    let mut document =
        Document::new(names.iter().enumerate().map(record), Facts::default(), Vec::new(), Map::new());
    for (number, name) in names.iter().enumerate() {
        let digest = Digest([u8::try_from(number % 256).unwrap(); 32]);
        let evidence = Evidence { name: name.clone(), sha256: digest, ..some_entry(0) };
        document = attach(&format!("{number:04}"), Some(0), &evidence).apply(&document).unwrap();
    }
    let (read, _) = native::read(&native::write(&document)).unwrap();
    assert_eq!(read, document);
    for incident in read.incidents() {
        let shown = incident.display_title();
        assert!(shown.chars().count() < 450, "{}", incident.id);
        assert_eq!(hidden_part(&shown), None);
        assert!(!shown.chars().any(char::is_control), "{shown:?}");
    }
}
