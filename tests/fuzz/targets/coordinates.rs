//! Coordinates as they are typed, in any notation.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::analysis::notations;

fuzz_target!(|text: &str| {
    for reading in notations::read(text, None).list() {
        let (lon, lat) = (reading.position.lon(), reading.position.lat());
        assert!(lon.abs() <= 180.0 && lat.abs() <= 90.0);
    }
});
