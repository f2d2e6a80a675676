//! What is true: incidents, where and when they happened, who says so.
//!
//! Nothing here reads a disk, a clock or a screen. A value that exists is valid: it was checked at the door.

mod actor;
mod calendar;
mod days;
mod document;
mod edtf;
mod evidence;
mod facts;
mod history;
mod incident;
mod list;
mod members;
mod place;
mod publication;
mod records;
mod shown;
mod source;
pub mod taxonomy;
mod toll;
mod units;
mod when;
mod workflow;

pub use actor::{Actor, KnownActor};
pub use calendar::CalendarUnit;
pub use days::{Backwards, DaySpan, day_from_number, day_number};
pub use document::{Document, KeptFeature, Revision};
pub use edtf::{Bound, Edtf, EdtfError, FarDay, Shape};
pub use evidence::{Attachment, Digest, Evidence, MediaType, References};
pub use facts::{Facts, FieldDefinition, FieldKind, KeptLayout, Shot, Storyboard};
pub use history::{FieldChange, HistoryEntry, Stamp, differences};
pub use incident::{AcledLabels, Incident, IncidentId};
pub use list::List;
pub use members::{Members, MembersOfRows};
pub use place::{End, EndRole, Gazetteer, Place, Precision};
pub use publication::{Positions, Profile, Publication, Published, Texts};
pub use records::{Gathering, Records};
pub use shown::{grouped, hidden_part, shown_line, shown_text};
pub use source::{Credibility, Grade, Reliability, Source};
pub use toll::{GroupToll, Toll, TollKind, check_toll};
pub use units::{Degrees, Extent, LonLat, Metres, UnitsError, Zoom};
pub use when::{
    ClockError, ClockTime, DateError, DatePrecision, LocalTime, Reading, When, Zone, read_days, read_when,
};
pub use workflow::{Handling, IgnoredFinding, Link, LinkKind, Status};
