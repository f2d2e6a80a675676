//! UTM as text: zone, letter, easting, northing.

use super::{
    NotRead, Notation, Reading, Readings,
    grid::{GridPosition, Hemisphere, Zone},
    mgrs,
};
use crate::model::{Extent, LonLat, Metres};

/// `42N 604700 4180100`. The letter is right under both conventions: in the north N, which is also a northern
/// band; in the south the band, because an S would be taken for the northern band S (32° to 40° N) by half of all
/// programs.
pub(super) fn write(at: LonLat) -> Option<String> {
    let grid = GridPosition::of(at);
    let Zone::Utm(zone) = grid.zone else { return None };
    let letter = match grid.hemisphere {
        Hemisphere::North => 'N',
        Hemisphere::South => mgrs::band_of(at)?,
    };
    Some(format!("{zone}{letter} {:.0} {:.0}", grid.easting, grid.northing))
}

/// A text of the form zone, letter, two lengths. `None` when it has not that form.
pub(super) fn read(text: &str) -> Option<Result<Readings, NotRead>> {
    let parts = Parts::of(text)?;
    let mut readings = parts.readings(parts.first, parts.second);
    readings.sort_by_key(|reading| !Extent::FRONTIER.contains(reading.position));
    if let Some(found) = Readings::of(readings, "The letter may be a band or a hemisphere.") {
        return Some(Ok(found));
    }
    let readings = parts.readings(parts.second, parts.first);
    if readings.is_empty() {
        return Some(Err(NotRead::OffTheGrid));
    }
    Some(Ok(Readings::Ask { readings, why: "The northing seems to stand before the easting." }))
}

/// The hemispheres that a letter can mean.
fn hemispheres(letter: Option<char>) -> Vec<Hemisphere> {
    match letter {
        None | Some('S') => vec![Hemisphere::North, Hemisphere::South],
        Some('C'..='M') => vec![Hemisphere::South],
        Some(_) => vec![Hemisphere::North],
    }
}

/// Whether the position agrees with the letter, as a hemisphere or as a band.
fn fits(letter: Option<char>, hemisphere: Hemisphere, at: LonLat) -> bool {
    let Some(letter) = letter else { return true };
    let as_hemisphere = match hemisphere {
        Hemisphere::North => letter == 'N',
        Hemisphere::South => letter == 'S',
    };
    // A metre or two beyond the edge of its band is still meant.
    let as_band = mgrs::latitudes_of(letter)
        .is_some_and(|(south, north)| (south - 0.001..=north + 0.001).contains(&at.lat()));
    as_hemisphere || as_band
}

struct Parts {
    zone: u8,
    letter: Option<char>,
    first: f64,
    second: f64,
    /// The smallest step written, in metres.
    step: f64,
}

impl Parts {
    /// The positions that the letter and these two lengths can mean.
    fn readings(&self, easting: f64, northing: f64) -> Vec<Reading> {
        // Eastings of a zone lie between 100 and 900 km.
        if !(100_000.0..=900_000.0).contains(&easting) {
            return Vec::new();
        }
        let reading = |hemisphere| {
            let grid = GridPosition { zone: Zone::Utm(self.zone), hemisphere, easting, northing };
            let position = grid.position().filter(|&at| fits(self.letter, hemisphere, at))?;
            Some(Reading {
                position,
                notation: Notation::Utm,
                words: format!(
                    "Read as UTM zone {} {}, easting {easting} m, northing {northing} m",
                    self.zone,
                    hemisphere.word()
                ),
                radius: Some(Metres(self.step / 2.0 * std::f64::consts::SQRT_2)),
            })
        };
        hemispheres(self.letter).into_iter().filter_map(reading).collect()
    }

    fn of(text: &str) -> Option<Self> {
        let mut text = text.to_uppercase();
        for word in ["UTM", "WGS84", "WGS 84", "ZONE", "ЗОНА"] {
            text = text.replace(word, " ");
        }
        for (word, letter) in [("NORTH", "N"), ("SOUTH", "S"), ("EASTING", ""), ("NORTHING", "")] {
            if word.ends_with("ING") || !text.contains("ING") {
                text = text.replace(word, letter);
            }
        }
        let text = text.replace([',', ':', ';', '=', '(', ')'], " ");
        let words: Vec<&str> = text.split_whitespace().collect();
        let zone_word = words.first()?;
        let digits = zone_word.chars().take_while(char::is_ascii_digit).count();
        let zone: u8 = zone_word.get(..digits).filter(|_| digits <= 2)?.parse().ok()?;
        if !(1..=60).contains(&zone) {
            return None;
        }
        let letter_of = |word: &str| {
            let mut letters = word.chars();
            let letter = letters.next().filter(|&letter| mgrs::BANDS.contains(letter))?;
            letters.next().is_none().then_some(letter)
        };
        let (letter, lengths) = match zone_word.get(digits..)? {
            "" => match words.get(1).and_then(|word| letter_of(word)) {
                Some(letter) => (Some(letter), &words[2..]),
                None => (None, &words[1..]),
            },
            rest => (Some(letter_of(rest)?), &words[1..]),
        };
        let mut metres: Vec<(f64, usize)> = Vec::new();
        for word in lengths {
            match *word {
                "E" | "N" | "M" | "ME" | "MN" | "M.E." | "M.N." => {}
                word => metres.push(length(word)?),
            }
        }
        let &[(first, a), (second, b)] = &metres[..] else { return None };
        // Degrees are small numbers; lengths on this grid are not.
        if first.max(second) < 100_000.0 {
            return None;
        }
        let decimals = i32::try_from(a.min(b)).ok()?;
        Some(Self { zone, letter, first, second, step: 10_f64.powi(-decimals) })
    }
}

/// `604700`, `604700.25`, `604700mE` and the number of decimals.
fn length(word: &str) -> Option<(f64, usize)> {
    let number = word.trim_start_matches(['E', 'N']).trim_end_matches(['M', 'E', 'N']);
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    let all_digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    if whole.is_empty()
        || whole.len() > 8
        || fraction.len() > 9
        || !all_digits(whole)
        || !all_digits(fraction)
    {
        return None;
    }
    Some((number.parse().ok()?, fraction.len()))
}
