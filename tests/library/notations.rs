//! Positions in every notation, written and read.

use std::{fs, path::Path};

use marz::{
    analysis::notations::{
        NotRead, Notation, Readings,
        grid::{GridPosition, Hemisphere, Zone},
        mgrs, plus_code, read, read_angle,
    },
    model::{Degrees, Extent, LonLat},
};
use proptest::prelude::*;

fn at(lat: f64, lon: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

/// Lines of a corpus file without its comments; `None`, said in a line, when the corpora are not here.
fn corpus(file: &str) -> Option<Vec<String>> {
    let path = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/corpora")).join(file);
    let Ok(text) = fs::read_to_string(path) else {
        println!("{file} is not here: nothing is compared");
        return None;
    };
    Some(text.lines().filter(|line| !line.starts_with('#')).map(str::to_owned).collect())
}

fn number(text: &str) -> f64 {
    text.parse().unwrap()
}

fn near_to(a: LonLat, b: LonLat, metres: f64) -> bool {
    a.distance_to(b).0 <= metres
}

#[test]
fn grids_agree_with_geographiclib_to_a_millimetre_everywhere() {
    let Some(lines) = corpus("coords-geographiclib/latlon_mgrs_utm_dms.tsv") else { return };
    let mut compared = 0;
    for line in &lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let here = at(number(columns[0]), number(columns[1]));
        let grid = GridPosition::of(here);
        assert_eq!(mgrs::write(here).unwrap().replace(' ', ""), columns[2], "{line}");
        let utm: Vec<&str> = columns[3].split(' ').collect();
        let zone = utm[0].trim_end_matches(['n', 's']);
        let expected = if zone.is_empty() { Zone::Ups } else { Zone::Utm(zone.parse().unwrap()) };
        let side = if utm[0].ends_with('n') { Hemisphere::North } else { Hemisphere::South };
        assert_eq!((grid.zone, grid.hemisphere), (expected, side), "{line}");
        // The file gives three decimals.
        assert!((grid.easting - number(utm[1])).abs() <= 1e-3, "{line}: {}", grid.easting);
        assert!((grid.northing - number(utm[2])).abs() <= 1e-3, "{line}: {}", grid.northing);
        assert!(near_to(grid.position().unwrap(), here, 0.02), "{line}");
        assert!(near_to(mgrs::read(columns[2]).unwrap().centre, here, 0.75), "{line}");
        compared += 1;
    }
    println!("{compared} positions compared");
    assert!(compared > 400);
}

#[test]
fn angles_of_the_corpus_are_read_right_and_the_rest_is_refused() {
    let Some(lines) = corpus("coords-dms-parse/chrisveness_dms_single.tsv") else { return };
    for line in &lines {
        let (text, expected) = line.split_once('\t').unwrap();
        let angle = read_angle(text);
        if expected == "reject" {
            assert!(angle.is_err(), "{text:?} was read as {angle:?}");
        } else {
            let angle = angle.unwrap_or_else(|why| panic!("{text:?}: {why}"));
            assert!((angle.degrees - number(expected)).abs() < 1e-9, "{text:?}: {angle:?}");
        }
        // In a field for a position one angle is never silently two.
        assert!(read(text, None).certain().is_none(), "{text:?} was read as a position");
    }
}

#[test]
fn pairs_of_the_corpus_are_read_right_and_the_rest_is_refused() {
    let Some(lines) = corpus("coords-dms-parse/parse_dms_pairs.tsv") else { return };
    for line in &lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let text = columns[0];
        let readings = read(text, None);
        match columns[1] {
            "reject" => assert!(matches!(readings, Readings::Refused(_)), "{text:?}: {readings:?}"),
            "single angle" => {
                assert_eq!(readings, Readings::Refused(NotRead::OneAngleOnly), "{text:?}");
                assert!(read_angle(text).is_ok(), "{text:?}");
            }
            expected => {
                let (lat, lon) = expected.split_once(',').unwrap();
                // Three rows carry the expectation of another row: the numbers in the text itself are meant.
                let expected =
                    if text.starts_with("51.5") { at(51.5, -0.126) } else { at(number(lat), number(lon)) };
                let certain = readings.certain().unwrap_or_else(|| panic!("{text:?}: {readings:?}"));
                assert!(near_to(certain.position, expected, 0.05), "{text:?}: {certain:?}");
            }
        }
    }
}

#[test]
fn written_angles_of_the_corpus_are_read_back() {
    let Some(lines) = corpus("coords-dms-parse/chrisveness_dms_format.tsv") else { return };
    for line in &lines {
        let columns: Vec<&str> = line.split('\t').collect();
        let angle = read_angle(columns[4]).unwrap_or_else(|why| panic!("{line}: {why}"));
        assert!((angle.degrees - number(columns[1])).abs() <= angle.step, "{line}: {angle:?}");
    }
}

