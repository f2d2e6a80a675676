//! Every file by other hands through the child that reads tables, as a user would: none hangs, none kills more
//! than the child, and what is refused says why.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use marz::{
    analysis::SKILLS,
    store::formats::{
        child::{Cage, ChildError},
        read_table, read_table_apart,
        table::{HeadingWish, Wishes},
    },
};

fn files(folder: &Path) -> Vec<PathBuf> {
    let (mut found, mut folders) = (Vec::new(), vec![folder.to_owned()]);
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().flatten() {
            let path = entry.path();
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found.sort();
    found
}

#[test]
fn every_file_comes_through_the_child_or_is_refused_within_bounds() {
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    if !corpora.is_dir() {
        println!("skipped: ../shared/corpora is not there");
        return;
    }
    let program = Path::new(env!("CARGO_BIN_EXE_marz"));
    let (mut read, mut refused, mut slowest) = (0, 0, (Duration::ZERO, PathBuf::new()));
    for path in files(&corpora) {
        let begun = Instant::now();
        // As much as the corpora allow: 512 MiB and four times the file, beside the program itself.
        let bytes = fs::metadata(&path).unwrap().len();
        let cage = Cage { memory: (768 << 20) + 4 * bytes, ..Cage::USUAL };
        let reader = read_table_apart(program, cage, &path, &Wishes::default()).unwrap();
        match reader.answer(&mut |_, _| {}) {
            Ok(_) => read += 1,
            Err(ChildError::Refused(why)) => {
                assert!(why.ends_with(&*path.to_string_lossy()), "the path stands last: {why}");
                refused += 1;
            }
            Err(error) => panic!("{}: {error}", path.display()),
        }
        let took = begun.elapsed();
        assert!(took < Duration::from_secs(5), "{}: {took:?}", path.display());
        if took > slowest.0 {
            slowest = (took, path);
        }
    }
    println!("{read} read, {refused} refused, the slowest {:?} {}", slowest.0, slowest.1.display());
    assert!(read > 250 && refused > 200, "{read} {refused}");
}

#[test]
fn a_long_table_that_is_told_row_by_row_is_the_one_that_is_read_whole() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("long.csv");
    let row = |number: usize| format!("{number},\"2025-11-26\",\"a, {number}\nПяндж\"\n\n");
    let rows: String = (0..3_000).map(row).collect();
    let program = Path::new(env!("CARGO_BIN_EXE_marz"));
    let texts = [
        format!("id,date,words\n{rows}"),
        // Notes above a heading that only the user can know of, behind what is looked at.
        format!("{rows}id,date,words\n{rows}"),
    ];
    for (text, heading) in texts.iter().zip([HeadingWish::Found, HeadingWish::Line(9_001)]) {
        for encoding in [encoding_rs::UTF_8, encoding_rs::WINDOWS_1251] {
            fs::write(&path, encoding.encode(text).0).unwrap();
            let wishes = Wishes { encoding: Some(encoding.name().to_owned()), heading, ..Wishes::default() };
            let whole = read_table(&path, &wishes, &SKILLS, &mut |_, _| {}).unwrap();
            let mut last = (0, 0);
            let reader = read_table_apart(program, Cage::USUAL, &path, &wishes).unwrap();
            let told = reader.answer(&mut |done, all| last = (done, all)).unwrap();
            assert_eq!((told.columns[2].as_str(), told.rows.len()), ("words", 3_000));
            assert_eq!(told, whole);
            assert!(last.0 <= last.1);
        }
    }
}
