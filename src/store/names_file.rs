//! A list of place names as text, plain or packed, read line by line; it is never written to.

use std::{
    fs::File,
    io::{BufRead, BufReader, Read, Seek, SeekFrom},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use zip::ZipArchive;

/// Longer lines are no rows of a list of names.
const LONGEST_LINE: u64 = 64 * 1024;
/// More than the whole world has, unpacked; what is longer is a trap.
const MOST_BYTES: u64 = 4 << 30;

/// Why a list was not read.
#[derive(Debug, thiserror::Error)]
pub enum NamesFileError {
    #[error("it cannot be read: {reason}.\n{path}")]
    Read { path: PathBuf, reason: String },
    #[error("there is no list of names in this archive: it must hold a text such as TJ.txt.\n{path}")]
    NoText { path: PathBuf },
    #[error("it is longer than any list of names.\n{path}")]
    TooLong { path: PathBuf },
}

/// One line, and how far the reading is.
pub struct NamesLine<'a> {
    /// Counted from 1.
    pub number: usize,
    /// `None` where it is no UTF-8, or too long.
    pub text: Option<&'a str>,
    pub done: u64,
    /// In the same unit, bytes of the unpacked text.
    pub total: u64,
}

/// Gives each line of the list to `take`, until it says to stop; `false` when it did. A zip is read as the longest text
/// in it that is no readme.
///
/// # Errors
/// When the file or the archive cannot be read; what was read before has been given.
pub fn each_line(
    path: &Path,
    take: &mut dyn FnMut(&NamesLine<'_>) -> ControlFlow<()>,
) -> Result<bool, NamesFileError> {
    let failed =
        |error: &dyn std::fmt::Display| NamesFileError::Read { path: path.into(), reason: error.to_string() };
    let mut file = File::open(path).map_err(|error| failed(&error))?;
    let about = file.metadata().map_err(|error| failed(&error))?;
    if !about.is_file() {
        return Err(failed(&"it is no file"));
    }
    let mut begins = [0; 4];
    let read = file.read(&mut begins).map_err(|error| failed(&error))?;
    file.seek(SeekFrom::Start(0)).map_err(|error| failed(&error))?;
    if &begins[..read] != b"PK\x03\x04" {
        return lines_of(BufReader::new(file), about.len(), path, take);
    }
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| failed(&error))?;
    let mut longest: Option<(usize, u64)> = None;
    for place in 0..archive.len() {
        let entry = archive.by_index(place).map_err(|error| failed(&error))?;
        let name = entry.name().map_err(|error| failed(&error))?.to_lowercase();
        let is_list =
            Path::new(&name).extension().is_some_and(|ending| ending == "txt") && !name.contains("readme");
        if is_list && longest.is_none_or(|(_, size)| entry.size() > size) {
            longest = Some((place, entry.size()));
        }
    }
    let (place, size) = longest.ok_or_else(|| NamesFileError::NoText { path: path.into() })?;
    let entry = archive.by_index(place).map_err(|error| failed(&error))?;
    lines_of(BufReader::new(entry), size, path, take)
}

fn lines_of(
    mut text: impl BufRead,
    total: u64,
    path: &Path,
    take: &mut dyn FnMut(&NamesLine<'_>) -> ControlFlow<()>,
) -> Result<bool, NamesFileError> {
    let failed =
        |error: std::io::Error| NamesFileError::Read { path: path.into(), reason: error.to_string() };
    let (mut line, mut number, mut done) = (Vec::new(), 0, 0_u64);
    loop {
        line.clear();
        let read = (&mut text).take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(failed)? as u64;
        if read == 0 {
            return Ok(true);
        }
        done += read;
        number += 1;
        let mut is_whole = true;
        while line.last() != Some(&b'\n') && line.len() as u64 == LONGEST_LINE {
            is_whole = false;
            line.clear();
            done += (&mut text).take(LONGEST_LINE).read_until(b'\n', &mut line).map_err(failed)? as u64;
        }
        if done > MOST_BYTES {
            return Err(NamesFileError::TooLong { path: path.into() });
        }
        let text = std::str::from_utf8(&line).ok().filter(|_| is_whole);
        let line =
            NamesLine { number, text: text.map(|text| text.trim_end_matches(['\r', '\n'])), done, total };
        if take(&line).is_break() {
            return Ok(false);
        }
    }
}
