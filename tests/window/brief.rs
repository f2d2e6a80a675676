//! The window of the brief: what is seen in it is what is written, here and by the verb.

use std::{path::Path, process::Command as Program, time::Instant};

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use marz::{
    carto::{Part, brief::Layout},
    session::{Command, Sheetlet},
    store::{self, Settings},
};

use crate::desk::Desk;

/// A layout that does not depend on the size of the window.
fn layout() -> Layout {
    let mut layout = Layout { ground: marz::carto::brief::Ground::Incidents, ..Layout::default() };
    layout.switch(Part::Histogram, false);
    layout
}

fn open(desk: &mut Desk) {
    desk.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::B);
    desk.harness.step();
    wait_for(desk, "Preview of the brief", "no preview");
}

fn wait_for(desk: &mut Desk, label: &str, what: &str) {
    let begun = Instant::now();
    while desk.harness.query_by_label(label).is_none()
        || desk.harness.query_by_label("Composing the brief…").is_some()
    {
        assert!(begun.elapsed().as_secs() < 60, "{what}");
        std::thread::sleep(std::time::Duration::from_millis(10));
        desk.harness.step();
    }
}

#[test]
fn the_brief_is_looked_at_leafed_and_its_layout_kept_and_taken_back() {
    let kept = serde_json::to_value(layout()).unwrap();
    let settings = Settings { brief: Some(kept), ..Settings::default() };
    let mut desk = Desk::with_settings((settings, None, None));
    open(&mut desk);
    assert!(desk.reads("Page 1 of"));
    desk.harness.get_by_label("Next page").click();
    // One frame takes the click, the next shows the page.
    desk.harness.step();
    desk.harness.step();
    assert!(desk.reads("Page 2 of"));
    desk.write("Name of the layout", "For the minister");
    desk.harness.get_by_label("Keep").click();
    desk.settle();
    let names = |desk: &Desk| -> Vec<String> {
        desk.document().facts().layouts.iter().map(|kept| kept.name.clone()).collect()
    };
    assert_eq!(names(&desk), ["For the minister"]);
    let kept = desk.document().facts().layouts[0].layout.clone();
    assert_eq!(serde_json::from_value::<Layout>(kept).unwrap(), layout());
    desk.ask(Command::Undo);
    desk.settle();
    assert!(names(&desk).is_empty());
}

/// What the verb writes with this layout.
fn by_the_verb(folder: &Path, document: &Path) -> Vec<u8> {
    let layout_file = folder.join("layout.json");
    std::fs::write(&layout_file, serde_json::to_vec(&layout()).unwrap()).unwrap();
    let out = folder.join("verb.png");
    let run = Program::new(env!("CARGO_BIN_EXE_marz"))
        .arg("export")
        .arg(document)
        .arg("--brief")
        .arg(&layout_file)
        .arg("--png")
        .arg(&out)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    std::fs::read(folder.join("verb-1.png")).unwrap()
}

#[test]
fn the_window_and_the_verb_write_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let document = folder.path().join("incidents.geojson");
    store::save(&document, &store::sample().0).unwrap();
    let kept = serde_json::to_value(layout()).unwrap();
    let settings = Settings { brief: Some(kept), ..Settings::default() };
    let mut desk = Desk::with_settings((settings, None, None));
    desk.open(&document);
    desk.ask(Command::ToggleSheetlet(Sheetlet::Brief));
    desk.settle();
    wait_for(&mut desk, "Preview of the brief", "no preview");
    desk.harness.get_by_label("Save…").click();
    desk.settle();
    let path = folder.path().join("window.png");
    desk.write("Path of the file", path.to_str().unwrap());
    desk.harness.get_by_label("Save").click();
    desk.harness.step();
    let begun = Instant::now();
    while !desk.messages().iter().any(|(_, words)| words.contains("The brief is saved in")) {
        assert!(begun.elapsed().as_secs() < 60, "not saved: {:?}", desk.messages());
        std::thread::sleep(std::time::Duration::from_millis(10));
        desk.harness.step();
    }
    let written = std::fs::read(folder.path().join("window-1.png")).unwrap();
    assert!(written == by_the_verb(folder.path(), &document), "the verb writes other bytes");
    // Nothing tells where or by whom it was made.
    let told = String::from_utf8_lossy(&written);
    assert!(!told.contains(folder.path().to_str().unwrap()));
}
