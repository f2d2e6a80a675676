//! How truth changes: an action and its undoing, steps and their names.

use marz::{
    edit::{Action, Change, EditError, History},
    model::{Document, Facts, Gazetteer, Incident, IncidentId, LonLat, Place, Precision, Source, Stamp},
};
use proptest::{collection::vec, prelude::*, sample::Index};
use serde_json::json;

use crate::documents::{CHANGES, any_change, any_document, any_incident, change_to, document, id, incident};

/// An id of the document, or a foreign one where it is empty.
fn some_id(document: &Document, pick: Index) -> IncidentId {
    let ids: Vec<_> = document.incidents().map(|incident| incident.id.clone()).collect();
    if ids.is_empty() { id("nobody") } else { pick.get(&ids).clone() }
}

/// One of all kinds of action; it need not fit the document.
fn action_on(document: &Document, kind: usize, pick: Index, values: &Incident) -> Action {
    let target = some_id(document, pick);
    match kind % (CHANGES + 5) {
        0 => Action::Insert(Box::new(values.clone())),
        1 => Action::Remove(target),
        2 => Action::Remove(values.id.clone()),
        3 => Action::SetFacts(Facts { title: values.title.clone(), ..Facts::default() }),
        4 => Action::Together {
            label: "several at once".to_owned(),
            actions: vec![
                Action::Edit { id: target.clone(), change: change_to(values.clone(), 0) },
                Action::Insert(Box::new(values.clone())),
                Action::Remove(target),
            ],
        },
        field => Action::Edit { id: target, change: change_to(values.clone(), field - 5) },
    }
}

fn an_edit() -> impl Strategy<Value = (usize, Index, Incident)> {
    (0..CHANGES + 5, any::<Index>(), any_incident())
}

fn retitled(name: &str, title: &str) -> Action {
    Action::Edit { id: id(name), change: Change::Title(title.to_owned()) }
}

fn two() -> Document {
    document([incident("a", "2025-01-01", "2025-01-01"), incident("b", "2025-02-01", "2025-02-03")])
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn undo_gives_back_what_was_before_and_redo_what_came_after(start in any_document(), edits in vec(an_edit(), 1..6)) {
        let mut history = History::new(start);
        for (kind, pick, values) in edits {
            let before = history.document().clone();
            let steps = history.steps().len();
            let action = action_on(&before, kind, pick, &values);
            let done = history.perform(action.clone());
            let after = history.document().clone();
            match done {
                Err(_) => {
                    prop_assert_eq!(&after, &before, "an action that fails changes nothing");
                    prop_assert_eq!(after.revision(), before.revision());
                    prop_assert_eq!(history.steps().len(), steps);
                }
                Ok(()) if after == before => {
                    prop_assert_eq!(after.revision(), before.revision(), "no change, no new state");
                    prop_assert_eq!(history.steps().len(), steps, "no change, no step");
                }
                Ok(()) => {
                    prop_assert_ne!(after.revision(), before.revision());
                    prop_assert_eq!(&action.apply(&before).unwrap(), &after, "an action means the same each time");
                    let label = history.undo();
                    prop_assert_eq!(history.document(), &before);
                    prop_assert_eq!(history.document().revision(), before.revision());
                    prop_assert_eq!(history.redo(), label);
                    prop_assert_eq!(history.document(), &after);
                    prop_assert_eq!(history.document().revision(), after.revision());
                }
            }
        }
    }

    #[test]
    fn every_action_survives_being_written_down(start in any_document(), edit in an_edit()) {
        let (kind, pick, values) = edit;
        let action = action_on(&start, kind, pick, &values);
        let text = serde_json::to_string(&action).unwrap();
        prop_assert_eq!(serde_json::from_str::<Action>(&text).unwrap(), action);
    }
}

