//! The editor: an incident is coded from the text of a report by the keyboard, every field in place.

use eframe::egui::{Event, Key, Modifiers, accesskit::Role};
use egui_kittest::kittest::NodeT as _;
use marz::session::Command;

use crate::desk::{Desk, is_field};

const REPORT: &str = "DUSHANBE, December 1, 2025 (Asia-Plus) -- A drone attack from Afghanistan killed three \
Chinese workers at a camp in Shamsiddin Shohin district of Tajikistan on the night of November 26, 2025, the \
Foreign Ministry said. Two others were wounded. https://asiaplustj.info/en/news/2025/12/01/drone";

impl Desk {
    /// A text arrives from the clipboard.
    fn paste(&mut self, text: &str) {
        self.harness.event(Event::Paste(text.to_owned()));
        self.settle();
    }

    fn alt(&mut self, key: Key) {
        self.harness.key_press_modifiers(Modifiers::ALT, key);
        self.settle();
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(Event::Text(text.to_owned()));
        self.settle();
    }

    /// The field that has the keyboard.
    fn focused_field(&self) -> String {
        let nodes = self.harness.root().children_recursive();
        let found =
            nodes.into_iter().find(|node| node.is_focused() && is_field(node.accesskit_node().role()));
        found.and_then(|node| node.accesskit_node().label()).unwrap_or_default()
    }

    /// Tab until the field of that name has the keyboard.
    fn tab_to(&mut self, name: &str) {
        for _ in 0..120 {
            if self.focused_field() == name {
                return;
            }
            self.key(Key::Tab);
        }
        panic!("Tab does not come to “{name}”");
    }

    /// Takes the offer that says these words, by its key.
    fn take(&mut self, label: &str, words: &str) {
        let says = |offered: &&marz::session::Offered| {
            offered.offer.field.label() == label && offered.offer.words.contains(words)
        };
        let number = self.session().offers().iter().find(says).map(|offered| offered.number);
        let number = number.unwrap_or_else(|| panic!("“{words}” is not offered for {label}"));
        let keys = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8];
        self.alt(keys[number]);
    }
}

#[test]
fn an_incident_is_coded_from_a_pasted_report_by_the_keyboard_alone() {
    let mut desk = Desk::new();
    desk.ask(Command::SetAuthor("Zarina".to_owned()));
    desk.paste(REPORT);
    assert!(desk.field("Text of a report").is_focused(), "the text has the keyboard");
    assert_eq!(desk.selected().unwrap().title, "", "nothing is filled silently");
    assert!(desk.selected().unwrap().when.date.is_none());
    desk.take("Type", "");
    desk.take("Date", "26");
    assert_eq!(desk.text_of("Text of a report"), REPORT, "the digits went to the offers, not into the text");
    let taken = desk.selected().unwrap();
    assert!(!taken.event_type.is_empty());
    assert!(taken.when.typed().starts_with("2025-11-26"), "{}", taken.when.typed());

    desk.tab_to("Title");
    desk.type_text("Drone attack on a camp in Shohin");
    desk.tab_to("Killed best");
    desk.type_text("3");
    desk.key(Key::Enter);
    desk.key(Key::Tab);
    assert_eq!(desk.focused_field(), "Killed high", "Tab goes on from the field that Enter finished");
    desk.tab_to("Status");
    desk.type_text("in p");
    let id = desk.selected().unwrap().id;
    desk.harness.key_press_modifiers(Modifiers::COMMAND, Key::Enter);
    desk.settle();
    let coded = desk.document().get(&id).unwrap();
    assert_eq!(coded.title, "Drone attack on a camp in Shohin");
    assert_eq!(coded.killed.best, Some(3));
    assert_eq!(coded.status, Some(marz::model::Status::ForReview), "in progress, then accepted");
    let by: Vec<&str> = coded.history.iter().map(|entry| entry.stamp.by.as_str()).collect();
    assert!(by.len() >= 5 && by.iter().all(|by| *by == "Zarina"), "{by:?}");
}

