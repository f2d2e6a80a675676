//! Changes of many records at once: merged duplicates, renamed actors, replaced words.

use marz::{
    edit::{
        Action, Change, History, MergePart, Replacement, Take, TextField, merge, rename_actor, replace_words,
        usual_take,
    },
    model::{Actor, Document, Facts, Incident, KnownActor, Link, LinkKind, Source},
};
use proptest::prelude::*;
use serde_json::Map;

use crate::documents::{any_document, document, id, incident};

fn actor(name: &str) -> Actor {
    Actor { name: name.to_owned(), ..Actor::default() }
}

fn with_actors(name: &str, actors: &[&str]) -> Incident {
    Incident {
        actors: actors.iter().map(|name| actor(name)).collect(),
        ..incident(name, "2025-01-01", "2025-01-01")
    }
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn a_merge_is_one_step_and_undo_gives_both_back(start in any_document(), takes in proptest::collection::vec(0..3_u8, 18)) {
        prop_assume!(start.len() >= 2);
        let pair: Vec<_> = start.incidents().take(2).collect();
        let mut history = History::new(start.clone());
        let take = |part: MergePart| {
            let place = MergePart::ALL.iter().position(|other| *other == part).unwrap();
            match takes[place] { 0 => Take::Kept, 1 => Take::Other, _ => Take::Both }
        };
        history.perform(merge(&start, &pair[0], &pair[1], take)).unwrap();
        prop_assert_eq!(history.document().len(), start.len() - 1);
        prop_assert!(history.document().get(&pair[1].id).is_none());
        let kept = history.document().get(&pair[0].id).unwrap();
        prop_assert!(kept.is_linked(&LinkKind::SameAs, &pair[1].id));
        for (source, _) in pair[0].sources.iter().zip(0..) {
            let parts = takes[MergePart::ALL.iter().position(|part| *part == MergePart::Sources).unwrap()];
            prop_assert!(parts == 1 || kept.sources.contains(source), "a source of the kept record is lost");
        }
        history.undo().unwrap();
        prop_assert_eq!(history.document(), &start);
    }
}

#[test]
fn what_a_merge_offers_loses_nothing_that_one_side_alone_says() {
    let source = |name: &str| Source { url: Some(format!("https://{name}")), ..Source::default() };
    let kept = Incident {
        sources: vec![source("a")].into(),
        title: "Drone at Shodak".to_owned(),
        ..incident("a", "2025-11-30", "2025-11-30")
    };
    let other = Incident {
        sources: vec![source("a"), source("b")].into(),
        summary: "Two workers were killed.".to_owned(),
        ..incident("b", "2025-11-30", "2025-11-30")
    };
    let before = document([kept.clone(), other.clone()]);
    let merged =
        merge(&before, &kept, &other, |part| usual_take(part, &kept, &other)).apply(&before).unwrap();
    let merged = merged.get(&id("a")).unwrap();
    assert_eq!(merged.title, "Drone at Shodak");
    assert_eq!(merged.summary, "Two workers were killed.");
    assert_eq!(merged.sources, [source("a"), source("b")]);
    assert!(merged.links[0].note.as_deref().unwrap().contains('b'));
}

#[test]
fn two_reports_without_an_address_are_not_one() {
    let report =
        |title: &str| Source { title: Some(title.to_owned()), url: Some(String::new()), ..Source::default() };
    let kept = Incident { sources: vec![report("one")].into(), ..incident("a", "2025-11-30", "2025-11-30") };
    let other = Incident { sources: vec![report("two")].into(), ..incident("b", "2025-11-30", "2025-11-30") };
    let before = document([kept.clone(), other.clone()]);
    let merged = merge(&before, &kept, &other, |_| Take::Both).apply(&before).unwrap();
    assert_eq!(merged.get(&id("a")).unwrap().sources, [report("one"), report("two")]);
}

