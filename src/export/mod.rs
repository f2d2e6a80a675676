//! The picture, on paper: painters of a Scene that need no window and no display.
//!
//! Nothing here decides what is drawn: that is the Scene's.

mod svg;
mod ground;
mod png;
mod leaving;
mod picture;
mod pages;
mod sight;
mod vector_tile;

pub use leaving::Leaving;
pub use pages::{PageFormat, page_files, page_paths};
pub use picture::{PicturePreset, PictureRequest, pair_picture, picture};
pub use png::{ExportError, ground_png, png, rgba};
pub use sight::Sight;
pub use svg::svg;
pub use vector_tile::vector_tile_picture;
