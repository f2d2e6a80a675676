//! The gate: what a profile withholds is in no copy, and what leaves is as honest as it is coarse.

use marz::{
    analysis::{geodesy::geodesic, publication::publish},
    carto::{Camera, View},
    export::Leaving,
    model::{
        Document, Facts, Handling, Incident, LonLat, Metres, Place, Positions, Precision, Profile, Texts,
        Zoom,
    },
    store::native::write,
};
use proptest::prelude::*;
use serde_json::Map;

use crate::documents::{any_document, any_profile, id};

const SECRET: &str = "0123456789abcdef";

fn with_secret(document: &Document) -> Document {
    let mut facts = document.facts().clone();
    SECRET.clone_into(&mut facts.publication.secret);
    document.with_facts(facts)
}

/// Two incidents at one village; one of them is not to leave.
fn village() -> Document {
    let place = Place {
        position: LonLat::new(70.189_137, 37.760_413).ok(),
        precision: Precision::Locality,
        name: Some("near the village of Shodak".to_owned()),
        ..Place::default()
    };
    let one = |name: &str, title: &str, handling| Incident {
        title: title.to_owned(),
        place: place.clone(),
        handling: Some(handling),
        ..Incident::new(id(name))
    };
    let incidents = [
        one("open", "Shots at Shodak", Handling::Public),
        one("other", "A raid", Handling::Public),
        one("secret", "The informer crossed", Handling::Restricted),
    ];
    with_secret(&Document::new(incidents, Facts::default(), Vec::new(), Map::new()))
}

fn profile(positions: Positions) -> Profile {
    Profile { least_status: None, positions, ..Profile::named("press") }
}

#[test]
fn a_higher_mark_an_unmarked_record_and_the_secret_never_leave() {
    let document = village()
        .with_incident(Incident { title: "Nobody marked this".to_owned(), ..Incident::new(id("unmarked")) });
    let gated = publish(&document, &profile(Positions::Grid(Metres(5_000.0)))).unwrap();
    assert_eq!((gated.document.len(), gated.by_handling, gated.unmarked), (2, 1, 1));
    let bytes = String::from_utf8(write(&gated.document)).unwrap();
    for word in ["informer", "Nobody marked", "Shodak", "37.760", "70.189", SECRET, "open", "secret"] {
        assert!(!bytes.contains(word), "{word} left in {bytes}");
    }
    assert_eq!(
        gated.document.facts().published.as_ref().unwrap().to_string(),
        "2 withheld, positions to 5 km"
    );
}

#[test]
fn moved_positions_are_stable_within_the_distance_and_no_pins_and_one_place_stays_one() {
    let document = village();
    let profile = profile(Positions::Displaced(Metres(5_000.0)));
    let [first, again] = [0, 1].map(|_| publish(&document, &profile).unwrap().document);
    assert_eq!(write(&first), write(&again));
    let truth = LonLat::new(70.189_137, 37.760_413).unwrap();
    let places: Vec<Place> = first.incidents().map(|incident| incident.place.clone()).collect();
    for place in &places {
        assert!(geodesic(truth, place.position.unwrap()).0 <= 5_000.0);
        assert!(!place.precision.is_point());
        assert!(place.radius.unwrap().0 >= 7_000.0, "what was not known before is not known now");
    }
    assert_eq!(places[0].position, places[1].position, "two draws around one village would average out");
}

#[test]
fn the_middle_of_a_map_made_for_one_incident_does_not_tell_where_it_was() {
    let truth = LonLat::new(70.189_137, 37.760_413).unwrap();
    let view = View { camera: Camera { centre: truth, zoom: Zoom(10.0) }, ..View::frontier() };
    for positions in [Positions::Withheld, Positions::Grid(Metres(5_000.0))] {
        let leaving = Leaving::of(&village(), Some(&profile(positions))).unwrap();
        let middle = leaving.view(&view).camera.centre;
        assert!(geodesic(truth, middle).0 > 300.0, "{positions:?}: {middle}");
        let written = format!("{},{}", middle.lon(), middle.lat());
        assert!(!written.contains("70.189") && !written.contains("37.760"), "{written}");
    }
    let as_it_is = Leaving::of(&village(), None).unwrap();
    assert_eq!(as_it_is.view(&view).camera.centre, truth);
}

#[test]
fn without_a_secret_nothing_is_moved_and_nothing_leaves() {
    let document = village().with_facts(Facts::default());
    assert!(publish(&document, &profile(Positions::Displaced(Metres(5_000.0)))).is_err());
}

proptest! {
    #![proptest_config(crate::chance::cases(48))]

    #[test]
    fn of_any_document_by_any_profile_nothing_withheld_is_in_the_bytes(
        document in any_document(), profile in any_profile(),
    ) {
        let document = with_secret(&document);
        let copy = publish(&document, &profile).unwrap();
        let bytes = String::from_utf8(write(&copy.document)).unwrap();
        prop_assert!(!bytes.contains(SECRET));
        prop_assert!(copy.document.kept_features().is_empty() && copy.document.members().is_empty());
        prop_assert!(copy.document.facts().evidence.is_empty() && copy.document.facts().shots.is_empty());
        let counted = copy.by_status + copy.by_handling + copy.unmarked;
        prop_assert_eq!(copy.document.len() + counted, document.len());
        for (old, new) in &copy.renamed {
            let (was, is) = (document.get(old).unwrap(), copy.document.get(new).unwrap());
            prop_assert!(is.history.is_empty() && is.notes.is_empty() && is.assignee.is_empty());
            prop_assert!(was.handling.is_none_or(|mark| mark <= profile.greatest_handling));
            if profile.texts == Texts::Withheld {
                prop_assert!(is.summary.is_empty() && is.tags.is_empty());
            }
            if profile.positions.is_coarser()
                && let (Some(from), Some(to), Some(error)) =
                    (was.place.position, is.place.position, profile.positions.error())
            {
                prop_assert!(geodesic(from, to).0 <= error.0 * 1.02 + 1.0);
                prop_assert!(is.place.radius.unwrap().0 + 1.0 >= error.0);
            }
            prop_assert!(profile.positions != Positions::Withheld || is.place.position.is_none());
        }
    }
}
