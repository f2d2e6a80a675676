//! The window, by the names that a screen reader gives and by the pointer: no display, no graphics card.

mod brief;
mod check;
mod comparing;
mod crowds;
mod desk;
mod editor;
mod imports;
mod frontier;
mod journal;
mod layers;
mod evidence;
mod exports;
mod pictures;
mod overlays;
mod place;
mod publication;
mod small;
mod storyboards;
mod table;
mod two_openers;
mod versions;
mod tiles;
mod views;

use std::collections::BTreeSet;

use eframe::egui::{Key, Modifiers, Pos2, ViewportCommand, accesskit::Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use marz::{
    analysis::Window,
    carto::Targeted,
    model::{Document, IncidentId, Metres},
    session::{Command, Mode, Sheetlet, Tone},
    store,
};

use desk::{Desk, is_field};

fn date(text: &str) -> jiff::civil::Date {
    text.parse().unwrap()
}

/// The example as a file of its own.
fn file_in(folder: &tempfile::TempDir) -> std::path::PathBuf {
    let path = folder.path().join("incidents.geojson");
    store::save(&path, &store::sample().0).unwrap();
    path
}

fn title(document: &Document, id: &IncidentId) -> String {
    document.get(id).unwrap().title.clone()
}

/// An incident with groups in its toll, with actors and sources.
fn a_rich_incident(document: &Document) -> IncidentId {
    let found = document.incidents().find(|incident| {
        !incident.killed.by_group.is_empty() && !incident.actors.is_empty() && !incident.sources.is_empty()
    });
    found.expect("the example has one").id.clone()
}

// Selecting

#[test]
fn a_click_on_a_marker_shows_the_incident_in_editor_and_list() {
    let mut desk = Desk::new();
    let (id, at) = desk.free_markers().first().cloned().expect("a marker that stands alone");
    desk.click(at);
    let incident = desk.selected().expect("a click selects");
    assert_eq!(incident.id, id);
    assert_eq!(desk.text_of("Title"), incident.title);
    assert_eq!(desk.selected_row(), Some(format!("{} · {}", incident.when, incident.title)));
    assert!(desk.session().history().steps().is_empty());
}

#[test]
fn stepping_keys_work_from_the_start_and_after_a_click_on_the_map() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    let listed = desk.session().listed().to_vec();
    assert_eq!(desk.selected().map(|i| i.id), Some(listed[0].clone()));
    let (id, at) = desk.free_markers().pop().unwrap();
    desk.click(at);
    let here = listed.iter().position(|other| *other == id).unwrap();
    let mut expected = here;
    for (key, step) in [(Key::J, 1), (Key::ArrowDown, 1), (Key::K, -1), (Key::ArrowUp, -1), (Key::K, -1)] {
        desk.key(key);
        expected = expected.saturating_add_signed(step).min(listed.len() - 1);
        let incident = desk.selected().unwrap();
        assert_eq!(incident.id, listed[expected], "{key:?} after a click on the map");
        assert_eq!(desk.text_of("Title"), incident.title);
        assert_eq!(desk.selected_row(), Some(format!("{} · {}", incident.when, incident.title)));
    }
}

#[test]
fn stepping_keys_work_after_a_click_on_a_row_and_on_a_button() {
    let mut desk = Desk::new();
    let listed = desk.session().listed().to_vec();
    let row = desk.harness.get_all_by_role(Role::ListItem).nth(2).unwrap().rect().center();
    desk.click(row);
    assert_eq!(desk.selected().map(|i| i.id), Some(listed[2].clone()));
    desk.key(Key::J);
    assert_eq!(desk.selected().map(|i| i.id), Some(listed[3].clone()));
    let next = desk.control(Role::Button, "Next incident (J)").rect().center();
    desk.click(next);
    desk.key(Key::K);
    assert_eq!(desk.selected().map(|i| i.id), Some(listed[3].clone()));
}

