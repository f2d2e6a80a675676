//! One page as one slide.

use std::fmt::Write as _;

use crate::carto::{
    Block, Content, Mark, Page, Panel, Part, PicturePart, Point, Rect, Rgba, Scene, Words, text_rect,
};

use super::{
    super::{
        png::{ExportError, png},
        sharpness,
    },
    Measure,
    table::table,
    words::{escaped, fill, paragraph},
};

/// What a slide has beside its own text.
pub(super) enum Relation {
    /// The bytes of a PNG.
    Picture(Vec<u8>),
    /// A web address.
    Link(String),
}

pub(super) struct Slide {
    pub xml: String,
    /// The first has the number 2: the layout has 1.
    pub relations: Vec<Relation>,
}

/// What is written of a slide so far.
pub(super) struct Writer {
    pub measure: Measure,
    pub shapes: String,
    pub relations: Vec<Relation>,
    /// Of the last object.
    id: usize,
}

impl Writer {
    /// Number and name of the next object.
    pub fn named(&mut self, name: &str, alt: &str) -> String {
        self.id += 1;
        format!(
            r#"<p:cNvPr id="{}" name="{} {}" descr="{}"/>"#,
            self.id,
            escaped(name),
            self.id,
            escaped(alt)
        )
    }

    pub fn relate(&mut self, relation: Relation) -> usize {
        self.relations.push(relation);
        self.relations.len() + 1
    }

