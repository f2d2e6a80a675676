//! The embedded relief as a tile source for walkers: decoded on a thread, kept as textures.

use std::{
    collections::{HashMap, HashSet},
    sync::mpsc::{Receiver, Sender, channel},
};

use eframe::egui::{self, ColorImage, Rect, TextureHandle, pos2, vec2};
use walkers::{Stats, Tile, TileId, TilePiece, Tiles, sources::Attribution};

use crate::carto::{RELIEF_MIN_ZOOM, Theme, relief_image};

use super::drawing_thread;

type Key = (Theme, u8, u32, u32);

/// Tiles of the embedded relief in one theme. A tile that is not ready yet is stood in for by an ancestor, so that
/// the map never flashes empty.
pub struct ReliefTiles {
    pub theme: Theme,
    /// `None` for a tile that the relief does not hold.
    textures: HashMap<Key, Option<TextureHandle>>,
    asked: HashSet<Key>,
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
            asked: HashSet::new(),
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
}

fn decode((theme, z, x, y): Key) -> Option<ColorImage> {
    drawing_thread::is_not_this_one("a tile of the relief is decoded");
    let image = relief_image(theme, z, x, y)?;
    let size = [usize::try_from(image.width()).ok()?, usize::try_from(image.height()).ok()?];
    Some(ColorImage::from_rgb(size, image.as_raw()))
}

impl Tiles for ReliefTiles {
    fn at(&mut self, tile: TileId) -> Option<TilePiece> {
        self.collect();
        if tile.zoom < RELIEF_MIN_ZOOM {
            return None;
        }
        let wanted = (self.theme, tile.zoom, tile.x, tile.y);
        if !self.textures.contains_key(&wanted) && self.asked.insert(wanted) {
            // The thread lives as long as this value: sending cannot fail while it is asked.
            let _sent = self.wanted.send(wanted);
        }
        (0..=tile.zoom - RELIEF_MIN_ZOOM).find_map(|levels| {
            let key = (self.theme, tile.zoom - levels, tile.x >> levels, tile.y >> levels);
            let texture = self.textures.get(&key)?.as_ref()?;
            Some(piece(texture, tile, levels))
        })
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
    let corner = pos2((tile.x & mask) as f32 / parts, (tile.y & mask) as f32 / parts);
    let uv = Rect::from_min_size(corner, vec2(1.0 / parts, 1.0 / parts));
    TilePiece::new(Tile::Raster(texture.clone()), uv)
}
