//! Positions as people write them: degrees, metre grids, plus codes, map links; and how a text was read.
//!
//! What can be read in two ways is asked, never guessed. Links are only read, never opened.

mod angle;
pub mod grid;
mod link;
pub mod mgrs;
mod pair;
pub mod plus_code;
mod text;
mod utm;

pub use crate::store::Notation;
pub use angle::{Angle, Axis, read_angle};

use super::gazetteer::Gazetteer;
use crate::model::{Degrees, LonLat, Metres};

impl Notation {
    /// The position in this notation: to 0.00001°, 0.1″, 1 m or a plus code of 11 digits. `None` where the
    /// notation does not reach (UTM near the poles). [`read`] takes it back without asking.
    pub fn write(self, at: LonLat) -> Option<String> {
        match self {
            Self::Decimal => Some(format!("{:.5}, {:.5}", at.lat(), at.lon())),
            Self::Dms => Some(format!("{} {}", dms(at.lat(), 'N', 'S'), dms(at.lon(), 'E', 'W'))),
            Self::Utm => utm::write(at),
            Self::Mgrs => mgrs::write(at),
            Self::PlusCode => plus_code::encode(Degrees(at.lat()), Degrees(at.lon()), 11),
            Self::MapLink => Some(format!(
                "https://www.openstreetmap.org/?mlat={lat:.5}&mlon={lon:.5}#map=14/{lat:.5}/{lon:.5}",
                lat = at.lat(),
                lon = at.lon()
            )),
        }
    }
}

/// `37°45′37.4″N`, rounded as a whole so that 60″ never occurs.
fn dms(degrees: f64, positive: char, negative: char) -> String {
    let tenths = (degrees.abs() * 36_000.0).round() as u64;
    let letter = if degrees < 0.0 { negative } else { positive };
    let (whole, minutes, seconds) = (tenths / 36_000, tenths / 600 % 60, tenths % 600);
    format!("{whole}°{minutes:02}′{:02}.{}″{letter}", seconds / 10, seconds % 10)
}

/// One way to understand a text.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    pub position: LonLat,
    pub notation: Notation,
    /// How it was read: “Read as UTM zone 42 north, easting …”.
    pub words: String,
    /// What the text's own precision leaves open, from the position to the furthest corner.
    pub radius: Option<Metres>,
}

/// What a text may mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Readings {
    /// There is one sensible meaning.
    Certain(Reading),
    /// The user has to choose, or to confirm the only one; likelier ones first.
    Ask { readings: Vec<Reading>, why: &'static str },
    /// It is no position.
    Refused(NotRead),
}

impl Readings {
    /// All of them, likelier ones first.
    pub fn list(&self) -> &[Reading] {
        match self {
            Self::Certain(reading) => std::slice::from_ref(reading),
            Self::Ask { readings, .. } => readings,
            Self::Refused(_) => &[],
        }
    }

    pub fn certain(&self) -> Option<&Reading> {
        match self {
            Self::Certain(reading) => Some(reading),
            Self::Ask { .. } | Self::Refused(_) => None,
        }
    }

    /// One reading is certain, several are asked.
    fn of(readings: Vec<Reading>, why: &'static str) -> Option<Self> {
        let mut different: Vec<Reading> = Vec::new();
        for reading in readings {
            if !different.iter().any(|other| other.position == reading.position) {
                different.push(reading);
            }
        }
        match different.len() {
            0 => None,
            1 => different.pop().map(Self::Certain),
            _ => Some(Self::Ask { readings: different, why }),
        }
    }
}

/// Why a text is no position.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotRead {
    #[error("Nothing is typed.")]
    Empty,
    #[error("This is longer than any position; paste only the coordinates.")]
    TooLong,
    #[error("This is one angle; a position needs a latitude and a longitude.")]
    OneAngleOnly,
    #[error("This is not one angle such as 37.7604, 37°45′37″ N or 37 45 37.")]
    NoAngle,
    #[error(
        "These numbers can be divided in more than one way; add °, ′ and ″, letters, or a comma between latitude and longitude."
    )]
    Unmarked,
    #[error(
        "A latitude lies between −90° and 90°, a longitude between −180° and 180°, minutes and seconds below 60."
    )]
    OutOfRange,
    #[error("This short plus code needs a place: add its name, or show that part of the map first.")]
    ShortCodeWithoutPlace,
    #[error("No place with this name is known; the short plus code cannot be completed.")]
    UnknownPlace,
    #[error(
        "This grid square does not exist; check the letters and give both halves the same number of digits."
    )]
    NoSuchSquare,
    #[error("Easting or northing lie outside this UTM zone.")]
    OffTheGrid,
    #[error(
        "A shortened link holds no coordinates, and Marz opens no links. Open it in a browser and copy the long address."
    )]
    ShortenedLink,
    #[error("No position is found in this link.")]
    LinkWithoutPosition,
    #[error("This is read neither as coordinates nor as a grid reference, plus code or map link.")]
    Unknown,
}

