//! Tables read by a child: its pieces put together again.

use std::{
    ffi::OsString,
    io::{self, Write},
    path::Path,
};

use super::{
    Content, ImportError, Skills,
    child::{self, Cage, ChildError, Frame, Reader},
    codebook::Codebook,
    no_table,
    table::{self, HeadingWish, Table, TableRow, Text, Wishes},
};

/// What the child is told to read.
pub const KIND: &str = "table";

/// Starts the child that reads a file as a table; [`TableReader::answer`] waits for what it finds.
///
/// # Errors
/// When no process can be started.
pub fn read_table_apart(
    program: &Path,
    cage: Cage,
    path: &Path,
    wishes: &Wishes,
) -> Result<TableReader, ChildError> {
    let mut options: Vec<OsString> = Vec::new();
    options.extend(wishes.encoding.iter().map(|name| format!("--encoding={name}").into()));
    options.extend(wishes.part.iter().map(|name| format!("--layer={name}").into()));
    match wishes.heading {
        HeadingWish::Found => {}
        HeadingWish::Line(line) => options.push(format!("--heading={line}").into()),
        HeadingWish::Missing => options.push("--heading=0".into()),
    }
    child::start(program, cage, KIND, path, &options).map(TableReader)
}

/// A child that reads a table.
pub struct TableReader(Reader);

/// The rows of a table as a child finds them, one after the other.
pub struct RowsApart {
    /// `None` after its last word.
    reader: Option<Reader>,
    piece: Vec<u8>,
    /// How much of the piece is taken.
    taken: usize,
}

impl RowsApart {
    /// The next row; `None` after the last. `on` is told how far the reading is, of how much.
    ///
    /// # Errors
    /// When the file is refused, or the child was ended or died.
    pub fn next(&mut self, on: &mut dyn FnMut(u64, u64)) -> Result<Option<TableRow>, ChildError> {
        while self.taken == self.piece.len() {
            let Some(reader) = &mut self.reader else { return Ok(None) };
            match reader.hear()? {
                Some(Frame::Progress(done, all)) => on(done, all),
                Some(Frame::Piece(bytes)) => (self.piece, self.taken) = (bytes, 0),
                Some(Frame::Refused(_) | Frame::End) => {}
                None => self.reader = None,
            }
        }
        let mut rest = &self.piece[self.taken..];
        let row = TableRow::unpack(&mut rest).ok_or_else(|| nonsense("rows that are none"))?;
        self.taken = self.piece.len() - rest.len();
        Ok(Some(row))
    }
}

fn nonsense(why: &str) -> ChildError {
    ChildError::Nonsense(why.to_owned())
}

impl TableReader {
    pub fn stop(&self) -> child::Stop {
        self.0.stop()
    }

    /// Waits for all that it finds; `on` is told how far the reading is, of how much.
    ///
    /// # Errors
    /// When the file is refused, or the child was ended or died.
    pub fn answer(self, on: &mut dyn FnMut(u64, u64)) -> Result<Table, ChildError> {
        let (mut table, mut rest) = self.begin(on)?;
        while let Some(row) = rest.next(on)? {
            table.rows.push(row);
        }
        Ok(table)
    }

    /// Waits for the table with its first rows, as many as tell what it is; the others come one by one.
    ///
    /// # Errors
    /// As [`TableReader::answer`].
    pub fn begin(mut self, on: &mut dyn FnMut(u64, u64)) -> Result<(Table, RowsApart), ChildError> {
        const FIRST: usize = 1_000;
        let mut table: Table = loop {
            match self.0.hear()? {
                Some(Frame::Progress(done, all)) => on(done, all),
                Some(Frame::Piece(head)) => {
                    let head = serde_json::from_slice(&head);
                    break head.map_err(|error| ChildError::Nonsense(error.to_string()))?;
                }
                Some(Frame::Refused(_) | Frame::End) => {}
                None => return Err(nonsense("no answer")),
            }
        };
        let mut rest = RowsApart { reader: Some(self.0), piece: Vec::new(), taken: 0 };
        while table.rows.len() < FIRST {
            match rest.next(on)? {
                Some(row) => table.rows.push(row),
                None => break,
            }
        }
        Ok((table, rest))
    }
}

/// Reads a file and says its table in pieces: its head, then its rows, some at a time. Of long text only a
/// part is ever in memory.
///
/// # Errors
/// When nobody listens any more.
pub fn say_table_of(out: &mut impl Write, path: &Path, wishes: &Wishes, skills: &Skills) -> io::Result<()> {
    let opened = super::content(path, wishes, skills, &mut |done, all| {
        // Whoever does not listen any more ends this process by its standard input.
        let _said = child::write_frame(out, &Frame::Progress(done, all));
    });
    match opened {
        Ok(Content::Table(table)) => {
            let mut said = Saying::begin(out, &table)?;
            table.rows.iter().try_for_each(|row| said.row(row))?;
            said.end()
        }
        Ok(Content::Text(bytes)) => match table::decode(&bytes, wishes.encoding.as_deref()) {
            Ok(decoded) => say_text(out, path, Text::Decoded(&decoded), wishes),
            Err(error) => refuse(out, &no_table(path, error.to_string())),
        },
        Ok(Content::Long(mut text)) => say_text(out, path, Text::Long(&mut text), wishes),
        Err(error) => refuse(out, &error),
    }
}

fn refuse(out: &mut impl Write, error: &ImportError) -> io::Result<()> {
    child::write_frame(out, &Frame::Refused(error.to_string()))
}

fn say_text(out: &mut impl Write, path: &Path, text: Text<'_>, wishes: &Wishes) -> io::Result<()> {
    let (mut head, mut rest) = match table::begin(text, wishes) {
        Ok(begun) => begun,
        Err(error) => return refuse(out, &no_table(path, error.to_string())),
    };
    Codebook::name_columns(&mut head);
    let mut said = Saying::begin(out, &head)?;
    head.rows.iter().try_for_each(|row| said.row(row))?;
    loop {
        let mut told = None;
        let row = rest.next(&mut |done, all| told = Some((done, all)));
        if let Some((done, all)) = told {
            child::write_frame(said.out, &Frame::Progress(done, all))?;
        }
        match row {
            Some(Ok(row)) => said.row(&row)?,
            Some(Err(error)) => return refuse(out, &no_table(path, error.to_string())),
            None => break,
        }
    }
    said.end()
}

/// A table on the wire.
struct Saying<'a, Out: Write> {
    out: &'a mut Out,
    piece: Vec<u8>,
}

impl<'a, Out: Write> Saying<'a, Out> {
    fn begin(out: &'a mut Out, head: &Table) -> io::Result<Self> {
        child::write_frame(out, &Frame::Piece(serde_json::to_vec(head)?))?;
        Ok(Self { out, piece: Vec::new() })
    }

    fn row(&mut self, row: &TableRow) -> io::Result<()> {
        const A_PIECE: usize = 1 << 20;
        row.pack(&mut self.piece);
        if self.piece.len() < A_PIECE {
            return Ok(());
        }
        child::write_piece(self.out, &self.piece)?;
        self.piece.clear();
        Ok(())
    }

    fn end(self) -> io::Result<()> {
        if !self.piece.is_empty() {
            child::write_piece(self.out, &self.piece)?;
        }
        child::write_frame(self.out, &Frame::End)
    }
}
