//! A Scene: what a Document under a View looks like on a sheet, as plain data in paint order.
//!
//! Units are logical pixels of the sheet from its top left corner; a painter multiplies them by its scale.

use std::sync::Arc;

use crate::model::{IncidentId, LonLat};

use super::{Camera, CrowdSpot, Rect, TileGround, Viewport};

/// A point on the sheet, logical pixels, y down.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    pub x: f32,
    pub y: f32,
}

/// A colour, not premultiplied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rgba(pub [u8; 4]);

/// The rhythm of a broken line, logical pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dash {
    pub on: f32,
    pub off: f32,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stroke {
    pub width: f32,
    pub colour: Rgba,
    pub dash: Option<Dash>,
}

/// A face of the bundled type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Face {
    Regular,
    SemiBold,
    /// Water.
    Italic,
}

/// Which point of a text stands at its position: left, middle or right of its width; vertically always the
/// middle of the capital letters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    Left,
    Centre,
    Right,
}

/// An outline behind the letters that lifts them off the map.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Halo {
    pub colour: Rgba,
    pub width: f32,
}

/// One line of text.
#[derive(Clone, Debug, PartialEq)]
pub struct TextMark {
    pub at: Point,
    pub align: Align,
    pub text: Arc<str>,
    pub size: f32,
    pub face: Face,
    pub colour: Rgba,
    pub halo: Option<Halo>,
    /// Clockwise about `at`, radians.
    pub angle: f32,
    /// Extra space after each letter, logical pixels.
    pub spacing: f32,
}

impl TextMark {
    /// Level letters without halo.
    pub fn plain(
        at: Point,
        align: Align,
        text: impl Into<Arc<str>>,
        size: f32,
        face: Face,
        colour: Rgba,
    ) -> Self {
        Self { at, align, text: text.into(), size, face, colour, halo: None, angle: 0.0, spacing: 0.0 }
    }
}

/// A part of a text that follows a line: one letter, or one word of a script whose letters join.
#[derive(Clone, Debug, PartialEq)]
pub struct Letter {
    pub text: Arc<str>,
    /// The left end of its baseline.
    pub at: Point,
    /// Clockwise about `at`, radians.
    pub angle: f32,
}

/// A text set along a line, letter by letter. All halos lie below all letters.
#[derive(Clone, Debug, PartialEq)]
pub struct CourseMark {
    /// The words as they are read.
    pub text: Arc<str>,
    /// From left to right on the paper.
    pub letters: Arc<[Letter]>,
    pub size: f32,
    pub face: Face,
    pub colour: Rgba,
    pub halo: Option<Halo>,
}

/// A picture of coloured points, row by row from the top.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Raster {
    pub width: u32,
    pub height: u32,
    /// Red, green, blue and alpha of each, not premultiplied.
    pub pixels: Vec<u8>,
}

/// One thing to paint.
#[derive(Clone, Debug, PartialEq)]
pub enum Mark {
    /// A polygon of any form with holes. `points` holds all rings one after another, `rings` where each begins,
    /// `triangles` indices into `points` for painters that fill triangles.
    Area {
        points: Arc<[Point]>,
        rings: Arc<[u32]>,
        triangles: Arc<[u32]>,
        fill: Rgba,
    },
    /// A small closed outline that can be filled as a fan from `centre` (all symbols are of this kind).
    Symbol {
        centre: Point,
        outline: Arc<[Point]>,
        fill: Rgba,
        stroke: Option<Stroke>,
    },
    Circle {
        centre: Point,
        radius: f32,
        fill: Option<Rgba>,
        stroke: Option<Stroke>,
    },
    Line {
        points: Arc<[Point]>,
        stroke: Stroke,
    },
    /// Many separate segments of one stroke (hatching): pairs of points.
    Segments {
        points: Arc<[Point]>,
        stroke: Stroke,
    },
    /// A card: left, top, width, height, corner radius.
    Card {
        min: Point,
        size: Point,
        radius: f32,
        fill: Rgba,
        stroke: Option<Stroke>,
    },
    /// A picture stretched over a rectangle, smoothly.
    Raster {
        min: Point,
        size: Point,
        raster: Arc<Raster>,
    },
    Text(TextMark),
    Course(CourseMark),
}

