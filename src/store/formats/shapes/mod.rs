//! Shapes of other programs, to be shown and never to be changed: points, lines and areas of GeoJSON, KML, GPX,
//! shapefiles, `GeoPackage`s and `FlatGeobuf`.
//!
//! What a file says of its own size is never believed: memory follows the bytes that are there. Files of strangers are
//! read in a process of their own ([`super::child`]) all the same.

mod apart;
mod collect;
mod flatgeobuf;
mod geojson;
mod geopackage;
mod gpx;
mod kind;
mod kml;
mod reference;
mod shapefile;
mod text;
mod wkb;
mod xml;

use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

pub use apart::{ShapesReader, read_apart};
pub use collect::Limits;
use collect::{Collector, Problem};
pub use kind::{FileKind, is_read_in_place, is_shapes_by_name, is_zipped_shapes};
pub(in crate::store::formats) use kml::BESIDE as BESIDE_IN_KML;
pub use reference::{Plane, ToDegrees};

/// Longitude and latitude, degrees; within a reader, the file's own coordinates.
pub type Coordinate = [f64; 2];

/// One connected piece of a shape.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Part {
    Point(Coordinate),
    Line(Vec<Coordinate>),
    /// Rings; the first goes around, the others are holes.
    Area(Vec<Vec<Coordinate>>),
}

/// How the file wants a shape to look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct OwnLook {
    /// Of points and lines, red, green, blue and alpha.
    pub colour: Option<[u8; 4]>,
    /// Of areas.
    pub fill: Option<[u8; 4]>,
    /// Of lines, logical pixels.
    pub width: Option<f32>,
}

/// One thing of the file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Feature {
    /// Counted from 1 in the order of the file.
    #[serde(default)]
    pub row: usize,
    pub name: Option<String>,
    pub parts: Vec<Part>,
    /// The third number of each position, in the order of the parts, where any has one and all is wanted; what it
    /// counts from is the file's own affair.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub heights: Vec<Option<f64>>,
    /// As many as fit a card, in the order of the file.
    pub properties: Vec<(String, String)>,
    pub look: OwnLook,
}

/// A row of the file that is not shown, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// Counted from 1 in the order of the file.
    pub row: usize,
    pub why: String,
}

/// One layer of a file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ShapeLayer {
    /// Empty where the file has only one and gives it no name.
    pub name: String,
    /// `GeoJSON`, `KML` …
    #[serde(default)]
    pub format: String,
    pub features: Vec<Feature>,
    /// Things in the file: shown, without a shape, and left out ones together.
    pub rows: usize,
    pub without_shape: usize,
    /// The first of those left out.
    pub left_out: Vec<LeftOut>,
    pub left_out_in_all: usize,
    /// What else is worth knowing: assumptions, links that were not fetched.
    pub notes: Vec<String>,
}

impl ShapeLayer {
    /// West, south, east and north of all shapes, degrees.
    pub fn bounds(&self) -> Option<[f64; 4]> {
        let mut around: Option<[f64; 4]> = None;
        for [x, y] in self.features.iter().flat_map(|feature| &feature.parts).flat_map(Part::coordinates) {
            let [west, south, east, north] = around.unwrap_or([*x, *y, *x, *y]);
            around = Some([west.min(*x), south.min(*y), east.max(*x), north.max(*y)]);
        }
        around
    }

    pub fn vertices(&self) -> usize {
        let parts = self.features.iter().flat_map(|feature| &feature.parts);
        parts.map(|part| part.coordinates().count()).sum()
    }
}

impl Part {
    pub fn coordinates(&self) -> Box<dyn Iterator<Item = &Coordinate> + '_> {
        match self {
            Self::Point(at) => Box::new(std::iter::once(at)),
            Self::Line(points) => Box::new(points.iter()),
            Self::Area(rings) => Box::new(rings.iter().flatten()),
        }
    }
}

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum ShapeFile {
    /// Several layers: which of them? With how many things each.
    Layers(Vec<(String, usize)>),
    /// The layer that was asked for, or the only one.
    Layer(ShapeLayer),
}

