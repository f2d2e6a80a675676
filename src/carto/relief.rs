//! The shaded relief: WebP tiles of web Mercator out of the program itself, and the flat colours beside them.

use std::{collections::HashMap, io::Cursor, sync::LazyLock};

use image::RgbImage;

use super::{
    Rgba, Style, Theme,
    viewport::{WorldBox, WorldPoint},
};

/// The zoom levels that the embedded tiles cover.
pub const RELIEF_MIN_ZOOM: u8 = 3;
pub const RELIEF_MAX_ZOOM: u8 = 9;

const LIGHT: &[u8] = include_bytes!("../../assets/basemap/relief.zip");
const DARK: &[u8] = include_bytes!("../../assets/basemap/relief_dark.zip");

/// Zoom, column and row of a tile.
pub type TileId = (u8, u32, u32);

/// Where each tile stands in its archive. The archives hold their tiles uncompressed, so that a tile is a slice.
struct Tiles {
    archive: &'static [u8],
    places: HashMap<TileId, std::ops::Range<usize>>,
}

impl Tiles {
    fn of(archive: &'static [u8]) -> Self {
        let mut places = HashMap::new();
        if let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(archive)) {
            for i in 0..zip.len() {
                let Ok(file) = zip.by_index_raw(i) else { continue };
                let Ok(name) = file.name() else { continue };
                let (Some(id), Some(start)) = (tile_id(&name), file.data_start()) else { continue };
                if file.compression() != zip::CompressionMethod::Stored {
                    continue;
                }
                let (Ok(start), Ok(length)) = (usize::try_from(start), usize::try_from(file.size())) else {
                    continue;
                };
                places.insert(id, start..start + length);
            }
        }
        Self { archive, places }
    }
}

/// `7/89/49.webp` gives (7, 89, 49).
fn tile_id(name: &str) -> Option<TileId> {
    let mut parts = name.strip_suffix(".webp")?.split('/');
    let id = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    parts.next().is_none().then_some(id)
}

static LIGHT_TILES: LazyLock<Tiles> = LazyLock::new(|| Tiles::of(LIGHT));
static DARK_TILES: LazyLock<Tiles> = LazyLock::new(|| Tiles::of(DARK));

/// The tile as an encoded WebP of 256 × 256 pixels; `None` where the relief does not reach.
pub fn relief_tile(theme: Theme, z: u8, x: u32, y: u32) -> Option<&'static [u8]> {
    let tiles = match theme {
        Theme::Light => &*LIGHT_TILES,
        Theme::Dark => &*DARK_TILES,
    };
    tiles.archive.get(tiles.places.get(&(z, x, y))?.clone())
}

/// The box that the tiles of a zoom level fill; `None` where there are none. Near its edge the relief fades
/// into the flat colours of land and sea.
pub fn relief_coverage(z: u8) -> Option<WorldBox> {
    COVERAGE.get(usize::from(z)).copied().flatten()
}

static COVERAGE: LazyLock<Vec<Option<WorldBox>>> = LazyLock::new(|| {
    (0..=RELIEF_MAX_ZOOM)
        .map(|level| {
            let side = 1.0 / f64::from(level).exp2();
            let corners: Vec<WorldPoint> = LIGHT_TILES
                .places
                .keys()
                .filter(|(z, ..)| *z == level)
                .flat_map(|&(_, x, y)| [(x, y), (x + 1, y + 1)])
                .map(|(x, y)| WorldPoint { x: f64::from(x) * side, y: f64::from(y) * side })
                .collect();
            (!corners.is_empty()).then(|| WorldBox::around(&corners))
        })
        .collect()
});

/// The land's colour where there is no relief.
pub fn flat_land(theme: Theme) -> Rgba {
    Style::of(theme).land
}

/// The colour below everything.
pub fn flat_sea(theme: Theme) -> Rgba {
    Style::of(theme).sea
}

// ---- Sampling ---------------------------------------------------------------------------------------

/// Pixels on each side of a tile.
pub const RELIEF_TILE_PIXELS: u32 = 256;

/// Up to this zoom the tiles reach far beyond the frontier; finer ones are laid over them where they are.
const WIDE_ZOOMS: [u8; 2] = [6, 5];

