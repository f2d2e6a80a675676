//! What the user sees: a file per pane.
//!
//! Panes read the session and return commands; they change nothing themselves.

mod actors_sheet;
mod area_sheet;
mod attach_text_sheet;
mod differences_sheet;
mod duplicates_sheet;
mod editor_pane;
mod evidence_sheet;
mod evidence_words;
mod fields;
mod file_sheet;
mod import_sheet;
mod frontier_words;
mod keys;
mod layers_sheet;
mod list_pane;
mod locator;
mod map_menu;
mod map_pane;
mod measure;
mod menu_bar;
mod merge_sheet;
mod names_sheet;
mod near_frontier_filter;
mod overlay_question;
mod own_fields_sheet;
mod paint;
mod palette;
mod part_words;
mod picture_window;
mod question_sheet;
mod replace_sheet;
mod requests_sheet;
mod review_sheet;
mod sheets;
mod source_form;
mod sources_sheet;
mod shots_sheet;
mod status_bar;
mod status_mark;
mod table_pane;
mod theme;
mod timeline_pane;
mod tool_window;
mod versions_sheet;
mod window;

pub use file_sheet::{FileQuestion, FileSheet};
pub use map_pane::MapPane;
pub use picture_window::{PictureChoice, PictureFrame, PictureGoal, PictureWindow};
pub use table_pane::TableLayout;
pub use theme::install as install_theme;
pub use window::{Asked, Panes, show};
