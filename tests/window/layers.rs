//! The panel of layers, and the measuring tool under the hand.

use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, accesskit::Role, vec2};
use marz::{
    carto::{GridKind, Layer, Mark, PicturePart, RingsAround},
    session::{Command, LayerCommand, Mode, Sheetlet},
};

use crate::desk::Desk;

/// The layers from the ground up that have a place in the order.
fn order(desk: &Desk) -> Vec<Layer> {
    let session = desk.session();
    session
        .view()
        .layers
        .in_order()
        .iter()
        .map(|state| state.layer)
        .filter(|layer| layer.is_ordered())
        .collect()
}

fn press(desk: &mut Desk, role: Role, name: &str) {
    desk.control(role, name).click_accesskit();
    desk.settle();
}

/// A place of the map without a marker, from its middle in logical pixels.
fn place(desk: &Desk, dx: f32, dy: f32) -> Pos2 {
    desk.map().center() + vec2(dx, dy)
}

#[test]
fn the_panel_opens_by_key_and_menu_and_switches_layers_by_name() {
    let mut desk = Desk::new();
    desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::L);
    desk.settle();
    assert!(desk.session().view().layers.is_on(Layer::Roads));
    press(&mut desk, Role::CheckBox, "Roads");
    assert!(!desk.session().view().layers.is_on(Layer::Roads));
    assert!(desk.reads("from zoom 7"), "what this zoom hides says so");
    press(&mut desk, Role::CheckBox, "Grid");
    press(&mut desk, Role::Button, "MGRS squares");
    assert_eq!(desk.session().view().guides.grid, GridKind::Mgrs);
    let named = |desk: &Desk| {
        let scene = desk.scene();
        let names = scene.parts.iter().filter(|(part, _)| *part == PicturePart::PlaceNames);
        names
            .flat_map(|(_, marks)| marks.iter())
            .any(|mark| matches!(mark, Mark::Text(text) if text.text.starts_with("42S ")))
    };
    assert!(named(&desk));
    press(&mut desk, Role::Button, "As at first");
    assert!(desk.session().view().layers.is_on(Layer::Roads) && !named(&desk));
    press(&mut desk, Role::Button, "As before");
    assert!(!desk.session().view().layers.is_on(Layer::Roads) && named(&desk));
}

#[test]
fn a_layer_is_moved_by_keys_and_by_its_handle() {
    let mut desk = Desk::new();
    desk.ask(Command::ToggleSheetlet(Sheetlet::Layers));
    let first = order(&desk);
    let here = first.iter().position(|layer| *layer == Layer::Roads).unwrap();
    desk.control(Role::Button, "Move Roads").focus();
    desk.settle();
    desk.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    desk.settle();
    desk.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    desk.settle();
    assert_eq!(order(&desk)[here - 2], Layer::Roads, "the focus goes along");
    desk.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowUp);
    desk.settle();
    assert_eq!(order(&desk)[here - 1], Layer::Roads);
    let from = desk.control(Role::Button, "Move Precision areas").rect().center();
    let to = desk.control(Role::Button, "Move Border bands").rect().center();
    desk.drag(from, to);
    assert!(order(&desk).ends_with(&[Layer::Precision, Layer::Buffers, Layer::Rings]), "{:?}", order(&desk));
}

#[test]
fn the_strength_of_a_layer_is_typed() {
    let mut desk = Desk::new();
    desk.ask(Command::ToggleSheetlet(Sheetlet::Layers));
    let rail = desk.control(Role::Slider, "Opacity of Precision areas").rect();
    desk.drag(rail.right_center() - vec2(6.0, 0.0), rail.center());
    let half = desk.session().view().layers.opacity(Layer::Precision);
    assert!((0.2..0.8).contains(&half), "{half}");
    let typed =
        |role, label: &str| role == Role::SpinButton && label == "Opacity of Precision areas in per cent";
    let at = desk.control_where("typed value", typed).rect().center();
    desk.click(at);
    desk.ctrl(Key::A);
    desk.harness.event(Event::Text("45".to_owned()));
    desk.settle();
    desk.key(Key::Enter);
    assert!((desk.session().view().layers.opacity(Layer::Precision) - 0.45).abs() < 1e-6);
}

