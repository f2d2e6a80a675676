//! `PMTiles`: one file with all tiles and a directory of them, read as a stranger's file.
//!
//! A reader of our own: the crate `pmtiles` reads only asynchronously, which would bring a runtime for one thread that
//! reads one file, and makes room for what a directory announces.

use std::{
    cell::RefCell,
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    path::{Path, PathBuf},
    rc::Rc,
};

use super::{
    AboutTiles, MOST_BODY, MbTiles, TileFileError, TilePlace,
    about::without_markup,
    pmtiles_directory::{Entry, find, read_directory, tile_id},
    unpack::unpacked,
};

const HEAD: usize = 127;
/// Bytes of a directory or of what the file says of itself, packed and unpacked.
const MOST_PACKED: u64 = 4 * 1024 * 1024;
const MOST_UNPACKED: u64 = 16 * 1024 * 1024;
/// Directories below directories; the format needs two, three in the largest.
const MOST_DEPTH: u8 = 4;
/// Further directories that are kept.
const KEPT: usize = 16;

/// How parts of the file are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
}

/// A directory below the first, with its offset.
type Leaf = (u64, Rc<[Entry]>);

/// An open file.
pub struct PmTiles {
    path: PathBuf,
    file: File,
    size: u64,
    root: Rc<[Entry]>,
    leaves: RefCell<Vec<Leaf>>,
    leaves_at: u64,
    tiles_at: u64,
    packing: Packing,
    tile_packing: Packing,
    pub about: AboutTiles,
}

impl PmTiles {
    /// Opens a file and reads what it says of itself.
    ///
    /// # Errors
    /// When it cannot be read, is no `PMTiles` file of version 3, or holds tiles that are not drawn.
    ///
    /// # Source
    /// `PMTiles` specification, version 3, section 3.
    pub fn open(path: &Path) -> Result<Self, TileFileError> {
        let read = |reason: String| TileFileError::Read { path: path.to_owned(), reason };
        let no = |reason: &str| TileFileError::NoPmTiles { path: path.to_owned(), reason: reason.to_owned() };
        // Looked at before it is opened: a pipe would wait for a writer.
        let metadata = std::fs::metadata(path).map_err(|error| read(error.to_string()))?;
        if !metadata.is_file() {
            return Err(read("it is no file".to_owned()));
        }
        let mut file = File::open(path).map_err(|error| read(error.to_string()))?;
        let size = metadata.len();
        if size < HEAD as u64 {
            return Err(no("it is too short"));
        }
        let mut head = [0; HEAD];
        file.read_exact(&mut head).map_err(|error| read(error.to_string()))?;
        if !head.starts_with(b"PMTiles") {
            return Err(no("its first letters are others"));
        }
        if head[7] != 3 {
            return Err(no(&format!("it is of version {}, and Marz reads version 3", head[7])));
        }
        let drawn = |what| TileFileError::NotDrawn { path: path.to_owned(), what };
        let packing = |byte: u8| match byte {
            0 | 1 => Ok(Packing::None),
            2 => Ok(Packing::Gzip),
            3 => Err(drawn("tiles packed with Brotli")),
            4 => Err(drawn("tiles packed with Zstandard")),
            _ => Err(drawn("tiles packed in an unknown way")),
        };
        let is_vector = match head[99] {
            1 => true,
            0 | 2..=4 => false,
            5 => return Err(drawn("pictures in AVIF")),
            6 => return Err(drawn("vector tiles in MapLibre's own form (MLT)")),
            _ => return Err(drawn("tiles of an unknown kind")),
        };
        let number = |at: usize| u64::from_le_bytes(std::array::from_fn(|byte| head[at + byte]));
        let mut opened = Self {
            path: path.to_owned(),
            file,
            size,
            root: Rc::from([]),
            leaves: RefCell::default(),
            leaves_at: number(40),
            tiles_at: number(56),
            packing: packing(head[97])?,
            tile_packing: packing(head[98])?,
            about: AboutTiles { is_vector, ..AboutTiles::default() },
        };
        opened.root = opened.directory(number(8), number(16))?;
        opened.about.min_zoom = Some(head[100].min(22));
        opened.about.max_zoom = Some(head[101].min(22));
        opened.read_metadata((number(24), number(32)));
        Ok(opened)
    }

