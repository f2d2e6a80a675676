//! Which thing of the user's own layers lies under the pointer.

use super::super::{
    Camera, Overlay, OverlaySpot, Point, Viewport,
    ground::Frame,
    viewport::{WorldBox, WorldPoint},
};
use super::{Geometry, marks::point_radius, shown};

/// The pointer may miss a point's edge or a line by this much, logical pixels.
const TOLERANCE: f32 = 4.0;

/// The topmost thing at a point of a window's map: layers over the incidents before those below them, points before
/// lines before areas.
pub fn pick_overlay(overlays: &[Overlay], camera: Camera, size: Point, at: Point) -> Option<OverlaySpot> {
    let viewport = Viewport { camera, size };
    let frame = Frame::new(viewport, Point::default());
    let world = viewport.world_from_screen(at);
    let mut best: Option<((bool, u8, usize), OverlaySpot)> = None;
    for (overlay, entry, shapes) in shown(overlays) {
        let reach = f64::from(point_radius(entry).max(entry.width / 2.0) + TOLERANCE) / frame.scale();
        let near = WorldBox { min: world, max: world }.grown(reach);
        for placed in shapes.placed.iter().filter(|placed| placed.bounds.overlaps(&near)) {
            let rank = match &placed.geometry {
                Geometry::Point(p) => {
                    let p = frame.sheet_from_world(*p);
                    ((p.x - at.x).hypot(p.y - at.y) <= point_radius(entry) + TOLERANCE).then_some(2)
                }
                Geometry::Line(line) => {
                    let slack = entry.width / 2.0 + TOLERANCE;
                    let pieces =
                        line.at(viewport.camera.zoom).iter().filter(|piece| piece.bounds.overlaps(&near));
                    let hit = pieces.flat_map(|piece| piece.points.windows(2)).any(|ends| {
                        let [a, b] = [ends[0], ends[1]].map(|p: WorldPoint| frame.sheet_from_world(p));
                        distance(at, a, b) <= slack
                    });
                    hit.then_some(1)
                }
                Geometry::Area(area) => area.contains(world).then_some(0),
            };
            let Some(rank) = rank else { continue };
            let rank = (entry.above, rank, overlay);
            if best.is_none_or(|(before, _)| rank >= before) {
                best = Some((rank, OverlaySpot { overlay, feature: placed.feature }));
            }
        }
    }
    best.map(|(_, spot)| spot)
}

/// From a point to a stretch.
fn distance(p: Point, a: Point, b: Point) -> f32 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { (((p.x - a.x) * dx + (p.y - a.y) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    (p.x - a.x - dx * t).hypot(p.y - a.y - dy * t)
}
