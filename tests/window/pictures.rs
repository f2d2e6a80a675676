//! The window of pictures: what it writes is what the verb writes, by the profile of publication too.

use std::{path::Path, process::Command as Program, time::Instant};

use egui_kittest::kittest::Queryable as _;
use marz::{
    carto::brief::{Ground, Layout},
    export::PageFormat,
    model::{
        Document, Facts, Handling, Incident, IncidentId, LonLat, Metres, Place, Positions, Precision,
        Profile, When,
    },
    session::{Command, ProfileChoice, PublicationCommand, Sheetlet},
    store::{PictureSettings, Settings, native},
};
use serde_json::Map;

use crate::desk::Desk;

/// Three records, one of them restricted, in a document that leaves by a profile of its own.
fn document() -> Document {
    let one = |name: &str, lon, day, handling| Incident {
        title: name.to_owned(),
        handling: Some(handling),
        when: When::of(marz::model::read_when(day, None).unwrap().date),
        place: Place {
            position: LonLat::new(lon, 37.76).ok(),
            precision: Precision::Locality,
            ..Place::default()
        },
        ..Incident::new(IncidentId::new(name))
    };
    let mut facts = Facts { title: "The frontier".to_owned(), ..Facts::default() };
    let positions = Positions::Grid(Metres(5_000.0));
    let profile = Profile { least_status: None, positions, ..Profile::named("press") };
    facts.publication.profiles.push(profile);
    facts.publication.default = Some("press".to_owned());
    "0123456789abcdef".clone_into(&mut facts.publication.secret);
    let incidents = [
        one("open", 70.1, "2024-05-01", Handling::Public),
        one("other", 71.4, "2025-03-01", Handling::Public),
        one("informer", 70.9, "2019-03-01", Handling::Restricted),
    ];
    Document::new(incidents, facts, Vec::new(), Map::new())
}

fn wait_until(desk: &mut Desk, what: &str, arrived: impl Fn(&Desk) -> bool) {
    let begun = Instant::now();
    while !arrived(desk) {
        assert!(begun.elapsed().as_secs() < 60, "{what}: {:?}", desk.messages());
        std::thread::sleep(std::time::Duration::from_millis(10));
        desk.harness.step();
    }
}

/// Saves the picture that the window shows, and returns its bytes.
fn by_the_window(path: &Path, document: &Path, format: PageFormat) -> Vec<u8> {
    let picture = PictureSettings {
        format: format.code().to_owned(),
        own_size: Some((480, 320)),
        ..PictureSettings::default()
    };
    let mut desk = Desk::with_settings((Settings { picture, ..Settings::default() }, None, None));
    desk.open(document);
    desk.ask(Command::ToggleSheetlet(Sheetlet::Picture));
    desk.settle();
    desk.harness.get_by_label("Part of the map").click();
    desk.settle();
    desk.harness.get_by_label("Whole frontier").click();
    desk.settle();
    wait_until(&mut desk, "no preview", |desk| {
        desk.harness.query_by_label("Preview of the picture").is_some()
    });
    desk.settle();
    wait_until(&mut desk, "still painting", |desk| !desk.reads("Painting the preview…"));
    // While a preview is being painted nothing can be saved.
    let begun = Instant::now();
    while !desk.has_field("Path of the file") {
        assert!(begun.elapsed().as_secs() < 60, "no way to save: {:?}", desk.messages());
        desk.harness.get_by_label(&format!("Save {}…", format.short())).click();
        desk.settle();
    }
    desk.write("Path of the file", path.to_str().unwrap());
    desk.harness.get_by_label("Save").click();
    desk.harness.step();
    wait_until(&mut desk, "not saved", |desk| {
        desk.messages().iter().any(|(_, words)| words.contains("Picture saved"))
    });
    std::fs::read(path).unwrap()
}

fn by_the_verb(path: &Path, document: &Path, arguments: &[&str]) -> Vec<u8> {
    let run = Program::new(env!("CARGO_BIN_EXE_marz"))
        .arg("export")
        .arg(document)
        .args(arguments)
        .arg(path)
        .output()
        .unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    assert!(String::from_utf8_lossy(&run.stdout).contains("1 withheld, positions to 5 km"));
    std::fs::read(path).unwrap()
}

