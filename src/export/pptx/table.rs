//! Legend and list as a table of the slide itself; the signs lie on it as small pictures.

use std::fmt::Write as _;

use crate::carto::{Block, Cell, LINE_HEIGHT, Mark, Point, Rect, Table, Words, text_rect, text_width};

use super::{
    super::png::{ExportError, sign_png},
    slide::{Relation, Writer},
    words::paragraph,
};

/// Logical pixels between words and the edge of their cell.
const SIDE: f32 = 2.0;

/// Pixels of a sign per logical pixel.
const SHARPNESS: f32 = 4.0;

/// A table that is longer than its place stands in several stacks beside each other, as it is painted.
pub(super) fn table(
    writer: &mut Writer,
    block: &Block,
    content: &Table,
    name: &str,
) -> Result<(), ExportError> {
    /// Lines of one column are no narrower than this, logical pixels.
    const NARROWEST: f32 = 150.0;
    let Rect { min, max } = block.rect;
    let (width, height) = (max.x - min.x, (max.y - min.y).max(1.0));
    let own = natural(content, width);
    let stacks = if content.head.is_empty() {
        ((own / height).ceil() as usize).clamp(1, ((width / NARROWEST) as usize).max(1))
    } else {
        1
    };
    let rows = content.rows.len().div_ceil(stacks).max(1);
    for (place, rows) in content.rows.chunks(rows).enumerate() {
        let part = Table { rows: rows.to_vec(), ..content.clone() };
        let left = min.x + width * place as f32 / stacks as f32;
        let right = left + width / stacks as f32;
        let high = natural(&part, right - left).min(height);
        let rect = Rect { min: Point { x: left, y: min.y }, max: Point { x: right, y: min.y + high } };
        stack(writer, &Block { rect, ..block.clone() }, &part, name)?;
    }
    Ok(())
}

/// How high a table of that width wants to be.
fn natural(table: &Table, width: f32) -> f32 {
    wanted(table, &table.widths, width).iter().sum()
}