impl Mark {
    /// The mark moved right and down.
    #[must_use]
    pub fn moved(&self, by: Point) -> Self {
        let at = |p: Point| Point { x: p.x + by.x, y: p.y + by.y };
        let all = |points: &Arc<[Point]>| -> Arc<[Point]> { points.iter().map(|p| at(*p)).collect() };
        match self {
            Self::Area { points, rings, triangles, fill } => Self::Area {
                points: all(points),
                rings: Arc::clone(rings),
                triangles: Arc::clone(triangles),
                fill: *fill,
            },
            Self::Symbol { centre, outline, fill, stroke } => {
                Self::Symbol { centre: at(*centre), outline: all(outline), fill: *fill, stroke: *stroke }
            }
            Self::Circle { centre, radius, fill, stroke } => {
                Self::Circle { centre: at(*centre), radius: *radius, fill: *fill, stroke: *stroke }
            }
            Self::Line { points, stroke } => Self::Line { points: all(points), stroke: *stroke },
            Self::Segments { points, stroke } => Self::Segments { points: all(points), stroke: *stroke },
            Self::Card { min, size, radius, fill, stroke } => {
                Self::Card { min: at(*min), size: *size, radius: *radius, fill: *fill, stroke: *stroke }
            }
            Self::Raster { min, size, raster } => {
                Self::Raster { min: at(*min), size: *size, raster: Arc::clone(raster) }
            }
            Self::Text(text) => Self::Text(TextMark { at: at(text.at), ..text.clone() }),
            Self::Course(course) => {
                let letters =
                    course.letters.iter().map(|letter| Letter { at: at(letter.at), ..letter.clone() });
                Self::Course(CourseMark { letters: letters.collect(), ..course.clone() })
            }
        }
    }
}

impl Mark {
    /// The mark as many times as large, seen from the sheet's corner: widths of lines and sizes of letters too.
    #[must_use]
    pub fn scaled(&self, by: f32) -> Self {
        let at = |p: Point| Point { x: p.x * by, y: p.y * by };
        let all = |points: &Arc<[Point]>| -> Arc<[Point]> { points.iter().map(|p| at(*p)).collect() };
        let line = |stroke: Stroke| Stroke {
            width: stroke.width * by,
            colour: stroke.colour,
            dash: stroke.dash.map(|dash| Dash { on: dash.on * by, off: dash.off * by }),
        };
        let halo = |halo: Option<Halo>| halo.map(|halo| Halo { width: halo.width * by, ..halo });
        match self {
            Self::Area { points, rings, triangles, fill } => Self::Area {
                points: all(points),
                rings: Arc::clone(rings),
                triangles: Arc::clone(triangles),
                fill: *fill,
            },
            Self::Symbol { centre, outline, fill, stroke } => Self::Symbol {
                centre: at(*centre),
                outline: all(outline),
                fill: *fill,
                stroke: stroke.map(line),
            },
            Self::Circle { centre, radius, fill, stroke } => Self::Circle {
                centre: at(*centre),
                radius: radius * by,
                fill: *fill,
                stroke: stroke.map(line),
            },
            Self::Line { points, stroke } => Self::Line { points: all(points), stroke: line(*stroke) },
            Self::Segments { points, stroke } => {
                Self::Segments { points: all(points), stroke: line(*stroke) }
            }
            Self::Card { min, size, radius, fill, stroke } => Self::Card {
                min: at(*min),
                size: at(*size),
                radius: radius * by,
                fill: *fill,
                stroke: stroke.map(line),
            },
            Self::Raster { min, size, raster } => {
                Self::Raster { min: at(*min), size: at(*size), raster: Arc::clone(raster) }
            }
            Self::Text(text) => Self::Text(TextMark {
                at: at(text.at),
                size: text.size * by,
                halo: halo(text.halo),
                spacing: text.spacing * by,
                ..text.clone()
            }),
            Self::Course(course) => {
                let letters =
                    course.letters.iter().map(|letter| Letter { at: at(letter.at), ..letter.clone() });
                Self::Course(CourseMark {
                    letters: letters.collect(),
                    size: course.size * by,
                    halo: halo(course.halo),
                    ..course.clone()
                })
            }
        }
    }
}