proptest! {
    #![proptest_config(crate::chance::cases(24))]

    /// The naive history: all states in a list, and where one stands in it.
    #[test]
    fn five_hundred_steps_are_those_of_a_list_of_states(
        start in any_document(),
        pool in vec(any_incident(), 1..6),
        moves in vec((0..30_usize, any::<Index>(), any::<Index>()), 500),
    ) {
        let mut history = History::new(start.clone());
        let (mut states, mut here) = (vec![start], 0_usize);
        let mut revisions = vec![history.document().revision()];
        for (kind, pick, value) in moves {
            match kind {
                17..=23 => {
                    let label = history.undo();
                    prop_assert_eq!(label.is_some(), here > 0);
                    here = here.saturating_sub(1);
                }
                24..=29 => {
                    let label = history.redo();
                    prop_assert_eq!(label.is_some(), here + 1 < states.len());
                    here = (here + 1).min(states.len() - 1);
                }
                kind => {
                    let action = action_on(&states[here], kind, pick, value.get(&pool));
                    let expected = action.apply(&states[here]);
                    prop_assert_eq!(history.perform(action).is_ok(), expected.is_ok());
                    if let Ok(next) = expected && next != states[here] {
                        states.truncate(here + 1);
                        revisions.truncate(here + 1);
                        states.push(next);
                        let revision = history.document().revision();
                        prop_assert!(!revisions.contains(&revision), "a new state has a new name");
                        revisions.push(revision);
                        here += 1;
                    }
                }
            }
            prop_assert_eq!(history.document(), &states[here]);
            prop_assert_eq!(history.document().revision(), revisions[here]);
            prop_assert_eq!(history.steps().len(), here);
            prop_assert_eq!(history.undo_label().is_some(), here > 0);
            prop_assert_eq!(history.redo_label().is_some(), here + 1 < states.len());
        }
    }
}

#[test]
fn what_does_not_fit_is_refused_and_leaves_redo_possible() {
    let mut history = History::new(two());
    history.perform(retitled("a", "New title")).unwrap();
    history.undo();
    let before = history.document().clone();
    let missing = EditError::NoSuchIncident(id("c"));
    assert_eq!(history.perform(retitled("c", "Nobody")), Err(missing.clone()));
    assert_eq!(history.perform(Action::Remove(id("c"))), Err(missing));
    let taken = Action::Insert(Box::new(Incident::new(id("a"))));
    assert_eq!(history.perform(taken), Err(EditError::IdTaken(id("a"))));
    assert_eq!(*history.document(), before);
    assert_eq!(history.redo_label(), Some("change title of “a”"));
    assert!(history.redo().is_some());
    assert_eq!(history.document().get(&id("a")).unwrap().title, "New title");
}

#[test]
fn several_changes_together_are_all_or_none_and_one_step() {
    let mut history = History::new(two());
    let before = history.document().clone();
    let together = |last: Action| Action::Together {
        label: "merge two reports".to_owned(),
        actions: vec![retitled("a", "Merged"), Action::Remove(id("b")), last],
    };
    assert!(history.perform(together(retitled("b", "gone already"))).is_err());
    assert_eq!(*history.document(), before);
    assert!(history.steps().is_empty());

    history.perform(together(Action::Insert(Box::new(Incident::new(id("c")))))).unwrap();
    assert_eq!(history.undo_label(), Some("merge two reports"));
    assert_eq!(history.steps().len(), 1);
    let ids: Vec<_> = history.document().incidents().map(|incident| incident.id.to_string()).collect();
    assert_eq!(ids, ["a", "c"]);
    history.undo();
    assert_eq!(*history.document(), before);
}

#[test]
fn a_step_is_named_by_what_it_does_and_to_what() {
    let document = two();
    let named = |action: Action| action.label(&document);
    assert_eq!(named(retitled("a", "Other")), "change title of “a”");
    assert_eq!(named(Action::Remove(id("b"))), "delete “b”");
    let mut untitled = Incident::new(id("c"));
    assert_eq!(named(Action::Insert(Box::new(untitled.clone()))), "add “Untitled incident”");
    untitled.title = "A very long title of an incident that no menu has room for".to_owned();
    let label = named(Action::Insert(Box::new(untitled)));
    assert!(label.ends_with("…”") && label.chars().count() < 50, "{label}");
    let place = Change::Place(Box::default());
    assert_eq!(named(Action::Edit { id: id("a"), change: place }), "change place of “a”");
    // All fields have words of their own.
    let fields: std::collections::BTreeSet<_> =
        (0..12).map(|field| change_to(Incident::new(id("a")), field).field().to_owned()).collect();
    assert_eq!(fields.len(), 12);
}

