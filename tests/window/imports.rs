//! Files of others, looked at, mapped, and then taken as one step.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use eframe::egui::{Event, accesskit::Role};
use marz::{
    session::{Command, ImportCommand, Tone},
    store::formats::{
        mapping::Field,
        table::{HeadingWish, Wishes},
    },
};

use super::desk::Desk;

const TABLE: &str = "event_id_cnty;event_date;time_precision;event_type;sub_event_type;actor1;inter1;country;admin1;\
    location;latitude;longitude;geo_precision;source;notes;fatalities\n\
    T1;2025-11-26;1;Battles;Armed clash;One side;1;Tajikistan;Khatlon;A village;37.5;69.5;1;A paper;Words;3\n\
    T2;2025-11-27;2;Battles;Armed clash;One side;1;Tajikistan;Khatlon;A village;37.5;69.5;3;A paper;Words;0\n\
    ;2025-11-27;2;Battles;Armed clash;One side;1;Tajikistan;Khatlon;A village;37.5;69.5;3;A paper;Words;0\n";

/// A desk whose files of others are read by the program itself.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.read_layers_with(Path::new(env!("CARGO_BIN_EXE_marz")));
    desk
}

fn shown(desk: &mut Desk, path: &Path) {
    desk.ask(Command::ImportFrom(path.to_owned()));
    understood(desk);
}

fn understood(desk: &mut Desk) {
    desk.wait_until("all rows are understood", |session| {
        session.importing().is_some_and(|importing| importing.read.is_some())
    });
}

fn press(desk: &mut Desk, name: &str) {
    desk.control(Role::Button, name).click();
    desk.settle();
}

#[derive(Debug)]
struct Dropped(PathBuf);

impl eframe::egui::DroppedFile for Dropped {
    fn path(&self) -> &Path {
        &self.0
    }

    fn bytes(&self) -> Result<Vec<u8>, String> {
        fs::read(&self.0).map_err(|error| error.to_string())
    }
}

#[test]
fn a_table_is_shown_before_it_is_taken_and_one_step_takes_it_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acled.csv");
    fs::write(&path, TABLE).unwrap();
    let mut desk = desk();
    let before = desk.document().len();
    shown(&mut desk, &path);
    assert_eq!(desk.document().len(), before);
    assert!(desk.reads("3 rows: 2 kept, 1 skipped"));
    press(&mut desk, "Report (1)");
    assert!(desk.reads("line 4: skipped: the row has no event_id_cnty: nothing names the event"));
    press(&mut desk, "Add 2 incidents");
    desk.wait_until("they are here", |session| session.document().len() == before + 2);
    assert!(desk.document().facts().attribution.iter().any(|credit| credit.contains("ACLED")));
    let made = desk.document();
    let made = made.incidents().find(|incident| incident.id.as_str() == "T1").unwrap();
    assert_eq!(made.history.len(), 1);
    desk.ask(Command::Undo);
    assert_eq!(desk.document().len(), before);
    assert_eq!(fs::read_to_string(&path).unwrap(), TABLE);
}

#[test]
fn a_table_that_is_opened_becomes_a_new_document_where_no_other_is_open() {
    let folder = tempfile::tempdir().unwrap();
    // What it is stands in it, not in its name.
    let path = folder.path().join("acled.txt");
    fs::write(&path, TABLE).unwrap();
    let mut desk = desk();
    desk.ask(Command::OpenPath(path.clone()));
    understood(&mut desk);
    assert!(desk.document().is_empty() && desk.reads("3 rows: 2 kept, 1 skipped"));
    press(&mut desk, "Add 2 incidents");
    desk.wait_until("they are here", |session| session.document().len() == 2);
    // Work that is under way gives way to no table.
    desk.ask(Command::OpenPath(path));
    desk.settle();
    assert!(desk.session().importing().is_none() && desk.document().len() == 2);
}

#[test]
fn a_button_does_not_move_away_under_the_hand() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("acled.csv");
    fs::write(&path, TABLE).unwrap();
    let mut desk = desk();
    shown(&mut desk, &path);
    desk.settle();
    let at = |desk: &Desk| desk.control(Role::Button, "Add 2 incidents").rect();
    let first = at(&desk);
    for x in 0..20 {
        desk.point(eframe::egui::pos2(100.0 + x as f32, 100.0));
    }
    assert_eq!(at(&desk), first);
}

