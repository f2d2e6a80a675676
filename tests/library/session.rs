//! What the user is doing: commands in, effects out, no window.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    sync::Arc,
};

use marz::{
    analysis::{self, Facet, Filter, SortKey, Window},
    carto::{Camera, Layer, Point},
    edit::{Action, Change},
    model::{CalendarUnit, Document, Extent, Incident, IncidentId, LonLat, Precision, Revision, Zoom},
    session::{
        Close, Command, Direction, Effect, Environment, Field, File, Mode, Pane, Session, Sheetlet, Shortcut,
        ThemeChoice, Tone,
    },
    store::{Entry, FileStamp, Report},
};
use proptest::{prelude::*, sample::select};

use crate::documents::{any_span, day, days, document, few_words, id, incident, some_values, undated};

const STAMP: FileStamp = FileStamp { modified: None, len: 1, content: None };

pub fn environment() -> Environment {
    let mut made = 0;
    let new_id = Box::new(move || {
        made += 1;
        id(&format!("new-{made}"))
    });
    Environment {
        today: day("2026-11-22"),
        now: Box::new(|| "2026-11-22T06:00:00Z".parse().unwrap()),
        author: "Zarina".to_owned(),
        new_id,
    }
}

pub fn example() -> Session {
    Session::example(environment())
}

fn session_on(document: Document) -> Session {
    Session::on(environment(), document, File::Untitled, None)
}

fn path() -> PathBuf {
    PathBuf::from("incidents.geojson")
}

/// A session on a document that lives in a file.
fn filed() -> Session {
    let file = File::Path { path: path(), stamp: Some(STAMP) };
    Session::on(environment(), a_few(), file, Some(Report::default()))
}

/// Three dated incidents and an undated one, in time order a, b, c, d.
fn a_few() -> Document {
    let mut rows = [
        incident("a", "2024-01-10", "2024-01-10"),
        incident("b", "2024-03-01", "2024-03-31"),
        incident("c", "2025-06-15", "2025-06-15"),
        undated("d"),
    ];
    for (row, (lon, lat)) in rows.iter_mut().zip([(69.0, 37.2), (70.0, 37.8), (71.5, 37.5)]) {
        row.place.position = Some(LonLat::new(lon, lat).unwrap());
        row.place.precision = Precision::Near;
    }
    document(rows)
}

fn retitle(name: &str, title: &str) -> Command {
    Command::Perform(Action::Edit { id: id(name), change: Change::Title(title.to_owned()) })
}

/// Without what is only for the journal of changes.
fn for_the_window(effects: Vec<Effect>) -> Vec<Effect> {
    let journal = |effect: &Effect| {
        matches!(effect, Effect::Record { .. } | Effect::RecordSaved { .. } | Effect::EndRecord)
    };
    effects.into_iter().filter(|effect| !journal(effect)).collect()
}

fn names(ids: &[IncidentId]) -> Vec<&str> {
    ids.iter().map(IncidentId::as_str).collect()
}

fn last_message(session: &Session) -> (Tone, String) {
    let message = session.messages().last().expect("something is said");
    (message.tone, message.text.clone())
}

fn title(session: &Session, name: &str) -> String {
    session.document().get(&id(name)).unwrap().title.clone()
}

// Selecting and following

#[test]
fn stepping_goes_through_all_incidents_in_time_order_and_stays_at_the_end() {
    let mut session = example();
    let shown: Vec<_> = session.shown().to_vec();
    let mut stepped = Vec::new();
    for _ in 0..shown.len() {
        assert_eq!(session.handle(Command::SelectNext), []);
        stepped.push(session.selected().unwrap().clone());
    }
    assert_eq!(stepped, shown);
    let begins: Vec<_> =
        stepped.iter().filter_map(|id| Some(session.document().get(id)?.when.span()?.first())).collect();
    assert!(begins.is_sorted(), "time order");
    session.handle(Command::SelectNext);
    assert_eq!(session.selected(), shown.last());
    session.handle(Command::SelectPrevious);
    assert_eq!(session.selected(), shown.get(shown.len() - 2));
    session.handle(Command::SelectFirst);
    session.handle(Command::SelectPrevious);
    assert_eq!(session.selected(), shown.first());
    session.handle(Command::Select(None));
    session.handle(Command::SelectPrevious);
    assert_eq!(session.selected(), shown.last(), "back from nothing begins at the end");
}

#[test]
fn the_map_follows_a_step_only_when_the_incident_would_not_be_seen() {
    let mut session = example();
    session.set_map_size(Point { x: 900.0, y: 600.0 });
    session.handle(Command::ZoomTo(Extent { west: 69.0, south: 37.0, east: 71.0, north: 38.5 }));
    let (mut stayed, mut moved) = (0, 0);
    for _ in 0..session.shown().len() {
        let before = session.viewport();
        session.handle(Command::SelectNext);
        let after = session.viewport();
        let Some(position) = session.selected_incident().unwrap().place.drawn_at() else {
            assert_eq!(before.camera, after.camera, "what is not on the map moves no map");
            continue;
        };
        let seen = after.screen_from_lonlat(position);
        assert!((0.0..=900.0).contains(&seen.x) && (0.0..=600.0).contains(&seen.y));
        let was = before.screen_from_lonlat(position);
        if (60.0..=840.0).contains(&was.x) && (60.0..=540.0).contains(&was.y) {
            assert_eq!(before.camera, after.camera, "well in sight: the map stays");
            stayed += 1;
        } else {
            assert_eq!(before.camera.zoom, after.camera.zoom, "following keeps the zoom");
            moved += usize::from(before.camera != after.camera);
        }
    }
    assert!(stayed > 5 && moved > 5, "both happen in the example: {stayed}, {moved}");
}

