//! How long the work of one frame and of one picture takes. Run with `cargo bench`.

mod frames;

use std::{
    collections::BTreeSet,
    sync::{Arc, LazyLock},
};

use divan::{Bencher, black_box};
use marz::{
    analysis::{
        Facet, Filter, Histogram, Index, NearFrontier, Window,
        crowd::{Clusters, Density, Hexagons, level_of},
        frontier::Frontier,
        gazetteer::Gazetteer,
        natural_axis,
        review::review,
        window,
    },
    carto::{Basemap, Camera, Crowds, Point, Sheet, View, Viewport, compose, compose_basemap, compose_with},
    edit::{Action, Change},
    export::{PicturePreset, PictureRequest, picture, png},
    model::{
        CalendarUnit, DatePrecision, DaySpan, Document, Extent, Facts, Incident, IncidentId, LonLat, Metres,
        Precision, When, day_from_number,
    },
    store::{self, Entry, Journal, Origin},
};

const SCREEN: Point = Point { x: 1280.0, y: 800.0 };

fn main() {
    // Parsed once in the life of the program, not in any frame.
    Basemap::embedded();
    Frontier::embedded();
    if std::env::args().any(|argument| argument == "frames") {
        frames::table();
        return;
    }
    divan::main();
}

fn example() -> (Document, Arc<[IncidentId]>, View) {
    let (document, _) = store::sample();
    let mut view = View::frontier();
    view.camera = Viewport::fit(Extent::FRONTIER, SCREEN, 8.0);
    let shown = Index::new(&document).shown(&view.filter, Window::ALL).ids;
    (document, shown, view)
}

/// The whole Scene of the window: basemap, names, incidents, furniture.
#[divan::bench]
fn compose_the_window(bencher: Bencher) {
    let (document, shown, view) = example();
    let sheet = Sheet::window(SCREEN);
    bencher.bench(|| compose(&document, &shown, document.len(), black_box(&view), &sheet));
}

/// One frame of a scrub: the window moves, all answers follow, the Scene is made anew.
#[divan::bench]
fn scrub_one_frame(bencher: Bencher) {
    let (document, _, mut view) = example();
    let index = Index::new(&document);
    let sheet = Sheet::window(SCREEN);
    let axis = natural_axis(&index).expect("the example has dates");
    let mut days = window::unit_around(axis.first(), CalendarUnit::Year);
    bencher.bench_local(|| {
        days = window::play(days, CalendarUnit::Month, window::Playback::Sliding, axis)
            .unwrap_or_else(|| window::unit_around(axis.first(), CalendarUnit::Year));
        view.window = Window::of(days);
        let matches = index.matching(&Filter::default());
        let shown = index.shown_of(&matches, view.window).ids;
        let histogram = Histogram::of(&index, &matches, axis, CalendarUnit::Month);
        (compose(&document, &shown, document.len(), &view, &sheet), histogram)
    });
}

/// The records of the example, many times over.
fn a_hundred_thousand() -> Document {
    let (sample, _) = store::sample();
    let few: Vec<_> = sample.incidents().collect();
    let records = few.iter().cycle().take(100_000).enumerate().map(|(number, incident)| Incident {
        id: IncidentId::new(format!("{number:06}")),
        ..Incident::clone(incident)
    });
    Document::new(records, Facts::default(), Vec::new(), serde_json::Map::new())
}

/// From an edit to its safety on the disk, in a document of a hundred thousand: the first of a session, which begins
/// the journal, and the ones after it.
#[divan::bench(sample_count = 10)]
fn first_change_of_a_hundred_thousand_is_durable(bencher: Bencher) {
    let desk = Desk::new();
    bencher.bench_local(|| desk.begin());
}

#[divan::bench(sample_count = 200, sample_size = 1)]
fn change_of_a_hundred_thousand_is_durable(bencher: Bencher) {
    let desk = Desk::new();
    let mut journal = desk.begin();
    let mut number = 0;
    bencher.bench_local(|| {
        number += 1;
        journal.record(&desk.change(number)).expect("the disk takes it");
    });
}

