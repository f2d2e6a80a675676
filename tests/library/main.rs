//! The rooms below the window, seen from outside. Test names are promises.

mod documents;

mod files;
mod native;
mod sample;
mod settings;
