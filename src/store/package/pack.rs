//! Making a package: the manifest, the document, each whole piece of evidence, in the order of their names.

use std::fs::File;
use std::io::{self, Read as _, Seek, Write};
use std::ops::ControlFlow;
use std::path::Path;

use atomic_write_file::AtomicWriteFile;
use sha2::{Digest as _, Sha256};
use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::model::{Digest, Document, Evidence, shown_line};
use crate::store::evidence::{Watch, find_file};
use crate::store::native;

use super::{DOCUMENT, EVIDENCE, FORMAT, Listed, MANIFEST, Manifest, PackageError};

/// What went into a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packed {
    /// Pieces of evidence.
    pub evidence: usize,
    /// Bytes of all files before they were packed.
    pub bytes: u64,
}

/// Writes the document and all its listed evidence into one file, whole or not at all.
///
/// # Errors
/// When a listed piece is missing, damaged or cannot be read (it is named), or the package cannot be written; what
/// was under its name is untouched.
pub fn pack(
    document: &Document,
    evidence_folder: &Path,
    out: &Path,
    watch: Watch,
) -> Result<Packed, PackageError> {
    let bytes = native::write(document);
    let mut listed: Vec<&Evidence> = document.facts().evidence.iter().collect();
    listed.sort_by_key(|evidence| evidence.sha256);
    listed.dedup_by_key(|evidence| evidence.sha256);
    let name = |evidence: &Evidence| format!("{EVIDENCE}/{}", evidence.file_name());
    let mut files = vec![Listed {
        path: DOCUMENT.to_owned(),
        size: bytes.len() as u64,
        sha256: Digest(Sha256::digest(&bytes).into()),
    }];
    files.extend(listed.iter().map(|evidence| Listed {
        path: name(evidence),
        size: evidence.size,
        sha256: evidence.sha256,
    }));
    let total = files.iter().fold(0, |sum: u64, file| sum.saturating_add(file.size));
    let manifest = Manifest {
        format: FORMAT.to_owned(),
        version: "1.0".to_owned(),
        program: format!("marz {}", env!("CARGO_PKG_VERSION")),
        document: DOCUMENT.to_owned(),
        files,
        rest: serde_json::Map::new(),
    };
    let fail = |error: &io::Error| PackageError::Write { path: out.to_owned(), reason: error.to_string() };
    let mut file = AtomicWriteFile::open(out).map_err(|error| fail(&error))?;
    {
        let mut zip = ZipWriter::new(&mut *file);
        let mut text = serde_json::to_vec_pretty(&manifest).map_err(|error| fail(&error.into()))?;
        text.push(b'\n');
        let written = put(&mut zip, MANIFEST, &text).and_then(|()| put(&mut zip, DOCUMENT, &bytes));
        written.map_err(|error| fail(&error))?;
        let mut done = bytes.len() as u64;
        for evidence in &listed {
            let incomplete = |how: &str| PackageError::Incomplete {
                path: out.to_owned(),
                problem: format!("“{}” {how}", shown_line(&evidence.name)),
            };
            let path = find_file(evidence, evidence_folder).ok_or_else(|| incomplete("is missing"))?;
            let mut original = File::open(&path).map_err(|_| incomplete("cannot be read"))?;
            // A PDF or a photograph is packed already.
            zip.start_file(name(evidence), options(CompressionMethod::Stored, evidence.size))
                .map_err(|error| fail(&error.into()))?;
            let mut hash = Sha256::new();
            let mut block = vec![0; 256 * 1024];
            loop {
                let read = original.read(&mut block).map_err(|_| incomplete("cannot be read"))?;
                if read == 0 {
                    break;
                }
                hash.update(&block[..read]);
                zip.write_all(&block[..read]).map_err(|error| fail(&error))?;
                done += read as u64;
                if watch(done, total.max(done)) == ControlFlow::Break(()) {
                    return Err(PackageError::Stopped);
                }
            }
            if Digest(hash.finalize().into()) != evidence.sha256 {
                return Err(incomplete("is damaged"));
            }
        }
        zip.finish().map_err(|error| fail(&error.into()))?;
    }
    file.sync_all().map_err(|error| fail(&error))?;
    file.commit().map_err(|error| fail(&error))?;
    Ok(Packed { evidence: listed.len(), bytes: total })
}

fn put<W: Write + Seek>(zip: &mut ZipWriter<W>, name: &str, bytes: &[u8]) -> io::Result<()> {
    zip.start_file(name, options(CompressionMethod::Deflated, bytes.len() as u64))?;
    zip.write_all(bytes)
}

/// The same time and rights for every entry: the same content is the same package.
fn options(method: CompressionMethod, size: u64) -> SimpleFileOptions {
    /// From here on a size needs the long form.
    const SHORT: u64 = u32::MAX as u64;
    SimpleFileOptions::default()
        .compression_method(method)
        .last_modified_time(DateTime::DEFAULT)
        .unix_permissions(0o644)
        .large_file(size >= SHORT)
}
