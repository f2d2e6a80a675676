//! Sheets of workbooks (XLSX, XLS, XLSB, ODS) as tables.
//!
//! A sheet can claim to be larger than any memory; of XLSX only the cells that are there are read, the others are read
//! by a child that may not take more than it is given.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{
    Data, DataRef, Dimensions, ExcelDateTime, Ods, Reader, SheetType, Xls, Xlsb, Xlsx, open_workbook_from_rs,
};

use super::table::{Origin, Table, TableRow, Wishes};

type Bytes = Cursor<Vec<u8>>;

/// Sheets that are looked through for the one with the most rows.
const MOST_SHEETS: usize = 50;
/// Cells of a merged region, and of all, that are given its text.
const MOST_MERGED: u64 = 200_000;

/// A workbook that was opened.
enum Book {
    Xlsx(Box<Xlsx<Bytes>>),
    Xls(Box<Xls<Bytes>>),
    Xlsb(Box<Xlsb<Bytes>>),
    Ods(Box<Ods<Bytes>>),
}

/// One sheet: its rows from 0, of each the cells from 0.
type Cells = BTreeMap<u32, BTreeMap<u32, String>>;

/// Reads the sheet that is wished for, or the one with the most rows.
///
/// # Errors
/// When it is no workbook, is locked with a password or damaged: the rest of “The file could not be read as a table: …”.
pub(super) fn read(bytes: Vec<u8>, wishes: &Wishes, on: &mut dyn FnMut(u64, u64)) -> Result<Table, String> {
    let mut book = Book::open(bytes)?;
    let names = book.sheets();
    if names.is_empty() {
        return Err("the workbook has no sheets".to_owned());
    }
    let format = book.format().to_owned();
    let mut parts = Vec::new();
    let mut best: Option<(String, Vec<TableRow>)> = None;
    let mut damaged = None;
    for (done, name) in names.iter().take(MOST_SHEETS).enumerate() {
        on(done as u64, names.len() as u64);
        if wishes.part.as_ref().is_some_and(|part| part != name) {
            parts.push((name.clone(), 0));
            continue;
        }
        match book.cells(name) {
            Ok(cells) => {
                let rows = rows(cells);
                parts.push((name.clone(), rows.len()));
                if best.as_ref().is_none_or(|(_, most)| weight(&rows) > weight(most)) {
                    best = Some((name.clone(), rows));
                }
            }
            Err(why) => {
                damaged = Some(format!("its sheet “{}” is damaged ({why})", crate::model::shown_line(name)));
            }
        }
    }
    let Some((name, rows)) = best else {
        return Err(damaged.unwrap_or_else(|| match &wishes.part {
            Some(part) => format!("it has no sheet “{}”", crate::model::shown_line(part)),
            None => "it has no sheets".to_owned(),
        }));
    };
    if rows.is_empty() {
        return Err("its sheets are empty".to_owned());
    }
    let mut table = Table::of_rows(Origin::Sheet { format, name }, rows, wishes.heading);
    table.parts = parts;
    table.notes.extend(damaged);
    Ok(table)
}

/// Rows of a table, where two cells stand beside each other; a sheet of notes has one.
fn weight(rows: &[TableRow]) -> usize {
    rows.iter().filter(|row| row.cells().filter(|cell| !cell.is_empty()).count() > 1).count()
}

fn rows(cells: Cells) -> Vec<TableRow> {
    cells
        .into_iter()
        .map(|(row, cells)| {
            let width = cells.last_key_value().map_or(0, |(column, _)| column + 1);
            let texts = (0..width).map(|column| cells.get(&column).map_or("", String::as_str));
            TableRow::new(row as usize + 1, texts)
        })
        .collect()
}

impl Book {
    /// By its content: an old Excel file is a compound file, the others are ZIPs with different entries.
    fn open(bytes: Vec<u8>) -> Result<Self, String> {
        fn opened<B: Reader<Bytes>>(bytes: Vec<u8>) -> Result<Box<B>, String>
        where
            B::Error: std::fmt::Display,
        {
            open_workbook_from_rs::<B, Bytes>(Cursor::new(bytes))
                .map(Box::new)
                .map_err(|error| error.to_string())
        }
        let said = |why: String| format!("it is no whole workbook ({why})");
        if bytes.starts_with(OLD) {
            return opened(bytes).map(Self::Xls).map_err(said);
        }
        match zipped(&bytes) {
            Some(Zipped::Xlsx) => opened(bytes).map(Self::Xlsx),
            Some(Zipped::Xlsb) => opened(bytes).map(Self::Xlsb),
            Some(Zipped::Ods) => opened(bytes).map(Self::Ods),
            None => Err("nothing in it is a sheet".to_owned()),
        }
        .map_err(said)
    }