/// A large document in a file, and a folder for its journals.
struct Desk {
    folder: tempfile::TempDir,
    origin: Origin,
    document: Document,
}

impl Desk {
    fn new() -> Self {
        let document = a_hundred_thousand();
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let path = folder.path().join("large.geojson");
        let stamp = Some(store::save(&path, &document).expect("room on the disk"));
        Self { folder, origin: Origin::File { path, stamp }, document }
    }

    fn begin(&self) -> Journal {
        let mut journal =
            Journal::begin(&self.folder.path().join("journal"), self.origin.clone(), &self.document)
                .expect("the disk takes it");
        journal.record(&self.change(0)).expect("the disk takes it");
        journal
    }

    fn change(&self, number: usize) -> Entry {
        let id = self.document.incidents().nth(number).expect("so many incidents").id.clone();
        Entry::Did(Action::Edit { id, change: Change::Notes(format!("Seen again, {number}")) })
    }
}

/// The validator over a hundred thousand records.
#[divan::bench(sample_count = 10)]
fn review_a_hundred_thousand(bencher: Bencher) {
    let document = a_hundred_thousand();
    let today = jiff::civil::date(2026, 4, 30);
    bencher.bench(|| review(black_box(&document), today));
}

/// Points all over the region, as `tests/geodesy.py` has them.
fn scattered(count: u32) -> Vec<LonLat> {
    let part = |number: u32, root: f64| (f64::from(number) / root).fract();
    (1..=count)
        .filter_map(|number| {
            LonLat::new(64.0 + 14.0 * part(number, 1.324_717_957), 34.0 + 8.0 * part(number, 1.754_877_666))
                .ok()
        })
        .collect()
}

/// What `tests/geodesy.py --time` compares with `STRtree` and pyproj.
#[divan::bench]
fn geodesic_distance_of_ten_thousand_points(bencher: Bencher) {
    let points = scattered(10_000);
    let frontier = Frontier::embedded();
    bencher
        .bench(|| black_box(&points).iter().map(|&at| frontier.distance_to_line(at).0).fold(0.0, f64::max));
}

/// All that is told of a point under the pointer, and of a place known to 15 km.
#[divan::bench(args = [0.0, 15_000.0])]
fn all_that_is_known_of_a_point(bencher: Bencher, radius: f64) {
    let frontier = Frontier::embedded();
    let mut points = scattered(1_000).into_iter().cycle();
    bencher
        .with_inputs(|| points.next().expect("an endless round"))
        .bench_local_values(|at| frontier.fix(at, Metres(radius)).rows());
}

/// The first time that a filter asks where a hundred thousand records lie at the frontier.
#[divan::bench(sample_count = 3)]
fn filter_a_hundred_thousand_by_the_frontier(bencher: Bencher) {
    let few = a_hundred_thousand();
    let mut shift = 0.0;
    bencher
        .with_inputs(|| {
            // Each time other places: those that were asked for are remembered.
            shift += 1e-5;
            let records = few.incidents().zip(scattered(100_000)).map(|(incident, at)| {
                let mut incident = Incident::clone(&incident);
                incident.place.position = LonLat::new(at.lon() + shift, at.lat()).ok();
                incident.place.precision = Precision::Near;
                incident
            });
            Index::new(&Document::new(records, Facts::default(), Vec::new(), serde_json::Map::new()))
        })
        .bench_local_refs(|index| {
            let frontier = NearFrontier { within: Some(5_000), ..NearFrontier::default() };
            let filter = Filter { frontier, ..Filter::default() };
            index.count(&index.matching(&filter))
        });
}