/// The shaded relief below all marks, painted from the embedded tiles, clipped to the map's frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relief {
    Light,
    Dark,
    Print,
    /// Flat land colour only.
    Hidden,
}

/// What lies at a place of the sheet.
#[derive(Clone, Debug, PartialEq)]
pub enum Targeted {
    Incident(IncidentId),
    /// A stack of incidents, in time order; the first is its key.
    Stack(Arc<[IncidentId]>),
    /// Many incidents that are drawn together.
    Crowd(Arc<CrowdSpot>),
    /// The shelf of incidents without a place.
    Shelf,
}

/// A circle of the sheet that answers to the pointer.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    pub centre: Point,
    pub radius: f32,
    pub what: Targeted,
}

/// The small map in a corner that shows where the large one lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Inset {
    /// Where it lies on the sheet.
    pub rect: Rect,
    /// The frame of the large map in it, on the sheet.
    pub window: Rect,
    /// What it shows.
    pub viewport: Viewport,
}

impl Inset {
    /// The position under a point of the sheet.
    pub fn lonlat(&self, at: Point) -> Option<LonLat> {
        let own = Point { x: at.x - self.rect.min.x, y: at.y - self.rect.min.y };
        self.viewport.lonlat_from_screen(own)
    }
}

/// A map of its own on the sheet of another Scene.
#[derive(Clone, Debug)]
pub struct Panel {
    /// Its left top corner on the sheet.
    pub min: Point,
    pub scene: Scene,
    /// A map from elsewhere belongs under it.
    pub has_tiles: bool,
}

/// What a part of the Scene is, so that tests and painters can ask for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PicturePart {
    Basemap,
    PrecisionAreas,
    /// Layers of the ground that the user put above the precision areas.
    BasemapAbove,
    /// Layers of the user's own files below the incidents, and those over them.
    Overlays,
    PlaceNames,
    /// The way that is being measured.
    Measured,
    /// What another state of the document has otherwise.
    Compared,
    Incidents,
    OverlaysAbove,
    Furniture,
    /// The opened stack and the card of the hovered incident, above the furniture but inside the map's frame.
    Opened,
}

/// The finished picture as data.
#[derive(Clone, Debug)]
pub struct Scene {
    /// Width and height of the sheet, logical pixels.
    pub size: Point,
    /// The map's frame on the sheet: left top, and width and height.
    pub map_min: Point,
    pub map_size: Point,
    pub camera: Camera,
    pub relief: Relief,
    /// From 0 to 1: how much of the flat land colour the relief hides.
    pub relief_opacity: f32,
    /// Tiles of another map over the relief, for painters on paper; whoever has them lays them in.
    pub tiles: Option<Arc<TileGround>>,
    /// The flat colour below everything.
    pub ground: Rgba,
    /// In paint order. All parts but `Furniture` are clipped to the map's frame.
    pub parts: Vec<(PicturePart, Arc<[Mark]>)>,
    /// Later ones lie on top.
    pub targets: Vec<Target>,
    pub inset: Option<Inset>,
    /// Maps of their own, painted over this one: the two sides of a comparison.
    pub panels: Vec<Panel>,
    /// How many incidents the filter and the window show, of how many.
    pub shown: usize,
    pub total: usize,
    /// Shown incidents that have no place on the map.
    pub shelf: Vec<IncidentId>,
}
