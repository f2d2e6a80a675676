//! A country file of `GeoNames`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::analysis::gazetteer::Gazetteer;

fuzz_target!(|text: &str| {
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let known = Gazetteer::embedded();
    let mut adding = known.adding("TJ.txt");
    for (number, line) in text.lines().enumerate() {
        adding.take(number + 1, Some(line));
    }
    let (more, report) = adding.finish();
    assert_eq!(more.toponyms().len() - known.toponyms().len(), report.added);
    assert!(report.added + report.known + report.bad <= lines);
});
