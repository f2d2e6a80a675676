//! What a careful editor would query before printing a record.
//!
//! Findings never block work: they are shown beside the field.

use super::{Incident, Precision, Toll, taxonomy};

/// Something to query in a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The field it stands beside, by the label of the editor.
    pub field: &'static str,
    pub message: String,
}

/// All findings of one record, in the order of the editor.
pub fn check(incident: &Incident) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut say = |field: &'static str, message: &str| {
        findings.push(Finding { field, message: message.to_owned() });
    };
    if incident.title.trim().is_empty() {
        say("Title", "A title helps to find the incident.");
    }
    if incident.event_type.is_empty() {
        say("Type", "Choose the type of the incident.");
    } else if taxonomy::event_type(&incident.event_type).is_none() {
        say("Type", "This type is not in the list; it is kept and drawn with a plain symbol.");
    }
    let place = &incident.place;
    match (place.position, place.precision) {
        (Some(_), Precision::None) => {
            say(
                "Precision",
                "There is a point, but the precision says that none can be defended: it is not drawn.",
            );
        }
        (
            None,
            Precision::Exact | Precision::Near | Precision::Area | Precision::District | Precision::Province,
        ) => {
            say(
                "Position",
                "The precision promises a point, but there is none: the incident stays on the shelf.",
            );
        }
        (Some(_), _) | (None, Precision::None) => {}
    }
    if place.precision == Precision::Area && place.radius.is_none() {
        say("Radius", "State the radius; 15 km is drawn meanwhile.");
    }
    for (field, toll) in [("Killed", &incident.killed), ("Wounded", &incident.wounded)] {
        if let Some(message) = check_toll(toll) {
            say(field, message);
        }
    }
    if incident.sources.is_empty() {
        say("Sources", "No source is given.");
    }
    findings
}

/// What is wrong with the numbers of a toll.
pub fn check_toll(toll: &Toll) -> Option<&'static str> {
    let above = |a: Option<u32>, b: Option<u32>| matches!((a, b), (Some(a), Some(b)) if a > b);
    if above(toll.low, toll.best) {
        Some("Low is above best.")
    } else if above(toll.best, toll.high) {
        Some("Best is above high.")
    } else if above(toll.low, toll.high) {
        Some("Low is above high.")
    } else {
        None
    }
}
