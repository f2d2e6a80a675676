//! Crowds: many incidents in little room are counted together, and no count is ever lost.

use std::collections::BTreeSet;

use marz::{
    analysis::{
        Facet, Filter, Gathered, Index, ShownRows, Window,
        crowd::{Clusters, Density, Hexagons, level_of},
    },
    carto::{
        Camera, CrowdSpot, Crowds, Mark, Point, Scene, Sheet, Targeted, Theme, View, Viewport, compose,
        compose_with,
    },
    export,
    model::{DaySpan, Document, Extent, Incident, Precision, Toll, Zoom},
    session::{Command, LayerCommand},
};

use crate::{
    documents::day,
    samples::{all_ids, document, frontier, id, incident},
    session::example,
};

const SCREEN: Point = Point { x: 1000.0, y: 640.0 };

/// The whole world, as a part of it.
const WORLD: [f64; 4] = [0.0, 0.0, 1.0, 1.0];

/// Places all over the frontier, every third of which is the same village; some are known by district only, some
/// have no place at all.
fn many(count: u32) -> Document {
    let part = |number: u32, root: f64| (f64::from(number) / root).fract();
    let kinds = ["armed_clash", "smuggling_clash", "protest"];
    let made = (0..count).map(|number| {
        let scattered = (67.9 + 6.0 * part(number, 1.324_717_957), 36.8 + 2.4 * part(number, 1.754_877_666));
        let (position, precision) = match number % 12 {
            0 | 3 | 6 | 9 => (Some((69.6285, 37.661)), Precision::Exact),
            5 => (Some(scattered), Precision::District),
            7 => (None, Precision::None),
            _ => (Some(scattered), Precision::Near),
        };
        let date = format!("{}-0{}-1{}", 2000 + number % 25, 1 + number % 9, number % 7);
        let kind = kinds[number as usize % 3];
        let mut made: Incident = incident(&format!("{number:06}"), kind, &date, position, precision);
        if number % 2 == 0 {
            made.killed = Toll { best: Some(number % 5), ..Toll::default() };
        }
        made
    });
    document(made.collect())
}

fn whole(crowds: Crowds) -> View {
    let mut view = View { camera: Viewport::fit(Extent::FRONTIER, SCREEN, 0.0), ..View::frontier() };
    view.layers.crowds = crowds;
    view
}

fn scene_of(document: &Document, view: &View) -> Scene {
    compose(document, &all_ids(document), document.len(), view, &Sheet::window(SCREEN))
}

fn crowd_spots(scene: &Scene) -> Vec<&CrowdSpot> {
    scene
        .targets
        .iter()
        .filter_map(|target| match &target.what {
            Targeted::Crowd(spot) => Some(&**spot),
            Targeted::Incident(_) | Targeted::Stack(_) | Targeted::Shelf => None,
        })
        .collect()
}

/// Incidents that the targets of a Scene stand for.
fn reached(scene: &Scene) -> usize {
    let alone: BTreeSet<_> = scene
        .targets
        .iter()
        .filter_map(|target| match &target.what {
            Targeted::Incident(id) => Some(id),
            Targeted::Crowd(_) | Targeted::Stack(_) | Targeted::Shelf => None,
        })
        .collect();
    alone.len() + crowd_spots(scene).iter().map(|spot| spot.count as usize).sum::<usize>()
}

fn words(scene: &Scene) -> String {
    let texts = scene.parts.iter().flat_map(|(_, marks)| marks.iter()).filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.text.to_string()),
        Mark::Area { .. }
        | Mark::Symbol { .. }
        | Mark::Circle { .. }
        | Mark::Line { .. }
        | Mark::Segments { .. }
        | Mark::Card { .. }
        | Mark::Raster { .. }
        | Mark::Course(_) => None,
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// What is expected of the rows that have a place: how many, how many killed, how many known by district.
fn placed(rows: &ShownRows<'_>) -> (u32, u64, u32) {
    let mut all = (0, 0, 0);
    rows.each(|_, spot| {
        if spot.is_placed() {
            all.0 += 1;
            all.1 += u64::from(spot.killed);
            all.2 += u32::from(spot.is_rough());
        }
    });
    all
}

