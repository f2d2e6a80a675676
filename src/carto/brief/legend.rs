//! The legend of a brief: what the map shows and nothing else, in as many columns as have room.

use super::{
    super::{Align, Cell, Content, Face, Mark, Part, Point, Style, Table, furniture::LegendRow},
    parts::Set,
    setting::{Look, SMALLEST, broken, set_lines},
};

/// The signs are as many times as large as on the map's own legend.
const TIMES: f32 = 1.14;
/// Room for a sign before the words.
const SIGN_WIDTH: f32 = 36.0;
const COLUMN_GAP: f32 = 18.0;
/// A column of words is no wider.
const WIDEST: f32 = 250.0;

/// The legend in a strip of this width; nothing where the map has nothing to explain.
pub(super) fn legend(style: &Style, rows: &[LegendRow], width: f32) -> Option<Set> {
    if rows.is_empty() {
        return None;
    }
    let look = |row: &LegendRow| Look {
        size: SMALLEST,
        face: if row.is_heading { Face::SemiBold } else { Face::Regular },
        colour: style.ink,
    };
    let indent = |row: &LegendRow| if row.is_heading { 0.0 } else { SIGN_WIDTH };
    let widest = rows.iter().map(|row| indent(row) + look(row).width(&row.words)).fold(0.0, f32::max);
    let column = widest.min(WIDEST).min(width);
    let most = (((width + COLUMN_GAP) / (column + COLUMN_GAP)) as usize).max(1);
    let set: Vec<(f32, Vec<String>)> = rows
        .iter()
        .map(|row| {
            let lines = broken(look(row), &row.words, column - indent(row), 8).lines;
            let height = (lines.len() as f32 * look(row).line_height()).max(row.height * TIMES - 3.0);
            (height, lines)
        })
        .collect();
    // The fewest columns that are as low as the most columns would be.
    let height_in = |columns: usize| {
        let flowed = flowed(rows, &set, columns);
        flowed.iter().map(|range| set[range.clone()].iter().map(|(h, _)| h).sum::<f32>()).fold(0.0, f32::max)
    };
    let lowest = (1..=most).map(height_in).fold(f32::INFINITY, f32::min);
    let columns = (1..=most).find(|columns| height_in(*columns) <= lowest + 0.5).unwrap_or(1);
    let step = if columns > 1 { ((width + COLUMN_GAP) / columns as f32).min(column + 64.0) } else { width };
    let mut marks = Vec::new();
    let mut table = Table { head: Vec::new(), widths: vec![1.0], rows: Vec::new() };
    for (i, range) in flowed(rows, &set, columns).into_iter().enumerate() {
        let x = step * i as f32;
        let mut y = 0.0;
        for (row, (height, lines)) in rows[range.clone()].iter().zip(&set[range]) {
            let sign: Vec<Mark> = row.sign.iter().map(|mark| mark.scaled(TIMES)).collect();
            let middle = Point { x: x + SIGN_WIDTH * 0.45, y: y + height / 2.0 };
            marks.extend(sign.iter().map(|mark| mark.moved(middle)));
            let look = look(row);
            let top = y + (height - look.line_height() * lines.len() as f32) / 2.0;
            let at = Point { x: x + indent(row), y: top };
            set_lines(look, lines, at, column - indent(row), Align::Left, &mut marks);
            table.rows.push(vec![Cell {
                sign: (!sign.is_empty()).then(|| sign.into()),
                words: look.words(row.words.clone(), Align::Left),
                link: None,
            }]);
            y += height;
        }
    }
    let explained = rows.iter().filter(|row| !row.is_heading).map(|row| row.words.as_str());
    let alt = format!("Legend: {}", explained.collect::<Vec<_>>().join("; "));
    let size = Point { x: width, y: lowest };
    Some(Set { part: Part::Legend, size, marks, alt, content: Content::Table(table), links: Vec::new() })
}

/// The rows in columns of about the same height; no heading stands last in a column.
fn flowed(rows: &[LegendRow], set: &[(f32, Vec<String>)], columns: usize) -> Vec<std::ops::Range<usize>> {
    let total: f32 = set.iter().map(|(height, _)| height).sum();
    let tallest_row = set.iter().map(|(height, _)| *height).fold(0.0, f32::max);
    // A little more each time until all rows have a column.
    let mut tallest = total / columns as f32;
    loop {
        let mut ranges = Vec::new();
        let (mut first, mut height) = (0, 0.0);
        for i in 0..rows.len() {
            let needed = match rows.get(i + 1) {
                Some(_) if rows[i].is_heading => set[i].0 + set[i + 1].0,
                Some(_) | None => set[i].0,
            };
            if i > first && height + needed > tallest + 0.5 {
                ranges.push(first..i);
                first = i;
                height = 0.0;
            }
            height += set[i].0;
        }
        ranges.push(first..rows.len());
        if ranges.len() <= columns {
            return ranges;
        }
        tallest += tallest_row.max(1.0) / 2.0;
    }
}
