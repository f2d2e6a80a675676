//! Changes of many records as one step: a field set for all, words replaced, an actor renamed.

use std::collections::BTreeSet;

use crate::model::{Actor, Document, Incident, IncidentId, KnownActor, Source};

use super::{Action, Change};

/// One change made to each of these incidents; those it would leave as they are are left out.
///
/// `change` is asked for each record, so that a tag can be added to lists that differ.
pub fn for_each(
    document: &Document,
    ids: impl IntoIterator<Item = IncidentId>,
    label: impl Into<String>,
    change: impl Fn(&Incident) -> Option<Change>,
) -> Action {
    Action::Together { label: label.into(), actions: edits(document, ids, change) }
}

fn edits(
    document: &Document,
    ids: impl IntoIterator<Item = IncidentId>,
    change: impl Fn(&Incident) -> Option<Change>,
) -> Vec<Action> {
    ids.into_iter()
        .filter_map(|id| {
            let incident = document.get(&id)?;
            let change = change(&incident)?;
            (change.applied_to(&incident) != *incident).then_some(Action::Edit { id, change })
        })
        .collect()
}

/// What to look for, and what to write instead.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Replacement {
    pub find: String,
    pub with: String,
    pub match_case: bool,
    /// Only where no letter or digit stands before or after.
    pub whole_words: bool,
}

impl Replacement {
    /// The text with all finds replaced, and how many there were; `None` when there is none.
    pub fn in_text(&self, text: &str) -> Option<(String, usize)> {
        let mut replaced = String::with_capacity(text.len());
        let (mut from, mut count) = (0, 0);
        for (start, end) in self.finds(text) {
            replaced.push_str(&text[from..start]);
            replaced.push_str(&self.with);
            (from, count) = (end, count + 1);
        }
        replaced.push_str(&text[from..]);
        (count > 0).then_some((replaced, count))
    }

    /// Byte ranges of the finds, from left to right, none within another.
    fn finds(&self, text: &str) -> Vec<(usize, usize)> {
        let wanted: Vec<char> = self.find.chars().collect();
        let letters: Vec<(usize, char)> = text.char_indices().collect();
        let mut found = Vec::new();
        if wanted.is_empty() {
            return found;
        }
        let same = |a: char, b: char| a == b || (!self.match_case && a.to_lowercase().eq(b.to_lowercase()));
        let part_of_word =
            |place: Option<&(usize, char)>| place.is_some_and(|(_, letter)| letter.is_alphanumeric());
        let mut place = 0;
        while place + wanted.len() <= letters.len() {
            let end = place + wanted.len();
            let fits = letters[place..end].iter().zip(&wanted).all(|((_, a), b)| same(*a, *b));
            let alone = !self.whole_words
                || (!part_of_word(place.checked_sub(1).and_then(|before| letters.get(before)))
                    && !part_of_word(letters.get(end)));
            if fits && alone {
                found.push((letters[place].0, letters.get(end).map_or(text.len(), |(byte, _)| *byte)));
                place = end;
            } else {
                place += 1;
            }
        }
        found
    }
}

/// Where words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TextField {
    Title,
    Summary,
    Notes,
    Place,
    District,
    Province,
    Country,
    Actors,
    Tags,
    Assignee,
    Sources,
}

impl TextField {
    pub const ALL: [Self; 11] = [
        Self::Title,
        Self::Summary,
        Self::Notes,
        Self::Place,
        Self::District,
        Self::Province,
        Self::Country,
        Self::Actors,
        Self::Tags,
        Self::Assignee,
        Self::Sources,
    ];

