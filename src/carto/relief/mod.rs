//! The shaded relief: WebP tiles of web Mercator out of the program itself, and the flat colours beside them.

mod sampler;

use std::{collections::HashMap, io::Cursor, sync::LazyLock};

use image::RgbImage;

use super::{
    Layer, Rgba, Style, Theme, View,
    viewport::{WorldBox, WorldPoint},
};
use sampler::sureness;

pub use sampler::ReliefSampler;

/// The zoom levels that the embedded tiles cover.
pub const RELIEF_MIN_ZOOM: u8 = 3;
pub const RELIEF_MAX_ZOOM: u8 = 9;

const LIGHT: &[u8] = include_bytes!("../../../assets/basemap/relief.zip");
const DARK: &[u8] = include_bytes!("../../../assets/basemap/relief_dark.zip");

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
        // Paper has the tiles of the day in lighter greys: see `on_paper`.
        Theme::Light | Theme::Print => &*LIGHT_TILES,
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

/// Pixels on each side of a tile.
pub const RELIEF_TILE_PIXELS: u32 = 256;

/// Up to this zoom the tiles reach far beyond the frontier; finer ones are laid over them where they are.
const WIDE_ZOOMS: [u8; 2] = [6, 5];

/// The box outside which the land is drawn flat: that of the widest tiles that are used at every zoom.
pub(super) fn relief_reach() -> Option<WorldBox> {
    relief_coverage(WIDE_ZOOMS[1])
}

fn decoded(theme: Theme, (z, x, y): TileId) -> Option<RgbImage> {
    let bytes = relief_tile(theme, z, x, y)?;
    let mut tile = image::load_from_memory_with_format(bytes, image::ImageFormat::WebP).ok()?.into_rgb8();
    match theme {
        Theme::Light | Theme::Dark => {}
        Theme::Print => tile.pixels_mut().for_each(|pixel| pixel.0 = on_paper(pixel.0)),
    }
    (tile.dimensions() == (RELIEF_TILE_PIXELS, RELIEF_TILE_PIXELS)).then_some(tile)
}

/// How much of the flat land the relief hides, from 0 to 1: as much as its layer says, and less where it is enlarged
/// so far that its slopes would be mere smudges.
pub fn relief_strength(view: &View) -> f32 {
    /// The relief of the data itself is as fine as this zoom.
    const NATIVE: f64 = 8.5;
    let enlarged = ((view.camera.zoom.0 - NATIVE) / 3.5).clamp(0.0, 1.0) as f32;
    view.layers.opacity(Layer::Relief) * (1.0 - 0.62 * enlarged)
}

/// A colour of the day's relief as paper has it: nearly white where the land is flat, grey in the shade.
fn on_paper([r, g, b]: [u8; 3]) -> [u8; 3] {
    /// How light flat land of the day is, and how strong the shade on paper is against it.
    const FLAT: f32 = 235.5;
    const STRENGTH: f32 = 0.62;
    // # Source
    // The luma of ITU-R BT.601.
    let luma = 0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b);
    let grey = 250.0 + (luma - FLAT) * STRENGTH;
    // Water keeps a breath of blue.
    let blue = ((f32::from(b) - f32::from(r)) * 0.14).max(0.0);
    [grey - blue / 2.0, grey, grey + blue / 2.0].map(|channel| channel.round().clamp(0.0, 255.0) as u8)
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
    // Well inside its level, or where there is none below, the tile is what it is.
    let alone = WIDE_ZOOMS.iter().all(|wide| *wide >= z);
    if z <= RELIEF_MAX_ZOOM && (alone || is_sure(z, &within)) {
        return decoded(theme, (z, x, y));
    }
    let pixel = side / f64::from(RELIEF_TILE_PIXELS);
    let middles = |from: f64| {
        (0..RELIEF_TILE_PIXELS).map(move |i| from + (f64::from(i) + 0.5) * pixel).collect::<Vec<f64>>()
    };
    let mut sampler = ReliefSampler::new(theme, z, within, &middles(min.x));
    if sampler.is_empty() {
        return None;
    }
    let flat = flat_land(theme).0;
    let mut image = RgbImage::new(RELIEF_TILE_PIXELS, RELIEF_TILE_PIXELS);
    for (y, row) in middles(min.y).into_iter().zip(image.rows_mut()) {
        for (pixel, colour) in row.zip(sampler.row(y)) {
            pixel.0 = colour.unwrap_or([flat[0], flat[1], flat[2]]);
        }
    }
    Some(image)
}

/// Whether the tiles of a zoom level hide coarser ones in all of the box.
fn is_sure(z: u8, within: &WorldBox) -> bool {
    relief_coverage(z).is_some_and(|covered| {
        let x = [within.min.x, within.max.x].map(|x| sureness(z, x, covered.min.x, covered.max.x));
        let y = [within.min.y, within.max.y].map(|y| sureness(z, y, covered.min.y, covered.max.y));
        x.into_iter().chain(y).all(|sure| sure >= 1.0)
    })
}
