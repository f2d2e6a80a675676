//! Evidence in the window: attached by a typed path, seen when damaged, links and files opened only after a question.

use std::path::{Path, PathBuf};

use eframe::egui::{DroppedFile, Key, accesskit::Role};
use egui_kittest::kittest::Queryable as _;
use marz::{
    edit::Action,
    model::{Incident, Source},
    session::{Command, EvidenceCommand, Question, Tone},
    store::{self, evidence::evidence_folder},
};

use super::desk::Desk;

/// A document of one incident with one source, open and selected.
fn desk_with_a_source(folder: &Path) -> (Desk, PathBuf) {
    let path = folder.join("incidents.geojson");
    store::save(&path, &store::sample().0).unwrap();
    let mut desk = Desk::on_file(&path);
    let mut incident = Incident::new(marz::model::IncidentId::new("E-1"));
    "Drone over Shamsiddin Shohin".clone_into(&mut incident.title);
    incident.sources = vec![Source {
        publisher: Some("Ozodi".to_owned()),
        url: Some("https://оzоdi.org/a".to_owned()),
        ..Source::default()
    }]
    .into();
    desk.ask(Command::Perform(Action::Insert(Box::new(incident.clone()))));
    desk.ask(Command::Select(Some(incident.id)));
    (desk, path)
}

/// Whether the system would show dialogs of its own, which no test can answer; says so.
fn has_dialogs() -> bool {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let bus = set("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists());
    let zenity =
        set("PATH").is_some_and(|all| std::env::split_paths(&all).any(|one| one.join("zenity").is_file()));
    let found = set("DBUS_SESSION_BUS_ADDRESS").is_some() || bus || zenity || !cfg!(target_os = "linux");
    if found {
        println!("skipped: this system has file dialogs of its own");
    }
    found
}

fn said(desk: &Desk, words: &str) -> bool {
    desk.messages().iter().any(|(_, text)| text.contains(words))
}

fn press(desk: &mut Desk, name: &str) {
    desk.control(Role::Button, name).click_accesskit();
    desk.settle();
}

/// Answers the file dialog by its stand-in in the window.
fn type_path(desk: &mut Desk, path: &Path) {
    desk.settle();
    desk.write("Path of the file", path.to_str().unwrap());
    desk.key(Key::Enter);
}

fn attach(desk: &mut Desk, file: &Path) {
    let before = desk.document().facts().evidence.len();
    press(desk, "Attach files… to source 1");
    type_path(desk, file);
    desk.wait_until("the file is attached", |session| session.document().facts().evidence.len() > before);
}

#[test]
fn a_file_is_attached_by_its_path_seen_under_its_source_and_detached_by_undo() {
    if has_dialogs() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = desk_with_a_source(folder.path());
    let file = folder.path().join("report\u{202E}fdp.pdf");
    std::fs::write(&file, "%PDF-1.7 a report").unwrap();
    attach(&mut desk, &file);
    assert!(said(&desk, "Attached “report‹U+202E›fdp.pdf” to source 1 (Ozodi) of “Drone over"));
    desk.control(Role::Button, "Attachment report‹U+202E›fdp.pdf");
    let evidence = desk.document().facts().evidence[0].clone();
    assert_eq!(evidence.name, "report\u{202E}fdp.pdf", "stored as it is called");
    assert!(evidence_folder(&path).join(evidence.file_name()).is_file());
    desk.ctrl(Key::Z);
    assert!(desk.document().facts().evidence.is_empty());
    assert!(evidence_folder(&path).join(evidence.file_name()).is_file(), "undo deletes no file");
}

#[test]
fn a_damaged_copy_is_named_on_opening_and_marked_where_it_is_used() {
    if has_dialogs() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = desk_with_a_source(folder.path());
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, "%PDF-1.7 a report").unwrap();
    attach(&mut desk, &file);
    desk.ctrl(Key::S);
    desk.wait_until("it is saved", |session| !session.is_changed());
    let copy = evidence_folder(&path).join(desk.document().facts().evidence[0].file_name());
    std::fs::write(copy, "%PDF-1.7 A report").unwrap();
    let mut desk = Desk::on_file(&path);
    let trouble = |session: &marz::session::Session| {
        session.messages().iter().any(|message| {
            message.tone == Tone::Trouble
                && message.text.contains("“report.pdf” is damaged")
                && message.text.contains("“Drone over Shamsiddin Shohin”")
        })
    };
    desk.wait_until("the damage is named", trouble);
    desk.ask(Command::Select(Some(marz::model::IncidentId::new("E-1"))));
    assert!(desk.harness.query_by_label_contains("damaged · PDF").is_some(), "the mark under its source");
    desk.menu("Check", "Evidence…");
    desk.control_where("its row", |role, label| {
        role == Role::ListItem
            && label.starts_with("report.pdf, PDF")
            && label.ends_with("used by 1 incident, damaged")
    });
    desk.menu("Check", "Verify evidence now");
    desk.wait_until("it is named again", trouble);
}

