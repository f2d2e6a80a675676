//! A picture as a page: what stands above, on and below its map, in words.

use crate::{
    carto::{
        Block, Content, Face, Mark, Page, PageLink, PaperSize, Part, PicturePart, Point, Rect, Scene,
        Targeted, TextMark, Words, has_right_to_left, text_rect,
    },
    model::{Document, grouped},
};

/// The page of a picture of that many pixels, whose signs lead to what the document says of them. With `dpi` it has a
/// size on paper.
pub fn plain_page(document: &Document, scene: Scene, pixels: (u32, u32), dpi: Option<u32>) -> Page {
    let furniture: Vec<Mark> = scene
        .parts
        .iter()
        .filter(|(part, _)| *part == PicturePart::Furniture)
        .flat_map(|(_, marks)| marks.iter().cloned())
        .collect();
    let map = map_rect(&scene);
    let (top, foot) = (map.min.y, map.max.y);
    let mut blocks = header_blocks(&lines(&furniture, |y| y < top));
    let title = blocks.first().map_or_else(String::new, |block| block.alt.clone());
    let on_map = furniture.iter().filter(|mark| (top..foot).contains(&height(mark))).cloned().collect();
    let alt = format!("Map with {} of {} incidents", grouped(scene.shown), grouped(scene.total));
    blocks.push(Block { part: Part::Map, rect: map, alt, content: Content::Picture, marks: on_map });
    for group in same_looks(&lines(&furniture, |y| y >= foot)) {
        let part = if group[0].face == Face::SemiBold { Part::Version } else { Part::Sources };
        blocks.push(text_block(part, group));
    }
    let paper = match dpi.filter(|dpi| *dpi > 0) {
        Some(dpi) => {
            let millimetres = |pixels: u32| pixels as f32 / dpi as f32 * 25.4;
            PaperSize::Millimetres(millimetres(pixels.0), millimetres(pixels.1))
        }
        None => PaperSize::Pixels(pixels.0, pixels.1),
    };
    let links = source_links(document, &scene);
    Page { scene, paper, blocks, links, title }
}

/// The sign of an incident leads to the first of its sources that is on the web. A stack of several leads nowhere.
fn source_links(document: &Document, scene: &Scene) -> Vec<PageLink> {
    let link = |(centre, radius, what): (Point, f32, &Targeted)| {
        let Targeted::Incident(id) = what else { return None };
        let sources = &document.get(id)?.sources;
        let is_web = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
        let url = sources.iter().filter_map(|source| source.url.as_deref()).find(is_web)?;
        let rect = Rect {
            min: Point { x: centre.x - radius, y: centre.y - radius },
            max: Point { x: centre.x + radius, y: centre.y + radius },
        };
        Some(PageLink { rect, url: url.to_owned() })
    };
    scene.targets.iter().map(|target| (target.centre, target.radius, &target.what)).filter_map(link).collect()
}

/// Where the map stands, or the maps.
fn map_rect(scene: &Scene) -> Rect {
    let rect = |min: Point, size: Point| Rect { min, max: Point { x: min.x + size.x, y: min.y + size.y } };
    let panels = scene.panels.iter().map(|panel| rect(panel.min, panel.scene.size));
    let own = || rect(scene.map_min, scene.map_size);
    panels.reduce(|a, b| a.joined(&b)).unwrap_or_else(own)
}

/// The title, what stands under it, and the key numbers with their words.
fn header_blocks(lines: &[TextMark]) -> Vec<Block> {
    let mut part = Part::Title;
    let mut blocks = Vec::new();
    for (place, group) in same_looks(lines).enumerate() {
        if place > 0 && part != Part::Numbers {
            part = if group[0].face == Face::SemiBold { Part::Numbers } else { Part::Subtitle };
        }
        blocks.push(text_block(part, group));
    }
    blocks
}

/// The texts whose middle lies so high or low, in paint order.
fn lines(marks: &[Mark], belongs: impl Fn(f32) -> bool) -> Vec<TextMark> {
    let texts = marks.iter().filter_map(|mark| match mark {
        Mark::Text(text) if belongs(text.at.y) => Some(text.clone()),
        Mark::Text(_)
        | Mark::Area { .. }
        | Mark::Symbol { .. }
        | Mark::Circle { .. }
        | Mark::Line { .. }
        | Mark::Segments { .. }
        | Mark::Card { .. }
        | Mark::Raster { .. }
        | Mark::Course(_) => None,
    });
    texts.collect()
}

/// Lines of one paragraph follow each other and look the same.
fn same_looks(lines: &[TextMark]) -> impl Iterator<Item = &[TextMark]> {
    let look =
        |line: &TextMark| (line.size.to_bits(), line.face, line.colour, line.align, line.at.x.to_bits());
    lines.chunk_by(move |a, b| look(a) == look(b))
}

fn text_block(part: Part, lines: &[TextMark]) -> Block {
    let text = lines.iter().map(|line| &*line.text).collect::<Vec<_>>().join(" ");
    let first = &lines[0];
    let rect = lines.iter().map(text_rect).reduce(|a, b| a.joined(&b)).unwrap_or(text_rect(first));
    let words = Words {
        text: text.clone(),
        size: first.size,
        face: first.face,
        colour: first.colour,
        align: first.align,
        right_to_left: text.chars().next().is_some_and(|letter| has_right_to_left(&letter.to_string())),
        ground: None,
    };
    let marks = lines.iter().cloned().map(Mark::Text).collect();
    Block { part, rect, alt: text, content: Content::Text(vec![words]), marks }
}

/// How low a mark begins on the sheet.
fn height(mark: &Mark) -> f32 {
    match mark {
        Mark::Area { points, .. } | Mark::Line { points, .. } | Mark::Segments { points, .. } => {
            points.iter().map(|point| point.y).fold(f32::INFINITY, f32::min)
        }
        Mark::Symbol { centre, .. } | Mark::Circle { centre, .. } => centre.y,
        Mark::Card { min, .. } | Mark::Raster { min, .. } => min.y,
        Mark::Text(text) => text.at.y,
        Mark::Course(course) => course.letters.first().map_or(0.0, |letter| letter.at.y),
    }
}
