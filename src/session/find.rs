//! One text, four meanings: coordinates, a place, an incident, a command.

use std::sync::Arc;

use crate::{
    analysis::{
        Filter, bearing, compass_point, fold,
        gazetteer::Toponym,
        notations::{self, NotRead, Reading, Readings},
    },
    carto::LabelLanguage,
    model::{Incident, LonLat, Place},
};

use super::{Command, Session, place_of, place_typed};

/// At most so many places and incidents are listed.
const MOST: usize = 8;

/// A name that fits less well only sounds alike.
const NAME_BEGINS_SO: f64 = 0.8;
const VERY_NAME: f64 = 0.97;

/// One way to read the text as a position.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundCoordinates {
    pub reading: Reading,
    /// Where that is: “34 km NE of the middle of the map”.
    pub whereabouts: String,
}

/// A place whose name the text may be.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundPlaceRow {
    pub toponym: Toponym,
    /// In the language of the map.
    pub name: String,
    /// The spelling that was found, where it is another.
    pub matched: Option<String>,
    /// What it is, in which district and province.
    pub kind: String,
    pub whereabouts: String,
    /// 1 for the very name.
    pub score: f64,
}

/// An incident that has the words.
#[derive(Clone, Debug, PartialEq)]
pub struct FoundIncident {
    pub incident: Arc<Incident>,
}

/// What a text may mean, likelier meanings first within each kind.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub coordinates: Vec<FoundCoordinates>,
    /// Why there are several readings, or why a text that looks like coordinates is none.
    pub about_coordinates: Option<String>,
    pub places: Vec<FoundPlaceRow>,
    pub incidents: Vec<FoundIncident>,
    /// With the heading that each stands under.
    pub commands: Vec<(&'static str, Command)>,
}

/// What Enter means when nothing else is chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Likeliest {
    Coordinates,
    Place,
    Incident,
    Command,
}

impl Found {
    /// Coordinates and very names come before commands; a name that only begins so or sounds alike after them.
    pub fn likeliest(&self) -> Likeliest {
        let very_name = self.places.first().is_some_and(|place| place.score >= VERY_NAME);
        if !self.coordinates.is_empty() {
            Likeliest::Coordinates
        } else if very_name || (self.commands.is_empty() && !self.places.is_empty()) {
            Likeliest::Place
        } else if !self.commands.is_empty() {
            Likeliest::Command
        } else {
            Likeliest::Incident
        }
    }
}

impl FoundCoordinates {
    pub fn go(&self) -> Command {
        let position = self.reading.position;
        let name = self.reading.notation.write(position).unwrap_or_else(|| position.to_string());
        Command::GoToPlace { position, name }
    }

    /// For a record whose place was that before.
    pub fn use_for(&self, before: &Place) -> Command {
        Command::UsePlace(Box::new(place_typed(before, self.reading.position, self.reading.radius)))
    }
}

impl FoundPlaceRow {
    pub fn go(&self) -> Command {
        Command::GoToPlace { position: self.toponym.position, name: self.name.clone() }
    }

    pub fn use_for(&self, before: &Place) -> Command {
        Command::UsePlace(Box::new(place_of(&self.toponym, before)))
    }
}

impl Session {
    /// What a text may mean. Without a text: all commands.
    pub fn find(&self, text: &str) -> Found {
        let mut commands = commands(text);
        commands.extend(self.views_named(text));
        if text.trim().is_empty() {
            return Found { commands, ..Found::default() };
        }
        let middle = self.view.camera.centre;
        let (coordinates, about_coordinates) = coordinates(text, middle);
        let places =
            if coordinates.is_empty() { self.places(text, middle, !commands.is_empty()) } else { Vec::new() };
        Found { coordinates, about_coordinates, places, incidents: self.incidents_with(text), commands }
    }

    fn places(&self, text: &str, middle: LonLat, sure_only: bool) -> Vec<FoundPlaceRow> {
        self.gazetteer()
            .search(text, Some(middle), MOST)
            .into_iter()
            .filter(|hit| !sure_only || hit.score >= NAME_BEGINS_SO)
            .map(|hit| {
                let toponym = hit.toponym;
                let name = name_in(toponym, self.view.language).to_owned();
                let matched = (hit.matched != name).then(|| hit.matched.to_owned());
                let country = toponym.province.is_none().then_some(&toponym.country);
                let areas = [toponym.district.as_ref(), toponym.province.as_ref(), country];
                let mut kind = toponym.kind.label().to_owned();
                for area in areas.into_iter().flatten() {
                    if !area.is_empty() && *area != toponym.name {
                        kind.push_str(", ");
                        kind.push_str(area);
                    }
                }
                // What the user added is told from what is inside the program.
                if toponym.is_added() {
                    kind.push_str(" · ");
                    kind.push_str(&toponym.source);
                }
                let whereabouts = whereabouts(middle, toponym.position);
                let toponym = toponym.clone();
                FoundPlaceRow { toponym, name, matched, kind, whereabouts, score: hit.score }
            })
            .collect()
    }

