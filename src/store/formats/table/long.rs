//! Text of which only a part is in memory at a time.

use std::{
    fs::File,
    io::{self, Read, Seek},
    str,
};

use super::{How, TableError};

const MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file that is UTF-8 from its first byte to its last.
pub(in crate::store::formats) struct LongText {
    file: File,
    pub(super) how: How,
    /// All of it.
    pub(super) bytes: u64,
    /// How much is read at a time.
    part: usize,
    /// The beginning of a letter whose end was not read yet.
    begun: Vec<u8>,
}

impl LongText {
    /// Reads the file once, and finds out whether it is such a text with something in its first part; `is_other` says
    /// of the first part that it is read in another way. `None` where it is none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of(file: File, part: usize, is_other: impl Fn(&[u8]) -> bool) -> io::Result<Option<Self>> {
        let mut text = Self { file, how: How::Valid, bytes: 0, part, begun: Vec::new() };
        let mut read = Vec::new();
        loop {
            if text.read(&mut read)? == 0 {
                break;
            }
            if text.bytes == 0 {
                if is_other(&read) || read.trim_ascii().is_empty() {
                    return Ok(None);
                }
                if read.starts_with(MARK) {
                    text.how = How::Mark;
                }
            }
            text.bytes += (read.len() - text.begun.len()) as u64;
            // A zero is in no text: these may be letters of two bytes.
            if read.contains(&0) || text.take(&mut read).is_err() {
                return Ok(None);
            }
            read.clear();
        }
        text.file.rewind()?;
        Ok((text.bytes > 0 && text.begun.is_empty()).then_some(text))
    }

    /// Appends the next part; `false` where there is no more.
    pub(super) fn append_to(&mut self, text: &mut String) -> Result<bool, TableError> {
        let mut read = Vec::new();
        let failed = |error: io::Error| TableError::Read(error.to_string());
        let is_first = self.file.stream_position().map_err(failed)? < MARK.len() as u64;
        if self.read(&mut read).map_err(failed)? == 0 {
            return Ok(false);
        }
        let part =
            self.take(&mut read).map_err(|()| TableError::Read("it was changed meanwhile".to_owned()))?;
        text.push_str(part.strip_prefix('\u{FEFF}').filter(|_| is_first).unwrap_or(part));
        Ok(true)
    }

    /// Reads what was begun and the next part behind it; returns how many bytes are new.
    fn read(&mut self, into: &mut Vec<u8>) -> io::Result<usize> {
        into.extend_from_slice(&self.begun);
        (&self.file).take(self.part as u64).read_to_end(into)
    }

    /// The whole letters of what was read; the beginning of another is kept for the next time.
    fn take<'a>(&mut self, read: &'a mut Vec<u8>) -> Result<&'a str, ()> {
        // A letter has four bytes at most, and only the first of them tells how many.
        let last = read.len() - read.len().min(3);
        let begun = (last..read.len()).rev().find(|at| read[*at] >= 0xC0);
        let is_cut =
            |at: &usize| str::from_utf8(&read[*at..]).is_err_and(|error| error.error_len().is_none());
        self.begun = begun.filter(is_cut).map(|at| read.split_off(at)).unwrap_or_default();
        str::from_utf8(read).map_err(|_| ())
    }
}
