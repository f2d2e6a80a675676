//! Shapefiles, one for each kind of shape, in one ZIP: points, lines and areas, and a table of what has no place.
//!
//! # Source
//! The technical description of ESRI (1998): one kind of shape a file; dBASE III: names of ten letters, texts of 254
//! bytes.

use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Write},
};

use ::shapefile::{
    Point, Polygon, PolygonRing, Polyline, ShapeWriter,
    dbase::{
        Date, FieldError, FieldName, FieldValue, FieldWriter, TableWriterBuilder, WritableRecord, encoding,
    },
};

use crate::model::{Document, LonLat};

use super::{
    Tally,
    columns::{Cell, Column, columns},
    record::{Ground, Record, Ring},
};

/// The longest text, in bytes, and the longest name.
const LONGEST: usize = 254;
const LONGEST_NAME: usize = 10;
/// The most columns of a table.
const MOST_COLUMNS: usize = 255;
/// Digits before and after the point of a number.
const NUMBER: (u8, u8) = (20, 8);

/// WGS 84 as every reader of shapefiles knows it.
const PLANE: &str = concat!(
    r#"GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],"#,
    r#"PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]"#
);

/// The files of the archive, by their names.
pub(super) fn write(
    document: &Document,
    ring: Ring,
    tally: &mut Tally<'_>,
) -> Result<BTreeMap<String, Vec<u8>>, String> {
    made(document, ring, tally).map_err(|error| format!("The shapefile could not be made: {error}."))
}

fn made(
    document: &Document,
    ring: Ring,
    tally: &mut Tally<'_>,
) -> Result<BTreeMap<String, Vec<u8>>, ::shapefile::Error> {
    let mut records: Vec<Record> =
        tally.wanted(document).map(|incident| Record::new(incident, ring)).collect();
    let mut columns = columns(&mut records, &[]);
    let left_out: BTreeSet<String> =
        columns.drain(MOST_COLUMNS.min(columns.len())..).map(|column| column.name).collect();
    let names = short_names(&columns);
    let mut kinds: [Layer; 4] = ["points", "lines", "areas", "without_place"].map(Layer::new);
    for mut record in records {
        let row = row(&mut record, &columns, &left_out);
        let layer = match &record.ground {
            Some(Ground::Point(_)) => &mut kinds[0],
            Some(Ground::Line(_)) => &mut kinds[1],
            Some(Ground::Area(_)) => &mut kinds[2],
            None => &mut kinds[3],
        };
        layer.take(record.ground.take(), row);
        tally.take(record.losses);
    }
    let mut files = BTreeMap::new();
    for layer in kinds.into_iter().filter(|layer| !layer.rows.is_empty()) {
        layer.write(&columns, &names, &mut files)?;
    }
    Ok(files)
}

/// The shapes of one kind with their rows.
struct Layer {
    name: &'static str,
    grounds: Vec<Ground>,
    rows: Vec<Row>,
}

/// The cells of a record, one a column.
struct Row(Vec<Option<String>>);

impl Layer {
    fn new(name: &'static str) -> Self {
        Self { name, grounds: Vec::new(), rows: Vec::new() }
    }

    fn take(&mut self, ground: Option<Ground>, row: Row) {
        self.grounds.extend(ground);
        self.rows.push(row);
    }

    fn write(
        self,
        columns: &[Column],
        names: &[String],
        files: &mut BTreeMap<String, Vec<u8>>,
    ) -> Result<(), ::shapefile::Error> {
        let mut file = |ending: &str, bytes: Vec<u8>| {
            files.insert(format!("incidents_{}.{ending}", self.name), bytes);
        };
        file("dbf", table(&self.rows, columns, names)?);
        file("cpg", b"UTF-8".to_vec());
        if self.grounds.is_empty() {
            return Ok(());
        }
        let (mut shapes, mut index) = (Cursor::new(Vec::new()), Cursor::new(Vec::new()));
        {
            let mut writer = ShapeWriter::with_shx(&mut shapes, &mut index);
            for ground in &self.grounds {
                match ground {
                    Ground::Point(at) => writer.write_shape(&point(*at))?,
                    Ground::Line(way) => {
                        writer.write_shape(&Polyline::new(way.iter().copied().map(point).collect()))?;
                    }
                    Ground::Area(around) => {
                        let ring = around.iter().copied().map(point).collect();
                        writer.write_shape(&Polygon::new(PolygonRing::Outer(ring)))?;
                    }
                }
            }
            writer.finalize()?;
        }
        file("shp", shapes.into_inner());
        file("shx", index.into_inner());
        file("prj", PLANE.as_bytes().to_vec());
        Ok(())
    }
}

fn point(at: LonLat) -> Point {
    Point::new(at.lon(), at.lat())
}

