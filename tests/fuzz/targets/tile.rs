//! The picture of a tile, as a server sends it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use marz::store::tiles::decode_tile;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(image) = decode_tile(bytes) {
        assert!(image.width() <= 4096 && image.height() <= 4096);
    }
});
