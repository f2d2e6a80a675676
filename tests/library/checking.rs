//! Checking records in a session: answers asked for and kept, remedies, marks, and actors made one.

use std::collections::BTreeSet;

use marz::{
    analysis::{actors::actors, review::Rule},
    edit::{Action, Change},
    model::{Actor, Document, Incident, LinkKind},
    session::{Check, Command, Effect, Environment, File, Session, Sheetlet},
};

use crate::documents::{day, document, id, incident};

fn session_on(document: Document) -> Session {
    let environment = Environment {
        today: day("2026-11-22"),
        now: Box::new(|| "2026-11-22T06:00:00Z".parse().unwrap()),
        author: "Zarina".to_owned(),
        new_id: Box::new(|| id("new")),
    };
    Session::on(environment, document, File::Untitled, None)
}

fn untidy() -> Document {
    let untidy = |name: &str| Incident {
        title: format!("Shots at {name} "),
        summary: " Two shots. ".to_owned(),
        tags: vec!["night".to_owned(), "night".to_owned()].into(),
        ..incident(name, "2025-01-01", "2025-01-01")
    };
    document([untidy("a"), untidy("b"), untidy("c")])
}

/// Asks, works out beside the window, and hands the answer in.
fn check(session: &mut Session, check: Check) {
    for effect in session.handle(Command::Ask(check)) {
        if let Effect::Check { check, document, today } = effect {
            let checked = check.answer(&document, today);
            session.checked(document.revision(), checked);
        }
    }
}

#[test]
fn an_answer_is_asked_for_once_and_again_after_a_change() {
    let mut session = session_on(untidy());
    assert!(session.findings().is_none() && session.should_check(&Check::Review));
    let effects = session.handle(Command::Ask(Check::Review));
    let [Effect::Check { check: asked, document, today }] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(session.handle(Command::Ask(Check::Review)).is_empty(), "one question at a time");
    session.handle(Command::Perform(Action::Edit { id: id("a"), change: Change::Notes("x".to_owned()) }));
    session.checked(document.revision(), asked.clone().answer(document, *today));
    assert!(session.findings().is_some_and(|findings| !findings.is_empty()), "old ones are better than none");
    assert!(!session.is_checked(&Check::Review) && session.should_check(&Check::Review));
    check(&mut session, Check::Review);
    assert!(session.is_checked(&Check::Review));
}

#[test]
fn all_certain_remedies_are_one_step_and_leave_nothing_certain() {
    let mut session = session_on(untidy());
    assert!(Command::FixAllCertain.refusal(&session).is_some(), "nobody has looked yet");
    session.handle(Command::LetBe {
        incident: id("c"),
        rule: Rule::StrayBlanks,
        reason: "quoted".to_owned(),
    });
    check(&mut session, Check::Review);
    session.handle(Command::FixAllCertain);
    let a = session.document().get(&id("a")).unwrap();
    assert_eq!((a.title.as_str(), a.summary.as_str(), a.tags.len()), ("Shots at a", "Two shots.", 1));
    let c = session.document().get(&id("c")).unwrap();
    assert_eq!((c.title.as_str(), c.tags.len()), ("Shots at c ", 1), "what is let be stays");
    assert_eq!(session.history().steps().len(), 2);
    check(&mut session, Check::Review);
    assert!(session.findings().unwrap().iter().all(|f| f.fix.is_none() || f.ignored.is_some()));
    assert!(Command::FixAllCertain.refusal(&session).is_some());
    session.handle(Command::Undo);
    assert_eq!(session.document().get(&id("a")).unwrap().title, "Shots at a ");
}

#[test]
fn a_remedy_of_a_finding_that_is_no_more_changes_nothing() {
    let mut session = session_on(untidy());
    check(&mut session, Check::Review);
    let fixable = |f: &&marz::analysis::review::Finding| f.fix.is_some() && f.field == "Title";
    let finding = session.findings().unwrap().iter().find(fixable).cloned().unwrap();
    let change = Change::Title("Quite another".to_owned());
    session.handle(Command::Perform(Action::Edit { id: finding.incident.clone(), change }));
    session.handle(Command::FixFinding(Box::new(finding.clone())));
    assert_eq!(session.document().get(&finding.incident).unwrap().title, "Quite another");
}

