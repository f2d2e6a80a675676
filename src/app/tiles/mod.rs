//! Map tiles: asked of a server by rules, read from files, decoded on threads, kept as textures.

mod resolver;
mod client;

pub use client::{Client, Fetched};
