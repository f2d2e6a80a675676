//! Moving the time window.

use marz::analysis::Window;
use marz::analysis::window::{
    Playback, clamped, grow, off_axis, on_axis, play, rewound, set_unit, shrink, step, unit_around,
};
use marz::model::CalendarUnit::{self, Day, Month, Week, Year};
use marz::model::DaySpan;
use proptest::prelude::*;

use crate::documents::{any_span, day, days};

fn unit() -> impl Strategy<Value = CalendarUnit> {
    prop::sample::select(&CalendarUnit::ALL[..])
}

#[test]
fn a_month_steps_to_the_whole_next_month_whatever_its_length() {
    let mut window = days("2024-01-01", "2024-01-31");
    for next in [("2024-02-01", "2024-02-29"), ("2024-03-01", "2024-03-31"), ("2024-04-01", "2024-04-30")] {
        window = step(window, Month, 1);
        assert_eq!(window, days(next.0, next.1));
    }
    assert_eq!(step(window, Month, -3), days("2024-01-01", "2024-01-31"));
    assert_eq!(step(days("2025-01-01", "2025-01-31"), Month, 1), days("2025-02-01", "2025-02-28"));
    assert_eq!(step(days("2025-02-01", "2025-02-28"), Month, -2), days("2024-12-01", "2024-12-31"));
}

#[test]
fn several_units_step_as_one_window() {
    assert_eq!(step(days("2024-01-01", "2024-03-31"), Month, 1), days("2024-02-01", "2024-04-30"));
    assert_eq!(step(days("2024-01-01", "2024-12-31"), Month, 1), days("2024-02-01", "2025-01-31"));
    assert_eq!(step(days("2024-01-01", "2024-12-31"), Year, -1), days("2023-01-01", "2023-12-31"));
    assert_eq!(step(days("2025-11-24", "2025-11-30"), Week, 1), days("2025-12-01", "2025-12-07"));
    assert_eq!(step(days("2024-02-28", "2024-02-28"), Day, 1), days("2024-02-29", "2024-02-29"));
    assert_eq!(step(days("2024-01-15", "2024-02-14"), Month, 1), days("2024-02-15", "2024-03-14"));
}

#[test]
fn a_window_of_odd_length_keeps_its_days() {
    assert_eq!(step(days("2024-01-01", "2024-01-10"), Month, 1), days("2024-02-01", "2024-02-10"));
    assert_eq!(step(days("2024-01-31", "2024-02-09"), Month, 1), days("2024-02-29", "2024-03-09"));
}

#[test]
fn a_leap_day_steps_to_the_end_of_february() {
    assert_eq!(step(days("2024-02-29", "2024-02-29"), Year, 1), days("2025-02-28", "2025-02-28"));
}

#[test]
fn growing_and_shrinking_move_the_end_by_whole_units() {
    let january = days("2024-01-01", "2024-01-31");
    assert_eq!(grow(january, Month), days("2024-01-01", "2024-02-29"));
    assert_eq!(shrink(grow(january, Month), Month), january);
    assert_eq!(shrink(january, Month), january);
    assert_eq!(shrink(days("2024-01-01", "2024-01-01"), Day), days("2024-01-01", "2024-01-01"));
    assert_eq!(grow(days("2024-01-01", "2024-01-10"), Month), days("2024-01-01", "2024-02-10"));
    assert_eq!(shrink(days("2024-01-01", "2024-02-10"), Month), days("2024-01-01", "2024-01-10"));
    assert_eq!(shrink(days("2024-01-01", "2024-01-10"), Month), days("2024-01-01", "2024-01-10"));
}

#[test]
fn changing_the_unit_keeps_the_start() {
    let window = days("2024-02-10", "2024-02-29");
    assert_eq!(set_unit(window, Day), days("2024-02-10", "2024-02-10"));
    assert_eq!(set_unit(window, Week), days("2024-02-10", "2024-02-16"));
    assert_eq!(set_unit(window, Month), days("2024-02-10", "2024-03-09"));
    assert_eq!(set_unit(window, Year), days("2024-02-10", "2025-02-09"));
}

#[test]
fn the_unit_around_a_day_is_the_calendars() {
    assert_eq!(unit_around(day("2024-02-29"), Month), days("2024-02-01", "2024-02-29"));
    assert_eq!(unit_around(day("2025-11-26"), Week), days("2025-11-24", "2025-11-30"));
    assert_eq!(unit_around(day("2025-11-26"), Year), days("2025-01-01", "2025-12-31"));
}

