//! Dates and times as they are typed or stand in a file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::model::{ClockTime, Edtf, read_days, read_when};

fuzz_target!(|text: &str| {
    let today = jiff::civil::date(2026, 11, 23);
    if let Ok(date) = Edtf::parse(text) {
        let (_, _, _) = (date.earliest(), date.latest(), date.words());
        let printed = date.to_string();
        let again = Edtf::parse(&printed).expect("what we print we read");
        assert_eq!(again.to_string(), printed);
        if let Some(days) = date.days() {
            assert!(days.first() <= days.last());
        }
    }
    let _ = read_when(text, Some(today));
    if let Ok(days) = read_days(text, Some(today)) {
        assert!(days.first() <= days.last());
    }
    if let Ok(time) = ClockTime::read(text, None) {
        let _ = time.on_both_banks(today);
    }
});
