//! Saving and opening: the old file stays until the new one is whole.

use std::fs;
use std::path::Path;

use marz::store::{Condition, FileStamp, StoreError, native::write, open, sample, save, write_bytes};

use crate::documents::{document, incident};

const OLD: &[u8] = b"the old file";

/// Names of all that lies in a folder.
fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_saved_file_opens_as_what_was_saved_and_nothing_else_is_left_behind() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("Рӯзнома 2025.geojson");
    let saved = document([incident("a", "2025-11-26", "2025-11-26")]);
    let stamp = save(&path, &saved).unwrap();
    let opened = open(&path).unwrap();
    assert_eq!(opened.document, saved);
    assert_eq!(opened.stamp, stamp);
    assert_eq!(names(folder.path()), ["Рӯзнома 2025.geojson"]);
}

#[test]
fn opening_writes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    save(&path, &document([])).unwrap();
    let before = FileStamp::of(&path).unwrap();
    open(&path).unwrap();
    assert_eq!(FileStamp::of(&path).unwrap(), before);
    assert_eq!(names(folder.path()), ["a.geojson"]);
}

#[test]
fn a_change_by_another_program_is_noticed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    let stamp = save(&path, &document([])).unwrap();
    assert_eq!(FileStamp::of(&path).unwrap(), Some(stamp));
    fs::write(&path, OLD).unwrap();
    assert_ne!(FileStamp::of(&path).unwrap(), Some(stamp));
    fs::remove_file(&path).unwrap();
    assert_eq!(FileStamp::of(&path).unwrap(), None);
}

#[test]
fn a_save_into_a_folder_that_vanished_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("gone").join("a.geojson");
    let error = save(&path, &document([])).unwrap_err();
    assert!(matches!(error, StoreError::Write { .. }));
    let message = error.to_string();
    assert!(message.contains("folder is no longer there"), "{message}");
    assert!(message.ends_with("a.geojson"), "{message}");
}

#[test]
fn a_save_below_a_file_leaves_that_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    fs::write(&file, OLD).unwrap();
    assert!(save(&file.join("a.geojson"), &document([])).is_err());
    assert_eq!(fs::read(&file).unwrap(), OLD);
}

#[test]
fn a_save_over_a_folder_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("folder.geojson");
    fs::create_dir(&path).unwrap();
    let message = save(&path, &document([])).unwrap_err().to_string();
    assert!(message.contains("a folder has this name"), "{message}");
    assert_eq!(names(folder.path()), ["folder.geojson"]);
}

#[test]
fn a_name_too_long_for_the_disk_is_refused_and_leaves_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("n".repeat(300));
    let message = save(&path, &document([])).unwrap_err().to_string();
    assert!(message.contains("does not accept this name"), "{message}");
    assert!(names(folder.path()).is_empty());
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_file() {
    // A few kilobytes of memory stand for the disk; only the superuser may mount them.
    let folder = tempfile::tempdir().unwrap();
    let mounted = std::process::Command::new("mount")
        .args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"])
        .arg(folder.path())
        .stderr(std::process::Stdio::null())
        .status()
        .is_ok_and(|status| status.success());
    if !mounted {
        println!("skipped: no small disk can be mounted here");
        return;
    }
    let path = folder.path().join("a.geojson");
    fs::write(&path, OLD).unwrap();
    let result = write_bytes(&path, &vec![b'x'; 200_000]);
    let (old, left) = (fs::read(&path), names(folder.path()));
    let unmounted = std::process::Command::new("umount").arg(folder.path()).status();
    assert!(unmounted.unwrap().success());
    let message = result.unwrap_err().to_string();
    assert!(message.contains("no room left"), "{message}");
    assert_eq!(old.unwrap(), OLD);
    assert_eq!(left, ["a.geojson"]);
}

#[cfg(unix)]
#[test]
fn a_folder_without_write_permission_leaves_the_old_file() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    fs::write(&path, OLD).unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o555)).unwrap();
    let result = save(&path, &document([]));
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    match result {
        // The superuser is not asked for permission.
        Ok(_) => println!("skipped: this user may write everywhere"),
        Err(error) => {
            assert!(error.to_string().contains("not allowed to write"), "{error}");
            assert_eq!(fs::read(&path).unwrap(), OLD);
        }
    }
}

