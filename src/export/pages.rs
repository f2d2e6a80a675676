//! Pages as files: the one list of formats that a brief can be saved in.

use std::path::{Path, PathBuf};

use crate::carto::Page;

use super::{ExportError, png};

/// A kind of file that pages are saved as.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PageFormat {
    /// A picture of each page.
    #[default]
    Png,
}

impl PageFormat {
    /// In the order of menus.
    pub const ALL: [Self; 1] = [Self::Png];

    pub fn label(self) -> &'static str {
        match self {
            Self::Png => "PNG",
        }
    }

    /// What the names of its files end in, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png => "png",
        }
    }
}

/// The files of a brief: one for each page where the format holds one only. `pixels` and `dpi` are those of a picture.
///
/// # Errors
/// When the size is zero or too large.
pub fn page_files(
    pages: &[Page],
    format: PageFormat,
    (pixels, dpi): ((u32, u32), Option<u32>),
) -> Result<Vec<Vec<u8>>, ExportError> {
    match format {
        PageFormat::Png => pages.iter().map(|page| png(&page.scene, pixels, dpi)).collect(),
    }
}

/// The names of so many files: `brief.png`, or `brief-1.png`, `brief-2.png`.
pub fn page_paths(path: &Path, count: usize) -> Vec<PathBuf> {
    if count == 1 {
        return vec![path.to_owned()];
    }
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let extension =
        path.extension().map(|ending| format!(".{}", ending.to_string_lossy())).unwrap_or_default();
    (1..=count).map(|page| path.with_file_name(format!("{stem}-{page}{extension}"))).collect()
}
