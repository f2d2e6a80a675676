//! The rooms of the library, tested without a window.

mod carto;
mod export;
mod samples;
