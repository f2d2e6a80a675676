//! Checking: what the validator queries, duplicates, two records made one, and names of actors.

use eframe::egui::{Key, accesskit::Role};
use marz::{
    edit::{Action, Change},
    model::{Document, Incident, IncidentId, LinkKind, Source},
    session::{Command, Session, Sheetlet},
    store,
};

use super::desk::Desk;

/// A record with a blank too many in its title, and two reports of one night.
fn document() -> Document {
    let template = store::sample().0.incidents().find(|i| i.place.position.is_some()).unwrap().clone();
    let source = |name: &str| Source {
        url: Some(format!("https://example.org/{name}")),
        title: Some(format!("Report {name}")),
        publisher: Some(name.to_owned()),
        date: None,
        ..Source::default()
    };
    let record = |id: &str, title: &str, from: &str| Incident {
        id: IncidentId::new(id),
        title: title.to_owned(),
        sources: vec![source(from)].into(),
        links: marz::model::List::new(),
        ..(*template).clone()
    };
    let mut far = record("far", "Shots at the bridge ", "c");
    far.when = "2019-04-02"
        .parse::<jiff::civil::Date>()
        .map(marz::model::DaySpan::day)
        .map_or_else(|_| far.when.clone(), |day| marz::model::When::on(day, marz::model::DatePrecision::Day));
    far.actors =
        vec![marz::model::Actor { name: "Taleban".to_owned(), ..marz::model::Actor::default() }].into();
    let mut one = record("one", "Drone strikes a gold mine camp", "a");
    one.actors =
        vec![marz::model::Actor { name: "Taliban".to_owned(), ..marz::model::Actor::default() }].into();
    let mut two = record("two", "Drone strikes the gold mine camp", "b");
    two.actors.clone_from(&one.actors);
    let facts = marz::model::Facts::default();
    Document::new([far, one, two], facts, Vec::new(), serde_json::Map::new())
}

fn id(name: &str) -> IncidentId {
    IncidentId::new(name)
}

/// A window on these records, in a folder that lives as long as the desk.
fn desk() -> (Desk, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("check.geojson");
    store::save(&path, &document()).unwrap();
    (Desk::on_file(&path), folder)
}

fn open_findings(session: &Session, name: &str) -> usize {
    let of = session.findings().unwrap_or_default().iter();
    of.filter(|finding| finding.incident == id(name) && finding.ignored.is_none()).count()
}

fn checked(session: &Session) -> bool {
    session.is_checked(&marz::session::Check::Review)
}

fn click(desk: &mut Desk, begin: &str) {
    let begins = |role: Role, label: &str| role == Role::Button && label.starts_with(begin);
    desk.control_where(&format!("button “{begin}…”"), begins).click();
    desk.settle();
}

#[test]
fn letting_a_finding_be_with_a_reason_takes_it_from_the_list_and_undo_brings_it_back() {
    let (mut desk, _folder) = desk();
    desk.ask(Command::Perform(Action::Edit { id: id("one"), change: Change::Title(String::new()) }));
    desk.ask(Command::ToggleSheetlet(Sheetlet::Review));
    desk.wait_until("the records are checked", checked);
    let before = open_findings(&desk.session(), "one");
    click(&mut desk, "Let be: A title helps");
    desk.enter("Reason to let it be", "The title is secret");
    desk.wait_until("it is checked again", checked);
    assert_eq!(open_findings(&desk.session(), "one"), before - 1);
    assert!(!desk.reads("A title helps"), "it is gone from the list");
    assert_eq!(desk.document().get(&id("one")).unwrap().ignored[0].reason, "The title is secret");

    desk.control(Role::CheckBox, "Show those let be").click();
    desk.settle();
    assert!(desk.reads("let be: The title is secret") || desk.reads("Query again"));
    desk.ctrl(Key::Z);
    desk.wait_until("it is checked again", checked);
    assert_eq!(open_findings(&desk.session(), "one"), before);
}

