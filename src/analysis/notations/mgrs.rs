//! The military grid: a metre grid's hundred-kilometre squares named by letters.
//!
//! # Source
//! NGA.STND.0037 (2014), the lettering of WGS 84. A reference names a square, so digits are cut, not rounded.

use super::grid::{GridPosition, Hemisphere, Zone};
use crate::model::LonLat;

/// The bands of 8° from 80° S; the last, X, is 12° high.
pub(super) const BANDS: &str = "CDEFGHJKLMNPQRSTUVWX";
/// Columns of zones 1, 2, 3, 4 …, from 100 km easting.
const COLUMNS: [&str; 3] = ["ABCDEFGH", "JKLMNPQR", "STUVWXYZ"];
/// Rows repeat every 2,000 km; in even zones they begin five letters later.
const ROWS: &str = "ABCDEFGHJKLMNPQRSTUV";
const ROW_PERIOD: i64 = 20;
const EVEN_ZONE_SHIFT: i64 = 5;
const SQUARE: f64 = 100_000.0;

/// The lettering of one half of a polar grid.
struct PolarHalf {
    letter: char,
    hemisphere: Hemisphere,
    columns: &'static str,
    /// Hundreds of kilometres at the first column.
    first_column: i64,
    rows: &'static str,
    first_row: i64,
}

const POLAR: [PolarHalf; 4] = [
    PolarHalf {
        letter: 'A',
        hemisphere: Hemisphere::South,
        columns: "JKLPQRSTUXYZ",
        first_column: 8,
        rows: "ABCDEFGHJKLMNPQRSTUVWXYZ",
        first_row: 8,
    },
    PolarHalf {
        letter: 'B',
        hemisphere: Hemisphere::South,
        columns: "ABCFGHJKLPQR",
        first_column: 20,
        rows: "ABCDEFGHJKLMNPQRSTUVWXYZ",
        first_row: 8,
    },
    PolarHalf {
        letter: 'Y',
        hemisphere: Hemisphere::North,
        columns: "RSTUXYZ",
        first_column: 13,
        rows: "ABCDEFGHJKLMNP",
        first_row: 13,
    },
    PolarHalf {
        letter: 'Z',
        hemisphere: Hemisphere::North,
        columns: "ABCFGHJ",
        first_column: 20,
        rows: "ABCDEFGHJKLMNP",
        first_row: 13,
    },
];

fn letter_at(letters: &str, index: i64) -> Option<char> {
    letters.chars().nth(usize::try_from(index).ok()?)
}

fn index_of(letters: &str, letter: char) -> Option<i64> {
    letters.chars().position(|other| other == letter).and_then(|place| i64::try_from(place).ok())
}

/// The letter of the 8° band; `None` in the polar regions.
pub fn band_of(at: LonLat) -> Option<char> {
    if !(-80.0..84.0).contains(&at.lat()) {
        return None;
    }
    letter_at(BANDS, (((at.lat() + 80.0) / 8.0).floor() as i64).min(19))
}

/// The latitudes of a band: south, north.
pub(super) fn latitudes_of(band: char) -> Option<(f64, f64)> {
    let index = index_of(BANDS, band)?;
    let south = index as f64 * 8.0 - 80.0;
    Some((south, if band == 'X' { 84.0 } else { south + 8.0 }))
}

/// The one-metre square of a position: `42S WG 04700 80100`, `ZAH 00000 00000` near a pole.
pub fn write(at: LonLat) -> Option<String> {
    let grid = GridPosition::of(at);
    let (column, row) = ((grid.easting / SQUARE).floor() as i64, (grid.northing / SQUARE).floor() as i64);
    let square = match grid.zone {
        Zone::Utm(zone) => {
            let columns = COLUMNS[usize::from((zone + 2) % 3)];
            let shift = if zone.is_multiple_of(2) { EVEN_ZONE_SHIFT } else { 0 };
            let column = letter_at(columns, column - 1)?;
            let row = letter_at(ROWS, (row + shift).rem_euclid(ROW_PERIOD))?;
            format!("{zone:02}{} {column}{row}", band_of(at)?)
        }
        Zone::Ups => {
            let half = POLAR
                .iter()
                .rfind(|half| half.hemisphere == grid.hemisphere && column >= half.first_column)?;
            let column = letter_at(half.columns, column - half.first_column)?;
            let row = letter_at(half.rows, row - half.first_row)?;
            format!("{} {column}{row}", half.letter)
        }
    };
    let within = |metres: f64| metres.rem_euclid(SQUARE).floor();
    Some(format!("{square} {:05} {:05}", within(grid.easting), within(grid.northing)))
}

