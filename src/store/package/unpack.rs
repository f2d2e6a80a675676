//! Reading a package: what the manifest lists, counted and hashed as it is read, under names of ours.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{Read, Seek};
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};
use zip::{ZipArchive, read::ZipFile};

use crate::model::{Digest, Document, shown_line};
use crate::store::evidence::{EvidenceError, Part, Watch, evidence_folder, put_in_place};
use crate::store::{native, write_bytes};

use super::directory::claimed_entries;
use super::{FORMAT, Listed, MAJOR, MANIFEST, Manifest, PackageError};

/// How much a package may hold. What is counted are bytes that were read, whatever the entries say of themselves.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    pub entries: u64,
    /// Bytes read, for one byte of the package.
    pub ratio: u64,
    /// Bytes of all files.
    pub bytes: u64,
    /// Bytes of the manifest, and of the document, which are held in memory.
    pub in_memory: u64,
}

impl Limits {
    pub const USUAL: Self = Self { entries: 50_000, ratio: 200, bytes: 4 << 30, in_memory: 1 << 30 };
}

/// What came out of a package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unpacked {
    /// The document, to be opened.
    pub document: PathBuf,
    /// Pieces of evidence that came with it, whole.
    pub evidence: usize,
    /// What was missing, differed or was not listed, a sentence each.
    pub notes: Vec<String>,
}

/// Up to here nothing is a bomb, however well it is packed.
const HARMLESS: u64 = 16 << 20;

/// Notes beyond this number are only counted.
const MOST_NOTES: usize = 100;

/// Unpacks into a folder: the document under the package's own name, its evidence beside it. Nothing that is there
/// is touched.
///
/// # Errors
/// When the file is no package, its document is missing or differs, or a limit is met; evidence that was unpacked by
/// then stays in a folder that nothing names. A piece of evidence that is missing or differs is no error but a note.
pub fn unpack(package: &Path, folder: &Path, limits: Limits, watch: Watch) -> Result<Unpacked, PackageError> {
    let mut reading = Reading::open(package, limits)?;
    let manifest = reading.manifest()?;
    let mut notes = Vec::new();
    reading.note_unlisted(&manifest, &mut notes);
    let document = manifest.files.iter().find(|file| file.path == manifest.document);
    let document = document.ok_or_else(|| reading.broken("its document is not listed".to_owned()))?;
    let bytes = reading.document(document)?;
    let read = native::read(&bytes);
    let (read, _) = read.map_err(|source| PackageError::Document { path: package.to_owned(), source })?;
    let target = free_name(package, folder);
    let evidence = evidence_folder(&target);
    let total: u64 = manifest.files.iter().fold(0, |sum, file| sum.saturating_add(file.size));
    let mut whole = 0;
    for listed in manifest.files.iter().filter(|file| file.path != manifest.document) {
        match reading.piece(listed, total, &evidence, watch)? {
            None => whole += 1,
            Some(problem) => note(&mut notes, problem_of(listed, &read, &problem)),
        }
    }
    // Evidence first, then the document that names it.
    fs::create_dir_all(folder).map_err(|error| PackageError::Broken {
        path: folder.to_owned(),
        reason: format!("the folder could not be made ({error})"),
    })?;
    write_bytes(&target, &bytes)?;
    Ok(Unpacked { document: target, evidence: whole, notes })
}

struct Reading<'a> {
    path: &'a Path,
    archive: ZipArchive<File>,
    limits: Limits,
    /// Bytes that may still be read.
    left: u64,
    done: u64,
}

impl<'a> Reading<'a> {
    fn open(path: &'a Path, limits: Limits) -> Result<Self, PackageError> {
        let no = |reason: String| PackageError::NotAPackage { path: path.to_owned(), reason };
        let metadata = fs::metadata(path).map_err(|error| no(error.to_string()))?;
        if !metadata.is_file() {
            return Err(no("it is no file".to_owned()));
        }
        let mut file = File::open(path).map_err(|error| no(error.to_string()))?;
        let claimed = claimed_entries(&mut file).map_err(|error| no(error.to_string()))?;
        let claimed = claimed.ok_or_else(|| no("it is no ZIP, or it is cut short".to_owned()))?;
        if claimed > limits.entries {
            return Err(no(format!("it has {claimed} entries, more than {}", limits.entries)));
        }
        file.rewind().map_err(|error| no(error.to_string()))?;
        let archive = ZipArchive::new(file).map_err(|error| no(error.to_string()))?;
        if archive.len() as u64 > limits.entries {
            return Err(no(format!("it has {} entries, more than {}", archive.len(), limits.entries)));
        }
        let left = limits.bytes.min(metadata.len().saturating_mul(limits.ratio).max(HARMLESS));
        Ok(Self { path, archive, limits, left, done: 0 })
    }

    fn broken(&self, reason: String) -> PackageError {
        PackageError::Broken { path: self.path.to_owned(), reason }
    }

