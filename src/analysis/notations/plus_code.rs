//! Plus codes: a cell of the globe as letters and digits.
//!
//! # Source
//! The Open Location Code specification, version 1.0, with its integer arithmetic, so that no rounding of
//! fractions moves a position into the next cell.

use crate::model::{Degrees, LonLat, Metres};

const DIGITS: &str = "23456789CFGHJMPQRVWX";
const SEPARATOR: char = '+';
const SEPARATOR_AT: usize = 8;
const PADDING: char = '0';
/// Digits that come in pairs, each pair a twentieth of the one before.
const PAIR_DIGITS: usize = 10;
const MOST_DIGITS: usize = 15;
/// Later digits divide the cell in five rows and four columns.
const ROWS: i64 = 5;
const COLUMNS: i64 = 4;
/// Steps in a degree of the finest cells: 8000 · 5⁵ and 8000 · 4⁵.
const LAT_STEPS: i64 = 25_000_000;
const LON_STEPS: i64 = 8_192_000;

/// A cell between two parallels and two meridians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cell {
    pub south: Degrees,
    pub west: Degrees,
    pub north: Degrees,
    pub east: Degrees,
    /// How many digits the code had.
    pub digits: usize,
}

impl Cell {
    pub fn centre(self) -> Option<LonLat> {
        let lat = f64::midpoint(self.south.0, self.north.0).min(90.0);
        LonLat::new(f64::midpoint(self.west.0, self.east.0), lat).ok()
    }

    /// From the centre to a corner.
    pub fn radius(self) -> Option<Metres> {
        Some(self.centre()?.distance_to(LonLat::new(self.west.0, self.south.0).ok()?))
    }
}

/// The code of the cell around a position, with 2, 4, 6, 8 or 10 to 15 digits (other counts: `None`).
/// Latitudes beyond a pole are cut to it, longitudes turn round.
pub fn encode(lat: Degrees, lon: Degrees, digits: usize) -> Option<String> {
    if !lat.0.is_finite() || !lon.0.is_finite() || lon.0.abs() > 1e6 {
        return None;
    }
    // 129.7° is a hair less in binary; a millionth of a step is no distance.
    let steps =
        |degrees: f64, per_degree: i64| ((degrees * per_degree as f64 * 1e6).round() / 1e6).floor() as i64;
    encode_steps(
        steps(lat.0.clamp(-91.0, 91.0), LAT_STEPS) + 90 * LAT_STEPS,
        steps(lon.0, LON_STEPS) + 180 * LON_STEPS,
        digits,
    )
}

/// As [`encode`], from the finest steps counted from 90° S and 180° W.
pub fn encode_steps(lat: i64, lon: i64, digits: usize) -> Option<String> {
    if digits < 2 || (digits < PAIR_DIGITS && digits % 2 == 1) {
        return None;
    }
    let digits = digits.min(MOST_DIGITS);
    let mut lat = lat.clamp(0, 180 * LAT_STEPS - 1);
    let mut lon = lon.rem_euclid(360 * LON_STEPS);
    let mut reversed = Vec::with_capacity(MOST_DIGITS);
    for _ in PAIR_DIGITS..MOST_DIGITS {
        reversed.push(lat % ROWS * COLUMNS + lon % COLUMNS);
        lat /= ROWS;
        lon /= COLUMNS;
    }
    for _ in 0..PAIR_DIGITS / 2 {
        reversed.push(lon % 20);
        reversed.push(lat % 20);
        lat /= 20;
        lon /= 20;
    }
    let mut code = String::with_capacity(MOST_DIGITS + 1);
    for (place, value) in reversed.into_iter().rev().enumerate() {
        if place == SEPARATOR_AT {
            code.push(SEPARATOR);
        }
        if place < digits {
            code.extend(DIGITS.chars().nth(usize::try_from(value).ok()?));
        } else if place < SEPARATOR_AT {
            code.push(PADDING);
        }
    }
    Some(code)
}

/// Whether the text is a plus code, full or short.
pub fn is_valid(code: &str) -> bool {
    let letters: Vec<char> = code.chars().map(|letter| letter.to_ascii_uppercase()).collect();
    let Some(separator) = letters.iter().position(|&letter| letter == SEPARATOR) else { return false };
    if separator > SEPARATOR_AT || separator % 2 == 1 || letters.len() == 1 {
        return false;
    }
    let (before, after) = (&letters[..separator], &letters[separator + 1..]);
    if after.len() == 1 || !after.iter().all(|&letter| DIGITS.contains(letter)) {
        return false;
    }
    let padding = before.iter().position(|&letter| letter == PADDING);
    let written = &before[..padding.unwrap_or(before.len())];
    if !written.iter().all(|&letter| DIGITS.contains(letter)) {
        return false;
    }
    match padding {
        None => true,
        // A padded code is full, has nothing behind the sign and whole pairs before the padding.
        Some(begin) => {
            begin > 0
                && begin % 2 == 0
                && separator == SEPARATOR_AT
                && after.is_empty()
                && before[begin..].iter().all(|&letter| letter == PADDING)
        }
    }
}

