//! Incidents that may be one and the same: found when they are, left alone when they are not.

use marz::analysis::duplicates::{Candidate, THRESHOLD, candidates, pairs, skip_none};
use marz::model::{Actor, Document, Incident, LonLat, Precision, Source};
use marz::store::sample;

use super::samples::{document, id, incident};

/// A drone attack on a camp, as one paper has it.
fn first_paper() -> Incident {
    let mut one =
        incident("paper-1", "air_or_drone_strike", "2025-11-26", Some((70.19, 37.76)), Precision::Near);
    "Drone kills three workers at a mining camp".clone_into(&mut one.title);
    one.place.name = Some("camp near Shohin".to_owned());
    one.actors = vec![Actor { name: "Chinese workers".to_owned(), ..Actor::default() }].into();
    one.sources = vec![source("https://www.paper-one.example/news/drone-camp/")].into();
    one
}

/// The same, with another title, a day later and 5 km off.
fn second_paper() -> Incident {
    let mut two =
        incident("paper-2", "air_or_drone_strike", "2025-11-27", Some((70.2467, 37.76)), Precision::Near);
    "Gold-mine camp of a Chinese firm hit by a drone".clone_into(&mut two.title);
    two.actors = vec![Actor { name: "Gold miners".to_owned(), ..Actor::default() }].into();
    two.sources = vec![source("https://paper-two.example/2025/11/27/gold-mine")].into();
    two
}

fn source(url: &str) -> Source {
    Source { url: Some(url.to_owned()), ..Source::default() }
}

fn found(document: &Document, of: &Incident) -> Vec<Candidate> {
    candidates(document, of, 10, &skip_none)
}

#[test]
fn one_incident_in_two_papers_is_found_with_its_reasons() {
    let found = found(&document(vec![first_paper()]), &second_paper());
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].id, id("paper-1"));
    for reason in ["1 day apart", "5.0 km apart", "same type"] {
        assert!(found[0].reasons.iter().any(|said| said == reason), "{reason}: {:?}", found[0].reasons);
    }
    let pairs = pairs(&document(vec![first_paper(), second_paper()]), 10, &skip_none);
    assert_eq!(pairs.len(), 1);
    assert_eq!((&pairs[0].a, &pairs[0].b), (&id("paper-1"), &id("paper-2")));
    assert!((pairs[0].score - found[0].score).abs() < 1e-9);
}

#[test]
fn an_incident_is_no_candidate_for_itself() {
    assert_eq!(found(&document(vec![first_paper()]), &first_paper()), []);
}

#[test]
fn what_was_decided_is_not_shown_again() {
    let both = document(vec![first_paper(), second_paper()]);
    assert_eq!(candidates(&both, &second_paper(), 10, &|_, _| true), []);
    assert_eq!(pairs(&both, 10, &|a, b| a == &id("paper-1") && b == &id("paper-2")), []);
}

#[test]
fn other_days_and_other_places_are_other_incidents_even_on_one_page() {
    let mut far = second_paper();
    far.when = incident("x", "", "2025-11-30", None, Precision::None).when;
    far.place.position = Some(LonLat::new(71.55, 37.49).unwrap());
    far.sources = first_paper().sources;
    assert_eq!(found(&document(vec![first_paper()]), &far), []);
}

#[test]
fn the_same_page_is_a_strong_sign_however_its_address_is_written() {
    let mut barely = Incident::new(id("new"));
    barely.when = first_paper().when;
    barely.sources = vec![source("http://paper-one.example/news/drone-camp?utm_source=feed#top")].into();
    let found = found(&document(vec![first_paper()]), &barely);
    assert_eq!(found.len(), 1);
    assert!(found[0].reasons.contains(&"same source address".to_owned()), "{:?}", found[0].reasons);
}

#[test]
fn a_district_may_be_the_same_place_as_a_point_in_it() {
    let mut district = first_paper();
    district.id = id("district");
    district.place.precision = Precision::District;
    district.place.position = Some(LonLat::new(70.04865, 37.84137).unwrap());
    let found = found(&document(vec![district]), &first_paper());
    assert!(found[0].reasons.contains(&"may be the same place".to_owned()), "{:?}", found[0].reasons);
}