#[test]
fn a_finding_that_was_let_be_can_be_queried_again() {
    let (mut desk, _folder) = desk();
    desk.ask(Command::Perform(Action::Edit { id: id("one"), change: Change::Title(String::new()) }));
    let rule = marz::analysis::review::Rule::NoTitle;
    desk.ask(Command::LetBe { incident: id("one"), rule, reason: "secret".to_owned() });
    desk.ask(Command::ToggleSheetlet(Sheetlet::Review));
    desk.wait_until("the records are checked", checked);
    desk.control(Role::CheckBox, "Show those let be").click();
    desk.settle();
    click(&mut desk, "Query again: A title helps");
    assert!(desk.document().get(&id("one")).unwrap().ignored.is_empty());
}

#[test]
fn a_certain_remedy_mends_the_record_and_leaves_the_list() {
    let (mut desk, _folder) = desk();
    desk.ask(Command::ToggleSheetlet(Sheetlet::Review));
    desk.wait_until("the records are checked", checked);
    let finding = desk.session().findings().unwrap().iter().find(|f| f.field == "Title").cloned().unwrap();
    click(&mut desk, &format!("{}: {}", finding.fix.unwrap().label, finding.message));
    assert_eq!(desk.document().get(&id("far")).unwrap().title, "Shots at the bridge");
    desk.wait_until("it is checked again", checked);
    assert!(!desk.session().findings().unwrap().iter().any(|f| f.field == "Title"));
}

#[test]
fn arrow_keys_go_through_the_findings_while_the_window_beside_stays_usable() {
    let (mut desk, _folder) = desk();
    desk.ask(Command::Perform(Action::Edit { id: id("one"), change: Change::Title(String::new()) }));
    desk.ask(Command::ToggleSheetlet(Sheetlet::Review));
    desk.wait_until("the records are checked", checked);
    desk.key(Key::End);
    let last = desk.session().findings().unwrap().last().unwrap().incident.clone();
    assert_eq!(desk.selected().map(|i| i.id), Some(last), "the list has the keys");
    desk.key(Key::ArrowUp);
    desk.enter("Title", "Mended meanwhile");
    desk.wait_until("the records are checked again", checked);
    assert_eq!(desk.document().get(&id("one")).unwrap().title, "Mended meanwhile");
    assert_eq!(open_findings(&desk.session(), "one"), 0);
    assert!(desk.shell().panes.is_open(Sheetlet::Review));
    desk.key(Key::Escape);
    assert!(!desk.shell().panes.is_open(Sheetlet::Review));
}

#[test]
fn two_reports_of_one_incident_are_merged_with_both_sources_and_undo_gives_both_back() {
    let (mut desk, _folder) = desk();
    let before = desk.document();
    desk.ask(Command::ToggleSheetlet(Sheetlet::Duplicates));
    desk.wait_until("the pairs are found", |session| session.pairs().is_some_and(|mut p| p.next().is_some()));
    click(&mut desk, "Compare: Drone");
    desk.control(Role::RadioButton, "Title: second").click();
    desk.settle();
    click(&mut desk, "Merge (Ctrl+Enter)");
    assert!(!desk.shell().panes.is_open(Sheetlet::Merge));
    let merged = desk.document().get(&id("one")).unwrap().clone();
    assert_eq!(merged.title, "Drone strikes the gold mine camp");
    let publishers: Vec<_> = merged.sources.iter().filter_map(|source| source.publisher.clone()).collect();
    assert_eq!(publishers, ["a", "b"]);
    assert!(desk.document().get(&id("two")).is_none());
    assert_eq!(desk.session().pairs().unwrap().count(), 0);
    desk.ctrl(Key::Z);
    assert_eq!(desk.document(), before);
}

