//! Texts that are copied for mails and notes.

use crate::model::{Incident, LonLat};

/// `37.76040, 70.18910`: decimal degrees, latitude first, as map services take them.
pub fn coordinates_text(position: LonLat) -> String {
    format!("{:.5}, {:.5}", position.lat(), position.lon())
}

/// One line that names an incident: title, date and how well its place is known.
pub fn incident_line(incident: &Incident) -> String {
    format!(
        "{} · {} · {}",
        incident.display_title(),
        incident.when,
        incident.place.precision.label().to_lowercase()
    )
}
