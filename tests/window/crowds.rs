//! Many incidents under the hand: what stands together is told, looked closer at, and drawn as one chooses.

use marz::{
    carto::{CrowdSpot, Crowds, Mark, Targeted},
    model::{Document, Facts, Incident, IncidentId, LonLat, Precision, Toll},
    store,
};

use crate::desk::Desk;

/// Six hundred incidents along the river, with a folder that they lie in.
fn desk() -> (Desk, tempfile::TempDir) {
    let rows = (0..600_u32).map(|number| {
        let mut made = Incident::new(IncidentId::new(format!("{number:04}")));
        let part = |root: f64| (f64::from(number) / root).fract();
        made.place.position = LonLat::new(68.0 + 4.0 * part(1.324_718), 37.0 + 1.4 * part(1.754_878)).ok();
        made.place.precision = if number % 10 == 0 { Precision::District } else { Precision::Near };
        made.killed = Toll { best: Some(1), ..Toll::default() };
        made
    });
    let document = Document::new(rows, Facts::default(), Vec::new(), serde_json::Map::new());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("many.geojson");
    store::save(&path, &document).unwrap();
    (Desk::on_file(&path), folder)
}

fn largest(desk: &Desk) -> (CrowdSpot, eframe::egui::Pos2) {
    let scene = desk.scene();
    let spots = scene.targets.iter().filter_map(|target| match &target.what {
        Targeted::Crowd(spot) => Some((CrowdSpot::clone(spot), desk.in_window(target.centre))),
        Targeted::Incident(_) | Targeted::Stack(_) | Targeted::Shelf => None,
    });
    let inside = desk.map().shrink(40.0);
    spots.filter(|(_, at)| inside.contains(*at)).max_by_key(|(spot, _)| spot.count).expect("a crowd")
}

#[test]
fn a_crowd_tells_what_it_holds_and_a_click_looks_closer() {
    let (mut desk, _folder) = desk();
    let (spot, at) = largest(&desk);
    desk.point(at);
    for _ in 0..40 {
        desk.harness.step();
    }
    assert!(desk.reads(&format!("{} incidents: click to look closer", spot.count)));
    assert!(desk.reads(&format!("{} killed", spot.killed)));
    let before = desk.session().view().camera.zoom.0;
    desk.click(at);
    assert!(desk.session().view().camera.zoom.0 > before + 0.5);
}

#[test]
fn how_many_incidents_are_drawn_is_chosen_in_the_menu() {
    let (mut desk, _folder) = desk();
    desk.menu("View", "Many incidents");
    desk.menu_entry("Density");
    assert_eq!(desk.session().view().layers.crowds, Crowds::Density);
    let scene = desk.scene();
    let has_surface = scene.parts.iter().flat_map(|(_, marks)| marks.iter());
    assert!(has_surface.into_iter().any(|mark| matches!(mark, Mark::Raster { .. })));
    desk.menu("View", "Many incidents");
    desk.menu_entry("Hexagons");
    assert_eq!(desk.session().view().layers.crowds, Crowds::Hexagons);
}
