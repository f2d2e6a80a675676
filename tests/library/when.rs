//! When it happened: typed dates, clocks of both banks, and how the native file keeps them.

use jiff::civil::Date;
use marz::model::{ClockError, ClockTime, DateError, DatePrecision, Edtf, Reading, When, Zone, read_when};
use marz::store::native::{read, write};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::documents::{any_clock, day, days, document, incident};

fn reading(text: &str) -> Reading {
    read_when(text, Some(day("2026-03-10"))).unwrap_or_else(|error| panic!("{text}: {error}"))
}

#[test]
fn one_field_reads_the_ways_people_write_dates_and_says_how() {
    for (text, edtf, words) in [
        ("2025-11", "2025-11", "some day of Nov 2025"),
        ("Nov 2025", "2025-11", "some day of Nov 2025"),
        ("26.11.2025", "2025-11-26", "26 Nov 2025"),
        ("26 November 2025", "2025-11-26", "26 Nov 2025"),
        ("November 26th, 2025", "2025-11-26", "26 Nov 2025"),
        ("11/26/2025", "2025-11-26", "26 Nov 2025"),
        ("26 ноября 2025 г.", "2025-11-26", "26 Nov 2025"),
        ("26 ноябри соли 2025", "2025-11-26", "26 Nov 2025"),
        ("ноябр 2025", "2025-11", "some day of Nov 2025"),
        ("9 май 2025", "2025-05-09", "9 May 2025"),
        ("۲۰۲۵-۱۱-۲۶", "2025-11-26", "26 Nov 2025"),
        ("2025", "2025", "some day of 2025"),
        ("2025-11-26~", "2025-11-26~", "about 26 Nov 2025"),
        ("c. 26 Nov 2025", "2025-11-26~", "about 26 Nov 2025"),
        ("about Nov 2025", "2025-11~", "about Nov 2025"),
        ("26 Nov 2025?", "2025-11-26?", "26 Nov 2025 (uncertain)"),
        ("2025-11-xx", "2025-11-XX", "some day of Nov 2025"),
        ("2025-11-20..2025-11-21", "2025-11-20/2025-11-21", "20–21 Nov 2025"),
        ("20–21 Nov 2025", "2025-11-20/2025-11-21", "20–21 Nov 2025"),
        ("30 Dec – 2 Jan 2026", "2025-12-30/2026-01-02", "30 Dec 2025 – 2 Jan 2026"),
        ("night of 26 Nov 2025", "2025-11-26/2025-11-27", "the night of 26 to 27 Nov 2025"),
        ("night of 26-27 Nov 2025", "2025-11-26/2025-11-27", "the night of 26 to 27 Nov 2025"),
        ("night of 30 Nov 2025", "2025-11-30/2025-12-01", "the night of 30 Nov to 1 Dec 2025"),
        ("early Nov 2025", "2025-11-01~/2025-11-10~", "about 1–10 Nov 2025, the first third of the month"),
        ("mid-Nov 2025", "2025-11-11~/2025-11-20~", "about 11–20 Nov 2025, the second third of the month"),
        ("late Feb 2024", "2024-02-21~/2024-02-29~", "about 21–29 Feb 2024, the last third of the month"),
        ("spring 2025", "2025-21", "spring 2025"),
        ("winter 2025/26", "2025-12/2026-02", "the winter 2025–26, 1 Dec 2025 – 28 Feb 2026"),
        ("before 26 Nov 2025", "../2025-11-25", "before 26 Nov 2025: on 25 Nov 2025 at the latest"),
        ("after Nov 2025", "2025-12-01/..", "after Nov 2025: on 1 Dec 2025 at the earliest"),
        ("since 26 Nov 2025", "2025-11-26/..", "from 26 Nov 2025 on"),
        ("until Nov 2025", "../2025-11", "until Nov 2025"),
    ] {
        let read = reading(text);
        assert_eq!((read.date.to_string().as_str(), read.words.as_str()), (edtf, words), "{text}");
        assert!(!read.year_is_assumed, "{text}");
    }
}

#[test]
fn a_year_that_nobody_wrote_is_assumed_aloud_or_not_at_all() {
    let read = reading("26 Nov");
    assert_eq!(read.date.to_string(), "2025-11-26");
    assert!(read.year_is_assumed && read.words.contains("no year is written"), "{}", read.words);
    assert_eq!(reading("10.03").date.to_string(), "2026-03-10");
    assert_eq!(reading("night of 26 Nov").date.to_string(), "2025-11-26/2025-11-27");
    assert_eq!(reading("29 Feb").date.to_string(), "2024-02-29");
    assert!(matches!(read_when("26 Nov", None), Err(DateError::NoYear(_))));
}

