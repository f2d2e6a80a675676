//! Layers of the user's own files in the window: dropped, chosen, shown, switched off.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::accesskit::Role;
use marz::session::Tone;

use crate::desk::Desk;

/// A file let go of over the window.
#[derive(Debug)]
struct Dropped(PathBuf);

impl eframe::egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        std::fs::read(&self.0).map_err(|error| error.to_string())
    }
}

const POSTS: &str = "<kml><Folder><name>Posts</name><Placemark><name>Post 4</name><Point><coordinates>69.5,37.5\
    </coordinates></Point></Placemark></Folder><Folder><name>Ways</name><Placemark><name>Road</name><LineString>\
    <coordinates>69,37.2 70,37.3</coordinates></LineString></Placemark></Folder></kml>";

fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.read_layers_with(Path::new(env!("CARGO_BIN_EXE_marz")));
    desk
}

fn drop_file(desk: &mut Desk, path: &Path) {
    desk.harness.input_mut().dropped_files.push(Arc::new(Dropped(path.to_path_buf())));
    desk.settle();
}

fn press(desk: &mut Desk, name: &str) {
    desk.control(Role::Button, name).click();
    desk.settle();
}

#[test]
fn a_dropped_kml_is_asked_for_its_layers_shown_and_switched_off() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("posts.kml");
    std::fs::write(&path, POSTS).unwrap();
    let mut desk = desk();
    drop_file(&mut desk, &path);
    desk.wait_until("the layers are offered", |session| session.overlays().question().is_some());
    assert!(desk.reads("Which layers?"));
    press(&mut desk, "Add 2 of 2 layers");
    desk.wait_until("both are read", |session| {
        session.view().overlays.len() == 2 && session.view().overlays.iter().all(|one| one.shapes.is_some())
    });
    assert!(desk.reads("2 layers from own files"));
    desk.menu("View", "Layers…");
    desk.control(Role::CheckBox, "Show posts.kml: Ways").click();
    desk.settle();
    assert!(desk.reads("1 layer from an own file"));
    press(&mut desk, "Take the layer off the map; its file stays as it is: posts.kml: Posts");
    assert_eq!(desk.session().view().overlays.len(), 1);
    press(&mut desk, "Put back posts.kml: Posts");
    assert_eq!(desk.session().view().overlays.len(), 2);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), POSTS);
}

#[test]
fn geojson_of_others_is_a_layer_or_a_document_as_the_user_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("roads.geojson");
    let text = r#"{"type":"Feature","properties":{"name":"M41"},"geometry":{"type":"Point","coordinates":[69.5,37.5]}}"#;
    std::fs::write(&path, text).unwrap();
    let mut desk = desk();
    drop_file(&mut desk, &path);
    assert!(desk.reads("A layer or a document?"));
    press(&mut desk, "Show it as a layer");
    desk.wait_until("it is read", |session| session.view().overlays.iter().any(|one| one.shapes.is_some()));
    assert!(desk.session().file_path().is_none(), "the example is still open");
}

#[test]
fn a_file_that_cannot_be_read_is_a_message_and_the_window_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("bad.gpx");
    std::fs::write(&path, "<gpx><wpt").unwrap();
    let mut desk = desk();
    desk.menu("File", "Add a layer from a file…");
    desk.write("Path of the file", path.to_str().unwrap());
    press(&mut desk, "Add");
    desk.wait_until("it is told", |session| {
        session.messages().iter().any(|message| message.tone == Tone::Trouble)
    });
    assert!(
        desk.messages()
            .iter()
            .any(|(_, text)| text.contains("No layer was made") && text.ends_with("bad.gpx"))
    );
    assert!(desk.session().view().overlays.is_empty());
}
