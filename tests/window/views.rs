//! Views, the overview and comparing, by their names and under the hand.

use eframe::egui::{Key, Modifiers, accesskit::Role};
use marz::{
    analysis::Window,
    session::{Command, Side, Split, Start},
};

use crate::{date, desk::Desk};

#[test]
fn views_are_gone_to_by_number_renamed_moved_and_removed_by_keys_in_their_own_window() {
    let mut desk = Desk::new();
    for (name, start) in [("Bend", Start::DarvozBend), ("Wakhan", Start::Wakhan)] {
        desk.ask(Command::GoToStart(start));
        desk.ask(Command::AddShot(name.to_owned()));
    }
    let wakhan = desk.session().view().camera;
    desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::Num1);
    desk.settle();
    assert_ne!(desk.session().view().camera, wakhan);
    desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::Num2);
    desk.settle();
    assert_eq!(desk.session().view().camera, wakhan);

    let count = desk.document().len();
    desk.ctrl(Key::B);
    assert!(desk.reads("zoom"), "a view tells what it holds");
    desk.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowDown);
    desk.settle();
    assert_eq!(names(&desk), ["Wakhan", "Bend"]);
    desk.key(Key::F2);
    desk.write("New name of the view", "The bend");
    desk.key(Key::Enter);
    assert_eq!(names(&desk), ["Wakhan", "The bend"]);
    desk.control(Role::Button, "Remove Wakhan").click();
    desk.settle();
    assert_eq!(names(&desk), ["The bend"]);
    assert_eq!(desk.document().len(), count, "no incident went with it");
    desk.control(Role::Button, "Go to Zorkul").click();
    desk.settle();
    assert!((desk.session().view().camera.centre.lon() - 73.7).abs() < 0.2);
    desk.key(Key::Escape);
}

fn names(desk: &Desk) -> Vec<String> {
    desk.document().facts().shots.iter().map(|shot| shot.name.clone()).collect()
}

#[test]
fn a_click_in_the_overview_moves_the_map_there_and_its_frame_can_be_dragged() {
    let mut desk = Desk::new();
    desk.ask(Command::GoToStart(Start::Khorog));
    desk.key(Key::O);
    let place = desk.control(Role::Image, "Overview: where the map lies").rect();
    let before = desk.session().view().camera;
    desk.drag(place.center(), place.center());
    let inset = desk.shell().panes.map.scene().unwrap().inset.expect("there is room for it");
    let corner = place.min.to_vec2();
    let frame = eframe::egui::pos2(
        f32::midpoint(inset.window.min.x, inset.window.max.x) - inset.rect.min.x,
        f32::midpoint(inset.window.min.y, inset.window.max.y) - inset.rect.min.y,
    ) + corner;
    let middle = desk.session().view().camera;
    desk.drag(frame, frame + eframe::egui::vec2(-18.0, 0.0));
    let now = desk.session().view().camera;
    assert!(now.centre.lon() < middle.centre.lon() - 0.2, "{middle:?} to {now:?}");
    assert!((now.centre.lat() - middle.centre.lat()).abs() < 0.02);
    desk.click(place.left_top() + eframe::egui::vec2(8.0, 8.0));
    let now = desk.session().view().camera;
    assert!(now.centre.lon() < middle.centre.lon() && now.centre.lat() > middle.centre.lat());
    assert_eq!(now.zoom, before.zoom);
    desk.key(Key::O);
    assert!(desk.shell().panes.map.scene().unwrap().inset.is_none());
}

#[test]
fn comparing_shows_two_windows_of_time_and_a_click_makes_a_side_the_active_one() {
    let mut desk = Desk::new();
    let of_2025 = Window { first: Some(date("2025-01-01")), last: Some(date("2025-12-31")) };
    desk.ask(Command::SetWindow(of_2025));
    let listed = desk.session().listed().len();
    desk.key(Key::V);
    assert_eq!(desk.session().comparison().unwrap().split, Split::Swipe);
    desk.control(Role::Slider, "Handle between the two sides");
    desk.control(Role::Button, "Side by side").click();
    desk.settle();
    assert_eq!(desk.session().comparison().unwrap().split, Split::Beside);
    let size = desk.session().map_size();
    assert!(size.x < 450.0, "each side has half of the room: {size:?}");

    let map = desk.map();
    desk.click(map.left_top() + eframe::egui::vec2(30.0, 200.0));
    assert_eq!(desk.session().comparison().unwrap().active, Side::Left);
    assert_eq!(desk.session().view().window.first, Some(date("2024-01-01")));
    desk.key(Key::X);
    assert_eq!(desk.session().comparison().unwrap().active, Side::Right);
    assert_eq!(desk.session().listed().len(), listed);
    desk.control(Role::Button, "Other side").click();
    desk.settle();
    desk.control(Role::Button, "A year earlier").click();
    desk.settle();
    desk.key(Key::Escape);
    assert!(desk.session().comparison().is_none());
}
