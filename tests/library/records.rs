//! Many records in little memory: each comes back as it went in, and a document of many is one as any other.

use std::sync::Arc;

use marz::{
    analysis::{Facet, Filter, Index, Window},
    edit::Action,
    model::{Document, Facts, Gathering, HistoryEntry, Incident, IncidentId, MembersOfRows, Records, Stamp},
};
use proptest::prelude::*;
use serde_json::{Map, Value};

use crate::chance::cases;
use crate::documents::{any_action, any_document, any_incident, id, incident};

/// Packed however few they are.
fn packed(incidents: impl IntoIterator<Item = Arc<Incident>>) -> Records {
    let mut gathering = Gathering::expecting(usize::MAX);
    incidents.into_iter().for_each(|incident| gathering.push(incident));
    gathering.finish()
}

proptest! {
    #![proptest_config(cases(96))]

    #[test]
    fn a_record_comes_back_as_it_went_in(incidents in proptest::collection::vec(any_incident(), 0..6)) {
        let records = packed(incidents.iter().cloned().map(Arc::new));
        prop_assert_eq!(records.len(), incidents.len());
        for (place, (incident, back)) in incidents.iter().zip(records.iter()).enumerate() {
            prop_assert_eq!(incident, &*back);
            // Equal values may still be written in another way: `PartialEq` of members does not ask for their order.
            prop_assert_eq!(format!("{incident:?}"), format!("{back:?}"));
            prop_assert_eq!(Some(back), records.get(place));
        }
        prop_assert_eq!(records.get(incidents.len()), None);
    }

    #[test]
    fn what_is_noted_in_all_and_what_is_taken_of_them_is_as_with_each_alone(
        incidents in proptest::collection::vec(any_incident(), 0..6),
        wanted in proptest::collection::vec(any::<bool>(), 6),
    ) {
        let stamps = ["2026-11-24T03:00:00Z", "2026-11-24T04:00:00Z"];
        let made = stamps.map(|at| HistoryEntry::made(Stamp { at: at.to_owned(), ..Stamp::default() }));
        let mut names: Vec<_> = incidents.iter().zip(&wanted).filter(|(_, is)| **is).map(|(one, _)| &one.id).collect();
        names.sort();
        let is_wanted = |id: &IncidentId| names.binary_search(&id).is_ok();
        let all = incidents.iter().cloned().map(Arc::new);
        for records in [packed(all.clone()), all.collect()] {
            let noted = records.noting(&made[0]).only(is_wanted).noting(&made[1]);
            let mut each = incidents.clone();
            each.retain(|one| is_wanted(&one.id));
            for one in &mut each {
                one.history.extend(made.clone());
            }
            prop_assert!(noted.iter().eq(each.into_iter().map(Arc::new)));
        }
    }

    #[test]
    fn the_cells_of_a_row_are_kept_with_its_record_whether_it_is_packed_or_not(
        rows in proptest::collection::vec(proptest::collection::vec("(|NA|[a-ё\"\\\\\n]{0,4})", 0..5), 0..8),
        keys in proptest::collection::vec("[ab]{1,2}", 0..4),
    ) {
        let gathered = |mut gathering: Gathering| {
            let mut members = MembersOfRows::new(keys.clone());
            for (place, row) in rows.iter().enumerate() {
                let one = incident(&place.to_string(), "2025-11-26", "2025-11-27");
                gathering.push_row(one, &mut members, row.iter().map(String::as_str));
            }
            gathering.finish()
        };
        let (packed, open) = (gathered(Gathering::expecting(usize::MAX)), gathered(Gathering::default()));
        prop_assert_eq!(format!("{packed:?}"), format!("{open:?}"));
        for (row, incident) in rows.iter().zip(packed.iter()) {
            // Of two columns with one name the later counts.
            let both = keys.iter().cloned().zip(row.iter().map(|text| Value::from(text.as_str())));
            let expected: Map<String, Value> = both.filter(|(_, text)| *text != "").collect();
            prop_assert_eq!(incident.rest.to_map(), expected);
        }
    }

    #[test]
    fn a_document_of_packed_records_is_as_any_other(
        (document, action) in any_document().prop_flat_map(|document| (Just(document), any_action())),
    ) {
        let records = packed(document.incidents());
        let facts = document.facts().clone();
        let again = Document::of(&records, facts, document.kept_features().to_vec(), document.members().clone());
        prop_assert_eq!(&again, &document);
        prop_assert_eq!(action.apply(&again), action.apply(&document));
        let (packed, open) = (Index::new(&again), Index::new(&document));
        for text in ["", "a", "khorog", "2"] {
            let filter = Filter { text: text.to_owned(), ..Filter::default() };
            prop_assert_eq!(packed.shown(&filter, Window::ALL), open.shown(&filter, Window::ALL));
            for facet in Facet::ALL {
                let counts = |index: &Index| index.facet_counts(facet, &filter, Window::ALL);
                prop_assert_eq!(counts(&packed), counts(&open));
            }
        }
        for (outline, whole) in again.outlines().zip(document.incidents()) {
            let (title, summary, notes, history, rest) = Default::default();
            let expected = Incident { title, summary, notes, history, rest, ..Incident::clone(&whole) };
            prop_assert_eq!(&*outline, &expected);
        }
        for (texts, whole) in again.texts().zip(document.incidents()) {
            let (history, rest) = Default::default();
            prop_assert_eq!(&*texts, &Incident { history, rest, ..Incident::clone(&whole) });
        }
    }
}

fn many(count: usize) -> impl Iterator<Item = Arc<Incident>> {
    (0..count).map(|number| {
        let mut one = incident(&format!("{number:06}"), "2025-11-26", "2025-11-27");
        one.title = format!("Incident {number}");
        "The same words in all".clone_into(&mut one.summary);
        Arc::new(one)
    })
}

#[test]
fn ten_thousand_records_are_all_there_in_their_order() {
    let records: Records = many(10_000).collect();
    assert_eq!(records.len(), 10_000);
    assert!(records.iter().eq(many(10_000)));
    assert!(records.ids().cloned().eq(many(10_000).map(|one| one.id.clone())));
    for place in [0, 4_095, 4_096, 8_192, 9_999] {
        assert_eq!(records.get(place), many(10_000).nth(place));
    }
    // Put together of parts of any size they are the same.
    let mut joined = Gathering::default();
    many(3).for_each(|one| joined.push(one));
    for part in [3..9_000, 9_000..9_001, 9_001..10_000] {
        joined.append(many(part.end).skip(part.start).collect());
    }
    assert_eq!((joined.len(), joined.finish()), (10_000, records));
}

#[test]
fn a_change_in_a_large_document_is_seen_and_leaves_all_others_alone() {
    let document = Document::of(&many(5_000).collect(), Facts::default(), Vec::new(), Map::new());
    let name: IncidentId = id("002500");
    let mut changed = Incident::clone(&document.get(&name).unwrap());
    changed.title = "Another".to_owned();
    let next = document.with_incident(changed);
    let differing: Vec<_> = document.changes_to(&next).collect();
    let [(Some(before), Some(after))] = differing.as_slice() else { panic!("{}", differing.len()) };
    assert_eq!((before.title.as_str(), after.title.as_str()), ("Incident 2500", "Another"));
    assert_eq!(Action::Remove(name.clone()).apply(&next).unwrap().len(), 4_999);
    assert!(next.contains(&name) && next.ids().len() == 5_000);
}