#[test]
fn selecting_hovering_and_looking_around_are_no_changes() {
    let mut session = example();
    let revision = session.document().revision();
    for command in [
        Command::SelectNext,
        Command::Hover(session.shown().first().cloned()),
        Command::ZoomIn,
        Command::Pan(Direction::Left),
        Command::WholeFrontier,
        Command::SetUnit(CalendarUnit::Month),
        Command::StepForward,
        Command::SetSearch("drone".to_owned()),
        Command::ClearFilters,
        Command::SortBy(marz::analysis::SortKey::Killed),
        Command::SwitchLayer(Layer::Districts),
        Command::Select(None),
    ] {
        session.handle(command);
    }
    assert_eq!(session.document().revision(), revision);
    assert!(session.history().steps().is_empty() && !session.is_changed());
    assert_eq!(session.history().undo_label(), None);
}

// Files

#[test]
fn saving_the_example_asks_for_a_name_and_then_it_is_ones_own() {
    let mut session = example();
    assert_eq!(session.file_name(), "Example (read-only)");
    let suggested = "frontier.geojson".to_owned();
    assert_eq!(session.handle(Command::Save), [Effect::SaveDialog { suggested }]);
    let effect = session.write_to(path(), true);
    let Effect::Write { document, revision, .. } = &effect else { panic!("{effect:?}") };
    assert_eq!(document.as_ref(), session.document());
    assert_eq!(for_the_window(session.saved(path(), *revision, STAMP)), [Effect::RememberFile(path())]);
    assert_eq!(session.file_path(), Some(&path()));
    assert_eq!(session.file_name(), "incidents.geojson");
}

#[test]
fn a_save_writes_the_present_state_and_clears_the_mark() {
    let mut session = filed();
    assert!(Command::Save.refusal(&session).is_some(), "nothing to save yet");
    session.handle(retitle("a", "Corrected"));
    assert!(session.is_changed());
    let effects = session.handle(Command::Save);
    let [Effect::Write { path: to, document, revision, overwrite_changed: false }] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((to, *revision), (&path(), session.document().revision()));
    assert_eq!(document.get(&id("a")).unwrap().title, "Corrected");
    assert!(session.is_changed() && session.is_saving(), "not saved before the disk says so");
    session.saved(path(), *revision, STAMP);
    assert!(!session.is_changed() && !session.is_saving());
    assert_eq!(last_message(&session).0, Tone::Done);
    session.handle(Command::Undo);
    assert!(session.is_changed(), "back before the save is another state");
    session.handle(Command::Redo);
    assert!(!session.is_changed());
}

#[test]
fn what_is_edited_during_a_save_stays_unsaved() {
    let mut session = filed();
    session.handle(retitle("a", "First"));
    let effects = session.handle(Command::Save);
    let [Effect::Write { revision, .. }] = effects[..] else { panic!("{effects:?}") };
    session.handle(retitle("a", "Second"));
    session.saved(path(), revision, STAMP);
    assert!(session.is_changed());
    session.handle(Command::Undo);
    assert!(!session.is_changed(), "this is the state in the file");
}

#[test]
fn a_save_that_fails_keeps_the_changes_and_says_why() {
    let mut session = filed();
    session.handle(retitle("a", "Corrected"));
    session.handle(Command::Quit);
    session.handle(Command::Unsaved(Close::Save));
    session.save_failed("The file was not saved: there is no room left on the disk.");
    assert!(session.is_changed() && !session.is_saving() && !session.asks_about_unsaved());
    assert_eq!(title(&session, "a"), "Corrected");
    let (tone, text) = last_message(&session);
    assert!(tone == Tone::Trouble && text.contains("no room left"), "{text}");
}

#[test]
fn a_file_that_must_not_be_saved_over_is_saved_under_another_name() {
    let mut session = filed();
    let why = "This file was written by a newer Marz.".to_owned();
    let report = Report { read_only: Some(why.clone()), ..Report::default() };
    session.opened(path(), a_few(), report, STAMP);
    session.handle(retitle("a", "Corrected"));
    let effects = session.handle(Command::Save);
    assert!(matches!(effects[..], [Effect::SaveDialog { .. }]), "{effects:?}");
    assert!(session.messages().iter().any(|message| message.text.contains(&why)), "it says why");
    let own = PathBuf::from("own.geojson");
    let Effect::Write { revision, .. } = session.write_to(own.clone(), true) else { panic!("a write") };
    session.saved(own.clone(), revision, STAMP);
    session.handle(retitle("a", "Corrected again"));
    let effects = session.handle(Command::Save);
    assert!(matches!(&effects[..], [Effect::Write { path, .. }] if *path == own), "{effects:?}");
}

#[test]
fn what_would_lose_changes_asks_first() {
    let ways: [(Command, Effect); 4] = [
        (Command::Open, Effect::OpenDialog),
        (Command::OpenPath("other.geojson".into()), Effect::Read("other.geojson".into())),
        (Command::Quit, Effect::Quit),
        (Command::New, Effect::RememberFile(path())),
    ];
    for (command, effect) in ways {
        let replaces = command == Command::New;
        let changed = || {
            let mut session = filed();
            session.handle(retitle("a", "Corrected"));
            assert_eq!(session.handle(command.clone()), [Effect::AskAboutUnsaved]);
            assert!(session.asks_about_unsaved());
            assert_eq!(title(&session, "a"), "Corrected");
            session
        };
        let mut stay = changed();
        assert_eq!(stay.handle(Command::Unsaved(Close::Stay)), []);
        assert!(stay.is_changed() && !stay.asks_about_unsaved());

        let mut discard = changed();
        let effects = for_the_window(discard.handle(Command::Unsaved(Close::Discard)));
        assert!(replaces || effects == [effect.clone()], "{effects:?}");
        assert_eq!(discard.document().is_empty(), replaces);

        let mut save = changed();
        let effects = save.handle(Command::Unsaved(Close::Save));
        let [Effect::Write { revision, .. }] = effects[..] else { panic!("{effects:?}") };
        assert!(!save.asks_about_unsaved(), "no question while it is being answered");
        let effects = save.saved(path(), revision, STAMP);
        assert!(effects.contains(&effect), "the save is done, so {command:?} goes on: {effects:?}");
        assert_eq!(save.document().is_empty(), replaces);
    }
}

