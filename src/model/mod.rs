//! What is true: incidents, where and when they happened, who says so.
//!
//! Nothing here reads a disk, a clock or a screen. A value that exists is valid: it was checked at the door.

mod calendar;
mod days;
mod document;
mod edtf;
mod incident;
mod place;
mod rules;
mod source;
pub mod taxonomy;
mod toll;
mod units;
mod when;

pub use calendar::CalendarUnit;
pub use days::{Backwards, DaySpan, day_from_number, day_number};
pub use document::{Document, Facts, KeptFeature, Revision};
pub use edtf::{Bound, Edtf, EdtfError, FarDay, Shape};
pub use incident::{AcledLabels, Actor, Incident, IncidentId};
pub use place::{Gazetteer, Place, Precision};
pub use rules::{Finding, check, check_toll};
pub use source::Source;
pub use toll::{GroupToll, Toll};
pub use units::{Degrees, Extent, LonLat, Metres, UnitsError, Zoom};
pub use when::{
    ClockError, ClockTime, DateError, DatePrecision, LocalTime, Reading, When, Zone, read_days, read_when,
};