fn stack(writer: &mut Writer, block: &Block, table: &Table, name: &str) -> Result<(), ExportError> {
    let width = block.rect.max.x - block.rect.min.x;
    let columns = table.widths.len().max(1);
    let equal = [1.0 / columns as f32];
    let shares = if table.widths.is_empty() { &equal[..] } else { &table.widths };
    let heights = heights(table, shares, block);
    let mut grid = String::new();
    for share in shares {
        let _ = write!(grid, r#"<a:gridCol w="{}"/>"#, writer.measure.units(share * width));
    }
    let mut rows = String::new();
    let mut signs: Vec<(Rect, &[Mark])> = Vec::new();
    let mut top = block.rect.min.y;
    let mut heights = heights.into_iter();
    let mut begin_row = |rows: &mut String, writer: &Writer| {
        let height = heights.next().unwrap_or(0.0);
        let _ = write!(rows, r#"<a:tr h="{}">"#, writer.measure.units(height));
        height
    };
    if !table.head.is_empty() {
        top += begin_row(&mut rows, writer);
        for place in 0..shares.len() {
            let words = table.head.get(place);
            rows += &cell(words.map(|words| paragraph(words, writer.measure, None)), 0.0, writer);
        }
        rows += "</a:tr>";
    }
    for row in &table.rows {
        let height = begin_row(&mut rows, writer);
        let mut left = block.rect.min.x;
        for (place, share) in shares.iter().enumerate() {
            let Some(Cell { sign, words, link }) = row.get(place) else {
                rows += &cell(None, 0.0, writer);
                continue;
            };
            let link = link.as_ref().map(|url| writer.relate(Relation::Link(url.clone())));
            let mut room = 0.0;
            if let Some(sign) = sign {
                let rect = bounds(sign);
                let size = Point { x: rect.max.x - rect.min.x, y: rect.max.y - rect.min.y };
                room = if words.text.is_empty() { 0.0 } else { size.x + SIDE * 2.0 };
                let x = if room > 0.0 { left + SIDE } else { left + (share * width - size.x) / 2.0 };
                let y = top + (height - size.y) / 2.0;
                let there = Rect { min: Point { x, y }, max: Point { x: x + size.x, y: y + size.y } };
                signs.push((there, sign));
            }
            rows += &cell(Some(paragraph(words, writer.measure, link)), room, writer);
            left += share * width;
        }
        rows += "</a:tr>";
        top += height;
    }
    if rows.is_empty() {
        return Ok(());
    }
    let (named, place) = (writer.named(name, &block.alt), writer.place(&block.rect));
    let head = if table.head.is_empty() { "" } else { r#" firstRow="1""# };
    let _ = write!(
        writer.shapes,
        concat!(
            r#"<p:graphicFrame><p:nvGraphicFramePr>{}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>"#,
            r#"</p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>{}</p:xfrm><a:graphic>"#,
            r#"<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/table"><a:tbl><a:tblPr{}/>"#,
            r#"<a:tblGrid>{}</a:tblGrid>{}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"#
        ),
        named, place, head, grid, rows
    );
    for (rect, sign) in signs {
        let png = painted(sign)?;
        writer.picture(&rect, png, "Sign", "");
    }
    Ok(())
}

/// A cell without lines and ground; `room` is kept free at its left.
fn cell(paragraph: Option<String>, room: f32, writer: &Writer) -> String {
    let units = |pixels: f32| writer.measure.units(pixels);
    let paragraph = paragraph.unwrap_or_else(|| "<a:p><a:endParaRPr/></a:p>".to_owned());
    let none = |side: &str| format!(r#"<a:ln{side} w="0"><a:noFill/></a:ln{side}>"#);
    format!(
        concat!(
            r#"<a:tc><a:txBody><a:bodyPr/><a:lstStyle/>{}</a:txBody>"#,
            r#"<a:tcPr marL="{}" marR="{}" marT="0" marB="0" anchor="ctr">{}{}{}{}<a:noFill/></a:tcPr></a:tc>"#
        ),
        paragraph,
        units(SIDE + room),
        units(SIDE),
        none("L"),
        none("R"),
        none("T"),
        none("B")
    )
}

/// How high each row is, the heading first: by its lines, together as high as the block.
fn heights(table: &Table, shares: &[f32], block: &Block) -> Vec<f32> {
    let all = wanted(table, shares, block.rect.max.x - block.rect.min.x);
    let scale = (block.rect.max.y - block.rect.min.y) / all.iter().sum::<f32>().max(1.0);
    all.into_iter().map(|height| height * scale).collect()
}

/// How high each row wants to be.
fn wanted(table: &Table, shares: &[f32], width: f32) -> Vec<f32> {
    let lines = |words: &Words, share: f32, room: f32| {
        let free = (share * width - room - SIDE * 2.0).max(1.0);
        (text_width(words.face, words.size, &words.text, 0.0) / free).ceil().max(1.0)
            * words.size
            * LINE_HEIGHT
    };
    let head = table.head.iter().zip(shares).map(|(words, share)| lines(words, *share, 0.0));
    let head = (!table.head.is_empty()).then(|| head.fold(1.0, f32::max));
    let rows = table.rows.iter().map(|row| {
        let cells = row.iter().zip(shares).map(|(cell, share)| {
            let rect = cell.sign.as_ref().map(|sign| bounds(sign));
            let room = rect.map_or(0.0, |rect| rect.max.x - rect.min.x);
            let high = rect.map_or(0.0, |rect| rect.max.y - rect.min.y);
            lines(&cell.words, *share, room).max(high)
        });
        cells.fold(1.0, f32::max)
    });
    head.into_iter().chain(rows).collect()
}

/// The smallest rectangle around marks, with room for their edges.
fn bounds(marks: &[Mark]) -> Rect {
    let mut rect = Rect { min: Point { x: 0.0, y: 0.0 }, max: Point { x: 0.0, y: 0.0 } };
    let mut add = |min: Point, max: Point| rect = rect.joined(&Rect { min, max });
    for mark in marks {
        match mark {
            Mark::Area { points, .. } | Mark::Line { points, .. } | Mark::Segments { points, .. } => {
                for point in points.iter() {
                    add(*point, *point);
                }
            }
            Mark::Symbol { outline, .. } => {
                for point in outline.iter() {
                    add(*point, *point);
                }
            }
            Mark::Circle { centre, radius, .. } => {
                let around = Rect::around(*centre, Point { x: *radius, y: *radius });
                add(around.min, around.max);
            }
            Mark::Card { min, size, .. } | Mark::Raster { min, size, .. } => {
                add(*min, Point { x: min.x + size.x, y: min.y + size.y });
            }
            Mark::Text(text) => {
                let around = text_rect(text);
                add(around.min, around.max);
            }
            Mark::Course(course) => {
                for letter in course.letters.iter() {
                    add(letter.at, letter.at);
                }
            }
        }
    }
    rect.grown(1.5)
}

/// A sign on a ground that lets through what lies below.
fn painted(sign: &[Mark]) -> Result<Vec<u8>, ExportError> {
    let rect = bounds(sign);
    let by = Point { x: -rect.min.x, y: -rect.min.y };
    let marks: Vec<Mark> = sign.iter().map(|mark| mark.moved(by)).collect();
    sign_png(&marks, Point { x: rect.max.x + by.x, y: rect.max.y + by.y }, SHARPNESS)
}
