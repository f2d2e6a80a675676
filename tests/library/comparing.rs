//! Two files beside each other, and three made into one: what differs is seen, and nothing of either side is lost.

use std::collections::BTreeSet;
use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use marz::{
    analysis::SKILLS,
    carto::{Camera, Mark, PicturePart, Point, Scene, Sheet, Theme, View, compose},
    cli::{Answer, Check, Diff, Merge, Verb},
    edit::{Action, Change, Sort, UNSETTLED_KEY, join, settlement, three_way, three_way_told, unsettled},
    model::{Document, Incident, LonLat, Place, Precision, Zoom},
    session::{Command, File, Session},
    store::{self, FileStamp, Opened, Report, formats::Beside, native},
};
use proptest::{collection::vec, prelude::*};

use crate::{
    diff::edited,
    documents::{any_action, any_document, document, id, incident, shared},
    session::environment,
};

fn at(lon: f64, lat: f64) -> Place {
    Place { position: LonLat::new(lon, lat).ok(), precision: Precision::Near, ..Place::default() }
}

fn placed(name: &str, lon: f64, lat: f64) -> Incident {
    Incident { place: at(lon, lat), ..incident(name, "2025-01-01", "2025-01-01") }
}

/// Records that stay, go and change.
fn here() -> Document {
    document([placed("gone", 69.5, 37.2), placed("moved", 70.0, 37.5), placed("said", 70.5, 37.9)])
}

/// Ten kilometres north, one more, one fewer, one with other words.
fn there() -> Document {
    let moved = Incident { place: at(70.0, 37.59), ..placed("moved", 0.0, 0.0) };
    let said = Incident { notes: "other words".to_owned(), ..placed("said", 70.5, 37.9) };
    document([moved, said, placed("new", 71.0, 38.0)])
}

fn beside(document: Document) -> Beside {
    let stamp = FileStamp { modified: None, len: 1, content: None };
    Beside { opened: Opened { document, report: Report::default(), stamp }, is_native: true }
}

fn compared(with: Document) -> Session {
    let mut session = Session::on(environment(), here(), File::Untitled, None);
    let path = Path::new("other.geojson");
    let found = session.sides(path).against(beside(with));
    session.compared(path, Ok(found));
    session
}

fn scene(session: &Session) -> Scene {
    let camera = Camera { centre: LonLat::new(70.3, 37.6).unwrap(), zoom: Zoom(8.0) };
    let mut view = View { camera, ..session.view().clone() };
    view.layers.legend = true;
    compose(session.document(), &[], 0, &view, &Sheet::window(Point { x: 1200.0, y: 800.0 }))
}

fn marks(scene: &Scene, wanted: PicturePart) -> Vec<Mark> {
    let parts = scene.parts.iter().filter(|(part, _)| *part == wanted);
    parts.flat_map(|(_, marks)| marks.iter().cloned()).collect()
}

fn texts(marks: &[Mark]) -> String {
    let words = marks.iter().filter_map(|mark| match mark {
        Mark::Text(text) => Some(text.text.to_string()),
        _ => None,
    });
    words.collect::<Vec<_>>().join(" | ")
}

#[test]
fn a_compared_file_stands_on_the_map_with_how_far_things_moved_and_the_legend_says_what_is_seen() {
    let session = compared(there());
    let sorts: Vec<Sort> = session.comparing().unwrap().differences.iter().map(|one| one.sort).collect();
    assert_eq!(sorts, [Sort::Removed, Sort::Moved, Sort::Added, Sort::Changed]);
    let scene = scene(&session);
    assert!(texts(&marks(&scene, PicturePart::Compared)).contains("9.989 km"), "as GeographicLib says");
    let legend = texts(&marks(&scene, PicturePart::Furniture));
    for words in ["Compared with other.geojson", "Only there", "Only here", "Moved", "Says something else"] {
        assert!(legend.contains(words), "{words}: {legend}");
    }
    let only_new = compared(here().with_incident(placed("new", 71.0, 38.0)));
    let legend = texts(&marks(&self::scene(&only_new), PicturePart::Furniture));
    assert!(legend.contains("Only there") && !legend.contains("Only here"), "{legend}");
}