#[test]
fn rings_are_typed_and_set_by_a_click() {
    let mut desk = Desk::new();
    desk.ask(LayerCommand::RingsByClick.into());
    assert_eq!(*desk.session().mode(), Mode::CentreRings);
    let at = place(&desk, 100.0, -150.0);
    desk.click(at);
    assert!(matches!(desk.session().view().guides.rings.around, RingsAround::Point(_)));
    assert_eq!(*desk.session().mode(), Mode::Browse);
    desk.ask(Command::ToggleSheetlet(Sheetlet::Layers));
    desk.enter("Radii of the rings in kilometres", "near");
    assert!(desk.reads("type distances in kilometres"));
    desk.enter("Radii of the rings in kilometres", "30, 60");
    assert_eq!(desk.session().view().guides.rings.written(), "30, 60");
    assert!(!desk.reads("type distances in kilometres"));
}

#[test]
fn clicks_measure_a_way_and_its_area() {
    let mut desk = Desk::new();
    desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::M);
    desk.settle();
    assert!(desk.session().is_measuring());
    let places = [(-150.0, -170.0), (-20.0, -170.0), (-20.0, -80.0), (180.0, -80.0)];
    for (dx, dy) in places {
        let at = place(&desk, dx, dy);
        desk.click(at);
        // Two clicks at leisure are no double click.
        for _ in 0..15 {
            desk.harness.step();
        }
    }
    assert_eq!(desk.session().view().measured.points.len(), 4);
    desk.key(Key::Backspace);
    assert_eq!(desk.session().view().measured.points.len(), 3);
    assert!(desk.reads("Leg 2") && desk.reads("Bearing of the last leg"));
    let first = place(&desk, -150.0, -170.0);
    desk.click(first);
    assert!(desk.session().view().measured.closed && desk.reads("Area"));
    assert_eq!(*desk.session().mode(), Mode::Browse);
    let drawn =
        desk.scene().parts.iter().any(|(part, marks)| *part == PicturePart::Measured && !marks.is_empty());
    assert!(drawn);
    desk.key(Key::Escape);
    assert!(desk.session().view().measured.points.is_empty() && !desk.reads("Way around"));
}

#[test]
fn the_words_beside_the_pointer_stay_whole_inside_the_map_while_measuring() {
    let mut desk = Desk::new();
    desk.resize(900.0, 600.0);
    desk.ask(marz::session::MeasureCommand::Toggle.into());
    for (dx, dy) in [(-60.0, -40.0), (50.0, 30.0)] {
        let at = place(&desk, dx, dy);
        desk.click(at);
        for _ in 0..15 {
            desk.harness.step();
        }
    }
    let map = desk.map();
    assert_eq!(desk.session().view().measured.points.len(), 2);
    assert!(map.width() < 420.0, "the map is hardly wider than the words: {map}");
    for (across, down) in [(0.02, 0.5), (0.98, 0.5), (0.5, 0.01), (0.8, 0.97), (0.03, 0.03), (0.97, 0.02)] {
        let at = map.lerp_inside(vec2(across, down));
        desk.point(at);
        desk.settle();
        let (words, seen) = desk
            .painted("in all ")
            .unwrap_or_else(|| panic!("the pointer at {at} of {map} tells what it would add"));
        assert!(map.contains_rect(words) && seen.contains_rect(words), "at {at}: {words} in {map}");
        assert!(!words.contains(at), "the pointer stands on the words");
    }
}

#[test]
fn measuring_snaps_to_an_incident_and_ends_by_enter_or_a_double_click() {
    let mut desk = Desk::new();
    let (id, at) = desk.free_markers().first().cloned().expect("a marker that stands alone");
    desk.menu("Go", "Measure");
    desk.menu_entry("Measure on the map");
    desk.click(at + vec2(2.0, 1.0));
    let own = desk.document().get(&id).unwrap().place.drawn_at();
    assert_eq!(desk.session().view().measured.points.first().copied(), own);
    assert!(desk.selected().is_none(), "a click measures and selects nothing");
    for _ in 0..15 {
        desk.harness.step();
    }
    let end = place(&desk, 60.0, -160.0);
    desk.point(end);
    for pressed in [true, false, true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        desk.harness.event(Event::PointerButton { pos: end, button, pressed, modifiers });
        desk.harness.step();
    }
    desk.settle();
    assert!(!desk.session().is_measuring());
    assert_eq!(desk.session().view().measured.points.len(), 2);
    desk.ask(marz::session::MeasureCommand::Toggle.into());
    assert!(desk.session().view().measured.points.is_empty(), "a new measure begins anew");
    desk.key(Key::Enter);
    assert!(!desk.session().is_measuring());
}