#[test]
fn offers_stand_beside_their_fields_and_a_click_takes_one() {
    let mut desk = Desk::new();
    desk.paste(REPORT);
    let offer = desk.control_where("offer for Wounded", |role, label| {
        role == Role::Button && label.starts_with("Offer for Wounded: 2")
    });
    offer.click_accesskit();
    desk.settle();
    assert_eq!(desk.selected().unwrap().wounded.best, Some(2));
    assert!(
        !desk.session().offers().iter().any(|offered| offered.offer.field.label() == "Wounded"),
        "taken is gone"
    );
}

#[test]
fn a_bad_grade_stays_with_its_complaint_while_other_fields_are_typed() {
    let mut desk = Desk::new();
    desk.ask(Command::SelectFirst);
    desk.enter("Source 1 grade", "Z9");
    assert_eq!(desk.selected().unwrap().sources[0].grade, None);
    desk.enter("Source 1 author", "A. Nazarov");
    assert_eq!(desk.text_of("Source 1 grade"), "Z9");
    assert!(desk.reads("“Z9” is no grade"));
    desk.enter("Source 1 grade", "b 2");
    assert_eq!(desk.selected().unwrap().sources[0].grade.unwrap().to_string(), "B2");
}

#[test]
fn a_date_of_two_readings_offers_both_and_takes_the_chosen() {
    let mut desk = Desk::new();
    desk.ask(Command::SelectFirst);
    let before = desk.selected().unwrap().when;
    desk.enter("Date", "3/4/2025");
    assert_eq!(desk.selected().unwrap().when, before, "nobody guesses");
    desk.control(Role::Button, "Read the date as 3 Apr 2025");
    desk.control(Role::Button, "Read the date as 4 Mar 2025").click();
    desk.settle();
    assert_eq!(desk.selected().unwrap().when.typed(), "2025-03-04");
}

#[test]
fn a_clock_without_a_zone_asks_for_the_bank_and_shows_both() {
    let mut desk = Desk::new();
    desk.ask(Command::SelectFirst);
    desk.enter("Date", "2025-11-27");
    desk.enter("Clock", "00:10");
    assert_eq!(desk.selected().unwrap().when.clock, None);
    desk.control(Role::Button, "By the clock of Dushanbe").click();
    desk.settle();
    assert!(desk.reads("00:10 Dushanbe, 27 Nov = 23:40 Kabul, 26 Nov"));
}

#[test]
fn a_type_is_chosen_by_a_few_letters_and_arrows() {
    let mut desk = Desk::new();
    desk.ask(Command::SelectFirst);
    let kind = &marz::model::taxonomy::event_types()[3];
    desk.enter("Type", &kind.label);
    assert_eq!(desk.selected().unwrap().event_type, kind.code);
    desk.field("Status").focus();
    desk.settle();
    desk.key(Key::ArrowDown);
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    assert_eq!(desk.selected().unwrap().status, Some(marz::model::Status::InProgress));
    desk.enter("Type", "no such thing");
    assert_eq!(desk.selected().unwrap().event_type, kind.code);
    assert!(desk.reads("is no type of the list"));
}

#[test]
fn the_history_tells_the_change_and_who_made_it_and_takes_a_reason() {
    let mut desk = Desk::new();
    desk.ask(Command::SetAuthor("Zarina".to_owned()));
    desk.ask(Command::SelectFirst);
    desk.enter("Country", "Elsewhere");
    assert!(!desk.reads("Zarina, "), "folded at first");
    desk.control(Role::Button, "History (1)").click_accesskit();
    desk.settle();
    assert!(desk.reads("Zarina, ") && desk.reads("place, country: ") && desk.reads("→ Elsewhere"));
    desk.enter("Why the last change was made", "The report was corrected");
    assert!(desk.reads("Why: The report was corrected"));
    assert_eq!(desk.selected().unwrap().history.len(), 1, "a reason is no change of its own");
}

#[test]
fn a_link_is_made_by_words_of_the_title_and_leads_there() {
    let mut desk = Desk::new();
    desk.ask(Command::SelectFirst);
    let other = desk.document().incidents().nth(7).unwrap().clone();
    desk.write("Add a link", other.id.as_str());
    desk.key(Key::Enter);
    assert_eq!(desk.selected().unwrap().links[0].to, other.id);
    let name = format!("Go to link 1: {}", other.display_title());
    desk.control(Role::Button, &name).click_accesskit();
    desk.settle();
    assert_eq!(desk.selected().unwrap().id, other.id);
}
