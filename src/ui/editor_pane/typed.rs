//! From typed text to a change of the record, or to what is wrong with it.

use jiff::civil::Date;

use crate::{
    edit::Change,
    model::{Incident, IncidentId, LonLat, Metres, Place, Precision, Toll, When, read_when},
};

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
    Date,
    Time,
    DateNote,
    PlaceName,
    District,
    Province,
    Country,
    Position,
    Radius,
    Method,
    Summary,
    Notes,
    Tags,
    AcledType,
    AcledSubType,
    Toll { wounded: bool, which: TollNumber },
    TollNote { wounded: bool },
    Group { wounded: bool, row: usize, which: GroupField },
    Actor { row: usize, which: ActorField },
    Source { row: usize, which: SourceField },
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
    Note,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum SourceField {
    Title,
    Publisher,
    Date,
    Url,
    Lang,
}

/// The change that a finished text makes, or what is wrong with it.
pub(super) fn changed(
    incident: &Incident,
    field: &TextFieldOf,
    text: &str,
    today: Date,
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
        TextFieldOf::Date => {
            let when = &incident.when;
            if trimmed.is_empty() {
                return Ok(Change::When(when.with_date(None)));
            }
            let read = read_when(trimmed, Some(today)).map_err(|error| error.to_string())?;
            let clock = read.clock.or(when.clock);
            Ok(Change::When(When { clock, ..when.with_date(Some(read.date)) }))
        }
        TextFieldOf::Time => Ok(Change::When(When { time_text: optional, ..incident.when.clone() })),
        TextFieldOf::DateNote => Ok(Change::When(When { note: optional, ..incident.when.clone() })),
        TextFieldOf::PlaceName => place(&|place| place.name.clone_from(&optional)),
        TextFieldOf::District => place(&|place| place.district.clone_from(&optional)),
        TextFieldOf::Province => place(&|place| place.province.clone_from(&optional)),
        TextFieldOf::Country => place(&|place| place.country.clone_from(&optional)),
        TextFieldOf::Method => place(&|place| place.method.clone_from(&optional)),
        TextFieldOf::Position => {
            let position = if trimmed.is_empty() { None } else { Some(read_position(trimmed)?) };
            let mut next = incident.place.moved_to(position);
            match (position, next.precision) {
                (Some(_), Precision::None) => next.precision = Precision::Near,
                (None, _) => next.precision = Precision::None,
                (Some(_), _) => {}
            }
            Ok(Change::Place(Box::new(next)))
        }
        TextFieldOf::Radius => {
            let radius = match &optional {
                None => None,
                Some(text) => {
                    let km: f64 = text
                        .trim_end_matches("km")
                        .trim()
                        .replace(',', ".")
                        .parse()
                        .map_err(|_| format!("“{text}” is not a number of kilometres"))?;
                    if !(km > 0.0 && km <= 2000.0) {
                        return Err("the radius must lie between 0 and 2000 km".to_owned());
                    }
                    Some(Metres((km * 1000.0).round()))
                }
            };
            place(&|place| place.radius = radius)
        }
        TextFieldOf::Summary => Ok(Change::Summary(trimmed.to_owned())),
        TextFieldOf::Notes => Ok(Change::Notes(trimmed.to_owned())),
        TextFieldOf::Tags => {
            let tags = trimmed.split(',').map(str::trim).filter(|tag| !tag.is_empty()).map(str::to_owned);
            Ok(Change::Tags(tags.collect()))
        }
        TextFieldOf::AcledType => {
            Ok(Change::Acled(crate::model::AcledLabels { event_type: optional, ..incident.acled.clone() }))
        }
        TextFieldOf::AcledSubType => Ok(Change::Acled(crate::model::AcledLabels {
            sub_event_type: optional,
            ..incident.acled.clone()
        })),
        TextFieldOf::Toll { wounded, which } => {
            let mut toll = toll_of(incident, *wounded).clone();
            let number = read_count(trimmed)?;
            match which {
                TollNumber::Low => toll.low = number,
                TollNumber::Best => toll.best = number,
                TollNumber::High => toll.high = number,
            }
            Ok(toll_change(*wounded, toll))
        }
        TextFieldOf::TollNote { wounded } => {
            let toll = Toll { note: optional, ..toll_of(incident, *wounded).clone() };
            Ok(toll_change(*wounded, toll))
        }
        TextFieldOf::Group { wounded, row, which } => {
            let mut toll = toll_of(incident, *wounded).clone();
            let group = toll.by_group.get_mut(*row).ok_or("this group is gone")?;
            match which {
                GroupField::Name => trimmed.clone_into(&mut group.group),
                GroupField::Low => group.low = read_count(trimmed)?,
                GroupField::Best => group.best = read_count(trimmed)?,
                GroupField::High => group.high = read_count(trimmed)?,
            }
            Ok(toll_change(*wounded, toll))
        }
        TextFieldOf::Actor { row, which } => {
            let mut actors = incident.actors.clone();
            let actor = actors.get_mut(*row).ok_or("this actor is gone")?;
            match which {
                ActorField::Name => trimmed.clone_into(&mut actor.name),
                ActorField::Role => trimmed.clone_into(&mut actor.role),
                ActorField::Note => actor.note = optional,
            }
            Ok(Change::Actors(actors))
        }
        TextFieldOf::Source { row, which } => {
            let mut sources = incident.sources.clone();
            let source = sources.get_mut(*row).ok_or("this source is gone")?;
            let slot = match which {
                SourceField::Title => &mut source.title,
                SourceField::Publisher => &mut source.publisher,
                SourceField::Date => &mut source.date,
                SourceField::Url => &mut source.url,
                SourceField::Lang => &mut source.lang,
            };
            *slot = optional;
            Ok(Change::Sources(sources))
        }
    }
}

