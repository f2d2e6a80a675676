//! Coding from the text of a report: what it offers for the selected record, and what taking an offer changes.

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    analysis::{
        fold,
        gazetteer::{Gazetteer, Kind, Toponym},
        notations,
        offers::{
            Context, FoundPlace, FoundToll, KnownActor, Offer, OfferField, OfferValue, PlaceNames, TypeWords,
            offers,
        },
    },
    edit::{Action, Change},
    model::{
        Actor, ClockTime, Incident, LonLat, Metres, Place, Precision, Source, TollKind, read_when, taxonomy,
    },
};

use super::{Session, Tone};

/// An offer and its number, which stays while others are taken: what was read on the screen is what the key takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Offered {
    /// Counted from 0; the first nine have keys.
    pub number: usize,
    pub offer: Offer,
}

/// So many offers have a key each.
const KEYS: usize = 9;

impl Session {
    /// What the text of the report offers for the selected record, the surest first within each field.
    pub fn offers(&self) -> &[Offered] {
        &self.offers
    }

    /// The words of the report that an offer rests on.
    pub fn quote_of(&self, offer: &Offer) -> &str {
        self.report_text.get(offer.quote.clone()).unwrap_or_default()
    }

    /// Another text to code from. Without a record to code, a new one is begun.
    pub(super) fn set_report_text(&mut self, text: String) {
        self.report_text = text;
        self.report_source = None;
        if self.selected().is_none() && !self.report_text.trim().is_empty() {
            self.new_incident(None);
            self.mode = super::Mode::Browse;
        }
        self.find_offers();
    }

    pub(super) fn find_offers(&mut self) {
        let document = self.history.document();
        let mut known: Vec<KnownActor> = document
            .facts()
            .actors
            .iter()
            .map(|actor| KnownActor { name: actor.name.clone(), aliases: actor.aliases.clone() })
            .collect();
        for name in document.actor_names() {
            if document.facts().known_actor(&name).is_none() {
                known.push(KnownActor { name, aliases: Vec::new() });
            }
        }
        let types: Vec<TypeWords> =
            TYPE_WORDS.iter().map(|(code, words)| TypeWords { code, words }).collect();
        let context = Context { published: None, known_actors: &known, types: &types, places: Some(&*NAMES) };
        let found = offers(&self.report_text, &context);
        self.offers =
            found.into_iter().enumerate().map(|(number, offer)| Offered { number, offer }).collect();
    }

    /// Takes an offer into the selected record, as one step.
    pub(super) fn take_offer(&mut self, number: usize) {
        let Some(incident) = self.selected_incident() else {
            return self.say(Tone::Refused, "Select the incident that is being coded.");
        };
        let Some(offer) = self.offers.iter().find(|offered| offered.number == number) else { return };
        let offer = offer.offer.clone();
        match self.change_by(&incident, &offer) {
            Ok(change) => {
                self.perform(Action::Edit { id: incident.id.clone(), change });
                self.drop_offer(number);
            }
            Err(why) => self.say(Tone::Refused, why),
        }
    }

    pub(super) fn drop_offer(&mut self, number: usize) {
        self.offers.retain(|offered| offered.number != number);
        // The key that is free now goes to the first offer without one; all others keep theirs.
        if number < KEYS
            && let Some(next) = self.offers.iter_mut().find(|offered| offered.number >= KEYS)
        {
            next.number = number;
        }
    }