/// Reads a position in any notation. `near` (the middle of the map) completes short plus codes.
pub fn read(text: &str, near: Option<LonLat>) -> Readings {
    match try_read(text, near) {
        Ok(readings) => readings,
        Err(why) => Readings::Refused(why),
    }
}

fn try_read(text: &str, near: Option<LonLat>) -> Result<Readings, NotRead> {
    let plain = text::plain(text)?;
    if link::looks_like(&plain) {
        return link::read(&plain);
    }
    if let Some(found) = short_or_full_plus_code(&plain, near) {
        return found;
    }
    if let Some(found) = utm::read(&plain) {
        return found;
    }
    let bare = without_name(&plain, "mgrs");
    if let Some(square) = mgrs::read(bare) {
        let words =
            format!("Read as MGRS {}, the middle of a square of {}", spaced(bare), Metres(square.side));
        return Ok(Readings::Certain(Reading {
            position: square.centre,
            notation: Notation::Mgrs,
            words,
            radius: Some(Metres(square.side / 2.0 * std::f64::consts::SQRT_2)),
        }));
    }
    if looks_like_mgrs(bare) {
        return Err(NotRead::NoSuchSquare);
    }
    pair::read(&plain)
}

/// The text behind the name of its notation: “MGRS: 42S WG …”.
fn without_name<'a>(text: &'a str, name: &str) -> &'a str {
    match text.get(..name.len()) {
        Some(start) if start.eq_ignore_ascii_case(name) => {
            text[name.len()..].trim_start_matches([' ', ':', '='])
        }
        _ => text,
    }
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_ascii_uppercase()
}

/// One or two digits, three letters, digits: meant as MGRS even if such a square does not exist.
fn looks_like_mgrs(text: &str) -> bool {
    let bare: Vec<char> = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    let digits = bare.iter().take_while(|letter| letter.is_ascii_digit()).count();
    let rest = &bare[digits..];
    (1..=2).contains(&digits)
        && rest.len() >= 3
        && rest[..3].iter().all(char::is_ascii_alphabetic)
        && rest[3..].iter().all(char::is_ascii_digit)
}

/// A plus code alone, or a short one with the name of a place behind it. `None` when the text is neither.
fn short_or_full_plus_code(text: &str, near: Option<LonLat>) -> Option<Result<Readings, NotRead>> {
    let (code, place) = text.split_once([' ', ',']).unwrap_or((text, ""));
    let place = place.trim_matches([' ', ',']);
    // “+37 70” and “+2 …” are signed numbers before they are codes of two digits.
    let numeric = |text: &str| text.chars().all(|letter| letter.is_ascii_digit() || " +-.,".contains(letter));
    if !plus_code::is_valid(code) || (code.starts_with('+') && numeric(text)) {
        return None;
    }
    if plus_code::is_full(code) {
        return Some(plus_code_reading(code, "").map(Readings::Certain).ok_or(NotRead::Unknown));
    }
    if !plus_code::is_short(code) {
        return Some(Err(NotRead::OutOfRange));
    }
    let readings: Vec<Reading> = if place.is_empty() {
        let Some(near) = near else { return Some(Err(NotRead::ShortCodeWithoutPlace)) };
        let full = plus_code::recover(code, near);
        full.and_then(|full| plus_code_reading(&full, ", the nearest to the middle of the map"))
            .into_iter()
            .collect()
    } else {
        Gazetteer::embedded()
            .named(place)
            .into_iter()
            .filter_map(|toponym| {
                let full = plus_code::recover(code, toponym.position)?;
                plus_code_reading(&full, &format!(", the nearest to {} ({})", toponym.name, toponym.country))
            })
            .collect()
    };
    Some(Readings::of(readings, "More than one place has this name.").ok_or(NotRead::UnknownPlace))
}

fn plus_code_reading(code: &str, which: &str) -> Option<Reading> {
    let cell = plus_code::decode(code)?;
    Some(Reading {
        position: cell.centre()?,
        notation: Notation::PlusCode,
        words: format!("Read as plus code {}{which}", code.to_ascii_uppercase()),
        radius: cell.radius(),
    })
}
