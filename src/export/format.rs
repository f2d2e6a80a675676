//! The kinds of files that pages become.

use crate::carto::{PAGE_PIXELS_PER_INCH, Page, PaperSize};

use super::{ExportError, Reel, Watch, apng, gif, pdf, png, pptx, svg};

/// How long a page stands in a moving picture, in hundredths of a second.
const READING_TIME: u16 = 400;

/// A kind of file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Format {
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

impl Format {
    /// In the order of menus.
    pub const ALL: [Self; 7] =
        [Self::Png, Self::Pdf, Self::Svg, Self::Pptx, Self::Gif, Self::Apng, Self::Frames];

    /// Those of pages that stand still.
    pub const STILL: [Self; 4] = [Self::Png, Self::Pdf, Self::Svg, Self::Pptx];

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

    /// How names of its files end, without the dot.
    pub fn ending(self) -> &'static str {
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

    /// Whether one file holds all pages.
    pub fn holds_many(self) -> bool {
        match self {
            Self::Pdf | Self::Pptx | Self::Gif | Self::Apng => true,
            Self::Png | Self::Svg | Self::Frames => false,
        }
    }

    /// The files of pages: one, or one for each page where a file holds one only. A moving format shows the pages one
    /// after the other.
    ///
    /// # Errors
    /// When there is no page, one cannot be painted, or it was stopped.
    pub fn files(
        self,
        pages: &[Page],
        dpi: Option<u32>,
        watch: Watch<'_>,
    ) -> Result<Vec<Vec<u8>>, ExportError> {
        let Some(first) = pages.first() else { return Err(ExportError::Empty) };
        let reel = || Reel {
            frames: pages.len(),
            scene: Box::new(|place| pages[place].scene.clone()),
            pixels: page_pixels(first, dpi),
            hundredths: READING_TIME,
        };
        match self {
            Self::Pdf => Ok(vec![pdf(pages)?]),
            Self::Pptx => Ok(vec![pptx(pages)?]),
            Self::Svg => pages.iter().map(|page| svg(page).map(String::into_bytes)).collect(),
            Self::Gif => Ok(vec![gif(reel(), watch)?]),
            Self::Apng => Ok(vec![apng(reel(), watch)?]),
            Self::Png | Self::Frames => {
                pages.iter().map(|page| png(&page.scene, page_pixels(page, dpi), dpi)).collect()
            }
        }
    }
}

/// Width and height in pixels of a page: its own where it is meant for screens, else at `dpi` (or 150).
pub fn page_pixels(page: &Page, dpi: Option<u32>) -> (u32, u32) {
    /// What pictures of paper have where nothing else is asked.
    const USUAL: u32 = 150;
    match page.paper {
        PaperSize::Pixels(width, height) => (width, height),
        PaperSize::Millimetres(width, height) => {
            let pixels = |side: f32| (side / 25.4 * dpi.unwrap_or(USUAL) as f32).round() as u32;
            (pixels(width), pixels(height))
        }
    }
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
