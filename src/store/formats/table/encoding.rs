//! Which letters the bytes of a text stand for.
//!
//! A byte that stands for nothing is never replaced in silence: then the user is asked.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

/// Encodings that tables of this region come in, for a choice.
pub const ENCODINGS: [&str; 8] =
    ["UTF-8", "UTF-16LE", "UTF-16BE", "windows-1251", "KOI8-R", "IBM866", "windows-1252", "windows-1256"];

/// How the encoding is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// The user said so.
    Asked,
    /// The file begins with a mark that says so.
    Mark,
    /// All bytes make sense in it, and would hardly in another.
    Valid,
    /// The frequencies of the letters say so.
    Guessed,
    /// It came as text: there were no bytes to read.
    Given,
}

/// A text and how it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    pub encoding: &'static str,
    pub how: How,
}

/// Why bytes are no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EncodingError {
    #[error(
        "nobody knows an encoding “{0}”: try UTF-8, UTF-16LE, windows-1251, KOI8-R, IBM866, windows-1252 or \
         windows-1256"
    )]
    Unknown(String),
    #[error("byte {at} is not {encoding} text: name another encoding (windows-1251, KOI8-R, IBM866 …)")]
    NotThat { encoding: &'static str, at: usize },
    #[error("these bytes are no text in any encoding known here: it may be a picture, a database or packed")]
    NoText,
}

/// Reads bytes as text.
///
/// # Errors
/// When the encoding that was asked for is not known or does not fit, or none can be found.
pub fn decode<'a>(bytes: &'a [u8], asked: Option<&str>) -> Result<Decoded<'a>, EncodingError> {
    if let Some(name) = asked {
        let encoding = Encoding::for_label(name.trim().as_bytes())
            .ok_or_else(|| EncodingError::Unknown(name.trim().to_owned()))?;
        return whole(bytes, encoding, How::Asked);
    }
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        return whole(bytes, encoding, How::Mark);
    }
    if let Some(encoding) = utf_16_by_zeros(bytes) {
        return whole(bytes, encoding, How::Valid);
    }
    if bytes.contains(&0) {
        return Err(EncodingError::NoText);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Ok(Decoded { text: Cow::Borrowed(text), encoding: UTF_8.name(), how: How::Valid });
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    whole(bytes, guess, How::Guessed).map_err(|_| EncodingError::NoText)
}

/// All bytes in that encoding, or where the first is that is none.
fn whole<'a>(bytes: &'a [u8], encoding: &'static Encoding, how: How) -> Result<Decoded<'a>, EncodingError> {
    let bare = Encoding::for_bom(bytes)
        .filter(|(marked, _)| *marked == encoding)
        .map_or(bytes, |(_, length)| &bytes[length..]);
    if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bare) {
        return Ok(Decoded { text, encoding: encoding.name(), how });
    }
    let at = first_fault(bare, encoding) + bytes.len() - bare.len() + 1;
    Err(EncodingError::NotThat { encoding: encoding.name(), at })
}

/// How many bytes are text before the first that is not.
fn first_fault(bytes: &[u8], encoding: &'static Encoding) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = [0; 4096];
    let mut read = 0;
    loop {
        let (result, more, _) = decoder.decode_to_utf8_without_replacement(&bytes[read..], &mut text, true);
        read += more;
        match result {
            DecoderResult::OutputFull => {}
            DecoderResult::InputEmpty => return read,
            DecoderResult::Malformed(bad, after) => {
                return read.saturating_sub(usize::from(bad) + usize::from(after));
            }
        }
    }
}

/// UTF-16 without a mark: every second byte of Latin text and of digits is zero.
fn utf_16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    const LOOKED_AT: usize = 4096;
    let head = &bytes[..bytes.len().min(LOOKED_AT) & !1];
    if head.len() < 8 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let zeros = |first: usize| head.iter().skip(first).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    // Separators, digits and line ends are Latin in any language.
    let enough = head.len() / 2 / 10;
    if even == 0 && odd > enough {
        Some(UTF_16LE)
    } else if odd == 0 && even > enough {
        Some(UTF_16BE)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::{EncodingError, How, decode};

    const TEXT: &str = "дата;место;погибшие\n26.11.2025;Шамсиддин Шохин, пограничная застава на берегу Пянджа;3\n\
        24.12.2025;Кавок, нападение на пограничников с афганского берега;2\n";

    #[test]
    fn cyrillic_tables_are_read_in_the_encoding_they_were_written_in() {
        for encoding in [encoding_rs::WINDOWS_1251, encoding_rs::KOI8_R, encoding_rs::IBM866] {
            let (bytes, _, lost) = encoding.encode(TEXT);
            assert!(!lost);
            let decoded = decode(&bytes, None).unwrap();
            assert_eq!(decoded.text, TEXT, "{} was taken for {}", encoding.name(), decoded.encoding);
            assert_eq!(decoded.how, How::Guessed);
        }
    }

    #[test]
    fn marks_and_utf_16_without_one_are_understood() {
        let utf_16 = |mark: bool, big: bool| -> Vec<u8> {
            let units = TEXT.encode_utf16();
            let mark = mark.then_some(0xFEFF);
            let all = mark.into_iter().chain(units);
            all.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
        };
        for (mark, big) in [(true, true), (true, false), (false, true), (false, false)] {
            let bytes = utf_16(mark, big);
            assert_eq!(decode(&bytes, None).unwrap().text, TEXT, "mark {mark}, big {big}");
        }
        let marked = [b"\xEF\xBB\xBF".as_slice(), TEXT.as_bytes()].concat();
        let decoded = decode(&marked, None).unwrap();
        assert_eq!((decoded.text.as_ref(), decoded.how), (TEXT, How::Mark));
    }

    #[test]
    fn what_was_asked_for_and_does_not_fit_is_refused_at_the_byte() {
        let bytes = b"abc,\xFFdef";
        let error = decode(bytes, Some("utf-8")).unwrap_err();
        assert_eq!(error, EncodingError::NotThat { encoding: "UTF-8", at: 5 });
        assert!(matches!(decode(bytes, Some("klingon")), Err(EncodingError::Unknown(_))));
        assert_eq!(decode(b"\x89PNG\0\0\0\x01", None).unwrap_err(), EncodingError::NoText);
    }
}
