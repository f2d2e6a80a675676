//! Native files with flipped bits, cut short, with blocks of zeros: what is whole comes back, what is not is told.

use std::collections::HashSet;
use std::ops::Range;
use std::sync::Arc;
use std::time::Instant;

use marz::model::{Document, Incident, IncidentId};
use marz::store::native::{read_damaged, write};
use marz::store::{Report, sample};
use serde_json::Value;

use crate::dice::Dice;
use crate::long;

/// A document of 300 incidents: the example five times.
fn document() -> Document {
    let (sample, _) = sample();
    let copies = (0..5).flat_map(|copy| {
        sample.incidents().map(move |incident| {
            let mut incident: Incident = Incident::clone(&incident);
            incident.id = IncidentId::new(format!("{}-{copy}", incident.id));
            incident
        })
    });
    Document::new(copies, sample.facts().clone(), Vec::new(), serde_json::Map::new())
}

/// One way of damaging a file: the bytes that are left of it.
fn damaged(whole: &[u8], round: usize, dice: &mut Dice) -> Vec<u8> {
    let mut bytes = whole.to_vec();
    let len = whole.len() as u64;
    match round % 5 {
        0 | 1 => {
            for _ in 0..=dice.roll(60) {
                bytes[dice.roll(len) as usize] ^= 1 << dice.roll(8);
            }
        }
        2 => bytes.truncate(4096 * (1 + dice.roll(len / 4096)) as usize),
        3 => bytes.truncate(1 + dice.roll(len) as usize),
        _ => {
            let size = [512, 4096, 65_536][dice.roll(3) as usize];
            let start = dice.roll(len / size) * size;
            bytes[start as usize..(start + size) as usize].fill(0);
        }
    }
    bytes
}

/// Where each record stands, without its comma.
fn rows(whole: &[u8]) -> Vec<Range<usize>> {
    let mut start = 0;
    let lines = whole.split_inclusive(|&byte| byte == b'\n').map(|line| {
        let range = start..start + line.len();
        start = range.end;
        range
    });
    lines
        .filter(|line| whole[line.clone()].starts_with(b"{\"type\":\"Feature\","))
        .map(|line| line.start..line.end - if whole[line.end - 2] == b',' { 2 } else { 1 })
        .collect()
}

#[derive(Default)]
struct Score {
    intact: usize,
    back: usize,
    broken: usize,
    named: usize,
    /// Damaged rows that read as a sound record: no reader can tell the change from an edit.
    sound: usize,
    refused: usize,
}

/// Whether the report tells of this row: its text, that the end is missing, or that what is left makes no sense.
fn names(report: &Report, row: &[u8], is_beyond_the_end: bool) -> bool {
    let Some(damage) = &report.damage else { return !report.lines.is_empty() };
    (is_beyond_the_end && damage.is_cut)
        || (!row.is_empty()
            && str::from_utf8(row)
                .is_ok_and(|row| damage.pieces.iter().any(|piece| piece.text.contains(row))))
        || !report.lines.is_empty()
        || damage.pieces.iter().any(|piece| piece.text.contains("\\x") || piece.text.contains("zero bytes"))
}

fn is_sound(row: &[u8]) -> bool {
    let Ok(value) = serde_json::from_slice::<Value>(row) else { return false };
    value["type"] == "Feature" && value.get("properties").is_some() && value.get("geometry").is_some()
}

#[test]
fn a_damaged_file_gives_back_every_whole_record_and_names_the_others() {
    let rounds = if long() { 1_000 } else { 60 };
    let begun = Instant::now();
    let mut dice = Dice::new();
    let original = document();
    let whole = write(&original);
    let rows = rows(&whole);
    let incidents: Vec<Arc<Incident>> = original.incidents().collect();
    assert_eq!(rows.len(), incidents.len());
    let mut score = Score::default();
    for round in 0..rounds {
        let bytes = damaged(&whole, round, &mut dice);
        let now = |row: &Range<usize>| bytes.get(row.clone()).unwrap_or_default();
        let intact: HashSet<usize> =
            (0..rows.len()).filter(|&row| now(&rows[row]) == &whole[rows[row].clone()]).collect();
        score.intact += intact.len();
        let (document, report) = match read_damaged(&bytes) {
            Ok(read) => read,
            Err(error) => {
                assert!(intact.is_empty(), "round {round}: {error}");
                score.refused += 1;
                continue;
            }
        };
        for (row, incident) in incidents.iter().enumerate() {
            if intact.contains(&row) {
                score.back += usize::from(document.get(&incident.id).as_ref() == Some(incident));
            } else if is_sound(now(&rows[row])) {
                score.sound += 1;
            } else {
                score.broken += 1;
                let is_named = names(&report, now(&rows[row]), rows[row].end > bytes.len());
                score.named += usize::from(is_named);
                assert!(is_named, "round {round}: {} is not named: {report:?}", incident.id);
            }
        }
        let is_another = document != original || bytes.len() != whole.len();
        assert!(!is_another || score.sound > 0 || !report.is_clean(), "round {round}: nothing is said");
    }
    let Score { intact, back, broken, named, sound, refused } = score;
    println!(
        "{rounds} damaged files of {} incidents: {back} of {intact} intact rows back, {named} of {broken} broken rows \
         named, {sound} rows changed into other sound ones, {refused} files without a whole row refused, {:?}",
        rows.len(),
        begun.elapsed()
    );
    assert!(back * 100 >= intact * 99, "{back} of {intact}");
}
