//! The ground on paper: the embedded relief, sampled at the resolution of the output, and tiles of another map over it
//! where the Scene holds some.

use std::ops::Range;

use crate::carto::{
    Relief, ReliefSampler, Scene, Theme, TileGround, Viewport, WorldPoint, flat_land, world_pixels,
};

/// Paints the ground of a Scene into an opaque RGBA buffer of `pixels`: the flat colour, then the relief in
/// the map's frame, then tiles of another map.
pub(super) fn paint_ground(scene: &Scene, buffer: &mut [u8], pixels: (u32, u32)) {
    let [r, g, b, _] = scene.ground.0;
    for pixel in buffer.chunks_exact_mut(4) {
        pixel.copy_from_slice(&[r, g, b, 255]);
    }
    match scene.relief {
        Relief::Light => paint_relief(scene, Theme::Light, buffer, pixels),
        Relief::Dark => paint_relief(scene, Theme::Dark, buffer, pixels),
        Relief::Print => paint_relief(scene, Theme::Print, buffer, pixels),
        Relief::Hidden => {}
    }
    if let Some(tiles) = &scene.tiles {
        paint_tiles(scene, tiles, buffer, pixels);
    }
}

fn paint_relief(scene: &Scene, theme: Theme, buffer: &mut [u8], pixels: (u32, u32)) {
    let paper = Paper::of(scene, pixels);
    let world = Viewport { camera: scene.camera, size: scene.map_size }.world_box();
    // The tiles whose pixels come nearest to those of the paper.
    let zoom = (scene.camera.zoom.0 + paper.scale_x.max(paper.scale_y).log2()).round().clamp(0.0, 22.0);
    let (columns, rows) = map_pixels(scene, pixels);
    let middles: Vec<f64> = columns.clone().map(|px| paper.x(px)).collect();
    // A weak relief lets the flat land through, as in the window.
    let [land @ .., _] = flat_land(theme).0;
    let mut sampler = ReliefSampler::new(theme, zoom as u8, world, &middles);
    for py in rows {
        let start = (py as usize * pixels.0 as usize + columns.start as usize) * 4;
        for (pixel, colour) in buffer[start..].chunks_exact_mut(4).zip(sampler.row(paper.y(py))) {
            if let Some(colour) = colour {
                for ((channel, relief), land) in pixel.iter_mut().zip(colour).zip(land) {
                    let mixed =
                        f32::from(land) + (f32::from(*relief) - f32::from(land)) * scene.relief_opacity;
                    *channel = mixed.round() as u8;
                }
            }
        }
    }
}

/// Lays the tiles over what is painted. Where a tile lets something through, it is the flat land, as in the window.
fn paint_tiles(scene: &Scene, tiles: &TileGround, buffer: &mut [u8], pixels: (u32, u32)) {
    let theme = match scene.relief {
        Relief::Light | Relief::Hidden => Theme::Light,
        Relief::Dark => Theme::Dark,
        Relief::Print => Theme::Print,
    };
    let land = flat_land(theme).0;
    let paper = Paper::of(scene, pixels);
    let (columns, rows) = map_pixels(scene, pixels);
    for py in rows {
        let start = (py as usize * pixels.0 as usize + columns.start as usize) * 4;
        let y = paper.y(py);
        for (px, pixel) in columns.clone().zip(buffer[start..].chunks_exact_mut(4)) {
            let Some([r, g, b, a]) = tiles.sample(WorldPoint { x: paper.x(px), y }) else { continue };
            let over = |tile: u8, below: u8| {
                let mixed = u16::from(tile) * u16::from(a) + u16::from(below) * (255 - u16::from(a));
                ((mixed + 127) / 255) as u8
            };
            pixel[..3].copy_from_slice(&[over(r, land[0]), over(g, land[1]), over(b, land[2])]);
        }
    }
}

/// Where the pixels of the paper lie in the world.
struct Paper {
    scale_x: f64,
    scale_y: f64,
    /// The world's coordinates of the paper's own corner, and its logical pixels per width of the world.
    corner: WorldPoint,
    globe: f64,
}

impl Paper {
    fn of(scene: &Scene, pixels: (u32, u32)) -> Self {
        let world = Viewport { camera: scene.camera, size: scene.map_size }.world_box();
        let globe = world_pixels(scene.camera.zoom);
        Self {
            scale_x: f64::from(pixels.0) / f64::from(scene.size.x),
            scale_y: f64::from(pixels.1) / f64::from(scene.size.y),
            corner: WorldPoint {
                x: world.min.x - f64::from(scene.map_min.x) / globe,
                y: world.min.y - f64::from(scene.map_min.y) / globe,
            },
            globe,
        }
    }

    /// The middle of a column.
    fn x(&self, px: u32) -> f64 {
        self.corner.x + (f64::from(px) + 0.5) / self.scale_x / self.globe
    }

    /// The middle of a row.
    fn y(&self, py: u32) -> f64 {
        self.corner.y + (f64::from(py) + 0.5) / self.scale_y / self.globe
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