    fn change_by(&mut self, incident: &Incident, offer: &Offer) -> Result<Change, String> {
        match &offer.value {
            OfferValue::EventType(code) => Ok(Change::EventType(code.clone())),
            OfferValue::Actor(name) => {
                let mut actors = incident.actors.clone();
                if actors.iter().any(|actor| actor.name == *name) {
                    return Err(format!("{name} is among the actors already."));
                }
                actors.push(Actor { name: name.clone(), ..Actor::default() });
                Ok(Change::Actors(actors))
            }
            OfferValue::Date(date) if offer.field == OfferField::SourceDate => {
                Ok(self.source_change(incident, offer.field, &date.text))
            }
            OfferValue::Date(date) => {
                let read = read_when(&date.text, None).map_err(|problem| problem.to_string())?;
                Ok(Change::When(incident.when.with_date(Some(read.date))))
            }
            OfferValue::Clock(clock) => {
                let mut when = incident.when.clone();
                // Without a zone nobody knows which night it was: the words are kept, the clock is not set.
                let zone = clock.zone.as_deref().unwrap_or_default();
                let about = if clock.approximate { "about " } else { "" };
                let written = format!("{about}{:02}:{:02} {zone}", clock.hour, clock.minute);
                when.clock = ClockTime::read(&written, None).ok().or(when.clock);
                when.time_text = Some(clock.to_string());
                Ok(Change::When(when))
            }
            OfferValue::Place(found) => Ok(Change::Place(Box::new(placed(&incident.place, found)))),
            OfferValue::Coordinates(found) => {
                let read = notations::read(&found.text, found.position);
                let Some(reading) = read.certain() else {
                    let why = "These coordinates can be read in more than one way: type them into Position.";
                    return Err(why.to_owned());
                };
                Ok(Change::Place(Box::new(at_coordinates(&incident.place, reading.position, reading.radius))))
            }
            OfferValue::Toll(found) => {
                let kind = match offer.field {
                    OfferField::Wounded => TollKind::Wounded,
                    OfferField::Abducted => TollKind::Abducted,
                    OfferField::Arrested => TollKind::Arrested,
                    OfferField::Killed
                    | OfferField::EventType
                    | OfferField::Date
                    | OfferField::Time
                    | OfferField::Place
                    | OfferField::Position
                    | OfferField::Actor
                    | OfferField::SourceTitle
                    | OfferField::SourcePublisher
                    | OfferField::SourceDate
                    | OfferField::SourceUrl
                    | OfferField::SourceLanguage
                    | OfferField::SourceQuote => TollKind::Killed,
                };
                Ok(Change::toll(kind, counted(incident.toll(kind), found)))
            }
            OfferValue::Text(text) => Ok(self.source_change(incident, offer.field, text)),
        }
    }

    /// A fact of the report's own source, which is added when its first fact is taken.
    fn source_change(&mut self, incident: &Incident, field: OfferField, text: &str) -> Change {
        let mut sources = incident.sources.clone();
        let mine =
            self.report_source.as_ref().filter(|(id, place)| *id == incident.id && *place < sources.len());
        let same_address = || {
            (field == OfferField::SourceUrl)
                .then(|| incident.sources.iter().position(|source| source.url.as_deref() == Some(text)))
                .flatten()
        };
        let place = mine.map(|(_, place)| *place).or_else(same_address).unwrap_or_else(|| {
            sources.push(Source::default());
            sources.len() - 1
        });
        self.report_source = Some((incident.id.clone(), place));
        let source = &mut sources[place];
        let slot = match field {
            OfferField::SourcePublisher => &mut source.publisher,
            OfferField::SourceDate => &mut source.date,
            OfferField::SourceUrl => &mut source.url,
            OfferField::SourceLanguage => &mut source.lang,
            OfferField::SourceQuote => &mut source.quote,
            OfferField::SourceTitle
            | OfferField::EventType
            | OfferField::Date
            | OfferField::Time
            | OfferField::Place
            | OfferField::Position
            | OfferField::Actor
            | OfferField::Killed
            | OfferField::Wounded
            | OfferField::Abducted
            | OfferField::Arrested => &mut source.title,
        };
        *slot = Some(text.to_owned());
        Change::Sources(sources)
    }
}

/// The place of a toponym, for a record that said something else or nothing.
pub fn place_of(toponym: &Toponym, before: &Place) -> Place {
    let found = FoundPlace {
        name: toponym.name.clone(),
        position: toponym.position,
        district: toponym.district.clone(),
        province: toponym.province.clone(),
        country: Some(toponym.country.clone()),
        precision: toponym.precision,
    };
    Place {
        method: Some(format!("{} “{}” ({})", toponym.kind.label(), toponym.name, toponym.source)),
        ..placed(before, &found)
    }
}

