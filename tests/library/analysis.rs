//! Questions about truth: what is shown, counted, drawn over time, summed and sorted.

use std::{collections::BTreeSet, sync::Arc};

use marz::analysis::{
    Direction, Facet, Filter, Histogram, Index, SortKey, SpanBar, Summary, Window, fold, natural_axis,
    sorted, spans,
};
use marz::model::{CalendarUnit, DaySpan, Document, Incident, IncidentId, Precision, Revision, Source, Toll};
use marz::store::sample;
use proptest::prelude::*;

use crate::documents::{any_span, day, days, document, few_words, id, incident, some_values, undated};

fn text_filter(text: &str) -> Filter {
    Filter { text: text.to_owned(), ..Filter::default() }
}

fn choosing(facet: Facet, values: &[&str]) -> Filter {
    let mut filter = Filter::default();
    filter.chosen.insert(facet, values.iter().map(|&value| value.to_owned()).collect());
    filter
}

fn window(first: &str, last: &str) -> Window {
    Window::of(days(first, last))
}

fn shown(document: &Document, filter: &Filter, window: Window) -> Vec<String> {
    Index::new(document).shown(filter, window).ids.iter().map(ToString::to_string).collect()
}

/// Value and count of every line.
fn counts(document: &Document, facet: Facet, filter: &Filter, window: Window) -> Vec<(String, usize)> {
    let counts = Index::new(document).facet_counts(facet, filter, window);
    counts.into_iter().map(|count| (count.value.to_string(), count.count)).collect()
}

fn few() -> Document {
    document([
        undated("z-undated"),
        incident("c", "2025-11-26", "2025-11-26"),
        incident("b", "2025-11-26", "2025-11-26"),
        incident("long", "2025-10-01", "2025-12-31"),
        incident("early", "2024-02-29", "2024-02-29"),
    ])
}

#[test]
fn incidents_stand_in_time_order_with_the_undated_last() {
    assert_eq!(shown(&few(), &Filter::default(), Window::ALL), ["early", "long", "b", "c", "z-undated"]);
    assert_eq!(Index::new(&few().at_revision(Revision(7))).revision(), Revision(7));
}

#[test]
fn both_ends_of_the_window_are_inside() {
    let none = Filter::default();
    let at = |first, last| shown(&few(), &none, window(first, last));
    assert_eq!(at("2025-11-26", "2025-11-26"), ["long", "b", "c"]);
    assert_eq!(at("2025-11-27", "2025-11-30"), ["long"]);
    assert_eq!(at("2025-12-31", "2026-12-31"), ["long"]);
    assert!(at("2026-01-01", "2026-12-31").is_empty());
    assert_eq!(at("2024-01-01", "2025-10-01"), ["early", "long"]);
    assert_eq!(at("2024-01-01", "2025-09-30"), ["early"]);
}

#[test]
fn a_backwards_window_shows_what_lasts_from_its_end_to_its_beginning() {
    let long = document([
        incident("long", "2024-01-01", "2024-12-31"),
        incident("short", "2024-05-01", "2024-05-02"),
    ]);
    let backwards = Window { first: Some(day("2024-09-01")), last: Some(day("2024-03-01")) };
    assert_eq!(shown(&long, &Filter::default(), backwards), ["long"]);
}

#[test]
fn undated_incidents_are_shown_only_in_all_of_time() {
    let none = Filter::default();
    assert!(shown(&few(), &none, Window::ALL).contains(&"z-undated".to_owned()));
    let open = Window { first: Some(day("1900-01-01")), last: None };
    assert!(!shown(&few(), &none, open).contains(&"z-undated".to_owned()));
}

