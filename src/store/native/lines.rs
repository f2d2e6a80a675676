//! A file of ours a few lines at a time: its text is never whole in memory, and several threads read it.
//!
//! Only a file that stands as this program writes it is read so, one feature a line. Whatever is unusual ends it, and
//! who asked reads the whole text instead: that reading tells of everything.

use std::io::{self, Read};
use std::thread;

use crate::model::{Document, Gathering, Records};

use super::Report;
use super::quick::{Known, row_of};
use super::read::{Collection, collection};
use super::row::{Part, Row};

/// Bytes that one thread reads at a time.
const PIECE: usize = 4 << 20;
/// Bytes. What stands before the features, or one of them, is far smaller in any file of ours.
const LONGEST: usize = 64 << 20;
const MOST_THREADS: usize = 8;
const LIST: &[u8] = b"\n\"features\":[\n";

/// A file of which all before the first feature is read.
pub struct Lines<R> {
    file: R,
    top: Collection,
    /// Read from the file already: the beginning of the next piece.
    begun: Vec<u8>,
}

impl<R: Read> Lines<R> {
    /// Reads what stands before the features; `None` where the file is not as this program writes it.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn begin(mut file: R) -> io::Result<Option<Self>> {
        let mut begun = Vec::new();
        let mut looked_at = 0;
        let end = loop {
            if let Some(at) = begun[looked_at..].windows(LIST.len()).position(|bytes| bytes == LIST) {
                break looked_at + at + LIST.len();
            }
            looked_at = begun.len().saturating_sub(LIST.len());
            // Only the beginning tells what a file is, and a foreign one need not be read far for that.
            if begun.len() > LONGEST || begun.first().is_some_and(|first| !matches!(first, b'{' | b'\xEF')) {
                return Ok(None);
            }
            let more = if begun.is_empty() { 64 << 10 } else { begun.len() };
            if read_more(&mut file, &mut begun, more)? == 0 {
                return Ok(None);
            }
        };
        let head = begun[..end].strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&begun[..end]);
        // With an end of its own it is a file without features, if the list is at the top.
        let top =
            std::str::from_utf8(head).ok().and_then(|head| collection(&format!("{head}]}}"), true).ok());
        let Some(top) = top.filter(|top| top.has_features && !top.features_repeated) else { return Ok(None) };
        begun.drain(..end);
        Ok(Some(Self { file, top, begun }))
    }

    /// Reads all features; `None` where one is unusual, or the file ends in another way than ours do.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read(mut self) -> io::Result<Option<(Document, Report)>> {
        let mut features = Vec::new();
        let is_ours = self.each_piece(|rows| features.extend(rows))?;
        self.top.features = features;
        Ok(if is_ours { self.top.into_document().ok() } else { None })
    }

    /// The incidents alone, in their order; `None` as with [`Self::read`], or where a feature is none.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn read_records(mut self) -> io::Result<Option<Records>> {
        let mut records = Gathering::default();
        let mut all_are_incidents = true;
        let is_ours = self.each_piece(|rows| {
            for part in rows {
                match part {
                    Part::Plain(plain) => records.append(plain),
                    Part::One(Row::Incident(found)) => records.push(found.incident),
                    Part::One(Row::Kept(..)) => all_are_incidents = false,
                }
            }
        })?;
        Ok((is_ours && all_are_incidents).then(|| records.finish()))
    }

    /// How many incidents [`Self::read`] would find; none of them stays in memory.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn count(mut self) -> io::Result<Option<usize>> {
        let mut incidents = 0;
        let of_part = |part: Part| match part {
            Part::One(Row::Incident(_)) => 1,
            Part::Plain(records) => records.len(),
            Part::One(Row::Kept(..)) => 0,
        };
        let is_ours = self.each_piece(|rows| incidents += rows.into_iter().map(of_part).sum::<usize>())?;
        // Without its features it is still a document, or never was one.
        Ok((is_ours && self.top.into_document().is_ok()).then_some(incidents))
    }

    /// Gives the features to `take`, some at a time and in their order; tells whether all stand as ours do.
    fn each_piece(&mut self, mut take: impl FnMut(Vec<Part>)) -> io::Result<bool> {
        let many = thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS);
        let mut readers: Vec<Reader> = (0..many).map(|_| Reader::new()).collect();
        let (mut at_work, mut spare) = (Vec::new(), Vec::new());
        self.fill(&mut at_work, many)?;
        let (mut stage, mut is_first) = (Stage::Open, true);
        while !at_work.is_empty() {
            let (read, filled) = if let [only] = &at_work[..] {
                (vec![piece_of(only, &mut readers[0])], self.fill(&mut spare, many))
            } else {
                thread::scope(|scope| {
                    let reading: Vec<_> = at_work
                        .iter()
                        .zip(&mut readers)
                        .map(|(text, reader)| scope.spawn(move || piece_of(text, reader)))
                        .collect();
                    // The disk works while they do.
                    let filled = self.fill(&mut spare, many);
                    // What panicked has read nothing: the other way of reading meets it again, in the open.
                    (reading.into_iter().map(|reader| reader.join().ok().flatten()).collect(), filled)
                })
            };
            for piece in read {
                let Some(piece) = piece else { return Ok(false) };
                let Some(next) = stage.then(&piece, is_first) else { return Ok(false) };
                stage = next;
                is_first &= piece.rows.is_empty();
                take(piece.rows);
            }
            filled?;
            std::mem::swap(&mut at_work, &mut spare);
        }
        Ok(stage == Stage::Ended)
    }

    /// Reads the next pieces, each of whole lines, into the room of earlier ones.
    fn fill(&mut self, pieces: &mut Vec<Vec<u8>>, many: usize) -> io::Result<()> {
        let mut room = std::mem::take(pieces).into_iter();
        while pieces.len() < many {
            let mut piece = room.next().unwrap_or_default();
            piece.clear();
            piece.append(&mut self.begun);
            let mut is_end = false;
            let end = loop {
                let missing = PIECE.saturating_sub(piece.len()).max(PIECE / 4);
                if !is_end && piece.len() < PIECE {
                    is_end = read_more(&mut self.file, &mut piece, missing)? < missing;
                }
                match piece.iter().rposition(|&byte| byte == b'\n') {
                    _ if is_end => break piece.len(),
                    Some(end) => break end + 1,
                    // Cut off within a line, it is no feature to anybody.
                    None if piece.len() > LONGEST => break piece.len(),
                    None => is_end = read_more(&mut self.file, &mut piece, PIECE)? < PIECE,
                }
            };
            self.begun.extend_from_slice(&piece[end..]);
            piece.truncate(end);
            if piece.is_empty() {
                return Ok(());
            }
            pieces.push(piece);
        }
        Ok(())
    }
}

