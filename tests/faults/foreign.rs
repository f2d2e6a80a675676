//! Files of strangers, read by a child: whatever they do, it ends in a sentence, and in time.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use marz::store::formats::{
    child::{Cage, ChildError},
    shapes::{ShapeFile, read_apart},
};

/// The program itself: this test's own has no such verb.
fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_marz"))
}

fn read(path: &Path, cage: Cage) -> Result<ShapeFile, ChildError> {
    read_apart(program(), cage, path, None)?.answer(&mut |_, _| {})
}

/// A file that is easy to write and long to read: a line of so many points.
fn long_line(folder: &Path, points: usize) -> PathBuf {
    let path = folder.join("long.geojson");
    let mut text =
        r#"{"type":"Feature","properties":{},"geometry":{"type":"LineString","coordinates":["#.to_owned();
    for i in 0..points {
        let _written = write!(text, "{}[{}.5,37]", if i == 0 { "" } else { "," }, i % 90);
    }
    text.push_str("]}}");
    std::fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_file_comes_through_the_child_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("-two places.gpx");
    let text = "<gpx><wpt lat='37.5' lon='69.5'><name>A</name></wpt><wpt lat='37' lon='69'/></gpx>";
    std::fs::write(&path, text).unwrap();
    let mut told = Vec::new();
    let answer = read_apart(program(), Cage::USUAL, &path, None)
        .unwrap()
        .answer(&mut |done, all| told.push((done, all)));
    let Ok(ShapeFile::Layer(layer)) = answer else { panic!("{answer:?}") };
    assert_eq!((layer.features.len(), layer.features[0].name.as_deref()), (2, Some("A")));
    assert_eq!(told, [(2, 2)]);
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[test]
fn a_file_that_asks_for_too_much_memory_ends_in_a_sentence() {
    if cfg!(not(target_os = "linux")) {
        println!("skipped: this system does not limit the memory of a process");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = long_line(folder.path(), 2_000_000);
    let error = read(&path, Cage { memory: 500 << 20, ..Cage::USUAL }).unwrap_err();
    assert_eq!(error, ChildError::Memory, "{error}");
    assert!(error.to_string().contains("more memory than Marz grants"));
}

#[test]
fn a_file_that_takes_too_long_ends_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = long_line(folder.path(), 4_000_000);
    let begun = Instant::now();
    let error = read(&path, Cage { time: Duration::from_secs(1), ..Cage::USUAL }).unwrap_err();
    assert_eq!(error, ChildError::TooLong(Duration::from_secs(1)), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
}

#[test]
fn cancel_ends_the_child_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let path = long_line(folder.path(), 4_000_000);
    let reader = read_apart(program(), Cage::USUAL, &path, None).unwrap();
    let stop = reader.stop();
    std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(100));
        stop.cancel();
    });
    let begun = Instant::now();
    assert_eq!(reader.answer(&mut |_, _| {}).unwrap_err(), ChildError::Cancelled);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn a_pipe_a_folder_and_a_file_that_is_gone_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().to_path_buf(), folder.path().join("gone.kml"), PathBuf::from("/dev/zero")] {
        let error = read(&path, Cage::USUAL).unwrap_err();
        assert!(matches!(&error, ChildError::Refused(why) if why.contains("cannot be read")), "{error}");
    }
}

#[test]
fn a_child_that_dies_or_talks_nonsense_is_a_sentence() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let say = |program: &str| {
        read_apart(Path::new(program), Cage::USUAL, &file, None)
            .and_then(|reader| reader.answer(&mut |_, _| {}))
            .unwrap_err()
            .to_string()
    };
    assert!(say("/nowhere/marz").contains("could not be started"));
    if cfg!(unix) {
        assert!(say("/bin/false").contains("ended the program that reads it"));
        // It says its arguments.
        assert!(
            say("/bin/echo").contains("makes no sense") || say("/bin/echo").contains("ended the program")
        );
    }
}

#[cfg(target_os = "linux")]
#[test]
fn the_child_is_shut_in_before_it_reads() {
    let folder = tempfile::tempdir().unwrap();
    let path = long_line(folder.path(), 4_000_000);
    let mut child = Command::new(program())
        .args(["__read-foreign", "shapes", "--"])
        .arg(&path)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let of_it =
        |name: &str| std::fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap_or_default();
    let begun = Instant::now();
    // It reads once its watchman, a thread, is there.
    while !of_it("status").contains("Threads:\t3") && begun.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(5));
    }
    let (status, limits) = (of_it("status"), of_it("limits"));
    // Its thread of life: without whoever asked, it ends.
    drop(child.stdin.take());
    let ended = child.wait().unwrap();
    assert!(status.contains("Seccomp:\t2"), "no way to the network: {status}");
    let limit = |name: &str| {
        limits
            .lines()
            .find(|line| line.starts_with(name))
            .unwrap_or("")
            .split_whitespace()
            .rev()
            .nth(1)
            .unwrap_or("")
            .to_owned()
    };
    assert!(limits.contains("Max file size             0"), "{limits}");
    assert_eq!(limit("Max address space"), (2_u64 << 30).to_string(), "{limits}");
    assert!(!ended.success());
}

#[test]
fn every_hostile_file_is_refused_or_read_within_five_seconds() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    if !corpora.is_dir() {
        println!("skipped: ../shared/corpora is not there");
        return;
    }
    let mut files = Vec::new();
    let mut folders: Vec<PathBuf> = [
        "hostile/kml",
        "hostile/kmz",
        "xml-attacks-defusedxml",
        "json-minefield",
        "kml-libkml",
        "kml-gdal",
        "gpkg-gdal",
    ]
    .map(|name| corpora.join(name))
    .into();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    // The common run looks at some of them.
    let step = if crate::long() { 1 } else { 6 };
    let hostile = |path: &PathBuf| path.to_string_lossy().contains("/hostile/");
    let (mut read_whole, mut refused, mut slowest) = (0, 0, (Duration::ZERO, PathBuf::new()));
    for (i, path) in files.iter().enumerate().filter(|(i, path)| hostile(path) || i % step == 0) {
        let begun = Instant::now();
        match read(path, Cage { memory: 1 << 30, ..Cage::USUAL }) {
            Ok(_) => read_whole += 1,
            Err(ChildError::Refused(why)) => {
                assert!(why.ends_with(&*path.to_string_lossy()), "{i}: the path stands last: {why}");
                refused += 1;
            }
            Err(error) => panic!("{}: {error}", path.display()),
        }
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(5), "{}: {took:?}", path.display());
        if took > slowest.0 {
            slowest = (took, path.clone());
        }
    }
    println!("{read_whole} read, {refused} refused, the slowest {:?} {}", slowest.0, slowest.1.display());
    assert!(read_whole + refused > 30);
}
