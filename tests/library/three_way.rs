//! Two people, one file: what each did is there afterwards, or somebody is asked.

use marz::{
    edit::{Action, Change, Difference, taken, three_way},
    model::Document,
};
use proptest::{collection::vec, prelude::*};

use crate::{
    diff::edited,
    documents::{any_action, any_document, document, id, incident},
};

fn merged(ours: &Document, differences: &[Difference], takes: impl Fn(&Difference) -> bool) -> Document {
    let actions = taken(ours, differences, |place| takes(&differences[place]));
    actions.iter().fold(ours.clone(), |document, action| action.apply(&document).unwrap())
}

fn edit(name: &str, change: Change) -> Action {
    Action::Edit { id: id(name), change }
}

fn title(text: &str) -> Change {
    Change::Title(text.to_owned())
}

fn start() -> Document {
    document([incident("a", "2025-01-01", "2025-01-01"), incident("b", "2025-02-01", "2025-02-03")])
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn merging_with_a_side_that_did_nothing_gives_the_other_side(base in any_document(), edits in vec(any_action(), 0..5), other in any_document()) {
        for theirs in [edited(&base, &edits), other] {
            let differences = three_way(&base, &base, &theirs);
            prop_assert!(differences.iter().all(|difference| !difference.conflicts));
            prop_assert_eq!(&merged(&base, &differences, |_| true), &theirs);
            prop_assert!(three_way(&base, &theirs, &base).is_empty(), "nothing is asked about what only we did");
        }
    }

    #[test]
    fn the_other_order_of_sides_has_the_same_conflicts_with_sides_swapped(base in any_document(), here in vec(any_action(), 0..5), there in vec(any_action(), 0..5)) {
        let (ours, theirs) = (edited(&base, &here), edited(&base, &there));
        let conflicts = |a: &Document, b: &Document, swap: bool| -> Vec<_> {
            three_way(&base, a, b)
                .into_iter()
                .filter(|difference| difference.conflicts)
                .map(|d| {
                    let sides = if swap { (d.theirs, d.ours) } else { (d.ours, d.theirs) };
                    (d.incident, d.field, d.base, sides)
                })
                .collect()
        };
        prop_assert_eq!(conflicts(&ours, &theirs, false), conflicts(&theirs, &ours, true));
    }

    #[test]
    fn without_conflicts_both_orders_lead_to_the_same_document(base in any_document(), here in vec(any_action(), 0..4), there in vec(any_action(), 0..4)) {
        let (ours, theirs) = (edited(&base, &here), edited(&base, &there));
        let (to_ours, to_theirs) = (three_way(&base, &ours, &theirs), three_way(&base, &theirs, &ours));
        prop_assume!(to_ours.iter().chain(&to_theirs).all(|difference| !difference.conflicts));
        prop_assert_eq!(merged(&ours, &to_ours, |_| true), merged(&theirs, &to_theirs, |_| true));
    }
}

#[test]
fn edits_of_different_fields_and_records_both_survive() {
    let ours = edited(&start(), &[edit("a", title("ours")), edit("b", Change::Notes("ours".to_owned()))]);
    let theirs =
        edited(&start(), &[edit("a", Change::Summary("theirs".to_owned())), Action::Remove(id("b"))]);
    let theirs = theirs.with_incident(marz::model::Incident::new(id("c")));
    let differences = three_way(&start(), &ours, &theirs);
    let merged = merged(&ours, &differences, |difference| !difference.conflicts);
    let a = merged.get(&id("a")).unwrap();
    assert_eq!((a.title.as_str(), a.summary.as_str()), ("ours", "theirs"));
    assert!(merged.get(&id("c")).is_some());
    assert_eq!(
        merged.get(&id("b")).unwrap().notes,
        "ours",
        "changed here and deleted there: kept until chosen"
    );
    assert_eq!(differences.iter().filter(|difference| difference.conflicts).count(), 1);
}

#[test]
fn the_same_field_changed_on_both_sides_is_a_conflict_with_its_three_values() {
    let start = edited(&start(), &[edit("a", title("before"))]);
    let (ours, theirs) =
        (edited(&start, &[edit("a", title("ours"))]), edited(&start, &[edit("a", title("theirs"))]));
    let differences = three_way(&start, &ours, &theirs);
    let [conflict] = &differences[..] else { panic!("{differences:?}") };
    assert!(conflict.conflicts);
    assert_eq!(
        (&*conflict.field, &*conflict.base, &*conflict.ours, &*conflict.theirs),
        ("title", "before", "ours", "theirs")
    );
    assert_eq!(merged(&ours, &differences, |_| false), ours);
    assert_eq!(merged(&ours, &differences, |_| true), theirs);
    assert!(three_way(&start, &ours, &ours).is_empty(), "the same change on both sides is none");
}
