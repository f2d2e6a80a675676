//! On which bank a point lies, and how far from the line: towns of the gazetteer and points in districts.

use marz::analysis::frontier::{Bank, Country, Frontier};
use marz::carto::Basemap;
use marz::model::{Extent, LonLat, Metres};
use marz::store::sample;

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn bank(lon: f64, lat: f64) -> Bank {
    Frontier::embedded().bank(at(lon, lat), None)
}

#[test]
fn places_on_both_banks_are_told_apart() {
    let tajik = [
        ("Khorog", 71.55337, 37.49039),
        ("Ishkoshim", 71.61331, 36.72484),
        ("Kalaikhumb, 230 m from the line", 70.789, 38.4537),
        ("Rushon", 71.55745, 37.94487),
        ("Vanj", 71.45474, 38.37078),
        ("Murghob", 73.96674, 38.17023),
        ("Chubek", 69.70525, 37.61453),
        ("Farkhor", 69.40356, 37.49219),
        ("Panj", 69.09911, 37.23634),
        ("Kulob", 69.78454, 37.91459),
        ("north of the Darvoz horse-shoe", 70.85, 38.52),
        ("north of the horse-shoe, further east", 71.0, 38.52),
        ("north of Lake Zorkul", 73.7, 37.55),
    ];
    let afghan = [
        ("Nusay, across from Kalaikhumb", 70.80413, 38.4435),
        ("inside the Darvoz horse-shoe, west", 70.8, 38.4),
        ("inside the horse-shoe, middle", 70.9, 38.42),
        ("inside the horse-shoe, east", 71.0, 38.38),
        ("Ishkashim", 71.53333, 36.68333),
        ("Khandud in the Wakhan", 72.318, 36.95127),
        ("the Wakhan", 73.5, 37.1),
        ("Khwahan", 70.21875, 37.88965),
        ("Imam Sahib", 68.93644, 37.18897),
        ("across from Khorog", 71.45, 37.5),
        ("Kunduz", 68.86, 36.73),
    ];
    let frontier = Frontier::embedded();
    for (country, expected, places) in
        [(Country::Tajikistan, Bank::Tajik, &tajik[..]), (Country::Afghanistan, Bank::Afghan, &afghan[..])]
    {
        for &(name, lon, lat) in places {
            // The expectation is the district's own country.
            assert_eq!(frontier.district_at(at(lon, lat)).unwrap().country(), country, "{name}");
            assert_eq!(bank(lon, lat), expected, "{name}");
        }
    }
}

#[test]
fn every_town_of_the_gazetteer_is_in_its_country() {
    let (mut decided, mut open) = (0, Vec::new());
    for place in &Basemap::embedded().places {
        let position = place.at.lonlat().unwrap();
        let found = Frontier::embedded().bank(position, None);
        let expected = Country::from_code(&place.country);
        match found {
            Bank::Undetermined => open.push(place.name.english.as_str()),
            Bank::Tajik => assert_eq!(expected, Some(Country::Tajikistan), "{}", place.name.english),
            Bank::Afghan => assert_eq!(expected, Some(Country::Afghanistan), "{}", place.name.english),
            Bank::Elsewhere(country) => {
                assert!(expected != Some(Country::Tajikistan), "{}", place.name.english);
                assert!(country.is_none() || country == expected, "{} {country:?}", place.name.english);
            }
        }
        decided += usize::from(found != Bank::Undetermined);
    }
    assert!(decided > 700 && open.len() < 40, "{decided} decided, open: {open:?}");
    assert!(open.contains(&"Panji Poyon (Nizhny Panj)"), "on the braided plain, 800 m from the line");
}

#[test]
fn what_cannot_be_known_stays_undetermined() {
    // Sherkhan Bandar's bridge: the Panj braids there and the line moves with it.
    assert_eq!(bank(68.6113, 37.1904), Bank::Undetermined);
    let khorog = at(71.55337, 37.49039);
    let frontier = Frontier::embedded();
    assert_eq!(frontier.bank(khorog, Some(Metres(2_000.0))), Bank::Tajik);
    assert_eq!(frontier.bank(khorog, Some(Metres(3_000.0))), Bank::Undetermined);
    // The reach of a point counts at every border: Termez lies at that of Uzbekistan with Afghanistan.
    let termez = at(67.27833, 37.22417);
    assert_eq!(frontier.bank(termez, None), Bank::Elsewhere(Some(Country::Uzbekistan)));
    assert_eq!(frontier.bank(termez, Some(Metres(10_000.0))), Bank::Undetermined);
    for odd in [f64::NAN, -1.0, f64::INFINITY] {
        let _ = frontier.bank(khorog, Some(Metres(odd)));
    }
}

