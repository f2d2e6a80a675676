//! `MBTiles`: a `SQLite` file of tiles, opened as a stranger's file.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};

use rusqlite::{Connection, OpenFlags, OptionalExtension as _, config::DbConfig, limits::Limit};

use super::{AboutTiles, MOST_BODY, TilePlace, about::without_markup};

/// Why a file gives no tiles.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileFileError {
    #[error("The file is not there or cannot be read ({reason}): {}", path.display())]
    Read { path: PathBuf, reason: String },
    #[error("The file is no MBTiles file ({reason}): {}", path.display())]
    NoMbTiles { path: PathBuf, reason: String },
    #[error("The file is no PMTiles file that can be read ({reason}): {}", path.display())]
    NoPmTiles { path: PathBuf, reason: String },
    #[error("The file holds {what}. Marz draws pictures (PNG, JPEG, WebP) and Mapbox vector tiles: {}", path.display())]
    NotDrawn { path: PathBuf, what: &'static str },
    #[error("A tile of the file is larger than 4 MB and is not taken: {}", path.display())]
    TooLarge { path: PathBuf },
    #[error("The file takes endlessly to answer for one tile, as no such file should: {}", path.display())]
    Endless { path: PathBuf },
}

/// An open file.
pub struct MbTiles {
    path: PathBuf,
    database: Connection,
    /// Turns of the database that the question in hand may still take.
    turns_left: Arc<AtomicU32>,
    pub about: AboutTiles,
}

/// The database asks so often whether to go on …
const STEPS_A_TURN: i32 = 1_000;
/// … and is stopped after so many turns: about a second. A tile takes a few dozen steps.
const MOST_TURNS: u32 = 20_000;

impl MbTiles {
    /// Opens a file without writing a byte beside it, and reads what it says of itself.
    ///
    /// # Errors
    /// When it cannot be read, is no `MBTiles` file, or holds tiles that are not drawn.
    pub fn open(path: &Path) -> Result<Self, TileFileError> {
        let read = |reason: String| TileFileError::Read { path: path.to_owned(), reason };
        let absolute = std::path::absolute(path).map_err(|error| read(error.to_string()))?;
        // SQLite makes an empty database of a file that is not there, or waits for a pipe.
        let metadata = std::fs::metadata(&absolute).map_err(|error| read(error.to_string()))?;
        if !metadata.is_file() {
            return Err(read("it is no file".to_owned()));
        }
        let flags =
            OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let no_mbtiles = |error: &rusqlite::Error| TileFileError::NoMbTiles {
            path: path.to_owned(),
            reason: error.to_string(),
        };
        let mut database =
            Connection::open_with_flags(uri(&absolute), flags).map_err(|error| no_mbtiles(&error))?;
        let turns_left = Arc::new(AtomicU32::new(MOST_TURNS));
        harden(&mut database, &turns_left).map_err(|error| no_mbtiles(&error))?;
        let mut file = Self { path: path.to_owned(), database, turns_left, about: AboutTiles::default() };
        let zoom =
            |text: Option<String>| text.and_then(|text| text.trim().parse::<u8>().ok()).map(|z| z.min(22));
        let plain = |text: Option<String>| text.map(|text| without_markup(&text));
        let format = file.metadata("format")?.unwrap_or_default().trim().to_ascii_lowercase();
        if format == "mlt" {
            let what = "vector tiles in MapLibre's own form (MLT)";
            return Err(TileFileError::NotDrawn { path: path.to_owned(), what });
        }
        file.about = AboutTiles {
            name: plain(file.metadata("name")?),
            attribution: plain(file.metadata("attribution")?),
            min_zoom: zoom(file.metadata("minzoom")?),
            max_zoom: zoom(file.metadata("maxzoom")?),
            is_vector: ["pbf", "mvt", "application/x-protobuf"].contains(&format.as_str()),
        };
        // Asked once, so that a file without tiles is refused when it is added and not on the map.
        file.tile(TilePlace { z: 0, x: 0, y: 0 })?;
        if file.about.max_zoom.is_none() {
            (file.about.min_zoom, file.about.max_zoom) = file.zooms();
        }
        Ok(file)
    }