#[test]
fn clusters_hexagons_and_densities_sum_up_to_the_incidents_on_every_zoom() {
    let document = many(5_000);
    let index = Index::new(&document);
    let matches = index.matching(&Filter::default());
    let years = DaySpan::new(day("2003-02-01"), day("2011-05-09")).unwrap();
    let part = {
        let shown = Viewport { camera: whole(Crowds::Clusters).camera, size: SCREEN }.world_box();
        [shown.min.x, shown.min.y, shown.max.x, shown.max.y]
    };
    for window in [Window::ALL, Window::of(years)] {
        let rows = index.shown_rows(&matches, window);
        let all = placed(&rows);
        assert!(all.0 > 500 && all.1 > 0 && all.2 > 0);
        for level in 4..=10 {
            let clusters = Clusters::of(&rows, part, level, 60.0).all;
            let sum =
                |of: &dyn Fn(&marz::analysis::crowd::Cluster) -> u64| clusters.iter().map(of).sum::<u64>();
            assert_eq!(sum(&|cluster| cluster.tally.count.into()), u64::from(all.0), "level {level}");
            assert_eq!(sum(&|cluster| cluster.tally.killed), all.1);
            assert_eq!(sum(&|cluster| cluster.tally.rough.into()), u64::from(all.2));
            let of_kinds = |cluster: &marz::analysis::crowd::Cluster| {
                cluster.kinds.iter().map(|(_, count)| u64::from(*count)).sum()
            };
            assert_eq!(sum(&of_kinds), u64::from(all.0), "every incident has a type");
            let hexagons = Hexagons::of(&rows, part, level, 20.0).all;
            assert_eq!(hexagons.iter().map(|hexagon| hexagon.tally.count).sum::<u32>(), all.0);
            assert_eq!(hexagons.iter().map(|hexagon| hexagon.tally.killed).sum::<u64>(), all.1);
        }
        for level in [5, 7, 8] {
            let density = Density::of(&rows, part, level);
            assert_eq!(density.count, u64::from(all.0));
            let smoothed: f64 = density.values.iter().map(|value| f64::from(*value)).sum();
            assert!((smoothed - f64::from(all.0)).abs() < f64::from(all.0) * 1e-3, "{smoothed}");
        }
    }
    let rows = index.shown_rows(&matches, Window::ALL);
    // A part of them: what lies outside is in no cell.
    let (middle, inside) = ([part[0], part[1], f64::midpoint(part[0], part[2]), part[3]], placed(&rows).0);
    for level in [4, 8, 12] {
        let some: u32 = Hexagons::of(&rows, middle, level, 20.0).all.iter().map(|one| one.tally.count).sum();
        assert!(some > 0 && (level < 8 || some < inside), "{some} at level {level}");
    }
    for level in 0..=6 {
        let count: u32 = Clusters::of(&rows, WORLD, level, 60.0).all.iter().map(|one| one.tally.count).sum();
        assert_eq!(count, placed(&rows).0, "the whole world at level {level}");
    }
}

#[test]
fn a_few_incidents_keep_their_symbols_and_a_crowd_is_counted_until_one_looks_closer() {
    assert!(crowd_spots(&scene_of(&frontier(), &whole(Crowds::Clusters))).is_empty());
    let document = many(3_000);
    let view = whole(Crowds::Clusters);
    let scene = scene_of(&document, &view);
    let spots = crowd_spots(&scene);
    assert!((10..200).contains(&spots.len()), "{}", spots.len());
    assert_eq!(reached(&scene), 3_000 - scene.shelf.len(), "every incident with a place is in one of them");
    // The largest: pressing on it looks closer, and what it held falls apart.
    let largest = spots.iter().max_by_key(|spot| spot.count).expect("a crowd");
    let closer = View { camera: Viewport::fit(largest.extent, SCREEN, 8.0), ..view };
    assert!(closer.camera.zoom.0 > view_zoom(&scene) + 1.0);
    assert!(
        crowd_spots(&scene_of(&document, &closer))
            .iter()
            .all(|spot| spot.count < largest.count || spot.is_one_place)
    );
}

fn view_zoom(scene: &Scene) -> f64 {
    scene.camera.zoom.0
}

