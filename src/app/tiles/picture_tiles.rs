//! The tiles of a picture: those that are here already. A picture makes no request.

use std::{collections::HashMap, sync::Arc};

use crate::{
    carto::{Scene, TileGround, TileId, Viewport, tile_zoom, tiles_in_view},
    store::tiles::{MOST_LEVELS_UP, TilePlace},
};

use super::{
    board::InUse,
    painted::tile_picture,
    reader::{Reader, anything},
};

/// What is at hand.
pub struct PictureTiles {
    pub(super) in_use: InUse,
    pub(super) held: HashMap<TilePlace, Arc<[u8]>>,
}

impl PictureTiles {
    /// Lays the tiles into the Scene. Reads and decodes: not for the thread that draws.
    pub fn lay_into(&self, scene: &mut Scene) {
        let source = &self.in_use.source;
        let Some(z) = tile_zoom(scene.camera.zoom.0, source.min_zoom, source.last_zoom()) else { return };
        let viewport = Viewport { camera: scene.camera, size: scene.map_size };
        let mut reader = Reader::default();
        let mut tried: HashMap<TilePlace, bool> = HashMap::new();
        let mut found: HashMap<TileId, Arc<image::RgbaImage>> = HashMap::new();
        for (z, x, y) in tiles_in_view(viewport, z) {
            let place = TilePlace { z, x, y };
            for ancestor in
                (0..=MOST_LEVELS_UP.min(z - source.min_zoom)).filter_map(|levels| place.ancestor(levels))
            {
                let is_there = *tried.entry(ancestor).or_insert_with(|| {
                    let bytes = match self.held.get(&ancestor) {
                        Some(bytes) => Some(Arc::clone(bytes)),
                        None => anything(&mut reader, &self.in_use, ancestor),
                    };
                    let at = source.stored_at(ancestor);
                    let image =
                        bytes.and_then(|bytes| tile_picture(&bytes, at, ancestor, self.in_use.theme).ok());
                    let is_there = image.is_some();
                    if let Some(image) = image {
                        found.insert((ancestor.z, ancestor.x, ancestor.y), Arc::new(image));
                    }
                    is_there
                });
                if is_there {
                    break;
                }
            }
        }
        scene.tiles = Some(Arc::new(TileGround::new(viewport, (z, MOST_LEVELS_UP), &found)));
    }

    /// What is said of a picture in which tiles are missing.
    pub fn missing_words(&self, scene: &Scene) -> Option<String> {
        let tiles = scene.tiles.as_ref().filter(|tiles| tiles.missing > 0)?;
        Some(format!(
            "{} of its {} tiles of {} were not at hand: coarser ones or the relief stand in. A picture asks no server; look at the whole of it in the window first.",
            tiles.missing, tiles.wanted, self.in_use.source.name
        ))
    }
}