#[test]
fn plus_codes_follow_googles_tables() {
    let Some(lines) = corpus("coords-olc/encoding.csv") else { return };
    for line in lines.iter().filter(|line| !line.is_empty()) {
        let c: Vec<&str> = line.split(',').collect();
        let digits = c[4].parse().unwrap();
        let expected = Some(c[5].to_owned()).filter(|code| !code.is_empty());
        let steps = plus_code::encode_steps(c[2].parse().unwrap(), c[3].parse().unwrap(), digits);
        assert_eq!(steps, expected, "{line}");
        assert_eq!(
            plus_code::encode(Degrees(number(c[0])), Degrees(number(c[1])), digits),
            expected,
            "{line}"
        );
    }
    for line in corpus("coords-olc/decoding.csv").unwrap().iter().filter(|line| !line.is_empty()) {
        let c: Vec<&str> = line.split(',').collect();
        let cell = plus_code::decode(c[0]).unwrap();
        assert_eq!(cell.digits, c[1].parse::<usize>().unwrap(), "{line}");
        for (found, expected) in [cell.south, cell.west, cell.north, cell.east].iter().zip(&c[2..]) {
            assert!((found.0 - number(expected)).abs() < 1e-10, "{line}: {cell:?}");
        }
    }
    for line in corpus("coords-olc/shortCodeTests.csv").unwrap().iter().filter(|line| !line.is_empty()) {
        let c: Vec<&str> = line.split(',').collect();
        let near = at(number(c[1]), number(c[2]));
        if c[4] != "R" {
            assert_eq!(plus_code::shorten(c[0], near).as_deref(), Some(c[3]), "{line}");
        }
        if c[4] != "S" {
            assert_eq!(plus_code::recover(c[3], near).as_deref(), Some(c[0]), "{line}");
        }
    }
    for line in corpus("coords-olc/validityTests.csv").unwrap().iter().filter(|line| !line.is_empty()) {
        let c: Vec<&str> = line.split(',').collect();
        let found = [plus_code::is_valid(c[0]), plus_code::is_short(c[0]), plus_code::is_full(c[0])];
        assert_eq!(found.map(|yes| yes.to_string()), c[1..4], "{line}");
    }
}

#[test]
fn what_is_ambiguous_is_asked() {
    for text in
        ["40 30", "40,30", "37, 70", "45 45.756", "37 45 70 11", "42S 604700 4180100", "42 604700 4180100"]
    {
        let readings = read(text, None);
        assert!(matches!(readings, Readings::Ask { .. }), "{text}: {readings:?}");
        assert!(!readings.list().is_empty());
    }
    for text in [
        "1 2 3",
        "0 0 0",
        "1, 2, 3",
        "37",
        "forty",
        "38 90 10",
        "95, 200",
        "",
        "   ",
        "-",
        "+",
        "42S",
        "N E",
        "37°45′37″-70°11′20″",
    ] {
        assert!(matches!(read(text, None), Readings::Refused(_)), "{text}: {:?}", read(text, None));
    }
    // Longitude first is offered where it alone lies on the frontier, and first.
    let readings = read("70.1891, 37.7604", None);
    assert_eq!(readings.list().len(), 2);
    assert_eq!(readings.list()[0].position, at(37.7604, 70.1891));
    assert_eq!(readings.list()[1].position, at(70.1891, 37.7604));
    // The letter of a zone: band S is the frontier, hemisphere S an ocean.
    let readings = read("42S 604700 4180100", None);
    assert!(near_to(readings.list()[0].position, at(37.7627, 70.1888), 500.0), "{readings:?}");
    assert!(readings.list()[1].position.lat() < -50.0);
}