    pub fn place(&self, rect: &Rect) -> String {
        let units = |pixels: f32| self.measure.units(pixels);
        let (x, y) = (units(rect.min.x), units(rect.min.y));
        let (width, height) = (units(rect.max.x) - x, units(rect.max.y) - y);
        format!(r#"<a:off x="{x}" y="{y}"/><a:ext cx="{}" cy="{}"/>"#, width.max(1), height.max(1))
    }

    pub fn picture(&mut self, rect: &Rect, png: Vec<u8>, name: &str, alt: &str) {
        let id = self.relate(Relation::Picture(png));
        let (named, place) = (self.named(name, alt), self.place(rect));
        let _ = write!(
            self.shapes,
            concat!(
                r#"<p:pic><p:nvPicPr>{}<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>"#,
                r#"<p:blipFill><a:blip r:embed="rId{}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>"#,
                r#"<p:spPr><a:xfrm>{}</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>"#
            ),
            named, id, place
        );
    }

    /// A rectangle without words.
    fn plate(&mut self, rect: &Rect, inside: Rgba, edge: Option<crate::carto::Stroke>) {
        let (named, place) = (self.named("Ground", ""), self.place(rect));
        let edge = edge.map_or_else(
            || "<a:ln><a:noFill/></a:ln>".to_owned(),
            |edge| format!(r#"<a:ln w="{}">{}</a:ln>"#, self.measure.units(edge.width), fill(edge.colour)),
        );
        let _ = write!(
            self.shapes,
            concat!(
                r#"<p:sp><p:nvSpPr>{}<p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm>{}</a:xfrm>"#,
                r#"<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{}{}</p:spPr></p:sp>"#
            ),
            named,
            place,
            fill(inside),
            edge
        );
    }

    fn text(&mut self, block: &Block, lines: &[Words]) {
        let is_title = block.part == Part::Title;
        let kind = if is_title {
            (r#"<p:cNvSpPr/><p:nvPr><p:ph type="title"/></p:nvPr>"#, "")
        } else {
            (r#"<p:cNvSpPr txBox="1"/><p:nvPr/>"#, r#"<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>"#)
        };
        let ground = lines.iter().find_map(|words| words.ground);
        let anchor = if ground.is_some() { "ctr" } else { "t" };
        let named = self.named(name(block.part), "");
        let place = self.place(&block.rect);
        let ground = ground.map_or_else(|| "<a:noFill/>".to_owned(), fill);
        let paragraphs: String = lines.iter().map(|words| paragraph(words, self.measure, None)).collect();
        let _ = write!(
            self.shapes,
            concat!(
                r#"<p:sp><p:nvSpPr>{}{}</p:nvSpPr><p:spPr><a:xfrm>{}</a:xfrm>{}{}</p:spPr><p:txBody>"#,
                r#"<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{}"><a:normAutofit/></a:bodyPr>"#,
                r#"<a:lstStyle/>{}</p:txBody></p:sp>"#
            ),
            named, kind.0, place, kind.1, ground, anchor, paragraphs
        );
    }
}

/// What an object of that part is called in the list of objects.
fn name(part: Part) -> &'static str {
    match part {
        Part::BannerTop | Part::BannerBottom => "Handling",
        Part::Title => "Title",
        Part::Subtitle => "Subtitle",
        Part::Numbers => "Numbers",
        Part::Map => "Map",
        Part::Inset => "Overview",
        Part::Scale => "Scale",
        Part::North => "North",
        Part::Legend => "Legend",
        Part::Histogram => "Histogram",
        Part::List => "Incidents",
        Part::Notes => "Notes",
        Part::Projection => "Projection",
        Part::Sources => "Sources",
        Part::Attribution => "Map credits",
        Part::Version => "Version",
    }
}

pub(super) fn slide(page: &Page, measure: Measure, _of: usize) -> Result<Slide, ExportError> {
    let mut writer = Writer { measure, shapes: String::new(), relations: Vec::new(), id: 1 };
    let map = page.block(Part::Map).map(|block| block.rect);
    // The map lies lowest; on it, and around it, what stands there.
    let is_map = |block: &&Block| block.part == Part::Map;
    for block in page.blocks.iter().filter(is_map).chain(page.blocks.iter().filter(|block| !is_map(block))) {
        match &block.content {
            Content::Picture => {
                // The map has brought what is a picture on it.
                let brought = block.part != Part::Map && map.is_some_and(|map| map.contains(&block.rect));
                if !brought {
                    let png = paint(page, block)?;
                    writer.picture(&block.rect, png, name(block.part), &block.alt);
                }
            }
            // Words beside each other are an object each, where they stand.
            Content::Text(_) if block.part == Part::Numbers => {
                for piece in pieces(block) {
                    writer.text(&piece.0, &piece.1);
                }
            }
            Content::Text(lines) => writer.text(block, lines),
            Content::Table(content) => {
                if let Some((rect, inside, edge)) = ground_of(block) {
                    writer.plate(&rect, inside, edge);
                }
                table(&mut writer, block, content, name(block.part))?;
            }
        }
    }
    let xml = format!(
        concat!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
            "\n",
            r#"<p:sld xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
            r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" "#,
            r#"xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"><p:cSld><p:bg><p:bgPr>{}"#,
            r#"<a:effectLst/></p:bgPr></p:bg><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/>"#,
            r#"<p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>{}</p:spTree></p:cSld>"#,
            r#"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"#
        ),
        fill(paper_colour(&page.scene)),
        writer.shapes
    );
    Ok(Slide { xml, relations: writer.relations })
}

/// The painted texts of a block, each as a block of its own.
fn pieces(block: &Block) -> Vec<(Block, Vec<Words>)> {
    let texts = block.marks.iter().filter_map(|mark| match mark {
        Mark::Text(text) => Some(text),
        Mark::Area { .. }
        | Mark::Symbol { .. }
        | Mark::Circle { .. }
        | Mark::Line { .. }
        | Mark::Segments { .. }
        | Mark::Card { .. }
        | Mark::Raster { .. }
        | Mark::Course(_) => None,
    });
    let piece = |text: &crate::carto::TextMark| {
        let words = Words {
            text: text.text.to_string(),
            size: text.size,
            face: text.face,
            colour: text.colour,
            align: text.align,
            right_to_left: false,
            ground: None,
        };
        (Block { rect: text_rect(text), ..block.clone() }, vec![words])
    };
    texts.map(piece).collect()
}

/// The block as a PNG as sharp as the page is meant to be.
fn paint(page: &Page, block: &Block) -> Result<Vec<u8>, ExportError> {
    let mut scene = page.cut_out(block);
    if block.part == Part::Map {
        let by = Point { x: -block.rect.min.x, y: -block.rect.min.y };
        let moved = page.scene.panels.iter().map(|panel| Panel {
            min: Point { x: panel.min.x + by.x, y: panel.min.y + by.y },
            ..panel.clone()
        });
        scene.panels = moved.collect();
    } else {
        // Around what is painted lies the paper.
        scene.ground = paper_colour(&page.scene);
    }
    let sharpness = sharpness(page);
    let pixels = [scene.size.x, scene.size.y].map(|side| (side * sharpness).round().max(1.0) as u32);
    png(&scene, (pixels[0], pixels[1]), None)
}

/// The colour of the paper: that of the first plate as wide as the page, or of the ground.
fn paper_colour(scene: &Scene) -> Rgba {
    let furniture = scene.parts.iter().filter(|(part, _)| *part == PicturePart::Furniture);
    let plates = furniture.flat_map(|(_, marks)| marks.iter()).filter_map(|mark| match mark {
        Mark::Card { size, fill, .. } if size.x >= scene.size.x - 1.0 && fill.0[3] == 255 => Some(*fill),
        Mark::Card { .. }
        | Mark::Area { .. }
        | Mark::Symbol { .. }
        | Mark::Circle { .. }
        | Mark::Line { .. }
        | Mark::Segments { .. }
        | Mark::Raster { .. }
        | Mark::Text(_)
        | Mark::Course(_) => None,
    });
    plates.into_iter().next().unwrap_or(scene.ground)
}

/// The plate that a block stands on.
fn ground_of(block: &Block) -> Option<(Rect, Rgba, Option<crate::carto::Stroke>)> {
    match block.marks.first()? {
        Mark::Card { min, size, radius: _, fill, stroke } => {
            let max = Point { x: min.x + size.x, y: min.y + size.y };
            Some((Rect { min: *min, max }, *fill, *stroke))
        }
        Mark::Area { .. }
        | Mark::Symbol { .. }
        | Mark::Circle { .. }
        | Mark::Line { .. }
        | Mark::Segments { .. }
        | Mark::Raster { .. }
        | Mark::Text(_)
        | Mark::Course(_) => None,
    }
}