fn toll_of(incident: &Incident, wounded: bool) -> &Toll {
    if wounded { &incident.wounded } else { &incident.killed }
}

fn toll_change(wounded: bool, toll: Toll) -> Change {
    if wounded { Change::Wounded(toll) } else { Change::Killed(toll) }
}

fn read_count(text: &str) -> Result<Option<u32>, String> {
    if text.is_empty() || text == "–" {
        return Ok(None);
    }
    text.parse()
        .map(Some)
        .map_err(|_| format!("“{text}” is not a number of people; leave it empty for “not stated”"))
}

/// All digits of the record, so that leaving the field unchanged changes nothing.
pub(super) fn exact_text(position: LonLat) -> String {
    format!("{}, {}", position.lat(), position.lon())
}

/// Latitude and longitude in decimal degrees, in that order, separated by a comma or space.
fn read_position(text: &str) -> Result<LonLat, String> {
    let numbers: Vec<f64> = text
        .split([',', ';', ' '])
        .map(|part| part.trim().trim_end_matches(['°', 'N', 'E', '\u{a0}']))
        .filter(|part| !part.is_empty())
        .map(str::parse)
        .collect::<Result<_, _>>()
        .map_err(|_| "write latitude and longitude in degrees: 37.7604, 70.1891".to_owned())?;
    match numbers.as_slice() {
        [lat, lon] => LonLat::new(*lon, *lat).map_err(|error| error.to_string()),
        _ => Err("write latitude and longitude in degrees: 37.7604, 70.1891".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_are_read_latitude_first_and_checked() {
        let read = read_position("37.7604, 70.1891").map(|p| (p.lat(), p.lon()));
        assert_eq!(read, Ok((37.7604, 70.1891)));
        assert_eq!(read_position("37.5 N 70.25 E").map(LonLat::lon), Ok(70.25));
        assert!(read_position("95, 70").is_err_and(|words| words.contains("latitude 95")));
        assert!(read_position("somewhere").is_err());
    }

    #[test]
    fn an_empty_count_is_not_stated_and_not_zero() {
        assert_eq!(read_count(""), Ok(None));
        assert_eq!(read_count("0"), Ok(Some(0)));
        assert!(read_count("-1").is_err());
        assert!(read_count("many").is_err());
    }
}
