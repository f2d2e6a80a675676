//! Which row names the columns.

use std::collections::HashSet;

use super::TableRow;

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
pub(super) fn find(rows: &[TableRow]) -> Heading {
    let head = &rows[..rows.len().min(LOOKED_AT)];
    let width = head.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let usual = usual_width(head);
    let row = head.iter().position(|row| is_heading(row, usual));
    let tags = row.map_or(0, |row| rows[row + 1..].iter().take_while(|row| is_tags(row)).count());
    Heading { row, tags, width }
}

impl Heading {
    /// Takes heading and tags out of the rows: names of the columns, the heading's line, what stood beside.
    pub(super) fn take(self, rows: &mut Vec<TableRow>) -> (Vec<String>, Option<usize>, Vec<TableRow>) {
        let Some(row) = self.row else {
            return ((1..=self.width).map(|number| format!("column {number}")).collect(), None, Vec::new());
        };
        let mut beside: Vec<TableRow> = rows.drain(..row + 1 + self.tags).collect();
        let heading = beside.remove(row);
        beside.retain(|row| !row.is_blank());
        let mut columns: Vec<String> = heading.cells.iter().map(|name| name.trim().to_owned()).collect();
        columns.extend((columns.len() + 1..=self.width).map(|number| format!("column {number}")));
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
        (columns, Some(heading.line), beside)
    }
}

/// The number of cells that most rows have.
fn usual_width(rows: &[TableRow]) -> usize {
    let widths: Vec<usize> = rows.iter().filter(|row| !row.is_blank()).map(|row| row.cells.len()).collect();
    let count = |width: usize| widths.iter().filter(|other| **other == width).count();
    widths.iter().copied().max_by_key(|width| (count(*width), *width)).unwrap_or(0)
}

fn is_heading(row: &TableRow, width: usize) -> bool {
    let names: Vec<&str> = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    // An empty name in a corner is common (the numbers of rows).
    let is_full = names.len() + 1 >= width && row.cells.len() >= width.min(names.len() + 1);
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

/// Humanitarian Exchange Language: `#date +start`.
fn is_tags(row: &TableRow) -> bool {
    let mut cells = row.cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).peekable();
    cells.peek().is_some() && cells.all(|cell| cell.starts_with('#'))
}
