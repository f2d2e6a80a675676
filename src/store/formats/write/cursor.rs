//! Cursor on Target, for ATAK: a data package with a marker for each incident that has a place.
//!
//! # Source
//! Event 2.0 as published with the schemas: `ce` is the radius of error in metres, 9999999 where it is unknown;
//! a marker is greyed after `stale`, unless it is kept by `archive`.

use std::{collections::BTreeMap, fmt::Write as _};

use jiff::{civil::Time, tz::TimeZone};
use sha2::{Digest as _, Sha256};

use crate::model::{Document, Incident, Precision, Zone};

use super::{
    Tally,
    xml::{self, element},
};

/// What stands where nothing is known.
const UNKNOWN: &str = "9999999.0";
/// Markers do not go out of date: what happened has happened.
const STALE: &str = "2099-12-31T23:59:59.000Z";
/// A marker must have a moment; this one stands where no date is known, and its remarks say so.
const NO_DATE: &str = "1970-01-01T00:00:00.000Z";

/// The files of the package, by their names.
pub(super) fn write(document: &Document, tally: &mut Tally<'_>) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut contents = String::new();
    let mut about_all = Sha256::new();
    for incident in tally.wanted(document) {
        let Some(at) = incident.place.drawn_at().filter(|_| incident.place.precision != Precision::None)
        else {
            tally.leave_out("the whole incident, where it has no place: a marker must have one");
            continue;
        };
        let mut losses = vec!["fields beyond title, kind, date, place, summary and sources"];
        let (moment, is_exact) = moment(&incident);
        if !is_exact {
            losses.push("how exactly the date is known: a marker has a moment, its remarks say the rest");
        }
        let radius = incident.place.radius.or(incident.place.precision.usual_radius());
        let error = radius.map_or_else(|| UNKNOWN.to_owned(), |radius| format!("{:.1}", radius.0));
        let uid = format!("marz-{}", incident.id.as_str());
        about_all.update(uid.as_bytes());
        let mut event = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
        let shown = xml::text(&uid);
        let _ = write!(
            event,
            "<event version=\"2.0\" uid=\"{shown}\" type=\"b-m-p-s-m\" how=\"h-g-i-g-o\" time=\"{moment}\" \
             start=\"{moment}\" stale=\"{STALE}\"><point lat=\"{}\" lon=\"{}\" hae=\"{UNKNOWN}\" ce=\"{error}\" \
             le=\"{UNKNOWN}\"/><detail><contact callsign=\"{}\"/>",
            at.lat(),
            at.lon(),
            xml::text(&incident.display_title()),
        );
        let remarks = super::balloon(&incident);
        if ![uid.as_str(), &incident.display_title(), &remarks].iter().all(|t| t.chars().all(xml::is_held)) {
            losses.push(xml::LETTERS);
        }
        element(&mut event, "remarks", &remarks);
        event += "<archive/></detail></event>\n";
        let name = format!("{:06}.cot", files.len() + 1);
        let _ = writeln!(
            contents,
            "    <Content ignore=\"false\" zipEntry=\"{name}\"><Parameter name=\"uid\" value=\"{shown}\"/></Content>"
        );
        files.insert(name, event.into_bytes());
        tally.take(losses);
    }
    let title = match document.facts().title.as_str() {
        "" => "Incidents",
        title => title,
    };
    let digest = about_all.finalize().iter().take(16).fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let manifest = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<MissionPackageManifest version=\"2\">\n  <Configuration>\n    \
         <Parameter name=\"uid\" value=\"marz-{digest}\"/>\n    <Parameter name=\"name\" value=\"{}\"/>\n  \
         </Configuration>\n  <Contents>\n{contents}  </Contents>\n</MissionPackageManifest>\n",
        xml::text(title)
    );
    files.insert("MANIFEST/manifest.xml".to_owned(), manifest.into_bytes());
    files
}

/// The first moment at which it can have been, in UTC, and whether it is known to be that one.
fn moment(incident: &Incident) -> (String, bool) {
    let Some(span) = incident.when.span() else { return (NO_DATE.to_owned(), false) };
    let clock = incident.when.clock.filter(|_| span.days() == 1);
    if let Some(clock) = clock
        && let Some(seen) = clock.seen_from(span.first(), Zone::Utc)
    {
        return (format!("{}T{}.000Z", seen.day, seen.time.strftime("%H:%M:%S")), !clock.approximate);
    }
    let midnight = span.first().to_datetime(Time::midnight());
    // The day begins on the river before it begins in Greenwich.
    let utc = TimeZone::fixed(jiff::tz::offset(5)).to_timestamp(midnight).ok();
    (utc.map_or_else(|| NO_DATE.to_owned(), |utc| utc.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string()), false)
}
