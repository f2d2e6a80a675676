//! The validator: what a careful editor would query before printing the records.
//!
//! Findings never block work. A fix is offered only where nothing is to be decided: applied, it makes its
//! finding go away and raises no other.

mod place;
mod record;
mod rule;
mod sources;
mod tidy;

use std::cmp::Reverse;

use jiff::civil::Date;

use crate::{
    edit::{Action, Change},
    model::{Document, Incident, IncidentId},
};

pub use rule::{Rule, Severity};

use super::frontier::Frontier;

/// Something to query in a record.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    pub rule: Rule,
    pub incident: IncidentId,
    /// The field it stands beside, by the label of the editor.
    pub field: &'static str,
    pub message: String,
    /// Set where the remedy is certain.
    pub fix: Option<Fix>,
    /// The reason for which someone decided to let it be.
    pub ignored: Option<String>,
}

/// A certain remedy, made for the record as it was reviewed: after one fix, review again before the next, for two
/// of them may write the same field.
#[derive(Clone, Debug, PartialEq)]
pub struct Fix {
    /// What it does, for a button.
    pub label: String,
    pub action: Action,
}

/// The findings of all records, the gravest first, then by incident, then in the order of the editor.
pub fn review(document: &Document, today: Date) -> Vec<Finding> {
    let mut findings: Vec<Finding> =
        document.incidents().flat_map(|incident| check(&incident, today)).collect();
    // Stable: within an incident and a severity the order of the editor stays.
    findings.sort_by(|a, b| {
        (Reverse(a.rule.severity()), &a.incident).cmp(&(Reverse(b.rule.severity()), &b.incident))
    });
    findings
}

/// The findings of one record in the order of the editor; none where the document has no such record.
pub fn review_one(document: &Document, incident: &IncidentId, today: Date) -> Vec<Finding> {
    document.get(incident).map_or_else(Vec::new, |incident| check(&incident, today))
}

fn check(incident: &Incident, today: Date) -> Vec<Finding> {
    let mut query = Query { incident, today, findings: Vec::new() };
    record::check(&mut query);
    place::check(&mut query, Frontier::embedded());
    sources::check(&mut query);
    tidy::check(&mut query);
    for finding in &mut query.findings {
        let ignored = incident.ignored.iter().find(|ignored| ignored.rule == finding.rule.code());
        finding.ignored = ignored.map(|ignored| ignored.reason.clone());
    }
    query.findings
}

/// A record under review.
struct Query<'a> {
    incident: &'a Incident,
    today: Date,
    findings: Vec<Finding>,
}

impl Query<'_> {
    fn say(&mut self, rule: Rule, field: &'static str, message: impl Into<String>) {
        self.add(rule, field, message.into(), None);
    }

    /// A finding whose remedy is certain.
    fn fixable(
        &mut self,
        rule: Rule,
        field: &'static str,
        message: impl Into<String>,
        label: impl Into<String>,
        change: Change,
    ) {
        let action = Action::Edit { id: self.incident.id.clone(), change };
        self.add(rule, field, message.into(), Some(Fix { label: label.into(), action }));
    }

    fn add(&mut self, rule: Rule, field: &'static str, message: String, fix: Option<Fix>) {
        let incident = self.incident.id.clone();
        self.findings.push(Finding { rule, incident, field, message, fix, ignored: None });
    }
}
