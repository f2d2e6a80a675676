//! What leads from one document to another.

use marz::{
    edit::{Action, diff},
    model::Document,
};
use proptest::{collection::vec, prelude::*};

use crate::documents::{any_action, any_document};

/// A document that some of these actions made of another; those that do not fit are passed over.
pub fn edited(start: &Document, actions: &[Action]) -> Document {
    actions.iter().fold(start.clone(), |document, action| action.apply(&document).unwrap_or(document))
}

fn done_in_order(start: &Document, actions: &[Action]) -> Document {
    actions.iter().fold(start.clone(), |document, action| action.apply(&document).unwrap())
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn the_difference_of_any_two_documents_makes_one_of_the_other(from in any_document(), to in any_document()) {
        prop_assert_eq!(done_in_order(&from, &diff(&from, &to)), to);
    }

    #[test]
    fn the_difference_after_some_edits_leads_there_and_back(start in any_document(), edits in vec(any_action(), 0..5)) {
        let end = edited(&start, &edits);
        prop_assert_eq!(&done_in_order(&start, &diff(&start, &end)), &end);
        prop_assert_eq!(&done_in_order(&end, &diff(&end, &start)), &start);
        prop_assert!(diff(&end, &end).is_empty());
    }

    #[test]
    fn a_difference_in_the_journal_means_the_same(from in any_document(), to in any_document()) {
        let written = serde_json::to_string(&diff(&from, &to)).unwrap();
        let read: Vec<Action> = serde_json::from_str(&written).unwrap();
        prop_assert_eq!(done_in_order(&from, &read), to);
    }
}