    /// First and last zoom of the tiles themselves, for a file that does not tell.
    fn zooms(&self) -> (Option<u8>, Option<u8>) {
        self.turns_left.store(MOST_TURNS, Ordering::Relaxed);
        let question = "SELECT min(zoom_level), max(zoom_level) FROM tiles";
        // A file that cannot say is shown as far as its tiles go.
        self.database.query_row(question, [], |row| Ok((row.get(0)?, row.get(1)?))).unwrap_or_default()
    }

    fn metadata(&self, name: &str) -> Result<Option<String>, TileFileError> {
        self.turns_left.store(MOST_TURNS, Ordering::Relaxed);
        self.database
            .query_row("SELECT CAST(value AS TEXT) FROM metadata WHERE name = ?1 LIMIT 1", [name], |row| {
                row.get::<_, Option<String>>(0)
            })
            .optional()
            .map(Option::flatten)
            .map_err(|error| self.error(&error))
    }

    /// The bytes of a tile; `None` where the file has none.
    ///
    /// # Errors
    /// When the file is damaged, answers endlessly, or the tile is too large.
    pub fn tile(&self, place: TilePlace) -> Result<Option<Vec<u8>>, TileFileError> {
        self.turns_left.store(MOST_TURNS, Ordering::Relaxed);
        let mut question = self
            .database
            .prepare(
                "SELECT tile_data FROM tiles WHERE zoom_level = ?1 AND tile_column = ?2 AND tile_row = ?3 LIMIT 1",
            )
            .map_err(|error| self.error(&error))?;
        // MBTiles counts rows from the south.
        let bytes = question
            .query_row((place.z, place.x, place.row_from_south()), |row| row.get::<_, Option<Vec<u8>>>(0))
            .optional()
            .map_err(|error| self.error(&error))?
            .flatten();
        match bytes {
            Some(bytes) if bytes.len() as u64 > MOST_BODY => Err(Self::too_large(&self.path)),
            Some(_) | None => Ok(bytes),
        }
    }

    pub(super) fn too_large(path: &Path) -> TileFileError {
        TileFileError::TooLarge { path: path.to_owned() }
    }

    fn error(&self, error: &rusqlite::Error) -> TileFileError {
        let path = self.path.clone();
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::OperationInterrupted) => TileFileError::Endless { path },
            Some(rusqlite::ErrorCode::TooBig) => TileFileError::TooLarge { path },
            _ => TileFileError::NoMbTiles { path, reason: error.to_string() },
        }
    }
}

/// The file as `SQLite` names it: read as if it could not change, so that no journal beside it is touched.
pub(in crate::store) fn uri(path: &Path) -> String {
    use std::fmt::Write as _;
    let mut uri = String::from("file:");
    for byte in path.to_string_lossy().replace('\\', "/").bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~:".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            let _written = write!(uri, "%{byte:02X}");
        }
    }
    uri.push_str("?mode=ro&immutable=1");
    uri
}

/// # Source
/// `SQLite`'s own advice for files of strangers (Defense Against The Dark Arts).
pub(in crate::store) fn harden(
    database: &mut Connection,
    turns_left: &Arc<AtomicU32>,
) -> rusqlite::Result<()> {
    for (setting, on) in [
        (DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true),
        (DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false),
        (DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false),
    ] {
        database.set_db_config(setting, on)?;
    }
    let bytes = i32::try_from(MOST_BODY).unwrap_or(i32::MAX);
    for (limit, most) in [
        (Limit::SQLITE_LIMIT_LENGTH, bytes + 4096),
        (Limit::SQLITE_LIMIT_ATTACHED, 0),
        (Limit::SQLITE_LIMIT_EXPR_DEPTH, 100),
        (Limit::SQLITE_LIMIT_COMPOUND_SELECT, 10),
        (Limit::SQLITE_LIMIT_VDBE_OP, 100_000),
    ] {
        database.set_limit(limit, most)?;
    }
    database.execute_batch(
        "PRAGMA cell_size_check = ON; PRAGMA mmap_size = 0; PRAGMA query_only = ON; PRAGMA cache_size = -2048;",
    )?;
    let turns = Arc::clone(turns_left);
    let stop =
        move || turns.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err();
    database.progress_handler(STEPS_A_TURN, Some(stop))
}
