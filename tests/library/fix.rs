//! All that is known of one point: hand-placed points on both banks, and what must hold of any point.

use std::ops::RangeInclusive;

use geo::{Distance, Geodesic, Point};
use marz::analysis::frontier::{Bank, Country, Fix, Frontier, RiverSpan, accuracy_words, with_accuracy};
use marz::carto::Basemap;
use marz::model::{LonLat, Metres};
use proptest::prelude::*;

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn fix(lon: f64, lat: f64, radius: f64) -> Fix<'static> {
    Frontier::embedded().fix(at(lon, lat), Metres(radius))
}

/// What a map in the hand says of a point: name, longitude, latitude, bank, kilometres to the line, kilometre of the
/// river (`None` where there is none beside it), district on its side and across.
type Expected = (
    &'static str,
    f64,
    f64,
    Bank,
    RangeInclusive<f64>,
    Option<RangeInclusive<f64>>,
    &'static str,
    &'static str,
);

const OPEN: Bank = Bank::Undetermined;
const UZBEK: Bank = Bank::Elsewhere(Some(Country::Uzbekistan));
const CHINESE: Bank = Bank::Elsewhere(Some(Country::China));

/// # Source
/// Towns: GeoNames. The others were placed by hand on the map; banks and districts are those of the map, distances and
/// kilometres were read off it.
#[rustfmt::skip]
const PLACED: [Expected; 42] = {
    use Bank::{Afghan, Tajik};
    [
    // Gorges, both banks.
    ("Khorog", 71.55337, 37.49039, Tajik, 2.5..=2.7, Some(694.0..=698.0), "Shughnon", "Shughnan"),
    ("across from Khorog", 71.45, 37.5, Afghan, 4.0..=8.0, Some(690.0..=702.0), "Shughnan", "Shughnon"),
    ("Rushon", 71.55745, 37.94487, Tajik, 0.3..=1.2, Some(630.0..=640.0), "Rushon", "Shughnan"),
    ("Vanj", 71.45474, 38.37078, Tajik, 12.0..=14.0, Some(535.0..=550.0), "Vanj", "Darwaz-e Bala"),
    ("Khwahan", 70.21875, 37.88965, Afghan, 2.7..=3.7, Some(340.0..=352.0), "Khwahan", "Shamsiddin Shohin"),
    ("Chubek", 69.70525, 37.61453, Tajik, 3.4..=4.4, Some(225.0..=235.0), "Hamadoni", "Chah Ab"),
    ("Kulob", 69.78454, 37.91459, Tajik, 30.0..=38.0, Some(300.0..=360.0), "Kulob", "Khwahan"),
    ("Faizabad", 70.58, 37.12, Afghan, 50.0..=65.0, None, "Fayzabad", "Hamadoni"),
    // The Darvoz horse-shoe: north of Afghanistan lies Tajikistan, and south of the bend, inside it, Afghanistan.
    ("Kalaikhumb", 70.789, 38.4537, Tajik, 0.15..=0.35, Some(457.0..=461.0), "Darvoz", "Darwaz"),
    ("Nusay, across from it", 70.80413, 38.4435, Afghan, 0.05..=0.25, Some(459.0..=463.0), "Darwaz", "Darvoz"),
    ("inside the bend, west", 70.8, 38.4, Afghan, 4.0..=6.0, Some(448.0..=470.0), "Darwaz", "Darvoz"),
    ("inside the bend, middle", 70.9, 38.42, Afghan, 1.5..=3.0, Some(470.0..=485.0), "Darwaz", "Darvoz"),
    ("inside the bend, east", 71.0, 38.38, Afghan, 4.0..=7.0, Some(490.0..=515.0), "Darwaz-e Bala", "Darvoz"),
    ("north of the bend", 70.85, 38.52, Tajik, 5.0..=8.0, Some(465.0..=480.0), "Darvoz", "Darwaz"),
    ("north of the bend, further east", 71.0, 38.52, Tajik, 3.0..=12.0, Some(480.0..=515.0), "Darvoz", "Darwaz"),
    // The Wakhan, and the 72nd meridian, where the UTM zone changes.
    ("Ishkoshim", 71.61331, 36.72484, Tajik, 0.3..=1.0, Some(795.0..=801.0), "Ishkoshim", "Ishkashim"),
    ("Ishkashim", 71.53333, 36.68333, Afghan, 6.0..=9.0, Some(790.0..=800.0), "Ishkashim", "Ishkoshim"),
    ("500 m west of 72 E", 71.9944, 36.85, Tajik, 4.3..=5.1, Some(842.0..=850.0), "Ishkoshim", "Wakhan"),
    ("500 m east of 72 E", 72.0056, 36.85, Tajik, 4.0..=4.8, Some(842.0..=850.0), "Ishkoshim", "Wakhan"),
    ("Khandud", 72.318, 36.95127, Afghan, 1.0..=4.0, Some(870.0..=890.0), "Wakhan", "Ishkoshim"),
    ("Qala-e Panja", 72.57, 37.0, Afghan, 0.3..=1.2, Some(900.0..=910.0), "Wakhan", "Ishkoshim"),
    ("beside the meeting of Pamir and Wakhan", 72.66, 37.04, Tajik, 1.0..=2.0, Some(915.0..=921.0), "Ishkoshim", "Wakhan"),
    ("the middle of the Wakhan", 73.5, 37.1, Afghan, 18.0..=23.0, Some(1000.0..=1038.0), "Wakhan", "Murghob"),
    ("the Little Pamir", 74.3, 37.25, Afghan, 11.0..=15.0, None, "Wakhan", "Murghob"),
    // Lake Zorkul, through which the line runs.
    ("north of the lake", 73.7, 37.55, Tajik, 10.0..=13.0, None, "Murghob", "Wakhan"),
    ("the northern shore", 73.7, 37.46, Tajik, 1.0..=2.5, None, "Murghob", "Wakhan"),
    ("south of the lake", 73.7, 37.38, Afghan, 5.0..=8.0, None, "Wakhan", "Murghob"),
    ("on the line in the lake", 73.748, 37.4435, OPEN, 0.0..=0.05, None, "Murghob", "Wakhan"),
    // Povalo-Shveikovsky, where Tajikistan, Afghanistan and China meet.
    ("north of it", 74.87, 37.3, Tajik, 1.0..=2.5, None, "Murghob", "Wakhan"),
    ("north-east of it", 74.95, 37.26, CHINESE, 4.0..=7.0, None, "", ""),
    ("on it", 74.88986, 37.23409, OPEN, 0.0..=0.01, None, "Murghob", "Wakhan"),
    ("south-west of it, at the Chinese line", 74.80, 37.24, OPEN, 6.0..=8.5, None, "Murghob", "Wakhan"),
    // The braided plain.
    ("Farkhor", 69.40356, 37.49219, Tajik, 1.9..=3.5, Some(186.0..=195.0), "Farkhor", "Darqad"),
    ("Panj", 69.09911, 37.23634, Tajik, 1.9..=3.5, Some(90.0..=99.0), "Panj", "Imam Sahib"),
    ("Imam Sahib", 68.93644, 37.18897, Afghan, 10.0..=12.0, Some(85.0..=94.0), "Imam Sahib", "Panj"),
    ("Sherkhan Bandar", 68.6113, 37.1904, OPEN, 0.2..=1.9, Some(26.0..=35.0), "Dusti", "Imam Sahib"),
    ("Kunduz", 68.86, 36.73, Afghan, 45.0..=60.0, None, "Kunduz", "Panj"),
    // The Amu Darya, down to where Tajikistan, Afghanistan and Uzbekistan meet.
    ("Ayvaj", 68.03, 36.98, Tajik, 2.5..=6.0, Some(-47.0..=-31.0), "Shahrituz", "Khulm"),
    ("east of the meeting", 67.85, 37.25, Tajik, 8.0..=12.0, Some(-87.0..=-78.0), "Nosiri Khusrav", "Kaldar"),
    ("west of the meeting", 67.72, 37.27, UZBEK, 9.0..=13.0, Some(-95.0..=-86.0), "", ""),
    ("the meeting itself", 67.7809, 37.1816, OPEN, 0.0..=0.01, Some(-88.0..=-76.0), "Nosiri Khusrav", "Kaldar"),
    ("Termez", 67.27833, 37.22417, UZBEK, 42.0..=48.0, Some(-145.0..=-129.0), "", ""),
    ]
};