#[test]
fn an_unchanged_document_is_left_without_a_question() {
    assert_eq!(for_the_window(filed().handle(Command::Quit)), [Effect::Quit]);
    assert_eq!(example().handle(Command::Open), [Effect::OpenDialog]);
    let mut session = filed();
    session.handle(Command::New);
    assert!(session.document().is_empty() && session.file_name() == "Untitled");
    session.handle(Command::OpenExample);
    assert_eq!(session.document().len(), 60);
}

#[test]
fn changes_given_up_for_a_file_that_then_cannot_be_read_are_still_unsaved() {
    let mut session = filed();
    session.handle(retitle("a", "Corrected"));
    session.handle(Command::Open);
    assert_eq!(session.handle(Command::Unsaved(Close::Discard)), [Effect::OpenDialog]);
    // The dialog is closed without a file, or the file cannot be read: the document is still here.
    assert_eq!(title(&session, "a"), "Corrected");
    assert!(session.is_changed(), "no file holds these changes");
    assert_eq!(session.handle(Command::Quit), [Effect::AskAboutUnsaved]);
}

#[test]
fn who_gave_the_changes_up_is_not_asked_again_for_the_chosen_file() {
    let mut session = filed();
    session.handle(retitle("a", "Corrected"));
    session.handle(Command::Open);
    session.handle(Command::Unsaved(Close::Discard));
    let other = PathBuf::from("other.geojson");
    assert_eq!(session.handle(Command::OpenPath(other.clone())), [Effect::Read(other)]);
}

#[test]
fn a_save_under_way_is_waited_for() {
    for (command, effect) in [(Command::Quit, Effect::Quit), (Command::Open, Effect::OpenDialog)] {
        let mut session = filed();
        let Effect::Write { revision, .. } = session.write_to(path(), true) else { panic!("a write") };
        assert!(!session.handle(command).contains(&effect), "the file is not whole yet");
        assert!(!session.asks_about_unsaved(), "nothing to ask about");
        assert!(session.saved(path(), revision, STAMP).contains(&effect));
    }
}

#[test]
fn a_save_under_way_belongs_to_the_document_that_was_saved() {
    let mut session = filed();
    session.handle(retitle("a", "Corrected"));
    let Effect::Write { revision, .. } = session.write_to(path(), true) else { panic!("a write") };
    // A file that was being read meanwhile is here first.
    let other = PathBuf::from("other.geojson");
    session.opened(other.clone(), document([]), Report::default(), STAMP);
    session.saved(path(), revision, STAMP);
    assert_eq!(
        session.file_path(),
        Some(&other),
        "the new document must not take over the file of the old one"
    );
    assert!(!session.is_changed());
}

#[test]
fn two_documents_of_one_session_never_share_a_revision() {
    let mut session = filed();
    let mut seen: Vec<Revision> = vec![session.document().revision()];
    for round in 0..3 {
        session.handle(retitle("a", &format!("round {round}")));
        seen.push(session.document().revision());
        session.opened(path(), a_few(), Report::default(), STAMP);
        assert!(!session.is_changed());
        seen.push(session.document().revision());
    }
    let unique: BTreeSet<_> = seen.iter().collect();
    assert_eq!(unique.len(), seen.len(), "pictures of the old document would stay: {seen:?}");
}

#[test]
fn opening_a_file_says_what_could_not_be_read_and_starts_fresh() {
    let mut session = example();
    session.handle(Command::SelectNext);
    session.handle(Command::SetSearch("drone".to_owned()));
    session.handle(Command::StepForward);
    let line = marz::store::ReportLine { row: Some(3), id: None, message: "no date".to_owned() };
    let report = Report { lines: vec![line], ..Report::default() };
    assert_eq!(session.opened(path(), a_few(), report, STAMP), [Effect::RememberFile(path())]);
    assert_eq!(names(session.shown()), ["a", "b", "c", "d"]);
    assert_eq!(session.selected(), None);
    assert!(session.view().window.is_all() && session.view().filter.is_empty());
    assert_eq!(last_message(&session).0, Tone::Note);
    assert_eq!(Command::ToggleSheetlet(Sheetlet::Report).refusal(&session), None);
}

// Time

#[test]
fn the_window_steps_grows_and_shrinks_by_units() {
    let mut session = session_on(a_few());
    session.handle(Command::SetUnit(CalendarUnit::Month));
    session.handle(Command::StepForward);
    assert_eq!(session.view().window, Window::of(days("2024-01-01", "2024-01-31")), "begins with the data");
    assert_eq!(names(session.shown()), ["a"], "undated ones are on the shelf");
    session.handle(Command::StepForward);
    session.handle(Command::GrowWindow);
    assert_eq!(session.view().window, Window::of(days("2024-02-01", "2024-03-31")));
    assert_eq!(names(session.shown()), ["b"]);
    session.handle(Command::ShrinkWindow);
    session.handle(Command::StepBack);
    assert_eq!(session.view().window, Window::of(days("2024-01-01", "2024-01-31")));
    session.handle(Command::WholeRange);
    assert!(session.view().window.is_all());
    session.handle(Command::StepBack);
    assert_eq!(session.view().window, Window::of(days("2025-12-01", "2025-12-31")), "or with its end");
}

#[test]
fn changing_the_unit_keeps_the_start_of_the_window() {
    let mut session = session_on(a_few());
    session.handle(Command::SetWindow(Window::of(days("2024-02-10", "2024-03-09"))));
    for unit in CalendarUnit::ALL {
        session.handle(Command::SetUnit(unit));
        assert_eq!(session.timeline().unit, unit);
        assert_eq!(session.view().window.first, Some(day("2024-02-10")));
        assert_eq!(session.histogram().unit, unit);
    }
}

