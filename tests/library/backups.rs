//! Earlier versions of a document: kept beside it, rotated by age, found again.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use marz::model::Document;
use marz::store::backups::{self, BackupError, Content, open, read, shelves};
use marz::store::native::{read_damaged, write};
use marz::store::{Condition, Shelf, sample};
use sha2::{Digest, Sha256};

use crate::documents::{document, incident};

fn noon(day: i64) -> Timestamp {
    "2026-01-01T12:00:00Z".parse::<Timestamp>().unwrap() + SignedDuration::from_hours(24 * day)
}

/// A document whose content tells its number.
fn numbered(number: i64) -> Document {
    document([incident(&format!("version-{number}"), "2025-11-26", "2025-11-26")])
}

/// What is told of these bytes.
fn content(bytes: &[u8]) -> Content {
    let incidents = read_damaged(bytes)
        .ok()
        .and_then(|(document, report)| Condition::read(&document, &report).incidents());
    Content { digest: Sha256::digest(bytes).into(), bytes: bytes.len() as u64, incidents }
}

fn keep(root: &Path, document: &Path, bytes: &[u8], now: Timestamp) -> Result<(), BackupError> {
    backups::keep(root, document, &content(bytes), now, |file| file.write_all(bytes))
}

fn only_shelf(root: &Path) -> Shelf {
    let [shelf] = &shelves(root).unwrap()[..] else { panic!("{:?}", shelves(root)) };
    shelf.clone()
}

/// The hours from noon of the first day at which the versions were kept, newest first.
fn hours(shelf: &Shelf) -> Vec<i64> {
    shelf.versions.iter().map(|version| version.at.duration_since(noon(0)).as_hours()).collect()
}

#[test]
fn a_version_is_kept_once_and_comes_back_byte_for_byte() {
    let root = tempfile::tempdir().unwrap();
    let path = PathBuf::from("/home/n/Рӯзнома 2025.geojson");
    let bytes = write(&sample().0);
    keep(root.path(), &path, &bytes, noon(0)).unwrap();
    keep(root.path(), &path, &bytes, noon(1)).unwrap();
    let shelf = only_shelf(root.path());
    assert_eq!(shelf.document, path);
    let [version] = &shelf.versions[..] else { panic!("{shelf:?}") };
    assert_eq!((version.at, version.incidents, version.bytes), (noon(0), Some(60), bytes.len() as u64));
    assert_eq!(read(version).unwrap(), bytes);
    assert!(fs::metadata(&version.path).unwrap().len() < version.bytes / 2, "compressed");
}

#[test]
fn two_documents_of_one_name_do_not_share_their_versions() {
    let root = tempfile::tempdir().unwrap();
    keep(root.path(), Path::new("/a/x.geojson"), &write(&numbered(1)), noon(0)).unwrap();
    keep(root.path(), Path::new("/b/x.geojson"), &write(&numbered(1)), noon(1)).unwrap();
    let documents: Vec<_> = shelves(root.path()).unwrap().into_iter().map(|shelf| shelf.document).collect();
    assert_eq!(documents, [Path::new("/b/x.geojson"), Path::new("/a/x.geojson")], "the last kept first");
}

#[test]
fn the_last_ten_and_one_a_day_for_thirty_days_are_kept_over_sixty_days() {
    let root = tempfile::tempdir().unwrap();
    let path = Path::new("/a/x.geojson");
    let mut number = 0;
    let mut keep_at = |at: Timestamp| {
        number += 1;
        keep(root.path(), path, &write(&numbered(number)), at).unwrap();
    };
    // Twice a day, at noon and at six, for sixty days.
    for day in 0..60 {
        for hour in [0, 6] {
            keep_at(noon(day) + SignedDuration::from_hours(hour));
        }
    }
    // The last five days whole, of the others down to the thirtieth the evening.
    let mut expected: Vec<i64> = (55..60).flat_map(|day| [day * 24, day * 24 + 6]).collect();
    expected.extend((30..55).map(|day| day * 24 + 6));
    expected.sort_unstable_by_key(|hour| std::cmp::Reverse(*hour));
    assert_eq!(hours(&only_shelf(root.path())), expected);
    // A year later: the last ten stay, whatever their age.
    keep_at(noon(400));
    let kept = hours(&only_shelf(root.path()));
    assert_eq!(kept.len(), 10);
    assert_eq!(kept[..2], [400 * 24, 59 * 24 + 6]);
}

