//! Places: found by typing, copied in any notation, kept as views.

use eframe::egui::{Event, Key, Modifiers, OutputCommand, PointerButton, Pos2, accesskit::Role};
use egui_kittest::kittest::NodeT as _;
use marz::{
    analysis::notations::{self, Notation},
    model::{LonLat, Status},
    session::{Command, Sheetlet},
};

use super::desk::Desk;

fn find(desk: &mut Desk, text: &str) {
    desk.ctrl(Key::K);
    desk.harness.event(Event::Text(text.to_owned()));
    desk.settle();
}

fn centre(desk: &Desk) -> LonLat {
    desk.session().view().camera.centre
}

fn right_click(desk: &mut Desk, at: Pos2) {
    desk.point(at);
    for pressed in [true, false] {
        let button = PointerButton::Secondary;
        desk.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: Modifiers::NONE });
        desk.harness.step();
    }
    desk.settle();
}

#[test]
fn a_place_typed_in_russian_is_gone_to_by_enter() {
    let mut desk = Desk::new();
    find(&mut desk, "Пяндж");
    assert!(desk.reads("Panj"), "the Latin name stands first");
    desk.key(Key::Enter);
    let panj = LonLat::new(69.1, 37.235).unwrap();
    assert!(centre(&desk).distance_to(panj).0 < 6_000.0, "{}", centre(&desk));
    assert!(desk.session().pointed().is_some(), "the place is shown");
    desk.key(Key::Escape);
    assert!(desk.session().pointed().is_none(), "until Escape");
}

#[test]
fn each_letter_brings_the_likeliest_row_into_sight() {
    let mut desk = Desk::new();
    desk.ctrl(Key::K);
    for letter in ["P", "a", "n", "j"] {
        desk.harness.event(Event::Text(letter.to_owned()));
        desk.harness.step();
    }
    desk.settle();
    let box_of_text = desk.field("Find").rect();
    let first = desk
        .control_where("the town", |role, label| role == Role::Button && label.starts_with("Panj · town"));
    let below = first.rect().top() - box_of_text.bottom();
    assert!((0.0..60.0).contains(&below), "the row stands {below} below the box");
}

#[test]
fn a_grid_reference_shows_how_it_was_read_and_enter_goes_there() {
    let mut desk = Desk::new();
    find(&mut desk, "42S WG 12345 67890");
    assert!(desk.reads("Read as MGRS 42S WG 12345 67890"));
    desk.key(Key::Enter);
    let read = notations::read("42S WG 12345 67890", None).certain().unwrap().position;
    assert!(centre(&desk).distance_to(read).0 < 1.0);
    assert!(!desk.shell().panes.is_open(Sheetlet::Palette));
}

#[test]
fn an_ambiguous_pair_lists_its_readings_and_asks() {
    let mut desk = Desk::new();
    let ambiguous = "38 40";
    let readings = notations::read(ambiguous, None).list().len();
    assert!(readings > 1, "the text can be read in more than one way");
    find(&mut desk, ambiguous);
    let rows = desk.harness.root().children_recursive().filter(|node| {
        let node = node.accesskit_node();
        node.role() == Role::Button && node.label().is_some_and(|label| label.contains("Read as"))
    });
    assert_eq!(rows.count(), readings);
}

#[test]
fn ctrl_enter_gives_the_selected_incident_the_place_and_without_one_says_why_not() {
    let mut desk = Desk::new();
    find(&mut desk, "Khorog");
    desk.ctrl(Key::Enter);
    assert!(desk.reads("Select an incident first."));
    desk.key(Key::Escape);
    desk.ask(Command::SelectFirst);
    find(&mut desk, "Khorog");
    desk.ctrl(Key::Enter);
    let incident = desk.selected().unwrap();
    let khorog = LonLat::new(71.5534, 37.4904).unwrap();
    assert!(incident.place.position.unwrap().distance_to(khorog).0 < 5_000.0);
    assert!(incident.place.method.unwrap().contains("Khor"));
    assert!(!desk.shell().panes.is_open(Sheetlet::Palette));
}

#[test]
fn an_incident_is_found_by_the_words_of_its_title() {
    let mut desk = Desk::new();
    let last = desk.session().listed().last().cloned().unwrap();
    let title = desk.document().get(&last).unwrap().title.clone();
    find(&mut desk, &title);
    desk.key(Key::Enter);
    assert_eq!(desk.selected().map(|incident| incident.title), Some(title));
}