/// Reads so many bytes more, fewer only at the end of the file; returns how many.
fn read_more(file: &mut impl Read, bytes: &mut Vec<u8>, more: usize) -> io::Result<usize> {
    bytes.reserve(more);
    file.by_ref().take(more as u64).read_to_end(bytes)
}

/// How far the list of features is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Another feature is to come.
    Open,
    /// After a feature without a comma.
    Last,
    /// The list and the file are closed.
    Ended,
}

/// What one thread keeps from one piece to the next.
struct Reader {
    known: Known,
    plain: Gathering,
}

impl Reader {
    fn new() -> Self {
        Self { known: Known::default(), plain: Gathering::expecting(usize::MAX) }
    }
}

/// What some lines hold.
struct Piece {
    rows: Vec<Part>,
    /// They begin with the end of the list, which must be due.
    begins_with_end: bool,
    stage: Stage,
}

impl Stage {
    /// Where the list is after the piece; `None` where that cannot come here.
    fn then(self, piece: &Piece, is_first: bool) -> Option<Self> {
        let is_due = match self {
            Self::Open => !piece.begins_with_end || is_first,
            Self::Last => piece.begins_with_end,
            Self::Ended => false,
        };
        is_due.then_some(piece.stage)
    }
}

/// The features on these lines; `None` where one is unusual.
fn piece_of(lines: &[u8], reader: &mut Reader) -> Option<Piece> {
    let text = std::str::from_utf8(lines).ok()?;
    let mut piece = Piece { rows: Vec::new(), begins_with_end: false, stage: Stage::Open };
    // Packed where they are read: as they are worked with, a million of them would take gigabytes.
    let Reader { known, plain } = reader;
    for (number, line) in text.lines().enumerate() {
        match piece.stage {
            Stage::Open if number == 0 && line == "]}" => {
                piece.begins_with_end = true;
                piece.stage = Stage::Ended;
            }
            Stage::Open => {
                let (feature, stage) = match line.strip_suffix(',') {
                    Some(feature) => (feature, Stage::Open),
                    None => (line, Stage::Last),
                };
                match row_of(feature, known).ok()? {
                    Row::Incident(found) if found.is_plain() => plain.push(found.incident),
                    row => {
                        piece.rows.extend(gathered(plain));
                        piece.rows.push(Part::One(row));
                    }
                }
                piece.stage = stage;
            }
            Stage::Last if line == "]}" => piece.stage = Stage::Ended,
            Stage::Last | Stage::Ended => return None,
        }
    }
    piece.rows.extend(gathered(plain));
    Some(piece)
}

