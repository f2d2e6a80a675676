//! What is done about findings: mended where the remedy is certain, let be with a reason, queried again.

use std::collections::BTreeSet;

use crate::{
    analysis::review::{Finding, Rule, review_one},
    edit::{Action, Change},
    model::{Document, IgnoredFinding, IncidentId, List},
};

use super::{Check, Session, Tone};

impl Session {
    /// Does the certain remedy of a finding. The record is reviewed anew before, for it may have changed since.
    pub(super) fn fix_finding(&mut self, finding: &Finding) {
        let now = review_one(self.document(), &finding.incident, self.today());
        let same = |other: &&Finding| {
            other.rule == finding.rule && other.field == finding.field && other.message == finding.message
        };
        match now.iter().find(same).and_then(|finding| finding.fix.clone()) {
            Some(fix) => self.perform(fix.action),
            None => self.say(Tone::Refused, "This has changed meanwhile: there is nothing to mend."),
        }
    }

    /// Why nothing can be mended at one stroke now.
    pub(super) fn no_certain_fixes(&self) -> Option<&'static str> {
        match self.findings() {
            Some(findings) if self.is_checked(&Check::Review) => (!findings.iter().any(is_certain))
                .then_some("No remedy is certain: what is left needs a decision."),
            Some(_) | None => Some("The records are being checked: open Check → Things to check…"),
        }
    }

    /// Does all certain remedies as one step. What somebody lets be stays.
    pub(super) fn fix_all_certain(&mut self) {
        let records: BTreeSet<IncidentId> = self
            .findings()
            .unwrap_or_default()
            .iter()
            .filter(|finding| is_certain(finding))
            .map(|finding| finding.incident.clone())
            .collect();
        let mut scratch = self.document().clone();
        let mut actions = Vec::new();
        for id in &records {
            self.fix_record(&mut scratch, id, &mut actions);
        }
        let count = actions.len();
        if count == 0 {
            return;
        }
        let things = if count == 1 { "1 thing".to_owned() } else { format!("{count} things") };
        self.perform(Action::Together { label: format!("mend {things} that are certain"), actions });
        let in_records =
            if records.len() == 1 { "1 record".to_owned() } else { format!("{} records", records.len()) };
        self.say(Tone::Done, format!("Mended {things} in {in_records}. Ctrl+Z undoes it."));
    }

    /// One remedy after the other, for two of them may write the same field.
    fn fix_record(&self, scratch: &mut Document, id: &IncidentId, actions: &mut Vec<Action>) {
        /// More than a record can need: a remedy that raised its own finding again would never end.
        const MOST: usize = 60;
        for _ in 0..MOST {
            let findings = review_one(scratch, id, self.today());
            let Some(fix) = findings.into_iter().find(is_certain).and_then(|finding| finding.fix) else {
                return;
            };
            match fix.action.apply(scratch) {
                Ok(next) if next != *scratch => *scratch = next,
                Ok(_) | Err(_) => return,
            }
            actions.push(fix.action);
        }
    }

    pub(super) fn let_be(&mut self, id: &IncidentId, rule: Rule, reason: &str) {
        let Some(incident) = self.document().get(id) else { return };
        let mut ignored = incident.ignored.clone();
        ignored.retain(|ignored| ignored.rule != rule.code());
        ignored.push(IgnoredFinding {
            rule: rule.code().to_owned(),
            reason: reason.trim().to_owned(),
            rest: serde_json::Map::new(),
        });
        self.change_ignored(id, format!("let “{}” be", rule.label()), ignored);
    }

    pub(super) fn query_again(&mut self, id: &IncidentId, rule: Rule) {
        let Some(incident) = self.document().get(id) else { return };
        let mut ignored = incident.ignored.clone();
        ignored.retain(|ignored| ignored.rule != rule.code());
        self.change_ignored(id, format!("query “{}” again", rule.label()), ignored);
    }

    fn change_ignored(&mut self, id: &IncidentId, label: String, ignored: List<IgnoredFinding>) {
        let change = Action::Edit { id: id.clone(), change: Change::Ignored(ignored) };
        self.perform(Action::Together { label, actions: vec![change] });
    }

    /// The next record, in the order of the list, that has something to query.
    pub(super) fn next_finding(&mut self) {
        let listed = self.listed().clone();
        let here = self.selected().and_then(|id| listed.iter().position(|listed| listed == id));
        let after = here.map_or(0, |here| here + 1);
        // The list of findings spares looking at each record, where it is of this state.
        let known: Option<BTreeSet<&IncidentId>> =
            self.findings().filter(|_| self.is_checked(&Check::Review)).map(|findings| {
                findings.iter().filter(|finding| is_open(finding)).map(|finding| &finding.incident).collect()
            });
        let queried = |id: &&IncidentId| match &known {
            Some(known) => known.contains(*id),
            None => review_one(self.document(), id, self.today()).iter().any(is_open),
        };
        let next = listed[after..].iter().chain(&listed[..after]).find(queried).cloned();
        match next {
            Some(id) if self.selected() == Some(&id) => {
                self.say(Tone::Done, "This is the only record of the list with something to check.");
            }
            Some(id) => self.select_and_follow(Some(id)),
            None => self.say(Tone::Done, "Nothing is left to check in the list."),
        }
    }
}

fn is_open(finding: &Finding) -> bool {
    finding.ignored.is_none()
}

fn is_certain(finding: &Finding) -> bool {
    is_open(finding) && finding.fix.is_some()
}
