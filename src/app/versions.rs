//! Keeps what is saved, and what is saved over, as earlier versions of the file.

use std::{
    fs::File,
    io::{self, BufReader, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
};

use jiff::Timestamp;

use crate::{
    model::Document,
    session::{Differences, VersionUse},
    store::{
        BackupError, Condition, FileStamp, Look, Report, Version,
        backups::{self, Content},
        native,
    },
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

    /// Keeps what is about to be saved over, which was just looked at; its condition where that is known. The words
    /// are worth telling.
    ///
    /// # Errors
    /// When the file is damaged and no copy of it could be kept: then it must stay.
    pub fn keep_old(
        &mut self,
        path: &Path,
        present: &Look,
        known: Option<Condition>,
    ) -> Result<Option<String>, String> {
        let version = self.folder.get().and_then(|folder| backups::kept(folder, path, &present.content));
        if version.is_some_and(|version| !version.is_damaged()) {
            return Ok(None);
        }
        let condition = known.unwrap_or_else(|| Condition::of(path));
        let content =
            Content { digest: present.content, bytes: present.stamp.len, incidents: condition.incidents() };
        let is_damaged = condition == Condition::Damaged;
        let no_place = || "There is no folder for earlier versions on this system.".to_owned();
        match self.keep(path, &content, |out| copy(path, out)).map_err(|error| error.to_string()) {
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
    pub fn keep_new(&mut self, path: &Path, document: &Document, saved: &FileStamp) -> Option<String> {
        let content = Content { digest: saved.content?, bytes: saved.len, incidents: Some(document.len()) };
        // Its bytes cost less to read than to write once more, and are seldom gone from the memory of the disk.
        let kept = match self.keep(path, &content, |out| copy(path, out)) {
            Err(BackupError::Changed { .. }) => {
                self.keep(path, &content, |mut out| native::write_to(document, &mut out))
            }
            kept => kept,
        };
        match kept {
            Ok(_) => None,
            Err(why) => self.once(why.to_string()),
        }
    }

    /// Whether there is a place for versions, and the version is in it now.
    fn keep(
        &self,
        path: &Path,
        content: &Content,
        copy: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<bool, BackupError> {
        let Some(folder) = self.folder.get() else { return Ok(false) };
        backups::keep(folder, path, content, Timestamp::now(), copy)?;
        Ok(true)
    }

    fn once(&mut self, why: String) -> Option<String> {
        (!std::mem::replace(&mut self.has_told, true)).then_some(why)
    }
}

/// Gives all that the file holds now; nothing where there is none.
fn copy(path: &Path, out: &mut dyn Write) -> io::Result<()> {
    let file = match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        file => file?,
    };
    io::copy(&mut BufReader::with_capacity(256 << 10, file), out)?;
    Ok(())
}

/// Reads a version for what is wanted of it.
pub fn read(version: &Version, wanted: VersionUse, present: &Document) -> ReadVersion {
    let read = backups::open(version).map_err(|error| error.to_string());
    match wanted {
        VersionUse::Compare => {
            ReadVersion::Compared(read.map(|(document, _)| Differences::between(&document, present)))
        }
        VersionUse::Open | VersionUse::Restore => ReadVersion::Read(wanted, read),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{backups::shelves, sample, save};

    #[test]
    fn what_was_saved_is_kept_even_where_another_program_has_changed_the_file_since() {
        let folder = tempfile::tempdir().unwrap();
        let (path, root) = (folder.path().join("a.geojson"), folder.path().join("backups"));
        let (saved, _) = sample();
        let mut keeper = Keeper::new(BackupFolder::from(OnceLock::from(root.clone())));
        for change in [Some("theirs"), None] {
            let stamp = save(&path, &saved).unwrap();
            match change {
                Some(theirs) => std::fs::write(&path, theirs).unwrap(),
                None => std::fs::remove_file(&path).unwrap(),
            }
            assert_eq!(keeper.keep_new(&path, &saved, &stamp), None);
            let version = shelves(&root).unwrap().remove(0).versions.remove(0);
            assert_eq!(version.incidents, Some(saved.len()));
            assert_eq!(backups::read(&version).unwrap(), native::write(&saved));
            std::fs::remove_dir_all(&root).unwrap();
        }
    }
}
