//! How many sources an incident really has.

use marz::{analysis::Standing, model::Source};

fn source(publisher: &str, grade: &str, derived_from: &str) -> Source {
    Source {
        publisher: Some(publisher.to_owned()),
        grade: grade.parse().ok(),
        derived_from: (!derived_from.is_empty()).then(|| derived_from.to_owned()),
        ..Source::default()
    }
}

fn words(sources: &[Source]) -> String {
    Standing::of(sources).words()
}

#[test]
fn two_sources_of_their_own_are_two_with_their_grades() {
    assert_eq!(
        words(&[source("Asia-Plus", "C3", ""), source("Reuters", "B2", "")]),
        "B2 + C3, 2 independent"
    );
    assert_eq!(words(&[source("Asia-Plus", "", "")]), "not graded, 1 independent");
    assert_eq!(
        words(&[source("Asia-Plus", "", ""), source("Reuters", "B2", "")]),
        "B2 + 1 not graded, 2 independent"
    );
    assert_eq!(words(&[]), "no source");
}

#[test]
fn a_report_that_repeats_another_counts_with_it() {
    let sources =
        [source("Khovar", "B2", ""), source("Asia-Plus", "C3", "khovar"), source("Ozodi", "B3", "Asia-Plus")];
    assert_eq!(words(&sources), "B2, 1 independent");
    assert_eq!(Standing::of(&sources).warnings, Vec::<String>::new());
}

#[test]
fn one_address_twice_is_one_source() {
    let at = |url: &str| Source { url: Some(url.to_owned()), ..Source::default() };
    assert_eq!(words(&[at("https://a.example/1"), at("https://a.example/1/")]), "not graded, 1 independent");
    assert_eq!(words(&[at("https://a.example/1"), at("https://a.example/2")]), "not graded, 2 independent");
}

#[test]
fn reports_that_rest_on_each_other_are_told_once_as_a_circle() {
    let standing = Standing::of(&[source("A", "B2", "B"), source("B", "B2", "A")]);
    assert_eq!(standing.independent(), 1);
    assert_eq!(standing.warnings.len(), 1);
    assert!(standing.warnings[0].contains("A and B repeat one another"), "{:?}", standing.warnings);
    let longer = Standing::of(&[source("X", "", "A"), source("A", "", "B"), source("B", "", "A")]);
    assert_eq!(longer.warnings.len(), 1, "who leads into a circle is not in it: {:?}", longer.warnings);
}

#[test]
fn papers_that_repeat_one_that_is_not_listed_are_one_source_and_say_so() {
    let papers = ["A", "B", "C"].map(|name| source(name, "C3", "Khovar"));
    let standing = Standing::of(&papers);
    assert_eq!(standing.words(), "C3, 1 independent");
    assert!(standing.warnings[0].contains("3 sources repeat Khovar"), "{:?}", standing.warnings);
}
