//! A finished page of paper: its Scene, and in words what stands where on it, so that documents of other programs can
//! hold text, tables and pictures of their own instead of marks.
//!
//! Units are logical pixels as in a Scene; on paper 96 of them are an inch, so a point is 4/3 of one.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{Align, Face, Mark, PicturePart, Point, Rect, Relief, Rgba, Scene};

/// Logical pixels of a page per inch of paper.
pub const PAGE_PIXELS_PER_INCH: f32 = 96.0;

/// How large a page is outside of this program.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaperSize {
    /// Width and height.
    Millimetres(f32, f32),
    /// Width and height of a picture for screens.
    Pixels(u32, u32),
}

impl PaperSize {
    /// Width and height in points of 1/72 inch, for PDF; a screen's pixel counts as 1/96 inch of a sheet of that size
    /// in logical pixels.
    pub fn points(self, logical: Point) -> (f32, f32) {
        match self {
            Self::Millimetres(width, height) => (width / 25.4 * 72.0, height / 25.4 * 72.0),
            Self::Pixels(..) => {
                (logical.x * 72.0 / PAGE_PIXELS_PER_INCH, logical.y * 72.0 / PAGE_PIXELS_PER_INCH)
            }
        }
    }
}

/// What a part of a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Handling words at the top of the page and at its foot.
    BannerTop,
    BannerBottom,
    Title,
    /// The line under the title: the time window, the filter.
    Subtitle,
    /// Counts, tolls, the change against the period before.
    Numbers,
    Map,
    /// The small map that shows where the large one lies.
    Inset,
    Scale,
    North,
    Legend,
    Histogram,
    /// The numbered incidents.
    List,
    /// What the numbers do not say: incidents that are not on the map, a list that is not whole.
    Notes,
    Projection,
    /// Where the data come from.
    Sources,
    /// Who made the map. It cannot be switched off.
    Attribution,
    /// The state of the document, the day, and the number of the page.
    Version,
}

/// A part of a page.
#[derive(Clone, Debug)]
pub struct Block {
    pub part: Part,
    pub rect: Rect,
    /// What it shows, for who cannot see it.
    pub alt: String,
    pub content: Content,
    /// What the Scene paints of it, in the page's own coordinates; the map's own marks are the Scene's other parts.
    pub marks: Arc<[Mark]>,
}

/// What a block says, apart from how it is painted.
#[derive(Clone, Debug)]
pub enum Content {
    /// To be taken as it is painted: see [`Page::cut_out`].
    Picture,
    /// Paragraphs from top to bottom, not yet broken into lines.
    Text(Vec<Words>),
    Table(Table),
}

/// Words of one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Words {
    pub text: String,
    /// Logical pixels.
    pub size: f32,
    pub face: Face,
    pub colour: Rgba,
    pub align: Align,
    /// Begins at the right and is read to the left.
    pub right_to_left: bool,
    /// An opaque ground behind the words: the colour of a handling banner.
    pub ground: Option<Rgba>,
}

/// Rows of equally many cells.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Headings of the columns; none where the table has none.
    pub head: Vec<Words>,
    /// Shares of the block's width; they sum to 1.
    pub widths: Vec<f32>,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table: a sign, words, or both.
#[derive(Clone, Debug)]
pub struct Cell {
    /// Painted around the origin.
    pub sign: Option<Arc<[Mark]>>,
    pub words: Words,
    /// A web address that the words lead to.
    pub link: Option<String>,
}

/// A place of a page that leads to a web address.
#[derive(Clone, Debug, PartialEq)]
pub struct PageLink {
    pub rect: Rect,
    pub url: String,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// The whole page with all that is painted on it; a page without a map has a frame of no size.
    pub scene: Scene,
    pub paper: PaperSize,
    /// In the order in which one reads.
    pub blocks: Vec<Block>,
    pub links: Vec<PageLink>,
    /// What the whole document is called, for its metadata.
    pub title: String,
}

impl Page {
    /// The block of that part, where the page has one.
    pub fn block(&self, part: Part) -> Option<&Block> {
        self.blocks.iter().find(|block| block.part == part)
    }

    /// A Scene of the rectangle of one block and of nothing around it, for programs that lay it in as a picture. The
    /// map brings what stands on it (the inset, the north arrow) where those are pictures themselves.
    pub fn cut_out(&self, block: &Block) -> Scene {
        let to = Point { x: -block.rect.min.x, y: -block.rect.min.y };
        let size = Point { x: block.rect.max.x + to.x, y: block.rect.max.y + to.y };
        let moved = |marks: &[Mark]| -> Vec<Mark> { marks.iter().map(|mark| mark.moved(to)).collect() };
        let is_map = block.part == Part::Map;
        let mut parts = Vec::new();
        if is_map {
            let clipped = self.scene.parts.iter().filter(|(part, _)| *part != PicturePart::Furniture);
            parts.extend(clipped.map(|(part, marks)| (*part, moved(marks).into())));
        }
        let pictures = self.blocks.iter().filter(|other| {
            let is_picture = matches!(other.content, Content::Picture);
            other.part == block.part || (is_map && is_picture && block.rect.contains(&other.rect))
        });
        let furniture: Vec<Mark> = pictures.flat_map(|other| moved(&other.marks)).collect();
        parts.push((PicturePart::Furniture, furniture.into()));
        Scene {
            size,
            map_min: if is_map {
                Point { x: self.scene.map_min.x + to.x, y: self.scene.map_min.y + to.y }
            } else {
                Point::default()
            },
            map_size: if is_map { self.scene.map_size } else { Point::default() },
            relief: if is_map { self.scene.relief } else { Relief::Hidden },
            tiles: self.scene.tiles.clone().filter(|_| is_map),
            parts,
            targets: Vec::new(),
            inset: None,
            panels: Vec::new(),
            ..self.scene.clone()
        }
    }
}