#[test]
fn all_words_must_occur_in_any_field_order_and_spelling() {
    let mut found = incident("found", "2025-01-01", "2025-01-01");
    found.title = "Ҳамла дар Қубодиён".to_owned();
    found.place.district = Some("Qubodiyon".to_owned());
    found.sources = vec![Source { publisher: Some("Asia-Plus".to_owned()), ..Source::default() }].into();
    let document = document([found, incident("other", "2025-01-01", "2025-01-01")]);
    for text in ["хамла", "asia–plus кубодиен", "  FOUND  qubo", "ҲАМЛА"] {
        assert_eq!(shown(&document, &text_filter(text), Window::ALL), ["found"], "{text}");
    }
    assert!(shown(&document, &text_filter("хамла other"), Window::ALL).is_empty());
    assert_eq!(shown(&document, &text_filter("  "), Window::ALL).len(), 2);
}

#[test]
fn the_sample_is_narrowed_as_its_rows_say() {
    let (document, _) = sample();
    let all = shown(&document, &Filter::default(), Window::ALL);
    assert_eq!((all.len(), all[0].as_str()), (60, "TAF-1993-07-13-POST12"));
    let year = shown(&document, &Filter::default(), window("2025-01-01", "2025-12-31"));
    assert!(year.iter().all(|id| id.starts_with("TAF-2025")), "{year:?}");
    assert_eq!(shown(&document, &choosing(Facet::Type, &["bombing"]), Window::ALL).len(), 2);
    assert_eq!(shown(&document, &choosing(Facet::Type, &["bombing", "arrest"]), Window::ALL).len(), 3);
    assert_eq!(shown(&document, &choosing(Facet::Precision, &["none"]), Window::ALL).len(), 7);
}

#[test]
fn a_facets_own_choice_does_not_hide_its_other_values() {
    let (document, _) = sample();
    let filter = choosing(Facet::Type, &["bombing"]);
    let types = counts(&document, Facet::Type, &filter, Window::ALL);
    assert_eq!(types.iter().map(|(_, count)| count).sum::<usize>(), 60);
    assert_eq!(types[..2], [("armed_clash".to_owned(), 12), ("smuggling_clash".to_owned(), 12)]);
    let precisions = counts(&document, Facet::Precision, &filter, Window::ALL);
    assert_eq!(precisions.iter().map(|(_, count)| count).sum::<usize>(), 2);
    let chosen = Index::new(&document).facet_counts(Facet::Type, &filter, Window::ALL);
    assert!(chosen.iter().all(|count| count.chosen == (&*count.value == "bombing")));
}

#[test]
fn years_stand_latest_first_and_precisions_from_exact_to_none() {
    let (document, _) = sample();
    let years = counts(&document, Facet::Year, &Filter::default(), Window::ALL);
    assert!(years.is_sorted_by(|a, b| a.0 > b.0), "{years:?}");
    let precisions = counts(&document, Facet::Precision, &Filter::default(), Window::ALL);
    let codes: Vec<&str> = precisions.iter().map(|(code, _)| code.as_str()).collect();
    let order: Vec<&str> =
        Precision::ALL.iter().map(|precision| precision.code()).filter(|code| codes.contains(code)).collect();
    assert_eq!(codes, order);
}

#[test]
fn a_choice_that_nothing_has_any_more_can_be_taken_back() {
    let filter = choosing(Facet::Province, &["Gone"]);
    let counts = Index::new(&few()).facet_counts(Facet::Province, &filter, Window::ALL);
    let line = counts.iter().find(|count| &*count.value == "Gone").unwrap();
    assert!(line.chosen && line.count == 0);
}

/// Whether the incident passes, asked the slow and plain way.
fn passes(incident: &Incident, filter: &Filter, window: Window, beside: Option<Facet>) -> bool {
    let text = fold(&format!("{} {}", incident.title, incident.place.province.clone().unwrap_or_default()))
        + &incident.actors.iter().map(|actor| fold(&actor.name)).collect::<Vec<_>>().join(" ");
    window.admits(incident.when.span())
        && fold(&filter.text).split_whitespace().all(|word| text.contains(word))
        && filter.chosen.iter().all(|(&facet, values)| {
            Some(facet) == beside || values.is_empty() || !facet.values(incident).is_disjoint(values)
        })
}

