//! What became of a table, in words for a person.

use crate::model::grouped;

use super::{
    Imported,
    codebook::Skipped,
    table::{How, Origin},
};

impl Imported {
    /// What the file is: `UCDP GED, UTF-8 (by its bytes), separated by commas, heading on line 1`.
    pub fn kind(&self) -> String {
        match self.book() {
            Some(book) => format!("{}, {}", book.label(), described(&self.origin, self.heading)),
            None => described(&self.origin, self.heading),
        }
    }

    /// The format by its name, for programs.
    pub fn format(&self) -> &str {
        match (self.book(), &self.origin) {
            (Some(book), _) => book.label(),
            (None, Origin::Text { .. }) => "CSV",
            (None, Origin::Sheet { format, .. } | Origin::Things { format, .. }) => format,
        }
    }

    /// `1,000 rows: 998 kept, 2 skipped`.
    pub fn counts(&self) -> String {
        let (kept, skipped) = (self.coded.incidents.len(), self.coded.skipped.len());
        let beside = match self.beside {
            0 => String::new(),
            1 => "; 1 row beside the heading holds no data".to_owned(),
            rows => format!("; {} rows beside the heading hold no data", grouped(rows)),
        };
        let [rows, kept, skipped] = [self.rows, kept, skipped].map(grouped);
        format!("{rows} rows: {kept} kept, {skipped} skipped{beside}")
    }

    /// Columns that only stand under `orig.` with each record.
    pub fn homeless_columns(&self) -> Vec<&str> {
        let columns = self.coded.columns.iter().filter(|(_, became)| became.is_none());
        columns.map(|(column, _)| column.as_str()).collect()
    }

    /// Rows and cells that were not understood, in the order of the file.
    pub fn problems(&self) -> Vec<(usize, String)> {
        let skipped = self.coded.skipped.iter();
        let skipped = skipped.map(|Skipped { line, reason, .. }| (*line, format!("skipped: {reason}")));
        let mut problems: Vec<_> = self.coded.doubts.iter().cloned().chain(skipped).collect();
        problems.sort_by_key(|(line, _)| *line);
        problems
    }

    /// All of it, a line each.
    pub fn lines(&self) -> Vec<String> {
        let mut lines = vec![self.kind(), self.counts()];
        lines.extend(self.notes.iter().cloned());
        let became = self.coded.columns.iter().filter_map(|(column, became)| Some((column, (*became)?)));
        lines.extend(became.map(|(column, became)| format!("column {column}: {became}")));
        let homeless = self.homeless_columns();
        if !homeless.is_empty() {
            lines.push(format!("kept as they stand, under orig.: {}", homeless.join(", ")));
        }
        lines.extend(self.coded.derived.iter().map(|(what, times)| match times {
            1 => format!("derived once: {what}"),
            times => format!("derived {times} times: {what}"),
        }));
        lines.extend(self.problems().into_iter().map(|(line, problem)| format!("line {line}: {problem}")));
        lines
    }
}

impl How {
    /// How the encoding is known, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Asked => "as you said",
            Self::Mark => "by its mark",
            Self::Valid => "by its bytes",
            Self::Guessed => "by its letters",
            Self::Given => "as it came",
        }
    }
}

/// `UTF-8 (by its bytes), separated by commas, heading on line 1`; `XLSX, sheet “2020”, heading on line 1`.
pub fn described(origin: &Origin, heading: Option<usize>) -> String {
    let heading = match heading {
        Some(line) => format!("heading on line {line}"),
        None => "without a heading".to_owned(),
    };
    match origin {
        Origin::Text { how: How::Given, separator, .. } => {
            format!("text, separated by {}, {heading}", separator_words(*separator))
        }
        Origin::Text { encoding, how, separator } => {
            format!("{encoding} ({}), separated by {}, {heading}", how.words(), separator_words(*separator))
        }
        Origin::Sheet { format, name } => {
            format!("{format}, sheet “{}”, {heading}", crate::model::shown_line(name))
        }
        Origin::Things { format, layer } if layer.is_empty() => format.clone(),
        Origin::Things { format, layer } => format!("{format}, layer “{}”", crate::model::shown_line(layer)),
    }
}

fn separator_words(separator: char) -> &'static str {
    match separator {
        ';' => "semicolons",
        '\t' => "tabs",
        '|' => "bars",
        _ => "commas",
    }
}
