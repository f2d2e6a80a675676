//! The shaded relief on paper: the embedded tiles, sampled at the resolution of the output.

use std::ops::Range;

use crate::carto::{Relief, ReliefSampler, Scene, Theme, Viewport, world_pixels};

/// Paints the ground of a Scene into an opaque RGBA buffer of `pixels`: the flat colour, then the relief in
/// the map's frame.
pub(super) fn paint_ground(scene: &Scene, buffer: &mut [u8], pixels: (u32, u32)) {
    let [r, g, b, _] = scene.ground.0;
    for pixel in buffer.chunks_exact_mut(4) {
        pixel.copy_from_slice(&[r, g, b, 255]);
    }
    let theme = match scene.relief {
        Relief::Light => Theme::Light,
        Relief::Dark => Theme::Dark,
        Relief::Hidden => return,
    };
    let scale_x = f64::from(pixels.0) / f64::from(scene.size.x);
    let scale_y = f64::from(pixels.1) / f64::from(scene.size.y);
    let world = Viewport { camera: scene.camera, size: scene.map_size }.world_box();
    // The tiles whose pixels come nearest to those of the paper.
    let zoom = (scene.camera.zoom.0 + scale_x.max(scale_y).log2()).round().clamp(0.0, 22.0);
    let (columns, rows) = map_pixels(scene, pixels);
    let globe = world_pixels(scene.camera.zoom);
    let x_of = |px: u32| world.min.x + ((f64::from(px) + 0.5) / scale_x - f64::from(scene.map_min.x)) / globe;
    let y_of = |py: u32| world.min.y + ((f64::from(py) + 0.5) / scale_y - f64::from(scene.map_min.y)) / globe;
    let middles: Vec<f64> = columns.clone().map(x_of).collect();
    let mut sampler = ReliefSampler::new(theme, zoom as u8, world, &middles);
    for py in rows {
        let start = (py as usize * pixels.0 as usize + columns.start as usize) * 4;
        for (pixel, colour) in buffer[start..].chunks_exact_mut(4).zip(sampler.row(y_of(py))) {
            if let Some(colour) = colour {
                pixel[..3].copy_from_slice(colour);
            }
        }
    }
}

/// The columns and rows of the paper that the map's frame covers.
pub(super) fn map_pixels(scene: &Scene, pixels: (u32, u32)) -> (Range<u32>, Range<u32>) {
    let scale_x = f64::from(pixels.0) / f64::from(scene.size.x);
    let scale_y = f64::from(pixels.1) / f64::from(scene.size.y);
    (
        covered(scene.map_min.x, scene.map_size.x, scale_x, pixels.0),
        covered(scene.map_min.y, scene.map_size.y, scale_y, pixels.1),
    )
}

/// The pixels of the paper that a stretch of the sheet covers.
fn covered(min: f32, size: f32, scale: f64, most: u32) -> Range<u32> {
    let first = (f64::from(min) * scale).round().max(0.0) as u32;
    let last = (f64::from(min + size) * scale).round().max(0.0) as u32;
    first.min(most)..last.min(most)
}