#[test]
fn the_order_of_day_and_month_is_never_guessed() {
    for text in ["07/08/2025", "07-08-2025", "about 7/8/2025"] {
        let error = read_when(text, None).unwrap_err();
        let DateError::Ambiguous { readings, .. } = &error else { panic!("{text}: {error}") };
        assert_eq!(readings.each_ref().map(Edtf::to_string), ["2025-08-07", "2025-07-08"]);
        assert!(error.to_string().contains("7 Aug 2025 or 8 Jul 2025"), "{error}");
    }
    assert_eq!(reading("08/08/2025").date.to_string(), "2025-08-08");
    let error = read_when("winter 2025", None).unwrap_err();
    assert!(matches!(error, DateError::Ambiguous { .. }), "{error}");
}

#[test]
fn a_year_of_two_digits_is_refused_with_a_sentence() {
    for text in ["26.11.25", "26 Nov 25", "Nov 26", "26/11/25"] {
        let error = read_when(text, Some(day("2026-03-10"))).unwrap_err();
        assert!(matches!(error, DateError::TwoDigitYear(_)), "{text}: {error}");
        assert!(error.to_string().contains("write all four"));
    }
}

#[test]
fn what_is_no_date_is_refused() {
    for text in [
        "",
        "soon",
        "2025-02-30",
        "31 Nov 2025",
        "2025-13",
        "2025-11-28/2025-11-26",
        "٪",
        "night of Nov 2025",
    ] {
        assert!(read_when(text, None).is_err(), "{text}");
    }
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn any_typed_text_is_read_or_refused_without_a_panic(text in "\\PC{0,20}|(night of|early|before|winter|c\\.) [0-9a-zа-я./–-]{0,12}") {
        for today in [None, Some(day("2026-03-10")), Some(Date::MIN)] {
            if let Ok(read) = read_when(&text, today) {
                prop_assert_eq!(Edtf::parse(&read.date.to_string()).unwrap(), read.date);
            }
        }
        let _ = ClockTime::read(&text, Some(Zone::Kabul));
    }

    #[test]
    fn a_clock_reads_back_as_it_is_shown(clock in any_clock()) {
        prop_assert_eq!(ClockTime::read(&clock.to_string(), None).unwrap(), clock);
        let json = serde_json::to_string(&clock).unwrap();
        prop_assert_eq!(serde_json::from_str::<ClockTime>(&json).unwrap(), clock);
    }

    #[test]
    fn a_date_typed_again_as_it_is_shown_is_the_same(value in crate::edtf::any_edtf()) {
        let when = When::of(value.clone());
        if let Ok(read) = read_when(&when.typed(), None) && read.clock.is_none() {
            prop_assert_eq!(read.date, value);
        }
    }
}

#[test]
fn both_banks_clocks_show_the_change_of_date() {
    let clock = ClockTime::read("00:10 Dushanbe", None).unwrap();
    assert_eq!(clock.on_both_banks(day("2025-11-27")), "00:10 Dushanbe, 27 Nov = 23:40 Kabul, 26 Nov");
    let seen = clock.seen_from(day("2025-11-27"), Zone::Kabul).unwrap();
    assert_eq!((seen.day, seen.time), (day("2025-11-26"), jiff::civil::time(23, 40, 0, 0)));
    let back = ClockTime { time: seen.time, approximate: false, zone: Zone::Kabul };
    assert_eq!(back.seen_from(seen.day, Zone::Dushanbe).unwrap().day, day("2025-11-27"));
    let utc = ClockTime::read("18:30Z", None).unwrap();
    assert_eq!(
        utc.on_both_banks(day("2025-11-26")),
        "18:30 UTC, 26 Nov = 23:30 Dushanbe, 26 Nov = 23:00 Kabul, 26 Nov"
    );
    let night = When { clock: Some(clock), ..When::of(reading("night of 26 Nov 2025").date) };
    assert_eq!(night.clocks().unwrap(), "00:10 Dushanbe = 23:40 Kabul the day before");
}

#[test]
fn before_dushanbe_kept_its_present_time_no_other_clock_is_worked_out() {
    let clock = ClockTime::read("12:00 Dushanbe", None).unwrap();
    assert_eq!(clock.seen_from(day("1990-07-01"), Zone::Kabul), None);
    assert!(clock.seen_from(day("1993-07-13"), Zone::Kabul).is_some());
    assert_eq!(clock.seen_from(Date::MAX, Zone::Offset(1439)), None);
}

#[test]
fn a_time_without_a_zone_is_given_none() {
    assert!(matches!(ClockTime::read("18:30", None), Err(ClockError::WhichZone(_))));
    assert_eq!(ClockTime::read("18:30", Some(Zone::Kabul)).unwrap().zone, Zone::Kabul);
    assert!(matches!(ClockTime::read("18:30 Mars", None), Err(ClockError::NotAZone(_))));
    for (text, shown) in [
        ("01:00 Dushanbe", "01:00 Dushanbe"),
        ("about 23:40 Kabul", "about 23:40 Kabul"),
        ("18:30Z", "18:30 UTC"),
        ("18:30 +05:00", "18:30 +05:00"),
        ("6:30 pm Kabul time", "18:30 Kabul"),
        ("۱۸:۳۰ کابل", "18:30 Kabul"),
        ("18.30 Душанбе", "18:30 Dushanbe"),
    ] {
        assert_eq!(ClockTime::read(text, None).unwrap().to_string(), shown);
    }
    for wrong in ["", "24:00 Kabul", "18:60 UTC", "1830 UTC", "noon"] {
        assert!(ClockTime::read(wrong, None).is_err(), "{wrong}");
    }
}

