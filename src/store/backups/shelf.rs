//! The folder of one document's versions: what its names mean.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use sha2::{Digest, Sha256};

use crate::store::Origin;
use crate::store::files::write_bytes;

use super::reason_of;

/// The file that says which document the versions are of.
const CARD: &str = "document.json";
const ENDING: &str = ".geojson.gz";
const TIME: &str = "%Y-%m-%dT%H-%M-%S-%3f";
/// Stands for the number of incidents of what is no sound file.
const DAMAGED: &str = "damaged";

/// The versions kept of one document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shelf {
    /// Where the document was when they were kept.
    pub document: PathBuf,
    /// The newest first.
    pub versions: Vec<Version>,
}

/// One kept version.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// The compressed file.
    pub path: PathBuf,
    /// When it was kept.
    pub at: Timestamp,
    /// `None` when the file was damaged, or none of ours.
    pub incidents: Option<usize>,
    /// The size of the file, bytes.
    pub bytes: u64,
    /// The beginning of its SHA-256.
    pub(super) hash: String,
}

impl Version {
    pub(super) fn new(
        folder: &Path,
        at: Timestamp,
        incidents: Option<usize>,
        bytes: u64,
        hash: String,
    ) -> Self {
        // The name keeps milliseconds.
        let at = Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at);
        let count = incidents.map_or_else(|| DAMAGED.to_owned(), |count| count.to_string());
        let time = at.to_zoned(TimeZone::UTC).strftime(TIME);
        let path = folder.join(format!("{time}Z_{count}_{bytes}_{hash}{ENDING}"));
        Self { path, at, incidents, bytes, hash }
    }

    /// What the name of a file says; `None` for a file that is no version.
    fn of(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.strip_suffix(ENDING)?;
        let [time, count, bytes, hash] = name.split('_').collect::<Vec<_>>()[..] else { return None };
        let time = DateTime::strptime("%Y-%m-%dT%H-%M-%S-%f", time.strip_suffix('Z')?).ok()?;
        let incidents = if count == DAMAGED { None } else { Some(count.parse().ok()?) };
        Some(Self {
            path: path.to_owned(),
            at: time.to_zoned(TimeZone::UTC).ok()?.timestamp(),
            incidents,
            bytes: bytes.parse().ok()?,
            hash: hash.to_owned(),
        })
    }

    /// Whether the file was damaged, or none of ours, when it was kept.
    pub fn is_damaged(&self) -> bool {
        self.incidents.is_none()
    }
}

impl Shelf {
    /// The shelf in this folder; `None` when it is empty or there is none.
    pub(super) fn read(folder: &Path) -> io::Result<Option<Self>> {
        let mut versions = versions_in(folder)?;
        if versions.is_empty() {
            return Ok(None);
        }
        versions.sort_by_key(|version| std::cmp::Reverse(version.at));
        let card: Origin = serde_json::from_slice(&fs::read(folder.join(CARD))?)?;
        Ok(match card {
            Origin::File { path: document, .. } => Some(Self { document, versions }),
            Origin::Example | Origin::Untitled => None,
        })
    }
}

/// The folder of this document: its name, for people, and the hash of its full path.
pub(super) fn folder_of(root: &Path, document: &Path) -> PathBuf {
    /// Letters of the name, short of what any disk refuses.
    const LETTERS: usize = 40;
    let stem = document.file_stem().unwrap_or_default().to_string_lossy();
    let plain: String = stem
        .chars()
        .map(|letter| if letter.is_alphanumeric() { letter } else { '-' })
        .take(LETTERS)
        .collect();
    let digest = Sha256::digest(document.as_os_str().as_encoded_bytes());
    root.join(format!("{plain}-{}", name_of(&digest.into())))
}

/// Versions in the folder, in no order.
pub(super) fn versions_in(folder: &Path) -> io::Result<Vec<Version>> {
    match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(Vec::new()),
        listing => Ok(listing?.filter_map(|entry| Version::of(&entry.ok()?.path())).collect()),
    }
}

/// Notes which document the folder is of.
pub(super) fn write_card(folder: &Path, document: &Path) -> Result<(), String> {
    let path = folder.join(CARD);
    if path.exists() {
        return Ok(());
    }
    let origin = Origin::File { path: document.to_owned(), stamp: None };
    let bytes = serde_json::to_vec(&origin).map_err(|error| error.to_string())?;
    write_bytes(&path, &bytes).map(|_| ()).map_err(reason_of)
}

/// Enough of a SHA-256 to tell contents apart, as letters.
pub(super) fn name_of(digest: &[u8; 32]) -> String {
    const BYTES: usize = 12;
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or_default();
    digest.iter().take(BYTES).flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}
