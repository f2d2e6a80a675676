//! A `GeoPackage`: one table of incidents with typed columns, their places with an index of them.
//!
//! # Source
//! OGC 12-128r19: the tables, “GP” before each geometry, the triggers of `gpkg_rtree_index` (those of 1.4, which mend
//! the older ones). The file calls itself 1.3, which programs of some years ago know.

use std::collections::BTreeSet;

use rusqlite::{Connection, types::Value};

use crate::model::{Document, LonLat};

use super::{
    Tally,
    columns::{Cell, Column, columns},
    qgis_style::{self, Drawn},
    record::{Ground, Record, Ring},
};

/// The number of WGS 84 there.
const WGS84: i32 = 4326;
/// The time of the last change is asked for; the same incidents are to be the same bytes.
const LAST_CHANGE: &str = "2000-01-01T00:00:00.000Z";

const TABLES: &str = r#"
PRAGMA application_id = 1196444487;
PRAGMA user_version = 10300;
CREATE TABLE gpkg_spatial_ref_sys (srs_name TEXT NOT NULL, srs_id INTEGER NOT NULL PRIMARY KEY,
  organization TEXT NOT NULL, organization_coordsys_id INTEGER NOT NULL, definition TEXT NOT NULL, description TEXT);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined Cartesian SRS', -1, 'NONE', -1, 'undefined', NULL),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', NULL),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326, 'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,'
   || 'AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],'
   || 'UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]', NULL);
CREATE TABLE gpkg_contents (table_name TEXT NOT NULL PRIMARY KEY, data_type TEXT NOT NULL, identifier TEXT UNIQUE,
  description TEXT DEFAULT '', last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE, srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id));
CREATE TABLE gpkg_geometry_columns (table_name TEXT NOT NULL, column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL, srs_id INTEGER NOT NULL, z TINYINT NOT NULL, m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name), CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys (srs_id));
CREATE TABLE gpkg_extensions (table_name TEXT, column_name TEXT, extension_name TEXT NOT NULL,
  definition TEXT NOT NULL, scope TEXT NOT NULL, CONSTRAINT ge_tce UNIQUE (table_name, column_name, extension_name));
CREATE VIRTUAL TABLE rtree_incidents_geom USING rtree(id, minx, maxx, miny, maxy);
"#;

/// What refers to the contents, and what keeps the index true.
const LAST: &str = r"
INSERT INTO gpkg_geometry_columns VALUES ('incidents', 'geom', 'GEOMETRY', 4326, 0, 0);
INSERT INTO gpkg_extensions VALUES ('incidents', 'geom', 'gpkg_rtree_index',
  'http://www.geopackage.org/spec120/#extension_rtree', 'write-only');
CREATE TRIGGER rtree_incidents_geom_insert AFTER INSERT ON incidents
  WHEN (NEW.geom NOT NULL AND NOT ST_IsEmpty(NEW.geom))
  BEGIN INSERT OR REPLACE INTO rtree_incidents_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_incidents_geom_update2 AFTER UPDATE OF geom ON incidents
  WHEN OLD.fid = NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
  BEGIN DELETE FROM rtree_incidents_geom WHERE id = OLD.fid; END;
CREATE TRIGGER rtree_incidents_geom_update4 AFTER UPDATE ON incidents
  WHEN OLD.fid != NEW.fid AND (NEW.geom ISNULL OR ST_IsEmpty(NEW.geom))
  BEGIN DELETE FROM rtree_incidents_geom WHERE id IN (OLD.fid, NEW.fid); END;
CREATE TRIGGER rtree_incidents_geom_update5 AFTER UPDATE ON incidents
  WHEN OLD.fid != NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
  BEGIN DELETE FROM rtree_incidents_geom WHERE id = OLD.fid;
  INSERT OR REPLACE INTO rtree_incidents_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_incidents_geom_update6 AFTER UPDATE OF geom ON incidents
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
    AND (OLD.geom NOTNULL AND NOT ST_IsEmpty(OLD.geom))
  BEGIN UPDATE rtree_incidents_geom SET minx = ST_MinX(NEW.geom), maxx = ST_MaxX(NEW.geom),
    miny = ST_MinY(NEW.geom), maxy = ST_MaxY(NEW.geom) WHERE id = NEW.fid; END;
CREATE TRIGGER rtree_incidents_geom_update7 AFTER UPDATE OF geom ON incidents
  WHEN OLD.fid = NEW.fid AND (NEW.geom NOTNULL AND NOT ST_IsEmpty(NEW.geom))
    AND (OLD.geom ISNULL OR ST_IsEmpty(OLD.geom))
  BEGIN INSERT INTO rtree_incidents_geom VALUES
    (NEW.fid, ST_MinX(NEW.geom), ST_MaxX(NEW.geom), ST_MinY(NEW.geom), ST_MaxY(NEW.geom)); END;
CREATE TRIGGER rtree_incidents_geom_delete AFTER DELETE ON incidents WHEN OLD.geom NOT NULL
  BEGIN DELETE FROM rtree_incidents_geom WHERE id = OLD.fid; END;
";

