//! Tiles that were fetched, kept on disk: no file name comes from a server, a damaged one is dropped.

use std::{
    fs::{self, File},
    io::{self, ErrorKind, Read as _},
    path::{Path, PathBuf},
};

use jiff::Timestamp;

use super::{super::settings::project_folder_for_cache, MOST_BODY, TilePlace, TileSource};
use crate::store::folders::make_private_folder;

/// The folder for the cache, where the user or a test wants another than the system's.
const CACHE_VARIABLE: &str = "MARZ_CACHE_DIR";

/// What a source may keep; beyond it the oldest go.
pub const MOST_CACHE_BYTES: u64 = 256 * 1024 * 1024;

/// The first bytes of a kept tile: name and version of the form.
const MARK: &[u8; 8] = b"MARZTIL1";
/// Mark, time of fetching, time until which it is fresh (both seconds), checksum of the rest.
const HEAD: usize = 8 + 8 + 8 + 4;

/// Where the cache is kept: `MARZ_CACHE_DIR`, or the system's place; `None` on a system without one.
pub fn cache_dir() -> Option<PathBuf> {
    project_folder_for_cache(CACHE_VARIABLE)
}

/// A tile out of the cache.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CachedTile {
    pub bytes: Vec<u8>,
    pub fetched: Timestamp,
    pub fresh_until: Timestamp,
}

/// What a cache holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheSize {
    pub tiles: u64,
    pub bytes: u64,
    /// When the oldest and the newest tile was fetched.
    pub oldest: Option<Timestamp>,
    pub newest: Option<Timestamp>,
}

/// The kept tiles of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TileCache {
    folder: PathBuf,
}

impl TileCache {
    /// The cache of a source inside the folder of all; `None` for a source that is on this disk already. Another
    /// address is another cache, so that no tile of one stands in for the other.
    pub fn of(folder: &Path, source: &TileSource) -> Option<Self> {
        let template = source.template()?;
        let name = fingerprint(&[source.id.as_bytes(), template.as_bytes(), source.servers.as_bytes()]);
        Some(Self { folder: folder.join("tiles").join(format!("{name:016x}")) })
    }

    fn path(&self, place: TilePlace, doubled: bool) -> PathBuf {
        let TilePlace { z, x, y } = place;
        let doubled = if doubled { "@2x" } else { "" };
        self.folder.join(z.to_string()).join(x.to_string()).join(format!("{y}{doubled}.tile"))
    }

    /// A kept tile, fresh or not; `None` where there is none. A damaged one is taken away.
    pub fn read(&self, place: TilePlace, doubled: bool) -> Option<CachedTile> {
        let path = self.path(place, doubled);
        let mut bytes = Vec::new();
        File::open(&path).ok()?.take(MOST_BODY + HEAD as u64 + 1).read_to_end(&mut bytes).ok()?;
        let tile = parsed(&bytes);
        if tile.is_none() {
            // Kept no longer: the next look fetches it anew. If it cannot be removed, it is overwritten then.
            let _removed = fs::remove_file(&path);
        }
        tile
    }

    /// Keeps a tile.
    ///
    /// # Errors
    /// When the disk does not take it: the tile is only fetched again another time.
    pub fn write(&self, place: TilePlace, doubled: bool, tile: &CachedTile) -> io::Result<()> {
        let path = self.path(place, doubled);
        let folder = path.parent().ok_or_else(|| io::Error::from(ErrorKind::InvalidInput))?;
        make_private_folder(folder)?;
        let mut bytes = Vec::with_capacity(HEAD + tile.bytes.len());
        bytes.extend_from_slice(MARK);
        bytes.extend_from_slice(&tile.fetched.as_second().to_le_bytes());
        bytes.extend_from_slice(&tile.fresh_until.as_second().to_le_bytes());
        let sum = checksum(&bytes[8..], &tile.bytes);
        bytes.extend_from_slice(&sum.to_le_bytes());
        bytes.extend_from_slice(&tile.bytes);
        // The checksum tells a torn file; the name comes last so that a reader beside us sees a whole one.
        let unfinished = path.with_extension(format!("{}.new", std::process::id()));
        fs::write(&unfinished, &bytes)?;
        fs::rename(&unfinished, &path)
    }

    /// Counts what is kept; long in a large cache.
    pub fn measure(&self) -> CacheSize {
        let mut size = CacheSize::default();
        for (modified, bytes, _) in self.files() {
            size.tiles += 1;
            size.bytes += bytes;
            size.oldest = Some(size.oldest.map_or(modified, |oldest| oldest.min(modified)));
            size.newest = Some(size.newest.map_or(modified, |newest| newest.max(modified)));
        }
        size
    }

    /// Takes the oldest away until at most nine tenths of `most` bytes are left, if there are more than `most`.
    pub fn evict(&self, most: u64) {
        let mut files = self.files();
        let mut bytes: u64 = files.iter().map(|(_, bytes, _)| bytes).sum();
        if bytes <= most {
            return;
        }
        files.sort();
        for (_, size, path) in files {
            if bytes <= most / 10 * 9 {
                break;
            }
            if fs::remove_file(path).is_ok() {
                bytes -= size;
            }
        }
    }

    /// Takes all away: at once out of the way, then from the disk.
    ///
    /// # Errors
    /// When the folder cannot be moved or removed.
    pub fn wipe(&self) -> io::Result<()> {
        let aside = self.folder.with_extension(format!("wiped-{}", std::process::id()));
        match fs::rename(&self.folder, &aside) {
            Ok(()) => fs::remove_dir_all(aside),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(_) => fs::remove_dir_all(&self.folder),
        }
    }

    /// Time of change, size and path of each file.
    fn files(&self) -> Vec<(Timestamp, u64, PathBuf)> {
        let mut found = Vec::new();
        let mut folders = vec![self.folder.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
                let Ok(metadata) = entry.metadata() else { continue };
                if metadata.is_dir() {
                    folders.push(entry.path());
                } else if metadata.is_file() {
                    let modified = metadata.modified().ok().and_then(|time| Timestamp::try_from(time).ok());
                    found.push((modified.unwrap_or_default(), metadata.len(), entry.path()));
                }
            }
        }
        found
    }
}

fn parsed(bytes: &[u8]) -> Option<CachedTile> {
    let (head, tile) = bytes.split_at_checked(HEAD)?;
    let number = |from: usize| head.get(from..from + 8)?.try_into().ok().map(i64::from_le_bytes);
    let sum = u32::from_le_bytes(head.get(24..28)?.try_into().ok()?);
    let whole =
        head.starts_with(MARK) && tile.len() as u64 <= MOST_BODY && sum == checksum(&head[8..24], tile);
    whole.then_some(())?;
    Some(CachedTile {
        bytes: tile.to_vec(),
        fetched: Timestamp::from_second(number(8)?).ok()?,
        fresh_until: Timestamp::from_second(number(16)?).ok()?,
    })
}

fn checksum(times: &[u8], tile: &[u8]) -> u32 {
    let mut crc = flate2::Crc::new();
    crc.update(times);
    crc.update(tile);
    crc.sum()
}

/// # Source
/// FNV-1a, 64 bits: a name for a folder that is the same with every version of the program.
fn fingerprint(texts: &[&[u8]]) -> u64 {
    let mut sum = 0xcbf2_9ce4_8422_2325_u64;
    for byte in texts.iter().flat_map(|text| text.iter().chain(&[0])) {
        sum = (sum ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    }
    sum
}
