//! The thread that draws the window does nothing that takes long. In builds for testing, what must not be done there
//! says so: every test that shows tiles would fail.

use std::cell::Cell;

thread_local! {
    static DRAWS: Cell<bool> = const { Cell::new(false) };
}

/// This thread draws the window.
pub(super) fn is_this_one() {
    DRAWS.set(true);
}

/// This takes long.
pub(super) fn is_not_this_one(what: &str) {
    debug_assert!(!DRAWS.get(), "{what} on the thread that draws the window");
}

#[cfg(test)]
mod tests {
    use crate::{app::tiles::tile_picture, carto::Theme, store::tiles::TilePlace};

    #[test]
    fn a_tile_decoded_where_the_window_is_drawn_is_told() {
        let place = TilePlace { z: 0, x: 0, y: 0 };
        let decode = move || tile_picture(b"no picture", place, place, Theme::Light).is_err();
        assert!(std::thread::spawn(decode).join().unwrap(), "elsewhere it is read, and refused");
        let drawing = std::thread::spawn(move || {
            super::is_this_one();
            decode()
        });
        assert!(drawing.join().is_err());
    }
}
