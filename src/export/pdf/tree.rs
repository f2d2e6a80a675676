//! What a PDF says to those who hear it: the parts of each page in the order in which one reads them.

use std::num::NonZeroU16;

use krilla::tagging::{Identifier, Node, Tag, TagGroup, TagTree};

use crate::carto::{Block, Content, Page, Part, PicturePart, Point, Rect};

/// The tree while pages are added to it.
#[derive(Default)]
pub(super) struct Outline {
    tree: TagTree,
    page: Vec<(Block, Vec<Node>)>,
    /// Words that stand in no block.
    loose: Vec<Node>,
    map: Vec<Node>,
}

impl Outline {
    pub fn begin_page(&mut self, page: &Page) {
        self.page = page.blocks.iter().map(|block| (block.clone(), Vec::new())).collect();
    }

    /// The relief.
    pub fn add_map(&mut self, id: Identifier) {
        self.map.push(Node::Leaf(id));
    }

    /// Words at that place of the page.
    pub fn add_text(&mut self, at: Point, part: PicturePart, id: Identifier) {
        let node = Node::Leaf(id);
        match part {
            PicturePart::Furniture => self.nodes_at(at).push(node),
            PicturePart::Basemap
            | PicturePart::PrecisionAreas
            | PicturePart::BasemapAbove
            | PicturePart::Overlays
            | PicturePart::PlaceNames
            | PicturePart::Measured
            | PicturePart::Incidents
            | PicturePart::Compared
            | PicturePart::OverlaysAbove
            | PicturePart::Opened => self.map.push(node),
        }
    }

    pub fn add_link(&mut self, rect: &Rect, id: Identifier) {
        let middle =
            Point { x: f32::midpoint(rect.min.x, rect.max.x), y: f32::midpoint(rect.min.y, rect.max.y) };
        let link = TagGroup::with_children(Tag::Link, vec![Node::Leaf(id)]);
        self.nodes_at(middle).push(Node::Group(link));
    }

    /// Where what stands at that place belongs: the smallest block around it.
    fn nodes_at(&mut self, at: Point) -> &mut Vec<Node> {
        let area = |rect: &Rect| (rect.max.x - rect.min.x) * (rect.max.y - rect.min.y);
        let around = self.page.iter_mut().filter(|(block, _)| {
            let Rect { min, max } = block.rect;
            (min.x..=max.x).contains(&at.x) && (min.y..=max.y).contains(&at.y)
        });
        let smallest = around.min_by(|(a, _), (b, _)| area(&a.rect).total_cmp(&area(&b.rect)));
        smallest.map_or(&mut self.loose, |(_, nodes)| nodes)
    }

    pub fn end_page(&mut self) {
        let mut page = TagGroup::new(Tag::Part);
        let mut map = std::mem::take(&mut self.map);
        for (block, mut nodes) in std::mem::take(&mut self.page) {
            if block.part == Part::Map {
                nodes.append(&mut map);
            }
            if !nodes.is_empty() {
                page.push(group(&block, nodes));
            }
        }
        map.append(&mut self.loose);
        if !map.is_empty() {
            page.push(TagGroup::with_children(Tag::Div, map));
        }
        self.tree.push(page);
    }

    pub fn finish(self) -> TagTree {
        self.tree.with_lang(Some("en".to_owned()))
    }
}

fn group(block: &Block, nodes: Vec<Node>) -> TagGroup {
    if block.part == Part::Title {
        return TagGroup::with_children(Tag::Hn(NonZeroU16::MIN, None), nodes);
    }
    match &block.content {
        Content::Picture => TagGroup::with_children(Tag::Figure(Some(block.alt.clone())), nodes),
        Content::Text(_) => TagGroup::with_children(Tag::P, nodes),
        Content::Table(_) => TagGroup::with_children(Tag::Div, nodes),
    }
}