#[test]
fn the_right_click_copies_the_point_in_any_notation() {
    let mut desk = Desk::new();
    let at = desk.map().center();
    right_click(&mut desk, at);
    desk.control(Role::Button, "Copy coordinates").click();
    desk.settle();
    let label = desk
        .harness
        .root()
        .children_recursive()
        .filter_map(|node| node.accesskit_node().label())
        .find(|label| label.starts_with("Copy 42S"))
        .expect("MGRS is offered");
    let text = label.trim_start_matches("Copy ").to_owned();
    desk.control(Role::Button, &label).click();
    let mut copied = None;
    for _ in 0..4 {
        desk.harness.step();
        let commands = &desk.harness.output().platform_output.commands;
        copied = copied.or(commands.iter().find_map(|command| match command {
            OutputCommand::CopyText(text) => Some(text.clone()),
            _ => None,
        }));
    }
    assert_eq!(copied, Some(text.clone()));
    let read = notations::read(&text, None).certain().unwrap().position;
    assert!(read.distance_to(centre(&desk)).0 < 2_000.0, "the middle of the map was clicked");
}

#[test]
fn the_right_click_moves_the_selected_incident_there() {
    let mut desk = Desk::new();
    let at = desk.map().center();
    right_click(&mut desk, at);
    let item = desk.control(Role::Button, "Move the selected incident here");
    assert!(item.accesskit_node().is_disabled(), "without a selection there is nothing to move");
    desk.key(Key::Escape);
    desk.ask(Command::SelectFirst);
    right_click(&mut desk, at);
    desk.control(Role::Button, "Move the selected incident here").click();
    desk.settle();
    let place = desk.selected().unwrap().place;
    assert!(place.position.unwrap().distance_to(centre(&desk)).0 < 2_000.0);
}

#[test]
fn a_click_on_the_coordinates_under_the_pointer_writes_them_in_the_next_notation() {
    let mut desk = Desk::new();
    for notation in [Notation::Dms, Notation::Utm, Notation::Mgrs, Notation::PlusCode, Notation::Decimal] {
        let name = format!("Coordinates as {}", desk.session().notation().label());
        desk.control(Role::Button, &name).click();
        desk.settle();
        assert_eq!(desk.session().notation(), notation);
    }
    desk.point(desk.map().center());
    desk.settle();
    assert!(desk.reads("bank"), "the bank under the pointer is told");
}

#[test]
fn a_kept_view_brings_back_place_window_and_filter() {
    let mut desk = Desk::new();
    desk.ask(Command::SetSearch("khorog".to_owned()));
    desk.ask(Command::StepForward);
    desk.ask(Command::ZoomIn);
    let kept = desk.session().view().clone();
    desk.ctrl(Key::B);
    desk.write("Name of the view", "Khorog, first year");
    desk.key(Key::Enter);
    assert!(desk.shell().panes.is_open(Sheetlet::Shots), "it stays open beside the map");
    desk.ask(Command::ClearFilters);
    desk.ask(Command::WholeFrontier);
    assert_ne!(desk.session().view().camera, kept.camera);
    desk.control(Role::ListItem, "Go to Khorog, first year").click();
    desk.settle();
    let now = desk.session().view().clone();
    assert_eq!((now.camera, now.window, now.filter), (kept.camera, kept.window, kept.filter));
    assert!(desk.session().is_changed(), "it belongs to the document");
}

#[test]
fn the_name_that_signs_changes_is_set_by_enter() {
    let mut desk = Desk::new();
    desk.menu("Edit", "Your name");
    desk.enter("Your name", "Zarina");
    assert_eq!(desk.session().author(), "Zarina");
    assert!(!desk.shell().panes.is_open(Sheetlet::Author));
}

#[test]
fn the_queue_says_how_many_are_left_and_counts_down() {
    let mut desk = Desk::new();
    let ids: Vec<_> = desk.session().listed().iter().take(2).cloned().collect();
    for id in ids {
        let change = marz::edit::Change::Status(Some(Status::ToDo));
        desk.ask(Command::Perform(marz::edit::Action::Edit { id, change }));
    }
    desk.key(Key::Q);
    assert!(desk.reads("To do: 2 left"));
    desk.ctrl(Key::Enter);
    assert!(desk.reads("To do: 1 left"));
    desk.control(Role::Button, "Show all").click();
    desk.settle();
    assert!(desk.reads("of 60 shown"));
}