    /// Kept views whose name has all of the words, as commands.
    fn views_named(&self, text: &str) -> Vec<(&'static str, Command)> {
        let wanted = text.to_lowercase();
        let words: Vec<&str> = wanted.split_whitespace().collect();
        let shots = self.document().facts().shots.iter();
        shots
            .map(|shot| ("Views", Command::GoToShotNamed(shot.name.clone())))
            .filter(|(heading, command)| {
                let name = format!("{heading} {}", command.label()).to_lowercase();
                words.iter().all(|word| name.contains(word))
            })
            .collect()
    }

    /// Incidents with all of the words in title, place or id.
    fn incidents_with(&self, text: &str) -> Vec<FoundIncident> {
        let folded = fold(text);
        let words: Vec<&str> = folded.split_whitespace().collect();
        // The index knows more fields than are asked here, but it leaves few records to be looked at.
        let filter = Filter { text: text.to_owned(), ..Filter::default() };
        let shown = self.index.shown(&filter, crate::analysis::Window::ALL).ids;
        shown
            .iter()
            .filter_map(|id| self.document().get(id))
            .filter(|incident| {
                let place = incident.place.name.as_deref().unwrap_or_default();
                let said = fold(&format!("{}\n{}\n{place}", incident.title, incident.id));
                words.iter().all(|word| said.contains(word))
            })
            .take(MOST)
            .map(|incident| FoundIncident { incident })
            .collect()
    }
}

/// The name of a place as the map would write it in that language.
fn name_in(toponym: &Toponym, language: LabelLanguage) -> &str {
    let translated = match language {
        LabelLanguage::English => None,
        LabelLanguage::Tajik => toponym.tajik.as_deref(),
        LabelLanguage::Russian => toponym.russian.as_deref(),
        LabelLanguage::Dari => toponym.persian.as_deref(),
    };
    translated.unwrap_or(&toponym.name)
}

fn coordinates(text: &str, middle: LonLat) -> (Vec<FoundCoordinates>, Option<String>) {
    let found = |reading: &Reading| FoundCoordinates {
        reading: reading.clone(),
        whereabouts: whereabouts(middle, reading.position),
    };
    match notations::read(text, Some(middle)) {
        Readings::Certain(reading) => (vec![found(&reading)], None),
        Readings::Ask { readings, why } => (readings.iter().map(found).collect(), Some(why.to_owned())),
        Readings::Refused(why) => (Vec::new(), looks_like_coordinates(text, &why).then(|| why.to_string())),
    }
}

/// Whether a text that is no position was meant as one, so that it is worth saying what is wrong.
fn looks_like_coordinates(text: &str, why: &NotRead) -> bool {
    match why {
        NotRead::Empty | NotRead::TooLong => false,
        NotRead::ShortCodeWithoutPlace
        | NotRead::UnknownPlace
        | NotRead::NoSuchSquare
        | NotRead::OffTheGrid
        | NotRead::ShortenedLink
        | NotRead::LinkWithoutPosition => true,
        // A year or a number of a report is looked for more often than a lone angle.
        NotRead::OneAngleOnly => !text.trim().chars().all(char::is_numeric),
        NotRead::NoAngle | NotRead::Unmarked | NotRead::OutOfRange | NotRead::Unknown => {
            let digits = text.chars().filter(|letter| letter.is_numeric()).count();
            let letters = text.chars().filter(|letter| letter.is_alphabetic()).count();
            digits >= 3 && letters <= 2 && text.trim().contains([' ', ',', '°', '.', ';'])
        }
    }
}

fn commands(text: &str) -> Vec<(&'static str, Command)> {
    let wanted = text.to_lowercase();
    let words: Vec<&str> = wanted.split_whitespace().collect();
    Command::catalogue()
        .into_iter()
        .flat_map(|(heading, commands)| commands.into_iter().map(move |command| (heading, command)))
        .filter(|(heading, command)| {
            let name = format!("{heading} {}", command.label()).to_lowercase();
            words.iter().all(|word| name.contains(word))
        })
        .collect()
}

fn whereabouts(middle: LonLat, at: LonLat) -> String {
    let distance = middle.distance_to(at);
    if distance.0 < 500.0 {
        "in the middle of the map".to_owned()
    } else {
        format!("{distance} {} of the middle of the map", compass_point(bearing(middle, at)))
    }
}
