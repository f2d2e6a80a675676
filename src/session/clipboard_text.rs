//! Texts that are copied for mails and notes.

use crate::model::{Incident, LonLat};

/// `37.7604, 70.1891`: decimal degrees, latitude first, as map services take them; to 1e-5 of a degree (about a
/// metre), and no digits beyond those that are known.
pub fn coordinates_text(position: LonLat) -> String {
    let metre = |degrees: f64| (degrees * 1e5).round() / 1e5;
    format!("{}, {}", metre(position.lat()), metre(position.lon()))
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
