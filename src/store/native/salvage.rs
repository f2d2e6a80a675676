//! What is whole in a native file that was cut or damaged.
//!
//! Features are looked for one by one, so what is broken in one costs no other: in a native file each stands on a
//! line of its own, in one that another program has laid out they are found as well. What lies between them and
//! could not be read is kept as text in the report.

use std::ops::Range;

use serde_json::Value;

use crate::model::Document;

use super::Report;
use super::read::Collection;
use super::report::{Damage, DamagedPiece};
use super::row::{Part, read_row};

/// Places where a feature could begin and does not, one after the other, before the rest is taken as lost: beyond
/// any damage, and short of what a file made for it could cost.
const MOST_IN_A_ROW: usize = 10_000;
/// Bytes that may be read in vain, in files and beyond them: nested beginnings without an end are read again and
/// again.
const MOST_IN_VAIN: (usize, usize) = (8, 1 << 20);
/// What every record holds, unless the damage is right there.
const FEATURE: &[u8] = b"\"Feature\"";

/// The incidents and project facts that can still be read; `None` when there is not one whole feature.
pub(super) fn salvage(bytes: &[u8]) -> Option<(Document, Report)> {
    let features = find_features(bytes);
    let (first, last) = (features.first()?.range.start, features.last()?.range.end);
    let mut pieces = Pieces { bytes, line: 1, at: 0, records: 0, found: Vec::new() };
    let mut collection = Collection::of_features();
    let mut end = head(&bytes[..first], &mut collection, &mut pieces).unwrap_or(first);
    for feature in &features {
        pieces.add(end..feature.range.start, 1);
        end = feature.range.end;
    }
    let bracket = closing(bytes, last);
    pieces.add(last..bracket.unwrap_or(bytes.len()), 1);
    let is_closed = bracket.is_some_and(|at| tail(bytes, at + 1, &mut collection, &mut pieces));
    collection.features =
        features.into_iter().map(|feature| read_row(feature.value)).map(Part::One).collect();
    let (document, mut report) = collection.into_document().ok()?;
    let Pieces { records, found, .. } = pieces;
    report.damage = Some(Damage { records, is_cut: !is_closed, pieces: found });
    Some((document, report))
}

struct Found {
    range: Range<usize>,
    value: Value,
}

/// All whole features, in order.
fn find_features(bytes: &[u8]) -> Vec<Found> {
    let mut found = Vec::new();
    let (mut at, mut in_vain, mut in_a_row) = (0, 0, 0);
    let most_in_vain = MOST_IN_VAIN.0.saturating_mul(bytes.len()).saturating_add(MOST_IN_VAIN.1);
    while let Some(start) = next_start(bytes, at) {
        let end = match value_at(bytes, start) {
            Ok((value, end)) if value.get("type").and_then(Value::as_str) == Some("Feature") => {
                found.push(Found { range: start..end, value });
                (at, in_a_row) = (end, 0);
                continue;
            }
            Ok((_, end)) | Err(end) => end,
        };
        in_vain += end - start;
        in_a_row += 1;
        if in_vain > most_in_vain || in_a_row == MOST_IN_A_ROW {
            break;
        }
        at = start + 1;
    }
    found
}

/// The next place where a member of a list, or the first of a line, is an object. The value of a key is none: a
/// feature stands in a list.
fn next_start(bytes: &[u8], from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|&byte| byte == b'{')?;
        let before = bytes[..at].iter().rev().find(|byte| !matches!(byte, b' ' | b'\t' | b'\r'));
        if before != Some(&b':') {
            return Some(at);
        }
        at += 1;
    }
}

/// The value that begins here and where it ends, or how far it could be read.
fn value_at(bytes: &[u8], start: usize) -> Result<(Value, usize), usize> {
    let rest = &bytes[start..];
    let mut stream = serde_json::Deserializer::from_slice(rest).into_iter::<Value>();
    match stream.next() {
        Some(Ok(value)) => Ok((value, start + stream.byte_offset())),
        Some(Err(error)) => {
            let lines = rest.split_inclusive(|&byte| byte == b'\n').take(error.line().saturating_sub(1));
            let end = start + lines.map(<[u8]>::len).sum::<usize>() + error.column();
            Err(end.min(bytes.len()))
        }
        None => Err(bytes.len()),
    }
}