#[test]
fn a_date_alone_calls_up_nobody() {
    let mut typed = Incident::new(id("new"));
    typed.when = first_paper().when;
    assert_eq!(found(&document(vec![first_paper(), second_paper()]), &typed), []);
    assert_eq!(found(&document(vec![first_paper()]), &Incident::new(id("empty"))), []);
}

#[test]
fn the_two_drone_attacks_of_november_2025_stay_two() {
    let (sample, _) = sample();
    let november: Vec<_> = sample
        .incidents()
        .filter(|i| i.when.typed().starts_with("2025-11-26") || i.when.typed().starts_with("2025-11-30"))
        .map(|i| i.id.clone())
        .collect();
    assert!(november.len() >= 2, "{november:?}");
    let pairs = pairs(&sample, 100, &skip_none);
    assert!(!pairs.iter().any(|pair| november.contains(&pair.a) && november.contains(&pair.b)), "{pairs:?}");
}

#[test]
fn the_sample_is_no_flood_of_false_alarms() {
    let (sample, _) = sample();
    let pairs = pairs(&sample, 100, &skip_none);
    for pair in &pairs {
        println!("{:.2} {} {} {:?}", pair.score, pair.a, pair.b, pair.reasons);
    }
    assert!(pairs.len() <= 3, "{} pairs of {} incidents", pairs.len(), sample.len());
    assert!(pairs.iter().all(|pair| pair.score >= THRESHOLD));
}

/// Numbers that look random and are the same each time.
fn dice(seed: u64) -> impl FnMut(u64) -> u64 {
    let mut state = seed;
    move |sides| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    }
}

#[test]
fn a_double_is_found_among_ten_thousand() {
    let mut dice = dice(7);
    let words =
        ["camp", "drone", "bridge", "market", "river", "school", "convoy", "truck", "mosque", "tower"];
    let kinds = ["armed_clash", "arrest", "bombing", "smuggling_clash"];
    let mut all: Vec<Incident> = (0..10_000)
        .map(|row| {
            let date = format!("{}-{:02}-{:02}", 1995 + dice(30), 1 + dice(12), 1 + dice(28));
            let at = (67.5 + dice(8000) as f64 / 1000.0, 36.5 + dice(2500) as f64 / 1000.0);
            let precision = Precision::ALL[usize::try_from(dice(6)).unwrap()];
            let mut one =
                incident(&format!("r{row:05}"), kinds[dice(4) as usize], &date, Some(at), precision);
            one.title = (0..4).map(|_| words[dice(10) as usize]).collect::<Vec<_>>().join(" ");
            one
        })
        .collect();
    all.push(first_paper());
    all.push(second_paper());
    let document = document(all);
    let begun = std::time::Instant::now();
    let pairs = pairs(&document, 10_000, &skip_none);
    println!("{} pairs among {} incidents in {:?}", pairs.len(), document.len(), begun.elapsed());
    let begun = std::time::Instant::now();
    let typed = candidates(&document, &second_paper(), 5, &skip_none);
    println!("{} candidates in {:?}", typed.len(), begun.elapsed());
    assert!(pairs.iter().any(|pair| pair.a == id("paper-1") && pair.b == id("paper-2")));
    assert!(typed.iter().any(|candidate| candidate.id == id("paper-1")));
}

#[test]
fn a_document_all_on_one_day_in_one_place_is_answered_too() {
    let one = first_paper();
    let all = (0..1_000).map(|row| Incident { id: id(&format!("s{row}")), ..one.clone() });
    assert_eq!(pairs(&document(all.collect()), 50, &skip_none).len(), 50);
}

#[test]
fn absurd_dates_places_and_radii_break_nothing() {
    let mut odd = first_paper();
    odd.id = id("odd");
    odd.when = incident("x", "", "0001-01-01..9999-12-31", None, Precision::None).when;
    odd.place.radius = Some(marz::model::Metres(f64::NAN));
    let mut pole = first_paper();
    pole.id = id("pole");
    pole.place.position = Some(LonLat::new(180.0, 90.0).unwrap());
    pole.place.radius = Some(marz::model::Metres(1e12));
    let document = document(vec![first_paper(), odd, pole]);
    assert!(pairs(&document, 10, &skip_none).iter().all(|pair| (0.0..=1.0).contains(&pair.score)));
}
