//! `GeoPackage`s: a layer for each table of features. The file is a stranger's database, and opened as one.

use std::{
    borrow::Cow,
    path::Path,
    sync::{Arc, atomic::AtomicU32},
};

use rusqlite::{Connection, OpenFlags, limits::Limit, types::ValueRef};

use super::{Feature, Limits, Plane, Problem, collect::Collector, wkb, wkb::Geometry};
use crate::store::tiles::{harden, uri};

/// Turns of the database that all questions together may take: some ten seconds.
const MOST_TURNS: u32 = 400_000;
const MOST_LAYERS: i64 = 1_000;
/// Of one value: a coast at full detail.
const LARGEST_VALUE: i32 = 128 << 20;

/// The layers, of which only the wanted one, or the only one, is read whole; of the others the rows are counted.
///
/// # Source
/// OGC 12-128r19: `gpkg_contents`, `gpkg_geometry_columns`, `gpkg_spatial_ref_sys`.
pub(super) fn read(path: &Path, wanted: Option<&str>, limits: Limits) -> Result<Vec<Collector>, Problem> {
    let damaged = |error: &rusqlite::Error| match error.sqlite_error_code() {
        Some(rusqlite::ErrorCode::OperationInterrupted) => {
            Problem::refused("it takes endlessly to answer, as no such file should")
        }
        _ => Problem::refused(format!("it is no whole GeoPackage ({error})")),
    };
    let flags =
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let mut database = Connection::open_with_flags(uri(path), flags).map_err(|error| damaged(&error))?;
    let turns = Arc::new(AtomicU32::new(MOST_TURNS));
    harden(&mut database, &turns).map_err(|error| damaged(&error))?;
    database.set_limit(Limit::SQLITE_LIMIT_LENGTH, LARGEST_VALUE).map_err(|error| damaged(&error))?;
    if has_strange_names(&database).map_err(|error| damaged(&error))? {
        return Err(Problem::refused("the names of its tables or columns hold letters that are no UTF-8"));
    }
    let tables = tables(&database).map_err(|error| damaged(&error))?;
    if tables.is_empty() {
        return Err(Problem::refused("it holds no table of features"));
    }
    let only = tables.len() == 1;
    // Of no use on a map, and of none to a table of incidents; but nobody should miss them unawares.
    let beside = beside(&database).unwrap_or_default();
    tables
        .into_iter()
        .map(|table| {
            let mut layer = Collector::new(table.name.clone(), "GeoPackage", limits);
            layer.plane = plane(&database, table.reference);
            if !beside.is_empty() {
                layer.note(format!("Tables without shapes beside it were not read: {beside}."));
            }
            let whole = only || wanted == Some(&table.name);
            let done = if whole {
                fill(&database, &table, &mut layer)
            } else {
                count(&database, &table, &mut layer)
            };
            match done {
                // Of a layer that nobody asked for, nothing is to be known.
                Err(_) if !whole => {}
                done => done.map_err(|error| damaged(&error))?,
            }
            Ok(layer)
        })
        .collect()
}

/// Whether a table was described in letters that are no UTF-8: asking for the names of its columns would end the
/// process.
fn has_strange_names(database: &Connection) -> rusqlite::Result<bool> {
    let mut question = database.prepare("SELECT sql FROM sqlite_master")?;
    let mut rows = question.query([])?;
    while let Some(row) = rows.next()? {
        if let ValueRef::Text(sql) | ValueRef::Blob(sql) = row.get_ref(0)?
            && std::str::from_utf8(sql).is_err()
        {
            return Ok(true);
        }
    }
    Ok(false)
}

struct Table {
    name: String,
    geometry: String,
    reference: i64,
}

fn tables(database: &Connection) -> rusqlite::Result<Vec<Table>> {
    let mut question = database.prepare(
        "SELECT g.table_name, g.column_name, g.srs_id FROM gpkg_geometry_columns g \
         JOIN gpkg_contents c ON c.table_name = g.table_name WHERE c.data_type = 'features' LIMIT ?1",
    )?;
    let rows = question.query_map([MOST_LAYERS], |row| {
        Ok(Table { name: row.get(0)?, geometry: row.get(1)?, reference: row.get(2)? })
    })?;
    rows.collect()
}

