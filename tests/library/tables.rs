//! Tables of the great collections: every row accounted for, nothing made up, nothing lost.

use std::{path::PathBuf, sync::Arc};

use marz::{
    analysis::SKILLS,
    model::{DatePrecision, Metres, Precision},
    store::formats::{
        Imported,
        codebook::Codebook,
        import, read,
        table::{self, Wishes},
        write::{Layout, csv},
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

fn acled(rows: &[&str]) -> Imported {
    let heading = "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,\
        assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,country,admin1,\
        admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,notes,fatalities,tags,timestamp";
    let table = [heading].iter().chain(rows).copied().collect::<Vec<_>>().join("\n");
    read(table.as_bytes(), None).unwrap()
}

/// A row of the layout, with made-up words that name no event.
fn acled_row(id: &str, date: &str, time_precision: u8, geo_precision: u8, fatalities: u8) -> String {
    format!(
        "{id},{date},2025,{time_precision},Political violence,Battles,Armed clash,One side,Its friends,State forces,\
         Other side,,Rebel group,State forces-Rebel group,,762,Caucasus and Central Asia,Tajikistan,Khatlon,\
         A district,,A village,37.5,69.5,{geo_precision},First paper; Second paper,National,\"A note, quoted\",\
         {fatalities},a tag; another,1764201600"
    )
}

#[test]
fn acled_says_how_well_it_knows_and_so_do_we() {
    let rows = [
        acled_row("T1", "2025-11-26", 1, 1, 3),
        acled_row("T2", "2025-11-26", 2, 2, 0),
        acled_row("T3", "26 November 2025", 3, 3, 1),
        acled_row("T4", "07/08/2025", 1, 1, 1),
        acled_row("T1", "2025-11-26", 1, 1, 3),
        acled_row("", "2025-11-26", 1, 1, 3),
    ];
    let imported = acled(&rows.each_ref().map(String::as_str));
    assert_eq!((imported.book().unwrap(), imported.rows), (Codebook::Acled, 6));
    let coded = &imported.coded;
    let all: Vec<_> = coded.incidents.iter().collect();
    let [first, second, third, fourth] = all.as_slice() else { panic!("{coded:?}") };
    assert_eq!((first.place.precision, first.killed.best), (Precision::Locality, Some(3)));
    assert_eq!(first.when.to_string(), "26 Nov 2025");
    assert_eq!((first.event_type.as_str(), first.title.as_str()), ("armed_clash", "Armed clash, A village"));
    assert_eq!(first.sources.len(), 2);
    assert_eq!(first.actors[1].kind, "rebel");
    // Nobody said where in some fifteen kilometres, and nought killed may be nobody counted.
    assert_eq!((second.place.precision, second.place.radius), (Precision::Area, Some(Metres(15_000.0))));
    assert!(!second.killed.is_stated());
    assert_eq!(second.when.typed(), "2025-11-23/2025-11-29");
    assert_eq!((third.place.precision, third.when.precision()), (Precision::Province, DatePrecision::Month));
    // Day and month could be either way round: no date is better than a wrong one.
    assert_eq!(fourth.when.span(), None);
    assert!(coded.doubts.iter().any(|(line, doubt)| *line == 5 && doubt.contains("07/08/2025")));
    assert_eq!(fourth.rest.text("orig.event_date").unwrap(), "07/08/2025");
    let skipped: Vec<(usize, &str)> =
        coded.skipped.iter().map(|skipped| (skipped.line, skipped.reason.as_str())).collect();
    assert_eq!(skipped.len(), 2);
    assert!(skipped[0].0 == 6 && skipped[0].1.contains("line 2"), "{skipped:?}");
    assert!(skipped[1].0 == 7 && skipped[1].1.contains("event_id_cnty"), "{skipped:?}");
}

#[test]
fn every_cell_of_a_row_is_kept_as_it_stood() {
    let row = acled_row("T1", "2025-11-26", 1, 1, 0);
    let imported = acled(&[&row]);
    let all: Vec<_> = imported.coded.incidents.iter().collect();
    let [incident] = all.as_slice() else { panic!("{imported:?}") };
    let text = |column: &str| incident.rest.text(&format!("orig.{column}"));
    assert_eq!(text("fatalities").unwrap(), "0");
    assert_eq!(text("notes").unwrap(), "A note, quoted");
    assert_eq!(text("timestamp").unwrap(), "1764201600");
    assert_eq!(text("civilian_targeting"), None);
    let homeless = imported.coded.columns.iter().filter(|(_, became)| became.is_none());
    assert!(homeless.clone().any(|(column, _)| column == "timestamp"));
    assert!(!homeless.clone().any(|(column, _)| column == "fatalities"));
}

#[test]
fn the_real_ucdp_tables_are_accounted_for_row_by_row() {
    for (name, rows) in [
        ("incidents/ucdp_ged_23.1_sample1000.csv", 1_000),
        ("incidents/ucdp_ged_syria_2016-2019.csv", 16_566),
    ] {
        let Some(path) = corpus(name) else { return };
        let imported = import(&path, &Wishes::default(), None, &SKILLS).unwrap();
        let coded = &imported.coded;
        assert_eq!((imported.book().unwrap(), imported.rows), (Codebook::Ucdp, rows), "{name}");
        assert_eq!(coded.incidents.len() + coded.skipped.len(), rows, "{name}");
        assert_eq!(coded.skipped, [], "{name}");
        assert_eq!(coded.doubts, [], "{name}");
        for incident in &coded.incidents {
            let number = |column: &str| {
                let cell = incident.rest.text(&format!("orig.{column}"));
                cell.and_then(|cell| cell.parse::<f64>().ok())
            };
            let position = incident.place.position.expect("every event of UCDP has a point");
            assert_eq!(Some(position.lat()), number("latitude"), "{}", incident.id);
            assert_eq!(Some(position.lon()), number("longitude"), "{}", incident.id);
            let is_drawn = incident.place.drawn_at().is_some();
            assert_eq!(is_drawn, number("where_prec").is_some_and(|precision| precision < 5.0));
            let best = incident.killed.best.map(f64::from);
            assert_eq!(best, number("best"), "{}", incident.id);
            let span = incident.when.span().expect("every event of UCDP has days");
            let start = &*incident.rest.text("orig.date_start").unwrap();
            assert_eq!(span.first().to_string(), start[..10]);
        }
    }
}

#[test]
fn a_release_of_ucdp_without_a_heading_is_known_by_its_rows() {
    let Some(path) = corpus("incidents/ucdp_ged_23.1_sample1000.csv") else { return };
    let whole = std::fs::read_to_string(path).unwrap();
    let (_, rows) = whole.split_once('\n').unwrap();
    let imported = read(rows.as_bytes(), None).unwrap();
    let with = read(whole.as_bytes(), None).unwrap();
    assert_eq!((imported.book().unwrap(), imported.heading), (Codebook::Ucdp, None));
    assert_eq!(imported.coded.incidents, with.coded.incidents);
}

#[test]
fn gtd_knows_months_without_days() {
    let table = "eventid,iyear,imonth,iday,approxdate,country_txt,provstate,city,latitude,longitude,specificity,\
        summary,attacktype1_txt,gname,nkill,nwound\n\
        199307130001,1993,7,13,,Tajikistan,A province,A town,37.6,70.1,1,Words,Armed Assault,A group,25.0,-9\n\
        199300000001,1993,7,0,July 1993,Tajikistan,A province,Unknown,,,5,,Bombing/Explosion,Unknown,,\n";
    let imported = read(table.as_bytes(), None).unwrap();
    let all: Vec<_> = imported.coded.incidents.iter().collect();
    let [first, second] = all.as_slice() else { panic!("{imported:?}") };
    assert_eq!((first.killed.best, first.wounded.best), (Some(25), None));
    assert_eq!(first.when.to_string(), "13 Jul 1993");
    assert_eq!(
        (second.when.precision(), second.when.to_string().as_str()),
        (DatePrecision::Month, "Jul 1993")
    );
    assert_eq!((second.place.position, second.place.precision), (None, Precision::None));
}

#[test]
fn other_tables_are_read_too_and_nothing_panics() {
    let imported = read(b"name;colour\na;b\n", None).unwrap();
    assert_eq!((imported.book(), imported.coded.incidents.len()), (None, 1));
    assert_eq!(imported.coded.incidents.get(0).unwrap().rest.text("orig.colour").unwrap(), "b");
    for folder in ["csv-spectrum/csvs", "csv-papaparse/tests", "csv-csv2geojson", "hostile/csv"] {
        let Some(folder) = corpus(folder) else { continue };
        for file in std::fs::read_dir(folder).unwrap().map_while(Result::ok) {
            if let Ok(bytes) = std::fs::read(file.path()) {
                drop(read(&bytes, None));
            }
        }
    }
}

#[test]
fn the_spectrum_of_dialects_is_read_cell_by_cell() {
    let Some(folder) = corpus("csv-spectrum") else { return };
    let mut read_right = 0;
    for file in std::fs::read_dir(folder.join("csvs")).unwrap().map_while(Result::ok) {
        let name = file.path().file_stem().unwrap().to_string_lossy().into_owned();
        let expected = std::fs::read(folder.join(format!("json/{name}.json"))).unwrap();
        let expected: Vec<serde_json::Map<String, serde_json::Value>> = serde_json::from_slice(&expected)
            .or_else(|_| serde_json::from_slice(&expected).map(|one| vec![one]))
            .unwrap();
        let table = table::read(&std::fs::read(file.path()).unwrap(), None).unwrap();
        let mut rows: Vec<serde_json::Map<String, serde_json::Value>> = table
            .rows
            .iter()
            .map(|row| {
                let cells = row.cells().map(Into::into);
                table.columns.iter().cloned().zip(cells).collect()
            })
            .collect();
        if name == "location_coordinates" {
            // The answer that comes with the table has another telephone number than the table.
            rows[0]["Contact Phone Number"] = expected[0]["Contact Phone Number"].clone();
        }
        // A checkout may have turned the line ends of the table and not those within the JSON's texts.
        let plain = |rows: &[serde_json::Map<String, serde_json::Value>]| {
            serde_json::to_string(rows).unwrap().replace("\\r\\n", "\\n")
        };
        assert_eq!(plain(&rows), plain(&expected), "{name}");
        read_right += 1;
    }
    assert_eq!(read_right, 12);
}

/// The rows of a table by their columns' names.
fn rows_of(bytes: &[u8]) -> Vec<std::collections::BTreeMap<String, String>> {
    let table = table::read(bytes, None).unwrap();
    let columns = &table.columns;
    table
        .rows
        .iter()
        .map(|row| columns.iter().cloned().zip(row.cells().map(str::to_owned)).collect())
        .collect()
}

#[test]
fn what_came_from_a_collection_goes_back_cell_by_cell() {
    for name in ["incidents/ucdp_ged_23.1_sample1000.csv", "incidents/ucdp_ged_syria_2016-2019.csv"] {
        let Some(path) = corpus(name) else { return };
        let imported = import(&path, &Wishes::default(), None, &SKILLS).unwrap();
        let written = csv(imported.coded.incidents.iter(), Layout::Ucdp);
        let (before, after) = (rows_of(&std::fs::read(path).unwrap()), rows_of(&written.bytes));
        assert_eq!(before.len(), after.len());
        for (before, after) in before.iter().zip(&after) {
            for (column, cell) in before {
                // Formulas are made harmless, whoever wrote them.
                let plain = after[column].strip_prefix('\'').unwrap_or(&after[column]);
                assert_eq!(plain, cell.strip_prefix('\'').unwrap_or(cell), "{name}: {column}");
            }
        }
        let again = read(&written.bytes, None).unwrap();
        assert_eq!(again.coded.incidents.len(), imported.coded.incidents.len());
    }
}

#[test]
fn a_changed_record_goes_out_changed_and_only_there() {
    let row = acled_row("T1", "26 November 2025", 1, 2, 3);
    let imported = acled(&[&row]);
    let mut incident = imported.coded.incidents.get(0).unwrap();
    Arc::make_mut(&mut incident).killed.best = Some(5);
    let written = csv(std::iter::once(incident), Layout::Acled);
    let [after] = rows_of(&written.bytes).try_into().unwrap();
    assert_eq!((after["fatalities"].as_str(), after["event_date"].as_str()), ("5", "26 November 2025"));
    assert_eq!((after["geo_precision"].as_str(), after["timestamp"].as_str()), ("2", "1764201600"));
}

#[test]
fn the_example_as_a_table_of_acled_tells_what_it_lost_and_comes_back_no_more_certain() {
    let (sample, _) = marz::store::sample();
    for layout in [Layout::Plain, Layout::Acled, Layout::Ucdp] {
        let written = csv(sample.incidents(), layout);
        assert_eq!((written.rows, rows_of(&written.bytes).len()), (60, 60), "{layout:?}");
        assert!(written.bytes.starts_with("\u{FEFF}".as_bytes()));
    }
    let written = csv(sample.incidents(), Layout::Acled);
    assert!(written.losses.contains_key("that there is no defensible point"));
    assert!(written.losses.contains_key("that killed is not stated: ACLED writes 0"));
    let again = read(&written.bytes, None).unwrap().coded.incidents;
    let order = |precision: Precision| Precision::ALL.iter().position(|other| *other == precision);
    for (before, after) in sample.incidents().zip(&again) {
        assert_eq!(before.id, after.id);
        let is_pin = before.place.precision.is_point();
        assert!(is_pin || !after.place.precision.is_point(), "{} became a pin", before.id);
        if let (Some(before), Some(after)) = (before.when.span(), after.when.span()) {
            assert!(after.days() >= before.days() || before.days() > 31);
        }
        assert!(order(after.place.precision) >= order(Precision::Locality));
    }
}