    fn format(&self) -> &'static str {
        match self {
            Self::Xlsx(_) => "XLSX",
            Self::Xls(_) => "XLS",
            Self::Xlsb(_) => "XLSB",
            Self::Ods(_) => "ODS",
        }
    }

    fn sheets(&self) -> Vec<String> {
        let sheets = match self {
            Self::Xlsx(book) => book.sheets_metadata(),
            Self::Xls(book) => book.sheets_metadata(),
            Self::Xlsb(book) => book.sheets_metadata(),
            Self::Ods(book) => book.sheets_metadata(),
        };
        sheets
            .iter()
            .filter(|sheet| sheet.typ == SheetType::WorkSheet)
            .map(|sheet| sheet.name.clone())
            .collect()
    }

    fn cells(&mut self, name: &str) -> Result<Cells, String> {
        let (mut cells, merged) = match self {
            Self::Xlsx(book) => {
                let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
                let mut cells = Cells::new();
                let mut reader = book.worksheet_cells_reader(name).map_err(|error| error.to_string())?;
                while let Some(cell) = reader.next_cell().map_err(|error| error.to_string())? {
                    let (row, column) = cell.get_position();
                    put(&mut cells, row, column, of_ref(cell.get_value()));
                }
                (cells, merged)
            }
            Self::Xls(book) => {
                let merged = book.merge_cells_by_sheet_name(name).unwrap_or_default();
                (range(&book.worksheet_range(name).map_err(|error| error.to_string())?), merged)
            }
            Self::Xlsb(book) => {
                (range(&book.worksheet_range(name).map_err(|error| error.to_string())?), Vec::new())
            }
            Self::Ods(book) => {
                (range(&book.worksheet_range(name).map_err(|error| error.to_string())?), Vec::new())
            }
        };
        unmerge(&mut cells, &merged);
        Ok(cells)
    }
}

fn range(range: &calamine::Range<Data>) -> Cells {
    let mut cells = Cells::new();
    let (top, left) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        put(&mut cells, top + row as u32, left + column as u32, of_data(value));
    }
    cells
}

fn put(cells: &mut Cells, row: u32, column: u32, text: String) {
    if !text.is_empty() {
        cells.entry(row).or_default().insert(column, text);
    }
}

/// Each cell of a merged region says what the first says: a reader of the sheet sees it so.
fn unmerge(cells: &mut Cells, merged: &[Dimensions]) {
    let mut left = MOST_MERGED;
    for region in merged {
        let (top, first) = region.start;
        let Some(text) = cells.get(&top).and_then(|row| row.get(&first)).cloned() else { continue };
        let is_sane = region.end.0 >= top && region.end.1 >= first;
        if !is_sane || region.len() > left {
            continue;
        }
        left -= region.len();
        for row in top..=region.end.0 {
            for column in first..=region.end.1 {
                cells.entry(row).or_default().entry(column).or_insert_with(|| text.clone());
            }
        }
    }
}

fn of_ref(value: &DataRef<'_>) -> String {
    match value {
        DataRef::SharedString(text) => (*text).to_owned(),
        other => of_data(&Data::from(other.clone())),
    }
}

fn of_data(value: &Data) -> String {
    match value {
        Data::DateTime(moment) => of_moment(moment),
        Data::Empty => String::new(),
        other => other.to_string(),
    }
}

/// `2025-11-26`, with its time where there is one; a time alone where there is no day.
fn of_moment(moment: &ExcelDateTime) -> String {
    let (year, month, day, hour, minute, second, _) = moment.to_ymd_hms_milli();
    let time = format!("{hour:02}:{minute:02}:{second:02}");
    if moment.is_duration() || (0.0..1.0).contains(&moment.as_f64()) {
        return time;
    }
    let day = format!("{year:04}-{month:02}-{day:02}");
    if moment.as_f64().fract() == 0.0 { day } else { format!("{day}T{time}") }
}

/// The first bytes of a compound file: old Excel.
const OLD: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

enum Zipped {
    Xlsx,
    Xlsb,
    Ods,
}

/// Which workbook a ZIP is, by the names in it.
fn zipped(bytes: &[u8]) -> Option<Zipped> {
    let archive = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let names: Vec<_> = archive.file_names().map_while(Result::ok).collect();
    let has = |wanted: &str| names.iter().any(|name| name.eq_ignore_ascii_case(wanted));
    if has("xl/workbook.bin") {
        Some(Zipped::Xlsb)
    } else if has("[Content_Types].xml")
        && names.iter().any(|name| name.to_lowercase().ends_with("workbook.xml"))
    {
        Some(Zipped::Xlsx)
    } else if has("content.xml") {
        Some(Zipped::Ods)
    } else {
        None
    }
}

/// Whether the bytes are those of a workbook.
pub(super) fn is_book(bytes: &[u8]) -> bool {
    bytes.starts_with(OLD) || (bytes.starts_with(b"PK\x03\x04") && zipped(bytes).is_some())
}
