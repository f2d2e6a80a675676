//! Whether the newest part of a journal is whole.
//!
//! The changes since the last checkpoint stand in the file `…-wal`. `SQLite` takes them up to the first frame
//! whose checksum is wrong and is silent about the rest, because a crash in mid-write looks like that. But a
//! crash leaves at most one change unfinished; several after the first wrong frame are damage.
//!
//! # Source
//! "Database File Format", <https://www.sqlite.org/fileformat2.html#walformat>.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// The last bit of it tells the order of bytes in checksums.
const MAGIC: u32 = 0x377f_0682;

/// What is wrong with this file, if anything.
pub(super) fn damage(path: &Path) -> Option<String> {
    match fs::read(path) {
        Ok(bytes) => damage_in(&bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => Some(format!("its newest part cannot be read, {error}")),
    }
}

fn damage_in(bytes: &[u8]) -> Option<String> {
    let (header, frames) = bytes.split_at_checked(HEADER)?;
    if frames.is_empty() {
        return None;
    }
    let sum = Checksum { swapped: number(header, 0) == MAGIC, pair: (0, 0) };
    let mut sum = sum.over(&header[..24]);
    let page = number(header, 8) as usize;
    let is_known = number(header, 0) & !1 == MAGIC && (512..=65_536).contains(&page);
    if !is_known || sum.pair != (number(header, 24), number(header, 28)) {
        return Some("its newest part has lost its beginning".to_owned());
    }
    let mut is_whole = true;
    let mut lost = 0;
    for frame in frames.chunks_exact(FRAME_HEADER + page) {
        let (about, content) = frame.split_at(FRAME_HEADER);
        // Frames of an earlier round may follow, which are in the main file.
        let is_of_this_round = about[8..16] == header[16..24];
        sum = sum.over(&about[..8]).over(content);
        is_whole &= is_of_this_round && sum.pair == (number(about, 16), number(about, 20));
        let ends_a_change = number(about, 4) != 0;
        lost += u32::from(!is_whole && is_of_this_round && ends_a_change);
    }
    (lost > 1).then(|| format!("up to {lost} changes at its end are damaged"))
}

/// The running checksum over pairs of numbers.
#[derive(Clone, Copy)]
struct Checksum {
    /// Numbers are read with the lowest byte first.
    swapped: bool,
    pair: (u32, u32),
}

impl Checksum {
    fn over(mut self, bytes: &[u8]) -> Self {
        let read = |at: &[u8]| if self.swapped { number(at, 0).swap_bytes() } else { number(at, 0) };
        let (mut first, mut second) = self.pair;
        for eight in bytes.chunks_exact(8) {
            first = first.wrapping_add(read(&eight[..4])).wrapping_add(second);
            second = second.wrapping_add(read(&eight[4..])).wrapping_add(first);
        }
        self.pair = (first, second);
        self
    }
}

/// The number at this byte, highest byte first.
fn number(bytes: &[u8], at: usize) -> u32 {
    bytes[at..at + 4].iter().fold(0, |number, &byte| number << 8 | u32::from(byte))
}
