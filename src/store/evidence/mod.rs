//! Evidence beside the document: copies in the folder `NAME.evidence`, each called by the SHA-256 of its bytes.
//!
//! A copy is on the disk before a document names it. Nothing is overwritten, nothing is deleted but what a failed
//! copy leaves, nothing is ever run, and no name from outside becomes the name of a file.

mod bring;
mod keep;
mod kind;
mod verify;

use std::io::{self, ErrorKind};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use crate::model::shown_line;

use super::files::real_file;

pub use bring::{Brought, bring};
pub use keep::{Kept, MOST_BYTES, keep, keep_bytes, keep_reader};
pub use verify::{State, Verdict, find_file, verify};

pub(super) use keep::{Part, put_in_place};

/// Tells how far a long work is (bytes done, and all there are); a break stops it with nothing half-done.
pub type Watch<'a> = &'a mut dyn FnMut(u64, u64) -> ControlFlow<()>;

/// Why a content could not be kept. The message says what happened and last, which file.
#[derive(Debug, thiserror::Error)]
pub enum EvidenceError {
    #[error("The file could not be attached: {reason}.\n{}", shown_line(&.path.to_string_lossy()))]
    Read { path: PathBuf, reason: String },
    #[error(
        "The file could not be attached: it is larger than {} MiB. Cut it, or note where it is kept.\n{}",
        MOST_BYTES >> 20, shown_line(&.path.to_string_lossy())
    )]
    TooLarge { path: PathBuf },
    #[error("The copy could not be written: {reason}.\n{}", shown_line(&.path.to_string_lossy()))]
    Write { path: PathBuf, reason: String },
    #[error("Stopped: nothing was attached.")]
    Stopped,
}

impl EvidenceError {
    fn read(path: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => "it is not there any more".to_owned(),
            ErrorKind::PermissionDenied => "you are not allowed to read it".to_owned(),
            _ => format!("the disk says “{error}”"),
        };
        Self::Read { path: path.to_owned(), reason }
    }

    fn write(path: &Path, error: &io::Error) -> Self {
        let reason = match error.kind() {
            ErrorKind::PermissionDenied => {
                "you are not allowed to write in the document's folder; save the document in another place"
                    .to_owned()
            }
            ErrorKind::ReadOnlyFilesystem => {
                "the disk is read-only; save the document in another place".to_owned()
            }
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => {
                "there is no room left on the disk; free some space, or save the document in another place"
                    .to_owned()
            }
            _ => format!("the disk says “{error}”; save the document in another place"),
        };
        Self::Write { path: path.to_owned(), reason }
    }
}

/// The folder of a document's evidence: `incidents.evidence` beside `incidents.geojson`. A document that is reached
/// through a symbolic link has it beside the real file.
pub fn evidence_folder(document: &Path) -> PathBuf {
    let real = real_file(document).unwrap_or_else(|_| document.to_owned());
    let mut name = real.file_stem().unwrap_or_default().to_owned();
    name.push(".evidence");
    real.with_file_name(name)
}
