//! The settings file.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::store::Settings;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir_in("/dev/shm").expect("memory");
    std::fs::write(folder.path().join("settings.json"), bytes).expect("memory");
    let (settings, problem) = Settings::load(folder.path());
    if problem.is_none() {
        settings.save(folder.path()).expect("memory");
        let (_, problem) = Settings::load(folder.path());
        assert_eq!(problem, None, "what we write we read");
    }
});
