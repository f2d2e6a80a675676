//! Mapbox vector tiles: the shapes of a tile with the little that a plain map wants to know of each.
//!
//! A reader of our own: `mvt-reader` makes room for a whole tile at every ring of it and overflows on a large count, so
//! that a small hostile tile ends the program.
//!
//! # Source
//! Mapbox Vector Tile specification 2.1; Protocol Buffers, "Encoding".

use std::sync::Arc;

use super::{PictureError, pmtiles_directory::varint};

/// Points and shapes of one tile: far more than 512 pixels can show.
const MOST_POINTS: usize = 500_000;
const MOST_SHAPES: usize = 100_000;
const MOST_LAYERS: usize = 200;
/// Points further off than so many sides of the tile are brought nearer: they cannot be seen.
const FARTHEST: i64 = 8;

/// What a shape is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShapeForm {
    Points,
    Lines,
    Areas,
}

/// One feature of a tile.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    pub form: ShapeForm,
    /// Points, lines or rings; 0 to 1 across the tile, a little beyond at its edges.
    pub paths: Vec<Vec<[f32; 2]>>,
    /// What it is, in the words of its maker: `kind` of Protomaps, `class` of `OpenMapTiles`.
    pub kind: Option<Arc<str>>,
    /// Of a boundary: 2 is a country's.
    pub admin_level: Option<u8>,
    /// A boundary at sea, or a road in a tunnel: not drawn by a plain map.
    pub is_hidden: bool,
}

/// The shapes that stand together under one name.
#[derive(Clone, Debug, PartialEq)]
pub struct ShapeLayer {
    pub name: String,
    pub shapes: Vec<Shape>,
}

/// A tile of shapes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VectorTile {
    pub layers: Vec<ShapeLayer>,
}

/// Whether bytes begin as a vector tile does: with a layer.
pub fn is_vector(bytes: &[u8]) -> bool {
    bytes.first() == Some(&0x1a)
}

impl VectorTile {
    /// # Errors
    /// When the tile is damaged, or holds more than can be shown.
    pub fn read(bytes: &[u8]) -> Result<Self, PictureError> {
        let mut room = Room { points: MOST_POINTS, shapes: MOST_SHAPES };
        let mut tile = Self::default();
        for field in Fields(bytes) {
            if let (3, Wire::Bytes(layer)) = field.ok_or_else(damaged)? {
                if tile.layers.len() == MOST_LAYERS {
                    return Err(too_much());
                }
                tile.layers.push(read_layer(layer, &mut room)?);
            }
        }
        Ok(tile)
    }
}

/// What may still come.
struct Room {
    points: usize,
    shapes: usize,
}

fn damaged() -> PictureError {
    PictureError::Damaged("its shapes cannot be read".to_owned())
}

fn too_much() -> PictureError {
    PictureError::Damaged("it holds more shapes than a map can show".to_owned())
}

/// A value on the wire.
#[derive(Clone, Copy)]
enum Wire<'a> {
    Number(u64),
    Bytes(&'a [u8]),
    /// Four or eight bytes, as numbers with a fraction are.
    Fixed,
}

/// The fields of a message; `None` once and at the end where it is damaged.
struct Fields<'a>(&'a [u8]);

impl<'a> Iterator for Fields<'a> {
    type Item = Option<(u64, Wire<'a>)>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let field = self.read();
        if field.is_none() {
            self.0 = &[];
        }
        Some(field)
    }
}

impl<'a> Fields<'a> {
    fn read(&mut self) -> Option<(u64, Wire<'a>)> {
        let head = varint(&mut self.0)?;
        let wire = match head & 7 {
            0 => Wire::Number(varint(&mut self.0)?),
            1 => self.take(8).map(|_| Wire::Fixed)?,
            2 => {
                let length = usize::try_from(varint(&mut self.0)?).ok()?;
                Wire::Bytes(self.take(length)?)
            }
            5 => self.take(4).map(|_| Wire::Fixed)?,
            _ => return None,
        };
        Some((head >> 3, wire))
    }

    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }
}

/// A value of a tag, as far as a plain map asks.
#[derive(Clone)]
enum Value {
    Text(Arc<str>),
    Number(u64),
    Other,
}

fn read_value(bytes: &[u8]) -> Option<Value> {
    let mut value = Value::Other;
    for field in Fields(bytes) {
        value = match field? {
            (1, Wire::Bytes(text)) => Value::Text(String::from_utf8_lossy(text).into()),
            (4 | 5 | 7, Wire::Number(number)) => Value::Number(number),
            (6, Wire::Number(number)) => Value::Number(number >> 1),
            _ => Value::Other,
        };
    }
    Some(value)
}

