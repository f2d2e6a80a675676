//! Provinces and districts that answer whether a point lies in them.

use rstar::{
    PointDistance, RTree,
    primitives::{GeomWithData, Line},
};

use crate::model::{Extent, LonLat, Metres};

use super::{
    Country,
    lines::{InSpace, in_space, on_ground},
    names::key,
};

/// Edges of one band of latitude, so that a question looks at a few edges and not at all.
const EDGES_PER_BAND: usize = 8;
const MOST_BANDS: usize = 256;

/// What an area is called.
#[derive(Debug)]
pub(super) struct AreaNames {
    pub name: String,
    /// The name in the data it comes from, often an older one.
    pub source_name: Option<String>,
    /// The province of a district.
    pub province: Option<String>,
}

/// An administrative area.
#[derive(Debug)]
pub struct Area {
    names: AreaNames,
    keys: Vec<String>,
    country: Country,
    inside: LonLat,
    bounds: Extent,
    edges: Vec<[LonLat; 2]>,
    /// For each band from south to north, the edges that touch it, by their place in `edges`.
    bands: Vec<Vec<u32>>,
}

impl Area {
    /// An area of closed rings, outer ones and holes alike; `None` without any.
    pub(super) fn new(
        names: AreaNames,
        country: Country,
        rings: &[Vec<LonLat>],
        inside: LonLat,
    ) -> Option<Self> {
        let bounds = Extent::around(rings.iter().flatten().copied())?;
        let edges: Vec<[LonLat; 2]> =
            rings.iter().flat_map(|ring| ring.windows(2).map(|ends| [ends[0], ends[1]])).collect();
        let count = (edges.len() / EDGES_PER_BAND).clamp(1, MOST_BANDS);
        let mut bands = vec![Vec::new(); count];
        for (place, [a, b]) in (0_u32..).zip(&edges) {
            let (south, north) = (a.lat().min(b.lat()), a.lat().max(b.lat()));
            for band in &mut bands[band_of(bounds, count, south)..=band_of(bounds, count, north)] {
                band.push(place);
            }
        }
        let keys = std::iter::once(&names.name).chain(&names.source_name).map(|name| key(name)).collect();
        Some(Self { names, keys, country, inside, bounds, edges, bands })
    }

    /// Today's name in English spelling.
    pub fn name(&self) -> &str {
        &self.names.name
    }

    /// The province of a district.
    pub fn province(&self) -> Option<&str> {
        self.names.province.as_deref()
    }

    /// A point inside, in the widest part.
    pub fn inside(&self) -> LonLat {
        self.inside
    }

    /// Today's name, then the name in the data where it is another one.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        std::iter::once(self.names.name.as_str()).chain(self.names.source_name.as_deref())
    }

    /// What [`Self::names`] are compared by.
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    pub fn country(&self) -> Country {
        self.country
    }

    pub fn contains(&self, at: LonLat) -> bool {
        if !self.bounds.contains(at) {
            return false;
        }
        let (x, y) = (at.lon(), at.lat());
        let crossed = self.bands[band_of(self.bounds, self.bands.len(), y)].iter().filter(|&&place| {
            let [a, b] = self.edges[place as usize];
            (a.lat() > y) != (b.lat() > y)
                && x < a.lon() + (y - a.lat()) / (b.lat() - a.lat()) * (b.lon() - a.lon())
        });
        crossed.count() % 2 == 1
    }

    /// The distance to the area, 0 inside. Looks at every edge.
    pub fn distance(&self, at: LonLat) -> Metres {
        if self.contains(at) {
            return Metres(0.0);
        }
        let at = in_space(at);
        let nearest = self
            .edges
            .iter()
            .map(|[a, b]| Line::new(in_space(*a), in_space(*b)).distance_2(&at))
            .fold(f64::INFINITY, f64::min);
        on_ground(nearest)
    }
}

/// The edges of many areas, to find the nearest one.
#[derive(Debug)]
pub(super) struct Edges {
    /// Each with the place of its area.
    tree: RTree<GeomWithData<Line<InSpace>, usize>>,
}

impl Edges {
    pub(super) fn of(areas: &[Area]) -> Self {
        let edges = areas.iter().enumerate().flat_map(|(place, area)| {
            area.edges
                .iter()
                .map(move |[a, b]| GeomWithData::new(Line::new(in_space(*a), in_space(*b)), place))
        });
        Self { tree: RTree::bulk_load(edges.collect()) }
    }

    /// The place of the nearest area that is wanted.
    pub(super) fn nearest(&self, at: LonLat, wanted: impl Fn(usize) -> bool) -> Option<usize> {
        self.tree.nearest_neighbor_iter(&in_space(at)).map(|edge| edge.data).find(|place| wanted(*place))
    }
}

fn band_of(bounds: Extent, count: usize, lat: f64) -> usize {
    let height = bounds.north - bounds.south;
    if height <= 0.0 {
        return 0;
    }
    let band = (lat - bounds.south) / height * count as f64;
    (band.max(0.0) as usize).min(count - 1)
}
