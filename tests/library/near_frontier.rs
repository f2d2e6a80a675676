//! Filtering, sorting and telling records by where they lie at the frontier.

use std::ops::ControlFlow;

use marz::{
    analysis::{
        BankChoice, Direction, FromWhat, NearFrontier, Passes,
        columns::{AtFrontier, Column},
        frontier::{measure_all, measured},
        sorted,
    },
    carto::View,
    model::{Document, Incident, LonLat, Metres, Precision},
    session::{Command, Effect, File, FrontierCommand, FrontierEffect, Session},
};

use crate::{
    documents::{document, id, incident, undated},
    session::environment,
};

fn placed(name: &str, lon: f64, lat: f64, precision: Precision) -> Incident {
    let mut incident = incident(name, "2025-03-01", "2025-03-01");
    incident.place.position = Some(LonLat::new(lon, lat).unwrap());
    incident.place.precision = precision;
    incident
}

/// At 2.6 km from the line, on both banks, on the plain, far away, known by its district only, and without a place.
fn a_few() -> Document {
    document([
        placed("khorog", 71.55337, 37.49039, Precision::Exact),
        placed("nusay", 70.80413, 38.4435, Precision::Exact),
        placed("sherkhan", 68.6113, 37.1904, Precision::Exact),
        placed("murghob", 73.96674, 38.17023, Precision::Exact),
        placed("shughnon", 71.7, 37.5, Precision::District),
        undated("nowhere"),
    ])
}

fn session() -> Session {
    Session::on(environment(), a_few(), File::Untitled, None)
}

fn shown(session: &Session) -> Vec<String> {
    let mut ids: Vec<String> = session.shown().iter().map(ToString::to_string).collect();
    ids.sort();
    ids
}

#[test]
fn what_may_be_near_the_border_is_shown_until_only_what_is_certain_is_asked_for() {
    let mut session = session();
    session.handle(FrontierCommand::Within(5, FromWhat::Border).into());
    assert_eq!(shown(&session), ["khorog", "nusay", "sherkhan", "shughnon"]);
    assert_eq!(session.shown_perhaps(), 1, "the district reaches from the line far inland");
    assert_eq!(session.listed().len(), 4);
    assert!((session.histogram().bins.iter().map(|bin| bin.shown).sum::<f64>() - 4.0).abs() < 1e-9);
    let certain = NearFrontier { certain_only: true, ..session.view().filter.frontier.clone() };
    session.handle(FrontierCommand::Filter(certain).into());
    assert_eq!(shown(&session), ["khorog", "nusay", "sherkhan"]);
    session.handle(FrontierCommand::Anywhere.into());
    assert_eq!(session.shown().len(), 6);
    assert_eq!(
        Command::from(FrontierCommand::Anywhere).refusal(&session),
        Some("Nothing is asked of the place at the frontier.")
    );
}

/// Places that no other test measures, each a step apart.
fn thousands(off: f64) -> Document {
    document((0..2_500).map(|number| {
        let step = f64::from(number) * 2e-4;
        placed(&format!("row {number}"), 71.3 + step, 37.2 + off + step, Precision::Exact)
    }))
}

#[test]
fn among_thousands_the_filter_takes_hold_when_their_places_are_measured_beside_the_window() {
    let mut session = Session::on(environment(), thousands(0.0), File::Untitled, None);
    let effects = session.handle(FrontierCommand::Within(5, FromWhat::Border).into());
    let [Effect::Frontier(FrontierEffect::Measure(document))] = effects.as_slice() else {
        panic!("nothing is measured: {effects:?}");
    };
    assert_eq!(session.shown().len(), 2_500, "nothing is left out unasked");
    session.places_measuring(1_000);
    assert_eq!(session.frontier_progress(), Some((1_000, 2_500)));
    assert_eq!(session.frontier_asked().words(), "within 5 km of the border");
    measure_all(document, |_| ControlFlow::Continue(()));
    session.places_measured();
    assert!(session.frontier_progress().is_none());
    assert!((1..2_500).contains(&session.shown().len()), "{} shown", session.shown().len());
    // The second filter need not wait.
    let effects = session.handle(FrontierCommand::Within(10, FromWhat::Border).into());
    assert!(effects.is_empty() && session.frontier_progress().is_none());
}

#[test]
fn a_filter_that_waits_is_dropped_with_the_others() {
    for command in [Command::ClearFilters, FrontierCommand::Anywhere.into()] {
        let mut session = Session::on(environment(), thousands(0.3), File::Untitled, None);
        session.handle(FrontierCommand::Within(5, FromWhat::Border).into());
        let effects = session.handle(command);
        assert_eq!(effects, [Effect::Frontier(FrontierEffect::Stop)]);
        session.places_measured();
        assert!(session.frontier_asked().is_empty() && session.shown().len() == 2_500);
    }
}