#[test]
fn a_screen_reader_can_press_a_marker() {
    let mut desk = Desk::new();
    let incident = desk.document().get(&desk.free_markers()[0].0).unwrap().as_ref().clone();
    let name = format!("Marker: {}", marz::session::incident_line(&incident));
    desk.control(Role::Button, &name).click_accesskit();
    desk.settle();
    assert_eq!(desk.selected().map(|i| i.id), Some(incident.id));
}

#[test]
fn a_stack_opens_into_a_ring_by_a_click_on_its_badge() {
    let mut desk = Desk::new();
    let scene = desk.scene();
    let (stack, at) = scene
        .targets
        .iter()
        .find_map(|target| match &target.what {
            Targeted::Stack(ids) => Some((ids.clone(), desk.in_window(target.centre))),
            Targeted::Incident(_) | Targeted::Crowd(_) | Targeted::Shelf => None,
        })
        .expect("the example has incidents on one point");
    let members = |desk: &Desk| {
        let scene = desk.scene();
        let of = |target: &marz::carto::Target| match &target.what {
            Targeted::Incident(id) => stack.contains(id),
            Targeted::Stack(_) | Targeted::Crowd(_) | Targeted::Shelf => false,
        };
        scene.targets.iter().filter(|target| of(target)).cloned().collect::<Vec<_>>()
    };
    assert!(members(&desk).is_empty(), "closed, its incidents have no marker of their own");
    desk.click(at);
    assert_eq!(desk.session().view().opened.as_ref(), stack.first());
    let ring = members(&desk);
    let distinct: BTreeSet<_> = ring.iter().map(|target| format!("{:?}", target.what)).collect();
    assert_eq!(distinct.len(), stack.len(), "opened, each has one");
    let last = ring.last().unwrap();
    let at = desk.in_window(last.centre);
    desk.click(at);
    let Targeted::Incident(id) = &last.what else { panic!("a member") };
    assert_eq!(desk.selected().map(|i| i.id).as_ref(), Some(id));
    assert_eq!(desk.session().view().opened.as_ref(), stack.first(), "selecting in the ring keeps it open");
    desk.key(Key::Escape);
    assert_eq!(desk.session().view().opened, None);
}

#[test]
fn a_drag_across_a_marker_pans_and_moves_no_incident() {
    let mut desk = Desk::new();
    let (id, at) = desk.free_markers()[0].clone();
    let (before, camera) = (desk.document(), desk.session().view().camera);
    desk.drag(at, at + vec2(-120.0, 40.0));
    let after = desk.session().view().camera;
    assert_ne!(after.centre, camera.centre, "the map was pulled");
    assert_eq!(desk.document(), before);
    assert_eq!(desk.selected(), None, "a drag is no click");
    let moved = desk.free_markers().into_iter().find(|(other, _)| *other == id).map(|(_, at)| at);
    if let Some(now) = moved {
        assert!(
            (now - at - vec2(-120.0, 40.0)).length() < 2.0,
            "the ground stays under the hand: {:?}",
            now - at
        );
    }
    desk.harness.key_press_modifiers(Modifiers::ALT, Key::ArrowLeft);
    desk.settle();
    assert_eq!(desk.session().view().camera, camera, "the way back");
}

// Time

/// The number of shown incidents as the list, the map and the status bar tell it.
fn assert_counts(desk: &Desk, shown: usize) {
    assert_eq!(desk.shown(), shown);
    let words = format!("{shown} of 60 shown");
    let told = desk.harness.query_all_by_label(&words).count();
    assert_eq!(told, 2, "“{words}” stands over the list and in the status bar");
    assert!(desk.reads(&format!("{shown} of 60 incidents shown")), "and is said of the map");
}