fn any_filter() -> impl Strategy<Value = Filter> {
    let text = prop::sample::select(vec!["", "drone", "ХАМЛА", "drugs gbao"]);
    (text, some_values(), some_values(), some_values(), some_values()).prop_map(
        |(text, actors, provinces, precisions, years)| {
            let facets = [Facet::Actor, Facet::Province, Facet::Precision, Facet::Year];
            let chosen = facets.into_iter().zip([actors, provinces, precisions, years]).collect();
            Filter { text: text.to_owned(), chosen, ..Filter::default() }
        },
    )
}

fn any_window() -> impl Strategy<Value = Window> {
    let end = || prop::option::weighted(0.7, any_span().prop_map(DaySpan::first));
    (end(), end()).prop_map(|(first, last)| Window { first, last })
}

proptest! {
    #![proptest_config(crate::chance::cases(400))]

    #[test]
    fn the_index_answers_as_asking_every_incident_does(
        incidents in few_words(), filter in any_filter(), window in any_window(),
    ) {
        let document = document(incidents);
        let index = Index::new(&document);
        let found = index.shown(&filter, window);
        let plainly: BTreeSet<IncidentId> = document
            .incidents()
            .filter(|incident| passes(incident, &filter, window, None))
            .map(|incident| incident.id.clone())
            .collect();
        prop_assert_eq!(found.ids.iter().cloned().collect::<BTreeSet<_>>(), plainly);
        prop_assert_eq!(found.total, document.len());
        let order: Vec<_> = index.ids().iter().filter(|id| found.ids.contains(id)).collect();
        prop_assert_eq!(order, found.ids.iter().collect::<Vec<_>>());
        for facet in Facet::ALL {
            for line in index.facet_counts(facet, &filter, window) {
                let count = document
                    .incidents()
                    .filter(|incident| passes(incident, &filter, window, Some(facet)))
                    .filter(|incident| facet.values(incident).contains(&*line.value))
                    .count();
                prop_assert_eq!(line.count, count, "{:?} {}", facet, line.value);
            }
        }
    }

    #[test]
    fn the_weights_of_the_histogram_sum_to_the_dated_incidents(
        incidents in few_words(), filter in any_filter(),
        unit in prop::sample::select(&CalendarUnit::ALL[..]),
    ) {
        let document = document(incidents);
        let index = Index::new(&document);
        let Some(axis) = natural_axis(&index) else { return Ok(()) };
        let matches = index.matching(&filter);
        let histogram = Histogram::of(&index, &matches, axis, unit);
        let dated = |incident: &std::sync::Arc<Incident>| incident.when.span().is_some();
        let total = document.incidents().filter(dated).count();
        let passing = |i: &std::sync::Arc<Incident>| passes(i, &filter, Window::ALL, None);
        let shown = document.incidents().filter(passing).filter(dated).count();
        let sum = |weight: fn(&marz::analysis::Bin) -> f64| histogram.bins.iter().map(weight).sum::<f64>();
        prop_assert!((sum(|bin| bin.total) - f64::from(u32::try_from(total).unwrap())).abs() < 1e-6);
        prop_assert!((sum(|bin| bin.shown) - f64::from(u32::try_from(shown).unwrap())).abs() < 1e-6);
        prop_assert_eq!(histogram.undated_total, document.len() - total);
        prop_assert_eq!(histogram.undated_shown, index.count(&matches) - shown);
        prop_assert_eq!(histogram.bins.first().unwrap().span.first(), axis.first());
        prop_assert_eq!(histogram.bins.last().unwrap().span.last(), axis.last());
        for pair in histogram.bins.windows(2) {
            prop_assert_eq!(pair[0].span.last().tomorrow().unwrap(), pair[1].span.first());
        }
    }
}