/// Names of ten letters, each once.
fn short_names(columns: &[Column]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    let cut = |name: &str, room: usize| {
        let letters = name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' });
        letters.take(room).collect::<String>()
    };
    columns
        .iter()
        .map(|column| {
            let mut name = cut(&column.name, LONGEST_NAME);
            let mut number = 1;
            while !taken.insert(name.to_lowercase()) {
                number += 1;
                let number = number.to_string();
                name = cut(&column.name, LONGEST_NAME - number.len()) + &number;
            }
            name
        })
        .collect()
}

fn row(record: &mut Record, columns: &[Column], left_out: &BTreeSet<String>) -> Row {
    let mut cells = vec![None; columns.len()];
    let mut losses = Vec::new();
    for (key, mut words) in record.words() {
        if left_out.contains(&key) {
            losses.push("fields beyond the 255 columns of a table");
            continue;
        }
        let Some(at) = columns.iter().position(|column| column.name == key) else { continue };
        if words.contains(['\0', '\r', '\n']) {
            losses.push("line breaks");
            words = words.replace('\0', "").replace("\r\n", " ").replace(['\r', '\n'], " ");
        }
        if words.len() > LONGEST {
            losses.push("texts beyond 254 bytes");
            words.truncate(words.floor_char_boundary(LONGEST));
        }
        if columns[at].name.len() > LONGEST_NAME {
            losses.push("names of columns beyond ten letters");
        }
        cells[at] = (!words.is_empty()).then_some(words);
    }
    for loss in losses {
        record.lose(loss);
    }
    Row(cells)
}

fn table(rows: &[Row], columns: &[Column], names: &[String]) -> Result<Vec<u8>, ::shapefile::Error> {
    let kinds: Vec<Cell> = (0..columns.len()).map(|at| kind(rows, columns, at)).collect();
    let mut builder = TableWriterBuilder::with_encoding(encoding::Unicode);
    for (at, name) in names.iter().enumerate() {
        // Ten letters are short enough.
        let Ok(name) = FieldName::try_from(name.as_str()) else { continue };
        builder = match kinds[at] {
            Cell::Whole => builder.add_numeric_field(name, NUMBER.0, 0),
            Cell::Number => builder.add_numeric_field(name, NUMBER.0, NUMBER.1),
            Cell::Date => builder.add_date_field(name),
            Cell::Words => {
                let longest = rows.iter().filter_map(|row| row.0[at].as_ref()).map(String::len).max();
                let longest = longest.unwrap_or(1).clamp(1, LONGEST);
                builder.add_character_field(name, u8::try_from(longest).unwrap_or(u8::MAX))
            }
        };
    }
    let mut bytes = Cursor::new(Vec::new());
    {
        let mut writer = builder.build_with_dest(&mut bytes);
        for row in rows {
            let typed = TypedRow(
                row.0.iter().zip(&kinds).map(|(cell, kind)| typed(cell.as_deref(), *kind)).collect(),
            );
            writer.write_record(&typed)?;
        }
        writer.finalize()?;
    }
    let mut bytes = bytes.into_inner();
    // The day of writing is no fact of the incidents: years since 1900, month, day.
    bytes[1..4].copy_from_slice(&[100, 1, 1]);
    Ok(bytes)
}

/// What the cells of a column are, where all of them can be.
fn kind(rows: &[Row], columns: &[Column], at: usize) -> Cell {
    let is = |fits: fn(&str) -> bool| rows.iter().filter_map(|row| row.0[at].as_deref()).all(fits);
    match columns[at].cell {
        Cell::Date if is(|words| day(words).is_some()) => Cell::Date,
        Cell::Whole if is(|words| words.len() < 16 && words.parse::<i64>().is_ok()) => Cell::Whole,
        Cell::Number if is(|words| words.parse::<f64>().is_ok_and(|number| number.abs() < 1e9)) => {
            Cell::Number
        }
        Cell::Date | Cell::Whole | Cell::Number | Cell::Words => Cell::Words,
    }
}

fn day(words: &str) -> Option<Date> {
    let day: jiff::civil::Date = words.parse().ok()?;
    let part = |number: i8| u32::try_from(number).ok();
    Date::new(part(day.day())?, part(day.month())?, u32::try_from(day.year()).ok()?).ok()
}

fn typed(words: Option<&str>, kind: Cell) -> FieldValue {
    match kind {
        Cell::Words => FieldValue::Character(words.map(str::to_owned)),
        Cell::Whole | Cell::Number => FieldValue::Numeric(words.and_then(|words| words.parse().ok())),
        Cell::Date => FieldValue::Date(words.and_then(day)),
    }
}

struct TypedRow(Vec<FieldValue>);

impl WritableRecord for TypedRow {
    fn write_using<W: Write>(&self, writer: &mut FieldWriter<'_, W>) -> Result<(), FieldError> {
        self.0.iter().try_for_each(|cell| writer.write_next_field_value(cell))
    }
}