#[test]
fn other_countries_are_named_where_the_borders_tell() {
    assert_eq!(bank(71.79, 35.85), Bank::Elsewhere(Some(Country::Pakistan)), "Chitral");
    assert_eq!(bank(66.97, 39.65), Bank::Elsewhere(Some(Country::Uzbekistan)), "Samarkand");
    assert_eq!(bank(64.5, 37.5), Bank::Elsewhere(Some(Country::Turkmenistan)), "the Karakum");
    assert_eq!(bank(69.24, 41.3), Bank::Elsewhere(None), "Tashkent, nearest to the Kazakh border");
    assert_eq!(bank(37.6, 55.75), Bank::Elsewhere(None), "Moscow");
    assert_eq!(bank(65.7, 31.6), Bank::Elsewhere(None), "Kandahar, beyond the map");
}

#[test]
fn the_distance_to_the_line_is_the_way_along_the_ground() {
    let frontier = Frontier::embedded();
    let focus = Basemap::embedded().borders.iter().find(|border| border.focus).unwrap();
    let line: Vec<LonLat> = focus.line.surveyed().iter().map(|p| p.lonlat().unwrap()).collect();
    for &vertex in line.iter().step_by(100) {
        assert!(frontier.distance_to_line(vertex).0 < 0.1, "{vertex}");
    }
    // Far from the line it is the distance to its nearest vertex, but for half a stretch.
    for far in [at(71.55337, 37.49039), at(73.96674, 38.17023), at(68.7738, 38.5358), at(69.21, 34.52)] {
        let nearest = line.iter().map(|vertex| far.distance_to(*vertex).0).fold(f64::INFINITY, f64::min);
        let measured = frontier.distance_to_line(far).0;
        assert!((measured / nearest - 1.0).abs() < 0.006, "{far}: {measured} against {nearest}");
    }
}

#[test]
fn the_two_sides_of_the_line_are_the_two_banks() {
    let focus = Basemap::embedded().borders.iter().find(|border| border.focus).unwrap();
    let line: Vec<LonLat> = focus.line.surveyed().iter().map(|p| p.lonlat().unwrap()).collect();
    let (mut tried, mut opposite) = (0, 0);
    for ends in line.windows(2).step_by(10).filter(|ends| ends[0].lon() > 69.8) {
        let east = (ends[1].lon() - ends[0].lon()) * ends[0].lat().to_radians().cos();
        let north = ends[1].lat() - ends[0].lat();
        let length = east.hypot(north);
        let middle = Extent::around([ends[0], ends[1]]).unwrap().centre();
        // 70 m to each side, in degrees of a meridian.
        let off = 70.0 / 111_200.0 / length;
        let beside = |side: f64| {
            let lon = middle.lon() - side * north * off / middle.lat().to_radians().cos();
            bank(lon, middle.lat() + side * east * off)
        };
        let sides = [beside(1.0), beside(-1.0)];
        // In a tight bend the other arm of the river is nearer than 50 m.
        if !sides.contains(&Bank::Undetermined) {
            tried += 1;
            opposite += usize::from(sides.contains(&Bank::Tajik) && sides.contains(&Bank::Afghan));
        }
    }
    assert!(tried > 300, "{tried}");
    assert_eq!(opposite, tried);
}

#[test]
fn the_sample_agrees_with_its_own_checks() {
    let frontier = Frontier::embedded();
    let (document, _) = sample();
    for incident in document.incidents() {
        let Some(position) = incident.place.position else { continue };
        match frontier.bank(position, None) {
            Bank::Tajik => assert_eq!(incident.place.side.as_deref(), Some("TJ"), "{}", incident.id),
            Bank::Afghan => assert_eq!(incident.place.side.as_deref(), Some("AF"), "{}", incident.id),
            Bank::Undetermined => {}
            Bank::Elsewhere(country) => panic!("{} lies in {country:?}", incident.id),
        }
    }
}

#[test]
fn countries_are_known_by_their_names_in_three_scripts() {
    for name in ["Tajikistan", "TAJIKISTAN", " Таджикистан", "Тоҷикистон", "تاجیکستان", "TJ", "Tadzhikistan"]
    {
        assert_eq!(Country::named(name), Some(Country::Tajikistan), "{name}");
    }
    for name in ["", "tj?", "Badakhshan", "in", "the Panj"] {
        assert_eq!(Country::named(name), None, "{name}");
    }
    for country in Country::ALL {
        assert_eq!(Country::named(country.name()), Some(country));
        assert_eq!(Country::from_code(country.code()), Some(country));
    }
}
