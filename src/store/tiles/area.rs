//! An area of a map from elsewhere, to be saved for use without a network: what is wanted of it, and the list of those
//! that are not finished.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::super::files::{StoreError, write_bytes};
use crate::model::Extent;

/// Tiles of one area: more is for whoever runs the server to hand over as a file.
pub const MOST_AREA_TILES: u64 = 100_000;

const FILE: &str = "unfinished_areas.json";

/// What is to be saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AreaPlan {
    /// The source by its id; its key stays where it is.
    pub source: String,
    pub extent: Extent,
    pub min_zoom: u8,
    pub max_zoom: u8,
    /// The file that comes of it.
    pub path: PathBuf,
}

/// The areas that a start finds unfinished. A damaged list is none: the files themselves are untouched.
pub fn load_areas(folder: &Path) -> Vec<AreaPlan> {
    let bytes = fs::read(folder.join(FILE)).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// Writes down which areas are not finished.
///
/// # Errors
/// When the file cannot be written; the old one stays.
pub fn save_areas(folder: &Path, areas: &[AreaPlan]) -> Result<(), StoreError> {
    let path = folder.join(FILE);
    let failed = |reason: String| StoreError::Write { path: path.clone(), reason };
    fs::create_dir_all(folder).map_err(|error| failed(error.to_string()))?;
    let mut bytes = serde_json::to_vec_pretty(areas).map_err(|error| failed(error.to_string()))?;
    bytes.push(b'\n');
    write_bytes(&path, &bytes).map(|_| ())
}
