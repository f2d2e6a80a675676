//! Well-known binary: the geometries of a `GeoPackage`.
//!
//! What a count says is believed as far as there are bytes.

use super::{Coordinate, Part};

/// Collections in collections, as deep as anyone means it.
const DEEPEST: usize = 8;

/// The parts of a `GeoPackage`'s geometry.
///
/// # Source
/// OGC 12-128r19, 2.1.3: “GP”, a version, flags, the reference system and an envelope before the geometry.
///
/// # Errors
/// A word on what is wrong with it.
pub(super) fn of_geopackage(blob: &[u8]) -> Result<Vec<Part>, String> {
    let damaged = || "its geometry is cut off".to_owned();
    let head = blob.get(..8).ok_or_else(damaged)?;
    if &head[..2] != b"GP" {
        return Err("its geometry is none of a GeoPackage".to_owned());
    }
    let flags = head[3];
    if flags & 0b0010_0000 != 0 {
        return Err("its geometry is of a kind of its own".to_owned());
    }
    let envelope = match (flags >> 1) & 0b111 {
        0 => 0,
        1 => 32,
        2 | 3 => 48,
        4 => 64,
        _ => return Err("the envelope of its geometry is of no known kind".to_owned()),
    };
    let mut bytes = Bytes { rest: blob.get(8 + envelope..).ok_or_else(damaged)? };
    let mut parts = Vec::new();
    geometry(&mut bytes, 0, &mut parts)?;
    Ok(parts)
}

struct Bytes<'a> {
    rest: &'a [u8],
}

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], String> {
        let (head, rest) = self.rest.split_first_chunk::<N>().ok_or("its geometry is cut off")?;
        self.rest = rest;
        Ok(*head)
    }

    fn number(&mut self, little: bool) -> Result<u32, String> {
        let bytes = self.take::<4>()?;
        Ok(if little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) })
    }

    fn real(&mut self, little: bool) -> Result<f64, String> {
        let bytes = self.take::<8>()?;
        Ok(if little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    }

    /// A count of things that take at least so many bytes each.
    fn count(&mut self, little: bool, each: usize) -> Result<usize, String> {
        let count = self.number(little)? as usize;
        if count.checked_mul(each).is_none_or(|bytes| bytes > self.rest.len()) {
            return Err(format!("its geometry speaks of {count} points or parts that are not there"));
        }
        Ok(count)
    }

    fn points(&mut self, little: bool, dimensions: usize) -> Result<Vec<Coordinate>, String> {
        let count = self.count(little, dimensions * 8)?;
        (0..count).map(|_| self.point(little, dimensions)).collect()
    }

    fn point(&mut self, little: bool, dimensions: usize) -> Result<Coordinate, String> {
        let at = [self.real(little)?, self.real(little)?];
        for _ in 2..dimensions {
            self.real(little)?;
        }
        Ok(at)
    }
}

/// # Source
/// OGC 06-103r4, 8.2, and the high bits that `PostGIS` sets for height and measure.
fn geometry(bytes: &mut Bytes<'_>, depth: usize, parts: &mut Vec<Part>) -> Result<(), String> {
    if depth > DEEPEST {
        return Err("its geometry is nested more deeply than any shape".to_owned());
    }
    let little = bytes.take::<1>()?[0] == 1;
    let code = bytes.number(little)?;
    let has = |bit: u32| usize::from(code & bit != 0);
    let plain = code & 0x0fff_ffff;
    let dimensions = match plain / 1000 {
        0 => 2 + has(0x8000_0000) + has(0x4000_0000),
        1 | 2 => 3,
        3 => 4,
        _ => return Err(format!("a geometry of kind {code} is not known")),
    };
    match plain % 1000 {
        1 => {
            let at = bytes.point(little, dimensions)?;
            // An empty point is written as one without numbers.
            if !at.iter().all(|part| part.is_nan()) {
                parts.push(Part::Point(at));
            }
        }
        2 | 8 => {
            let points = bytes.points(little, dimensions)?;
            if !points.is_empty() {
                parts.push(Part::Line(points));
            }
        }
        3 | 17 => {
            let rings = bytes.count(little, 4)?;
            let rings =
                (0..rings).map(|_| bytes.points(little, dimensions)).collect::<Result<Vec<_>, _>>()?;
            let rings: Vec<_> = rings.into_iter().filter(|ring| !ring.is_empty()).collect();
            if !rings.is_empty() {
                parts.push(Part::Area(rings));
            }
        }
        4..=7 | 15 | 16 => {
            for _ in 0..bytes.count(little, 5)? {
                geometry(bytes, depth + 1, parts)?;
            }
        }
        9..=14 => return Err("curved geometries are not drawn".to_owned()),
        other => return Err(format!("a geometry of kind {other} is not known")),
    }
    Ok(())
}