#[test]
fn an_imprecise_date_is_spread_over_its_days() {
    let document = document([
        incident("month", "2025-11-01", "2025-11-30"),
        incident("day", "2025-11-30", "2025-11-30"),
        undated("undated"),
    ]);
    let index = Index::new(&document);
    let axis = days("2025-11-16", "2025-12-31");
    let matches = index.matching(&text_filter("month"));
    let histogram = Histogram::of(&index, &matches, axis, CalendarUnit::Month);
    let bins: Vec<_> = histogram.bins.iter().map(|bin| (bin.span, bin.shown, bin.total)).collect();
    assert_eq!(
        bins,
        [(days("2025-11-16", "2025-11-30"), 0.5, 1.5), (days("2025-12-01", "2025-12-31"), 0.0, 0.0)]
    );
    assert_eq!((histogram.undated_shown, histogram.undated_total), (0, 1));
    let bars = spans(&index, &index.matching(&Filter::default()));
    assert_eq!(bars, [SpanBar { span: days("2025-11-01", "2025-11-30"), more_than: None }]);
}

#[test]
fn imprecise_dates_too_many_for_bars_of_their_own_share_a_few() {
    let many = |count: usize| {
        let incidents = (0..count).map(|i| incident(&format!("i{i}"), "2025-03-01", "2025-03-31"));
        let index = Index::new(&document(incidents.chain([incident("two", "2025-07-01", "2025-07-02")])));
        spans(&index, &index.matching(&Filter::default()))
    };
    assert_eq!(many(100).len(), 101, "each has its own");
    let march = |more_than: u8| (days("2025-03-01", "2025-03-31"), Some(more_than));
    let shared: Vec<_> = many(1_000).iter().map(|bar| (bar.span, bar.more_than)).collect();
    assert_eq!(shared, [march(0), (days("2025-07-01", "2025-07-02"), Some(0)), march(1), march(2)]);
}

#[test]
fn an_axis_of_ages_gets_longer_bins_not_millions() {
    let document =
        document([incident("a", "0001-01-01", "0001-01-01"), incident("b", "2025-01-01", "2025-01-01")]);
    let index = Index::new(&document);
    let axis = natural_axis(&index).unwrap();
    assert_eq!(axis, days("0001-01-01", "2025-12-31"));
    let histogram = Histogram::of(&index, &index.matching(&Filter::default()), axis, CalendarUnit::Day);
    assert_eq!(histogram.unit, CalendarUnit::Month);
    assert!(histogram.bins.len() < 50_000);
}

#[test]
fn the_axis_is_whole_years_around_the_data_and_none_without_dates() {
    assert_eq!(natural_axis(&Index::new(&few())), Some(days("2024-01-01", "2025-12-31")));
    assert_eq!(natural_axis(&Index::new(&document([undated("a")]))), None);
}

#[test]
fn sums_tell_not_stated_from_nobody() {
    let with = |name: &str, low, best, high| Incident {
        killed: Toll { low, best, high, ..Toll::default() },
        ..incident(name, "2025-01-01", "2025-01-01")
    };
    let document = document([
        with("range", Some(2), Some(3), Some(5)),
        with("nobody", Some(0), Some(0), Some(0)),
        with("at least", Some(4), None, None),
        with("at most", None, None, Some(7)),
        with("not stated", None, None, None),
    ]);
    let ids: Vec<IncidentId> = document.incidents().map(|incident| incident.id.clone()).collect();
    let summary = Summary::of(&document, &ids);
    let killed = summary.killed;
    assert_eq!((killed.low, killed.best, killed.high), (6, 7, 16));
    assert_eq!((killed.not_stated, killed.open_ended), (1, 1));
    assert_eq!(killed.to_string(), "7 (6–16+)");
    assert_eq!((summary.incidents, summary.wounded.not_stated), (5, 5));
}

#[test]
fn the_summary_of_the_sample_is_that_of_its_rows() {
    let (document, _) = sample();
    let summary = Summary::of(&document, Index::new(&document).ids());
    assert_eq!((summary.incidents, summary.without_point, summary.undated), (60, 7, 0));
    assert_eq!(summary.by_type.iter().map(|(_, count)| count).sum::<usize>(), 60);
    assert_eq!(summary.by_type[0].1, 12);
    assert_eq!(summary.sources, 119);
    assert_eq!(summary.span.unwrap().first().year(), 1993);
    assert_eq!((summary.killed.not_stated, summary.wounded.not_stated), (3, 34));
    assert!(summary.killed.low <= summary.killed.best && summary.killed.best <= summary.killed.high);
}

