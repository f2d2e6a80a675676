//! Tables read by a child: its pieces put together again.

use std::{ffi::OsString, path::Path};

use super::{
    child::{self, Cage, ChildError, Frame, Reader},
    table::{HeadingWish, Table, TableRow, Wishes},
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

impl TableReader {
    pub fn stop(&self) -> child::Stop {
        self.0.stop()
    }

    /// Waits for all that it finds; `on` is told how far the reading is, of how much.
    ///
    /// # Errors
    /// When the file is refused, or the child was ended or died.
    pub fn answer(mut self, on: &mut dyn FnMut(u64, u64)) -> Result<Table, ChildError> {
        let nonsense = |why: &str| ChildError::Nonsense(why.to_owned());
        let mut table: Option<Table> = None;
        while let Some(frame) = self.0.hear()? {
            match (frame, &mut table) {
                (Frame::Progress(done, all), _) => on(done, all),
                (Frame::Piece(bytes), None) => {
                    let head = serde_json::from_slice(&bytes);
                    table = Some(head.map_err(|error| ChildError::Nonsense(error.to_string()))?);
                }
                (Frame::Piece(bytes), Some(table)) => {
                    let mut rest = bytes.as_slice();
                    while !rest.is_empty() {
                        let row =
                            TableRow::unpack(&mut rest).ok_or_else(|| nonsense("rows that are none"))?;
                        table.rows.push(row);
                    }
                }
                (Frame::Refused(_) | Frame::End, _) => {}
            }
        }
        table.ok_or_else(|| nonsense("no answer"))
    }
}

/// The table as pieces for the wire: its head, then its rows, some at a time.
///
/// # Errors
/// When nobody listens any more.
pub fn say_table(out: &mut impl std::io::Write, table: &Table) -> std::io::Result<()> {
    const A_PIECE: usize = 1 << 20;
    let say = |out: &mut dyn std::io::Write, bytes: Vec<u8>| {
        let mut out = out;
        child::write_frame(&mut out, &Frame::Piece(bytes))
    };
    say(out, serde_json::to_vec(table)?)?;
    let mut piece = Vec::new();
    for row in &table.rows {
        row.pack(&mut piece);
        if piece.len() >= A_PIECE {
            say(out, std::mem::take(&mut piece))?;
        }
    }
    if !piece.is_empty() {
        say(out, piece)?;
    }
    child::write_frame(out, &Frame::End)
}
