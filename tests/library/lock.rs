//! Two who open one file: who has it, and that nobody writes over what they have not seen.

use std::fs;
use std::path::{Path, PathBuf};

use marz::model::Document;
use marz::store::{
    FileStamp, Look, StoreError,
    lock::{Claim, claim, lock_path, take_over, used_by},
    native::write,
    open, save, save_over,
};

use crate::documents::{document, incident};

fn file() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("incidents.geojson");
    fs::write(&path, r#"{"type":"FeatureCollection","features":[]}"#).unwrap();
    (folder, path)
}

fn ours(claim: Claim) -> marz::store::lock::Lock {
    match claim {
        Claim::Ours { lock, .. } => lock,
        Claim::Held(_) | Claim::Impossible => panic!("{claim:?}"),
    }
}

fn change_lock(document: &Path, key: &str, value: serde_json::Value) {
    let path = lock_path(document).unwrap();
    let mut lock: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    *lock.pointer_mut(key).unwrap() = value;
    fs::write(path, lock.to_string()).unwrap();
}

#[test]
fn the_second_is_told_who_has_the_file_and_gets_it_when_the_first_is_done() {
    let (_folder, path) = file();
    let lock = ours(claim(&path, "N. N."));
    assert!(path.with_file_name(".~lock.incidents.geojson#").is_file());
    let Claim::Held(Some(holder)) = claim(&path, "Zarina") else { panic!() };
    assert!(holder.to_string().starts_with("N. N. on "), "{holder}");
    drop(lock);
    assert!(!lock_path(&path).unwrap().exists(), "given back");
    ours(claim(&path, "Zarina"));
}

#[test]
fn a_dead_owners_lock_is_taken_over_and_a_foreign_hosts_is_not() {
    let (_folder, path) = file();
    std::mem::forget(ours(claim(&path, "N. N.")));
    change_lock(&path, "/process/pid", 4_194_399.into());
    let dead = fs::read(lock_path(&path).unwrap()).unwrap();
    let Claim::Ours { lock, instead_of: Some(before) } = claim(&path, "Zarina") else { panic!() };
    assert!(before.to_string().starts_with("N. N."));
    drop(lock);
    fs::write(lock_path(&path).unwrap(), dead).unwrap();
    change_lock(&path, "/host", "another".into());
    assert!(matches!(claim(&path, "Zarina"), Claim::Held(Some(_))));
}

#[test]
fn a_number_given_to_another_process_is_a_dead_owner() {
    let (_folder, path) = file();
    std::mem::forget(ours(claim(&path, "N. N.")));
    change_lock(&path, "/process/started", 1.into());
    ours(claim(&path, "Zarina"));
}

#[test]
fn a_damaged_lock_is_somebodys_and_can_be_taken_over() {
    let (_folder, path) = file();
    let long = vec![0xFF; 40_000];
    for damage in [&b""[..], b"{", b",N.N.,host;", &long] {
        fs::write(lock_path(&path).unwrap(), damage).unwrap();
        assert!(matches!(claim(&path, "Zarina"), Claim::Held(None)));
        drop(ours(take_over(&path, "Zarina")));
    }
}

#[test]
fn who_was_taken_over_from_learns_it_and_leaves_the_new_lock_alone() {
    let (_folder, path) = file();
    let first = ours(claim(&path, "N. N."));
    let second = ours(take_over(&path, "Zarina"));
    assert!(first.check().unwrap_err().unwrap().to_string().starts_with("Zarina"));
    drop(first);
    assert_eq!(second.check(), Ok(()));
}

#[test]
fn a_lock_that_a_sync_program_removed_is_set_up_again() {
    let (_folder, path) = file();
    let lock = ours(claim(&path, "N. N."));
    fs::remove_file(lock_path(&path).unwrap()).unwrap();
    assert_eq!(lock.check(), Ok(()));
    assert!(matches!(claim(&path, "Zarina"), Claim::Held(Some(_))));
}

#[test]
fn a_folder_that_takes_no_file_gives_no_lock_and_no_trouble() {
    assert!(matches!(claim(Path::new("/proc/incidents.geojson"), "N. N."), Claim::Impossible));
    assert!(matches!(claim(Path::new("/nowhere/at/all.geojson"), "N. N."), Claim::Impossible));
}

/// A document whose content tells whose it is; each is as long as the other.
fn of(whose: &str) -> Document {
    document([incident(whose, "2025-11-26", "2025-11-26")])
}

