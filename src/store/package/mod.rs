//! A document with its evidence as one file: a ZIP with a manifest of names, sizes and digests.
//!
//! The same document and evidence give the same bytes; nothing in them tells of this machine. A package from
//! outside is believed in nothing: every entry is counted and hashed against the manifest while it is read, and every
//! file gets a name of ours.
//!
//! # Source
//! PKWARE's APPNOTE 6.3.10. The rule of TAK's data packages: a listed file that is missing is an error, an unlisted
//! one is ignored.

mod directory;
mod pack;
mod unpack;

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::model::{Digest, shown_line};

use super::evidence::EvidenceError;
use super::{ReadError, StoreError};

pub use pack::{Packed, pack};
pub use unpack::{Limits, Unpacked, unpack};

/// The entry that lists the others; it stands first.
const MANIFEST: &str = "manifest.json";
/// The entry that is the document.
const DOCUMENT: &str = "incidents.geojson";
/// Where the evidence lies in a package.
const EVIDENCE: &str = "incidents.evidence";
/// What a manifest says it is.
const FORMAT: &str = "marz-package";
const MAJOR: u32 = 1;

/// What is in a package.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Manifest {
    format: String,
    /// `major.minor` of the package, not of the document.
    version: String,
    /// The program that made it.
    #[serde(default)]
    program: String,
    document: String,
    files: Vec<Listed>,
    /// Members of a newer program.
    #[serde(flatten)]
    rest: Map<String, Value>,
}

/// One file of a package.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Listed {
    path: String,
    size: u64,
    sha256: Digest,
}

/// Why a package could not be made or read. The message says what happened, what to do, and last, which file.
#[derive(Debug, thiserror::Error)]
pub enum PackageError {
    #[error(
        "The package was not made: {problem}. Mend it under Check → Evidence, or take it off the list.\n{}",
        shown_line(&.path.to_string_lossy())
    )]
    Incomplete { path: std::path::PathBuf, problem: String },
    #[error("The package was not made: {reason}.\n{}", shown_line(&.path.to_string_lossy()))]
    Write { path: std::path::PathBuf, reason: String },
    #[error(
        "This is no package of Marz: {reason}. Nothing was unpacked.\n{}",
        shown_line(&.path.to_string_lossy())
    )]
    NotAPackage { path: std::path::PathBuf, reason: String },
    #[error(
        "The package was not unpacked: {reason}. Ask for it to be sent again.\n{}",
        shown_line(&.path.to_string_lossy())
    )]
    Broken { path: std::path::PathBuf, reason: String },
    #[error("The document in the package could not be read: {source}.\n{}", shown_line(&.path.to_string_lossy()))]
    Document { path: std::path::PathBuf, source: ReadError },
    #[error(transparent)]
    Evidence(#[from] EvidenceError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("Stopped: nothing was made.")]
    Stopped,
}

/// Whether the file says that it is a package: a ZIP whose first entry is a manifest.
pub fn is_package(path: &Path) -> bool {
    const NAME_AT: usize = 30;
    let mut head = [0; NAME_AT + MANIFEST.len()];
    let is_file = std::fs::metadata(path).is_ok_and(|metadata| metadata.is_file());
    is_file
        && File::open(path).is_ok_and(|mut file| file.read_exact(&mut head).is_ok())
        && head.starts_with(b"PK\x03\x04")
        && head.ends_with(MANIFEST.as_bytes())
}
