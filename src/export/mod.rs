//! The picture, on paper: painters of a Scene that need no window and no display.
//!
//! Nothing here decides what is drawn: that is the Scene's.

mod letters;
mod paint;
mod svg;
mod pptx;
mod moving;
mod film;
mod file_name;
mod pdf;
mod plain_page;
mod ground;
mod png;
mod leaving;
mod picture;
pub mod storyboard;
mod pages;
mod sight;
mod vector_tile;

pub use file_name::file_name;
pub use film::{MOST_FRAMES, Steps, film};
pub use leaving::Leaving;
pub use moving::{Reel, Watch, apng, gif, numbered};
pub use pages::{PageFormat, frame_path, page_files, page_paths};
pub use pdf::pdf;
pub use picture::{PicturePreset, PictureRequest, pair_picture, picture, usual_map};
pub use plain_page::plain_page;
pub use png::{ExportError, png, rgba};
pub use pptx::pptx;
pub use sight::Sight;
pub use svg::svg;
pub use vector_tile::vector_tile_picture;

use pages::sharpness;
