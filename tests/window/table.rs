//! The table of all records, by keys and by names.

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};
use marz::{
    model::{IncidentId, Status, Toll},
    session::{Command, Pane},
    store::{Settings, TableColumn, TableSettings},
    ui::TableLayout,
};

use crate::desk::Desk;

fn table() -> Desk {
    let mut desk = Desk::new();
    desk.ask(Command::TogglePane(Pane::Table));
    desk
}

fn row(desk: &Desk, row: usize) -> IncidentId {
    desk.session().listed()[row].clone()
}

fn click_cell(desk: &mut Desk, column: &str, id: &IncidentId) {
    let name = format!("{column}, row {id}");
    let at = desk.control(Role::Cell, &name).rect().left_center() + eframe::egui::vec2(12.0, 0.0);
    desk.click(at);
}

fn type_text(desk: &mut Desk, text: &str) {
    desk.harness.event(Event::Text(text.to_owned()));
    desk.settle();
}

fn killed(desk: &Desk, id: &IncidentId) -> Toll {
    desk.document().get(id).unwrap().killed.clone()
}

#[test]
fn a_cell_is_edited_with_the_keyboard_and_the_cursor_goes_down() {
    let mut desk = table();
    let (first, second) = (row(&desk, 0), row(&desk, 1));
    click_cell(&mut desk, "Title", &first);
    assert_eq!(desk.selected().map(|i| i.id), Some(first.clone()), "the editor follows");
    desk.key(Key::F2);
    assert!(desk.has_field(&format!("Edit Title, row {first}")));
    desk.ctrl(Key::A);
    type_text(&mut desk, "Drone at Shodak");
    desk.key(Key::Enter);
    assert_eq!(desk.document().get(&first).unwrap().title, "Drone at Shodak");
    assert_eq!(desk.selected().map(|i| i.id), Some(second), "Enter goes down");
    desk.ctrl(Key::Z);
    assert_ne!(desk.document().get(&first).unwrap().title, "Drone at Shodak");
}

#[test]
fn typing_on_a_cell_writes_over_it_and_escape_gives_it_back() {
    let mut desk = table();
    let first = row(&desk, 0);
    let before = desk.document();
    click_cell(&mut desk, "Place", &first);
    type_text(&mut desk, "Z");
    type_text(&mut desk, "b");
    assert_eq!(desk.text_of(&format!("Edit Place, row {first}")), "Zb");
    desk.key(Key::Escape);
    assert_eq!(desk.document(), before);
    assert!(!desk.has_field(&format!("Edit Place, row {first}")));
    assert_eq!(desk.selected().map(|i| i.id), Some(first), "Escape closes the cell and nothing else");
}

#[test]
fn a_word_of_a_closed_list_is_chosen_by_its_first_letters() {
    let mut desk = table();
    let first = row(&desk, 0);
    desk.ask(Command::Select(Some(first.clone())));
    click_cell(&mut desk, "Type", &first);
    type_text(&mut desk, "snip");
    let label = marz::model::taxonomy::event_types()
        .iter()
        .find(|kind| kind.label.to_lowercase().contains("snip"))
        .map(|kind| kind.code.clone());
    desk.key(Key::Enter);
    if let Some(code) = label {
        assert_eq!(desk.document().get(&first).unwrap().event_type, code);
    }
}

#[test]
fn a_number_that_cannot_be_read_stays_open_with_its_complaint() {
    let mut desk = table();
    let first = row(&desk, 0);
    let before = killed(&desk, &first);
    click_cell(&mut desk, "Killed", &first);
    type_text(&mut desk, "many");
    desk.key(Key::Enter);
    assert_eq!(killed(&desk, &first), before);
    assert_eq!(desk.text_of(&format!("Edit Killed, row {first}")), "many");
    assert!(desk.reads("“many” is not a number of people"));
    desk.ctrl(Key::A);
    type_text(&mut desk, "6-8");
    desk.key(Key::Tab);
    let toll = killed(&desk, &first);
    assert_eq!((toll.low, toll.best, toll.high), (Some(6), None, Some(8)));
    assert_eq!(desk.selected().map(|i| i.id), Some(first), "Tab goes to the right");
}

#[test]
fn three_marked_records_get_a_status_and_one_step_takes_it_back() {
    let mut desk = table();
    let before = desk.document();
    let first = row(&desk, 0);
    click_cell(&mut desk, "Title", &first);
    for _ in 0..2 {
        desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
        desk.settle();
    }
    assert!(desk.reads("3 marked"));
    desk.control(Role::Button, "Set status").click();
    desk.settle();
    desk.control_where("Disputed", |role, label| role == Role::Button && label == "Disputed").click();
    desk.settle();
    let disputed = |desk: &Desk| {
        desk.document().incidents().filter(|incident| incident.status == Some(Status::Disputed)).count()
    };
    let already = before.incidents().filter(|incident| incident.status == Some(Status::Disputed)).count();
    assert_eq!(disputed(&desk), already + 3);
    desk.ctrl(Key::Z);
    assert_eq!(desk.document(), before);
}

#[test]
fn letters_and_space_belong_to_the_table_while_it_has_the_keyboard() {
    let mut desk = table();
    let first = row(&desk, 0);
    click_cell(&mut desk, "Title", &first);
    let camera = desk.session().view().camera;
    desk.key(Key::B);
    desk.key(Key::Space);
    assert_eq!(desk.session().view().camera, camera, "B shows no frontier");
    assert!(!desk.session().timeline().playback.playing, "Space plays nothing");
    assert!(desk.session().marked().contains(&first), "but marks");
}

#[test]
fn the_heading_sorts_and_turns_round() {
    let mut desk = table();
    for wanted in [true, false] {
        let at = desk.control(Role::ColumnHeader, "Sort by Killed").rect().center();
        desk.click(at);
        let session = desk.session();
        let numbers: Vec<u32> = session
            .listed()
            .iter()
            .filter_map(|id| session.document().get(id).unwrap().killed.best)
            .collect();
        assert!(numbers.is_sorted_by(|a, b| if wanted { a <= b } else { a >= b }), "{numbers:?}");
    }
}

#[test]
fn the_choice_of_columns_holds_after_reopening() {
    let columns = [("killed", 90.0), ("title", 300.0), ("own:bridge", 100.0)];
    let table = TableSettings {
        columns: columns.map(|(column, width)| TableColumn { column: column.to_owned(), width }).to_vec(),
    };
    let folder = tempfile::tempdir().unwrap();
    Settings { table: table.clone(), ..Settings::default() }.save(folder.path()).unwrap();
    let (settings, _) = Settings::load(folder.path());
    assert_eq!(TableLayout::from_settings(&settings.table).to_settings(), table);
    let mut desk = Desk::with_settings((settings, Some(folder.path().to_owned()), None));
    desk.ask(Command::TogglePane(Pane::Table));
    let first = row(&desk, 0);
    let killed = desk.control(Role::Cell, &format!("Killed, row {first}")).rect();
    let title = desk.control(Role::Cell, &format!("Title, row {first}")).rect();
    assert!(killed.right() <= title.left() + 1.0, "in the chosen order");
    assert!(!desk.reads("Sort by Wounded"));
    // Another column by the menu.
    desk.control(Role::Button, "Columns").click();
    desk.settle();
    desk.control(Role::CheckBox, "Wounded").click_accesskit();
    desk.settle();
    desk.save_settings();
    let (settings, _) = Settings::load(folder.path());
    let codes: Vec<_> = settings.table.columns.iter().map(|column| column.column.as_str()).collect();
    assert_eq!(codes, ["killed", "title", "own:bridge", "wounded"], "also a field of another project stays");
}
