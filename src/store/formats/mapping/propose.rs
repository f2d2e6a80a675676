//! A first mapping: by the names of the columns, by tags below them, and by what stands in them.

use std::collections::HashSet;

use super::{
    DateClass, DatesSeen, Field, Mapping, PlaceClass, Skills, Survey, filled, names,
    places::{self, two_numbers},
    words,
};
use crate::store::formats::{
    codebook::Codebook,
    table::{Origin, Table},
};

/// Rows that are looked at to tell what a column holds; of a longer table they are spread over its length.
const LOOKED_AT: usize = 2_000;

/// The mapping that names and values propose. `name` is the file's, without its ending.
pub fn propose(table: &Table, name: &str, skills: &Skills) -> Mapping {
    let columns: Vec<Column> =
        (0..table.columns.len()).map(|place| Column::of(table, place, skills)).collect();
    let mut mapping = Mapping { book: Codebook::of(table), ..Mapping::default() };
    // Of all columns and fields the surest pair first; then the next of what is left.
    let mut claims: Vec<(u32, usize, Field)> = Vec::new();
    for (place, column) in columns.iter().enumerate() {
        let by_name = names::of_name(&table.columns[place]);
        let by_tag = table.tags.get(place).and_then(|tag| names::of_tag(tag)).map(|field| (field, 120));
        let fitting = by_name.into_iter().chain(by_tag).filter(|(field, _)| column.fits(*field));
        claims.extend(fitting.map(|(field, score)| (score, place, field)));
    }
    claims.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut taken = HashSet::new();
    let mut named = HashSet::new();
    for (score, place, field) in claims {
        // A part of a name is a weak sign: one column of it is enough.
        let is_free = named.contains(&field) && (!field.takes_many() || score < 60);
        if !is_free && taken.insert(place) {
            named.insert(field);
            mapping.columns.insert(table.columns[place].clone(), field);
        }
    }
    if !mapping.columns.values().any(|field| *field == Field::Longitude) {
        mapping.columns.retain(|_, field| *field != Field::Latitude);
    }
    if matches!(table.origin, Origin::Things { .. })
        && mapping.columns.values().any(|field| *field == Field::Shape)
    {
        // The shape is where the thing is; what its properties say of it may be a label's place.
        let of_points = [Field::Latitude, Field::Longitude, Field::Position];
        mapping.columns.retain(|_, field| !of_points.contains(field));
    }
    by_values(table, &columns, &mut mapping);
    if mapping.columns.values().any(|field| *field == Field::Date) {
        // Year, month and day beside a date say nothing more.
        mapping.columns.retain(|_, field| !matches!(field, Field::Year | Field::Month | Field::Day));
    }
    let mut survey = Survey::of(table, &mapping, skills);
    if survey.looks_exchanged() {
        mapping.exchange();
        survey = Survey::of(table, &mapping, skills);
    }
    mapping.dates = survey.dates.rule();
    mapping.kinds = survey
        .kinds
        .iter()
        .filter_map(|seen| Some((seen.word.clone(), words::kind(&seen.word)?.to_owned())))
        .collect();
    let seen = survey.date_precisions.iter();
    mapping.date_precisions =
        seen.filter_map(|seen| Some((seen.word.clone(), DateClass::of_words(&seen.word)?))).collect();
    let seen = survey.place_precisions.iter();
    mapping.place_precisions =
        seen.filter_map(|seen| Some((seen.word.clone(), PlaceClass::of_words(&seen.word)?))).collect();
    mapping.id_prefix = prefix(table, &mapping, name);
    mapping
}