/// Lets time pass in frames until playing stops, at most a minute.
fn play_out(session: &mut Session) -> Vec<Window> {
    let mut windows = vec![session.view().window];
    for _ in 0..600 {
        if !session.timeline().playback.playing {
            break;
        }
        session.pass_time(0.1);
        if windows.last() != Some(&session.view().window) {
            windows.push(session.view().window);
        }
    }
    windows
}

#[test]
fn playing_goes_to_the_end_of_the_data_and_stops() {
    let mut session = session_on(a_few());
    session.handle(Command::SetUnit(CalendarUnit::Month));
    session.handle(Command::SetSpeed(8.0));
    session.handle(Command::PlayPause);
    let windows = play_out(&mut session);
    assert!(!session.timeline().playback.playing);
    assert_eq!(windows.len(), 24, "all months of two years");
    assert_eq!(windows[0], Window::of(days("2024-01-01", "2024-01-31")));
    assert_eq!(windows[23], Window::of(days("2025-12-01", "2025-12-31")));
    session.handle(Command::PlayPause);
    assert_eq!(session.view().window, windows[0], "played out, it begins anew");
    session.handle(Command::PlayPause);
    assert!(!session.timeline().playback.playing, "the same key pauses");
}

#[test]
fn a_loop_begins_anew_and_a_cumulative_play_keeps_its_start() {
    let mut session = session_on(a_few());
    session.handle(Command::SetUnit(CalendarUnit::Year));
    session.handle(Command::SetSpeed(2.0));
    session.handle(Command::ToggleLoop);
    session.handle(Command::PlayPause);
    let (first, second) = (days("2024-01-01", "2024-12-31"), days("2025-01-01", "2025-12-31"));
    for span in [first, second, first, second] {
        assert_eq!(session.view().window, Window::of(span));
        session.pass_time(0.5);
    }
    assert!(session.timeline().playback.playing);
    session.handle(Command::Escape);
    assert!(!session.timeline().playback.playing);

    let mut session = session_on(a_few());
    session.handle(Command::SetUnit(CalendarUnit::Month));
    session.handle(Command::SetWindow(Window::of(days("2024-03-01", "2024-03-31"))));
    session.handle(Command::ToggleCumulative);
    session.handle(Command::SetSpeed(16.0));
    session.handle(Command::PlayPause);
    let windows = play_out(&mut session);
    assert!(windows.iter().all(|window| window.first == Some(day("2024-03-01"))));
    assert_eq!(windows.last().unwrap().last, Some(day("2025-12-31")));
    assert!(windows.windows(2).all(|two| two[0].last < two[1].last));
}

#[test]
fn a_lid_that_was_closed_does_not_leap_over_years() {
    let mut session = session_on(a_few());
    session.handle(Command::SetUnit(CalendarUnit::Month));
    session.handle(Command::SetSpeed(2.0));
    session.handle(Command::PlayPause);
    session.pass_time(3600.0);
    assert_eq!(session.view().window, Window::of(days("2024-02-01", "2024-02-29")));
}

#[test]
fn undated_incidents_stay_on_a_counted_shelf() {
    let mut session = session_on(a_few());
    assert_eq!(session.histogram().undated_total, 1);
    assert!(names(session.shown()).contains(&"d"));
    session.handle(Command::SetWindow(Window { first: Some(day("1900-01-01")), last: None }));
    assert_eq!(names(session.shown()), ["a", "b", "c"]);
    assert_eq!(session.histogram().undated_total, 1, "still counted");
    session.handle(Command::SetSearch("a".to_owned()));
    assert_eq!(session.histogram().undated_shown, 0);
    session.handle(Command::ClearFilters);
    assert_eq!(session.shown().len(), 4);
}

// Filters

fn any_filter() -> impl Strategy<Value = Filter> {
    let words = select(vec!["", "", "drug", "DRONE strike", "дрон", "nothing has this"]);
    let facets = proptest::collection::btree_map(select(&Facet::ALL[..]), some_values(), 0..3);
    (words, facets).prop_map(|(text, chosen)| Filter { text: text.to_owned(), chosen, ..Filter::default() })
}

fn any_window() -> impl Strategy<Value = Window> {
    prop_oneof![
        2 => Just(Window::ALL),
        5 => any_span().prop_map(Window::of),
        1 => any_span().prop_map(|span| Window { first: Some(span.first()), last: None }),
        1 => any_span().prop_map(|span| Window { first: None, last: Some(span.last()) }),
    ]
}

