//! A part of a record in words, for two records beside each other.

use crate::{
    analysis::actors::{kind_label, role_label},
    edit::MergePart,
    model::{Actor, Handling, Incident, Source, Status, Toll, shown_text, taxonomy},
};

/// What the record says there, one thing a line; "not stated" where it says nothing.
pub fn of(part: MergePart, incident: &Incident) -> String {
    let text = match part {
        MergePart::Title => incident.title.clone(),
        MergePart::Type => taxonomy::label(&incident.event_type),
        MergePart::When => when(incident),
        MergePart::Place => place(incident),
        MergePart::Toll(kind) => toll(incident.toll(kind)),
        MergePart::Actors => lines(incident.actors.iter().map(actor)),
        MergePart::Weapons => lines(incident.weapons.iter().map(|code| weapon(code))),
        MergePart::Summary => incident.summary.clone(),
        MergePart::Notes => incident.notes.clone(),
        MergePart::Sources => lines(incident.sources.iter().map(source)),
        MergePart::Tags => incident.tags.join(", "),
        MergePart::Status => incident.status.map_or("", Status::label).to_owned(),
        MergePart::Handling => incident.handling.map_or("", Handling::label).to_owned(),
        MergePart::Assignee => incident.assignee.clone(),
        MergePart::Ends => lines(incident.ends.iter().map(|end| {
            let name = end.name.as_deref().unwrap_or_default();
            joined(&[end.role.label(), name, &end.position.to_string()], ", ")
        })),
    };
    if text.trim().is_empty() { "not stated".to_owned() } else { shown_text(&text).into_owned() }
}

fn lines(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().join("\n")
}

/// The parts that say something.
fn joined(parts: &[&str], between: &str) -> String {
    parts.iter().copied().filter(|part| !part.trim().is_empty()).collect::<Vec<_>>().join(between)
}

fn when(incident: &Incident) -> String {
    let clocks = incident.when.clocks().unwrap_or_default();
    joined(&[&incident.when.to_string(), &clocks], "\n")
}

fn place(incident: &Incident) -> String {
    let place = &incident.place;
    let names = [&place.name, &place.district, &place.province, &place.country];
    let names: Vec<&str> = names.into_iter().flatten().map(String::as_str).collect();
    let position = place.position.map(|at| at.to_string()).unwrap_or_default();
    let radius = place.radius.map(|radius| format!("within {radius}")).unwrap_or_default();
    let certainty = joined(&[place.precision.label(), &radius], ", ");
    let method = place.method.as_deref().unwrap_or_default();
    joined(&[&names.join(", "), &position, &certainty, method], "\n")
}

fn toll(toll: &Toll) -> String {
    let total = if toll.is_stated() { toll.to_string() } else { String::new() };
    let groups = lines(toll.by_group.iter().map(|group| {
        let count = Toll { low: group.low, best: group.best, high: group.high, ..Toll::default() };
        format!("{}: {count}", group.group)
    }));
    joined(&[&total, &groups, toll.note.as_deref().unwrap_or_default()], "\n")
}

fn actor(actor: &Actor) -> String {
    let about = joined(&[&role_label(&actor.role), &kind_label(&actor.kind)], ", ");
    if about.is_empty() { actor.name.clone() } else { format!("{} ({about})", actor.name) }
}

fn weapon(code: &str) -> String {
    let known = taxonomy::weapons().iter().find(|term| term.code == code);
    known.map_or_else(|| code.replace('_', " "), |term| term.label.clone())
}

fn source(source: &Source) -> String {
    let title = source.title.as_deref().filter(|_| source.publisher.is_some()).unwrap_or_default();
    let grade = source.grade.map(|grade| grade.to_string()).unwrap_or_default();
    joined(&[&source.short_name(), title, &grade], " · ")
}
