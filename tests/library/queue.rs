//! Coding a record after another: a pasted report and its offers, the queue, marks, signed changes, kept views.

use marz::{
    analysis::{Facet, Window, offers::OfferField},
    edit::{Action, Change},
    model::{Incident, LinkKind, Precision, Status},
    session::{Command, Effect, Field, File, Session, Tone},
    store::native,
};

use crate::{
    documents::{day, days, document, id, incident},
    session::environment,
};

const REPORT: &str = "Two border guards killed near Panj\n\
    Asia-Plus, 28 November 2025\n\
    https://asiaplustj.info/en/news/20251128/two-border-guards-killed\n\n\
    Two Tajik border guards were killed and three were wounded on 26 November 2025 \
    when gunmen opened fire from the Afghan bank of the Panj.";

fn session_on(incidents: impl IntoIterator<Item = Incident>) -> Session {
    Session::on(environment(), document(incidents), File::Untitled, None)
}

fn to_do(name: &str, date: &str) -> Incident {
    Incident { status: Some(Status::ToDo), ..incident(name, date, date) }
}

fn offer_of(session: &Session, field: OfferField) -> usize {
    let offered = session.offers().iter().find(|offered| offered.offer.field == field);
    offered.expect("the report offers it").number
}

#[test]
fn an_offer_keeps_its_number_while_others_are_taken() {
    let mut session = session_on([]);
    session.handle(Command::PasteText(REPORT.to_owned()));
    let before = session.offers().to_vec();
    assert!(before.len() > 9, "the report offers more than there are keys");
    session.handle(Command::TakeOffer(0));
    for offered in &before[1..9] {
        assert!(session.offers().contains(offered), "{offered:?} has another number now");
    }
    let heir = session.offers().iter().find(|offered| offered.number == 0).expect("the key is not idle");
    assert_eq!(heir.offer, before[9].offer);
}

#[test]
fn a_pasted_report_begins_a_record_and_fills_nothing_by_itself() {
    let mut session = session_on([]);
    let effects = session.handle(Command::PasteText(REPORT.to_owned()));
    assert!(effects.contains(&Effect::Focus(Field::ReportText)));
    let empty = session.selected_incident().expect("a record to code").clone();
    assert!(empty.when.span().is_none() && !empty.killed.is_stated() && empty.sources.is_empty());
    assert!(!session.offers().is_empty());
}

#[test]
fn offers_are_taken_one_by_one_into_the_record_and_its_source() {
    let mut session = session_on([]);
    session.handle(Command::PasteText(REPORT.to_owned()));
    for field in [
        OfferField::Date,
        OfferField::Killed,
        OfferField::Wounded,
        OfferField::SourceUrl,
        OfferField::SourceDate,
        OfferField::SourceTitle,
    ] {
        let number = offer_of(&session, field);
        let before = session.offers().len();
        session.handle(Command::TakeOffer(number));
        assert_eq!(session.offers().len(), before - 1, "what is taken is offered no more");
    }
    let coded = session.selected_incident().unwrap();
    assert_eq!(coded.when.span(), Some(days("2025-11-26", "2025-11-26")));
    assert_eq!((coded.killed.best, coded.wounded.best), (Some(2), Some(3)));
    assert_eq!(coded.sources.len(), 1, "the facts of one report make one source");
    let source = &coded.sources[0];
    assert_eq!(source.title.as_deref(), Some("Two border guards killed near Panj"));
    assert_eq!(source.date.as_deref(), Some("2025-11-28"));
    assert!(source.url.as_deref().unwrap().starts_with("https://asiaplustj.info"));
    assert!(session.handle(Command::TakeOffer(10_000)).is_empty());
    assert_eq!(session.messages().last().unwrap().tone, Tone::Refused);
}

#[test]
fn an_offered_place_is_no_more_precise_than_the_gazetteer() {
    let mut session = session_on([]);
    session.handle(Command::PasteText("A clash near Khorog on 3 May 2021.".to_owned()));
    session.handle(Command::TakeOffer(offer_of(&session, OfferField::Place)));
    let place = &session.selected_incident().unwrap().place;
    assert_eq!(place.precision, Precision::Near);
    assert!(place.method.as_deref().unwrap().contains("gazetteer"));
    assert_eq!(place.country.as_deref(), Some("Tajikistan"));
}