#[test]
fn a_link_is_shown_whole_before_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, _) = desk_with_a_source(folder.path());
    desk.control_where("the link", |_, label| label == "Open in the browser: source 1").click_accesskit();
    desk.settle();
    let question = desk.session().question().cloned();
    let Some(Question::Link(link)) = question else { panic!("{question:?}") };
    assert!(link.goes_to.starts_with("xn--"), "{link:?}");
    assert!(desk.harness.query_by_label("Open this link?").is_some());
    assert!(desk.harness.query_by_label(&link.goes_to).is_some(), "whose page it is");
    assert!(desk.harness.query_by_label(&link.address).is_some(), "all of it");
    press(&mut desk, "Cancel");
    assert!(desk.session().question().is_none());
}

#[test]
fn what_could_run_is_not_opened_and_says_why() {
    if has_dialogs() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, _) = desk_with_a_source(folder.path());
    let file = folder.path().join("invoice.pdf");
    std::fs::write(&file, "#!/bin/sh\ntouch EVIL\n").unwrap();
    attach(&mut desk, &file);
    let good = folder.path().join("good.txt");
    std::fs::write(&good, "Text").unwrap();
    attach(&mut desk, &good);
    press(&mut desk, "Attachment good.txt");
    press(&mut desk, "Open…");
    assert!(matches!(desk.session().question(), Some(Question::Evidence(_))));
    assert!(desk.harness.query_by_label("Open this file in another program?").is_some());
    press(&mut desk, "Cancel");
    press(&mut desk, "Attachment invoice.pdf");
    press(&mut desk, "Open…");
    assert!(said(&desk, "“invoice.pdf” is not opened. It is a program or a script"));
    assert!(desk.session().question().is_none());
    assert!(!folder.path().join("EVIL").exists());
}

#[test]
fn the_text_of_a_page_is_kept_with_its_address_and_comes_along_to_another_place() {
    if has_dialogs() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = desk_with_a_source(folder.path());
    press(&mut desk, "Attach text… to source 1");
    desk.write("Text of the page", "Дрон сбит над Пянджем");
    press(&mut desk, "Keep the text");
    desk.wait_until("the text is attached", |session| !session.document().facts().evidence.is_empty());
    let evidence = desk.document().facts().evidence[0].clone();
    assert_eq!(evidence.origin.as_deref(), Some("https://оzоdi.org/a"));
    let copy = |path: &Path| evidence_folder(path).join(evidence.file_name());
    let text = std::fs::read_to_string(copy(&path)).unwrap();
    assert!(text.starts_with("https://оzоdi.org/a\n") && text.contains("Дрон сбит над Пянджем"));
    let other = folder.path().join("other/brief.geojson");
    std::fs::create_dir(folder.path().join("other")).unwrap();
    desk.menu("File", "Save as…");
    type_path(&mut desk, &other);
    let arrived = other.clone();
    desk.wait_until("it is saved there", move |session| session.file_path() == Some(&arrived));
    assert_eq!(std::fs::read_to_string(copy(&other)).unwrap(), text);
    assert!(copy(&path).is_file(), "the old copy stays");
}

#[test]
fn a_package_goes_out_and_comes_in_through_the_file_menu() {
    if has_dialogs() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, _) = desk_with_a_source(folder.path());
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, "%PDF-1.7 a report").unwrap();
    attach(&mut desk, &file);
    desk.ctrl(Key::S);
    desk.wait_until("it is saved", |session| !session.is_changed());
    let package = folder.path().join("brief.zip");
    desk.menu("File", "Export as one package…");
    type_path(&mut desk, &package);
    desk.wait_until("it is packed", |session| {
        session.messages().iter().any(|message| message.text.contains("and 1 attachment to"))
    });
    desk.ask(Command::OpenPath(package));
    let target = folder.path().join("unpacked");
    for _ in 0..100 {
        std::thread::sleep(std::time::Duration::from_millis(20));
        desk.harness.step();
        if desk.harness.query_by_label("Unpack the package into a folder").is_some() {
            break;
        }
    }
    type_path(&mut desk, &target);
    let opened = target.join("brief.geojson");
    desk.wait_until("it is open", |session| session.file_path() == Some(&opened));
    assert_eq!(desk.document().facts().evidence.len(), 1);
    let copies = evidence_folder(&target.join("brief.geojson"));
    assert_eq!(std::fs::read_dir(copies).unwrap().count(), 1);
}

