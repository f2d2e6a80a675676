//! GPX: waypoints, routes and tracks as one layer.
//!
//! The crate `gpx` refuses every fifth real file (speeds, colours, extensions); here what is not understood is passed
//! over.

use super::{
    Feature, Limits, Part, Problem,
    collect::Collector,
    xml::{Tag, Xml, attribute},
};

/// # Source
/// The schemas of GPX 1.0 and 1.1.
pub(super) fn read(text: &str, limits: Limits) -> Result<Vec<Collector>, Problem> {
    let mut found = Collector::new("", "GPX", limits);
    found.plane = Some(super::Plane::Degrees);
    let mut xml = Xml::new(text);
    let mut feature = Feature::default();
    // The points of the stretch being read, and why the feature cannot be shown.
    let mut stretch: Vec<[f64; 2]> = Vec::new();
    let mut wrong: Option<String> = None;
    loop {
        match xml.next()? {
            Tag::Start(name, attributes) => match name.as_str() {
                "wpt" | "rte" | "trk" => {
                    feature = Feature::default();
                    stretch.clear();
                    wrong = None;
                    if name == "wpt" {
                        match position(&attributes) {
                            Ok(at) => feature.parts.push(Part::Point(at)),
                            Err(why) => wrong = Some(why),
                        }
                    }
                }
                "rtept" | "trkpt" => match position(&attributes) {
                    Ok(at) => stretch.push(at),
                    Err(why) => wrong = Some(why),
                },
                _ => {}
            },
            Tag::End(name, text) => match name.as_str() {
                "trkseg" | "rte" | "trk" | "wpt" => {
                    if !stretch.is_empty() {
                        feature.parts.push(Part::Line(std::mem::take(&mut stretch)));
                    }
                    if name == "trkseg" {
                        continue;
                    }
                    match wrong.take() {
                        Some(why) => found.skip(why),
                        None => found.take(std::mem::take(&mut feature)),
                    }
                }
                "name" | "cmt" | "desc" | "type" | "sym" | "time" | "ele" => {
                    let within = xml.open().last().map(String::as_str);
                    if !matches!(within, Some("wpt" | "rte" | "trk")) {
                        continue;
                    }
                    let text = text.trim().to_owned();
                    match name.as_str() {
                        "name" if text.is_empty() => {}
                        "name" => feature.name = Some(text),
                        "cmt" => feature.properties.push(("Comment".to_owned(), text)),
                        "desc" => feature.properties.push(("Description".to_owned(), text)),
                        "type" => feature.properties.push(("Type".to_owned(), text)),
                        "sym" => feature.properties.push(("Symbol".to_owned(), text)),
                        "ele" => feature.properties.push(("Elevation, m".to_owned(), text)),
                        _ => feature.properties.push(("Time".to_owned(), text)),
                    }
                }
                _ if found.is_whole() && !text.trim().is_empty() && is_of_a_thing(xml.open()) => {
                    feature.properties.push((name, text.trim().to_owned()));
                }
                _ => {}
            },
            Tag::Done => return Ok(vec![found]),
        }
    }
}

/// Whether what is open belongs to a waypoint, route or track as a whole and not to one of its points.
fn is_of_a_thing(open: &[String]) -> bool {
    let is = |name: &str, any: &[&str]| any.contains(&name);
    open.iter().any(|name| is(name, &["wpt", "rte", "trk"]))
        && !open.iter().any(|name| is(name, &["rtept", "trkpt"]))
}

fn position(attributes: &[(String, String)]) -> Result<[f64; 2], String> {
    let number = |name: &str| {
        let text = attribute(attributes, name).unwrap_or_default().trim();
        text.parse::<f64>().map_err(|_| {
            if text.is_empty() {
                format!("a point has no {name}")
            } else {
                format!("{name} “{}” is no number", crate::model::shown_line(text))
            }
        })
    };
    Ok([number("lon")?, number("lat")?])
}