/// Finer tiles give way to coarser ones over this many of their pixels.
const BLEND: f64 = 160.0;

/// The tiles fade into flat colours over up to this part of the world's width, inside of their edge.
const FADE: f64 = 1.6 / 360.0;

/// The box outside which the land is drawn flat: that of the widest tiles that are used at every zoom.
pub(super) fn relief_reach() -> Option<WorldBox> {
    relief_coverage(WIDE_ZOOMS[1])
}

/// One zoom level of tiles around a box of the world, decoded into one picture.
struct Level {
    z: u8,
    covered: WorldBox,
    first: (u32, u32),
    columns: u32,
    width: usize,
    height: usize,
    pixels: Vec<u8>,
    present: Vec<bool>,
}

impl Level {
    /// `None` where this level has no tile in the box.
    fn load(theme: Theme, z: u8, within: &WorldBox) -> Option<Self> {
        let covered = relief_coverage(z).filter(|covered| covered.overlaps(within))?;
        let side = 1_u32 << z;
        let pixel = 1.5 / f64::from(RELIEF_TILE_PIXELS);
        let index =
            |v: f64, by: f64| (v * f64::from(side) + by).floor().clamp(0.0, f64::from(side) - 1.0) as u32;
        let first =
            (index(within.min.x.max(covered.min.x), -pixel), index(within.min.y.max(covered.min.y), -pixel));
        let last =
            (index(within.max.x.min(covered.max.x), pixel), index(within.max.y.min(covered.max.y), pixel));
        let (columns, rows) = (last.0 - first.0 + 1, last.1 - first.1 + 1);
        let tile = RELIEF_TILE_PIXELS as usize;
        let (width, height) = (columns as usize * tile, rows as usize * tile);
        let mut pixels = vec![0; width * height * 3];
        let mut present = Vec::with_capacity((columns * rows) as usize);
        for row in 0..rows {
            for column in 0..columns {
                let image = decoded(theme, (z, first.0 + column, first.1 + row));
                present.push(image.is_some());
                let Some(image) = image else { continue };
                for (y, line) in image.as_raw().chunks_exact(tile * 3).enumerate() {
                    let start = ((row as usize * tile + y) * width + column as usize * tile) * 3;
                    pixels[start..start + tile * 3].copy_from_slice(line);
                }
            }
        }
        present.iter().any(|is| *is).then_some(Self {
            z,
            covered,
            first,
            columns,
            width,
            height,
            pixels,
            present,
        })
    }

    fn pixel(&self, x: usize, y: usize) -> Option<[f32; 3]> {
        if x >= self.width || y >= self.height {
            return None;
        }
        let tile = RELIEF_TILE_PIXELS as usize;
        if !self.present[y / tile * self.columns as usize + x / tile] {
            return None;
        }
        let start = (y * self.width + x) * 3;
        let pixel = &self.pixels[start..start + 3];
        Some([f32::from(pixel[0]), f32::from(pixel[1]), f32::from(pixel[2])])
    }

