//! What the user is doing: commands in, effects out. No disk, no clock, no widgets.

mod answers;
mod carry_out;
mod clipboard_text;
mod coding;
mod command;
mod files;
mod find;
mod keys;
mod message;
mod offers;
mod playback;
mod records;
mod refusal;
mod shots;
mod shortcut;
mod state;
mod time;
mod timeline;
mod travel;

pub use crate::store::ThemeChoice;
pub use clipboard_text::{coordinates_text, incident_line};
pub use command::{Close, Command, Direction, Effect, Field, LayerSwitch, Pane, Sheetlet};
pub use find::{Found, FoundCoordinates, FoundIncident, FoundPlaceRow, Likeliest};
pub use message::{Message, Tone};
pub use offers::{place_of, place_typed};
pub use playback::{Playback, SPEEDS};
pub use shortcut::{Key, Shortcut};
pub use state::{Environment, File, Mode, PointedPlace, Session};
pub use timeline::Timeline;
pub use travel::within_limits;