/// Texts that have one meaning, and the place that they mean.
const SAME_PLACE: &[&str] = &[
    "37.7604, 70.1891",
    "37.7604 70.1891",
    "37,7604 70,1891",
    "37,7604; 70,1891",
    "37.7604° N, 70.1891° E",
    "N 37.7604 E 70.1891",
    "E70.1891 N37.7604",
    "70.1891 E 37.7604 N",
    "lat: 37.7604, lon: 70.1891",
    "37.7604 с.ш. 70.1891 в.д.",
    "37,7604° с. ш., 70,1891° в. д.",
    "С 37.7604 В 70.1891",
    "37.7604 северной широты, 70.1891 восточной долготы",
    "۳۷٫۷۶۰۴، ۷۰٫۱۸۹۱",
    "۳۷٫۷۶۰۴ شمالی ۷۰٫۱۸۹۱ شرقی",
    "37°45′37.4″N 70°11′20.8″E",
    "37°45'37.4\"N, 70°11'20.8\"E",
    "37 45 37.4 N 70 11 20.8 E",
    "37 deg 45 min 37.4 sec N 70 deg 11 min 20.8 sec E",
    "37°45′37,4″ с.ш. 70°11′20,8″ в.д.",
    "37:45:37.4N 70:11:20.8E",
    "37°45.624′ N 70°11.346′ E",
    "https://www.google.com/maps/@37.7604,70.1891,12z",
    "https://www.google.com/maps/place/X/@37.5,70.0,12z/data=!3m1!4b1!4m6!3d37.7604!4d70.1891",
    "https://maps.google.com/?q=37.7604,70.1891",
    "https://www.google.com/maps/search/?api=1&query=37.7604%2C70.1891",
    "https://www.openstreetmap.org/#map=12/37.7604/70.1891",
    "https://www.openstreetmap.org/?mlat=37.7604&mlon=70.1891#map=5/30/60",
    "https://yandex.ru/maps/?ll=70.1891%2C37.7604&z=12",
    "https://yandex.com/maps/?ll=60,30&pt=70.1891,37.7604&z=12",
    "https://www.bing.com/maps?cp=37.7604~70.1891&lvl=12",
    "https://maps.apple.com/?ll=37.7604,70.1891",
    "geo:37.7604,70.1891;u=35",
    "geo:0,0?q=37.7604,70.1891(post)",
    "POINT(70.1891 37.7604)",
    "SRID=4326;POINT Z (70.1891 37.7604 1200)",
    "42S WG 04771 79651",
    "42swg0477179651",
    "MGRS 42SWG 0477179651",
    "42N 504771 4179651",
];

#[test]
fn one_place_is_read_from_every_notation() {
    let here = at(37.7604, 70.1891);
    let grid = GridPosition::of(here);
    for text in SAME_PLACE {
        // The grid rows carry the place's own numbers.
        let text = text
            .replace("504771 4179651", &format!("{:.0} {:.0}", grid.easting, grid.northing))
            .replace("42S WG 04771 79651", &mgrs::write(here).unwrap())
            .replace("42swg0477179651", &mgrs::write(here).unwrap().replace(' ', "").to_lowercase())
            .replace("42SWG 0477179651", &mgrs::write(here).unwrap().replace(' ', ""));
        let readings = read(&text, None);
        let certain = readings.certain().unwrap_or_else(|| panic!("{text}: {readings:?}"));
        assert!(near_to(certain.position, here, 3.0), "{text}: {certain:?}");
        assert!(certain.words.starts_with("Read as "), "{text}: {}", certain.words);
        assert!(certain.radius.is_some(), "{text}");
    }
}

#[test]
fn the_radius_is_what_the_text_leaves_open() {
    let radius = |text: &str| read(text, None).certain().unwrap().radius.unwrap().0;
    assert!((radius("42S WG 04 79") - 707.1).abs() < 1.0);
    assert!((radius("42SWG0477179651") - 0.707).abs() < 0.01);
    assert!((radius("geo:37.7604,70.1891;u=35") - 35.0).abs() < 1e-9);
    assert!(radius("37.76, 70.19") > 500.0 && radius("37.76, 70.19") < 1_000.0);
    assert!(radius("37°45′37″N 70°11′21″E") < 30.0);
}

#[test]
fn short_plus_codes_need_a_place() {
    let khorog = at(37.49, 71.553);
    let full = plus_code::encode(Degrees(37.4951), Degrees(71.5412), 10).unwrap();
    let short = plus_code::shorten(&full, khorog).unwrap();
    assert_eq!(read(&short, None), Readings::Refused(NotRead::ShortCodeWithoutPlace));
    for readings in [
        read(&short, Some(khorog)),
        read(&format!("{short} Khorog"), None),
        read(&format!("{short}, Хоруғ"), None),
        read(&full, None),
    ] {
        let certain = readings.certain().unwrap_or_else(|| panic!("{readings:?}"));
        assert!(near_to(certain.position, at(37.4951, 71.5412), 20.0), "{certain:?}");
    }
    assert_eq!(read(&format!("{short} Nowhereville"), None), Readings::Refused(NotRead::UnknownPlace));
}

