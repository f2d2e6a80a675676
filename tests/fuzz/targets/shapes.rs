//! Files of shapes, of whatever kind their first bytes say: GeoJSON, KML, KMZ, GPX, shapefiles loose and zipped.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::{
    analysis::projected::to_degrees,
    store::formats::shapes::{Limits, ShapeFile, read_bytes},
};

fuzz_target!(|bytes: &[u8]| {
    let limits = Limits { bytes: 8 << 20, features: 10_000, vertices: 100_000, text: 1 << 20, whole: false };
    match read_bytes(bytes.to_vec(), None, limits, &to_degrees) {
        Ok(ShapeFile::Layer(layer)) => {
            assert!(layer.features.len() + layer.without_shape <= layer.rows);
            for [lon, lat] in layer.features.iter().flat_map(|one| &one.parts).flat_map(|part| part.coordinates()) {
                assert!(lon.abs() <= 180.0 && lat.abs() <= 90.0);
            }
        }
        Ok(ShapeFile::Layers(names)) => {
            if let Some((name, _)) = names.first() {
                let _ = read_bytes(bytes.to_vec(), Some(name), limits, &to_degrees);
            }
        }
        Err(_) => {}
    }
});
