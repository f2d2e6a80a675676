//! The embedded map as data: each layer reads, and has in it what somebody would look for.

use std::{fs, path::Path};

use marz::{
    analysis::frontier::{Bank, Frontier},
    carto::{Basemap, CrossingKind, Line, RoadClass, WorldPoint},
    model::{LonLat, Metres, Zoom},
};

/// All that is in `assets/basemap` goes into the program.
const LARGEST_BASEMAP: u64 = 15 * 1024 * 1024;

fn at(lon: f64, lat: f64) -> LonLat {
    LonLat::new(lon, lat).unwrap()
}

fn positions(line: &Line) -> impl Iterator<Item = LonLat> {
    line.at(Zoom(16.0)).iter().flat_map(|piece| piece.points.iter().filter_map(|point| point.lonlat()))
}

/// Kilometres on a flat earth, good to a percent over some kilometres.
fn km(a: LonLat, b: LonLat) -> f64 {
    let east = (a.lon() - b.lon()) * a.lat().to_radians().cos();
    east.hypot(a.lat() - b.lat()) * 111.2
}

fn passes(line: &Line, place: LonLat, within: f64) -> bool {
    positions(line).any(|position| km(position, place) < within)
}

#[test]
fn the_embedded_map_stays_small() {
    let total: u64 =
        fs::read_dir("assets/basemap").unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).sum();
    assert!(total < LARGEST_BASEMAP, "{total} bytes");
}

#[test]
fn every_file_of_the_map_is_named_in_the_list_of_origins() {
    let origins = fs::read_to_string("assets/README.md").unwrap();
    for entry in fs::read_dir("assets/basemap").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap();
        assert!(origins.contains(&format!("assets/basemap/{name}")), "{name} has no checksum");
        assert!(origins.contains(&format!("`{name}`")), "{name} has no origin");
    }
    assert!(Path::new("assets/build/sources.sha256").is_file());
}

#[test]
fn the_official_crossings_are_on_the_border_line_with_source_and_accuracy() {
    let crossings = &Basemap::embedded().crossings;
    for name in ["Panji Poyon", "Kokul", "Shokhon", "Ruzvay", "Khumrogi", "Tem", "Ishkoshim", "Hairatan"] {
        let crossing = crossings.iter().find(|crossing| crossing.name.english == name).expect(name);
        assert!(crossing.source.contains("position:"), "{name}: {}", crossing.source);
        assert!((500.0..=8_000.0).contains(&crossing.accuracy.0), "{name}: {}", crossing.accuracy);
        if crossing.pair == "AF-TJ" {
            let away = Frontier::embedded().distance_to_line(crossing.at.lonlat().unwrap());
            assert!(away.0 < 5.0, "{name} is {away} off the line");
        }
    }
    let panji_poyon = crossings.iter().find(|crossing| crossing.name.english == "Panji Poyon").unwrap();
    assert_eq!(panji_poyon.kind, CrossingKind::Bridge);
    assert_eq!(panji_poyon.place_afghan, "Sherkhan Bandar");
    assert_eq!(panji_poyon.name.russian.as_deref(), Some("Нижний Пяндж"));
    assert!(km(panji_poyon.at.lonlat().unwrap(), at(68.5772, 37.1944)) < 2.5, "far from the town");
}

#[test]
fn the_roads_join_the_towns_on_their_own_bank() {
    let roads = &Basemap::embedded().roads;
    let main =
        |place| roads.iter().any(|road| road.class == RoadClass::Main && passes(&road.line, place, 2.0));
    for (town, lon, lat) in [
        ("Dushanbe", 68.779, 38.536),
        ("Kulob", 69.785, 37.915),
        ("Shurobod", 70.049, 37.841),
        ("Qal'ai Khumb", 70.789, 38.454),
        ("Khorog", 71.553, 37.490),
        ("Murghob", 73.967, 38.170),
        ("Kunduz", 68.857, 36.729),
        ("Fayzabad", 70.580, 37.117),
    ] {
        assert!(main(at(lon, lat)), "no main road at {town}");
    }
    let highway = roads.iter().filter(|road| road.name.as_ref().is_some_and(|name| name.english == "M41"));
    let mut beside_the_river = 0;
    for road in highway {
        for position in positions(&road.line) {
            // 450 m from the line: beyond its accuracy in the gorge, so the bank is known.
            if Frontier::embedded().distance_to_line(position).0 < 600.0 {
                assert_ne!(Frontier::embedded().bank(position, None), Bank::Afghan, "{position:?}");
                beside_the_river += 1;
            }
        }
    }
    assert!(beside_the_river > 200, "the M41 follows the Panj from Qal'ai Khumb to Khorog");
}

#[test]
fn the_railways_reach_the_towns_they_serve() {
    let railways = &Basemap::embedded().railways;
    for (town, lon, lat) in [("Dushanbe", 68.779, 38.55), ("Kulob", 69.78, 37.9), ("Termez", 67.3, 37.23)] {
        assert!(
            railways.iter().any(|railway| passes(&railway.line, at(lon, lat), 6.0)),
            "no railway at {town}"
        );
    }
}

#[test]
fn the_lakes_one_knows_are_there() {
    let lakes = &Basemap::embedded().lakes;
    for (name, lon, lat) in [
        ("Zorkul", 73.72, 37.435),
        ("Yashilkul", 72.90, 37.745),
        ("Sarez", 72.78, 38.214),
        ("Karakul", 73.484, 39.004),
        ("Nurek Reservoir", 69.64, 38.52),
        ("Kayrakkum Reservoir", 70.10, 40.32),
        ("Issyk-Kul", 77.3, 42.45),
    ] {
        let point = WorldPoint::from_degrees(lon, lat);
        let lake = lakes
            .iter()
            .find(|lake| lake.name.as_ref().is_some_and(|known| known.english == name))
            .unwrap_or_else(|| panic!("no {name}"));
        assert!(lake.polygon.contains(point), "{name} is elsewhere");
    }
}

