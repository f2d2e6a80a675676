//! A photo: any bytes, which say where and when it was taken or that they are none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::{model::IncidentId, store::formats::read_photo};

fuzz_target!(|bytes: &[u8]| {
    let file = tempfile::NamedTempFile::new_in("/dev/shm").expect("memory");
    std::fs::write(file.path(), bytes).expect("memory");
    if let Ok(photo) = read_photo(file.path()) {
        let incident = photo.incident(IncidentId::new("x"), "x");
        assert_eq!(incident.place.position, photo.at);
    }
});
