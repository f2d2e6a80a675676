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
    // The heights of its points, and how many points stand before it.
    let (mut raised, mut before) = (Vec::new(), 0);
    loop {
        match xml.next()? {
            Tag::Start(name, attributes) => {
                match name.as_str() {
                    "wpt" | "rte" | "trk" => {
                        feature = Feature::default();
                        stretch.clear();
                        raised.clear();
                        (wrong, before) = (None, 0);
                        if name == "wpt" {
                            match position(&attributes) {
                                Ok(at) => feature.parts.push(Part::Point(at)),
                                Err(why) => wrong = Some(why),
                            }
                        }
                    }
                    "rtept" | "trkpt" => match position(&attributes) {
                        Ok(at) => {
                            stretch.push(at);
                            raised.push(None);
                        }
                        Err(why) => wrong = Some(why),
                    },
                    _ => {}
                }
                if found.is_whole() {
                    keep_attributes(&mut feature, xml.open(), &attributes);
                }
            }
            Tag::End(name, text) => match name.as_str() {
                "trkseg" | "rte" | "trk" | "wpt" => {
                    if !stretch.is_empty() {
                        if found.is_whole() && raised.iter().any(Option::is_some) {
                            // Stretches before this one may have had none.
                            feature.heights.resize(before, None);
                            feature.heights.append(&mut raised);
                        }
                        before += stretch.len();
                        raised.clear();
                        feature.parts.push(Part::Line(std::mem::take(&mut stretch)));
                    }
                    if name == "trkseg" {
                        continue;
                    }
                    if let Some(why) = wrong.take() {
                        found.skip(why);
                    } else {
                        if !feature.heights.is_empty() {
                            feature.heights.resize(before, None);
                        }
                        found.take(std::mem::take(&mut feature));
                    }
                }
                "name" | "cmt" | "desc" | "type" | "sym" | "time" | "ele" if is_own_element(xml.open()) => {
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
                "ele" if is_of_a_point(xml.open()) => {
                    if let Some(height) = raised.last_mut() {
                        *height = text.trim().parse().ok().filter(|height: &f64| height.is_finite());
                    }
                }
                _ if !found.is_whole() || text.trim().is_empty() => {}
                _ if is_of_a_thing(xml.open()) => {
                    feature.properties.push((name, text.trim().to_owned()));
                }
                // Of the points of a track, one value after the other: their times, the beat of a heart.
                _ if is_within(xml.open(), &POINTS) => {
                    feature.properties.push((format!("{OF_POINTS}{name}"), text.trim().to_owned()));
                }
                _ => {}
            },
            Tag::Done => return Ok(vec![found]),
        }
    }
}

/// Whether what is open belongs to a waypoint, route or track as a whole and not to one of its points.
fn is_of_a_thing(open: &[String]) -> bool {
    is_within(open, &THINGS) && !is_within(open, &POINTS)
}

const THINGS: [&str; 3] = ["wpt", "rte", "trk"];
const POINTS: [&str; 2] = ["rtept", "trkpt"];
/// Stands before the names of what is told of each point of a track.
const OF_POINTS: &str = "point:";

fn is_within(open: &[String], any: &[&str]) -> bool {
    open.iter().any(|name| any.contains(&name.as_str()))
}

/// Whether what ends belongs to a point of a route or track by the schema.
fn is_of_a_point(open: &[String]) -> bool {
    open.last().is_some_and(|within| POINTS.contains(&within.as_str()))
}

/// The attributes of a thing and of what stands in it, beside positions: the addresses of links.
fn keep_attributes(feature: &mut Feature, open: &[String], attributes: &[(String, String)]) {
    let Some((name, around)) = open.split_last() else { return };
    if !is_within(open, &THINGS) {
        return;
    }
    for (key, value) in attributes {
        let of_points = if is_within(around, &POINTS) { OF_POINTS } else { "" };
        match (name.as_str(), key.as_str()) {
            ("wpt" | "rtept" | "trkpt", "lat" | "lon") => {}
            ("link", "href") => feature.properties.push((format!("{of_points}link"), value.clone())),
            (name, key) => feature.properties.push((format!("{of_points}{name}@{key}"), value.clone())),
        }
    }
}

/// Whether what ends belongs to a waypoint, route or track by the schema: what stands in its extensions does not.
fn is_own_element(open: &[String]) -> bool {
    open.last().is_some_and(|within| ["wpt", "rte", "trk"].contains(&within.as_str()))
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
