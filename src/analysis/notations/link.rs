//! Positions in links of map services, `geo:` addresses and WKT points. Nothing is opened.

use super::{NotRead, Reading, Readings, pair::decimal};
use crate::model::Metres;

/// Whether the text is meant as a link or a WKT point.
pub(super) fn looks_like(text: &str) -> bool {
    let lower = text.to_lowercase();
    lower.contains("://")
        || [
            "geo:",
            "www.",
            "point",
            "srid=",
            "maps.",
            "yandex.",
            "google.",
            "openstreetmap.",
            "osm.org",
            "bing.com",
        ]
        .iter()
        .any(|start| lower.starts_with(start))
}

/// The positions in a link.
///
/// # Errors
/// When there is none, or the link is a shortened one.
pub(super) fn read(text: &str) -> Result<Readings, NotRead> {
    let text = percent_decoded(text);
    let lower = text.to_lowercase();
    if lower.starts_with("geo:") {
        return found(geo_address(&text).into_iter().collect(), "a geo: address");
    }
    if let Some(point) = lower.find("point").filter(|_| !lower.contains("://") && !lower.contains('?')) {
        return found(wkt_point(lower.get(point..).unwrap_or_default()).into_iter().collect(), "a WKT point");
    }
    let address = lower.split_once("://").map_or(lower.as_str(), |(_, rest)| rest);
    let host = address.split(['/', '?', '#']).next().unwrap_or_default();
    let path = address.get(host.len()..).unwrap_or_default();
    let has = |name: &str| host.contains(name);
    if has("goo.gl") || has("clck.ru") || path.starts_with("/go/") || path.starts_with("/maps/-/") {
        return Err(NotRead::ShortenedLink);
    }
    let link = Link::of(address);
    if has("google") {
        found(google(&link), "a Google Maps link")
    } else if has("openstreetmap") || has("osm.org") {
        found(openstreetmap(&link), "an OpenStreetMap link")
    } else if has("yandex") || has("ya.ru") {
        found(yandex(&link), "a Yandex Maps link")
    } else if has("bing") {
        found(bing(&link), "a Bing Maps link")
    } else if has("apple") {
        found(apple(&link), "an Apple Maps link")
    } else {
        found(openstreetmap(&link), "a link with latitude and longitude")
    }
}

fn found(readings: Vec<Reading>, what: &str) -> Result<Readings, NotRead> {
    let named = readings.into_iter().map(|reading| {
        let at = reading.position;
        let words = format!("Read as {what}, latitude {:.5}°, longitude {:.5}°", at.lat(), at.lon());
        Reading { words, ..reading }
    });
    Readings::of(named.collect(), "The link names more than one place.").ok_or(NotRead::LinkWithoutPosition)
}

/// A link's path and its named values, from behind `?` and `#` alike.
struct Link<'a> {
    path: &'a str,
    values: Vec<(&'a str, &'a str)>,
}

impl<'a> Link<'a> {
    fn of(address: &'a str) -> Self {
        let (path, rest) = match address.find(['?', '#']) {
            Some(end) => (&address[..end], &address[end + 1..]),
            None => (address, ""),
        };
        let values = rest.split(['&', '#', '?']).filter_map(|value| value.split_once('=')).collect();
        Self { path, values }
    }

    fn value(&self, name: &str) -> Option<&'a str> {
        self.values.iter().find(|(key, _)| *key == name).map(|&(_, value)| value)
    }

    fn values_of(&self, names: &[&str]) -> impl Iterator<Item = &'a str> {
        names.iter().filter_map(|name| self.value(name))
    }
}

/// `37.7,70.1` with anything behind the second number, latitude first.
fn lat_lon(text: &str, between: char) -> Option<Reading> {
    let (lat, rest) = text.trim().trim_start_matches("loc:").split_once(between)?;
    decimal(lat, leading_number(rest))
}

fn lon_lat(text: &str) -> Option<Reading> {
    let (lon, rest) = text.trim().split_once(',')?;
    decimal(leading_number(rest), lon)
}

/// The number that a text begins with, behind spaces.
fn leading_number(text: &str) -> &str {
    let text = text.trim_start_matches([' ', '+']);
    let end = text
        .char_indices()
        .find(|&(place, letter)| !letter.is_ascii_digit() && letter != '.' && !(place == 0 && letter == '-'))
        .map_or(text.len(), |(place, _)| place);
    &text[..end]
}

