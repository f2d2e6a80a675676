//! Keeps what is saved, and what is saved over, as earlier versions of the file.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use jiff::Timestamp;

use crate::{
    model::Document,
    session::{Differences, VersionUse},
    store::{Report, Version, backups, native},
};

/// What came of a version that was read.
pub enum ReadVersion {
    Compared(Result<Differences, String>),
    Read(VersionUse, Result<(Document, Report), String>),
}

/// The folder of the versions, as soon as it is known.
pub type BackupFolder = Arc<OnceLock<PathBuf>>;

/// Keeps versions. What it cannot keep is said once: a save is one all the same.
pub struct Keeper {
    pub folder: BackupFolder,
    has_told: bool,
}

impl Keeper {
    pub fn new(folder: BackupFolder) -> Self {
        Self { folder, has_told: false }
    }

    /// Keeps what is about to be saved over; the words are worth telling.
    ///
    /// # Errors
    /// When the file is damaged and no copy of it could be kept: then it must stay.
    pub fn keep_old(&mut self, path: &Path) -> Result<Option<String>, String> {
        if !path.is_file() {
            return Ok(None);
        }
        let read = std::fs::read(path).map_err(|error| error.to_string());
        // What cannot be read can be saved over only by the user's own word, and was never opened.
        let Ok(bytes) = read else { return Ok(None) };
        let is_damaged = native::read_damaged(&bytes).is_ok_and(|(_, report)| report.damage.is_some());
        let no_place = || "There is no folder for earlier versions on this system.".to_owned();
        match self.keep(path, &bytes) {
            Ok(true) if is_damaged => {
                Ok(Some("The damaged file was kept: File → History of the file…".to_owned()))
            }
            Err(why) if !is_damaged => Ok(self.once(why)),
            Ok(_) if !is_damaged => Ok(None),
            kept => Err(format!(
                "Not saved: the file on the disk is damaged, and no copy of it could be kept first. Save in another place. {}",
                kept.err().unwrap_or_else(no_place)
            )),
        }
    }

    /// Keeps what was saved; the words are worth telling.
    pub fn keep_new(&mut self, path: &Path, bytes: &[u8]) -> Option<String> {
        match self.keep(path, bytes) {
            Ok(_) => None,
            Err(why) => self.once(why),
        }
    }

    /// Whether there is a place for versions, and the version is in it now.
    fn keep(&self, path: &Path, bytes: &[u8]) -> Result<bool, String> {
        let Some(folder) = self.folder.get() else { return Ok(false) };
        backups::keep(folder, path, bytes, Timestamp::now()).map_err(|error| error.to_string())?;
        Ok(true)
    }

    fn once(&mut self, why: String) -> Option<String> {
        (!std::mem::replace(&mut self.has_told, true)).then_some(why)
    }
}

/// Reads a version for what is wanted of it.
pub fn read(version: &Version, wanted: VersionUse, present: &Document) -> ReadVersion {
    let read = backups::read(version).map_err(|error| error.to_string()).and_then(|bytes| {
        native::read_damaged(&bytes).map_err(|error| format!("{error}\n{}", version.path.display()))
    });
    match wanted {
        VersionUse::Compare => {
            ReadVersion::Compared(read.map(|(document, _)| Differences::between(&document, present)))
        }
        VersionUse::Open | VersionUse::Restore => ReadVersion::Read(wanted, read),
    }
}
