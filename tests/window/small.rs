//! Small windows: all of it is reached, nothing lies on anything else.

use eframe::egui::{
    Event, Key, Modifiers, MouseWheelSource, MouseWheelUnit, Rect, TouchPhase, accesskit::Role, pos2, vec2,
};
use egui_kittest::{
    Node,
    kittest::{NodeT as _, Queryable as _},
};
use marz::session::{Command, Sheetlet};

use crate::desk::Desk;

const MENUS: [&str; 7] = ["File", "Edit", "Check", "Go", "Time", "View", "Help"];

fn small(width: f32, height: f32) -> Desk {
    let mut desk = Desk::new();
    desk.resize(width, height);
    desk
}

/// The names and places of all that has words in a part of the window.
fn words_of<'a>(nodes: impl Iterator<Item = Node<'a>>) -> Vec<(String, Rect)> {
    let told = nodes.filter(|node| {
        let role = node.accesskit_node().role();
        matches!(role, Role::Label | Role::Button | Role::CheckBox | Role::SpinButton | Role::Slider)
    });
    let named = told.map(|node| {
        let own = node.accesskit_node();
        (own.label().or(own.value()).unwrap_or_default(), node.rect())
    });
    named.filter(|(words, rect)| !words.is_empty() && rect.area() > 0.0).collect()
}

fn words_in(desk: &Desk, part: Rect) -> Vec<(String, Rect)> {
    let mut all = words_of(desk.harness.root().children_recursive());
    all.retain(|(_, rect)| part.contains(rect.center()));
    all
}

fn assert_apart(parts: &[(String, Rect)]) {
    for (place, (words, rect)) in parts.iter().enumerate() {
        for (others, other) in &parts[place + 1..] {
            let shared = rect.intersect(*other);
            assert!(
                shared.width() < 1.5 || shared.height() < 1.5,
                "“{words}” at {rect} and “{others}” at {other} lie on each other"
            );
        }
    }
}

#[test]
fn every_entry_of_every_menu_is_reached_in_a_small_window() {
    let size = vec2(800.0, 520.0);
    let mut desk = small(size.x, size.y);
    let window = Rect::from_min_size(pos2(0.0, 0.0), size);
    for menu in MENUS {
        let before = words_in(&desk, Rect::EVERYTHING);
        desk.control(Role::Button, menu).click();
        desk.settle();
        let added = |desk: &Desk| {
            let mut all = words_of(desk.harness.query_all_by_role(Role::Button));
            all.retain(|(words, _)| !before.iter().any(|old| old.0 == *words));
            all
        };
        let entries = added(&desk);
        let top = entries.iter().map(|(_, rect)| rect.top()).fold(f32::INFINITY, f32::min);
        assert!(top < 60.0, "{menu} hangs from its bar, not over it: {top}");
        let (last, _) = entries.last().cloned().expect("a menu has entries");
        desk.point(pos2(entries[0].1.center().x, 300.0));
        for _ in 0..12 {
            let (unit, delta) = (MouseWheelUnit::Point, vec2(0.0, -120.0));
            let (phase, modifiers, source) = (TouchPhase::Move, Modifiers::NONE, MouseWheelSource::Wheel);
            desk.harness.event(Event::MouseWheel { unit, delta, phase, modifiers, source });
            desk.settle();
        }
        let (_, at) = added(&desk)
            .into_iter()
            .find(|(words, _)| *words == last)
            .unwrap_or_else(|| panic!("{menu}: “{last}” of {entries:?}"));
        assert!(window.shrink(4.0).contains_rect(at), "{menu}: “{last}” is at {at}");
        desk.key(Key::Escape);
    }
}

#[test]
fn the_status_bar_never_lies_on_itself() {
    for (width, height) in [(1400.0, 860.0), (1120.0, 700.0), (900.0, 600.0), (800.0, 520.0)] {
        let mut desk = small(width, height);
        desk.ask(Command::SetSearch("border".to_owned()));
        // Rows of the list that are out of sight lie there too.
        desk.ask(Command::HidePanes);
        let at = desk.map().center();
        desk.point(at);
        desk.settle();
        let bar = Rect::from_min_max(pos2(0.0, height - 26.0), pos2(width, height));
        let parts = words_in(&desk, bar);
        assert!(parts.iter().any(|(words, _)| words.contains("of 60 shown")), "{parts:?}");
        assert!(parts.iter().any(|(words, _)| words.contains("Coordinates as")), "{parts:?}");
        assert!(parts.iter().all(|(_, rect)| bar.x_range().contains(rect.right() - 0.5)), "{parts:?}");
        assert_apart(&parts);
    }
}

#[test]
fn the_window_of_layers_leaves_the_map_in_sight() {
    let mut desk = small(900.0, 600.0);
    desk.ask(Command::ToggleSheetlet(Sheetlet::Layers));
    let window = desk.control_where("window", |role, label| role == Role::Window && label == "Layers");
    let own = window.rect();
    let map = desk.map();
    let hidden = own.intersect(map);
    assert!(hidden.width().max(0.0) < map.width() * 0.1, "{own} over {map}");
    // Each row has its parts side by side, and all of them inside.
    let rows = words_of(window.children_recursive());
    assert!(rows.iter().any(|(words, _)| words == "Opacity of Peaks in per cent"), "{rows:?}");
    assert!(rows.iter().all(|(_, rect)| own.x_range().contains(rect.right())), "{own}: {rows:?}");
    assert_apart(&rows);
}
