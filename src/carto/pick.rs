//! What lies under the pointer.

use super::{Point, Scene, Targeted};

/// The pointer may miss a target's edge by this much, logical pixels.
const TOLERANCE: f32 = 3.0;

/// The topmost thing at a point of the sheet.
pub fn pick(scene: &Scene, at: Point) -> Option<&Targeted> {
    let missed_by =
        |target: &super::Target| (target.centre.x - at.x).hypot(target.centre.y - at.y) - target.radius;
    let hit = |slack: f32| scene.targets.iter().rev().find(|target| missed_by(target) <= slack);
    hit(0.0).or_else(|| hit(TOLERANCE)).map(|target| &target.what)
}
