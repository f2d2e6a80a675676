//! A country file of `GeoNames`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::analysis::gazetteer::Gazetteer;

fuzz_target!(|text: &str| {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let known = Gazetteer::embedded();
    let (more, skipped) = known.with_geonames(text);
    assert!(more.toponyms().len() - known.toponyms().len() + skipped.len() <= lines);
});
