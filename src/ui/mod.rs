//! What the user sees: a file per pane.
//!
//! Panes read the session and return commands; they change nothing themselves.

mod editor_pane;
mod fields;
mod file_sheet;
mod keys;
mod list_pane;
mod map_pane;
mod menu_bar;
mod paint;
mod picture_window;
mod sheets;
mod status_bar;
mod theme;
mod timeline_pane;
mod window;

pub use file_sheet::{FileQuestion, FileSheet};
pub use map_pane::MapPane;
pub use picture_window::{PictureChoice, PictureFrame, PictureGoal, PictureWindow};
pub use theme::install as install_theme;
pub use window::{Asked, Panes, show};
