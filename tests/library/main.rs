//! The rooms below the window, seen from outside. Test names are promises.

mod documents;
mod samples;

mod analysis;
mod carto;
mod edit;
mod export;
mod files;
mod frontier;
mod journal;
mod layering;
mod native;
mod review;
mod sample;
mod session;
mod settings;
mod taxonomy;
mod windows;
