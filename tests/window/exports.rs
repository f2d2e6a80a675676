//! The window that exports incidents: what a file cannot hold is said first, and the file is what was chosen.

use std::{path::Path, time::Instant};

use egui_kittest::kittest::Queryable as _;
use marz::{
    model::{Document, Facts, Handling, Incident, IncidentId, Profile},
    session::{Command, Sheetlet},
    store::native,
};

use crate::desk::Desk;

fn wait_until(desk: &mut Desk, what: &str, is_so: impl Fn(&Desk) -> bool) {
    let begun = Instant::now();
    while !is_so(desk) {
        assert!(begun.elapsed().as_secs() < 60, "{what}: {:?}", desk.messages());
        std::thread::sleep(std::time::Duration::from_millis(10));
        desk.harness.step();
    }
}

fn choose(desk: &mut Desk, kind: &str) {
    desk.harness.get_by_label(kind).click();
    desk.harness.step();
    desk.harness.step();
    wait_until(desk, "nothing was found out", |desk| {
        !desk.reads("Finding out") && desk.reads("The file holds")
    });
}

fn save_as(desk: &mut Desk, path: &Path) {
    desk.harness.get_by_label("Save…").click();
    desk.settle();
    desk.write("Path of the file", path.to_str().unwrap());
    desk.harness.get_by_label("Save").click();
    desk.harness.step();
}

fn said(desk: &Desk, words: &str) -> bool {
    desk.messages().iter().any(|(_, text)| text.contains(words))
}

#[test]
fn what_filter_and_dates_show_goes_out_and_what_is_lost_is_said_before_and_after() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = Desk::new();
    desk.menu("File", "Export incidents…");
    choose(&mut desk, "GPX");
    assert!(desk.reads("It cannot hold:"));
    let path = folder.path().join("field.gpx");
    save_as(&mut desk, &path);
    wait_until(&mut desk, "not written", |desk| said(desk, "incidents written to"));
    assert!(said(&desk, "The file does not hold: "));
    let points = std::fs::read_to_string(&path).unwrap().matches("<wpt ").count();
    assert_eq!(points, 53, "those without a place have no waypoint");
    // Once more, of what a search shows.
    desk.ask(Command::SetSearch("Shohin".to_owned()));
    desk.settle();
    let shown = desk.session().shown().len();
    assert!(shown > 0 && shown < 60);
    desk.menu("File", "Export incidents…");
    desk.harness.get_by_label(&format!("Only those that filter and dates show ({shown})")).click();
    choose(&mut desk, "Table (CSV)");
    let path = folder.path().join("part.csv");
    save_as(&mut desk, &path);
    wait_until(&mut desk, "not written", |desk| said(desk, &format!("{shown} incidents written to")));
    let bytes = std::fs::read(&path).unwrap();
    assert!(bytes.starts_with(b"\xEF\xBB\xBF"), "spreadsheets see that it is UTF-8");
    assert_eq!(csv::Reader::from_reader(&*bytes).records().count(), shown);
}

#[test]
fn a_file_for_others_holds_nothing_that_the_documents_profile_withholds() {
    let folder = tempfile::tempdir().unwrap();
    let one = |name: &str, handling| Incident {
        title: name.to_owned(),
        handling: Some(handling),
        ..Incident::new(IncidentId::new(name))
    };
    let mut facts = Facts::default();
    facts.publication.profiles.push(Profile {
        least_status: None,
        keeps_ids: true,
        ..Profile::named("press")
    });
    facts.publication.default = Some("press".to_owned());
    "0123456789abcdef".clone_into(&mut facts.publication.secret);
    let incidents = [one("open", Handling::Public), one("informer", Handling::Restricted)];
    let document = Document::new(incidents, facts, Vec::new(), serde_json::Map::new());
    let own = folder.path().join("marked.geojson");
    std::fs::write(&own, native::write(&document)).unwrap();
    let mut desk = Desk::on_file(&own);
    for (kind, name) in [("Plain GeoJSON", "out.geojson"), ("Marz document (GeoJSON)", "copy.geojson")] {
        desk.ask(Command::ToggleSheetlet(Sheetlet::Export));
        desk.settle();
        choose(&mut desk, kind);
        assert!(desk.reads("By the profile “press”:") && desk.reads("1 withheld"));
        let path = folder.path().join(name);
        save_as(&mut desk, &path);
        wait_until(&mut desk, "not written", |desk| said(desk, name));
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains("open") && !text.contains("informer") && !text.contains("0123456789abcdef"));
    }
}

#[test]
fn an_export_never_goes_over_the_open_document_nor_under_a_false_name() {
    let folder = tempfile::tempdir().unwrap();
    let own = folder.path().join("mine.geojson");
    std::fs::write(&own, native::write(&marz::store::sample().0)).unwrap();
    let before = std::fs::read(&own).unwrap();
    let mut desk = Desk::on_file(&own);
    for (kind, name, why) in [
        ("Plain GeoJSON", "mine.geojson", "this is the open document itself"),
        ("KML", "mine.csv", "Give it a name that ends in .kml"),
    ] {
        desk.ask(Command::ToggleSheetlet(Sheetlet::Export));
        desk.settle();
        choose(&mut desk, kind);
        desk.harness.get_by_label("Save…").click();
        desk.settle();
        desk.write("Path of the file", folder.path().join(name).to_str().unwrap());
        desk.settle();
        let replace = desk.harness.query_by_label("Replace the file").is_some();
        desk.harness.get_by_label(if replace { "Replace the file" } else { "Save" }).click();
        desk.harness.step();
        wait_until(&mut desk, "nothing said", |desk| said(desk, why));
    }
    assert_eq!(std::fs::read(&own).unwrap(), before);
    assert!(!folder.path().join("mine.csv").exists());
}
