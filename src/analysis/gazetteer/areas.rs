//! The polygons of districts and provinces, asked for a point.

use geo::{BoundingRect, Contains, Coord, InteriorPoint, LineString, MultiPolygon, Point, Polygon, Rect};

use super::Containing;
use crate::{analysis::embedded::Geometry, model::LonLat};

#[derive(Debug)]
pub(super) struct Area {
    pub name: String,
    /// Of a district.
    pub province: Option<String>,
    pub country: String,
    shape: MultiPolygon,
    bounds: Rect,
}

impl Area {
    /// `None` when the geometry is no polygon.
    pub fn new(name: String, province: Option<String>, country: String, geometry: Geometry) -> Option<Self> {
        let shape = polygons(geometry)?;
        let bounds = shape.bounding_rect()?;
        Some(Self { name, province, country, shape, bounds })
    }

    /// A point inside, in the widest part.
    pub fn point_inside(&self) -> Option<LonLat> {
        let point = self.shape.interior_point()?;
        LonLat::new(point.x(), point.y()).ok()
    }

    fn contains(&self, at: Coord) -> bool {
        let (low, high) = (self.bounds.min(), self.bounds.max());
        (low.x..=high.x).contains(&at.x)
            && (low.y..=high.y).contains(&at.y)
            && self.shape.contains(&Point::from(at))
    }
}

/// A polygon of the files as `geo` has it.
pub(super) fn polygons(geometry: Geometry) -> Option<MultiPolygon> {
    let parts = match geometry {
        Geometry::Polygon(rings) => vec![rings],
        Geometry::MultiPolygon(parts) => parts,
        Geometry::Point(_) | Geometry::LineString(_) | Geometry::MultiLineString(_) => return None,
    };
    let polygons = parts.into_iter().filter_map(|rings| {
        let mut rings = rings
            .into_iter()
            .map(|ring| LineString::from(ring.into_iter().map(Coord::from).collect::<Vec<_>>()));
        Some(Polygon::new(rings.next()?, rings.collect()))
    });
    Some(MultiPolygon::new(polygons.collect()))
}

#[derive(Debug)]
pub(super) struct Areas {
    pub districts: Vec<Area>,
    pub provinces: Vec<Area>,
}

impl Areas {
    pub fn around(&self, at: LonLat) -> Containing {
        let at = Coord { x: at.lon(), y: at.lat() };
        let find = |areas: &[Area]| areas.iter().position(|area| area.contains(at));
        let district = find(&self.districts).map(|place| &self.districts[place]);
        let province = find(&self.provinces).map(|place| &self.provinces[place]);
        Containing {
            district: district.map(|area| area.name.clone()),
            province: district
                .and_then(|area| area.province.clone())
                .or_else(|| province.map(|area| area.name.clone())),
            country: district.or(province).map(|area| area.country.clone()),
        }
    }
}
