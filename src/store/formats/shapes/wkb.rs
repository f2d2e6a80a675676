//! Well-known binary: the geometries of a `GeoPackage`.
//!
//! What a count says is believed as far as there are bytes.

use super::{Coordinate, Part};

/// Collections in collections, as deep as anyone means it.
const DEEPEST: usize = 8;

/// A geometry: its parts, and of each position the height, where it has one.
#[derive(Default)]
pub(super) struct Geometry {
    pub parts: Vec<Part>,
    pub heights: Vec<Option<f64>>,
    /// Whether there are measures besides, which are not kept.
    pub has_measures: bool,
}

/// A `GeoPackage`'s geometry.
///
/// # Source
/// OGC 12-128r19, 2.1.3: “GP”, a version, flags, the reference system and an envelope before the geometry.
///
/// # Errors
/// A word on what is wrong with it.
pub(super) fn of_geopackage(blob: &[u8]) -> Result<Geometry, String> {
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
    let mut bytes = Bytes { rest: blob.get(8 + envelope..).ok_or_else(damaged)?, found: Geometry::default() };
    geometry(&mut bytes, 0)?;
    let mut found = bytes.found;
    if found.heights.iter().all(Option::is_none) {
        found.heights.clear();
    }
    Ok(found)
}

struct Bytes<'a> {
    rest: &'a [u8],
    found: Geometry,
}

/// What stands with each position.
#[derive(Clone, Copy)]
struct Dimensions {
    height: bool,
    measure: bool,
}

impl Dimensions {
    fn count(self) -> usize {
        2 + usize::from(self.height) + usize::from(self.measure)
    }
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

    fn points(&mut self, little: bool, dimensions: Dimensions) -> Result<Vec<Coordinate>, String> {
        let count = self.count(little, dimensions.count() * 8)?;
        (0..count)
            .map(|_| {
                let (at, height) = self.point(little, dimensions)?;
                self.found.heights.push(height);
                Ok(at)
            })
            .collect()
    }

    fn point(&mut self, little: bool, dimensions: Dimensions) -> Result<(Coordinate, Option<f64>), String> {
        let at = [self.real(little)?, self.real(little)?];
        let height = if dimensions.height { Some(self.real(little)?) } else { None };
        if dimensions.measure {
            self.real(little)?;
            self.found.has_measures = true;
        }
        Ok((at, height.filter(|height| height.is_finite())))
    }
}

/// # Source
/// OGC 06-103r4, 8.2, and the high bits that `PostGIS` sets for height and measure.
fn geometry(bytes: &mut Bytes<'_>, depth: usize) -> Result<(), String> {
    if depth > DEEPEST {
        return Err("its geometry is nested more deeply than any shape".to_owned());
    }
    let little = bytes.take::<1>()?[0] == 1;
    let code = bytes.number(little)?;
    let has = |bit: u32| code & bit != 0;
    let plain = code & 0x0fff_ffff;
    let dimensions = match plain / 1000 {
        0 => Dimensions { height: has(0x8000_0000), measure: has(0x4000_0000) },
        1 => Dimensions { height: true, measure: false },
        2 => Dimensions { height: false, measure: true },
        3 => Dimensions { height: true, measure: true },
        _ => return Err(format!("a geometry of kind {code} is not known")),
    };
    match plain % 1000 {
        1 => {
            let (at, height) = bytes.point(little, dimensions)?;
            // An empty point is written as one without numbers.
            if !at.iter().all(|part| part.is_nan()) {
                bytes.found.parts.push(Part::Point(at));
                bytes.found.heights.push(height);
            }
        }
        2 | 8 => {
            let points = bytes.points(little, dimensions)?;
            if !points.is_empty() {
                bytes.found.parts.push(Part::Line(points));
            }
        }
        3 | 17 => {
            let rings = bytes.count(little, 4)?;
            let rings =
                (0..rings).map(|_| bytes.points(little, dimensions)).collect::<Result<Vec<_>, _>>()?;
            let rings: Vec<_> = rings.into_iter().filter(|ring| !ring.is_empty()).collect();
            if !rings.is_empty() {
                bytes.found.parts.push(Part::Area(rings));
            }
        }
        4..=7 | 15 | 16 => {
            for _ in 0..bytes.count(little, 5)? {
                geometry(bytes, depth + 1)?;
            }
        }
        9..=14 => return Err("curved geometries are not drawn".to_owned()),
        other => return Err(format!("a geometry of kind {other} is not known")),
    }
    Ok(())
}