#[test]
fn moving_a_point_drops_what_belonged_to_the_old_one() {
    let mut placed = incident("a", "2025-01-01", "2025-01-01");
    placed.place = Place {
        position: Some(LonLat::new(70.1891, 37.7604).unwrap()),
        precision: Precision::Near,
        name: Some("Shamsiddin Shohin".to_owned()),
        method: Some("gazetteer".to_owned()),
        gazetteer: Gazetteer { name: Some("GeoNames".to_owned()), id: Some(7) },
        border_distance_km: Some(3.5),
        side: Some("TJ".to_owned()),
        ..Place::default()
    };
    placed.extra_coordinates = vec![1250.0].into();
    let old = placed.place.clone();
    let mut history = History::new(document([placed]));

    let moved = old.moved_to(Some(LonLat::new(70.2, 37.8).unwrap()));
    let edit = Action::Edit { id: id("a"), change: Change::Place(Box::new(moved)) };
    history.perform(edit).unwrap();
    let now = history.document().get(&id("a")).unwrap();
    assert!(now.extra_coordinates.is_empty(), "the height was that of the old point");
    assert_eq!(now.place.gazetteer, Gazetteer::default());
    assert_eq!((now.place.border_distance_km, &now.place.side), (None, &None));
    assert_eq!(now.place.name, old.name, "what the sources call the place still holds");

    history.undo();
    let back = history.document().get(&id("a")).unwrap();
    assert_eq!((&back.place, back.extra_coordinates.as_slice()), (&old, &[1250.0][..]));
    assert_eq!(old.moved_to(old.position), old, "not moved, nothing dropped");
}

#[test]
fn a_point_gives_way_to_the_geometry_that_could_not_be_read_only_when_it_moves() {
    let mut unread = incident("a", "2025-01-01", "2025-01-01");
    unread.unread_geometry = Some(Box::new(json!({"type": "Point", "coordinates": [70.0, 95.0]})));
    let mut history = History::new(document([unread]));
    let named = Place { name: Some("Darvoz".to_owned()), ..Place::default() };
    history.perform(Action::Edit { id: id("a"), change: Change::Place(Box::new(named.clone())) }).unwrap();
    assert!(history.document().get(&id("a")).unwrap().unread_geometry.is_some());
    let placed = named.moved_to(Some(LonLat::new(70.2, 37.8).unwrap()));
    history.perform(Action::Edit { id: id("a"), change: Change::Place(Box::new(placed)) }).unwrap();
    assert_eq!(history.document().get(&id("a")).unwrap().unread_geometry, None);
}

fn signed(by: &str, action: Action) -> Action {
    let stamp = Stamp { at: "2026-11-22T06:00:00Z".to_owned(), by: by.to_owned(), why: None };
    Action::Signed { stamp, action: Box::new(action) }
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn the_history_of_a_record_replays_to_what_it_is(
        start in any_incident(), changes in vec(any_change().boxed(), 1..8)
    ) {
        // What a record brings along was noted by someone else.
        let start = Incident { history: marz::model::List::new(), ..start };
        let mut document = document([start.clone()]);
        for change in changes {
            document = signed("A", Action::Edit { id: start.id.clone(), change }).apply(&document).unwrap();
        }
        let now = document.get(&start.id).unwrap();
        let mut then = Incident::clone(&now);
        for entry in now.history.iter().rev() {
            then = entry.undone(&then).expect("the entry fits");
        }
        let bare = |incident: &Incident| Incident { history: marz::model::List::new(), ..incident.clone() };
        prop_assert_eq!(bare(&then), bare(&start));
        for entry in &now.history {
            then = entry.done(&then).expect("the entry fits");
        }
        prop_assert_eq!(bare(&then), bare(&now));
    }
}

#[test]
fn a_signed_change_names_who_when_and_only_what_differs() {
    let changed = signed("Zarina", retitled("a", "Shots at the bridge")).apply(&two()).unwrap();
    let history = &changed.get(&id("a")).unwrap().history;
    assert_eq!(history.len(), 1);
    assert_eq!(history[0].stamp.by, "Zarina");
    assert_eq!(history[0].set.len(), 1);
    assert_eq!(history[0].set[0].path, "/title");
    assert_eq!(history[0].set[0].new, Some(json!("Shots at the bridge")));
    assert!(changed.get(&id("b")).unwrap().history.is_empty(), "an untouched record notes nothing");

    let same = signed("Zarina", retitled("a", "Shots at the bridge")).apply(&changed).unwrap();
    assert_eq!(same, changed, "what changes nothing is noted nowhere");
}

#[test]
fn a_new_source_is_noted_without_the_others() {
    let source = |name: &str| Source { publisher: Some(name.to_owned()), ..Source::default() };
    let edit = |list: &[&str]| Action::Edit {
        id: id("a"),
        change: Change::Sources(list.iter().map(|name| source(name)).collect()),
    };
    let with_one = signed("A", edit(&["Asia-Plus"])).apply(&two()).unwrap();
    let with_two = signed("A", edit(&["Asia-Plus", "Khovar"])).apply(&with_one).unwrap();
    let last = with_two.get(&id("a")).unwrap().history.last().unwrap().clone();
    assert_eq!(last.set.len(), 1);
    assert_eq!(last.set[0].path, "/sources/1");
    assert_eq!(last.set[0].new, Some(json!({"publisher": "Khovar"})));
}
