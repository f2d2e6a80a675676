//! Every file by other hands through the child that reads tables, as a user would: none hangs, none kills more
//! than the child, and what is refused says why.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use marz::store::formats::{
    child::{Cage, ChildError},
    read_table_apart,
    table::Wishes,
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
