//! Bringing evidence along when a document is saved in another place: copied and verified, the old copies stay.

use std::path::{Path, PathBuf};

use crate::model::{Digest, Evidence};

use super::keep::is_whole;
use super::verify::Shelf;
use super::{EvidenceError, Part, Watch, put_in_place};

/// What came along.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Brought {
    /// Contents that were copied.
    pub copied: usize,
    /// Contents that no folder has whole: the document names them, and they stay where they may be.
    pub left_behind: Vec<Digest>,
}

/// Copies every listed content that `to` lacks from the first of the folders that has it whole.
///
/// # Errors
/// When a copy cannot be written. Those made before stay: they are named by their content and harm nobody.
pub fn bring(
    listed: &[Evidence],
    from: &[PathBuf],
    to: &Path,
    watch: Watch,
) -> Result<Brought, EvidenceError> {
    let mut brought = Brought::default();
    if listed.is_empty() {
        return Ok(brought);
    }
    let target = Shelf::of(to);
    let mut shelves: Option<Vec<Shelf>> = None;
    for evidence in listed {
        // Its size tells at once; whether it is whole is asked when the document is opened.
        let there = target.find(evidence).and_then(|path| Some(std::fs::metadata(path).ok()?.len()));
        if there == Some(evidence.size) {
            continue;
        }
        let others = || from.iter().filter(|folder| *folder != to).map(|folder| Shelf::of(folder)).collect();
        let whole = |shelf: &Shelf| shelf.find(evidence).filter(|path| is_whole(path, &evidence.sha256));
        let Some(original) = shelves.get_or_insert_with(others).iter().find_map(whole) else {
            brought.left_behind.push(evidence.sha256);
            continue;
        };
        let file = std::fs::File::open(&original).map_err(|error| EvidenceError::read(&original, &error))?;
        let part = Part::of(file, (&original, evidence.size), u64::MAX, to, watch)?;
        // What was copied is what was asked for, or it does not get the name.
        if part.digest == evidence.sha256 {
            put_in_place(&part, to)?;
            brought.copied += 1;
        } else {
            brought.left_behind.push(evidence.sha256);
        }
    }
    Ok(brought)
}
