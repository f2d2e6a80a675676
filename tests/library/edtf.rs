//! EDTF: what is read, what is refused, from when to when it reaches.

use std::fs;

use marz::model::{Bound, Edtf, Shape};
use proptest::prelude::*;

use crate::documents::{days, shared};

fn edtf(text: &str) -> Edtf {
    Edtf::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn rows(file: &str) -> Option<Vec<Vec<String>>> {
    let text = fs::read_to_string(shared("corpora/dates-edtf")?.join(file)).unwrap();
    let rows = text.lines().filter(|line| !line.starts_with('#'));
    Some(rows.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

/// Values of every kind.
pub fn any_edtf() -> impl Strategy<Value = Edtf> {
    let year = prop_oneof![
        6 => "(19|20)[0-9]{2}",
        1 => "-?[0-9X]{4}",
        1 => "[0-9]{4}S[1-4]",
        1 => "Y-?[1-9][0-9]{4,8}(E[1-9])?",
    ];
    let part = || "-[?~%]?(0[1-9]|1[0-2]|2[1-9]|XX|X[1-9]|1X)[?~%]?";
    let date = || {
        (year.clone(), "[?~%]?", proptest::option::of(part()), proptest::option::of(part())).prop_map(
            |(year, mark, month, day)| {
                let day = month.as_ref().and(day);
                format!("{year}{mark}{}{}", month.unwrap_or_default(), day.unwrap_or_default())
            },
        )
    };
    let end = prop_oneof![4 => date().boxed(), 1 => Just("..".to_owned()).boxed(), 1 => Just(String::new()).boxed()];
    let moment = "20[0-9]{2}-0[1-9]-1[0-9]T[01][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+-]0[0-9]:[0-5][0-9])?";
    let text = prop_oneof![
        4 => date(),
        2 => (end.clone(), end).prop_map(|(first, last)| format!("{first}/{last}")),
        1 => (date(), date()).prop_map(|(first, last)| format!("[{first},{last}..]")),
        1 => (date(), date()).prop_map(|(first, last)| format!("{{..{first},{last}}}")),
        1 => moment,
    ];
    // Boxed: a document holds many of these, and a test thread has a small stack.
    text.prop_filter_map("no such date", |text| Edtf::parse(&text).ok()).boxed()
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn what_is_printed_reads_as_the_same_value(value in any_edtf()) {
        let text = value.to_string();
        prop_assert_eq!(&edtf(&text), &value);
        prop_assert_eq!(edtf(&text).to_string(), text);
        let json = serde_json::to_string(&value).unwrap();
        prop_assert_eq!(serde_json::from_str::<Edtf>(&json).unwrap(), value);
    }

    #[test]
    fn the_earliest_day_is_never_after_the_latest_and_the_days_lie_within(value in any_edtf()) {
        let (earliest, latest) = (value.earliest(), value.latest());
        if let (Bound::Day(first), Bound::Day(last)) = (earliest, latest) {
            prop_assert!(first <= last, "{value}: {first} to {last}");
            if let Some(days) = value.days() {
                prop_assert_eq!((first.civil(), last.civil()), (Some(days.first()), Some(days.last())));
            }
        }
        if let (Some(days), Bound::Day(first)) = (value.days(), earliest) {
            prop_assert!(first.civil().unwrap() <= days.first());
        }
        if let (Some(days), Bound::Day(last)) = (value.days(), latest) {
            prop_assert!(last.civil().unwrap() >= days.last());
        }
    }

    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in "\\PC{0,24}|[0-9XYES?~%TZ:./,\\[\\]{} -]{0,24}") {
        if let Ok(value) = Edtf::parse(&text) {
            prop_assert_eq!(edtf(&value.to_string()), value);
        }
    }
}

#[test]
fn what_others_accept_and_refuse_we_do_too() {
    /// Where we differ, and why.
    const OURS: [(&str, &str); 3] = [
        ("[1667,1668, 1670..1672]", "a space after a comma: python-edtf's rows ask for it"),
        ("{-1667,1668, 1670..1672}", "a space after a comma: python-edtf's rows ask for it"),
        ("Y-61000/-2000", "the year −61000 lies before the year −2000: that is no reason to refuse it"),
    ];
    let Some(rows) = rows("unt_edtf_validate.tsv") else { return };
    let mut differ: Vec<&str> = rows
        .iter()
        .filter(|row| Edtf::parse(&row[0]).is_ok() != (row[1] == "accept"))
        .map(|row| row[0].as_str())
        .collect();
    differ.sort_unstable();
    let agreement = 1.0 - differ.len() as f64 / rows.len() as f64;
    println!("unt_edtf_validate: {} rows, agreement {:.1} %", rows.len(), 100.0 * agreement);
    assert_eq!(differ, {
        let mut ours = OURS.map(|(text, _)| text);
        ours.sort_unstable();
        ours
    });
    assert!(agreement >= 0.98);
}

#[test]
fn the_bounds_are_the_strict_ones_of_python_edtf() {
    /// Rows where that peer puts ten years for an end that is unknown; we say that it is.
    const UNKNOWN_ENDS: [(&str, &str, &str); 3] = [
        ("/2006", "unknown", "2006-12-31"),
        ("2004-06-01/", "2004-06-01", "unknown"),
        ("1984-06-02?/", "1984-06-02", "unknown"),
    ];
    let Some(rows) = rows("python_edtf_bounds.tsv") else { return };
    for row in &rows {
        let given: Vec<&str> = row[1..].iter().map(String::as_str).filter(|cell| !cell.is_empty()).collect();
        // Of three, the first is both strict bounds; of four, the first two are. The rest is fuzzy padding.
        let (first, last) = match given.as_slice() {
            [both] | [both, _, _] => (*both, *both),
            [first, last, ..] => (*first, *last),
            [] => panic!("{row:?}"),
        };
        let open = |cell: &'static str| if cell.ends_with("inf") { "open" } else { cell };
        let (first, last) = (
            if first == "-inf" { open("-inf") } else { first },
            if last == "inf" { open("inf") } else { last },
        );
        let ours = UNKNOWN_ENDS.iter().find(|(text, ..)| *text == row[0]);
        let expected = ours.map_or((first, last), |(_, first, last)| (first, last));
        let value = edtf(&row[0]);
        let got = (value.earliest().to_string(), value.latest().to_string());
        assert_eq!((got.0.as_str(), got.1.as_str()), expected, "{}", row[0]);
    }
    println!("python_edtf_bounds: {} rows", rows.len());
}

#[test]
fn what_python_edtf_refuses_is_refused() {
    let Some(rows) = rows("python_edtf_reject.tsv") else { return };
    for row in rows {
        assert!(Edtf::parse(&row[0]).is_err(), "{}", row[0]);
    }
}

#[test]
fn marks_are_put_where_they_say_the_same_with_least() {
    for (text, canonical) in [
        ("?2004-?06-?11", "2004-06-11?"),
        ("%2001", "2001%"),
        ("?2004-06-04~", "2004%-~06-~04"),
        ("2004?-06-~11", "2004?-06-~11"),
        ("[1667, 1668, 1670..1672]", "[1667,1668,1670..1672]"),
        ("2004-01-01T10:10:10-04", "2004-01-01T10:10:10-04:00"),
    ] {
        assert_eq!(edtf(text).to_string(), canonical);
    }
}

#[test]
fn an_open_end_is_open_and_the_known_part_is_on_the_timeline() {
    let since = edtf("2025-11-26/..");
    assert_eq!(since.latest(), Bound::Open);
    assert_eq!(since.days(), Some(days("2025-11-26", "2025-11-26")));
    assert_eq!(since.shape(), Shape::From);
    assert_eq!(edtf("/2025-11").days(), Some(days("2025-11-01", "2025-11-30")));
    assert_eq!(edtf("/2025-11").earliest(), Bound::Unknown);
    assert_eq!(edtf("../..").days(), None);
    assert_eq!(edtf("Y17E7").days(), None);
}

#[test]
fn flags_say_about_doubtful_and_unknown() {
    let flags = |text| {
        let value = edtf(text);
        (value.is_approximate(), value.is_uncertain(), value.is_unspecified())
    };
    assert_eq!(flags("2025-11"), (false, false, false));
    assert_eq!(flags("2025-11~"), (true, false, false));
    assert_eq!(flags("2025-11/2025-12?"), (false, true, false));
    assert_eq!(flags("2025-11-2X%"), (true, true, true));
}
