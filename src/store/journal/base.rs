//! The document that a journal begins with, and other many records, on their way into the journal and out of it: piece
//! by piece, because all of a large one would not fit beside the document itself.

use std::io::{self, Read, Write};

use rusqlite::{Connection, OptionalExtension};

use crate::model::{Document, Records};
use crate::store::native;

use super::sheet::checksum_of;

/// Bytes. Small enough to be handled in one piece, and far below `SQLite`'s limit for one value.
const PART: usize = 4 << 20;

/// A piece of a native file.
#[derive(Clone, Debug)]
pub struct BasePiece {
    /// The first is 1.
    pub(super) part: i64,
    pub(super) bytes: Vec<u8>,
    /// Bytes up to its end.
    pub(super) end: u64,
    pub is_last: bool,
}

/// Gives the document to `take` in pieces, as a journal takes them.
///
/// # Errors
/// Those of `take`, which gets no piece after one.
pub fn cut(document: &Document, take: impl FnMut(BasePiece) -> io::Result<()>) -> io::Result<()> {
    let mut knife = Knife::new(take);
    native::write_to(document, &mut knife)?;
    knife.give(true)
}

/// As [`cut`], for the native file of these records alone.
pub(super) fn cut_records(
    records: &Records,
    take: impl FnMut(BasePiece) -> io::Result<()>,
) -> io::Result<()> {
    let mut knife = Knife::new(take);
    native::write_records(records, &mut knife)?;
    knife.give(true)
}

struct Knife<T> {
    take: T,
    begun: Vec<u8>,
    /// The last that was given, and its end.
    part: i64,
    end: u64,
}

impl<T: FnMut(BasePiece) -> io::Result<()>> Knife<T> {
    fn new(take: T) -> Self {
        Self { take, begun: Vec::with_capacity(PART), part: 0, end: 0 }
    }

    fn give(&mut self, is_last: bool) -> io::Result<()> {
        let next = if is_last { Vec::new() } else { Vec::with_capacity(PART) };
        let bytes = std::mem::replace(&mut self.begun, next);
        self.part += 1;
        self.end += bytes.len() as u64;
        (self.take)(BasePiece { part: self.part, bytes, end: self.end, is_last })
    }
}

impl<T: FnMut(BasePiece) -> io::Result<()>> Write for Knife<T> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // Given only when more comes: so the last one is known.
        if self.begun.len() == PART && !bytes.is_empty() {
            self.give(false)?;
        }
        let taken = bytes.len().min(PART - self.begun.len());
        self.begun.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Reads pieces that a journal holds as one text.
pub(super) struct Pieces<N> {
    /// The piece of this number, of which the first is 1; `None` after the last.
    next: N,
    part: i64,
    piece: Vec<u8>,
    /// Bytes of the piece that were read.
    at: usize,
}

impl<N: FnMut(i64) -> Result<Option<Vec<u8>>, String>> Pieces<N> {
    pub fn new(next: N) -> Self {
        Self { next, part: 0, piece: Vec::new(), at: 0 }
    }
}

impl<N: FnMut(i64) -> Result<Option<Vec<u8>>, String>> Read for Pieces<N> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.at == self.piece.len() {
            let next = (self.next)(self.part + 1).map_err(io::Error::other)?;
            let Some(piece) = next.filter(|piece| !piece.is_empty()) else { return Ok(0) };
            self.part += 1;
            (self.piece, self.at) = (piece, 0);
        }
        let read = (&self.piece[self.at..]).read(room)?;
        self.at += read;
        Ok(read)
    }
}

/// Reads the base that has so many bytes. Where a part of it is missing or damaged, the error says so.
pub(super) fn base_of(connection: &Connection, base_len: u64) -> impl Read {
    let mut missing = base_len;
    Pieces::new(move |part| {
        if missing == 0 {
            return Ok(None);
        }
        let row = connection.query_row("SELECT bytes, checksum FROM base WHERE part = ?1", [part], |row| {
            Ok((row.get::<_, Vec<u8>>(0)?, row.get::<_, u32>(1)?))
        });
        let row = row.optional().map_err(|error| error.to_string())?;
        let Some((piece, checksum)) = row else { return Err("a part of the document is missing".to_owned()) };
        if checksum_of(&[&part.to_le_bytes(), &piece]) != checksum {
            return Err(format!("part {part} of the document is damaged"));
        }
        let rest = missing.checked_sub(piece.len() as u64).filter(|_| !piece.is_empty());
        missing = rest.ok_or("the parts of the document do not fit together")?;
        Ok(Some(piece))
    })
}
