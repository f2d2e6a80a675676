//! The end of a ZIP, looked at before the archive is: how many entries it claims, so that no memory is taken for them.

use std::io::{self, Read, Seek, SeekFrom};

/// Entries that the file says it has; `None` where it is no ZIP. Where the end is ambiguous, the largest number.
///
/// # Source
/// APPNOTE 6.3.10, sections 4.3.14 to 4.3.16.
pub(super) fn claimed_entries(file: &mut (impl Read + Seek)) -> io::Result<Option<u64>> {
    /// The end record with the longest comment, and the locator before it.
    const END: u64 = 22 + 65_535 + 20;
    let length = file.seek(SeekFrom::End(0))?;
    let from = length.saturating_sub(END);
    file.seek(SeekFrom::Start(from))?;
    let mut end = Vec::new();
    file.by_ref().take(END).read_to_end(&mut end)?;
    let mut claimed = None;
    for (place, window) in end.windows(4).enumerate() {
        let found = match window {
            b"PK\x05\x06" => {
                end.get(place + 10..place + 12).map(|n| u64::from(u16::from_le_bytes([n[0], n[1]])))
            }
            b"PK\x06\x07" => long_form(file, &end[place..])?,
            _ => None,
        };
        claimed = claimed.max(found);
    }
    Ok(claimed)
}

/// The number of entries in the long form, to which the locator points.
fn long_form(file: &mut (impl Read + Seek), locator: &[u8]) -> io::Result<Option<u64>> {
    let Some(at) = locator.get(8..16).and_then(|bytes| bytes.try_into().ok()).map(u64::from_le_bytes) else {
        return Ok(None);
    };
    let mut record = [0; 40];
    file.seek(SeekFrom::Start(at))?;
    match file.read_exact(&mut record) {
        Ok(()) if record.starts_with(b"PK\x06\x06") => {
            Ok(record[32..40].try_into().ok().map(u64::from_le_bytes))
        }
        Ok(()) => Ok(None),
        Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(None),
        Err(error) => Err(error),
    }
}
