//! What happens to the work when the program, the disk or the machine fails.
//!
//! The common run is short. `MARZ_LONG=1 cargo test --release --test faults -- --nocapture` runs all of it and prints
//! the figures.

#[cfg(feature = "window")]
mod areas;
mod child;
mod corpora;
mod damage;
mod dice;
mod evidence;
mod foreign;
mod journal;
mod merge_driver;
mod power;
mod save;
mod sessions;
#[cfg(feature = "window")]
mod alone;
mod bad_server;
#[cfg(feature = "window")]
mod map_server;
#[cfg(feature = "window")]
mod tiles;
mod two_openers;

/// Whether the long run is asked for.
fn long() -> bool {
    std::env::var_os("MARZ_LONG").is_some()
}
