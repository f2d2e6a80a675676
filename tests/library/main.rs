//! The rooms below the window, seen from outside. Test names are promises.

mod documents;
mod samples;

mod analysis;
mod carto;
mod export;
mod files;
mod journal;
mod native;
mod sample;
mod settings;
mod windows;
