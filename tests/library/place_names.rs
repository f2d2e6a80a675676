//! Lists of place names that the user adds: read from disk, searched, remembered, never written to.

use std::{fs, io::Write, ops::ControlFlow, path::PathBuf, sync::Arc};

use marz::{
    analysis::gazetteer::Gazetteer,
    session::{Command, Effect, NamesCommand, NamesEffect, NamesState},
    store::{NamesFileError, Settings, each_name_line},
};

use crate::session::example;

fn row(name: &str, lat: &str, lon: &str) -> String {
    format!("1\t{name}\t{name}\t\t{lat}\t{lon}\tP\tPPL\tTJ\t\t\t\t\t\t12\t\t\tAsia/Dushanbe\t2020-01-01")
}

fn text() -> String {
    [row("Deha-i Sanjish", "37.50", "71.60"), "a bad row".to_owned(), row("Deha-i Dur", "10.0", "10.0")]
        .join("\n")
}

fn lines(path: &std::path::Path) -> Result<Vec<String>, NamesFileError> {
    let mut found = Vec::new();
    each_name_line(path, &mut |line| {
        assert!(line.done <= line.total);
        found.push(line.text.unwrap_or("no text").to_owned());
        ControlFlow::Continue(())
    })?;
    Ok(found)
}

#[test]
fn a_list_is_read_plain_and_packed_and_stays_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let plain = folder.path().join("TJ.txt");
    fs::write(&plain, text()).unwrap();
    let packed = folder.path().join("TJ.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&packed).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("readme.txt", options).unwrap();
    zip.write_all("x\n".repeat(5_000).as_bytes()).unwrap();
    zip.start_file("TJ.txt", options).unwrap();
    zip.write_all(text().as_bytes()).unwrap();
    zip.finish().unwrap();
    let before: Vec<Vec<u8>> = [&plain, &packed].map(|path| fs::read(path).unwrap()).into();
    for path in [&plain, &packed] {
        assert_eq!(lines(path).unwrap(), text().lines().collect::<Vec<_>>());
    }
    let after: Vec<Vec<u8>> = [&plain, &packed].map(|path| fs::read(path).unwrap()).into();
    assert!(before == after);
}

#[test]
fn what_is_no_list_is_refused_or_read_as_bad_rows() {
    let folder = tempfile::tempdir().unwrap();
    assert!(lines(&folder.path().join("missing.txt")).is_err());
    assert!(lines(folder.path()).is_err(), "a folder");
    let empty = folder.path().join("empty.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&empty).unwrap());
    zip.start_file("picture.png", zip::write::SimpleFileOptions::default()).unwrap();
    zip.finish().unwrap();
    assert!(lines(&empty).unwrap_err().to_string().contains("TJ.txt"));
    let broken = folder.path().join("broken.zip");
    fs::write(&broken, b"PK\x03\x04 and no more").unwrap();
    assert!(lines(&broken).is_err());
    let odd = folder.path().join("odd.txt");
    let mut bytes = b"\xff\xfe\n".to_vec();
    bytes.extend(vec![b'x'; 200_000]);
    bytes.extend(b"\nlast");
    fs::write(&odd, bytes).unwrap();
    assert_eq!(lines(&odd).unwrap(), ["no text", "no text", "last"]);
}

#[test]
fn a_reading_can_be_stopped() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("TJ.txt");
    fs::write(&path, text()).unwrap();
    let mut seen = 0;
    let whole = each_name_line(&path, &mut |_| {
        seen += 1;
        ControlFlow::Break(())
    });
    assert!(!whole.unwrap());
    assert_eq!(seen, 1);
}

#[test]
fn added_names_are_found_with_their_source_and_taken_away_again() {
    let mut session = example();
    let path = PathBuf::from("TJ.txt");
    assert!(session.find("Sanjish").places.is_empty());
    let effects = session.handle(NamesCommand::AddFrom(path.clone()).into());
    assert!(effects.contains(&Effect::Names(NamesEffect::Read(vec![path.clone()]))));
    assert!(effects.contains(&Effect::Names(NamesEffect::Remember(vec![path.clone()]))));
    assert!(session.place_names().is_reading());
    session.names_progress(&path, 0.5);
    assert_eq!(session.place_names().files()[0].state, NamesState::Reading(0.5));
    let mut adding = Gazetteer::embedded().adding("TJ.txt");
    for (number, line) in text().lines().enumerate() {
        adding.take(number + 1, Some(line));
    }
    let (all, report) = adding.finish();
    session.names_read(Arc::new(all), vec![(path.clone(), Ok(report))]);
    let said = session.messages().last().unwrap().text.clone();
    assert!(said.contains("1 place was added"), "{said}");
    assert!(said.contains("1 line could not be read"), "{said}");
    let found = &session.find("Deha-i Sanjish").places[0];
    assert!(found.kind.contains("GeoNames file TJ.txt"), "{}", found.kind);
    assert_eq!(found.toponym.district.as_deref(), Some("Shughnon"));
    let effects = session.handle(NamesCommand::Remove(path).into());
    assert!(effects.contains(&Effect::Names(NamesEffect::Remember(Vec::new()))));
    assert!(session.find("Deha-i Sanjish").places.iter().all(|place| !place.toponym.is_added()));
}

#[test]
fn a_list_that_cannot_be_read_is_told_and_the_others_stay() {
    let mut session = example();
    let paths = [PathBuf::from("TJ.txt"), PathBuf::from("gone.txt")];
    assert_eq!(session.begin_with_names(paths.to_vec()), [Effect::Names(NamesEffect::Read(paths.to_vec()))]);
    let (all, report) = Gazetteer::embedded().adding("TJ.txt").finish();
    let [good, gone] = paths;
    session.names_read(Arc::new(all), vec![(good, Ok(report)), (gone, Err("it is not there".to_owned()))]);
    assert!(session.messages().last().unwrap().text.contains("gone.txt"));
    assert_eq!(session.place_names().files()[1].state, NamesState::Failed("it is not there".to_owned()));
    assert_eq!(Command::from(NamesCommand::Stop).refusal(&session), Some("No place names are being read."));
}

#[test]
fn the_lists_are_remembered_in_the_settings() {
    let folder = tempfile::tempdir().unwrap();
    let settings = Settings { names_files: vec![PathBuf::from("TJ.txt")], ..Settings::default() };
    settings.save(folder.path()).unwrap();
    let (read, problem) = Settings::load(folder.path());
    assert_eq!((read.names_files, problem), (settings.names_files, None));
}
