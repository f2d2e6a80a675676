//! Where a position lies on the map's frame, and what lies under a point of it: web Mercator, north up.
//!
//! f64 throughout; only the finished point on the sheet is f32.

use std::f64::consts::PI;

use crate::{
    analysis::projected::mercator,
    model::{Extent, LonLat, Metres, Zoom},
};

use super::{Camera, Point};

/// Logical pixels of the whole world at zoom 0.
pub const TILE_PIXELS: f64 = 256.0;

/// Below this zoom the frontier is a scratch on the globe.
pub const MIN_ZOOM: Zoom = Zoom(4.0);
/// Beyond this zoom the embedded basemap has nothing left to tell.
pub const MAX_ZOOM: Zoom = Zoom(16.0);

/// The equator of WGS 84.
const EARTH_CIRCUMFERENCE: Metres = Metres(40_075_016.686);

/// A point of the Mercator world: 0 to 1 from west to east and from north to south.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WorldPoint {
    pub x: f64,
    pub y: f64,
}

impl WorldPoint {
    pub fn from_degrees(lon: f64, lat: f64) -> Self {
        let [x, y] = mercator(lon, lat);
        Self { x, y }
    }

    pub fn from_lonlat(position: LonLat) -> Self {
        Self::from_degrees(position.lon(), position.lat())
    }

    /// `None` beyond the date line or the Mercator square.
    pub fn lonlat(self) -> Option<LonLat> {
        if !(0.0..=1.0).contains(&self.y) {
            return None;
        }
        let lon = ((self.x * 2.0 - 1.0) * PI).to_degrees();
        let lat = ((1.0 - self.y * 2.0) * PI).sinh().atan().to_degrees();
        LonLat::new(lon, lat).ok()
    }
}

/// A box of the Mercator world.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WorldBox {
    pub min: WorldPoint,
    pub max: WorldPoint,
}

impl WorldBox {
    /// The smallest box around the points; an empty list gives a box that overlaps nothing.
    pub fn around(points: &[WorldPoint]) -> Self {
        let mut around = Self {
            min: WorldPoint { x: f64::INFINITY, y: f64::INFINITY },
            max: WorldPoint { x: f64::NEG_INFINITY, y: f64::NEG_INFINITY },
        };
        for p in points {
            around.min.x = around.min.x.min(p.x);
            around.min.y = around.min.y.min(p.y);
            around.max.x = around.max.x.max(p.x);
            around.max.y = around.max.y.max(p.y);
        }
        around
    }

    pub fn overlaps(&self, other: &Self) -> bool {
        self.min.x <= other.max.x
            && other.min.x <= self.max.x
            && self.min.y <= other.max.y
            && other.min.y <= self.max.y
    }

    pub fn contains(&self, p: WorldPoint) -> bool {
        (self.min.x..=self.max.x).contains(&p.x) && (self.min.y..=self.max.y).contains(&p.y)
    }

    #[must_use]
    pub fn grown(&self, by: f64) -> Self {
        Self {
            min: WorldPoint { x: self.min.x - by, y: self.min.y - by },
            max: WorldPoint { x: self.max.x + by, y: self.max.y + by },
        }
    }
}

/// Width of the world in logical pixels at this zoom.
pub fn world_pixels(zoom: Zoom) -> f64 {
    TILE_PIXELS * zoom.0.exp2()
}

fn clamped(zoom: f64) -> Zoom {
    Zoom(if zoom.is_finite() { zoom.clamp(MIN_ZOOM.0, MAX_ZOOM.0) } else { MIN_ZOOM.0 })
}

/// A camera and the frame it fills, in logical pixels; the frame's left top corner is (0, 0).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    pub camera: Camera,
    pub size: Point,
}

impl Viewport {
    pub fn screen_from_lonlat(self, position: LonLat) -> Point {
        self.screen_from_world(WorldPoint::from_lonlat(position))
    }

    pub fn screen_from_world(self, p: WorldPoint) -> Point {
        let scale = world_pixels(self.camera.zoom);
        let centre = WorldPoint::from_lonlat(self.camera.centre);
        Point {
            x: ((p.x - centre.x) * scale + f64::from(self.size.x) / 2.0) as f32,
            y: ((p.y - centre.y) * scale + f64::from(self.size.y) / 2.0) as f32,
        }
    }

