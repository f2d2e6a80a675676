//! From a typed cell to a change of the record, or to what is wrong with it.

use super::{Column, Context, tolls};
use crate::{
    analysis::notations::{self, Readings},
    edit::Change,
    model::{
        Actor, ClockError, ClockTime, FieldKind, Handling, Incident, LonLat, Metres, Place, Precision,
        Status, When, read_when, taxonomy,
    },
};

/// `text` is trimmed.
pub(super) fn change(
    column: &Column,
    incident: &Incident,
    text: &str,
    context: Context<'_>,
) -> Result<Change, String> {
    let optional = (!text.is_empty()).then(|| text.to_owned());
    let place = |edit: &dyn Fn(&mut Place)| {
        let mut place = incident.place.clone();
        edit(&mut place);
        Ok(Change::Place(Box::new(place)))
    };
    match column {
        Column::Id => Err("The id of a record never changes.".to_owned()),
        Column::Sources => Err("Sources are edited in the editor.".to_owned()),
        Column::Frontier(_) => Err("This is asked of the map: move the point to change it.".to_owned()),
        Column::Title => Ok(Change::Title(text.to_owned())),
        Column::Type => Ok(Change::EventType(event_type(text)?)),
        Column::Date => date(&incident.when, text, context).map(Change::When),
        Column::Time => time(&incident.when, text).map(Change::When),
        Column::Place => place(&|place| place.name.clone_from(&optional)),
        Column::District => place(&|place| place.district.clone_from(&optional)),
        Column::Province => place(&|place| place.province.clone_from(&optional)),
        Column::Country => place(&|place| place.country.clone_from(&optional)),
        Column::Position => {
            let position = if text.is_empty() { None } else { Some(position(text)?) };
            Ok(Change::Place(Box::new(incident.place.put_at(position))))
        }
        Column::Precision => {
            let words = Precision::ALL.map(|value| (value, value.code(), value.label()));
            let Some(precision) = one_of(text, &words)? else {
                return Err("How well the place is known cannot be empty.".to_owned());
            };
            place(&|place| place.precision = precision)
        }
        Column::Radius => {
            let radius = if text.is_empty() { None } else { Some(radius(text)?) };
            place(&|place| place.radius = radius)
        }
        Column::Toll(kind) => Ok(Change::toll(*kind, tolls::read(incident.toll(*kind), text)?)),
        Column::Actors => actors(&incident.actors, text).map(|actors| Change::Actors(actors.into())),
        Column::Weapons => Ok(Change::Weapons(parts(text, ',').map(weapon).collect())),
        Column::Status => {
            let words = Status::ALL.map(|value| (value, value.code(), value.label()));
            Ok(Change::Status(one_of(text, &words)?))
        }
        Column::Handling => {
            let words = Handling::ALL.map(|value| (value, value.code(), value.label()));
            Ok(Change::Handling(one_of(text, &words)?))
        }
        Column::Assignee => Ok(Change::Assignee(text.to_owned())),
        Column::Tags => Ok(Change::Tags(parts(text, ',').map(str::to_owned).collect())),
        Column::Summary => Ok(Change::Summary(text.to_owned())),
        Column::Notes => Ok(Change::Notes(text.to_owned())),
        Column::Own(key) => {
            let field = context.fields.iter().find(|field| *field.key == **key);
            let value = field.map_or(&FieldKind::Text, |field| &field.kind).read(text)?;
            Ok(Change::Property { key: key.to_string(), value })
        }
    }
}

fn date(when: &When, text: &str, context: Context<'_>) -> Result<When, String> {
    if text.is_empty() {
        return Ok(when.with_date(None));
    }
    let read = read_when(text, Some(context.today)).map_err(|error| error.to_string())?;
    let clock = read.clock.or(when.clock);
    Ok(When { clock, ..when.with_date(Some(read.date)) })
}

