//! Two angles as a position: which is the latitude, and when that has to be asked.

use super::{
    NotRead, Notation, Reading, Readings,
    angle::{Angle, Axis, Pair, pairs, read_angle},
};
use crate::model::{Extent, LonLat, Metres};

/// Metres in a degree of latitude, near enough for a radius.
const METRES_PER_DEGREE: f64 = 111_320.0;

const WHOLE_NUMBERS: &str =
    "Whole numbers may be latitude and longitude in either order, or one angle in degrees and minutes.";

/// Reads two angles in a plain text.
///
/// # Errors
/// When there are not two angles, or they are no latitude and longitude.
pub(super) fn read(text: &str) -> Result<Readings, NotRead> {
    let pairs = pairs(text);
    let mut readings = Vec::new();
    let mut doubt = None;
    // “45 45.756 N” is half of a position; “40 30” may be 40°30′ as well as two angles.
    if let Ok(angle) = read_angle(text) {
        if angle.axis.is_some() {
            return Err(NotRead::OneAngleOnly);
        }
        doubt = Some("This may also be one angle in degrees and minutes, which is half of a position.");
    }
    for pair in &pairs {
        let (found, question) = readings_of(pair);
        readings.extend(found);
        doubt = doubt.or(question);
    }
    if pairs.len() > 1 {
        doubt = doubt.or(Some("The numbers can be divided in more than one way."));
    }
    readings.dedup_by(|a, b| a.position == b.position);
    readings.sort_by_key(|reading| !Extent::FRONTIER.contains(reading.position));
    if readings.is_empty() {
        return Err(refusal(text, !pairs.is_empty()));
    }
    if let Some(why) = doubt {
        return Ok(Readings::Ask { readings, why });
    }
    Readings::of(readings, "The numbers can be divided in more than one way.").ok_or(NotRead::Unknown)
}

/// What is wrong with a text that holds no position.
fn refusal(text: &str, two_angles: bool) -> NotRead {
    let numbers =
        text.split(|letter: char| !letter.is_ascii_digit() && letter != '.').filter(|n| !n.is_empty());
    let only_bare_numbers =
        text.chars().all(|letter| letter.is_ascii_digit() || matches!(letter, ' ' | '.' | ',' | '-' | '+'));
    let count = numbers.count();
    if two_angles {
        NotRead::OutOfRange
    } else if only_bare_numbers && count >= 3 {
        NotRead::Unmarked
    } else if read_angle(text).is_ok() {
        NotRead::OneAngleOnly
    } else if count >= 2 && text.contains(['°', '′', '″', '.']) {
        NotRead::OutOfRange
    } else {
        NotRead::Unknown
    }
}

/// The position or positions of two angles, and what is doubtful about them.
fn readings_of(pair: &Pair) -> (Vec<Reading>, Option<&'static str>) {
    let Pair { first, second } = pair;
    let lat_first = || reading(first, second);
    let lon_first = || reading(second, first);
    let known = match (first.axis, second.axis) {
        (Some(Axis::Latitude), _) | (None, Some(Axis::Longitude)) => Some(Axis::Latitude),
        (Some(Axis::Longitude), _) | (None, Some(Axis::Latitude)) => Some(Axis::Longitude),
        (None, None) => None,
    };
    match known {
        Some(Axis::Latitude) => return (lat_first().into_iter().collect(), None),
        Some(Axis::Longitude) => return (lon_first().into_iter().collect(), None),
        None => {}
    }
    let (given, swapped) = (lat_first(), lon_first());
    let on_frontier =
        |reading: &Option<Reading>| reading.as_ref().is_some_and(|r| Extent::FRONTIER.contains(r.position));
    let both = |given: Option<Reading>| given.into_iter().chain(swapped.clone()).collect::<Vec<_>>();
    let bare = !first.shape.marked && !second.shape.marked;
    if given.is_none() {
        return (both(None), Some("The first number is no latitude; it may be the longitude."));
    }
    if on_frontier(&swapped) && !on_frontier(&given) {
        return (both(given), Some("The longitude may stand first: only so it lies on the frontier."));
    }
    if bare && first.shape.parts > 1 {
        return (
            given.into_iter().collect(),
            Some("The numbers have no marks of degrees, minutes and seconds."),
        );
    }
    if first.shape.parts == 1 && second.shape.parts == 1 && !first.shape.fraction {
        // Not even the comma tells the order of two whole numbers.
        if bare && !second.shape.fraction {
            return (both(given), Some(WHOLE_NUMBERS));
        }
    }
    (given.into_iter().collect(), None)
}

fn reading(lat: &Angle, lon: &Angle) -> Option<Reading> {
    let position = LonLat::new(lon.degrees, lat.degrees).ok()?;
    let (notation, name) = if lat.shape.sexagesimal || lon.shape.sexagesimal {
        (Notation::Dms, "degrees and minutes")
    } else {
        (Notation::Decimal, "decimal degrees")
    };
    let half_step = lat.step.max(lon.step) / 2.0;
    Some(Reading {
        position,
        notation,
        words: format!(
            "Read as {name}, latitude {:.5}° {}, longitude {:.5}° {}",
            lat.degrees.abs(),
            if lat.degrees < 0.0 { "south" } else { "north" },
            lon.degrees.abs(),
            if lon.degrees < 0.0 { "west" } else { "east" },
        ),
        radius: Some(Metres(half_step * METRES_PER_DEGREE * std::f64::consts::SQRT_2)),
    })
}

/// Latitude and longitude as two decimal numbers, for links.
pub(super) fn decimal(lat: &str, lon: &str) -> Option<Reading> {
    let number = |text: &str| {
        let text = text.trim();
        let body = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = body.split_once('.').unwrap_or((body, ""));
        let digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
        if whole.is_empty() || body.len() > 25 || !digits(whole) || !digits(fraction) {
            return None;
        }
        Some((text.parse::<f64>().ok()?, i32::try_from(fraction.len()).ok()?))
    };
    let ((lat, lat_decimals), (lon, lon_decimals)) = (number(lat)?, number(lon)?);
    let half_step = 10_f64.powi(-lat_decimals.min(lon_decimals)) / 2.0;
    Some(Reading {
        position: LonLat::new(lon, lat).ok()?,
        notation: Notation::MapLink,
        words: String::new(),
        radius: Some(Metres(half_step * METRES_PER_DEGREE * std::f64::consts::SQRT_2)),
    })
}