#[test]
fn rows_of_an_index_and_a_list_of_ids_give_the_same_picture() {
    for document in [frontier(), many(700)] {
        let index = Index::new(&document);
        let matches = index.matching(&Filter::default());
        for crowds in Crowds::ALL {
            let view = View { selected: Some(id("000011")), ..whole(crowds) };
            let sheet = Sheet::window(SCREEN);
            let rows = index.shown_rows(&matches, Window::ALL);
            let of_index = compose_with(None, &rows, document.len(), &view, &sheet);
            let of_ids = compose(&document, &all_ids(&document), document.len(), &view, &sheet);
            assert_eq!(of_index.parts, of_ids.parts);
            assert_eq!(of_index.targets, of_ids.targets);
            assert_eq!(of_index.shelf, of_ids.shelf);
        }
    }
}

#[test]
fn a_map_that_moves_over_the_same_rows_shows_what_counting_anew_shows() {
    let document = many(24_000);
    let (index, other) = (Index::new(&document), Index::new(&document));
    let kinds = BTreeSet::from(["armed_clash".to_owned(), "protest".to_owned()]);
    let two_kinds = Filter { chosen: [(Facet::Type, kinds)].into(), ..Filter::default() };
    let years = DaySpan::new(day("2002-02-01"), day("2020-05-09")).unwrap();
    for (filter, window) in [
        (&Filter::default(), Window::ALL),
        (&Filter::default(), Window::of(years)),
        (&two_kinds, Window::ALL),
    ] {
        let (matches, of_other) = (index.matching(filter), other.matching(filter));
        let shown = index.shown_of(&matches, window).ids;
        assert!(shown.len() > 10_000);
        let anew = Gathered::new(&document, &shown);
        let zoomed = whole(Crowds::Clusters).camera;
        // Out, in, and out again, over the edges of the part that was counted.
        for (step, zoom) in (0_i32..).zip([6.2, 5.0, 7.9, 9.1, 13.0, 8.0]) {
            let camera = Camera { zoom: Zoom(zoom), ..zoomed };
            let viewport = Viewport { camera, size: SCREEN };
            for pan in 0..4 {
                let camera = viewport.panned(-211.0 * pan as f32, 97.0 * (step - pan) as f32);
                let part = Viewport { camera, size: SCREEN }.world_box();
                let part = [part.min.x, part.min.y, part.max.x, part.max.y];
                let (rows, level) = (index.shown_rows(&matches, window), level_of(zoom));
                let kept = Clusters::on_screen(&rows, part, level, 64.0);
                let again = Clusters::on_screen(&rows, part, level, 64.0);
                let counted = Clusters::of(&other.shown_rows(&of_other, window), part, level, 64.0);
                assert!(kept.all == counted.all && again.all == counted.all, "zoom {zoom}, pan {pan}");
            }
            let sheet = Sheet::window(SCREEN);
            for crowds in Crowds::ALL {
                let view = View { camera: viewport.panned(83.0, -31.0), ..whole(crowds) };
                let rows = index.shown_rows(&matches, window);
                let moved = compose_with(None, &rows, document.len(), &view, &sheet);
                let still = compose_with(None, &anew.rows(), document.len(), &view, &sheet);
                assert_eq!(moved.parts, still.parts, "{crowds:?} at {zoom}");
                assert_eq!(moved.targets, still.targets, "{crowds:?} at {zoom}");
                assert_eq!(moved.shelf, still.shelf);
            }
        }
    }
}

/// How many stand in the circles of the whole world, at the east and the west of a meridian.
fn beside_seventy(index: &Index) -> (u32, u32) {
    let matches = index.matching(&Filter::default());
    let (mut west, mut east) = (0, 0);
    // First the rows are others than before, then the same on another screen.
    for radius in [16.0, 20.0] {
        let rows = index.shown_rows(&matches, Window::ALL);
        let clusters = Clusters::on_screen(&rows, WORLD, 6, radius);
        let sum = |is_east: bool| {
            let there = clusters.all.iter().filter(|one| (one.tally.middle()[0] > 250.0 / 360.0) == is_east);
            there.map(|one| one.tally.count).sum()
        };
        (west, east) = (sum(false), sum(true));
    }
    (west, east)
}

