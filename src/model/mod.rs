//! What is true: incidents, where and when they happened, who says so.
//!
//! Nothing here reads a disk, a clock or a screen. A value that exists is valid: it was checked at the door.

mod document;
mod incident;
mod place;
mod source;
pub mod taxonomy;
mod toll;
mod units;
mod when;

pub use document::{Document, Facts, KeptFeature, Revision};
pub use incident::{AcledLabels, Actor, Incident, IncidentId};
pub use place::{Gazetteer, Place, Precision};
pub use source::Source;
pub use toll::{GroupToll, Toll, check_toll};
pub use units::{Degrees, Extent, LonLat, Metres, UnitsError, Zoom};
pub use when::{
    CalendarUnit, DateError, DatePrecision, DaySpan, When, day_from_number, day_number, read_date,
};