/// Reads the members before the features; returns where the list of features begins.
fn head(bytes: &[u8], collection: &mut Collection, pieces: &mut Pieces) -> Option<usize> {
    let mut at = bytes.iter().position(|byte| !byte.is_ascii_whitespace())?;
    at += usize::from(bytes[at] == b'{');
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => at += 1,
            _ => match member_at(bytes, at) {
                Some(Member::Whole { key, value, end }) => {
                    collection.take(key, value);
                    at = end;
                }
                Some(Member::Broken { key, value })
                    if key == "features" && bytes.get(value) == Some(&b'[') =>
                {
                    return Some(value + 1);
                }
                Some(Member::Broken { .. }) | None => at = pieces.add_line(at, bytes.len()),
            },
        }
    }
    None
}

/// Reads the members after the features; tells whether the brace that closes the collection was there.
fn tail(bytes: &[u8], from: usize, collection: &mut Collection, pieces: &mut Pieces) -> bool {
    let mut at = from;
    while at < bytes.len() {
        match bytes[at] {
            b' ' | b'\t' | b'\r' | b'\n' | b',' => at += 1,
            b'}' => {
                pieces.add(at + 1..bytes.len(), 0);
                return true;
            }
            _ => {
                if let Some(Member::Whole { key, value, end }) = member_at(bytes, at) {
                    collection.take(key, value);
                    at = end;
                } else {
                    at = pieces.add_line(at, bytes.len());
                }
            }
        }
    }
    false
}

/// A member of the collection.
enum Member {
    Whole {
        key: String,
        value: Value,
        end: usize,
    },
    /// Its value, which begins here, could not be read.
    Broken {
        key: String,
        value: usize,
    },
}

/// The member whose key begins here.
fn member_at(bytes: &[u8], start: usize) -> Option<Member> {
    let after_space = |from: usize| Some(from + bytes[from..].iter().position(|b| !b.is_ascii_whitespace())?);
    let (key, end) = value_at(bytes, start).ok()?;
    let Value::String(key) = key else { return None };
    let colon = after_space(end).filter(|&at| bytes[at] == b':')?;
    let value = after_space(colon + 1)?;
    Some(match value_at(bytes, value) {
        Ok((value, end)) => Member::Whole { key, value, end },
        Err(_) => Member::Broken { key, value },
    })
}

/// The bracket that closes the list of features. In a damaged record there are brackets as well: this one stands
/// first, or begins a line, or ends the file with the brace and closes nothing of a record that was cut right there.
fn closing(bytes: &[u8], from: usize) -> Option<usize> {
    let rest = &bytes[from..];
    let first = rest.iter().position(|byte| !byte.is_ascii_whitespace() && *byte != b',')?;
    if rest[first] == b']' {
        return Some(from + first);
    }
    let line = rest.windows(2).rposition(|two| two == b"\n]").map(|at| at + 1);
    let end = rest.trim_ascii_end();
    let at_the_end = || end.strip_suffix(b"]}").filter(|before| is_balanced(before)).map(<[u8]>::len);
    line.or_else(at_the_end).map(|at| from + at)
}

/// Whether as many brackets close as open. Those in texts count as well: a wrong answer only says too often that
/// the end is missing.
fn is_balanced(bytes: &[u8]) -> bool {
    let count = |wanted: [u8; 2]| bytes.iter().filter(|byte| wanted.contains(byte)).count();
    count([b'{', b'[']) == count([b'}', b']'])
}