#[test]
fn hand_placed_points_are_told_as_the_map_has_them() {
    let mut wrong = Vec::new();
    for (name, lon, lat, bank, km, river, own, across) in PLACED {
        let found = fix(lon, lat, 0.0);
        let measure = &found.measure;
        let names = |areas: &[&marz::analysis::frontier::Area]| {
            areas.first().map_or_else(String::new, |area| area.name().to_owned())
        };
        let (tajik, afghan) = (names(&found.tajik), names(&found.afghan));
        let (here, there) = if bank == Bank::Afghan { (afghan, tajik) } else { (tajik, afghan) };
        let within = |span: &RiverSpan, km: &RangeInclusive<f64>| {
            km.contains(&(span.from.0 / 1000.0)) && km.contains(&(span.to.0 / 1000.0))
        };
        let river_fits = match (&measure.river, &river) {
            (Some(span), Some(km)) => within(span, km),
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        };
        if measure.bank != bank
            || !km.contains(&(measure.distance.0 / 1000.0))
            || !river_fits
            || here != own
            || there != across
        {
            wrong.push(format!("{name}: {} {:?}", measure.distance.0, found.rows()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn line() -> Vec<LonLat> {
    let focus = Basemap::embedded().borders.iter().find(|border| border.focus).unwrap();
    focus.line.surveyed().iter().map(|point| point.lonlat().unwrap()).collect()
}

fn geodesic(a: LonLat, b: LonLat) -> f64 {
    Geodesic.distance(Point::new(a.lon(), a.lat()), Point::new(b.lon(), b.lat()))
}

/// The same question put the long way: every stretch that may be the nearest, in steps of some 10 m. 10,000 points
/// against `GeographicLib` itself are put by `tests/geodesy.py`.
#[test]
fn the_distance_is_that_of_the_densified_line() {
    let line = line();
    let frontier = Frontier::embedded();
    let mut points = Vec::new();
    // Low-discrepancy points all over the region.
    for number in 1..=60_u32 {
        let part = |root: f64| (f64::from(number) / root).fract();
        points.push(at(64.0 + 14.0 * part(1.324_717_957), 34.0 + 8.0 * part(1.754_877_666)));
    }
    for point in points {
        let rough: Vec<f64> = line.iter().map(|vertex| point.distance_to(*vertex).0).collect();
        let least = rough.iter().copied().fold(f64::INFINITY, f64::min);
        let mut exact = f64::INFINITY;
        for (place, ends) in line.windows(2).enumerate() {
            // The sphere is within 0.6 % of the truth, and no stretch longer than 5.1 km.
            if rough[place].min(rough[place + 1]) > least * 1.012 + 5_100.0 {
                continue;
            }
            let length = geodesic(ends[0], ends[1]);
            // A stretch too far off by its ends cannot be nearest.
            if geodesic(point, ends[0]) - length > exact {
                continue;
            }
            let steps = (length / 10.0).ceil().max(1.0);
            for step in 0..=steps as u32 {
                let part = f64::from(step) / steps;
                let lon = ends[0].lon() + (ends[1].lon() - ends[0].lon()) * part;
                let lat = ends[0].lat() + (ends[1].lat() - ends[0].lat()) * part;
                exact = exact.min(geodesic(point, at(lon, lat)));
            }
        }
        let found = frontier.distance_to_line(point).0;
        // Between two steps of 10 m the line may be nearer, by no more than that within 13 m of it.
        assert!(found <= exact + 0.01 && exact - found < 1.0, "{point}: {found} against {exact}");
    }
}

#[test]
fn river_kilometres_grow_up_the_river_and_are_those_of_its_names() {
    let frontier = Frontier::embedded();
    let vertices = frontier.river_line();
    let mut before = f64::NEG_INFINITY;
    for vertex in vertices.iter().step_by(3) {
        let way = frontier.river_point(*vertex).unwrap().way.0;
        assert!(way > before, "{vertex}: {way} after {before}");
        before = way;
    }
    let (low, high) = frontier.river_ends();
    assert!((-310_000.0..-300_000.0).contains(&low.0), "{low}");
    // The Panj is 921 km long by the Soviet survey, and 918 km here.
    let meeting = frontier.river_point(at(72.6743, 37.03237)).unwrap();
    assert!((910_000.0..925_000.0).contains(&meeting.way.0), "{:?}", meeting.way);
    assert!((1_030_000.0..1_045_000.0).contains(&high.0), "{high}");
    let vakhsh = frontier.river_point(at(68.31097, 37.10684)).unwrap();
    assert!(vakhsh.way.0.abs() < 5.0, "{:?}", vakhsh.way);
}

#[test]
fn an_island_of_the_lower_panj_is_on_no_bank() {
    let frontier = Frontier::embedded();
    // Beside the line where it braids, on both sides of it.
    for vertex in line().iter().filter(|vertex| (68.4..69.6).contains(&vertex.lon())).step_by(40) {
        for (east, north) in [(0.008, 0.0), (-0.008, 0.0), (0.0, 0.006), (0.0, -0.006)] {
            let island = at(vertex.lon() + east, vertex.lat() + north);
            assert_eq!(frontier.bank(island, None), Bank::Undetermined, "{island}");
            let words = frontier.measure(island, Metres(0.0)).distance_words();
            assert!(words.starts_with("about") || words.starts_with("at most"), "{words}");
        }
    }
}

#[test]
fn a_place_known_only_roughly_is_told_roughly() {
    let khorog = fix(71.55337, 37.49039, 15_000.0);
    assert_eq!(khorog.measure.bank, Bank::Undetermined);
    assert_eq!(khorog.measure.distance_words(), "at most 20 km");
    assert_eq!(khorog.measure.river_words(), "Panj km 676–713");
    assert!(khorog.notes()[0].contains("only known to ± 15 km"), "{:?}", khorog.notes());
    let province = fix(71.55337, 37.49039, 80_000.0);
    assert!(province.across_words().contains("cannot be told"), "{}", province.across_words());
}

#[test]
fn no_more_digits_than_the_accuracy_bears() {
    let words = |value: f64, accuracy: f64| with_accuracy(Metres(value), Metres(accuracy));
    assert_eq!(words(2_134.0, 50.0), "2.1 km ± 50 m");
    assert_eq!(words(230.0, 50.0), "200 m ± 50 m");
    assert_eq!(words(20.0, 50.0), "at most 100 m");
    assert_eq!(words(1_100.0, 2_000.0), "about 1 km (± 2 km)");
    assert_eq!(words(300.0, 2_000.0), "at most 3 km");
    assert_eq!(words(11_234.0, 2_050.0), "11 km ± 2 km");
    assert_eq!(words(45_678.0, 15_050.0), "50 km ± 15 km");
    assert_eq!(accuracy_words(Metres(300.0)), "± 300 m");
}

proptest! {
    #![proptest_config(crate::chance::cases(200))]

    /// What is in Tajikistan is on the Tajik bank, and its way across the line leads to the Afghan one.
    #[test]
    fn bank_and_distance_agree(lon in 67.0..75.5, lat in 36.0..39.5, radius in 0.0..30_000.0) {
        let frontier = Frontier::embedded();
        let point = at(lon, lat);
        let measure = frontier.measure(point, Metres(radius));
        prop_assert!(measure.distance.0.is_finite() && measure.distance.0 >= 0.0);
        if measure.distance.0 <= measure.reach().0 - 1.0 {
            prop_assert_eq!(measure.bank, Bank::Undetermined);
        }
        match measure.bank {
            // Anywhere within the radius it is the same bank, or cannot be told.
            Bank::Tajik | Bank::Afghan => {
                let exact = frontier.bank(point, None);
                prop_assert!(exact == measure.bank);
                let country = frontier.province_at(point).map(marz::analysis::frontier::Area::country);
                let own = if exact == Bank::Tajik { Country::Tajikistan } else { Country::Afghanistan };
                // Beside the line the provinces are drawn less well than it.
                prop_assert!(measure.distance.0 < 1_000.0 || country == Some(own));
            }
            Bank::Elsewhere(_) | Bank::Undetermined => {}
        }
        if let Some(span) = measure.river {
            prop_assert!(span.from.0 <= span.nearest.way.0 && span.nearest.way.0 <= span.to.0);
        }
    }
}

#[test]
fn the_nearest_crossing_is_told_as_well_as_it_is_known() {
    for (lon, lat, crossing, words) in [
        (71.55337, 37.49039, "Tem (Khorog)", "Tem (Khorog)–Demogan, 5 km ± 2.5 km"),
        (69.09911, 37.23634, "Kokul", "Kokul–Ai Khanum, 30 km ± 8 km E"),
        (68.86, 36.73, "Panji Poyon", "Panji Poyon–Sherkhan Bandar, 56 km ± 700 m NW"),
        (74.3, 37.25, "Ishkoshim", "Ishkoshim–Ishkashim, 248 km ± 2.5 km W"),
    ] {
        let fix = fix(lon, lat, 0.0);
        assert_eq!(fix.crossings[0].crossing.north, crossing);
        assert!(fix.crossing_words().starts_with(words), "{}", fix.crossing_words());
        assert!(fix.notes().iter().any(|note| note.contains("Sputnik")), "its source is told");
    }
    let province = fix(70.5, 38.3, 80_000.0);
    assert!(province.crossings.len() > 1, "which is nearest cannot be told of a whole province");
}

#[test]
fn heights_are_told_as_well_as_they_are_known() {
    let words = |lon, lat, radius| fix(lon, lat, radius).elevation.map(|height| height.words());
    assert_eq!(words(69.09911, 37.23634, 0.0).as_deref(), Some("400 m ± 70 m"), "the plain");
    for (place, lon, lat, metres) in [
        ("Murghob", 73.967, 38.170, 3_612.0),
        ("Khorog", 71.553, 37.490, 2_123.0),
        ("Dushanbe", 68.779, 38.536, 789.0),
    ] {
        let found = fix(lon, lat, 0.0).elevation.unwrap();
        assert!((found.low.0 - metres).abs() <= found.accuracy.0, "{place}: {found:?}");
    }
    let gorge = fix(71.55337, 37.49039, 0.0).elevation.unwrap();
    assert!(gorge.accuracy.0 > 70.0, "in the gorge of Khorog the slope is within a cell: {gorge:?}");
    let rough = fix(71.55337, 37.49039, 15_000.0).elevation.unwrap();
    assert!(rough.high.0 - rough.low.0 > 500.0, "{rough:?}");
    assert_eq!(words(64.5, 37.5, 0.0), None, "beyond the grid");
}
