//! What separates the cells, and the rows themselves.

use csv::{ReaderBuilder, StringRecord};

use super::{TableError, TableRow};

/// Separators in use, the most usual first.
const SEPARATORS: [char; 4] = [',', ';', '\t', '|'];

/// Rows that are looked at to find the separator.
const LOOKED_AT: usize = 100;

/// A cell longer than this is a lost quotation mark, not a narrative.
const LONGEST_ROW: usize = 16 << 20;

/// The separator with which most rows have the same number of cells, and more than one.
pub(super) fn separator(text: &str) -> char {
    let score = |separator: char| {
        let counts: Vec<usize> = reader(text, separator)
            .records()
            .map_while(Result::ok)
            .filter(|row| row.iter().any(|cell| !cell.trim().is_empty()))
            .take(LOOKED_AT)
            .map(|row| row.len())
            .collect();
        let widest = counts.iter().copied().filter(|count| *count > 1);
        let usual = widest.max_by_key(|count| counts.iter().filter(|other| *other == count).count())?;
        let agreeing = counts.iter().filter(|count| **count == usual).count();
        // Rows that agree count first, then the number of cells.
        Some((agreeing * 100 / counts.len(), usual))
    };
    let best = SEPARATORS.into_iter().rev().filter_map(|separator| Some((score(separator)?, separator)));
    best.max_by_key(|(score, _)| *score).map_or(',', |(_, separator)| separator)
}

fn reader(text: &str, separator: char) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(separator as u8)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The rows of a text, one after the other, with the line each begins on.
pub(super) struct Rows<'a> {
    text: &'a str,
    reader: csv::Reader<&'a [u8]>,
    record: StringRecord,
}

impl<'a> Rows<'a> {
    pub fn of(text: &'a str, separator: char) -> Self {
        Self { text, reader: reader(text, separator), record: StringRecord::new() }
    }

    /// How many of how many bytes are read.
    pub fn progress(&self) -> (u64, u64) {
        (self.reader.position().byte(), self.text.len() as u64)
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<TableRow, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        let Self { text, reader, record } = self;
        // The text is UTF-8 and rows may differ in length: nothing else can fail.
        if !reader.read_record(record).unwrap_or(false) {
            return None;
        }
        let line = record.position().map_or(0, |at| at.line() as usize + blank_lines(text, at.byte()));
        if record.as_slice().len() > LONGEST_ROW {
            return Some(Err(TableError::TooLong { line, limit: LONGEST_ROW >> 20 }));
        }
        let ends = (0..record.len()).filter_map(|cell| record.range(cell)).map(|cell| cell.end);
        Some(Ok(TableRow::of_text(line, record.as_slice(), ends)))
    }
}

/// Empty lines from here to the row, which the reader passes over without counting them.
fn blank_lines(text: &str, from: u64) -> usize {
    let rest = text.as_bytes().get(from as usize..).unwrap_or_default();
    rest.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).filter(|byte| **byte == b'\n').count()
}

#[cfg(test)]
mod tests {
    use super::separator;

    #[test]
    fn the_separator_is_found_although_texts_hold_the_others() {
        assert_eq!(separator("a;b;c\n1,5;\"x, y\";z\n2,5;u;v\n"), ';');
        assert_eq!(separator("a\tb\n1, 2 and 3\tx; y\n"), '\t');
        assert_eq!(separator("name|lat|lon\nPanj, the lower|37.2|68.6\n"), '|');
        assert_eq!(separator("date,notes\n2025-11-26,\"a; b; c\"\n2025-11-27,\"d; e; f\"\n"), ',');
        assert_eq!(separator("one column\nonly\n"), ',');
    }
}
