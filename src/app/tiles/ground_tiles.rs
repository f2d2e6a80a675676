//! The ground under the map for walkers: tiles of the source that is on, an ancestor where one is late or failed, and
//! the embedded relief below all.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    path::PathBuf,
    sync::Arc,
};

use eframe::egui::{self, Rect, TextureHandle, pos2, vec2};
use walkers::{Stats, Tile, TileId, TilePiece, Tiles, sources::Attribution};

use crate::{
    carto::{Theme, Viewport, tile_zoom, tiles_in_view},
    store::tiles::{AboutTiles, MOST_LEVELS_UP, TilePlace, TileSource},
};

use super::{
    super::relief_tiles::ReliefTiles,
    loader::{Loaded, TileLoader},
    picture_tiles::PictureTiles,
};

struct Held {
    texture: TextureHandle,
    /// As they came, for pictures: a texture cannot be read back.
    bytes: Arc<[u8]>,
    old: bool,
    /// The frame that showed it last.
    seen: u64,
}

impl Held {
    fn size(&self) -> usize {
        let [width, height] = self.texture.size();
        width * height * 4 + self.bytes.len()
    }
}

/// Tiles over the relief.
pub struct GroundTiles {
    pub relief: ReliefTiles,
    /// The relief stands in where there is no tile.
    pub shows_relief: bool,
    /// The tiles of the source are laid over it.
    pub shows_source: bool,
    loader: TileLoader,
    source: Option<Arc<TileSource>>,
    held: HashMap<TilePlace, Held>,
    /// Came, and waits for its turn to become a texture.
    arrived: VecDeque<Loaded>,
    failed: HashSet<TilePlace>,
    rests: bool,
    frame: u64,
    /// Tiles asked for in this frame, and how many of them a tile of the source, or an ancestor, covers.
    asked: usize,
    covered: usize,
    wanted: Vec<TilePlace>,
    /// What a picture that is being made shows, which may be more than the screen.
    picture: Option<Viewport>,
    /// What came beside tiles, for the session.
    news: Vec<Loaded>,
    ctx: egui::Context,
}

/// Bytes of pixels that become textures in one frame: more at once is a frame that stumbles.
const MOST_A_FRAME: usize = 2 * 1024 * 1024;
/// Textures and bytes kept, beyond what is in view.
const MOST_MEMORY: usize = 96 * 1024 * 1024;

impl GroundTiles {
    pub fn new(ctx: &egui::Context, cache_folder: Option<PathBuf>) -> Self {
        Self {
            relief: ReliefTiles::new(ctx),
            shows_relief: true,
            shows_source: true,
            loader: TileLoader::new(ctx, cache_folder),
            source: None,
            held: HashMap::new(),
            arrived: VecDeque::new(),
            failed: HashSet::new(),
            rests: false,
            frame: 0,
            asked: 0,
            covered: 0,
            wanted: Vec::new(),
            picture: None,
            news: Vec::new(),
            ctx: ctx.clone(),
        }
    }

    /// Shows the tiles of this source, or of none.
    pub fn use_source(&mut self, source: Option<TileSource>) {
        self.source = source.map(Arc::new);
        self.begin_again();
    }

    /// Asks anew for all tiles of the source.
    fn begin_again(&mut self) {
        let doubled = self.ctx.pixels_per_point() >= 1.5;
        self.held.clear();
        self.arrived.clear();
        self.failed.clear();
        self.loader.use_source(self.source.clone(), doubled, self.relief.theme);
        self.ctx.request_repaint();
    }

    /// The colours of the relief, and of tiles that are painted here.
    pub fn set_theme(&mut self, theme: Theme) {
        let is_other = std::mem::replace(&mut self.relief.theme, theme) != theme;
        if is_other && self.source.as_ref().is_some_and(|source| source.sends_shapes()) {
            self.begin_again();
        }
    }

    /// Takes over what the file in use says of itself: its zooms count from now on.
    pub fn learn(&mut self, about: &AboutTiles) {
        let Some(source) = &mut self.source else { return };
        let mut learned = TileSource::clone(source);
        learned.learn(about);
        if **source != learned {
            *source = Arc::new(learned);
            self.begin_again();
        }
    }

    /// Whether walkers has anything to draw.
    pub fn has_ground(&self) -> bool {
        self.shows_relief || self.source.is_some()
    }

    /// Takes what has come; before the frame is drawn.
    pub fn begin_frame(&mut self) {
        self.frame += 1;
        (self.asked, self.covered) = (0, 0);
        self.wanted.clear();
        let came = self.loader.loaded();
        self.arrived.extend(came);
        let mut uploaded = 0;
        while uploaded < MOST_A_FRAME
            && let Some(loaded) = self.arrived.pop_front()
        {
            match loaded {
                Loaded::Tile { place, bytes, image, old, .. } => {
                    uploaded += image.pixels.len() * 4;
                    let name = format!("tile {place:?}");
                    let texture = self.ctx.load_texture(name, image, egui::TextureOptions::LINEAR);
                    self.failed.remove(&place);
                    self.held.insert(place, Held { texture, bytes, old, seen: self.frame });
                }
                Loaded::Failed { place, .. } => {
                    self.failed.insert(place);
                }
                news @ (Loaded::Requests(_) | Loaded::Trouble { .. } | Loaded::About { .. }) => {
                    self.news.push(news);
                }
            }
        }
        if !self.arrived.is_empty() {
            self.ctx.request_repaint();
        }
        self.rests = self.source.is_some() && self.loader.source_rests();
    }

    /// The frame of the picture that is being made: its tiles are wanted too, until there is none.
    pub fn set_picture(&mut self, frame: Option<Viewport>) {
        self.picture = frame;
    }

