//! The lock that another program left beside a document.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::store::lock::{claim, lock_path, take_over};

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir_in("/dev/shm").expect("memory");
    let document = folder.path().join("x.geojson");
    std::fs::write(lock_path(&document).expect("a name"), bytes).expect("memory");
    drop(claim(&document, "N. N."));
    drop(take_over(&document, "N. N."));
});