#[test]
fn hidden_letters_are_seen_in_the_list_the_editor_and_messages() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, _) = desk_with_a_source(folder.path());
    desk.enter("Title", "raid\u{202E}evil\u{200B}");
    let title = desk.selected().unwrap().title;
    assert_eq!(title, "raid\u{202E}evil\u{200B}", "stored as it is");
    let row = desk.selected_row().unwrap();
    assert!(row.contains("raid‹U+202E›evil‹U+200B›"), "{row}");
    assert!(desk.harness.query_by_label("Hidden letters: raid‹U+202E›evil‹U+200B›").is_some());
    desk.key(Key::Escape);
    desk.ctrl(Key::Z);
    assert!(said(&desk, "Undone: change title"));
}

#[test]
fn a_title_of_a_million_letters_leaves_the_window_quick() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, _) = desk_with_a_source(folder.path());
    let mut incident = desk.selected().unwrap();
    incident.id = marz::model::IncidentId::new("E-2");
    incident.title = "Ж".repeat(1 << 20);
    incident.summary = "ж".repeat(1 << 20);
    desk.ask(Command::Perform(Action::Insert(Box::new(incident.clone()))));
    desk.ask(Command::Select(Some(incident.id)));
    let begun = std::time::Instant::now();
    for _ in 0..10 {
        desk.harness.step();
    }
    let frame = begun.elapsed() / 10;
    assert!(frame < std::time::Duration::from_millis(500), "{frame:?} a frame");
    assert_eq!(
        desk.harness.query_all_by_label("1048576 letters: too long to be edited here").count(),
        2,
        "words instead of two fields"
    );
}

#[test]
fn evidence_of_a_document_without_a_file_comes_along_at_the_first_save() {
    if has_dialogs() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, "%PDF-1.7 a report").unwrap();
    let mut desk = Desk::new();
    desk.ask(Command::NewIncident);
    desk.ask(EvidenceCommand::AttachPaths(None, vec![file.clone()]).into());
    assert!(said(&desk, "save the document first"), "there is no place for it");
    let state = folder.path().join("state");
    desk.keep_unsaved_evidence(&state);
    desk.ask(EvidenceCommand::AttachPaths(None, vec![file]).into());
    desk.wait_until("it is attached", |session| !session.document().facts().evidence.is_empty());
    let name = desk.document().facts().evidence[0].file_name();
    assert!(state.join(&name).is_file());
    // undone, saved and done again: the copy is beside the document all the same
    desk.ctrl(Key::Z);
    let path = folder.path().join("new.geojson");
    desk.ctrl(Key::S);
    type_path(&mut desk, &path);
    let arrived = path.clone();
    desk.wait_until("it is saved", move |session| session.file_path() == Some(&arrived));
    desk.ctrl(Key::Y);
    assert_eq!(desk.document().facts().evidence.len(), 1);
    desk.ctrl(Key::S);
    desk.wait_until("it is saved again", |session| !session.is_changed() && !session.is_saving());
    assert!(evidence_folder(&path).join(&name).is_file());
    assert!(state.join(&name).is_file(), "the old copy stays");
}

/// A file let go over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn files_that_are_dropped_are_attached_and_documents_are_opened() {
    let folder = tempfile::tempdir().unwrap();
    let (mut desk, path) = desk_with_a_source(folder.path());
    desk.ctrl(Key::S);
    desk.wait_until("it is saved", |session| !session.is_changed());
    let file = folder.path().join("report.pdf");
    std::fs::write(&file, "%PDF-1.7 a report").unwrap();
    let drop = |desk: &mut Desk, path: &Path| {
        desk.harness.input_mut().dropped_files.push(std::sync::Arc::new(Dropped(path.to_path_buf())));
        desk.harness.step();
        desk.settle();
    };
    drop(&mut desk, &file);
    desk.wait_until("it is attached", |session| !session.document().facts().evidence.is_empty());
    assert!(said(&desk, "Attached “report.pdf” to source 1 (Ozodi) of “Drone over"));
    desk.ctrl(Key::Z);
    let copy = folder.path().join("copy.geojson");
    std::fs::copy(&path, &copy).unwrap();
    drop(&mut desk, &copy);
    let arrived = copy.clone();
    desk.wait_until("it is open", move |session| session.file_path() == Some(&arrived));
    desk.ask(Command::Select(None));
    drop(&mut desk, &file);
    assert!(said(&desk, "Select the incident first that the file is to be attached to."));
}