    fn want_picture(&mut self) {
        /// Tiles of a sheet; a picture that needs more is made of coarser ones.
        const MOST: usize = 300;
        let (Some(viewport), Some(source)) = (self.picture, self.source.clone()) else { return };
        // The tiles of a file are read when the picture is painted.
        if !source.is_web() {
            return;
        }
        let Some(z) = tile_zoom(viewport.camera.zoom.0, source.min_zoom, source.last_zoom()) else { return };
        for (z, x, y) in tiles_in_view(viewport, z).into_iter().take(MOST) {
            let place = TilePlace { z, x, y };
            if let Some(held) = self.held.get_mut(&place) {
                held.seen = self.frame;
            }
            self.want(place, source.min_zoom);
        }
    }

    /// Asks for what is still missing, and lets go of what was not seen for long; after the frame is drawn.
    pub fn end_frame(&mut self) {
        if self.source.is_none() {
            return;
        }
        self.want_picture();
        let mut wanted = std::mem::take(&mut self.wanted);
        let mut seen = HashSet::new();
        wanted.retain(|place| seen.insert(*place));
        self.loader.want(wanted);
        let mut memory: usize = self.held.values().map(Held::size).sum();
        if memory > MOST_MEMORY {
            let mut ages: Vec<(u64, TilePlace)> =
                self.held.iter().map(|(place, held)| (held.seen, *place)).collect();
            ages.sort_unstable();
            for (age, place) in ages {
                if memory <= MOST_MEMORY || age == self.frame {
                    break;
                }
                memory -= self.held.remove(&place).map_or(0, |held| held.size());
            }
        }
    }

    /// What came beside tiles.
    pub fn news(&mut self) -> Vec<Loaded> {
        std::mem::take(&mut self.news)
    }

    /// The source that is on, by its id.
    pub fn source_id(&self) -> Option<&str> {
        self.source.as_ref().map(|source| source.id.as_str())
    }

    /// Whether tiles of the source fill most of what is seen.
    pub fn cover(&self) -> bool {
        self.asked > 0 && self.covered * 2 > self.asked
    }

    /// What a picture may take: what is in memory and on this disk.
    pub fn for_picture(&self) -> Option<PictureTiles> {
        let in_use = self.loader.in_use()?;
        let held = self.held.iter().map(|(place, held)| (*place, Arc::clone(&held.bytes))).collect();
        Some(PictureTiles { in_use, held })
    }

    fn source_piece(&mut self, tile: TileId) -> Option<TilePiece> {
        let source = Arc::clone(self.source.as_ref().filter(|_| self.shows_source)?);
        if tile.zoom < source.min_zoom {
            return None;
        }
        self.asked += 1;
        let shown = TilePlace { z: tile.zoom, x: tile.x, y: tile.y };
        // Beyond the last zoom the last tile is enlarged.
        let place = shown.ancestor(tile.zoom.saturating_sub(source.last_zoom()))?;
        self.want(place, source.min_zoom);
        let frame = self.frame;
        let enlarged = tile.zoom - place.z;
        let most = enlarged + MOST_LEVELS_UP.min(place.z.saturating_sub(source.min_zoom));
        let found = (enlarged..=most).find_map(|levels| {
            let held = self.held.get_mut(&shown.ancestor(levels)?)?;
            held.seen = frame;
            Some(piece(&held.texture, shown, levels))
        });
        self.covered += usize::from(found.is_some());
        found
    }

    /// Asks for a tile that is not here, or no longer fresh; where it cannot be had now, for an ancestor.
    fn want(&mut self, place: TilePlace, min_zoom: u8) {
        match self.held.get(&place) {
            Some(held) if held.old => self.wanted.push(place),
            Some(_) => {}
            None => {
                self.wanted.push(place);
                let up = (1..=MOST_LEVELS_UP).map_while(|levels| place.ancestor(levels));
                let mut below_failed = self.failed.contains(&place) || self.rests;
                for ancestor in up.take_while(|ancestor| ancestor.z >= min_zoom) {
                    if !below_failed || self.held.contains_key(&ancestor) {
                        break;
                    }
                    self.wanted.push(ancestor);
                    below_failed = self.failed.contains(&ancestor) || self.rests;
                }
            }
        }
    }
}

impl crate::ui::Ground for GroundTiles {
    fn lay(&mut self, relief: bool, online: bool) {
        (self.shows_relief, self.shows_source) = (relief, online);
    }

    fn as_tiles(&mut self) -> &mut dyn Tiles {
        self
    }
}

impl Tiles for GroundTiles {
    fn at(&mut self, tile: TileId) -> Option<TilePiece> {
        match self.source_piece(tile) {
            Some(piece) => Some(piece),
            None if self.shows_relief => self.relief.at(tile),
            None => None,
        }
    }

    fn attribution(&self) -> Attribution {
        // The Scene's furniture tells who made the map.
        Attribution { text: "", url: "", logo_light: None, logo_dark: None }
    }

    fn tile_size(&self) -> u32 {
        256
    }

    fn stats(&self) -> Stats {
        Stats { in_progress: self.relief.stats().in_progress + self.loader.under_way() }
    }
}

/// The part of an ancestor's texture that covers the tile.
fn piece(texture: &TextureHandle, place: TilePlace, levels: u8) -> TilePiece {
    let levels = levels.min(20);
    let parts = f64::from(1_u32 << levels);
    let mask = (1_u32 << levels) - 1;
    let corner = pos2((f64::from(place.x & mask) / parts) as f32, (f64::from(place.y & mask) / parts) as f32);
    let uv = Rect::from_min_size(corner, vec2(1.0, 1.0) / parts as f32);
    TilePiece::new(Tile::Raster(texture.clone()), uv)
}
