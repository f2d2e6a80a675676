//! A table of another collection, looked at and then taken.

use std::fs;

use eframe::egui::accesskit::Role;
use marz::session::Command;

use super::desk::Desk;

const TABLE: &str = "event_id_cnty;event_date;time_precision;event_type;sub_event_type;actor1;inter1;country;admin1;\
    location;latitude;longitude;geo_precision;source;notes;fatalities\n\
    T1;2025-11-26;1;Battles;Armed clash;One side;1;Tajikistan;Khatlon;A village;37.5;69.5;1;A paper;Words;3\n\
    T2;2025-11-27;2;Battles;Armed clash;One side;1;Tajikistan;Khatlon;A village;37.5;69.5;3;A paper;Words;0\n\
    ;2025-11-27;2;Battles;Armed clash;One side;1;Tajikistan;Khatlon;A village;37.5;69.5;3;A paper;Words;0\n";

#[test]
fn a_table_is_shown_before_it_is_taken_and_one_step_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acled.csv");
    fs::write(&path, TABLE).unwrap();
    let mut desk = Desk::new();
    let before = desk.document().len();
    desk.ask(Command::ImportFrom(path.clone()));
    desk.wait_until("the table is shown", |session| session.importing().is_some());
    desk.settle();
    assert_eq!(desk.document().len(), before);
    assert!(desk.reads("3 rows: 2 kept, 1 skipped"));
    assert!(desk.reads("line 4: skipped: the row has no event_id_cnty: nothing names the event"));
    desk.control(Role::Button, "Add 2 incidents").click();
    desk.settle();
    assert_eq!(desk.document().len(), before + 2);
    assert!(desk.document().facts().attribution.iter().any(|credit| credit.contains("ACLED")));
    desk.ask(Command::Undo);
    assert_eq!(desk.document().len(), before);
    assert_eq!(fs::read_to_string(&path).unwrap(), TABLE);
}
