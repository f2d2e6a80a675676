//! KML: a placemark for each incident, its date cut off where it is not known, its fields as data, a style for each
//! kind. An incident without a defensible place is a placemark without one.
//!
//! # Source
//! OGC 12-007r2 (KML 2.3): the order of elements, dates of `xsd:gYear` to `xsd:dateTime`.

use std::{collections::BTreeSet, fmt::Write as _, sync::Arc};

use crate::{
    model::{Document, LonLat, taxonomy},
    store::formats::codebook::is_kml_own,
};

use super::{
    Tally,
    record::{Ground, Record, Ring, Stamp},
    xml::{self, element},
};

/// The style of kinds that the taxonomy does not know.
const OTHER: &str = "other";
const OTHER_COLOUR: &str = "#707070";

pub(super) fn write(document: &Document, ring: Ring, tally: &mut Tally<'_>) -> String {
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<kml xmlns=\"http://www.opengis.net/kml/2.2\">\n<Document>\n",
    ));
    let facts = document.facts();
    element(&mut out, "name", if facts.title.is_empty() { "Incidents" } else { &facts.title });
    if !facts.attribution.is_empty() {
        element(&mut out, "description", &html(&facts.attribution.join("\n")));
    }
    out.push('\n');
    let used: BTreeSet<String> =
        document.outlines().map(|incident| style(&incident.event_type).to_owned()).collect();
    for kind in taxonomy::event_types().iter().filter(|kind| used.contains(kind.code.as_str())) {
        put_style(&mut out, &kind.code, &kind.light);
    }
    if used.contains(OTHER) {
        put_style(&mut out, OTHER, OTHER_COLOUR);
    }
    for incident in tally.wanted(document) {
        let mut record = Record::new(incident, ring);
        placemark(&mut out, &mut record);
        tally.take(record.losses);
    }
    out += "</Document>\n</kml>\n";
    out
}

fn style(event_type: &str) -> &str {
    taxonomy::event_type(event_type).map_or(OTHER, |kind| kind.code.as_str())
}

/// Pins, lines and areas in the colour of the kind. No picture is named: a viewer would fetch it from elsewhere.
fn put_style(out: &mut String, id: &str, colour: &str) {
    // KML counts alpha, blue, green, red.
    let bgr: String = [5, 3, 1].into_iter().filter_map(|at| colour.get(at..at + 2)).collect();
    let _ = writeln!(
        out,
        "<Style id=\"kind-{}\"><IconStyle><color>ff{bgr}</color></IconStyle><LineStyle><color>ff{bgr}</color>\
         <width>2</width></LineStyle><PolyStyle><color>40{bgr}</color></PolyStyle></Style>",
        xml::text(id),
    );
}

fn placemark(out: &mut String, record: &mut Record) {
    let incident = Arc::clone(&record.incident);
    *out += "<Placemark>";
    element(out, "name", &incident.display_title());
    element(out, "description", &html(&super::balloon(&incident)));
    match Stamp::of(&incident) {
        Some(Stamp::Date(when) | Stamp::Moment(when)) => {
            let _ = write!(out, "<TimeStamp><when>{when}</when></TimeStamp>");
        }
        Some(Stamp::Span(from, until)) => {
            *out += "<TimeSpan>";
            for (name, day) in [("begin", from), ("end", until)] {
                if let Some(day) = day {
                    element(out, name, &day);
                }
            }
            *out += "</TimeSpan>";
        }
        None => {}
    }
    let _ =
        write!(out, "<styleUrl>#kind-{}</styleUrl><ExtendedData>", xml::text(style(&incident.event_type)));
    record.keep(|key| !is_kml_own(key), "own fields with names that KML has for something else");
    for (key, words) in record.words() {
        if !words.chars().chain(key.chars()).all(xml::is_held) {
            record.lose(xml::LETTERS);
        }
        let _ = write!(out, "<Data name=\"{}\"><value>{}</value></Data>", xml::text(&key), xml::text(&words));
    }
    *out += "</ExtendedData>";
    match &record.ground {
        Some(Ground::Point(at)) => {
            let _ = write!(out, "<Point><coordinates>{}</coordinates></Point>", list(&[*at]));
        }
        Some(Ground::Line(way)) => {
            let _ = write!(
                out,
                "<LineString><tessellate>1</tessellate><coordinates>{}</coordinates></LineString>",
                list(way)
            );
        }
        Some(Ground::Area(around)) => {
            let _ = write!(
                out,
                "<Polygon><tessellate>1</tessellate><outerBoundaryIs><LinearRing><coordinates>{}</coordinates>\
                 </LinearRing></outerBoundaryIs></Polygon>",
                list(around),
            );
        }
        None => {}
    }
    *out += "</Placemark>\n";
}

fn list(points: &[LonLat]) -> String {
    points.iter().map(|at| format!("{},{}", at.lon(), at.lat())).collect::<Vec<_>>().join(" ")
}

/// Balloons are HTML.
pub(super) fn html(words: &str) -> String {
    quick_xml::escape::escape(words).replace('\n', "<br>")
}