#[test]
fn banks_and_kilometres_of_the_river_are_asked_for() {
    let mut session = session();
    let ask = |session: &mut Session, asked: NearFrontier| {
        session.handle(FrontierCommand::Filter(asked).into());
        shown(session)
    };
    let bank = |choice| NearFrontier { banks: [choice].into(), ..NearFrontier::default() };
    assert_eq!(ask(&mut session, bank(BankChoice::Afghan)), ["nusay"]);
    assert_eq!(ask(&mut session, bank(BankChoice::Tajik)), ["khorog", "murghob"]);
    assert_eq!(ask(&mut session, bank(BankChoice::Undetermined)), ["sherkhan", "shughnon"]);
    let gorge = NearFrontier { from_km: Some(400), to_km: Some(500), ..NearFrontier::default() };
    assert_eq!(ask(&mut session, gorge), ["nusay"]);
    let river = NearFrontier { within: Some(3_000), from_what: FromWhat::River, ..NearFrontier::default() };
    assert_eq!(ask(&mut session, river.clone()), ["khorog", "nusay", "sherkhan", "shughnon"]);
    assert_eq!(river.words(), "within 3 km of the river");
}

#[test]
fn the_filter_is_kept_with_the_view_and_older_views_still_open() {
    let mut view = View::frontier();
    view.filter.frontier =
        NearFrontier { within: Some(5_000), from_km: Some(-20), ..NearFrontier::default() };
    let kept = serde_json::to_value(&view).unwrap();
    assert_eq!(serde_json::from_value::<View>(kept).unwrap().filter, view.filter);
    let older = serde_json::to_value(View::frontier()).unwrap();
    assert!(older["filter"].get("frontier").is_none(), "what asks nothing leaves nothing in the file");
    assert!(serde_json::from_value::<View>(older).unwrap().filter.is_empty());
    let mut session = session();
    session.handle(FrontierCommand::Within(10, FromWhat::Border).into());
    session.handle(Command::AddShot("near".into()));
    session.handle(Command::ClearFilters);
    assert_eq!(session.shown().len(), 6);
    session.handle(Command::GoToShot(0));
    assert_eq!(session.view().filter.frontier.within, Some(10_000));
    assert_eq!(session.shown().len(), 4);
}

#[test]
fn a_table_tells_how_well_it_knows() {
    let document = a_few();
    let told =
        |name: &str, told: AtFrontier| Column::Frontier(told).text_of(&document.get(&id(name)).unwrap());
    assert_eq!(told("khorog", AtFrontier::Border), "2.6 km ± 100 m");
    assert_eq!(told("khorog", AtFrontier::Bank), "Tajik bank");
    assert_eq!(told("khorog", AtFrontier::RiverKm), "Panj km 696");
    assert_eq!(told("khorog", AtFrontier::Across), "Shughnan");
    assert_eq!(told("sherkhan", AtFrontier::Border), "about 1 km (± 2 km)");
    assert_eq!(told("sherkhan", AtFrontier::Across), "Dusti | Imam Sahib");
    assert_eq!(told("shughnon", AtFrontier::Bank), "bank undetermined");
    assert_eq!(told("nowhere", AtFrontier::Border), "");
    assert_eq!(told("khorog", AtFrontier::Crossing), "Tem (Khorog)–Demogan, 5 km ± 2.5 km");
    // What the record states of its country decides where only its precision leaves the bank open.
    let mut stated = document.get(&id("shughnon")).unwrap().as_ref().clone();
    stated.place.country = Some("Tajikistan".to_owned());
    assert_eq!(Column::Frontier(AtFrontier::Bank).text_of(&stated), "Tajik bank, as recorded");
    stated.place.country = Some("Afghanistan".to_owned());
    assert_eq!(Column::Frontier(AtFrontier::Bank).text_of(&stated), "bank undetermined", "a contradiction");
    let mut island = document.get(&id("sherkhan")).unwrap().as_ref().clone();
    island.place.country = Some("Afghanistan".to_owned());
    assert_eq!(Column::Frontier(AtFrontier::Bank).text_of(&island), "bank undetermined", "the line itself");
    let ids: Vec<_> = document.incidents().map(|incident| incident.id.clone()).collect();
    let key = Column::Frontier(AtFrontier::Border).sort_key();
    let order = sorted(&document, &ids, &key, Direction::Ascending);
    let names: Vec<String> = order.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["nusay", "sherkhan", "khorog", "shughnon", "murghob", "nowhere"]);
}

#[test]
fn a_record_passes_only_where_its_place_does() {
    let rough = placed("rough", 71.55337, 37.49039, Precision::Near);
    let measure = measured(&rough).unwrap();
    assert_eq!(measure.radius, Metres(15_000.0));
    let within = |metres| NearFrontier { within: Some(metres), ..NearFrontier::default() }.asked_of(&rough);
    assert_eq!(within(100), Passes::Perhaps);
    assert_eq!(within(20_000), Passes::Yes);
    let far = placed("far", 69.2, 34.52, Precision::Near);
    assert_eq!(NearFrontier { within: Some(5_000), ..NearFrontier::default() }.asked_of(&far), Passes::No);
}
