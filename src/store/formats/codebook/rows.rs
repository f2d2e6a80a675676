//! The cells of one row by the names of their columns, and what a reader notes about them.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::{
    model::{DatePrecision, DaySpan, LonLat, Source, When, read_days},
    store::formats::table::TableRow,
};

/// The places of columns by their names.
pub(in crate::store::formats) type Places = HashMap<String, usize, foldhash::fast::RandomState>;

/// The cells of one row.
pub struct Cells<'a> {
    places: &'a Places,
    texts: &'a TableRow,
    doubts: Vec<String>,
    derived: Vec<&'static str>,
}

impl<'a> Cells<'a> {
    /// `places` by the names of the columns in small letters.
    pub(in crate::store::formats) fn new(places: &'a Places, cells: &'a TableRow) -> Self {
        Self { places, texts: cells, doubts: Vec::new(), derived: Vec::new() }
    }

    /// The cells with something in them, with the names of their columns, in their order.
    pub(super) fn named(&self) -> Vec<(&'a str, &'a str)> {
        let mut places: Vec<(&usize, &'a str)> =
            self.places.iter().map(|(name, place)| (place, name.as_str())).collect();
        places.sort_unstable();
        let cells = places.into_iter().map(|(place, name)| (name, self.texts.cell(*place)));
        cells.filter(|(_, text)| !text.is_empty()).collect()
    }

    /// The text of a cell; empty where there is no such column or nothing in it.
    pub(super) fn text(&self, column: &str) -> &'a str {
        match self.places.get(column).map_or("", |place| self.texts.cell(*place).trim()) {
            "NA" | "NULL" | "null" | "NaN" => "",
            text => text,
        }
    }

    pub(super) fn some(&self, column: &str) -> Option<String> {
        Some(self.text(column)).filter(|text| !text.is_empty()).map(str::to_owned)
    }

    /// A whole number, also where a spreadsheet has written it as `3.0`.
    pub(super) fn number(&mut self, column: &str) -> Option<i64> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let plain = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
        let number = plain.map_or(text, |(whole, _)| whole).parse().ok();
        if number.is_none() {
            self.doubt(format!("{column} “{text}” is no whole number"));
        }
        number
    }

    /// People: a number that is not below zero and can be counted.
    pub(super) fn people(&mut self, column: &str) -> Option<u32> {
        let number = self.number(column)?;
        let people = u32::try_from(number).ok();
        if people.is_none() {
            self.doubt(format!("{column} {number} is no number of people"));
        }
        people
    }

    /// The point of the columns `latitude` and `longitude`; `None` where there is none or it is on no globe.
    pub(super) fn position(&mut self) -> Option<LonLat> {
        let (lat, lon) = (self.text("latitude"), self.text("longitude"));
        if lat.is_empty() && lon.is_empty() {
            return None;
        }
        let degrees = |text: &str| text.replace(',', ".").parse::<f64>().ok();
        let read = degrees(lon).zip(degrees(lat)).and_then(|(lon, lat)| LonLat::new(lon, lat).ok());
        if read.is_none() {
            self.doubt(format!("latitude “{lat}”, longitude “{lon}” is no place on Earth"));
        }
        read
    }

    /// A day in the cell, a time behind it left aside.
    pub(super) fn day(&mut self, column: &str) -> Option<Date> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let iso = text.get(..10).filter(|_| text.len() == 10 || matches!(text.as_bytes()[10], b' ' | b'T'));
        if let Some(day) = iso.and_then(|iso| iso.parse().ok()) {
            return Some(day);
        }
        match read_days(text, None) {
            Ok(span) if span.days() == 1 => return Some(span.first()),
            Ok(_) => self.doubt(format!("{column} “{text}” is no day: the incident is left without a date")),
            Err(error) => self.doubt(format!("{column}: {error}; the incident is left without a date")),
        }
        None
    }

    /// Notes what was not understood; the cell itself is kept.
    pub(super) fn doubt(&mut self, what: String) {
        self.doubts.push(what);
    }

    /// Notes that a value was made from others.
    pub(super) fn derive(&mut self, what: &'static str) {
        self.derived.push(what);
    }

    pub(super) fn into_notes(self) -> (Vec<String>, Vec<&'static str>) {
        (self.doubts, self.derived)
    }
}

/// The days, called what they are: a whole month a month, a whole year a year.
pub(in crate::store::formats) fn on(span: DaySpan) -> When {
    let (first, last) = (span.first(), span.last());
    let precision = if first == last {
        DatePrecision::Day
    } else if first == first.first_of_year() && last == first.last_of_year() {
        DatePrecision::Year
    } else if first == first.first_of_month() && last == first.last_of_month() {
        DatePrecision::Month
    } else {
        DatePrecision::Range
    };
    When::on(span, precision)
}

/// The parts of a list that a collection writes in one cell.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty())
}

/// A source of which only the name is known.
pub(super) fn named(publisher: &str) -> Source {
    Source { publisher: Some(publisher.to_owned()), ..Source::default() }
}