/// What no name tells: dates, positions and addresses by their looks.
fn by_values(table: &Table, columns: &[Column], mapping: &mut Mapping) {
    let has = |mapping: &Mapping, field: Field| mapping.columns.values().any(|other| *other == field);
    let is_free = |mapping: &Mapping, place: usize| mapping.field(&table.columns[place]) == Field::Kept;
    let find = |mapping: &Mapping, is_it: &dyn Fn(&Column) -> bool| {
        let mut places = 0..columns.len();
        places.find(|place| is_free(mapping, *place) && is_it(&columns[*place]))
    };
    let set = |mapping: &mut Mapping, place: usize, field: Field| {
        mapping.columns.insert(table.columns[place].clone(), field);
    };
    if !has(mapping, Field::Date)
        && !has(mapping, Field::Year)
        && let Some(place) = find(mapping, &|column| {
            column.dates.are_dates() && column.dates.dates * 10 >= column.dates.filled * 9
        })
    {
        set(mapping, place, Field::Date);
    }
    let has_place = [Field::Latitude, Field::Position, Field::Shape].iter().any(|field| has(mapping, *field));
    if !has_place {
        if let Some(place) = find(mapping, &|column| column.mostly(column.pairs)) {
            set(mapping, place, Field::Position);
        } else if let Some((lat, lon)) = two_columns(table, columns, &|place| is_free(mapping, place)) {
            set(mapping, lat, Field::Latitude);
            set(mapping, lon, Field::Longitude);
        }
    }
    if !has(mapping, Field::SourceUrl)
        && let Some(place) = find(mapping, &|column| column.mostly(column.addresses))
    {
        set(mapping, place, Field::SourceUrl);
    }
    if !has(mapping, Field::Summary)
        && let Some(place) = find(mapping, &|column| column.filled > 0 && column.letters / column.filled > 60)
    {
        set(mapping, place, Field::Summary);
    }
}

/// Two neighbouring columns of fractions that could be degrees, only in tables whose columns have no names.
fn two_columns(table: &Table, columns: &[Column], is_free: &dyn Fn(usize) -> bool) -> Option<(usize, usize)> {
    if table.heading.is_some() {
        return None;
    }
    let could_be = |place: usize, most: f64| {
        let column = &columns[place];
        is_free(place) && column.filled > 0 && column.fractions == column.filled && column.largest <= most
    };
    let first = (0..columns.len().saturating_sub(1))
        .find(|place| could_be(*place, 180.0) && could_be(place + 1, 180.0))?;
    let (one, two) = (first, first + 1);
    match (columns[one].largest > 90.0, columns[two].largest > 90.0) {
        (true, false) => Some((two, one)),
        (true, true) => None,
        // People say latitude first; values near the frontier decide otherwise later.
        (false, _) => Some((one, two)),
    }
}

/// Nothing where the ids of the table are names that no other table has.
fn prefix(table: &Table, mapping: &Mapping, name: &str) -> String {
    let ids = mapping.places_of(table, Field::Id);
    let Some(place) = ids.first() else { return format!("{}-", short(name)) };
    let has_plain = table.rows.iter().take(LOOKED_AT).any(|row| {
        let id = filled(row.cell(*place));
        !id.is_empty() && (id.len() < 6 || id.bytes().all(|sign| sign.is_ascii_digit() || sign == b'.'))
    });
    if has_plain { format!("{}-", short(name)) } else { String::new() }
}

/// The file's name as part of an id.
fn short(name: &str) -> String {
    const LETTERS: usize = 24;
    let plain: String =
        name.chars().map(|sign| if sign.is_alphanumeric() || sign == '_' { sign } else { '-' }).collect();
    let cut: String = plain.trim_matches('-').chars().take(LETTERS).collect();
    if cut.is_empty() { "table".to_owned() } else { cut.trim_end_matches('-').to_owned() }
}

/// What stands in a column, counted over some rows.
#[derive(Default)]
struct Column {
    filled: usize,
    numbers: usize,
    fractions: usize,
    whole: usize,
    angles: usize,
    pairs: usize,
    shapes: usize,
    addresses: usize,
    letters: usize,
    largest: f64,
    smallest: f64,
    different: usize,
    dates: DatesSeen,
}