#[test]
fn a_table_of_any_maker_is_asked_about_what_it_leaves_open() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("posts.csv");
    fs::write(&path, "When it was;Where;lat;lon;What\n07.08.25;A village;37.51;69.52;Armed clash\n").unwrap();
    let mut desk = desk();
    shown(&mut desk, &path);
    let mapping = desk.session().importing().unwrap().mapping.clone();
    assert_eq!((mapping.field("lat"), mapping.field("When it was")), (Field::Latitude, Field::Date));
    assert!(desk.reads("could be read two ways"));
    assert!(desk.reads("years of two digits"));
    press(&mut desk, "Day before month (26/11/2025)");
    understood(&mut desk);
    let this_year = desk.session().today().year();
    press(&mut desk, &format!("{:02} is {this_year}", this_year.rem_euclid(100)));
    understood(&mut desk);
    // A column is put to another use by hand, and the mapping is a file that does the same again.
    let mut mapping = desk.session().importing().unwrap().mapping.clone();
    mapping.set("What", Field::Kind);
    mapping.set("Where", Field::Place);
    desk.ask(ImportCommand::Map(Box::new(mapping.clone())).into());
    understood(&mut desk);
    let kept = folder.path().join("kept.json");
    desk.ask(ImportCommand::SaveMapping(kept.clone()).into());
    desk.wait_until("the mapping is saved", |_| kept.exists());
    press(&mut desk, "First incidents");
    assert!(desk.reads("7 Aug 2025"));
    desk.ask(ImportCommand::Propose.into());
    understood(&mut desk);
    desk.ask(ImportCommand::UseMapping(kept).into());
    desk.wait_until("the mapping is used", |session| session.importing().unwrap().mapping == mapping);
    understood(&mut desk);
    press(&mut desk, "Add 1 incident");
    desk.wait_until("it is here", |session| session.importing().is_none());
    let document = desk.document();
    let made = document.incidents().find(|incident| incident.rest.contains_key("orig.What")).unwrap();
    assert_eq!(made.place.name.as_deref(), Some("A village"));
    assert_eq!(made.when.typed(), "2025-08-07");
}

#[test]
fn several_dropped_files_come_one_after_the_other_and_one_may_be_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let mut desk = desk();
    for name in ["one", "two"] {
        let path = folder.path().join(format!("{name}.csv"));
        fs::write(&path, format!("date,lat,lon,title\n2025-11-26,37.51,69.52,{name}\n")).unwrap();
        desk.harness.input_mut().dropped_files.push(Arc::new(Dropped(path)));
    }
    desk.settle();
    understood(&mut desk);
    assert!(desk.reads("1 file more waits"));
    press(&mut desk, "Cancel");
    desk.wait_until("the second is here", |session| {
        session
            .importing()
            .is_some_and(|importing| importing.from.name() == "two.csv" && importing.read.is_some())
    });
    press(&mut desk, "Add 1 incident");
    desk.wait_until("it is taken", |session| session.importing().is_none());
    let titles: Vec<String> = desk.document().incidents().map(|incident| incident.title.clone()).collect();
    assert!(titles.contains(&"two".to_owned()) && !titles.contains(&"one".to_owned()));
}

#[test]
fn a_table_pasted_from_a_spreadsheet_is_looked_at_as_one() {
    let mut desk = desk();
    let text =
        "Date\tLatitude\tLongitude\tTitle\n2025-11-26\t37.51\t69.52\tPasted\n2025-11-27\t37.6\t69.6\tToo\n";
    desk.harness.event(Event::Paste(text.to_owned()));
    desk.settle();
    understood(&mut desk);
    assert!(desk.reads("2 rows: 2 kept, 0 skipped"));
    // There are no bytes whose letters could be wrong, but its heading may be no heading.
    assert!(desk.reads("2 rows · text, separated by tabs, heading on line 1") && !desk.reads("Letters"));
    let without = Wishes { heading: HeadingWish::Missing, ..Wishes::default() };
    desk.ask(ImportCommand::Wish(without).into());
    understood(&mut desk);
    assert!(desk.reads("3 rows · text, separated by tabs, without a heading"));
    desk.ask(ImportCommand::Leave.into());
    assert!(desk.session().importing().is_none());
}

#[test]
fn a_file_that_nobody_can_read_is_a_sentence_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("picture.csv");
    fs::write(&path, b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR").unwrap();
    let mut desk = desk();
    let before = desk.document();
    desk.ask(Command::ImportFrom(path));
    desk.wait_until("it is refused", |session| session.importing().is_none());
    assert!(
        desk.messages().iter().any(|(tone, text)| *tone == Tone::Trouble && text.contains("picture.csv"))
    );
    assert_eq!(desk.document(), before);
}