#[test]
fn the_signs_of_a_comparison_differ_without_their_colours() {
    let bare = |sort: Sort| {
        let other = match sort {
            Sort::Added => here().with_incident(placed("new", 71.0, 38.0)),
            Sort::Removed => here().without_incident(&id("gone")),
            Sort::Moved => here().with_incident(placed("moved", 70.0, 37.59)),
            Sort::Changed => {
                here().with_incident(Incident { notes: "other".to_owned(), ..placed("said", 70.5, 37.9) })
            }
        };
        let mut session = compared(other);
        session.set_theme(Theme::Print);
        let all = marks(&scene(&session), PicturePart::Compared).into_iter();
        let kinds = all.map(|mark| match mark {
            Mark::Circle { radius, .. } => format!("circle {radius}"),
            Mark::Line { points, .. } => format!("line {}", (points[0].x - points[1].x).abs() < 0.1),
            Mark::Symbol { .. } => "head".to_owned(),
            _ => "words".to_owned(),
        });
        kinds.collect::<Vec<_>>()
    };
    let all: BTreeSet<Vec<String>> =
        [Sort::Added, Sort::Removed, Sort::Moved, Sort::Changed].map(bare).into_iter().collect();
    assert_eq!(all.len(), 4);
}

#[test]
fn what_is_taken_of_another_file_is_one_step_and_ends_the_comparison() {
    let mut session = compared(there());
    session.handle(Command::TakeDifferences([1, 2].into()));
    assert_eq!(session.document().get(&id("moved")).unwrap().place, at(70.0, 37.59));
    assert!(session.document().get(&id("new")).is_some() && session.document().get(&id("gone")).is_some());
    assert!(session.comparing().is_none() && marks(&scene(&session), PicturePart::Compared).is_empty());
    session.handle(Command::Undo);
    assert_eq!(*session.document(), here());
}

#[test]
fn work_done_while_a_file_was_being_read_is_compared_too() {
    let mut session = Session::on(environment(), here(), File::Untitled, None);
    let path = Path::new("other.geojson");
    let found = session.sides(path).against(beside(there()));
    session.handle(Command::Perform(Action::Remove(id("gone"))));
    let effects = session.compared(path, Ok(found));
    assert_eq!(effects, [marz::session::Effect::ReadToCompare(path.to_owned())]);
}

/// Runs a verb as the terminal does.
fn diff(a: &Path, b: &Path, json: bool) -> Answer {
    Verb::Diff(Diff { a: a.to_owned(), b: b.to_owned(), json }).answer()
}

fn saved(folder: &Path, name: &str, document: &Document) -> PathBuf {
    let path = folder.join(name);
    store::save(&path, document).unwrap();
    path
}

#[test]
fn the_verb_diff_ends_with_0_where_files_hold_the_same_1_where_they_differ_2_where_one_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (saved(folder.path(), "a.geojson", &here()), saved(folder.path(), "b.geojson", &there()));
    assert_eq!(diff(&a, &a, false), Answer::default());
    let differ = diff(&a, &b, false);
    assert_eq!(differ.code, 1);
    for line in ["- gone gone", "+ new new", "place (moved by 9.989 km):", "notes: nothing → “other words”"]
    {
        assert!(differ.words.contains(line), "{line}\n{}", differ.words);
    }
    let value: serde_json::Value = serde_json::from_str(&diff(&a, &b, true).words).unwrap();
    assert_eq!((&value["added"], &value["moved"]), (&1.into(), &1.into()));
    assert_eq!(value["differences"][1]["metres"], 9988.9);
    let missing = diff(&a, &folder.path().join("none.geojson"), false);
    assert_eq!(missing.code, 2);
    assert!(missing.trouble.contains("none.geojson"));
}

