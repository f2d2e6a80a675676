//! Untidiness with a certain remedy: blanks at the ends, tags twice, spellings of a country, labels that follow
//! from the type.

use crate::{
    analysis::frontier::Country,
    edit::Change,
    model::{AcledLabels, Place, taxonomy},
};

use super::{Query, Rule};

pub(super) fn check(query: &mut Query) {
    let incident = query.incident;
    check_text(query, "Title", &incident.title, Change::Title);
    check_acled(query);
    check_country(query);
    check_place(query);
    check_text(query, "Summary", &incident.summary, Change::Summary);
    check_text(query, "Notes", &incident.notes, Change::Notes);
    check_sources(query);
    check_tags(query);
}

/// Whether a text begins or ends with blanks.
fn stray(text: &str) -> bool {
    text.trim() != text
}

fn tidied(text: Option<&String>) -> Option<String> {
    text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}

fn blanks(query: &mut Query, field: &'static str, change: Change) {
    let message = "There are blanks at the beginning or the end.";
    query.fixable(Rule::StrayBlanks, field, message, "Remove the blanks", change);
}

fn check_text(query: &mut Query, field: &'static str, text: &str, change: fn(String) -> Change) {
    if stray(text) {
        blanks(query, field, change(text.trim().to_owned()));
    }
}

fn check_acled(query: &mut Query) {
    let incident = query.incident;
    let Some((event, sub_event)) =
        taxonomy::event_type(&incident.event_type).and_then(|kind| kind.acled.certain())
    else {
        return;
    };
    let AcledLabels { event_type, sub_event_type } = &incident.acled;
    let fits = |given: &Option<String>, known: &str| given.as_deref().is_none_or(|given| given == known);
    let missing = event_type.is_none() || sub_event_type.is_none();
    if !missing || !fits(event_type, event) || !fits(sub_event_type, sub_event) {
        return;
    }
    let labels =
        AcledLabels { event_type: Some(event.to_owned()), sub_event_type: Some(sub_event.to_owned()) };
    let message = format!("In ACLED this type is {event}: {sub_event}.");
    query.fixable(Rule::AcledMissing, "Type", message, "Fill in the ACLED labels", Change::Acled(labels));
}

/// The country as files spell it, where the record spells it otherwise.
fn respelled(place: &Place) -> Option<&'static str> {
    let given = place.country.as_deref()?;
    let name = Country::named(given)?.name();
    (name != given).then_some(name)
}

fn check_country(query: &mut Query) {
    let place = &query.incident.place;
    let (Some(name), Some(given)) = (respelled(place), place.country.as_deref()) else { return };
    let message = format!("“{given}” is {name} elsewhere: filters and counts take them for two countries.");
    let change = Change::Place(Box::new(Place { country: Some(name.to_owned()), ..place.clone() }));
    query.fixable(Rule::CountrySpelling, "Country", message, format!("Write {name}"), change);
}

fn check_place(query: &mut Query) {
    let place = &query.incident.place;
    // A country in another spelling is a finding of its own.
    let country = if respelled(place).is_some() { None } else { place.country.as_ref() };
    let texts = [place.name.as_ref(), place.district.as_ref(), place.province.as_ref(), country];
    if texts.into_iter().flatten().any(|text| stray(text)) {
        let change = Place {
            name: tidied(place.name.as_ref()),
            district: tidied(place.district.as_ref()),
            province: tidied(place.province.as_ref()),
            country: if country.is_some() { tidied(country) } else { place.country.clone() },
            ..place.clone()
        };
        blanks(query, "Place", Change::Place(Box::new(change)));
    }
}

fn check_sources(query: &mut Query) {
    let mut sources = query.incident.sources.clone();
    let mut found = false;
    for source in &mut sources {
        for text in [&mut source.title, &mut source.publisher, &mut source.date, &mut source.url] {
            if text.as_deref().is_some_and(stray) {
                found = true;
                *text = tidied(text.as_ref());
            }
        }
    }
    if found {
        blanks(query, "Sources", Change::Sources(sources));
    }
}

fn check_tags(query: &mut Query) {
    let tags = &query.incident.tags;
    let mut kept: Vec<String> = Vec::with_capacity(tags.len());
    for tag in tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        if !kept.iter().any(|other| other == tag) {
            kept.push(tag.to_owned());
        }
    }
    if tags.iter().any(|tag| stray(tag) || tag.is_empty()) {
        // A tag that differs from another in its blanks only goes with them.
        blanks(query, "Tags", Change::Tags(kept.into()));
    } else if kept.len() < tags.len() {
        query.fixable(
            Rule::TagTwice,
            "Tags",
            "A tag stands twice.",
            "Keep each tag once",
            Change::Tags(kept.into()),
        );
    }
}