/// Puts these bytes into the file itself, with the time that it had.
fn write_in_place(path: &Path, bytes: &[u8]) {
    let before = fs::metadata(path).unwrap().modified().unwrap();
    fs::write(path, bytes).unwrap();
    fs::File::options().write(true).open(path).unwrap().set_modified(before).unwrap();
}

#[test]
fn a_file_is_only_written_over_as_it_is_known() {
    let (_folder, path) = file();
    let known = open(&path).unwrap().stamp;
    let mine = save_over(&path, &of("mine"), &[known], None).unwrap();
    write_in_place(&path, &write(&of("them")));
    assert_eq!(FileStamp::of(&path).unwrap(), Some(mine), "the same size and the same time");
    let refused = save_over(&path, &of("more"), &[known, mine], None);
    assert!(matches!(refused, Err(StoreError::Changed { .. })), "{refused:?}");
    assert!(open(&path).unwrap().document == of("them"));
    let theirs = FileStamp::read(&path).unwrap().unwrap();
    save_over(&path, &of("both"), &[theirs], None).unwrap();
    fs::remove_file(&path).unwrap();
    save_over(&path, &of("again"), &[theirs], None).unwrap();
    assert!(open(&path).unwrap().document == of("again"));
}

#[test]
fn a_file_that_is_changed_or_put_in_place_after_the_first_look_is_not_written_over() {
    let (folder, path) = file();
    let known = [save(&path, &of("mine")).unwrap()];
    let look = Look::at(&path).unwrap();
    write_in_place(&path, &write(&of("them")));
    let refused = save_over(&path, &of("more"), &known, look);
    assert!(matches!(refused, Err(StoreError::Changed { .. })), "{refused:?}");
    let known = [save(&path, &of("mine")).unwrap()];
    let look = Look::at(&path).unwrap();
    let theirs = folder.path().join("theirs.geojson");
    save(&theirs, &of("them")).unwrap();
    fs::rename(&theirs, &path).unwrap();
    let refused = save_over(&path, &of("more"), &known, look);
    assert!(matches!(refused, Err(StoreError::Changed { .. })), "{refused:?}");
    assert!(open(&path).unwrap().document == of("them"));
    // One that comes where there was none is nobody's own either.
    fs::remove_file(&path).unwrap();
    assert!(Look::at(&path).unwrap().is_none());
    save(&path, &of("them")).unwrap();
    assert!(save_over(&path, &of("more"), &known, None).is_err());
}

#[test]
fn a_mere_touch_is_no_change() {
    let (_folder, path) = file();
    let mine = save(&path, &of("mine")).unwrap();
    let look = Look::at(&path).unwrap();
    fs::File::options()
        .write(true)
        .open(&path)
        .unwrap()
        .set_modified(std::time::SystemTime::UNIX_EPOCH)
        .unwrap();
    save_over(&path, &of("more"), &[mine], look).unwrap();
}

#[test]
fn a_lock_from_before_a_power_cut_is_taken_over_on_the_same_machine_only() {
    if fs::read_to_string("/etc/machine-id").map_or(true, |number| number.trim().is_empty()) {
        println!("skipped: this machine has no number of its own");
        return;
    }
    let (_folder, path) = file();
    std::mem::forget(ours(claim(&path, "N. N.")));
    change_lock(&path, "/process/boot", "another".into());
    let old = fs::read(lock_path(&path).unwrap()).unwrap();
    drop(ours(claim(&path, "Zarina")));
    fs::write(lock_path(&path).unwrap(), old).unwrap();
    change_lock(&path, "/machine", 1.into());
    assert!(matches!(claim(&path, "Zarina"), Claim::Held(Some(_))));
}

#[test]
fn a_file_in_use_is_known_without_asking_for_it() {
    let (_folder, path) = file();
    assert_eq!(used_by(&path), None);
    let lock = ours(claim(&path, "N. N."));
    assert_eq!(used_by(&path), None, "our own");
    change_lock(&path, "/host", "another".into());
    change_lock(&path, "/process/pid", 1.into());
    assert!(used_by(&path).unwrap().starts_with("N. N. on another"));
    drop(lock);
    fs::write(lock_path(&path).unwrap(), "{").unwrap();
    assert!(used_by(&path).is_some());
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_the_file_holds_nobody_up() {
    let (_folder, path) = file();
    let known = open(&path).unwrap().stamp;
    fs::remove_file(&path).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
    assert!(FileStamp::read(&path).is_err());
    assert!(save_over(&path, &of("mine"), &[known], None).is_err());
}