#[test]
fn keys_choose_and_merge() {
    let (mut desk, _folder) = desk();
    desk.ask(Command::CompareForMerge(id("one"), id("two")));
    desk.key(Key::ArrowRight);
    desk.ctrl(Key::Enter);
    assert_eq!(desk.document().get(&id("one")).unwrap().title, "Drone strikes the gold mine camp");
    assert!(!desk.shell().panes.is_open(Sheetlet::Merge));
}

#[test]
fn the_window_of_a_merge_closes_when_one_of_the_two_is_gone() {
    let (mut desk, _folder) = desk();
    desk.ask(Command::CompareForMerge(id("one"), id("two")));
    assert!(desk.shell().panes.is_open(Sheetlet::Merge));
    desk.ask(Command::Perform(Action::Remove(id("two"))));
    assert!(!desk.shell().panes.is_open(Sheetlet::Merge));
}

#[test]
fn a_pair_that_is_not_the_same_is_not_asked_about_again() {
    let (mut desk, _folder) = desk();
    desk.ask(Command::Select(Some(id("one"))));
    desk.wait_until("the editor knows the twin", |session| session.twins().next().is_some());
    assert!(desk.reads("May be the same as: Drone strikes the gold mine camp"));
    desk.ask(Command::ToggleSheetlet(Sheetlet::Duplicates));
    desk.wait_until("the pairs are found", |session| session.pairs().is_some_and(|mut p| p.next().is_some()));
    click(&mut desk, "Not the same: Drone");
    assert_eq!(desk.session().pairs().unwrap().count(), 0);
    assert!(desk.document().get(&id("one")).unwrap().is_linked(&LinkKind::NotSameAs, &id("two")));
    assert!(!desk.reads("May be the same as"));
    desk.ctrl(Key::Z);
    assert_eq!(desk.session().pairs().unwrap().count(), 1);
}

#[test]
fn renaming_an_actor_renames_it_in_all_incidents_in_one_step() {
    let (mut desk, _folder) = desk();
    let before = desk.document();
    desk.ask(Command::ToggleSheetlet(Sheetlet::Actors));
    desk.wait_until("the actors are counted", |session| session.actors().is_some());
    assert_eq!(desk.text_of("Name of the actor"), "Taliban", "the most frequent stands first");
    desk.write("Name of the actor", "Taleban");
    assert!(desk.reads("will be merged with “Taleban”"));
    desk.key(Key::Enter);
    let names = |document: &Document| {
        document.incidents().map(|incident| incident.actors[0].name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names(&desk.document()), ["Taleban"; 3]);
    assert_eq!(desk.session().history().steps().len(), 1);
    desk.ctrl(Key::Z);
    assert_eq!(desk.document(), before);
}

#[test]
fn ticked_actors_become_one_and_the_suggestion_is_one_click() {
    let (mut desk, _folder) = desk();
    desk.ask(Command::ToggleSheetlet(Sheetlet::Actors));
    desk.wait_until("the actors are counted", |session| session.actors().is_some());
    for name in ["Tick Taliban", "Tick Taleban"] {
        desk.control(Role::CheckBox, name).click();
        desk.settle();
    }
    click(&mut desk, "Merge the 2 ticked into");
    let once = desk.document();
    assert!(once.incidents().all(|incident| incident.actors[0].name == "Taliban"));
    assert!(once.facts().known_actor("Taleban").is_some_and(|known| known.name == "Taliban"));
    desk.ctrl(Key::Z);
    desk.wait_until("the actors are counted", |session| session.is_checked(&marz::session::Check::Actors));
    click(&mut desk, "Perhaps the same: Taleban");
    // All but the second at which it was done.
    let again = desk.document();
    assert_eq!(again.facts(), once.facts());
    let actors = |document: &Document| {
        document.incidents().map(|incident| incident.actors.clone()).collect::<Vec<_>>()
    };
    assert_eq!(actors(&again), actors(&once));
    assert_eq!(desk.session().history().steps().len(), 1);
}
