//! Pages as slides that can be gone on with: the map as a picture, title, words, legend and list as objects of the
//! presentation itself.
//!
//! The words are set in Arial: every computer that shows slides has it, and it is a little narrower than the type of
//! our own pictures, so what fitted there fits here.
//!
//! # Source
//! ECMA-376, Office Open XML, parts 1 and 2: `PresentationML`, `DrawingML`, open packaging.

mod frame;
mod slide;
mod table;
mod words;

use std::io::{Cursor, Write as _};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use crate::carto::{Page, PaperSize};

use super::png::ExportError;
use slide::{Slide, slide};
use words::escaped;

/// English metric units of an inch.
const PER_INCH: f32 = 914_400.0;

/// The longer side of a slide for screens: that of the usual wide slide.
const LONGER_SIDE: f32 = 12_192_000.0;

/// The measure of a presentation; all its slides have the first page's.
#[derive(Clone, Copy, Debug)]
struct Measure {
    width: i64,
    height: i64,
    /// Units per logical pixel of a page.
    per_pixel: f32,
}

impl Measure {
    fn of(page: &Page) -> Self {
        let size = page.scene.size;
        let width = match page.paper {
            PaperSize::Millimetres(width, _) => width / 25.4 * PER_INCH,
            PaperSize::Pixels(..) => LONGER_SIDE * (size.x / size.x.max(size.y)),
        };
        let per_pixel = width / size.x.max(1.0);
        Self { width: width.round() as i64, height: (size.y * per_pixel).round() as i64, per_pixel }
    }

    fn units(self, pixels: f32) -> i64 {
        (pixels * self.per_pixel).round() as i64
    }
}

/// The pages as one presentation.
///
/// # Errors
/// When the map has a size that cannot be painted.
pub fn pptx(pages: &[Page]) -> Result<Vec<u8>, ExportError> {
    let Some(first) = pages.first() else { return Err(ExportError::Empty) };
    let measure = Measure::of(first);
    let slides: Vec<Slide> =
        pages.iter().map(|page| slide(page, measure, pages.len())).collect::<Result<_, _>>()?;
    let mut file = Package { zip: ZipWriter::new(Cursor::new(Vec::new())) };
    let text = CompressionMethod::Deflated;
    for (name, part) in frame::parts(&escaped(&first.title), measure, slides.len()) {
        file.put(&name, part.as_bytes(), text)?;
    }
    let mut pictures = 0;
    for (place, slide) in slides.iter().enumerate() {
        let number = place + 1;
        file.put(&format!("ppt/slides/slide{number}.xml"), slide.xml.as_bytes(), text)?;
        let mut relations = frame::relation(1, "slideLayout", "../slideLayouts/slideLayout1.xml", false);
        for (place, relation) in slide.relations.iter().enumerate() {
            // The layout is the first.
            let id = place + 2;
            relations += &match relation {
                slide::Relation::Picture(png) => {
                    pictures += 1;
                    // A PNG is packed already.
                    file.put(&format!("ppt/media/image{pictures}.png"), png, CompressionMethod::Stored)?;
                    frame::relation(id, "image", &format!("../media/image{pictures}.png"), false)
                }
                slide::Relation::Link(url) => frame::relation(id, "hyperlink", &escaped(url), true),
            };
        }
        let relations = frame::relations(&relations);
        file.put(&format!("ppt/slides/_rels/slide{number}.xml.rels"), relations.as_bytes(), text)?;
    }
    file.zip.finish().map(Cursor::into_inner).map_err(|error| ExportError::Slides(error.to_string()))
}

struct Package {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Package {
    /// Each part with the same time and rights: the same pages are the same file.
    fn put(&mut self, name: &str, bytes: &[u8], method: CompressionMethod) -> Result<(), ExportError> {
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(0o644);
        let begun = self.zip.start_file(name, options).map_err(std::io::Error::from);
        let written = begun.and_then(|()| self.zip.write_all(bytes));
        written.map_err(|error| ExportError::Slides(error.to_string()))
    }
}