#[test]
fn the_window_and_the_verb_write_the_same_picture_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.geojson");
    std::fs::write(&path, native::write(&document())).unwrap();
    let still = PageFormat::ALL.map(|format| (format, Vec::new()));
    let moving =
        [PageFormat::Gif, PageFormat::Apng].map(|format| (format, vec!["--step", "year", "--speed", "2"]));
    for (format, more) in still.into_iter().chain(moving) {
        let file =
            |name: &str| folder.path().join(format!("{name}-{}.{}", format.code(), format.extension()));
        let of_window = by_the_window(&file("window"), &path, format);
        let flag = format!("--{}", format.code());
        let arguments = [&["--size", "480x320"], more.as_slice(), &[&flag]].concat();
        let of_verb = by_the_verb(&file("verb"), &path, &arguments);
        assert!(of_window == of_verb, "{format:?} differs");
    }
}

#[test]
fn the_window_and_the_verb_write_the_same_brief_by_a_profile() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.geojson");
    std::fs::write(&path, native::write(&document())).unwrap();
    let layout = Layout { ground: Ground::Incidents, ..Layout::default() };
    let settings = Settings { brief: Some(serde_json::to_value(&layout).unwrap()), ..Settings::default() };
    let mut desk = Desk::with_settings((settings, None, None));
    desk.open(&path);
    desk.ask(Command::ToggleSheetlet(Sheetlet::Brief));
    desk.settle();
    wait_until(&mut desk, "no preview", |desk| !desk.reads("Composing the brief…"));
    desk.harness.get_by_label("Save…").click();
    desk.settle();
    let saved = folder.path().join("window.png");
    desk.write("Path of the file", saved.to_str().unwrap());
    desk.harness.get_by_label("Save").click();
    desk.harness.step();
    wait_until(&mut desk, "not saved", |desk| {
        desk.messages().iter().any(|(_, words)| words.contains("The brief is saved."))
    });
    let of_verb = by_the_verb(&folder.path().join("verb.png"), &path, &["--brief", "--png"]);
    assert!(std::fs::read(&saved).unwrap() == of_verb, "the verb writes another brief");
}

#[test]
fn where_nothing_may_leave_both_windows_say_why_and_go_on_with_another_profile() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.geojson");
    let whole = document();
    let mut facts = whole.facts().clone();
    facts.publication.default = Some("ministry".to_owned());
    std::fs::write(&path, native::write(&whole.with_facts(facts))).unwrap();
    for (sheet, preview) in
        [(Sheetlet::Picture, "Preview of the picture"), (Sheetlet::Brief, "Preview of the brief")]
    {
        let mut desk = Desk::on_file(&path);
        desk.ask(Command::ToggleSheetlet(sheet));
        desk.settle();
        assert!(desk.reads("Nothing is exported: the document is to leave by"));
        desk.ask(PublicationCommand::ExportBy(ProfileChoice::Named("press".to_owned())).into());
        desk.settle();
        wait_until(&mut desk, "no preview", |desk| {
            desk.harness.query_by_label(preview).is_some() && !desk.reads("Nothing is exported")
        });
    }
}

#[test]
fn the_name_of_a_picture_tells_no_day_of_a_record_that_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.geojson");
    let late = When::of(marz::model::read_when("2031-03-01", None).unwrap().date);
    let whole = document();
    let informer =
        Incident { when: late, ..Incident::clone(&whole.get(&IncidentId::new("informer")).unwrap()) };
    std::fs::write(&path, native::write(&whole.with_incident(informer))).unwrap();
    let mut desk = Desk::on_file(&path);
    desk.ask(Command::ToggleSheetlet(Sheetlet::Picture));
    desk.settle();
    wait_until(&mut desk, "no preview", |desk| {
        desk.harness.query_by_label("Preview of the picture").is_some()
    });
    desk.harness.get_by_label("Save PNG…").click();
    desk.settle();
    let name = desk.harness.get_by_label("Path of the file").value().unwrap_or_default();
    assert!(name.ends_with("20251231_TJ-AF_The-frontier_1920x1080.png"), "{name}");
}
