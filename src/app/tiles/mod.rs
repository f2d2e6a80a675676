//! Map tiles: asked of a server by rules, read from files, decoded on threads, kept as textures.

mod painted;
mod resolver;
mod client;
mod board;
mod reader;
mod loader;
mod picture_tiles;
mod ground_tiles;
mod care;

pub use care::{Care, CareOutcome};
pub use client::{Client, Fetched};
pub use ground_tiles::GroundTiles;
pub use loader::{Loaded, TileLoader};
pub use painted::tile_picture;
pub use picture_tiles::PictureTiles;
