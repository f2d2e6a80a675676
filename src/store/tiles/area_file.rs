//! The file of an area while it is being saved, and the `MBTiles` that comes of it.
//!
//! Until all is there it lies beside its place as `NAME.unfinished` and can be gone on with after a crash; the finished
//! file is written in one order, so that an interruption leaves no trace in it.
//!
//! # Source
//! `MBTiles` specification 1.3.

use std::{
    collections::{BTreeSet, HashSet},
    fs::{self, File},
    io::Write as _,
    path::{Path, PathBuf},
};

use rusqlite::Connection;

use super::{AreaPlan, MOST_BODY, TilePlace, TileSource, VectorTile, is_packed, is_vector, unpacked};
use crate::store::folders::sync_folder;

/// Why an area could not be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("The area could not be saved ({reason}): {}", path.display())]
pub struct AreaError {
    pub path: PathBuf,
    pub reason: String,
}

/// An area that is not finished.
pub struct AreaFile {
    path: PathBuf,
    unfinished: PathBuf,
    database: Connection,
    done: HashSet<TilePlace>,
}

/// Where the tiles of a plan are gathered.
fn unfinished_path(plan: &AreaPlan) -> PathBuf {
    let mut name = plan.path.clone().into_os_string();
    name.push(".unfinished");
    name.into()
}

