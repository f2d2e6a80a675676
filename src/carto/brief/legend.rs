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
    let natural = |row: &LegendRow| (indent(row) + look(row).width(&row.words)).min(WIDEST).min(width);
    let set: Vec<(f32, Vec<String>)> = rows
        .iter()
        .map(|row| {
            let lines = broken(look(row), &row.words, natural(row) - indent(row) + 0.1, 8).lines;
            let height = (lines.len() as f32 * look(row).line_height()).max(row.height * TIMES - 3.0);
            (height, lines)
        })
        .collect();
    // The lowest of all forms that have room; of equals the one with the fewest columns.
    let form = (1..=MOST_COLUMNS).map(|columns| Form::of(rows, &set, columns, &natural));
    let form = form.filter(|form| form.columns.len() == 1 || form.width() <= width);
    let form = form.min_by(|a, b| a.height.total_cmp(&b.height))?;
    let gap = match form.columns.len() {
        1 => 0.0,
        columns => COLUMN_GAP + ((width - form.width()) / (columns - 1) as f32).min(40.0),
    };
    let mut marks = Vec::new();
    let mut table = Table { head: Vec::new(), widths: vec![1.0], rows: Vec::new() };
    let mut x = 0.0;
    for (range, column) in form.columns.iter().zip(&form.widths) {
        let mut y = 0.0;
        for (row, (height, lines)) in rows[range.clone()].iter().zip(&set[range.clone()]) {
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
        x += column + gap;
    }
    let explained = rows.iter().filter(|row| !row.is_heading).map(|row| row.words.as_str());
    let alt = format!("Legend: {}", explained.collect::<Vec<_>>().join("; "));
    let size = Point { x: width, y: form.height };
    Some(Set { part: Part::Legend, size, marks, alt, content: Content::Table(table), links: Vec::new() })
}

const MOST_COLUMNS: usize = 6;

/// The rows in columns, each as wide as its widest row.
struct Form {
    columns: Vec<std::ops::Range<usize>>,
    widths: Vec<f32>,
    height: f32,
}

impl Form {
    fn of(
        rows: &[LegendRow],
        set: &[(f32, Vec<String>)],
        columns: usize,
        natural: &impl Fn(&LegendRow) -> f32,
    ) -> Self {
        let columns = flowed(rows, set, columns);
        let widest =
            |range: &std::ops::Range<usize>| rows[range.clone()].iter().map(natural).fold(0.0, f32::max);
        let tall =
            |range: &std::ops::Range<usize>| set[range.clone()].iter().map(|(height, _)| height).sum::<f32>();
        Self {
            widths: columns.iter().map(widest).collect(),
            height: columns.iter().map(tall).fold(0.0, f32::max),
            columns,
        }
    }

    fn width(&self) -> f32 {
        self.widths.iter().sum::<f32>() + COLUMN_GAP * (self.widths.len() as f32 - 1.0)
    }
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
