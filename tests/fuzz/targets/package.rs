//! A package of a document and its evidence: nothing leaves the folder that it is unpacked into.
#![no_main]

use std::ops::ControlFlow;

use libfuzzer_sys::fuzz_target;
use marz::store::package::{Limits, is_package, unpack};

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir_in("/dev/shm").expect("memory");
    let (package, inside) = (folder.path().join("x.zip"), folder.path().join("inside"));
    std::fs::write(&package, bytes).expect("memory");
    std::fs::create_dir(&inside).expect("memory");
    is_package(&package);
    let limits = Limits { bytes: 64 << 20, in_memory: 32 << 20, ..Limits::USUAL };
    let _ = unpack(&package, &inside, limits, &mut |_, _| ControlFlow::Continue(()));
    let beside: Vec<_> = std::fs::read_dir(folder.path()).expect("memory").flatten().collect();
    assert_eq!(beside.len(), 2, "{beside:?}");
});