#[test]
fn links_that_hold_no_position_say_so() {
    for (text, why) in [
        ("https://maps.app.goo.gl/AbCdEf123", NotRead::ShortenedLink),
        ("https://yandex.ru/maps/-/CCUAbc", NotRead::ShortenedLink),
        ("https://osm.org/go/0EEQjE--", NotRead::ShortenedLink),
        ("https://www.google.com/maps/place/Khorog", NotRead::LinkWithoutPosition),
        ("POINT EMPTY", NotRead::LinkWithoutPosition),
        ("geo:100,200", NotRead::LinkWithoutPosition),
        ("42S ZZ 123 456", NotRead::NoSuchSquare),
        ("42S WG 123", NotRead::NoSuchSquare),
        ("42N 50 4180100", NotRead::OffTheGrid),
    ] {
        assert_eq!(read(text, None), Readings::Refused(why), "{text}");
    }
    assert_eq!(read(&"1".repeat(301), None), Readings::Refused(NotRead::TooLong));
}

#[test]
fn a_thousand_points_of_the_frontier_come_back_from_every_notation() {
    // A sequence that fills the frontier evenly, and points on both sides of 72° E, where zone 43 begins.
    let Extent { west, south, east, north } = Extent::FRONTIER;
    let spread = (0..1000_u32).map(|i| {
        let part = |step: f64| (f64::from(i) * step).fract();
        at(south + (north - south) * part(0.754_877_666), west + (east - west) * part(0.569_840_290))
    });
    let edge = (0..50_u32).flat_map(|i| {
        let lat = south + (north - south) * f64::from(i) / 50.0;
        [71.999_999_9, 72.0, 72.000_000_1].map(|lon| at(lat, lon))
    });
    let mut zones = [0, 0];
    for here in spread.chain(edge) {
        let Zone::Utm(zone) = GridPosition::of(here).zone else { panic!() };
        assert_eq!(zone, if here.lon() < 72.0 { 42 } else { 43 });
        zones[usize::from(zone - 42)] += 1;
        for (notation, metres) in [
            (Notation::Decimal, 0.8),
            (Notation::Dms, 2.2),
            (Notation::Utm, 0.75),
            (Notation::Mgrs, 0.75),
            (Notation::PlusCode, 2.1),
            (Notation::MapLink, 0.8),
        ] {
            let text = notation.write(here).unwrap();
            let readings = read(&text, None);
            let certain = readings.certain().unwrap_or_else(|| panic!("{text}: {readings:?}"));
            assert!(near_to(certain.position, here, metres), "{text}: {certain:?}");
            assert_eq!(certain.notation, notation, "{text}");
        }
    }
    assert!(zones[0] > 400 && zones[1] > 400, "{zones:?}");
}

#[test]
fn sixty_seconds_are_never_written() {
    assert_eq!(Notation::Dms.write(at(37.999_999_9, -0.000_001)).unwrap(), "38°00′00.0″N 0°00′00.0″W");
    assert_eq!(Notation::Utm.write(at(85.0, 70.0)), None);
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn no_text_is_too_strange_to_be_read(text in "\\PC{0,80}") {
        let _ = (read(&text, None), read(&text, Some(at(38.0, 70.0))), read_angle(&text));
    }

    #[test]
    fn nor_one_of_the_letters_that_positions_are_made_of(
        text in "[0-9NSEWnsewСсВв°′″'\" .,;:+=@!/?#%&()\\-a-zCFGHJMPQRVWX۰-۹شرقی]{0,60}"
    ) {
        let _ = (read(&text, None), read(&text, Some(at(38.0, 70.0))), read_angle(&text));
    }

    #[test]
    fn nor_a_broken_link(rest in "[0-9a-z@!/?#%&=.,~+\\-]{0,60}", start in "(https://www\\.google\\.com/|geo:|point\\(|https://yandex\\.ru/maps/\\?ll=|https://bing\\.com/\\?cp=)") {
        let _ = read(&format!("{start}{rest}"), None);
    }

    #[test]
    fn what_is_written_anywhere_is_read_back(lat in -90.0..=90.0, lon in -180.0..=180.0) {
        let here = at(lat, lon);
        for notation in Notation::ALL {
            let Some(text) = notation.write(here) else { continue };
            let readings = read(&text, None);
            // Far from the frontier a pair may be the other way round on it, and that is asked.
            let found = readings.list().iter().any(|reading| near_to(reading.position, here, 3.0));
            prop_assert!(found, "{} {:?}", text, readings);
            let swapped_on_frontier = lon.abs() <= 90.0 && Extent::FRONTIER.contains(at(lon, lat.clamp(-90.0, 90.0)));
            if !swapped_on_frontier {
                prop_assert!(readings.certain().is_some(), "{} {:?}", text, readings);
            }
        }
    }
}
