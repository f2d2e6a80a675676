//! Pages as files: the one list of formats that pictures, briefs and storyboards are saved in.

use std::{
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use crate::carto::{PAGE_PIXELS_PER_INCH, Page, PaperSize};

use super::{ExportError, Reel, apng, gif, pdf, png, pptx, svg};

/// How long a page stands in a moving picture, in hundredths of a second.
const READING_TIME: u16 = 400;

/// A kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageFormat {
    #[default]
    Png,
    Pdf,
    Svg,
    Pptx,
    /// All frames of a moving picture in one file.
    Gif,
    Apng,
    /// The same as a picture each.
    Frames,
}

impl PageFormat {
    /// Those of pages that stand still, in the order of menus.
    pub const ALL: [Self; 4] = [Self::Png, Self::Pdf, Self::Svg, Self::Pptx];

    /// The same, and those that show one time window after the other.
    pub const WITH_MOVING: [Self; 7] =
        [Self::Png, Self::Pdf, Self::Svg, Self::Pptx, Self::Gif, Self::Apng, Self::Frames];

    pub fn label(self) -> &'static str {
        match self {
            Self::Png => "Picture (PNG)",
            Self::Pdf => "Document (PDF)",
            Self::Svg => "Drawing (SVG)",
            Self::Pptx => "Slide (PPTX)",
            Self::Gif => "Moving picture (GIF)",
            Self::Apng => "Moving picture (APNG)",
            Self::Frames => "Numbered frames (PNG)",
        }
    }

    /// How settings and command lines call it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Png => "png",
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Pptx => "pptx",
            Self::Gif => "gif",
            Self::Apng => "apng",
            Self::Frames => "frames",
        }
    }

    /// On a button.
    pub fn short(self) -> &'static str {
        match self {
            Self::Png => "PNG",
            Self::Pdf => "PDF",
            Self::Svg => "SVG",
            Self::Pptx => "PPTX",
            Self::Gif => "GIF",
            Self::Apng => "APNG",
            Self::Frames => "frames",
        }
    }

    /// What is good to know before choosing it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Png => "Pixels, for every program",
            Self::Pdf => "Sharp at every size; words can be found and copied",
            Self::Svg => "To be gone on with in a drawing program such as Inkscape",
            Self::Pptx => "The map as a picture, title and words to be changed in PowerPoint or LibreOffice",
            Self::Gif => "The time window in steps, for every program; 255 colours",
            Self::Apng => "The time window in steps, for browsers; all colours",
            Self::Frames => {
                "The time window in steps, one picture each. No film (MP4, WebM) is made: a program for films takes these"
            }
        }
    }

    /// What the names of its files end in, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Png | Self::Apng | Self::Frames => "png",
            Self::Pdf => "pdf",
            Self::Svg => "svg",
            Self::Pptx => "pptx",
            Self::Gif => "gif",
        }
    }

    /// Whether it shows one time window after the other.
    pub fn is_moving(self) -> bool {
        match self {
            Self::Gif | Self::Apng | Self::Frames => true,
            Self::Png | Self::Pdf | Self::Svg | Self::Pptx => false,
        }
    }
}

/// The files of pages: one, or one for each page where the format holds one only; a moving picture shows the pages one
/// after the other. `pixels` and `dpi` are those of a picture.
///
/// # Errors
/// When there is no page, or the size is zero or too large.
pub fn page_files(
    pages: &[Page],
    format: PageFormat,
    (pixels, dpi): ((u32, u32), Option<u32>),
) -> Result<Vec<Vec<u8>>, ExportError> {
    if pages.is_empty() {
        return Err(ExportError::Empty);
    }
    let reel = || Reel {
        frames: pages.len(),
        scene: Box::new(|place| pages[place].scene.clone()),
        pixels,
        hundredths: READING_TIME,
    };
    let mut on = |_, _| ControlFlow::Continue(());
    match format {
        PageFormat::Pdf => Ok(vec![pdf(pages)?]),
        PageFormat::Pptx => Ok(vec![pptx(pages)?]),
        PageFormat::Svg => pages.iter().map(|page| svg(page).map(String::into_bytes)).collect(),
        PageFormat::Gif => Ok(vec![gif(reel(), &mut on)?]),
        PageFormat::Apng => Ok(vec![apng(reel(), &mut on)?]),
        PageFormat::Png | PageFormat::Frames => {
            pages.iter().map(|page| png(&page.scene, pixels, dpi)).collect()
        }
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

/// The name of a frame: `film-001.png`, with as many digits as the last of them needs, so that they sort.
pub fn frame_path(path: &Path, number: usize, count: usize) -> PathBuf {
    let digits = count.to_string().len().max(3);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    path.with_file_name(format!("{stem}-{number:0digits$}.png"))
}

/// Pixels per logical pixel of pictures that stand in a document of another program.
pub(super) fn sharpness(page: &Page) -> f32 {
    /// What is sharp on paper and on a projector.
    const DOTS_PER_INCH: f32 = 220.0;
    match page.paper {
        PaperSize::Pixels(width, _) => width as f32 / page.scene.size.x.max(1.0),
        PaperSize::Millimetres(width, _) => {
            let per_logical = width / 25.4 / (page.scene.size.x / PAGE_PIXELS_PER_INCH).max(0.01);
            DOTS_PER_INCH / PAGE_PIXELS_PER_INCH * per_logical
        }
    }
}