#[test]
fn a_typed_date_narrows_list_map_and_counts_alike() {
    let mut desk = Desk::new();
    assert_counts(&desk, 60);
    desk.key(Key::T);
    assert!(desk.field("Window start").is_focused(), "T brings the keyboard to the date");
    desk.enter("Window start", "2025-01-01");
    assert_eq!(desk.session().view().window, Window { first: Some(date("2025-01-01")), last: None });
    let since: usize = desk
        .document()
        .incidents()
        .filter(|incident| incident.when.span().is_some_and(|span| span.last() >= date("2025-01-01")))
        .count();
    assert!(since > 0 && since < 60);
    assert_counts(&desk, since);
    desk.enter("Window end", "2025-06");
    assert_eq!(desk.session().view().window.last, Some(date("2025-06-30")), "a month means its last day");
    let both = desk.shown();
    assert!(both < since);
    assert_counts(&desk, both);
    desk.key(Key::Num0);
    assert_counts(&desk, 60);
}

#[test]
fn a_date_that_does_not_exist_stays_in_the_field_and_is_not_taken() {
    let mut desk = Desk::new();
    desk.enter("Window start", "2025-02-30");
    assert!(desk.session().view().window.is_all());
    assert_eq!(desk.text_of("Window start"), "2025-02-30");
    desk.enter("Window start", "2025-02-28");
    assert_eq!(desk.session().view().window.first, Some(date("2025-02-28")));
}

#[test]
fn the_end_of_the_window_is_dragged_along_the_axis() {
    let mut desk = Desk::new();
    let chart = desk.control_where("timeline", |_, label| label.starts_with("Timeline: drag")).rect();
    let y = chart.center().y;
    let right = Pos2::new(chart.right() - 8.0, y);
    desk.drag(right, Pos2::new(chart.center().x, y));
    let window = desk.session().view().window;
    let axis = desk.session().timeline().axis(desk.session().today());
    assert_eq!(window.first, Some(axis.first()), "the other end stays");
    let last = window.last.expect("an end");
    assert!(axis.first() < last && last < axis.last(), "{last}");
    let shown = desk.shown();
    assert!(shown > 0 && shown < 60);
    assert_counts(&desk, shown);
    assert_eq!(desk.text_of("Window end"), last.to_string());
    // What was dragged is dragged on: to the left, then the whole window to the right.
    let middle = Pos2::new(chart.center().x, y);
    desk.drag(middle, middle - vec2(150.0, 0.0));
    let shorter = desk.session().view().window;
    assert!(shorter.last < window.last && shorter.first == window.first);
    let inside = Pos2::new(chart.left() + 60.0, y);
    desk.drag(inside, inside + vec2(100.0, 0.0));
    let moved = desk.session().view().window;
    assert!(moved.first > shorter.first && moved.last > shorter.last, "{moved:?}");
}

#[test]
fn the_window_steps_and_plays_by_keys() {
    let mut desk = Desk::new();
    desk.key(Key::Num4);
    desk.key(Key::Period);
    let first = desk.session().view().window;
    desk.key(Key::Period);
    let second = desk.session().view().window;
    assert!(first.first < second.first);
    desk.key(Key::Comma);
    assert_eq!(desk.session().view().window, first);
    desk.key(Key::Space);
    assert!(desk.session().timeline().playback.playing);
    desk.wait_until("the window has moved", |session| session.view().window != first);
    desk.key(Key::Space);
    assert!(!desk.session().timeline().playback.playing);
}

// Editing

#[test]
fn an_edited_title_is_undone_and_redone_by_keys() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    let incident = desk.selected().unwrap();
    desk.enter("Title", "A corrected title");
    assert_eq!(title(&desk.document(), &incident.id), "A corrected title");
    assert!(desk.selected_row().unwrap().ends_with("A corrected title"));
    assert!(desk.reads("unsaved changes") && desk.shell().title().starts_with('•'));
    desk.ctrl(Key::Z);
    assert_eq!(title(&desk.document(), &incident.id), incident.title);
    assert_eq!(desk.text_of("Title"), incident.title);
    assert!(!desk.reads("unsaved changes"));
    desk.harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    desk.settle();
    assert_eq!(title(&desk.document(), &incident.id), "A corrected title");
    desk.ctrl(Key::Z);
    desk.ctrl(Key::Y);
    assert_eq!(title(&desk.document(), &incident.id), "A corrected title");
    // The menu names the step.
    desk.control(Role::Button, "Edit").click();
    desk.settle();
    assert!(desk.reads("Undo: change title of"));
}

