//! A file that the user opens: what is read is written, and reads as the same again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::store::native;

fuzz_target!(|bytes: &[u8]| {
    let Ok((document, _)) = native::read_damaged(bytes) else { return };
    let written = native::write(&document);
    let (again, _) = native::read(&written).expect("what we write we read");
    assert_eq!(again.len(), document.len());
    // A `bbox` that no longer holds is left out of the first writing.
    assert!(native::write(&again) == written, "it is written otherwise the second time");
});
