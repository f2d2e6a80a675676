//! A GeoPackage: any bytes as a geometry, and a sound file with bytes changed.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use marz::{
    analysis::projected::to_degrees,
    store::formats::shapes::{Limits, read},
};

const TABLES: &str = "CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT, srs_id INTEGER, organization TEXT,
      organization_coordsys_id INTEGER);
    CREATE TABLE gpkg_contents (table_name TEXT, data_type TEXT, srs_id INTEGER);
    CREATE TABLE gpkg_geometry_columns (table_name TEXT, column_name TEXT, geometry_type_name TEXT, srs_id INTEGER);
    INSERT INTO gpkg_spatial_ref_sys VALUES ('WGS 84', 4326, 'EPSG', 4326);
    INSERT INTO gpkg_contents VALUES ('a', 'features', 4326);
    INSERT INTO gpkg_geometry_columns VALUES ('a', 'g', 'GEOMETRY', 4326);
    CREATE TABLE a (fid INTEGER PRIMARY KEY, g BLOB, name TEXT);";

fn with_geometry(blob: &[u8]) -> Vec<u8> {
    let folder = tempfile::tempdir_in("/dev/shm").expect("memory");
    let path = folder.path().join("x.gpkg");
    let database = rusqlite::Connection::open(&path).expect("memory");
    database.execute_batch(TABLES).expect("a sound file");
    database.execute("INSERT INTO a (g, name) VALUES (?1, 'x')", [blob]).expect("a sound file");
    drop(database);
    std::fs::read(&path).expect("memory")
}

static SOUND: LazyLock<Vec<u8>> =
    LazyLock::new(|| with_geometry(b"GP\0\x01\0\0\0\0\x01\x01\0\0\0\0\0\0\0\0\x60\x51\x40\0\0\0\0\0\xc0\x42\x40"));

fuzz_target!(|bytes: &[u8]| {
    let file = match bytes.split_first() {
        Some((kind, blob)) if kind % 2 == 0 => with_geometry(&[b"GP\0\x01\0\0\0\0", blob].concat()),
        Some((_, changes)) => {
            let mut file = SOUND.clone();
            for change in changes.chunks_exact(4) {
                let at = u32::from_le_bytes([change[0], change[1], change[2], 0]) as usize % file.len();
                file[at] = change[3];
            }
            file
        }
        None => return,
    };
    let folder = tempfile::tempdir_in("/dev/shm").expect("memory");
    let path = folder.path().join("x.gpkg");
    std::fs::write(&path, file).expect("memory");
    let _ = read(&path, None, Limits::USUAL, &to_degrees);
});