    pub fn world_from_screen(self, p: Point) -> WorldPoint {
        let scale = world_pixels(self.camera.zoom);
        let centre = WorldPoint::from_lonlat(self.camera.centre);
        WorldPoint {
            x: centre.x + (f64::from(p.x) - f64::from(self.size.x) / 2.0) / scale,
            y: centre.y + (f64::from(p.y) - f64::from(self.size.y) / 2.0) / scale,
        }
    }

    /// `None` where the frame shows what lies beyond the world.
    pub fn lonlat_from_screen(self, p: Point) -> Option<LonLat> {
        self.world_from_screen(p).lonlat()
    }

    /// Ground length of one logical pixel there.
    ///
    /// # Source
    /// The point scale of Mercator is 1 / cos φ (on the sphere, as web maps have it).
    pub fn metres_per_pixel(self, at: LonLat) -> Metres {
        Metres(EARTH_CIRCUMFERENCE.0 * at.lat().to_radians().cos() / world_pixels(self.camera.zoom))
    }

    /// What the frame shows, as far as the world reaches.
    pub fn extent(self) -> Extent {
        let shown = self.world_box();
        let corner = |x: f64, y: f64| {
            let y = y.clamp(0.0, 1.0);
            (
                ((x.clamp(0.0, 1.0) * 2.0 - 1.0) * PI).to_degrees(),
                ((1.0 - y * 2.0) * PI).sinh().atan().to_degrees(),
            )
        };
        let (west, north) = corner(shown.min.x, shown.min.y);
        let (east, south) = corner(shown.max.x, shown.max.y);
        Extent { west, south, east, north }
    }

    /// What the frame shows, as a box of the Mercator world.
    pub fn world_box(self) -> WorldBox {
        WorldBox {
            min: self.world_from_screen(Point { x: 0.0, y: 0.0 }),
            max: self.world_from_screen(self.size),
        }
    }

    /// The closest camera from which a frame of `size` shows the whole extent with `margin` logical pixels
    /// around it.
    pub fn fit(extent: Extent, size: Point, margin: f32) -> Camera {
        let a = WorldPoint::from_degrees(extent.west, extent.north);
        let b = WorldPoint::from_degrees(extent.east, extent.south);
        let room = |side: f32| f64::from((side - 2.0 * margin).max(side * 0.2).max(1.0));
        let zoom_of = |span: f64, room: f64| (room / (span.max(1e-12) * TILE_PIXELS)).log2();
        let zoom = zoom_of(b.x - a.x, room(size.x)).min(zoom_of(b.y - a.y, room(size.y)));
        let middle = WorldPoint { x: f64::midpoint(a.x, b.x), y: f64::midpoint(a.y, b.y) };
        Camera { centre: middle.lonlat().unwrap_or_else(|| extent.centre()), zoom: clamped(zoom) }
    }

    /// The camera after the map was pulled by so many logical pixels to the right and down.
    #[must_use]
    pub fn panned(self, dx: f32, dy: f32) -> Camera {
        let middle = Point { x: self.size.x / 2.0 - dx, y: self.size.y / 2.0 - dy };
        Camera {
            centre: held(self.world_from_screen(middle)).lonlat().unwrap_or(self.camera.centre),
            zoom: self.camera.zoom,
        }
    }

    /// The camera at another zoom with the ground under `at` staying there.
    #[must_use]
    pub fn zoomed_about(self, at: Point, zoom: Zoom) -> Camera {
        let zoom = clamped(zoom.0);
        let ground = self.world_from_screen(at);
        let scale = world_pixels(zoom);
        let centre = WorldPoint {
            x: ground.x - (f64::from(at.x) - f64::from(self.size.x) / 2.0) / scale,
            y: ground.y - (f64::from(at.y) - f64::from(self.size.y) / 2.0) / scale,
        };
        Camera { centre: held(centre).lonlat().unwrap_or(self.camera.centre), zoom }
    }
}

/// The point, or the nearest one inside the world.
fn held(p: WorldPoint) -> WorldPoint {
    WorldPoint { x: p.x.clamp(0.0, 1.0), y: p.y.clamp(0.0, 1.0) }
}