#[test]
fn what_is_kept_of_the_rows_follows_a_change() {
    let document = many(11_000);
    let mut index = std::sync::Arc::new(Index::new(&document));
    let (west, east) = beside_seventy(&index);
    let moved = |to: f64, id: &str| {
        let mut moved = Incident::clone(&document.get(&self::id(id)).unwrap());
        moved.place.position = marz::model::LonLat::new(to, 38.0).ok();
        moved
    };
    // The village lies in the west.
    let changed = document
        .with_incident(moved(72.5, "000003"))
        .with_incident(incident("new", "protest", "2001-01-11", Some((73.0, 37.9)), Precision::Exact))
        .without_incident(&id("000006"))
        .at_revision(marz::model::Revision(1));
    index.follow(&changed);
    assert_eq!(beside_seventy(&index), (west - 2, east + 2));
    // In place: no row has another number.
    let again = changed.with_incident(moved(72.6, "000009")).at_revision(marz::model::Revision(2));
    index.follow(&again);
    assert_eq!(beside_seventy(&index), (west - 3, east + 3));
    // Not moved at all.
    let killed = |index: &Index| -> u64 {
        let matches = index.matching(&Filter::default());
        index.shown_rows(&matches, Window::ALL);
        let rows = index.shown_rows(&matches, Window::ALL);
        Clusters::on_screen(&rows, WORLD, 6, 24.0).all.iter().map(|one| one.tally.killed).sum()
    };
    let before = killed(&index);
    let mut known = moved(72.6, "000009");
    known.killed.best = Some(17);
    index.follow(&again.with_incident(known).at_revision(marz::model::Revision(3)));
    assert_eq!(killed(&index), before + 17);
}

#[test]
fn an_index_that_follows_a_change_has_the_new_places() {
    let document = many(300);
    let mut index = std::sync::Arc::new(Index::new(&document));
    let mut moved = Incident::clone(&document.get(&id("000004")).unwrap());
    moved.place.position = marz::model::LonLat::new(71.0, 38.0).ok();
    let changed = document
        .with_incident(moved)
        .with_incident(incident("new", "protest", "2001-01-11", Some((70.0, 37.9)), Precision::Exact))
        .without_incident(&id("000010"))
        .at_revision(marz::model::Revision(1));
    index.follow(&changed);
    let fresh = Index::new(&changed);
    let spots = |index: &Index| {
        let matches = index.matching(&Filter::default());
        let rows = index.shown_rows(&matches, Window::ALL);
        let mut spots = Vec::new();
        rows.each(|row, spot| {
            spots.push((rows.id(row).clone(), spot.x, spot.y, rows.kinds()[spot.kind as usize].clone()));
        });
        spots
    };
    assert_eq!(spots(&index), spots(&fresh));
}

#[test]
fn the_selected_incident_has_its_own_symbol_in_any_crowd() {
    let document = many(3_000);
    for crowds in Crowds::ALL {
        let view = View { selected: Some(id("000011")), ..whole(crowds) };
        let scene = scene_of(&document, &view);
        let own = |target: &marz::carto::Target| target.what == Targeted::Incident(id("000011"));
        assert!(scene.targets.iter().any(own), "{crowds:?}");
    }
}

#[test]
fn a_crowd_says_how_many_are_known_only_by_district_and_what_its_picture_means() {
    let document = many(3_000);
    let mut known = 0;
    Gathered::new(&document, &all_ids(&document))
        .rows()
        .each(|_, spot| known += usize::from(spot.is_rough()));
    assert_eq!(known, 250);
    for (crowds, meaning) in [
        (Crowds::Clusters, "Incidents together: how many"),
        (Crowds::Density, "per"),
        (Crowds::Hexagons, "in a hexagon"),
    ] {
        let scene = scene_of(&document, &whole(crowds));
        let words = words(&scene);
        assert!(words.contains("250 here known only by district"), "{words}");
        assert!(words.contains(meaning), "{words}");
        let rough: u32 = crowd_spots(&scene).iter().map(|spot| spot.rough).sum();
        assert!(rough as usize <= known && rough > 100);
    }
}

