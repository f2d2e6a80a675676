//! Settings: remembered when they can be, harmless when they cannot.

use std::fs;
use std::path::{Path, PathBuf};

use marz::store::{LabelLanguage, Settings, ThemeChoice, WindowPlace, settings_dir, state_dir};

#[test]
fn settings_come_back_as_they_were_left() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("new").join("marz");
    let mut settings = Settings { theme: ThemeChoice::Dark, ..Settings::default() };
    settings.label_language = LabelLanguage::Tajik;
    settings.notation = marz::store::Notation::Mgrs;
    settings.remember(Path::new("/a/Рӯзнома.geojson"));
    settings.window =
        Some(WindowPlace { width: 1280.5, height: 720.0, position: Some((-4.0, 30.0)), maximized: true });
    settings.panels.editor_visible = false;
    settings.export_preset = Some("A4 300 dpi".to_owned());
    settings.save(&home).unwrap();
    assert_eq!(Settings::load(&home), (settings, None));
}

#[test]
fn without_a_file_the_usual_settings_are_used_in_silence() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(Settings::load(&folder.path().join("none")), (Settings::default(), None));
    assert!(fs::read_dir(folder.path()).unwrap().next().is_none());
}

#[test]
fn a_damaged_file_is_moved_aside_and_reported() {
    for damage in ["{\"theme\": \"da", "7", "{\"theme\": 5}", "\u{0}\u{0}"] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("settings.json"), damage).unwrap();
        let (settings, problem) = Settings::load(folder.path());
        assert_eq!(settings, Settings::default());
        assert!(problem.unwrap().contains("settings.damaged.json"));
        assert_eq!(fs::read_to_string(folder.path().join("settings.damaged.json")).unwrap(), damage);
        assert_eq!(Settings::load(folder.path()), (Settings::default(), None));
    }
}

#[test]
fn settings_of_another_version_are_used_as_far_as_they_go() {
    let folder = tempfile::tempdir().unwrap();
    let text = r#"{"theme":"light","future":{"x":1},"panels":{"list_width":200.0},"window":{"width":1,"height":1},"recent_files":["a","b","a"]}"#;
    fs::write(folder.path().join("settings.json"), text).unwrap();
    let (settings, problem) = Settings::load(folder.path());
    assert_eq!(problem, None);
    assert_eq!(settings.theme, ThemeChoice::Light);
    assert!((settings.panels.list_width - 200.0).abs() < f32::EPSILON && settings.panels.editor_visible);
    assert_eq!(settings.window, None);
    assert_eq!(settings.recent_files, [PathBuf::from("a"), PathBuf::from("b")]);
}

#[test]
fn recent_files_are_ten_with_the_latest_first_and_no_doubles() {
    let mut settings = Settings::default();
    for number in 0..12 {
        settings.remember(Path::new(&format!("{number}")));
    }
    settings.remember(Path::new("5"));
    let names: Vec<&str> = settings.recent_files.iter().map(|path| path.to_str().unwrap()).collect();
    assert_eq!(names, ["5", "11", "10", "9", "8", "7", "6", "4", "3", "2"]);
    settings.forget(Path::new("11"));
    assert_eq!(settings.recent_files[1], Path::new("10"));
}

#[test]
fn there_is_a_folder_for_settings() {
    // The variable itself is set by whoever starts the program; a test must not change it for its neighbours.
    match std::env::var_os("MARZ_CONFIG_DIR") {
        Some(folder) if !folder.is_empty() => assert_eq!(settings_dir(), Some(folder.into())),
        Some(_) | None => assert!(settings_dir().is_none_or(|folder| folder.ends_with("marz"))),
    }
}

#[test]
fn there_is_a_folder_for_work_in_progress() {
    match std::env::var_os("MARZ_STATE_DIR") {
        Some(folder) if !folder.is_empty() => assert_eq!(state_dir(), Some(folder.into())),
        Some(_) | None => assert!(state_dir().is_none_or(|folder| folder.ends_with("marz"))),
    }
}
