//! What the user is doing: commands in, effects out. No disk, no clock, no widgets.

mod answers;
mod bulk;
mod carry_out;
mod checks;
mod clipboard_text;
mod coding;
mod command;
mod files;
mod findings;
mod keys;
mod message;
mod offers;
mod own_fields;
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
pub use bulk::TagChange;
pub use checks::{Check, Checked, MOST_PAIRS, is_decided};
pub use clipboard_text::{coordinates_text, incident_line};
pub use command::{Close, Command, Direction, Effect, Field, LayerSwitch, Pane, Sheetlet};
pub use message::{Message, Tone};
pub use offers::{Offered, place_of};
pub use own_fields::own_field_key;
pub use playback::{Playback, SPEEDS};
pub use shortcut::{Key, Shortcut};
pub use state::{Environment, File, Mode, Session};
pub use timeline::Timeline;
pub use travel::within_limits;
