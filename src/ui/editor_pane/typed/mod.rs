//! From typed text to a change of the record, or to what is wrong with it.

mod read;

use jiff::civil::Date;

use crate::{
    edit::Change,
    model::{
        AcledLabels, ClockTime, DatePrecision, Document, End, EndRole, FieldKind, Grade, Handling, Incident,
        IncidentId, Link, LinkKind, LonLat, Place, Precision, Status, Toll, TollKind, When, read_when,
        taxonomy,
    },
};

pub(super) use read::{closest, exact_text, nearness};

/// One field of one record that is typed into.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Key {
    pub id: IncidentId,
    pub field: TextFieldOf,
}

/// All fields that hold text.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum TextFieldOf {
    Title,
    EventType,
    NewWeapon,
    Date,
    DateKind,
    Clock,
    ClockWords,
    DateNote,
    PlaceName,
    Precision,
    District,
    Province,
    Country,
    Position,
    Radius,
    Method,
    NewEnd,
    End {
        row: usize,
        which: EndField,
    },
    Summary,
    Notes,
    Tags,
    Status,
    Handling,
    Assignee,
    NewLink,
    Link {
        row: usize,
        which: LinkField,
    },
    AcledType,
    AcledSubType,
    Toll {
        kind: TollKind,
        which: TollNumber,
    },
    TollNote {
        kind: TollKind,
    },
    Group {
        kind: TollKind,
        row: usize,
        which: GroupField,
    },
    Actor {
        row: usize,
        which: ActorField,
    },
    Source {
        row: usize,
        which: SourceField,
    },
    /// A field of the project's own.
    Property {
        key: String,
        kind: FieldKind,
    },
    /// Why the last change was made.
    Reason,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum TollNumber {
    Low,
    Best,
    High,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum GroupField {
    Name,
    Low,
    Best,
    High,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum ActorField {
    Name,
    Role,
    Kind,
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum EndField {
    Role,
    Name,
    Position,
    Precision,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum LinkField {
    Kind,
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SourceField {
    Title,
    Publisher,
    Author,
    Date,
    Accessed,
    Url,
    ArchivedUrl,
    Lang,
    Quote,
    Note,
    LocalCopy,
    Grade,
    DerivedFrom,
}

/// What a text may refer to beside its own record.
#[derive(Clone, Copy)]
pub(super) struct Around<'a> {
    pub document: &'a Document,
    /// The day that dates without a year are counted back from.
    pub today: Date,
    /// The middle of the map, which completes short plus codes.
    pub near: LonLat,
}

/// The change that a finished text makes, or what is wrong with it.
pub(super) fn changed(
    incident: &Incident,
    field: &TextFieldOf,
    text: &str,
    around: Around<'_>,
) -> Result<Change, String> {
    let trimmed = text.trim();
    let optional = (!trimmed.is_empty()).then(|| trimmed.to_owned());
    let place = |edit: &dyn Fn(&mut Place)| {
        let mut place = incident.place.clone();
        edit(&mut place);
        Ok(Change::Place(Box::new(place)))
    };
    match field {
        TextFieldOf::Title => Ok(Change::Title(trimmed.to_owned())),
        TextFieldOf::EventType => event_type(trimmed).map(Change::EventType),
        TextFieldOf::NewWeapon => {
            let mut weapons = incident.weapons.clone();
            let code = read::term(taxonomy::weapons(), trimmed);
            if !code.is_empty() && !weapons.contains(&code) {
                weapons.push(code);
            }
            Ok(Change::Weapons(weapons))
        }
        TextFieldOf::Date => {
            let when = &incident.when;
            if trimmed.is_empty() {
                return Ok(Change::When(when.with_date(None)));
            }
            let read = read_when(trimmed, Some(around.today)).map_err(|error| error.to_string())?;
            let clock = read.clock.or(when.clock);
            Ok(Change::When(When { clock, ..when.with_date(Some(read.date)) }))
        }
        TextFieldOf::DateKind => {
            let kind = read::one_of(DatePrecision::ALL, DatePrecision::label, trimmed)?;
            Ok(Change::When(incident.when.with_precision(kind)))
        }
        TextFieldOf::Clock => {
            let clock = match trimmed {
                "" => None,
                text => Some(ClockTime::read(text, None).map_err(|error| error.to_string())?),
            };
            Ok(Change::When(When { clock, ..incident.when.clone() }))
        }
        TextFieldOf::ClockWords => Ok(Change::When(When { time_text: optional, ..incident.when.clone() })),
        TextFieldOf::DateNote => Ok(Change::When(When { note: optional, ..incident.when.clone() })),
        TextFieldOf::PlaceName => place(&|place| place.name.clone_from(&optional)),
        TextFieldOf::District => place(&|place| place.district.clone_from(&optional)),
        TextFieldOf::Province => place(&|place| place.province.clone_from(&optional)),
        TextFieldOf::Country => place(&|place| place.country.clone_from(&optional)),
        TextFieldOf::Method => place(&|place| place.method.clone_from(&optional)),
        TextFieldOf::Precision => {
            let precision = read::one_of(Precision::ALL, Precision::label, trimmed)?;
            place(&|place| place.precision = precision)
        }
        TextFieldOf::Position => {
            let position = match trimmed {
                "" => None,
                text => Some(read::position(text, around.near)?),
            };
            Ok(Change::Place(Box::new(incident.place.put_at(position))))
        }
        TextFieldOf::Radius => {
            let radius = read::radius(trimmed)?;
            place(&|place| place.radius = radius)
        }
        TextFieldOf::NewEnd => {
            let position = read::position(trimmed, around.near)?;
            let mut ends = incident.ends.clone();
            let rest = serde_json::Map::new();
            let (role, precision) = (EndRole::default(), Precision::Near);
            ends.push(End { role, name: None, position, precision, radius: None, rest });
            Ok(Change::Ends(ends))
        }
        TextFieldOf::End { row, which } => end(incident, *row, *which, trimmed, around.near),
        TextFieldOf::Summary => Ok(Change::Summary(trimmed.to_owned())),
        TextFieldOf::Notes => Ok(Change::Notes(trimmed.to_owned())),
        TextFieldOf::Tags => {
            let tags = trimmed.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned);
            Ok(Change::Tags(tags.collect()))
        }
        TextFieldOf::Status => read::maybe_one_of(Status::ALL, Status::label, trimmed).map(Change::Status),
        TextFieldOf::Handling => {
            read::maybe_one_of(Handling::ALL, Handling::label, trimmed).map(Change::Handling)
        }
        TextFieldOf::Assignee => Ok(Change::Assignee(trimmed.to_owned())),
        TextFieldOf::NewLink => {
            let to = IncidentId::new(trimmed);
            if around.document.get(&to).is_none() || to == incident.id {
                return Err(format!("“{trimmed}” is the id of no other incident: choose one of the list"));
            }
            let mut links = incident.links.clone();
            links.push(Link { kind: LinkKind::PartOf, to, note: None, rest: serde_json::Map::new() });
            Ok(Change::Links(links))
        }
        TextFieldOf::Link { row, which } => link(incident, *row, *which, trimmed),
        TextFieldOf::AcledType => {
            Ok(Change::Acled(AcledLabels { event_type: optional, ..incident.acled.clone() }))
        }
        TextFieldOf::AcledSubType => {
            Ok(Change::Acled(AcledLabels { sub_event_type: optional, ..incident.acled.clone() }))
        }
        TextFieldOf::Toll { kind, which } => {
            let mut toll = incident.toll(*kind).clone();
            let number = read::count(trimmed)?;
            match which {
                TollNumber::Low => toll.low = number,
                TollNumber::Best => toll.best = number,
                TollNumber::High => toll.high = number,
            }
            Ok(Change::toll(*kind, toll))
        }
        TextFieldOf::TollNote { kind } => {
            Ok(Change::toll(*kind, Toll { note: optional, ..incident.toll(*kind).clone() }))
        }
        TextFieldOf::Group { kind, row, which } => group(incident, *kind, *row, *which, trimmed),
        TextFieldOf::Actor { row, which } => actor(incident, *row, *which, trimmed),
        TextFieldOf::Source { row, which } => source(incident, *row, *which, optional),
        TextFieldOf::Property { key, kind } => {
            Ok(Change::Property { key: key.clone(), value: kind.read(trimmed)? })
        }
        TextFieldOf::Reason => Ok(Change::Reason(optional)),
    }
}

/// The code of the kind whose name this is, or begins with it.
fn event_type(text: &str) -> Result<String, String> {
    if text.is_empty() {
        return Ok(String::new());
    }
    closest(taxonomy::event_types(), |kind| &kind.label, text)
        .map(|kind| kind.code.clone())
        .ok_or_else(|| format!("“{text}” is no type of the list"))
}

fn actor(incident: &Incident, row: usize, which: ActorField, text: &str) -> Result<Change, String> {
    let mut actors = incident.actors.clone();
    let actor = actors.get_mut(row).ok_or("this actor is gone")?;
    match which {
        ActorField::Name => text.clone_into(&mut actor.name),
        ActorField::Role => {
            let known = closest_exact(taxonomy::actor_roles(), |role| &role.label, text);
            actor.role = known.map_or_else(|| text.to_owned(), |role| role.code.clone());
        }
        ActorField::Kind => actor.kind = read::term(taxonomy::actor_kinds(), text),
        ActorField::Note => actor.note = (!text.is_empty()).then(|| text.to_owned()),
    }
    Ok(Change::Actors(actors))
}

fn closest_exact<'a, T>(list: &'a [T], label: impl Fn(&T) -> &str, text: &str) -> Option<&'a T> {
    list.iter().find(|item| label(item).to_lowercase() == text.to_lowercase())
}

fn source(
    incident: &Incident,
    row: usize,
    which: SourceField,
    text: Option<String>,
) -> Result<Change, String> {
    let mut sources = incident.sources.clone();
    let source = sources.get_mut(row).ok_or("this source is gone")?;
    let slot = match which {
        SourceField::Title => &mut source.title,
        SourceField::Publisher => &mut source.publisher,
        SourceField::Author => &mut source.author,
        SourceField::Date => &mut source.date,
        SourceField::Accessed => &mut source.accessed,
        SourceField::Url => &mut source.url,
        SourceField::ArchivedUrl => &mut source.archived_url,
        SourceField::Lang => &mut source.lang,
        SourceField::Quote => &mut source.quote,
        SourceField::Note => &mut source.note,
        SourceField::LocalCopy => &mut source.local_copy,
        SourceField::DerivedFrom => &mut source.derived_from,
        SourceField::Grade => {
            source.grade = text.map(|text| text.parse::<Grade>()).transpose()?;
            return Ok(Change::Sources(sources));
        }
    };
    *slot = text;
    Ok(Change::Sources(sources))
}

fn end(incident: &Incident, row: usize, which: EndField, text: &str, near: LonLat) -> Result<Change, String> {
    let mut ends = incident.ends.clone();
    let end = ends.get_mut(row).ok_or("this position is gone")?;
    match which {
        EndField::Role => end.role = read::end_role(text),
        EndField::Name => end.name = (!text.is_empty()).then(|| text.to_owned()),
        EndField::Position => end.position = read::position(text, near)?,
        EndField::Precision => end.precision = read::one_of(Precision::ALL, Precision::label, text)?,
    }
    Ok(Change::Ends(ends))
}

fn link(incident: &Incident, row: usize, which: LinkField, text: &str) -> Result<Change, String> {
    let mut links = incident.links.clone();
    let link = links.get_mut(row).ok_or("this link is gone")?;
    match which {
        LinkField::Kind => link.kind = read::link_kind(text),
        LinkField::Note => link.note = (!text.is_empty()).then(|| text.to_owned()),
    }
    Ok(Change::Links(links))
}

fn group(
    incident: &Incident,
    kind: TollKind,
    row: usize,
    which: GroupField,
    text: &str,
) -> Result<Change, String> {
    let mut toll = incident.toll(kind).clone();
    let group = toll.by_group.get_mut(row).ok_or("this group is gone")?;
    match which {
        GroupField::Name => text.clone_into(&mut group.group),
        GroupField::Low => group.low = read::count(text)?,
        GroupField::Best => group.best = read::count(text)?,
        GroupField::High => group.high = read::count(text)?,
    }
    Ok(Change::toll(kind, toll))
}