/// Whether the code lacks its first digits and needs a place nearby.
pub fn is_short(code: &str) -> bool {
    is_valid(code) && code.find(SEPARATOR).is_some_and(|at| at < SEPARATOR_AT)
}

/// Whether the code names a cell by itself.
pub fn is_full(code: &str) -> bool {
    decode(code).is_some()
}

/// The cell of a full code; digits after the fifteenth are ignored.
pub fn decode(code: &str) -> Option<Cell> {
    if !is_valid(code) || is_short(code) {
        return None;
    }
    let values: Vec<i64> = code
        .chars()
        .filter(|&letter| letter != SEPARATOR && letter != PADDING)
        .filter_map(|letter| DIGITS.chars().position(|digit| digit == letter.to_ascii_uppercase()))
        .filter_map(|place| i64::try_from(place).ok())
        .take(MOST_DIGITS)
        .collect();
    let (mut lat, mut lon) = (0, 0);
    let (mut height, mut width) = (LAT_STEPS * 400, LON_STEPS * 400);
    for pair in values[..values.len().min(PAIR_DIGITS)].chunks_exact(2) {
        height /= 20;
        width /= 20;
        lat += pair[0] * height;
        lon += pair[1] * width;
    }
    for value in values.iter().skip(PAIR_DIGITS) {
        height /= ROWS;
        width /= COLUMNS;
        lat += value / COLUMNS * height;
        lon += value % COLUMNS * width;
    }
    if lat >= 180 * LAT_STEPS || lon >= 360 * LON_STEPS {
        return None;
    }
    let degrees = |steps: i64, per_degree: i64, origin: i64| {
        Degrees((steps - origin * per_degree) as f64 / per_degree as f64)
    };
    Some(Cell {
        south: degrees(lat, LAT_STEPS, 90),
        west: degrees(lon, LON_STEPS, 180),
        north: degrees(lat + height, LAT_STEPS, 90),
        east: degrees(lon + width, LON_STEPS, 180),
        digits: values.len(),
    })
}

/// The shortest code that is understood near a place; the code itself when the place is too far.
/// `None` when it is no full code or is padded.
pub fn shorten(code: &str, near: LonLat) -> Option<String> {
    let code = code.to_ascii_uppercase();
    let cell = decode(&code)?;
    if code.contains(PADDING) {
        return None;
    }
    let away = (f64::midpoint(cell.south.0, cell.north.0) - near.lat())
        .abs()
        .max((f64::midpoint(cell.west.0, cell.east.0) - near.lon()).abs());
    // With a margin of 0.3 of the pair's cell, so that it is still the nearest one from a little further away.
    let cut = [(8, 0.0025), (6, 0.05), (4, 1.0)].into_iter().find(|&(_, cell)| away < cell * 0.3);
    Some(cut.map_or(code.clone(), |(digits, _)| code.chars().skip(digits).collect()))
}

/// The full code of a short one: the nearest cell to the place that ends so. A full code comes back in capitals.
pub fn recover(code: &str, near: LonLat) -> Option<String> {
    let code = code.to_ascii_uppercase();
    if is_full(&code) {
        return Some(code);
    }
    if !is_short(&code) {
        return None;
    }
    let missing = SEPARATOR_AT - code.find(SEPARATOR)?;
    let step = 20_f64.powi(2 - i32::try_from(missing / 2).ok()?);
    let prefix: String =
        encode(Degrees(near.lat()), Degrees(near.lon()), PAIR_DIGITS)?.chars().take(missing).collect();
    let cell = decode(&format!("{prefix}{code}"))?;
    let (mut lat, mut lon) =
        (f64::midpoint(cell.south.0, cell.north.0), f64::midpoint(cell.west.0, cell.east.0));
    if near.lat() + step / 2.0 < lat && lat - step >= -90.0 {
        lat -= step;
    } else if near.lat() - step / 2.0 > lat && lat + step <= 90.0 {
        lat += step;
    }
    if near.lon() + step / 2.0 < lon {
        lon -= step;
    } else if near.lon() - step / 2.0 > lon {
        lon += step;
    }
    encode(Degrees(lat), Degrees(lon), cell.digits)
}
