//! What the user is doing: commands in, effects out. No disk, no clock, no widgets.

mod clipboard_text;
mod command;
mod message;
mod playback;
mod shortcut;
mod state;
mod timeline;

pub use crate::store::ThemeChoice;
pub use clipboard_text::{coordinates_text, incident_line};
pub use command::{Close, Command, Direction, Effect, Field, LayerSwitch, Pane, Sheetlet};
pub use message::{Message, Tone};
pub use playback::{Playback, SPEEDS};
pub use shortcut::{Key, Shortcut};
pub use state::{Environment, File, Mode, Session, within_limits};
pub use timeline::Timeline;
