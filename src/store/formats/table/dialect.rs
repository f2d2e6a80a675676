//! What separates the cells, and the rows themselves.

use std::{io::Cursor, ops::Deref, rc::Rc};

use csv::{ReaderBuilder, StringRecord};

use super::{LongText, TableError, TableRow};

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

fn reader<T: AsRef<[u8]>>(text: T, separator: char) -> csv::Reader<Cursor<T>> {
    ReaderBuilder::new()
        .delimiter(separator as u8)
        .has_headers(false)
        .flexible(true)
        .from_reader(Cursor::new(text))
}

/// What is in memory of a text.
#[derive(Clone)]
pub(super) enum Stretch<'a> {
    All(&'a str),
    Part(Rc<String>),
}

impl Deref for Stretch<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::All(text) => text,
            Self::Part(text) => text,
        }
    }
}

impl AsRef<[u8]> for Stretch<'_> {
    fn as_ref(&self) -> &[u8] {
        self.as_bytes()
    }
}

/// The rows of a text, one after the other, with the line each begins on.
pub(super) struct Rows<'a> {
    text: Stretch<'a>,
    separator: char,
    reader: csv::Reader<Cursor<Stretch<'a>>>,
    record: StringRecord,
    /// Where more comes from behind the text.
    long: Option<&'a mut LongText>,
    /// Lines and bytes before the text.
    before: (usize, u64),
    /// Bytes of it all.
    all: u64,
}

impl<'a> Rows<'a> {
    pub fn of(text: Stretch<'a>, separator: char, long: Option<&'a mut LongText>) -> Self {
        let all = long.as_ref().map_or(text.len() as u64, |long| long.bytes);
        let reader = reader(text.clone(), separator);
        Self { text, separator, reader, record: StringRecord::new(), long, before: (0, 0), all }
    }

    /// How many of how many bytes are read.
    pub fn progress(&self) -> (u64, u64) {
        (self.before.1 + self.reader.position().byte(), self.all)
    }

    /// Goes on from a place in the text, with more behind it.
    fn go_on(&mut self, from: &csv::Position) -> Result<(), TableError> {
        let Some(long) = &mut self.long else { return Ok(()) };
        let mut text = self.text[from.byte() as usize..].to_owned();
        if !long.append_to(&mut text)? {
            self.long = None;
        }
        self.before.0 += from.line() as usize - 1;
        self.before.1 += from.byte();
        self.text = Stretch::Part(Rc::new(text));
        self.reader = reader(self.text.clone(), self.separator);
        Ok(())
    }
}

impl Iterator for Rows<'_> {
    type Item = Result<TableRow, TableError>;

    fn next(&mut self) -> Option<Self::Item> {
        let line = loop {
            // The text is UTF-8 and rows may differ in length: nothing else can fail.
            let is_row = self.reader.read_record(&mut self.record).unwrap_or(false);
            let end = self.reader.position();
            let start = self.record.position().filter(|_| is_row).unwrap_or(end).clone();
            let line = self.before.0 + start.line() as usize + blank_lines(&self.text, start.byte());
            if is_row && self.record.as_slice().len() > LONGEST_ROW {
                return Some(Err(TableError::TooLong { line, limit: LONGEST_ROW >> 20 }));
            }
            // A row that ends where the text does may go on behind it.
            if self.long.is_some() && end.byte() == self.text.len() as u64 {
                if let Err(error) = self.go_on(&start) {
                    return Some(Err(error));
                }
            } else if is_row {
                break line;
            } else {
                return None;
            }
        };
        let record = &self.record;
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
    use std::io::{Seek, Write};

    use super::{LongText, Rows, Stretch, TableRow, separator};

    fn in_parts(text: &str, part: usize) -> Vec<TableRow> {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(text.as_bytes()).unwrap();
        file.rewind().unwrap();
        let mut long = LongText::of(file, part, |_| false).unwrap().expect("it is UTF-8");
        let mut first = String::new();
        assert!(long.append_to(&mut first).unwrap());
        Rows::of(Stretch::Part(first.into()), ',', Some(&mut long)).map(Result::unwrap).collect()
    }

    #[test]
    fn rows_read_in_parts_are_those_of_the_whole_wherever_it_is_cut() {
        for text in [
            "день,место\r\n2025-11-26,\"Шамсиддин\r\n\r\nШохин\"\r\n\r\n\n2025-12-24,Кавок\r\n",
            "a,b\n\n\n1,\"x \"\"y\"\", z\"\n,\n\n\"\",ي\n\n",
            "a\rb\r\rc,\"not closed\n\n1,2",
            "a,b\n1,one\"quote\n2,\"q\"rest\n3",
        ] {
            let whole: Vec<TableRow> = Rows::of(Stretch::All(text), ',', None).map(Result::unwrap).collect();
            assert!(whole.len() > 1);
            for part in 1..=text.len() {
                assert_eq!(in_parts(text, part), whole, "{part} bytes at a time of {text:?}");
                assert_eq!(in_parts(&format!("\u{FEFF}{text}"), part), whole, "{part} bytes, with a mark");
            }
        }
    }

    #[test]
    fn what_is_not_utf_8_to_its_end_is_not_read_in_parts() {
        for bytes in [&b"a,b\n1,\xFF\n"[..], b"a,b\n1,\xD0", b"a\0,\0b\0", b"", b" \n \n"] {
            let mut file = tempfile::tempfile().unwrap();
            file.write_all(bytes).unwrap();
            file.rewind().unwrap();
            assert!(LongText::of(file, 4, |_| false).unwrap().is_none(), "{bytes:?}");
        }
    }

    #[test]
    fn the_separator_is_found_although_texts_hold_the_others() {
        assert_eq!(separator("a;b;c\n1,5;\"x, y\";z\n2,5;u;v\n"), ';');
        assert_eq!(separator("a\tb\n1, 2 and 3\tx; y\n"), '\t');
        assert_eq!(separator("name|lat|lon\nPanj, the lower|37.2|68.6\n"), '|');
        assert_eq!(separator("date,notes\n2025-11-26,\"a; b; c\"\n2025-11-27,\"d; e; f\"\n"), ',');
        assert_eq!(separator("one column\nonly\n"), ',');
    }
}