/// Why a file gives no shapes. The message says what happened and what to do; last, which file.
#[derive(Debug, thiserror::Error)]
pub enum ShapesError {
    #[error("The file cannot be read ({reason}).\n{}", .path.display())]
    Read { path: PathBuf, reason: String },
    #[error(
        "No layer was made of this file: {why}.\n{}", .path.display()
    )]
    Refused { path: PathBuf, why: String },
}

/// Reads one layer of a file, or says which layers there are. `to_degrees` turns coordinates of a plane into degrees.
///
/// # Errors
/// When the file cannot be read, is of no known kind, is damaged, or speaks of places in a reference system that Marz
/// does not know.
pub fn read(
    path: &Path,
    wanted: Option<&str>,
    limits: Limits,
    to_degrees: ToDegrees<'_>,
) -> Result<ShapeFile, ShapesError> {
    let refused = |problem: Problem| match problem {
        Problem::Unreadable(reason) => ShapesError::Read { path: path.to_owned(), reason },
        Problem::Refused(why) => ShapesError::Refused { path: path.to_owned(), why },
    };
    let layers = kind::open(path, wanted, limits).map_err(refused)?;
    choose(layers, wanted, to_degrees).map_err(refused)
}

/// All layers of a file, those of which only the things are counted without any.
///
/// # Errors
/// As [`read`].
pub(super) fn layers(
    path: &Path,
    wanted: Option<&str>,
    limits: Limits,
    to_degrees: ToDegrees<'_>,
) -> Result<Vec<ShapeLayer>, ShapesError> {
    let refused = |problem: Problem| match problem {
        Problem::Unreadable(reason) => ShapesError::Read { path: path.to_owned(), reason },
        Problem::Refused(why) => ShapesError::Refused { path: path.to_owned(), why },
    };
    let layers = kind::open(path, wanted, limits).map_err(refused)?;
    if layers.is_empty() {
        return Err(refused(Problem::refused("it holds no shapes")));
    }
    layers.into_iter().map(|layer| layer.counted_or_finished(to_degrees).map_err(refused)).collect()
}

/// The same of bytes in memory, for all kinds but the `GeoPackage`, which is read where it lies.
///
/// # Errors
/// As [`read`].
pub fn read_bytes(
    bytes: Vec<u8>,
    wanted: Option<&str>,
    limits: Limits,
    to_degrees: ToDegrees<'_>,
) -> Result<ShapeFile, ShapesError> {
    let refused = |problem: Problem| match problem {
        Problem::Unreadable(reason) => ShapesError::Read { path: PathBuf::new(), reason },
        Problem::Refused(why) => ShapesError::Refused { path: PathBuf::new(), why },
    };
    let layers = kind::of_bytes(bytes, limits).map_err(refused)?;
    choose(layers, wanted, to_degrees).map_err(refused)
}

/// The layer that was asked for, the only one, or the list of all.
fn choose(
    mut layers: Vec<Collector>,
    wanted: Option<&str>,
    to_degrees: ToDegrees<'_>,
) -> Result<ShapeFile, Problem> {
    let place = match wanted {
        Some(name) => layers.iter().position(|layer| layer.name == name).ok_or_else(|| {
            Problem::Refused(format!("it has no layer “{}” any more", crate::model::shown_line(name)))
        })?,
        None if layers.len() > 1 => {
            let listed = layers.iter().map(|layer| (layer.name.clone(), layer.rows()));
            return Ok(ShapeFile::Layers(listed.collect()));
        }
        None => 0,
    };
    if layers.is_empty() {
        return Err(Problem::Refused("it holds no shapes".to_owned()));
    }
    layers.swap_remove(place).finish(to_degrees).map(ShapeFile::Layer)
}
