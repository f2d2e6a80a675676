//! What the child says, piece by piece: a letter for the kind, four bytes for the length, then so many bytes.

use std::io::{self, Read, Write};

/// One piece of what the child says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Frame {
    /// How far it is, of how much.
    Progress(u64, u64),
    /// A piece of the answer; what it means depends on what was asked.
    Piece(Vec<u8>),
    /// Why there is no answer, in a sentence.
    Refused(String),
    /// That was all.
    End,
}

/// Bytes of one piece, and of all.
pub const MOST_PAYLOAD: usize = 16 << 20;
pub const MOST_IN_ALL: u64 = 3 << 30;

/// Why a piece cannot be taken.
#[derive(Debug, thiserror::Error)]
pub enum FrameError {
    #[error("it fell silent")]
    Ended,
    #[error("a piece of {0} bytes")]
    TooLarge(usize),
    #[error("more than {} MB in all", MOST_IN_ALL >> 20)]
    TooMuch,
    #[error("a piece of an unknown kind")]
    Unknown,
}

impl Frame {
    /// Reads the next piece; `taken` counts bytes over all of them.
    ///
    /// # Errors
    /// When the stream ends, or a piece is larger than it may be or of no known kind.
    pub fn read(from: &mut impl Read, taken: &mut u64) -> Result<Self, FrameError> {
        let ended = |_: io::Error| FrameError::Ended;
        let mut head = [0; 5];
        from.read_exact(&mut head).map_err(ended)?;
        let [kind, length @ ..] = head;
        let length = u32::from_le_bytes(length) as usize;
        if length > MOST_PAYLOAD {
            return Err(FrameError::TooLarge(length));
        }
        *taken += length as u64;
        if *taken > MOST_IN_ALL {
            return Err(FrameError::TooMuch);
        }
        /// As much is believed before it comes.
        const A_PIECE: usize = 2 << 20;
        let mut bytes = Vec::with_capacity(length.min(A_PIECE));
        from.take(length as u64).read_to_end(&mut bytes).map_err(ended)?;
        if bytes.len() < length {
            return Err(FrameError::Ended);
        }
        match kind {
            b'p' => {
                let number = |at: usize| {
                    bytes.get(at..at + 8).and_then(|eight| eight.try_into().ok()).map(u64::from_le_bytes)
                };
                number(0)
                    .zip(number(8))
                    .map(|(done, all)| Self::Progress(done, all))
                    .ok_or(FrameError::Unknown)
            }
            b'd' => Ok(Self::Piece(bytes)),
            b'n' => Ok(Self::Refused(String::from_utf8_lossy(&bytes).into_owned())),
            b'e' => Ok(Self::End),
            _ => Err(FrameError::Unknown),
        }
    }
}

/// Says one piece.
///
/// # Errors
/// When nobody listens any more, or the piece is too large.
pub fn write_frame(to: &mut impl Write, frame: &Frame) -> io::Result<()> {
    match frame {
        Frame::Progress(done, all) => write(to, b'p', &[done.to_le_bytes(), all.to_le_bytes()].concat()),
        Frame::Piece(bytes) => write_piece(to, bytes),
        Frame::Refused(why) => write(to, b'n', why.as_bytes()),
        Frame::End => write(to, b'e', &[]),
    }
}

/// Says one piece of the answer.
///
/// # Errors
/// Those of [`write_frame`].
pub fn write_piece(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    write(to, b'd', bytes)
}

fn write(to: &mut impl Write, kind: u8, bytes: &[u8]) -> io::Result<()> {
    if bytes.len() > MOST_PAYLOAD {
        return Err(io::Error::other("a piece is too large"));
    }
    to.write_all(&[kind])?;
    to.write_all(&u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}

#[cfg(test)]
mod tests {
    use super::{Frame, FrameError, write_frame};

    #[test]
    fn what_is_said_is_heard_and_false_lengths_cost_nothing() {
        let said =
            [Frame::Progress(3, 9), Frame::Piece(vec![1, 2]), Frame::Refused("no".to_owned()), Frame::End];
        let mut wire = Vec::new();
        for frame in &said {
            write_frame(&mut wire, frame).unwrap();
        }
        let (mut rest, mut taken) = (wire.as_slice(), 0);
        for frame in said {
            assert_eq!(Frame::read(&mut rest, &mut taken).unwrap(), frame);
        }
        let lies = [b'd', 255, 255, 255, 255];
        assert!(matches!(Frame::read(&mut lies.as_slice(), &mut 0), Err(FrameError::TooLarge(_))));
        let short = [b'd', 9, 0, 0, 0, 1];
        assert!(matches!(Frame::read(&mut short.as_slice(), &mut 0), Err(FrameError::Ended)));
    }
}
