//! The shaded relief: WebP tiles of web Mercator out of the program itself, and the flat colours beside them.

use std::{collections::HashMap, io::Cursor, sync::LazyLock};

use crate::model::Zoom;

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

/// The zoom of the tiles that a map at this zoom shows.
pub fn relief_zoom(zoom: Zoom) -> u8 {
    let nearest = zoom.0.round().clamp(f64::from(RELIEF_MIN_ZOOM), f64::from(RELIEF_MAX_ZOOM));
    nearest as u8
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
