//! Columns of the table: what stands in a cell can be typed again; one value for all marked records.

use marz::{
    analysis::{
        Direction, SortKey,
        columns::{Column, Context},
        sorted,
    },
    edit::{Replacement, TextField, finds},
    model::{Facts, FieldDefinition, FieldKind, Incident, IncidentId, Status, TollKind, taxonomy},
    session::{Command, Session, TagChange, Tone, own_field_key},
};

use crate::documents::day;

fn context(fields: &[FieldDefinition]) -> Context<'_> {
    Context { today: day("2026-11-22"), fields }
}

fn sample_rows() -> Vec<Incident> {
    let (document, _) = marz::store::sample();
    document.incidents().map(|incident| Incident::clone(&incident)).collect()
}

#[test]
fn what_stands_in_a_cell_of_the_example_changes_nothing_when_typed_again() {
    for incident in sample_rows() {
        for column in Column::NATIVE.into_iter().filter(Column::is_editable) {
            let typed = column.typed_of(&incident);
            assert_eq!(column.change(&incident, &typed, context(&[])), Ok(None), "{column:?} “{typed}”");
        }
    }
}

#[test]
fn what_stands_in_a_cell_of_the_example_makes_the_same_value_in_an_empty_record() {
    let empty = Incident::new(IncidentId::new("new"));
    for incident in sample_rows() {
        for column in Column::NATIVE.into_iter().filter(Column::is_editable) {
            // An hour in the words of a source names no clock; a point without one is of unknown precision.
            let typed = column.typed_of(&incident);
            if column == Column::Time && incident.when.clock.is_none() {
                continue;
            }
            let made = match column.change(&empty, &typed, context(&[])) {
                Ok(Some(change)) => change.applied_to(&empty),
                Ok(None) => empty.clone(),
                Err(why) => panic!("{column:?} “{typed}”: {why}"),
            };
            let trimmed = |text: String| text.trim().to_owned();
            assert_eq!(trimmed(column.typed_of(&made)), trimmed(typed), "{column:?}");
        }
    }
}

#[test]
fn the_words_of_a_closed_list_are_read_by_their_label_and_their_code() {
    let empty = Incident::new(IncidentId::new("new"));
    for column in [Column::Type, Column::Status, Column::Handling, Column::Precision] {
        for (_, word) in column.choices(&[]).expect("a closed list").words {
            let made = column.change(&empty, &word.to_uppercase(), context(&[])).expect("a word of the list");
            let made = made.map_or_else(|| empty.clone(), |change| change.applied_to(&empty));
            assert_eq!(column.typed_of(&made), word);
        }
        assert!(column.change(&empty, "no such word", context(&[])).is_err());
    }
    for kind in taxonomy::event_types() {
        let change = Column::Type.change(&empty, &kind.code, context(&[])).unwrap().unwrap();
        assert_eq!(change.applied_to(&empty).event_type, kind.code);
    }
}

#[test]
fn a_cell_that_cannot_be_read_says_why() {
    let empty = Incident::new(IncidentId::new("new"));
    let bridge = FieldDefinition { key: "spans".into(), kind: FieldKind::Number, ..Default::default() };
    for (column, text) in [
        (Column::Toll(TollKind::Killed), "many"),
        (Column::Toll(TollKind::Wounded), "8-6"),
        (Column::Date, "2025-02-30"),
        (Column::Time, "18:30"),
        (Column::Position, "95, 70"),
        (Column::Radius, "far"),
        (Column::Own("spans".into()), "three"),
        (Column::Id, "another"),
    ] {
        let why = column.change(&empty, text, context(std::slice::from_ref(&bridge)));
        assert!(why.as_ref().is_err_and(|why| why.len() > 10), "{column:?} “{text}”: {why:?}");
    }
}

#[test]
fn actors_typed_again_keep_the_part_they_had() {
    let incident = sample_rows().into_iter().find(|incident| incident.actors.len() > 1).unwrap();
    let typed = format!("{}; Fishermen of Shodak", Column::Actors.typed_of(&incident));
    let change = Column::Actors.change(&incident, &typed, context(&[])).unwrap().unwrap();
    let now = change.applied_to(&incident).actors;
    assert_eq!(now[..incident.actors.len()], incident.actors[..]);
    assert_eq!(now.last().unwrap().name, "Fishermen of Shodak");
}

#[test]
fn a_column_keeps_its_name_in_the_settings() {
    let own = Column::Own("bridge".into());
    for column in Column::NATIVE.into_iter().chain([own]) {
        assert_eq!(Column::from_code(&column.code()), Some(column));
    }
    assert_eq!(Column::from_code("of the future"), None);
}

