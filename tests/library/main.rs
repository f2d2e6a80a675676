//! The rooms below the window, seen from outside. Test names are promises.

mod documents;
mod samples;

mod analysis;
mod carto;
mod edit;
mod edtf;
mod export;
mod files;
mod journal;
mod layering;
mod native;
mod sample;
mod session;
mod settings;
mod when;
mod windows;