    /// What stands in the file's own description; one that is damaged says nothing, and the tiles are still there.
    fn read_metadata(&mut self, (offset, length): (u64, u64)) {
        let Ok(bytes) = self.part(offset, length, MOST_PACKED).and_then(|bytes| self.plain(bytes)) else {
            return;
        };
        let Ok(told) = serde_json::from_slice::<serde_json::Value>(&bytes) else { return };
        let text = |name: &str| told.get(name)?.as_str().map(without_markup).filter(|text| !text.is_empty());
        self.about.name = text("name");
        self.about.attribution = text("attribution");
    }

    fn damaged(&self, reason: &str) -> TileFileError {
        TileFileError::NoPmTiles { path: self.path.clone(), reason: reason.to_owned() }
    }

    /// So many bytes from there, if the file has them.
    fn part(&self, offset: u64, length: u64, most: u64) -> Result<Vec<u8>, TileFileError> {
        let within = offset.checked_add(length).is_some_and(|end| end <= self.size);
        if !within {
            return Err(self.damaged("it is cut off, or points beyond its end"));
        }
        if length > most {
            return Err(MbTiles::too_large(&self.path));
        }
        let read = || {
            let mut file = &self.file;
            file.seek(SeekFrom::Start(offset))?;
            let mut bytes = vec![0; length as usize];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|error: std::io::Error| TileFileError::Read {
            path: self.path.clone(),
            reason: error.to_string(),
        })
    }

    fn plain(&self, bytes: Vec<u8>) -> Result<Vec<u8>, TileFileError> {
        match self.packing {
            Packing::None => Ok(bytes),
            Packing::Gzip => unpacked(&bytes, MOST_UNPACKED)
                .map_err(|error| self.damaged(&format!("of its directory, {error}"))),
        }
    }

    fn directory(&self, offset: u64, length: u64) -> Result<Rc<[Entry]>, TileFileError> {
        let bytes = self.plain(self.part(offset, length, MOST_PACKED)?)?;
        read_directory(&bytes).map(Rc::from).ok_or_else(|| self.damaged("its directory is damaged"))
    }

    /// A directory below the first.
    fn leaf(&self, entry: Entry) -> Result<Rc<[Entry]>, TileFileError> {
        let offset = self
            .leaves_at
            .checked_add(entry.offset)
            .ok_or_else(|| self.damaged("it points beyond its end"))?;
        let mut leaves = self.leaves.borrow_mut();
        if let Some(place) = leaves.iter().position(|(kept, _)| *kept == offset) {
            // What was looked at last stays longest.
            let leaf = leaves.remove(place);
            leaves.push(leaf.clone());
            return Ok(leaf.1);
        }
        let entries = self.directory(offset, entry.length.into())?;
        if leaves.len() == KEPT {
            leaves.remove(0);
        }
        leaves.push((offset, Rc::clone(&entries)));
        Ok(entries)
    }

    /// The bytes of a tile, unpacked; `None` where the file has none.
    ///
    /// # Errors
    /// When the file is damaged, or the tile is too large.
    pub fn tile(&self, place: TilePlace) -> Result<Option<Vec<u8>>, TileFileError> {
        let Some(id) = tile_id(place) else { return Ok(None) };
        let mut entries = Rc::clone(&self.root);
        for _ in 0..MOST_DEPTH {
            let Some(entry) = find(&entries, id) else { return Ok(None) };
            if entry.run == 0 {
                entries = self.leaf(entry)?;
                continue;
            }
            let offset = self
                .tiles_at
                .checked_add(entry.offset)
                .ok_or_else(|| self.damaged("it points beyond its end"))?;
            let bytes = self.part(offset, entry.length.into(), MOST_BODY)?;
            return match self.tile_packing {
                Packing::None => Ok(Some(bytes)),
                Packing::Gzip => unpacked(&bytes, MOST_BODY)
                    .map(Some)
                    .map_err(|error| self.damaged(&format!("of one of its tiles, {error}"))),
            };
        }
        Err(self.damaged("its directories lead nowhere"))
    }
}