impl Column {
    fn of(table: &Table, place: usize, skills: &Skills) -> Self {
        /// Notations of positions take longer to tell.
        const READ_WITH_CARE: usize = 50;
        let step = table.rows.len().div_ceil(LOOKED_AT).max(1);
        let mut column = Self { smallest: f64::MAX, ..Self::default() };
        let mut different = HashSet::new();
        for row in table.rows.iter().step_by(step) {
            let cell = filled(row.cell(place));
            if cell.is_empty() {
                continue;
            }
            column.filled += 1;
            column.letters += cell.chars().count();
            column.dates.look(cell);
            different.insert(cell);
            column.addresses += usize::from(cell.starts_with("http://") || cell.starts_with("https://"));
            let number = cell.parse::<f64>().ok().or_else(|| cell.replace(',', ".").parse().ok());
            if let Some(number) = number.filter(|number| number.is_finite()) {
                column.numbers += 1;
                column.fractions += usize::from(number.fract() != 0.0);
                column.whole += usize::from(number.fract() == 0.0);
                column.largest = column.largest.max(number.abs());
                column.smallest = column.smallest.min(number);
                column.angles += usize::from(number.abs() <= 180.0);
                continue;
            }
            let is_shape = cell.starts_with('{') || cell.starts_with("SRID=") || cell.contains('(');
            let with_care = column.filled <= READ_WITH_CARE;
            if is_shape && places::shape(cell).is_ok() {
                column.shapes += 1;
            } else if two_numbers(cell).is_some_and(|(a, b)| {
                a.abs() <= 180.0 && b.abs() <= 180.0 && (a.abs() <= 90.0 || b.abs() <= 90.0)
            }) {
                column.pairs += 1;
            } else if with_care && cell.bytes().any(|sign| sign.is_ascii_digit()) {
                column.angles += usize::from((skills.angle)(cell).is_some());
                column.pairs += usize::from((skills.position)(cell).is_some());
            }
        }
        // What was looked at with care stands for all.
        column.different = different.len();
        column
    }

    fn mostly(&self, count: usize) -> bool {
        let looked_at = self.filled.min(50);
        count > 0 && (count * 10 >= self.filled * 8 || (count <= 50 && count * 10 >= looked_at * 8))
    }

    /// Whether what stands there can be that.
    fn fits(&self, field: Field) -> bool {
        if self.filled == 0 {
            return true;
        }
        let is_text = self.numbers * 2 < self.filled;
        let is_count = self.whole * 10 >= self.filled * 6 && self.smallest > -100.0;
        match field {
            // A name that says it and a half that is one: the rest is told row by row.
            Field::Latitude | Field::Longitude => self.angles * 2 >= self.filled.min(100),
            Field::Position => self.mostly(self.pairs),
            Field::Shape => self.mostly(self.shapes),
            Field::Date | Field::DateEnd | Field::SourceDate => {
                self.dates.are_dates() || self.dates.day_numbers * 10 >= self.filled * 9
            }
            Field::Year => is_count && (1_000.0..=2_200.0).contains(&self.largest),
            Field::Month | Field::Day => self.largest <= 31.0 && (is_count || is_text),
            Field::Killed
            | Field::KilledLow
            | Field::KilledHigh
            | Field::Wounded
            | Field::WoundedLow
            | Field::WoundedHigh
            | Field::Abducted
            | Field::Arrested => is_count,
            Field::Radius => self.numbers * 10 >= self.filled * 8,
            Field::Id => self.different == self.filled && self.letters / self.filled <= 80,
            Field::Kind => is_text && self.letters / self.filled <= 80,
            Field::Title => is_text && self.letters / self.filled <= 250,
            Field::SourceUrl => self.addresses * 2 >= self.filled,
            Field::Place
            | Field::District
            | Field::Province
            | Field::Country
            | Field::Actor
            | Field::Perpetrator
            | Field::Target
            | Field::Weapon
            | Field::Summary
            | Field::Notes
            | Field::Source
            | Field::SourceTitle
            | Field::Tags => is_text,
            Field::Time => !self.dates.are_dates(),
            Field::Kept | Field::DatePrecision | Field::PlacePrecision => true,
        }
    }
}
