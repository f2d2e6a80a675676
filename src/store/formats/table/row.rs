//! One row of a table: its cells as one text, so that a million rows take little more room than their file.

/// One row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRow {
    /// Where it begins in the file, counted from 1: its line, the row of its sheet, or its number among the things.
    pub line: usize,
    text: Box<str>,
    /// Where each cell ends.
    ends: Box<[u32]>,
}

impl TableRow {
    pub fn new<'a>(line: usize, cells: impl IntoIterator<Item = &'a str>) -> Self {
        let mut text = String::new();
        let mut ends = Vec::new();
        for cell in cells {
            // A row of more than 4 GB is none that a reader lets through.
            if u32::try_from(text.len() + cell.len()).is_ok() {
                text.push_str(cell);
            }
            ends.push(text.len() as u32);
        }
        Self { line, text: text.into(), ends: ends.into() }
    }

    /// Cells that stand one after the other in a text, by where each ends.
    pub(super) fn of_text(line: usize, text: &str, ends: impl Iterator<Item = usize>) -> Self {
        Self { line, text: text.into(), ends: ends.map(|end| end as u32).collect() }
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The cell as it stands; empty where the row is shorter.
    pub fn cell(&self, place: usize) -> &str {
        let Some(end) = self.ends.get(place) else { return "" };
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        self.text.get(start as usize..*end as usize).unwrap_or_default()
    }

    pub fn cells(&self) -> impl ExactSizeIterator<Item = &str> + Clone {
        (0..self.ends.len()).map(|place| self.cell(place))
    }

    /// Whether there is nothing in it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// Whether all that it holds are tags of the Humanitarian Exchange Language: `#date +start`.
    pub fn is_tags(&self) -> bool {
        let mut cells = self.cells().map(str::trim).filter(|cell| !cell.is_empty()).peekable();
        cells.peek().is_some() && cells.all(|cell| cell.starts_with('#'))
    }

    /// Appends the row as bytes: line, number of cells, their ends, their text.
    pub(in crate::store::formats) fn pack(&self, into: &mut Vec<u8>) {
        into.extend((self.line as u64).to_le_bytes());
        into.extend((self.ends.len() as u32).to_le_bytes());
        into.extend(self.ends.iter().flat_map(|end| end.to_le_bytes()));
        into.extend(self.text.as_bytes());
    }

    /// Takes the next packed row off the bytes; `None` where they make no sense.
    pub(in crate::store::formats) fn unpack(bytes: &mut &[u8]) -> Option<Self> {
        let line = u64::from_le_bytes(*take::<8>(bytes)?);
        let count = u32::from_le_bytes(*take::<4>(bytes)?) as usize;
        let (ends, rest) = bytes.split_at_checked(count.checked_mul(4)?)?;
        *bytes = rest;
        let (ends, _) = ends.as_chunks::<4>();
        let ends: Box<[u32]> = ends.iter().map(|end| u32::from_le_bytes(*end)).collect();
        let (text, rest) = bytes.split_at_checked(ends.last().copied().unwrap_or(0) as usize)?;
        *bytes = rest;
        let text = std::str::from_utf8(text).ok()?;
        let is_in_order = ends.is_sorted() && ends.iter().all(|end| text.is_char_boundary(*end as usize));
        is_in_order.then(|| Self { line: line as usize, text: text.into(), ends })
    }
}

fn take<'a, const N: usize>(bytes: &mut &'a [u8]) -> Option<&'a [u8; N]> {
    let (first, rest) = bytes.split_first_chunk::<N>()?;
    *bytes = rest;
    Some(first)
}

#[cfg(test)]
mod tests {
    use super::TableRow;

    #[test]
    fn a_row_is_packed_and_unpacked_and_nonsense_is_none() {
        let rows = [TableRow::new(3, ["a", "", "Пяндж"]), TableRow::new(4, []), TableRow::new(5, [""])];
        let mut bytes = Vec::new();
        for row in &rows {
            row.pack(&mut bytes);
        }
        let mut rest = bytes.as_slice();
        for row in &rows {
            assert_eq!(TableRow::unpack(&mut rest).as_ref(), Some(row));
        }
        assert_eq!((rest.len(), rows[0].cell(2), rows[0].cell(9)), (0, "Пяндж", ""));
        assert_eq!(TableRow::unpack(&mut &bytes[..20]), None);
        let mut lies = bytes.clone();
        lies[8..12].copy_from_slice(&u32::MAX.to_le_bytes());
        assert_eq!(TableRow::unpack(&mut lies.as_slice()), None);
    }
}
