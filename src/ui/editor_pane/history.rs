//! What was changed in the record: who, when, which field, from what to what, and why.

use eframe::egui::{self, RichText};
use serde_json::Value;

use crate::{
    model::{Facts, FieldChange, HistoryEntry, shown_line, taxonomy},
    ui::{fields::FieldLook, theme},
};

use super::{
    form::{Form, Section, card, quiet},
    offers::shortened,
    typed::TextFieldOf,
};

/// Entries shown at most; a record has some dozens.
const SHOWN: usize = 60;

impl Form<'_> {
    pub(super) fn history(&mut self, ui: &mut egui::Ui) {
        let entries = &self.incident.history;
        if entries.is_empty()
            || !self.section(ui, Section::History, &format!("History ({})", entries.len()), false)
        {
            return;
        }
        let why = entries.last().and_then(|entry| entry.stamp.why.clone()).unwrap_or_default();
        let look = FieldLook::line("Why the last change was made").hint("a source, a correction, a call");
        self.captioned(ui, &look, TextFieldOf::Reason, &why);
        let facts = self.session.document().facts();
        for entry in entries.iter().rev().take(SHOWN) {
            card(ui, |ui| {
                ui.set_width(ui.available_width());
                show(ui, entry, facts);
            });
        }
        if entries.len() > SHOWN {
            quiet(ui, format!("and {} earlier changes, kept in the file", entries.len() - SHOWN));
        }
    }
}

fn show(ui: &mut egui::Ui, entry: &HistoryEntry, facts: &Facts) {
    let by = if entry.stamp.by.is_empty() { "somebody without a name" } else { &entry.stamp.by };
    ui.label(
        theme::bold(format!("{}, {}", shown_line(by), shown_line(&time_words(&entry.stamp.at)))).size(12.0),
    );
    if entry.set.is_empty() {
        ui.label(RichText::new("made the record").size(12.0));
    }
    for change in &entry.set {
        let field = field_words(&change.path);
        let [old, new] = [&change.old, &change.new].map(|value| value_words(change, value.as_ref(), facts));
        let words = format!("{}: {old} → {new}", shown_line(&field));
        ui.label(RichText::new(words).size(12.0));
    }
    if let Some(why) = &entry.stamp.why {
        quiet(ui, format!("Why: {why}"));
    }
}

/// `2026-04-30T10:15:00Z` as `2026-04-30 10:15 UTC`; any other words as they stand.
fn time_words(at: &str) -> String {
    match (at.get(..10), at.get(10..11), at.get(11..16)) {
        (Some(day), Some("T"), Some(time)) if at.ends_with('Z') => format!("{day} {time} UTC"),
        _ => at.to_owned(),
    }
}

/// A JSON pointer in plain words: `/sources/1/url` is “source 2, address”.
fn field_words(path: &str) -> String {
    let parts: Vec<String> = path
        .split('/')
        .skip(1)
        .map(|part| part.replace("~1", "/").replace("~0", "~"))
        .filter(|part| part != "rest" && part != "when")
        .collect();
    let mut words: Vec<String> = Vec::new();
    let mut parts = parts.iter().map(String::as_str).peekable();
    while let Some(part) = parts.next() {
        let row = parts.next_if(|next| !next.is_empty() && next.bytes().all(|b| b.is_ascii_digit()));
        let (one, many) = member_words(part);
        match row.and_then(|row| row.parse::<usize>().ok()) {
            Some(row) => words.push(format!("{one} {}", row + 1)),
            None => words.push(many),
        }
    }
    words.join(", ")
}

/// What a member of a record is called: one of a list, and as a whole.
fn member_words(member: &str) -> (String, String) {
    let (one, many) = match member {
        "event_type" => ("type", "type"),
        "stated" => ("kind of date", "kind of date"),
        "time_text" => ("time of day", "time of day"),
        "url" => ("address", "address"),
        "archived_url" => ("archived address", "archived address"),
        "lang" => ("language", "language"),
        "derived_from" => ("repeats", "repeats"),
        "by_group" => ("group", "groups"),
        "acled" => ("ACLED", "ACLED"),
        "assignee" => ("assigned to", "assigned to"),
        "ends" => ("further position", "further positions"),
        "sources" => ("source", "sources"),
        "actors" => ("actor", "actors"),
        "weapons" => ("weapon", "weapons"),
        "tags" => ("tag", "tags"),
        "links" => ("link", "links"),
        "evidence" => ("attachment", "attachments"),
        "ignored" => ("ignored finding", "ignored findings"),
        other => return (other.replace('_', " "), other.replace('_', " ")),
    };
    (one.to_owned(), many.to_owned())
}

fn value_words(change: &FieldChange, value: Option<&Value>, facts: &Facts) -> String {
    const LETTERS: usize = 60;
    let words = match value {
        Some(Value::String(code)) if change.path == "/event_type" => taxonomy::label(code),
        Some(value) => plain(value, facts),
        None => String::new(),
    };
    if words.is_empty() { "nothing".to_owned() } else { shortened(&words, LETTERS) }
}

/// A value without the signs of its notation; evidence by its name.
fn plain(value: &Value, facts: &Facts) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
        Value::String(text) => {
            let digest = text.parse().ok();
            let evidence = digest.and_then(|digest| facts.evidence_of(&digest));
            evidence.map_or_else(|| text.clone(), |evidence| evidence.name.clone())
        }
        Value::Array(list) => joined(list.iter(), facts),
        Value::Object(members) => joined(members.values(), facts),
    }
}

fn joined<'a>(values: impl Iterator<Item = &'a Value>, facts: &Facts) -> String {
    let words = values.map(|value| plain(value, facts)).filter(|words| !words.is_empty());
    words.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_pointer_is_read_as_plain_words() {
        assert_eq!(field_words("/title"), "title");
        assert_eq!(field_words("/sources/1/url"), "source 2, address");
        assert_eq!(field_words("/killed/by_group/0/best"), "killed, group 1, best");
        assert_eq!(field_words("/when/date"), "date");
        assert_eq!(field_words("/rest/fuel price"), "fuel price");
        assert_eq!(time_words("2026-04-30T10:15:00Z"), "2026-04-30 10:15 UTC");
        assert_eq!(time_words("yesterday"), "yesterday");
    }

    #[test]
    fn values_are_shown_without_brackets_and_short() {
        assert_eq!(plain(&json!({"name": "Taliban", "role": null, "n": 2}), &Facts::default()), "Taliban, 2");
        let change = FieldChange { path: "/event_type".to_owned(), old: None, new: Some(json!("")) };
        assert_eq!(value_words(&change, change.old.as_ref(), &Facts::default()), "nothing");
        assert_eq!(value_words(&change, change.new.as_ref(), &Facts::default()), "Not coded");
    }
}