#[test]
fn escape_in_a_field_takes_back_what_was_typed_and_no_more() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    let (incident, document) = (desk.selected().unwrap(), desk.document());
    desk.write("Title", "A slip of the hand");
    desk.key(Key::Escape);
    assert_eq!(desk.document(), document);
    assert_eq!(desk.text_of("Title"), incident.title);
    assert_eq!(desk.selected(), Some(incident), "still selected");
    desk.key(Key::Escape);
    assert_eq!(desk.selected(), None, "the next Escape is the map's");
}

#[test]
fn typed_text_survives_a_click_on_another_incident() {
    let mut desk = Desk::new();
    let markers = desk.free_markers();
    let ((first, at), (second, other)) = (markers[0].clone(), markers[1].clone());
    desk.click(at);
    desk.write("Title", "Typed but not entered");
    desk.click(other);
    assert_eq!(desk.selected().map(|i| i.id), Some(second));
    assert_eq!(title(&desk.document(), &first), "Typed but not entered");
    // The same by the list.
    let row = desk.harness.get_all_by_role(Role::ListItem).next().unwrap().rect().center();
    desk.write("Place", "Typed too");
    let edited = desk.selected().unwrap().id;
    desk.click(row);
    assert_eq!(desk.document().get(&edited).unwrap().place.name.as_deref(), Some("Typed too"));
    assert_eq!(desk.session().history().steps().len(), 2);
}

#[test]
fn what_is_being_typed_is_saved_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let mut desk = Desk::on_file(&path);
    desk.key(Key::J);
    let id = desk.selected().unwrap().id;
    desk.write("Summary", "Typed when Ctrl+S was pressed.");
    desk.ctrl(Key::S);
    desk.wait_until("it is saved", |session| !session.is_changed() && !session.is_saving());
    let read = store::open(&path).unwrap().document;
    assert_eq!(read.get(&id).unwrap().summary, "Typed when Ctrl+S was pressed.");
}

#[test]
fn a_saved_edit_is_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let mut desk = Desk::on_file(&path);
    desk.key(Key::J);
    let id = desk.selected().unwrap().id;
    desk.enter("Title", "Corrected and saved");
    assert_eq!(title(&store::open(&path).unwrap().document, &id), title(&store::sample().0, &id));
    desk.ctrl(Key::S);
    desk.wait_until("it is saved", |session| !session.is_changed() && !session.is_saving());
    assert!(desk.messages().iter().any(|(tone, text)| *tone == Tone::Done && text.contains("Saved 60")));
    let document = desk.document();

    let mut again = Desk::on_file(&path);
    assert_eq!(again.document(), document);
    again.key(Key::J);
    assert_eq!(again.text_of("Title"), "Corrected and saved");
    let recent = again.shell().panes.recent.clone();
    assert_eq!(
        recent.first().map(|path| path.file_name().unwrap().to_owned()),
        path.file_name().map(Into::into)
    );
}

#[test]
fn a_file_opened_anew_shows_on_the_map_what_it_holds_now() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let mut desk = Desk::on_file(&path);
    let (id, at) = desk.free_markers()[0].clone();
    // Another program moves the incident.
    let mut document = store::sample().0;
    let mut incident = document.get(&id).unwrap().as_ref().clone();
    let old = incident.place.position.unwrap();
    incident.place.position = marz::model::LonLat::new(old.lon() + 0.4, old.lat()).ok();
    document = document.with_incident(incident);
    store::save(&path, &document).unwrap();
    desk.open(&path);
    desk.wait_until("the new content is here", |session| session.document() == &document);
    let still = desk.free_markers().iter().any(|(other, now)| *other == id && (*now - at).length() < 1.0);
    assert!(!still, "the marker stands where it stood before");
}