    pub fn label(self) -> &'static str {
        match self {
            Self::Title => "Title",
            Self::Summary => "Summary",
            Self::Notes => "Notes",
            Self::Place => "Place",
            Self::District => "District",
            Self::Province => "Province",
            Self::Country => "Country",
            Self::Actors => "Actors",
            Self::Tags => "Tags",
            Self::Assignee => "Assigned to",
            Self::Sources => "Sources: titles and publishers",
        }
    }

    /// The change that replaces all finds in this field of one record, and how many there are.
    fn replaced(self, incident: &Incident, replacement: &Replacement) -> Option<(Change, usize)> {
        let place = |text: &Option<String>, set: &dyn Fn(&mut crate::model::Place, Option<String>)| {
            let (text, count) = replacement.in_text(text.as_deref()?)?;
            let mut place = incident.place.clone();
            set(&mut place, Some(text).filter(|text| !text.is_empty()));
            Some((Change::Place(Box::new(place)), count))
        };
        let all = |texts: &mut dyn Iterator<Item = &mut String>| {
            let mut count = 0;
            for text in texts {
                if let Some((replaced, finds)) = replacement.in_text(text) {
                    *text = replaced;
                    count += finds;
                }
            }
            count
        };
        let where_it_was = &incident.place;
        match self {
            Self::Title => replacement.in_text(&incident.title).map(|(text, n)| (Change::Title(text), n)),
            Self::Summary => {
                replacement.in_text(&incident.summary).map(|(text, n)| (Change::Summary(text), n))
            }
            Self::Notes => replacement.in_text(&incident.notes).map(|(text, n)| (Change::Notes(text), n)),
            Self::Assignee => {
                replacement.in_text(&incident.assignee).map(|(text, n)| (Change::Assignee(text), n))
            }
            Self::Place => place(&where_it_was.name, &|place, text| place.name = text),
            Self::District => place(&where_it_was.district, &|place, text| place.district = text),
            Self::Province => place(&where_it_was.province, &|place, text| place.province = text),
            Self::Country => place(&where_it_was.country, &|place, text| place.country = text),
            Self::Actors => {
                let mut actors = incident.actors.clone();
                let count = all(&mut actors.iter_mut().map(|actor| &mut actor.name));
                (count > 0).then_some((Change::Actors(actors), count))
            }
            Self::Tags => {
                let mut tags = incident.tags.clone();
                let count = all(&mut tags.iter_mut());
                tags.retain(|tag| !tag.trim().is_empty());
                (count > 0).then_some((Change::Tags(tags), count))
            }
            Self::Sources => {
                let mut sources = incident.sources.clone();
                let count = all(&mut sources.iter_mut().flat_map(names_of));
                (count > 0).then_some((Change::Sources(sources), count))
            }
        }
    }
}

impl TextField {
    /// The texts of this field in one record.
    fn texts(self, incident: &Incident) -> Vec<&str> {
        let place = &incident.place;
        match self {
            Self::Title => vec![&incident.title],
            Self::Summary => vec![&incident.summary],
            Self::Notes => vec![&incident.notes],
            Self::Assignee => vec![&incident.assignee],
            Self::Place => place.name.as_deref().into_iter().collect(),
            Self::District => place.district.as_deref().into_iter().collect(),
            Self::Province => place.province.as_deref().into_iter().collect(),
            Self::Country => place.country.as_deref().into_iter().collect(),
            Self::Actors => incident.actors.iter().map(|actor| actor.name.as_str()).collect(),
            Self::Tags => incident.tags.iter().map(String::as_str).collect(),
            Self::Sources => incident
                .sources
                .iter()
                .flat_map(|source| [source.title.as_deref(), source.publisher.as_deref()])
                .flatten()
                .collect(),
        }
    }
}

/// One find with the words around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Find {
    pub id: IncidentId,
    pub field: TextField,
    /// At most some twenty letters before it, with `…` where there are more.
    pub before: String,
    pub found: String,
    pub after: String,
}

/// The first `most` finds in these fields of these incidents, in their order.
pub fn finds(
    document: &Document,
    ids: impl IntoIterator<Item = IncidentId>,
    fields: &BTreeSet<TextField>,
    replacement: &Replacement,
    most: usize,
) -> Vec<Find> {
    let mut found = Vec::new();
    for id in ids {
        let Some(incident) = document.get(&id) else { continue };
        for field in fields {
            for text in field.texts(&incident) {
                for (start, end) in replacement.finds(text) {
                    if found.len() == most {
                        return found;
                    }
                    let (before, after) = around(text, start, end);
                    let words = text[start..end].to_owned();
                    found.push(Find { id: id.clone(), field: *field, before, found: words, after });
                }
            }
        }
    }
    found
}