#[cfg(unix)]
#[test]
fn permissions_stay_as_they_were() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    fs::write(&path, OLD).unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    save(&path, &document([])).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn what_killed_saves_left_is_cleared_away_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    let two_hours_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(2);
    let leave = |name: &str, is_old: bool| {
        let file = fs::File::create(folder.path().join(name)).unwrap();
        if is_old {
            file.set_modified(two_hours_ago).unwrap();
        }
    };
    leave(".a.geojson.Ab3dEf", true);
    for (name, is_old) in [
        // A save of another instance that is under way, another document's, and what only looks like one.
        (".a.geojson.Gh1jKl", false),
        (".b.geojson.Ab3dEf", true),
        (".a.geojson.backups", true),
        ("a.geojson.Ab3dEf", true),
        (".a.geojson.Ab3-Ef", true),
    ] {
        leave(name, is_old);
    }
    save(&path, &document([])).unwrap();
    let left = [
        ".a.geojson.Ab3-Ef",
        ".a.geojson.Gh1jKl",
        ".a.geojson.backups",
        ".b.geojson.Ab3dEf",
        "a.geojson",
        "a.geojson.Ab3dEf",
    ];
    assert_eq!(names(folder.path()), left);
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_its_file_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("real")).unwrap();
    let real = folder.path().join("real").join("a.geojson");
    fs::write(&real, OLD).unwrap();
    let (link, second) = (folder.path().join("link"), folder.path().join("second"));
    std::os::unix::fs::symlink("real/a.geojson", &link).unwrap();
    std::os::unix::fs::symlink("link", &second).unwrap();
    save(&second, &document([])).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert!(fs::symlink_metadata(&second).unwrap().is_symlink());
    assert!(open(&real).unwrap().document.is_empty());
}

#[cfg(unix)]
#[test]
fn links_in_a_circle_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    std::os::unix::fs::symlink(&b, &a).unwrap();
    std::os::unix::fs::symlink(&a, &b).unwrap();
    assert!(save(&a, &document([])).is_err());
    assert!(open(&a).is_err());
}

#[cfg(unix)]
#[test]
fn a_pipe_is_refused_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let pipe = folder.path().join("pipe");
    if !std::process::Command::new("mkfifo").arg(&pipe).status().is_ok_and(|status| status.success()) {
        println!("skipped: no pipe can be made here");
        return;
    }
    assert!(open(&pipe).unwrap_err().to_string().contains("pipe"));
    assert!(save(&pipe, &document([])).unwrap_err().to_string().contains("pipe"));
}

#[test]
fn what_cannot_be_opened_says_why_and_which_file() {
    let folder = tempfile::tempdir().unwrap();
    let missing = folder.path().join("missing.geojson");
    let message = open(&missing).unwrap_err().to_string();
    assert!(message.contains("it is not there") && message.ends_with("missing.geojson"), "{message}");
    let message = open(folder.path()).unwrap_err().to_string();
    assert!(message.contains("it is a folder"), "{message}");
    let broken = folder.path().join("broken.geojson");
    fs::write(&broken, b"{\"type\":\"FeatureCollection\",\n\"features\":[").unwrap();
    let message = open(&broken).unwrap_err().to_string();
    assert!(message.contains("line 2") && message.ends_with("broken.geojson"), "{message}");
}

#[test]
fn the_condition_of_a_file_is_what_opening_it_would_tell() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.geojson");
    let whole = write(&sample().0);
    let laid_out = String::from_utf8(whole.clone()).unwrap().replace("},\n{", "},{");
    let told = |bytes: &[u8]| {
        fs::write(&path, bytes).unwrap();
        let told = Condition::of(&path);
        let opened = open(&path).ok().map(|opened| Condition::read(&opened.document, &opened.report));
        assert_eq!(told, opened.unwrap_or(Condition::Foreign));
        told
    };
    assert_eq!(told(&whole), Condition::Sound(60));
    assert_eq!(told(laid_out.as_bytes()), Condition::Sound(60));
    assert_eq!(told(&write(&document([]))), Condition::Sound(0));
    assert_eq!(told(&whole[..whole.len() / 2]), Condition::Damaged);
    assert_eq!(told(&[laid_out.as_bytes(), b"\0\0\0"].concat()), Condition::Damaged);
    assert_eq!(told(b"{\"type\":\"Topology\",\"features\":1}"), Condition::Foreign);
    assert_eq!(told(b"a,b\n1,2\n"), Condition::Foreign);
    assert_eq!(told(b""), Condition::Foreign);
    assert_eq!(Condition::of(&folder.path().join("none")), Condition::Foreign);
}