#[test]
fn the_highest_mountains_are_named_where_the_ground_is_high() {
    let peaks = &Basemap::embedded().peaks;
    for (name, metres) in [("Ismoil Somoni Peak", 7_495.0), ("Noshaq", 7_492.0), ("Lenin Peak", 7_134.0)] {
        let peak = peaks.iter().find(|peak| peak.name.english == name).expect(name);
        assert!((peak.elevation.0 - metres).abs() < 1.0, "{name}: {}", peak.elevation);
        let ground = height(peak.at.lonlat().unwrap());
        // One sample is the height of a cell of 0.9 by 0.7 km, below its top.
        assert!(ground.0 > metres - 1_500.0, "{name} stands on {ground}");
    }
    let somoni = &peaks.iter().find(|peak| peak.name.english == "Ismoil Somoni Peak").unwrap().name;
    assert_eq!(somoni.russian.as_deref(), Some("Пик Исмоила Сомони"));
}

#[test]
fn the_map_has_the_whole_world() {
    let basemap = Basemap::embedded();
    let land = |lon, lat| {
        let point = WorldPoint::from_degrees(lon, lat);
        basemap.land.iter().any(|polygon| polygon.contains(point))
    };
    for (place, lon, lat) in [
        ("Kansas", -98.0, 39.0),
        ("Brazil", -50.0, -10.0),
        ("the far end of Chukotka", -175.0, 67.0),
        ("Chukotka before the date line", 179.0, 68.0),
        ("Australia", 134.0, -25.0),
        ("the Pamirs", 72.5, 38.2),
    ] {
        assert!(land(lon, lat), "no land in {place}");
    }
    for (sea, lon, lat) in [("Caspian", 51.0, 42.0), ("Pacific", -150.0, 0.0), ("Arabian Sea", 64.0, 15.0)] {
        assert!(!land(lon, lat), "land in the {sea}");
        assert!(basemap.sea_labels.iter().any(|label| label.name.english.contains(sea)), "{sea} has no name");
    }
}

#[test]
fn every_country_is_named_in_four_languages() {
    let labels = &Basemap::embedded().country_labels;
    assert!(labels.len() > 190, "{}", labels.len());
    for label in labels {
        let name = &label.name;
        assert!(
            name.tajik.is_some() && name.russian.is_some() && name.dari.is_some(),
            "{} lacks a name",
            name.english
        );
    }
    let brazil = labels.iter().find(|label| label.name.english == "Brazil").unwrap();
    assert_eq!(brazil.name.tajik.as_deref(), Some("Бразилия"));
    assert_eq!(brazil.name.dari.as_deref(), Some("برزیل"));
}

#[test]
fn districts_and_provinces_have_names_in_the_languages_of_the_map() {
    let basemap = Basemap::embedded();
    for district in basemap.districts.iter().filter(|district| district.country == "TJ") {
        let name = &district.name;
        assert!(name.tajik.is_some() && name.russian.is_some(), "{} lacks a name", name.english);
    }
    let along = ["Badakhshan", "Takhar", "Kunduz"];
    let (named, all) = basemap
        .districts
        .iter()
        .filter(|district| district.country == "AF" && along.contains(&district.province.as_str()))
        .fold((0, 0), |(named, all), district| (named + usize::from(district.name.dari.is_some()), all + 1));
    assert!(named + 2 >= all, "{named} of {all} districts along the river have a Dari name");
    for province in basemap.provinces.iter().filter(|province| province.country == "AF") {
        assert!(province.name.dari.is_some() && province.name.russian.is_some(), "{}", province.name.english);
    }
    let district =
        |name: &str| basemap.districts.iter().find(|district| district.name.english == name).unwrap();
    assert_eq!(district("Jayhun").name.tajik.as_deref(), Some("Ҷайҳун"));
    assert_eq!(district("Darvoz").name.russian.as_deref(), Some("Дарваз"));
    assert_eq!(district("Shughnan").name.dari.as_deref(), Some("شغنان"));
}

#[test]
fn the_neighbours_have_their_cities() {
    let places = &Basemap::embedded().places;
    for city in ["Tehran", "Karachi", "Delhi", "Astana", "Almaty", "Mashhad", "Quetta", "Bishkek", "Ashgabat"]
    {
        let place = places.iter().find(|place| place.name.english == city).expect(city);
        assert!(place.rank <= 2 && place.population > 100_000, "{city}: {place:?}");
    }
}

/// The height at a position by the formula of `assets/README.md`, from the sample of its cell.
fn height(position: LonLat) -> Metres {
    let heights = image::open("assets/basemap/elevation.png").unwrap().into_luma16();
    let cell = |degrees: f64| (degrees * 120.0) as u32;
    let sample = heights.get_pixel(cell(position.lon() - 66.0), cell(41.0 - position.lat()));
    Metres(f64::from(sample.0[0]))
}

#[test]
fn the_heights_are_those_of_known_places() {
    for (place, lon, lat, metres, give) in [
        ("Khorog", 71.553, 37.490, 2_100.0, 200.0),
        ("Dushanbe", 68.779, 38.536, 800.0, 100.0),
        ("Panji Poyon", 68.577, 37.194, 335.0, 50.0),
        ("Karakul", 73.45, 39.02, 3_915.0, 60.0),
        ("Murghob", 73.967, 38.170, 3_612.0, 100.0),
    ] {
        let found = height(at(lon, lat));
        assert!((found.0 - metres).abs() < give, "{place}: {found}");
    }
}
