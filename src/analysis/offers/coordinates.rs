//! Pieces of text that look like coordinates: decimal degrees, degrees with minutes and seconds, MGRS.

use std::ops::Range;

use crate::model::{Extent, LonLat};

use super::tokens::{Cut, TokenKind};
use super::{Confidence, FoundCoordinates};

/// Coordinates and the bytes that say so.
pub(super) struct CoordinatesHit {
    pub quote: Range<usize>,
    pub found: FoundCoordinates,
    pub confidence: Confidence,
    /// What the reader should know of it; empty when nothing.
    pub remark: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum Axis {
    Latitude,
    Longitude,
}

/// One angle with what is known of it.
struct Angle {
    degrees: f64,
    axis: Option<Axis>,
    /// Digits after the point, or a degree sign: no angle is told from a count otherwise.
    plain: bool,
    end: usize,
}

/// All coordinates of the text.
pub(super) fn coordinates(cut: &Cut) -> Vec<CoordinatesHit> {
    let mut hits = Vec::new();
    let mut place = 0;
    while place < cut.tokens.len() {
        let token = &cut.tokens[place];
        if token.in_address || hits.len() >= 60 {
            place += 1;
            continue;
        }
        if let Some(end) = pair(cut, place, &mut hits) {
            place = end;
        } else if let Some(end) = grid_reference(cut, place) {
            hits.push(CoordinatesHit {
                quote: cut.bytes(place, end),
                found: FoundCoordinates { text: cut.slice(place, end).to_owned(), position: None },
                confidence: Confidence::Middling,
                remark: "a grid reference",
            });
            place = end;
        } else {
            place += 1;
        }
    }
    hits
}

fn pair(cut: &Cut, place: usize, hits: &mut Vec<CoordinatesHit>) -> Option<usize> {
    let first = angle(cut, place)?;
    let next = if cut.is_any(first.end, &[",", ";", "/"]) { first.end + 1 } else { first.end };
    let second = angle(cut, next)?;
    if !first.plain || !second.plain {
        return None;
    }
    let quote = cut.bytes(place, second.end);
    let text = cut.slice(place, second.end).to_owned();
    let mut add = |lon: f64, lat: f64, confidence, remark| {
        if let Ok(position) = LonLat::new(lon, lat) {
            let found = FoundCoordinates { text: text.clone(), position: Some(position) };
            hits.push(CoordinatesHit { quote: quote.clone(), found, confidence, remark });
        }
    };
    let (a, b) = (first.degrees, second.degrees);
    match (first.axis, second.axis) {
        (Some(Axis::Latitude), Some(Axis::Longitude)) => add(b, a, Confidence::High, ""),
        (Some(Axis::Longitude), Some(Axis::Latitude)) => add(a, b, Confidence::High, ""),
        (None, None) => {
            // Both orders are in use; the one that falls on this frontier is the likelier.
            let on_frontier = |lon, lat| LonLat::new(lon, lat).is_ok_and(|p| Extent::FRONTIER.contains(p));
            let swapped = on_frontier(a, b) && !on_frontier(b, a);
            let (sure, unsure) = (Confidence::Middling, Confidence::Low);
            add(b, a, if swapped { unsure } else { sure }, "read as latitude, longitude");
            add(a, b, if swapped { sure } else { unsure }, "read as longitude, latitude");
        }
        (Some(_), None | Some(_)) | (None, Some(_)) => return None,
    }
    Some(second.end)
}

/// `″` is two `′` once folded, and `’` is nothing. `37.7604`, `37.7604° N`, `N 37°45'37.4"`, `37°45′ с. ш.`
fn angle(cut: &Cut, place: usize) -> Option<Angle> {
    let (mut axis, mut negative, mut at) = hemisphere(cut, place).unwrap_or((None, false, place));
    if cut.is(at, "-") && cut.get(at + 1).is_some_and(|token| token.glued) {
        negative = true;
        at += 1;
    }
    let (mut degrees, decimals, mut end) = decimal(cut, at)?;
    let mut plain = decimals >= 3;
    if cut.is_any(end, &["°", "º"]) {
        plain = true;
        end += 1;
        if decimals == 0
            && let Some((minutes, _, after)) = decimal(cut, end).filter(|(minutes, ..)| *minutes < 60.0)
            && cut.is_any(after, &["'", "′", "’", ""])
        {
            degrees += minutes / 60.0;
            end = after + 1;
            if let Some((seconds, _, after)) = decimal(cut, end).filter(|(seconds, ..)| *seconds < 60.0)
                && cut.is_any(after, &["\"", "′′", "”", "'", "′", ""])
            {
                degrees += seconds / 3600.0;
                // Two single marks are one double mark.
                let two = cut.is_any(after, &["'", "′", ""]) && cut.is_any(after + 1, &["'", "′", ""]);
                end = if two { after + 2 } else { after + 1 };
            }
        }
    }
    if axis.is_none()
        && let Some((found, south_or_west, after)) = hemisphere(cut, end)
    {
        // The letter before the second angle belongs to that one: `37.1 N 70.2 E`, not `37.1, E 70.2`.
        axis = found;
        negative |= south_or_west;
        end = after;
    }
    (degrees <= 180.0).then_some(Angle {
        degrees: if negative { -degrees } else { degrees },
        axis,
        plain,
        end,
    })
}

/// `37.7604`, with the number of digits after the point.
fn decimal(cut: &Cut, place: usize) -> Option<(f64, usize, usize)> {
    let whole = cut.number(place).filter(|whole| *whole <= 180)?;
    let fraction = cut.get(place + 2).filter(|token| token.glued && token.kind == TokenKind::Digits);
    match fraction.filter(|_| cut.is(place + 1, ".") && cut.get(place + 1).is_some_and(|dot| dot.glued)) {
        Some(fraction) => {
            let value: f64 = format!("{whole}.{}", fraction.folded).parse().ok()?;
            Some((value, fraction.folded.len(), place + 3))
        }
        None => Some((f64::from(whole), 0, place + 1)),
    }
}

/// The axis that a letter names, whether it is south or west, and the token after it.
fn hemisphere(cut: &Cut, place: usize) -> Option<(Option<Axis>, bool, usize)> {
    let written = cut.slice(place, place + 1);
    let named = match written {
        "N" => (Axis::Latitude, false),
        "S" => (Axis::Latitude, true),
        "E" => (Axis::Longitude, false),
        "W" => (Axis::Longitude, true),
        "с" | "С" | "в" | "В" if cut.is(place + 1, ".") && cut.is_any(place + 2, &["ш", "д"]) => {
            let axis = if cut.is(place + 2, "ш") { Axis::Latitude } else { Axis::Longitude };
            let end = if cut.is(place + 3, ".") { place + 4 } else { place + 3 };
            return Some((Some(axis), false, end));
        }
        _ => return None,
    };
    Some((Some(named.0), named.1, place + 1))
}

/// `42SWG1234567890`, `42S WG 12345 67890`: zone 1–60, band, square, and an even number of digits.
fn grid_reference(cut: &Cut, place: usize) -> Option<usize> {
    cut.number(place).filter(|zone| (1..=60).contains(zone))?;
    let letters = cut.get(place + 1).filter(|token| token.glued && token.is_word())?;
    let upper = |at: usize| {
        let written = cut.slice(at, at + 1);
        (!written.is_empty() && written.bytes().all(|b| b.is_ascii_uppercase())).then_some(written)
    };
    let (square, digits_at) = match upper(place + 1)?.len() {
        3 => (&upper(place + 1)?[1..], place + 2),
        1 => (upper(place + 2).filter(|square| square.len() == 2)?, place + 3),
        _ => return None,
    };
    if letters.folded.starts_with(['i', 'o', 'a', 'b', 'y', 'z']) || square.contains(['I', 'O']) {
        return None;
    }
    let length = |at: usize| {
        cut.get(at).filter(|token| token.kind == TokenKind::Digits).map_or(0, |token| token.folded.len())
    };
    let (east, north) = (length(digits_at), length(digits_at + 1));
    if east == north && (2..=5).contains(&east) {
        Some(digits_at + 2)
    } else if east % 2 == 0 && (4..=10).contains(&east) {
        Some(digits_at + 1)
    } else {
        None
    }
}
