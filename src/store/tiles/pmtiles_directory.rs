//! The directory of a `PMTiles` file: which tile lies where, in the order of a curve that keeps neighbours together.

use super::TilePlace;

/// Entries of one directory; files of the whole world have some thousands in each.
const MOST_ENTRIES: u64 = 300_000;

/// Where a run of equal tiles lies, or a further directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    pub id: u64,
    /// From the beginning of the tiles, or of the further directories.
    pub offset: u64,
    pub length: u32,
    /// So many tiles in a row are the same; 0 is a further directory.
    pub run: u32,
}

/// The number of a tile: all tiles of the zooms before it, then its place on the Hilbert curve.
///
/// # Source
/// `PMTiles` specification, version 3, section 4.1; the curve after Wikipedia, "Hilbert curve", `xy2d`.
pub fn tile_id(place: TilePlace) -> Option<u64> {
    // From zoom 32 on the numbers are too large.
    if place.z > 26 || !place.exists() {
        return None;
    }
    let before = ((1_u64 << (2 * u32::from(place.z))) - 1) / 3;
    let (mut x, mut y) = (u64::from(place.x), u64::from(place.y));
    let mut along = 0;
    let mut side = (1_u64 << place.z) / 2;
    while side > 0 {
        let (right, low) = (u64::from(x & side > 0), u64::from(y & side > 0));
        along += side * side * ((3 * right) ^ low);
        if low == 0 {
            if right == 1 {
                x = (side - 1).wrapping_sub(x);
                y = (side - 1).wrapping_sub(y);
            }
            std::mem::swap(&mut x, &mut y);
        }
        side /= 2;
    }
    Some(before + along)
}

/// Reads a directory that is unpacked already; `None` where it is damaged.
///
/// # Source
/// `PMTiles` specification, version 3, section 4.2: a count, then all ids, runs, lengths and offsets, each a varint.
pub fn read_directory(bytes: &[u8]) -> Option<Vec<Entry>> {
    let mut rest = bytes;
    let count = varint(&mut rest)?;
    // Each entry takes four bytes at least: what is announced must be there before room is made for it.
    if count > MOST_ENTRIES || count * 4 > rest.len() as u64 {
        return None;
    }
    let mut entries = Vec::with_capacity(count as usize);
    let mut id = 0_u64;
    for _ in 0..count {
        id = id.checked_add(varint(&mut rest)?)?;
        entries.push(Entry { id, offset: 0, length: 0, run: 0 });
    }
    for entry in &mut entries {
        entry.run = u32::try_from(varint(&mut rest)?).ok()?;
    }
    for entry in &mut entries {
        entry.length = u32::try_from(varint(&mut rest)?).ok()?;
    }
    let mut end = 0_u64;
    for (place, entry) in entries.iter_mut().enumerate() {
        entry.offset = match varint(&mut rest)? {
            // Right behind the one before.
            0 if place > 0 => end,
            0 => return None,
            offset => offset - 1,
        };
        end = entry.offset.checked_add(entry.length.into())?;
    }
    Some(entries)
}

/// The entry that a tile belongs to.
pub fn find(entries: &[Entry], id: u64) -> Option<Entry> {
    let after = entries.partition_point(|entry| entry.id <= id);
    let entry = *entries.get(after.checked_sub(1)?)?;
    (entry.run == 0 || id - entry.id < u64::from(entry.run)).then_some(entry)
}

/// A number of seven bits a byte, the lowest first.
pub fn varint(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for (place, byte) in rest.iter().take(10).enumerate() {
        value |= u64::from(byte & 0x7f).checked_shl(7 * place as u32)?;
        if byte & 0x80 == 0 {
            *rest = &rest[place + 1..];
            return Some(value);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiles_are_numbered_as_the_specification_numbers_them() {
        for ((z, x, y), id) in [
            ((0, 0, 0), 0),
            ((1, 0, 0), 1),
            ((1, 0, 1), 2),
            ((1, 1, 1), 3),
            ((1, 1, 0), 4),
            ((2, 0, 0), 5),
            ((12, 3423, 1763), 19_078_479),
        ] {
            assert_eq!(tile_id(TilePlace { z, x, y }), Some(id), "{z}/{x}/{y}");
        }
        assert_eq!(tile_id(TilePlace { z: 2, x: 4, y: 0 }), None);
    }

    #[test]
    fn a_directory_that_announces_more_than_it_holds_is_refused_before_room_is_made() {
        assert_eq!(read_directory(&[]), None);
        assert_eq!(read_directory(&[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]), None);
        assert_eq!(read_directory(&[2, 0, 1]), None);
        // One run of three tiles from number 5, at the beginning.
        let entries = read_directory(&[1, 5, 3, 10, 1]).unwrap();
        assert_eq!(entries, [Entry { id: 5, offset: 0, length: 10, run: 3 }]);
        assert_eq!(find(&entries, 4), None);
        assert_eq!(find(&entries, 7), Some(entries[0]));
        assert_eq!(find(&entries, 8), None);
    }
}
