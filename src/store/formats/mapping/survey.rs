//! What the values of a table say under a mapping: which words occur, and what has to be asked.

use std::collections::HashMap;

use super::{
    DatesSeen, DayOrder, Field, Mapping, Skills, by_field, filled,
    places::{self, two_numbers},
};
use crate::store::formats::table::Table;

/// Different words of a column that are told apart; a column with more is no list of kinds.
const MOST_WORDS: usize = 300;

/// A word of the table and how many rows have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WordSeen {
    pub word: String,
    pub rows: usize,
}

/// What the values say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Survey {
    pub dates: DatesSeen,
    pub kinds: Vec<WordSeen>,
    pub date_precisions: Vec<WordSeen>,
    pub place_precisions: Vec<WordSeen>,
    /// Rows with both coordinates, and how many of them cannot be on the globe, and could if they were exchanged.
    pub positions: usize,
    pub off_the_globe: usize,
    pub fit_exchanged: usize,
    /// Rows near the frontier as they stand, and if they were exchanged.
    pub near: usize,
    pub near_exchanged: usize,
}

/// What a person should decide or look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// Nothing in the dates tells day from month.
    DayOrder {
        rows: usize,
    },
    /// Dates stand both ways round.
    MixedOrder {
        day_first: usize,
        month_first: usize,
    },
    /// Years have two digits.
    Century {
        rows: usize,
    },
    /// Latitude and longitude look exchanged.
    Exchanged {
        rows: usize,
    },
    NoPosition,
    NoDate,
}

impl Question {
    /// In plain words.
    pub fn words(&self) -> String {
        match self {
            Self::DayOrder { rows } => format!(
                "{rows} dates could be read two ways and nothing in the table tells which: say whether the day or the \
                 month comes first, or they stay without a date."
            ),
            Self::MixedOrder { day_first, month_first } => format!(
                "Dates stand both ways round: {day_first} can only have the day first, {month_first} only the month. Say \
                 which rule holds; the others stay without a date."
            ),
            Self::Century { rows } => format!(
                "{rows} dates have years of two digits: say which century they mean, or they stay without a date."
            ),
            Self::Exchanged { rows } => format!(
                "Latitude and longitude look exchanged: {rows} positions make sense only the other way round."
            ),
            Self::NoPosition => {
                "No column is a position: all incidents go to the shelf of those without a place.".to_owned()
            }
            Self::NoDate => {
                "No column is a date: all incidents go to the shelf of those without a date.".to_owned()
            }
        }
    }
}

/// Around the frontier, widely: Central Asia with its neighbours.
fn is_near(lon: f64, lat: f64) -> bool {
    (55.0..=85.0).contains(&lon) && (28.0..=46.0).contains(&lat)
}

impl Survey {
    pub fn of(table: &Table, mapping: &Mapping, skills: &Skills) -> Self {
        let places = by_field(mapping, table);
        let of = |field: Field| places.get(&field).map_or(&[][..], Vec::as_slice);
        let mut survey = Self::default();
        let mut kinds = Words::default();
        let (mut date_words, mut place_words) = (Words::default(), Words::default());
        let dated = [Field::Date, Field::DateEnd].map(of).concat();
        let (lats, lons, pairs) = (of(Field::Latitude), of(Field::Longitude), of(Field::Position));
        for row in &table.rows {
            let first = |places: &[usize]| {
                places.iter().map(|place| filled(row.cell(*place))).find(|cell| !cell.is_empty())
            };
            for place in &dated {
                survey.dates.look(filled(row.cell(*place)));
            }
            kinds.see(first(of(Field::Kind)));
            date_words.see(first(of(Field::DatePrecision)));
            place_words.see(first(of(Field::PlacePrecision)));
            let both = first(lons).zip(first(lats));
            let numbers = both
                .and_then(|(lon, lat)| places::angle(lon, skills).zip(places::angle(lat, skills)))
                .or_else(|| {
                    let (one, two) = two_numbers(first(pairs)?)?;
                    Some(if mapping.longitude_first { (one, two) } else { (two, one) })
                });
            if let Some((lon, lat)) = numbers {
                survey.see_position(lon, lat);
            }
        }
        survey.kinds = kinds.list();
        survey.date_precisions = date_words.list();
        survey.place_precisions = place_words.list();
        survey
    }

    fn see_position(&mut self, lon: f64, lat: f64) {
        self.positions += 1;
        let is_off = lat.abs() > 90.0 || lon.abs() > 180.0;
        self.off_the_globe += usize::from(is_off);
        self.fit_exchanged += usize::from(is_off && lon.abs() <= 90.0 && lat.abs() <= 180.0);
        self.near += usize::from(is_near(lon, lat));
        self.near_exchanged += usize::from(is_near(lat, lon));
    }

    /// Whether latitude and longitude are surely or most likely the other way round.
    pub fn looks_exchanged(&self) -> bool {
        let is_sure = self.off_the_globe * 50 > self.positions && self.fit_exchanged == self.off_the_globe;
        // All near the frontier when exchanged, and hardly any as it stands.
        let is_likely = self.positions > 0
            && self.near_exchanged * 10 >= self.positions * 8
            && self.near * 10 < self.positions;
        is_sure || is_likely
    }

    /// What a person should decide or look at.
    pub fn questions(&self, mapping: &Mapping, table: &Table) -> Vec<Question> {
        if mapping.book.is_some() {
            return Vec::new();
        }
        let mut questions = Vec::new();
        let has = |fields: &[Field]| fields.iter().any(|field| !mapping.places_of(table, *field).is_empty());
        if self.looks_exchanged() {
            let rows = self.fit_exchanged.max(self.near_exchanged);
            questions.push(Question::Exchanged { rows });
        }
        let dates = &self.dates;
        match mapping.dates.order {
            None if dates.day_first > 0 && dates.month_first > 0 => questions
                .push(Question::MixedOrder { day_first: dates.day_first, month_first: dates.month_first }),
            None if dates.either > 0 => questions.push(Question::DayOrder { rows: dates.either }),
            Some(DayOrder::DayFirst | DayOrder::MonthFirst) | None => {}
        }
        if dates.two_digits > 0 && mapping.dates.two_digits_up_to.is_none() {
            questions.push(Question::Century { rows: dates.two_digits });
        }
        let has_both = has(&[Field::Latitude]) && has(&[Field::Longitude]);
        if !has_both && !has(&[Field::Position, Field::Shape]) {
            questions.push(Question::NoPosition);
        }
        if !has(&[Field::Date, Field::DateEnd, Field::Year]) {
            questions.push(Question::NoDate);
        }
        questions
    }
}

/// Words and how often each occurs.
#[derive(Default)]
struct Words {
    counts: HashMap<String, usize>,
}

impl Words {
    fn see(&mut self, word: Option<&str>) {
        let Some(word) = word else { return };
        if let Some(count) = self.counts.get_mut(word) {
            *count += 1;
        } else if self.counts.len() < MOST_WORDS {
            self.counts.insert(word.to_owned(), 1);
        }
    }

    /// The most frequent first.
    fn list(self) -> Vec<WordSeen> {
        let mut words: Vec<WordSeen> =
            self.counts.into_iter().map(|(word, rows)| WordSeen { word, rows }).collect();
        words.sort_by(|a, b| b.rows.cmp(&a.rows).then_with(|| a.word.cmp(&b.word)));
        words
    }
}