impl AreaFile {
    /// Goes on with the plan, or begins it: what was gathered for another plan under the same name is thrown away.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn open(plan: &AreaPlan) -> Result<Self, AreaError> {
        let unfinished = unfinished_path(plan);
        let wrong = |reason: String| AreaError { path: plan.path.clone(), reason };
        let told = serde_json::to_string(plan).map_err(|error| wrong(error.to_string()))?;
        if let Ok(Some(file)) = Self::open_at(plan, &unfinished, &told) {
            return Ok(file);
        }
        // Another plan's, or damaged.
        Self::discard(plan);
        Self::open_at(plan, &unfinished, &told)
            .map_err(|error| wrong(error.to_string()))?
            .ok_or_else(|| wrong("the unfinished file is another's".to_owned()))
    }

    fn open_at(plan: &AreaPlan, unfinished: &Path, told: &str) -> rusqlite::Result<Option<Self>> {
        let database = Connection::open(unfinished)?;
        database.execute_batch(
            "PRAGMA journal_mode = DELETE;
            CREATE TABLE IF NOT EXISTS plan (told TEXT NOT NULL);
            CREATE TABLE IF NOT EXISTS gathered (z INTEGER, x INTEGER, y INTEGER, bytes BLOB, PRIMARY KEY (z, x, y)) WITHOUT ROWID;",
        )?;
        let known: Option<String> =
            database.query_row("SELECT told FROM plan LIMIT 1", [], |row| row.get(0)).map(Some).or_else(
                |error| {
                    if error == rusqlite::Error::QueryReturnedNoRows { Ok(None) } else { Err(error) }
                },
            )?;
        match known {
            None => {
                database.execute("INSERT INTO plan VALUES (?1)", [told])?;
            }
            Some(known) if known == told => {}
            Some(_) => return Ok(None),
        }
        let done = {
            let mut question = database.prepare("SELECT z, x, y FROM gathered")?;
            let rows = question
                .query_map([], |row| Ok(TilePlace { z: row.get(0)?, x: row.get(1)?, y: row.get(2)? }))?;
            rows.collect::<rusqlite::Result<HashSet<_>>>()?
        };
        let (path, unfinished) = (plan.path.clone(), unfinished.to_owned());
        Ok(Some(Self { path, unfinished, database, done }))
    }

    /// Throws away what was gathered for a plan; the finished file, if any, stays.
    pub fn discard(plan: &AreaPlan) {
        let unfinished = unfinished_path(plan);
        let mut journal = unfinished.clone().into_os_string();
        journal.push("-journal");
        // What is not there needs no removing.
        let _gone = (fs::remove_file(&unfinished), fs::remove_file(journal));
    }

    fn error(&self, reason: impl std::fmt::Display) -> AreaError {
        AreaError { path: self.path.clone(), reason: reason.to_string() }
    }

    /// Whether a place was asked for already, and had a tile or none.
    pub fn has(&self, place: TilePlace) -> bool {
        self.done.contains(&place)
    }

    /// Tiles gathered, and their bytes.
    ///
    /// # Errors
    /// When the disk does not give it.
    pub fn gathered(&self) -> Result<(u64, u64), AreaError> {
        let question = "SELECT count(bytes), coalesce(sum(length(bytes)), 0) FROM gathered";
        let count = |row: &rusqlite::Row<'_>| Ok((row.get::<_, i64>(0)?, row.get::<_, i64>(1)?));
        let (tiles, bytes) =
            self.database.query_row(question, [], count).map_err(|error| self.error(error))?;
        Ok((tiles.unsigned_abs(), bytes.unsigned_abs()))
    }

    /// Keeps tiles, and the places that have none, all or nothing.
    ///
    /// # Errors
    /// When the disk does not take them.
    pub fn put(&mut self, tiles: &[(TilePlace, Option<Vec<u8>>)]) -> Result<(), AreaError> {
        let path = self.path.clone();
        let wrong = |error: rusqlite::Error| AreaError { path: path.clone(), reason: error.to_string() };
        let change = self.database.transaction().map_err(wrong)?;
        for (place, bytes) in tiles {
            change
                .execute(
                    "INSERT OR REPLACE INTO gathered VALUES (?1, ?2, ?3, ?4)",
                    (place.z, place.x, place.y, bytes.as_ref().map(|bytes| as_kept(bytes))),
                )
                .map_err(wrong)?;
        }
        change.commit().map_err(wrong)?;
        self.done.extend(tiles.iter().map(|(place, _)| *place));
        Ok(())
    }

    /// Writes the finished file in the place of its name, and throws away what was gathered.
    ///
    /// # Errors
    /// When there is no tile, or the disk does not take the file; what was gathered stays.
    pub fn finish(self, plan: &AreaPlan, source: &TileSource) -> Result<(), AreaError> {
        let mut new = plan.path.clone().into_os_string();
        new.push(".new");
        let new = PathBuf::from(new);
        let _old = fs::remove_file(&new);
        let written = self.write_finished(&new, plan, source).and_then(|()| {
            let sync = || {
                File::open(&new)?.sync_all()?;
                fs::rename(&new, &plan.path)?;
                sync_folder(
                    plan.path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")),
                )
            };
            sync().map_err(|error| self.error(error))
        });
        if written.is_err() {
            let _removed = fs::remove_file(&new);
            return written;
        }
        let unfinished = self.unfinished.clone();
        drop(self.database);
        let _gone = fs::remove_file(unfinished);
        Ok(())
    }

    fn write_finished(&self, new: &Path, plan: &AreaPlan, source: &TileSource) -> Result<(), AreaError> {
        let first: Option<Vec<u8>> = self
            .database
            .query_row(
                "SELECT bytes FROM gathered WHERE bytes IS NOT NULL ORDER BY z, x, y LIMIT 1",
                [],
                |row| row.get(0),
            )
            .ok();
        let Some(first) = first else { return Err(self.error("the server has no tile in this area")) };
        let format = format_name(&first);
        let write = || -> rusqlite::Result<()> {
            let mut database = Connection::open(new)?;
            // The name of the form that other programs know it by: "MPBX".
            database.execute_batch("PRAGMA journal_mode = OFF; PRAGMA application_id = 1297105496;")?;
            let change = database.transaction()?;
            change.execute_batch(
                "CREATE TABLE metadata (name TEXT, value TEXT);
                CREATE TABLE tiles (zoom_level INTEGER, tile_column INTEGER, tile_row INTEGER, tile_data BLOB);
                CREATE UNIQUE INDEX tile_index ON tiles (zoom_level, tile_column, tile_row);
                CREATE UNIQUE INDEX name ON metadata (name);",
            )?;
            let mut question = self
                .database
                .prepare("SELECT z, x, y, bytes FROM gathered WHERE bytes IS NOT NULL ORDER BY z, x, y")?;
            let mut rows = question.query([])?;
            let (mut least, mut most) = (plan.max_zoom, plan.min_zoom);
            let mut names = BTreeSet::new();
            while let Some(row) = rows.next()? {
                let place = TilePlace { z: row.get(0)?, x: row.get(1)?, y: row.get(2)? };
                let bytes: Vec<u8> = row.get(3)?;
                (least, most) = (least.min(place.z), most.max(place.z));
                if format == "pbf" {
                    names.extend(layer_names(&bytes));
                }
                change.execute(
                    "INSERT INTO tiles VALUES (?1, ?2, ?3, ?4)",
                    (place.z, place.x, place.row_from_south(), bytes),
                )?;
            }
            let extent = plan.extent;
            let bounds = format!("{},{},{},{}", extent.west, extent.south, extent.east, extent.north);
            let mut told = vec![
                ("name", source.name.clone()),
                ("format", format.to_owned()),
                ("bounds", bounds),
                ("minzoom", least.to_string()),
                ("maxzoom", most.to_string()),
                ("attribution", source.attribution.clone()),
                ("type", "baselayer".to_owned()),
                ("version", "1".to_owned()),
                ("description", "An area saved with Marz for use without a network".to_owned()),
            ];
            if format == "pbf" {
                let layers: Vec<serde_json::Value> =
                    names.iter().map(|name| serde_json::json!({ "id": name, "fields": {} })).collect();
                told.push(("json", serde_json::json!({ "vector_layers": layers }).to_string()));
            }
            for (name, value) in told {
                change.execute("INSERT INTO metadata VALUES (?1, ?2)", (name, value))?;
            }
            change.commit()
        };
        write().map_err(|error| self.error(error))
    }
}

/// The name of a tile's form; `None` for what is none.
pub fn tile_format(bytes: &[u8]) -> Option<&'static str> {
    if bytes.starts_with(b"\x89PNG") {
        Some("png")
    } else if bytes.starts_with(b"\xff\xd8\xff") {
        Some("jpg")
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        Some("webp")
    } else if is_vector(bytes) || is_packed(bytes) {
        Some("pbf")
    } else {
        None
    }
}

fn format_name(bytes: &[u8]) -> &'static str {
    tile_format(bytes).unwrap_or("png")
}

/// `MBTiles` holds vector tiles packed; the same bytes give the same packing.
fn as_kept(bytes: &[u8]) -> Vec<u8> {
    if !is_vector(bytes) {
        return bytes.to_vec();
    }
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    // Writing into memory does not fail.
    match packer.write_all(bytes).and_then(|()| packer.finish()) {
        Ok(kept) => kept,
        Err(_) => bytes.to_vec(),
    }
}

fn layer_names(packed: &[u8]) -> Vec<String> {
    let plain = unpacked(packed, MOST_BODY).unwrap_or_default();
    VectorTile::read(&plain)
        .map(|tile| tile.layers.into_iter().map(|layer| layer.name).collect())
        .unwrap_or_default()
}
