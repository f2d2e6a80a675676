//! A part of a page that is set but not yet placed: its marks from its own corner.

use super::super::{Block, Content, Mark, PageLink, Part, Point, Rect};

/// A set part.
#[derive(Clone, Debug)]
pub(super) struct Set {
    pub part: Part,
    pub size: Point,
    pub marks: Vec<Mark>,
    pub alt: String,
    pub content: Content,
    pub links: Vec<PageLink>,
}

impl Set {
    /// As a block of a page, its left upper corner there.
    pub fn at(self, corner: Point) -> (Block, Vec<PageLink>) {
        let moved = |p: Point| Point { x: p.x + corner.x, y: p.y + corner.y };
        let links = self
            .links
            .into_iter()
            .map(|link| PageLink {
                rect: Rect { min: moved(link.rect.min), max: moved(link.rect.max) },
                ..link
            })
            .collect();
        let block = Block {
            part: self.part,
            rect: Rect { min: corner, max: moved(self.size) },
            alt: self.alt,
            content: self.content,
            marks: self.marks.iter().map(|mark| mark.moved(corner)).collect(),
        };
        (block, links)
    }
}