/// What was gathered so far, if anything; what comes next begins anew.
fn gathered(plain: &mut Gathering) -> Option<Part> {
    (!plain.is_empty()).then(|| Part::Plain(plain.take()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::native::read;

    fn read_lines(bytes: &[u8]) -> Option<(Document, Report)> {
        Lines::begin(bytes).unwrap().and_then(|lines| lines.read().unwrap())
    }

    /// A file of ours that is several pieces long.
    fn large() -> Vec<u8> {
        let (sample, _) = crate::store::sample();
        let text = String::from_utf8(crate::store::native::write(&sample)).unwrap();
        let (head, rest) = text.split_once("\"features\":[\n").unwrap();
        let line = rest.lines().next().unwrap().trim_end_matches(',');
        let id = sample.incidents().next().unwrap().id.to_string();
        let mut out = format!("{head}\"features\":[");
        let mut number = 0;
        while out.len() < 3 * PIECE {
            out.push_str(if number == 0 { "\n" } else { ",\n" });
            out.push_str(&line.replace(&format!("\"id\":\"{id}\""), &format!("\"id\":\"{number:08}\"")));
            number += 1;
        }
        out.push_str("\n]}\n");
        out.into_bytes()
    }

    #[test]
    fn lines_give_what_the_whole_text_gives() {
        let (sample, _) = crate::store::sample();
        for bytes in
            [crate::store::native::write(&sample), crate::store::native::write(&Document::default()), large()]
        {
            let in_lines = read_lines(&bytes).expect("it stands as we write it");
            assert!(in_lines == read(&bytes).unwrap(), "{} bytes", bytes.len());
        }
    }

    #[test]
    fn what_does_not_stand_as_we_write_it_is_left_to_the_other_reading() {
        let own = String::from_utf8(large()).unwrap();
        let cut = &own[..own.len() - 4];
        let gap = own.replacen("},\n{", "}\n{", 1);
        let comma = own.replace("}\n]}", "},\n]}");
        let more = format!("{own}{{}}");
        let member = own.replace("\n]}\n", "\n],\"other\":1}\n");
        let nested = own.replacen("\"marz\":", "\"marz\":{\n\"features\":[\n", 1);
        let damaged = own.replacen("\"Feature\"", "\"Featur", 1);
        for text in
            [cut, &gap, &comma, &more, &member, &nested, &damaged, "", "\0\0", "{", "{\n\"features\":[\n"]
        {
            assert!(read_lines(text.as_bytes()).is_none(), "{}", &text[text.len().saturating_sub(80)..]);
        }
    }
}
