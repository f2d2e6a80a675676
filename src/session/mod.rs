//! What the user is doing: commands in, effects out. No disk, no clock, no widgets.

mod area;
mod answers;
mod briefs;
mod bulk;
mod carry_out;
mod catalogue;
mod checks;
mod clipboard_text;
mod coding;
mod command;
mod comparison;
mod differences;
mod evidence;
mod files;
mod findings;
mod find;
mod frontier;
mod guard;
mod imports;
mod keys;
mod label;
mod layers;
mod link;
mod map_sources;
mod measuring;
mod message;
mod names;
mod offers;
mod overlays;
mod own_fields;
mod pictures;
mod playback;
mod publication;
mod records;
mod refusal;
mod requests;
mod shots;
mod shortcut;
mod starts;
mod state;
mod time;
mod timeline;
mod travel;
mod versions;

pub use crate::store::ThemeChoice;
pub use crate::store::formats::write::formula_safe;
pub use area::{Area, AreaProgress, Areas, Sample, area_problem, count_tiles};
pub use briefs::BriefCommand;
pub use bulk::TagChange;
pub use checks::{Check, Checked, MOST_PAIRS, is_decided};
pub use clipboard_text::{coordinates_text, incident_line};
pub use command::{Close, Command, Direction, Effect, Field, Pane, Sheetlet};
pub use comparison::{CompareCommand, Comparison, Side, Split};
pub use differences::{Comparing, HeldAgainst, Other, Sides};
pub use evidence::{EvidenceCommand, EvidenceEffect, Progress, Question};
pub use find::{Found, FoundCoordinates, FoundIncident, FoundPlaceRow, Likeliest};
pub use frontier::{FrontierCommand, FrontierEffect};
pub use guard::LockNews;
pub use imports::{
    ImportCommand, ImportEffect, ImportFrom, ImportNews, ImportProgress, Importing, Imports, Prepared,
    Understood,
};
pub use layers::LayerCommand;
pub use link::Link;
pub use map_sources::{MapSources, OfferNote, SourceNotes, age_words, bytes_words};
pub use measuring::MeasureCommand;
pub use message::{Message, Tone, WayOut};
pub use names::{NamesCommand, NamesEffect, NamesFile, NamesState, PlaceNames};
pub use offers::{Offered, place_of, place_typed};
pub use overlays::{
    OverlayCommand, OverlayEffect, OverlayNews, OverlayNotes, OverlayQuestion, OverlayRead, Overlays,
};
pub use own_fields::own_field_key;
pub use playback::{Playback, SPEEDS};
pub use publication::{ProfileChoice, PublicationCommand};
pub use requests::{HostTotal, Request, RequestLog};
pub use shortcut::{Key, Shortcut};
pub use shots::SHOTS_WITH_KEYS;
pub use starts::Start;
pub use state::{Environment, File, Mode, PointedPlace, Session};
pub use timeline::Timeline;
pub use travel::within_limits;
pub use versions::{Differences, VersionUse, Versions, when as kept_when};