#[test]
fn every_column_sorts_and_what_is_empty_comes_last() {
    let (document, _) = marz::store::sample();
    let ids: Vec<IncidentId> = document.incidents().map(|incident| incident.id.clone()).collect();
    for column in Column::NATIVE {
        for direction in [Direction::Ascending, Direction::Descending] {
            let order = sorted(&document, &ids, &SortKey::Column(column.clone()), direction);
            let empty = |id: &IncidentId| column.text_of(&document.get(id).unwrap()).is_empty();
            let first_empty = order.iter().position(empty).unwrap_or(order.len());
            assert!(order[first_empty..].iter().all(empty), "{column:?} {direction:?}");
            assert_eq!(order.len(), ids.len());
        }
    }
}

// One value for all marked records

fn example_with_marks(count: usize) -> (Session, Vec<IncidentId>) {
    let mut session = crate::session::example();
    let ids: Vec<IncidentId> = session.listed()[..count].to_vec();
    for id in &ids {
        session.handle(Command::Mark(id.clone()));
    }
    (session, ids)
}

fn set(session: &mut Session, column: Column, text: &str) {
    session.handle(Command::SetForMarked { column, text: text.to_owned() });
}

#[test]
fn one_value_for_all_marked_records_is_one_step() {
    let (mut session, ids) = example_with_marks(3);
    let before = session.document().clone();
    set(&mut session, Column::Status, "Verified");
    for id in &ids {
        assert_eq!(session.document().get(id).unwrap().status, Some(Status::Verified));
    }
    assert_eq!(session.history().steps().len(), 1);
    let label = session.history().undo_label().unwrap().to_owned();
    assert!(label.starts_with("set status of "), "{label}");
    assert!(session.messages().last().unwrap().text.contains("Ctrl+Z"));
    session.handle(Command::Undo);
    assert_eq!(*session.document(), before);
}

#[test]
fn a_value_that_cannot_be_read_changes_none_of_the_marked_records() {
    let (mut session, _) = example_with_marks(3);
    let before = session.document().clone();
    set(&mut session, Column::Toll(TollKind::Killed), "several");
    assert_eq!(*session.document(), before);
    let message = session.messages().last().unwrap();
    assert_eq!(message.tone, Tone::Refused);
    assert!(message.text.contains("“several” is not a number of people"), "{}", message.text);
}

#[test]
fn a_tag_is_added_to_and_taken_from_all_marked_records() {
    let (mut session, ids) = example_with_marks(4);
    let tag = |change| Command::TagMarked { tag: " night ".to_owned(), change };
    let has = |session: &Session| {
        ids.iter().filter(|id| session.document().get(id).unwrap().tags.contains(&"night".to_owned())).count()
    };
    session.handle(tag(TagChange::Add));
    assert_eq!((has(&session), session.history().steps().len()), (4, 1));
    session.handle(tag(TagChange::Add));
    assert_eq!(session.history().steps().len(), 1, "nothing is left to change");
    session.handle(tag(TagChange::Remove));
    assert_eq!((has(&session), session.history().steps().len()), (0, 2));
}

#[test]
fn a_range_of_marks_begins_at_the_record_that_was_clicked_last() {
    let (mut session, _) = example_with_marks(1);
    let listed = session.listed().to_vec();
    session.handle(Command::Select(Some(listed[10].clone())));
    session.handle(Command::MarkTo(listed[12].clone()));
    assert_eq!(session.marked().len(), 4, "the first, and three in the range");
}

#[test]
fn finds_are_shown_with_the_words_around_them() {
    let mut incident = Incident::new(IncidentId::new("a"));
    incident.summary = "Боевики Талибана перешли реку; Taliban men crossed the river at Шӯрообод.".to_owned();
    let document = crate::documents::document([incident]);
    let replacement = Replacement { find: "taliban".to_owned(), ..Replacement::default() };
    let ids = [IncidentId::new("a")];
    let found = finds(&document, ids, &TextField::ALL.into(), &replacement, 50);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].field, found[0].found.as_str()), (TextField::Summary, "Taliban"));
    assert!(found[0].before.starts_with('…') && found[0].before.ends_with("реку; "));
    assert!(found[0].after.starts_with(" men crossed"));
}

#[test]
fn a_field_of_ones_own_gets_a_key_that_nobody_has() {
    let facts = Facts {
        fields: vec![FieldDefinition { key: "bridge".into(), ..Default::default() }],
        ..Facts::default()
    };
    assert_eq!(own_field_key("Nearest bank", &facts), "nearest_bank");
    assert_eq!(own_field_key("Bridge", &facts), "bridge_2");
    assert_eq!(own_field_key("Status", &facts), "status_2", "a key of Marz itself");
    assert_eq!(own_field_key("Мост", &facts), "мост");
    assert_eq!(own_field_key("?!", &facts), "field");
}
