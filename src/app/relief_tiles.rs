//! The embedded relief as a tile source for walkers: decoded on a thread, kept as textures.

use std::{
    collections::HashMap,
    sync::mpsc::{Receiver, Sender, channel},
};

use eframe::egui::{self, ColorImage, Rect, TextureHandle, pos2, vec2};
use walkers::{Stats, Tile, TileId, TilePiece, Tiles, sources::Attribution};

use crate::carto::{RELIEF_MAX_ZOOM, RELIEF_MIN_ZOOM, Theme, relief_tile};

type Key = (Theme, u8, u32, u32);

/// Tiles of the embedded relief in one theme. Beyond the last zoom the parent is enlarged; a tile that is not
/// decoded yet is stood in for by its parent, so that the map never flashes empty.
pub struct ReliefTiles {
    pub theme: Theme,
    /// `None` for a tile that the relief does not hold.
    textures: HashMap<Key, Option<TextureHandle>>,
    asked: HashMap<Key, ()>,
    wanted: Sender<Key>,
    decoded: Receiver<(Key, Option<ColorImage>)>,
    ctx: egui::Context,
}

/// Textures kept; the whole relief at one zoom is smaller.
const KEPT: usize = 512;

impl ReliefTiles {
    pub fn new(ctx: &egui::Context) -> Self {
        let (wanted, asked) = channel::<Key>();
        let (finished, decoded) = channel();
        let repaint = ctx.clone();
        std::thread::spawn(move || {
            while let Ok(first) = asked.recv() {
                // Newest request first: what was asked for long ago has often left the screen.
                let mut batch = vec![first];
                batch.extend(asked.try_iter());
                for key in batch.into_iter().rev() {
                    if finished.send((key, decode(key))).is_err() {
                        return;
                    }
                    repaint.request_repaint();
                }
            }
        });
        Self {
            theme: Theme::default(),
            textures: HashMap::new(),
            asked: HashMap::new(),
            wanted,
            decoded,
            ctx: ctx.clone(),
        }
    }

    fn collect(&mut self) {
        while let Ok((key, image)) = self.decoded.try_recv() {
            self.asked.remove(&key);
            let texture = image.map(|image| {
                let name = format!("relief {key:?}");
                self.ctx.load_texture(name, image, egui::TextureOptions::LINEAR)
            });
            if self.textures.len() >= KEPT {
                self.textures.clear();
            }
            self.textures.insert(key, texture);
        }
    }

    fn ready(&self, key: Key) -> Option<&Option<TextureHandle>> {
        self.textures.get(&key)
    }
}

fn decode((theme, z, x, y): Key) -> Option<ColorImage> {
    let bytes = relief_tile(theme, z, x, y)?;
    let image = image::load_from_memory_with_format(bytes, image::ImageFormat::WebP).ok()?.into_rgba8();
    let size = [usize::try_from(image.width()).ok()?, usize::try_from(image.height()).ok()?];
    Some(ColorImage::from_rgba_unmultiplied(size, image.as_raw()))
}

impl Tiles for ReliefTiles {
    fn at(&mut self, tile: TileId) -> Option<TilePiece> {
        self.collect();
        if tile.zoom < RELIEF_MIN_ZOOM {
            return None;
        }
        let mut levels = tile.zoom.saturating_sub(RELIEF_MAX_ZOOM);
        let mut first = true;
        while tile.zoom - levels >= RELIEF_MIN_ZOOM {
            let (z, x, y) = (tile.zoom - levels, tile.x >> levels, tile.y >> levels);
            let key = (self.theme, z, x, y);
            match self.ready(key) {
                Some(Some(texture)) => return Some(piece(texture, tile, levels)),
                Some(None) => {}
                None => {
                    if first && self.asked.insert(key, ()).is_none() {
                        // The thread lives as long as this value: sending cannot fail while it is asked.
                        let _sent = self.wanted.send(key);
                    }
                    first = false;
                }
            }
            if tile.zoom - levels == RELIEF_MIN_ZOOM {
                break;
            }
            levels += 1;
        }
        None
    }

    fn attribution(&self) -> Attribution {
        Attribution { text: "", url: "", logo_light: None, logo_dark: None }
    }

    fn tile_size(&self) -> u32 {
        256
    }

    fn stats(&self) -> Stats {
        Stats { in_progress: self.asked.len() }
    }
}

/// The part of an ancestor's texture that covers the tile.
fn piece(texture: &TextureHandle, tile: TileId, levels: u8) -> TilePiece {
    let parts = f32::from(1_u16 << levels.min(15));
    let mask = (1_u32 << levels.min(15)) - 1;
    #[expect(clippy::cast_precision_loss, reason = "a part of one tile")]
    let corner = pos2((tile.x & mask) as f32 / parts, (tile.y & mask) as f32 / parts);
    let uv = Rect::from_min_size(corner, vec2(1.0 / parts, 1.0 / parts));
    TilePiece::new(Tile::Raster(texture.clone()), uv)
}
