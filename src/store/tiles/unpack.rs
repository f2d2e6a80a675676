//! Tiles and directories that are packed (gzip), unpacked up to a limit that is set before the first byte.

use std::io::Read as _;

/// Why bytes could not be unpacked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnpackError {
    #[error("its packing (gzip) is damaged")]
    Damaged,
    #[error("it unpacks to more than {} MB", .0 / (1024 * 1024))]
    TooLarge(u64),
}

/// Whether the bytes begin as something packed with gzip does.
pub fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x1f\x8b")
}

/// The bytes behind a packing, `most` of them at most.
///
/// # Errors
/// When the packing is damaged, or holds more.
pub fn unpacked(bytes: &[u8], most: u64) -> Result<Vec<u8>, UnpackError> {
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes)
        .take(most + 1)
        .read_to_end(&mut plain)
        .map_err(|_| UnpackError::Damaged)?;
    if plain.len() as u64 > most { Err(UnpackError::TooLarge(most)) } else { Ok(plain) }
}