/// The bank of a thousand points along the frontier, and their distances to the line.
#[divan::bench]
fn bank_of_a_thousand_points(bencher: Bencher) {
    let points: Vec<LonLat> = (0..1000)
        .filter_map(|number| {
            let step = f64::from(number);
            LonLat::new(67.5 + step * 0.0075, 36.7 + step % 100.0 * 0.02).ok()
        })
        .collect();
    let frontier = Frontier::embedded();
    bencher.bench(|| {
        let asked = black_box(&points).iter();
        asked.map(|&at| (frontier.bank(at, None), frontier.distance_to_line(at))).collect::<Vec<_>>()
    });
}

/// A crowd: incidents all over the frontier in thirty years, each with a text of its own, made once.
static CROWD: LazyLock<Document> = LazyLock::new(|| {
    let days = (0_i64..).map(|number| day_from_number(number * 7 % 12_000));
    let kinds = ["armed_clash", "smuggling_clash", "protest", "abduction"];
    let places = scattered(CROWD_SIZE).into_iter().zip(days).enumerate();
    let rows = places.map(|(number, (at, day))| {
        let mut incident = Incident::new(IncidentId::new(format!("{number:07}")));
        incident.when = When::on(DaySpan::day(day), DatePrecision::Day);
        incident.place.position = Some(at);
        incident.place.precision = if number % 5 == 0 { Precision::District } else { Precision::Near };
        incident.place.province = Some(format!("Province {}", number % 9));
        kinds[number % 4].clone_into(&mut incident.event_type);
        incident.summary =
            format!("Border guards stopped group {} that had crossed the river by night.", number % 1_000);
        incident
    });
    Document::new(rows, Facts::default(), Vec::new(), serde_json::Map::new())
});

const CROWD_SIZE: u32 = 200_000;

static CROWD_INDEX: LazyLock<Index> = LazyLock::new(|| {
    let index = Index::new(&CROWD);
    index.read_words();
    index
});

#[divan::bench(sample_count = 5)]
fn index_a_crowd(bencher: Bencher) {
    let document = &*CROWD;
    bencher.bench(|| Index::new(document));
}

/// What a search needs, once for a document.
#[divan::bench(sample_count = 3)]
fn read_the_words_of_a_crowd(bencher: Bencher) {
    let document = &*CROWD;
    bencher.with_inputs(|| Index::new(document)).bench_local_refs(|index| index.read_words());
}

/// Words as they are typed, from one that stands in few texts to one that stands in all.
#[divan::bench(args = ["group 77", "gua", "river night"], sample_count = 20)]
fn search_a_crowd(bencher: Bencher, words: &str) {
    let index = &*CROWD_INDEX;
    let filter = Filter { text: words.to_owned(), ..Filter::default() };
    assert!(index.count(&index.matching(&filter)) > 0, "nothing is found");
    bencher.bench(|| index.matching(black_box(&filter)));
}

/// One type of four, and the counts of all facets beside it.
#[divan::bench(sample_count = 20)]
fn filter_a_crowd_by_its_type(bencher: Bencher) {
    let index = &*CROWD_INDEX;
    let wanted = BTreeSet::from(["protest".to_owned()]);
    let filter = Filter { chosen: [(Facet::Type, wanted)].into(), ..Filter::default() };
    assert_eq!(index.count(&index.matching(&filter)), CROWD_SIZE as usize / 4);
    bencher
        .bench(|| Facet::ALL.map(|facet| index.facet_counts(facet, black_box(&filter), Window::ALL).len()));
}

#[divan::bench]
fn window_over_a_crowd(bencher: Bencher) {
    let index = &*CROWD_INDEX;
    let matches = index.matching(&Filter::default());
    let year = window::unit_around(day_from_number(4_000), CalendarUnit::Year);
    bencher.bench(|| index.shown_of(&matches, Window::of(year)));
}

/// The part of the world that a screen shows.
fn part_of(camera: Camera) -> [f64; 4] {
    let shown = Viewport { camera, size: SCREEN }.world_box();
    [shown.min.x, shown.min.y, shown.max.x, shown.max.y]
}

