//! What a native file holds, for `marz info`: how much, from when to when, where, and of what kinds.

use std::{collections::BTreeMap, path::Path};

use serde_json::{Value, json};

use crate::{
    edit::unsettled,
    model::{DaySpan, Document, taxonomy},
    store::{self, Report},
};

use super::CliError;

/// What a native file holds.
pub(super) struct About {
    document: Document,
    report: Report,
}

impl About {
    /// # Errors
    /// When the file cannot be read.
    pub fn of(path: &Path) -> Result<Self, CliError> {
        let opened = store::open(path)?;
        Ok(Self { document: opened.document, report: opened.report })
    }

    /// The first and the last day that any incident may have happened on.
    fn days(&self) -> Option<DaySpan> {
        let spans: Vec<DaySpan> =
            self.document.outlines().filter_map(|incident| incident.when.span()).collect();
        let first = spans.iter().map(|span| span.first()).min()?;
        let last = spans.iter().map(|span| span.last()).max()?;
        DaySpan::new(first, last).ok()
    }

    /// West, south, east and north of all that is drawn, degrees.
    fn bounds(&self) -> Option<[f64; 4]> {
        let places = self.document.outlines().filter_map(|incident| incident.place.drawn_at());
        places
            .map(|at| [at.lon(), at.lat(), at.lon(), at.lat()])
            .reduce(|[w, s, e, n], [a, b, c, d]| [w.min(a), s.min(b), e.max(c), n.max(d)])
    }

    fn types(&self) -> BTreeMap<String, usize> {
        let mut types = BTreeMap::new();
        for incident in self.document.outlines() {
            *types.entry(incident.event_type.clone()).or_default() += 1;
        }
        types
    }

    fn sources(&self) -> usize {
        self.document.outlines().map(|incident| incident.sources.len()).sum()
    }

    pub fn lines(&self) -> Vec<String> {
        let Self { document, report } = self;
        let facts = document.facts();
        let title = if facts.title.is_empty() { "without a title" } else { &facts.title };
        let mut lines = vec![format!("{title}: {} incidents", document.len())];
        lines.extend(self.days().map(|days| format!("days: {days}")));
        lines.extend(
            self.bounds().map(|[w, s, e, n]| format!("west, south, east, north: {w}, {s}, {e}, {n}")),
        );
        lines.push(format!(
            "{} without a point on the map, {} without a date, {} further shapes kept",
            report.without_point, report.undated, report.kept_features
        ));
        lines.push(format!(
            "{} sources, {} attachments, {} shots, {} own fields",
            self.sources(),
            facts.evidence.len(),
            facts.shots.len(),
            facts.fields.len()
        ));
        lines
            .extend(self.types().iter().map(|(code, count)| format!("{count:>8} {}", taxonomy::label(code))));
        let conflicts = unsettled(document).len();
        if conflicts > 0 {
            lines.push(format!("{conflicts} conflicts of a merge wait to be settled"));
        }
        lines.extend(report.damage.as_ref().map(|damage| format!("The file is damaged: {damage}.")));
        lines
    }

    /// The same as values.
    pub fn for_programs(&self, path: &Path) -> Value {
        let Self { document, report } = self;
        let facts = document.facts();
        json!({
            "file": path,
            "format": "Marz",
            "title": facts.title,
            "incidents": document.len(),
            "first_day": self.days().map(|days| days.first().to_string()),
            "last_day": self.days().map(|days| days.last().to_string()),
            "bounds": self.bounds(),
            "without_point": report.without_point,
            "undated": report.undated,
            "further_shapes": report.kept_features,
            "sources": self.sources(),
            "attachments": facts.evidence.len(),
            "shots": facts.shots.len(),
            "own_fields": facts.fields.len(),
            "types": self.types(),
            "conflicts": unsettled(document).len(),
            "damage": report.damage.as_ref().map(ToString::to_string),
        })
    }
}