#[test]
fn impossible_values_are_refused_in_words_and_not_taken() {
    let mut desk = Desk::new();
    let with_point = desk.free_markers()[0].0.clone();
    desk.ask(Command::Select(Some(with_point)));
    let before = desk.document();
    for (field, text, words) in [
        ("Date", "2025-02-30", "there is no such day"),
        ("Date", "yesterday", "is not a date"),
        ("Position", "95, 170", "latitude"),
        ("Position", "somewhere", "neither as coordinates"),
        ("Radius, km", "-3", "radius must lie between"),
        ("Killed best", "many", "not a number of people"),
    ] {
        desk.write(field, text);
        assert!(desk.reads(words), "“{words}” is said while {text} is typed into {field}");
        desk.key(Key::Enter);
        assert_eq!(desk.document(), before, "{text} in {field} changed nothing");
        assert_eq!(desk.text_of(field), text, "what was typed can be corrected");
        assert!(desk.reads(&format!("{field} was not changed")));
        // Escape in the field takes it back.
        desk.field(field).focus();
        desk.settle();
        desk.key(Key::Escape);
        assert_ne!(desk.text_of(field), text);
        assert!(desk.selected().is_some(), "the first Escape is the field's");
    }
}

#[test]
fn a_low_count_above_the_best_is_taken_and_queried() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.enter("Killed best", "3");
    desk.enter("Killed low", "5");
    assert_eq!(desk.selected().unwrap().killed.low, Some(5), "findings never block work");
    assert!(desk.reads("Low is above best."));
    desk.enter("Killed low", "");
    assert_eq!(desk.selected().unwrap().killed.low, None, "empty is not stated");
    assert!(!desk.reads("Low is above best."));
}

#[test]
fn an_incident_is_moved_by_m_and_a_click_with_the_distance_shown() {
    let mut desk = Desk::new();
    let (id, at) = desk.free_markers()[0].clone();
    desk.click(at);
    desk.key(Key::M);
    assert!(matches!(desk.session().mode(), Mode::Move { .. }));
    let to = at + vec2(60.0, 30.0);
    desk.point(to);
    desk.settle();
    let shown = desk.session().moved_distance().expect("a distance");
    desk.click(to);
    let document = desk.document();
    let (old, new) =
        (store::sample().0.get(&id).unwrap().place.clone(), document.get(&id).unwrap().place.clone());
    let moved = old.position.unwrap().distance_to(new.position.unwrap());
    assert!((moved.0 - shown.0).abs() < 1500.0 && moved > Metres(5_000.0), "{moved} is not {shown}");
    assert_eq!(desk.session().history().steps().len(), 1);
    // Escape leaves the mode without moving.
    desk.key(Key::M);
    desk.key(Key::Escape);
    assert_eq!(*desk.session().mode(), Mode::Browse);
    assert_eq!(desk.selected().map(|i| i.id), Some(id));
}

#[test]
fn a_new_incident_is_titled_placed_and_deleted() {
    let mut desk = Desk::new();
    desk.ctrl(Key::I);
    assert_eq!(desk.document().len(), 61);
    assert!(desk.field("Title").is_focused(), "the first thing to do is to name it");
    desk.harness.event(eframe::egui::Event::Text("Shots at a post".to_owned()));
    desk.settle();
    let at = desk.map().center();
    desk.click(at);
    let incident = desk.selected().unwrap();
    assert_eq!(incident.title, "Shots at a post");
    assert!(incident.place.drawn_at().is_some(), "the click placed it");
    desk.key(Key::Delete);
    assert_eq!(desk.document().len(), 60);
    desk.ctrl(Key::Z);
    assert_eq!(desk.document().get(&incident.id).unwrap().title, "Shots at a post");
}

// Names

