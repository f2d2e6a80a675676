//! What leaves through the window obeys the document's own profile of publication.

use marz::{
    carto::{Mark, Scene},
    export::{PicturePreset, PictureRequest},
    model::{Facts, Handling, Incident, LonLat, Place, Precision, Profile},
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