    /// The entry of this name, if it is a plain file.
    fn entry(&mut self, name: &str) -> Result<ZipFile<'_, File>, String> {
        let entry = self.archive.by_name(name).map_err(|error| match error {
            zip::result::ZipError::FileNotFound => "is missing".to_owned(),
            other => format!("cannot be read ({other})"),
        })?;
        if entry.is_symlink() {
            return Err("is a symbolic link, not a file".to_owned());
        }
        if !entry.is_file() {
            return Err("is a folder, not a file".to_owned());
        }
        if entry.encrypted() {
            return Err("is encrypted".to_owned());
        }
        Ok(entry)
    }

    fn manifest(&mut self) -> Result<Manifest, PackageError> {
        let no = |path: &Path, reason: String| PackageError::NotAPackage { path: path.to_owned(), reason };
        let path = self.path;
        let bytes =
            self.in_memory(MANIFEST).map_err(|problem| no(path, format!("its {MANIFEST} {problem}")))?;
        let manifest: Manifest = serde_json::from_slice(&bytes)
            .map_err(|error| no(path, format!("its {MANIFEST} is not understood ({error})")))?;
        let major = manifest.version.split('.').next().and_then(|major| major.parse::<u32>().ok());
        if manifest.files.len() as u64 > self.limits.entries {
            return Err(no(path, format!("it lists more than {} files", self.limits.entries)));
        }
        if manifest.format != FORMAT {
            return Err(no(path, format!("its {MANIFEST} is that of another program")));
        }
        match major {
            Some(major) if major <= MAJOR => Ok(manifest),
            Some(_) | None => Err(no(path, "a newer program has made it; open it with that".to_owned())),
        }
    }

    /// All bytes of an entry that is held in memory.
    fn in_memory(&mut self, name: &str) -> Result<Vec<u8>, String> {
        let most = self.limits.in_memory.min(self.left);
        let mut bytes = Vec::new();
        let entry = self.entry(name)?;
        entry.take(most + 1).read_to_end(&mut bytes).map_err(|error| format!("cannot be read ({error})"))?;
        if bytes.len() as u64 > most {
            return Err("is too large".to_owned());
        }
        self.left -= bytes.len() as u64;
        Ok(bytes)
    }

    fn document(&mut self, listed: &Listed) -> Result<Vec<u8>, PackageError> {
        let bytes =
            self.in_memory(&listed.path).map_err(|problem| self.broken(format!("its document {problem}")))?;
        if Digest(Sha256::digest(&bytes).into()) != listed.sha256 || bytes.len() as u64 != listed.size {
            return Err(self.broken("its document is not the one that was packed".to_owned()));
        }
        Ok(bytes)
    }

    /// Unpacks one piece of evidence; what is wrong with it where it is not whole.
    ///
    /// # Errors
    /// When a limit is met, the disk refuses or the work is stopped.
    fn piece(
        &mut self,
        listed: &Listed,
        total: u64,
        folder: &Path,
        watch: Watch,
    ) -> Result<Option<String>, PackageError> {
        let (left, done, ratio) = (self.left, self.done, self.limits.ratio);
        let too_much = format!(
            "it holds more than {} times its size or more than {} GiB",
            self.limits.ratio,
            self.limits.bytes >> 30
        );
        let entry = match self.entry(&listed.path) {
            Ok(entry) => entry,
            Err(problem) => return Ok(Some(problem)),
        };
        // A lie about the packed size meets the limit of the whole.
        let most = left.min(entry.compressed_size().saturating_mul(ratio).max(HARMLESS));
        let name = Path::new(&listed.path).to_owned();
        let mut on = |read: u64, _| watch(done + read, total.max(done + read));
        let part = Part::of(entry, (&name, listed.size), most, folder, &mut on);
        let part = match part {
            Ok(part) => part,
            Err(EvidenceError::TooLarge { .. }) => return Err(self.broken(too_much)),
            Err(EvidenceError::Read { reason, .. }) => return Ok(Some(format!("cannot be read ({reason})"))),
            Err(EvidenceError::Stopped) => return Err(PackageError::Stopped),
            Err(error @ EvidenceError::Write { .. }) => return Err(error.into()),
        };
        self.left -= part.size.min(self.left);
        self.done += part.size;
        if part.digest != listed.sha256 || part.size != listed.size {
            return Ok(Some("is not what was packed: it was left out".to_owned()));
        }
        put_in_place(&part, folder)?;
        Ok(None)
    }

    fn note_unlisted(&self, manifest: &Manifest, notes: &mut Vec<String>) {
        let listed: HashSet<&str> = manifest.files.iter().map(|file| file.path.as_str()).collect();
        for name in self.archive.file_names().map(|name| name.unwrap_or("a name that is no text".into())) {
            if name != MANIFEST && !listed.contains(&*name) {
                note(notes, format!("“{}” is not listed in the package and was left out", shown_line(&name)));
            }
        }
    }
}

fn note(notes: &mut Vec<String>, words: String) {
    match notes.len() {
        MOST_NOTES => notes.push("and more of the kind".to_owned()),
        count if count < MOST_NOTES => notes.push(words),
        _ => {}
    }
}

/// What is wrong with a piece, by the name that the document gives it.
fn problem_of(listed: &Listed, document: &Document, problem: &str) -> String {
    let known = document.facts().evidence_of(&listed.sha256);
    let name = known.map_or(listed.path.as_str(), |evidence| evidence.name.as_str());
    format!("“{}” {problem}", shown_line(name))
}

/// A document name in the folder that nothing has, after that of the package.
fn free_name(package: &Path, folder: &Path) -> PathBuf {
    let stem = package.file_stem().unwrap_or_default().to_string_lossy();
    let plain: String =
        stem.chars().filter(|sign| sign.is_alphanumeric() || "-_. ()".contains(*sign)).take(80).collect();
    let plain = match plain.trim_matches([' ', '.']) {
        "" => "incidents",
        plain => plain,
    };
    let path = |name: String| folder.join(format!("{name}.geojson"));
    let is_free = |path: &PathBuf| {
        fs::symlink_metadata(path).is_err() && fs::symlink_metadata(evidence_folder(path)).is_err()
    };
    let numbered = (2..).map(|number| path(format!("{plain}-{number}")));
    std::iter::once(path(plain.to_owned())).chain(numbered).find(is_free).unwrap_or_default()
}