/// The range without the spaces and commas around it.
fn trimmed(bytes: &[u8], range: Range<usize>) -> Range<usize> {
    let is_content = |byte: &u8| !byte.is_ascii_whitespace() && *byte != b',';
    let Some(piece) = bytes.get(range.clone()) else { return 0..0 };
    let Some(first) = piece.iter().position(is_content) else { return range.end..range.end };
    let last = piece.iter().rposition(is_content).unwrap_or(first);
    range.start + first..range.start + last + 1
}

/// The bytes as text in which nothing is lost: those that are no text are written as `\xNN`, and a run of zeros,
/// which a failing disk leaves, as its length.
fn as_text(bytes: &[u8]) -> String {
    const LONG: usize = 8;
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        let mut rest = chunk.valid();
        while let Some(zero) = rest.find('\0') {
            let zeros = rest[zero..].len() - rest[zero..].trim_start_matches('\0').len();
            text.push_str(&rest[..zero]);
            if zeros < LONG {
                text.push_str(&"\\x00".repeat(zeros));
            } else {
                text.extend(["…", &zeros.to_string(), " zero bytes…"]);
            }
            rest = &rest[zero + zeros..];
        }
        text.push_str(rest);
        for byte in chunk.invalid() {
            text.extend(["\\x", &format!("{byte:02X}")]);
        }
    }
    text
}

/// What could not be read; ranges come in the order of the file.
struct Pieces<'a> {
    bytes: &'a [u8],
    /// The line of the byte `at`.
    line: usize,
    at: usize,
    records: usize,
    found: Vec<DamagedPiece>,
}

impl Pieces<'_> {
    /// Adds the range, which is damaged if there is anything in it, and held at least so many records.
    fn add(&mut self, range: Range<usize>, least: usize) {
        let range = trimmed(self.bytes, range);
        let Some(piece) = self.bytes.get(range.clone()).filter(|piece| !piece.is_empty()) else { return };
        let passed = self.bytes.get(self.at..range.start).unwrap_or_default();
        self.line += passed.split(|&byte| byte == b'\n').count() - 1;
        self.at = range.start;
        self.records += piece.windows(FEATURE.len()).filter(|window| *window == FEATURE).count().max(least);
        self.found.push(DamagedPiece { line: self.line, text: as_text(piece) });
    }

    /// Adds the rest of the line; returns where it ends.
    fn add_line(&mut self, from: usize, end: usize) -> usize {
        let length = self.bytes[from..end].iter().position(|&byte| byte == b'\n');
        let end = length.map_or(end, |length| from + length);
        self.add(from..end, 0);
        end
    }
}

impl Collection {
    /// A collection whose frame need not be whole.
    fn of_features() -> Self {
        let kind = Some(Value::from("FeatureCollection"));
        Self { kind, has_features: true, ..Self::default() }
    }

    fn take(&mut self, key: String, value: Value) {
        match key.as_str() {
            // What it is was seen by its features.
            "type" => {}
            "marz" => self.marz = Some(value),
            _ => {
                self.members.insert(key, value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{as_text, salvage};

    #[test]
    fn a_file_cut_behind_the_brackets_of_a_point_is_cut() {
        let (document, _) = crate::store::sample();
        let whole = crate::store::native::write(&document);
        let ends = whole.windows(2).enumerate().filter(|(_, two)| *two == b"]}").map(|(at, _)| at + 2);
        let mut cuts = 0;
        for at in ends.filter(|&at| !whole[at..].trim_ascii().is_empty()) {
            if let Some((_, report)) = salvage(&whole[..at]) {
                let tail = String::from_utf8_lossy(&whole[at.saturating_sub(80)..at]);
                assert!(report.damage.expect("damage is told").is_cut, "cut at {at}: {tail}");
                cuts += 1;
            }
        }
        assert!(cuts > 20, "{cuts} cuts");
    }

    #[test]
    fn no_byte_is_lost_in_the_text_of_a_damaged_piece() {
        assert_eq!(as_text("дрон\0".as_bytes()), "дрон\\x00");
        assert_eq!(as_text(b"a\xFFb"), "a\\xFFb");
        assert_eq!(as_text(&[0; 4096]), "…4096 zero bytes…");
    }
}