fn ask_for(session: &mut Session, filter: &Filter, window: Window) {
    session.handle(Command::SetSearch(filter.text.clone()));
    for (facet, values) in &filter.chosen {
        for value in values {
            session.handle(Command::ToggleFacet(*facet, value.clone()));
        }
    }
    session.handle(Command::SetWindow(window));
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn list_map_histogram_facets_and_sums_tell_the_same(
        rows in few_words(), filter in any_filter(), window in any_window(), unit in select(&CalendarUnit::ALL[..]),
    ) {
        let mut session = session_on(document(rows.clone()));
        // A histogram of days over twenty thousand years is the histogram's own test.
        let short = session.timeline().data_span().is_none_or(|data| data.days() < 40_000);
        session.handle(Command::SetUnit(if short { unit } else { CalendarUnit::Year }));
        ask_for(&mut session, &filter, window);

        let passes = |beside: Option<Facet>| {
            let (filter, rows) = (&filter, &rows);
            rows.iter().filter(move |incident| {
                let title = incident.title.to_lowercase();
                let folded = title.replace('ҳ', "х");
                filter.text.to_lowercase().split_whitespace().all(|word| folded.contains(word) || title.contains(word))
                    && filter.chosen.iter().filter(|(facet, _)| Some(**facet) != beside).all(|(facet, values)| {
                        values.is_empty() || facet.values(incident).iter().any(|value| values.contains(value))
                    })
            })
        };
        let wanted: BTreeSet<_> =
            passes(None).filter(|i| window.admits(i.when.span())).map(|i| i.id.clone()).collect();
        let shown: BTreeSet<_> = session.shown().iter().cloned().collect();
        prop_assert_eq!(&shown, &wanted);
        prop_assert_eq!(session.shown().len(), wanted.len(), "none twice");
        let listed: BTreeSet<_> = session.listed().iter().cloned().collect();
        prop_assert_eq!(&listed, &wanted);
        prop_assert_eq!(session.summary().incidents, wanted.len());

        let histogram = session.histogram();
        let weight: f64 = histogram.bins.iter().map(|bin| bin.shown).sum();
        let dated = passes(None).filter(|i| i.when.span().is_some()).count();
        prop_assert!((weight - dated as f64).abs() < 1e-6, "{weight} of {dated}");
        prop_assert_eq!(histogram.undated_shown, passes(None).count() - dated);
        let total: f64 = histogram.bins.iter().map(|bin| bin.total).sum();
        let all_dated = rows.iter().filter(|i| i.when.span().is_some()).count();
        prop_assert!((total - all_dated as f64).abs() < 1e-6);
        prop_assert_eq!(histogram.undated_total, rows.len() - all_dated);

        for (facet, counts) in session.facets() {
            let mut naive: BTreeMap<String, usize> = BTreeMap::new();
            for incident in passes(Some(*facet)).filter(|i| window.admits(i.when.span())) {
                for value in facet.values(incident) {
                    *naive.entry(value).or_default() += 1;
                }
            }
            for count in counts {
                let value: &str = &count.value;
                prop_assert_eq!(count.count, naive.remove(value).unwrap_or(0));
                prop_assert_eq!(count.chosen, filter.chosen.get(facet).is_some_and(|v| v.contains(value)));
            }
            prop_assert!(naive.is_empty(), "{:?} has values that are not offered: {:?}", facet, naive);
        }

        session.handle(Command::ClearFilters);
        prop_assert_eq!(session.shown().len(), rows.len());
    }
}

#[test]
fn an_edit_moves_the_incident_through_filters_and_axis_at_once() {
    let mut session = session_on(a_few());
    session.handle(Command::SetWindow(Window::of(days("2030-01-01", "2030-12-31"))));
    assert!(session.shown().is_empty());
    let when = session.document().get(&id("a")).unwrap().when.with_date(Some(day("2030-05-05").into()));
    session.handle(Command::Perform(Action::Edit { id: id("a"), change: Change::When(when) }));
    assert_eq!(names(session.shown()), ["a"]);
    assert_eq!(session.timeline().data_span(), Some(days("2024-01-01", "2030-12-31")));
    session.handle(Command::Undo);
    assert!(session.shown().is_empty());
}

// Editing

#[test]
fn a_new_incident_is_visible_whatever_was_filtered() {
    let mut session = session_on(a_few());
    session.handle(Command::SetSearch("nothing has this".to_owned()));
    session.handle(Command::StepForward);
    assert!(session.shown().is_empty());
    assert_eq!(for_the_window(session.handle(Command::NewIncident)), [Effect::Focus(Field::Title)]);
    assert_eq!(session.selected(), Some(&id("new-1")));
    assert!(session.shown().contains(&id("new-1")));
    assert_eq!(*session.mode(), Mode::Place { id: id("new-1"), preview: None }, "the next click places it");
    let at = LonLat::new(70.5, 37.9).unwrap();
    session.handle(Command::CommitPlace(at));
    let place = &session.selected_incident().unwrap().place;
    assert_eq!((place.drawn_at(), place.precision), (Some(at), Precision::Near));
    assert_eq!(*session.mode(), Mode::Browse);
}

#[test]
fn a_deleted_incident_leaves_its_neighbour_selected_and_comes_back_by_undo() {
    let mut session = session_on(a_few());
    session.handle(Command::Select(Some(id("b"))));
    session.handle(Command::Delete);
    assert_eq!((names(session.shown()), session.selected()), (vec!["a", "c", "d"], Some(&id("c"))));
    session.handle(Command::Undo);
    assert_eq!(*session.document(), a_few());
    session.handle(Command::Select(Some(id("d"))));
    session.handle(Command::Delete);
    assert_eq!(session.selected(), Some(&id("c")), "the last one leaves the one before");
    for _ in 0..3 {
        session.handle(Command::Delete);
    }
    assert_eq!((session.selected(), session.document().len()), (None, 0));
    assert!(Command::Delete.refusal(&session).is_some());
}

#[test]
fn a_copy_is_another_incident_with_the_same_facts() {
    let mut session = session_on(a_few());
    session.handle(Command::Select(Some(id("b"))));
    session.handle(Command::Duplicate);
    let copy = session.selected_incident().unwrap();
    assert_eq!((copy.id.as_str(), copy.title.as_str()), ("new-1", "b (copy)"));
    assert_eq!(copy.when, session.document().get(&id("b")).unwrap().when);
    session.handle(Command::Undo);
    assert_eq!(session.selected(), None, "what is gone is not selected");
}