#[test]
fn a_table_is_compared_with_the_file_that_was_made_of_it() {
    let Some(table) = shared("corpora/incidents/ucdp_ged_23.1_sample1000.csv") else { return };
    let folder = tempfile::tempdir().unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_marz"));
    let imported =
        store::formats::open_beside(&table, &SKILLS, program, &mut |_| ControlFlow::Continue(())).unwrap();
    assert!(!imported.is_native && imported.opened.document.len() == 1000);
    let native = saved(folder.path(), "made.geojson", &imported.opened.document);
    for sides in [[&table, &native], [&native, &table]] {
        let output = std::process::Command::new(program).arg("diff").args(sides).output().unwrap();
        assert_eq!((output.status.code(), output.stdout), (Some(0), Vec::new()));
    }
}

fn edit(name: &str, change: Change) -> Action {
    Action::Edit { id: id(name), change }
}

fn title(text: &str) -> Change {
    Change::Title(text.to_owned())
}

proptest! {
    #![proptest_config(crate::chance::cases(256))]

    #[test]
    fn a_merge_holds_all_that_one_side_changed_and_lists_the_rest(base in any_document(), here in vec(any_action(), 0..5), there in vec(any_action(), 0..5)) {
        let (ours, theirs) = (edited(&base, &here), edited(&base, &there));
        let joined = join(&base, &ours, &theirs).unwrap();
        let written = native::write(&joined.document);
        let (read, _) = native::read(&written).unwrap();
        prop_assert_eq!(&unsettled(&read), &joined.conflicts, "the list outlives the disk");
        let all: BTreeSet<usize> = (0..joined.conflicts.len()).collect();
        let none = BTreeSet::new();
        let theirs_all = settlement(&joined.document, &all, &none, String::new()).apply(&joined.document).unwrap();
        let ours_all = settlement(&joined.document, &none, &all, String::new()).apply(&joined.document).unwrap();
        for settled in [&theirs_all, &ours_all] {
            prop_assert!(unsettled(settled).is_empty());
            prop_assert!(!settled.members().contains_key(UNSETTLED_KEY));
        }
        prop_assert!(three_way(&base, &theirs_all, &theirs).is_empty(), "nothing of theirs is lost");
        prop_assert!(three_way(&base, &ours_all, &ours).is_empty(), "nothing of ours is lost");
    }
}

#[test]
fn a_conflict_of_a_merge_is_settled_in_the_window_one_by_one_and_can_be_undone() {
    let start = document([placed("a", 70.0, 37.0), placed("b", 70.0, 37.0)]);
    let ours = edited(&start, &[edit("a", title("ours")), edit("b", title("ours"))]);
    let theirs = edited(&start, &[edit("a", title("theirs")), edit("b", title("theirs"))]);
    let joined = join(&start, &ours, &theirs).unwrap();
    assert_eq!(joined.document.get(&id("a")).unwrap().title, "ours");
    let mut session = Session::on(environment(), start, File::Untitled, None);
    let stamp = FileStamp { modified: None, len: 1, content: None };
    session.opened(PathBuf::from("m.geojson"), joined.document, Report::default(), stamp);
    assert!(session.messages().iter().any(|message| message.text.starts_with("2 conflicts of a merge")));
    session.handle(Command::SettleConflicts);
    session.handle(Command::Settle { chosen: [1].into(), refused: BTreeSet::new() });
    assert_eq!(session.document().get(&id("b")).unwrap().title, "theirs");
    assert_eq!(session.unsettled_conflicts(), 1);
    session.handle(Command::SettleConflicts);
    session.handle(Command::Settle { chosen: BTreeSet::new(), refused: [0].into() });
    assert_eq!(session.document().get(&id("a")).unwrap().title, "ours");
    assert_eq!(session.unsettled_conflicts(), 0);
    session.handle(Command::Undo);
    session.handle(Command::Undo);
    assert_eq!(session.unsettled_conflicts(), 2);
    assert_eq!(session.document().get(&id("b")).unwrap().title, "ours");
}

