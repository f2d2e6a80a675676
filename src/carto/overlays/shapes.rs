//! Shapes of a file, ready for the map: in the Mercator world, at levels of detail, each with its box.

use std::sync::{Arc, Mutex, PoisonError};

use crate::{
    model::{Extent, LonLat, Zoom},
    store::formats::shapes::{Feature, LeftOut, OwnLook, Part, ShapeLayer},
};

use super::super::{
    basemap::{Line, Polygon, label_point},
    viewport::{WorldBox, WorldPoint},
};

/// Polygons with more corners than this are cut to what is seen before they are filled.
const MANY_CORNERS: usize = 3_000;

/// What is told of one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Told {
    pub name: Option<String>,
    pub properties: Vec<(String, String)>,
    pub look: OwnLook,
}

/// One connected piece.
#[derive(Debug)]
pub(in crate::carto) enum Geometry {
    Point(WorldPoint),
    Line(Line),
    Area(Area),
}

/// A piece with the thing that it belongs to.
#[derive(Debug)]
pub(in crate::carto) struct Placed {
    pub feature: usize,
    pub bounds: WorldBox,
    pub geometry: Geometry,
    /// Where a name stands; only one piece of a thing has it.
    pub label_at: Option<WorldPoint>,
}

/// An area, and what was last cut out of it.
#[derive(Debug)]
pub(in crate::carto) struct Area {
    whole: Arc<Polygon>,
    corners: usize,
    cut: Mutex<Option<(WorldBox, Arc<Polygon>)>>,
}

impl Area {
    /// The area as far as it is seen, and a good way beyond, so that a map being panned cuts seldom.
    pub fn seen(&self, visible: &WorldBox) -> Arc<Polygon> {
        let holds =
            |outer: &WorldBox, inner: &WorldBox| outer.contains(inner.min) && outer.contains(inner.max);
        if self.corners < MANY_CORNERS || holds(visible, &self.whole.bounds) {
            return Arc::clone(&self.whole);
        }
        let mut cut = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        let side = visible.max.x - visible.min.x;
        if let Some((around, polygon)) = &*cut
            && holds(around, visible)
            && around.max.x - around.min.x < side * 8.0
        {
            return Arc::clone(polygon);
        }
        let around = visible.grown(side);
        let polygon = self.whole.clipped(around).map_or_else(|| Arc::new(Polygon::new(Vec::new())), Arc::new);
        *cut = Some((around, Arc::clone(&polygon)));
        polygon
    }

    pub fn contains(&self, at: WorldPoint) -> bool {
        self.whole.contains(at)
    }
}

/// The shapes of one layer of a file.
#[derive(Debug)]
pub struct Shapes {
    pub things: Vec<Told>,
    pub(in crate::carto) placed: Vec<Placed>,
    pub extent: Option<Extent>,
    pub rows: usize,
    pub without_shape: usize,
    pub left_out: Vec<LeftOut>,
    pub left_out_in_all: usize,
    pub notes: Vec<String>,
}

impl Shapes {
    /// Takes long for a large file: not for the thread that draws.
    pub fn new(layer: ShapeLayer) -> Self {
        let extent = layer.bounds().map(|[west, south, east, north]| Extent { west, south, east, north });
        let ShapeLayer {
            features,
            rows,
            without_shape,
            left_out,
            left_out_in_all,
            notes,
            name: _,
            format: _,
        } = layer;
        let mut things = Vec::with_capacity(features.len());
        let mut placed = Vec::new();
        for (feature, Feature { name, parts, properties, look, row: _, heights: _ }) in
            features.into_iter().enumerate()
        {
            things.push(Told { name, properties, look });
            let largest = largest(&parts);
            for (i, part) in parts.into_iter().enumerate() {
                placed.extend(Placed::new(feature, part, i == largest));
            }
        }
        Self { things, placed, extent, rows, without_shape, left_out, left_out_in_all, notes }
    }

    /// Makes all levels of detail before the map asks for them.
    pub fn prepare(&self) {
        for zoom in [Zoom(5.0), Zoom(7.0), Zoom(9.0), Zoom(16.0)] {
            for placed in &self.placed {
                match &placed.geometry {
                    Geometry::Point(_) => {}
                    Geometry::Line(line) => {
                        line.at(zoom);
                    }
                    // The finest level of a large area is made of what is seen.
                    Geometry::Area(area) if area.corners >= MANY_CORNERS && zoom.0 > 10.0 => {}
                    Geometry::Area(area) => {
                        area.whole.at(zoom);
                    }
                }
            }
        }
    }

    /// The names of the properties that its things have, in the order of the file.
    pub fn property_names(&self) -> Vec<&str> {
        const LOOKED_AT: usize = 500;
        let mut names: Vec<&str> = Vec::new();
        for (key, _) in self.things.iter().take(LOOKED_AT).flat_map(|thing| &thing.properties) {
            if !names.contains(&key.as_str()) {
                names.push(key);
            }
        }
        names
    }

    /// Whether it holds points, lines and areas.
    pub fn kinds(&self) -> (bool, bool, bool) {
        let any = |is: fn(&Geometry) -> bool| self.placed.iter().any(|placed| is(&placed.geometry));
        (
            any(|geometry| matches!(geometry, Geometry::Point(_))),
            any(|geometry| matches!(geometry, Geometry::Line(_))),
            any(|geometry| matches!(geometry, Geometry::Area(_))),
        )
    }
}

fn largest(parts: &[Part]) -> usize {
    let size = |part: &Part| part.coordinates().count();
    parts.iter().enumerate().max_by_key(|(i, part)| (size(part), usize::MAX - i)).map_or(0, |(i, _)| i)
}

fn world([lon, lat]: [f64; 2]) -> WorldPoint {
    LonLat::new(lon, lat).map_or_else(|_| WorldPoint::from_degrees(lon, lat), WorldPoint::from_lonlat)
}

impl Placed {
    fn new(feature: usize, part: Part, has_label: bool) -> Option<Self> {
        let (bounds, geometry, label_at) = match part {
            Part::Point(at) => {
                let at = world(at);
                (WorldBox { min: at, max: at }, Geometry::Point(at), at)
            }
            // A line that never leaves its place is a point.
            Part::Line(points) if points.iter().all(|at| Some(at) == points.first()) => {
                let at = world(*points.first()?);
                (WorldBox { min: at, max: at }, Geometry::Point(at), at)
            }
            Part::Line(points) => {
                let points: Vec<WorldPoint> = points.into_iter().map(world).collect();
                let middle = points[points.len() / 2];
                let line = Line::new(points);
                (line.bounds, Geometry::Line(line), middle)
            }
            Part::Area(rings) => {
                let corners = rings.iter().map(Vec::len).sum();
                let rings: Vec<Vec<WorldPoint>> =
                    rings.into_iter().map(|ring| ring.into_iter().map(world).collect()).collect();
                if rings.first().is_none_or(|outer| outer.len() < 3) {
                    return None;
                }
                let polygon = Polygon::new(rings);
                let label_at = label_point(std::slice::from_ref(&polygon));
                let bounds = polygon.bounds;
                (
                    bounds,
                    Geometry::Area(Area { whole: Arc::new(polygon), corners, cut: Mutex::new(None) }),
                    label_at,
                )
            }
        };
        Some(Self { feature, bounds, geometry, label_at: has_label.then_some(label_at) })
    }
}