#[test]
fn every_control_has_a_name() {
    let mut desk = Desk::new();
    let rich = a_rich_incident(&desk.document());
    desk.ask(Command::Select(Some(rich)));
    desk.ask(Command::ToggleSheetlet(Sheetlet::Picture));
    desk.key(Key::Escape);
    let mut fields = Vec::new();
    let mut nameless = Vec::new();
    for node in desk.harness.root().children_recursive() {
        let node = node.accesskit_node();
        let role = node.role();
        let control = is_field(role)
            || matches!(
                role,
                Role::Button
                    | Role::CheckBox
                    | Role::ComboBox
                    | Role::Slider
                    | Role::SpinButton
                    | Role::Link
                    | Role::ListItem
                    | Role::MenuItem
                    | Role::RadioButton
            );
        let name = node.label().unwrap_or_default();
        if control && name.trim().is_empty() && !node.data().is_read_only() {
            nameless.push(format!("{role:?} at {:?}", node.raw_bounds()));
        }
        if control && is_field(role) {
            fields.push(name);
        }
    }
    assert_eq!(nameless, Vec::<String>::new());
    assert_eq!(desk.harness.unnamed_widgets(), Vec::<String>::new());
    for wanted in ["Killed, group 1", "Actor 1 name", "Source 1 address", "Search incidents", "Window end"] {
        assert!(fields.iter().any(|name| name == wanted), "no field is called “{wanted}”: {fields:?}");
    }
    let mut twice = fields.clone();
    twice.sort();
    twice.dedup();
    assert_eq!(twice.len(), fields.len(), "two fields of one name: {fields:?}");
}

#[test]
fn every_private_use_letter_is_an_icon_with_words_beside() {
    let mut desk = Desk::new();
    let rich = a_rich_incident(&desk.document());
    desk.ask(Command::Select(Some(rich)));
    let icons: Vec<String> = desk
        .harness
        .root()
        .children_recursive()
        .filter(|node| matches!(node.accesskit_node().role(), Role::Button | Role::ComboBox | Role::CheckBox))
        .filter_map(|node| node.accesskit_node().label())
        .filter(|label| label.chars().all(|letter| ('\u{e000}'..='\u{f8ff}').contains(&letter)))
        .collect();
    assert_eq!(icons, Vec::<String>::new(), "a screen reader cannot read an icon");
}

// Sheets

#[test]
fn small_windows_open_by_key_or_menu_and_close_by_escape() {
    let mut desk = Desk::new();
    desk.ask(Command::SelectFirst);
    let is_open = |desk: &Desk, sheet| desk.shell().panes.is_open(sheet);
    type Open = fn(&mut Desk);
    let ways: [(Sheetlet, &str, Open); 8] = [
        (Sheetlet::Shortcuts, "zoom to the box", |desk| desk.key(Key::Questionmark)),
        (Sheetlet::Shortcuts, "zoom to the box", |desk| {
            desk.harness.key_press_modifiers(Modifiers::SHIFT, Key::Questionmark);
            desk.settle();
        }),
        (Sheetlet::Palette, "Type to find something", |desk| desk.ctrl(Key::K)),
        (Sheetlet::Picture, "Line under the title", |desk| desk.ctrl(Key::E)),
        (Sheetlet::History, "Nothing has been changed", |desk| desk.ctrl(Key::H)),
        (Sheetlet::About, "SIL Open Font License", |desk| desk.menu("Help", "About Marz")),
        (Sheetlet::Report, "60 incidents", |desk| desk.menu("File", "What was read")),
        (Sheetlet::Project, "Credits of the data", |desk| desk.menu("File", "Title and credits")),
    ];
    for (sheet, words, open) in ways {
        open(&mut desk);
        assert!(is_open(&desk, sheet), "{sheet:?} is open");
        assert!(desk.reads(words) || desk.has_field(words), "{sheet:?} shows “{words}”");
        assert_eq!(desk.harness.unnamed_widgets(), Vec::<String>::new());
        desk.key(Key::Escape);
        assert!(!is_open(&desk, sheet), "{sheet:?} is closed by Escape");
        assert!(desk.selected().is_some(), "and Escape went no further");
    }
}

#[test]
fn keys_do_nothing_behind_an_open_sheet() {
    let mut desk = Desk::new();
    desk.ask(Command::SelectFirst);
    let (selected, document) = (desk.selected(), desk.document());
    desk.menu("Help", "About Marz");
    for key in [Key::J, Key::Delete, Key::Space, Key::Period, Key::M] {
        desk.key(key);
    }
    assert_eq!(
        (desk.selected(), desk.document()),
        (selected, document),
        "the user sees a sheet, not the map"
    );
    assert!(desk.session().view().window.is_all() && *desk.session().mode() == Mode::Browse);
    desk.key(Key::Escape);
    desk.key(Key::J);
    assert_ne!(desk.selected().map(|i| i.id), desk.session().listed().first().cloned());
}