    /// The smoothed colour there; `None` where there is no tile.
    ///
    /// # Source
    /// The quadratic B-spline: as sharp as bilinear sampling, without its creases when tiles are enlarged.
    fn sample(&self, at: WorldPoint) -> Option<[f32; 3]> {
        let tile = f64::from(RELIEF_TILE_PIXELS);
        let pixels = f64::from(1_u32 << self.z) * tile;
        let u = at.x * pixels - 0.5 - f64::from(self.first.0) * tile;
        let v = at.y * pixels - 0.5 - f64::from(self.first.1) * tile;
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
            let Ok(y) = usize::try_from(row + dy) else { continue };
            for (dx, wx) in (-1..=1).zip(wx) {
                let Ok(x) = usize::try_from(column + dx) else { continue };
                if let Some(colour) = self.pixel(x, y) {
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

    /// 0 where the tiles of this level fade out or end, 1 well inside.
    fn sureness(&self, at: WorldPoint) -> f32 {
        let pixel = 1.0 / (f64::from(1_u32 << self.z) * f64::from(RELIEF_TILE_PIXELS));
        let inside = (at.x - self.covered.min.x)
            .min(self.covered.max.x - at.x)
            .min(at.y - self.covered.min.y)
            .min(self.covered.max.y - at.y);
        ((inside - FADE) / (BLEND * pixel)).clamp(0.0, 1.0) as f32
    }
}

fn decoded(theme: Theme, (z, x, y): TileId) -> Option<RgbImage> {
    let bytes = relief_tile(theme, z, x, y)?;
    let tile = image::load_from_memory_with_format(bytes, image::ImageFormat::WebP).ok()?.into_rgb8();
    (tile.dimensions() == (RELIEF_TILE_PIXELS, RELIEF_TILE_PIXELS)).then_some(tile)
}

/// The relief of a box of the world at one level of detail, with wider and coarser tiles where the fine ones
/// end.
pub struct ReliefSampler {
    /// From fine to coarse.
    levels: Vec<Level>,
}

impl ReliefSampler {
    /// Decodes what is needed for `within` at the tiles' zoom `z`, which may lie beyond what is embedded.
    pub fn new(theme: Theme, z: u8, within: WorldBox) -> Self {
        let finest = z.clamp(RELIEF_MIN_ZOOM, RELIEF_MAX_ZOOM);
        let levels = std::iter::once(finest)
            .chain(WIDE_ZOOMS.into_iter().filter(|wide| *wide < finest))
            .filter_map(|z| Level::load(theme, z, &within))
            .collect();
        Self { levels }
    }

    /// The colour there; `None` where the relief does not reach.
    pub fn colour(&self, at: WorldPoint) -> Option<[u8; 3]> {
        let mut mixed = [0.0_f32; 3];
        // How much of the pixel is still open, from the finest level down.
        let mut open = 1.0_f32;
        for (i, level) in self.levels.iter().enumerate() {
            let share = if i + 1 == self.levels.len() { 1.0 } else { level.sureness(at) };
            if share <= 0.0 {
                continue;
            }
            let Some(colour) = level.sample(at) else { continue };
            let weight = open * share;
            for (sum, channel) in mixed.iter_mut().zip(colour) {
                *sum += channel * weight;
            }
            open -= weight;
            if open <= 0.001 {
                break;
            }
        }
        let painted = 1.0 - open;
        (painted > 0.01).then(|| mixed.map(|sum| (sum / painted).round().clamp(0.0, 255.0) as u8))
    }
}

/// A finished tile of 256 × 256 RGB pixels for any zoom from [`RELIEF_MIN_ZOOM`]: the embedded one, enlarged
/// beyond [`RELIEF_MAX_ZOOM`], and coarser relief where the fine one ends. `None` where there is none. A few
/// milliseconds: not for the thread that draws.
pub fn relief_image(theme: Theme, z: u8, x: u32, y: u32) -> Option<RgbImage> {
    if !(RELIEF_MIN_ZOOM..=22).contains(&z) {
        return None;
    }
    let side = 1.0 / f64::from(1_u32 << z);
    let min = WorldPoint { x: f64::from(x) * side, y: f64::from(y) * side };
    let within = WorldBox { min, max: WorldPoint { x: min.x + side, y: min.y + side } };
    let sampler = ReliefSampler::new(theme, z, within);
    if sampler.levels.is_empty() {
        return None;
    }
    // Well inside the fine level the tile is what it is.
    let corners = [(0.0, 0.0), (1.0, 0.0), (0.0, 1.0), (1.0, 1.0)]
        .map(|(dx, dy)| WorldPoint { x: min.x + dx * side, y: min.y + dy * side });
    if sampler.levels[0].z == z
        && (sampler.levels.len() == 1 || corners.iter().all(|at| sampler.levels[0].sureness(*at) >= 1.0))
    {
        return decoded(theme, (z, x, y));
    }
    let flat = flat_land(theme).0;
    let pixel = side / f64::from(RELIEF_TILE_PIXELS);
    Some(RgbImage::from_fn(RELIEF_TILE_PIXELS, RELIEF_TILE_PIXELS, |px, py| {
        let at =
            WorldPoint { x: min.x + (f64::from(px) + 0.5) * pixel, y: min.y + (f64::from(py) + 0.5) * pixel };
        image::Rgb(sampler.colour(at).unwrap_or([flat[0], flat[1], flat[2]]))
    }))
}
