//! Tables of any maker as incidents: columns found by names and values, every row accounted for.

use std::path::PathBuf;

use marz::{
    analysis::SKILLS,
    model::{DatePrecision, Metres, Precision},
    store::formats::{
        Imported, import,
        mapping::Field,
        table::{Origin, Wishes},
    },
};

/// A file by other hands; `None`, and a word, where the folder is not there.
fn corpus(name: &str) -> Option<PathBuf> {
    let path = PathBuf::from("../shared/corpora").join(name);
    if path.exists() {
        return Some(path);
    }
    println!("skipped: {} is not here", path.display());
    None
}

fn imported(path: &std::path::Path) -> Imported {
    let imported = import(path, &Wishes::default(), None, &SKILLS).unwrap();
    assert_eq!(imported.coded.incidents.len() + imported.coded.skipped.len(), imported.rows);
    imported
}

#[test]
fn the_real_table_of_piracy_comes_in_whole() {
    let Some(path) = corpus("incidents/pirate_attacks_1993_2020.csv") else { return };
    let imported = imported(&path);
    assert_eq!((imported.rows, imported.coded.skipped.len()), (7_511, 0), "{:?}", imported.mapping);
    let field = |column: &str| imported.mapping.field(column);
    assert_eq!((field("latitude"), field("longitude")), (Field::Latitude, Field::Longitude));
    assert_eq!((field("date"), field("time"), field("attack_type")), (Field::Date, Field::Time, Field::Kind));
    assert_eq!((field("shore_latitude"), field("location_description")), (Field::Kept, Field::Place));
    assert_eq!(imported.coded.doubts, []);
    for incident in &imported.coded.incidents {
        let cell = |column: &str| incident.rest.get(&format!("orig.{column}")).unwrap().as_str().unwrap();
        let at = incident.place.position.unwrap();
        assert!((at.lat() - cell("latitude").parse::<f64>().unwrap()).abs() <= 1e-7);
        assert!((at.lon() - cell("longitude").parse::<f64>().unwrap()).abs() <= 1e-7);
        assert_eq!(incident.when.typed(), cell("date"));
    }
}

#[test]
fn the_real_workbook_of_aid_comes_in_by_its_names_and_tags() {
    let Some(path) = corpus("incidents/kika_2020-2023.xlsx") else { return };
    let imported = imported(&path);
    assert!(matches!(&imported.origin, Origin::Sheet { format, .. } if format == "XLSX"));
    assert_eq!((imported.rows, imported.beside), (928, 1));
    let field = |column: &str| imported.mapping.field(column);
    assert_eq!((field("Latitude"), field("Longitude")), (Field::Latitude, Field::Longitude));
    assert_eq!((field("Date"), field("SiND Event ID")), (Field::Date, Field::Id));
    assert_eq!((field("Aid Workers Killed"), field("Actor Name")), (Field::Killed, Field::Perpetrator));
    assert_eq!((field("Event Description"), field("Country")), (Field::Summary, Field::Country));
    assert_eq!(imported.coded.skipped, []);
    let first = &imported.coded.incidents[0];
    // Whoever knows the year knows no day, and a country has no pin.
    assert_eq!((first.when.precision(), first.when.to_string().as_str()), (DatePrecision::Year, "2020"));
    assert_eq!((first.place.precision, first.killed.best), (Precision::None, Some(10)));
    let wide = imported.coded.incidents.iter().filter(|incident| {
        (incident.place.precision, incident.place.radius) == (Precision::Area, Some(Metres(25_000.0)))
    });
    assert_eq!(wide.count(), 438);
}