/// Some letters before and after a find, on one line.
fn around(text: &str, start: usize, end: usize) -> (String, String) {
    const LETTERS: usize = 24;
    let line = |letter: char| if letter.is_whitespace() { ' ' } else { letter };
    let mut before: Vec<char> = text[..start].chars().rev().take(LETTERS + 1).map(line).collect();
    if before.len() > LETTERS {
        before[LETTERS] = '…';
    }
    let mut after: Vec<char> = text[end..].chars().take(LETTERS + 1).map(line).collect();
    if after.len() > LETTERS {
        after[LETTERS] = '…';
    }
    (before.into_iter().rev().collect(), after.into_iter().collect())
}

fn names_of(source: &mut Source) -> impl Iterator<Item = &mut String> {
    source.title.iter_mut().chain(source.publisher.iter_mut())
}

/// Words replaced in these fields of these incidents, as one step, with the number of finds and of records.
pub fn replace_words(
    document: &Document,
    ids: impl IntoIterator<Item = IncidentId>,
    fields: &BTreeSet<TextField>,
    replacement: &Replacement,
) -> (Action, usize, usize) {
    let (mut actions, mut finds, mut records) = (Vec::new(), 0, 0);
    for id in ids {
        let Some(incident) = document.get(&id) else { continue };
        // Fields of one part of the record, such as district and country, build on one another.
        let mut now = Incident::clone(&incident);
        let before = finds;
        for field in fields {
            if let Some((change, count)) = field.replaced(&now, replacement) {
                now = change.applied_to(&now);
                actions.push(Action::Edit { id: id.clone(), change });
                finds += count;
            }
        }
        records += usize::from(finds > before);
    }
    let label = format!("replace “{}” by “{}”", replacement.find, replacement.with);
    (Action::Together { label, actions }, finds, records)
}

/// An actor given another name in all incidents and in the list of actors. A name that is already there takes them
/// in: both become one, and the old name stays known as an alias.
pub fn rename_actor(document: &Document, old: &str, new: &str) -> Action {
    let ids: Vec<IncidentId> = document
        .outlines()
        .filter(|incident| incident.actors.iter().any(|actor| actor.name == old))
        .map(|incident| incident.id.clone())
        .collect();
    let mut actions = edits(document, ids, |incident| {
        let mut actors: Vec<Actor> = Vec::with_capacity(incident.actors.len());
        for actor in &incident.actors {
            let name = if actor.name == old { new } else { &actor.name };
            let renamed = Actor { name: name.to_owned(), ..actor.clone() };
            // Twice the same, now that the names are one.
            if !actors.contains(&renamed) {
                actors.push(renamed);
            }
        }
        Some(Change::Actors(actors.into()))
    });
    let mut facts = document.facts().clone();
    let taken_in: Vec<KnownActor> = facts.actors.iter().filter(|actor| actor.name == old).cloned().collect();
    facts.actors.retain(|actor| actor.name != old);
    if !facts.actors.iter().any(|actor| actor.name == new) {
        facts.actors.push(KnownActor { name: new.to_owned(), ..KnownActor::default() });
    }
    if let Some(known) = facts.actors.iter_mut().find(|actor| actor.name == new) {
        for alias in taken_in.iter().flat_map(|actor| actor.aliases.iter().map(String::as_str)).chain([old]) {
            if alias != new && !known.aliases.iter().any(|there| there == alias) {
                known.aliases.push(alias.to_owned());
            }
        }
        known.aliases.retain(|alias| alias != new);
        for actor in taken_in {
            if known.kind.is_empty() {
                known.kind = actor.kind;
            }
            known.note = known.note.take().or(actor.note);
            for (key, value) in actor.rest {
                known.rest.entry(key).or_insert(value);
            }
        }
    }
    facts.actors.sort_by(|a, b| a.name.cmp(&b.name));
    actions.push(Action::SetFacts(facts));
    Action::Together { label: format!("rename “{old}” to “{new}”"), actions }
}