#[test]
fn the_palette_finds_and_does_a_command() {
    let mut desk = Desk::new();
    desk.ctrl(Key::K);
    desk.harness.event(eframe::egui::Event::Text("last incid".to_owned()));
    desk.settle();
    desk.key(Key::Enter);
    assert!(!desk.shell().panes.is_open(Sheetlet::Palette));
    let last = desk.session().listed().last().cloned();
    assert_eq!(desk.selected().map(|i| i.id), last);
}

#[test]
fn the_picture_sheet_shows_a_preview() {
    let mut desk = Desk::new();
    desk.ctrl(Key::E);
    let begun = std::time::Instant::now();
    while desk.harness.query_by_label("Preview of the picture").is_none() {
        assert!(begun.elapsed().as_secs() < 60, "no preview");
        std::thread::sleep(std::time::Duration::from_millis(10));
        desk.harness.step();
    }
    assert!(desk.harness.query_by_label("Painting the preview…").is_none());
}

// Leaving

#[test]
fn an_unchanged_window_closes_at_once() {
    let mut desk = Desk::new();
    desk.close_window();
    let mut commands = desk.window_commands();
    desk.harness.step();
    commands.extend(desk.window_commands());
    assert!(commands.contains(&ViewportCommand::Close), "{commands:?}");
}

#[test]
fn closing_with_unsaved_changes_asks_and_each_answer_holds() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let mut desk = Desk::on_file(&path);
    desk.key(Key::J);
    let id = desk.selected().unwrap().id;
    // What is still being typed counts as a change.
    desk.write("Title", "Not yet saved");
    desk.close_window();
    assert!(desk.window_commands().contains(&ViewportCommand::CancelClose));
    desk.settle();
    assert!(desk.reads("Save the changes?"));
    desk.control(Role::Button, "Cancel").click();
    desk.settle();
    assert!(!desk.reads("Save the changes?") && desk.session().is_changed());
    assert_eq!(title(&desk.document(), &id), "Not yet saved");

    desk.ctrl(Key::Q);
    assert!(desk.reads("1 change that no file holds"));
    desk.key(Key::Escape);
    assert!(!desk.reads("Save the changes?"));

    desk.ctrl(Key::Q);
    desk.control(Role::Button, "Save").click();
    let mut closed = false;
    for _ in 0..400 {
        desk.harness.step();
        closed |= desk.window_commands().contains(&ViewportCommand::Close);
        if closed {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(closed, "saved, the window closes");
    assert_eq!(title(&store::open(&path).unwrap().document, &id), "Not yet saved");
}

#[test]
fn a_file_changed_by_another_program_is_not_overwritten() {
    let folder = tempfile::tempdir().unwrap();
    let path = file_in(&folder);
    let mut desk = Desk::on_file(&path);
    desk.key(Key::J);
    desk.enter("Title", "Mine");
    std::fs::write(&path, b"{\"type\":\"FeatureCollection\",\"features\":[]}").unwrap();
    desk.ctrl(Key::S);
    desk.wait_until("the save has come back", |session| !session.is_saving());
    assert!(desk.session().is_changed());
    assert!(desk.reads("another program changed the file"));
    assert!(store::open(&path).unwrap().document.is_empty(), "theirs is still there");
}

#[test]
fn a_file_that_cannot_be_read_leaves_the_document_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("noise.geojson");
    std::fs::write(&path, b"\xff\x00 no json").unwrap();
    let mut desk = Desk::new();
    desk.ask(Command::OpenPath(path));
    desk.wait_until("it is said", |session| session.messages().iter().any(|m| m.tone == Tone::Trouble));
    assert_eq!(desk.document().len(), 60);
    assert!(desk.reads("could not be opened"));
}
