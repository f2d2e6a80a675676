//! XLSX: one sheet, a row for each incident, its heading in sight. Texts are texts: none is worked out as a formula.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use crate::model::Document;

use super::{
    Tally,
    columns::{Cell, Column, columns},
    record::{Record, Ring},
    xml,
};

/// Rows of a sheet below the heading.
const MOST_ROWS: usize = (1 << 20) - 1;
/// Letters of a cell, as Excel counts them.
const LONGEST: usize = 32_767;

pub(super) fn write(document: &Document, ring: Ring, tally: &mut Tally<'_>) -> Result<Vec<u8>, String> {
    made(document, ring, tally).map_err(|error| format!("The workbook could not be made: {error}."))
}

fn made(document: &Document, ring: Ring, tally: &mut Tally<'_>) -> Result<Vec<u8>, XlsxError> {
    let mut records: Vec<Record> =
        tally.wanted(document).take(MOST_ROWS).map(|incident| Record::new(incident, ring)).collect();
    for _ in MOST_ROWS..document.len() {
        tally.leave_out("the whole incident, where a sheet has no more rows");
    }
    let columns = columns(&mut records, &[]);
    let mut book = Workbook::new();
    // The hour of writing is no fact of the incidents.
    let made = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&made));
    let sheet = book.add_worksheet();
    sheet.set_name("Incidents")?;
    let heading = Format::new().set_bold();
    let day = Format::new().set_num_format("yyyy-mm-dd");
    for (at, column) in (0..).zip(&columns) {
        sheet.write_string_with_format(0, at, &column.name, &heading)?;
        let width = match column.name.as_str() {
            "title" => 44.0,
            "summary" | "notes" => 60.0,
            _ => 16.0,
        };
        sheet.set_column_width(at, width)?;
    }
    sheet.set_freeze_panes(1, 2)?;
    let watch = tally.watch;
    for (line, mut record) in (1..).zip(records).take_while(|_| !watch.is_stopped()) {
        put(sheet, line, &mut record, &columns, &day)?;
        tally.take(record.losses);
    }
    if let (Ok(last), Ok(lines)) = (u16::try_from(columns.len()), u32::try_from(tally.rows))
        && last > 0
    {
        sheet.autofilter(0, 0, lines, last - 1)?;
    }
    book.save_to_buffer()
}

fn put(
    sheet: &mut Worksheet,
    line: u32,
    record: &mut Record,
    columns: &[Column],
    day: &Format,
) -> Result<(), XlsxError> {
    for (key, words) in record.words() {
        let Some((at, column)) = (0..).zip(columns).find(|(_, column)| column.name == key) else { continue };
        let number = || words.parse::<f64>().ok();
        match column.cell {
            Cell::Whole | Cell::Number if number().is_some() => {
                sheet.write_number(line, at, number().unwrap_or_default())?;
                continue;
            }
            Cell::Date => {
                // Excel has no days before 1900, and one that never was in its first weeks.
                let known = words.as_str() >= "1900-03-01" && !words.starts_with('-');
                if let Some(date) = known.then(|| ExcelDateTime::parse_from_str(&words).ok()).flatten() {
                    sheet.write_datetime_with_format(line, at, &date, day)?;
                    continue;
                }
            }
            Cell::Words | Cell::Whole | Cell::Number => {}
        }
        let mut held: String = words.chars().filter(|c| xml::is_held(*c) && *c != '\r').collect();
        if held.len() < words.len() {
            record.lose(xml::LETTERS);
        }
        if held.encode_utf16().count() > LONGEST {
            record.lose("texts beyond 32,767 letters");
            let mut letters = 0;
            held = held
                .chars()
                .take_while(|c| {
                    letters += c.len_utf16();
                    letters <= LONGEST
                })
                .collect();
        }
        if !held.is_empty() {
            sheet.write_string(line, at, &held)?;
        }
    }
    Ok(())
}
