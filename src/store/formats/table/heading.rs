//! Which row names the columns.

use std::collections::HashSet;

use super::{HeadingWish, TableRow};

/// Rows above the heading are notes: a title, an export date. Further down nobody looks.
const LOOKED_AT: usize = 30;

/// Where the heading stands.
pub(super) struct Heading {
    /// Its place among the rows.
    row: Option<usize>,
    /// Rows after it that say what the columns hold.
    tags: usize,
    /// Cells of the widest of the first rows.
    width: usize,
}

/// The first row that is as wide as the table, in which every cell is a name of its own and none a number or date.
/// Headings of known codebooks need no guessing: they are such rows.
pub(super) fn find(rows: &[TableRow], wish: HeadingWish) -> Heading {
    let head = &rows[..rows.len().min(LOOKED_AT)];
    let width = head.iter().map(TableRow::len).max().unwrap_or(0);
    let usual = usual_width(head);
    let row = match wish {
        HeadingWish::Found => head.iter().position(|row| is_heading(row, usual)),
        HeadingWish::Line(line) => rows.iter().position(|row| row.line == line),
        HeadingWish::Missing => None,
    };
    let tags = row.map_or(0, |row| rows[row + 1..].iter().take_while(|row| row.is_tags()).count());
    Heading { row, tags, width }
}

/// What the rows around the heading say.
pub(super) struct Taken {
    pub columns: Vec<String>,
    pub tags: Vec<String>,
    pub line: Option<usize>,
    /// Rows that hold no data, without the heading and empty ones.
    pub beside: usize,
}

impl Heading {
    /// Takes heading and tags out of the rows.
    pub(super) fn take(self, rows: &mut Vec<TableRow>) -> Taken {
        let Some(row) = self.row else {
            let columns = (1..=self.width).map(|number| format!("column {number}")).collect();
            return Taken { columns, tags: Vec::new(), line: None, beside: 0 };
        };
        let mut around: Vec<TableRow> = rows.drain(..row + 1 + self.tags).collect();
        let tags = match self.tags {
            0 => Vec::new(),
            _ => around[row + 1].cells().map(|tag| tag.trim().to_owned()).collect(),
        };
        let heading = around.remove(row);
        around.retain(|row| !row.is_blank());
        let mut columns: Vec<String> = heading.cells().map(|name| name.trim().to_owned()).collect();
        columns.resize(self.width.max(columns.len()), String::new());
        let mut used = HashSet::new();
        for (number, name) in (1..).zip(&mut columns) {
            if name.is_empty() {
                *name = format!("column {number}");
            }
            let plain = name.clone();
            let mut next = 2;
            while !used.insert(name.clone()) {
                *name = format!("{plain} {next}");
                next += 1;
            }
        }
        Taken { columns, tags, line: Some(heading.line), beside: around.len() }
    }
}

/// The number of cells that most rows have.
fn usual_width(rows: &[TableRow]) -> usize {
    let widths: Vec<usize> = rows.iter().filter(|row| !row.is_blank()).map(TableRow::len).collect();
    let count = |width: usize| widths.iter().filter(|other| **other == width).count();
    widths.iter().copied().max_by_key(|width| (count(*width), *width)).unwrap_or(0)
}

fn is_heading(row: &TableRow, width: usize) -> bool {
    let names: Vec<&str> = row.cells().map(str::trim).filter(|cell| !cell.is_empty()).collect();
    // An empty name in a corner is common (the numbers of rows).
    let is_full = (names.len() + 1 >= width || names.len() * 10 >= width * 8)
        && row.len() >= width.min(names.len() + 1);
    let distinct: HashSet<&str> = names.iter().copied().collect();
    !names.is_empty()
        && is_full
        && distinct.len() * 10 >= names.len() * 9
        && names.iter().all(|name| is_name(name))
}

/// A number, a date, a tag or a sentence names no column.
fn is_name(cell: &str) -> bool {
    const LONGEST: usize = 80;
    !cell.starts_with('#')
        && cell.chars().count() <= LONGEST
        && cell.chars().any(char::is_alphabetic)
        && !cell.starts_with(|first: char| first.is_ascii_digit())
        && !cell.contains("://")
}