#[test]
fn an_old_journal_with_days_and_a_kind_of_date_is_still_read() {
    let old = json!({"span": ["2025-11-03", "2025-11-20"], "precision": "month", "time_text": "01:00", "note": null});
    let when: When = serde_json::from_value(old).unwrap();
    assert_eq!(
        (when.span(), when.precision()),
        (Some(days("2025-11-03", "2025-11-20")), DatePrecision::Month)
    );
    let again: When = serde_json::from_value(serde_json::to_value(&when).unwrap()).unwrap();
    assert_eq!(again, when);
}

#[test]
fn days_called_another_kind_of_date_are_not_widened() {
    let span = days("2025-11-03", "2025-11-20");
    for precision in DatePrecision::ALL {
        let when = When::on(span, precision);
        assert_eq!((when.span(), when.precision(), when.beyond_days()), (Some(span), precision, None));
    }
    assert_eq!(When::on(span, DatePrecision::Approx).typed(), "2025-11-03~/2025-11-20~");
    let day = When::on(days("2025-11-03", "2025-11-03"), DatePrecision::Day);
    assert_eq!(day.with_precision(DatePrecision::Approx).typed(), "2025-11-03~");
    let since = When::of(Edtf::parse("2025-11-26/..").unwrap());
    assert_eq!(since.with_precision(DatePrecision::Approx).typed(), "2025-11-26/..");
}

/// The properties that saving an incident of this date writes about it.
fn saved(when: When) -> Value {
    let mut one = incident("a", "2025-01-01", "2025-01-01");
    one.when = when;
    let bytes = write(&document([one.clone()]));
    assert_eq!(read(&bytes).unwrap().0.incidents().next().unwrap().when, one.when);
    let file: Value = serde_json::from_slice(&bytes).unwrap();
    let mut properties = file["features"][0]["properties"].clone();
    properties.as_object_mut().unwrap().retain(|key, _| key.starts_with("date_") || key.starts_with("time"));
    properties
}

#[test]
fn the_native_file_keeps_its_three_columns_and_adds_only_what_they_cannot_say() {
    assert_eq!(
        saved(When::of(reading("about 26 Nov 2025").date)),
        json!({"date_start": "2025-11-26", "date_end": "2025-11-26", "date_precision": "approx"})
    );
    let clock = Some(ClockTime::read("about 00:10 Dushanbe", None).unwrap());
    assert_eq!(
        saved(When { clock, ..When::of(reading("since 26 Nov 2025").date) }),
        json!({
            "date_start": "2025-11-26", "date_end": "2025-11-26", "date_precision": "range",
            "date_edtf": "2025-11-26/..",
            "time": "00:10", "time_zone": "Asia/Dushanbe", "time_approx": true,
        })
    );
    assert_eq!(
        saved(When::of(Edtf::parse("../..").unwrap())),
        json!({"date_precision": "range", "date_edtf": "../.."})
    );
}

/// What is read from these properties, what is reported, and what saving writes back.
fn opened(properties: &Value) -> (When, String, Value) {
    let file = json!({"type": "FeatureCollection", "features": [
        {"type": "Feature", "id": "a", "geometry": null, "properties": properties},
    ]});
    let (document, report) = read(file.to_string().as_bytes()).unwrap();
    let messages: Vec<String> = report.lines.iter().map(ToString::to_string).collect();
    let again: Value = serde_json::from_slice(&write(&document)).unwrap();
    let when = document.incidents().next().unwrap().when.clone();
    (when, messages.join("\n"), again["features"][0]["properties"].clone())
}

#[test]
fn where_edtf_and_days_contradict_edtf_wins_and_the_report_says_so() {
    let properties =
        json!({"date_start": "2025-11-26", "date_end": "2025-11-26", "date_edtf": "2025-12-01?"});
    let (when, messages, again) = opened(&properties);
    assert_eq!(when.date, Some(Edtf::parse("2025-12-01?").unwrap()));
    assert!(messages.contains("the date is that of date_edtf"), "{messages}");
    assert_eq!(again["date_start"], "2025-12-01");
}

#[test]
fn unreadable_times_and_dates_are_kept_and_reported() {
    for properties in [
        json!({"date_edtf": "26 Nov"}),
        json!({"time": "18:30"}),
        json!({"time": "late", "time_zone": "UTC", "time_approx": true}),
        json!({"time": 1_732_600_000, "time_zone": "Asia/Kabul"}),
        json!({"time_zone": "Mars"}),
        json!({"time_zone": "UTC"}),
        json!({"time": "18:30", "time_zone": 5}),
    ] {
        let (when, messages, again) = opened(&properties);
        assert_eq!(when, When::unknown());
        assert!(messages.contains("kept as it stands"), "{messages}");
        let mut again = again;
        again.as_object_mut().unwrap().remove("place_precision");
        assert_eq!(again, properties);
    }
}