/// The names of tables that are no layers of shapes.
fn beside(database: &Connection) -> rusqlite::Result<String> {
    const MOST_NAMES: i64 = 20;
    let mut question =
        database.prepare("SELECT table_name FROM gpkg_contents WHERE data_type <> 'features' LIMIT ?1")?;
    let names = question.query_map([MOST_NAMES], |row| row.get::<_, String>(0))?;
    let names = names.map(|name| Ok(format!("“{}”", crate::model::shown_line(&name?))));
    Ok(names.collect::<rusqlite::Result<Vec<_>>>()?.join(", "))
}

/// 0 and -1 stand for “undefined”.
fn plane(database: &Connection, reference: i64) -> Option<Plane> {
    if reference <= 0 {
        return None;
    }
    let known = database.query_row(
        "SELECT organization, organization_coordsys_id, srs_name FROM gpkg_spatial_ref_sys WHERE srs_id = ?1",
        [reference],
        |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?)),
    );
    let Ok((organization, code, name)) = known else {
        return Some(
            u32::try_from(reference).map_or_else(|_| Plane::Unknown(reference.to_string()), Plane::of_epsg),
        );
    };
    let by_number =
        u32::try_from(code).ok().filter(|_| organization.eq_ignore_ascii_case("EPSG")).map(Plane::of_epsg);
    Some(match by_number {
        Some(Plane::Unknown(number)) => Plane::Unknown(format!("{name} ({number})")),
        Some(known) => known,
        None => Plane::Unknown(name),
    })
}

/// A name of the file's own, as SQL takes it.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn fill(database: &Connection, table: &Table, layer: &mut Collector) -> rusqlite::Result<()> {
    let mut question = database.prepare(&format!("SELECT * FROM {}", quoted(&table.name)))?;
    let columns: Vec<String> = question.column_names().map(str::to_owned).collect();
    let Some(place) = columns.iter().position(|column| column.eq_ignore_ascii_case(&table.geometry)) else {
        layer.note("The table has no column of shapes.");
        return Ok(());
    };
    let mut rows = question.query([])?;
    while let Some(row) = rows.next()? {
        let shape = match row.get_ref(place)? {
            ValueRef::Null => Ok(Geometry::default()),
            ValueRef::Blob(blob) => wkb::of_geopackage(blob),
            ValueRef::Integer(_) | ValueRef::Real(_) | ValueRef::Text(_) => {
                Err("its geometry is no geometry".to_owned())
            }
        };
        let Geometry { parts, heights, has_measures } = match shape {
            Ok(shape) => shape,
            Err(why) => {
                layer.skip(why);
                continue;
            }
        };
        if has_measures {
            layer.note("Its shapes carry measures (M), which are not kept.");
        }
        let heights = if layer.is_whole() { heights } else { Vec::new() };
        let mut feature = Feature { parts, heights, ..Feature::default() };
        for (i, column) in columns.iter().enumerate().filter(|(i, _)| *i != place) {
            let words = match row.get_ref(i)? {
                ValueRef::Null => continue,
                ValueRef::Blob(_) => {
                    layer.note_no_text(column);
                    continue;
                }
                ValueRef::Integer(number) => number.to_string(),
                ValueRef::Real(number) => number.to_string(),
                ValueRef::Text(text) => {
                    let words = String::from_utf8_lossy(text);
                    if matches!(words, Cow::Owned(_)) {
                        layer.note_strange_letters(column);
                    }
                    words.into_owned()
                }
            };
            if feature.name.is_none()
                && ["name", "title", "label"].iter().any(|known| column.eq_ignore_ascii_case(known))
            {
                feature.name = Some(words.clone());
            }
            feature.properties.push((column.clone(), words));
        }
        layer.take(feature);
    }
    Ok(())
}

/// So many rows without shapes stand for those that are not read.
fn count(database: &Connection, table: &Table, layer: &mut Collector) -> rusqlite::Result<()> {
    let rows: i64 =
        database.query_row(&format!("SELECT count(*) FROM {}", quoted(&table.name)), [], |row| row.get(0))?;
    layer.count_unread(usize::try_from(rows).unwrap_or(0));
    Ok(())
}