pub(super) fn write(document: &Document, ring: Ring, tally: &mut Tally<'_>) -> Result<Vec<u8>, String> {
    made(document, ring, tally).map_err(|error| format!("The GeoPackage could not be made: {error}."))
}

fn made(document: &Document, ring: Ring, tally: &mut Tally<'_>) -> rusqlite::Result<Vec<u8>> {
    let mut records: Vec<Record> =
        tally.wanted(document).map(|incident| Record::new(incident, ring)).collect();
    let columns = columns(&mut records, &["fid", "geom"]);
    let mut database = Connection::open_in_memory()?;
    let work = database.transaction()?;
    work.execute_batch(TABLES)?;
    let mut described =
        vec!["fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL".to_owned(), "geom GEOMETRY".to_owned()];
    described.extend(columns.iter().map(|column| format!("{} {}", quoted(&column.name), kind(column.cell))));
    work.execute_batch(&format!("CREATE TABLE incidents ({})", described.join(", ")))?;
    let mut bounds: Option<[f64; 4]> = None;
    let mut drawn = BTreeSet::new();
    {
        let blanks = vec!["?"; columns.len() + 2].join(",");
        let mut row = work.prepare(&format!("INSERT INTO incidents VALUES ({blanks})"))?;
        let mut index = work.prepare("INSERT INTO rtree_incidents_geom VALUES (?1, ?2, ?3, ?4, ?5)")?;
        let watch = tally.watch;
        for (fid, mut record) in (1_i64..).zip(records).take_while(|_| !watch.is_stopped()) {
            let mut cells = vec![Value::Null; columns.len() + 2];
            cells[0] = Value::Integer(fid);
            if let Some(ground) = &record.ground {
                let [west, south, east, north] = around(ground);
                bounds = Some(bounds.map_or([west, south, east, north], |[w, s, e, n]| {
                    [w.min(west), s.min(south), e.max(east), n.max(north)]
                }));
                index.execute((fid, west, east, south, north))?;
                cells[1] = Value::Blob(geometry(ground));
                drawn.insert((Drawn::of(ground), record.incident.event_type.as_str().to_owned()));
            }
            for (key, words) in record.words() {
                if let Some(at) = columns.iter().position(|column| column.name == key) {
                    cells[at + 2] = value(words, &columns[at]);
                }
            }
            row.execute(rusqlite::params_from_iter(cells))?;
            tally.take(record.losses);
        }
    }
    let facts = document.facts();
    let [west, south, east, north] = bounds.map_or([None; 4], |bounds| bounds.map(Some));
    work.execute(
        "INSERT INTO gpkg_contents VALUES ('incidents', 'features', ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        (
            if facts.title.is_empty() { "incidents" } else { &facts.title },
            facts.attribution.join("\n"),
            LAST_CHANGE,
            west,
            south,
            east,
            north,
            WGS84,
        ),
    )?;
    // Triggers only now: their functions are those of the programs that will change the file.
    work.execute_batch(LAST)?;
    work.execute_batch(qgis_style::TABLE)?;
    work.execute(qgis_style::ROW, (qgis_style::qml(&drawn), LAST_CHANGE))?;
    work.commit()?;
    Ok(database.serialize("main")?.to_vec())
}

fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

fn kind(cell: Cell) -> &'static str {
    match cell {
        Cell::Words => "TEXT",
        Cell::Whole => "INTEGER",
        Cell::Number => "DOUBLE",
        Cell::Date => "DATE",
    }
}

fn value(words: String, column: &Column) -> Value {
    match column.cell {
        Cell::Whole => words.parse().map_or(Value::Text(words), Value::Integer),
        Cell::Number => words.parse().map_or(Value::Text(words), Value::Real),
        Cell::Words | Cell::Date => Value::Text(words),
    }
}

fn points(ground: &Ground) -> &[LonLat] {
    match ground {
        Ground::Point(at) => std::slice::from_ref(at),
        Ground::Line(points) | Ground::Area(points) => points,
    }
}

/// West, south, east, north.
fn around(ground: &Ground) -> [f64; 4] {
    let nothing = [f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY, f64::NEG_INFINITY];
    points(ground).iter().fold(nothing, |[west, south, east, north], at| {
        [west.min(at.lon()), south.min(at.lat()), east.max(at.lon()), north.max(at.lat())]
    })
}

/// The geometry as the file holds it: the little end first, with its bounds.
fn geometry(ground: &Ground) -> Vec<u8> {
    let [west, south, east, north] = around(ground);
    let mut out = b"GP\0\x03".to_vec();
    out.extend(WGS84.to_le_bytes());
    out.extend([west, east, south, north].into_iter().flat_map(f64::to_le_bytes));
    let points = points(ground);
    let count = u32::try_from(points.len()).unwrap_or(u32::MAX);
    let head: &[u32] = match ground {
        Ground::Point(_) => &[1],
        Ground::Line(_) => &[2, count],
        Ground::Area(_) => &[3, 1, count],
    };
    out.push(1);
    out.extend(head.iter().flat_map(|number| number.to_le_bytes()));
    out.extend(points.iter().flat_map(|at| [at.lon(), at.lat()]).flat_map(f64::to_le_bytes));
    out
}
