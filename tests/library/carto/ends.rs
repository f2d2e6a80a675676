//! Further positions of an incident, and the status of its record, on the map.

use marz::{
    carto::{Mark, PicturePart, PictureTexts, Sheet, Targeted, Theme, View, compose},
    model::{End, EndRole, Incident, LonLat, Metres, Precision, Status},
};

use super::{SCREEN, all_ids, at, document, incident, part, scene, words};

fn end(role: EndRole, lon: f64, lat: f64) -> End {
    End {
        role,
        name: None,
        position: LonLat::new(lon, lat).unwrap(),
        precision: Precision::Near,
        radius: None,
        rest: serde_json::Map::new(),
    }
}

fn shelled() -> Incident {
    let mut shelled = incident("shelled", "shelling_or_rocket", "2022", Some((70.0, 37.6)), Precision::Near);
    shelled.ends = vec![end(EndRole::FiredFrom, 69.7, 37.3), end(EndRole::LandedAt, 70.3, 37.8)].into();
    shelled
}

fn dashed_lines(scene: &marz::carto::Scene) -> usize {
    let dashed = |mark: &Mark| matches!(mark, Mark::Line { stroke, .. } if stroke.dash.is_some());
    part(scene, PicturePart::Incidents).iter().filter(|mark| dashed(mark)).count()
}

#[test]
fn the_way_of_a_shot_is_drawn_in_window_and_picture_and_explained_in_the_legend() {
    for theme in [Theme::Light, Theme::Dark] {
        let document = document(vec![shelled()]);
        let view = View { theme, ..at(70.0, 37.6, 8.5) };
        let window = scene(&document, &view);
        assert_eq!(dashed_lines(&window), 2, "one in, one out");
        assert!(words(&window).contains("Line of fire or way"));
        let sheet = Sheet::picture(SCREEN, PictureTexts::default());
        let picture = compose(&document, &all_ids(&document), 1, &view, &sheet);
        assert_eq!(dashed_lines(&picture), 2);
        assert!(words(&picture).contains("Line of fire or way"));
    }
}

#[test]
fn ends_are_no_incidents_of_their_own() {
    let document = document(vec![shelled()]);
    let scene = scene(&document, &at(70.0, 37.6, 8.5));
    let reached = scene.targets.iter().filter(|target| matches!(target.what, Targeted::Incident(_)));
    assert_eq!(reached.count(), 1);
    assert_eq!((scene.shown, scene.total), (1, 1));
}

#[test]
fn a_way_has_no_line_where_no_end_is_known_and_none_to_an_end_that_nobody_can_defend() {
    let plain = incident("plain", "bombing", "2022", Some((70.0, 37.6)), Precision::Near);
    let view = at(70.0, 37.6, 8.5);
    let without = scene(&document(vec![plain.clone()]), &view);
    assert_eq!(dashed_lines(&without), 0);
    assert!(!words(&without).contains("Line of fire or way"));
    let mut guessed = plain;
    guessed.ends = vec![End { precision: Precision::None, ..end(EndRole::FiredFrom, 69.7, 37.3) }].into();
    assert_eq!(dashed_lines(&scene(&document(vec![guessed]), &view)), 0);
}

#[test]
fn a_way_is_drawn_without_a_place_of_the_incident_and_over_points_on_the_way() {
    let mut nowhere = shelled();
    nowhere.place.precision = Precision::None;
    assert_eq!(dashed_lines(&scene(&document(vec![nowhere]), &at(70.0, 37.6, 8.5))), 1);
    let mut over = shelled();
    over.ends.push(end(EndRole::Through, 69.8, 37.6));
    assert_eq!(dashed_lines(&scene(&document(vec![over]), &at(70.0, 37.6, 8.5))), 3);
}

#[test]
fn an_end_known_to_a_radius_has_its_ring() {
    let mut wide = shelled();
    wide.ends[0].radius = Some(Metres(10_000.0));
    let circles = |incident: Incident| {
        part(&scene(&document(vec![incident]), &at(70.0, 37.6, 8.5)), PicturePart::Incidents)
            .iter()
            .filter(|mark| matches!(mark, Mark::Circle { fill: None, .. }))
            .count()
    };
    assert_eq!(circles(wide), circles(shelled()) + 1);
}

#[test]
fn a_rejected_record_is_faint_and_a_disputed_one_has_a_question_mark() {
    let with = |status: Option<Status>| {
        let mut incident = incident("one", "bombing", "2022", Some((70.0, 37.6)), Precision::Near);
        incident.status = status;
        scene(&document(vec![incident]), &at(70.0, 37.6, 9.0))
    };
    let opaque = |status: Option<Status>| {
        part(&with(status), PicturePart::Incidents)
            .iter()
            .filter(|mark| matches!(mark, Mark::Symbol { fill, .. } if fill.0[3] > 120))
            .count()
    };
    assert!(opaque(None) > 0);
    assert_eq!(opaque(Some(Status::Rejected)), 0);
    assert_eq!(opaque(Some(Status::Verified)), opaque(None));
    let asks = |status| {
        let marks = part(&with(status), PicturePart::Incidents);
        marks.iter().any(|mark| matches!(mark, Mark::Text(text) if &*text.text == "?"))
    };
    assert!(asks(Some(Status::Disputed)) && !asks(None));
}
