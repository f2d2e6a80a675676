//! `marz diff`: what one file has otherwise than another. `marz merge`: what two made of a third, as git asks for it.

use std::{
    fmt::Write as _,
    ops::ControlFlow,
    path::{Path, PathBuf},
};

use serde_json::{Value, json};

use crate::{
    analysis::{SKILLS, geodesy::geodesic, measured::length_words},
    edit::{Difference, Joined, Sort, join, three_way},
    model::{Document, LonLat, shown_line},
    store::{
        self,
        formats::{child::this_program, open_beside},
    },
};

use super::{Answer, CliError};

/// The number for an error, where 1 says that two files differ.
const ERROR: u8 = 2;

/// The number for an error of a merge: git takes numbers up to 128 for conflicts, and stops at larger ones.
const MERGE_ERROR: u8 = 129;

/// What `marz diff` is told.
#[derive(Debug, clap::Args)]
pub struct Diff {
    /// The file to begin with: a native one, or a table of a known collection.
    pub a: PathBuf,
    /// The file that is held against it.
    pub b: PathBuf,
    /// The differences for programs.
    #[arg(long)]
    pub json: bool,
}

impl Diff {
    pub(super) fn answer(&self) -> Answer {
        match self.differences() {
            Err(error) => Answer::failed(&error, ERROR),
            Ok(found) => {
                let words = if self.json { self.for_programs(&found).to_string() } else { in_words(&found) };
                Answer { words, code: u8::from(!found.is_empty()), ..Answer::default() }
            }
        }
    }

    fn differences(&self) -> Result<Vec<Difference>, CliError> {
        let program = this_program().map_err(|error| CliError::Foreign { why: error.to_string() })?;
        let read = |path: &Path| open_beside(path, &SKILLS, &program, &mut |_| ControlFlow::Continue(()));
        let (mut a, b) = (read(&self.a)?, read(&self.b)?);
        if !a.is_native {
            // A table says nothing of the document as a whole, and so nothing else than the other file does.
            a.opened.document = a.document(&b.opened.document);
        }
        let a = a.opened.document;
        Ok(three_way(&a, &a, &b.document(&a)))
    }

    fn for_programs(&self, found: &[Difference]) -> Value {
        let count = |sort: Sort| found.iter().filter(|one| one.sort == sort).count();
        json!({
            "a": self.a,
            "b": self.b,
            "same": found.is_empty(),
            "added": count(Sort::Added),
            "removed": count(Sort::Removed),
            "moved": count(Sort::Moved),
            "changed": count(Sort::Changed),
            "differences": found.iter().map(for_programs).collect::<Vec<_>>(),
        })
    }
}

/// A difference as a value; positions are longitude and latitude in degrees.
fn for_programs(difference: &Difference) -> Value {
    let point = |at: Option<LonLat>| at.map(|at| json!([at.lon(), at.lat()]));
    json!({
        "id": difference.incident,
        "title": difference.title,
        "field": difference.field,
        "what": difference.sort,
        "a": difference.ours,
        "b": difference.theirs,
        "a_at": point(difference.ours_at),
        "b_at": point(difference.theirs_at),
        "metres": moved(difference).map(|metres| (metres * 10.0).round() / 10.0),
    })
}

/// How far the record was moved, metres.
fn moved(difference: &Difference) -> Option<f64> {
    let (from, to) = difference.ours_at.zip(difference.theirs_at)?;
    (difference.sort == Sort::Moved).then(|| geodesic(from, to).0)
}