#[test]
fn moving_shows_the_distance_on_the_ground_and_keeps_it_in_one_step() {
    let mut session = session_on(a_few());
    session.handle(Command::Select(Some(id("a"))));
    session.handle(Command::MoveIncident);
    assert_eq!(session.moved_distance(), None);
    let to = LonLat::new(69.0, 37.7).unwrap();
    session.handle(Command::PreviewPlace(Some(to)));
    // Half a degree of latitude is 55.6 km everywhere.
    let distance = session.moved_distance().unwrap().0;
    assert!((distance - 55_597.5).abs() < 50.0, "{distance}");
    assert!(session.history().steps().is_empty(), "looking is not moving");
    session.handle(Command::CommitPlace(to));
    assert_eq!(session.selected_incident().unwrap().place.position, Some(to));
    assert_eq!(session.history().steps().len(), 1);
    assert!(last_message(&session).1.contains("56 km"), "{:?}", last_message(&session));

    session.handle(Command::Select(Some(id("d"))));
    assert!(Command::MoveIncident.refusal(&session).unwrap().contains("no point yet"));
}

#[test]
fn escape_takes_back_the_latest_thing_first() {
    let mut session = session_on(a_few());
    session.handle(Command::PlayPause);
    session.handle(Command::Select(Some(id("a"))));
    session.handle(Command::OpenStack(Some(id("a"))));
    session.handle(Command::MoveIncident);
    session.handle(Command::Escape);
    assert_eq!(*session.mode(), Mode::Browse);
    assert_eq!(session.view().opened, Some(id("a")));
    session.handle(Command::Escape);
    assert_eq!(session.view().opened, None);
    assert!(session.timeline().playback.playing);
    session.handle(Command::Escape);
    assert!(!session.timeline().playback.playing);
    assert_eq!(session.selected(), Some(&id("a")));
    session.handle(Command::Escape);
    assert_eq!(session.selected(), None);
}

#[test]
fn a_stack_opens_and_the_same_click_closes_it() {
    let mut session = session_on(a_few());
    session.handle(Command::OpenStack(Some(id("a"))));
    session.handle(Command::OpenStack(Some(id("b"))));
    assert_eq!(session.view().opened, Some(id("b")));
    session.handle(Command::OpenStack(Some(id("b"))));
    assert_eq!(session.view().opened, None);
}

#[test]
fn an_action_that_does_not_fit_is_said_and_changes_nothing() {
    let mut session = session_on(a_few());
    session.handle(retitle("nobody", "x"));
    let (tone, text) = last_message(&session);
    assert!(tone == Tone::Trouble && text.starts_with("Not changed"), "{text}");
    assert!(!session.is_changed());
}

// Views

#[test]
fn views_go_back_and_forward() {
    let mut session = example();
    let start = session.view().camera;
    let at = |lon: f64, zoom: f64| Camera { centre: LonLat::new(lon, 37.5).unwrap(), zoom: Zoom(zoom) };
    // A drag passes many cameras; only its end is a view.
    for lon in [70.1, 70.2, 70.3] {
        session.handle(Command::SetCamera(at(lon, 8.0)));
    }
    session.handle(Command::KeepCamera);
    session.handle(Command::KeepCamera);
    session.handle(Command::ZoomIn);
    assert_eq!(session.view().camera, at(70.3, 9.0));
    session.handle(Command::PreviousView);
    assert_eq!(session.view().camera, at(70.3, 8.0));
    session.handle(Command::PreviousView);
    assert_eq!(session.view().camera, start);
    assert!(Command::PreviousView.refusal(&session).is_some());
    session.handle(Command::NextView);
    session.handle(Command::KeepCamera);
    session.handle(Command::NextView);
    assert_eq!(session.view().camera, at(70.3, 9.0));
    session.handle(Command::PreviousView);
    session.handle(Command::WholeFrontier);
    assert!(Command::NextView.refusal(&session).is_some(), "a new view forgets the way forward");
}

#[test]
fn zoom_keeps_its_limits_and_the_whole_frontier_is_seen_whole() {
    let mut session = example();
    for _ in 0..30 {
        session.handle(Command::ZoomIn);
    }
    assert_eq!(session.view().camera.zoom, marz::carto::MAX_ZOOM);
    for _ in 0..30 {
        session.handle(Command::ZoomOut);
    }
    assert_eq!(session.view().camera.zoom, marz::carto::MIN_ZOOM);
    session.handle(Command::WholeFrontier);
    let (seen, frontier) = (session.viewport().extent(), Extent::FRONTIER);
    assert!(seen.west < frontier.west && frontier.east < seen.east);
    assert!(seen.south < frontier.south && frontier.north < seen.north);
}

// Commands

fn catalogue() -> Vec<Command> {
    Command::catalogue().into_iter().flat_map(|(_, commands)| commands).collect()
}

#[test]
fn every_command_of_the_catalogue_has_words_of_its_own() {
    let labels: Vec<String> = catalogue().iter().map(Command::label).collect();
    assert!(labels.iter().all(|label| !label.trim().is_empty()));
    assert!(labels.iter().all(|label| label.starts_with(char::is_uppercase)), "{labels:?}");
    let unique: BTreeSet<_> = labels.iter().collect();
    assert_eq!(unique.len(), labels.len(), "two commands of one name: {labels:?}");
}

#[test]
fn no_key_asks_for_two_things() {
    let mut bound: HashMap<Shortcut, String> = HashMap::new();
    for command in catalogue() {
        for key in command.shortcuts() {
            if let Some(other) = bound.insert(*key, command.label()) {
                panic!("{key} is both “{other}” and “{}”", command.label());
            }
        }
    }
    assert!(bound.len() > 40);
}

/// The keys that the plan promises.
#[test]
fn promised_keys_are_bound() {
    let keys = |command: Command| command.shortcuts().iter().map(ToString::to_string).collect::<Vec<_>>();
    for (command, key) in [
        (Command::WholeFrontier, "B"),
        (Command::SelectNext, "J"),
        (Command::SelectNext, "↓"),
        (Command::SelectPrevious, "K"),
        (Command::SelectPrevious, "↑"),
        (Command::TypeDates, "T"),
        (Command::MoveIncident, "M"),
        (Command::NewIncident, "Ctrl+I"),
        (Command::ExportPicture, "Ctrl+E"),
        (Command::CopyPicture, "Ctrl+Shift+C"),
        (Command::ToggleSheetlet(Sheetlet::Shortcuts), "?"),
        (Command::Save, "Ctrl+S"),
        (Command::Undo, "Ctrl+Z"),
    ] {
        let bound = keys(command.clone());
        assert!(bound.iter().any(|own| own == key), "{command:?} has {bound:?}, not {key}");
    }
}

