//! The address of a tile source as it is typed, and the file that sources are kept in.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::store::tiles::{Template, TilePlace, load_sources};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(text) = std::str::from_utf8(bytes)
        && let Ok(template) = Template::read(text)
    {
        let address = template.address(TilePlace { z: 8, x: 176, y: 98 }, "abc", "secret", true);
        assert!(address.starts_with("https://") || address.starts_with("http://"), "{address}");
    }
    let folder = tempfile::tempdir_in("/dev/shm").expect("memory");
    std::fs::write(folder.path().join("map_sources.json"), bytes).expect("memory");
    load_sources(folder.path());
});
