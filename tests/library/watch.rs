//! What happens to an open file from outside.

use std::fs::{self, File};
use std::time::{Duration, SystemTime};

use marz::store::{
    open, save,
    watch::{Sighting, Watch, conflicted_copies},
};

use crate::documents::{document, incident};

#[test]
fn a_change_a_replaced_file_and_a_vanished_one_are_told_once_and_a_touch_never() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.geojson");
    save(&path, &document([incident("a", "2025-01-01", "2025-01-01")])).unwrap();
    let mut watch = Watch::new(path.clone(), Some(open(&path).unwrap().stamp));
    assert_eq!(watch.look(), None);
    let later = SystemTime::now() + Duration::from_mins(1);
    File::options().write(true).open(&path).unwrap().set_modified(later).unwrap();
    assert_eq!(watch.look(), None, "a touch");
    let beside = folder.path().join("other");
    save(&beside, &document([incident("b", "2025-01-01", "2025-01-01")])).unwrap();
    fs::rename(&beside, &path).unwrap();
    assert!(matches!(watch.look(), Some(Sighting::Changed(_))), "replaced");
    assert_eq!(watch.look(), None, "told already");
    fs::remove_file(&path).unwrap();
    assert_eq!(watch.look(), Some(Sighting::Gone));
    assert_eq!(watch.look(), None, "told already");
    let own = save(&path, &document([incident("c", "2025-01-01", "2025-01-01")])).unwrap();
    watch.know(own);
    assert_eq!(watch.look(), None, "our own save");
}

#[test]
fn copies_of_sync_programs_are_found_and_other_neighbours_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let conflicts = [
        "incidents (N. N.'s conflicted copy 2026-11-23).geojson",
        "incidents-DESKTOP-7AB.geojson",
        "incidents.sync-conflict-20261123-031000-ABCDEFG.geojson",
    ];
    let others = [
        "incidents.geojson",
        "incidents-2025.geojson",
        "incidents-GBAO.geojson",
        "incidents-north.geojson",
        "notes.txt",
    ];
    for name in conflicts.iter().chain(&others) {
        fs::write(folder.path().join(name), "").unwrap();
    }
    assert_eq!(conflicted_copies(&folder.path().join("incidents.geojson")), conflicts);
}

#[test]
fn what_was_told_before_our_own_save_is_told_again_when_it_comes_back() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.geojson");
    let theirs = document([incident("b", "2025-01-01", "2025-01-01")]);
    let own = save(&path, &document([incident("a", "2025-01-01", "2025-01-01")])).unwrap();
    let mut watch = Watch::new(path.clone(), Some(own));
    save(&path, &theirs).unwrap();
    assert!(watch.look().is_some());
    watch.know(save(&path, &document([incident("c", "2025-01-01", "2025-01-01")])).unwrap());
    assert_eq!(watch.look(), None);
    save(&path, &theirs).unwrap();
    assert!(watch.look().is_some());
}
