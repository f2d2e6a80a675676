//! Where the document of a journal came from.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use crate::store::FileStamp;

/// Where a document came from, and so where a recovered one goes when it is saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// The read-only example inside the program.
    Example,
    Untitled,
    File {
        #[serde(with = "any_path")]
        path: PathBuf,
        /// The state of the file as the session knew it. After recovery a change by others is noticed by it.
        stamp: Option<FileStamp>,
    },
}

/// Paths are text nearly always; the others are kept byte by byte where the system says which.
mod any_path {
    use std::path::{Path, PathBuf};

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    #[derive(Serialize, Deserialize)]
    #[serde(untagged)]
    enum Written {
        Text(String),
        Bytes(Vec<u8>),
    }

    pub fn serialize<S: Serializer>(path: &Path, serializer: S) -> Result<S::Ok, S::Error> {
        let written = match path.to_str() {
            Some(text) => Written::Text(text.to_owned()),
            None => Written::Bytes(path.as_os_str().as_encoded_bytes().to_vec()),
        };
        written.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<PathBuf, D::Error> {
        Ok(match Written::deserialize(deserializer)? {
            Written::Text(text) => PathBuf::from(text),
            Written::Bytes(bytes) => from_bytes(bytes),
        })
    }

    #[cfg(unix)]
    fn from_bytes(bytes: Vec<u8>) -> PathBuf {
        let name: std::ffi::OsString = std::os::unix::ffi::OsStringExt::from_vec(bytes);
        PathBuf::from(name)
    }

    #[cfg(not(unix))]
    fn from_bytes(bytes: Vec<u8>) -> PathBuf {
        PathBuf::from(String::from_utf8_lossy(&bytes).into_owned())
    }
}