fn read_layer(bytes: &[u8], room: &mut Room) -> Result<ShapeLayer, PictureError> {
    let (mut name, mut extent) = (String::new(), 4096_u32);
    let (mut keys, mut values, mut features) = (Vec::new(), Vec::new(), Vec::new());
    for field in Fields(bytes) {
        match field.ok_or_else(damaged)? {
            (1, Wire::Bytes(text)) => name = String::from_utf8_lossy(text).chars().take(80).collect(),
            (2, Wire::Bytes(feature)) => {
                room.shapes = room.shapes.checked_sub(1).ok_or_else(too_much)?;
                features.push(feature);
            }
            (3, Wire::Bytes(key)) => keys.push(key),
            (4, Wire::Bytes(value)) => values.push(read_value(value).ok_or_else(damaged)?),
            (5, Wire::Number(side)) => {
                extent = u32::try_from(side).ok().filter(|side| *side > 0).ok_or_else(damaged)?;
            }
            _ => {}
        }
    }
    let tags = Tags { keys, values };
    let shapes = features
        .into_iter()
        .map(|feature| read_shape(feature, &tags, extent, room))
        .filter_map(Result::transpose)
        .collect::<Result<_, _>>()?;
    Ok(ShapeLayer { name, shapes })
}

struct Tags<'a> {
    keys: Vec<&'a [u8]>,
    values: Vec<Value>,
}

/// A feature; `Ok(None)` for a form that nobody knows.
fn read_shape(
    bytes: &[u8],
    tags: &Tags<'_>,
    extent: u32,
    room: &mut Room,
) -> Result<Option<Shape>, PictureError> {
    let (mut form, mut pairs, mut geometry): (_, &[u8], &[u8]) = (None, &[], &[]);
    for field in Fields(bytes) {
        match field.ok_or_else(damaged)? {
            (2, Wire::Bytes(packed)) => pairs = packed,
            (3, Wire::Number(1)) => form = Some(ShapeForm::Points),
            (3, Wire::Number(2)) => form = Some(ShapeForm::Lines),
            (3, Wire::Number(3)) => form = Some(ShapeForm::Areas),
            (4, Wire::Bytes(packed)) => geometry = packed,
            _ => {}
        }
    }
    let Some(form) = form else { return Ok(None) };
    let paths = read_paths(geometry, form, extent, room)?;
    let mut shape = Shape { form, paths, kind: None, admin_level: None, is_hidden: false };
    while !pairs.is_empty() {
        let mut next = || varint(&mut pairs).and_then(|at| usize::try_from(at).ok()).ok_or_else(damaged);
        let (key, value) = (next()?, next()?);
        if let (Some(key), Some(value)) = (tags.keys.get(key), tags.values.get(value)) {
            note_tag(&mut shape, key, value);
        }
    }
    Ok(Some(shape))
}

fn note_tag(shape: &mut Shape, key: &[u8], value: &Value) {
    match (key, value) {
        (b"kind" | b"class" | b"pmap:kind", Value::Text(kind)) => shape.kind = Some(Arc::clone(kind)),
        (b"admin_level" | b"pmap:min_admin_level" | b"kind_detail", Value::Number(level)) => {
            shape.admin_level = u8::try_from(*level).ok();
        }
        (b"maritime", Value::Number(1)) => shape.is_hidden = true,
        (b"brunnel", Value::Text(what)) => shape.is_hidden |= &**what == "tunnel",
        _ => {}
    }
}

/// The commands of the specification's section 4.3 followed: move, draw, close.
fn read_paths(
    mut packed: &[u8],
    form: ShapeForm,
    extent: u32,
    room: &mut Room,
) -> Result<Vec<Vec<[f32; 2]>>, PictureError> {
    let mut paths: Vec<Vec<[f32; 2]>> = Vec::new();
    let side = f64::from(extent);
    let most = FARTHEST * i64::from(extent);
    let (mut x, mut y) = (0_i64, 0_i64);
    while !packed.is_empty() {
        let command = varint(&mut packed).ok_or_else(damaged)?;
        let (what, count) = (command & 7, command >> 3);
        if what == 7 {
            // A ring is closed by being one.
            continue;
        }
        if !(1..=2).contains(&what) || (what == 2 && paths.is_empty()) {
            return Err(damaged());
        }
        for _ in 0..count {
            let mut step = || varint(&mut packed).map(|n| (n >> 1).cast_signed() ^ -(n & 1).cast_signed());
            let (dx, dy) = (step().ok_or_else(damaged)?, step().ok_or_else(damaged)?);
            (x, y) = (x.saturating_add(dx), y.saturating_add(dy));
            room.points = room.points.checked_sub(1).ok_or_else(too_much)?;
            let on_tile = |v: i64| (v.clamp(-most, most) as f64 / side) as f32;
            let point = [on_tile(x), on_tile(y)];
            match paths.last_mut() {
                Some(path) if what == 2 || (form == ShapeForm::Points) => path.push(point),
                Some(_) | None => paths.push(vec![point]),
            }
        }
    }
    Ok(paths)
}