/// Sessions in which different things cannot be done.
fn situations() -> Vec<Session> {
    let mut placeless = session_on(a_few());
    placeless.handle(Command::Select(Some(id("d"))));
    let mut nothing_shown = session_on(a_few());
    nothing_shown.handle(Command::SetSearch("nothing has this".to_owned()));
    vec![session_on(document([])), example(), filed(), placeless, nothing_shown]
}

#[test]
fn every_refusal_is_a_sentence_and_what_is_refused_does_nothing() {
    let mut refused = BTreeSet::new();
    for mut session in situations() {
        for command in catalogue() {
            let Some(why) = command.refusal(&session) else { continue };
            refused.insert(why);
            let (revision, window) = (session.document().revision(), session.view().window);
            assert_eq!(session.handle(command.clone()), [], "{command:?} is refused");
            assert_eq!((session.document().revision(), session.view().window), (revision, window));
            assert_eq!(last_message(&session).1, why, "it says why");
        }
    }
    for why in &refused {
        assert!(why.starts_with(char::is_uppercase) && why.ends_with('.'), "{why}");
        assert!(why.split_whitespace().count() >= 3, "{why}");
    }
    assert!(refused.len() >= 9, "{refused:?}");
}

#[test]
fn no_command_of_the_catalogue_panics_in_any_situation() {
    for mut session in situations() {
        for _ in 0..2 {
            for command in catalogue() {
                session.handle(command);
                session.pass_time(0.3);
            }
        }
        assert_eq!(session.shown().len(), session.listed().len());
    }
}

#[test]
fn commands_of_window_and_panes_become_effects() {
    let mut session = example();
    for (command, effect) in [
        (Command::ExportPicture, Effect::Show(Sheetlet::Picture)),
        (Command::CopyPicture, Effect::CopyPicture),
        (Command::TypeDates, Effect::Focus(Field::WindowStart)),
        (Command::FindText, Effect::Focus(Field::Search)),
        (Command::TogglePane(Pane::List), Effect::TogglePane(Pane::List)),
        (Command::HidePanes, Effect::HidePanes),
        (Command::FullScreen, Effect::FullScreen),
        (Command::SetTheme(ThemeChoice::Dark), Effect::SetTheme(ThemeChoice::Dark)),
        (Command::ToggleSheetlet(Sheetlet::About), Effect::Show(Sheetlet::About)),
    ] {
        assert_eq!(session.handle(command), [effect]);
    }
    let at = LonLat::new(70.1891, 37.7604).unwrap();
    let copied = session.handle(Command::CopyCoordinates(at));
    assert_eq!(copied, [Effect::CopyText("37.7604, 70.1891".to_owned())]);
}

#[test]
fn what_is_kept_of_the_answers_is_what_would_be_answered_anew() {
    let mut session = example();
    let ids: Vec<IncidentId> = session.listed().iter().take(6).cloned().collect();
    let edit = |place: usize, change| Command::Perform(Action::Edit { id: ids[place].clone(), change });
    let toll = |best| marz::model::Toll { best: Some(best), ..Default::default() };
    let when = |from, to| marz::model::When::on(days(from, to), marz::model::DatePrecision::Range);
    let type_of = |session: &Session| session.facets()[0].1[0].value.to_string();
    let most = type_of(&session);
    let commands = [
        edit(0, Change::Notes("Seen again.".to_owned())),
        edit(1, Change::Killed(toll(400))),
        edit(2, Change::EventType("talks".to_owned())),
        Command::ToggleFacet(Facet::Type, most.clone()),
        edit(0, Change::EventType(most.clone())),
        edit(1, Change::EventType("talks".to_owned())),
        edit(2, Change::Wounded(toll(7))),
        Command::SetWindow(Window::of(days("2024-02-10", "2026-03-09"))),
        edit(3, Change::When(when("2025-02-10", "2025-04-09"))),
        edit(3, Change::Tags(vec!["seen".to_owned()].into())),
        Command::ToggleFacet(Facet::Tag, "seen".to_owned()),
        edit(3, Change::Tags(Vec::new().into())),
        Command::Undo,
        Command::Undo,
        Command::Redo,
        Command::ToggleFacet(Facet::Type, most),
        edit(4, Change::When(when("2020-02-10", "2020-02-12"))),
        Command::SetWindow(Window::default()),
        Command::Undo,
    ];
    for command in commands {
        let said = format!("{command:?}");
        session.handle(command);
        let mut anew = session_on(session.document().clone());
        for (facet, values) in &session.view().filter.chosen {
            for value in values {
                anew.handle(Command::ToggleFacet(*facet, value.clone()));
            }
        }
        anew.handle(Command::SetWindow(session.view().window));
        assert_eq!(session.listed(), anew.listed(), "{said}");
        assert_eq!(session.facets(), anew.facets(), "{said}");
        assert_eq!(session.summary(), anew.summary(), "{said}");
        assert_eq!(session.spans(), anew.spans(), "{said}");
        let bins = |session: &Session| session.histogram().bins.iter().map(|bin| bin.shown).sum::<f64>();
        assert!((bins(&session) - bins(&anew)).abs() < 1e-6, "{said}");
    }
}

