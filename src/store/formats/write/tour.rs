//! A tour in KML: a globe flies from view to view, shows its days and opens its words, over placemarks of incidents.
//!
//! # Source
//! KML 2.2 with the extensions of Google (`gx`): tours, updates that open a balloon, spans of time of a view.

use std::fmt::Write as _;

use jiff::civil::Date;

use crate::model::{Document, LonLat, Metres};

use super::{
    Watch, Written, kml,
    record::Ring,
    xml::{self, element},
};

/// One stop of a tour.
#[derive(Clone, Debug, PartialEq)]
pub struct TourStop {
    pub name: String,
    /// Empty where nothing is said.
    pub caption: String,
    pub at: LonLat,
    /// From the eye to the ground.
    pub range: Metres,
    /// The first and the last day that are shown; open where there is none.
    pub days: (Option<Date>, Option<Date>),
}

/// Seconds that a flight takes, and that a stop stands for its words to be read.
const FLIGHT: u8 = 4;
const READING: u8 = 6;

/// The incidents with the tour over them.
pub fn tour(document: &Document, ring: Ring, stops: &[TourStop], name: &str) -> Written {
    let watch = Watch::default();
    let mut tally = super::Tally::new(&watch);
    let mut out = kml::write(document, ring, &mut tally);
    let mut added = String::from("<Folder>");
    element(&mut added, "name", name);
    for (number, stop) in stops.iter().enumerate() {
        let _ = write!(added, "<Placemark id=\"stop-{number}\">");
        element(&mut added, "name", &stop.name);
        element(&mut added, "description", &kml::html(&stop.caption));
        // Its place is that of the view, not of an incident: no sign stands there.
        let _ = write!(
            added,
            "<Style><IconStyle><scale>0</scale></IconStyle></Style><Point><coordinates>{},{}</coordinates></Point></Placemark>",
            stop.at.lon(),
            stop.at.lat()
        );
    }
    added += "</Folder>\n<gx:Tour>";
    element(&mut added, "name", name);
    added += "<gx:Playlist>\n";
    for (number, stop) in stops.iter().enumerate() {
        let _ = write!(
            added,
            "<gx:FlyTo><gx:duration>{FLIGHT}</gx:duration><gx:flyToMode>smooth</gx:flyToMode><LookAt>"
        );
        if stop.days != (None, None) {
            added += "<gx:TimeSpan>";
            for (key, day) in [("begin", stop.days.0), ("end", stop.days.1)] {
                if let Some(day) = day {
                    element(&mut added, key, &day.to_string());
                }
            }
            added += "</gx:TimeSpan>";
        }
        let _ = writeln!(
            added,
            "<longitude>{}</longitude><latitude>{}</latitude><altitude>0</altitude><heading>0</heading><tilt>0</tilt>\
             <range>{:.0}</range></LookAt></gx:FlyTo>",
            stop.at.lon(),
            stop.at.lat(),
            stop.range.0
        );
        let is_spoken = !stop.caption.trim().is_empty();
        if is_spoken {
            added += &balloon(number, true);
        }
        let _ = writeln!(added, "<gx:Wait><gx:duration>{READING}</gx:duration></gx:Wait>");
        if is_spoken {
            added += &balloon(number, false);
        }
    }
    added += "</gx:Playlist></gx:Tour>\n";
    if let Some(end) = out.rfind("</Document>") {
        out.insert_str(end, &added);
    }
    let plain = "xmlns=\"http://www.opengis.net/kml/2.2\"";
    let both = format!("{plain} xmlns:gx=\"http://www.google.com/kml/ext/2.2\"");
    let mut losses = tally.losses;
    if !stops.iter().all(|stop| stop.caption.chars().chain(stop.name.chars()).all(xml::is_held)) {
        *losses.entry(xml::LETTERS).or_default() += 1;
    }
    Written { bytes: out.replacen(plain, &both, 1).into_bytes(), rows: tally.rows, losses }
}

/// The words of a stop open or close.
fn balloon(number: usize, opens: bool) -> String {
    format!(
        "<gx:AnimatedUpdate><gx:duration>0</gx:duration><Update><targetHref/><Change><Placemark targetId=\"stop-{number}\">\
         <gx:balloonVisibility>{}</gx:balloonVisibility></Placemark></Change></Update></gx:AnimatedUpdate>\n",
        u8::from(opens)
    )
}
