//! Positions of a row: from two columns, from one, or from a shape; and how well the place is known.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::model::{End, EndRole, LonLat, Metres, Precision};

use super::super::Skills;

/// A number of degrees, with a point or a comma, or in minutes and seconds.
pub(super) fn angle(text: &str, skills: &Skills) -> Option<f64> {
    let text = text.trim();
    text.parse::<f64>()
        .ok()
        .or_else(|| text.replace(',', ".").parse().ok())
        .filter(|number| number.is_finite())
        .or_else(|| (skills.angle)(text))
}

/// Two numbers in one cell, or any notation that is known.
pub(super) fn pair(text: &str, lon_first: bool, skills: &Skills) -> Option<LonLat> {
    let text = text.trim();
    if let Some((first, second)) = two_numbers(text) {
        let (lon, lat) = if lon_first { (first, second) } else { (second, first) };
        return LonLat::new(lon, lat).ok();
    }
    (skills.position)(text)
}

/// `37.5, 69.5`, `(37.5; 69.5)`, `37.5 69.5`.
pub(super) fn two_numbers(text: &str) -> Option<(f64, f64)> {
    let text = text.trim().trim_start_matches(['(', '[']).trim_end_matches([')', ']']);
    let separator = [';', ',', ' '].into_iter().find(|separator| text.contains(*separator))?;
    let mut parts = text.split(separator).map(str::trim).filter(|part| !part.is_empty());
    let mut number = || parts.next()?.parse::<f64>().ok().filter(|number| number.is_finite());
    let both = (number()?, number()?);
    parts.next().is_none().then_some(both)
}

/// The digits behind the point, of a plain number.
pub(super) fn decimals(text: &str) -> Option<usize> {
    let text = text.trim();
    text.parse::<f64>().ok()?;
    Some(text.split_once('.').map_or(0, |(_, fraction)| fraction.len()))
}

/// What a shape says of where something happened.
pub(super) enum Whereabouts {
    /// With its height, where it has one.
    Point(LonLat, Option<f64>),
    /// A line: its points, thinned out, and the one in its middle.
    Along { middle: LonLat, ends: Vec<End> },
    /// An area, or several points: its middle, and how far it reaches.
    Within { middle: LonLat, radius: Metres },
}

/// Points of a line that become positions of the record.
const MOST_ENDS: usize = 60;

/// Reads a shape in GeoJSON or as well-known text.
///
/// # Errors
/// When it is neither, or lies on no globe.
pub(super) fn shape(text: &str) -> Result<Whereabouts, String> {
    let wrong = || {
        let start: String = text.chars().take(40).collect();
        format!("“{start}” is no shape")
    };
    let (kind, points) = if text.trim_start().starts_with('{') {
        let value: Value = serde_json::from_str(text).map_err(|_| wrong())?;
        let kind = value.get("type").and_then(Value::as_str).unwrap_or_default().to_lowercase();
        let mut points = Vec::new();
        collect(&value, &mut points);
        (kind, points)
    } else {
        well_known(text).ok_or_else(wrong)?
    };
    let height = points.first().and_then(|(_, height)| *height);
    let points = points
        .into_iter()
        .map(|([lon, lat], _)| LonLat::new(lon, lat).map_err(|error| error.to_string()))
        .collect::<Result<Vec<_>, _>>()?;
    match (kind.as_str(), points.as_slice()) {
        (_, []) => Err("the shape has no points".to_owned()),
        (_, [one]) => Ok(Whereabouts::Point(*one, height)),
        ("linestring" | "multilinestring", points) => Ok(along(points)),
        (_, points) => Ok(within(points)),
    }
}

fn along(points: &[LonLat]) -> Whereabouts {
    let step = points.len().div_ceil(MOST_ENDS).max(1);
    let mut kept: Vec<LonLat> = points.iter().copied().step_by(step).collect();
    if let Some(last) = points.last().filter(|last| kept.last() != Some(last)) {
        kept.push(*last);
    }
    let ends = kept.iter().map(|position| End {
        role: EndRole::Through,
        name: None,
        position: *position,
        precision: Precision::Near,
        radius: None,
        rest: serde_json::Map::new(),
    });
    Whereabouts::Along { middle: kept[kept.len() / 2], ends: ends.collect() }
}