#[test]
fn a_damaged_side_is_not_merged_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let base = saved(folder.path(), "base.geojson", &here());
    let ours = saved(folder.path(), "ours.geojson", &here());
    let theirs = folder.path().join("theirs.geojson");
    let whole = native::write(&there());
    fs::write(&theirs, &whole[..whole.len() * 2 / 3]).unwrap();
    let before = fs::read(&ours).unwrap();
    let merge = Merge { base, ours: ours.clone(), theirs, name: None, json: false };
    let answer = Verb::Merge(merge).answer();
    assert!(answer.code > 128 && answer.trouble.contains("damaged"), "{answer:?}");
    assert_eq!(fs::read(&ours).unwrap(), before);
}

#[test]
fn check_and_info_speak_to_programs_and_check_ends_with_what_it_found() {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(folder.path(), "a.geojson", &here());
    let check = |path: &Path| Verb::Check(Check { file: Some(path.to_owned()), json: true }).answer();
    let value = |answer: &Answer| serde_json::from_str::<serde_json::Value>(&answer.words).unwrap();
    let sound = check(&path);
    assert_eq!(
        (sound.code, &value(&sound)["incidents"], &value(&sound)["sound"]),
        (0, &3.into(), &true.into())
    );
    let theirs = edited(&here(), &[edit("said", title("theirs"))]);
    let ours = edited(&here(), &[edit("said", title("ours"))]);
    let merged = saved(folder.path(), "m.geojson", &join(&here(), &ours, &theirs).unwrap().document);
    let waiting = check(&merged);
    assert_eq!((waiting.code, &value(&waiting)["conflicts"]), (1, &1.into()));
    let cut = folder.path().join("cut.geojson");
    let whole = native::write(&here());
    fs::write(&cut, &whole[..whole.len() * 2 / 3]).unwrap();
    assert_eq!((check(&cut).code, check(&folder.path().join("none.geojson")).code), (1, 2));
    let output =
        std::process::Command::new(env!("CARGO_BIN_EXE_marz")).args(["info", "--json"]).arg(&path).output();
    let info: serde_json::Value = serde_json::from_slice(&output.unwrap().stdout).unwrap();
    assert_eq!(info["bounds"], serde_json::json!([69.5, 37.2, 70.5, 37.9]));
    assert_eq!((&info["first_day"], &info["incidents"]), (&"2025-01-01".into(), &3.into()));
}

#[test]
fn completions_and_the_manual_name_every_verb() {
    let completions = |shell| Verb::Completions(marz::cli::Completions { shell }).answer().words;
    let all = [
        completions(clap_complete::Shell::Bash),
        completions(clap_complete::Shell::Zsh),
        completions(clap_complete::Shell::Fish),
        Verb::Man.answer().words,
    ];
    for text in &all {
        for verb in ["diff", "merge", "check", "convert", "export"] {
            assert!(text.to_lowercase().contains(verb), "{verb}");
        }
        assert!(!text.contains("read-foreign"), "what is hidden stays hidden");
    }
}

#[test]
fn a_comparison_tells_how_far_it_is_and_is_broken_off() {
    let (mut told, sides) = (Vec::new(), (here(), there()));
    let whole = three_way_told(&sides.0, &sides.0, &sides.1, &mut |done, all| {
        told.push((done, all));
        ControlFlow::Continue(())
    });
    assert_eq!(whole, Some(three_way(&sides.0, &sides.0, &sides.1)));
    assert_eq!(told, [(0, 4)]);
    assert_eq!(three_way_told(&sides.0, &sides.0, &sides.1, &mut |_, _| ControlFlow::Break(())), None);
}