fn placed(before: &Place, found: &FoundPlace) -> Place {
    // A name that stands for no point, such as a river, is noted without one.
    let position = (found.precision != Precision::None).then_some(found.position);
    let mut place = before.moved_to(position.or(before.position));
    place.name = Some(found.name.clone());
    if position.is_some() {
        place.precision = found.precision;
        place.radius = None;
        place.district.clone_from(&found.district);
        place.province.clone_from(&found.province);
        place.country.clone_from(&found.country);
        place.method = Some("The place the report names, as the embedded gazetteer has it".to_owned());
    }
    place
}

/// The place of coordinates that a coder typed.
pub fn place_typed(before: &Place, position: LonLat, radius: Option<Metres>) -> Place {
    Place {
        method: Some("Coordinates typed by the coder".to_owned()),
        ..at_coordinates(before, position, radius)
    }
}

/// Coordinates that a source states are as exact as they are written, and no more.
fn at_coordinates(before: &Place, position: LonLat, radius: Option<Metres>) -> Place {
    const EXACT: f64 = 200.0;
    let mut place = before.moved_to(Some(position));
    let coarse = radius.filter(|radius| radius.0 > EXACT);
    place.precision = if coarse.is_some() { Precision::Area } else { Precision::Exact };
    place.radius = coarse;
    place.method = Some("Coordinates stated by the report".to_owned());
    place
}

/// A toll with a number found in the report: for a group where one is named, for all where none is.
fn counted(before: &crate::model::Toll, found: &FoundToll) -> crate::model::Toll {
    let mut toll = before.clone();
    let Some(group) = &found.group else {
        (toll.low, toll.best, toll.high) = (found.low, found.best, found.high);
        return toll;
    };
    // The first number is the total too, until another group is counted beside it.
    if !toll.is_stated() {
        (toll.low, toll.best, toll.high) = (found.low, found.best, found.high);
    }
    let counted = crate::model::GroupToll {
        group: group.clone(),
        low: found.low,
        best: found.best,
        high: found.high,
        ..crate::model::GroupToll::default()
    };
    match toll.by_group.iter_mut().find(|there| there.group == *group) {
        Some(there) => *there = counted,
        None => toll.by_group.push(counted),
    }
    toll
}

/// The words of each type as the finder takes them: the beginning of a word with any ending.
static TYPE_WORDS: LazyLock<Vec<(String, Vec<String>)>> = LazyLock::new(|| {
    taxonomy::event_types()
        .iter()
        .map(|kind| (kind.code.clone(), kind.words.iter().map(|word| format!("{word}*")).collect()))
        .collect()
});

/// The gazetteer by exact names, for texts of many thousand words.
struct Names(HashMap<String, usize>);

static NAMES: LazyLock<Names> = LazyLock::new(|| {
    let mut names: HashMap<String, usize> = HashMap::new();
    let toponyms: Vec<&Toponym> = Gazetteer::embedded().toponyms().collect();
    // Of two with one name the settlement goes first, then the larger one.
    let order = |place: usize| (toponyms[place].kind != Kind::Settlement, toponyms[place].rank);
    for (place, toponym) in toponyms.iter().enumerate() {
        for spelling in toponym.spellings() {
            let better = |there: &usize| order(place) < order(*there);
            let key = fold(spelling);
            if names.get(&key).is_none_or(better) {
                names.insert(key, place);
            }
        }
    }
    Names(names)
});

impl PlaceNames for Names {
    fn find(&self, word_or_phrase: &str) -> Option<FoundPlace> {
        let place = *self.0.get(&fold(word_or_phrase))?;
        let toponym = Gazetteer::embedded().toponyms().nth(place)?;
        Some(FoundPlace {
            name: toponym.name.clone(),
            position: toponym.position,
            district: toponym.district.clone(),
            province: toponym.province.clone(),
            country: Some(toponym.country.clone()),
            precision: toponym.precision,
        })
    }
}