fn google(link: &Link) -> Vec<Reading> {
    // The marked place comes before the middle of the view.
    let mut marked = Vec::new();
    for part in link.path.split("!3d").skip(1) {
        if let Some((lat, rest)) = part.split_once("!4d") {
            marked.extend(decimal(lat, leading_number(rest)));
        }
    }
    // Each place of a route may have one; the last is the one selected.
    if let Some(last) = marked.pop() {
        return vec![last];
    }
    let named = ["q", "query", "destination", "daddr", "ll", "center", "viewpoint"];
    if let Some(place) = link.values_of(&named).find_map(|value| lat_lon(value, ',')) {
        return vec![place];
    }
    let steps = || link.path.split('/');
    let in_path = steps().find_map(|step| lat_lon(step, ','));
    let view = || steps().find_map(|step| lat_lon(step.strip_prefix('@')?, ','));
    in_path.or_else(view).into_iter().collect()
}

fn openstreetmap(link: &Link) -> Vec<Reading> {
    for (lat, lon) in [("mlat", "mlon"), ("lat", "lon"), ("lat", "lng"), ("latitude", "longitude")] {
        if let (Some(lat), Some(lon)) = (link.value(lat), link.value(lon)) {
            return decimal(lat, leading_number(lon)).into_iter().collect();
        }
    }
    let view = link.value("map").and_then(|view| view.split_once('/'));
    view.and_then(|(_, place)| lat_lon(place, '/')).into_iter().collect()
}

fn yandex(link: &Link) -> Vec<Reading> {
    let points = link.values_of(&["pt", "whatshere[point]"]).next();
    let points: Vec<Reading> =
        points.into_iter().flat_map(|points| points.split('~')).filter_map(lon_lat).collect();
    if !points.is_empty() {
        return points;
    }
    let typed = link.value("text").and_then(|text| lat_lon(text, ','));
    typed.or_else(|| lon_lat(link.value("ll")?)).into_iter().collect()
}

fn bing(link: &Link) -> Vec<Reading> {
    let pin = link.value("sp").and_then(|pin| lat_lon(pin.strip_prefix("point.")?, '_'));
    let pin = pin.or_else(|| lat_lon(link.value("where1")?, ','));
    pin.or_else(|| lat_lon(link.value("cp")?, '~')).into_iter().collect()
}

fn apple(link: &Link) -> Vec<Reading> {
    let named = ["coordinate", "ll", "q", "daddr", "center", "sll"];
    link.values_of(&named).find_map(|value| lat_lon(value, ',')).into_iter().collect()
}

/// `geo:37.7,70.1;u=35`, and Android's `geo:0,0?q=37.7,70.1(name)`.
///
/// # Source
/// RFC 5870: latitude first, `u` is the uncertainty in metres.
fn geo_address(text: &str) -> Option<Reading> {
    let body = text.get("geo:".len()..)?.trim_start_matches('/');
    let (place, query) = body.split_once('?').unwrap_or((body, ""));
    let asked =
        query.split('&').find_map(|value| value.strip_prefix("q=")).and_then(|value| lat_lon(value, ','));
    let coordinates = place.split(';').next().unwrap_or_default();
    let mut reading = asked.or_else(|| lat_lon(coordinates, ','))?;
    let stated = place.split(';').find_map(|value| value.strip_prefix("u="));
    if let Some(metres) = stated.and_then(|value| value.parse::<f64>().ok())
        && (0.0..=1e7).contains(&metres)
    {
        reading.radius = Some(Metres(metres));
    }
    Some(reading)
}

/// `point(70.1 37.7)`, `point z (70.1 37.7 1200)`: longitude first.
fn wkt_point(text: &str) -> Option<Reading> {
    let inside = text.split_once('(')?.1.split_once(')')?.0;
    let mut numbers = inside.split_whitespace();
    let (lon, lat) = (numbers.next()?, numbers.next()?);
    (numbers.count() <= 2).then(|| decimal(lat, lon)).flatten()
}

/// `%2C` as `,`; only what stands for plain letters, and what is broken stays as it is.
fn percent_decoded(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let code = rest.strip_prefix('%').and_then(|after| after.get(..2));
        let plain = code
            .and_then(|code| u8::from_str_radix(code, 16).ok())
            .filter(|byte| (0x20..0x7f).contains(byte));
        if let Some(byte) = plain {
            decoded.push(char::from(byte));
            rest = &rest[3..];
        } else {
            decoded.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    decoded
}