#[test]
fn accepting_leads_through_the_queue_and_out_of_it() {
    let mut session = session_on([
        to_do("a", "2025-01-01"),
        to_do("b", "2025-01-02"),
        incident("c", "2025-01-03", "2025-01-03"),
    ]);
    session.handle(Command::ShowQueue);
    assert_eq!(session.listed().len(), 2);
    assert_eq!(session.selected(), Some(&id("a")));
    session.handle(Command::Accept);
    assert_eq!(session.document().get(&id("a")).unwrap().status, Some(Status::ForReview));
    assert_eq!(session.selected(), Some(&id("b")));
    session.handle(Command::Accept);
    assert!(session.listed().is_empty());
    assert!(session.messages().last().unwrap().text.contains("last"));
    session.handle(Command::ShowQueue);
    assert!(
        !session.view().filter.chosen.contains_key(&Facet::Status),
        "the same key shows everything again"
    );
    session.handle(Command::Undo);
    assert_eq!(session.document().get(&id("b")).unwrap().status, Some(Status::ToDo));
}

#[test]
fn every_change_is_signed_with_the_name_of_the_settings_and_the_time() {
    let mut session = session_on([incident("a", "2025-01-01", "2025-01-01")]);
    let retitle =
        |title: &str| Command::Perform(Action::Edit { id: id("a"), change: Change::Title(title.to_owned()) });
    session.handle(retitle("Shots at the bridge"));
    session.handle(Command::SetAuthor(" Farid ".to_owned()));
    session.handle(retitle("Shots near the bridge"));
    let history = &session.document().get(&id("a")).unwrap().history;
    let signed: Vec<(&str, &str)> =
        history.iter().map(|entry| (entry.stamp.by.as_str(), entry.stamp.at.as_str())).collect();
    assert_eq!(signed, [("Zarina", "2026-11-22T06:00:00Z"), ("Farid", "2026-11-22T06:00:00Z")]);
    session.handle(Command::Undo);
    assert_eq!(session.document().get(&id("a")).unwrap().history.len(), 1, "what is undone was not done");
}

#[test]
fn a_copy_begins_its_own_history() {
    let mut session = session_on([incident("a", "2025-01-01", "2025-01-01")]);
    session.handle(Command::Perform(Action::Edit { id: id("a"), change: Change::Title("Shots".to_owned()) }));
    session.handle(Command::Select(Some(id("a"))));
    session.handle(Command::Duplicate);
    let copy = session.selected_incident().unwrap();
    assert_eq!(copy.history.len(), 1, "that it was made");
    assert!(copy.history[0].set.is_empty());
}

#[test]
fn marks_reach_from_one_row_to_another_and_die_with_their_record() {
    let mut session = session_on((1..=5).map(|n| incident(&n.to_string(), "2025-01-01", "2025-01-01")));
    session.handle(Command::Mark(id("2")));
    session.handle(Command::MarkTo(id("4")));
    assert_eq!(session.marked().iter().map(ToString::to_string).collect::<String>(), "234");
    session.handle(Command::Perform(Action::Remove(id("3"))));
    assert_eq!(session.marked().len(), 2);
    session.handle(Command::ClearMarks);
    assert!(session.marked().is_empty());
}

#[test]
fn two_records_are_merged_in_one_step_and_undo_gives_both_back() {
    let a = incident("a", "2025-11-30", "2025-11-30");
    let b =
        Incident { summary: "Seen from the bridge.".to_owned(), ..incident("b", "2025-11-30", "2025-11-30") };
    let mut session = session_on([a, b]);
    let before = session.document().clone();
    session.handle(Command::Merge(std::collections::BTreeMap::new()));
    assert_eq!(session.messages().last().unwrap().tone, Tone::Refused, "nothing is chosen yet");
    session.handle(Command::CompareForMerge(id("a"), id("b")));
    session.handle(Command::Merge(std::collections::BTreeMap::new()));
    let merged = session.document().get(&id("a")).unwrap();
    assert_eq!(merged.summary, "Seen from the bridge.");
    assert!(merged.is_linked(&LinkKind::SameAs, &id("b")));
    assert_eq!(session.document().len(), 1);
    session.handle(Command::Undo);
    assert_eq!(session.document(), &before);
}

#[test]
fn a_kept_view_comes_back_from_the_file_with_place_window_and_filter() {
    let mut session = session_on([incident("a", "2025-01-01", "2025-01-01")]);
    let window = Window { first: Some(day("2025-01-01")), last: Some(day("2025-06-30")) };
    session.handle(Command::SetWindow(window));
    session.handle(Command::SetSearch("bridge".to_owned()));
    session.handle(Command::ZoomIn);
    let camera = session.view().camera;
    session.handle(Command::AddShot("The bridge in spring".to_owned()));

    let (read, report) = native::read(&native::write(session.document())).unwrap();
    assert!(report.is_clean());
    let mut session = Session::on(environment(), read, File::Untitled, None);
    session.handle(Command::GoToShot(0));
    assert_eq!(session.view().window, window);
    assert_eq!(session.view().filter.text, "bridge");
    assert_eq!(session.view().camera, camera);
    session.handle(Command::RemoveShot(0));
    session.handle(Command::Undo);
    assert_eq!(session.document().facts().shots[0].name, "The bridge in spring");
}