#[test]
fn sorting_is_stable_and_puts_what_is_not_stated_last_both_ways() {
    let titled = |name: &str, title: &str, killed| Incident {
        title: title.to_owned(),
        killed: Toll { best: killed, ..Toll::default() },
        ..undated(name)
    };
    let document = document([
        titled("1", "Ҷилва", Some(2)),
        titled("2", "", None),
        titled("3", "абак", Some(10)),
        titled("4", "Абак", Some(2)),
    ]);
    let ids: Vec<IncidentId> = ["1", "2", "3", "4"].map(id).to_vec();
    let order = |key, direction| {
        let sorted = sorted(&document, &ids, key, direction);
        sorted.iter().map(IncidentId::as_str).collect::<String>()
    };
    assert_eq!(order(&SortKey::Title, Direction::Ascending), "3412");
    assert_eq!(order(&SortKey::Title, Direction::Descending), "1342");
    assert_eq!(order(&SortKey::Killed, Direction::Ascending), "1432");
    assert_eq!(order(&SortKey::Killed, Direction::Descending), "3142");
    assert_eq!(order(&SortKey::Date, Direction::Descending), "1234");
}

#[test]
fn the_list_sorts_the_sample_by_every_column() {
    let (document, _) = sample();
    let ids = Index::new(&document).ids().to_vec();
    assert_eq!(sorted(&document, &ids, &SortKey::Date, Direction::Ascending), ids);
    for key in SortKey::ALL {
        for direction in [Direction::Ascending, Direction::Descending] {
            let mut order = sorted(&document, &ids, &key, direction);
            assert_eq!(order.len(), 60);
            order.sort();
            order.dedup();
            assert_eq!(order.len(), 60);
        }
    }
}

/// What an index says of everything that may be asked of it here.
fn all_answers(index: &Index, filter: &Filter, window: Window) -> impl PartialEq + std::fmt::Debug {
    let matches = index.matching(filter);
    let axis = DaySpan::new(day("2000-01-01"), day("2030-12-31")).unwrap();
    (
        index.shown(filter, window),
        Facet::ALL.map(|facet| index.facet_counts(facet, filter, window)),
        Histogram::of(index, &matches, axis, CalendarUnit::Month),
        spans(index, &matches),
        index.summary(&index.chosen(&matches, window)),
    )
}

proptest! {
    #![proptest_config(crate::chance::cases(48))]

    #[test]
    fn an_index_that_follows_a_document_answers_as_one_made_anew(
        before in few_words(),
        after in few_words(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3), 1..8),
        filter in any_filter(),
        window in any_window(),
    ) {
        let mut document = document(before);
        let mut index = Arc::new(Index::new(&document));
        // The words are there before anything changes.
        let _found = index.matching(&text_filter("drone"));
        for (revision, (pick, other, kind)) in (1..).zip(edits) {
            if after.is_empty() {
                break;
            }
            let incident = other.get(&after).clone();
            let ids: Vec<_> = document.incidents().map(|incident| incident.id.clone()).collect();
            document = match kind {
                0 => document.with_incident(incident),
                _ if ids.is_empty() => document.with_incident(incident),
                1 => document.without_incident(pick.get(&ids)),
                _ => document.with_incident(Incident { id: pick.get(&ids).clone(), ..incident }),
            }
            .at_revision(Revision(revision));
            index.follow(&document);
            let anew = Index::new(&document);
            prop_assert_eq!(all_answers(&index, &filter, window), all_answers(&anew, &filter, window));
            let all: Vec<_> = anew.ids().to_vec();
            prop_assert_eq!(index.summary(&index.chosen(&index.matching(&filter), window)),
                Summary::of(&document, &anew.shown(&filter, window).ids));
            prop_assert_eq!(index.ids().to_vec(), all);
        }
    }
}