#[test]
fn the_next_finding_passes_over_what_is_let_be() {
    let mut session = session_on(untidy());
    for name in ["a", "b", "c"] {
        let incident = id(name);
        let rules = marz::analysis::review::review_one(session.document(), &incident, session.today());
        if name != "b" {
            for finding in rules {
                let (incident, rule) = (incident.clone(), finding.rule);
                session.handle(Command::LetBe { incident, rule, reason: "fine".to_owned() });
            }
        }
    }
    for known in [false, true] {
        if known {
            check(&mut session, Check::Review);
        }
        session.handle(Command::Select(None));
        session.handle(Command::NextFinding);
        assert_eq!(session.selected(), Some(&id("b")));
        session.handle(Command::NextFinding);
        assert_eq!(session.selected(), Some(&id("b")), "it is the only one");
    }
}

#[test]
fn two_marked_records_are_compared_and_the_selected_one_is_kept() {
    let mut session = session_on(untidy());
    session.handle(Command::Mark(id("a")));
    assert_eq!(Command::MergeMarked.refusal(&session), Some("Mark two records first."));
    session.handle(Command::Mark(id("b")));
    session.handle(Command::Select(Some(id("b"))));
    assert_eq!(session.handle(Command::MergeMarked), [Effect::Show(Sheetlet::Merge)]);
    let kept = |session: &Session| session.merging().map(|(kept, _)| kept.id.clone());
    assert_eq!(kept(&session), Some(id("b")));
    session.handle(Command::SwapMerge);
    assert_eq!(kept(&session), Some(id("a")));
    let effects = session.handle(Command::Merge(std::collections::BTreeMap::new()));
    assert!(effects.contains(&Effect::Hide(Sheetlet::Merge)));
    assert!(session.merging().is_none() && session.document().get(&id("b")).is_none());
}

#[test]
fn a_pair_is_not_asked_about_after_either_record_says_it_is_another() {
    let twin = |name: &str| Incident {
        title: "Drone at the gold mine".to_owned(),
        ..incident(name, "2025-11-26", "2025-11-26")
    };
    let mut session = session_on(document([twin("a"), twin("b")]));
    check(&mut session, Check::Duplicates);
    let found = session.pairs().unwrap().count();
    session.handle(Command::NotTheSame(id("b"), id("a")));
    assert!(session.document().get(&id("b")).unwrap().is_linked(&LinkKind::NotSameAs, &id("a")));
    assert_eq!(session.pairs().unwrap().count(), found.saturating_sub(1), "at once");
    check(&mut session, Check::Duplicates);
    assert_eq!(session.pairs().unwrap().count(), 0, "and when it is looked for again");
}

#[test]
fn actors_are_counted_and_several_become_one_in_one_step() {
    let with = |name: &str, actors: &[&str]| Incident {
        actors: actors.iter().map(|&name| Actor { name: name.to_owned(), ..Actor::default() }).collect(),
        ..incident(name, "2025-01-01", "2025-01-01")
    };
    let start =
        document([with("a", &["Taliban"]), with("b", &["Taleban", "Smugglers"]), with("c", &["Talibs"])]);
    let entries = actors(&start);
    let entry = |name: &str| entries.iter().find(|entry| entry.name == name).unwrap();
    assert_eq!(
        (entry("Taleban").incidents, entry("Taleban").perhaps.clone()),
        (1, vec!["Taliban".to_owned()])
    );
    assert!(entry("Smugglers").perhaps.is_empty());
    let mut session = session_on(start.clone());
    let names = BTreeSet::from(["Taleban", "Taliban", "Talibs"].map(str::to_owned));
    session.handle(Command::MergeActors { names, into: "Taliban".to_owned() });
    let entries = actors(session.document());
    let taliban = entries.iter().find(|entry| entry.name == "Taliban").unwrap();
    assert_eq!((taliban.incidents, taliban.aliases.len()), (3, 2));
    assert_eq!(session.history().steps().len(), 1);
    session.handle(Command::Undo);
    assert_eq!(session.document(), &start);
}