#[test]
fn messages_that_only_confirm_go_away_and_the_others_stay() {
    let mut session = example();
    session.say(Tone::Done, "Saved.");
    session.say(Tone::Trouble, "Not saved.");
    session.say(Tone::Trouble, "Not saved.");
    assert_eq!(session.messages().len(), 2, "said twice, shown once");
    // Whatever time has passed before a message is shown.
    session.age_messages(60.0);
    assert_eq!(session.messages().len(), 2);
    assert_eq!(session.seconds_to_next_message(), Some(6.0));
    session.age_messages(5.5);
    assert_eq!((session.messages().len(), session.seconds_to_next_message()), (2, Some(0.5)));
    session.age_messages(0.6);
    assert_eq!(session.seconds_to_next_message(), None);
    assert_eq!(session.messages().iter().map(|m| m.text.as_str()).collect::<Vec<_>>(), ["Not saved."]);
    session.handle(Command::DismissMessage(0));
    session.handle(Command::DismissMessage(7));
    assert!(session.messages().is_empty());
    for number in 0..20 {
        session.say(Tone::Trouble, format!("Trouble {number}."));
    }
    assert!(session.messages().len() <= 4, "the map must stay visible");
}

#[test]
fn the_document_given_to_a_save_shares_what_did_not_change() {
    let mut session = filed();
    session.handle(retitle("a", "Corrected"));
    let Effect::Write { document, .. } = session.write_to(path(), false) else { panic!("a write") };
    let same = |name: &str| {
        Arc::ptr_eq(&document.get(&id(name)).unwrap(), &session.document().get(&id(name)).unwrap())
    };
    assert!(same("a") && same("b") && same("c"));
}

#[test]
fn the_journal_is_told_each_change_once_and_how_many_came_after_a_save() {
    let mut session = filed();
    let told = |effects: Vec<Effect>| -> Vec<Entry> {
        let entry = |effect| if let Effect::Record { entry, .. } = effect { Some(*entry) } else { None };
        effects.into_iter().filter_map(entry).collect()
    };
    let first = session.document().incidents().next().unwrap().id.to_string();
    assert!(matches!(told(session.handle(retitle(&first, "one")))[..], [Entry::Did(_)]));
    assert!(told(session.handle(retitle(&first, "one"))).is_empty(), "what changes nothing is not told");
    assert!(matches!(told(session.handle(Command::Undo))[..], [Entry::Undid]));
    assert!(matches!(told(session.handle(Command::Redo))[..], [Entry::Redid]));
    assert!(told(session.handle(Command::SelectNext)).is_empty());
    let effect = session.write_to(path(), true);
    let Effect::Write { revision, .. } = effect else { panic!("{effect:?}") };
    session.handle(retitle(&first, "two"));
    let effects = session.saved(path(), revision, STAMP);
    assert!(
        effects.iter().any(|effect| matches!(effect, Effect::RecordSaved { later: 1, .. })),
        "{effects:?}"
    );
}

#[test]
fn a_window_that_accumulates_keeps_its_start_when_stepped_by_hand() {
    let mut session = example();
    let window = Window { first: Some(day("2010-01-01")), last: Some(day("2010-12-31")) };
    session.handle(Command::SetWindow(window));
    session.handle(Command::SetUnit(CalendarUnit::Year));
    session.handle(Command::ToggleCumulative);
    session.handle(Command::StepForward);
    assert_eq!(session.view().window, Window { first: window.first, last: Some(day("2011-12-31")) });
    session.handle(Command::StepBack);
    assert_eq!(session.view().window, window);
}

#[test]
fn a_search_in_many_records_waits_for_their_words_and_then_finds() {
    let many = (0..3_000).map(|number| {
        let mut incident = Incident::new(IncidentId::new(format!("{number:04}")));
        incident.title =
            if number == 7 { "Ҳамла бо дрон".to_owned() } else { "Patrol".to_owned() };
        incident
    });
    let document = document(many);
    let mut session = Session::on(environment(), document, File::Untitled, None);
    let _effects = session.handle(Command::SetSearch("хамла".to_owned()));
    assert!(session.waits_for_words());
    assert_eq!(session.shown().len(), 3_000, "the list stays until the words are read");
    session.unread_words().expect("they are to be read").read_words();
    session.words_read();
    assert!(!session.waits_for_words());
    assert_eq!(session.shown().iter().map(IncidentId::as_str).collect::<Vec<_>>(), ["0007"]);
}

#[test]
fn a_long_list_is_put_in_order_beside_the_window_and_does_not_jump_meanwhile() {
    let many = (0..6_000).map(|number: usize| {
        let mut one = incident(&format!("{number:04}"), "2025-11-26", "2025-11-26");
        // Some without a title, and many that compare as equal.
        one.title = if number.is_multiple_of(7) { String::new() } else { format!("{}", (number * 37) % 500) };
        one
    });
    let mut session = session_on(document(many));
    let expected = |session: &Session, direction| {
        analysis::sorted(session.document(), session.shown(), &SortKey::Title, direction)
    };
    assert!(session.unranked().is_none(), "the order of time is there at once");
    session.handle(Command::SortBy(SortKey::Title));
    assert_eq!(session.listed(), session.shown(), "until it is ready the list stays as it is");
    let ready = |session: &mut Session| {
        let (index, key) = session.unranked().expect("an order is to be made");
        index.clone().rank(&key.clone());
        session.ranked();
        assert!(session.unranked().is_none());
    };
    ready(&mut session);
    assert_eq!(session.listed().to_vec(), expected(&session, analysis::Direction::Ascending));
    session.handle(Command::SortBy(SortKey::Title));
    assert_eq!(
        session.listed().to_vec(),
        expected(&session, analysis::Direction::Descending),
        "turned round at once"
    );
    let before = session.listed().to_vec();
    session.handle(retitle("0001", "zzz"));
    assert_eq!(session.listed().to_vec(), before, "a change does not let the list jump");
    ready(&mut session);
    assert_eq!(session.listed()[0], id("0001"));
    assert_eq!(session.listed().to_vec(), expected(&session, analysis::Direction::Descending));
}
