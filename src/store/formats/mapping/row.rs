//! One row of a stranger's table as a record, by a mapping.

use std::collections::HashMap;

use sha2::{Digest as _, Sha256};

use crate::model::{Actor, Incident, IncidentId, LonLat, Metres, Precision, Source, Toll, When, taxonomy};

use super::{
    DateClass, Field, Mapping, PlaceClass, RowRead, Skills, Table, TableRow, by_field, dates, filled,
    places::{self, Whereabouts},
};

/// A mapping made ready for the rows of one table.
pub(super) struct Plan<'a> {
    mapping: &'a Mapping,
    skills: &'a Skills,
    places: HashMap<Field, Vec<usize>>,
}

/// What is noted while a row is read.
#[derive(Default)]
struct Notes {
    doubts: Vec<String>,
    derived: Vec<&'static str>,
}

impl Notes {
    fn doubt(&mut self, what: impl Into<String>) {
        self.doubts.push(what.into());
    }
}

impl<'a> Plan<'a> {
    pub fn new(mapping: &'a Mapping, table: &Table, skills: &'a Skills) -> Self {
        let mut places = by_field(mapping, table);
        places.remove(&Field::Kept);
        Self { mapping, skills, places }
    }

    fn all<'r>(&self, row: &'r TableRow, field: Field) -> impl Iterator<Item = &'r str> {
        let places = self.places.get(&field).map_or(&[][..], Vec::as_slice);
        let cells: Vec<&str> = places.iter().map(|place| filled(row.cell(*place))).collect();
        cells.into_iter().filter(|cell| !cell.is_empty())
    }

    /// The first with something in it, or nothing.
    fn text<'r>(&self, row: &'r TableRow, field: Field) -> &'r str {
        let Some(places) = self.places.get(&field) else { return "" };
        places.iter().map(|place| filled(row.cell(*place))).find(|cell| !cell.is_empty()).unwrap_or_default()
    }

    fn some(&self, row: &TableRow, field: Field) -> Option<String> {
        Some(self.text(row, field)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// # Errors
    /// When there is nothing in the row that the mapping uses.
    pub fn read(&self, row: &TableRow) -> Result<RowRead, String> {
        let has_more = self
            .places
            .iter()
            .filter(|(field, _)| **field != Field::Id)
            .any(|(_, places)| places.iter().any(|place| !filled(row.cell(*place)).is_empty()));
        if !has_more {
            return Err("the columns that are used hold nothing in this row".to_owned());
        }
        let mut notes = Notes::default();
        let own = self.text(row, Field::Id).trim_end_matches(".0");
        let is_named = !own.is_empty();
        let id = if is_named { own.to_owned() } else { fingerprint(row) };
        let mut incident = Incident::new(IncidentId::new(format!("{}{id}", self.mapping.id_prefix)));
        self.kind(row, &mut incident, &mut notes);
        incident.when = self.when(row, &mut notes);
        self.place(row, &mut incident, &mut notes);
        self.actors(row, &mut incident);
        incident.weapons = self.all(row, Field::Weapon).flat_map(list).map(weapon).collect();
        let toll = |best: Field, low: Option<Field>, high: Option<Field>, notes: &mut Notes| {
            let mut toll = people(self.text(row, best), best, notes);
            let bound = |field: Option<Field>, notes: &mut Notes| {
                field.and_then(|field| people(self.text(row, field), field, notes).best)
            };
            toll.low = bound(low, notes).or(toll.low);
            toll.high = bound(high, notes).or(toll.high);
            toll
        };
        incident.killed = toll(Field::Killed, Some(Field::KilledLow), Some(Field::KilledHigh), &mut notes);
        incident.wounded =
            toll(Field::Wounded, Some(Field::WoundedLow), Some(Field::WoundedHigh), &mut notes);
        incident.abducted = toll(Field::Abducted, None, None, &mut notes);
        incident.arrested = toll(Field::Arrested, None, None, &mut notes);
        incident.summary = self.all(row, Field::Summary).collect::<Vec<_>>().join("\n\n");
        incident.notes = self.all(row, Field::Notes).collect::<Vec<_>>().join("\n\n");
        incident.tags = self
            .all(row, Field::Tags)
            .flat_map(|tags| tags.split([';', ',']))
            .map(str::trim)
            .filter(|tag| !tag.is_empty())
            .map(str::to_owned)
            .collect();
        incident.sources = self.sources(row).into();
        self.title(row, &mut incident, &mut notes);
        Ok(RowRead { incident, is_named, keeps_cells: true, doubts: notes.doubts, derived: notes.derived })
    }

    fn kind(&self, row: &TableRow, incident: &mut Incident, notes: &mut Notes) {
        let word = self.text(row, Field::Kind);
        match self.mapping.kinds.get(word) {
            Some(code) => {
                incident.event_type.clone_from(code);
                if !code.is_empty() && code != word {
                    notes.derived.push("kind of incident from the table's word");
                }
            }
            None => word.clone_into(&mut incident.event_type),
        }
    }

    /// What is written, else the kind and the place, else the first words.
    fn title(&self, row: &TableRow, incident: &mut Incident, notes: &mut Notes) {
        const LETTERS: usize = 90;
        let written = self.text(row, Field::Title);
        if !written.is_empty() {
            written.clone_into(&mut incident.title);
            return;
        }
        let word = self.text(row, Field::Kind);
        let kind = match incident.event_type.as_str() {
            "" => word.to_owned(),
            code => taxonomy::label(code),
        };
        let place = &incident.place;
        let place = place
            .name
            .as_ref()
            .or(place.district.as_ref())
            .or(place.province.as_ref())
            .or(place.country.as_ref());
        incident.title = match (kind.as_str(), place) {
            ("", _) if !incident.summary.is_empty() => {
                notes.derived.push("title from the first words of the summary");
                let line = incident.summary.lines().next().unwrap_or_default();
                let mut title: String = line.chars().take(LETTERS).collect();
                if title.len() < line.len() {
                    title.push('…');
                }
                title
            }
            ("", None) => return,
            ("", Some(place)) => place.clone(),
            (kind, None) => kind.to_owned(),
            (kind, Some(place)) => {
                notes.derived.push("title from kind and place");
                format!("{kind}, {place}")
            }
        };
    }

    fn when(&self, row: &TableRow, notes: &mut Notes) -> When {
        let rule = self.mapping.dates;
        let read = |text: &str, notes: &mut Notes| {
            if text.is_empty() {
                return None;
            }
            dates::read(text, rule).map_err(|why| notes.doubt(format!("{why}; the date is left out"))).ok()
        };
        let first = read(self.text(row, Field::Date), notes);
        let last = read(self.text(row, Field::DateEnd), notes);
        let time = first.as_ref().and_then(|first| first.time.clone());
        let mut when = match (first, last) {
            (Some(first), Some(last)) => match dates::until(&first.when, &last.when) {
                Ok(when) => when,
                Err(why) => {
                    notes.doubt(why);
                    first.when
                }
            },
            (Some(one), None) | (None, Some(one)) => one.when,
            (None, None) => self.of_parts(row, notes),
        };
        let words = self.text(row, Field::DatePrecision);
        let class = self.mapping.date_precisions.get(words).copied().unwrap_or_default();
        if let Some(wide) = class.widened(&when) {
            notes.derived.push(match class {
                DateClass::Month => "the month of a day of which the table knows the month only",
                DateClass::Year => "the year of a day of which the table knows the year only",
                DateClass::Week => "six days either side of a day that the table knows to a week",
                DateClass::AsWritten | DateClass::Day => "date",
            });
            when = wide;
        }
        match self.text(row, Field::Time) {
            "" => dates::put_time(&mut when, time.as_deref().unwrap_or_default()),
            text => dates::put_time(&mut when, text),
        }
        when
    }

    fn of_parts(&self, row: &TableRow, notes: &mut Notes) -> When {
        let [year, month, day] = [Field::Year, Field::Month, Field::Day].map(|field| self.text(row, field));
        if year.is_empty() {
            return When::unknown();
        }
        dates::of_parts(year, month, day).unwrap_or_else(|why| {
            notes.doubt(format!("{why}; the date is left out"));
            When::unknown()
        })
    }

    fn place(&self, row: &TableRow, incident: &mut Incident, notes: &mut Notes) {
        let place = &mut incident.place;
        place.name = self.some(row, Field::Place);
        place.district = self.some(row, Field::District);
        place.province = self.some(row, Field::Province);
        place.country = self.some(row, Field::Country);
        let (lat, lon) = (self.text(row, Field::Latitude), self.text(row, Field::Longitude));
        let (pair, shape) = (self.text(row, Field::Position), self.text(row, Field::Shape));
        let stated = self.stated_class(row, notes);
        if !lat.is_empty() || !lon.is_empty() {
            place.position = places::angle(lon, self.skills)
                .zip(places::angle(lat, self.skills))
                .and_then(|(lon, lat)| LonLat::new(lon, lat).ok());
            if place.position.is_none() {
                notes.doubt(format!("latitude “{lat}”, longitude “{lon}” is no place on Earth"));
            }
        }
        if place.position.is_none() && !pair.is_empty() {
            place.position = places::pair(pair, self.mapping.longitude_first, self.skills);
            if place.position.is_none() {
                notes.doubt(format!("“{pair}” is no position, or could be several"));
            }
        }
        if place.position.is_none() && !shape.is_empty() {
            match places::shape(shape) {
                Ok(Whereabouts::Point(at, height)) => {
                    place.position = Some(at);
                    incident.extra_coordinates = height.into_iter().collect();
                }
                Ok(Whereabouts::Along { middle, ends }) => {
                    notes.derived.push("a stretch from a line");
                    (place.position, place.precision) = (Some(middle), Precision::Stretch);
                    incident.ends = ends.into();
                    return;
                }
                Ok(Whereabouts::Within { middle, radius }) => {
                    notes.derived.push("the middle of an area and how far it reaches");
                    (place.position, place.precision) = (Some(middle), Precision::Area);
                    place.radius = Some(radius);
                    return;
                }
                Err(why) => notes.doubt(why),
            }
        }
        if place.position.is_none() {
            return;
        }
        let class = stated.unwrap_or_else(|| {
            let decimals = places::decimals(lat).max(places::decimals(lon));
            let (class, note) = unstated(self.mapping.points, decimals);
            notes.derived.push(note);
            class
        });
        (place.precision, place.radius) = (class.precision, class.radius);
    }

    /// How well the row says that its place is known.
    fn stated_class(&self, row: &TableRow, notes: &mut Notes) -> Option<PlaceClass> {
        let words = self.text(row, Field::PlacePrecision);
        let radius =
            self.text(row, Field::Radius).parse::<f64>().ok().filter(|radius| *radius > 0.0).map(Metres);
        let class = self.mapping.place_precisions.get(words).copied();
        if class.is_none() && !words.is_empty() && radius.is_none() {
            notes.derived.push("precision: the table's word has no translation and is only kept");
        }
        match (class, radius) {
            (Some(class), radius) => Some(PlaceClass { radius: radius.or(class.radius), ..class }),
            (None, Some(radius)) => Some(PlaceClass { precision: Precision::Area, radius: Some(radius) }),
            (None, None) => None,
        }
    }

    fn actors(&self, row: &TableRow, incident: &mut Incident) {
        for (field, role) in
            [(Field::Actor, ""), (Field::Perpetrator, "perpetrator"), (Field::Target, "target")]
        {
            for name in self.all(row, field).flat_map(list) {
                let (name, role) = match role {
                    "" => with_role(name),
                    role => (name, role),
                };
                incident.actors.push(Actor {
                    name: name.to_owned(),
                    role: role.to_owned(),
                    ..Actor::default()
                });
            }
        }
    }

    /// One source of the row's parts; further addresses and publishers are sources of their own.
    fn sources(&self, row: &TableRow) -> Vec<Source> {
        let mut titles = self.all(row, Field::SourceTitle).map(str::to_owned);
        let is_address = |text: &&str| text.starts_with("http");
        let addresses: Vec<&str> = self
            .all(row, Field::SourceUrl)
            .flat_map(|text| text.split([' ', ';', '\n', '|']))
            .map(|text| text.trim_matches([',', '(', ')']))
            .filter(is_address)
            .collect();
        let (in_names, names): (Vec<&str>, Vec<&str>) =
            self.all(row, Field::Source).flat_map(list).partition(is_address);
        let mut addresses = addresses.into_iter().chain(in_names).map(str::to_owned);
        let mut names = names.into_iter().map(str::to_owned);
        let mut date = self.some(row, Field::SourceDate);
        let mut sources = Vec::new();
        loop {
            let source = Source {
                publisher: names.next(),
                title: titles.next(),
                url: addresses.next(),
                ..Source::default()
            };
            if source == Source::default() {
                break;
            }
            sources.push(Source { date: date.take(), ..source });
        }
        let credit = self.mapping.credit.trim();
        if sources.is_empty() && !credit.is_empty() {
            sources.push(Source { title: Some(credit.to_owned()), ..Source::default() });
        }
        sources
    }
}

/// A class for points of which the table says nothing: no better than their digits.
fn unstated(points: PlaceClass, decimals: Option<usize>) -> (PlaceClass, &'static str) {
    let coarse = |radius: f64| PlaceClass { precision: Precision::Area, radius: Some(Metres(radius)) };
    match decimals {
        // Half a degree, and half a tenth, across the corner.
        Some(0) if points.precision.is_point() => {
            (coarse(80_000.0), "an area of 80 km from coordinates in whole degrees")
        }
        Some(1) if points.precision.is_point() => {
            (coarse(8_000.0), "an area of 8 km from coordinates in tenths of a degree")
        }
        Some(_) | None => (points, "precision of points of which the table says none"),
    }
}

fn list(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// `Border guards (target)`: the name and the part it had, where the brackets hold such a word.
fn with_role(text: &str) -> (&str, &str) {
    let parts = text.strip_suffix(')').and_then(|text| text.rsplit_once('('));
    let known = parts.filter(|(_, role)| taxonomy::actor_roles().iter().any(|known| known.code == *role));
    known.map_or((text, ""), |(name, role)| (name.trim(), role))
}

fn weapon(word: &str) -> String {
    let lower = word.to_lowercase();
    let known =
        taxonomy::weapons().iter().find(|known| known.code == lower || known.label.to_lowercase() == lower);
    known.map_or_else(|| word.to_owned(), |known| known.code.clone())
}

/// `3`, `3.0`, `3-5`, `5+`, `at least 5`.
fn people(text: &str, field: Field, notes: &mut Notes) -> Toll {
    if text.is_empty() {
        return Toll::default();
    }
    let number = |text: &str| {
        let text = text.trim();
        let whole = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
        whole.map_or(text, |(whole, _)| whole).parse::<u32>().ok()
    };
    if let Some(best) = number(text) {
        return Toll { best: Some(best), ..Toll::default() };
    }
    let at_least =
        text.strip_suffix('+').or_else(|| text.strip_prefix("at least ")).or_else(|| text.strip_prefix('>'));
    if let Some(low) = at_least.and_then(number) {
        return Toll { low: Some(low), ..Toll::default() };
    }
    if let Some((low, high)) = text.split_once(['-', '–'])
        && let (Some(low), Some(high)) = (number(low), number(high))
    {
        return Toll { low: Some(low), high: Some(high), ..Toll::default() };
    }
    notes.doubt(format!("{}: “{text}” is no number of people", field.label()));
    Toll::default()
}

/// A name for a row that has none, the same whenever the same row is read.
fn fingerprint(row: &TableRow) -> String {
    let mut hash = Sha256::new();
    for cell in row.cells() {
        hash.update(cell.as_bytes());
        hash.update([0x1f]);
    }
    hash.finalize().iter().take(6).fold(String::new(), |mut name, byte| {
        use std::fmt::Write as _;
        // A text takes everything that is written to it.
        let _written = write!(name, "{byte:02x}");
        name
    })
}