fn within(points: &[LonLat]) -> Whereabouts {
    let around = crate::model::Extent::around(points.iter().copied());
    let middle = around.map_or(points[0], crate::model::Extent::centre);
    let reach = points.iter().map(|point| middle.distance_to(*point).0).fold(0.0, f64::max);
    // Rounded up: the middle must not look known better than it is.
    Whereabouts::Within { middle, radius: Metres((reach / 100.0).ceil().max(1.0) * 100.0) }
}

/// Longitude and latitude as they stand, and the height.
type Spot = ([f64; 2], Option<f64>);

/// All positions of a geometry of GeoJSON, however deep.
fn collect(value: &Value, points: &mut Vec<Spot>) {
    match value {
        Value::Array(list) => {
            match (list.first().and_then(Value::as_f64), list.get(1).and_then(Value::as_f64)) {
                (Some(lon), Some(lat)) => points.push(([lon, lat], list.get(2).and_then(Value::as_f64))),
                (_, _) => list.iter().for_each(|inner| collect(inner, points)),
            }
        }
        Value::Object(members) => {
            for key in ["coordinates", "geometries", "geometry"] {
                if let Some(inner) = members.get(key) {
                    collect(inner, points);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// `POINT (69.5 37.5)`, `LINESTRING Z (…)`, `POLYGON ((…))`, also with `SRID=4326;` before it.
fn well_known(text: &str) -> Option<(String, Vec<Spot>)> {
    let text = text.trim();
    let text = if text.starts_with("SRID=") { text.split_once(';')?.1 } else { text };
    let (head, rest) = text.split_once('(')?;
    let head = head.trim().to_lowercase();
    // `POINT Z`, `POINTZ`, `POINT M`: the third number of the last is no height.
    let kind = head.trim_end_matches(['z', 'm']).trim_end().to_owned();
    let is_measured = head.ends_with('m') && !head.ends_with("zm");
    let known = ["point", "linestring", "polygon", "multipoint", "multilinestring", "multipolygon"];
    if !known.contains(&kind.as_str()) {
        return None;
    }
    let tuples = rest.split([',', '(', ')']).map(str::trim).filter(|tuple| !tuple.is_empty());
    let points = tuples.map(|tuple| {
        let mut numbers = tuple.split_whitespace().map(str::parse::<f64>);
        let at = [numbers.next()?.ok()?, numbers.next()?.ok()?];
        Some((at, numbers.next().and_then(Result::ok).filter(|_| !is_measured)))
    });
    Some((kind, points.collect::<Option<Vec<_>>>()?))
}

/// How well a table says that it knows its places.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlaceClass {
    pub precision: Precision,
    /// Metres, where the words state it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub radius: Option<Metres>,
}

impl PlaceClass {
    pub fn of(precision: Precision) -> Self {
        Self { precision, radius: None }
    }

    /// `District only`, `Within a stated radius, 25 km`.
    pub fn label(self) -> String {
        match self.radius {
            Some(radius) => format!("{}, {radius}", self.precision.label()),
            None => self.precision.label().to_owned(),
        }
    }

    /// What the words of a table most likely mean; `None` where they do not tell.
    pub(super) fn of_words(words: &str) -> Option<Self> {
        let words = words.trim().to_lowercase();
        if let Some(own) = Precision::from_code(&words)
            .or_else(|| Precision::ALL.into_iter().find(|own| own.label().to_lowercase() == words))
        {
            return Some(Self::of(own));
        }
        if let Some(radius) = length(&words) {
            let precision = match radius.0 {
                ..=50.0 => Precision::Exact,
                ..=200.0 => Precision::Vicinity,
                _ => Precision::Area,
            };
            return Some(Self { precision, radius: (precision == Precision::Area).then_some(radius) });
        }
        let has = |any: &[&str]| any.iter().any(|word| words.contains(word));
        let class = if has(&["unknown", "no information", "not known", "неизвест"]) {
            Precision::None
        } else if has(&[
            "district",
            "county",
            "admin2",
            "admin 2",
            "adm2",
            "adm 2",
            "commun",
            "район",
            "subdivision",
        ]) {
            Precision::District
        } else if has(&[
            "province",
            "state",
            "governorate",
            "oblast",
            "admin1",
            "admin 1",
            "adm1",
            "adm 1",
            "област",
            "region",
        ]) {
            Precision::Province
        } else if has(&[
            "country",
            "national",
            "стран",
            "linear",
            "along a",
            "line",
            "water",
            "international",
        ]) {
            // A stretch without its ends, a country: no point stands for it.
            Precision::None
        } else if has(&["exact", "precise", "gps", "точн"]) {
            Precision::Exact
        } else if has(&["near", "vicinity", "around", "approx", "около", "вблизи"]) {
            Precision::Near
        } else if has(&[
            "village",
            "town",
            "city",
            "settlement",
            "locality",
            "place",
            "село",
            "город",
            "кишлак",
        ]) {
            Precision::Locality
        } else {
            return None;
        };
        Some(Self::of(class))
    }
}

/// A length in the words: `25 km precision`, `within 500 m`.
fn length(words: &str) -> Option<Metres> {
    let units = [("km", 1_000.0), ("км", 1_000.0), ("metres", 1.0), ("meters", 1.0), ("m", 1.0), ("м", 1.0)];
    let pieces: Vec<&str> =
        words.split([' ', '(', ')', ',', ';']).filter(|piece| !piece.is_empty()).collect();
    pieces.iter().enumerate().find_map(|(place, piece)| {
        let digits = piece.trim_end_matches(|letter: char| !letter.is_ascii_digit());
        let number: f64 = digits.parse().ok()?;
        let unit = if digits.len() < piece.len() { &piece[digits.len()..] } else { pieces.get(place + 1)? };
        let (_, metres) = units.into_iter().find(|(name, _)| *name == unit)?;
        Some(Metres(number * metres)).filter(|length| length.0 > 0.0 && length.0 <= 2_000_000.0)
    })
}

#[cfg(test)]
mod tests {
    use super::{PlaceClass, Whereabouts, shape, two_numbers};
    use crate::model::{LonLat, Metres, Precision};

    #[test]
    fn words_of_other_tables_are_classes_of_ours() {
        let class = |words: &str| PlaceClass::of_words(words);
        assert_eq!(
            class("(2) 25 km precision "),
            Some(PlaceClass { precision: Precision::Area, radius: Some(Metres(25_000.0)) })
        );
        assert_eq!(class("(3) District, communicipality"), Some(PlaceClass::of(Precision::District)));
        assert_eq!(class("(4) Province, state, governorate "), Some(PlaceClass::of(Precision::Province)));
        assert_eq!(
            class("(5) Linear feature e.g. along a road or river "),
            Some(PlaceClass::of(Precision::None))
        );
        assert_eq!(class("(6) Country"), Some(PlaceClass::of(Precision::None)));
        assert_eq!(class("7"), None);
    }

    #[test]
    fn a_line_is_a_stretch_and_an_area_reaches_as_far_as_it_does() {
        assert!(
            matches!(shape("POINT (69.5 37.5)"), Ok(Whereabouts::Point(at, None)) if at == LonLat::new(69.5, 37.5).unwrap())
        );
        for raised in ["POINT Z (69.5 37.5 812)", r#"{"type":"Point","coordinates":[69.5,37.5,812]}"#] {
            assert!(matches!(shape(raised), Ok(Whereabouts::Point(_, Some(812.0)))), "{raised}");
        }
        assert!(matches!(shape("POINT M (69.5 37.5 3)"), Ok(Whereabouts::Point(_, None))));
        let line = shape(r#"{"type":"LineString","coordinates":[[69,37],[69.5,37.2],[70,37]]}"#);
        assert!(matches!(line, Ok(Whereabouts::Along { ends, .. }) if ends.len() == 3));
        let area = shape("POLYGON ((69 37, 70 37, 70 38, 69 38, 69 37))");
        assert!(matches!(area, Ok(Whereabouts::Within { middle, radius })
            if middle == LonLat::new(69.5, 37.5).unwrap() && (70_000.0..72_000.0).contains(&radius.0)));
        assert!(shape("POINT (169.5 97.5)").is_err() && shape("CIRCLE (1 2)").is_err());
        assert_eq!(two_numbers("(37.5; 69.5)"), Some((37.5, 69.5)));
    }
}