/// Counting a crowd together on one screen, when its rows are others than before: in circles, hexagons and as density.
#[divan::bench(args = [Crowds::Clusters, Crowds::Hexagons, Crowds::Density], sample_count = 20)]
fn count_a_crowd_on_one_screen(bencher: Bencher, crowds: Crowds) {
    let index = Index::new(&CROWD);
    let matches = index.matching(&Filter::default());
    let rows = index.shown_rows(&matches, Window::ALL);
    let camera = Viewport::fit(Extent::FRONTIER, SCREEN, 8.0);
    let (part, level) = (part_of(camera), level_of(camera.zoom.0));
    bencher.bench(|| match crowds {
        Crowds::Clusters => Clusters::of(&rows, part, level, 64.0).all.len(),
        Crowds::Hexagons => Hexagons::of(&rows, part, level, 20.0).all.len(),
        Crowds::Density => Density::of(&rows, part, level).values.len(),
    });
}

/// A crowd while the map moves over it: a few pixels at a time, and each time beyond the part that was worked on.
#[divan::bench(args = [8.0, 600.0], consts = [0, 1, 2])]
fn count_while_the_map_moves<const CROWDS: usize>(bencher: Bencher, pixels: f32) {
    let index = &*CROWD_INDEX;
    let matches = index.matching(&Filter::default());
    let camera = Viewport::fit(Extent::FRONTIER, SCREEN, 8.0);
    let level = level_of(camera.zoom.0);
    let mut steps = (-5..=5_i8).chain((-4..5).rev()).cycle();
    bencher.bench_local(|| {
        let step = f32::from(steps.next().expect("an endless round"));
        let part = part_of(Viewport { camera, size: SCREEN }.panned(step * pixels, 0.0));
        let rows = index.shown_rows(&matches, Window::ALL);
        match Crowds::ALL[CROWDS] {
            Crowds::Clusters => Clusters::on_screen(&rows, part, level, 64.0).all.len(),
            Crowds::Hexagons => Hexagons::of(&rows, part, level, 20.0).all.len(),
            Crowds::Density => Density::of(&rows, part, level).values.len(),
        }
    });
}

/// The whole Scene of a crowd as the map moves over it: all of it, and a month.
#[divan::bench(args = [12_000, 30], sample_count = 40)]
fn compose_a_crowd(bencher: Bencher, days: i64) {
    let index = &*CROWD_INDEX;
    let matches = index.matching(&Filter::default());
    let mut view = View::frontier();
    view.camera = Viewport::fit(Extent::FRONTIER, SCREEN, 8.0);
    let span = DaySpan::new(day_from_number(0), day_from_number(days)).expect("forwards");
    let sheet = Sheet::window(SCREEN);
    let ground = compose_basemap(&CROWD, &view, Viewport { camera: view.camera, size: SCREEN });
    bencher.bench_local(|| {
        let rows = index.shown_rows(&matches, Window::of(span));
        compose_with(Some(ground.clone()), &rows, CROWD.len(), &view, &sheet)
    });
}

/// Each keystroke in the field of a place looks through all names.
#[divan::bench(args = ["Panj", "Пяндж", "پنج", "shohin", "Khatlo"])]
fn search_the_gazetteer(bencher: Bencher, typed: &str) {
    let gazetteer = Gazetteer::embedded();
    let near = LonLat::new(71.5, 37.5).ok();
    assert!(!gazetteer.search(typed, near, 10).is_empty(), "nothing is found");
    bencher.bench(|| gazetteer.search(black_box(typed), near, 10).len());
}

#[divan::bench]
fn open_the_example() -> (Document, store::Report) {
    store::sample()
}

#[divan::bench(args = [PicturePreset::FullHd, PicturePreset::UltraHd], sample_count = 10)]
fn paint_a_picture(bencher: Bencher, preset: PicturePreset) {
    let (document, shown, view) = example();
    let request = PictureRequest::preset(preset);
    let scene = picture(&document, &shown, document.len(), &view, SCREEN, &request);
    bencher.bench(|| png(&scene, request.pixels, request.dpi).map(|bytes| bytes.len()));
}