#[test]
fn links_to_a_merged_record_lead_to_the_one_that_stays() {
    let link = Link { kind: LinkKind::RetaliationFor, to: id("b"), note: None, rest: Map::new() };
    let third = Incident { links: vec![link].into(), ..incident("c", "2025-12-01", "2025-12-01") };
    let (a, b) = (incident("a", "2025-11-30", "2025-11-30"), incident("b", "2025-11-30", "2025-11-30"));
    let before = document([a.clone(), b.clone(), third]);
    let after = merge(&before, &a, &b, |_| Take::Kept).apply(&before).unwrap();
    assert_eq!(after.get(&id("c")).unwrap().links[0].to, id("a"));
}

#[test]
fn a_renamed_actor_is_renamed_everywhere_in_one_step_and_the_old_name_stays_known() {
    let facts = Facts {
        actors: vec![
            KnownActor {
                name: "Taleban".to_owned(),
                aliases: vec!["Талибан".to_owned()],
                ..KnownActor::default()
            },
            KnownActor {
                name: "Taliban".to_owned(),
                kind: "armed_group".to_owned(),
                ..KnownActor::default()
            },
        ],
        ..Facts::default()
    };
    let incidents = [with_actors("a", &["Taleban", "Taliban"]), with_actors("b", &["Taleban", "Smugglers"])];
    let start = Document::new(incidents, facts, Vec::new(), Map::new());
    let mut history = History::new(start.clone());
    history.perform(rename_actor(&start, "Taleban", "Taliban")).unwrap();
    let now = history.document();
    assert_eq!(now.get(&id("a")).unwrap().actors, [actor("Taliban")], "twice the same is once");
    assert_eq!(now.get(&id("b")).unwrap().actors, [actor("Taliban"), actor("Smugglers")]);
    let known = now.facts().known_actor("Taleban").expect("the old name is an alias");
    assert_eq!((known.name.as_str(), known.kind.as_str()), ("Taliban", "armed_group"));
    assert!(known.aliases.contains(&"Талибан".to_owned()));
    assert_eq!(history.steps().len(), 1);
    history.undo();
    assert_eq!(history.document(), &start);
}

#[test]
fn words_are_replaced_in_the_chosen_fields_only_and_counted() {
    let mut a = with_actors("a", &["Taleban fighters"]);
    a.summary = "Taleban crossed; the TALEBAN fled. Talebanism is no word.".to_owned();
    a.place.district = Some("Taleban-held Darqad".to_owned());
    let start = document([a, incident("b", "2025-01-01", "2025-01-01")]);
    let replacement = Replacement {
        find: "taleban".to_owned(),
        with: "Taliban".to_owned(),
        whole_words: true,
        match_case: false,
    };
    let fields = [TextField::Summary, TextField::District].into();
    let ids = start.incidents().map(|incident| incident.id.clone()).collect::<Vec<_>>();
    let (action, finds, records) = replace_words(&start, ids, &fields, &replacement);
    assert_eq!((finds, records), (3, 1));
    let after = action.apply(&start).unwrap();
    let a = after.get(&id("a")).unwrap();
    assert_eq!(a.summary, "Taliban crossed; the Taliban fled. Talebanism is no word.");
    assert_eq!(a.place.district.as_deref(), Some("Taliban-held Darqad"));
    assert_eq!(a.actors, [actor("Taleban fighters")], "actors were not asked for");
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn replacing_words_never_cuts_a_letter(text in any::<String>(), find in "[a-zа-яİß]{1,3}", match_case: bool, whole_words: bool) {
        let replacement = Replacement { find: find.clone(), with: find.clone(), match_case, whole_words };
        if let Some((replaced, count)) = replacement.in_text(&text) {
            prop_assert!(count > 0);
            if match_case {
                prop_assert_eq!(replaced, text);
            }
        }
    }
}

#[test]
fn a_change_of_a_property_that_other_programs_see() {
    let start = document([incident("a", "2025-01-01", "2025-01-01")]);
    let edit =
        |value| Action::Edit { id: id("a"), change: Change::Property { key: "bridge".to_owned(), value } };
    let with = edit(Some("Nizhny Panj".into())).apply(&start).unwrap();
    let bytes = marz::store::native::write(&with);
    assert!(String::from_utf8(bytes).unwrap().contains(r#""bridge":"Nizhny Panj""#));
    assert_eq!(edit(None).apply(&with).unwrap(), start);
}