/// A square that a reference names.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Square {
    pub centre: LonLat,
    /// The length of a side in metres: 10,000 with two digits, 1 with ten.
    pub side: f64,
}

/// Reads a reference with two to ten digits, in any spacing and case. `None` when the text is none, or names a
/// square that does not exist.
pub fn read(text: &str) -> Option<Square> {
    let bare: Vec<char> = text
        .chars()
        .filter(|letter| !letter.is_whitespace())
        .map(|letter| letter.to_ascii_uppercase())
        .collect();
    let zone_digits = bare.iter().take_while(|letter| letter.is_ascii_digit()).count();
    let zone: Option<u8> = match zone_digits {
        0 => None,
        1 | 2 => Some(bare[..zone_digits].iter().collect::<String>().parse().ok()?),
        _ => return None,
    };
    let &[band, column, row, ref digits @ ..] = &bare[zone_digits..] else { return None };
    if digits.is_empty()
        || digits.len() > 10
        || !digits.len().is_multiple_of(2)
        || !digits.iter().all(char::is_ascii_digit)
    {
        return None;
    }
    let half = digits.len() / 2;
    let side = SQUARE / 10_f64.powi(i32::try_from(half).ok()?);
    let metres =
        |part: &[char]| part.iter().collect::<String>().parse::<f64>().ok().map(|cells| (cells + 0.5) * side);
    let (x, y) = (metres(&digits[..half])?, metres(&digits[half..])?);
    let centre = match zone {
        Some(zone) => in_zone(zone, band, column, row, x, y)?,
        None => at_pole(band, column, row, x, y)?,
    };
    Some(Square { centre, side })
}

fn in_zone(zone: u8, band: char, column: char, row: char, x: f64, y: f64) -> Option<LonLat> {
    if !(1..=60).contains(&zone) || (band == 'X' && matches!(zone, 32 | 34 | 36)) {
        return None;
    }
    let (south, north) = latitudes_of(band)?;
    let hemisphere = if south < 0.0 { Hemisphere::South } else { Hemisphere::North };
    let column = index_of(COLUMNS[usize::from((zone + 2) % 3)], column)? + 1;
    let shift = if zone.is_multiple_of(2) { EVEN_ZONE_SHIFT } else { 0 };
    let row = (index_of(ROWS, row)? - shift).rem_euclid(ROW_PERIOD);
    let place = |row: i64, x: f64, y: f64| {
        GridPosition {
            zone: Zone::Utm(zone),
            hemisphere,
            easting: column as f64 * SQUARE + x,
            northing: row as f64 * SQUARE + y,
        }
        .position()
    };
    // Rows repeat every 18° or so and a band is 8° high (X: 12°): at most one repetition touches the band.
    (0..5).map(|turn| row + turn * ROW_PERIOD).find_map(|row| {
        let corners = [(0.0, 0.0), (SQUARE, 0.0), (0.0, SQUARE), (SQUARE, SQUARE)];
        let latitudes: Vec<f64> =
            corners.iter().filter_map(|&(x, y)| place(row, x, y)).map(LonLat::lat).collect();
        let lowest = latitudes.iter().copied().fold(f64::INFINITY, f64::min);
        let highest = latitudes.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        (lowest < north && highest > south).then(|| place(row, x, y)).flatten()
    })
}

fn at_pole(band: char, column: char, row: char, x: f64, y: f64) -> Option<LonLat> {
    let half = POLAR.iter().find(|half| half.letter == band)?;
    let easting = (index_of(half.columns, column)? + half.first_column) as f64 * SQUARE + x;
    let northing = (index_of(half.rows, row)? + half.first_row) as f64 * SQUARE + y;
    GridPosition { zone: Zone::Ups, hemisphere: half.hemisphere, easting, northing }.position()
}
