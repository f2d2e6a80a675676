//! The journal of a session that crashed, with bytes of it changed.
#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use marz::edit::{Action, Change};
use marz::store::{Entry, Journal, Origin, find_unfinished, sample};

/// The database and its newest changes, as a crash leaves them.
static CRASHED: LazyLock<[Vec<u8>; 2]> = LazyLock::new(|| {
    let folder = tempfile::tempdir_in("/dev/shm").expect("memory");
    let (base, _) = sample();
    let id = base.incidents().next().expect("an example").id.clone();
    let mut journal = Journal::begin(folder.path(), Origin::Example, &base).expect("memory");
    for number in 0..5 {
        let change = Change::Title(format!("title {number}"));
        journal.record(&Entry::Did(Action::Edit { id: id.clone(), change })).expect("memory");
    }
    let (main, newest) = files(journal.path());
    [std::fs::read(main).expect("a journal"), std::fs::read(newest).expect("its changes")]
});

fn files(path: &Path) -> (std::path::PathBuf, std::path::PathBuf) {
    (path.to_owned(), path.with_extension("journal-wal"))
}

fuzz_target!(|bytes: &[u8]| {
    let mut both = CRASHED.clone();
    // Every five bytes: the file, the place in it, and what is put there.
    for change in bytes.chunks_exact(5) {
        let file = &mut both[usize::from(change[0] & 1)];
        let at = u32::from_le_bytes([change[1], change[2], change[3], 0]) as usize % file.len();
        file[at] = change[4];
        if change[0] >= 0xF0 {
            file.truncate(at + 1);
        }
    }
    let folder = tempfile::tempdir_in("/dev/shm").expect("memory");
    let (main, newest) = files(&folder.path().join("x.journal"));
    std::fs::write(main, &both[0]).expect("memory");
    std::fs::write(newest, &both[1]).expect("memory");
    find_unfinished(folder.path());
});
