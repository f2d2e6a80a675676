//! Map tiles: asked of a server by rules, read from files, decoded on threads, kept as textures.

mod painted;
mod resolver;
mod client;
mod board;
mod reader;
mod loader;
mod picture_tiles;
mod ground_tiles;
mod area_saver;
mod care;

pub use area_saver::{AreaNews, AreaSaver, tiles_of_area};
pub use care::{Care, CareOutcome};
pub use client::{Client, Fetched};
pub use ground_tiles::GroundTiles;
pub use loader::{Loaded, TileLoader};
pub use painted::tile_picture;
pub use picture_tiles::PictureTiles;