#[test]
fn playing_slides_to_the_end_of_the_axis_and_stops() {
    let axis = days("2024-01-01", "2024-12-31");
    let mut window = unit_around(day("2024-01-01"), Month);
    let mut frames = 1;
    while let Some(next) = play(window, Month, Playback::Sliding, axis) {
        window = next;
        frames += 1;
    }
    assert_eq!((frames, window), (12, days("2024-12-01", "2024-12-31")));
    assert_eq!(rewound(window, Month, Playback::Sliding, axis), days("2024-01-01", "2024-01-31"));
}

#[test]
fn cumulative_play_keeps_the_start() {
    let axis = days("2024-01-01", "2024-12-31");
    let mut window = days("2024-03-01", "2024-03-31");
    let mut ends = Vec::new();
    while let Some(next) = play(window, Month, Playback::Cumulative, axis) {
        window = next;
        ends.push(window.last().to_string());
    }
    assert_eq!(window, days("2024-03-01", "2024-12-31"));
    assert_eq!(ends[..3], ["2024-04-30", "2024-05-31", "2024-06-30"]);
    assert_eq!(rewound(window, Month, Playback::Cumulative, axis), days("2024-03-01", "2024-03-31"));
}

#[test]
fn a_window_beside_the_axis_is_moved_onto_it() {
    let axis = days("2024-01-01", "2024-12-31");
    assert_eq!(clamped(days("2023-12-30", "2024-01-08"), axis), days("2024-01-01", "2024-01-10"));
    assert_eq!(clamped(days("2025-01-01", "2025-01-31"), axis), days("2024-12-01", "2024-12-31"));
    assert_eq!(clamped(days("2020-01-01", "2030-01-01"), axis), axis);
    assert_eq!(clamped(days("2024-05-01", "2024-05-31"), axis), days("2024-05-01", "2024-05-31"));
}

#[test]
fn the_whole_axis_is_all_of_time() {
    let axis = days("2024-01-01", "2024-12-31");
    assert_eq!(off_axis(axis, axis), Window::ALL);
    assert_eq!(on_axis(Window::ALL, axis), axis);
    let half = days("2024-01-01", "2024-06-30");
    assert_eq!(on_axis(off_axis(half, axis), axis), half);
    assert_eq!(
        on_axis(Window { first: None, last: Some(day("2024-02-01")) }, axis),
        days("2024-01-01", "2024-02-01")
    );
    assert_eq!(
        on_axis(Window { first: Some(day("2030-01-01")), last: None }, axis),
        days("2030-01-01", "2030-01-01")
    );
    assert_eq!(
        on_axis(Window { first: None, last: Some(day("2020-01-01")) }, axis),
        days("2020-01-01", "2020-01-01")
    );
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn a_step_there_and_back_returns_whole_units(at in any_span(), unit in unit(), more in 0..30_i64, count in -40..40_i64) {
        let mut window = unit_around(at.first(), unit);
        for _ in 0..more {
            window = grow(window, unit);
        }
        let there = step(window, unit, count);
        // At the edge of the calendar there is no way there.
        prop_assume!(there.first().year().abs() < 9_900 && window.last().year().abs() < 9_900);
        prop_assert_eq!(step(there, unit, -count), window);
        prop_assert_eq!(unit.start_of(there.first()), there.first());
    }

    #[test]
    fn single_steps_are_one_long_step(at in any_span(), unit in unit(), count in 0..20_i64) {
        let window = unit_around(at.first(), unit);
        prop_assume!(window.last().year() < 9_900);
        let long = step(window, unit, count);
        prop_assert_eq!((0..count).fold(window, |window, _| step(window, unit, 1)), long);
    }

    #[test]
    fn no_window_is_ever_backwards_or_panics(window in any_span(), axis in any_span(), unit in unit(), count in any::<i64>()) {
        let windows = [
            step(window, unit, count), grow(window, unit), shrink(window, unit), set_unit(window, unit),
            clamped(window, axis), rewound(window, unit, Playback::Sliding, axis),
        ];
        for window in windows {
            prop_assert!(window.first() <= window.last());
        }
        let on: DaySpan = clamped(window, axis);
        prop_assert!(axis.first() <= on.first() && on.last() <= axis.last());
        for playback in [Playback::Sliding, Playback::Cumulative] {
            if let Some(next) = play(window, unit, playback, axis) {
                prop_assert!(next.last() > window.last());
            }
        }
    }
}
