//! Tiles that are on this disk already: a file, a folder, or what was kept of a server's.

use std::sync::Arc;

use jiff::Timestamp;

use crate::store::tiles::{
    AboutTiles, MbTiles, PmTiles, SourceKind, TileFileError, TilePlace, TileSource, tile_of_folder,
};

use super::board::InUse;

/// What the disk holds of a tile.
pub enum OnDisk {
    Fresh(Vec<u8>),
    /// Shown until the server has given another.
    Old(Vec<u8>),
    Nothing,
    Trouble(String),
}

/// A file of tiles that is open.
pub enum TileFile {
    MbTiles(MbTiles),
    PmTiles(PmTiles),
}

impl TileFile {
    /// The file of a source; `None` for a source that is no file.
    pub fn open(source: &TileSource) -> Option<Result<Self, TileFileError>> {
        match &source.kind {
            SourceKind::Web { .. } | SourceKind::Folder { .. } => None,
            SourceKind::MbTiles { path } => Some(MbTiles::open(path).map(Self::MbTiles)),
            SourceKind::PmTiles { path } => Some(PmTiles::open(path).map(Self::PmTiles)),
        }
    }

    pub fn about(&self) -> &AboutTiles {
        match self {
            Self::MbTiles(file) => &file.about,
            Self::PmTiles(file) => &file.about,
        }
    }

    /// The bytes of a tile; `None` where the file has none.
    ///
    /// # Errors
    /// When the file is damaged, or the tile is too large.
    pub fn tile(&self, place: TilePlace) -> Result<Option<Vec<u8>>, TileFileError> {
        match self {
            Self::MbTiles(file) => file.tile(place),
            Self::PmTiles(file) => file.tile(place),
        }
    }
}

/// Keeps the file in use open between tiles.
#[derive(Default)]
pub struct Reader {
    open: Option<(u64, Result<TileFile, String>)>,
}

impl Reader {
    /// The bytes of a tile, or of the one above it that it is painted from; for a file that was just opened also what it
    /// says of itself.
    pub fn read(&mut self, in_use: &InUse, place: TilePlace) -> (OnDisk, Option<AboutTiles>) {
        let place = in_use.source.stored_at(place);
        match &in_use.source.kind {
            SourceKind::Web { .. } => (kept(in_use, place), None),
            SourceKind::Folder { path, tms } => (on_disk(tile_of_folder(path, *tms, place)), None),
            SourceKind::MbTiles { .. } | SourceKind::PmTiles { .. } => {
                let is_open = self.open.as_ref().is_some_and(|(turn, _)| *turn == in_use.turn);
                let mut about = None;
                if !is_open && let Some(opened) = TileFile::open(&in_use.source) {
                    about = opened.as_ref().ok().map(|file| file.about().clone());
                    self.open = Some((in_use.turn, opened.map_err(|error| error.to_string())));
                }
                let found = match &self.open {
                    Some((_, Ok(file))) => on_disk(file.tile(place)),
                    Some((_, Err(why))) => OnDisk::Trouble(why.clone()),
                    None => OnDisk::Nothing,
                };
                (found, about)
            }
        }
    }
}

fn on_disk<E: std::fmt::Display>(found: Result<Option<Vec<u8>>, E>) -> OnDisk {
    match found {
        Ok(Some(bytes)) => OnDisk::Fresh(bytes),
        Ok(None) => OnDisk::Nothing,
        Err(error) => OnDisk::Trouble(error.to_string()),
    }
}

fn kept(in_use: &InUse, place: TilePlace) -> OnDisk {
    match in_use.cache.as_ref().and_then(|cache| cache.read(place, in_use.doubled)) {
        Some(tile) if tile.fresh_until > Timestamp::now() => OnDisk::Fresh(tile.bytes),
        Some(tile) => OnDisk::Old(tile.bytes),
        None => OnDisk::Nothing,
    }
}

/// All that the disk holds of a tile, fresh or not, for a picture.
pub fn anything(reader: &mut Reader, in_use: &InUse, place: TilePlace) -> Option<Arc<[u8]>> {
    match reader.read(in_use, place).0 {
        OnDisk::Fresh(bytes) | OnDisk::Old(bytes) => Some(bytes.into()),
        OnDisk::Nothing | OnDisk::Trouble(_) => None,
    }
}