#[test]
fn damaged_versions_are_kept_and_push_no_sound_one_out() {
    let root = tempfile::tempdir().unwrap();
    let path = Path::new("/a/x.geojson");
    let bytes = write(&sample().0);
    for hour in 0..10 {
        keep(root.path(), path, &write(&numbered(hour)), noon(0) + SignedDuration::from_hours(hour)).unwrap();
    }
    for cut in 1..=3 {
        keep(root.path(), path, &bytes[..bytes.len() - 100 * cut], noon(90)).unwrap();
    }
    let shelf = only_shelf(root.path());
    assert_eq!(shelf.versions.iter().filter(|version| version.is_damaged()).count(), 3);
    assert_eq!(shelf.versions.iter().filter(|version| !version.is_damaged()).count(), 10);
}

#[test]
fn a_version_that_cannot_be_kept_leaves_the_others_and_says_why() {
    let root = tempfile::tempdir().unwrap();
    let blocked = root.path().join("backups");
    fs::write(&blocked, b"in the way").unwrap();
    let error = keep(&blocked, Path::new("/a/x.geojson"), b"{}", noon(0)).unwrap_err().to_string();
    assert!(error.contains("No copy of the file was kept") && error.ends_with("/a/x.geojson"), "{error}");
    assert_eq!(fs::read(&blocked).unwrap(), b"in the way");
}

#[test]
fn a_damaged_version_is_not_taken_for_what_was_kept() {
    let root = tempfile::tempdir().unwrap();
    keep(root.path(), Path::new("/a/x.geojson"), &write(&sample().0), noon(0)).unwrap();
    let version = only_shelf(root.path()).versions.remove(0);
    let mut packed = fs::read(&version.path).unwrap();
    let middle = packed.len() / 2;
    packed[middle] ^= 1;
    fs::write(&version.path, packed).unwrap();
    let error = read(&version).unwrap_err().to_string();
    assert!(error.contains("damaged"), "{error}");
    assert!(open(&version).unwrap_err().to_string().contains("damaged"));
}

#[test]
fn bytes_that_are_not_those_that_were_told_are_not_kept_under_their_name() {
    let root = tempfile::tempdir().unwrap();
    let path = Path::new("/a/x.geojson");
    keep(root.path(), path, &write(&numbered(1)), noon(0)).unwrap();
    let told = content(&write(&numbered(2)));
    let changed = write(&numbered(3));
    let error =
        backups::keep(root.path(), path, &told, noon(1), |file| file.write_all(&changed)).unwrap_err();
    assert!(matches!(error, BackupError::Changed { .. }), "{error}");
    let error = backups::keep(root.path(), path, &told, noon(1), |_| Err(std::io::ErrorKind::Other.into()));
    assert!(matches!(error, Err(BackupError::Keep { .. })), "{error:?}");
    let [version] = &only_shelf(root.path()).versions[..] else { panic!("{:?}", only_shelf(root.path())) };
    assert_eq!(read(version).unwrap(), write(&numbered(1)));
    let folder = version.path.parent().unwrap();
    assert_eq!(fs::read_dir(folder).unwrap().count(), 2, "the version and the card");
}

#[test]
fn the_document_of_a_version_is_read_as_far_as_it_is_whole() {
    let root = tempfile::tempdir().unwrap();
    let path = Path::new("/a/x.geojson");
    let bytes = write(&sample().0);
    let laid_out = String::from_utf8(bytes.clone()).unwrap().replace("},\n{", "},{");
    let cut = &bytes[..bytes.len() / 2];
    for (hour, bytes) in (0..).zip([&bytes[..], laid_out.as_bytes(), cut]) {
        keep(root.path(), path, bytes, noon(0) + SignedDuration::from_hours(hour)).unwrap();
    }
    let versions = only_shelf(root.path()).versions;
    for version in &versions {
        assert!(open(version).unwrap() == read_damaged(&read(version).unwrap()).unwrap(), "{version:?}");
    }
    assert_eq!(
        versions.iter().map(|version| version.incidents).collect::<Vec<_>>(),
        [None, Some(60), Some(60)]
    );
}

#[test]
fn what_is_no_shelf_is_left_alone() {
    let root = tempfile::tempdir().unwrap();
    fs::create_dir(root.path().join("someone's")).unwrap();
    fs::write(root.path().join("file"), b"x").unwrap();
    assert_eq!(shelves(root.path()).unwrap(), []);
    assert_eq!(shelves(&root.path().join("nowhere")).unwrap(), []);
}
