//! The shaded relief on paper: the embedded tiles, sampled at the resolution of the output.

use std::collections::HashMap;

use image::RgbImage;

use crate::{
    carto::{
        Point, RELIEF_MAX_ZOOM, RELIEF_MIN_ZOOM, Relief, Scene, Theme, TileId, Viewport, WorldPoint,
        relief_coverage, relief_tile, relief_zoom,
    },
    model::Zoom,
};

const TILE: u32 = 256;

/// Finer tiles give way to coarser ones towards the edge of what they cover, over this many logical pixels
/// of the finer level: there they fade to flat colours.
const BLEND: f64 = 160.0;

/// One zoom level of tiles, decoded as they are needed.
struct Level {
    z: u8,
    theme: Theme,
    tiles: HashMap<(u32, u32), Option<RgbImage>>,
}

impl Level {
    fn new(theme: Theme, z: u8) -> Self {
        Self { z, theme, tiles: HashMap::new() }
    }

    fn side(&self) -> u32 {
        1 << self.z
    }

    /// Decodes all tiles that a box of the world touches, with one pixel around.
    fn load(&mut self, min: WorldPoint, max: WorldPoint) {
        let side = f64::from(self.side());
        let pixel = 1.0 / f64::from(TILE);
        let index = |v: f64, by: f64| (v * side + by).floor().clamp(0.0, side - 1.0) as u32;
        for y in index(min.y, -pixel)..=index(max.y, pixel) {
            for x in index(min.x, -pixel)..=index(max.x, pixel) {
                let (theme, z) = (self.theme, self.z);
                self.tiles.entry((x, y)).or_insert_with(|| decoded(theme, (z, x, y)));
            }
        }
    }

    fn pixel(&self, x: i64, y: i64) -> Option<[f32; 3]> {
        let size = i64::from(TILE);
        let (Ok(column), Ok(row)) = (u32::try_from(x.div_euclid(size)), u32::try_from(y.div_euclid(size)))
        else {
            return None;
        };
        let tile = self.tiles.get(&(column, row))?.as_ref()?;
        let pixel = tile.get_pixel(x.rem_euclid(size) as u32, y.rem_euclid(size) as u32);
        Some(pixel.0.map(f32::from))
    }

    /// The smoothed colour there; `None` where there is no tile.
    ///
    /// # Source
    /// The quadratic B-spline: as sharp as bilinear sampling, without its creases when tiles are enlarged.
    fn sample(&self, at: WorldPoint) -> Option<[f32; 3]> {
        let pixels = f64::from(self.side() * TILE);
        let (u, v) = (at.x * pixels - 0.5, at.y * pixels - 0.5);
        let (column, row) = (u.round(), v.round());
        let weights = |t: f64| {
            let t = t as f32;
            [0.5 * (0.5 - t) * (0.5 - t), 0.75 - t * t, 0.5 * (0.5 + t) * (0.5 + t)]
        };
        let (wx, wy) = (weights(u - column), weights(v - row));
        let (column, row) = (column as i64, row as i64);
        let mut sum = [0.0_f32; 3];
        let mut total = 0.0;
        for (dy, wy) in (-1..=1).zip(wy) {
            for (dx, wx) in (-1..=1).zip(wx) {
                if let Some(colour) = self.pixel(column + dx, row + dy) {
                    let weight = wx * wy;
                    total += weight;
                    for (sum, channel) in sum.iter_mut().zip(colour) {
                        *sum += channel * weight;
                    }
                }
            }
        }
        (total > 0.2).then(|| sum.map(|channel| channel / total))
    }
}

fn decoded(theme: Theme, (z, x, y): TileId) -> Option<RgbImage> {
    let bytes = relief_tile(theme, z, x, y)?;
    let tile = image::load_from_memory_with_format(bytes, image::ImageFormat::WebP).ok()?.into_rgb8();
    (tile.dimensions() == (TILE, TILE)).then_some(tile)
}

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
    let viewport = Viewport { camera: scene.camera, size: scene.map_size };
    let world = viewport.world_box();
    // What the window shows at this zoom is the base; finer tiles sharpen it where there are any.
    let base = relief_zoom(scene.camera.zoom);
    let wanted = Zoom(scene.camera.zoom.0 + scale_x.max(scale_y).log2());
    let finest = relief_zoom(Zoom(wanted.0.round())).clamp(base.max(RELIEF_MIN_ZOOM), RELIEF_MAX_ZOOM);
    let mut levels: Vec<Level> = vec![Level::new(theme, base)];
    if finest > base {
        levels.push(Level::new(theme, finest));
    }
    if finest > base + 1 {
        levels.insert(1, Level::new(theme, finest - 1));
    }
    for level in &mut levels {
        level.load(world.min, world.max);
    }
    let columns = columns_of(scene.map_min.x, scene.map_size.x, scale_x, pixels.0);
    let rows = columns_of(scene.map_min.y, scene.map_size.y, scale_y, pixels.1);
    for py in rows {
        let row_start = py as usize * pixels.0 as usize;
        for px in columns.clone() {
            let at = viewport.world_from_screen(Point {
                x: ((f64::from(px) + 0.5) / scale_x) as f32 - scene.map_min.x,
                y: ((f64::from(py) + 0.5) / scale_y) as f32 - scene.map_min.y,
            });
            let Some(colour) = blended(&levels, at) else { continue };
            let start = (row_start + px as usize) * 4;
            for (channel, value) in buffer[start..start + 3].iter_mut().zip(colour) {
                *channel = value.round().clamp(0.0, 255.0) as u8;
            }
        }
    }
}

fn columns_of(min: f32, size: f32, scale: f64, most: u32) -> std::ops::Range<u32> {
    let first = (f64::from(min) * scale).round().max(0.0) as u32;
    let last = (f64::from(min + size) * scale).round().max(0.0) as u32;
    first.min(most)..last.min(most)
}

/// The finest level where it is sure, the coarser ones towards its edge.
fn blended(levels: &[Level], at: WorldPoint) -> Option<[f32; 3]> {
    let mut mixed: Option<[f32; 3]> = None;
    // How much of the pixel is still open, from the finest level down.
    let mut open = 1.0_f32;
    for (i, level) in levels.iter().enumerate().rev() {
        let share = if i == 0 { 1.0 } else { sureness(level.z, at) };
        if share <= 0.0 {
            continue;
        }
        let Some(colour) = level.sample(at) else { continue };
        let weight = open * share;
        let sum = mixed.get_or_insert([0.0; 3]);
        for (sum, channel) in sum.iter_mut().zip(colour) {
            *sum += channel * weight;
        }
        open -= weight;
        if open <= 0.0 {
            break;
        }
    }
    // Whatever stayed open (the base has no tile here) takes the colour of the rest.
    mixed.filter(|_| open < 0.999).map(|sum| sum.map(|channel| channel / (1.0 - open)))
}

/// 0 where the tiles of a level fade out or end, 1 well inside.
fn sureness(z: u8, at: WorldPoint) -> f32 {
    let Some(covered) = relief_coverage(z) else { return 0.0 };
    let per_tile = 1.0 / f64::from(1_u32 << z);
    let pixel = per_tile / f64::from(TILE);
    let inside =
        (at.x - covered.min.x).min(covered.max.x - at.x).min(at.y - covered.min.y).min(covered.max.y - at.y);
    // The fade of the tiles takes up to a degree inside of their edge.
    let fade = 1.6 / 360.0;
    ((inside - fade) / (BLEND * pixel)).clamp(0.0, 1.0) as f32
}
