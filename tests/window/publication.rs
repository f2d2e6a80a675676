//! What leaves through the window obeys the document's own profile of publication.

use eframe::egui::Key;
use egui_kittest::kittest::Queryable as _;
use marz::{
    carto::{Mark, Scene},
    export::{PicturePreset, PictureRequest},
    model::{Facts, Handling, Incident, LonLat, Place, Precision, Profile},
    session::{Command, ProfileChoice, PublicationCommand, Sheetlet},
    store::native,
    ui::{PictureGoal, PictureWindow},
};
use serde_json::Map;

use crate::desk::Desk;

/// Two records, one of them restricted, in a document that names this profile its own.
fn desk(folder: &std::path::Path, default: &str) -> Desk {
    let one = |name: &str, lon, handling| Incident {
        title: name.to_owned(),
        handling: Some(handling),
        place: Place {
            position: LonLat::new(lon, 37.76).ok(),
            precision: Precision::Locality,
            ..Place::default()
        },
        ..Incident::new(marz::model::IncidentId::new(name))
    };
    let mut facts = Facts::default();
    let profile = Profile { least_status: None, keeps_ids: true, ..Profile::named("press") };
    facts.publication.profiles.push(profile);
    facts.publication.default = Some(default.to_owned());
    "0123456789abcdef".clone_into(&mut facts.publication.secret);
    let incidents = [one("open", 70.1, Handling::Public), one("informer", 70.9, Handling::Restricted)];
    let document = marz::model::Document::new(incidents, facts, Vec::new(), Map::new());
    let path = folder.join("marked.geojson");
    std::fs::write(&path, native::write(&document)).unwrap();
    Desk::on_file(&path)
}

fn picture(desk: &Desk) -> Result<Scene, String> {
    let request = PictureRequest::preset(PicturePreset::FullHd);
    desk.shell().picture_scene(&PictureWindow::default().choice(&request, PictureGoal::Clipboard))
}

#[test]
fn a_picture_holds_nothing_that_the_documents_profile_withholds_and_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path(), "press");
    assert_eq!(desk.session().shown().len(), 2, "the window itself shows all");
    let scene = picture(&desk).unwrap();
    assert_eq!((scene.shown, scene.total), (1, 1));
    let says = |words: &str| {
        scene.parts.iter().flat_map(|(_, marks)| marks.iter()).any(|mark| match mark {
            Mark::Text(text) => text.text.contains(words),
            _ => false,
        })
    };
    assert!(says("1 withheld") && !says("informer"));
}

#[test]
fn nothing_leaves_by_a_profile_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let desk = desk(folder.path(), "ministry");
    let why = picture(&desk).err().unwrap();
    assert!(why.contains("“ministry”") && why.starts_with("Nothing is exported"), "{why}");
}

#[test]
fn a_profile_is_made_changed_and_obeyed_without_a_hand_in_the_file() {
    let mut desk = Desk::new();
    desk.menu("File", "Publication profiles…");
    assert!(desk.reads("No profile yet: everything leaves."));
    desk.harness.get_by_label("New").click();
    desk.settle();
    let publication = |desk: &Desk| desk.document().facts().publication.clone();
    let made = publication(&desk);
    assert_eq!(made.profiles.len(), 1);
    assert!(made.secret.len() == 64 && !desk.reads(&made.secret), "a secret nobody sees");
    assert!(
        desk.reads("Of 60 incidents 0 leave: 60 withheld, positions to 5 km."),
        "nothing is marked public yet"
    );
    desk.harness.get_by_label("Records without a handling mark may leave").click();
    desk.settle();
    desk.write("Name of the profile", "Press");
    desk.key(Key::Enter);
    desk.settle();
    let changed = publication(&desk);
    assert_eq!((changed.profiles[0].name.as_str(), changed.profiles[0].unmarked), ("Press", true));
    assert_eq!(changed.secret, made.secret, "what was published keeps its places");
    let any_status = Profile { least_status: None, ..changed.profiles[0].clone() };
    desk.ask(PublicationCommand::Change(0, Box::new(any_status)).into());
    desk.settle();
    assert!(desk.reads("Of 60 incidents 60 leave: none withheld, positions to 5 km."));
    desk.key(Key::Escape);
    assert_eq!(picture(&desk).unwrap().total, 60);
    let exact = |desk: &Desk| picture(desk).unwrap().targets.len();
    let before = exact(&desk);
    desk.ask(PublicationCommand::SetDefault(Some("Press".to_owned())).into());
    desk.settle();
    assert!(exact(&desk) <= before);
    desk.ask(PublicationCommand::Remove(0).into());
    desk.settle();
    assert!(publication(&desk).profiles.is_empty() && publication(&desk).default.is_none());
    desk.ask(Command::Undo);
    desk.settle();
    assert_eq!(publication(&desk).default.as_deref(), Some("Press"));
}

#[test]
fn another_profile_than_the_documents_own_can_be_chosen_for_a_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path(), "press");
    let total = |desk: &Desk| picture(desk).unwrap().total;
    assert_eq!(total(&desk), 1);
    desk.ask(PublicationCommand::ExportBy(ProfileChoice::Everything).into());
    desk.settle();
    assert_eq!(total(&desk), 2);
    desk.ask(Command::ToggleSheetlet(Sheetlet::Picture));
    desk.settle();
    assert!(desk.harness.query_by_label("Profile of publication").is_some());
    desk.key(Key::Escape);
    desk.ask(Command::OpenExample);
    desk.settle();
    assert_eq!(*desk.session().export_by(), ProfileChoice::OfDocument, "another document, another rule");
}

#[test]
fn a_profile_goes_to_a_file_and_comes_back_without_the_secret() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk(folder.path(), "press");
    desk.menu("File", "Publication profiles…");
    desk.harness.get_by_label("Save the profile as a file…").click();
    desk.settle();
    let path = folder.path().join("press.json");
    desk.write("Path of the file", path.to_str().unwrap());
    desk.harness.get_by_label("Save").click();
    desk.settle();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains("press") && !text.contains("0123456789abcdef"));
    desk.harness.get_by_label("From a file…").click();
    desk.settle();
    desk.write("Path of the file", path.to_str().unwrap());
    desk.harness.get_by_label("Open").click();
    desk.settle();
    let names: Vec<String> =
        desk.document().facts().publication.profiles.iter().map(|profile| profile.name.clone()).collect();
    assert_eq!(names, ["press", "press 2"]);
}