/// A line a record, and one for each field below it.
fn in_words(found: &[Difference]) -> String {
    let mut said = String::new();
    let mut last = None;
    for difference in found {
        let title = shown_line(&difference.title);
        let sign = match difference.sort {
            Sort::Added => '+',
            Sort::Removed => '-',
            Sort::Moved | Sort::Changed => '~',
        };
        let id = difference.incident.as_ref();
        if last != Some(id) {
            let name = id.map(|id| format!("{id} ")).unwrap_or_default();
            let _written = writeln!(said, "{sign} {name}{title}");
            last = Some(id);
        }
        match difference.sort {
            Sort::Added | Sort::Removed => {}
            Sort::Moved | Sort::Changed => {
                let by = difference
                    .ours_at
                    .zip(difference.theirs_at)
                    .filter(|_| difference.sort == Sort::Moved)
                    .map(|(from, to)| format!(" (moved by {})", length_words(geodesic(from, to))))
                    .unwrap_or_default();
                let side = |words: &str| match shown_line(words) {
                    words if words.is_empty() => "nothing".to_owned(),
                    words => format!("“{words}”"),
                };
                let (a, b) = (side(&difference.ours), side(&difference.theirs));
                let _written = writeln!(said, "    {}{by}: {a} → {b}", shown_line(&difference.field));
            }
        }
    }
    said.truncate(said.trim_end().len());
    said
}

/// What `marz merge` is told.
#[derive(Debug, clap::Args)]
pub struct Merge {
    /// What both sides began with; an empty file where they had nothing in common.
    pub base: PathBuf,
    /// Our side. The result is written here.
    pub ours: PathBuf,
    /// The other side.
    pub theirs: PathBuf,
    /// The name of the file for messages, as git gives it with %P.
    #[arg(long, value_name = "PATH")]
    pub name: Option<PathBuf>,
    /// The report for programs.
    #[arg(long)]
    pub json: bool,
}

impl Merge {
    pub(super) fn answer(&self) -> Answer {
        match self.merged() {
            Err(error) => Answer::failed(&error, MERGE_ERROR),
            Ok(joined) => {
                let code = u8::from(!joined.conflicts.is_empty());
                Answer { words: self.said(&joined), code, ..Answer::default() }
            }
        }
    }

    fn merged(&self) -> Result<Joined, CliError> {
        let base = if is_empty(&self.base) { Document::default() } else { whole(&self.base)? };
        let (ours, theirs) = (whole(&self.ours)?, whole(&self.theirs)?);
        let joined = join(&base, &ours, &theirs)
            .map_err(|error| CliError::NotMerged { why: error.to_string(), path: self.theirs.clone() })?;
        store::save(&self.ours, &joined.document)?;
        Ok(joined)
    }

    fn said(&self, joined: &Joined) -> String {
        let name = self.name.as_ref().unwrap_or(&self.ours).display();
        if self.json {
            let conflicts: Vec<Value> = joined.conflicts.iter().map(for_programs).collect();
            let incidents = joined.document.len();
            return json!({
                "file": self.ours,
                "incidents": incidents,
                "taken": joined.taken,
                "conflicts": conflicts,
            })
            .to_string();
        }
        let mut said = format!("{name}: {} changes of the other side came in", joined.taken);
        if joined.conflicts.is_empty() {
            return said;
        }
        let count = match joined.conflicts.len() {
            1 => "1 conflict waits".to_owned(),
            more => format!("{more} conflicts wait"),
        };
        let _written =
            write!(said, "; {count}: open the file in Marz, File → Settle the conflicts of a merge…");
        for conflict in &joined.conflicts {
            let _written = write!(
                said,
                "\n    {}, {}: ours “{}”, theirs “{}”",
                shown_line(&conflict.title),
                shown_line(&conflict.field),
                shown_line(&conflict.ours),
                shown_line(&conflict.theirs)
            );
        }
        said
    }
}

fn is_empty(path: &Path) -> bool {
    store::FileStamp::of(path).is_ok_and(|stamp| stamp.is_some_and(|stamp| stamp.len == 0))
}

/// A native file of which nothing is missing: what a damaged one lacks would be taken for deleted.
fn whole(path: &Path) -> Result<Document, CliError> {
    let opened = store::open(path)?;
    let why = match (opened.report.damage, opened.report.read_only) {
        (Some(damage), _) => format!("the file is damaged ({damage})"),
        (None, Some(why)) => why,
        (None, None) => return Ok(opened.document),
    };
    Err(CliError::NotMerged { why, path: path.to_owned() })
}