/// A time by a known clock, or the words of the sources where it is none.
fn time(when: &When, text: &str) -> Result<When, String> {
    if text.is_empty() {
        return Ok(When { clock: None, time_text: None, ..when.clone() });
    }
    match ClockTime::read(text, None) {
        Ok(clock) => Ok(When { clock: Some(clock), ..when.clone() }),
        Err(error @ ClockError::WhichZone(_)) => Err(error.to_string()),
        Err(ClockError::NotATime(_) | ClockError::NotAZone(_)) => {
            Ok(When { clock: None, time_text: Some(text.to_owned()), ..when.clone() })
        }
    }
}

fn position(text: &str) -> Result<LonLat, String> {
    match notations::read(text, None) {
        Readings::Certain(reading) => Ok(reading.position),
        Readings::Ask { readings, why } => {
            let words: Vec<String> =
                readings.iter().take(2).map(|reading| reading.position.to_string()).collect();
            Err(format!("{why} It may be {}: write it in degrees, as 37.7604, 70.1891.", words.join(" or ")))
        }
        Readings::Refused(why) => Err(why.to_string()),
    }
}

/// Kilometres, or metres where the text says so.
fn radius(text: &str) -> Result<Metres, String> {
    let lower = text.to_lowercase().replace(',', ".");
    let (number, metres) = if let Some(number) = lower.strip_suffix("km") {
        (number, 1000.0)
    } else if let Some(number) = lower.strip_suffix('m') {
        (number, 1.0)
    } else {
        (lower.as_str(), 1000.0)
    };
    let number: f64 =
        number.trim().parse().map_err(|_| format!("“{text}” is not a length: write 15, 2.4 km or 850 m"))?;
    let metres = (number * metres * 1000.0).round() / 1000.0;
    if metres > 0.0 && metres <= 2_000_000.0 {
        Ok(Metres(metres))
    } else {
        Err("The radius must lie between 0 and 2000 km.".to_owned())
    }
}

fn event_type(text: &str) -> Result<String, String> {
    let same = |word: &str| word.to_lowercase() == text.to_lowercase();
    if text.is_empty() || same(&taxonomy::label("")) {
        return Ok(String::new());
    }
    let kind = taxonomy::event_types().iter().find(|kind| same(&kind.code) || same(&kind.label));
    kind.map(|kind| kind.code.clone())
        .ok_or_else(|| format!("“{text}” is no kind of incident: choose one of the list."))
}

fn weapon(text: &str) -> String {
    let same = |word: &str| word.to_lowercase() == text.to_lowercase();
    let known = taxonomy::weapons().iter().find(|weapon| same(&weapon.code) || same(&weapon.label));
    known.map_or_else(|| text.to_owned(), |weapon| weapon.code.clone())
}

/// Names as they are typed; who is there already keeps role and kind.
fn actors(there: &[Actor], text: &str) -> Result<Vec<Actor>, String> {
    if there.iter().any(|actor| actor.name.contains(';')) {
        return Err("A name here holds a “;”: change it in the editor.".to_owned());
    }
    let mut left = there.to_vec();
    let named = |name: &str| match left.iter().position(|actor| actor.name == name) {
        Some(place) => left.remove(place),
        None => Actor { name: name.to_owned(), ..Actor::default() },
    };
    Ok(parts(text, ';').map(named).collect())
}

fn parts(text: &str, between: char) -> impl Iterator<Item = &str> {
    text.split(between).map(str::trim).filter(|part| !part.is_empty())
}

/// The value with this code or label; `None` for an empty text.
fn one_of<T: Copy>(text: &str, words: &[(T, &str, &str)]) -> Result<Option<T>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let wanted = text.to_lowercase();
    let found = words.iter().find(|(_, code, label)| *code == wanted || label.to_lowercase() == wanted);
    found.map(|(value, _, _)| Some(*value)).ok_or_else(|| {
        let labels: Vec<&str> = words.iter().map(|(_, _, label)| *label).collect();
        format!("“{text}” is not one of: {}.", labels.join(", "))
    })
}