#[test]
fn incidents_of_one_village_open_into_a_ring_of_the_first_ones() {
    let document = many(3_000);
    let mut view = whole(Crowds::Clusters);
    view.camera = marz::carto::Camera {
        centre: marz::model::LonLat::new(69.6285, 37.661).unwrap(),
        zoom: marz::model::Zoom(15.0),
    };
    let scene = scene_of(&document, &view);
    let spots = crowd_spots(&scene);
    let [village] = spots.as_slice() else { panic!("one village: {spots:?}") };
    assert!(village.is_one_place && village.count == 1_000);
    let opened = View { opened: Some(village.first.clone()), ..view };
    let words = words(&scene_of(&document, &opened));
    assert!(
        words.contains("1000 incidents here, the first 60 around") && words.contains("and 989 more"),
        "{words}"
    );
}

#[test]
fn circles_stand_still_while_the_map_is_panned() {
    let document = many(3_000);
    let view = whole(Crowds::Clusters);
    let circles = |view: &View| -> BTreeSet<(u32, u64)> {
        crowd_spots(&scene_of(&document, view)).iter().map(|spot| (spot.count, spot.killed)).collect()
    };
    let before = circles(&view);
    let viewport = Viewport { camera: view.camera, size: SCREEN };
    let after = circles(&View { camera: viewport.panned(37.0, -21.0), ..view.clone() });
    let same = before.intersection(&after).count();
    assert!(same * 10 >= before.len() * 9, "{same} of {}", before.len());
}

#[test]
fn a_density_is_in_every_file_as_it_is_on_the_screen() {
    let document = many(1_500);
    let scene = scene_of(&document, &View { theme: Theme::Dark, ..whole(Crowds::Density) });
    let bare = scene_of(&document, &View { theme: Theme::Dark, ..whole(Crowds::Hexagons) });
    assert!(
        scene
            .parts
            .iter()
            .flat_map(|(_, marks)| marks.iter())
            .any(|mark| matches!(mark, Mark::Raster { .. }))
    );
    let pixels = (SCREEN.x as u32, SCREEN.y as u32);
    assert_ne!(export::png(&scene, pixels, None).unwrap(), export::png(&bare, pixels, None).unwrap());
    let page = export::plain_page(&document, scene, pixels, None);
    let svg = export::svg(&page).unwrap();
    assert!(svg.contains("data:image/png;base64,"));
}

#[test]
fn how_a_crowd_is_drawn_is_chosen_and_kept_with_a_view() {
    let mut session = example();
    session.handle(LayerCommand::SetCrowds(Crowds::Hexagons).into());
    session.handle(Command::AddShot("Hexagons".to_owned()));
    session.handle(LayerCommand::SetCrowds(Crowds::Clusters).into());
    session.handle(Command::GoToShot(session.document().facts().shots.len() - 1));
    assert_eq!(session.view().layers.crowds, Crowds::Hexagons);
}

/// The oracle of the speed comparison has 1110 incidents where Marz has 1112: pandas asks for the day that ACLED set,
/// Marz for the week that ACLED means.
#[test]
fn a_week_at_the_turn_of_the_year_belongs_to_both_years() {
    let week = |name: &str, around: &str| {
        let mut made = incident(name, "protest", around, Some((71.0, 37.5)), Precision::Exact);
        let middle = day(around);
        let days = |days: i64| jiff::ToSpan::days(days);
        let span = DaySpan::new(middle.saturating_sub(days(3)), middle.saturating_add(days(3))).unwrap();
        made.when = marz::model::When::on(span, marz::model::DatePrecision::Day);
        made
    };
    let document = document(vec![
        week("before", "2014-12-30"),
        week("too-early", "2014-12-27"),
        incident("inside", "protest", "2015-06-01", Some((71.0, 37.5)), Precision::Exact),
        week("after", "2016-01-01"),
        week("too-late", "2016-01-04"),
    ]);
    let year = Window::of(DaySpan::new(day("2015-01-01"), day("2015-12-31")).unwrap());
    let shown = Index::new(&document).shown(&Filter::default(), year);
    assert_eq!(*shown.ids, [id("before"), id("inside"), id("after")]);
}
