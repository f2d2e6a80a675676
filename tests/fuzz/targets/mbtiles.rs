//! A file of tiles, with bytes of a sound one changed.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use marz::store::tiles::{MbTiles, TilePlace};

static SOUND: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let folder = tempfile::tempdir_in("/dev/shm").expect("memory");
    let path = folder.path().join("x.mbtiles");
    let database = rusqlite::Connection::open(&path).expect("memory");
    database
        .execute_batch(
            "CREATE TABLE metadata (name TEXT, value TEXT);
             CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
             CREATE UNIQUE INDEX place ON tiles (zoom_level, tile_column, tile_row);
             INSERT INTO metadata VALUES ('name', 'x'), ('format', 'png'), ('minzoom', '0'), ('maxzoom', '2');
             INSERT INTO tiles VALUES (0, 0, 0, x'89504E47'), (1, 0, 1, x'89504E47'), (2, 2, 1, x'89504E47');",
        )
        .expect("a sound file");
    drop(database);
    std::fs::read(&path).expect("memory")
});

fuzz_target!(|bytes: &[u8]| {
    let mut file = SOUND.clone();
    for change in bytes.chunks_exact(4) {
        let at = u32::from_le_bytes([change[0], change[1], change[2], 0]) as usize % file.len();
        file[at] = change[3];
    }
    let folder = tempfile::tempdir_in("/dev/shm").expect("memory");
    let path = folder.path().join("x.mbtiles");
    std::fs::write(&path, file).expect("memory");
    if let Ok(tiles) = MbTiles::open(&path) {
        for (z, x, y) in [(0, 0, 0), (1, 0, 0), (2, 2, 2)] {
            let _ = tiles.tile(TilePlace { z, x, y });
        }
    }
});
