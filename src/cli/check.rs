//! `marz check`: what a document holds, what could not be read of it, and what a careful editor would query.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::{
    analysis::review::{Finding, Severity, review},
    edit::unsettled,
    model::{Document, shown_line},
    store::{
        Report,
        evidence::{State, Verdict, evidence_folder, verify},
    },
};

use super::{Answer, CliError, on, read_document, today};

/// The number for an error, where 1 says that something is wrong with the document.
const ERROR: u8 = 2;

/// What `marz check` is told.
#[derive(Debug, clap::Args)]
pub struct Check {
    /// The document; without one, the example.
    pub file: Option<PathBuf>,
    /// The report for programs.
    #[arg(long)]
    pub json: bool,
}

/// All that is known of a document.
struct Checked {
    document: Document,
    report: Report,
    /// How the copies are; `None` where the document lives nowhere.
    evidence: Option<Verdict>,
    conflicts: usize,
    findings: Vec<Finding>,
}

impl Check {
    /// Ends with 1 where the file is damaged, something in it could not be read, a copy is missing or damaged, conflicts
    /// of a merge wait, or a record says what cannot be true.
    pub(super) fn answer(&self) -> Answer {
        match Checked::of(self.file.as_deref()) {
            Err(error) => Answer::failed(&error, ERROR),
            Ok(checked) => {
                let words = if self.json {
                    checked.for_programs(self.file.as_deref()).to_string()
                } else {
                    checked.lines().join("\n")
                };
                Answer { words, code: u8::from(!checked.is_sound()), ..Answer::default() }
            }
        }
    }
}

impl Checked {
    fn of(file: Option<&Path>) -> Result<Self, CliError> {
        let (document, report) = read_document(file.map(Path::to_path_buf).as_ref())?;
        let listed = &document.facts().evidence;
        let evidence = file.map(|path| verify(listed, &evidence_folder(path), &mut on));
        let conflicts = unsettled(&document).len();
        let findings = review(&document, today());
        Ok(Self { document, report, evidence, conflicts, findings })
    }

    fn is_sound(&self) -> bool {
        let has_errors = self
            .findings
            .iter()
            .any(|finding| finding.rule.severity() == Severity::Error && finding.ignored.is_none());
        let has_bad_copies = self.evidence.as_ref().is_some_and(|verdict| verdict.bad().next().is_some());
        self.report.is_clean() && self.conflicts == 0 && !has_errors && !has_bad_copies
    }

    fn lines(&self) -> Vec<String> {
        let Self { report, .. } = self;
        let mut lines = vec![format!(
            "{} incidents, {} without a point on the map, {} without a date, {} further shapes kept",
            report.incidents, report.without_point, report.undated, report.kept_features
        )];
        lines.extend(report.read_only.clone());
        if let Some(damage) = &report.damage {
            lines.push(format!("The file is damaged: {damage}."));
            lines.extend(damage.pieces.iter().map(|piece| format!("line {}: {}", piece.line, piece.text)));
        }
        lines.extend(report.lines.iter().map(ToString::to_string));
        if report.left_out > 0 {
            lines.push(format!("and {} more", report.left_out));
        }
        lines.extend(self.evidence_lines());
        if self.conflicts > 0 {
            lines.push(format!(
                "{} conflicts of a merge are not settled: open the file in Marz, File → Settle the conflicts of a merge…",
                self.conflicts
            ));
        }
        lines.extend(self.findings.iter().map(|finding| {
            let severity = finding.rule.severity().label();
            format!("{severity}: {}: {}: {}", finding.incident, finding.field, finding.message)
        }));
        lines
    }

    /// The copies that are not as they were, with what is wrong.
    fn bad_copies(&self) -> impl Iterator<Item = (&crate::model::Digest, String)> {
        self.evidence.iter().flat_map(Verdict::bad).filter_map(|(digest, state)| {
            let how = match state {
                State::Whole => return None,
                State::Damaged => "damaged: its bytes are not those that were attached".to_owned(),
                State::Missing => "missing".to_owned(),
                State::Unreadable(why) => format!("cannot be read ({why})"),
            };
            Some((digest, how))
        })
    }

    /// How each copy is that the document lists.
    fn evidence_lines(&self) -> Vec<String> {
        let Some(verdict) = &self.evidence else { return Vec::new() };
        let listed = &self.document.facts().evidence;
        if listed.is_empty() && verdict.strangers.is_empty() {
            return Vec::new();
        }
        let whole = listed.len() - verdict.bad().count();
        let mut lines = vec![format!("{} attachments, {whole} of them whole", listed.len())];
        for (digest, how) in self.bad_copies() {
            let name = self.document.facts().evidence_of(digest).map(|evidence| shown_line(&evidence.name));
            let users: Vec<String> = self
                .document
                .incidents()
                .filter(|incident| incident.attachments().any(|(_, one)| one == *digest))
                .map(|incident| incident.id.to_string())
                .collect();
            let used = if users.is_empty() {
                "used by no incident".to_owned()
            } else {
                format!("used by {}", users.join(", "))
            };
            lines.push(format!(
                "attachment “{}” ({}): {how}; {used}",
                name.unwrap_or_default(),
                digest.short()
            ));
        }
        lines.extend(verdict.strangers.iter().map(|name| {
            format!("“{}” in the folder of the evidence is not listed; it is left alone", shown_line(name))
        }));
        lines
    }

    fn for_programs(&self, file: Option<&Path>) -> Value {
        let Self { document, report, conflicts, findings, .. } = self;
        let unread: Vec<Value> = report
            .lines
            .iter()
            .map(|line| json!({"feature": line.row, "id": line.id, "message": line.message}))
            .collect();
        let damage = report.damage.as_ref().map(|damage| {
            let pieces = damage.pieces.iter();
            let pieces = pieces.map(|piece| json!({"line": piece.line, "text": piece.text}));
            json!({"words": damage.to_string(), "cut": damage.is_cut, "pieces": pieces.collect::<Vec<_>>()})
        });
        let queries: Vec<Value> = findings
            .iter()
            .map(|finding| {
                json!({
                    "severity": finding.rule.severity().label().to_lowercase(),
                    "id": finding.incident,
                    "field": finding.field,
                    "message": finding.message,
                    "let_be": finding.ignored,
                })
            })
            .collect();
        let copies: Vec<Value> =
            self.bad_copies().map(|(digest, how)| json!({"sha256": digest, "state": how})).collect();
        json!({
            "file": file,
            "sound": self.is_sound(),
            "incidents": report.incidents,
            "without_point": report.without_point,
            "undated": report.undated,
            "further_shapes": report.kept_features,
            "read_only": report.read_only,
            "damage": damage,
            "not_understood": unread,
            "not_understood_in_all": report.lines.len() + report.left_out,
            "attachments": document.facts().evidence.len(),
            "bad_attachments": copies,
            "conflicts": conflicts,
            "queries": queries,
        })
    }
}
